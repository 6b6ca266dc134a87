"""The sheets of ``cijfers.xlsx`` and ``cijfers.ods``: one description, two writers.

Per level one sheet with a row per area and indicator (vsv: category; doorstroompunt: row of the report) and the
breakdown in columns; tables that do not fit that shape have a sheet of their own. ``cijfers.csv`` holds every cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rizoom.publish.uitgave_cijfers import Cijfer
from rizoom.publish.uitgave_gegevens import Gegevens
from rizoom.publish.uitgave_wijzigingen import COLUMNS as WIJZIGING_COLUMNS
from rizoom.publish.uitgave_wijzigingen import Wijziging
from rizoom.publish.uitgave_wijzigingen import rijen as wijziging_rijen

Waarde = str | int | Decimal | None
BREEDST = 110


@dataclass(frozen=True)
class Blad:
    """One sheet: ``vast`` columns stay in view; text of more than ``BREEDST`` characters goes on below itself."""

    naam: str
    kop: tuple[str, ...]
    rijen: tuple[tuple[Waarde, ...], ...]
    vast: int = 0

    @property
    def breedtes(self) -> tuple[int, ...]:
        """Width of each column in characters: that of its longest text, and room for a number."""
        kolommen = zip(*self.rijen, strict=True) if self.rijen else ((),) * len(self.kop)
        return tuple(
            min(BREEDST, max(len(kop), 7, *(len(tekst) for tekst in kolom if isinstance(tekst, str))) + 3)
            for kop, kolom in zip(self.kop, kolommen, strict=True)
        )


LEERPLICHT_KLASSEN = ("TOTAAL", "BO", "SO_VSO", "VO", "MBO", "HO", "ONBEKEND", "GEEN_ONDERWIJS")
MAAT_NAMEN = {"aantal": "", "personen": " (personen)", "som": " (som)", "waarvan_uit_beeld": " (zonder dossier)",
              "dubbel_geteld": " (dubbel geteld)"}  # fmt: skip
# Tables in the sheets by level; the other tables get a sheet of their own.
HOOFDTABELLEN = {
    "leerplichttelling": ("telling", "thuiszitters"),
    "vsv": ("vsv",),
    "doorstroompunt": ("bereik", "oude_vsv", "effect_18plus", "effect_17", "kwetsbaar"),
}
EIGEN_BLAD_NIVEAUS = frozenset({"land", "provincie", "regio"})


def bladen(
    gegevens: Gegevens, toelichting: Iterable[tuple[str, str]], wijzigingen: tuple[Wijziging, ...],
    omschrijvingen: dict[str, str],
) -> tuple[Blad, ...]:  # fmt: skip
    """All sheets in order: toelichting, levels, other tables, dekking, bevindingen, wijzigingen."""
    return (
        _toelichting(toelichting),
        *_niveaus(gegevens, omschrijvingen),
        *_andere_tabellen(gegevens, omschrijvingen),
        _dekking(gegevens),
        _bevindingen(gegevens),
        _wijzigingen(gegevens, wijzigingen),
    )


def typed(text: str) -> Waarde:
    """A published value as a number; None when there is no figure."""
    if not text:
        return None
    return Decimal(text) if "." in text else int(text)


def _toelichting(lines: Iterable[tuple[str, str]]) -> Blad:
    return Blad("toelichting", ("Onderwerp", "Toelichting"), tuple(lines))


def _niveaus(gegevens: Gegevens, labels: dict[str, str]) -> Iterable[Blad]:
    tables = HOOFDTABELLEN[gegevens.reeks]
    for niveau in ("land", "provincie", "regio", "gemeente", "instelling"):
        cells = [c for c in gegevens.cijfers if c.niveau == niveau and c.tabel in tables]
        if not cells:
            continue
        yield (
            _vsv_blad(gegevens, niveau, cells)
            if gegevens.reeks == "vsv"
            else _telling_blad(gegevens, niveau, cells, labels)
        )


def _telling_blad(gegevens: Gegevens, niveau: str, cells: list[Cijfer], labels: dict[str, str]) -> Blad:
    """A row per area, table, indicator and measure; the breakdown in columns."""
    if gegevens.reeks == "leerplichttelling":
        columns: tuple[str, ...] = LEERPLICHT_KLASSEN
    else:
        columns = tuple(sorted({c.uitsplitsing for c in cells}))
    rows: dict[tuple[str, ...], dict[str, Waarde]] = {}
    for c in cells:
        label = labels.get(c.indicator, c.indicator) + MAAT_NAMEN.get(c.maat, "")
        key = (c.gebied, gegevens.namen.get(c.gebied, ""), c.tabel, c.indicator, label, c.eenheid, c.status)
        rows.setdefault(key, {})[c.uitsplitsing] = typed(c.waarde)
    head = ("gebied", "naam", "tabel", "indicator", "omschrijving", "eenheid", "status", *columns)
    body = tuple((*key, *(values.get(column) for column in columns)) for key, values in rows.items())
    return Blad(niveau, head, body, 4)


def _vsv_blad(gegevens: Gegevens, niveau: str, cells: list[Cijfer]) -> Blad:
    """A row per area and category; the counts in columns."""
    columns = ["A", "B", "N", "X", "VSV_PCT", "NORM_PCT", "X_ZONDER_ENTREE", "X_ZONDER_UITKOMST"]
    columns += sorted({c.indicator for c in cells} - {*columns})
    rows: dict[tuple[str, ...], dict[str, Waarde]] = {}
    for c in cells:
        key = (c.gebied, gegevens.namen.get(c.gebied, ""), c.uitsplitsing, c.status)
        rows.setdefault(key, {})[c.indicator] = typed(c.waarde)
    body = tuple((*key, *(values.get(column) for column in columns)) for key, values in rows.items())
    head = ("gebied", "naam", "categorie", "status", *columns)
    return Blad(niveau, head, body, 3)


def _andere_tabellen(gegevens: Gegevens, labels: dict[str, str]) -> Iterable[Blad]:
    """Long form, country, provinces and regions only: municipalities are in the CSV."""
    own = {*HOOFDTABELLEN[gegevens.reeks], "dekking"}
    for tabel in sorted({c.tabel for c in gegevens.cijfers} - own):
        rows = tuple(
            (c.niveau, c.gebied, gegevens.namen.get(c.gebied, ""), c.indicator, labels.get(c.indicator, ""),
             c.uitsplitsing, typed(c.waarde), c.eenheid, c.status)
            for c in gegevens.cijfers if c.tabel == tabel and c.niveau in EIGEN_BLAD_NIVEAUS
        )  # fmt: skip
        head = (
            "niveau",
            "gebied",
            "naam",
            "indicator",
            "omschrijving",
            "uitsplitsing",
            "waarde",
            "eenheid",
            "status",
        )
        yield Blad(tabel, head, rows, 3)


def _dekking(gegevens: Gegevens) -> Blad:
    rows: dict[tuple[str, ...], dict[str, Waarde]] = {}
    for c in gegevens.cijfers:
        if c.tabel == "dekking":
            key = (c.niveau, c.gebied, gegevens.namen.get(c.gebied, ""), c.status)
            rows.setdefault(key, {})[c.maat] = typed(c.waarde)
    measures = tuple(sorted({name for values in rows.values() for name in values}))
    body: list[tuple[Waarde, ...]] = [(*k, *(v.get(m) for m in measures)) for k, v in rows.items()]
    if not body:
        soort = "doorstroompunt"
        done = {
            x.leveraar
            for x in gegevens.leveringen
            if x.soort == soort and x.schooljaar == gegevens.schooljaar
        }
        codes = sorted(code for code in gegevens.namen if code.startswith("RMC"))
        body = [
            ("regio", code, gegevens.namen[code], "volledig" if code in done else "ontbreekt")
            for code in codes
        ]
    return Blad(
        "dekking",
        ("niveau", "gebied", "naam", "status", *measures),
        tuple(body),
        3,
    )


def _bevindingen(gegevens: Gegevens) -> Blad:
    rows = tuple(
        (
            b.leveraar,
            gegevens.namen.get(b.leveraar, ""),
            b.soort,
            b.tabel,
            b.code,
            b.ernst,
            b.herkomst,
            b.aantal,
        )
        for b in gegevens.bevindingen
    )
    head = ("leveraar", "naam", "soort", "tabel", "code", "ernst", "herkomst", "aantal")
    return Blad("bevindingen", head, rows, 2)


def _wijzigingen(gegevens: Gegevens, changes: tuple[Wijziging, ...]) -> Blad:
    rows = tuple(
        (*row[:7], typed(row[7]), typed(row[8]), typed(row[9]), row[10])
        for row in wijziging_rijen(changes, gegevens.namen)
    )
    return Blad("wijzigingen", WIJZIGING_COLUMNS, rows, 3)
