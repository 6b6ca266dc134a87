# ruff: noqa: E501  (running Dutch text)
"""Chapters of the leerplichttelling (definities, sections 1 to 3)."""

from __future__ import annotations

from rizoom.publish import rapport_figuren as figuren
from rizoom.publish.codeboek import omschrijvingen
from rizoom.publish.codeboek_teksten import THUISZITTERS
from rizoom.publish.rapport_definities import definities
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
    verandering,
    verschil,
)
from rizoom.publish.uitgave_bladen import LEERPLICHT_KLASSEN
from rizoom.publish.uitgave_controle import breuken
from rizoom.publish.uitgave_gegevens import Gegevens

WAT_TELT = (
    "Iedere jongere telt per gebied één keer. Wie in twee gemeenten telt, telt in de regio en het land één keer mee.",
    "Een gemeente die niet leverde, heeft geen cijfers. Haar jongeren tellen nergens mee.",
    "Absoluut verzuim: leerplichtig of kwalificatieplichtig, niet ingeschreven en niet vrijgesteld. "
    "Langdurig relatief verzuim: ingeschreven, maar langer dan vier weken ongeoorloofd niet op school.",
)
KLASSE_KOP = {"TOTAAL": "Totaal", "BO": "BO", "SO_VSO": "(V)SO", "VO": "VO", "MBO": "MBO", "HO": "HO",
              "ONBEKEND": "Onbekend", "GEEN_ONDERWIJS": "Geen"}  # fmt: skip
GROEPEN = (
    ("Absoluut verzuim", ("AV_POTENTIEEL", "AV_GECORRIGEERD", "AV_TOTAAL", "AV_GT3M", "AV_OPGELOST", "AV_OPEN", "AV_UIT_BEELD")),
    ("Relatief verzuim", ("RV_16U", "RV_HERHAALD", "RV_LUXE")),
    ("Langdurig relatief verzuim", ("LRV_BEGIN", "LRV_NIEUW", "LRV_TOTAAL", "LRV_GT3M", "LRV_VERHUISD", "LRV_TERUGGELEID", "LRV_OPEN")),
    ("Vrijstellingen en vervangende leerplicht", ("VR_5_ONDER_A", "VR_5_ONDER_B", "VR_5_ONDER_C", "VR_ART5A", "VR_15", "VL_3A", "VL_3B")),
    ("Acties van leerplichtambtenaren", ("PV_ABSOLUUT", "PV_RELATIEF", "PV_LUXE", "PV_OVERIG", "HALT", "WAARSCHUWING", "MAS1", "MAS3", "MAS4")),
)  # fmt: skip
KORT = {
    "T_2015": "Langdurig relatief", "T_2016": "Langdurig relatief en absoluut (officieel)",
    "T_PACT": "Langer dan 3 maanden", "T_BREED": "Ook vrijgesteld 5 onder a",
    "T_BEELD": "Ook zorgwekkend geoorloofd verzuim",
}  # fmt: skip
GRENZEN = (0.5, 1.0, 2.0, 4.0, 8.0)
TOESTANDEN = ("lrv", "absoluut", "absoluut_gecorrigeerd", "vrijgesteld_5a", "vrijgesteld_5b", "vrijgesteld_5c",
              "vrijgesteld_5a_trekkend", "vrijgesteld_15")  # fmt: skip
STAAT_NAAM = {
    "lrv": "Langdurig relatief verzuim", "absoluut": "Absoluut verzuim", "absoluut_gecorrigeerd": "Absoluut, vervallen",
    "vrijgesteld_5a": "Vrijgesteld 5 onder a", "vrijgesteld_5b": "Vrijgesteld 5 onder b",
    "vrijgesteld_5c": "Vrijgesteld 5 onder c", "vrijgesteld_5a_trekkend": "Vrijgesteld 5a", "vrijgesteld_15": "Vrijgesteld 15",
    "ingeschreven": "Op school ingeschreven", "vertrokken": "Vertrokken", "overleden": "Overleden",
    "elders": "Woonde er nog niet", "buiten_plicht": "Niet leerplichtig",
}  # fmt: skip


