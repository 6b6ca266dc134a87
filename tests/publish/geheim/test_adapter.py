"""From a built warehouse to a proved release."""

from __future__ import annotations

import pytest

from rizoom.publish.geheim import Certificate, gate, verify
from rizoom.publish.geheim.adapter import from_leerplichttelling
from rizoom.settings import Settings

from ..leveringen import SCHOOLJAAR
from .landje import BELEID, SLEUTEL


def test_a_built_indicator_is_protected_and_proved(gebouwd: Settings) -> None:
    indicator = from_leerplichttelling(gebouwd, SCHOOLJAAR, "TELPLICHTIG")
    land = next(c for c in indicator.boven if c.sleutel == "TELPLICHTIG|land|NL|TOTAAL")
    assert indicator.telling.som(land.atomen) > 0
    assert {c.drempel for c in indicator.boven} == {5}
    openbaar = indicator.openbaar("1", BELEID, SLEUTEL)
    small = {c.sleutel for c in indicator.boven if 0 < indicator.telling.som(c.atomen) < c.drempel}
    assert small
    assert all(g.waarde is None for g in openbaar.cellen if g.soort != "afgerond" and g.cel.sleutel in small)
    uitslag = gate(indicator.telling, openbaar, BELEID)
    assert isinstance(uitslag, Certificate), uitslag
    assert verify(uitslag, [openbaar]) == []


def test_exemptions_have_the_higher_threshold(gebouwd: Settings) -> None:
    assert {c.drempel for c in from_leerplichttelling(gebouwd, SCHOOLJAAR, "VR_5_ONDER_A").gemeenten} == {10}


def test_an_unknown_indicator_is_an_error(gebouwd: Settings) -> None:
    with pytest.raises(ValueError, match="no figures"):
        from_leerplichttelling(gebouwd, SCHOOLJAAR, "BESTAAT_NIET")
