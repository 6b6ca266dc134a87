"""Findings of one delivery: grouped by check, filtered, beside last year's explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg

from rizoom.intake.finding import shown
from rizoom.intake.local_check import Report, ReportFile, ReportFinding
from rizoom.portal.actor import Account
from rizoom.portal.deliveries import Delivery
from rizoom.portal.faults import Fault
from rizoom.portal.texts import STATUS

SHOWN = 20
REASON_MIN, REASON_MAX = 10, 1000
_ORDER = "array_position(array['fout', 'waarschuwing', 'info'], ernst)"


@dataclass(frozen=True)
class Line:
    """One place in the supplier's own file; ``kop``: the heading of the column in that file."""

    tabel: str
    bestand: str
    regel: int | None
    kolom: str
    kop: str
    melding: str


@dataclass(frozen=True)
class Confirmation:
    """Why a warning is right after all, in the supplier's words."""

    schooljaar: str
    reden: str
    tijd: datetime
    naam: str


@dataclass(frozen=True)
class Group:
    """All findings of one check. ``aantal``: the true total; ``vorige``: that of the delivery before."""

    code: str
    ernst: str
    aantal: int
    vorige: int | None
    lines: tuple[Line, ...]
    bevestigd: Confirmation | None
    eerder: Confirmation | None


@dataclass(frozen=True)
class Filter:
    """What the reader wants to see; empty is everything."""

    ernst: str = ""
    tabel: str = ""
    code: str = ""

    @property
    def active(self) -> bool:
        """Whether something is left out."""
        return bool(self.ernst or self.tabel or self.code)


class PortalReport(Report):
    """The report of a delivery in any status."""

    @property
    def accepted(self) -> bool:
        """Whether the delivery counts or counted."""
        return self.status in ("vigerend", "vervangen")

    @property
    def next_step(self) -> str:
        """What the supplier can do now."""
        return STATUS[self.status].stap


def totals(conn: psycopg.Connection, delivery: Delivery) -> dict[str, int]:
    """True totals per severity."""
    rows = conn.execute(
        "select ernst, sum(aantal)::integer from (select distinct code, ernst, aantal from register.bevinding"
        " where levering_id = %s) as per_code group by ernst",
        [delivery.levering_id],
    )
    return {"fout": 0, "waarschuwing": 0, "info": 0} | {row[0]: row[1] for row in rows}


def tables(conn: psycopg.Connection, delivery: Delivery) -> list[str]:
    """Tables with a finding, for the filter."""
    query = (
        "select distinct tabel from register.bevinding where levering_id = %s and tabel <> '' order by tabel"
    )
    return [row[0] for row in conn.execute(query, [delivery.levering_id])]


def groups(
    conn: psycopg.Connection, delivery: Delivery, before: Delivery | None, chosen: Filter, shown: int = SHOWN
) -> list[Group]:
    """Findings per check, the heaviest first, with at most ``shown`` lines each."""
    rows = conn.execute(
        f"""
        with gekozen as (
            select b.*, row_number() over (
                partition by code, ernst order by tabel, regel nulls first, kolom) as nr
            from register.bevinding as b
            where levering_id = %(levering)s and (%(ernst)s = '' or ernst = %(ernst)s)
                and (%(tabel)s = '' or tabel = %(tabel)s) and (%(code)s = '' or code = %(code)s)
        )
        select g.code, g.ernst, g.aantal, g.tabel, coalesce(f.naam, ''), g.regel, g.kolom,
            coalesce(f.koppen ->> g.kolom, ''), g.melding
        from gekozen as g
        left join lateral (
            select f.naam, f.koppen from register.levering_bestand as f
            where f.levering_id = g.levering_id and f.tabel = g.tabel order by f.naam limit 1
        ) as f on true
        where g.nr <= %(shown)s
        order by {_ORDER}, g.code, g.nr
        """.encode(),
        {
            "levering": delivery.levering_id,
            "ernst": chosen.ernst,
            "tabel": chosen.tabel,
            "code": chosen.code,
            "shown": shown,
        },
    ).fetchall()
    earlier = _earlier_totals(conn, before)
    confirmed, last_year = _confirmations(conn, delivery)
    found: dict[tuple[str, str, int], list[Line]] = {}
    for code, ernst, aantal, *line in rows:
        found.setdefault((code, ernst, aantal), []).append(Line(*line))
    return [
        Group(
            code,
            ernst,
            aantal,
            earlier.get(code, 0) if before else None,
            tuple(lines),
            confirmed.get(code),
            last_year.get(code),
        )
        for (code, ernst, aantal), lines in found.items()
    ]


