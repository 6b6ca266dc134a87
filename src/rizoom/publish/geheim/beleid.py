"""The disclosure policy as data (spec publicatie, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

BELEID = Path(__file__).with_name("beleid.yaml")


@dataclass(frozen=True)
class Beleid:
    """Counts in persons (or actions); shares in whole percents.

    ``drempel``: counts of 1 up to and including ``drempel - 1`` are small. ``afstand``: how far apart the two
    tables of a proof must lie. ``gevoelig``: beginnings of the indicators that have ``drempel_gevoelig``.
    """

    symbool: str = "."
    afstand: int = 3
    drempel: int = 5
    drempel_gevoelig: int = 10
    drempel_onderzoek: int = 10
    gevoelig: tuple[str, ...] = ()
    min_noemer: int = 20
    decimalen: int = 1
    groep_pct: int = 90
    groep_rij: int = 20

    def __post_init__(self) -> None:
        if self.symbool == "" or not 1 <= self.afstand < min(self.drempel, self.drempel_gevoelig):
            raise ValueError("beleid: a symbol is needed, and afstand must be below every threshold")

    def drempel_voor(self, indicator: str) -> int:
        """Threshold of an indicator (spec: 10 for exemption grounds and processen-verbaal)."""
        return self.drempel_gevoelig if indicator.startswith(self.gevoelig) else self.drempel

    def te_eenzijdig(self, klasse: int, rij: int) -> bool:
        """The group disclosure rule: a class above 90 % of a row under 20."""
        return 0 < rij < self.groep_rij and 100 * klasse > self.groep_pct * rij


@cache
def lees_beleid(pad: Path = BELEID) -> Beleid:
    """The policy that is shipped, or another file of the same shape. Raises ``KeyError`` for a missing rule."""
    data = yaml.safe_load(pad.read_text(encoding="utf-8"))
    return Beleid(
        symbool=data["symbool"],
        afstand=data["afstand"],
        drempel=data["drempel"]["standaard"],
        drempel_gevoelig=data["drempel"]["gevoelig"],
        drempel_onderzoek=data["drempel"]["onderzoek"],
        gevoelig=tuple(data["gevoelige_indicatoren"]),
        min_noemer=data["percentage"]["min_noemer"],
        decimalen=data["percentage"]["decimalen"],
        groep_pct=data["groep"]["max_aandeel_pct"],
        groep_rij=data["groep"]["rij_onder"],
    )