def hoofdstukken(g: Gegevens) -> list[Onderdeel]:
    """Key figures, what is counted, thuiszitters, series, map, flows, the whole count, other definitions."""
    return [
        *_kern(g),
        Kop(1, "Wat is er geteld?"),
        Lijst(WAT_TELT),
        *_thuiszitters(g),
        *_reeks(g),
        *_kaart(g),
        *_stromen(g),
        *_telling(g),
        *definities(g),
    ]


def bijlagen(g: Gegevens) -> list[Onderdeel]:
    """Every municipality: the table of the map."""
    rows = []
    for code in sorted((c.gebied for c in g.cijfers if c.niveau == "gemeente" and c.tabel == "dekking" and c.maat == "geleverd"),
                       key=lambda x: g.namen.get(x, x)):  # fmt: skip
        duty = g.waarde("telling", "TELPLICHTIG", niveau="gemeente", gebied=code)
        home = g.waarde("thuiszitters", "T_2016", maat="personen", niveau="gemeente", gebied=code)
        av = g.waarde("telling", "AV_TOTAAL", niveau="gemeente", gebied=code)
        lrv = g.waarde("telling", "LRV_TOTAAL", niveau="gemeente", gebied=code)
        rate = None if not duty or home is None else 1000 * home / duty
        rows.append((g.namen.get(code, code), *(getal(v) if v is not None else "–" for v in (duty, av, lrv, home)),
                     "–" if rate is None else getal(rate, 1)))  # fmt: skip
    head = ("Gemeente", "Leerplichtig", "Absoluut", "Langdurig relatief", "Thuiszitters", "Per 1.000")
    return [
        Kop(1, "Bijlage: cijfers per gemeente"),
        Alinea("Een streepje betekent: de gemeente heeft niet geleverd. Er is dan geen cijfer."),
        Tabel("Thuiszitters per gemeente", head, tuple(rows), klein=True),
    ]


def _kern(g: Gegevens) -> list[Onderdeel]:
    def point(label: str, tabel: str, code: str, maat: str = "aantal") -> tuple[str, str, str]:
        now, before = g.waarde(tabel, code, maat=maat), g.waarde(tabel, code, maat=maat, jaar_eerder=True)
        change = verandering(now, before)
        return label, getal(now), "" if change == GEEN else f"{change} sinds vorig schooljaar"

    return [
        Kop(1, "Het jaar in het kort"),
        Kerncijfers(
            (
                point("Leer- en kwalificatieplichtige jongeren op 1 oktober", "telling", "TELPLICHTIG"),
                point("Thuiszitters (officiële definitie)", "thuiszitters", "T_2016", "personen"),
                point("Absoluut verzuim", "telling", "AV_TOTAAL"),
                point("Langdurig relatief verzuim", "telling", "LRV_TOTAAL"),
            )
        ),
    ]


