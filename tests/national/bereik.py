"""The scope of a build, as the pipeline writes it before dbt runs."""

from __future__ import annotations

import psycopg

JAAR = "2024/2025"


def begin_opbouw(conn: psycopg.Connection, volledig: bool) -> None:
    """A build of :data:`JAAR` begins, of the whole year or of affected persons; its tables have a schema to lie in."""
    conn.execute(
        "insert into register.bereik (schooljaar, definitieset, volledig) values (%s, '2025-1', %s)",
        [JAAR, volledig],
    )
    conn.execute("create schema if not exists intermediate")
