"""Alarms: what a data engineer must look at, kept in ``bedrijf.alarm``; sending them is the caller's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rizoom.ops.cycle import moments
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

SILENCE = timedelta(minutes=20)
HEARTBEAT = "leveringen"


@dataclass(frozen=True)
class Alarm:
    """``code``: what kind, with a page in the runbook; ``onderwerp``: about what, no personal data."""

    code: str
    onderwerp: str
    tekst: str
    eigenaar: str = "datateam"


def raise_alarm(settings: Settings, alarm: Alarm) -> bool:
    """Keep an alarm; True when it is new, False when the same matter was open already."""
    with connect(settings) as conn:
        row = conn.execute(
            "insert into bedrijf.alarm (code, onderwerp, tekst, eigenaar) values (%s, %s, %s, %s)"
            " on conflict (code, onderwerp) where opgelost_op is null do update"
            " set laatst_op = now(), aantal = bedrijf.alarm.aantal + 1, tekst = excluded.tekst"
            " returning aantal",
            [alarm.code, alarm.onderwerp, alarm.tekst, alarm.eigenaar],
        ).fetchone()
    return row is not None and row[0] == 1


def close_alarm(settings: Settings, code: str, onderwerp: str | None = None) -> int:
    """Close what is over (``onderwerp`` None: all of this code); how many."""
    with connect(settings) as conn:
        return conn.execute(
            "update bedrijf.alarm set opgelost_op = now() where code = %s and opgelost_op is null"
            " and (%s::text is null or onderwerp = %s)",
            [code, onderwerp, onderwerp],
        ).rowcount


def open_alarms(settings: Settings) -> list[Alarm]:
    """What is open, oldest first."""
    with connect(settings) as conn:
        rows = conn.execute(
            "select code, onderwerp, tekst, eigenaar from bedrijf.alarm where opgelost_op is null"
            " order by ontstaan_op, alarm_id"
        ).fetchall()
    return [Alarm(*row) for row in rows]


def heartbeat(settings: Settings, part: str = HEARTBEAT) -> None:
    """Say that a part of the pipeline has just done its round."""
    with connect(settings) as conn:
        conn.execute(
            "insert into bedrijf.hartslag (onderdeel) values (%s)"
            " on conflict (onderdeel) do update set tijd = now()",
            [part],
        )


def silent_seconds(settings: Settings, part: str = HEARTBEAT) -> float | None:
    """Seconds since the last heartbeat; None when there never was one."""
    with connect(settings) as conn:
        row = conn.execute(
            "select extract(epoch from now() - tijd)::float8 from bedrijf.hartslag where onderdeel = %s",
            [part],
        ).fetchone()
    return None if row is None else float(row[0])


def missed_terms(settings: Settings, today: date) -> list[Alarm]:
    """Last days that have passed in the last two weeks with suppliers missing, and deliverables not made."""
    from rizoom.portal.calendar import due

    found: list[Alarm] = []
    recent = [m for m in moments() if timedelta() < today - m.dag <= timedelta(days=14)]
    with connect(settings) as conn:
        items = due(conn, None, today=today) if recent else []
        built = {row[0] for row in conn.execute("select schooljaar from register.opbouw where compleet")}
    for moment in recent:
        what = f"{moment.soort} {moment.schooljaar}"
        if moment.moment == "opgavedatum":
            late = [
                i.leveraar
                for i in items
                if i.status in ("te_laat", "afgekeurd")
                and (i.term.soort, i.term.schooljaar) == (moment.soort, moment.schooljaar)
            ]
            if late:
                text = f"{len(late)} leveraars hebben niet geleverd: {', '.join(sorted(late)[:20])}"
                found.append(Alarm("TERMIJN-LEVERING", what, text, moment.eigenaar))
        elif moment.moment == "oplevering" and moment.schooljaar not in built:
            text = f"{moment.product} over {moment.schooljaar} is niet gebouwd"
            found.append(Alarm("TERMIJN-OPLEVERING", what, text, moment.eigenaar))
    return found
