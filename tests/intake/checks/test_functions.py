"""The SQL functions of schema controle: they answer, and never raise, whatever text they get."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

RAW = st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=20)
DATES = st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True)


def _one(conn: psycopg.Connection, query: str, *values: object) -> object:
    row = conn.execute(query, values).fetchone()
    assert row is not None
    return row[0]


@hypothesis_settings(
    deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(RAW, DATES, st.dates().map(date.isoformat)))
def test_date_is_what_python_takes_for_one(conn: psycopg.Connection, text: str) -> None:
    try:
        expected = date.fromisoformat(text) if len(text) == 10 and text.isascii() and text[4] == "-" else None
    except ValueError:
        expected = None
    if expected is not None and expected.isoformat() != text:
        expected = None
    row = conn.execute("select controle.is_datum(%s), controle.naar_datum(%s)", [text, text]).fetchone()
    assert row == (expected is not None, expected)


@hypothesis_settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(RAW, st.integers().map(str), st.decimals(allow_nan=False, allow_infinity=False).map(str))
)
def test_numbers_never_raise(conn: psycopg.Connection, text: str) -> None:
    names = ("is_geheel", "naar_geheel", "is_getal", "naar_getal")
    query = "select " + ", ".join(f"controle.{name}(%s)" for name in names)
    row = conn.execute(query, [text] * 4).fetchone()
    assert row is not None
    whole, integer, number, decimal = row
    assert whole == (integer is not None)
    assert number == (decimal is not None)
    if whole:
        assert int(text) == integer
    if number:
        assert Decimal(text) == decimal


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("999999999999.9999", True),
        ("1234567890123", False),
        ("1.23456", False),
        ("1,5", False),
        ("-0.5", True),
    ],
)
def test_decimal_has_12_digits_before_and_4_after_the_point(
    conn: psycopg.Connection, text: str, good: bool
) -> None:
    assert _one(conn, "select controle.is_getal(%s)", text) is good


@pytest.mark.parametrize(
    ("geboren", "jaren", "verwacht"),
    [("2008-02-29", 18, "2026-03-01"), ("2008-02-29", 16, "2024-02-29"), ("2008-02-28", 18, "2026-02-28")],
)
def test_birthday(conn: psycopg.Connection, geboren: str, jaren: int, verwacht: str) -> None:
    assert _one(conn, "select controle.verjaardag(%s::date, %s)", geboren, jaren) == date.fromisoformat(
        verwacht
    )
