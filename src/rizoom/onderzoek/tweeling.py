"""The synthetic twin: the research tables with the same columns and made-up rows, to write code against.

Public: nothing in it comes from a delivery. It knows the column names, types and code lists, and a crude life of a
pupil, so that joins and flows run; a distribution in it means nothing. The same seed gives the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rizoom.intake.pseudonym import uuid8

YEARS = ("2022/2023", "2023/2024", "2024/2025")
DEFINITION_SET, RULE_VERSION = "2025-1", "R2020"
REGIONS = ("RMC05", "RMC19", "RMC21", "RMC29")
NOTE = "Verzonnen gegevens (synthetische tweeling): geen enkele rij gaat over iemand."
COLUMNS: dict[str, dict[str, str]] = {
    "loopbaan": {
        "persoon": "uuid", "schooljaar": "text", "definitieset": "text", "geboortejaar": "integer",
        "leeftijd": "integer", "geslacht": "text", "herkomst": "text", "regiocode": "text", "schoolsoort": "text",
        "onderwijssoort": "text", "vo_niveau": "text", "mbo_niveau": "integer", "leerweg": "text",
        "leerjaar": "integer", "dagen_ingeschreven": "integer", "meldingen_ongeoorloofd": "integer",
        "uren_ongeoorloofd": "numeric", "meldingen_geoorloofd": "integer", "dagen_absoluut": "integer",
        "dagen_lrv": "integer", "vrijstellingen": "text", "kwalificaties": "text", "startkwalificatie": "boolean",
        "trajecten": "integer", "toestand_t0": "text", "toestand_t1": "text", "school_sector": "text",
        "school_regio": "text",
    },
    "verzuim_spell": {
        "persoon": "uuid", "schooljaar": "text", "definitieset": "text", "volgnummer": "integer", "vorm": "text",
        "soort": "text", "begindatum": "date", "einddatum": "date", "dagen": "integer", "uren": "numeric",
        "geoorloofd": "boolean", "zorgwekkend": "boolean", "onderwijssoort": "text", "reden_einde": "text",
        "school_sector": "text", "school_regio": "text",
    },
    "vrijstelling_spell": {
        "persoon": "uuid", "schooljaar": "text", "volgnummer": "integer", "grond": "text", "begindatum": "date",
        "einddatum": "date", "dagen": "integer", "permanent": "boolean", "heft_plicht_op": "boolean",
    },
    "traject": {
        "persoon": "uuid", "schooljaar": "text", "volgnummer": "integer", "regiocode": "text",
        "doelgroep": "text", "bron": "text", "datum_signaal": "date", "datum_eerste_contact": "date",
        "datum_intake": "date", "startdatum": "date", "einddatum": "date", "resultaat": "text",
        "gesprekken": "integer", "dagen_tot_start": "integer",
    },
    "vsv_uitkomst": {
        "persoon": "uuid", "schooljaar": "text", "regelversie": "text", "regiocode": "text",
        "onderwijssoort": "text", "categorie": "text", "leerweg": "text", "leeftijd": "integer",
        "geslacht": "text", "uitkomst": "text", "is_vsv": "boolean", "entree_houder": "boolean",
        "adres_onbekend": "boolean", "school_sector": "text", "school_regio": "text",
    },
}  # fmt: skip
"""What a project without extra grants sees: equal to the views (tested)."""


@dataclass(frozen=True)
class _Jongere:
    persoon: str
    geboortejaar: int
    geslacht: str
    regio: str
    kwetsbaar: bool


def schrijf(map: Path, personen: int, seed: int) -> list[Path]:
    """Write every table as Parquet (zstd) and CSV; the files."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    types: dict[str, Any] = {
        "uuid": pa.string(), "text": pa.string(), "integer": pa.int32(), "numeric": pa.float64(),
        "boolean": pa.bool_(), "date": pa.date32(),
    }  # fmt: skip
    map.mkdir(parents=True, exist_ok=True)
    files = []
    for name, rows in verzin(personen, seed).items():
        columns = COLUMNS[name]
        schema = pa.schema([(column, types[kind]) for column, kind in columns.items()])
        schema = schema.with_metadata({"titel": f"Rizoom: {name}", "let_op": NOTE})
        table = pa.Table.from_pylist([{c: row.get(c) for c in columns} for row in rows], schema=schema)
        pyarrow.parquet.write_table(table, map / f"{name}.parquet", compression="zstd")
        pyarrow.csv.write_csv(table, map / f"{name}.csv")
        files += [map / f"{name}.parquet", map / f"{name}.csv"]
    (map / "LEESMIJ.txt").write_text(NOTE + "\n", encoding="utf-8")
    return [*files, map / "LEESMIJ.txt"]


