"""One region at a time: its persons, its deliveries, its part of the truth."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rizoom.synth.gewoon import Gewoon
from rizoom.synth.land import Land, land, vorig_jaar
from rizoom.synth.leven import Leven
from rizoom.synth.levering import Levering
from rizoom.synth.nummers import bsn_reeks
from rizoom.synth.plan import LEEFTIJDEN, Geval, Plan, maak_plan
from rizoom.synth.telling import Telling
from rizoom.synth.zaak import Tweejarig
from rizoom.synth.zaken_tweejarig import blijft_weg


@dataclass(frozen=True)
class Opdracht:
    """What to write: arguments of ``write_country`` that decide the content.

    ``correctie`` are municipalities that first deliver without some of their children, and again with them; so does
    their region. ``schooljaar`` is the year to write, ``jaren`` the number of years of the country, ``tweede``
    whether this year follows another of it.
    """

    out: Path
    scale: float
    seed: int
    schooljaar: str
    ontbreekt: frozenset[str]
    jaren: int = 1
    tweede: bool = False
    correctie: frozenset[str] = frozenset()

    def komt_later(self, geval: Geval) -> bool:
        """Whether a case is not in the first version: every other one that lives in one such municipality."""
        return (
            geval.plekken[0] in self.correctie
            and len(geval.plekken) == 1
            and not geval.eerder
            and geval.index % 2 == 0
        )


@dataclass
class Deel:
    """What one region adds: files, counts, persons per template (counted in their first region only).

    ``later`` are the counts of who is in the corrected deliveries only.
    """

    bestanden: list[str]
    telling: Telling
    later: Telling
    regels: Counter[str]


def maak_leven(kaart: Land, geval: Geval, seed: int) -> Leven:
    """Build the person of a case; the same wherever and whenever it is built."""
    kaarten = (land(vorig_jaar(kaart.jaar.naam)), kaart) if geval.eerder else (kaart, kaart)
    rng = random.Random(f"{seed}|{kaarten[0].jaar.naam}|{geval.zaak.naam}|{geval.index}")
    nummer = next(bsn_reeks(geval.stam))
    een = Leven(kaarten[0], rng, nummer, geval.index, geval.plekken)
    if isinstance(geval.zaak, Tweejarig):
        twee = Leven(
            land(kaart.jaar.volgend) if not geval.eerder else kaart,
            rng,
            nummer,
            geval.index,
            geval.plekken,
            _TWEEDE_JAAR,
        )
        geval.zaak.vul(een, twee)
        leven = twee if geval.eerder else een
    else:
        geval.zaak.vul(een)
        leven = een
        if geval.eerder:
            leven = Leven(kaart, rng, nummer, geval.index, geval.plekken, _TWEEDE_JAAR)
            blijft_weg(een, leven)
    leven.klaar()
    return leven


# numbers of reports and trajecten of the second year go on from here
_TWEEDE_JAAR = 500
_PLANNEN: dict[tuple[str, float, int, frozenset[str], int, bool], Plan] = {}


def plan_van(opdracht: Opdracht) -> Plan:
    """The plan of an assignment, made once per process."""
    o = opdracht
    sleutel = (o.schooljaar, o.scale, o.seed, o.ontbreekt, o.jaren, o.tweede)
    if sleutel not in _PLANNEN:
        eerste = plan_van(replace(o, schooljaar=vorig_jaar(o.schooljaar), tweede=False)) if o.tweede else None
        _PLANNEN.clear()
        _PLANNEN[sleutel] = maak_plan(land(o.schooljaar), o.scale, o.seed, o.ontbreekt, eerste, o.jaren)
    return _PLANNEN[sleutel]


def bouw_regio(opdracht: Opdracht, regio: str) -> Deel:
    """Write the deliveries of a region and of its municipalities; returns its part of the truth."""
    kaart, plan = land(opdracht.schooljaar), plan_van(opdracht)
    gemeenten = kaart.in_regio(regio)
    leveringen = {code: Levering(code, kaart.jaar) for code in (regio, *gemeenten)}
    telling, regels = Telling(kaart, opdracht.ontbreekt), Counter[str]()
    later, weg = Telling(kaart, opdracht.ontbreekt), defaultdict[str, set[str]](set)
    for geval in plan.gevallen.get(regio, []):
        leven = maak_leven(kaart, geval, opdracht.seed)
        for leveraar in leven.leveraars():
            if leveraar in leveringen:
                leveringen[leveraar].voeg_toe(leven)
        if kaart.regio[geval.plekken[0]] == regio:
            telling.voeg_toe(leven.telt)
            if opdracht.komt_later(geval):
                later.voeg_toe(leven.telt)
                for rij in leven.rijen:
                    weg[rij.tabel].add(rij.tekst)
            regels[geval.naam] += 1
    bestanden: list[str] = []
    for gemeente in gemeenten:
        regels["gewoon"] += _gewone_mensen(
            opdracht, gemeente, leveringen[gemeente], leveringen[regio], telling
        )
        _schrijf(opdracht, leveringen.pop(gemeente), bestanden, weg if gemeente in opdracht.correctie else {})
    _schrijf(opdracht, leveringen[regio], bestanden, weg)
    return Deel(bestanden, telling, later, regels)


def _gewone_mensen(
    opdracht: Opdracht, gemeente: str, leerplicht: Levering, doorstroompunt: Levering, telling: Telling
) -> int:
    kaart, plan = land(opdracht.schooljaar), plan_van(opdracht)
    rng = random.Random()
    gewoon = Gewoon(kaart, gemeente)
    totaal = 0
    for stam, groepen in plan.gewoon[gemeente]:
        nummers = bsn_reeks(stam)
        for groep in groepen:
            for _ in range(groep.aantal):
                nummer = next(nummers)
                if groep.leeftijd not in LEEFTIJDEN:
                    continue
                rng.seed(f"{opdracht.seed}|{nummer}")
                in_leerplicht, in_doorstroompunt, lijnen = gewoon.persoon(
                    rng, nummer, groep.leeftijd, groep.jaren
                )
                for tabel, regels in lijnen.items():
                    if in_leerplicht:
                        leerplicht.regels[tabel].extend(regels)
                    if in_doorstroompunt:
                        doorstroompunt.regels[tabel].extend(regels)
                totaal += 1
    for telt, n in gewoon.telling():
        telling.voeg_toe(telt, n)
    return totaal


def _schrijf(
    opdracht: Opdracht, levering: Levering, bestanden: list[str], weg: Mapping[str, set[str]]
) -> None:
    """Write a delivery; with lines to leave out the first version, and this one among the corrections."""
    if levering.leveraar in opdracht.ontbreekt:
        return
    if weg:
        bestanden.append(levering.voorganger(weg).schrijf(opdracht.out / "leveringen").name)
        levering.schrijf(opdracht.out / "correcties")
    else:
        bestanden.append(levering.schrijf(opdracht.out / "leveringen").name)
