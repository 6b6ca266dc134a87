"""The main figures of one school year as small tables, read from the files that `wegschrijven` made.

The same tables go to the terminal and to the overview page.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rizoom.ops import work
from rizoom.reference import read_seed
from rizoom.settings import Settings

INDICATORS = (
    "TELPLICHTIG", "AV_POTENTIEEL", "AV_GECORRIGEERD", "AV_TOTAAL", "AV_GT3M", "AV_UIT_BEELD",
    "RV_16U", "RV_LUXE", "LRV_TOTAAL", "LRV_GT3M",
    "VR_5_ONDER_A", "VR_5_ONDER_B", "VR_5_ONDER_C", "VR_15",
)  # fmt: skip
THUISZITTERS = {
    "T_2015": "Langdurig relatief verzuim (zo geteld tot 2016)",
    "T_2016": "Langdurig relatief verzuim of absoluut verzuim (officieel)",
    "T_PACT": "Langer dan 3 maanden thuis (Thuiszitterspact)",
    "T_BREED": "Officieel, met vrijstelling artikel 5 onder a",
    "T_BEELD": "Breed, met langdurig geoorloofd en zorgwekkend verzuim",
}
LEVELS = {
    "gemeente": "Gemeenten",
    "regio": "Regio's",
    "provincie": "Provincies",
    "land": "Nederland",
}
SEVERITIES = ("fout", "waarschuwing", "info")


@dataclass(frozen=True)
class Figure:
    """A table of figures: every row is as long as ``koppen``. ``uitleg`` is one or two plain sentences."""

    naam: str
    titel: str
    uitleg: str
    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]


def all_figures(settings: Settings, schooljaar: str) -> list[Figure]:
    """Every table, in the order in which they are shown. Raises FileNotFoundError without output."""
    folder = work.output_folder(settings, schooljaar)
    return [
        deliveries(settings, schooljaar),
        findings(settings, schooljaar),
        coverage(folder),
        leerplichttelling(folder),
        thuiszitters(folder),
        vsv(folder),
    ]


def deliveries(settings: Settings, schooljaar: str) -> Figure:
    """Number of deliveries per kind and status."""
    from rizoom.warehouse.connect import connect

    with connect(settings) as conn:
        rows = conn.execute(
            "select coalesce(soort, 'onbekend'), status, count(*) from register.levering"
            " where schooljaar = %s or schooljaar is null group by 1, 2 order by 1, 2",
            [schooljaar],
        ).fetchall()
    return Figure(
        "leveringen",
        "Leveringen",
        "Een levering die vigerend is, telt mee. Per leveraar is dat er steeds één.",
        ("Soort", "Status", "Aantal"),
        tuple((soort, status, number(count)) for soort, status, count in rows),
    )


def findings(settings: Settings, schooljaar: str) -> Figure:
    """Number of findings and of deliveries that have any, per severity."""
    from rizoom.warehouse.connect import connect

    with connect(settings) as conn:
        rows = conn.execute(
            # Of a code with more than a thousand lines every line kept has the true total.
            "with per_code as (select b.levering_id, b.herkomst, b.ernst, b.tabel, b.code,"
            " greatest(count(*), max(b.aantal)) as n"
            " from register.bevinding b join register.levering l using (levering_id)"
            " where l.schooljaar = %s or l.schooljaar is null group by 1, 2, 3, 4, 5)"
            " select ernst, sum(n)::bigint, count(distinct levering_id) from per_code group by 1",
            [schooljaar],
        ).fetchall()
    found = {ernst: (count, suppliers) for ernst, count, suppliers in rows}
    return Figure(
        "bevindingen",
        "Bevindingen",
        "Een fout houdt een levering tegen. Een waarschuwing of info niet.",
        ("Ernst", "Bevindingen", "In leveringen"),
        tuple((ernst, *map(number, found.get(ernst, (0, 0)))) for ernst in SEVERITIES),
    )


def coverage(folder: Path) -> Figure:
    """Number of areas per level and coverage status."""
    rows = read(folder, "dekking")
    count = Counter((row["niveau"], row["status"]) for row in rows)
    land = [row["bevolking_pct"] for row in rows if row["niveau"] == "land"]
    share = f" Samen {land[0].replace('.', ',')} % van de bevolking." if land else ""
    return Figure(
        "dekking",
        "Dekking",
        "Van welke gebieden is de levering van de leerplicht binnen." + share,
        ("Niveau", "Volledig", "Onvolledig", "Ontbreekt"),
        tuple(
            (
                label,
                *(number(count[level, status]) for status in ("volledig", "onvolledig", "ontbreekt")),
            )
            for level, label in LEVELS.items()
        ),
    )


def leerplichttelling(folder: Path) -> Figure:
    """National totals of the main indicators."""
    labels = {
        row["code"]: row["omschrijving_nl"] for row in read_seed("codelijst") if row["lijst"] == "indicator"
    }
    land = {
        row["indicator"]: row
        for row in read(folder, "leerplichttelling")
        if row["niveau"] == "land" and row["onderwijssoort_klasse"] == "TOTAAL"
    }
    return Figure(
        "leerplichttelling",
        "Leerplichttelling van Nederland",
        "Elke persoon telt één keer. Wie in twee gemeenten telt, staat onder dubbel.",
        ("Indicator", "Code", "Personen", "Dubbel"),
        tuple(
            (
                labels.get(code, code),
                code,
                number(land[code]["aantal"]),
                number(land[code]["dubbel_geteld"]),
            )
            for code in INDICATORS
            if code in land
        ),
    )


def thuiszitters(folder: Path) -> Figure:
    """National number of thuiszitters by each of the definitions."""
    rows = [row for row in read(folder, "thuiszitters") if row["niveau"] == "land"]
    return Figure(
        "thuiszitters",
        "Thuiszitters in Nederland",
        "Vijf manieren van tellen naast elkaar. De som telt iemand die om twee redenen meetelt twee keer.",
        ("Telling", "Code", "Personen", "Som"),
        tuple(
            (
                THUISZITTERS.get(row["code"], row["code"]),
                row["code"],
                number(row["personen"]),
                number(row["som"]),
            )
            for row in rows
        ),
    )


def vsv(folder: Path) -> Figure:
    """New early school leavers of the country and each province."""
    names = {row["provinciecode"]: row["naam"] for row in read_seed("provincie")} | {"NL": "Nederland"}
    rows = [
        row
        for row in read(folder, "vsv")
        if row["niveau"] in {"land", "provincie"} and row["categorie"] == "TOTAAL"
    ]
    rows.sort(key=lambda row: (row["niveau"] != "land", row["gebied"]))
    return Figure(
        "vsv",
        "Nieuwe voortijdig schoolverlaters (VSV)",
        "Van leerlingen en studenten tot 23 jaar: wie een jaar later weg is zonder startkwalificatie.",
        ("Gebied", "Leerlingen", "VSV", "Procent"),
        tuple(
            (
                names.get(row["gebied"], row["gebied"]),
                number(row["N"]),
                number(row["X"]),
                row["vsv_pct"].replace(".", ","),
            )
            for row in rows
        ),
    )


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of one output file."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(value: object) -> str:
    """A whole number as it is written in Dutch: 12.345; empty stays empty."""
    text = str(value)
    return f"{int(text):,}".replace(",", ".") if text else ""


def value(text: str) -> float:
    """The number that :func:`number`, or a decimal comma, wrote; nothing is zero."""
    return float(text.replace(".", "").replace(",", ".") or 0)


def column(figure: Figure, name: str) -> Sequence[str]:
    """The cells of one column."""
    place = figure.koppen.index(name)
    return [row[place] for row in figure.rijen]
