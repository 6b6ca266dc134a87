"""The register of deliveries: the one place where their status changes (spec: leveringen, section 7).

::

    ontvangen ──> gecontroleerd ──> goedgekeurd ──> vigerend ──> vervangen
        │              ├────────> afgekeurd
        └──> geweigerd <┘

Every function works inside the transaction of ``conn``, locks the delivery, checks the transition and
writes the event with it; the caller commits. "volgnummer not higher" is known only when deliveries are
decided in order, so a checked delivery can still be ``geweigerd``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import psycopg

from rizoom.intake.envelope import Envelope
from rizoom.intake.finding import Finding
from rizoom.intake.rawstore import StoredObject
from rizoom.intake.receipt import Receipt, new_number, sign
from rizoom.settings import Settings

Status = Literal[
    "ontvangen", "gecontroleerd", "goedgekeurd", "vigerend", "vervangen", "afgekeurd", "geweigerd"
]
Herkomst = Literal["lezen", "controle", "landelijk"]
ACTOR = "rizoom"

TRANSITIONS: frozenset[tuple[Status, Status]] = frozenset(
    {
        ("ontvangen", "gecontroleerd"),
        ("ontvangen", "geweigerd"),
        ("gecontroleerd", "geweigerd"),
        ("gecontroleerd", "afgekeurd"),
        ("gecontroleerd", "goedgekeurd"),
        ("goedgekeurd", "vigerend"),
        ("vigerend", "vervangen"),
    }
)
ACCEPTED: tuple[Status, ...] = ("goedgekeurd", "vigerend", "vervangen")


class TransitionError(RuntimeError):
    """A transition that the state machine does not have."""


@dataclass(frozen=True)
class Registered:
    """A delivery as the register knows it right after receipt; ``new`` is False for bytes seen before."""

    levering_id: int
    receipt: Receipt
    new: bool


def receive(
    conn: psycopg.Connection,
    settings: Settings,
    stored: StoredObject,
    vorm: Literal["zip", "map"],
    actor: str = ACTOR,
) -> Registered:
    """Register what was stored; the same bytes give the same receipt, however often and from wherever."""
    moment: datetime = conn.execute("select now()").fetchone()[0]  # type: ignore[index]
    number = new_number(moment)
    row = conn.execute(
        "insert into register.levering (sha256, ontvangstnummer, ontvangen_op, vorm, bytes)"
        " values (%s, %s, %s, %s, %s) on conflict (sha256) do nothing returning levering_id",
        [stored.sha256, number, moment, vorm, stored.bytes],
    ).fetchone()
    if row is None:
        known = conn.execute(
            "select l.levering_id, o.document, o.handtekening, o.publieke_sleutel from register.levering as l"
            " inner join register.ontvangstbewijs as o on l.levering_id = o.levering_id where l.sha256 = %s",
            [stored.sha256],
        ).fetchone()
        if known is None:
            raise TransitionError("a delivery without a receipt")
        return Registered(known[0], Receipt(*known[1:]), new=False)
    levering_id = int(row[0])
    receipt = sign(
        settings,
        ontvangstnummer=number,
        ontvangen_op=moment,
        sha256=stored.sha256,
        size=stored.bytes,
        vorm=vorm,
    )
    conn.execute(
        "insert into register.ontvangstbewijs (levering_id, document, handtekening, publieke_sleutel)"
        " values (%s, %s, %s, %s)",
        [levering_id, receipt.document, receipt.handtekening, receipt.publieke_sleutel],
    )
    _event(conn, levering_id, None, "ontvangen", actor, "")
    return Registered(levering_id, receipt, new=True)


def lock(conn: psycopg.Connection, levering_id: int) -> tuple[Status, bool]:
    """Lock the delivery until the end of the transaction; its status and whether it was read."""
    row = conn.execute(
        "select status, gelezen_op is not null from register.levering"
        " where levering_id = %s for no key update",
        [levering_id],
    ).fetchone()
    if row is None:
        raise TransitionError(f"delivery {levering_id} does not exist")
    return row[0], row[1]


def form_of(conn: psycopg.Connection, levering_id: int) -> tuple[str, Literal["zip", "map"]]:
    """sha256 of a delivery, and whether it came as a zip file or as a folder."""
    query = "select sha256, vorm from register.levering where levering_id = %s"
    row = conn.execute(query, [levering_id]).fetchone()
    if row is None:
        raise TransitionError(f"delivery {levering_id} does not exist")
    return row[0], row[1]


def mark_read(conn: psycopg.Connection, levering_id: int, envelope: Envelope, sleutelversie: str) -> None:
    """Keep the envelope of a delivery whose files have been landed; it stays ``ontvangen``."""
    if lock(conn, levering_id) != ("ontvangen", False):
        raise TransitionError(f"delivery {levering_id} has been read already")
    describe(conn, levering_id, envelope)
    conn.execute(
        "update register.levering set gelezen_op = now(), sleutelversie = %s where levering_id = %s",
        [sleutelversie, levering_id],
    )


def describe(conn: psycopg.Connection, levering_id: int, envelope: Envelope) -> None:
    """Keep what the envelope says."""
    conn.execute(
        "update register.levering set soort = %s, schooljaar = %s, leveraar = %s, volgnummer = %s,"
        " aangemaakt = %s, pakket = %s, pakketversie = %s, dialect = %s, levert = %s where levering_id = %s",
        [
            envelope.soort,
            envelope.schooljaar,
            envelope.leveraar,
            envelope.volgnummer,
            envelope.aangemaakt,
            envelope.pakket,
            envelope.pakketversie,
            envelope.dialect,
            list(envelope.levert),
            levering_id,
        ],
    )


def mark_checked(conn: psycopg.Connection, levering_id: int, actor: str = ACTOR) -> None:
    """``ontvangen`` → ``gecontroleerd``; only after it was read."""
    status, read = lock(conn, levering_id)
    if not read:
        raise TransitionError(f"delivery {levering_id} has not been read")
    _move(conn, levering_id, status, "gecontroleerd", actor, "")


def refuse(
    conn: psycopg.Connection, levering_id: int, findings: Iterable[Finding], reden: str, actor: str = ACTOR
) -> None:
    """→ ``geweigerd``; of its findings only these stay, for nothing else about it was established."""
    status, _ = lock(conn, levering_id)
    _move(conn, levering_id, status, "geweigerd", actor, reden)
    conn.execute("delete from register.bevinding where levering_id = %s", [levering_id])
    conn.execute("delete from register.levering_bestand where levering_id = %s", [levering_id])
    add_findings(conn, levering_id, "lezen", findings)


def reject(conn: psycopg.Connection, levering_id: int, reden: str, actor: str = ACTOR) -> None:
    """``gecontroleerd`` → ``afgekeurd``; what was in force stays in force."""
    status, _ = lock(conn, levering_id)
    _move(conn, levering_id, status, "afgekeurd", actor, reden)


def approve(conn: psycopg.Connection, levering_id: int, actor: str = ACTOR) -> None:
    """``gecontroleerd`` → ``goedgekeurd``."""
    status, _ = lock(conn, levering_id)
    _move(conn, levering_id, status, "goedgekeurd", actor, "")


def put_in_force(conn: psycopg.Connection, levering_id: int, actor: str = ACTOR) -> int | None:
    """``goedgekeurd`` → ``vigerend``, and the one that was in force → ``vervangen``; its id, if any."""
    status, _ = lock(conn, levering_id)
    _check(levering_id, status, "vigerend")
    key = "soort, leveraar, schooljaar"
    earlier = conn.execute(
        "select v.levering_id from register.vigerend as v inner join register.levering as l"
        f" using ({key}) where l.levering_id = %s for update of v",
        [levering_id],
    ).fetchone()
    if earlier is not None:
        earlier_status, _ = lock(conn, earlier[0])
        _move(conn, earlier[0], earlier_status, "vervangen", actor, "een nieuwe levering is goedgekeurd")
    _move(conn, levering_id, status, "vigerend", actor, "")
    conn.execute(
        f"insert into register.vigerend ({key}, levering_id) select {key}, levering_id from register.levering"
        f" where levering_id = %s on conflict ({key}) do update"
        " set levering_id = excluded.levering_id, sinds = now()",
        [levering_id],
    )
    return None if earlier is None else int(earlier[0])


def add_findings(
    conn: psycopg.Connection, levering_id: int, herkomst: Herkomst, findings: Iterable[Finding]
) -> None:
    """Keep findings of one delivery."""
    with conn.cursor() as cursor:
        cursor.executemany(
            "insert into register.bevinding"
            " (levering_id, herkomst, tabel, regel, kolom, code, ernst, melding, aantal)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (levering_id, herkomst, f.tabel, f.regel, f.kolom, f.code, f.ernst, f.melding, f.aantal)
                for f in findings
            ],
        )


def highest_accepted(conn: psycopg.Connection, soort: str, leveraar: str, schooljaar: str) -> int:
    """The highest volgnummer that was ever accepted for this (soort, leveraar, schooljaar); 0 when none."""
    row = conn.execute(
        "select coalesce(max(volgnummer), 0) from register.levering"
        " where soort = %s and leveraar = %s and schooljaar = %s and status = any(%s)",
        [soort, leveraar, schooljaar, list(ACCEPTED)],
    ).fetchone()
    return int(row[0]) if row else 0


def _check(levering_id: int, van: Status, naar: Status) -> None:
    if (van, naar) not in TRANSITIONS:
        raise TransitionError(f"delivery {levering_id} cannot go from {van} to {naar}")


def _move(
    conn: psycopg.Connection, levering_id: int, van: Status, naar: Status, actor: str, reden: str
) -> None:
    _check(levering_id, van, naar)
    conn.execute("update register.levering set status = %s where levering_id = %s", [naar, levering_id])
    _event(conn, levering_id, van, naar, actor, reden)


def _event(
    conn: psycopg.Connection, levering_id: int, van: Status | None, naar: Status, actor: str, reden: str
) -> None:
    conn.execute(
        "insert into register.gebeurtenis (levering_id, van, naar, actor, reden) values (%s, %s, %s, %s, %s)",
        [levering_id, van, naar, actor, reden],
    )
