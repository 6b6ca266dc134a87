"""The known-answer country, built once for all tests of this folder on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from rizoom.national.dbt import NodeResult, run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.conftest import copy_database, drop_database

from .gevallen import CASES
from .land import add_delivery, land_cases, pseudonym

SETS = ("2025-1", "2025-1-MEER16", "2025-1-OVERBRUG2", "LP4", "LP_GEEN_ONDERSCHEID")


@dataclass(frozen=True)
class Built:
    """A built warehouse and what dbt said of every node."""

    settings: Settings
    nodes: list[NodeResult]


@pytest.fixture(scope="session")
def built(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The country of ``gevallen``: every model, test and unit test of 2024/2025 with five definition sets."""
    home: Path = tmp_path_factory.mktemp("leerplicht")
    settings = copy_database(seeded, home)
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
        conn.execute("insert into register.bereik_regelversie values ('R2020')")
    nodes = run_dbt(settings, ["build", "--exclude-resource-type", "seed"])
    yield Built(settings, nodes)
    drop_database(settings)


@pytest.fixture(scope="session")
def land(built: Built) -> Iterator[psycopg.Connection]:
    """Connection to the built country."""
    connection = connect(built.settings)
    yield connection
    connection.close()
