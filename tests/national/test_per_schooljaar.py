"""How a build writes a table with rows per person and school year: a partition anew, or the persons that differ."""

from __future__ import annotations

import psycopg
import pytest

from rizoom.national.dbt import run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.national.bereik import JAAR, begin_opbouw

A, B, C, D = (f"00000000-0000-8000-8000-00000000000{n}" for n in range(1, 5))
STARTKWALIFICATIE = "intermediate.int_startkwalificatie"
MART = "leerplichttelling.verhuizing_niet_afgesloten"
Rijen = dict[str, tuple[str, str]]


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """The seeds, an empty set of affected persons, and qualifications of A, B and C of which the table is built."""
    with connect(seeded_settings) as conn:
        begin_opbouw(conn, volledig=True)
        conn.execute(
            "create table intermediate.int_geraakt (persoon uuid);"
            "create table intermediate.int_veranderd (persoon uuid primary key);"
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
        for tabel in ("int_geraakt", "int_veranderd"):
            conn.cursor().executemany(
                f"insert into intermediate.{tabel} values (%s) on conflict do nothing", [[p] for p in geraakt]
            )


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
    eerst = _deel(settings, STARTKWALIFICATIE)
    with connect(settings) as conn:
        conn.execute(
            "create table intermediate.int_startkwalificatie__2023_2024"
            " partition of intermediate.int_startkwalificatie for values in ('2023/2024');"
            f"insert into intermediate.int_startkwalificatie (schooljaar, persoon, datum)"
            f" values ('2023/2024', '{D}', '2023-06-01')"
        )
        conn.execute("update intermediate.int_kwalificatie set datum = '2024-06-01'")
    daarna = _bouw(settings)
    assert {persoon: datum for persoon, (datum, _) in daarna.items()} == {
        A: "2024-06-01",
        B: "2024-06-01",
        C: "2024-06-01",
        D: "2023-06-01",
    }
    assert _deel(settings, STARTKWALIFICATIE) != eerst  # another table in its place


def test_a_table_of_before_is_divided_over_school_years(settings: Settings) -> None:
    """All years lay in one table; what was in other years stays, and has an index of persons there."""
    with connect(settings) as conn:
        conn.execute(
            "create table intermediate.eerder as select * from intermediate.int_startkwalificatie;"
            "drop table intermediate.int_startkwalificatie;"
            "alter table intermediate.eerder rename to int_startkwalificatie;"
            f"insert into intermediate.int_startkwalificatie (schooljaar, persoon, datum)"
            f" values ('2023/2024', '{D}', '2023-06-01');"
            "create view intermediate.erop as select * from intermediate.int_startkwalificatie"
        )
        conn.execute("update intermediate.int_kwalificatie set datum = '2024-06-01'")
    assert {persoon: datum for persoon, (datum, _) in _bouw(settings).items()} == {
        A: "2024-06-01",
        B: "2024-06-01",
        C: "2024-06-01",
        D: "2023-06-01",
    }
    with connect(settings) as conn:
        delen = conn.execute(
            "select inhrelid::regclass::text, (select count(*) from pg_index where indrelid = inhrelid)"
            " from pg_inherits where inhparent = 'intermediate.int_startkwalificatie'::regclass order by 1"
        ).fetchall()
        weg = conn.execute("select to_regclass('intermediate.erop'), to_regclass('intermediate.eerder')")
        assert weg.fetchone() == (None, None)
    assert delen == [
        ("intermediate.int_startkwalificatie__2023_2024", 1),
        ("intermediate.int_startkwalificatie__2024_2025", 1),
    ]


def test_who_reads_a_published_table_holds_no_build_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=5s")
    with connect(settings) as conn:
        conn.execute(
            "create table intermediate.int_woont_leerplicht (schooljaar text, persoon uuid, gemeentecode text,"
            " begindatum date, ingekort boolean, leveraar text, bron_id integer, regel integer);"
            "create table intermediate.int_bron as select '2024/2025' as schooljaar, 1 as bron_id, 1 as levering_id"
        )
        conn.cursor().executemany(
            "insert into intermediate.int_woont_leerplicht values (%s, %s, %s, %s, %s, %s, 1, 1)",
            [
                (JAAR, A, "GM0363", "2024-08-01", True, "GM0363"),
                (JAAR, A, "GM0344", "2024-10-01", False, "GM0344"),
            ],
        )
    run_dbt(settings, ["run", "--select", "verhuizing_niet_afgesloten"])
    eerst = _deel(settings, MART)
    with connect(settings) as lezer, connect(settings) as conn:
        assert lezer.execute(f"select count(*) from {MART}").fetchone() == (1,)
        conn.execute("update intermediate.int_woont_leerplicht set ingekort = false")
        conn.commit()
        run_dbt(settings, ["run", "--select", "verhuizing_niet_afgesloten"])
        assert lezer.execute(f"select count(*) from {MART}").fetchone() == (0,)
    assert _deel(settings, MART) == eerst


def _deel(settings: Settings, tabel: str) -> int:
    """The table that holds the rows of the school year."""
    with connect(settings) as conn:
        row = conn.execute("select to_regclass(%s)::oid", [f"{tabel}__2024_2025"]).fetchone()
    assert row is not None and row[0] is not None
    return int(row[0])


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
