"""The release checklist: errors and warnings apart (spec publicatie, section 1).

An error stops approval; a warning is shown to whoever approves. Approval by a second person is not here:
it comes after the release was made and is kept in ``register.uitgave_besluit``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from rizoom.publish.uitgave_cijfers import OPEN_DATA, OPENBAAR
from rizoom.publish.uitgave_gegevens import Gegevens
from rizoom.publish.uitgave_invarianten import schendingen
from rizoom.reference import read_seed

Ernst = Literal["fout", "waarschuwing", "goed"]
GROOT_VERSCHIL = 0.25
KLEIN_AANTAL = 20
BELANGRIJK = {
    "leerplichttelling": (("telling", "TELPLICHTIG", "aantal"), ("telling", "AV_TOTAAL", "aantal"),
                          ("telling", "RV_16U", "aantal"), ("telling", "LRV_TOTAAL", "aantal"),
                          ("thuiszitters", "T_2016", "personen")),
    "vsv": (("vsv", "N", "aantal"), ("vsv", "X", "aantal")),
    "doorstroompunt": (), OPEN_DATA: (),
}  # fmt: skip
# Series that only the ministry gets, with exact figures. Everything else is public and needs a gate.
ALLEEN_MINISTERIE = frozenset({"leerplichttelling", "vsv", "doorstroompunt"})
Poort = Callable[[Gegevens], list[str]]


def _poort_open_data(gegevens: Gegevens) -> list[str]:
    from rizoom.publish.opendata.poort import lekken

    return lekken(gegevens.beschermd)


POORTEN: dict[str, Poort] = {OPEN_DATA: _poort_open_data}
"""Disclosure gates by series: a function that gives what is wrong, in plain Dutch (empty: safe to publish)."""


@dataclass(frozen=True)
class Punt:
    """One point of the checklist with its outcome and a sentence for people."""

    code: str
    ernst: Ernst
    tekst: str
    aantal: int = 0


def controleer(gegevens: Gegevens, status: str) -> tuple[Punt, ...]:
    """All points, in fixed order. Same inputs, same list."""
    return (
        _dekking(gegevens, status),
        _bevindingen(gegevens),
        *_landelijk(gegevens),
        _invarianten(gegevens),
        *_breuken(gegevens),
        _geheimhouding(gegevens),
        *_definitief(gegevens, status),
    )


def heeft_fouten(punten: tuple[Punt, ...] | list[dict[str, object]]) -> bool:
    """Whether any point is an error."""
    return any((p.ernst if isinstance(p, Punt) else p["ernst"]) == "fout" for p in punten)


def onveilig(reeks: str, punten: Sequence[Mapping[str, object]]) -> str:
    """Why nothing of a public series may be written; empty: the gate has passed, or the series is not public."""
    if reeks not in OPENBAAR:
        return ""
    gate = [p for p in punten if p["code"] == "geheimhouding"]
    if any(p["ernst"] == "goed" for p in gate):
        return ""
    return str(gate[0]["tekst"]) if gate else "De poort voor geheimhouding is niet gepasseerd."


def als_lijst(punten: tuple[Punt, ...]) -> list[dict[str, object]]:
    """For the manifest and the database."""
    return [asdict(punt) for punt in punten]


def land_dekking(gegevens: Gegevens) -> tuple[str, float | None]:
    """Coverage of the country: status and share of the population in percent (None: not known)."""
    found = [c for c in gegevens.cijfers if c.niveau == "land" and c.tabel == "dekking"]
    if found:
        population = [float(c.waarde) for c in found if c.maat == "bevolking" and c.waarde]
        return found[0].status, population[0] if population else None
    regions = {item.leveraar for item in gegevens.leveringen
               if item.soort == "doorstroompunt" and item.schooljaar == gegevens.schooljaar}  # fmt: skip
    total = len({row["regiocode"] for row in read_seed("regio") if not row["geldig_tot"]})
    if not regions:
        return "ontbreekt", 0.0
    return ("volledig" if len(regions) >= total else "onvolledig"), None


def _dekking(gegevens: Gegevens, status: str) -> Punt:
    coverage, share = land_dekking(gegevens)
    text = "" if share is None else f" ({share:.2f}".replace(".", ",") + " % van de jongeren)"
    if coverage == "volledig":
        return Punt("dekking", "goed", "Alle gebieden hebben geleverd.")
    if coverage == "ontbreekt":
        return Punt("dekking", "fout", "Geen enkel gebied heeft geleverd.")
    severity: Ernst = "fout" if gegevens.reeks == "vsv" and status == "definitief" else "waarschuwing"
    return Punt("dekking", severity, f"Niet alle gebieden hebben geleverd{text}.")


def _bevindingen(gegevens: Gegevens) -> Punt:
    open_ones = [b for b in gegevens.bevindingen if b.ernst != "info" and b.herkomst != "landelijk"]
    wrong = [b for b in open_ones if b.ernst == "fout"]
    if wrong:
        count = sum(b.aantal for b in wrong)
        return Punt("bevindingen", "fout", f"In geldende leveringen staan {count} fouten.", count)
    if not open_ones:
        return Punt("bevindingen", "goed", "Geen open bevindingen in de leveringen.")
    count = sum(b.aantal for b in open_ones)
    suppliers = len({b.leveraar for b in open_ones})
    return Punt("bevindingen", "waarschuwing", f"{count} waarschuwingen bij {suppliers} leveraars.", count)


def _landelijk(gegevens: Gegevens) -> list[Punt]:
    found = [b for b in gegevens.bevindingen if b.ernst != "info" and b.herkomst == "landelijk"]
    if not found:
        return [Punt("bevindingen_landelijk", "goed", "Leveringen spreken elkaar niet tegen.")]
    count = sum(b.aantal for b in found)
    return [
        Punt("bevindingen_landelijk", "waarschuwing", f"{count} keer spreken leveringen elkaar tegen.", count)
    ]


def _invarianten(gegevens: Gegevens) -> Punt:
    broken = schendingen(gegevens)
    if broken:
        return Punt(
            "invarianten", "fout", f"{len(broken)} optellingen kloppen niet, eerst: {broken[0]}.", len(broken)
        )
    return Punt(
        "invarianten", "goed", "Alle optellingen kloppen, ook de controles bij het bouwen van de tabellen."
    )


def breuken(gegevens: Gegevens) -> list[dict[str, str]]:
    """Known breaks of this series up to this year (spec definities, section 3)."""
    return [
        row for row in read_seed("reeksbreuk")
        if row["reeks"] in ALLEEN_MINISTERIE and gegevens.reeks in {row["reeks"], OPEN_DATA}
        and row["schooljaar"] <= gegevens.schooljaar
    ]  # fmt: skip


def _breuken(gegevens: Gegevens) -> list[Punt]:
    now = [row for row in breuken(gegevens) if row["schooljaar"] == gegevens.schooljaar]
    points = [
        Punt(
            "breuken", "goed", f"{len(now)} reeksbreuken in dit schooljaar, genoemd in het rapport.", len(now)
        )
    ]
    for table, indicator, measure in BELANGRIJK[gegevens.reeks]:
        value = gegevens.waarde(table, indicator, maat=measure)
        before = gegevens.waarde(table, indicator, maat=measure, jaar_eerder=True)
        if value is None or before is None or max(value, before) < KLEIN_AANTAL:
            continue
        known = any(row["indicator"] == "ALLE" or indicator.startswith(row["indicator"]) for row in now)
        if not known and abs(value - before) > GROOT_VERSCHIL * before:
            points.append(
                Punt("groot_verschil", "waarschuwing", f"{indicator} verandert van {before:.0f} in {value:.0f}"
                     " zonder bekende reeksbreuk.")
            )  # fmt: skip
    return points


def _geheimhouding(gegevens: Gegevens) -> Punt:
    gate = POORTEN.get(gegevens.reeks)
    if gate is not None:
        leaks = gate(gegevens)
        if leaks:
            return Punt("geheimhouding", "fout", f"Niet veilig openbaar te maken: {leaks[0]}.", len(leaks))
        return Punt("geheimhouding", "goed", "De poort voor geheimhouding is gepasseerd.")
    if gegevens.reeks in ALLEEN_MINISTERIE:
        return Punt(
            "geheimhouding", "goed", "Exacte cijfers, alleen voor het ministerie; niet openbaar maken."
        )
    return Punt("geheimhouding", "fout", "Deze reeks is openbaar, maar heeft geen poort voor geheimhouding.")


def _definitief(gegevens: Gegevens, status: str) -> list[Punt]:
    if status != "definitief" or gegevens.reeks != "vsv":
        return []
    if gegevens.kan_definitief:
        return [
            Punt(
                "definitief",
                "goed",
                "Elke regio leverde na 31 december; de cijfers kunnen definitief worden.",
            )
        ]
    return [
        Punt("definitief", "fout", "Nog niet elke regio leverde na 31 december; definitief kan nog niet.")
    ]
