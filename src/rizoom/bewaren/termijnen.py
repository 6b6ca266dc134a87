"""The terms (seed ``bewaartermijn``) and when a school year closes.

A school year closes ``ruwe_levering`` months after the last of its series became definitief, and at the latest
``ruwe_levering_uiterlijk`` months after its last day. Before it closes nothing of an accepted delivery goes,
whoever's term is over: the figures must be able to be recomputed until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import psycopg

from rizoom.reference import read_seed

CATEGORIES = (
    "ruwe_levering",
    "ruwe_levering_uiterlijk",
    "ruwe_levering_afgewezen",
    "persoon_leerplicht",
    "persoon_doorstroompunt",
    "onderzoeksproject",
)
SERIES = ("leerplichttelling", "vsv", "doorstroompunt")
"""Series whose definitive figures a school year waits for."""


class TermijnError(ValueError):
    """The seed with terms cannot be used."""


@dataclass(frozen=True)
class Termijn:
    """One term: ``aantal`` months or years from ``vanaf``, on this ``grond``."""

    categorie: str
    aantal: int
    eenheid: Literal["maand", "jaar"]
    vanaf: str
    grond: str

    @property
    def maanden(self) -> int:
        """The term in months."""
        return self.aantal * (12 if self.eenheid == "jaar" else 1)


@dataclass(frozen=True)
class Sluiting:
    """A school year that closes on ``dag``, because of the term ``categorie``."""

    schooljaar: str
    dag: date
    categorie: str


def termijnen(rows: list[dict[str, str]] | None = None) -> dict[str, Termijn]:
    """Every category with its term. Raises :class:`TermijnError` when one misses, has no ground or no number."""
    found: dict[str, Termijn] = {}
    for row in read_seed("bewaartermijn") if rows is None else rows:
        if not row["aantal"].isdigit() or row["eenheid"] not in ("maand", "jaar") or not row["grond"].strip():
            raise TermijnError(f"bewaartermijn {row['categorie']}: aantal, eenheid of grond klopt niet")
        unit: Literal["maand", "jaar"] = "jaar" if row["eenheid"] == "jaar" else "maand"
        found[row["categorie"]] = Termijn(
            row["categorie"], int(row["aantal"]), unit, row["vanaf"], row["grond"]
        )
    if missing := set(CATEGORIES) ^ set(found):
        raise TermijnError(f"bewaartermijn: ontbreekt of is onbekend: {', '.join(sorted(missing))}")
    return found


def sluitingen(conn: psycopg.Connection, terms: dict[str, Termijn]) -> list[Sluiting]:
    """When each school year with deliveries closes, oldest first."""
    rows = conn.execute(
        """
        with jaar as (
            select distinct schooljaar, make_date(right(schooljaar, 4)::integer, 7, 31) as laatste_dag
            from register.levering where schooljaar is not null
        ),
        definitief as (
            select u.schooljaar, u.reeks, min(b.op at time zone 'Europe/Amsterdam')::date as sinds
            from register.uitgave as u
            inner join register.uitgave_besluit as b on b.uitgave_id = u.uitgave_id
            where u.status = 'definitief' and b.besluit = 'goedgekeurd' and u.reeks = any(%(series)s)
                and not exists (
                    select from register.uitgave_besluit as i
                    where i.uitgave_id = u.uitgave_id and i.besluit = 'ingetrokken'
                )
            group by u.schooljaar, u.reeks
        ),
        compleet as (
            select schooljaar, max(sinds) as sinds from definitief
            group by schooljaar having count(*) = cardinality(%(series)s::text[])
        )
        select
            jaar.schooljaar,
            (compleet.sinds + make_interval(months => %(na)s))::date,
            (jaar.laatste_dag + make_interval(months => %(uiterlijk)s))::date
        from jaar left join compleet using (schooljaar)
        order by 1
        """,
        {
            "series": list(SERIES),
            "na": terms["ruwe_levering"].maanden,
            "uiterlijk": terms["ruwe_levering_uiterlijk"].maanden,
        },
    ).fetchall()
    return [
        Sluiting(year, after, "ruwe_levering")
        if after is not None and after <= latest
        else Sluiting(year, latest, "ruwe_levering_uiterlijk")
        for year, after, latest in rows
    ]
