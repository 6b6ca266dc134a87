"""What the tests of a build read: everything after a full build, what it wrote after a partial one."""

from __future__ import annotations

import pytest

from rizoom.national.dbt import DbtFailed, run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

JAAR = "2024/2025"
GERAAKT = "00000000-0000-8000-8000-000000000001"
ANDER = "00000000-0000-8000-8000-000000000002"


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """The seeds, and a partial build of one affected person over a table per person with two keys."""
    with connect(seeded_settings) as conn:
        conn.execute(
            "insert into register.bereik (schooljaar, definitieset, volledig) values (%s, '2025-1', false)",
            [JAAR],
        )
        conn.execute("create schema if not exists intermediate")
        conn.execute("create table intermediate.int_geraakt as select %s::uuid as persoon", [GERAAKT])
        conn.execute(
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


def test_a_partial_build_tests_the_rows_of_affected_persons(settings: Settings) -> None:
    _twee_keer_wonen(settings, GERAAKT)
    with pytest.raises(DbtFailed, match="int_woont_klopt"):
        _toets(settings, "int_woont_klopt")


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
