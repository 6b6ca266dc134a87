"""How a build writes a table with rows per person: the school year anew, or the affected persons that differ."""

from __future__ import annotations

import psycopg
import pytest

from rizoom.national.dbt import run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

JAAR = "2024/2025"
A, B, C, D = (f"00000000-0000-8000-8000-00000000000{n}" for n in range(1, 5))
Rijen = dict[str, tuple[str, str]]


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """The seeds, an empty set of affected persons, and qualifications of A, B and C of which the table is built."""
    with connect(seeded_settings) as conn:
        conn.execute(
            "insert into register.bereik (schooljaar, definitieset, volledig) values (%s, '2025-1', true)",
            [JAAR],
        )
        conn.execute(
            "create schema if not exists intermediate;"
            "create table intermediate.int_geraakt (persoon uuid);"
            "create table intermediate.int_kwalificatie (schooljaar text, persoon uuid, soort text, datum date)"
        )
        for persoon in (A, B, C):
            _kwalificatie(conn, persoon, "2025-06-01")
    _bouw(seeded_settings)
    return seeded_settings


def _kwalificatie(conn: psycopg.Connection, persoon: str, datum: str) -> None:
    conn.execute(
        "insert into intermediate.int_kwalificatie values (%s, %s, 'HAVO', %s)", [JAAR, persoon, datum]
    )


def _bouw(settings: Settings) -> Rijen:
    """Build the table; of each person the date and where the row lies."""
    run_dbt(settings, ["run", "--select", "int_startkwalificatie"])
    with connect(settings) as conn:
        rows = conn.execute(
            "select persoon::text, datum::text, ctid::text from intermediate.int_startkwalificatie"
        ).fetchall()
    assert len(rows) == len({row[0] for row in rows})
    return {row[0]: (row[1], row[2]) for row in rows}


def _gedeeltelijk(settings: Settings, *geraakt: str) -> None:
    with connect(settings) as conn:
        conn.execute("update register.bereik set volledig = false")
        conn.cursor().executemany("insert into intermediate.int_geraakt values (%s)", [[p] for p in geraakt])


def test_a_partial_build_writes_affected_persons_that_differ(settings: Settings) -> None:
    eerst = _bouw(settings)
    _gedeeltelijk(settings, A, B)
    with connect(settings) as conn:
        conn.execute("update intermediate.int_kwalificatie set datum = '2024-06-01'")
        conn.execute("update intermediate.int_kwalificatie set datum = '2025-06-01' where persoon = %s", [B])
    daarna = _bouw(settings)
    assert daarna[A][0] == "2024-06-01"
    assert daarna[B] == eerst[B]  # equal: the row still lies where it lay
    assert daarna[C] == eerst[C]  # differs, but nobody said that C is affected


def test_affected_persons_come_and_go(settings: Settings) -> None:
    _gedeeltelijk(settings, B, D)
    with connect(settings) as conn:
        conn.execute("delete from intermediate.int_kwalificatie where persoon = %s", [B])
        _kwalificatie(conn, D, "2025-07-01")
    daarna = _bouw(settings)
    assert set(daarna) == {A, C, D}


def test_a_full_build_writes_the_year_anew_and_leaves_others(settings: Settings) -> None:
    with connect(settings) as conn:
        conn.execute(
            "insert into intermediate.int_startkwalificatie (schooljaar, persoon, datum)"
            " values ('2023/2024', %s, '2023-06-01')",
            [D],
        )
        conn.execute("update intermediate.int_kwalificatie set datum = '2024-06-01'")
    daarna = _bouw(settings)
    assert {persoon: datum for persoon, (datum, _) in daarna.items()} == {
        A: "2024-06-01",
        B: "2024-06-01",
        C: "2024-06-01",
        D: "2023-06-01",
    }
