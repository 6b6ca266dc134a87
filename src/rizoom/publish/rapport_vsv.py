# ruff: noqa: E501  (running Dutch text)
"""Chapters of the VSV report (definities, section 4)."""

from __future__ import annotations

from rizoom.publish import rapport_figuren as figuren
from rizoom.publish.codeboek_teksten import SCENARIOS, TEKSTEN
from rizoom.publish.rapport_delen import door_de_jaren, in_woorden, kaart
from rizoom.publish.rapport_model import (
    GEEN,
    Alinea,
    Figuur,
    Kerncijfers,
    Kop,
    Lijst,
    Onderdeel,
    Tabel,
    getal,
    procent,
    verandering,
    verschil,
)
from rizoom.publish.uitgave_controle import breuken
from rizoom.publish.uitgave_gegevens import Gegevens

WAT_TELT = (
    "Nieuwe voortijdig schoolverlaters (vsv'ers): jongeren die op 1 oktober naar school gingen en een jaar later niet "
    "meer, zonder startkwalificatie (havo, vwo of mbo niveau 2 of hoger).",
    "Wie is overleden, vertrokken of vrijgesteld, telt niet mee. Wie weer op school zit of een startkwalificatie heeft, "
    "telt wel mee in de groep, maar is geen vsv'er.",
    "Elke jongere heeft precies één uitkomst en telt in zijn woongemeente op 1 oktober. Een regio die niet leverde, heeft "
    "geen cijfers.",
)
STAPPEN = (
    "B_OVERLEDEN", "B_VERTROKKEN", "B_VRIJSTELLING", "C_VO", "C_MBO", "C_VAVO", "C_HO", "C_VSO_PRO", "C_NIET_BEKOSTIGD",
    "D_STARTKW_EERDER", "D_STARTKW_JAAR", "D_STARTKW_VERLAAT", "D_DEFENSIE_POLITIE", "D_ENTREE_WERK",
)  # fmt: skip
CATEGORIEEN = (
    "ONDERBOUW",
    "BOVENBOUW_VMBO",
    "BOVENBOUW_HAVO_VWO",
    "VO_ONBEKEND",
    "VAVO",
    "MBO1",
    "MBO2",
    "MBO3",
    "MBO4",
)
KLEINE_NOEMER = 20  # smaller groups are in the table, not in the chart: one person would be too tall a bar
GRENZEN = (0.5, 1.0, 1.5, 2.0, 3.0)


def _naam(code: str) -> str:
    return TEKSTEN.get(("vsv", code), code)


def hoofdstukken(g: Gegevens) -> list[Onderdeel]:
    """Key figures, what is counted, waterfall, categories, series, decomposition, scenarios, map, regions."""
    return [
        *_kern(g),
        Kop(1, "Wat is er geteld?"),
        Lijst(WAT_TELT),
        *_grens(g),
        *_waterval(g),
        *_categorie(g),
        *_reeks(g),
        *_verschil(g),
        *_scenarios(g),
        *_kaart(g),
        *_regios(g),
    ]


def bijlagen(g: Gegevens) -> list[Onderdeel]:
    """Every municipality: the table of the map."""
    codes = {c.gebied for c in g.cijfers if c.niveau == "gemeente" and c.tabel == "vsv"}
    rows = []
    for code in sorted(codes, key=lambda x: g.namen.get(x, x)):
        n, x, pct = (g.waarde("vsv", name, niveau="gemeente", gebied=code) for name in ("N", "X", "VSV_PCT"))
        low, high = (
            g.waarde("standaard", name, niveau="gemeente", gebied=code) for name in ("PCT_ONDER", "PCT_BOVEN")
        )
        interval = "–" if low is None or high is None else f"{getal(low, 1)} tot {getal(high, 1)}"
        rows.append((g.namen.get(code, code), getal(n) if n is not None else "–", getal(x) if x is not None else "–",
                     getal(pct, 2) if pct is not None else "–", interval))  # fmt: skip
    return [
        Kop(1, "Bijlage: cijfers per gemeente"),
        Alinea("Een streepje betekent: geen cijfer. De marge zegt tussen welke percentages de echte kans waarschijnlijk "
               "(95 %) ligt. Overlappen de marges van twee gemeenten, dan is er geen duidelijk verschil."),
        Tabel("Vsv per gemeente", ("Gemeente", "Jongeren", "Vsv'ers", "Procent", "Marge"), tuple(rows), klein=True),
    ]  # fmt: skip


