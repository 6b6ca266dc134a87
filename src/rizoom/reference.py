"""Reference data: municipalities, regions, provinces, successions, population, schools.

The CSV files in ``dbt_project/seeds`` are the one copy; dbt loads them as ``referentie.*`` and this
module reads the same files for what runs before dbt. Validity dates are inclusive on both ends;
empty means unbounded. Provenance of each file: ``dbt_project/seeds/_seeds.yml``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from rizoom.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"


@dataclass(frozen=True)
class Validity:
    """A period, inclusive on both ends; ``None`` is unbounded."""

    van: date | None
    tot: date | None

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in the period."""
        return (self.van is None or self.van <= day) and (self.tot is None or day <= self.tot)


@dataclass(frozen=True)
class Area:
    """A municipality or region with the period in which it exists."""

    code: str
    naam: str
    geldig: Validity


def read_seed(name: str) -> list[dict[str, str]]:
    """Rows of one seed file, in file order."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seed_path(name: str) -> Path:
    """Where a seed file is."""
    return SEEDS / f"{name}.csv"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _validity(row: dict[str, str]) -> Validity:
    return Validity(_day(row["geldig_van"]), _day(row["geldig_tot"]))


@cache
def municipalities() -> dict[str, Area]:
    """Municipalities by code (``GM`` + 4 digits) that existed on or after 31 December 2014."""
    return {
        r["gemeentecode"]: Area(r["gemeentecode"], r["naam"], _validity(r)) for r in read_seed("gemeente")
    }


@cache
def regions() -> dict[str, Area]:
    """Doorstroompunt regions by code (``RMC`` + 2 digits)."""
    return {r["regiocode"]: Area(r["regiocode"], r["naam"], _validity(r)) for r in read_seed("regio")}


@cache
def region_memberships() -> dict[str, tuple[tuple[str, Validity], ...]]:
    """Per municipality its regions with the period of each."""
    found: dict[str, list[tuple[str, Validity]]] = {}
    for row in read_seed("gemeente_regio"):
        found.setdefault(row["gemeentecode"], []).append((row["regiocode"], _validity(row)))
    return {code: tuple(periods) for code, periods in found.items()}


def region_of(gemeentecode: str, day: date) -> str | None:
    """Region of a municipality on a day, ``None`` when it then has none."""
    for code, period in region_memberships().get(gemeentecode, ()):
        if period.holds(day):
            return code
    return None


def supplier_valid(leveraar: str, day: date) -> bool:
    """Whether a municipality (``GM0363``) or region (``RMC21``) exists on ``day``."""
    area = municipalities().get(leveraar) or regions().get(leveraar)
    return area is not None and area.geldig.holds(day)
