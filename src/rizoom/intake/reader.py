"""One CSV file of a delivery: lines to batches of columns ready to land, and findings.

Spec: leveringen, sections 2 (files), 4 (dialects), 6 (numbers) and 8 (findings). Streaming: a batch holds
the lines of one block, or at most :data:`BATCH_ROWS` rows and about :data:`BATCH_BYTES` bytes of the file.
"""

from __future__ import annotations

import csv
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate, chain, islice
from typing import BinaryIO

import pyarrow as pa
from rapidfuzz import fuzz, process

from rizoom.intake.columns import Columns
from rizoom.intake.decoding import Encoding, Lines, LineTooLongError
from rizoom.intake.dialect import TableDialect, fold
from rizoom.intake.finding import Findings, shown
from rizoom.intake.plain import plain_fields
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.intake.schema import Table
from rizoom.settings import MIB, Limits

BATCH_ROWS = 8192
BATCH_BYTES = 8 * MIB
#: Rows between two looks at the size of a batch.
STEP = 64
MAX_REGEL = 2147483647
SEPARATORS = (";", ",", "\t")
#: Headings that are kept to recognise another dialect by; more is no header of ours, and an array for each is too much.
MAX_HEADINGS = 100


@dataclass(frozen=True)
class Batch:
    """Rows of one table by column: string arrays that follow ``landing_columns`` after ``regel``; "" is NULL."""

    table: Table
    regels: Sequence[int]
    kolommen: Sequence[pa.Array]

    def rows(self) -> Iterator[tuple[int | str | None, ...]]:
        """``(regel, value, ...)`` per row, ``None`` for empty."""
        columns = [column.to_pylist() for column in self.kolommen]
        for regel, *values in zip(self.regels, *columns, strict=True):
            yield regel, *(value or None for value in values)


@dataclass(frozen=True)
class Reading:
    """What was found in one file. ``volledig``: reading did not have to stop, so all rows were counted.
    ``koppen``: column → heading; ``kopregel``: all headings, casefolded, known or not."""

    rijen: int = 0
    volledig: bool = True
    scheidingsteken: str | None = None
    datumvormen: dict[str, str] = field(default_factory=dict)
    koppen: dict[str, str] = field(default_factory=dict)
    kopregel: tuple[str, ...] = ()


Emit = Callable[[Batch], None]


def read_table(
    stream: BinaryIO,
    codering: Encoding,
    naam: str,
    table: Table,
    dialect: TableDialect,
    pseudonymiser: Pseudonymiser,
    findings: Findings,
    emit: Emit,
    limits: Limits,
) -> Reading:
    """Read one file and hand its rows to ``emit``; every fault goes to ``findings``, none is raised.

    ``naam`` is the name to show in findings. A row that cannot be split into fields does not land.
    """
    if codering == "UTF-16":
        findings.add("LP-CSV-UTF16", table.naam, naam=naam)
        return Reading(volledig=False)
    reader = _TableReader(naam, table, dialect, pseudonymiser, findings, emit, limits)
    lines = Lines(
        stream,
        codering,
        on_bytes=lambda regel: findings.add("LP-CSV-TEKENS", table.naam, regel, naam=naam),
        on_nul=lambda regel: findings.add("LP-CSV-NUL", table.naam, regel, naam=naam),
    )
    with _parsing(limits):
        return reader.read(lines)


@contextmanager
def _parsing(limits: Limits) -> Iterator[None]:
    """Rows are millions of short-lived lists without cycles: looking for cycles among them costs a third.
    The parser's own bound on a field, which is the process's, must not depend on who set it last."""
    enabled = gc.isenabled()
    gc.disable()
    bound = csv.field_size_limit(2 * limits.field_bytes)
    try:
        yield
    finally:
        csv.field_size_limit(bound)
        if enabled:
            gc.enable()


def separator_of(line: str, known: Iterable[str]) -> str:
    """The separator that gives the most known headings in the first line, then the most fields."""
    names = frozenset(known)

    def score(separator: str) -> tuple[int, int]:
        fields = next(csv.reader([line], delimiter=separator), [])
        return sum(fold(name) in names for name in fields), len(fields)

    try:
        return max(SEPARATORS, key=score)
    except csv.Error:
        return max(SEPARATORS, key=line.count)


