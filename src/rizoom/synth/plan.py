"""Who lives where before anybody is made: cases per template and place, numbers for everybody.

The plan is a pure function of (school year, scale, seed, missing suppliers); every worker makes the same and
then builds its own region, so the number of workers cannot change a byte.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from rizoom.synth import zaken
from rizoom.synth.land import Land
from rizoom.synth.nummers import blok
from rizoom.synth.zaak import Zaak

LEEFTIJDEN = range(3, 27)


@dataclass(frozen=True, slots=True)
class Geval:
    """One person of a template: running index, template, its municipalities, stem of its number."""

    index: int
    zaak: Zaak
    plekken: tuple[str, ...]
    stam: int


@dataclass(frozen=True)
class Plan:
    """Cases per region (a case that moves stands under both) and plain persons per municipality."""

    gevallen: dict[str, list[Geval]]
    gewoon: dict[str, list[tuple[int, int]]]
    stam: dict[str, int]
    totaal: int


def maak_plan(land: Land, scale: float, seed: int, ontbreekt: frozenset[str]) -> Plan:
    """Divide cases and plain persons over the country. ``scale`` 1.0 is the whole population of 4 to 26."""
    rng = random.Random(f"{seed}|{land.jaar.naam}|plan")
    jeugd = {g: sum(n for a, n in land.inwoners[g].items() if 5 <= a <= 17) for g in land.gemeenten}
    compleet = [g for g in land.gemeenten if not {g, land.regio[g]} & ontbreekt]
    gewichten = [jeugd[g] for g in compleet]
    niet = frozenset(land.gemeenten) - frozenset(compleet)
    geheel = scale * sum(jeugd.values())
    gevallen: dict[str, list[Geval]] = defaultdict(list)
    index = 0
    bezet: dict[str, int] = defaultdict(int)
    for zaak in zaken.ZAKEN.values():
        aantal = max(zaak.minimum, round(zaak.deel * geheel))
        for eerste in rng.choices(compleet, gewichten, k=aantal):
            plekken = (eerste, land.buur(rng, eerste, zaak.afstand, niet)) if zaak.afstand else (eerste,)
            geval = Geval(index, zaak, plekken, index * 10)
            for regio in dict.fromkeys(land.regio[g] for g in plekken):
                gevallen[regio].append(geval)
            bezet[eerste] += 1
            index += 1
    stammen, gewoon, totaal = index * 10, {}, index
    begin: dict[str, int] = {}
    for g in land.gemeenten:
        per_leeftijd = _per_leeftijd(rng, land, g, scale, bezet[g])
        gewoon[g] = per_leeftijd
        begin[g] = stammen
        n = sum(n for _, n in per_leeftijd)
        totaal += n
        stammen += blok(n)
    return Plan(dict(gevallen), gewoon, begin, totaal)


def _per_leeftijd(rng: random.Random, land: Land, g: str, scale: float, bezet: int) -> list[tuple[int, int]]:
    """Plain persons by age on T0: population times scale less the cases, rounded at random, at least four."""
    som = sum(land.inwoners[g].get(a, 0) for a in LEEFTIJDEN)
    factor = max(scale - bezet / som, 0.0)
    aantallen = {}
    for a in LEEFTIJDEN:
        verwacht = land.inwoners[g].get(a, 0) * factor
        aantallen[a] = int(verwacht) + (rng.random() < verwacht % 1)
    while sum(aantallen.values()) < 4:
        aantallen[rng.choice(LEEFTIJDEN)] += 1
    return [(a, n) for a, n in aantallen.items() if n]
