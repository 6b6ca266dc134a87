"""A database server for the drills alone: it is killed, and what it says it kept must be there afterwards."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from rizoom.settings import Settings
from rizoom.warehouse.server import ensure_database, ensure_server, stop_server
from tests.drills import disturbed as dr
from tests.intake import deliveries as d

Fresh = Callable[[], Settings]


@pytest.fixture(scope="package", autouse=True)
def libraries() -> None:
    """Imported before anything forks."""
    import great_expectations  # noqa: F401


@pytest.fixture(scope="package")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A server of our own, durable as in production, with a migrated template database."""
    settings = Settings(
        home=tmp_path_factory.mktemp("oefening"), database="oefening", key_hex=secrets.token_hex(32)
    )
    try:
        ensure_server(settings)
        ensure_database(settings)
        yield settings
    finally:
        stop_server(settings)


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good delivery, its correction, one with a fout, one that is no delivery."""
    folder = tmp_path_factory.mktemp("gemaakt")
    d.write_zip(folder / "a.zip")
    d.write_zip(folder / "b.zip", volgnummer=2)
    wrong = d.files(verblijf=[[d.BSN, "GM0344", "2012-13-45", "", ""]])
    d.write_zip(folder / "c.zip", wrong, volgnummer=3)
    (folder / "d.zip").write_bytes(b"geen zip")
    return folder


@pytest.fixture
def fresh(machine: Settings, tmp_path: Path, made: Path) -> Iterator[Fresh]:
    """Warehouses with a full inbox, as many as asked for; the same root key for all."""
    numbers = itertools.count(1)
    names: list[str] = []

    def another() -> Settings:
        number = next(numbers)
        name = f"o_{secrets.token_hex(4)}"
        with psycopg.connect(ensure_server(machine), autocommit=True) as conn:
            statement = sql.SQL("create database {} template {}")
            conn.execute(statement.format(sql.Identifier(name), sql.Identifier(machine.database)))
        names.append(name)
        home = tmp_path / f"huis{number}"
        home.mkdir()
        # The URL stays right: a server that was killed comes back on its own port.
        own = replace(machine, database=name, home=home, warehouse_url=ensure_server(machine))
        dr.fill(own.inbox, made)
        return own

    yield another
    with psycopg.connect(ensure_server(machine), autocommit=True) as conn:
        for name in names:
            conn.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
