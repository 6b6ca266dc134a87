"""COPY into landing: every text arrives as it was sent."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from rizoom.intake.landing import copy_into, copy_text, ensure_year
from rizoom.intake.reader import Batch
from rizoom.intake.schema import TABLES

VALUES = [
    "",
    "plain",
    "tab\tx",
    "line\nx",
    "cr\rx",
    "back\\slash",
    "\\N",
    "\\.",
    '"quoted"',
    "é€\ufffd",
    "\\.\n\\.",
]


def columns(rows: Sequence[tuple[str, ...]]) -> list[pa.Array]:
    return [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]


def test_every_text_arrives_and_empty_is_null(conn: psycopg.Connection) -> None:
    ensure_year(conn, "2024/2025")
    rows = [(value, "k", "", other) for value in VALUES for other in VALUES]
    with copy_into(conn, 7, "2024/2025", TABLES["opgave"]) as emit:
        emit(Batch(TABLES["opgave"], range(2, len(rows) + 2), columns(rows)))
        emit(Batch(TABLES["opgave"], [1], columns([("a", "b", "1", "")])))
    landed = conn.execute("select * from landing.opgave order by regel").fetchall()
    assert landed[0] == (7, "2024/2025", 1, "a", "b", "1", None)
    assert [row[3:] for row in landed[1:]] == [tuple(value or None for value in row) for row in rows]


def test_partitions_are_made_once(conn: psycopg.Connection) -> None:
    for _ in range(2):
        ensure_year(conn, "2031/2032")
    count = conn.execute(
        "select count(*) from pg_inherits where inhrelid::regclass::text like '%2031_2032'"
    ).fetchone()
    assert count == (len(TABLES),)


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.text(alphabet="ab\t\n\r\\", max_size=4)] * 2), min_size=1, max_size=4))
def test_text_format_has_one_line_per_row_and_no_stray_separator(rows: list[tuple[str, str]]) -> None:
    text = copy_text("1\t", range(len(rows)), columns(rows)).decode()
    lines = text.split("\n")
    assert len(lines) == len(rows) + 1 and lines[-1] == "" and "\r" not in text
    assert all(line.count("\t") == 3 for line in lines[:-1])
