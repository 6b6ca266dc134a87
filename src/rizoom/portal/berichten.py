"""Mail about the outcome of a delivery (issue "portal", findings): once per outcome and mailbox, in plain Dutch.

A mail says which delivery it is about, how it ended and what to do; never a number of findings, a file name or
anything about a person. Who wants no mail switches it off in the portal.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Literal

import psycopg

from rizoom.portal.actor import Account
from rizoom.portal.faults import Fault
from rizoom.portal.texts import SOORT, STATUS, area_name
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

Uitkomst = Literal["ontvangen", "vigerend", "afgekeurd", "geweigerd"]
DAYS = 7  # about what ended longer ago nobody is written to any more
ADDRESS_MAX = 254
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s<>,;:\"()\[\]\\]+\.[^@\s<>,;:\"()\[\]\\.]+")

# A delivery that was replaced needs no mail: who replaced it knows. While it is being checked the outcome is
# that it was received; when the checks are done before the mail could go out, only their outcome is told.
_WAITING = """
with

stand as (
    select l.levering_id, l.ontvangstnummer, coalesce(l.leveraar, i.leveraar) as leveraar,
        coalesce(l.soort, '') as soort, coalesce(l.schooljaar, '') as schooljaar,
        case when l.status in ('gecontroleerd', 'goedgekeurd') then 'ontvangen' else l.status end as uitkomst
    from register.levering as l
    left join lateral (
        select s.leveraar from register.inzending as s
        where s.levering_id = l.levering_id order by s.inzending_id limit 1
    ) as i on true
    where l.status <> 'vervangen' and l.ontvangen_op > now() - make_interval(days => %(dagen)s + 30)
),

moment as (
    select s.*, max(g.tijd) as tijd
    from stand as s
    inner join register.gebeurtenis as g on g.levering_id = s.levering_id and g.naar = s.uitkomst
    group by s.levering_id, s.ontvangstnummer, s.leveraar, s.soort, s.schooljaar, s.uitkomst
)

select m.levering_id, m.uitkomst, o.ontvanger, o.adres, m.ontvangstnummer, m.leveraar, m.soort, m.schooljaar,
    exists (
        select from register.bevinding as b where b.levering_id = m.levering_id and b.ernst = 'waarschuwing'
    )
from moment as m
inner join portaal.bericht_ontvanger as o on o.leveraar = m.leveraar
where m.tijd >= o.sinds and m.tijd > now() - make_interval(days => %(dagen)s)
    and not exists (
        select from bedrijf.bericht as b
        where b.levering_id = m.levering_id and b.uitkomst = m.uitkomst and b.ontvanger = o.ontvanger
            and b.verstuurd_op is not null
    )
order by m.levering_id, o.ontvanger
"""


@dataclass(frozen=True)
class Bericht:
    """One mail to one mailbox. ``soort`` and ``schooljaar`` are empty when the envelope could not be read."""

    levering_id: int
    uitkomst: Uitkomst
    ontvanger: str
    adres: str
    ontvangstnummer: str
    leveraar: str
    soort: str
    schooljaar: str
    waarschuwingen: bool

    @property
    def message_id(self) -> str:
        """The same for the same mail: one that goes out twice after a crash is shown once."""
        return f"<uitkomst.{self.ontvangstnummer}.{self.uitkomst}.{self.ontvanger}@rizoom>"


@dataclass(frozen=True)
class Voorkeur:
    """What somebody chose: a mailbox, and whether mail goes to it."""

    adres: str = ""
    aan: bool = False


def waiting(settings: Settings) -> list[Bericht]:
    """Mails to send now, by delivery."""
    with connect(settings) as conn:
        return [Bericht(*row) for row in conn.execute(_WAITING, {"dagen": DAYS})]


def plan(settings: Settings, bericht: Bericht) -> None:
    """Write down that this one is about to be sent."""
    with connect(settings) as conn:
        conn.execute(
            "insert into bedrijf.bericht (levering_id, uitkomst, ontvanger) values (%s, %s, %s)"
            " on conflict do nothing",
            [bericht.levering_id, bericht.uitkomst, bericht.ontvanger],
        )


def mark_sent(settings: Settings, bericht: Bericht) -> None:
    """Write down that this one was handed to the mail server."""
    with connect(settings) as conn:
        conn.execute(
            "update bedrijf.bericht set verstuurd_op = now()"
            " where levering_id = %s and uitkomst = %s and ontvanger = %s",
            [bericht.levering_id, bericht.uitkomst, bericht.ontvanger],
        )


def message(bericht: Bericht, portal_url: str) -> tuple[str, str]:
    """Subject and HTML of the mail, in plain Dutch (B1)."""
    status = STATUS[bericht.uitkomst]
    what = "levering"
    if bericht.soort:
        what = f"levering {SOORT[bericht.soort].lower()} {bericht.schooljaar}"
    subject = f"Uw {what}: {status.naam.lower()}"
    step = status.stap
    if bericht.uitkomst == "vigerend":
        step = status.stap if bericht.waarschuwingen else "U hoeft niets te doen."
        subject += " (met waarschuwingen)" if bericht.waarschuwingen else ""
    elif bericht.uitkomst == "ontvangen":
        step = "U hoeft nu niets te doen. U krijgt bericht zodra de controle klaar is."
    link = html.escape(f"{portal_url}/leveringen/{bericht.ontvangstnummer}", quote=True)
    look = "Bekijk de levering in het portaal"
    where = f'<a href="{link}">{look}: {link}</a>' if portal_url else f"{look}."
    off = html.escape(f"{portal_url}/instellingen", quote=True)
    return subject, (
        f'<html lang="nl"><body><p>Beste collega van {html.escape(area_name(bericht.leveraar))},</p>'
        f"<p>Dit bericht gaat over uw {html.escape(what)} met ontvangstnummer {bericht.ontvangstnummer}.</p>"
        f"<p><strong>{status.naam}.</strong> {html.escape(status.uitleg)}</p><p>{html.escape(step)}</p>"
        f"<p>{where}</p><p>Wilt u geen berichten meer? Zet ze uit bij Instellingen in het portaal"
        f"{f': {off}' if portal_url else ''}.</p><p>Met vriendelijke groet,<br>Rizoom</p></body></html>"
    )


def preference(conn: psycopg.Connection, account: Account) -> Voorkeur:
    """What this account chose."""
    query = "select adres, aan from portaal.bericht where account_id = %s"
    row = conn.execute(query, [account.account_id]).fetchone()
    return Voorkeur(*row) if row else Voorkeur()


def choose(conn: psycopg.Connection, account: Account, adres: str, aan: bool) -> None:
    """Keep what this account wants. Raises a 422 fault on what is no mail address."""
    adres = adres.strip()
    if (adres or aan) and (len(adres) > ADDRESS_MAX or not _ADDRESS.fullmatch(adres)):
        raise Fault(422, "Dit is geen e-mailadres. Schrijf het zoals: naam@gemeente.nl.")
    conn.execute(
        "insert into portaal.bericht (account_id, adres, aan) values (%s, %s, %s)"
        " on conflict (account_id) do update set adres = excluded.adres, aan = excluded.aan, sinds = now()",
        [account.account_id, adres, aan],
    )
