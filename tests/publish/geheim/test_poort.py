"""The gate: harmless releases pass with a proof, planted leaks do not."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

from rizoom.publish.geheim import (
    Cel,
    Certificate,
    Getoond,
    Openbaar,
    Percentage,
    Refused,
    Telling,
    gate,
    verify,
)
from rizoom.publish.geheim.model import percentage

from .landje import BELEID, Landje, cellen, landje, lekt

ZADEN = range(12)


@pytest.fixture(scope="module")
def landjes() -> dict[int, tuple[Landje, Openbaar]]:
    """Small countries with their protected release."""
    return {seed: (land := landje(seed), land.uitgave()) for seed in ZADEN}


def met(openbaar: Openbaar, plaats: int, getoond: Getoond) -> Openbaar:
    return replace(openbaar, cellen=(*openbaar.cellen[:plaats], getoond, *openbaar.cellen[plaats + 1 :]))


def test_protected_releases_pass_and_the_checker_agrees(landjes: dict[int, tuple[Landje, Openbaar]]) -> None:
    boven_exact = 0
    for land, openbaar in landjes.values():
        boven_exact += sum(g.soort == "exact" for g in openbaar.cellen)
        uitslag = gate(land.telling, openbaar, BELEID)
        assert isinstance(uitslag, Certificate), uitslag
        assert verify(uitslag, [openbaar]) == []
    assert boven_exact > len(landjes)  # hiding everything would be safe too


def test_the_oracle_finds_no_leak_in_a_protected_release(landjes: dict[int, tuple[Landje, Openbaar]]) -> None:
    for seed in (0, 4):
        land, openbaar = landjes[seed]
        assert not lekt(land.telling, openbaar.cellen)


def test_planted_leaks_are_all_caught(landjes: dict[int, tuple[Landje, Openbaar]]) -> None:
    """At least 200 of four sorts (spec publicatie, section 3), each a leak by the oracle or by the rule itself."""
    geplant: Counter[str] = Counter()
    for seed, (land, openbaar) in landjes.items():
        kans = random.Random(seed)
        for soort, nu, eerder, cel in lekken(land, openbaar, kans):
            uitslag = gate(land.telling, nu, BELEID, eerder)
            assert isinstance(uitslag, Refused), (seed, soort, cel)
            assert uitslag.cellen, (seed, soort)
            if cel:
                assert cel in uitslag.cellen, (seed, soort, cel, uitslag.redenen)
            geplant[soort] += 1
    assert set(geplant) == {"getoond", "aanvullend", "percentage", "versie", "som", "dubbel"}
    assert sum(geplant.values()) >= 200, geplant
    assert min(geplant.values()) >= 10, geplant


def lekken(land: Landje, openbaar: Openbaar, kans: random.Random):  # type: ignore[no-untyped-def]
    """Leaks of one country: sort, new version, earlier versions, the cell that must be named ("" is any)."""
    telling = land.telling
    waar = [telling.som(g.cel.atomen) for g in openbaar.cellen]
    proeven = 2  # the oracle is slow
    verborgen = [i for i, g in enumerate(openbaar.cellen) if g.soort == "verborgen"]
    for i in kans.sample(verborgen, min(6, len(verborgen))):
        cel = openbaar.cellen[i].cel
        open_ = met(openbaar, i, Getoond(cel, "exact", waar[i]))
        if 0 < waar[i] < cel.drempel:
            yield "getoond", open_, (), cel.sleutel
        elif proeven and lekt(telling, open_.cellen):
            proeven -= 1
            yield "aanvullend", open_, (), ""
        yield "versie", openbaar, (Openbaar("0", (Getoond(cel, "exact", waar[i]),)),), cel.sleutel
    klein = [
        i for i, g in enumerate(openbaar.cellen) if g.soort == "afgerond" and 0 < waar[i] < g.cel.drempel
    ]
    for i in kans.sample(klein, min(3, len(klein))):
        cel = openbaar.cellen[i].cel
        yield "getoond", met(openbaar, i, Getoond(cel, "exact", waar[i])), (), cel.sleutel
        yield "versie", openbaar, (Openbaar("0", (Getoond(cel, "exact", waar[i]),)),), cel.sleutel
    for i, g in enumerate(openbaar.cellen):
        if g.soort == "som" and g.waarde != waar[i]:
            yield "som", met(openbaar, i, Getoond(g.cel, "som", waar[i])), (), g.cel.sleutel
            anders = replace(g.cel, sleutel=f"spiegel:{g.cel.sleutel}")
            extra = Getoond(anders, "exact", waar[i])
            yield "dubbel", replace(openbaar, cellen=(*openbaar.cellen, extra)), (), ""
    sommen = {g.cel.rij: i for i, g in enumerate(openbaar.cellen) if g.cel.totaal}
    for i, g in enumerate(openbaar.cellen):
        j = sommen[g.cel.rij]
        if i == j or waar[j] == 0:
            continue
        exact = percentage(waar[i], waar[j], 1)
        teller, noemer = g.waarde, openbaar.cellen[j].waarde
        if teller is not None and noemer and exact == percentage(teller, noemer, 1):
            continue
        pct = Percentage(f"pct:{g.cel.sleutel}", g.cel.sleutel, openbaar.cellen[j].cel.sleutel, exact)
        yield "percentage", replace(openbaar, percentages=(pct,)), (), pct.sleutel


def test_percentages_of_protected_counts_pass_and_small_denominators_do_not() -> None:
    telling = Telling({"a": 30, "b": 12, "c": 9}, {"a": "G1", "b": "G2", "c": "G3"})
    getoond = [Getoond(Cel(a, frozenset(a)), "exact", n) for a, n in telling.aantal.items()]
    for teller, noemer, tekst, goed in (
        ("b", "a", "40.0", True),
        ("c", "b", "75.0", False),
        ("b", "a", "40.1", False),
    ):
        openbaar = Openbaar("1", tuple(getoond), (Percentage("p", teller, noemer, tekst),))
        assert isinstance(gate(telling, openbaar, BELEID), Certificate) is goed


def test_difference_between_crossing_hierarchies_is_a_leak() -> None:
    """Region minus province is one small municipality that no table shows."""
    telling = Telling({"a": 40, "b": 50, "c": 3}, {"a": "A", "b": "B", "c": "C"})
    regio = Getoond(Cel("regio", frozenset("abc")), "exact", 93)
    provincie = Getoond(Cel("provincie", frozenset("ab")), "exact", 90)
    nooit = Getoond(Cel("gemeente C", frozenset("c")), "verborgen", None)
    uitslag = gate(telling, Openbaar("1", (regio, provincie, nooit)), BELEID)
    assert isinstance(uitslag, Refused)
    assert uitslag.cellen == {"gemeente C"}
    assert isinstance(gate(telling, Openbaar("1", (regio, nooit)), BELEID), Certificate)


def test_a_municipality_that_subtracts_its_own_count_is_an_attacker() -> None:
    telling = Telling({"a": 40, "b": 3}, {"a": "A", "b": "B"})
    som = Getoond(Cel("som", frozenset("ab")), "exact", 43)
    klein = Getoond(Cel("b", frozenset("b")), "verborgen", None)
    uitslag = gate(telling, Openbaar("1", (som, klein)), BELEID)
    assert isinstance(uitslag, Refused)
    assert "gemeente A" in uitslag.redenen[0].tekst


def test_group_disclosure_is_refused() -> None:
    telling = Telling({"G0|K0": 15, "G0|K1": 0, "G0|K2": 0}, dict.fromkeys(("G0|K0", "G0|K1", "G0|K2"), "G0"))
    rij = cellen({"G0": ["G0"]}, 3)
    bloot = Openbaar("1", tuple(Getoond(c, "exact", telling.som(c.atomen)) for c in rij))
    uitslag = gate(telling, bloot, BELEID)
    assert isinstance(uitslag, Refused)
    assert uitslag.redenen[0].code == "groep"


def test_a_changed_count_leaves_the_earlier_version_behind() -> None:
    land = landje(3)
    eerste = land.uitgave("1")
    atoom = max(land.telling.aantal, key=lambda a: land.telling.aantal[a])
    nieuw = Landje(
        replace(land.telling, aantal={**land.telling.aantal, atoom: land.telling.aantal[atoom] + 2}),
        land.boven, land.gemeenten,
    )  # fmt: skip
    tweede = nieuw.uitgave("2", [eerste])
    uitslag = gate(nieuw.telling, tweede, BELEID, [eerste])
    assert isinstance(uitslag, Certificate), uitslag
    assert verify(uitslag, [eerste, tweede]) == []
    assert uitslag.vervallen


def test_same_truth_same_pattern() -> None:
    land = landje(4)
    eerste = land.uitgave("1")
    assert land.uitgave("1").cellen == eerste.cellen
    assert land.uitgave("2", [eerste]).cellen == eerste.cellen
