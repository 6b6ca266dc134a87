"""Templates checked by hand: fixed dates in, expected declaration out."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from rizoom.synth.jaar import leeftijd, leerplicht_tm, plicht_vanaf, plus_maanden, verjaardag
from rizoom.synth.land import land
from rizoom.synth.leven import Leven
from rizoom.synth.plichtvier import feiten_vier
from rizoom.synth.telling import Telling
from rizoom.synth.telt import Feit
from rizoom.synth.waarheid import procent, verdeel_honderd
from rizoom.synth.zaken import ZAKEN

UTRECHT, NIEUWEGEIN, ROTTERDAM = "GM0344", "GM0356", "GM0599"


def leven(naam: str, *plekken: str) -> Leven:
    p = Leven(land("2024/2025"), random.Random(1), "990000007", 1, plekken or (UTRECHT,))
    ZAKEN[naam].vul(p)
    p.klaar()
    return p


def feiten(p: Leven) -> set[tuple[str, str, str]]:
    return {(f.gemeente, f.indicator, f.klasse) for f in p.telt.feiten}


@pytest.mark.parametrize(
    ("geboren", "vanaf", "tot_en_met"),
    [
        (date(2019, 5, 1), date(2024, 6, 1), date(2035, 7, 31)),
        (date(2008, 7, 31), date(2013, 8, 1), date(2024, 7, 31)),
        (date(2008, 8, 1), date(2013, 9, 1), date(2025, 7, 31)),
        (date(2020, 2, 29), date(2025, 4, 1), date(2036, 7, 31)),
    ],
)
def test_duty_starts_and_ends_as_the_law_says(geboren, vanaf, tot_en_met):
    assert plicht_vanaf(geboren) == vanaf
    assert leerplicht_tm(geboren) == tot_en_met


def test_birthdays_and_months_follow_the_calendar():
    assert verjaardag(date(2020, 2, 29), 5) == date(2025, 3, 1)
    assert leeftijd(date(2002, 10, 1), date(2024, 10, 1)) == 22
    assert leeftijd(date(2002, 10, 2), date(2024, 10, 1)) == 21
    assert plus_maanden(date(2024, 11, 30), 3) == date(2025, 2, 28)


def test_lrv_moved_counts_where_four_weeks_passed():
    p = leven("lrv_verhuisd_land", UTRECHT, ROTTERDAM)
    lrv = {(g, i) for g, i, _ in feiten(p) if i.startswith("LRV")}
    assert lrv == {(UTRECHT, i) for i in ("LRV_NIEUW", "LRV_TOTAAL", "LRV_GT3M", "LRV_VERHUISD")}
    assert [r.tekst.split(";")[4:7] for r in p.rijen if r.tabel == "verzuimmelding"] == [
        ["LRV", "2024-11-11", "2025-02-28"]
    ]
    assert p.leveraars() == [UTRECHT, ROTTERDAM, "RMC19", "RMC29"]


def test_corrected_in_one_municipality_only_is_official_in_the_region():
    p = leven("verhuisd_gecorrigeerd_en_niet_regio", UTRECHT, NIEUWEGEIN)
    telling = Telling(land("2024/2025"))
    telling.voeg_toe(p.telt)
    per_gebied = {
        (gebied[1], indicator)
        for gebied, indicator, _ in telling.lp
        if indicator in ("AV_POTENTIEEL", "AV_TOTAAL", "AV_GECORRIGEERD")
    }
    assert per_gebied == {
        (UTRECHT, "AV_POTENTIEEL"),
        (UTRECHT, "AV_GECORRIGEERD"),
        *((g, i) for g in (NIEUWEGEIN, "RMC19", "PV26", "NL") for i in ("AV_POTENTIEEL", "AV_TOTAAL")),
    }


def test_flow_of_a_mover_differs_per_area():
    p = leven("verhuisd_zonder_school_land", UTRECHT, ROTTERDAM)
    telling = Telling(land("2024/2025"))
    telling.voeg_toe(p.telt)
    assert {(gebied[1], van, naar) for gebied, van, naar in telling.stroom} == {
        *((g, "ingeschreven", "vertrokken") for g in (UTRECHT, "RMC19", "PV26")),
        *((g, "elders", "ingeschreven") for g in (ROTTERDAM, "RMC29", "PV28")),
        ("NL", "ingeschreven", "ingeschreven"),
    }


def test_class_of_an_area_is_that_of_the_earliest_spell():
    telling = Telling(land("2024/2025"))
    p = leven("av_aansluitend")
    p.telt.feiten = [
        Feit(NIEUWEGEIN, "AV_POTENTIEEL", "VO", date(2025, 1, 1)),
        Feit(UTRECHT, "AV_POTENTIEEL", "BO", date(2025, 2, 1)),
    ]
    telling.voeg_toe(p.telt)
    assert telling.lp[(("regio", "RMC19"), "AV_POTENTIEEL", "VO")] == 1
    assert telling.lp[(("regio", "RMC19"), "AV_POTENTIEEL", "BO")] == 0


def test_hearsay_leaves_the_new_municipality_without_the_child():
    p = leven("verhuisd_van_horen_zeggen_land", UTRECHT, ROTTERDAM)
    assert p.leveraars() == [UTRECHT]
    assert {v.gemeente for v in p.telt.verblijven} == {UTRECHT}


def test_the_edge_of_the_vsv_age_is_a_day():
    assert leven("geen_basis_22_op_t0").telt.vsv.ouder
    assert not leven("basis_21_op_t0").telt.vsv.ouder
    assert leven("s27_te_oud").telt.vsv is None


def test_percentages_round_half_up_and_add_to_a_hundred():
    assert procent(1, 800) == "0.13"
    assert procent(8, 28) == "28.57"
    assert procent(1, 0) == ""
    assert verdeel_honderd([1, 1, 1]) == ["33.4", "33.3", "33.3"]
    assert verdeel_honderd([0, 1, 1]) == ["0.0", "50.0", "50.0"]


@pytest.mark.parametrize(
    ("geboren", "naar_school", "indicatoren"),
    [
        # five on 15 July before the year: the duty runs already in both sets
        (date(2019, 7, 15), date(2023, 7, 15), None),
        # four on 1 October and at school that day: the populations, no absence
        (date(2020, 10, 1), date(2024, 10, 1), "TELPLICHTIG_JAAR TELPLICHTIG LEERPLICHTIG"),
        # a day later: in the year only
        (date(2020, 10, 2), date(2024, 10, 2), "TELPLICHTIG_JAAR"),
        # four on 1 August after the year
        (date(2021, 8, 1), date(2025, 8, 1), None),
        # four on 1 July, at school a year later: 31 days, open on 31 July
        (date(2021, 7, 1), date(2026, 8, 1), "TELPLICHTIG_JAAR AV_POTENTIEEL AV_TOTAAL AV_UIT_BEELD AV_OPEN"),
        # four on 4 July: 28 days are not longer than 28 days
        (date(2021, 7, 4), date(2026, 8, 1), "TELPLICHTIG_JAAR AV_POTENTIEEL AV_TOTAAL AV_OPEN"),
        # four on 1 March, at school on 1 June: exactly three months, solved
        (
            date(2021, 3, 1),
            date(2025, 6, 1),
            "TELPLICHTIG_JAAR AV_POTENTIEEL AV_TOTAAL AV_UIT_BEELD AV_OPGELOST",
        ),
    ],
)
def test_duty_from_the_fourth_birthday(geboren, naar_school, indicatoren):
    gevonden = feiten_vier(land("2024/2025").jaar, UTRECHT, geboren, naar_school, "BO")
    assert (gevonden and [f.indicator for f in gevonden]) == (indicatoren and indicatoren.split())


def test_another_definition_set_changes_only_what_it_says():
    p = leven("rv_precies_16_uur")
    telling = Telling(land("2024/2025"))
    telling.voeg_toe(p.telt)
    assert {sleutel for sleutel, n in telling.anders.items() if n} == {
        ("2025-1-MEER16", (niveau, g), "RV_16U", "eraf")
        for niveau, g in (("gemeente", UTRECHT), ("regio", "RMC19"), ("provincie", "PV26"), ("land", "NL"))
    }


def test_two_enrolments_from_one_day_are_at_two_schools() -> None:
    """Found at 10 % of the country: a vertical school community gave VO and MBO, and one key stood there twice."""
    kaart = land("2024/2025")
    gelijk = sorted(set(kaart.scholen["MBO"]["NL"]) & set(kaart.scholen["VO"]["NL"]))
    assert gelijk
    for brin in gelijk:
        plekken = {soort: {**kaart.scholen[soort], UTRECHT: (brin,)} for soort in ("MBO", "VO")}
        p = Leven(
            replace(kaart, scholen=kaart.scholen | plekken), random.Random(1), "990000007", 1, (UTRECHT,)
        )
        assert p.school("MBO", p.j.begin, niveau=2) == brin
        assert p.school("VO", p.j.begin, niveau="HAVO") != brin
        assert p.school("VO", p.j.eind, niveau="HAVO") == brin
