"""One built country per test module; a copy of its database for a test that changes something."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from rizoom.national.dbt import run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.server import ensure_server
from tests.dbt.vsv.cases import VERSIONS, deliveries
from tests.dbt.vsv.land import build, deliver

_numbers = itertools.count(1)


def _copy(server: Settings, template: str) -> Settings:
    name = f"{server.database}_vsv_{next(_numbers)}"
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        statement = sql.SQL("create database {} template {}")
        conn.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return replace(server, database=name, warehouse_url=ensure_server(server))


def _drop(settings: Settings, server: Settings) -> None:
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        statement = sql.SQL("drop database if exists {} with (force)")
        conn.execute(statement.format(sql.Identifier(settings.database)))


@pytest.fixture(scope="session")
def country(server: Settings) -> Iterator[Settings]:
    """The country of :mod:`cases`, every rule version built. Read only."""
    settings = _copy(server, server.database)
    run_dbt(settings, ["seed"])
    for delivery in deliveries():
        deliver(settings, delivery)
    build(settings, VERSIONS)
    yield settings
    _drop(settings, server)


@pytest.fixture
def copy_of_country(country: Settings, server: Settings) -> Iterator[Callable[[], Settings]]:
    """Makes a copy of the built country that a test may change."""
    made: list[Settings] = []

    def make() -> Settings:
        made.append(_copy(server, country.database))
        return made[-1]

    yield make
    for settings in made:
        _drop(settings, server)