def report(conn: psycopg.Connection, delivery: Delivery) -> PortalReport:
    """Everything about a delivery, for downloads."""
    files = conn.execute(
        "select naam, coalesce(tabel, ''), rijen_gelezen, coalesce(codering, ''),"
        " coalesce(scheidingsteken, '') from register.levering_bestand where levering_id = %s order by naam",
        [delivery.levering_id],
    ).fetchall()
    found = conn.execute(
        "select tabel, regel, kolom, code, ernst, melding, aantal from register.bevinding"
        " where levering_id = %s"
        f" order by {_ORDER}, tabel, regel nulls first, kolom, code".encode(),
        [delivery.levering_id],
    ).fetchall()
    return PortalReport(
        delivery.sha256,
        delivery.soort,
        delivery.leveraar,
        delivery.schooljaar,
        delivery.volgnummer,
        delivery.status,
        tuple(ReportFile(*row) for row in files),
        tuple(ReportFinding(*row) for row in found),
    )


def confirm(conn: psycopg.Connection, delivery: Delivery, account: Account, code: str, reden: str) -> None:
    """Keep why a warning is right.

    Raises a 4xx fault when there is no such warning, no real reason, or a number in it that could be a
    personal number.
    """
    reden = " ".join(reden.split())
    if not REASON_MIN <= len(reden) <= REASON_MAX:
        raise Fault(422, f"Schrijf een reden van {REASON_MIN} tot {REASON_MAX} tekens.")
    if shown(reden, REASON_MAX) != reden:
        raise Fault(422, "In uw reden staat een lang nummer. Schrijf geen nummers van jongeren op.")
    known = conn.execute(
        "select 1 from register.bevinding where levering_id = %s and code = %s"
        " and ernst = 'waarschuwing' limit 1",
        [delivery.levering_id, code],
    ).fetchone()
    if known is None:
        raise Fault(404, "Deze waarschuwing staat niet bij deze levering.")
    conn.execute(
        "insert into register.bevestiging (levering_id, soort, leveraar, schooljaar, code, reden, account_id)"
        " values (%s, %s, %s, %s, %s, %s, %s)",
        [
            delivery.levering_id,
            delivery.soort,
            delivery.leveraar,
            delivery.schooljaar,
            code,
            reden,
            account.account_id,
        ],
    )


def _earlier_totals(conn: psycopg.Connection, before: Delivery | None) -> dict[str, int]:
    if before is None:
        return {}
    query = "select code, max(aantal) from register.bevinding where levering_id = %s group by code"
    return {row[0]: row[1] for row in conn.execute(query, [before.levering_id])}


def _confirmations(
    conn: psycopg.Connection, delivery: Delivery
) -> tuple[dict[str, Confirmation], dict[str, Confirmation]]:
    """Latest confirmation per code: of this delivery, and of an earlier delivery of this supplier."""
    rows: Sequence[tuple[object, ...]] = conn.execute(
        "select b.levering_id = %(levering)s, b.code, b.schooljaar, b.reden, b.tijd, a.naam"
        " from register.bevestiging as b inner join portaal.account as a on a.account_id = b.account_id"
        " where b.leveraar = %(leveraar)s and b.soort = %(soort)s and b.schooljaar <= %(schooljaar)s"
        " order by b.bevestiging_id",
        {
            "levering": delivery.levering_id,
            "leveraar": delivery.leveraar,
            "soort": delivery.soort,
            "schooljaar": delivery.schooljaar,
        },
    ).fetchall()
    own: dict[str, Confirmation] = {}
    earlier: dict[str, Confirmation] = {}
    for this, code, *rest in rows:
        (own if this else earlier)[str(code)] = Confirmation(*rest)  # type: ignore[arg-type]
    return own, earlier
