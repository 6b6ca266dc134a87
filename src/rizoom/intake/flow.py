"""The steps of intake; Airflow tasks and the command line call the same functions.

Every function looks in the database what is to be done and does all of it, so it may be called again
after a crash, twice, or by two schedulers at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

from rizoom.intake import inbox, keys, rawstore, receiving, register
from rizoom.intake.archive import Archive, open_archive
from rizoom.intake.delivery import read_delivery
from rizoom.intake.envelope import Envelope, parse_envelope
from rizoom.intake.finding import Refusal, finding
from rizoom.intake.landing import ensure_year
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.intake.receipt import Receipt
from rizoom.intake.schema import TABLES
from rizoom.reference import supplier_valid
from rizoom.settings import MIB, Limits, Settings
from rizoom.warehouse.connect import connect

Progress = Callable[[str, int, int], None]
log = logging.getLogger(__name__)


def receive(
    settings: Settings,
    source: Path,
    *,
    settle_seconds: float = 0.0,
    remove: bool = False,
    actor: str = register.ACTOR,
    progress: Progress | None = None,
) -> list[Receipt]:
    """Every delivery in ``source`` into the raw store and the register; their receipts, by name.

    What is still being written (changed less than ``settle_seconds`` ago, or while we read it) is left
    for the next time. ``remove``: take it out of the inbox once its row is committed.
    """
    return receiving.receive_all(
        settings, list(inbox.find_deliveries(source, settle_seconds)), remove, actor, progress
    )


def plan_groups(settings: Settings, groups: int) -> list[list[int]]:
    """Ids of the deliveries still to be read, in at most ``groups`` groups of about equal size."""
    with connect(settings) as conn:
        rows = conn.execute(
            "select levering_id, bytes from register.levering"
            " where status = 'ontvangen' and gelezen_op is null order by bytes desc, sha256"
        ).fetchall()
    planned: list[list[int]] = [[] for _ in range(max(1, groups))]
    loads = [0] * len(planned)
    for levering_id, size in rows:
        lightest = loads.index(min(loads))
        planned[lightest].append(levering_id)
        loads[lightest] += size + 100_000  # every delivery costs something, however small
    return [group for group in planned if group]


def read_group(settings: Settings, ids: Sequence[int], progress: Progress | None = None) -> int:
    """Read and land these deliveries, each in its own transaction; how many were read or refused now.

    A delivery that was read meanwhile is passed over. When one fails through no fault of its own (store,
    database), the others are read first and then an ``ExceptionGroup`` is raised.
    """
    pseudonymiser = keys.pseudonymiser(settings)
    done, failures = 0, []
    years: set[str] = set()
    with _Reused(settings) as connection:
        for number, levering_id in enumerate(ids, start=1):
            try:
                done += _read_one(settings, connection(), levering_id, pseudonymiser, years)
            except Exception as failure:  # noqa: BLE001 - one delivery must not hold up the others
                log.error("delivery %s could not be read: %s", levering_id, type(failure).__name__)
                failures.append(failure)
            if progress:
                progress("lezen", number, len(ids))
    if failures:
        raise ExceptionGroup("some deliveries could not be read", failures)
    return done


def check(settings: Settings, progress: Progress | None = None, docs: Path | None = None) -> int:
    """Check all deliveries that were read, together, and make them ``gecontroleerd``; how many.

    ``docs``: a folder for the Data Docs of this run window (the scheduled flow asks for them).
    """
    from rizoom.intake.checks import check_batch

    with _alone(settings, "controle"), connect(settings) as conn:
        ids = [
            row[0]
            for row in conn.execute(
                "select levering_id from register.levering"
                " where status = 'ontvangen' and gelezen_op is not null"
                " order by levering_id for no key update"
            )
        ]
        if ids:
            check_batch(conn, settings, ids, docs)
        for number, levering_id in enumerate(ids, start=1):
            register.mark_checked(conn, levering_id)
            if progress:
                progress("controleren", number, len(ids))
    return len(ids)


def decide(settings: Settings, progress: Progress | None = None) -> dict[str, int]:
    """Decide on every checked delivery, in an order that does not depend on arrival; outcome → number.

    Volgnummer not higher than that of every earlier accepted one: ``geweigerd``; else a ``fout``:
    ``afgekeurd``; else ``goedgekeurd`` and ``vigerend`` (spec: leveringen, sections 1 and 7).
    """
    outcomes: dict[str, int] = {}
    with _alone(settings, "besluit"), connect(settings, autocommit=True) as conn:
        # A decision that a crash loses is taken again, with the same outcome.
        conn.execute("set synchronous_commit = off")
        rows = conn.execute(
            "select levering_id, soort, leveraar, schooljaar, volgnummer from register.levering"
            " where status = 'gecontroleerd'"
            " order by soort, leveraar, schooljaar, volgnummer, aangemaakt, sha256"
        ).fetchall()
        for number, row in enumerate(rows, start=1):
            with conn.transaction():
                outcome = _decide_one(conn, *row)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            if progress:
                progress("besluiten", number, len(rows))
    return outcomes


def prune(settings: Settings, progress: Progress | None = None) -> int:
    """Remove the landed rows of deliveries that do not count (any more); how many deliveries.

    A delivery from which national tables were last built keeps its rows until the next build: they say
    which persons that build must touch. Findings, events and the raw bytes stay.
    """
    with connect(settings) as conn:
        rows = conn.execute(
            "select levering_id, schooljaar from register.levering as l"
            " where status in ('geweigerd', 'afgekeurd', 'vervangen') and opgeruimd_op is null"
            " and not exists (select from register.opbouw_levering as o where o.levering_id = l.levering_id)"
            " order by schooljaar, levering_id for no key update"
        ).fetchall()
        years: dict[str | None, list[int]] = {}
        for levering_id, schooljaar in rows:
            years.setdefault(schooljaar, []).append(levering_id)
        for number, (schooljaar, ids) in enumerate(years.items(), start=1):
            if schooljaar is not None:
                for tabel in TABLES:
                    statement = sql.SQL(
                        "delete from landing.{} where schooljaar = %s and levering_id = any(%s)"
                    )
                    conn.execute(statement.format(sql.Identifier(tabel)), [schooljaar, ids])
            conn.execute(
                "update register.levering set opgeruimd_op = now() where levering_id = any(%s)", [ids]
            )
            if progress:
                progress("opruimen", number, len(years))
    return len(rows)


def run_intake(settings: Settings, source: Path, progress: Progress | None = None) -> dict[str, int]:
    """All steps after each other in this process; outcome → number of deliveries decided now."""
    receive(settings, source, progress=progress)
    for group in plan_groups(settings, 1):
        read_group(settings, group, progress)
    check(settings, progress)
    return decide(settings, progress)


class _Reused:
    """One connection for many deliveries, opened again when it was lost.

    Commits do not wait for the disk: a crash that loses the last of them loses whole readings, which are
    then done again. The first commit that does wait makes all earlier ones durable.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._conn: psycopg.Connection | None = None

    def __call__(self) -> psycopg.Connection:
        if self._conn is None or self._conn.closed:
            self._conn = connect(self._settings, autocommit=True)
            self._conn.execute("set synchronous_commit = off")
        return self._conn

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._conn is not None:
            self._conn.close()


