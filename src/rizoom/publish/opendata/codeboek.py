"""``codeboek.csv`` in Dutch and English: columns and codes with label, definition, unit, missing rule and breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from rizoom.publish.opendata.cijfers import TOTAAL, Publiek
from rizoom.publish.opendata.onderwerp import versies
from rizoom.publish.opendata.uitgever import uitgever
from rizoom.publish.opendata.velden import VELDEN
from rizoom.reference import read_seed

KOLOMMEN = (
    "soort", "dataset", "code", "label_nl", "label_en", "definitie_nl", "definitie_en", "definitieset", "eenheid",
    "codelijst", "ontbreekt_nl", "ontbreekt_en", "breuken",
)  # fmt: skip
_LEEG_NL = "leeg met een punt in geheim: verborgen; leeg zonder punt: niet geleverd; nul is een echt getal"
_LEEG_EN = "empty with a dot in geheim: hidden; empty without a dot: not delivered; zero is a real figure"
_VSV = {
    "X": ("Nieuwe voortijdig schoolverlaters", "New early school leavers"),
    "ZONDER_X": ("Jongeren die geen vsv'er werden", "Young people who did not become an early school leaver"),
    "N": ("Jongeren die meetellen (X en ZONDER_X samen)", "Young people in the count (X and ZONDER_X together)"),
    "VSV_PCT": ("Percentage voortijdig schoolverlaters (100 x X / N, uit beschermde aantallen)",
                "Percentage of early school leavers (100 x X / N, of protected counts)"),
    "ONDERBOUW": ("Onderbouw vo", "Lower secondary"), "BOVENBOUW_VMBO": ("Bovenbouw vmbo", "Upper vmbo"),
    "BOVENBOUW_HAVO_VWO": ("Bovenbouw havo en vwo", "Upper havo and vwo"),
    "VO_ONBEKEND": ("Vo, leerjaar of niveau onbekend", "Secondary, year or level unknown"),
    "VAVO": ("Vavo", "Adult general secondary"), "MBO1": ("Mbo niveau 1 (entree)", "Vocational level 1 (entry)"),
    "MBO2": ("Mbo niveau 2", "Vocational level 2"), "MBO3": ("Mbo niveau 3", "Vocational level 3"),
    "MBO4": ("Mbo niveau 4", "Vocational level 4"),
}  # fmt: skip
_OVERIG = {TOTAAL: ("Alles samen", "All together"), "ONBEKEND": ("Niet bekend", "Unknown")}


def labels(dataset: str) -> dict[str, tuple[str, str]]:
    """Dutch and English label of every code of a dataset."""
    lijsten = {"indicator", "onderwijssoort_klasse"}
    uit_lijst = {
        row["code"]: (row["omschrijving_nl"], row["omschrijving_en"])
        for row in read_seed("codelijst") if row["lijst"] in lijsten
    }  # fmt: skip
    return {**uit_lijst, **_OVERIG, **(_VSV if dataset == "vsv" else {})}


def als_csv(versie: str, cijfers: Iterable[Publiek]) -> bytes:
    """The codebook of one release: the columns, then every code that occurs."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(KOLOMMEN)
    for v in VELDEN:
        codes = " | ".join(v.waarden)
        leeg = (_LEEG_NL, _LEEG_EN) if v.naam == "waarde" else ("", "")
        writer.writerow(
            ("kolom", "", v.naam, v.titel_nl, v.titel_en, v.uitleg_nl, v.uitleg_en, "", "", codes, *leeg, "")
        )
    writer.writerows(sorted(set(_codes(versie, cijfers))))
    return sink.getvalue().encode()


def breuken(dataset: str, indicator: str = "") -> list[dict[str, str]]:
    """Known breaks of a dataset, of all indicators or those that hold for one."""
    return [
        row for row in read_seed("reeksbreuk")
        if row["reeks"] == dataset
        and (not indicator or row["indicator"] == "ALLE" or indicator.startswith(f"{row['indicator']}_"))
    ]  # fmt: skip


def _codes(versie: str, cijfers: Iterable[Publiek]) -> Iterator[tuple[str, ...]]:
    gronden = {row["code"]: row["grond"] for row in read_seed("codelijst") if row["lijst"] == "indicator"}
    regels = versies(versie)
    for c in cijfers:
        namen = labels(c.dataset)
        set_ = f"{uitgever().adres}/definities/{regels[c.dataset]}"
        nl, en = namen[c.indicator]
        definitie = "; ".join(t for t in (nl, gronden.get(c.indicator, "Regeling vsv")) if t)
        kent = "; ".join(f"{b['schooljaar']}: {b['omschrijving']}" for b in breuken(c.dataset, c.indicator))
        yield ("indicator", c.dataset, c.indicator, nl, en, definitie, en, set_, c.eenheid, "", _LEEG_NL, _LEEG_EN,
               kent)  # fmt: skip
        nl, en = namen[c.klasse]
        yield ("klasse", c.dataset, c.klasse, nl, en, nl, en, set_, "", "", "", "", "")
        nl, en = _OVERIG.get(c.leeftijd, (f"{c.leeftijd} jaar", f"{c.leeftijd} years"))
        yield ("leeftijd", c.dataset, c.leeftijd, nl, en, nl, en, "", "", "", "", "", "")
