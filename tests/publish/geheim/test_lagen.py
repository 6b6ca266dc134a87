"""Layer B adds up and keeps its coins; layer A hides what it must and no more than needed."""

from __future__ import annotations

import pytest

from rizoom.publish.geheim import Cel, Telling, afrondsleutel, lees_beleid, protect_a, protect_b

from .landje import BELEID, SLEUTEL, cellen, landje


def test_policy_says_what_the_specification_says() -> None:
    beleid = lees_beleid()
    assert (beleid.symbool, beleid.drempel, beleid.drempel_onderzoek, beleid.min_noemer) == (".", 5, 10, 20)
    assert [beleid.drempel_voor(i) for i in ("VR_5_ONDER_A", "PV_LUXE", "RV_16U", "LRV_TOTAAL")] == [
        10,
        10,
        5,
        5,
    ]
    assert beleid.te_eenzijdig(19, 19)
    assert not beleid.te_eenzijdig(20, 20)
    assert not beleid.te_eenzijdig(9, 10)


def test_rounded_tables_add_up() -> None:
    land = landje(7, gemeenten=20, klassen=5)
    alles = (*land.gemeenten, *land.boven)
    getoond = protect_b(land.telling, alles, BELEID, SLEUTEL)
    zichtbaar = {g.cel.sleutel: g.waarde for g in getoond if g.waarde is not None}
    fijn = {a: g.waarde for g in getoond if g.soort == "afgerond" for a in g.cel.atomen}
    assert zichtbaar
    for g in getoond:
        if g.waarde is not None:
            assert g.waarde == sum(fijn[a] or 0 for a in g.cel.atomen)
        if g.soort == "afgerond":
            waar = land.telling.som(g.cel.atomen)
            assert g.waarde in ((0, 5) if 0 < waar < 5 else (waar,))


def test_coin_is_fair_and_stable_and_needs_the_key() -> None:
    namen = [f"a{i}" for i in range(2000)]
    telling = Telling(dict.fromkeys(namen, 2), {n: n for n in namen})
    rij = [Cel(n, frozenset([n])) for n in namen]
    een = [g.waarde for g in protect_b(telling, rij, BELEID, SLEUTEL)]
    assert een == [g.waarde for g in protect_b(telling, rij[::-1], BELEID, SLEUTEL)][::-1]
    assert een != [g.waarde for g in protect_b(telling, rij, BELEID, afrondsleutel(SLEUTEL))]
    assert sum(w or 0 for w in een) / 2000 == pytest.approx(2, abs=0.2)
    leden = {n: [f"{n}-x", f"{n}-y"] for n in namen}
    omgekeerd = {n: lijst[::-1] for n, lijst in leden.items()}
    met_leden = protect_b(telling, rij, BELEID, SLEUTEL, leden)
    assert met_leden == protect_b(telling, rij, BELEID, SLEUTEL, omgekeerd)


def test_one_sided_row_is_hidden_in_layer_b() -> None:
    telling = Telling(
        {"G0|K0": 18, "G0|K1": 0, "G1|K0": 30, "G1|K1": 9},
        {f"G{g}|K{k}": f"G{g}" for g in (0, 1) for k in (0, 1)},
    )
    getoond = {
        g.cel.sleutel: g.waarde
        for g in protect_b(telling, cellen({"G0": ["G0"], "G1": ["G1"]}, 2), BELEID, SLEUTEL)
    }
    assert getoond == {
        "G0:K0": None,
        "G0:K1": None,
        "G0:TOTAAL": None,
        "G1:K0": 30,
        "G1:K1": 9,
        "G1:TOTAAL": 39,
    }


def test_a_total_that_is_no_sum_is_an_error() -> None:
    telling = Telling({"a": 1, "b": 2}, {"a": "A", "b": "B"})
    with pytest.raises(ValueError, match="no sum"):
        protect_b(telling, [Cel("a", frozenset("a")), Cel("ab", frozenset("ab"))], BELEID, SLEUTEL)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    namen = [f"G{g}|K{k}" for g in range(4) for k in range(2)]
    telling = Telling(dict.fromkeys(namen, 50), {n: n[:2] for n in namen})
    getoond = protect_a(telling, cellen({"R0": ["G0", "G1"], "R1": ["G2", "G3"]}, 2), BELEID)
    assert {g.soort for g in getoond} == {"exact"}


def test_sensitive_indicators_hide_up_to_nine() -> None:
    telling = Telling(
        {"G0|K0": 9, "G0|K1": 40, "G1|K0": 60, "G1|K1": 70},
        {f"G{g}|K{k}": f"G{g}" for g in (0, 1) for k in (0, 1)},
    )
    gebieden = {"R0": ["G0"], "R1": ["G1"]}
    gewoon = protect_a(telling, cellen(gebieden, 2), BELEID)
    gevoelig = protect_a(telling, cellen(gebieden, 2, drempel=10), BELEID)
    assert all(g.soort == "exact" for g in gewoon)
    assert {g.cel.sleutel for g in gevoelig if g.waarde is None} >= {"R0:K0"}
    assert sum(g.waarde is None for g in gevoelig) >= 2
