"""Dates of one school year and of the duty to attend school (spec definities, sections 0 and 1).

An independent reading in calendar days, both ends inclusive; nothing here is shared with the warehouse.
"""

from __future__ import annotations

import calendar
import random
from dataclasses import dataclass
from datetime import date, timedelta

DAG = timedelta(days=1)


@dataclass(frozen=True)
class Jaar:
    """A school year such as ``2024/2025`` (1 August to 31 July)."""

    naam: str

    def __post_init__(self) -> None:
        if len(self.naam) != 9 or self.naam[4] != "/" or int(self.naam[5:]) != int(self.naam[:4]) + 1:
            raise ValueError(f"not a school year: {self.naam}")

    @property
    def y(self) -> int:
        """Calendar year in which the school year starts."""
        return int(self.naam[:4])

    @property
    def volgend(self) -> str:
        """The school year after it."""
        return f"{self.y + 1}/{self.y + 2}"

    @property
    def begin(self) -> date:
        """1 August."""
        return date(self.y, 8, 1)

    @property
    def eind(self) -> date:
        """31 July."""
        return date(self.y + 1, 7, 31)

    @property
    def t0(self) -> date:
        """1 October at the start."""
        return date(self.y, 10, 1)

    @property
    def t1(self) -> date:
        """1 October after the school year, also the horizon of its deliveries."""
        return date(self.y + 1, 10, 1)


def verjaardag(geboren: date, n: int) -> date:
    """n-th birthday; 29 February becomes 1 March in a common year."""
    try:
        return geboren.replace(year=geboren.year + n)
    except ValueError:
        return date(geboren.year + n, 3, 1)


def leeftijd(geboren: date, dag: date) -> int:
    """Age in whole years on ``dag``."""
    n = dag.year - geboren.year
    return n if verjaardag(geboren, n) <= dag else n - 1


def plus_maanden(dag: date, n: int) -> date:
    """``dag`` + n months; a day that does not exist becomes the last of its month."""
    maand = dag.month - 1 + n
    jaar, maand = dag.year + maand // 12, maand % 12 + 1
    return date(jaar, maand, min(dag.day, calendar.monthrange(jaar, maand)[1]))


def plicht_vanaf(geboren: date) -> date:
    """First day of the leerplicht: the first day of the month after the month of the fifth birthday."""
    vijf = verjaardag(geboren, 5)
    return plus_maanden(vijf.replace(day=1), 1)


def leerplicht_tm(geboren: date) -> date:
    """Last day of the leerplicht: the first 31 July on or after the sixteenth birthday."""
    zestien = verjaardag(geboren, 16)
    juli = date(zestien.year, 7, 31)
    return juli if zestien <= juli else date(zestien.year + 1, 7, 31)


def geboren_bij(rng: random.Random, leeftijd_op: int, dag: date) -> date:
    """A random birth date of somebody who has age ``leeftijd_op`` on ``dag``."""
    laatste = _terug(dag, leeftijd_op).toordinal()
    eerste = _terug(dag, leeftijd_op + 1).toordinal() + 1
    return date.fromordinal(rng.randint(eerste, laatste))


def _terug(dag: date, n: int) -> date:
    return date(dag.year - n, dag.month, dag.day)


def dag_tussen(rng: random.Random, van: date, tot: date) -> date:
    """A random day, both ends included."""
    return date.fromordinal(rng.randint(van.toordinal(), tot.toordinal()))
