# ruff: noqa: E501  (running Dutch text)
"""Chapters of the Doorstroompunt report (definities, sections 5 and 6)."""

from __future__ import annotations

from collections import defaultdict

from rizoom.publish import rapport_figuren as figuren
from rizoom.publish.codeboek_teksten import TEKSTEN
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
)
from rizoom.publish.uitgave_controle import breuken
from rizoom.publish.uitgave_gegevens import Gegevens

WAT_TELT = (
    "Doorstroompunten begeleiden jongeren zonder startkwalificatie die niet naar school gaan of dreigen te stoppen.",
    "In de effectrapportage tellen trajecten, niet personen: een jongere kan in een jaar twee trajecten hebben. Een traject "
    "dat begint terwijl een eerder traject nog loopt, telt niet mee.",
    "Elke jongere in beeld: op 1 oktober heeft iedere jongere van 4 tot en met 26 jaar precies één toestand.",
)
RIJEN = (
    "eerste_keer_p_levering",
    "eerste_keer_overig",
    "continuerend",
    "recidiverend_p_levering",
    "recidiverend_overig",
)
KOLOMMEN = ("benaderd", "ingeschreven", "intake", "gesprekken", "gestart", "beeindigd")
STATUSSEN = (
    "in_onderwijs",
    "startkwalificatie",
    "werk",
    "in_traject",
    "vrijgesteld",
    "lrv",
    "absoluut_met_dossier",
    "uit_beeld",
)
GRENZEN = (1.0, 2.0, 4.0, 6.0, 8.0)
Tellingen = dict[tuple[str, str, str], float]


def hoofdstukken(g: Gegevens) -> list[Onderdeel]:
    """Key figures, what is counted, reach, trajectories, destinations, every young person in view, map."""
    totals = _landelijk(g)
    return [
        *_kern(g, totals),
        Kop(1, "Wat is er geteld?"),
        Lijst(WAT_TELT),
        *_bereik(g),
        *_trajecten(totals),
        *_bestemming(totals),
        *_reeks(g),
        *_in_beeld(g),
        *_kaart(g),
    ]


def bijlagen(g: Gegevens) -> list[Onderdeel]:
    """Every municipality: the table of the map."""
    shares = _uit_beeld(g)
    if not shares:
        return []
    rows = tuple(
        (g.namen.get(code, code), *(("–",) * 3 if value is None else (getal(value[1]), getal(value[0]), procent(100 * value[0] / value[1], 1))))
        for code, value in sorted(shares.items(), key=lambda item: g.namen.get(item[0], item[0]))
    )  # fmt: skip
    return [
        Kop(1, "Bijlage: jongeren uit beeld per gemeente"),
        Alinea("Jongeren van 18 tot en met 26 jaar. Een streepje betekent: de regio heeft niet geleverd."),
        Tabel("Uit beeld per gemeente", ("Gemeente", "Jongeren", "Uit beeld", "Aandeel"), rows, klein=True),
    ]


def _landelijk(g: Gegevens) -> Tellingen:
    """Regions added up; percentages cannot be added and are left out."""
    totals: Tellingen = defaultdict(float)
    for c in g.cijfers:
        if c.niveau == "regio" and c.tabel != "in_beeld" and c.waarde and c.eenheid != "procent":
            totals[c.tabel, c.uitsplitsing, c.indicator] += float(c.waarde)
    return dict(totals)


def _laatste_peildatum(g: Gegevens) -> str:
    return max((c.uitsplitsing.split(" ")[0] for c in g.cijfers if c.tabel == "in_beeld"), default="")


def _kern(g: Gegevens, totals: Tellingen) -> list[Onderdeel]:
    group, reached = (totals.get(("bereik", "1_oktober", name)) for name in ("doelgroep", "bereikt"))
    started = sum(totals.get(("effect_18plus", row, "gestart"), 0) for row in RIJEN)
    unseen = g.waarde("in_beeld", "uit_beeld", f"{_laatste_peildatum(g)} 18-26")
    old = {
        p.indicator: (p.schooljaar, float(p.waarde))
        for p in g.punten
        if p.waarde and p.schooljaar < g.schooljaar
    }
    before = old.get("bereik.bereikt", ("", None))[1]
    change = verandering(reached, before)
    return [
        Kop(1, "Het jaar in het kort"),
        Kerncijfers(
            (
                ("Jongeren in de doelgroep op 1 oktober", getal(group), ""),
                ("Daarvan bereikt", procent(100 * (reached or 0) / group if group else None, 1),
                 f"{getal(reached)} jongeren" + ("" if change == GEEN else f", {change} sinds een eerder jaar")),
                ("Trajecten gestart (18 jaar en ouder)", getal(started), ""),
                ("Jongeren van 18 tot en met 26 jaar uit beeld", getal(unseen), ""),
            )
        ),
    ]  # fmt: skip


