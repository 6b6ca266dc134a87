"""What is published about one indicator and year, as one linear system.

The unknowns are *atoms*: the finest counts, for example municipality x class x age. Every cell of every table is
the sum of some atoms; two cells with the same atoms are the same cell, whatever table they stand in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Soort = Literal["exact", "afgerond", "som", "verborgen", "tiental"]
Atomen = frozenset[str]
ONEINDIG = 10**9


@dataclass(frozen=True)
class Telling:
    """The true counts: ``aantal`` per atom, and the municipality that knows the atom (``gemeente``)."""

    aantal: Mapping[str, int]
    gemeente: Mapping[str, str]

    def __post_init__(self) -> None:
        if self.aantal.keys() != self.gemeente.keys():
            raise ValueError("every atom needs a count and a municipality")
        if any(n < 0 for n in self.aantal.values()):
            raise ValueError("a count is never negative")

    def som(self, atomen: Iterable[str]) -> int:
        """True value of a cell."""
        return sum(self.aantal[a] for a in atomen)

    def per_gemeente(self) -> dict[str, list[str]]:
        """The atoms that each municipality knows."""
        eigen: dict[str, list[str]] = {}
        for atoom, gemeente in self.gemeente.items():
            eigen.setdefault(gemeente, []).append(atoom)
        return eigen


@dataclass(frozen=True)
class Cel:
    """A cell that a table can show. ``rij``: the row it stands in (for the group rule), ``totaal``: its total."""

    sleutel: str
    atomen: Atomen
    drempel: int = 5
    rij: str = ""
    totaal: bool = False


@dataclass(frozen=True)
class Getoond:
    """A cell as published.

    ``exact``: ``waarde`` is the count. ``afgerond``: a finest cell of layer B, where 1 .. drempel-1 became 0 or
    drempel. ``som``: a total of layer B, the sum of its rounded cells. ``verborgen``: the symbol; ``waarde`` None.
    ``tiental``: rounded to tens, as mirror reports show totals of others (5 below to 4 above).
    A cell that must never become known and stands in no table is passed as ``verborgen`` too.
    """

    cel: Cel
    soort: Soort
    waarde: int | None

    def __post_init__(self) -> None:
        if (self.waarde is None) != (self.soort == "verborgen"):
            raise ValueError(f"{self.cel.sleutel}: only a hidden cell has no value")
        small = self.waarde is not None and 0 < self.waarde < self.cel.drempel
        if (self.waarde or 0) < 0 or (small and self.soort == "afgerond"):
            raise ValueError(f"{self.cel.sleutel}: this value cannot be published")

    def grenzen(self) -> tuple[int, int]:
        """What a reader who knows the method learns about the true count: lowest and highest value."""
        drempel, waarde = self.cel.drempel, self.waarde
        if waarde is None or self.soort == "som":
            return 0, ONEINDIG
        if self.soort == "tiental":
            return max(0, waarde - 5), waarde + 4
        if self.soort == "exact" or waarde > drempel:
            return waarde, waarde
        return (0, drempel - 1) if waarde == 0 else (1, drempel)


@dataclass(frozen=True)
class Percentage:
    """A published percentage, text with a decimal point; ``teller`` and ``noemer`` are keys of cells."""

    sleutel: str
    teller: str
    noemer: str
    waarde: str


@dataclass(frozen=True)
class Openbaar:
    """Everything one version publishes: the cells of all its tables and layers, and percentages."""

    versie: str
    cellen: tuple[Getoond, ...]
    percentages: tuple[Percentage, ...] = ()


def percentage(teller: int, noemer: int, decimalen: int) -> str:
    """100 x teller / noemer, rounded half up, as text."""
    exponent = Decimal(1).scaleb(-decimalen)
    return str((Decimal(100 * teller) / Decimal(noemer)).quantize(exponent, ROUND_HALF_UP))


def feiten(cellen: Iterable[Getoond]) -> dict[Atomen, tuple[int, int]]:
    """Per cell what all tables together say about it; cells without atoms and without news are left out."""
    bekend: dict[Atomen, tuple[int, int]] = {}
    for getoond in cellen:
        laag, hoog = getoond.grenzen()
        if not getoond.cel.atomen or (laag, hoog) == (0, ONEINDIG):
            continue
        eerder = bekend.get(getoond.cel.atomen, (0, ONEINDIG))
        bekend[getoond.cel.atomen] = (max(laag, eerder[0]), min(hoog, eerder[1]))
    return bekend


def te_beschermen(cellen: Iterable[Getoond], waarde: Mapping[Atomen, int]) -> dict[Atomen, str]:
    """Cells that need a proof, with one of their keys: hidden ones, and small ones that were rounded."""
    return {
        g.cel.atomen: g.cel.sleutel
        for g in cellen
        if g.cel.atomen
        and (g.soort == "verborgen" or (g.soort == "afgerond" and 0 < waarde[g.cel.atomen] < g.cel.drempel))
    }


def openbare_delen(bekend: Mapping[Atomen, tuple[int, int]]) -> dict[str, Atomen]:
    """Atom -> the finest exactly known cell that holds it; these cells do not overlap."""
    delen: dict[str, Atomen] = {}
    exact = (atomen for atomen, (laag, hoog) in bekend.items() if laag == hoog)
    for atomen in sorted(exact, key=lambda a: (len(a), min(a))):
        if delen.keys().isdisjoint(atomen):
            delen.update(dict.fromkeys(atomen, atomen))
    return delen


def leert_niets(doel: Atomen, eigen: Collection[str], delen: Mapping[str, Atomen]) -> bool:
    """Whether this cell is the attacker's own count plus cells that are public: then it says nothing about others."""
    rest = doel.difference(eigen)
    return all(a in delen and delen[a] <= rest for a in rest)