def _thuiszitters(g: Gegevens) -> list[Onderdeel]:
    rows, bars = [], []
    for code, text in THUISZITTERS.items():
        persons = g.waarde("thuiszitters", code, maat="personen")
        total = g.waarde("thuiszitters", code, maat="som")
        before = g.waarde("thuiszitters", code, maat="personen", jaar_eerder=True)
        rows.append((code, text, getal(persons), getal(total), verandering(persons, before)))
        if persons is not None:
            bars.append((KORT[code], persons))
    unseen = g.waarde("thuiszitters", "T_BEELD", maat="waarvan_uit_beeld")
    parts: list[Onderdeel] = [
        Kop(1, "Thuiszitters: elke definitie naast elkaar"),
        Alinea(
            "Hoeveel thuiszitters er zijn, hangt af van wie u meetelt. Daarom staan hier alle definities naast elkaar. "
            "Personen zijn unieke jongeren. De som telt de aantallen bij elkaar op; een jongere kan daarin dubbel tellen. "
            + (
                f"Van {getal(unseen)} jongeren met absoluut verzuim had de gemeente geen dossier."
                if unseen is not None
                else ""
            )
        ),
    ]
    table = Tabel("Thuiszitters naar definitie, heel Nederland", ("Code", "Definitie", "Personen", "Som", "Sinds vorig jaar"),
                  tuple(rows), frozenset({1}))  # fmt: skip
    if not bars:
        return [*parts, table]
    svg = figuren.staven(
        bars, "Jongeren", kleuren=["#86afd4", "#154273", "#86afd4", "#86afd4", "#86afd4"][: len(bars)]
    )
    alt = in_woorden("Staafdiagram.", ((name, getal(value)) for name, value in bars))
    return [*parts, Figuur("thuiszitters", "Thuiszitters naar definitie", alt, svg, table)]


def _reeks(g: Gegevens) -> list[Onderdeel]:
    names = {
        "T_2016": "Thuiszitters (officieel)",
        "AV_TOTAAL": "Absoluut verzuim",
        "LRV_TOTAAL": "Langdurig relatief verzuim",
    }
    points = [
        (names[p.indicator], p.schooljaar, float(p.waarde))
        for p in g.punten
        if p.indicator in names and p.waarde
    ]
    points.sort(key=lambda p: (list(names.values()).index(p[0]), p[1]))
    if not points:
        return []
    first = min(year for _, year, _ in points)
    breaks = [(row["schooljaar"], "breuk") for row in breuken(g) if row["schooljaar"] >= first]
    years = sorted({year for _, year, _ in points})
    found = {(name, year): value for name, year, value in points}
    coverage = {p.schooljaar: p.status for p in g.punten if p.indicator == "AV_TOTAAL"}
    rows = tuple(
        (year, *(getal(found.get((name, year))) for name in names.values()), coverage.get(year, ""))
        for year in years
    )
    alt = "Lijndiagram per schooljaar. " + " ".join(
        f"{name}: " + ", ".join(f"{year} {getal(value)}" for n, year, value in points if n == name) + "."
        for name in names.values()
    )
    table = Tabel("Reeks, heel Nederland", ("Schooljaar", *names.values(), "Dekking"), rows)
    return door_de_jaren(
        "Verzuim door de jaren heen", alt, lambda: figuren.lijn(points, breaks, "Jongeren"), table,
        "Stippellijnen zijn breuken; wat er toen veranderde, staat in het hoofdstuk Breuken in de reeks. "
        "Let ook op de dekking: een jaar waarin niet iedereen leverde, is te laag.",
    )  # fmt: skip


def _kaart(g: Gegevens) -> list[Onderdeel]:
    rates: dict[str, float | None] = {}
    for c in g.cijfers:
        if (
            c.tabel == "thuiszitters"
            and c.indicator == "T_2016"
            and c.maat == "personen"
            and c.niveau == "gemeente"
        ):
            duty = g.waarde("telling", "TELPLICHTIG", niveau="gemeente", gebied=c.gebied)
            rates[c.gebied] = 1000 * float(c.waarde) / duty if c.waarde and duty else None
    figure = kaart(
        rates, GRENZEN, "Thuiszitters per 1.000 leerplichtigen, per gemeente", "Per 1.000",
        "Gemeenten naar aantal thuiszitters per 1.000 leerplichtigen", "Per 1.000",
    )  # fmt: skip
    if figure is None:
        return []
    return [
        Kop(1, "Waar wonen de thuiszitters?"),
        Alinea("De kaart toont thuiszitters (officiële definitie) per 1.000 leer- en kwalificatieplichtige jongeren. Elk "
               "vierkant is een gemeente, ongeveer op haar plaats. De kaart is een schema: afstand en grootte zeggen niets. "
               "In een kleine gemeente maakt één jongere al veel uit. De cijfers per gemeente staan in de bijlage."),
        figure,
    ]  # fmt: skip