def _bereik(g: Gegevens) -> list[Onderdeel]:
    found = []
    for code in sorted({c.gebied for c in g.cijfers if c.tabel == "bereik" and c.niveau == "regio"}):
        group, reached, pct = (
            g.waarde("bereik", name, "1_oktober", niveau="regio", gebied=code)
            for name in ("doelgroep", "bereikt", "bereik_pct")
        )
        if group:
            found.append((g.namen.get(code, code), group, reached or 0, pct or 0))
    if not found:
        return []
    found.sort(key=lambda row: (-row[3], row[0]))
    rows = tuple((name, getal(group), getal(reached), procent(pct, 1)) for name, group, reached, pct in found)
    alt = in_woorden("Staafdiagram van het bereik per regio.", ((row[0], row[3]) for row in rows))
    return [
        Kop(1, "Hoeveel jongeren worden bereikt?"),
        Alinea("Bereik is het deel van de doelgroep van 1 oktober dat in het schooljaar is benaderd of een intake had. "
               "De doelgroep: jongeren zonder startkwalificatie die niet ingeschreven zijn, of van wie een verzuimmelding loopt."),
        Figuur("bereik", "Bereik per regio", alt, figuren.staven([(row[0], row[3]) for row in found], "Procent van de doelgroep", 1),
               Tabel("Bereik per regio", ("Regio", "Doelgroep", "Bereikt", "Bereik"), rows, klein=True)),
    ]  # fmt: skip


def _trajecten(totals: Tellingen) -> list[Onderdeel]:
    parts: list[Onderdeel] = [Kop(1, "Trajecten")]
    for tabel, title in (
        ("effect_18plus", "Jongeren van 18 jaar en ouder"),
        ("effect_17", "Jongeren van 17 jaar"),
    ):
        rows = [
            (TEKSTEN[tabel, row], *(getal(totals.get((tabel, row, column), 0)) for column in KOLOMMEN))
            for row in RIJEN
        ]
        total = [sum(totals.get((tabel, row, column), 0) for row in RIJEN) for column in KOLOMMEN]
        if not any(total):
            parts.append(Alinea(f"{title}: er zijn geen trajecten geleverd."))
            continue
        rows.append(("Samen", *(getal(value) for value in total)))
        head = ("Soort traject", "Benaderd", "Op school", "Intake", "Gesprekken", "Gestart", "Beëindigd")
        parts.append(Tabel(f"Trajecten, alle regio's samen: {title.lower()}", head, tuple(rows), klein=True))
    return parts


def _bestemming(totals: Tellingen) -> list[Onderdeel]:
    numbers: dict[str, float] = defaultdict(float)
    for (tabel, _, column), value in totals.items():
        if tabel == "effect_18plus" and column.startswith("bestemming_"):
            numbers[column.removeprefix("bestemming_").replace("_", " ")] += value
    if not numbers:
        return []
    bars = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    bars = [(name[0].upper() + name[1:], value) for name, value in bars]
    total = sum(value for _, value in bars)
    rows = tuple((name, getal(value), procent(100 * value / total, 1)) for name, value in bars)
    alt = in_woorden("Staafdiagram.", ((name, getal(value)) for name, value in bars))
    return [
        Kop(1, "Waar gaan jongeren heen?"),
        Figuur("bestemming", "Resultaat van beëindigde trajecten, 18 jaar en ouder", alt, figuren.staven(bars, "Trajecten"),
               Tabel("Resultaat van beëindigde trajecten", ("Resultaat", "Trajecten", "Aandeel"), rows)),
    ]  # fmt: skip


