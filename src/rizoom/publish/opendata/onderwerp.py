"""Which datasets are public, and what stands in them: ``datasets.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from rizoom.national import flow
from rizoom.publish.uitgave_cijfers import OPEN_DATA

REEKS = OPEN_DATA
DATASETS = Path(__file__).with_name("datasets.yaml")
LICENTIE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Onderwerp:
    """One dataset. ``naam`` is the name of its files, ``thema`` a code of the EU list of data themes.

    ``leeftijd``: indicators that are split by age too, for regions and above.
    """

    naam: str
    titel_nl: str
    titel_en: str
    beschrijving_nl: str
    beschrijving_en: str
    thema: str
    trefwoorden: tuple[str, ...]
    indicatoren: tuple[str, ...]
    leeftijd: tuple[str, ...]


@cache
def onderwerpen() -> tuple[Onderwerp, ...]:
    """All datasets, in the order of the file."""
    data = yaml.safe_load(DATASETS.read_text(encoding="utf-8"))
    return tuple(
        Onderwerp(
            naam=naam,
            titel_nl=item["titel_nl"],
            titel_en=item["titel_en"],
            beschrijving_nl=item["beschrijving_nl"],
            beschrijving_en=item["beschrijving_en"],
            thema=item["thema"],
            trefwoorden=tuple(item["trefwoorden"]),
            indicatoren=tuple(item["indicatoren"]),
            leeftijd=tuple(item["leeftijd"]),
        )
        for naam, item in data.items()
    )


def onderwerp(naam: str) -> Onderwerp:
    """One dataset by name. Raises ``KeyError``."""
    return {o.naam: o for o in onderwerpen()}[naam]


def versie(schooljaar: str) -> str:
    """The rules of a public release: definition set and VSV rule version, ``2025-1+R2020``."""
    return f"{flow.DEFAULT_DEFINITION_SETS[0]}+{flow.default_rule_version(schooljaar)}"


def versies(versie: str) -> dict[str, str]:
    """The rules by dataset."""
    definitieset, regelversie = versie.split("+")
    return {"leerplichttelling": definitieset, "vsv": regelversie}
