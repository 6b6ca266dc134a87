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


def test_a_number_written_otherwise_differs(settings: Settings) -> None:
    """1.0 hours and 1.00 are equal, but a full build would write the second."""
    with connect(settings) as conn:
        conn.execute(
            "create table intermediate.int_persoon (schooljaar text, persoon uuid);"
            "create table intermediate.int_verzuimmelding"
            " (schooljaar text, persoon uuid, geoorloofd boolean, uren numeric, begindatum date, status text);"
            "create table intermediate.int_absoluut_spell"
            " (schooljaar text, definitieset text, persoon uuid, periode daterange);"
            "create table intermediate.int_lrv_landelijk (like intermediate.int_absoluut_spell);"
            "create table intermediate.int_bereik as"
            " select '2024/2025' as schooljaar, daterange('2024-08-01', '2025-08-01') as sj;"
            "create table intermediate.int_definitieset as select '2025-1' as definitieset"
        )
        conn.execute("insert into intermediate.int_persoon values (%s, %s)", [JAAR, A])
        conn.execute(
            "insert into intermediate.int_verzuimmelding values (%s, %s, false, 1.0, '2025-01-06', 'O')",
            [JAAR, A],
        )
    assert _uren(settings) == "1.0"
    _gedeeltelijk(settings, A)
    with connect(settings) as conn:
        conn.execute("update intermediate.int_verzuimmelding set uren = 1.00")
    assert _uren(settings) == "1.00"


def _uren(settings: Settings) -> str:
    run_dbt(settings, ["run", "--select", "int_loopbaan_verzuim"])
    with connect(settings) as conn:
        row = conn.execute("select uren_ongeoorloofd::text from intermediate.int_loopbaan_verzuim").fetchone()
    assert row is not None
    return str(row[0])
