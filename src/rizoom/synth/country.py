"""The synthetic country: every delivery of a school year and the truth that must come out."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rizoom.synth.jaar import Jaar
from rizoom.synth.land import land, vorig_jaar
from rizoom.synth.levering import Levering, voeg_tabel_toe
from rizoom.synth.regio import Deel, Opdracht, bouw_regio, plan_van
from rizoom.synth.telling import Telling
from rizoom.synth.waarheid import Waarheid, schrijf_csv
from rizoom.synth.waarheid_marts import opgave_lijnen, opgaven, schrijf_marts

Voortgang = Callable[[str, int, int], None]
"""Called with (regions done, regions, code of the region) after each region."""


@dataclass(frozen=True)
class CountryTruth:
    """What was written. ``regels`` is persons per template (``gewoon``: the plain mass), over all years.

    ``waarheid`` is the truth of the last school year; ``eerder`` that of the year before, when there is one.
    """

    leveringen: tuple[Path, ...]
    waarheid: Path
    personen: int
    regels: dict[str, int]
    eerder: Path | None = None


def write_country(
    out: Path,
    *,
    scale: float,
    seed: int,
    schooljaar: str,
    years: int = 1,
    workers: int = 2,
    progress: Voortgang | None = None,
    ontbreekt: frozenset[str] = frozenset(),
    correcties: int = 0,
) -> CountryTruth:
    """Write ``out/leveringen/*.zip`` and ``out/waarheid/*.csv``; the same arguments give the same bytes.

    With two ``years`` the year before ``schooljaar`` is written as well, its truth in a folder of ``waarheid`` such
    as ``2023-2024``: plain persons are the same, a year older; leavers stay away; deliveries of one year say what
    counts in the other.
    ``scale`` 1.0 is the population of 3 to 26; every template has its minimum at any scale. ``ontbreekt`` are
    suppliers (``GM0363``, ``RMC21``) that deliver nothing: the truth then has their figures empty.
    ``correcties`` municipalities, and their regions, deliver the last year first without some children: the whole
    delivery is then in ``out/correcties``, and the truth before it in ``waarheid/voor-correctie``.
    Raises ``ValueError`` for a school year in which municipalities change, a scale that is not above zero, an
    unknown missing supplier, municipalities that differ between the years, or more than two years.
    """
    if years not in (1, 2):
        raise ValueError("one or two school years")
    if scale <= 0:
        raise ValueError("scale must be above zero")
    kaart = land(Jaar(schooljaar).naam)
    onbekend = ontbreekt - set(kaart.gemeenten) - set(kaart.regios)
    if onbekend:
        raise ValueError(f"unknown suppliers: {', '.join(sorted(onbekend))}")
    (out / "leveringen").mkdir(parents=True, exist_ok=True)
    weg = frozenset(ontbreekt)
    (out / "correcties").mkdir(exist_ok=True)
    opdracht = Opdracht(out, scale, seed, schooljaar, weg, years, years == 2)
    if years == 1:
        opdracht = _met_correcties(opdracht, correcties)
        return _schrijf_jaar(opdracht, out / "waarheid", workers, progress)
    vorig = vorig_jaar(schooljaar)
    if land(vorig).regio != kaart.regio:
        raise ValueError(f"municipalities differ between {vorig} and {schooljaar}")
    eerder = out / "waarheid" / vorig.replace("/", "-")
    een = _schrijf_jaar(Opdracht(out, scale, seed, vorig, weg, 2), eerder, workers, progress)
    twee = _schrijf_jaar(_met_correcties(opdracht, correcties), out / "waarheid", workers, progress)
    regels = dict(sorted((Counter(een.regels) + Counter(twee.regels)).items()))
    paden = tuple(sorted((*een.leveringen, *twee.leveringen)))
    return CountryTruth(paden, twee.waarheid, een.personen + twee.personen, regels, eerder)


def _schrijf_jaar(
    opdracht: Opdracht, waarheid: Path, workers: int, progress: Voortgang | None
) -> CountryTruth:
    """Deliveries and truth of one school year."""
    kaart = land(opdracht.schooljaar)
    telling, regels, bestanden = Telling(kaart, opdracht.ontbreekt), Counter[str](), list[str]()
    later = Telling(kaart, opdracht.ontbreekt)
    regios = _grootste_eerst(opdracht)
    for klaar, deel in enumerate(_bouw(opdracht, regios, workers), start=1):
        telling.samen(deel.telling)
        later.samen(deel.later)
        regels.update(deel.regels)
        bestanden += deel.bestanden
        if progress:
            progress(f"verzonnen land {opdracht.schooljaar}", klaar, len(regios))
    totalen = opgaven(telling, opdracht.ontbreekt | opdracht.correctie)
    for leveraar, lijnen in opgave_lijnen(totalen).items():
        voeg_tabel_toe(opdracht.out / "leveringen" / Levering(leveraar, kaart.jaar).naam(), "opgave", lijnen)
    geheel = Waarheid(kaart, telling, "R2020")
    geheel.schrijf(waarheid)
    schrijf_marts(waarheid / "marts", geheel, totalen)
    if opdracht.correctie:
        Waarheid(kaart, telling.zonder(later), "R2020").schrijf(waarheid / "voor-correctie")
    schrijf_csv(waarheid / "regels.csv", ["regel", "personen"], sorted(regels.items()))
    paden = tuple(opdracht.out / "leveringen" / naam for naam in sorted(bestanden))
    return CountryTruth(paden, waarheid, regels.total(), dict(sorted(regels.items())))


def _met_correcties(opdracht: Opdracht, aantal: int) -> Opdracht:
    """The municipalities with the most cases deliver twice."""
    gevallen = Counter(
        geval.plekken[0]
        for in_regio in plan_van(opdracht).gevallen.values()
        for geval in in_regio
        if len(geval.plekken) == 1
    )
    return replace(opdracht, correctie=frozenset(g for g, _ in gevallen.most_common(aantal)))


def _grootste_eerst(opdracht: Opdracht) -> list[str]:
    kaart, plan = land(opdracht.schooljaar), plan_van(opdracht)
    per_gemeente = {
        g: sum(groep.aantal for _, groepen in blokken for groep in groepen)
        for g, blokken in plan.gewoon.items()
    }
    omvang = {r: sum(per_gemeente[g] for g in kaart.in_regio(r)) for r in kaart.regios}
    return sorted(kaart.regios, key=lambda r: (-omvang[r], r))


def _bouw(opdracht: Opdracht, regios: list[str], workers: int) -> Iterator[Deel]:
    if workers <= 1:
        yield from (bouw_regio(opdracht, regio) for regio in regios)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap_unordered(_Bouwer(opdracht), regios)


@dataclass(frozen=True)
class _Bouwer:
    opdracht: Opdracht

    def __call__(self, regio: str) -> Deel:
        return bouw_regio(self.opdracht, regio)
