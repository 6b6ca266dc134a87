"""What the tests of a build read: everything after a full build, what it wrote after a partial one."""

from __future__ import annotations

import pytest

from rizoom.national.dbt import DbtFailed, run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.national.bereik import JAAR, begin_opbouw

GERAAKT = "00000000-0000-8000-8000-000000000001"
ANDER = "00000000-0000-8000-8000-000000000002"
VERANDERD = "00000000-0000-8000-8000-000000000003"


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """The seeds, and a partial build of two affected persons, one of whom changed, over tables of persons: two without
    lines of deliveries, one with."""
    with connect(seeded_settings) as conn:
        begin_opbouw(conn, volledig=False)
        conn.execute(
            "create table intermediate.int_geraakt as select unnest(%s::uuid[]) as persoon",
            [[GERAAKT, VERANDERD]],
        )
        conn.execute("create table intermediate.int_veranderd as select %s::uuid as persoon", [VERANDERD])
        conn.execute(
            "create table intermediate.int_inschrijving_leerplicht (schooljaar text, persoon uuid, leveraar text,"
            " bron_id integer, regel integer);"
            "create table intermediate.int_woont (schooljaar text, persoon uuid, begindatum date);"
            "create table intermediate.int_verzuimmelding (schooljaar text, persoon uuid, meldingsnummer text)"
        )
    return seeded_settings


def _volledig(settings: Settings) -> None:
    with connect(settings) as conn:
        conn.execute("update register.bereik set volledig = true")


def _twee_keer_wonen(settings: Settings, persoon: str) -> None:
    with connect(settings) as conn:
        for _ in range(2):
            conn.execute(
                "insert into intermediate.int_woont values (%s, %s, date '2024-08-01')", [JAAR, persoon]
            )


def _toets(settings: Settings, naam: str) -> list[str]:
    return [node.status for node in run_dbt(settings, ["test", "--select", naam])]


def test_a_partial_build_tests_the_rows_of_persons_that_changed(settings: Settings) -> None:
    _twee_keer_wonen(settings, GERAAKT)
    assert _toets(settings, "int_woont_klopt") == ["pass"]
    _twee_keer_wonen(settings, VERANDERD)
    with pytest.raises(DbtFailed, match="int_woont_klopt"):
        _toets(settings, "int_woont_klopt")


def test_rows_with_lines_were_written_for_everybody_affected(settings: Settings) -> None:
    for persoon, gevonden in ((ANDER, False), (GERAAKT, True)):
        with connect(settings) as conn:
            conn.execute(
                "insert into intermediate.int_inschrijving_leerplicht values (%s, %s, 'GM0363', 2, null)",
                [JAAR, persoon],
            )
        if gevonden:
            with pytest.raises(DbtFailed, match="int_inschrijving_leerplicht_klopt"):
                _toets(settings, "int_inschrijving_leerplicht_klopt")
        else:
            assert _toets(settings, "int_inschrijving_leerplicht_klopt") == ["pass"]


def test_rows_of_others_were_tested_when_they_were_written(settings: Settings) -> None:
    _twee_keer_wonen(settings, ANDER)
    assert _toets(settings, "int_woont_klopt") == ["pass"]
    _volledig(settings)
    with pytest.raises(DbtFailed, match="int_woont_klopt"):
        _toets(settings, "int_woont_klopt")


def test_a_key_without_a_person_is_tested_over_all_rows(settings: Settings) -> None:
    with connect(settings) as conn:
        for persoon in (GERAAKT, ANDER):
            conn.execute("insert into intermediate.int_verzuimmelding values (%s, %s, 'M1')", [JAAR, persoon])
    with pytest.raises(DbtFailed, match="int_verzuimmelding_klopt"):
        _toets(settings, "int_verzuimmelding_klopt")
