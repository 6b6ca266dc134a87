"""A small country, taken in and built once; every test gets a copy of its warehouse and an empty publication store."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from rizoom.intake import flow
from rizoom.national.flow import build_year
from rizoom.settings import Settings
from rizoom.warehouse.server import ensure_server

from .leveringen import SCHOOLJAAR, schrijf_inbox

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def land(server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Two municipalities and one region, delivered, checked, in force and built; read it only through copies."""
    name = f"{server.database}_uitgave"
    _copy(server, server.database, name)
    settings = replace(
        server,
        home=tmp_path_factory.mktemp("uitgave"),
        warehouse_url=ensure_server(server),
        database=name,
        key_hex=secrets.token_hex(32),
    )
    inbox = settings.home / "in"
    schrijf_inbox(inbox)
    flow.run_intake(settings, inbox)
    build_year(settings, SCHOOLJAAR)
    yield settings
    _drop(server, name)


@pytest.fixture
def gebouwd(land: Settings, tmp_path: Path) -> Iterator[Settings]:
    """The built country with a register and a publication store of its own."""
    name = f"{land.database}_{next(_numbers)}"
    _copy(land, land.database, name)
    yield replace(land, database=name, publication_url=str(tmp_path / "uitgaven"))
    _drop(land, name)


def _copy(server: Settings, template: str, name: str) -> None:
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        # dbt keeps a connection of this process open, and a template must have none.
        conn.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (template,))
        statement = sql.SQL("create database {} template {}")
        conn.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def _drop(server: Settings, name: str) -> None:
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        conn.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
