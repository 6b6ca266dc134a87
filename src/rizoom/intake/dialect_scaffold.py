"""A first draft of a dialect from a sample of a package's export, and what could not be mapped.

The draft maps headings that look like a column of the model and codes that look like a code of its list.
It shows headings and codes only, never a date, a number or free text of a person: at most
:data:`MAX_CODES` different values of a column that holds codes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import PurePosixPath

import yaml
from rapidfuzz import fuzz, process

from rizoom.intake.archive import Archive
from rizoom.intake.decoding import Lines, LineTooLongError, scan
from rizoom.intake.dialect import DATE_FORMS, fold, parse_dialect
from rizoom.intake.finding import shown
from rizoom.intake.reader import SEPARATORS
from rizoom.intake.schema import TABLES, Column, Table, code_list
from rizoom.intake.values import DATE_SHAPES

#: How alike a heading and a column (a code and a code of the list) must be, 0 to 100.
ALIKE = 80
MAX_ROWS = 5000
MAX_CODES = 40


@dataclass
class _File:
    """One file of the sample: its headings and, per heading, the different values of the first rows."""

    naam: str
    koppen: list[str]
    waarden: list[set[str]]


@dataclass(frozen=True)
class Scaffold:
    """The draft: ``yaml`` is a dialect file; ``open`` says in Dutch what a person must still decide."""

    yaml: str
    open: tuple[str, ...]


@dataclass
class _Draft:
    tabellen: dict[str, dict[str, object]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)


def scaffold(archive: Archive, naam: str) -> Scaffold:
    """A dialect ``naam`` for the CSV files in ``archive``. Raises ``ValueError`` for a name that is no name
    of a dialect, :class:`Refusal` when the archive is damaged."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}", naam):
        raise ValueError("de naam van een dialect bestaat uit kleine letters, cijfers en streepjes")
    draft = _Draft()
    for file in _files(archive):
        _draft_table(file, draft)
    draft.open += [f"geen bestand gevonden voor de tabel {t}" for t in TABLES if t not in draft.tabellen]
    raw = {
        "naam": naam,
        "pakket": "",
        "versie": "",
        "toelichting": "Gemaakt uit een voorbeeld; kijk alle koppen en codes na.",
        "tabellen": draft.tabellen,
    }
    parse_dialect(raw)
    text = yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=110)
    remarks = "".join(f"# - {line}\n" for line in draft.open)
    return Scaffold(f"# Nog te beslissen:\n{remarks}\n{text}" if remarks else text, tuple(draft.open))


def _files(archive: Archive) -> Iterator[_File]:
    for member in sorted(archive.members, key=lambda m: m.naam):
        if not member.naam.casefold().endswith(".csv") or member.rommel:
            continue
        codering = scan(partial(archive.open, member)).codering
        if codering == "UTF-16":
            continue
        with archive.open(member) as stream:
            lines = Lines(stream, codering, on_bytes=lambda _: None, on_nul=lambda _: None)
            try:
                text = "".join(islice(lines, MAX_ROWS))
            except LineTooLongError:
                continue
        head = text.split("\n", 1)[0]
        separator = max(SEPARATORS, key=head.count)
        try:
            rows = list(csv.reader(io.StringIO(text, newline="\n"), delimiter=separator))
        except csv.Error:
            continue
        if rows and rows[0]:
            values = [
                {row[i].strip() for row in rows[1:] if i < len(row)} - {""} for i in range(len(rows[0]))
            ]
            yield _File(PurePosixPath(member.naam).name, [kop.strip() for kop in rows[0]], values)


def _draft_table(file: _File, draft: _Draft) -> None:
    table = _table_of(file)
    if table is None:
        draft.open.append(f"van het bestand {shown(file.naam)} is niet duidelijk welke tabel het is")
        return
    mapped = _headings(file, table)
    own: dict[str, object] = {"bestand": re.sub(r"\d+", "*", file.naam)}
    koppen = {file.koppen[i]: c.naam for i, c in mapped.items() if fold(file.koppen[i]) != c.naam}
    if koppen:
        own["koppen"] = koppen
    codes: dict[str, dict[str, str]] = {}
    for index, column in mapped.items():
        if column.type == "code":
            found = _codes(table, column, file.waarden[index], draft)
            if found:
                codes[column.naam] = found
    if codes:
        own["codes"] = codes
    booleans = _booleans(file, table, mapped, draft)
    if booleans:
        own["booleans"] = booleans
    form = _date_form(file, mapped, table, draft)
    if form:
        own["datumvorm"] = form
    unknown = [kop for i, kop in enumerate(file.koppen) if i not in mapped]
    draft.open += [f"{table.naam}: de kolom '{shown(kop)}' hoort bij geen kolom" for kop in unknown]
    missing = [c.naam for c in table.kolommen if c not in mapped.values()]
    draft.open += [f"{table.naam}: niets gevonden voor de kolom {naam}" for naam in missing]
    draft.tabellen[table.naam] = own


