"""What one person counts in: the declaration that a template makes, never computed from rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Feit:
    """Person counts in ``indicator`` in municipality ``gemeente`` with ``klasse``.

    ``eerst`` is the first day of the earliest counted spell or report: it decides the class in a larger area.
    """

    gemeente: str
    indicator: str
    klasse: str
    eerst: date


@dataclass(frozen=True, slots=True)
class Vsv:
    """A person of base population A, or with ``ouder`` of the wider base of scenario S27 only."""

    gemeente: str
    brin: str
    categorie: str
    uitkomst: str
    entree: bool = False
    scenarios: frozenset[str] = frozenset()
    ouder: bool = False


@dataclass(frozen=True, slots=True)
class TrajectTelt:
    """A trajectory in the effectrapportage: table, row, group, age band, what it adds to which column."""

    regio: str
    tabel: str
    rij: str
    doelgroep: str
    band: str
    kolommen: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Verblijf:
    """Days of residence in a municipality within the school year, both ends included."""

    gemeente: str
    van: date
    tot: date


@dataclass(slots=True)
class Telt:
    """Everything one person counts in.

    ``verblijven`` are the days of residence in the school year; empty for who is in no leerplicht delivery.
    ``begin`` and ``eind`` are the states on 1 September and 31 July wherever the person then lives.
    ``acties`` are (municipality, indicator, class), one per action.
    ``beeld`` are (0 for 1 October at the start or 1 after, municipality, age group, status).
    ``doelgroep`` is (municipality, reached, only because of a report in a leerplicht delivery).
    ``anders`` are all facts of the person under another definition set, where they differ.
    ``oude_vsv`` is the municipality on T0 of who was VSV in an earlier year and is still out of school.
    """

    verblijven: list[Verblijf] = field(default_factory=list)
    begin: str = ""
    eind: str = ""
    overleden: date | None = None
    feiten: list[Feit] = field(default_factory=list)
    anders: dict[str, list[Feit]] = field(default_factory=dict)
    acties: list[tuple[str, str, str]] = field(default_factory=list)
    vsv: Vsv | None = None
    beeld: list[tuple[int, str, str, str]] = field(default_factory=list)
    doelgroep: tuple[str, bool, bool] | None = None
    oude_vsv: str = ""
    trajecten: list[TrajectTelt] = field(default_factory=list)


def leeftijdsgroep(jaren: int) -> str | None:
    """Age group of jongeren_in_beeld, ``None`` outside 4 to 26."""
    if jaren < 4 or jaren > 26:
        return None
    return "4" if jaren == 4 else "5-17" if jaren <= 17 else "18-26"
