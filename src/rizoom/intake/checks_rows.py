"""The rows of the batch that is checked: every row read once, its dates and numbers as such.

The tables ``controle.rij_<tabel>`` are unlogged and hold nothing between two batches. They are shared, so
the caller holds the lock of the batch (:mod:`rizoom.intake.checks`).
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from rizoom.intake.schema import TABLES

#: Each is filled from the view ``lees_<name>``, in this order: the later ones join with the earlier ones.
_TABLES = (
    ("levering", "levering"),
    ("eigen_gemeente", "eigen_gemeente"),
    *((name, f"rij_{name}") for name in TABLES),
)
#: For one session: plans that stay linear in the size of the batch (a nested loop over rows that have just
#: landed would be quadratic), memory to hash in, no compilation of queries that take a second.
PLANNER = {"enable_nestloop": "off", "work_mem": "96MB", "jit": "off"}


def fill(conn: psycopg.Connection, levering_ids: list[int]) -> None:
    """Make ``levering_ids`` the batch. Does not commit."""
    empty(conn)
    conn.execute(
        "insert into register.controlegroep (levering_id) select unnest(%s::integer[])", [levering_ids]
    )
    for setting, value in {**PLANNER, "default_statistics_target": "10"}.items():
        conn.execute("select set_config(%s, %s, true)", [setting, value])
    # Bounds as literals: with them the planner knows how many rows come, and an index skips the others.
    statement = sql.SQL("insert into {} select * from {} where levering_id between {} and {}")
    for name, table in _TABLES:
        target = sql.Identifier("controle", table)
        source = sql.Identifier("controle", f"lees_{name}")
        conn.execute(statement.format(target, source, min(levering_ids), max(levering_ids)))
        conn.execute(sql.SQL("analyze {}").format(target))


def empty(conn: psycopg.Connection) -> None:
    """Leave no rows of any delivery behind. Does not commit."""
    names = sql.SQL(", ").join(sql.Identifier("controle", table) for _, table in _TABLES)
    conn.execute(sql.SQL("truncate {}").format(names))
    conn.execute("delete from register.controlegroep")
