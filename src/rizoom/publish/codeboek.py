"""``codeboek.csv``: every code in ``cijfers.csv`` with its meaning, unit, ground, missing rule and breaks."""

from __future__ import annotations

import csv
import io

from rizoom.publish.codeboek_teksten import KOLOMMEN, TEKSTEN
from rizoom.publish.uitgave_gegevens import Gegevens
from rizoom.reference import read_seed

COLUMNS = ("soort", "tabel", "code", "omschrijving", "eenheid", "grond", "ontbreekt", "breuken")
ONTBREEKT = "leeg: geen cijfer, want er is niet geleverd; nul is een echt aantal"


def omschrijvingen() -> dict[str, str]:
    """Dutch description of every code we publish: code lists first, then the texts of this module."""
    lists = {"indicator", "onderwijssoort_klasse", "onderwijssoort", "doelgroep"}
    rows = read_seed("codelijst")
    found = {row["code"]: row["omschrijving_nl"] for row in rows if row["lijst"] in lists}
    found |= {
        f"bestemming_{row['code'].lower()}": f"Bestemming: {row['omschrijving_nl']}"
        for row in rows
        if row["lijst"] == "resultaat"
    }
    found |= {band: f"Leeftijd op 1 augustus: {band} jaar" for band in ("16-17", "18-22", "23-26")}
    found |= {row["definitieset"]: row["omschrijving"] for row in read_seed("definitieset")}
    return {**{code: text for (_, code), text in TEKSTEN.items()}, **found}


def als_csv(gegevens: Gegevens) -> bytes:
    """The codebook of one release: columns of the file, then every code that occurs in it."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, text in KOLOMMEN:
        writer.writerow(("kolom", "", name, text, "", "", "", ""))
    writer.writerows(sorted(_codes(gegevens)))
    return sink.getvalue().encode()


def _codes(gegevens: Gegevens) -> set[tuple[str, ...]]:
    grounds = {
        row["code"]: (row["grond"], row["bron"])
        for row in read_seed("codelijst")
        if row["lijst"] == "indicator"
    }
    labels = omschrijvingen()
    breaks = _breaks(gegevens)
    rows: set[tuple[str, ...]] = set()
    for c in gegevens.cijfers:
        text = TEKSTEN.get((c.tabel, c.indicator)) or labels.get(c.indicator, "")
        ground = "; ".join(grounds.get(c.indicator, (f"Definitieset of regelversie {gegevens.versie}",)))
        known = "; ".join(
            value for key, value in breaks if key == "ALLE" or c.indicator.startswith(f"{key}_")
        )
        rows.add(("indicator", c.tabel, c.indicator, text, c.eenheid, ground, ONTBREEKT, known))
        if c.uitsplitsing != "TOTAAL":
            text = TEKSTEN.get((c.tabel, c.uitsplitsing)) or labels.get(c.uitsplitsing, "")
            rows.add(("uitsplitsing", c.tabel, c.uitsplitsing, text, "", "", "", ""))
        rows.add(("maat", c.tabel, c.maat, TEKSTEN.get(("maat", c.maat), ""), c.eenheid, "", "", ""))
    return rows


def _breaks(gegevens: Gegevens) -> list[tuple[str, str]]:
    return [
        (row["indicator"], f"{row['schooljaar']}: {row['omschrijving']}")
        for row in read_seed("reeksbreuk") if row["reeks"] == gegevens.reeks
    ]  # fmt: skip
