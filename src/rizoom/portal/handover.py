"""From quarantine to the register: scan, look whose delivery it is, store, receipt.

The only thing read here is ``levering.json``, and of it only the supplier: an account may deliver only for
the suppliers that it is mandated for. Everything else is for the checks.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import BinaryIO

import psycopg

from rizoom.intake import inbox, register
from rizoom.intake.archive import open_archive
from rizoom.intake.finding import Refusal, shown
from rizoom.intake.receipt import Receipt
from rizoom.intake.sealed import StoreError
from rizoom.portal import accounts, audit, quarantine
from rizoom.portal.actor import Recht
from rizoom.portal.database import Database
from rizoom.portal.quarantine import Held
from rizoom.portal.scanner import ScannerDown, scan
from rizoom.settings import Settings

log = logging.getLogger(__name__)
INFECTED = "In dit bestand is schadelijke software gevonden. Wij hebben het bestand vernietigd."


class NotAccepted(Exception):
    """The upload cannot go to the register; the text is plain Dutch for who sent it."""


@dataclass(frozen=True)
class Outcome:
    """What became of an upload: ``doorgelaten`` (with receipt), ``wacht``, ``besmet`` or ``geweigerd``."""

    status: str
    melding: str = ""
    receipt: Receipt | None = None
    new: bool = False


def pass_on(settings: Settings, database: Database, clamd: str, quarantaine_id: str) -> Outcome:
    """Scan one upload and put it in the register. Safe to call again: a finished upload stays as it is."""
    with database.connection() as conn:
        held = quarantine.lock(conn, quarantaine_id)
        if held is None or held.status != "wacht":
            return _earlier(conn, held)
        outcome = _judge(settings, conn, clamd, held)
    if outcome.status != "wacht":
        quarantine.remove(settings, quarantaine_id)
    return outcome


def pass_on_waiting(settings: Settings, database: Database, clamd: str) -> int:
    """Everything that waited for the scanner; how many are done now."""
    with database.connection() as conn:
        ids = quarantine.waiting(conn)
    done = 0
    for quarantaine_id in ids:
        try:
            done += pass_on(settings, database, clamd, quarantaine_id).status != "wacht"
        except (StoreError, psycopg.Error, OSError) as failure:
            log.error("an upload in quarantine could not be passed on: %s", type(failure).__name__)
    return done


def supplier_of(stream: BinaryIO, settings: Settings) -> str:
    """The supplier that ``levering.json`` names, in the spelling in which the checks will read it.

    Raises :class:`NotAccepted` when that cannot be established: such a file could only be refused later.
    """
    try:
        with open_archive(stream, settings.limits) as archive:
            member = archive.member(inbox.ENVELOPE)
            if member is None:
                raise NotAccepted(
                    "In het zipbestand zit geen levering.json. Maak de levering opnieuw in uw pakket."
                )
            with archive.open(member) as envelope:
                data = envelope.read(settings.limits.envelope_bytes + 1)
    except Refusal as refused:
        raise NotAccepted(" ".join(finding.melding for finding in refused.findings[:3])) from None
    try:
        raw = json.loads(data.decode("utf-8-sig"))
        leveraar = raw["leveraar"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise NotAccepted("In levering.json staat geen leveraar die wij kunnen lezen.") from None
    if not isinstance(leveraar, str):
        raise NotAccepted("In levering.json staat geen leveraar die wij kunnen lezen.")
    return leveraar.strip().upper()


def _judge(settings: Settings, conn: psycopg.Connection, clamd: str, held: Held) -> Outcome:
    actor = f"portaal:{held.account_id}"
    if clamd:
        try:
            with quarantine.open_held(settings, conn, held.quarantaine_id) as stream:
                verdict = scan(clamd, stream)
        except ScannerDown as fault:
            log.warning("the scanner does not answer: %s", fault)
            return Outcome("wacht")
        if not verdict.clean:
            quarantine.finish(conn, held.quarantaine_id, "besmet", INFECTED)
            audit.note(conn, None, actor, "viruscontrole", f"besmet: {verdict.found}", held.sha256)
            return Outcome("besmet", INFECTED)
    try:
        with quarantine.open_held(settings, conn, held.quarantaine_id) as stream:
            leveraar = _mandated(conn, held, supplier_of(stream, settings))
    except NotAccepted as fault:
        quarantine.finish(conn, held.quarantaine_id, "geweigerd", str(fault))
        audit.note(conn, None, actor, "aanleveren", "geweigerd", held.sha256)
        return Outcome("geweigerd", str(fault))
    stored = quarantine.store(settings, conn, held)
    registered = register.receive(conn, settings, stored, "zip", actor)
    conn.execute(
        "insert into register.inzending (levering_id, leveraar, account_id, kanaal, bestandsnaam)"
        " values (%s, %s, %s, %s, %s)",
        [registered.levering_id, leveraar, held.account_id, held.kanaal, held.bestandsnaam],
    )
    quarantine.finish(conn, held.quarantaine_id, "doorgelaten", "", registered.levering_id)
    result = "ontvangen" if registered.new else "al eerder ontvangen"
    audit.note(conn, None, actor, "aanleveren", result, registered.receipt.ontvangstnummer)
    return Outcome("doorgelaten", "", registered.receipt, registered.new)


def _mandated(conn: psycopg.Connection, held: Held, leveraar: str) -> str:
    account = accounts.by_id(conn, held.account_id)
    if account is None or not account.may(Recht.AANLEVEREN) or leveraar not in account.leveraars:
        raise NotAccepted(
            f"Deze levering is van {shown(leveraar, 10)}."
            " U bent niet gemachtigd om voor deze leveraar aan te leveren."
        )
    return leveraar


def _earlier(conn: psycopg.Connection, held: Held | None) -> Outcome:
    if held is None:
        return Outcome("geweigerd", "Deze inzending bestaat niet.")
    row = conn.execute(
        "select document, handtekening, publieke_sleutel from register.ontvangstbewijs"
        " where levering_id = %s",
        [held.levering_id],
    ).fetchone()
    return Outcome(held.status, held.melding, Receipt(*row) if row else None)