def _kern(g: Gegevens) -> list[Onderdeel]:
    x, pct, n = (g.waarde("vsv", name) for name in ("X", "VSV_PCT", "N"))
    before = {name: g.waarde("vsv", name, jaar_eerder=True) for name in ("X", "VSV_PCT", "N")}
    entree = g.waarde("vsv", "X_ZONDER_ENTREE")

    def since(value: float | None, name: str, places: int, unit: str = "") -> str:
        change = verandering(value, before[name], places)
        return "" if change == GEEN else f"{change}{unit} sinds vorig schooljaar"

    return [
        Kop(1, "Het jaar in het kort"),
        Kerncijfers(
            (
                ("Nieuwe voortijdig schoolverlaters", getal(x), since(x, "X", 0)),
                ("Aandeel van de jongeren op school", procent(pct), since(pct, "VSV_PCT", 2, " procentpunt")),
                ("Jongeren in de groep (noemer)", getal(n), since(n, "N", 0)),
                ("Vsv'ers zonder wie een entreediploma heeft", getal(entree), ""),
            )
        ),
    ]


def _grens(g: Gegevens) -> list[Onderdeel]:
    if g.waarde("vsv", "D_ENTREE_WERK") is not None or g.waarde("vsv", "X") is None:
        return []
    return [Alinea(
        "Niet elke regio leverde gegevens over werk. Daardoor zijn sommige jongeren met een entreediploma en werk toch als "
        "vsv'er geteld. Het landelijke aantal is dus een bovengrens. Vergelijk regio's met X_ZONDER_UITKOMST: dat cijfer is "
        "overal op dezelfde manier berekend."
    )]  # fmt: skip


def _waterval(g: Gegevens) -> list[Onderdeel]:
    a, x = g.waarde("vsv", "A"), g.waarde("vsv", "X")
    if a is None or x is None:
        return []
    steps: list[tuple[str, float, float, str]] = [(_naam("A").split(":")[0], 0, a, "totaal")]
    rows = [("Basisgroep (A)", getal(a), "", "")]
    left = a
    for code in STAPPEN:
        value = g.waarde("vsv", code) or 0
        if value:
            steps.append((_naam(code), left - value, left, "eraf"))
        left -= value
        rows.append((_naam(code), getal(value), getal(left), procent(100 * value / a if a else None)))
    steps.append(("Nieuwe vsv'ers", 0, x, "over"))
    rows.append(("Nieuwe vsv'ers (X)", getal(x), "", procent(100 * x / a if a else None)))
    table = Tabel("Van basisgroep naar vsv'er, heel Nederland", ("Uitkomst", "Jongeren", "Blijft over", "Van de basisgroep"),
                  tuple(rows))  # fmt: skip
    alt = in_woorden("Waterval.", ((row[0], row[1]) for row in rows))
    return [
        Kop(1, "Van alle jongeren naar vsv'ers"),
        Alinea("Iedere jongere uit de basisgroep krijgt één uitkomst: de eerste die past. Wie aan het eind overblijft, is "
               "een nieuwe voortijdig schoolverlater."),
        Figuur("waterval", "Van basisgroep naar vsv'er", alt, figuren.waterval(steps), table),
    ]  # fmt: skip


def _categorie(g: Gegevens) -> list[Onderdeel]:
    rows, bars = [], []
    for code in CATEGORIEEN:
        n, x, pct, norm = (g.waarde("vsv", name, code) for name in ("N", "X", "VSV_PCT", "NORM_PCT"))
        if n is None:
            continue
        before = g.waarde("vsv", "VSV_PCT", code, jaar_eerder=True)
        rows.append((_naam(code), getal(n), getal(x), procent(pct), "" if norm is None else procent(norm),
                     verandering(pct, before, 2)))  # fmt: skip
        if pct is not None and n >= KLEINE_NOEMER:
            bars.append((_naam(code), pct))
    if not bars:
        return []
    table = Tabel("Vsv naar soort onderwijs", ("Onderwijs op 1 oktober", "Jongeren", "Vsv'ers", "Procent", "Norm", "Procentpunt sinds vorig jaar"),
                  tuple(rows))  # fmt: skip
    alt = in_woorden("Staafdiagram.", ((name, procent(value)) for name, value in bars))
    return [
        Kop(1, "In welk onderwijs vallen jongeren uit?"),
        Figuur("categorie", "Percentage vsv naar soort onderwijs", alt,
               figuren.staven(bars, "Procent van de jongeren in deze soort", 1), table),
    ]  # fmt: skip


