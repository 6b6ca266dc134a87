"""Counts that a build keeps: a partial one adds to them what changed in the table of persons they count."""

from __future__ import annotations

import psycopg
import pytest

from rizoom.national.dbt import run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.national.bereik import JAAR, begin_opbouw

EERDER = "2023/2024"
Cel = tuple[str, str, int]


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """Flows of three persons of one municipality, counted in a full build, beside a count of an earlier year."""
    with connect(seeded_settings) as conn:
        begin_opbouw(conn, volledig=True)
        conn.execute(
            "create table intermediate.int_geraakt (persoon uuid);"
            "create table intermediate.int_stroom_persoon (schooljaar text, definitieset text, persoon uuid,"
            " enig boolean, niveau text, gebied text, van text, naar text)"
        )
        for jaar, naar in ((JAAR, "lrv"), (JAAR, "lrv"), (JAAR, "ingeschreven"), (EERDER, "lrv")):
            conn.execute(
                "insert into intermediate.int_stroom_persoon values (%s, '2025-1', gen_random_uuid(), true,"
                " 'gemeente', 'GM0344', 'absoluut', %s)",
                [jaar, naar],
            )
    run_dbt(seeded_settings, ["run", "--select", "int_stroom_cel"])
    with connect(seeded_settings) as conn:
        conn.execute(
            "insert into intermediate.int_stroom_cel (schooljaar, definitieset, enig, niveau, gebied, van, naar,"
            " aantal) values (%s, '2025-1', true, 'gemeente', 'GM0344', 'absoluut', 'lrv', 7)",
            [EERDER],
        )
    return seeded_settings


def _cellen(conn: psycopg.Connection) -> list[Cel]:
    return conn.execute(
        "select schooljaar, naar, aantal from intermediate.int_stroom_cel order by schooljaar, naar"
    ).fetchall()


def test_a_full_build_counts_the_year_and_leaves_others(settings: Settings) -> None:
    expected = [(EERDER, "lrv", 7), (JAAR, "ingeschreven", 1), (JAAR, "lrv", 2)]
    with connect(settings) as conn:
        assert _cellen(conn) == expected
    run_dbt(settings, ["run", "--select", "int_stroom_cel"])
    with connect(settings) as conn:
        assert _cellen(conn) == expected


def test_a_partial_build_adds_what_changed(settings: Settings) -> None:
    """One person went from lrv to overleden, the one who was enrolled is gone."""
    with connect(settings) as conn:
        conn.execute("update register.bereik set volledig = false")
        conn.execute(
            "create table intermediate.int_stroom_persoon__verschil as"
            " select '2025-1' as definitieset, true as enig, 'gemeente' as niveau, 'GM0344' as gebied,"
            " 'absoluut' as van, naar, aantal"
            " from (values ('lrv', -1::bigint), ('overleden', 1), ('ingeschreven', -1)) as cel (naar, aantal)"
        )
    run_dbt(settings, ["run", "--select", "int_stroom_cel"])
    with connect(settings) as conn:
        assert _cellen(conn) == [
            (EERDER, "lrv", 7),
            (JAAR, "ingeschreven", 0),
            (JAAR, "lrv", 1),
            (JAAR, "overleden", 1),
        ]
