"""Known answers of the leerplichttelling on a real PostgreSQL (definities, sections 0 to 2)."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from .gevallen import CASES
from .land import STANDARD, Case, pseudonym

SETS = (STANDARD, "2025-1-MEER16", "2025-1-OVERBRUG2", "LP4", "LP_GEEN_ONDERSCHEID")


def _counted(conn: psycopg.Connection, naam: str, definitieset: str) -> set[str]:
    rows = conn.execute(
        "select distinct gebied || '/' || indicator from intermediate.int_geteld"
        " where niveau = 'gemeente' and persoon = %s and definitieset = %s",
        (pseudonym(naam), definitieset),
    )
    return {row[0] for row in rows}


@pytest.mark.parametrize("case", CASES, ids=[case.naam for case in CASES])
def test_counts_where_it_must(land: psycopg.Connection, case: Case) -> None:
    for definitieset in SETS:
        expected = case.anders.get(definitieset, case.telt)
        assert _counted(land, case.naam, definitieset) == expected, f"{case.waarom} ({definitieset})"


@pytest.mark.parametrize(
    ("naam", "definitieset", "van", "tot"),
    [
        ("geboren_1_mei", STANDARD, "2024-06-01", "2035-08-01"),
        ("schrikkelkind", STANDARD, "2025-04-01", "2036-08-01"),
        ("vier_jaar", "LP4", "2024-11-10", "2037-08-01"),
        ("vier_jaar", STANDARD, "2025-12-01", "2037-08-01"),
        ("zestien_31_juli", STANDARD, "2013-08-01", "2024-08-01"),
        ("zestien_1_augustus", STANDARD, "2013-09-01", "2025-08-01"),
    ],
)
def test_leerplicht_begins_and_ends(
    land: psycopg.Connection, naam: str, definitieset: str, van: str, tot: str
) -> None:
    row = land.execute(
        "select lower(leerplicht), upper(leerplicht) from intermediate.int_telplicht"
        " where persoon = %s and definitieset = %s",
        (pseudonym(naam), definitieset),
    ).fetchone()
    if naam == "vier_jaar" and definitieset == STANDARD:
        assert row is None, "duty begins after the horizon, so the child is not there"
        return
    assert row == (date.fromisoformat(van), date.fromisoformat(tot))


@pytest.mark.parametrize(
    ("naam", "plicht"),
    [
        ("zestien_31_juli", "{[2013-08-01,2026-07-31)}"),
        ("vroeg_diploma", "{[2014-04-01,2025-08-01)}"),
        ("diploma_in_jaar", "{[2013-01-01,2024-11-15)}"),
        ("havo_vorig_jaar", None),
        ("pro", "{[2013-01-01,2024-10-10)}"),
        ("vso_dagbesteding", "{[2013-01-01,2024-08-01),[2024-11-01,2025-12-12)}"),
        ("vso_vervolg", "{[2013-01-01,2025-12-12)}"),
        ("dood", "{[2015-11-01,2025-02-11)}"),
    ],
)
def test_days_of_duty(land: psycopg.Connection, naam: str, plicht: str | None) -> None:
    row = land.execute(
        "select telplicht::text from intermediate.int_telplicht where persoon = %s and definitieset = %s",
        (pseudonym(naam), STANDARD),
    ).fetchone()
    assert (row and row[0]) == plicht


def _area(conn: psycopg.Connection, naam: str, gebied: str) -> set[str]:
    rows = conn.execute(
        "select indicator from intermediate.int_geteld"
        " where gebied = %s and persoon = %s and definitieset = %s",
        (gebied, pseudonym(naam), STANDARD),
    )
    return {row[0] for row in rows}


def test_region_takes_the_reason_of_the_earliest_corrected_spell(land: psycopg.Connection) -> None:
    assert _area(land, "gebied_reden", "RMC19") == {"AV_POTENTIEEL", "AV_GECORRIGEERD", "AV_GECORRIGEERD_NBI"}


def test_region_is_not_corrected_when_one_of_its_municipalities_is_not(land: psycopg.Connection) -> None:
    assert _area(land, "gebied_totaal", "RMC19") == {"AV_POTENTIEEL", "AV_TOTAAL", "AV_OPGELOST"}


def test_a_move_that_was_not_closed_is_a_finding_for_both(land: psycopg.Connection) -> None:
    rows = land.execute(
        "select leveraar, andere_leveraar, ander_begin from leerplichttelling.verhuizing_niet_afgesloten"
        " where persoon = %s",
        (pseudonym("twee_claims"),),
    ).fetchall()
    assert rows == [("GM0344", "GM0599", date(2025, 2, 1))]


def test_only_unfinished_moves_are_reported(land: psycopg.Connection) -> None:
    row = land.execute("select count(*) from leerplichttelling.verhuizing_niet_afgesloten").fetchone()
    assert row == (1,)


def test_why_this_number_names_the_report(land: psycopg.Connection) -> None:
    rows = land.execute(
        "select distinct tabel from leerplichttelling.waarom where persoon = %s and indicator = 'RV_LUXE'"
        " and niveau = 'land' and definitieset = %s",
        (pseudonym("luxe_12"), STANDARD),
    )
    assert {row[0] for row in rows} == {"jongere", "verblijf", "verzuimmelding"}


def test_definition_sets_differ_by_the_named_children(land: psycopg.Connection) -> None:
    row = land.execute(
        "select waarde_standaard - waarde, personen_erbij, personen_eraf"
        " from leerplichttelling.definitie_vergelijking"
        " where definitieset = '2025-1-MEER16' and indicator = 'RV_16U' and gebied = 'GM0344'"
    ).fetchone()
    assert row == (1, 0, 1)
