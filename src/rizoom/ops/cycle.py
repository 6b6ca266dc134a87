"""The cycle of a school year, from the seeds ``kalender`` and ``jaarmoment``: what happens on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rizoom.reference import read_seed


@dataclass(frozen=True, order=True)
class Moment:
    """One line of the annual cycle. ``moment``: ``opening``, ``herinnering``, ``opgavedatum``, ``peildatum``
    or ``oplevering``; ``dagen``: distance in days to its anchor; ``eigenaar``: the role that acts."""

    dag: date
    schooljaar: str
    soort: str
    moment: str
    dagen: int
    product: str
    eigenaar: str


def moments() -> list[Moment]:
    """Every moment of every school year in the calendar, by day."""
    found = []
    for term in read_seed("kalender"):
        anchors = {
            "opening": date.fromisoformat(term["opening"]),
            "opgavedatum": date.fromisoformat(term["opgavedatum"]),
            "oktober": date(int(term["schooljaar"][5:]), 10, 1),
        }
        for line in read_seed("jaarmoment"):
            if line["soort"] == term["soort"]:
                days = int(line["dagen"])
                found.append(
                    Moment(
                        anchors[line["anker"]] + timedelta(days=days),
                        term["schooljaar"],
                        line["soort"],
                        line["moment"],
                        days,
                        line["product"],
                        line["eigenaar"],
                    )
                )
    return sorted(found)


def days() -> list[date]:
    """The days on which anything happens, each once, in order."""
    return sorted({moment.dag for moment in moments()})