def _reeks(g: Gegevens) -> list[Onderdeel]:
    names = {
        "bereik.doelgroep": "Doelgroep",
        "bereik.bereikt": "Bereikt",
        "oude_vsv.personen": "Oude vsv'ers",
    }
    points = [
        (names[p.indicator], p.schooljaar, float(p.waarde))
        for p in g.punten
        if p.indicator in names and p.waarde
    ]
    if not points:
        return []
    points.sort(key=lambda p: (list(names.values()).index(p[0]), p[1]))
    first = min(p[1] for p in points)
    breaks = [(row["schooljaar"], "breuk") for row in breuken(g) if row["schooljaar"] >= first]
    found = {(name, year): value for name, year, value in points}
    years = sorted({p[1] for p in points})
    shown = [name for name in names.values() if any(series == name for series, _, _ in points)]
    rows = tuple((year, *(getal(found.get((name, year))) for name in shown)) for year in years)
    alt = in_woorden("Lijndiagram.", ((f"{name} {year}", getal(value)) for name, year, value in points))
    return door_de_jaren(
        "Doelgroep, bereik en oude vsv'ers door de jaren heen", alt,
        lambda: figuren.lijn(points, breaks, "Jongeren"),
        Tabel("Reeks, alle regio's samen", ("Schooljaar", *shown), rows),
    )  # fmt: skip


def _in_beeld(g: Gegevens) -> list[Onderdeel]:
    day = _laatste_peildatum(g)
    bars, rows = [], []
    for group in ("4", "5-17", "18-26"):
        numbers = {s: g.waarde("in_beeld", s, f"{day} {group}") for s in STATUSSEN}
        if not any(numbers.values()):
            continue
        label = f"{group} jaar"
        bars += [
            (label, TEKSTEN["in_beeld", s].split(":")[0], value) for s, value in numbers.items() if value
        ]
        total = sum(value or 0 for value in numbers.values())
        rows.append((label, getal(total), *(getal(value or 0) for value in numbers.values())))
    if not bars:
        return []
    heads = (
        "Leeftijd",
        "Samen",
        "Onderwijs",
        "Startkwalif.",
        "Werk",
        "Traject",
        "Vrijgesteld",
        "LRV",
        "Absoluut",
        "Uit beeld",
    )
    alt = in_woorden("Gestapelde balken per leeftijdsgroep.", ((f"{a}, {b}", getal(n)) for a, b, n in bars))
    year, month, _ = day.split("-")
    return [
        Kop(1, "Elke jongere in beeld"),
        Alinea(f"Op 1 oktober {year} had iedere jongere precies één toestand. Uit beeld betekent: geen onderwijs, geen werk, "
               "geen traject, geen vrijstelling en geen dossier. Alleen gemeenten en regio's die leverden tellen mee."
               if month == "10" else f"Toestand op {day}."),
        Figuur("in_beeld", f"Jongeren naar toestand op 1 oktober {year}", alt, figuren.gestapeld(bars, "Aandeel van de jongeren", [TEKSTEN["in_beeld", s].split(":")[0] for s in STATUSSEN]),
               Tabel(f"Jongeren naar toestand op 1 oktober {year}", heads, tuple(rows), klein=True)),
    ]  # fmt: skip


def _uit_beeld(g: Gegevens) -> dict[str, tuple[float, float] | None]:
    """Municipality → (out of view, all) of those aged 18 to 26 on the last date; None without a delivery."""
    day = _laatste_peildatum(g)
    totals: dict[str, list[float]] = {}
    missing: set[str] = set()
    for c in g.cijfers:
        if c.tabel != "in_beeld" or c.niveau != "gemeente" or c.uitsplitsing != f"{day} 18-26":
            continue
        if c.indicator == "ontbreekt":
            missing.add(c.gebied)
        elif c.waarde:
            cell = totals.setdefault(c.gebied, [0.0, 0.0])
            cell[0] += float(c.waarde) if c.indicator == "uit_beeld" else 0
            cell[1] += float(c.waarde)
    known: dict[str, tuple[float, float] | None] = {a: (v[0], v[1]) for a, v in totals.items() if v[1]}
    return {**known, **dict.fromkeys(missing)}


def _kaart(g: Gegevens) -> list[Onderdeel]:
    shares = {code: None if v is None else 100 * v[0] / v[1] for code, v in _uit_beeld(g).items()}
    figure = kaart(
        shares, GRENZEN, "Jongeren van 18 tot en met 26 jaar uit beeld", "Procent", "Gemeenten naar aandeel uit beeld",
        "Aandeel", " %",
    )  # fmt: skip
    if figure is None:
        return []
    return [
        Kop(1, "Waar zijn jongeren uit beeld?"),
        Alinea("Aandeel van de jongeren van 18 tot en met 26 jaar dat uit beeld is. Elk vierkant is een gemeente, ongeveer op "
               "haar plaats. De kaart is een schema. De cijfers per gemeente staan in de bijlage."),
        figure,
    ]  # fmt: skip
