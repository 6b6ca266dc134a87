"""The tables of a delivery: as the specification has them and as the landing migration made them."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from rizoom.intake.schema import KINDS, TABLES, code_list, landing_columns


@pytest.mark.parametrize("tabel", sorted(TABLES))
def test_landing_has_exactly_these_columns(conn: psycopg.Connection, tabel: str) -> None:
    rows = conn.execute(
        "select column_name from information_schema.columns"
        " where table_schema = 'landing' and table_name = %s order by ordinal_position",
        (tabel,),
    ).fetchall()
    assert tuple(row[0] for row in rows) == landing_columns(TABLES[tabel])


def test_every_table_belongs_to_a_kind_and_every_kind_knows_its_tables() -> None:
    assert {tabel for kind in KINDS.values() for tabel in kind.tabellen} == set(TABLES)


def test_no_personal_number_lands() -> None:
    for table in TABLES.values():
        for column in table.kolommen:
            if column.type == "nummer":
                assert column.landing.startswith("pseudoniem")
                assert column.naam not in landing_columns(table)


def test_every_code_column_has_a_list_with_codes() -> None:
    for table in TABLES.values():
        for column in table.kolommen:
            if column.type == "code":
                assert code_list(column.lijst or ""), (table.naam, column.naam)


def test_a_list_that_is_absent_is_empty(tmp_path: Path) -> None:
    assert code_list("geslacht", tmp_path / "geen.csv") == ()
    assert code_list("bestaat_niet") == ()
