"""Numbered SQL files, each applied once and in order."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files

import psycopg

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

LOCK = 4_517_001  # any number that is only ours, the same in every process


class MigrationError(RuntimeError):
    """The files and the database do not fit each other."""


@dataclass(frozen=True)
class Migration:
    """One file ``NNNN_name.sql``."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Hash of the text: an applied migration may not change afterwards."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def load_migrations() -> list[Migration]:
    """The migrations of this package, in order. Raises :class:`MigrationError` on a name or number twice."""
    found: dict[int, Migration] = {}
    for file in files("rizoom.warehouse").joinpath("migrations").iterdir():
        if not file.name.endswith(".sql"):
            continue
        match = re.fullmatch(r"(\d{4})_(\w+)\.sql", file.name)
        if match is None:
            raise MigrationError(f"not a migration name: {file.name}")
        number = int(match[1])
        if number in found:
            raise MigrationError(f"two migrations have number {number}")
        found[number] = Migration(number, file.name, file.read_text(encoding="utf-8"))
    return [found[number] for number in sorted(found)]


def migrate(settings: Settings) -> list[int]:
    """Apply what is missing, each in its own transaction; returns the numbers applied now.

    Several processes may call it: an advisory lock lets one work while the others wait.
    """
    with connect(settings, autocommit=True) as conn:
        if _is_current(conn, load_migrations()):
            return []
        conn.execute("select pg_advisory_lock(%s)", [LOCK])
        try:
            return _migrate(conn, load_migrations())
        finally:
            conn.execute("select pg_advisory_unlock(%s)", [LOCK])


def _is_current(conn: psycopg.Connection, migrations: list[Migration]) -> bool:
    """Whether there is nothing to do: a process that may not change tables can find that out too."""
    if conn.execute("select to_regclass('beheer.migratie')").fetchone() == (None,):
        return False
    rows = conn.execute("select nummer, sha256 from beheer.migratie").fetchall()
    return dict(rows) == {migration.number: migration.sha256 for migration in migrations}


def _migrate(conn: psycopg.Connection, migrations: list[Migration]) -> list[int]:
    conn.execute("create schema if not exists beheer")
    conn.execute(
        "create table if not exists beheer.migratie (nummer integer primary key, naam text not null,"
        " sha256 text not null, toegepast_op timestamptz not null default now())"
    )
    rows = conn.execute("select nummer, sha256 from beheer.migratie").fetchall()
    applied: dict[int, str] = dict(rows)
    unknown = sorted(set(applied) - {m.number for m in migrations})
    if unknown:
        raise MigrationError(f"the database has migrations that this version does not know: {unknown}")
    done: list[int] = []
    for migration in migrations:
        if migration.number in applied:
            if applied[migration.number] != migration.sha256:
                raise MigrationError(
                    f"{migration.name} was changed after it had been applied to this database"
                )
            continue
        with conn.transaction():
            conn.execute(migration.sql.encode())
            conn.execute(
                "insert into beheer.migratie (nummer, naam, sha256) values (%s, %s, %s)",
                [migration.number, migration.name, migration.sha256],
            )
        done.append(migration.number)
    return done