def _table_of(file: _File) -> Table | None:
    """The table whose columns the headings fit best; the name of the file counts as one column."""

    def score(table: Table) -> float:
        alike = sum(_best(kop, (c.naam for c in table.kolommen))[1] >= ALIKE for kop in file.koppen)
        return alike / len(table.kolommen) + (table.naam in fold(file.naam))

    best = max(TABLES.values(), key=score)
    return best if score(best) >= 0.3 else None


def _headings(file: _File, table: Table) -> dict[int, Column]:
    """Heading → column, the most alike pairs first; every column once."""
    pairs = sorted(
        (-fuzz.ratio(_plain(kop), _plain(column.naam)), index, column.naam)
        for index, kop in enumerate(file.koppen)
        for column in table.kolommen
    )
    found: dict[int, Column] = {}
    for score, index, naam in pairs:
        if -score >= ALIKE and index not in found and naam not in {c.naam for c in found.values()}:
            found[index] = table.kolom(naam)
    return dict(sorted(found.items()))


def _codes(table: Table, column: Column, values: set[str], draft: _Draft) -> dict[str, str]:
    known = code_list(column.lijst or "")
    strange = sorted(value for value in values if fold(value) not in {fold(code) for code in known})
    if len(strange) > MAX_CODES:
        draft.open.append(
            f"{table.naam}.{column.naam}: meer dan {MAX_CODES} verschillende waarden; geen codes?"
        )
        return {}
    found: dict[str, str] = {}
    for value in strange:
        code, score = _best(value, known)
        if score >= ALIKE:
            found[value] = code
        else:
            draft.open.append(
                f"{table.naam}.{column.naam}: de code '{shown(value, 40)}' is onbekend; kies uit {', '.join(known)}"
            )
    return found


def _booleans(file: _File, table: Table, mapped: dict[int, Column], draft: _Draft) -> dict[str, str]:
    usual = {"ja": "J", "nee": "N", "waar": "J", "onwaar": "N", "true": "J", "false": "N", "1": "J", "0": "N"}
    found: dict[str, str] = {}
    for index, column in mapped.items():
        if column.type != "bool":
            continue
        for value in sorted(file.waarden[index]):
            if fold(value) in usual:
                found[value] = usual[fold(value)]
            elif fold(value) not in ("j", "n"):
                draft.open.append(f"{table.naam}.{column.naam}: '{shown(value, 40)}' is geen J of N")
    return found


def _date_form(file: _File, mapped: dict[int, Column], table: Table, draft: _Draft) -> str | None:
    """The one form of all dates; ``None`` when it is one that is always read."""
    values = {v for i, c in mapped.items() if c.type == "datum" for v in file.waarden[i]}
    forms = [form for form in DATE_FORMS if any(DATE_SHAPES[form][0].fullmatch(v) for v in values)]
    if any(all(not DATE_SHAPES[form][0].fullmatch(v) for form in DATE_FORMS) for v in values):
        draft.open.append(f"{table.naam}: er zijn datums in een vorm die geen van {', '.join(DATE_FORMS)} is")
    if len(forms) > 1:
        draft.open.append(f"{table.naam}: datums in meer dan een vorm ({', '.join(forms)})")
    return forms[0] if forms and forms[0] not in ("JJJJ-MM-DD", "D-M-JJJJ") else None


def _best(text: str, known: Iterable[str]) -> tuple[str, float]:
    found = process.extractOne(_plain(text), {name: _plain(name) for name in known}, scorer=fuzz.ratio)
    return (found[2], found[1]) if found else ("", 0.0)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text)[:100])
