"""Municipalities merged on 1 January: residence in the old one counts for its main successor (section 0)."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from rizoom.national.dbt import run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.conftest import copy_database, drop_database

from .bouw import school, woont
from .land import Case, land_cases, pseudonym

NEW, OLD = "GM1982", "GM0786"
CHILD = Case(
    "herindeling",
    "absent over the day of the merger",
    rijen={
        "verblijf": woont((OLD, "2014-05-20", "2021-12-31"), (NEW, "2022-01-01", None), bij=(NEW, NEW)),
        "inschrijving": school(("2018-08-01", "2021-12-10"), ("2022-01-17", None)),
        "vrijstelling": [
            {"grond": "ART3A", "begindatum": "2021-09-01", "einddatum": "2021-10-01", "afgegeven_door": OLD}
        ],
    },
)


@pytest.fixture(scope="module")
def merged(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    """Connection after a build of 2021/2022, the year in which GM0786 went into GM1982."""
    settings = copy_database(seeded, tmp_path_factory.mktemp("herindeling"))
    with connect(settings) as conn:
        land_cases(conn, [CHILD], "2021/2022", [NEW])
        conn.execute("insert into register.bereik values ('2021/2022', '2025-1', true)")
    run_dbt(settings, ["run", "--select", "+int_geteld", "+int_telplichtig"])
    connection = connect(settings)
    yield connection
    connection.close()
    drop_database(settings)


def test_the_successor_counts_one_unbroken_spell(merged: psycopg.Connection) -> None:
    rows = merged.execute(
        "select gemeentecode, lower(periode)::text, upper(periode)::text from intermediate.int_absoluut_spell"
        " where persoon = %s",
        (pseudonym(CHILD.naam),),
    ).fetchall()
    assert rows == [(NEW, "2021-12-11", "2022-01-17")]


def test_the_successor_counts_the_child_and_its_exemption(merged: psycopg.Connection) -> None:
    rows = merged.execute("select gebied, indicator from intermediate.int_geteld where niveau = 'gemeente'")
    expected = {"AV_POTENTIEEL", "AV_TOTAAL", "AV_OPGELOST", "AV_UIT_BEELD", "VL_3A"}
    assert {(g, i) for g, i in rows} == {(NEW, i) for i in expected}


def test_on_1_october_the_child_belongs_to_the_successor(merged: psycopg.Connection) -> None:
    rows = merged.execute("select gemeentecode, op_teldag, enig from intermediate.int_telplichtig").fetchall()
    assert rows == [(NEW, True, True)]
