"""Publisher and addresses of the open data: ``uitgever.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Uitgever:
    """``uri``: the organisation in TOOI; ``adres``: where the site stands, without a slash at the end."""

    naam_nl: str
    naam_en: str
    uri: str
    email: str
    adres: str

    def reeks(self, dataset: str) -> str:
        """URI of a dataset series: the concept, always the newest."""
        return f"{self.adres}/{dataset}"

    def dataset(self, dataset: str, schooljaar: str, uitgave: int) -> str:
        """URI of one version of a dataset."""
        return f"{self.adres}/{dataset}/{schooljaar.replace('/', '-')}/v{uitgave}"

    def bestand(self, schooljaar: str, uitgave: int, naam: str) -> str:
        """Address of a file of a release."""
        return f"{self.adres}/open-data/{schooljaar.replace('/', '-')}/v{uitgave}/{naam}"


@cache
def uitgever() -> Uitgever:
    """The publisher of this installation."""
    data = yaml.safe_load(Path(__file__).with_name("uitgever.yaml").read_text(encoding="utf-8"))
    return Uitgever(data["naam_nl"], data["naam_en"], data["uri"], data["email"], data["adres"].rstrip("/"))
