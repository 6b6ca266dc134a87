"""Tables of persons that named deliveries name series of deliveries (migration 0086)."""

from __future__ import annotations

import psycopg

from rizoom.settings import PROJECT_ROOT

MIGRATIE = PROJECT_ROOT / "src" / "rizoom" / "warehouse" / "migrations" / "0086_bron.sql"


def test_what_a_warehouse_of_before_holds_has_the_new_name(conn: psycopg.Connection) -> None:
    conn.execute("create schema if not exists intermediate")
    conn.execute(
        "create table intermediate.int_woont (schooljaar text, persoon uuid, levering_id integer, regel integer)"
        " partition by list (schooljaar);"
        "create table intermediate.int_woont__2024_2025 partition of intermediate.int_woont"
        " for values in ('2024/2025');"
        "insert into intermediate.int_woont values ('2024/2025', '00000000-0000-8000-8000-000000000001', 7, 2);"
        "create table intermediate.int_vsv_t0 (persoon uuid, levering_id integer);"
        "create table intermediate.int_aanwezigheid_deel_1 (persoon uuid, levering_id integer);"
        "create table intermediate.int_levering_gewijzigd (levering_id integer);"
        "create view intermediate.int_waarom_regel as select persoon, levering_id from intermediate.int_woont"
    )
    text = MIGRATIE.read_text(encoding="utf-8")
    conn.execute(text[text.index("do $$") :].encode())
    named = conn.execute(
        "select c.relname, a.attname from pg_class as c inner join pg_attribute as a on a.attrelid = c.oid"
        " where c.relnamespace = 'intermediate'::regnamespace and a.attname in ('bron_id', 'levering_id') order by 1"
    ).fetchall()
    assert named == [
        ("int_aanwezigheid_deel_1", "levering_id"),
        ("int_levering_gewijzigd", "levering_id"),
        ("int_vsv_t0", "bron_id"),
        ("int_waarom_regel", "levering_id"),
        ("int_woont", "bron_id"),
        ("int_woont__2024_2025", "bron_id"),
    ]
    # who reads the view meanwhile sees what it showed
    assert conn.execute("select levering_id from intermediate.int_waarom_regel").fetchone() == (7,)