def _line(reader: Iterator[list[str]]) -> int:
    """Physical lines that a ``csv.reader`` has taken."""
    return int(reader.line_num)  # type: ignore[attr-defined]


class _TableReader:
    def __init__(
        self,
        naam: str,
        table: Table,
        dialect: TableDialect,
        pseudonymiser: Pseudonymiser,
        findings: Findings,
        emit: Emit,
        limits: Limits,
    ) -> None:
        self.naam, self.table, self.dialect = naam, table, dialect
        self.findings, self.emit, self.limits = findings, emit, limits
        self.width = 0
        self.position: dict[str, int] = {}
        self.koppen: dict[str, str] = {}
        self.columns = Columns(table, dialect, pseudonymiser, self._add)
        self.count = 0
        self.blank = 0
        self.blank_regels: list[int] = []

    def _add(self, code: str, regel: int | None, kolom: str = "", **values: object) -> None:
        self.findings.add(code, self.table.naam, regel, kolom, naam=self.naam, **values)

    def read(self, lines: Lines) -> Reading:
        iterator = iter(lines)
        try:
            first = next(iterator, "")
        except LineTooLongError as fault:
            self._add("LP-CSV-VELD-LANG", fault.regel, grens=self.limits.field_bytes // 1024)
            return Reading(volledig=False)
        if not first.strip():
            self._add("LP-CSV-LEEG", None)
            return Reading(volledig=False)
        separator = separator_of(first, self.dialect.koppen)
        reader = csv.reader(chain([first], iterator), delimiter=separator, strict=True)
        try:
            header = next(reader)
        except (csv.Error, LineTooLongError):
            self._add("LP-CSV-AANHALING", 1)
            return Reading(volledig=False)
        complete = self._header(header)
        if complete:
            self.width = len(header)
            complete = self._body(reader, lines, separator)
        return Reading(
            rijen=self.count,
            volledig=complete,
            scheidingsteken="tab" if separator == "\t" else separator,
            datumvormen=self.columns.datumvormen,
            koppen=self.koppen,
            kopregel=tuple(map(fold, header)) if len(header) <= MAX_HEADINGS else (),
        )

    def _header(self, header: list[str]) -> bool:
        """Give every known column its position; ``False`` when the first line is no header at all."""
        columns = [self.dialect.koppen.get(fold(heading)) for heading in header]
        if not any(columns):
            self._add(
                "LP-CSV-KOPREGEL",
                1,
                verwacht=", ".join(column.naam for column in self.table.kolommen),
            )
            return False
        for index, (heading, column) in enumerate(zip(header, columns, strict=True)):
            if column is None:
                self._unknown(heading)
            elif column in self.position:
                self._add("LP-CSV-KOLOM-DUBBEL", 1, column)
            else:
                self.position[column] = index
                self.koppen[column] = shown(heading.strip())
        for known in self.table.kolommen:
            if known.naam not in self.position and known.naam not in self.dialect.constanten:
                self._add("LP-CSV-KOLOM-ONTBREEKT", 1, known.naam)
        return True

    def _unknown(self, heading: str) -> None:
        if fold(heading) in self.dialect.negeren:
            return
        near = process.extractOne(
            fold(heading)[:100],
            list(self.dialect.koppen),
            scorer=fuzz.ratio,
            score_cutoff=60,
        )
        hint = f" (bedoelt u {near[0]}?)" if near else ""
        kop = shown(heading.strip()) or "zonder naam"
        self._add("LP-CSV-KOLOM-ONBEKEND", 1, kop, kop=kop, hint=hint)

    def _body(self, reader: Iterator[list[str]], lines: Lines, separator: str) -> bool:
        """Every row after the header; ``False`` when reading had to stop."""
        skipped = self._plain(_line(reader) + 1, lines, separator)
        grens = self.limits.field_bytes // 1024
        last = False
        while not last:
            rows: list[list[str]] = []
            start, mark = _line(reader) + skipped + 1, lines.consumed
            fault: csv.Error | LineTooLongError | None = None
            try:
                # An exception leaves the rows before it in the list.
                while not last and len(rows) < BATCH_ROWS and lines.consumed - mark <= BATCH_BYTES:
                    before = len(rows)
                    rows.extend(islice(reader, STEP))
                    last = len(rows) == before
            except (csv.Error, LineTooLongError) as raised:
                fault = raised
            end = self._take(rows, start, _line(reader) + skipped + 1 if fault is None else None)
            if end > MAX_REGEL or isinstance(fault, LineTooLongError) or "field limit" in str(fault):
                self._add("LP-CSV-VELD-LANG", min(end, MAX_REGEL), grens=grens)
                return False
            if fault:
                self._blank_rows()
                self.count += 1
                self._add("LP-CSV-AANHALING", end)
        return True

    def _plain(self, start: int, lines: Lines, separator: str) -> int:
        """Emit the blocks from line ``start`` that need no parser of records; how many lines they were."""
        regel = start
        if self.width > MAX_HEADINGS:
            return 0
        while text := lines.block():
            fields = plain_fields(text, separator, self.width, self.limits.field_bytes)
            if fields is None or regel + len(fields[0]) > MAX_REGEL:
                lines.back(text)
                break
            regels = range(regel, regel + len(fields[0]))
            self.count += len(regels)
            known = {naam: fields[at] for naam, at in self.position.items()}
            self.emit(Batch(self.table, regels, self.columns.land(known, regels)))
            regel = regels.stop
        return regel - start

    def _take(self, rows: list[list[str]], start: int, end: int | None) -> int:
        """Emit the rows that begin at line ``start``; the line after the last of them. ``end``: that line,
        where the parser knows it. Nothing is emitted beyond :data:`MAX_REGEL`."""
        regels: Sequence[int] = range(start, start + len(rows))
        if end != start + len(rows):
            # Line breaks inside quotes: a record has one line more than there are breaks in its fields.
            sizes = (1 + sum(field.count("\n") for field in row) for row in rows)
            *regels, end = accumulate(sizes, initial=start)
        if self.blank or set(map(len, rows)) - {self.width}:
            rows, regels = self._even(rows, regels)
        self.count += len(rows)
        if rows and end <= MAX_REGEL:
            fields = list(zip(*rows, strict=True))
            self._too_long(fields, regels)
            known = {naam: pa.array(fields[at], pa.string()) for naam, at in self.position.items()}
            self.emit(Batch(self.table, regels, self.columns.land(known, regels)))
        return end

    def _even(self, rows: list[list[str]], regels: Sequence[int]) -> tuple[list[list[str]], list[int]]:
        """The rows that have a field for every heading; the others are findings, or blank lines."""
        good: list[list[str]] = []
        kept: list[int] = []
        for regel, row in zip(regels, rows, strict=True):
            if len(row) == self.width:
                self._blank_rows()
                good.append(row)
                kept.append(regel)
            elif not row or (len(row) == 1 and not row[0].strip()):
                self.blank += 1
                if len(self.blank_regels) < self.limits.findings_per_code:
                    self.blank_regels.append(regel)
            else:
                self._blank_rows()
                self.count += 1
                self._add("LP-CSV-RIJ", regel, gevonden=len(row), verwacht=self.width)
        return good, kept

    def _blank_rows(self) -> None:
        """Blank lines that a row follows were rows without fields; those at the end of the file are not."""
        for regel in self.blank_regels:
            self._add("LP-CSV-RIJ", regel, gevonden=0, verwacht=self.width)
        self.findings.more("LP-CSV-RIJ", self.blank - len(self.blank_regels))
        self.count += self.blank
        self.blank, self.blank_regels = 0, []

    def _too_long(self, fields: list[tuple[str, ...]], regels: Sequence[int]) -> None:
        limit = self.limits.field_bytes
        for values in fields:
            if max(map(len, values)) * 4 <= limit:
                continue
            for regel, value in zip(regels, values, strict=True):
                if len(value) * 4 > limit and len(value.encode()) > limit:
                    self._add("LP-CSV-VELD-LANG", regel, grens=limit // 1024)
