"""A small country, taken in and built once, and its releases made once.

``land`` and ``uitgegeven`` are for reading only. ``gebouwd`` is a copy of the first with an empty publication
store, ``uitgave_kopie`` a copy of the second with its releases, for tests that change something.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from rizoom.intake import flow
from rizoom.national.flow import build_year
from rizoom.publish import uitgave as u
from rizoom.settings import Settings
from rizoom.warehouse.server import ensure_server
from tests.conftest import copy_database, drop_database

from .leveringen import SCHOOLJAAR, schrijf_inbox

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def land(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Two municipalities and one region, delivered, checked, in force and built; read it only through copies."""
    settings = copy_database(seeded, tmp_path_factory.mktemp("uitgave"))
    inbox = settings.home / "in"
    schrijf_inbox(inbox)
    flow.run_intake(settings, inbox)
    build_year(settings, SCHOOLJAAR)
    yield settings
    drop_database(settings)


@pytest.fixture
def gebouwd(land: Settings, tmp_path: Path) -> Iterator[Settings]:
    """The built country with a register and a publication store of its own."""
    name = f"{land.database}_{next(_numbers)}"
    _copy(land, land.database, name)
    yield replace(land, database=name, publication_url=str(tmp_path / "uitgaven"))
    _drop(land, name)


@pytest.fixture(scope="session")
def uitgegeven(land: Settings) -> Iterator[Settings]:
    """The country with a release of every series: ``leerplichttelling`` and ``open-data`` approved by bert."""
    name = f"{land.database}_uit"
    _copy(land, land.database, name)
    settings = replace(land, database=name, publication_url=str(land.home / "uitgegeven"))
    for reeks in ("leerplichttelling", "vsv", "doorstroompunt", "open-data"):
        made = u.maak(settings, reeks, SCHOOLJAAR, "voorlopig", "anna")
        if reeks in {"leerplichttelling", "open-data"}:
            u.keur_goed(settings, made.uitgave_id, "bert", "cijfers bekeken")
    yield settings
    _drop(land, name)


@pytest.fixture
def uitgave_kopie(uitgegeven: Settings, tmp_path: Path) -> Iterator[Settings]:
    """The released country with a register and a publication store of its own."""
    name = f"{uitgegeven.database}_{next(_numbers)}"
    _copy(uitgegeven, uitgegeven.database, name)
    shutil.copytree(uitgegeven.publication_store, tmp_path / "uitgaven")
    yield replace(uitgegeven, database=name, publication_url=str(tmp_path / "uitgaven"))
    _drop(uitgegeven, name)


def _copy(server: Settings, template: str, name: str) -> None:
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        # dbt keeps a connection of this process open, and a template must have none.
        conn.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (template,))
        statement = sql.SQL("create database {} template {}")
        conn.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def _drop(server: Settings, name: str) -> None:
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        conn.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
