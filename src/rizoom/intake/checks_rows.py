"""The rows of the batch that is checked: every row read once, its dates and numbers as such.

The tables ``controle.rij_<tabel>`` are unlogged and hold nothing between two batches. They are shared, so
the caller holds the lock of the batch (:mod:`rizoom.intake.checks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import psycopg
from psycopg import sql

from rizoom.intake.schema import TABLES
from rizoom.intake.spread import Task, cancel, spread

#: Filled before the others, from the views ``lees_<name>``: those join with them.
_FIRST = ("levering", "eigen_gemeente")
#: For one transaction: plans that stay linear in the size of the batch (a nested loop over rows that have just
#: landed would be quadratic), memory to hash in, no compilation of queries that take a second. No helpers for
#: one query either: the connections are what keeps the cores busy, and a helper hashes small tables once more.
PLANNER = {
    "enable_nestloop": "off",
    "work_mem": "96MB",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}


def plan(conn: psycopg.Connection) -> None:
    """The settings of :data:`PLANNER`, until the end of the transaction."""
    for setting, value in PLANNER.items():
        conn.execute("select set_config(%s, %s, true)", [setting, value])


def landed(conn: psycopg.Connection, levering_ids: list[int]) -> dict[str, int]:
    """Rows of each table that these deliveries landed; tables without any may be missing."""
    rows = conn.execute(
        "select tabel, sum(rijen_gelezen)::bigint from register.levering_bestand"
        " where levering_id = any(%s) and tabel is not null and rijen_gelezen is not null group by tabel",
        [levering_ids],
    )
    return dict(rows.fetchall())


def fill(conns: Sequence[psycopg.Connection], levering_ids: list[int]) -> None:
    """Make ``levering_ids`` the batch, over all of ``conns``. Commits: they see each other's rows by that.

    After a failure some of the tables may hold rows; the caller empties them.
    """
    conn = conns[0]
    empty(conn)
    conn.execute(
        "insert into register.controlegroep (levering_id) select unnest(%s::integer[])", [levering_ids]
    )
    for name in _FIRST:
        _fill(conn, name, name, levering_ids)
    rows = landed(conn, levering_ids)
    conn.commit()
    tasks = [
        Task(rows.get(name, 0), partial(_fill_alone, name=name, levering_ids=levering_ids)) for name in TABLES
    ]
    spread(conns, tasks, cancel)


def _fill_alone(conn: psycopg.Connection, name: str, levering_ids: list[int]) -> None:
    with conn.transaction():
        _fill(conn, name, f"rij_{name}", levering_ids)


def _fill(conn: psycopg.Connection, name: str, table: str, levering_ids: list[int]) -> None:
    """Rows of the view ``lees_<name>`` into ``table``, and statistics of it."""
    plan(conn)
    conn.execute("select set_config('default_statistics_target', '10', true)")
    target = sql.Identifier("controle", table)
    source = sql.Identifier("controle", f"lees_{name}")
    # Bounds as literals: with them the planner knows how many rows come, and an index skips the others.
    statement = sql.SQL("insert into {} select * from {} where levering_id between {} and {}")
    conn.execute(statement.format(target, source, min(levering_ids), max(levering_ids)))
    conn.execute(sql.SQL("analyze {}").format(target))


def empty(conn: psycopg.Connection) -> None:
    """Leave no rows of any delivery behind. Does not commit."""
    tables = [*_FIRST, *(f"rij_{name}" for name in TABLES)]
    names = sql.SQL(", ").join(sql.Identifier("controle", table) for table in tables)
    conn.execute(sql.SQL("truncate {}").format(names))
    conn.execute("delete from register.controlegroep")
