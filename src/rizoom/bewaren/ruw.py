"""Raw deliveries past their term: their key is destroyed, so that every copy of the bytes is unreadable.

Level-triggered: a crash after the key went and before the certificate was written leaves a row without a
certificate, and the next run writes it; an object without a row is swept up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import psycopg

from rizoom.bewaren.termijnen import Termijn, sluitingen
from rizoom.bewaren.verklaring import leg_vast
from rizoom.intake import rawstore
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Verlopen:
    """A raw delivery whose term ended on ``sinds`` (the day from which it may not be there any more)."""

    sha256: str
    categorie: str
    sinds: date


def verlopen(conn: psycopg.Connection, terms: dict[str, Termijn], vandaag: date) -> list[Verlopen]:
    """Raw deliveries that are past their term today, by hash."""
    return sorted(
        (item for item in _terms_of_stored(conn, terms, destroyed=False) if item.sinds <= vandaag),
        key=lambda item: item.sha256,
    )


def vernietig(settings: Settings, terms: dict[str, Termijn], vandaag: date) -> int:
    """Destroy what is past its term, write the certificates, sweep leftovers; number of deliveries destroyed."""
    with connect(settings) as conn:
        due = verlopen(conn, terms, vandaag)
    destroyed = sum(rawstore.destroy(settings, item.sha256) for item in due)
    _certify(settings, terms)
    rawstore.sweep(settings)
    if destroyed:
        _forget_old_pages(settings)
    return destroyed


def _terms_of_stored(conn: psycopg.Connection, terms: dict[str, Termijn], destroyed: bool) -> list[Verlopen]:
    closing = {item.schooljaar: item for item in sluitingen(conn, terms)}
    rows = conn.execute(
        """
        select
            o.sha256, l.schooljaar, l.status in ('geweigerd', 'afgekeurd'),
            (l.ontvangen_op at time zone 'Europe/Amsterdam' + make_interval(months => %(afgewezen)s))::date,
            (l.ontvangen_op at time zone 'Europe/Amsterdam' + make_interval(months => %(uiterlijk)s))::date
        from register.opslag as o inner join register.levering as l using (sha256)
        where (o.vernietigd_op is not null) = %(destroyed)s
        """,
        {
            "afgewezen": terms["ruwe_levering_afgewezen"].maanden,
            "uiterlijk": terms["ruwe_levering_uiterlijk"].maanden,
            "destroyed": destroyed,
        },
    ).fetchall()
    found = []
    for sha256, year, refused, after_refusal, latest in rows:
        if refused:
            found.append(Verlopen(sha256, "ruwe_levering_afgewezen", after_refusal))
        elif year in closing:
            found.append(Verlopen(sha256, closing[year].categorie, closing[year].dag))
        else:  # never read: nobody knows its year
            found.append(Verlopen(sha256, "ruwe_levering_uiterlijk", latest))
    return found


def _certify(settings: Settings, terms: dict[str, Termijn]) -> None:
    """A certificate for every destroyed delivery that has none."""
    with connect(settings) as conn:
        conn.execute("select pg_advisory_xact_lock(hashtextextended('rizoom.bewaren.verklaring', 0))")
        reasons: Mapping[str, Verlopen] = {
            item.sha256: item for item in _terms_of_stored(conn, terms, destroyed=True)
        }
        rows = conn.execute(
            """
            select o.sha256, o.bytes, o.vernietigd_op, l.ontvangstnummer, l.soort, l.leveraar, l.schooljaar,
                l.volgnummer, l.status
            from register.opslag as o inner join register.levering as l using (sha256)
            where o.vernietigd_op is not null and not exists (
                select from bewaren.verklaring as v where v.soort = 'ruwe_levering' and v.onderwerp = o.sha256
            )
            order by o.sha256
            """
        ).fetchall()
        for sha256, size, moment, receipt, soort, leveraar, year, number, status in rows:
            reason = reasons[sha256]
            content: dict[str, object] = {
                "wijze": "datasleutel vernietigd en versleuteld bestand verwijderd",
                "bytes": size,
                "ontvangstnummer": receipt,
                "levering": {
                    "soort": soort, "leveraar": leveraar, "schooljaar": year, "volgnummer": number,
                    "status": status,
                },
                "termijn": reason.categorie,
                "grond": terms[reason.categorie].grond,
                "verlopen_op": reason.sinds.isoformat(),
            }  # fmt: skip
            leg_vast(conn, settings, "ruwe_levering", sha256, content, moment)


def _forget_old_pages(settings: Settings) -> None:
    """Write the table with wrapped keys anew: an updated row leaves its old version in the data file."""
    with connect(settings, autocommit=True) as conn:
        conn.execute("vacuum (full) register.opslag")
