# ruff: noqa: E501  (running Dutch text)
"""The report of a release: what is counted, what came out, how complete it is, what changed.

Each series has a module with its own chapters; the chapters that every report has are here.
"""

from __future__ import annotations

from rizoom.publish import rapport_doorstroompunt, rapport_leerplicht, rapport_vsv
from rizoom.publish.rapport_model import (
    MAANDEN,
    Alinea,
    Kop,
    Lijst,
    Onderdeel,
    Rapport,
    Tabel,
    getal,
    procent,
)
from rizoom.publish.uitgave_controle import Punt, breuken, land_dekking
from rizoom.publish.uitgave_gegevens import Gegevens
from rizoom.publish.uitgave_wijzigingen import Wijziging

TITELS = {
    "leerplichttelling": "Leerplichttelling",
    "vsv": "Voortijdig schoolverlaten",
    "doorstroompunt": "Doorstroompunten",
}
STATUS_TEKST = {
    "voorlopig": "Voorlopige cijfers. Leveringen kunnen nog komen of veranderen.",
    "nader_voorlopig": "Nader voorlopige cijfers. De leveringen zijn nog een keer nagekeken.",
    "definitief": "Definitieve cijfers. Een latere verbetering komt in een nieuwe uitgave.",
}
ERNST = {"fout": "Fout", "waarschuwing": "Let op", "goed": "In orde"}
HOOFDSTUKKEN = {
    "leerplichttelling": rapport_leerplicht.hoofdstukken,
    "vsv": rapport_vsv.hoofdstukken,
    "doorstroompunt": rapport_doorstroompunt.hoofdstukken,
}
WAT_TELT = {
    "leerplichttelling": rapport_leerplicht.WAT_TELT,
    "vsv": rapport_vsv.WAT_TELT,
    "doorstroompunt": rapport_doorstroompunt.WAT_TELT,
}
BIJLAGEN = {
    "leerplichttelling": rapport_leerplicht.bijlagen,
    "vsv": rapport_vsv.bijlagen,
    "doorstroompunt": rapport_doorstroompunt.bijlagen,
}
MAX_WIJZIGINGEN = 40


def maak_rapport(
    gegevens: Gegevens, volgnummer: int, status: str, reden: str, punten: tuple[Punt, ...],
    wijzigingen: tuple[Wijziging, ...] | None,
) -> Rapport:  # fmt: skip
    """The whole report. ``wijzigingen``: against the version before; None for a first version."""
    title = f"{TITELS[gegevens.reeks]} {gegevens.schooljaar}"
    subtitle = f"Uitgave {volgnummer}, {status.replace('_', ' ')}"
    day = gegevens.moment
    date = f"{day.day} {MAANDEN[day.month - 1]} {day.year}"
    parts: list[Onderdeel] = [
        Alinea(f"{STATUS_TEKST[status]} Berekend uit leveringen tot en met {date}."),
        *HOOFDSTUKKEN[gegevens.reeks](gegevens),
        *_dekking(gegevens),
        *_breuken(gegevens),
        *_wijzigingen(gegevens, reden, wijzigingen),
        *_controles(punten),
        *_verantwoording(gegevens),
        *BIJLAGEN[gegevens.reeks](gegevens),
    ]
    notes = _toelichting(gegevens, title, subtitle, status, date, reden)
    return Rapport(title, subtitle, date, tuple(parts), notes)


def _dekking(gegevens: Gegevens) -> list[Onderdeel]:
    coverage, share = land_dekking(gegevens)
    text = {
        "volledig": "Alle gebieden hebben geleverd. De cijfers zijn van het hele land.",
        "onvolledig": "Niet alle gebieden hebben geleverd. Wie daar woont, telt niet mee. "
        "De landelijke aantallen zijn dus te laag. Vergelijk ze niet zonder meer met een jaar met een andere dekking.",
        "ontbreekt": "Er is niet geleverd. Er zijn geen cijfers.",
    }[coverage]
    if share is not None and coverage == "onvolledig":
        text += f" In de gebieden die leverden, woont {procent(share)} van de jongeren."
    areas = {(c.niveau, c.gebied): c.status for c in gegevens.cijfers if c.tabel == "dekking"}
    rows = []
    for niveau in ("provincie", "regio", "gemeente"):
        states = [state for (level, _), state in areas.items() if level == niveau]
        if states:
            rows.append(
                (
                    niveau.capitalize(),
                    *(getal(states.count(s)) for s in ("volledig", "onvolledig", "ontbreekt")),
                )
            )
    parts: list[Onderdeel] = [Kop(1, "Hoe volledig zijn de cijfers?"), Alinea(text)]
    if rows:
        parts.append(
            Tabel(
                "Aantal gebieden naar dekking", ("Niveau", "Volledig", "Onvolledig", "Ontbreekt"), tuple(rows)
            )
        )
    missing = sorted(
        code for (level, code), state in areas.items() if level == "regio" and state == "ontbreekt"
    )
    if missing and coverage == "onvolledig":
        names = ", ".join(gegevens.namen.get(code, code) for code in missing)
        parts.append(Alinea(f"Regio's zonder enig cijfer: {names}."))
    return parts