def _stromen(g: Gegevens) -> list[Onderdeel]:
    flows = {(c.indicator, c.uitsplitsing): int(c.waarde) for c in g.cijfers
             if c.tabel == "stromen" and c.niveau == "land" and c.waarde}  # fmt: skip
    if not flows:
        return []
    targets = [t for t in STAAT_NAAM if any(to == t and source in TOESTANDEN for source, to in flows)]
    rows, bars = [], []
    for source in TOESTANDEN:
        numbers = {t: flows.get((source, t), 0) for t in targets}
        total = sum(numbers.values())
        if not total:
            continue
        back, exempt = (
            numbers.get("ingeschreven", 0),
            sum(n for t, n in numbers.items() if t.startswith("vrijgesteld")),
        )
        rows.append(
            (
                STAAT_NAAM[source],
                getal(total),
                getal(back),
                getal(exempt),
                getal(numbers.get(source, 0)),
                getal(
                    total
                    - back
                    - numbers.get(source, 0)
                    - (0 if source.startswith("vrijgesteld") else exempt)
                ),
            )
        )
        if source in {"lrv", "absoluut"}:
            bars += [(STAAT_NAAM[source], STAAT_NAAM[t], float(n)) for t, n in numbers.items() if n]
    if not rows:
        return []
    table = Tabel(
        "Wie op 1 september thuiszat of vrijgesteld was, en waar hij of zij op 31 juli was",
        ("Toestand op 1 september", "Jongeren", "Naar school", "Vrijgesteld", "Onveranderd", "Anders"),
        tuple(rows),
    )
    parts: list[Onderdeel] = [
        Kop(1, "Terug naar school of naar een vrijstelling?"),
        Alinea("Een daling van het aantal thuiszitters is goed nieuws als jongeren weer naar school gaan. Gaan zij naar een "
               "vrijstelling, dan zitten zij nog steeds thuis. Deze tabel laat het verschil zien. De volledige tabel van "
               "alle overgangen staat in cijfers.csv (tabel stromen)."),
    ]  # fmt: skip
    if not bars:
        return [*parts, table]
    alt = in_woorden("Gestapelde balken.", ((f"{a} naar {b}", getal(n)) for a, b, n in bars))
    return [*parts, Figuur("stromen", "Waar thuiszitters van 1 september op 31 juli waren", alt,
                           figuren.gestapeld(bars, "Aandeel van wie op 1 september thuiszat"), table)]  # fmt: skip


def _telling(g: Gegevens) -> list[Onderdeel]:
    labels = omschrijvingen()
    parts: list[Onderdeel] = [
        Kop(1, "De hele telling"),
        Alinea("Aantallen voor heel Nederland, naar soort onderwijs. Geen: de jongere was nergens ingeschreven. "
               "De laatste kolom is het verschil met vorig schooljaar."),
    ]  # fmt: skip
    shown = [k for k in LEERPLICHT_KLASSEN if k == "TOTAAL" or any(
        g.waarde("telling", code, k) for _, codes in GROEPEN for code in codes)]  # fmt: skip
    for title, codes in GROEPEN:
        rows = []
        for code in codes:
            now = g.waarde("telling", code)
            before = g.waarde("telling", code, jaar_eerder=True)
            cells = (g.waarde("telling", code, k) for k in shown[1:])
            change = "" if now is None or before is None else verschil(now - before)
            rows.append(
                (
                    labels.get(code, code),
                    getal(now),
                    *(getal(v or 0) if now is not None else "" for v in cells),
                    change,
                )
            )
        head = ("Indicator", *(KLASSE_KOP[k] for k in shown), "Verschil")
        parts += [Kop(2, title), Tabel(title, head, tuple(rows), klein=True)]
    return parts
