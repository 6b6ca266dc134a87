"""One CSV file: encodings, separators, quoting, lines, numbers, values (spec: leveringen, 2, 3 and 6)."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rizoom.intake import reader as module
from rizoom.intake.columns import Columns
from rizoom.intake.decoding import BLOCK, MAX_LINE, scan
from rizoom.intake.dialect import load_dialect
from rizoom.intake.finding import Finding, Findings
from rizoom.intake.plain import plain_fields
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.intake.reader import Batch, Reading, read_table
from rizoom.intake.schema import TABLES
from rizoom.settings import Limits
from tests.intake.reading_cases import BSN, ONDERWIJSNUMMER, ROOT_KEY, csv_bytes, header

PSEUDONYMISER = Pseudonymiser(ROOT_KEY)
Row = tuple[int | str | None, ...]


def read(
    data: bytes, tabel: str, limits: Limits | None = None
) -> tuple[list[Row], tuple[Finding, ...], Reading]:
    """Landed rows (with regel), findings, reading."""
    batches: list[Batch] = []
    findings = Findings()
    scanned = scan(lambda: contextlib.closing(io.BytesIO(data)))
    reading = read_table(
        io.BytesIO(data),
        scanned.codering,
        f"{tabel}.csv",
        TABLES[tabel],
        load_dialect("rizoom").tabellen[tabel],
        PSEUDONYMISER,
        findings,
        batches.append,
        limits or Limits(),
    )
    return [row for batch in batches for row in batch.rows()], findings.result(), reading


def found(data: bytes, tabel: str) -> list[tuple[str, int | None, str]]:
    return [(f.code, f.regel, f.kolom) for f in read(data, tabel)[1]]


def opgave(*lines: str) -> bytes:
    return csv_bytes("opgave", *lines)


CELL = st.text(alphabet='a;,"\t\n\réÀ€ \\|x', max_size=5)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=8),
    separator=st.sampled_from(";,\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    batch=st.sampled_from([1, 3, 8192]),
)
def test_any_rows_in_any_accepted_form_land_the_same(
    rows: list[tuple[str, ...]], separator: str, encoding: str, end: str, quoting: Any, batch: int
) -> None:
    columns = [column.naam for column in TABLES["opgave"].kolommen]
    out = io.StringIO(newline="")
    if end == "\n" and any("\r" in value for row in rows for value in row):
        quoting = csv.QUOTE_ALL  # with this line end the writer would leave a lone CR without quotes
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerow(columns)
    regels = []
    for row in rows:
        regels.append(out.getvalue().count("\n") + 1)
        writer.writerow(row)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BATCH_ROWS", batch)
        patch.setattr(module, "STEP", min(batch, 64))
        landed, findings, reading = read(out.getvalue().encode(encoding), "opgave")
    assert findings == ()
    assert [row[0] for row in landed] == regels
    assert [row[1:] for row in landed] == [tuple(value.strip() or None for value in row) for row in rows]
    assert (reading.rijen, reading.volledig) == (len(rows), True)


@settings(deadline=None)
@given(st.text(alphabet='ab;é\\ "\t\r\n\ufeff\x1c', max_size=40))
def test_a_plain_block_has_the_fields_that_the_parser_of_records_gives(text: str) -> None:
    fields = plain_fields(text, ";", 2, 8)
    if fields is not None:
        rows = list(csv.reader(io.StringIO(text, newline="\n"), delimiter=";", strict=True))
        assert [list(row) for row in zip(*(values.to_pylist() for values in fields), strict=True)] == rows


def test_a_block_is_plain_until_it_can_be_read_in_two_ways() -> None:
    def fields(text: str, width: int = 2) -> list[list[str]] | None:
        found = plain_fields(text, ";", width, 8)
        return found and [values.to_pylist() for values in found]

    assert fields(" a;é\n;\nNULL;12345678") == [[" a", "", "NULL"], ["é", "", "12345678"]]
    assert fields("a;b\r\nc;d\r\n") == [["a", "c"], ["b", "d"]]
    for other in ('a;"b"\n', "a;b\n\nc;d\n", "a;b;c\n", "a\n", "a;b\rc;d\n", "\ufeffa;b\n", "a;123456789\n"):
        assert fields(other) is None
    assert fields("a\n", 1) is None


def test_a_header_of_very_many_columns_makes_no_array_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = header("opgave") + ";" * module.MAX_HEADINGS
    data = f"{wide}\na;b;1;{';' * module.MAX_HEADINGS}\n".encode()
    land, sizes = Columns.land, []

    def counted(self: Columns, fields: Mapping[str, Any], regels: Sequence[int]) -> list[Any]:
        sizes.append(len(fields))
        return land(self, fields, regels)

    monkeypatch.setattr(Columns, "land", counted)
    assert read(data, "opgave")[0] == [(2, "a", "b", "1", None)]
    assert sizes == [4]


def test_rows_land_the_same_before_and_after_the_first_quote() -> None:
    many = [f"a{number};b;{number};" for number in range(BLOCK // 10)]
    landed, findings, reading = read(opgave(*many, 'x;"y\nz";1;', "d;e;2;"), "opgave")
    last = len(many) + 2
    assert findings == () and reading.rijen == len(landed) == len(many) + 2
    assert landed[0] == (2, "a0", "b", "0", None)
    assert landed[-3:] == [
        (last - 1, many[-1].split(";")[0], "b", str(len(many) - 1), None),
        (last, "x", "y\nz", "1", None),
        (last + 2, "d", "e", "2", None),
    ]


def test_lines_are_physical_and_blank_lines_at_the_end_are_no_rows() -> None:
    data = opgave('a;b;1;"x\n\ny"', "c;d;2;", "", "  ", "")
    landed, findings, reading = read(data, "opgave")
    assert [row[0] for row in landed] == [2, 5] and findings == () and reading.rijen == 2


def test_a_blank_line_between_rows_is_a_ragged_row() -> None:
    data = opgave("a;b;1;", "", "c;d;2;", "e;f", "g;h;3;x;y")
    assert found(data, "opgave") == [("LP-CSV-RIJ", 3, ""), ("LP-CSV-RIJ", 5, ""), ("LP-CSV-RIJ", 6, "")]
    assert read(data, "opgave")[2].rijen == 5


def test_wrong_quotes_do_not_hide_the_rows_after_them() -> None:
    landed, findings, reading = read(opgave('"a"b;c;1;', "d;e;2;"), "opgave")
    assert [(f.code, f.regel) for f in findings] == [("LP-CSV-AANHALING", 2)]
    assert [row[0] for row in landed] == [3] and reading.rijen == 2
    assert found(opgave("a;b;1;", 'c;"d;2;', "e;f;3;"), "opgave") == [("LP-CSV-AANHALING", 3, "")]


@pytest.mark.parametrize(
    ("data", "codering", "regels"),
    [
        ("a;é;1;\n".encode(), "UTF-8", []),
        ("a;é;1;\n".encode("cp1252"), "windows-1252", []),
        ("a;é;1;\nb;é;2;\nd;".encode() + b"\xff;3;\n", "UTF-8", [4]),
        (b"a;\xe9;1;\nb;\x81;2;\n", "windows-1252", [3]),
    ],
)
def test_encodings_and_undecodable_bytes(data: bytes, codering: str, regels: list[int]) -> None:
    data = f"{header('opgave')}\n".encode() + (
        data.replace(b"c;2", "ééé;2".encode()) if regels == [4] else data
    )
    assert scan(lambda: contextlib.closing(io.BytesIO(data))).codering == codering
    landed, findings, _ = read(data, "opgave")
    assert [(f.code, f.regel) for f in findings] == [("LP-CSV-TEKENS", regel) for regel in regels]
    assert landed[0][2] == "é"
    assert all("\ufffd" in str(row) for row in landed if row[0] in regels)


def test_utf8_is_recognised_across_blocks() -> None:
    data = opgave("a;" + "x" * (BLOCK - len(header("opgave")) - 4) + "é;1;", "é;é;2;")
    assert scan(lambda: contextlib.closing(io.BytesIO(data))).codering == "UTF-8"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_named(codec: str) -> None:
    assert found(opgave("a;b;1;").decode().encode(codec), "opgave") == [("LP-CSV-UTF16", None, "")]


def test_nul_empty_and_no_header() -> None:
    assert found(opgave("a;b;1;", "c\0;d;2;"), "opgave") == [("LP-CSV-NUL", 3, "")]
    assert found(b"", "opgave") == [("LP-CSV-LEEG", None, "")]
    assert found(b"\n\n", "opgave") == [("LP-CSV-LEEG", None, "")]
    assert found(f"{BSN[0]};bsn\n".encode(), "jongere") == [("LP-CSV-KOPREGEL", 1, "")]


def test_headings_unknown_missing_double_with_a_hint() -> None:
    data = b"Indicator;onderwijssoort_klas;aantal;AANTAL\na;b;1;2\n"
    landed, findings, _ = read(data, "opgave")
    assert [(f.code, f.kolom) for f in findings] == [
        ("LP-CSV-KOLOM-ONBEKEND", "onderwijssoort_klas"),
        ("LP-CSV-KOLOM-DUBBEL", "aantal"),
        ("LP-CSV-KOLOM-ONTBREEKT", "onderwijssoort_klasse"),
        ("LP-CSV-KOLOM-ONTBREEKT", "toelichting"),
    ]
    assert "bedoelt u onderwijssoort_klasse?" in findings[0].melding
    assert landed == [(2, "a", None, "1", None)]


def test_a_field_over_64_kib_and_a_line_without_end() -> None:
    assert found(opgave(f"a;b;1;{'x' * 65536}"), "opgave") == []
    assert found(opgave("a;b;1;", f"a;b;1;{'x' * 65537}"), "opgave") == [("LP-CSV-VELD-LANG", 3, "")]
    assert found(opgave(f"a;b;1;{'é' * 32769}"), "opgave") == [("LP-CSV-VELD-LANG", 2, "")]
    data = opgave("a;b;1;", f"a;b;1;{'x' * 200_000}", "c;d;2;")
    _, findings, reading = read(data, "opgave")
    assert [(f.code, f.regel) for f in findings] == [("LP-CSV-VELD-LANG", 3)] and not reading.volledig
    for size in (5_000_000, MAX_LINE + 2 * BLOCK):
        assert found(opgave("a;b;1;", "x" * size), "opgave") == [("LP-CSV-VELD-LANG", 3, "")]


def test_two_date_forms_in_one_column_is_one_finding_on_the_first_other_row() -> None:
    rows = [f"{BSN[0]};GM0344;{day};;" for day in ("1-2-2015", "03-04-2016", "2017-05-06", "2018-02-31", "x")]
    landed, findings, reading = read(csv_bytes("verblijf", *rows), "verblijf")
    assert [(f.code, f.regel, f.kolom) for f in findings] == [("LP-CSV-DATUMVORM", 4, "begindatum")]
    assert [row[3] for row in landed] == ["2015-02-01", "2016-04-03", "2017-05-06", "2018-02-31", "x"]
    assert reading.datumvormen == {"begindatum": "D-M-JJJJ, JJJJ-MM-DD"}


def test_values_land_normalised_and_what_fits_nothing_stays() -> None:
    row = f" M1 ;{BSN[0]};00ro;vo;lrv;1-1-2025;1/2/2025;12,50;j;X;A;g;terug_naar_School;31-2-2025"
    landed, findings, _ = read(csv_bytes("verzuimmelding", row), "verzuimmelding")
    pseudoniem = PSEUDONYMISER.pseudonym(BSN[0])[0]
    assert findings == () or {f.code for f in findings} == set()
    assert landed == [
        (
            2,
            "M1",
            pseudoniem,
            "00RO",
            "VO",
            "LRV",
            "2025-01-01",
            "1/2/2025",
            "12.50",
            "J",
            "X",
            "a",
            "G",
            "terug_naar_school",
            "2025-02-31",
        )
    ]


def test_numbers_wrong_empty_short_and_of_another_kind() -> None:
    wrong = BSN[1][:-1] + str((int(BSN[1][-1]) + 1) % 10)
    tails = ";2012-03-04;V;;"
    rows = [
        f"{BSN[0]};bsn{tails}",
        f"{wrong};bsn{tails}",
        f";bsn{tails}",
        f"{BSN[2][1:]};bsn{tails}",
        f"{BSN[3]};onderwijsnummer{tails}",
        f"{ONDERWIJSNUMMER[0]};bsn{tails}",
        f"999.99;bsn{tails}",
        f"{ONDERWIJSNUMMER[1]};onderwijsnummer{tails}",
        f"{BSN[4]};paspoort{tails}",
    ]
    landed, findings, _ = read(csv_bytes("jongere", *rows), "jongere")
    assert sorted((f.regel or 0, f.code) for f in findings) == [
        (3, "LP-NUMMER-ELFPROEF"),
        (4, "LP-NUMMER-LEEG"),
        (5, "LP-NUMMER-NUL"),
        (6, "LP-NUMMER-SOORT"),
        (7, "LP-NUMMER-SOORT"),
        (8, "LP-NUMMER-VORM"),
    ]
    assert [row[0] for row in landed if row[1] is None] == [3, 4, 5, 8]
    assert wrong[-3:] in findings[0].melding and wrong[-4:] not in findings[0].melding


def test_koppeling_wants_each_kind_in_its_own_column() -> None:
    rows = (f"{BSN[0]};{ONDERWIJSNUMMER[0]}", f"{ONDERWIJSNUMMER[1]};{BSN[1]}")
    assert found(csv_bytes("koppeling", *rows), "koppeling") == [
        ("LP-NUMMER-SOORT", 3, "bsn"),
        ("LP-NUMMER-SOORT", 3, "onderwijsnummer"),
    ]


def test_a_thousand_lines_per_code_with_the_true_total() -> None:
    findings = read(opgave(*["x"] * 1500), "opgave")[1]
    assert len(findings) == 1000 and {f.aantal for f in findings} == {1500}
    blank = read(opgave(*[""] * 1500, "a;b;1;"), "opgave")
    assert len(blank[1]) == 1000 and {f.aantal for f in blank[1]} == {1500} and blank[2].rijen == 1501
