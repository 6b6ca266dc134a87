"""Reading one delivery: envelope, completeness, files; into the database or elsewhere.

Spec: leveringen, sections 1, 2 and 8. Everything found is reported at once; a refusal is an outcome.
:func:`inspect_delivery` and :func:`read_files` know no database; :func:`read_delivery` lands and records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial

from psycopg import Connection
from psycopg.types.json import Jsonb

from rizoom.intake.archive import Archive, Member, refusal
from rizoom.intake.decoding import Scan, scan
from rizoom.intake.dialect import Dialect, load_dialect
from rizoom.intake.envelope import MAX_INT, Envelope, ListedFile, parse_envelope
from rizoom.intake.finding import Finding, Findings, Refusal, finding, shown
from rizoom.intake.landing import copy_into, ensure_year
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.intake.reader import Batch, Reading, read_table
from rizoom.intake.recognise import other_dialect, other_soort
from rizoom.intake.schema import KINDS, TABLES, Table
from rizoom.reference import supplier_valid
from rizoom.settings import MIB, Settings

ENVELOPE = "levering.json"
Sink = Callable[[Table], AbstractContextManager[Callable[[Batch], None]]]


@dataclass(frozen=True)
class PlannedFile:
    """A listed file; ``table`` is ``None`` when its table will not be read, ``scan`` when it is absent."""

    listed: ListedFile
    naam: str
    member: Member | None
    table: Table | None
    scan: Scan | None


@dataclass(frozen=True)
class Inspection:
    """A delivery that is not refused: envelope, dialect, files to read and what was found so far."""

    envelope: Envelope
    dialect: Dialect
    files: tuple[PlannedFile, ...]
    findings: Findings


@dataclass(frozen=True)
class FileResult:
    """One row of ``register.levering_bestand``."""

    file: PlannedFile
    reading: Reading | None


@dataclass(frozen=True)
class Checked:
    """A delivery that was read: its files and every finding."""

    envelope: Envelope
    files: tuple[FileResult, ...]
    findings: tuple[Finding, ...]


def inspect_delivery(archive: Archive, settings: Settings) -> Inspection:
    """Envelope, hashes and completeness, without reading rows. Raises :class:`Refusal`."""
    envelope = parse_envelope(_envelope_bytes(archive, settings), settings, supplier_valid)
    if not isinstance(envelope, Envelope):
        raise Refusal(envelope)
    dialect = load_dialect(envelope.dialect, settings.dialects)
    findings = Findings(settings.limits.findings_per_code)
    findings.extend(envelope.findings)
    files = tuple(_plan(archive, envelope, dialect, findings))
    wrong = tuple(
        finding("LP-BESTAND-SHA256", file.table.naam if file.table else "", naam=file.naam)
        for file in files
        if file.scan and file.scan.sha256 != file.listed.sha256
    )
    if wrong:
        raise Refusal(wrong)
    _missing_tables(envelope, files, findings)
    tables = [file.listed.tabel or dialect.table_of(file.listed.naam) or "" for file in files]
    other = other_soort(envelope.soort, tables)
    if other is not None:
        findings.add("LP-LEVERING-ANDERE-SOORT", kolom="soort", soort=envelope.soort, ander=other)
    _other_members(archive, envelope, dialect, findings)
    return Inspection(envelope, dialect, files, findings)


def _envelope_bytes(archive: Archive, settings: Settings) -> bytes:
    member = archive.member(ENVELOPE)
    if member is None:
        raise refusal("LP-ENVELOP-ONTBREEKT")
    if member.bytes > settings.limits.envelope_bytes:
        raise refusal("LP-ENVELOP-GROOT", grens=settings.limits.envelope_bytes // MIB)
    with archive.open(member) as stream:
        return stream.read()


def _plan(
    archive: Archive, envelope: Envelope, dialect: Dialect, findings: Findings
) -> Iterator[PlannedFile]:
    tables: set[str] = set()
    names: set[str] = set()
    for listed in envelope.bestanden:
        naam = _distinct(shown(listed.naam), names)
        tabel = listed.tabel or dialect.table_of(listed.naam) or ""
        table = TABLES.get(tabel)
        if table is None:
            findings.add(
                "LP-TABEL-ONBEKEND",
                naam=naam,
                verwacht=", ".join(KINDS[envelope.soort].tabellen),
            )
        elif tabel not in KINDS[envelope.soort].tabellen:
            findings.add("LP-TABEL-SOORT", tabel, naam=naam, soort=envelope.soort)
            table = None
        elif tabel in tables:
            findings.add("LP-TABEL-DUBBEL", tabel, naam=naam)
            table = None
        else:
            tables.add(tabel)
        member = archive.member(listed.naam)
        if member is None:
            findings.add("LP-BESTAND-ONTBREEKT", tabel if tabel in TABLES else "", naam=naam)
        scanned = scan(partial(archive.open, member)) if member else None
        yield PlannedFile(listed, naam, member, table, scanned)


def _distinct(naam: str, names: set[str]) -> str:
    """``naam``, numbered when another file is already shown under that name."""
    number, result = 1, naam
    while result in names:
        number += 1
        result = f"{naam} ({number})"
    names.add(result)
    return result


def _missing_tables(envelope: Envelope, files: tuple[PlannedFile, ...], findings: Findings) -> None:
    listed = {file.table.naam for file in files if file.table}
    for tabel in KINDS[envelope.soort].verplicht:
        if tabel not in listed:
            findings.add("LP-TABEL-ONTBREEKT", tabel, naam=f"{tabel}.csv")


def _other_members(archive: Archive, envelope: Envelope, dialect: Dialect, findings: Findings) -> None:
    listed = {file.naam for file in envelope.bestanden} | {ENVELOPE}
    for member in archive.members:
        if member.naam in listed:
            continue
        if member.naam.casefold().endswith(".csv") and not member.rommel:
            findings.add(
                "LP-BESTAND-EXTRA",
                dialect.table_of(member.naam) or "",
                naam=shown(member.naam),
            )
        else:
            findings.add("LP-BESTAND-GENEGEERD", naam=shown(member.naam))


@contextmanager
def no_sink(_: Table) -> Iterator[Callable[[Batch], None]]:
    """A sink that keeps nothing: for a check without a database."""
    yield lambda _: None


def read_files(
    archive: Archive,
    inspection: Inspection,
    settings: Settings,
    pseudonymiser: Pseudonymiser,
    sink: Sink,
) -> Checked:
    """Read every planned file once and send its rows to ``sink(table)``. Raises :class:`Refusal` only when
    the source changes or breaks while it is read."""
    order = KINDS[inspection.envelope.soort].tabellen
    results: list[FileResult] = []
    for file in sorted(
        inspection.files,
        key=lambda file: order.index(file.table.naam) if file.table else -1,
    ):
        reading = None
        if file.table and file.member and file.scan:
            reading = _read_file(
                archive,
                file,
                file.table,
                file.member,
                file.scan,
                inspection,
                settings,
                pseudonymiser,
                sink,
            )
        results.append(FileResult(file, reading))
    return Checked(inspection.envelope, tuple(results), inspection.findings.result())


def _read_file(
    archive: Archive,
    file: PlannedFile,
    table: Table,
    member: Member,
    scanned: Scan,
    inspection: Inspection,
    settings: Settings,
    pseudonymiser: Pseudonymiser,
    sink: Sink,
) -> Reading:
    findings = inspection.findings
    with archive.open(member) as stream, sink(table) as emit:
        reading = read_table(
            stream,
            scanned.codering,
            file.naam,
            table,
            inspection.dialect.tabellen[table.naam],
            pseudonymiser,
            findings,
            emit,
            settings.limits,
        )
    current = inspection.envelope.dialect
    fits = other_dialect(table.naam, reading.kopregel, current, settings.dialects)
    if fits is not None:
        findings.add("LP-CSV-DIALECT", table.naam, 1, naam=file.naam, dialect=current, ander=fits)
    if reading.volledig and reading.rijen != file.listed.rijen:
        findings.add(
            "LP-BESTAND-RIJEN",
            table.naam,
            naam=file.naam,
            gelezen=reading.rijen,
            rijen=file.listed.rijen,
        )
    if reading.scheidingsteken:
        findings.add(
            "LP-BESTAND-GELEZEN",
            table.naam,
            naam=file.naam,
            rijen=reading.rijen,
            codering=scanned.codering,
            scheidingsteken=reading.scheidingsteken,
            datums=", ".join(sorted(set(reading.datumvormen.values()))) or "geen",
        )
    return reading


def check_delivery(
    archive: Archive,
    settings: Settings,
    pseudonymiser: Pseudonymiser,
    sink: Sink = no_sink,
) -> Checked | Refusal:
    """Read one delivery without a database."""
    try:
        return read_files(archive, inspect_delivery(archive, settings), settings, pseudonymiser, sink)
    except Refusal as refused:
        return refused


def read_delivery(
    conn: Connection,
    settings: Settings,
    levering_id: int,
    archive: Archive,
    pseudonymiser: Pseudonymiser,
) -> Envelope | Refusal:
    """Read and land one delivery in the caller's transaction; never raises on bad input.

    Writes ``landing.*``, ``register.levering_bestand`` and ``register.bevinding`` (herkomst ``lezen``), for a
    refusal its findings only. ``register.levering`` is the caller's, and so is removing what an earlier
    attempt left. Raises ``psycopg.Error`` when the database fails.
    """
    try:
        inspection = inspect_delivery(archive, settings)
        schooljaar = inspection.envelope.schooljaar
        ensure_year(conn, schooljaar)
        with conn.transaction():
            sink = partial(copy_into, conn, levering_id, schooljaar)
            checked = read_files(archive, inspection, settings, pseudonymiser, sink)
    except Refusal as refused:
        _store_findings(conn, levering_id, refused.findings)
        return refused
    _store_files(conn, levering_id, checked.files)
    _store_findings(conn, levering_id, checked.findings)
    return checked.envelope


def _store_files(conn: Connection, levering_id: int, files: tuple[FileResult, ...]) -> None:
    with conn.cursor() as cursor:
        cursor.executemany(
            "insert into register.levering_bestand (levering_id, naam, tabel, sha256, rijen,"
            " rijen_gelezen, codering, scheidingsteken, datumvormen, koppen)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [_file_row(levering_id, result) for result in files],
        )


def _file_row(levering_id: int, result: FileResult) -> tuple[object, ...]:
    file, reading = result.file, result.reading
    return (
        levering_id,
        file.naam,
        file.table.naam if file.table else None,
        file.listed.sha256,
        file.listed.rijen if 0 <= file.listed.rijen <= MAX_INT else None,
        reading.rijen if reading else None,
        file.scan.codering if file.scan else None,
        reading.scheidingsteken if reading else None,
        Jsonb(reading.datumvormen if reading else {}),
        Jsonb(reading.koppen if reading else {}),
    )


def _store_findings(conn: Connection, levering_id: int, findings: tuple[Finding, ...]) -> None:
    statement = (
        "copy register.bevinding (levering_id, herkomst, tabel, regel, kolom, code, ernst, melding, aantal)"
        " from stdin"
    )
    with conn.cursor() as cursor, cursor.copy(statement) as copy:
        for found in findings:
            copy.write_row(
                (
                    levering_id,
                    "lezen",
                    found.tabel,
                    found.regel,
                    found.kolom,
                    found.code,
                    found.ernst,
                    found.melding,
                    min(found.aantal, MAX_INT),
                )
            )