def _reeks(g: Gegevens) -> list[Onderdeel]:
    points = [
        ("Percentage vsv", p.schooljaar, float(p.waarde))
        for p in g.punten
        if p.indicator == "TOTAAL" and p.waarde
    ]
    if not points:
        return []
    first = min(year for _, year, _ in points)
    breaks = [(row["schooljaar"], "breuk") for row in breuken(g) if row["schooljaar"] >= first]
    numbers = {
        p.schooljaar: (float(p.waarde) if p.waarde else None, p.status)
        for p in g.punten
        if p.indicator == "X"
    }
    rows = tuple(
        (year, getal(numbers.get(year, (None, ""))[0]), procent(value), numbers.get(year, (None, ""))[1])
        for _, year, value in points
    )
    alt = (
        "Lijndiagram van het percentage vsv. "
        + ", ".join(f"{year}: {procent(v)}" for _, year, v in points)
        + "."
    )
    return door_de_jaren(
        "Vsv door de jaren heen", alt, lambda: figuren.lijn(points, breaks, "Procent", 2),
        Tabel("Reeks, heel Nederland", ("Schooljaar", "Vsv'ers", "Procent", "Dekking"), rows),
        f"Alle jaren zijn berekend met dezelfde regels ({g.versie}). Stippellijnen zijn breuken.",
    )  # fmt: skip


def _verschil(g: Gegevens) -> list[Onderdeel]:
    total, mix, rate = (g.waarde("verschil", name) for name in ("VERSCHIL", "SAMENSTELLING", "KANS"))
    if total is None or mix is None or rate is None:
        return []
    rows = [("Hele verandering", verschil(total, 2)), ("Door een andere samenstelling van de groep", verschil(mix, 2)),
            ("Door een andere kans om uit te vallen", verschil(rate, 2))]  # fmt: skip
    bars = [(name, value) for (name, _), value in zip(rows, (total, mix, rate), strict=True)]
    detail = []
    for code in CATEGORIEEN:
        parts = [g.waarde("verschil", name, code) for name in ("VERSCHIL", "SAMENSTELLING", "KANS")]
        if parts[0] is not None:
            detail.append((_naam(code), *(verschil(value, 2) for value in parts)))
    alt = in_woorden("Staafdiagram in procentpunt.", rows)
    return [
        Kop(1, "Waardoor is het percentage anders?"),
        Alinea("De verandering sinds vorig schooljaar is gesplitst in twee delen die precies optellen. Het eerste deel komt "
               "doordat de groep anders is samengesteld, bijvoorbeeld meer jongeren in mbo niveau 2. Het tweede deel komt "
               "doordat jongeren in dezelfde groepen (soort onderwijs, leeftijd, geslacht) vaker of minder vaak uitvallen."),
        Figuur("ontleding", "Verandering van het percentage vsv, in procentpunt", alt,
               figuren.staven(bars, "Procentpunt", 2, [figuren.BLAUW, "#86afd4", figuren.ORANJE]),
               Tabel("Verandering in procentpunt", ("Deel", "Procentpunt"), tuple(rows))),
        Tabel("Verandering per soort onderwijs, in procentpunt van het totaal",
              ("Onderwijs op 1 oktober", "Verandering", "Samenstelling", "Kans"), tuple(detail), klein=True),
    ]  # fmt: skip


