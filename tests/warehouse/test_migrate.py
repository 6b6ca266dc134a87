"""Migrations: each once, in order, by one process at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest

from rizoom.settings import Settings
from rizoom.warehouse import migrate as module
from rizoom.warehouse.connect import connect
from rizoom.warehouse.migrate import Migration, MigrationError, load_migrations, migrate
from rizoom.warehouse.server import create_database, ensure_database


def test_numbers_are_unique_and_ascending() -> None:
    numbers = [m.number for m in load_migrations()]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1


def test_migrated_database_has_nothing_left_to_do(settings: Settings, conn: psycopg.Connection) -> None:
    assert migrate(settings) == []
    applied = [row[0] for row in conn.execute("select nummer from beheer.migratie order by 1")]
    assert applied == [m.number for m in load_migrations()]


def test_many_at_once_apply_each_migration_once(settings: Settings) -> None:
    fresh = replace(settings, database=settings.database + "_vers")
    create_database(fresh, fresh.database)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: migrate(fresh), range(8)))
    assert sorted(number for numbers in done for number in numbers) == [m.number for m in load_migrations()]


def test_ensure_database_at_once(settings: Settings) -> None:
    fresh = replace(settings, database=settings.database + "_vers2")
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: ensure_database(fresh), range(6)))
    with connect(fresh) as conn:
        assert conn.execute("select count(*) from register.levering").fetchone() == (0,)


def test_failing_migration_leaves_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Migration(9998, "9998_kapot.sql", "create table beheer.half (x int); select 1/0;")
    monkeypatch.setattr(module, "load_migrations", lambda: [*load_migrations(), bad])
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(settings)
    with connect(settings) as conn:
        assert conn.execute("select to_regclass('beheer.half')").fetchone() == (None,)


def test_changed_or_unknown_migration_is_an_error(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = load_migrations()
    monkeypatch.setattr(module, "load_migrations", lambda: [replace(first, sql=first.sql + " "), *others])
    with pytest.raises(MigrationError, match="was changed"):
        migrate(settings)
    monkeypatch.setattr(module, "load_migrations", lambda: others)
    with pytest.raises(MigrationError, match="does not know"):
        migrate(settings)
