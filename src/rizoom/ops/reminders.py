"""Reminders to suppliers that have not delivered; they stop by themselves when a delivery has come in."""

from __future__ import annotations

import csv
import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rizoom.ops.cycle import Moment, moments
from rizoom.portal.calendar import Due, due
from rizoom.reference import municipalities, regions
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

GRACE_DAYS = 7  # a step that was missed (nothing ran that day) is made up for within this many days
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


@dataclass(frozen=True)
class Reminder:
    """One mail to one supplier; ``dagen``: the step of the cycle, relative to the last day."""

    soort: str
    leveraar: str
    schooljaar: str
    dagen: int
    adres: str
    opgavedatum: date
    afgekeurd: bool

    @property
    def message_id(self) -> str:
        """The same for the same reminder: a mail that goes out twice after a crash is shown once."""
        return f"<herinnering.{self.soort}.{self.leveraar}.{self.schooljaar[:4]}.{self.dagen}@rizoom>"


def load_contacts(settings: Settings, file: Path) -> int:
    """Addresses from a CSV with header ``leveraar,adres``; how many. Suppliers not in it keep theirs.

    Raises:
        ValueError: an unknown supplier, or a line without an address.
    """
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = [(row["leveraar"].strip(), row["adres"].strip()) for row in csv.DictReader(source)]
    known = {*municipalities(), *regions()}
    wrong = [code for code, address in rows if code not in known or "@" not in address]
    if wrong:
        raise ValueError(f"onbekende leveraar of geen adres: {', '.join(wrong)}")
    with connect(settings) as conn, conn.cursor() as cursor:
        cursor.executemany(
            "insert into bedrijf.contact (leveraar, adres) values (%s, %s) on conflict (leveraar)"
            " do update set adres = excluded.adres, bijgewerkt_op = now()",
            rows,
        )
    return len(rows)


def waiting(settings: Settings, today: date) -> list[Reminder]:
    """Reminders to send today: per supplier and kind the latest step that is due, when not sent yet.

    A delivery that is in force or being processed ends them; a rejected one does not.
    """
    steps = [m for m in moments() if m.moment == "herinnering" and _is_now(m, today)]
    if not steps:
        return []
    with connect(settings) as conn:
        addresses: dict[str, str] = dict(
            conn.execute("select leveraar, adres from bedrijf.contact").fetchall()
        )
        sent: dict[tuple[str, str, str], int] = {
            (row[0], row[1], row[2]): row[3]
            for row in conn.execute(
                "select soort, leveraar, schooljaar, max(dagen) from bedrijf.herinnering"
                " where verstuurd_op is not null group by 1, 2, 3"
            )
        }
        open_items = due(conn, None, today=today)
    found = []
    for item in open_items:
        address, step = addresses.get(item.leveraar), _step(steps, item)
        if address is None or step is None or item.status not in ("open", "te_laat", "afgekeurd"):
            continue
        if sent.get((item.term.soort, item.leveraar, item.term.schooljaar), -999) < step.dagen:
            found.append(
                Reminder(
                    item.term.soort,
                    item.leveraar,
                    item.term.schooljaar,
                    step.dagen,
                    address,
                    item.term.opgavedatum,
                    item.status == "afgekeurd",
                )
            )
    return sorted(found, key=lambda r: (r.leveraar, r.soort, r.schooljaar))


def without_address(settings: Settings, today: date) -> list[str]:
    """Suppliers that must deliver now and to whom we cannot write."""
    with connect(settings) as conn:
        known = {row[0] for row in conn.execute("select leveraar from bedrijf.contact")}
        return sorted({i.leveraar for i in due(conn, None, today=today) if i.status == "open"} - known)


def plan(settings: Settings, reminder: Reminder) -> None:
    """Write down that this one is about to be sent."""
    with connect(settings) as conn:
        conn.execute(
            "insert into bedrijf.herinnering (soort, leveraar, schooljaar, dagen) values (%s, %s, %s, %s)"
            " on conflict do nothing",
            _key(reminder),
        )


def mark_sent(settings: Settings, reminder: Reminder) -> None:
    """Write down that this one was handed to the mail server."""
    with connect(settings) as conn:
        conn.execute(
            "update bedrijf.herinnering set verstuurd_op = now()"
            " where soort = %s and leveraar = %s and schooljaar = %s and dagen = %s",
            _key(reminder),
        )


def message(reminder: Reminder, portal_url: str) -> tuple[str, str]:
    """Subject and HTML of the mail, in plain Dutch (B1)."""
    area = municipalities().get(reminder.leveraar) or regions()[reminder.leveraar]
    last = f"{reminder.opgavedatum.day} {MONTHS[reminder.opgavedatum.month - 1]} {reminder.opgavedatum.year}"
    what = f"de levering {reminder.soort} over schooljaar {reminder.schooljaar}"
    if reminder.afgekeurd:
        subject = f"Uw levering {reminder.soort} {reminder.schooljaar} is afgekeurd: lever opnieuw"
        first = f"Wij hebben {what} van u ontvangen. Die levering is afgekeurd. Lever daarom opnieuw."
    elif reminder.dagen < 0:
        subject = f"Herinnering: lever {reminder.soort} {reminder.schooljaar} uiterlijk {last}"
        first = f"Wij hebben {what} nog niet van u ontvangen. Lever uiterlijk op {last}."
    else:
        subject = f"Te laat: levering {reminder.soort} {reminder.schooljaar}"
        first = (
            f"Wij hebben {what} nog niet van u ontvangen. De laatste dag was {last}. Lever zo snel mogelijk."
        )
    name = html.escape(area.naam)
    link = html.escape(portal_url, quote=True)
    where = f' in het portaal: <a href="{link}">{link}</a>' if portal_url else " in het portaal"
    return subject, (
        f'<html lang="nl"><body><p>Beste collega van {name} ({reminder.leveraar}),</p><p>{first}</p>'
        f"<p>U levert{where}. Daar ziet u ook wat er in een afgekeurde levering niet klopt.</p>"
        "<p>Hebt u intussen geleverd? Dan krijgt u geen herinneringen meer.</p>"
        "<p>Met vriendelijke groet,<br>Rizoom</p></body></html>"
    )


def _is_now(step: Moment, today: date) -> bool:
    return step.dag <= today < step.dag + timedelta(days=GRACE_DAYS)


def _step(steps: Sequence[Moment], item: Due) -> Moment | None:
    mine = [s for s in steps if (s.soort, s.schooljaar) == (item.term.soort, item.term.schooljaar)]
    return max(mine, key=lambda step: step.dagen, default=None)


def _key(reminder: Reminder) -> list[object]:
    return [reminder.soort, reminder.leveraar, reminder.schooljaar, reminder.dagen]
