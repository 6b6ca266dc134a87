"""Against brute force: on tiny tables the gate is right both ways."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rizoom.publish.geheim import Certificate, Getoond, Openbaar, Refused, Telling, gate, protect_a, protect_b

from .landje import BELEID, SLEUTEL, alle_tabellen, cellen, gevoelig

HOOGSTE = 12
aantallen = st.lists(st.integers(0, 8), min_size=4, max_size=4)
ZACHT = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


def tabel(waarden: list[int]) -> Telling:
    namen = ["G0|K0", "G0|K1", "G1|K0", "G1|K1"]
    return Telling(dict(zip(namen, waarden, strict=True)), {n: n[:2] for n in namen})


def kleinste_spreiding(telling: Telling, getoond: tuple[Getoond, ...]) -> int:
    """Smallest spread of a sensitive cell over all tables and attackers, by enumeration."""
    tabellen = alle_tabellen(telling, getoond, HOOGSTE)
    atomen = sorted(telling.aantal)
    kleinste = 10**6
    for doel in gevoelig(telling, getoond):
        kolommen = [i for i, a in enumerate(atomen) if a in doel]
        for weet in ("", "G0", "G1"):
            vast = [i for i, a in enumerate(atomen) if telling.gemeente[a] == weet]
            anderen = tabellen[:, [i for i in kolommen if i not in vast]].sum(axis=1)
            if weet and anderen.max() == anderen.min():
                continue  # the attacker's own count and what everybody knows: nothing to learn about others
            mogelijk = tabellen
            for i in vast:
                mogelijk = mogelijk[mogelijk[:, i] == telling.aantal[atomen[i]]]
            som = mogelijk[:, kolommen].sum(axis=1)
            kleinste = min(kleinste, int(som.max() - som.min()))
    return kleinste


@ZACHT
@given(aantallen, st.sets(st.integers(0, 8)))
def test_gate_agrees_with_enumeration(waarden: list[int], dicht: set[int]) -> None:
    telling = tabel(waarden)
    alles = cellen({"G0": ["G0"], "G1": ["G1"], "NL": ["G0", "G1"]}, 2)
    getoond = tuple(
        Getoond(c, "verborgen", None)
        if i in dicht or 0 < telling.som(c.atomen) < 5
        else Getoond(c, "exact", telling.som(c.atomen))
        for i, c in enumerate(alles)
    )
    uitslag = gate(telling, Openbaar("1", getoond), BELEID)
    if isinstance(uitslag, Certificate):
        assert kleinste_spreiding(telling, getoond) >= 3
    elif all(r.code == "herleidbaar" for r in uitslag.redenen):
        assert kleinste_spreiding(telling, getoond) < 3


@ZACHT
@given(aantallen)
def test_protection_holds_under_enumeration(waarden: list[int]) -> None:
    telling = tabel(waarden)
    b = protect_b(telling, cellen({"G0": ["G0"], "G1": ["G1"]}, 2), BELEID, SLEUTEL)
    a = protect_a(telling, cellen({"NL": ["G0", "G1"]}, 2), BELEID, b)
    getoond = (*b, *a)
    uitslag = gate(telling, Openbaar("1", getoond), BELEID)
    assert not isinstance(uitslag, Refused), uitslag
    assert kleinste_spreiding(telling, getoond) >= 3
