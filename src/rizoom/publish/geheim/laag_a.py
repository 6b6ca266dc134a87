"""Layer A: joint primary and complementary suppression (spec publicatie, section 3).

All tables, hierarchies and layers are one system. First the small cells are hidden, then every hidden cell is
audited, and only what is open is repaired: the cheapest further cells are hidden that let it move, for the
attacker who could find it out. Audit and repair take turns until nothing is open.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from rizoom.publish.geheim.beleid import Beleid
from rizoom.publish.geheim.bewijs import Bewijzer
from rizoom.publish.geheim.laag_b import eenzijdige_rijen
from rizoom.publish.geheim.model import (
    ONEINDIG,
    Atomen,
    Cel,
    Getoond,
    Openbaar,
    Telling,
    feiten,
    te_beschermen,
)
from rizoom.publish.geheim.oplosser import Shift, Zoeker

RONDES = 30
PRIJS_NUL = 8.0
Zaad = list[Shift]
"""Other tables found while protecting; :func:`poort.gate` adds them up again and needs to search less."""


def protect_a(
    telling: Telling,
    cellen: Sequence[Cel],
    beleid: Beleid,
    bekend: Sequence[Getoond] = (),
    eerder: Sequence[Openbaar] = (),
    zaad: Zaad | None = None,
) -> tuple[Getoond, ...]:
    """Layer A of these cells, in the same order.

    ``bekend``: what the same version publishes beside it (layer B, mirror reports); it is protected too, and a
    cell that it holds gets the status it has there. ``eerder``: earlier versions; what they hid stays hidden, what
    they showed and is still true is known to everybody. What cannot be protected any more is left as it is: the
    gate refuses it by name. ``zaad`` receives the tables that were found.
    """
    al = {g.cel.atomen: g for g in bekend}
    waarde = {c.atomen: telling.som(c.atomen) for c in cellen} | {a: telling.som(a) for a in al}
    vaststaand = _vaststaand(telling, bekend, eerder)
    eerder_dicht = {g.cel.atomen for o in eerder for g in o.cellen if g.soort == "verborgen"}
    toon: dict[Atomen, Cel] = {c.atomen: c for c in cellen if c.atomen not in al and c.atomen}
    dicht: dict[Atomen, str] = te_beschermen(bekend, waarde)
    for cel in _primair(cellen, waarde, beleid):
        if cel.atomen in toon:
            dicht[cel.atomen] = cel.sleutel
    vrij = _vrij(telling, vaststaand, toon, beleid.afstand)
    blijft = {a: c.sleutel for a, c in toon.items() if a in eerder_dicht and a not in dicht}
    dicht |= {a: sleutel for a, sleutel in blijft.items() if vrij(a)}
    open_cellen = [a for a in toon if a not in dicht]
    alles = dict(vaststaand) | {a: (waarde[a], waarde[a]) for a in open_cellen}
    rekbaar = {
        a: PRIJS_NUL if waarde[a] == 0 else 1.0 + math.log1p(waarde[a])
        for a in open_cellen
        if a not in vaststaand
    }
    bewijzer = Bewijzer(telling, alles, dicht, beleid.afstand)
    hersteller = Zoeker(telling, alles, dicht, rekbaar)
    _herstel(bewijzer, hersteller, toon, set(rekbaar), vrij)
    if zaad is not None:
        zaad += bewijzer.pool
    hidden = bewijzer.doelen.keys()
    uit = []
    for cel in cellen:
        if cel.atomen in al:
            uit.append(Getoond(cel, al[cel.atomen].soort, al[cel.atomen].waarde))
        elif cel.atomen in hidden:
            uit.append(Getoond(cel, "verborgen", None))
        else:
            uit.append(Getoond(cel, "exact", waarde[cel.atomen]))
    return tuple(uit)


def _vaststaand(
    telling: Telling, bekend: Sequence[Getoond], eerder: Sequence[Openbaar]
) -> dict[Atomen, tuple[int, int]]:
    """What is known whatever this layer shows; news of an earlier version that is no longer true is left out."""
    vast = feiten(bekend)
    for openbaar in eerder:
        for atomen, (laag, hoog) in feiten(openbaar.cellen).items():
            if laag <= telling.som(atomen) <= hoog:
                nu = vast.get(atomen, (0, ONEINDIG))
                vast[atomen] = (max(laag, nu[0]), min(hoog, nu[1]))
    return vast


def _vrij(
    telling: Telling, vaststaand: dict[Atomen, tuple[int, int]], toon: Mapping[Atomen, Cel], afstand: int
) -> Callable[[Atomen], bool]:
    """Whether a cell stays unknown when this layer shows nothing at all: hiding another one protects nobody.

    Such a cell follows from layer B or from an earlier version, and the gate would refuse it as hidden.
    """

    @cache
    def bewijzer() -> Bewijzer:
        return Bewijzer(telling, vaststaand, {a: cel.sleutel for a, cel in toon.items()}, afstand)

    return cache(lambda atomen: not bewijzer().bewijs(atomen)[1])


def _primair(cellen: Sequence[Cel], waarde: dict[Atomen, int], beleid: Beleid) -> list[Cel]:
    klein = [c for c in cellen if 0 < waarde[c.atomen] < c.drempel]
    eenzijdig = eenzijdige_rijen(((c, waarde[c.atomen]) for c in cellen), beleid)
    return klein + [c for rij in eenzijdig.values() for c in rij]


def _herstel(
    bewijzer: Bewijzer,
    hersteller: Zoeker,
    toon: dict[Atomen, Cel],
    rekbaar: set[Atomen],
    vrij: Callable[[Atomen], bool],
) -> None:
    te_doen = list(bewijzer.doelen)
    for _ in range(RONDES):
        nieuw: list[Atomen] = []
        open_: list[Atomen] = []
        for doel in te_doen:
            _, aanvallers = bewijzer.bewijs(doel)
            if not aanvallers:
                continue
            open_.append(doel)
            for aanvaller in aanvallers:
                for atomen in _te_verbergen(bewijzer, hersteller, doel, aanvaller, rekbaar, vrij):
                    rekbaar.discard(atomen)
                    bewijzer.verberg(atomen, toon[atomen].sleutel)
                    hersteller.verberg(atomen)
                    nieuw.append(atomen)
        if not nieuw:
            return
        te_doen = open_ + nieuw


def _te_verbergen(
    bewijzer: Bewijzer,
    hersteller: Zoeker,
    doel: Atomen,
    aanvaller: str,
    rekbaar: set[Atomen],
    vrij: Callable[[Atomen], bool],
) -> list[Atomen]:
    """Cells to hide so that ``doel`` gets room: 2 up and 1 down, as far as the truth allows."""
    vast = bewijzer.van_gemeente[aanvaller] if aanvaller else []
    eigen = set(vast)
    omlaag = 1 if bewijzer.telling.som(doel - eigen) >= 1 else 0
    gevonden: dict[Atomen, None] = {}
    for stap in (bewijzer.afstand - omlaag, -omlaag):
        if stap:
            for atomen in hersteller.goedkoopste(doel, stap, vast) or ():
                if atomen in rekbaar:
                    gevonden[atomen] = None
    if gevonden:
        return list(gevonden)
    # The program over fractions sees room where whole tables have none: hide the smallest cell that overlaps.
    overlap = sorted((a for a in rekbaar if a & doel and not a <= eigen), key=lambda a: (len(a), sorted(a)))
    return next(([a] for a in overlap if vrij(a)), [])
