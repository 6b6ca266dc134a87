"""Landed rows of a school year can be looked up by number once the year has been built (migration 0084)."""

from __future__ import annotations

import psycopg

from rizoom.intake.schema import TABLES
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

NUMMER = "select landing.zorg_voor_nummerindex('2024/2025')"


def _indexed(conn: psycopg.Connection, which: str = "pseudoniem)") -> list[str]:
    """Tables with an index whose definition ends so."""
    rows = conn.execute(
        "select tablename from pg_indexes where schemaname = 'landing' and right(indexdef, length(%(e)s)) = %(e)s"
        " order by tablename",
        {"e": which},
    )
    return [row[0] for row in rows]


def test_every_table_of_the_year_with_a_number_has_one_index(settings: Settings) -> None:
    with connect(settings) as conn:
        for jaar in ("2023/2024", "2024/2025"):
            conn.execute("select landing.zorg_voor_jaar(%s)", (jaar,))
        assert _indexed(conn) == []
        with_number = sorted(
            f"{name}_2024_2025"
            for name, table in TABLES.items()
            if name != "aanwezigheid" and any(column.landing == "pseudoniem" for column in table.kolommen)
        )
        for _ in range(2):
            conn.execute(NUMMER)
            assert _indexed(conn) == with_number
    assert len(with_number) > 8


def test_a_year_without_partitions_needs_none(settings: Settings) -> None:
    with connect(settings) as conn:
        conn.execute(NUMMER)
        assert _indexed(conn) == []


def test_deaths_of_a_built_year_are_found_without_reading_it(settings: Settings) -> None:
    with connect(settings) as conn:
        conn.execute("select landing.zorg_voor_jaar('2024/2025')")
        assert _indexed(conn, "(datum_overlijden IS NOT NULL)") == []
        for _ in range(2):
            conn.execute(NUMMER)
            assert _indexed(conn, "(datum_overlijden IS NOT NULL)") == ["jongere_2024_2025"]
        conn.execute("set local enable_seqscan = off")
        plan = conn.execute(
            "explain select pseudoniem from landing.jongere where datum_overlijden is not null"
        ).fetchall()
    assert any("jongere_2024_2025_pseudoniem_idx1" in row[0] for row in plan)
