"""One region at a time: its persons, its deliveries, its part of the truth."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rizoom.synth.gewoon import Gewoon
from rizoom.synth.land import Land, land
from rizoom.synth.leven import Leven
from rizoom.synth.levering import Levering
from rizoom.synth.nummers import bsn_reeks
from rizoom.synth.plan import Geval, Plan, maak_plan
from rizoom.synth.telling import Telling


@dataclass(frozen=True)
class Opdracht:
    """What to write: arguments of ``write_country`` that decide the content."""

    out: Path
    scale: float
    seed: int
    schooljaar: str
    ontbreekt: frozenset[str]


@dataclass
class Deel:
    """What one region adds: files, counts, persons per template (counted in their first region only)."""

    bestanden: list[str]
    telling: Telling
    regels: Counter[str]


def maak_leven(kaart: Land, geval: Geval, seed: int) -> Leven:
    """Build the person of a case; the same wherever and whenever it is built."""
    rng = random.Random(f"{seed}|{kaart.jaar.naam}|{geval.zaak.naam}|{geval.index}")
    leven = Leven(kaart, rng, next(bsn_reeks(geval.stam)), geval.index, geval.plekken)
    geval.zaak.vul(leven)
    leven.klaar()
    return leven


_PLANNEN: dict[tuple[str, float, int, frozenset[str]], Plan] = {}


def plan_van(opdracht: Opdracht) -> Plan:
    """The plan of an assignment, made once per process."""
    sleutel = (opdracht.schooljaar, opdracht.scale, opdracht.seed, opdracht.ontbreekt)
    if sleutel not in _PLANNEN:
        _PLANNEN.clear()
        _PLANNEN[sleutel] = maak_plan(
            land(opdracht.schooljaar), opdracht.scale, opdracht.seed, opdracht.ontbreekt
        )
    return _PLANNEN[sleutel]


def bouw_regio(opdracht: Opdracht, regio: str) -> Deel:
    """Write the deliveries of a region and of its municipalities; returns its part of the truth."""
    kaart, plan = land(opdracht.schooljaar), plan_van(opdracht)
    gemeenten = kaart.in_regio(regio)
    leveringen = {code: Levering(code, kaart.jaar) for code in (regio, *gemeenten)}
    telling, regels = Telling(kaart, opdracht.ontbreekt), Counter[str]()
    for geval in plan.gevallen.get(regio, []):
        leven = maak_leven(kaart, geval, opdracht.seed)
        for leveraar in leven.leveraars():
            if leveraar in leveringen:
                leveringen[leveraar].voeg_toe(leven)
        if kaart.regio[geval.plekken[0]] == regio:
            telling.voeg_toe(leven.telt)
            regels[geval.zaak.naam] += 1
    bestanden: list[str] = []
    for gemeente in gemeenten:
        regels["gewoon"] += _gewone_mensen(
            opdracht, gemeente, leveringen[gemeente], leveringen[regio], telling
        )
        _schrijf(opdracht, leveringen.pop(gemeente), bestanden)
    _schrijf(opdracht, leveringen[regio], bestanden)
    return Deel(bestanden, telling, regels)


def _gewone_mensen(
    opdracht: Opdracht, gemeente: str, leerplicht: Levering, doorstroompunt: Levering, telling: Telling
) -> int:
    kaart, plan = land(opdracht.schooljaar), plan_van(opdracht)
    rng = random.Random(f"{opdracht.seed}|{kaart.jaar.naam}|{gemeente}")
    nummers = bsn_reeks(plan.stam[gemeente])
    gewoon = Gewoon(kaart, gemeente)
    totaal = 0
    for leeftijd, aantal in plan.gewoon[gemeente]:
        for _ in range(aantal):
            in_leerplicht, in_doorstroompunt, lijnen = gewoon.persoon(rng, next(nummers), leeftijd)
            for tabel, regels in lijnen.items():
                if in_leerplicht:
                    leerplicht.regels[tabel].extend(regels)
                if in_doorstroompunt:
                    doorstroompunt.regels[tabel].extend(regels)
        totaal += aantal
    for telt, n in gewoon.telling():
        telling.voeg_toe(telt, n)
    return totaal


def _schrijf(opdracht: Opdracht, levering: Levering, bestanden: list[str]) -> None:
    if levering.leveraar not in opdracht.ontbreekt:
        bestanden.append(levering.schrijf(opdracht.out / "leveringen").name)
