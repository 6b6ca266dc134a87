"""The longitudinal tables against the country with planted numbers: everything follows from the place in the list."""

from __future__ import annotations

from collections import Counter

import pytest

from rizoom.intake import keys
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.geplant import GEMEENTEN, NUMMERS, geboren

KINDEREN = range(600)
JONGEREN = range(600, 1000)
VRIJGESTELD = {i for i in KINDEREN if i % 20 == 7}
ZONDER_SCHOOL = {i for i in KINDEREN if i % 25 == 3} - VRIJGESTELD
GEMELD = {i for i in KINDEREN if i % 6 == 1} - VRIJGESTELD - ZONDER_SCHOOL
UITVAL = {i for i in JONGEREN if i % 5 == 0}
DIPLOMA = {i for i in JONGEREN if i % 7 == 0}


@pytest.fixture(scope="module")
def wie(land: Settings) -> dict[str, int]:
    """Person → place in the list."""
    maker = keys.pseudonymiser(land)
    return {maker.pseudonym(number)[0]: i for i, number in enumerate(NUMMERS)}


@pytest.fixture(scope="module")
def loopbaan(land: Settings, wie: dict[str, int]) -> dict[int, dict[str, object]]:
    with connect(land) as conn:
        cursor = conn.execute("select * from onderzoek.loopbaan")
        assert cursor.description is not None
        names = [column.name for column in cursor.description]
        return {wie[str(row[2])]: dict(zip(names, row, strict=True)) for row in cursor}


def members(loopbaan: dict[int, dict[str, object]], column: str, value: object) -> set[int]:
    return {i for i, row in loopbaan.items() if row[column] == value}


def test_one_row_per_person_with_age_and_no_birth_date(loopbaan: dict[int, dict[str, object]]) -> None:
    assert len(loopbaan) == 1000
    assert all(row["geboortejaar"] == geboren(i).year for i, row in loopbaan.items())
    expected = {i: 2024 - geboren(i).year - ((geboren(i).month, geboren(i).day) > (10, 1)) for i in loopbaan}
    assert {i: row["leeftijd"] for i, row in loopbaan.items()} == expected
    assert {(row["definitieset"], row["schooljaar"]) for row in loopbaan.values()} == {
        ("2025-1", "2024/2025")
    }


def test_where_somebody_lives_and_learns(loopbaan: dict[int, dict[str, object]]) -> None:
    for gemeente, those in GEMEENTEN.items():
        assert members(loopbaan, "gemeentecode", gemeente) & set(KINDEREN) == set(those)
    assert members(loopbaan, "onderwijssoort", None) == VRIJGESTELD | ZONDER_SCHOOL
    assert members(loopbaan, "dagen_ingeschreven", 0) == VRIJGESTELD | ZONDER_SCHOOL
    # 1 August 2024 up to and including 28 February 2025
    assert members(loopbaan, "dagen_ingeschreven", 212) == UITVAL


def test_absence_exemptions_proofs_and_guidance(loopbaan: dict[int, dict[str, object]]) -> None:
    assert members(loopbaan, "meldingen_ongeoorloofd", 1) == GEMELD
    hours = {i: 20 + i % 9 for i in GEMELD}
    assert {i: row["uren_ongeoorloofd"] for i, row in loopbaan.items() if row["uren_ongeoorloofd"]} == hours
    assert {i for i, row in loopbaan.items() if row["dagen_absoluut"]} <= ZONDER_SCHOOL
    lrv = {i for i in GEMELD if i // 6 % 3 == 2}
    assert {i for i, row in loopbaan.items() if row["dagen_lrv"]} == lrv
    assert all(loopbaan[i]["dagen_lrv"] == 89 for i in lrv), "4 November to 31 January"
    assert {i for i, row in loopbaan.items() if row["vrijstellingen"]} == VRIJGESTELD
    assert (
        members(loopbaan, "kwalificaties", "MBO2") == DIPLOMA == members(loopbaan, "startkwalificatie", True)
    )
    assert members(loopbaan, "trajecten", 1) == {i for i in JONGEREN if i % 10 == 0}


def test_states_on_both_dates(loopbaan: dict[int, dict[str, object]]) -> None:
    assert members(loopbaan, "toestand_t0", "vrijgesteld") == VRIJGESTELD
    assert members(loopbaan, "toestand_t0", "uit_beeld") == ZONDER_SCHOOL
    assert members(loopbaan, "toestand_t1", "in_traject") == {i for i in UITVAL - DIPLOMA if i % 10 == 0}
    assert members(loopbaan, "toestand_t1", "startkwalificatie") == UITVAL & DIPLOMA


def test_spells_are_numbered_and_sum_up_to_the_year(
    land: Settings, wie: dict[str, int], loopbaan: dict[int, dict[str, object]]
) -> None:
    with connect(land) as conn:
        rows = conn.execute(
            "select persoon::text, vorm, volgnummer, begindatum, einddatum, dagen, geoorloofd"
            " from onderzoek.verzuim_spell order by 1, volgnummer"
        ).fetchall()
    kinds = Counter(row[1] for row in rows)
    assert kinds["melding"] == len(GEMELD)
    assert kinds["lrv"] == len({i for i in GEMELD if i // 6 % 3 == 2})
    assert {wie[row[0]] for row in rows if row[1] == "absoluut"} == {
        i for i, row in loopbaan.items() if row["dagen_absoluut"]
    }
    assert all((row[4] - row[3]).days + 1 == row[5] for row in rows if row[4] is not None)
    per_person: dict[str, list[int]] = {}
    for row in rows:
        per_person.setdefault(row[0], []).append(row[2])
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in per_person.values())


def test_exemptions_trajecten_and_outcomes(land: Settings, wie: dict[str, int]) -> None:
    with connect(land) as conn:
        exempt = conn.execute(
            "select persoon::text, heft_plicht_op from onderzoek.vrijstelling_spell"
        ).fetchall()
        guided = conn.execute("select persoon::text, dagen_tot_start from onderzoek.traject").fetchall()
        outcome = conn.execute(
            "select persoon::text, uitkomst, regelversie from onderzoek.vsv_uitkomst where is_vsv"
        ).fetchall()
    assert {wie[row[0]] for row in exempt} == VRIJGESTELD
    assert {row[1] for row in exempt} == {True}
    assert {wie[row[0]] for row in guided} == {i for i in JONGEREN if i % 10 == 0}
    assert {row[1] for row in guided} == {21}, "3 to 24 March"
    assert {wie[row[0]] for row in outcome} == UITVAL - DIPLOMA
    assert {row[1:] for row in outcome} == {("VSV", "R2020")}