def _breuken(gegevens: Gegevens) -> list[Onderdeel]:
    known = breuken(gegevens)
    parts: list[Onderdeel] = [Kop(1, "Breuken in de reeks")]
    if not known:
        return [*parts, Alinea("Er zijn geen bekende breuken in deze reeks.")]
    now = [row for row in known if row["schooljaar"] == gegevens.schooljaar]
    parts.append(
        Alinea(
            "Een breuk is een verandering in de regels of in de omstandigheden. Cijfers van vóór en na een breuk "
            "kunt u niet zomaar vergelijken. "
            + (
                "Dit schooljaar is er een breuk; zie de laatste rij."
                if now
                else "Dit schooljaar is er geen breuk."
            )
        )
    )
    rows = tuple((row["schooljaar"], row["omschrijving"], row["bron"]) for row in known)
    return [
        *parts,
        Tabel("Bekende breuken", ("Schooljaar", "Wat er veranderde", "Bron"), rows, frozenset({1, 2})),
    ]


def _wijzigingen(
    gegevens: Gegevens, reden: str, wijzigingen: tuple[Wijziging, ...] | None
) -> list[Onderdeel]:
    parts: list[Onderdeel] = [Kop(1, "Wat is er anders dan in de vorige uitgave?")]
    if wijzigingen is None:
        return [*parts, Alinea("Dit is de eerste uitgave van dit schooljaar.")]
    if reden:
        parts.append(Alinea(f"Reden van deze uitgave: {reden.rstrip('.')}."))
    if not wijzigingen:
        return [*parts, Alinea("Er is geen enkel cijfer veranderd.")]
    parts.append(
        Alinea(f"{getal(len(wijzigingen))} cijfers zijn anders. Ze staan allemaal in wijzigingen.csv. "
               "Hieronder de veranderingen voor het land en de regio's, de grootste eerst.")
    )  # fmt: skip
    large = [w for w in wijzigingen if w.sleutel.niveau in {"land", "regio"} and w.verschil]
    large.sort(key=lambda w: (w.sleutel.niveau != "land", -abs(float(w.verschil)), w.sleutel))
    rows = tuple(
        (gegevens.namen.get(w.sleutel.gebied, w.sleutel.gebied),
         " · ".join(x for x in (w.sleutel.indicator, w.sleutel.uitsplitsing, w.sleutel.maat) if x not in {"TOTAAL", "aantal"}),
         w.oud.replace(".", ","), w.nieuw.replace(".", ","))
        for w in large[:MAX_WIJZIGINGEN]
    )  # fmt: skip
    if rows:
        parts.append(
            Tabel(
                "Veranderde cijfers", ("Gebied", "Cijfer", "Was", "Is nu"), rows, frozenset({1}), klein=True
            )
        )
    return parts


def _controles(punten: tuple[Punt, ...]) -> list[Onderdeel]:
    rows = tuple((ERNST[p.ernst], p.tekst) for p in punten)
    return [
        Kop(1, "Wat is er gecontroleerd?"),
        Tabel("Controlelijst bij deze uitgave", ("Uitkomst", "Controle"), rows, frozenset({1})),
    ]


def _verantwoording(gegevens: Gegevens) -> list[Onderdeel]:
    own = [item for item in gegevens.leveringen if item.schooljaar == gegevens.schooljaar]
    kinds = {kind: sum(item.soort == kind for item in own) for kind in ("leerplicht", "doorstroompunt")}
    return [
        Kop(1, "Hoe zijn de cijfers gemaakt?"),
        Lijst(
            (
                f"Over dit schooljaar: {kinds['leerplicht']} leveringen van gemeenten en {kinds['doorstroompunt']} van "
                f"regio's. Van andere schooljaren: {len(gegevens.leveringen) - len(own)} leveringen.",
                f"Regels: {gegevens.versie}. {gegevens.parameters.get('grond', '')}.",
                "Elke levering, met haar volgnummer en controlegetal, staat in manifest.json. Met die leveringen kan "
                "iedere uitgave opnieuw worden berekend; de bestanden zijn dan gelijk tot op de laatste letter.",
                "Alle cijfers staan in cijfers.csv, en in cijfers.xlsx en cijfers.ods om mee te rekenen. Wat elke code "
                "betekent, staat in codeboek.csv.",
                "Dit zijn exacte aantallen, ook kleine. Ze zijn alleen voor het ministerie. Maak ze niet openbaar.",
            )
        ),
    ]


def _toelichting(
    gegevens: Gegevens, title: str, subtitle: str, status: str, date: str, reden: str
) -> tuple[tuple[str, str], ...]:
    coverage, share = land_dekking(gegevens)
    lines = [
        ("Titel", title), ("Uitgave", subtitle), ("Status", STATUS_TEKST[status]),
        ("Gegevens tot en met", date), ("Regels", f"{gegevens.versie}. {gegevens.parameters.get('grond', '')}"),
        ("Dekking", coverage + ("" if share is None else f" ({procent(share)} van de jongeren)")),
        *(("Wat telt mee", text) for text in WAT_TELT[gegevens.reeks]),
        ("Lege cel", "Geen cijfer: er is niet geleverd, of het cijfer heeft geen betekenis. Nul is een echt aantal."),
        ("Alle cijfers", "cijfers.csv bevat alle cijfers. Sommige tabellen staan hier alleen voor land, provincie en regio."),
        ("Codes", "codeboek.csv legt elke code uit."),
        *(("Reeksbreuk", f"{row['schooljaar']}: {row['omschrijving']}") for row in breuken(gegevens)),
        ("Let op", "Exacte aantallen, alleen voor het ministerie. Niet openbaar maken."),
    ]  # fmt: skip
    if reden:
        lines.insert(3, ("Reden van deze uitgave", reden))
    return tuple(lines)
