"""The flows as they run in production: a login with the rights of intake and build, that owns the national tables."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from rizoom.bewaren import personen
from rizoom.bewaren import stroom as bewaren
from rizoom.onderzoek import beheer, stroom
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests import geplant

from .conftest import als, projecten

NATIONAL = (
    "intermediate",
    "leerplichttelling",
    "vsv",
    "doorstroompunt",
    "in_beeld",
    "aanwezigheid",
    "onderzoek",
)


@pytest.fixture
def eigen(land: Settings, tmp_path: Path) -> Iterator[Settings]:
    with geplant.kopie(land, tmp_path / "home") as settings:
        yield settings


@pytest.fixture
def werker(eigen: Settings) -> Iterator[Settings]:
    """Settings of the login with which the flows run."""
    name, password = f"proef_{secrets.token_hex(4)}", secrets.token_hex(16)
    login = sql.Identifier(name)
    with connect(eigen) as conn:
        conn.execute("select beheer.rechten()")
        conn.execute(
            sql.SQL("create role {} login password {} in role rizoom_intake, rizoom_build").format(
                login, sql.Literal(password)
            )
        )
        for schema in NATIONAL:
            conn.execute(sql.SQL("grant usage on schema {} to {}").format(sql.Identifier(schema), login))
        for (table,) in conn.execute(
            "select oid::regclass::text from pg_class where relkind in ('r', 'p') and relnamespace::regnamespace::text"
            " = any(%s)",
            [list(NATIONAL)],
        ).fetchall():
            conn.execute(sql.SQL("alter table {} owner to {}").format(sql.SQL(table), login))
    assert eigen.warehouse_url is not None
    url = urlsplit(eigen.warehouse_url)
    address = url._replace(netloc=f"{name}:{password}@{url.hostname}:{url.port}")
    yield replace(eigen, warehouse_url=address.geturl())
    with connect(eigen) as conn:
        conn.execute(sql.SQL("reassign owned by {} to current_user").format(login))
        conn.execute(sql.SQL("drop owned by {}").format(login))
        conn.execute(sql.SQL("drop role {}").format(login))


def test_the_flow_watches_refreshes_and_closes_with_its_own_rights(eigen: Settings, werker: Settings) -> None:
    with projecten(eigen) as openen:
        project, access = openen()
        assert stroom.bewaak(werker) == []
        assert stroom.achter(werker)
        assert stroom.ververs(werker) == {project.project: 1000}
        assert not stroom.achter(werker)
        assert stroom.sluit(werker, project.einddatum + timedelta(days=1)) == [project.project]
        with pytest.raises(psycopg.OperationalError):
            als(eigen, access[0])


def test_the_flow_opens_nothing_and_reads_no_project(eigen: Settings, werker: Settings) -> None:
    with projecten(eigen) as openen:
        project, _ = openen()
        for statement in (
            f"select * from {project.schema}.loopbaan",
            "create role nog_een",
            "update onderzoekbeheer.project set einddatum = '2099-01-01'",
            "insert into onderzoekbeheer.uitvoer_besluit values (1, 'vrijgegeven', 'x', now(), 'zomaar')",
        ):
            with connect(werker) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement.encode())
        with connect(werker) as conn, pytest.raises(psycopg.errors.RaiseException, match="not closed"):
            conn.execute("select onderzoekbeheer.breek_af(%s)", [project.project])


def test_retention_runs_with_its_own_rights_and_reaches_open_projects(
    eigen: Settings, werker: Settings
) -> None:
    later = date(2045, 1, 1)
    with projecten(eigen) as openen:
        project, _ = openen()
        assert bewaren.vernietig_ruw(werker, later) == 5
        assert bewaren.ruim_personen_op(werker, later) == {geplant.SCHOOLJAAR: 1000}
        with connect(eigen) as conn:
            left = conn.execute("select count(*) from onderzoekbeheer.pseudoniem").fetchone()
            tables = personen.person_tables(conn)
            for schema, table, columns, _ in tables:
                row = conn.execute(
                    sql.SQL("select count({}) from {}").format(
                        sql.Identifier(columns[0]), sql.Identifier(schema, table)
                    )
                ).fetchone()
                assert row == (0,), (schema, table)
        assert left == (0,)
        assert len(tables) > 30
        assert project.einddatum
    assert beheer.sluit_verlopen(eigen, later) == []
