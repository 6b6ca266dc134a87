"""Fixtures for everybody: one embedded server per test run, one fresh database per test.

``settings`` has a database of its own with every migration applied, a home of its own for files
(raw store, keys, inbox) and a random root key. Who builds tables takes ``seeded_settings`` or copies ``seeded``:
the seeds are in already, and dbt's parse of the project is done.
"""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from rizoom.national.flow import load_seeds
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from rizoom.warehouse.server import ensure_database, ensure_server, stop_server

pytest_plugins = ["tests.portal_world"]

TEMPLATE = "sjabloon"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Folders whose tests share something that takes long to make; elsewhere a file is what stays together.
TOGETHER = {"browser": "portal", "portal": "portal", "dags": "dags", "publish": "publish"}
_numbers = itertools.count(1)


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out whole files, and whole folders where TOGETHER says so."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::")[0]
        return TOGETHER.get(Path(path).parts[1], path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """How the tests are divided when there are several processes."""
    return Together(config, log)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A running embedded server with a migrated template database; stopped at the end.

    With RIZOOM_WAREHOUSE_URL in the environment that server is used instead, and left running.
    """
    home = tmp_path_factory.mktemp("server")
    url = os.environ.get("RIZOOM_WAREHOUSE_URL") or None
    template = f"{TEMPLATE}_{secrets.token_hex(4)}"
    settings = Settings(
        home=home, warehouse_url=url, postgres=os.environ.get("RIZOOM_POSTGRES", ""), database=template
    )
    try:
        maintenance = ensure_server(settings)
        if url is None:
            # Nothing in a test outlives the run, so nothing needs to reach the disk.
            with psycopg.connect(maintenance, autocommit=True) as conn:
                conn.execute("alter system set fsync = off")
                conn.execute("alter system set synchronous_commit = off")
                conn.execute("select pg_reload_conf()")
        ensure_database(settings)
        yield settings
    finally:
        if url is None:
            stop_server(settings)
        else:
            drop_database(settings)


@pytest.fixture
def settings(server: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a fresh, migrated, empty database and a home of their own."""
    copy = copy_database(server, tmp_path / "home")
    yield copy
    drop_database(copy)


@pytest.fixture(scope="session")
def seeded(server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A database with migrations and seeds, to copy and not to change."""
    template = copy_database(server, tmp_path_factory.mktemp("gezaaid") / "home")
    load_seeds(template)
    yield template
    drop_database(template)


@pytest.fixture
def seeded_settings(seeded: Settings, tmp_path: Path) -> Iterator[Settings]:
    """As ``settings``, with the seeds in the database."""
    copy = copy_database(seeded, tmp_path / "home")
    yield copy
    drop_database(copy)


def copy_database(template: Settings, home: Path) -> Settings:
    """A copy of a database nobody is connected to, under a name, home and key of its own."""
    name = f"{TEMPLATE}_{os.getpid()}_{next(_numbers)}_{secrets.token_hex(4)}"
    url = ensure_server(template)
    with psycopg.connect(url, autocommit=True) as conn:
        statement = sql.SQL("create database {} template {}")
        conn.execute(statement.format(sql.Identifier(name), sql.Identifier(template.database)))
    home.mkdir(parents=True, exist_ok=True)
    return replace(
        template,
        home=home,
        warehouse_url=url,
        database=name,
        key_hex=secrets.token_hex(32),
        tussentijds=False,
    )


@pytest.fixture
def conn(settings: Settings) -> Iterator[psycopg.Connection]:
    """A connection to the database of ``settings``; what is not committed is rolled back."""
    connection = connect(settings)
    yield connection
    connection.rollback()
    connection.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the system. Closed after each module: while it is open no other event loop can run."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "tests/prepare.sh installs Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def drop_database(settings: Settings) -> None:
    """Remove the database of ``settings``, whoever is connected to it."""
    with psycopg.connect(ensure_server(settings), autocommit=True) as conn:
        statement = sql.SQL("drop database if exists {} with (force)")
        conn.execute(statement.format(sql.Identifier(settings.database)))
