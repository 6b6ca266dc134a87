"""From a built warehouse to proved systems."""

from __future__ import annotations

import pytest

from rizoom.publish.geheim import Certificate, Telling, verify
from rizoom.publish.geheim import adapter as a
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from ..leveringen import SCHOOLJAAR
from .landje import BELEID, SLEUTEL


def leerplicht(settings: Settings, indicator: str) -> a.Indicator:
    with connect(settings) as conn:
        return a.leerplicht(conn, SCHOOLJAAR, "2025-1", [indicator], [indicator])[indicator]


def test_a_built_indicator_is_protected_and_proved(land: Settings) -> None:
    indicator = leerplicht(land, "TELPLICHTIG")
    cel = next(c for c in indicator.boven if c.sleutel == "TELPLICHTIG|land|NL|TOTAAL")
    assert indicator.telling.som(cel.atomen) > 0
    assert {c.drempel for c in indicator.boven} == {5}
    openbaar, uitslag = indicator.beveilig("1", BELEID, SLEUTEL)
    small = {c.sleutel for c in indicator.boven if 0 < indicator.telling.som(c.atomen) < c.drempel}
    assert small
    assert all(g.waarde is None for g in openbaar.cellen if g.soort != "afgerond" and g.cel.sleutel in small)
    assert isinstance(uitslag, Certificate), uitslag
    assert verify(uitslag, [openbaar]) == []


def test_vsv_is_one_system_of_dropouts_and_others(land: Settings) -> None:
    with connect(land) as conn:
        stelsel = a.vsv(conn, SCHOOLJAAR, "R2020")
    som = {c.sleutel: stelsel.telling.som(c.atomen) for c in stelsel.boven}
    assert (som["X|regio|RMC19|TOTAAL"], som["N|regio|RMC19|TOTAAL"], som["ZONDER_X|regio|RMC19|TOTAAL"]) == (
        1,
        3,
        2,
    )
    openbaar, uitslag = stelsel.beveilig("1", BELEID, SLEUTEL)
    assert isinstance(uitslag, Certificate), uitslag
    assert all(g.waarde is None for g in openbaar.cellen if g.cel.sleutel == "X|regio|RMC19|TOTAAL")


def test_areas_above_the_municipality_are_split_by_age() -> None:
    gebieden = {("regio", "RMC19"): ("GM0344",), ("gemeente", "GM0344"): ("GM0344",)}
    cellen = {c.sleutel for c in a.leerplicht_cellen("RV_16U", gebieden, ["VO"], ["12-15", "16-17"])}
    assert "RV_16U|regio|RMC19|VO|12-15" in cellen
    assert {s for s in cellen if "gemeente" in s} == {
        "RV_16U|gemeente|GM0344|VO",
        "RV_16U|gemeente|GM0344|TOTAAL",
    }
    assert [a.leeftijdsgroep(n) for n in (5, 11, 12, 17, 18, None)] == [
        "5-11", "5-11", "12-15", "16-17", "ONBEKEND", "ONBEKEND",
    ]  # fmt: skip


def test_tables_of_a_stranger_are_added_up_before_they_serve() -> None:
    from rizoom.publish.geheim.bewijs import Bewijzer

    telling = Telling({"a": 3, "b": 4}, {"a": "A", "b": "B"})
    heel = frozenset("ab")
    bewijzer = Bewijzer(telling, {heel: (7, 7)}, {frozenset("a"): "a", frozenset("b"): "b"}, 3)
    bewijzer.neem_over([{"a": 1}, {"a": -4, "b": 4}, {"a": 4, "b": -4}])
    assert bewijzer.pool == [{"a": 4, "b": -4}], "the first breaks the total, the second goes below zero"


def test_exemptions_have_the_higher_threshold(land: Settings) -> None:
    assert {c.drempel for c in leerplicht(land, "VR_5_ONDER_A").gemeenten} == {10}


def test_an_unknown_indicator_is_an_error(land: Settings) -> None:
    with pytest.raises(ValueError, match="no figures"):
        leerplicht(land, "BESTAAT_NIET")
