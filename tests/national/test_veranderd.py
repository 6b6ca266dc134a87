"""Whom a partial build computes anew: all affected persons in tables of delivered rows, in others those who changed."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest

from rizoom.national import dbt
from rizoom.national.dbt import DBT_PROJECT, run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.national.bereik import JAAR, begin_opbouw

ZELFDE, ANDERS, WEG, NIEUW = (f"00000000-0000-8000-8000-00000000000{n}" for n in range(1, 5))
#: what models of changed persons read beside tables of persons: nothing here depends on what a row of a correction
#: says, for a correction brings the same tables (int_levering_gewijzigd) and whoever is joined anew is computed anyhow
NIET_VAN_PERSONEN = {
    "int_bereik",
    "int_definitieset",
    "int_doorstroompunt_regel",
    "int_gebied",
    "int_gemeente",
    "int_gemeente_opvolger",
    "int_koppeling",
    "int_leeftijdsgroep",
    "int_plicht_leeftijd",
    "int_regelversie",
    "levering",
    "opbouw_gewijzigd",
}
#: steps that hold all affected persons, and the outcomes of every school year
PERSONEN = {"int_vsv_bewijs", "int_vsv_eerste_mbo", "int_vsv_persoon", "int_vsv_t1"}
#: what changes with a delivery while what it says of a person stays the same
VAN_DE_LEVERING = re.compile(r"\b(levering_id|bron_id|aangemaakt|gemaakt_op|ontvangen_op)\b|\w\.regel\b")


def _compiled(settings: Settings) -> dict[str, Any]:
    """Every model of persons as a partial build runs it, by name."""
    with connect(settings) as conn:
        begin_opbouw(conn, volledig=False)
    run_dbt(settings, ["compile", "--select", "config.materialized:per_schooljaar"])
    folder = dbt.target_path(settings) / "compiled" / "rizoom" / "models"
    return {path.stem: path.read_text() for path in folder.rglob("*.sql") if path.parent.suffix != ".yml"}


def test_models_of_changed_persons_read_nothing_that_a_correction_alone_changes(
    seeded_settings: Settings,
) -> None:
    """Rows of a person who is not in int_veranderd stay as they are, so nothing in them may come from elsewhere."""
    models = _compiled(seeded_settings)
    derived = {name: text for name, text in models.items() if '"int_veranderd"' in text}
    assert len(derived) > 35
    read = set()
    for name, text in derived.items():
        assert '"int_geraakt"' not in text, name
        # a region that delivers anew is computed whole, whatever its rows say
        code = re.sub(r"--.*", "", text).replace("gewijzigd.levering_id = levering.levering_id", "")
        assert not VAN_DE_LEVERING.search(code), name
        read |= set(re.findall(r'"(?:intermediate|staging|landing|register)"\."(\w+)"', text))
    assert read - set(models) - {"int_veranderd", *PERSONEN} == NIET_VAN_PERSONEN


def test_models_of_delivered_rows_follow_everybody_affected(seeded_settings: Settings) -> None:
    """And they are those of the list that the set of changed persons waits for."""
    models = _compiled(seeded_settings)
    reading = {name: text for name, text in models.items() if re.search(r'"stg_(?!levering")', text)}
    for name, text in reading.items():
        assert '"int_geraakt"' in text and '"int_veranderd"' not in text, name
    text = (DBT_PROJECT / "macros" / "veranderd.sql").read_text(encoding="utf-8")
    listed = text[text.index("macro van_leveringen") : text.index("endmacro")]
    assert set(reading) == set(re.findall(r"'(int_\w+)'", listed))


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """Exemptions of three persons in one delivery, built; then a correction of it."""
    with connect(seeded_settings) as conn:
        begin_opbouw(conn, volledig=True)
        conn.execute("select landing.zorg_voor_jaar(%s)", [JAAR])
        conn.execute("create schema if not exists staging")
        conn.execute(
            "create table intermediate.int_identiteit (pseudoniem uuid, leveraar text, persoon uuid);"
            "create table intermediate.int_geraakt (persoon uuid primary key, alleen_verbeterd boolean);"
            "create table intermediate.int_verandering (persoon uuid);"
            "create table staging.stg_vrijstelling (schooljaar text, soort_levering text, leveraar text,"
            " aangemaakt timestamptz, horizon date, bron_id integer, levering_id integer, regel integer,"
            " pseudoniem uuid, grond text,"
            " begindatum date, einddatum date, afgegeven_door text, permanent boolean)"
        )
        for regel, persoon in enumerate((ZELFDE, ANDERS, WEG), start=2):
            _vrijstelling(conn, 1, regel, persoon)
    run_dbt(seeded_settings, ["run", "--select", "int_vrijstelling"])
    return seeded_settings


def _vrijstelling(
    conn: psycopg.Connection, levering: int, regel: int, persoon: str, begin: str = "2024-09-01"
) -> None:
    conn.execute(
        "insert into staging.stg_vrijstelling values (%s, 'leerplicht', 'GM0363', '2025-08-01', '2025-10-01',"
        " 1, %s, %s, %s, '5_ONDER_A', %s, null, 'ARTS', false)",
        [JAAR, levering, regel, persoon, begin],
    )


def _verbeter(settings: Settings) -> None:
    """The same delivery again with its lines in another order: one exemption corrected, one gone, one new."""
    with connect(settings) as conn:
        conn.execute("delete from staging.stg_vrijstelling")
        _vrijstelling(conn, 2, 2, NIEUW)
        _vrijstelling(conn, 2, 3, ANDERS, "2024-10-01")
        _vrijstelling(conn, 2, 4, ZELFDE)
        conn.execute("update register.bereik set volledig = false")
        for persoon in (ZELFDE, ANDERS, WEG, NIEUW):
            conn.execute("insert into intermediate.int_geraakt values (%s, true)", [persoon])
    run_dbt(settings, ["run", "--select", "int_vrijstelling"])


def test_a_table_of_delivered_rows_tells_whose_rows_became_others(settings: Settings) -> None:
    _verbeter(settings)
    with connect(settings) as conn:
        told = conn.execute("select persoon::text from intermediate.int_verandering order by 1").fetchall()
        lines = conn.execute(
            "select persoon::text, bron_id, regel from intermediate.int_vrijstelling order by 1"
        ).fetchall()
    assert [row[0] for row in told] == [ANDERS, WEG, NIEUW]
    assert lines == [(ZELFDE, 1, 4), (ANDERS, 1, 3), (NIEUW, 1, 2)]


def test_who_was_told_twice_is_in_the_set_once(seeded_settings: Settings) -> None:
    with connect(seeded_settings) as conn:
        conn.execute("create schema if not exists intermediate")
        conn.execute(
            "create table intermediate.int_verandering as select unnest(%s::uuid[]) as persoon",
            [[WEG, ANDERS, WEG]],
        )
    run_dbt(seeded_settings, ["run", "--select", "int_veranderd"])
    with connect(seeded_settings) as conn:
        changed = conn.execute("select persoon::text from intermediate.int_veranderd order by 1").fetchall()
    assert [row[0] for row in changed] == [ANDERS, WEG]
