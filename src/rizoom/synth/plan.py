"""Who lives where before anybody is made: cases per template and place, numbers for everybody.

The plan is a pure function of (school year, number of years, scale, seed, missing suppliers); every worker makes the
same and then builds its own region, so the number of workers cannot change a byte. Over two years the second plan
goes on where the first ended: the plain persons are a year older, leavers stay away, the other cases are new people.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rizoom.synth import zaken
from rizoom.synth.land import Land
from rizoom.synth.nummers import blok
from rizoom.synth.zaak import Tweejarig, Zaak
from rizoom.synth.zaken_tweejarig import BLIJVEN_WEG
from rizoom.synth.zaken_verhuizing import HOREN_ZEGGEN

LEEFTIJDEN = range(3, 27)


@dataclass(frozen=True, slots=True)
class Geval:
    """One person of a template: running index, template, its municipalities, stem of its number.

    ``eerder``: a case of the year before who is met again.
    """

    index: int
    zaak: Zaak | Tweejarig
    plekken: tuple[str, ...]
    stam: int
    eerder: bool = False

    @property
    def naam(self) -> str:
        """Name of the template; of who is met again with what became of it."""
        return (
            f"{self.zaak.naam}_blijft_weg" if self.eerder and isinstance(self.zaak, Zaak) else self.zaak.naam
        )


@dataclass(frozen=True, slots=True)
class Groep:
    """Plain persons of one age in one municipality, ``jaren`` years after they were first delivered."""

    leeftijd: int
    aantal: int
    jaren: int = 0


@dataclass(frozen=True)
class Plan:
    """Cases per region (a case that moves stands under both) and plain persons per municipality.

    ``gewoon``: blocks of (first stem of the numbers, groups in the order of those numbers). ``volgend`` are the
    index of the next case and the stem after the last.
    """

    gevallen: dict[str, list[Geval]]
    gewoon: dict[str, list[tuple[int, list[Groep]]]]
    volgend: tuple[int, int]


def maak_plan(
    land: Land, scale: float, seed: int, ontbreekt: frozenset[str], eerste: Plan | None, jaren: int
) -> Plan:
    """Divide cases and plain persons over the country. ``scale`` 1.0 is the whole population of 3 to 26.

    ``eerste`` is the plan of the year before; ``jaren`` the number of years of the whole country.
    """
    rng = random.Random(f"{seed}|{land.jaar.naam}|plan")
    jeugd = {g: sum(n for a, n in land.inwoners[g].items() if 5 <= a <= 17) for g in land.gemeenten}
    compleet = [g for g in land.gemeenten if not {g, land.regio[g]} & ontbreekt]
    gewichten = [jeugd[g] for g in compleet]
    niet = frozenset(land.gemeenten) - frozenset(compleet)
    geheel = scale * sum(jeugd.values())
    gevallen: dict[str, list[Geval]] = defaultdict(list)
    index, stam = eerste.volgend if eerste else (0, 0)
    bezet: dict[str, int] = defaultdict(int)

    def voeg_toe(geval: Geval) -> None:
        for regio in dict.fromkeys(land.regio[g] for g in geval.plekken):
            gevallen[regio].append(geval)
        bezet[geval.plekken[0]] += 1

    soorten: Sequence[Zaak | Tweejarig] = list(zaken.ZAKEN.values())
    if jaren > 1 and eerste is None:
        soorten = [*soorten, *zaken.TWEEJARIG.values()]
    for zaak in soorten:
        aantal = max(zaak.minimum, round(zaak.deel * geheel))
        for g in rng.choices(compleet, gewichten, k=aantal):
            plekken = (g, land.buur(rng, g, zaak.afstand, niet)) if zaak.afstand else (g,)
            voeg_toe(Geval(index, zaak, plekken, stam))
            index, stam = index + 1, stam + 10
    for weg in sorted(ontbreekt & set(land.gemeenten)):
        for g in rng.choices(compleet, gewichten, k=HOREN_ZEGGEN.minimum):
            voeg_toe(Geval(index, HOREN_ZEGGEN, (g, weg), stam))
            index, stam = index + 1, stam + 10
    if eerste:
        for geval in _nog_eens(eerste):
            voeg_toe(geval)
    gewoon: dict[str, list[tuple[int, list[Groep]]]] = {}
    for g in land.gemeenten:
        groepen = _per_leeftijd(rng, land, g, scale, bezet[g])
        gewoon[g] = []
        if eerste:
            gewoon[g] = [(s, [_ouder(groep) for groep in blok]) for s, blok in eerste.gewoon[g]]
            groepen = [groep for groep in groepen if groep.leeftijd == LEEFTIJDEN[0]]
        gewoon[g].append((stam, groepen))
        stam += blok(sum(groep.aantal for groep in groepen))
    return Plan(dict(gevallen), gewoon, (index, stam))


def _nog_eens(eerste: Plan) -> list[Geval]:
    """Cases of the year before who live on in this one, each once."""
    alle = {geval.index: geval for regio in sorted(eerste.gevallen) for geval in eerste.gevallen[regio]}
    return [
        Geval(geval.index, geval.zaak, geval.plekken, geval.stam, eerder=True)
        for _, geval in sorted(alle.items())
        if not geval.eerder and (isinstance(geval.zaak, Tweejarig) or geval.zaak.naam in BLIJVEN_WEG)
    ]


def _ouder(groep: Groep) -> Groep:
    return Groep(groep.leeftijd + 1, groep.aantal, groep.jaren + 1)


def _per_leeftijd(rng: random.Random, land: Land, g: str, scale: float, bezet: int) -> list[Groep]:
    """Plain persons by age on T0: population times scale less the cases, rounded at random, at least four."""
    som = sum(land.inwoners[g].get(a, 0) for a in LEEFTIJDEN)
    factor = max(scale - bezet / som, 0.0)
    aantallen = {}
    for a in LEEFTIJDEN:
        verwacht = land.inwoners[g].get(a, 0) * factor
        aantallen[a] = int(verwacht) + (rng.random() < verwacht % 1)
    while sum(aantallen.values()) < 4:
        aantallen[rng.choice(LEEFTIJDEN)] += 1
    return [Groep(a, n) for a, n in aantallen.items() if n]
