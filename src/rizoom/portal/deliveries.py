"""Deliveries as a supplier may see them. Every query takes the suppliers that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

from rizoom.intake.receipt import Receipt

PAGE = 25
# A supplier is known when the envelope was read; before that it is the one whose sender was mandated.
_SELECT = """
select l.levering_id, l.ontvangstnummer, l.ontvangen_op, l.sha256, l.bytes, l.status,
    coalesce(l.soort, ''), coalesce(l.leveraar, i.leveraar, ''), coalesce(l.schooljaar, ''), l.volgnummer,
    coalesce(l.pakket, ''), coalesce(l.pakketversie, ''), coalesce(i.bestandsnaam, '')
from register.levering as l
left join lateral (
    select s.leveraar, s.bestandsnaam from register.inzending as s
    where s.levering_id = l.levering_id order by s.inzending_id limit 1
) as i on true
where (%(alle)s or coalesce(l.leveraar, i.leveraar) = any(%(leveraars)s))
"""


@dataclass(frozen=True)
class Delivery:
    """One delivery. ``soort``, ``schooljaar`` and ``volgnummer`` are empty until the envelope was read."""

    levering_id: int
    ontvangstnummer: str
    ontvangen_op: datetime
    sha256: str
    bytes: int
    status: str
    soort: str
    leveraar: str
    schooljaar: str
    volgnummer: int | None
    pakket: str
    pakketversie: str
    bestandsnaam: str


@dataclass(frozen=True)
class DeliveredFile:
    """One file as it was read, beside the rows of the delivery before it."""

    naam: str
    tabel: str
    rijen: int | None
    vorige: int | None
    codering: str
    scheidingsteken: str


@dataclass(frozen=True)
class Event:
    """One step of the life of a delivery."""

    tijd: datetime
    naar: str
    reden: str


def _values(scope: Sequence[str] | None) -> dict[str, object]:
    return {"alle": scope is None, "leveraars": list(scope or ())}


def page(
    conn: psycopg.Connection,
    scope: Sequence[str] | None,
    before: int | None = None,
    limit: int = PAGE,
    leveraar: str = "",
    status: str = "",
) -> list[Delivery]:
    """Deliveries, newest first; at most ``limit``, those before ``before`` (a levering_id)."""
    query = _SELECT + (
        " and (%(before)s::integer is null or l.levering_id < %(before)s)"
        " and (%(leveraar)s = '' or coalesce(l.leveraar, i.leveraar) = %(leveraar)s)"
        " and (%(status)s = '' or l.status = %(status)s) order by l.levering_id desc limit %(limit)s"
    )
    values = _values(scope) | {"before": before, "limit": limit, "leveraar": leveraar, "status": status}
    return [Delivery(*row) for row in conn.execute(query.encode(), values)]


def find(conn: psycopg.Connection, scope: Sequence[str] | None, nummer: str) -> Delivery | None:
    """The delivery with this receipt number, when the reader may see it."""
    query = _SELECT + " and l.ontvangstnummer = %(nummer)s"
    row = conn.execute(query.encode(), _values(scope) | {"nummer": nummer}).fetchone()
    return None if row is None else Delivery(*row)


def receipt(conn: psycopg.Connection, delivery: Delivery) -> Receipt:
    """The receipt as it was signed."""
    row = conn.execute(
        "select document, handtekening, publieke_sleutel from register.ontvangstbewijs"
        " where levering_id = %s",
        [delivery.levering_id],
    ).fetchone()
    assert row is not None
    return Receipt(*row)


def previous(conn: psycopg.Connection, delivery: Delivery) -> Delivery | None:
    """The delivery of the same kind, supplier and school year that came before this one and was read."""
    query = _SELECT + (
        " and l.soort = %(soort)s and l.leveraar = %(leveraar)s and l.schooljaar = %(schooljaar)s"
        " and l.levering_id < %(levering_id)s and l.gelezen_op is not null"
        " order by l.levering_id desc limit 1"
    )
    values = _values(None) | {
        "soort": delivery.soort,
        "leveraar": delivery.leveraar,
        "schooljaar": delivery.schooljaar,
        "levering_id": delivery.levering_id,
    }
    row = conn.execute(query.encode(), values).fetchone()
    return None if row is None else Delivery(*row)


def files(conn: psycopg.Connection, delivery: Delivery, before: Delivery | None) -> list[DeliveredFile]:
    """Files of a delivery; ``vorige`` is the number of rows of the same table in ``before``."""
    rows = conn.execute(
        "select b.naam, coalesce(b.tabel, ''), b.rijen_gelezen, v.rijen_gelezen, coalesce(b.codering, ''),"
        " coalesce(b.scheidingsteken, '') from register.levering_bestand as b"
        " left join register.levering_bestand as v on v.tabel = b.tabel and v.levering_id = %s"
        " where b.levering_id = %s order by b.naam",
        [before.levering_id if before else None, delivery.levering_id],
    )
    return [DeliveredFile(*row) for row in rows]


def events(conn: psycopg.Connection, delivery: Delivery) -> list[Event]:
    """Everything that happened to the delivery, oldest first."""
    rows = conn.execute(
        "select tijd, naar, reden from register.gebeurtenis where levering_id = %s order by gebeurtenis_id",
        [delivery.levering_id],
    )
    return [Event(*row) for row in rows]