def _read_one(
    settings: Settings,
    conn: psycopg.Connection,
    levering_id: int,
    pseudonymiser: Pseudonymiser,
    years: set[str],
) -> int:
    """Read one delivery in one transaction; 1 when it was read or refused, 0 when there was nothing to do.

    ``years``: school years whose partitions are known to exist; grows.
    """
    with conn.transaction():
        if register.lock(conn, levering_id) != ("ontvangen", False):
            return 0
        sha256, vorm = register.form_of(conn, levering_id)
        envelope: Envelope | None = None
        with rawstore.open_object(settings, sha256, conn) as raw:
            try:
                with open_archive(raw, _limits_of(settings, vorm)) as archive:
                    envelope = _envelope(settings, archive)
                    if envelope is not None and envelope.schooljaar not in years:
                        _ensure_year(settings, envelope.schooljaar)
                        years.add(envelope.schooljaar)
                    _forget(conn, levering_id)
                    outcome = read_delivery(conn, settings, levering_id, archive, pseudonymiser)
                    if isinstance(outcome, Refusal):
                        raise outcome
            except Refusal as refused:
                if envelope is not None:
                    register.describe(conn, levering_id, envelope)
                register.refuse(conn, levering_id, refused.findings, "geweigerd bij het lezen")
                return 1
        register.mark_read(conn, levering_id, outcome, pseudonymiser.sleutelversie)
    return 1


def _decide_one(
    conn: psycopg.Connection, levering_id: int, soort: str, leveraar: str, schooljaar: str, volgnummer: int
) -> str:
    status, _ = register.lock(conn, levering_id)
    if status != "gecontroleerd":
        return status
    highest = register.highest_accepted(conn, soort, leveraar, schooljaar)
    if volgnummer <= highest:
        reason = finding("LP-VOLGNUMMER-NIET-HOGER", volgnummer=volgnummer, hoogste=highest)
        register.refuse(conn, levering_id, [reason], "volgnummer niet hoger")
        return "geweigerd"
    fouten = conn.execute(
        "select count(*) from register.bevinding where levering_id = %s and ernst = 'fout'", [levering_id]
    ).fetchone()
    if fouten is not None and fouten[0]:
        register.reject(conn, levering_id, "bevindingen met ernst fout")
        return "afgekeurd"
    register.approve(conn, levering_id)
    register.put_in_force(conn, levering_id)
    return "vigerend"


def _limits_of(settings: Settings, vorm: str) -> Limits:
    """A folder is kept as an uncompressed zip of our own: limits on zip size and ratio are not about it."""
    limits = settings.limits
    if vorm == "zip":
        return limits
    return replace(limits, zip_bytes=limits.unpacked_bytes + 64 * MIB, unpack_ratio=1000)


def _envelope(settings: Settings, archive: Archive) -> Envelope | None:
    """The envelope when it is valid: its partitions must exist before anything can be landed."""
    member = archive.member(inbox.ENVELOPE)
    if member is None:
        return None
    with archive.open(member) as stream:
        data = stream.read(settings.limits.envelope_bytes + 1)
    envelope = parse_envelope(data, settings, supplier_valid)
    return envelope if isinstance(envelope, Envelope) else None


def _ensure_year(settings: Settings, schooljaar: str) -> None:
    """Partitions of a year, in a transaction of its own, so that others need not wait for ours."""
    with connect(settings) as conn:
        ensure_year(conn, schooljaar)


def _forget(conn: psycopg.Connection, levering_id: int) -> None:
    """Take back what an earlier reading of this delivery left."""
    conn.execute(
        "delete from register.bevinding where levering_id = %s and herkomst = 'lezen'", [levering_id]
    )
    conn.execute("delete from register.levering_bestand where levering_id = %s", [levering_id])


@contextmanager
def _alone(settings: Settings, step: str) -> Iterator[None]:
    """One process at a time in ``step``; a process that dies lets go."""
    with connect(settings, autocommit=True) as conn:
        conn.execute("select pg_advisory_lock(hashtextextended('rizoom.' || %s, 0))", [step])
        yield