def verzin(personen: int, seed: int) -> dict[str, list[dict[str, Any]]]:
    """Rows per table, sorted by person and school year."""
    rng = random.Random(seed)
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
    for _ in range(personen):
        who = _Jongere(
            uuid8(rng.randbytes(16)), rng.randint(2002, 2018), rng.choice("MV"), rng.choice(REGIONS),
            rng.random() < 0.12,
        )  # fmt: skip
        for year in YEARS:
            _one_year(rng, who, year, tables)
    for rows in tables.values():
        rows.sort(key=lambda row: (row["schooljaar"], row["persoon"], row.get("volgnummer", 0)))
    return tables


def _one_year(rng: random.Random, who: _Jongere, year: str, tables: dict[str, list[dict[str, Any]]]) -> None:
    start = date(int(year[:4]), 8, 1)
    age = start.year - who.geboortejaar
    if not 4 <= age <= 22:
        return
    base = {"persoon": who.persoon, "schooljaar": year}
    kind = "BO" if age < 12 else "VO" if age < 17 else "MBO"
    exempt = rng.random() < 0.006
    leaves = kind == "MBO" and rng.random() < (0.25 if who.kwetsbaar else 0.03)
    school = {} if exempt else {
        "onderwijssoort": kind, "school_sector": kind.lower(), "school_regio": who.regio,
        "leerweg": "BOL" if kind == "MBO" else None,
    }  # fmt: skip
    spells = [] if exempt else list(_spells(rng, who, start, kind))
    tables["verzuim_spell"] += [
        {**base, **spell, "definitieset": DEFINITION_SET, "volgnummer": number,
         "school_sector": kind.lower(), "school_regio": who.regio}
        for number, spell in enumerate(spells, start=1)
    ]  # fmt: skip
    if exempt:
        tables["vrijstelling_spell"].append(
            {**base, "volgnummer": 1, "grond": rng.choice(("5_ONDER_A", "5_ONDER_B", "5_ONDER_C")),
             "begindatum": start, "dagen": 427, "permanent": False, "heft_plicht_op": True}
        )  # fmt: skip
    guided = leaves and rng.random() < 0.6
    if guided:
        signal = start + timedelta(days=rng.randint(60, 240))
        begin = signal + timedelta(days=rng.randint(5, 60))
        tables["traject"].append(
            {**base, "volgnummer": 1, "regiocode": who.regio, "doelgroep": "NIEUWE_VSV", "bron": "P_LEVERING",
             "datum_signaal": signal, "datum_eerste_contact": signal + timedelta(days=4), "startdatum": begin,
             "gesprekken": rng.randint(1, 9), "dagen_tot_start": (begin - signal).days}
        )  # fmt: skip
    diploma = kind == "MBO" and not leaves and rng.random() < 0.35
    state = "vrijgesteld" if exempt else "in_onderwijs"
    tables["loopbaan"].append(
        {**base, **school, "definitieset": DEFINITION_SET, "geboortejaar": who.geboortejaar, "leeftijd": age,
         "geslacht": who.geslacht, "herkomst": "NL", "regiocode": who.regio,
         "schoolsoort": None if exempt else "bekostigd", "vo_niveau": "HAVO" if kind == "VO" else None,
         "mbo_niveau": rng.randint(1, 4) if kind == "MBO" else None, "leerjaar": 1,
         "dagen_ingeschreven": 0 if exempt else rng.randint(120, 240) if leaves else 365,
         "meldingen_ongeoorloofd": len(spells), "uren_ongeoorloofd": float(sum(s["uren"] for s in spells)),
         "meldingen_geoorloofd": 0, "dagen_absoluut": 0, "dagen_lrv": 0,
         "vrijstellingen": "5_ONDER_A" if exempt else None, "kwalificaties": "MBO2" if diploma else None,
         "startkwalificatie": diploma, "trajecten": int(guided), "toestand_t0": state,
         "toestand_t1": ("in_traject" if guided else "uit_beeld") if leaves else state}
    )  # fmt: skip
    if kind != "BO" and not exempt:
        tables["vsv_uitkomst"].append(
            {**base, **school, "regelversie": RULE_VERSION, "regiocode": who.regio,
             "categorie": "BOVENBOUW_HAVO_VWO" if kind == "VO" else "MBO2", "leeftijd": age,
             "geslacht": who.geslacht, "uitkomst": "VSV" if leaves else "D_STARTKW_JAAR" if diploma else f"C_{kind}",
             "is_vsv": leaves, "entree_houder": False, "adres_onbekend": False}
        )  # fmt: skip


def _spells(rng: random.Random, who: _Jongere, start: date, kind: str) -> Iterator[dict[str, Any]]:
    """Reports of absence, more for who is vulnerable and for who is older."""
    while rng.random() < (0.5 if who.kwetsbaar else 0.08):
        first = start + timedelta(days=rng.randint(20, 300))
        days = rng.randint(1, 20)
        yield {
            "vorm": "melding", "soort": rng.choice(("16U4W", "LUXE")), "begindatum": first,
            "einddatum": first + timedelta(days=days - 1), "dagen": days, "uren": float(rng.randint(4, 40)),
            "geoorloofd": False, "zorgwekkend": False, "onderwijssoort": kind, "reden_einde": "terug_naar_school",
        }  # fmt: skip