def _scenarios(g: Gegevens) -> list[Onderdeel]:
    x, base = g.waarde("vsv", "X"), g.waarde("vsv", "VSV_PCT")
    rows, bars = [], []
    for code, text in SCENARIOS.items():
        left, removed, only, n1, n2, seen = (
            g.waarde("scenario", name, code)
            for name in ("OVER", "VERWIJDERD", "ALLEEN", "PCT_N1", "PCT_N2", "DEKKING")
        )
        if left is None:
            continue
        rows.append((code, text, getal(left), *("" if v is None else getal(v) for v in (removed, only)),
                     *("" if v is None else getal(v, 2) for v in (n1, n2)), "" if seen is None else getal(seen, 0)))  # fmt: skip
        if code != "S27":
            bars.append((f"{code}: {text[0].lower()}{text[1:]}"[:58], left))
    if x is None or not rows:
        return []
    bars.insert(0, ("Zoals nu geteld", x))
    table = Tabel("Scenario's, heel Nederland", ("Code", "Scenario", "Vsv'ers over", "Vervalt", "Alleen hierdoor", "% (N1)", "% (N2)", "Dekking %"),
                  tuple(rows), frozenset({1}), klein=True)  # fmt: skip
    alt = in_woorden("Staafdiagram van het aantal vsv'ers dat overblijft.", ((a, getal(b)) for a, b in bars))
    return [
        Kop(1, "Wat als we anders tellen?"),
        Alinea("Scenario's laten zien hoeveel vsv'ers er zouden zijn met een andere regel. Nu is het percentage "
               f"{procent(base)}. Bij N1 blijft de noemer gelijk; bij N2 gaat wie vervalt ook uit de noemer. S27 heeft een "
               "bredere groep (tot 27 jaar) en kan dus hoger zijn. Dekking is het deel van de regio's dat dit document bijhoudt."),
        Figuur("scenarios", "Aantal vsv'ers per scenario", alt,
               figuren.staven(bars, "Vsv'ers", kleuren=[figuren.ORANJE] + [figuren.BLAUW] * (len(bars) - 1)), table),
    ]  # fmt: skip


def _kaart(g: Gegevens) -> list[Onderdeel]:
    values = {c.gebied: float(c.waarde) if c.waarde else None for c in g.cijfers
              if c.tabel == "vsv" and c.niveau == "gemeente" and c.indicator == "VSV_PCT" and c.uitsplitsing == "TOTAAL"}  # fmt: skip
    figure = kaart(
        values,
        GRENZEN,
        "Percentage vsv per woongemeente",
        "Procent",
        "Gemeenten naar percentage vsv",
        "Percentage",
        " %",
    )
    if figure is None:
        return []
    return [
        Kop(1, "Waar wonen de vsv'ers?"),
        Alinea("Elk vierkant is een gemeente, ongeveer op haar plaats. De kaart is een schema: afstand en grootte zeggen "
               "niets. De cijfers per gemeente, met hun marge, staan in de bijlage."),
        figure,
    ]  # fmt: skip


def _regios(g: Gegevens) -> list[Onderdeel]:
    rows = []
    for code in sorted(c for c in g.namen if c.startswith("RMC")):

        def get(tabel: str, name: str, area: str = code) -> float | None:
            return g.waarde(tabel, name, niveau="regio", gebied=area)

        if get("vsv", "N") is None:
            continue
        ratio, low, high = (
            get("standaard", k) for k in ("VERHOUDING", "VERHOUDING_ONDER", "VERHOUDING_BOVEN")
        )
        verdict = (
            ""
            if low is None or high is None
            else "meer"
            if low > 1
            else "minder"
            if high < 1
            else "als verwacht"
        )
        rows.append((g.namen[code], getal(get("vsv", "N")), getal(get("vsv", "X")), procent(get("vsv", "VSV_PCT")),
                     getal(get("standaard", "VERWACHT"), 1), "" if ratio is None else getal(ratio, 2), verdict))  # fmt: skip
    if not rows:
        return []
    return [
        Kop(1, "De regio's"),
        Alinea("Verwacht is het aantal vsv'ers als de jongeren van de regio dezelfde kans hadden als in heel Nederland, "
               "rekening houdend met hun soort onderwijs en leeftijd. De laatste kolom zegt 'meer' of 'minder' alleen als "
               "het verschil groter is dan toeval (95 %)."),
        Tabel("Vsv per Doorstroompuntregio", ("Regio", "Jongeren", "Vsv'ers", "Procent", "Verwacht", "Verhouding", "Oordeel"),
              tuple(rows), klein=True),
    ]  # fmt: skip
