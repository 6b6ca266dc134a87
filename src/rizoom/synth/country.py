"""The synthetic country: every delivery of a school year and the truth that must come out."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rizoom.synth.jaar import Jaar
from rizoom.synth.land import land
from rizoom.synth.regio import Deel, Opdracht, bouw_regio, plan_van
from rizoom.synth.telling import Telling
from rizoom.synth.waarheid import Waarheid, schrijf_csv
from rizoom.synth.zaken import ZAKEN

Voortgang = Callable[[str, int, int], None]
"""Called with (regions done, regions, code of the region) after each region."""


@dataclass(frozen=True)
class CountryTruth:
    """What was written. ``regels`` is persons per template (``gewoon``: the plain mass)."""

    leveringen: tuple[Path, ...]
    waarheid: Path
    personen: int
    regels: dict[str, int]


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
) -> CountryTruth:
    """Write ``out/leveringen/*.zip`` and ``out/waarheid/*.csv``; the same arguments give the same bytes.

    ``scale`` 1.0 is the population of 3 to 26; every template has its minimum at any scale. ``ontbreekt`` are
    suppliers (``GM0363``, ``RMC21``) that deliver nothing: the truth then has their figures empty.
    Raises ``ValueError`` for a school year in which municipalities change, a scale that is not above zero, an
    unknown missing supplier, or more than one year.
    """
    if years != 1:
        raise ValueError("only one school year at a time")
    if scale <= 0:
        raise ValueError("scale must be above zero")
    kaart = land(Jaar(schooljaar).naam)
    onbekend = ontbreekt - set(kaart.gemeenten) - set(kaart.regios)
    if onbekend:
        raise ValueError(f"unknown suppliers: {', '.join(sorted(onbekend))}")
    (out / "leveringen").mkdir(parents=True, exist_ok=True)
    opdracht = Opdracht(out, scale, seed, schooljaar, frozenset(ontbreekt))
    telling, regels, bestanden = Telling(kaart, opdracht.ontbreekt), Counter[str](), list[str]()
    regios = _grootste_eerst(opdracht)
    for klaar, deel in enumerate(_bouw(opdracht, regios, workers), start=1):
        telling.samen(deel.telling)
        regels.update(deel.regels)
        bestanden += deel.bestanden
        if progress:
            progress("verzonnen land", klaar, len(regios))
    waarheid = out / "waarheid"
    Waarheid(kaart, telling, "R2020").schrijf(waarheid)
    schrijf_csv(waarheid / "regels.csv", ["regel", "personen"], [(k, regels[k]) for k in (*ZAKEN, "gewoon")])
    paden = tuple(out / "leveringen" / naam for naam in sorted(bestanden))
    return CountryTruth(paden, waarheid, regels.total(), dict(sorted(regels.items())))


def _grootste_eerst(opdracht: Opdracht) -> list[str]:
    kaart, plan = land(opdracht.schooljaar), plan_van(opdracht)
    omvang = {r: sum(n for g in kaart.in_regio(r) for _, n in plan.gewoon[g]) for r in kaart.regios}
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
