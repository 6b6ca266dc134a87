"""The known-answer country, built once for all tests of this folder on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from rizoom.national.dbt import run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from rizoom.warehouse.server import ensure_server

from .gevallen import CASES
from .land import add_delivery, land_cases, pseudonym

SETS = ("2025-1", "2025-1-MEER16", "2025-1-OVERBRUG2", "LP4", "LP_GEEN_ONDERSCHEID")
SELECT = ["--select", "+path:models/marts/leerplichttelling"]


def make_database(server: Settings, home: Path, name: str) -> Settings:
    """A migrated database of its own with the seeds loaded."""
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        statement = sql.SQL("create database {} template {}")
        conn.execute(statement.format(sql.Identifier(name), sql.Identifier(server.database)))
    settings = replace(server, home=home, warehouse_url=ensure_server(server), database=name)
    run_dbt(settings, ["seed"])
    return settings


@pytest.fixture(scope="session")
def land(server: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    """Connection to the country of ``gevallen`` after a full build of 2024/2025 with five definition sets."""
    settings = make_database(server, tmp_path_factory.mktemp("leerplicht"), f"{server.database}_leerplicht")
    with connect(settings) as conn:
        land_cases(conn, CASES, "2024/2025", ["GM0344", "GM0356", "GM0599"])
        earlier = add_delivery(conn, "GM0344", "2023/2024", "2024-10-01T12:00:00+02:00", "leerplicht")
        conn.execute(
            "insert into landing.kwalificatie (levering_id, schooljaar, regel, pseudoniem, soort, datum)"
            " values (%s, '2023/2024', 2, %s, 'HAVO', '2024-06-20')",
            (earlier, pseudonym("havo_vorig_jaar")),
        )
        for name in SETS:
            conn.execute("insert into register.bereik values ('2024/2025', %s, true)", (name,))
    run_dbt(settings, ["build", *SELECT, "--exclude-resource-type", "seed", "unit_test"])
    connection = connect(settings)
    yield connection
    connection.close()
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        conn.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(settings.database)))
