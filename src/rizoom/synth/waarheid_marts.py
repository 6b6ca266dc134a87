"""Truth of marts that are no file of the command line contract: definition sets side by side, and the opgave."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rizoom.synth.telling import Gebied, Telling
from rizoom.synth.waarheid import Regel, Waarheid, schrijf_csv

SETS = ("2025-1-MEER16", "2025-1-OVERBRUG2", "LP4", "LP_GEEN_ONDERSCHEID")
_AANTAL_OPGAVEN = 12


@dataclass(frozen=True)
class Opgave:
    """A total a municipality states itself, ``ernaast`` beside the true one."""

    gemeente: str
    indicator: str
    klasse: str
    aantal: int
    ernaast: int


def opgaven(telling: Telling, niet: frozenset[str] = frozenset()) -> list[Opgave]:
    """Totals of twelve municipalities spread over the country: one right, one too high, one too low, one of a class.

    ``niet``: municipalities that deliver nothing, or more than once.
    """
    kan = [g for g in telling.land.gemeenten if g not in niet]
    gekozen = kan[:: max(1, len(kan) // _AANTAL_OPGAVEN)]
    waar: Counter[tuple[str, str, str]] = Counter()
    for (gebied, indicator, klasse), n in telling.lp.items():
        if gebied[0] == "gemeente":
            for k in (klasse, "TOTAAL"):
                waar[(gebied[1], indicator, k)] += n
    gevonden = []
    for g in gekozen:
        for indicator, klasse, ernaast in (
            ("TELPLICHTIG", "TOTAAL", 0),
            ("AV_TOTAAL", "TOTAAL", 2),
            ("TELPLICHTIG_JAAR", "TOTAAL", -1),
            ("TELPLICHTIG", "BO", 1),
        ):
            echt = waar[(g, indicator, klasse)]
            gevonden.append(Opgave(g, indicator, klasse, max(0, echt + ernaast), max(-echt, ernaast)))
    return gevonden


def opgave_lijnen(gegeven: Iterable[Opgave]) -> dict[str, list[str]]:
    """Lines of table ``opgave`` per municipality."""
    lijnen: dict[str, list[str]] = {}
    for o in gegeven:
        lijnen.setdefault(o.gemeente, []).append(f"{o.indicator};{o.klasse};{o.aantal};")
    return lijnen


def schrijf_marts(map_: Path, waarheid: Waarheid, gegeven: Iterable[Opgave]) -> None:
    """Write ``definitie_vergelijking.csv`` (only figures that change) and ``opgave_verschil.csv``."""
    map_.mkdir(parents=True, exist_ok=True)
    schrijf_csv(
        map_ / "definitie_vergelijking.csv",
        [
            "schooljaar",
            "definitieset",
            "niveau",
            "gebied",
            "indicator",
            "verschil",
            "personen_erbij",
            "personen_eraf",
            "personen_andere_klasse",
        ],
        _vergelijking(waarheid),
    )
    schrijf_csv(
        map_ / "opgave_verschil.csv",
        [
            "schooljaar",
            "gemeentecode",
            "indicator",
            "onderwijssoort_klasse",
            "opgave",
            "berekend",
            "verschil",
        ],
        (
            (waarheid.jaar, o.gemeente, o.indicator, o.klasse, o.aantal, o.aantal - o.ernaast, o.ernaast)
            for o in gegeven
        ),
    )


def _vergelijking(waarheid: Waarheid) -> Iterable[Regel]:
    gewijzigd: dict[tuple[str, Gebied, str], Counter[str]] = defaultdict(Counter)
    for (definitieset, gebied, indicator, soort), n in waarheid.t.anders.items():
        gewijzigd[(definitieset, gebied, indicator)][soort] += n
    for (definitieset, gebied, indicator), personen in gewijzigd.items():
        kop = (waarheid.jaar, definitieset, *gebied, indicator)
        erbij, eraf = personen["erbij"], personen["eraf"]
        yield (*kop, erbij - eraf, erbij, eraf, personen["andere_klasse"])
