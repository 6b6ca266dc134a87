"""The calendar: what each supplier must deliver when, and what is missing (seed ``kalender``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import psycopg

from rizoom.portal.texts import AMSTERDAM
from rizoom.reference import municipalities, read_seed, regions, supplier_valid

SUPPLIERS = {"leerplicht": "GM", "doorstroompunt": "RMC"}


@dataclass(frozen=True)
class Term:
    """One school year and kind: from when a delivery may be made, and the last day."""

    schooljaar: str
    soort: str
    opening: date
    opgavedatum: date
    bron: str


@dataclass(frozen=True)
class Due:
    """One thing a supplier delivers. ``status``: ``geleverd``, ``bezig``, ``afgekeurd``, ``te_laat``,
    ``open`` or ``later``; ``dagen``: days until the last day (negative: past)."""

    term: Term
    leveraar: str
    status: str
    dagen: int


def terms() -> list[Term]:
    """Every line of the seed, newest school year first."""
    found = [
        Term(
            row["schooljaar"],
            row["soort"],
            date.fromisoformat(row["opening"]),
            date.fromisoformat(row["opgavedatum"]),
            row["bron"],
        )
        for row in read_seed("kalender")
    ]
    return sorted(found, key=lambda term: (term.schooljaar, term.soort), reverse=True)


def due(
    conn: psycopg.Connection, scope: Sequence[str] | None, leveraar: str = "", today: date | None = None
) -> list[Due]:
    """What these suppliers (None: all) must deliver; what needs doing first comes first."""
    today = today or datetime.now(UTC).astimezone(AMSTERDAM).date()
    suppliers = [*municipalities(), *regions()] if scope is None else list(scope)
    if leveraar:
        suppliers = [code for code in suppliers if code == leveraar]
    states = {
        (row[0], row[1], row[2]): row[3]
        for row in conn.execute(
            "select soort, leveraar, schooljaar, case when bool_or(status = 'vigerend') then 'geleverd'"
            " when bool_or(status in ('ontvangen', 'gecontroleerd', 'goedgekeurd')) then 'bezig'"
            " else 'afgekeurd' end from register.levering where leveraar = any(%s) group by 1, 2, 3",
            [suppliers],
        )
    }
    found = []
    for term in terms():
        end = date(int(term.schooljaar[5:]), 7, 31)
        for code in suppliers:
            if code.startswith(SUPPLIERS[term.soort]) and supplier_valid(code, end):
                state = states.get((term.soort, code, term.schooljaar), "")
                days = (term.opgavedatum - today).days
                found.append(Due(term, code, _status(state, term, today), days))
    order = ("te_laat", "afgekeurd", "open", "bezig", "later", "geleverd")
    return sorted(found, key=lambda d: (order.index(d.status), _urgency(d), d.leveraar))


def _urgency(item: Due) -> int:
    """Open: the nearest last day first; over or done: the latest school year first."""
    return item.dagen if item.status in ("open", "later") else -item.dagen


def _status(state: str, term: Term, today: date) -> str:
    if state in ("geleverd", "bezig"):
        return state
    if today < term.opening:
        return "later"
    if state == "afgekeurd":
        return "afgekeurd"
    return "te_laat" if today > term.opgavedatum else "open"
