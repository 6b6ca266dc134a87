"""Land deliveries for tests straight into the database: the base delivery with changes."""

from __future__ import annotations

import copy
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import yaml
from psycopg import sql

from rizoom.intake.schema import TABLES, landing_columns

HERE = Path(__file__).parent
BASE: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "basis.yaml").read_text("utf-8"))


@dataclass
class Levering:
    """A delivery to land. ``tabellen`` holds rows with dict values as in ``basis.yaml``; ``personen`` makes
    the pseudonyms: deliveries with the same text share their persons."""

    naam: str
    soort: str
    leveraar: str
    schooljaar: str
    aangemaakt: str
    levert: list[str]
    tabellen: dict[str, list[dict[str, str | None]]]
    personen: str = ""
    koppen: dict[str, dict[str, str]] = field(default_factory=dict)


def base(naam: str, soort: str = "leerplicht", **changes: Any) -> Levering:
    """The base delivery of ``soort``; ``changes`` as in the cases (zet, erbij, leeg, weg, leveraar, ...)."""
    raw = copy.deepcopy(BASE[soort])
    levering = Levering(naam=naam, soort=soort, personen=naam, **raw)
    for tabel, lines in changes.pop("zet", {}).items():
        for regel, values in lines.items():
            levering.tabellen[tabel][regel - 2].update(values)
    for tabel, rows in changes.pop("erbij", {}).items():
        levering.tabellen[tabel].extend(rows)
    for tabel in changes.pop("leeg", []):
        levering.tabellen[tabel] = []
    for tabel in changes.pop("weg", []):
        del levering.tabellen[tabel]
    for name, value in changes.items():
        setattr(levering, name, value)
    return levering


def land(conn: psycopg.Connection, levering: Levering) -> int:
    """Put a delivery in the register and its rows in landing, as the reader does; returns its id."""
    sha256 = hashlib.sha256(levering.naam.encode()).hexdigest()
    conn.execute("select landing.zorg_voor_jaar(%s)", [levering.schooljaar])
    row = conn.execute(
        "insert into register.levering (sha256, ontvangstnummer, vorm, bytes, soort, schooljaar, leveraar,"
        " volgnummer, aangemaakt, levert, gelezen_op) values (%s, %s, 'zip', 1, %s, %s, %s, 1, %s, %s, now())"
        " returning levering_id",
        [
            sha256,
            sha256[:16],
            levering.soort,
            levering.schooljaar,
            levering.leveraar,
            levering.aangemaakt,
            levering.levert,
        ],
    ).fetchone()
    assert row is not None
    levering_id = int(row[0])
    for tabel, rows in levering.tabellen.items():
        _land_table(conn, levering_id, levering, tabel, rows)
    return levering_id


def _land_table(
    conn: psycopg.Connection,
    levering_id: int,
    levering: Levering,
    tabel: str,
    rows: list[dict[str, str | None]],
) -> None:
    koppen = {column.naam: column.naam for column in TABLES[tabel].kolommen}
    own = levering.koppen.get(tabel, {})
    conn.execute(
        "insert into register.levering_bestand (levering_id, naam, tabel, rijen, rijen_gelezen, koppen)"
        " values (%s, %s, %s, %s, %s, %s)",
        [levering_id, f"{tabel}.csv", tabel, len(rows), len(rows), json.dumps(koppen | own)],
    )
    table = TABLES[tabel]
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier("landing", tabel), sql.SQL(", ").join(map(sql.Identifier, landing_columns(table)))
    )
    with conn.cursor().copy(statement) as copy_:
        for regel, row in enumerate(rows, 2):
            assert set(row) <= set(koppen), (tabel, row)
            values = [
                _pseudonym(levering.personen, row.get(column.naam))
                if column.type == "nummer"
                else row.get(column.naam)
                for column in table.kolommen
            ]
            copy_.write_row([levering_id, levering.schooljaar, regel, *values])


def _pseudonym(personen: str, person: str | None) -> str | None:
    return None if person is None else str(uuid.uuid5(uuid.NAMESPACE_OID, f"{personen}/{person}"))


@dataclass(frozen=True, order=True)
class Gevonden:
    """A finding as the tests compare it."""

    code: str
    tabel: str
    regel: int | None
    kolom: str
    ernst: str
    melding: str
    aantal: int


def found(conn: psycopg.Connection, levering_id: int) -> list[Gevonden]:
    """Findings of the checks on one delivery."""
    rows = conn.execute(
        "select code, tabel, regel, kolom, ernst, melding, aantal from register.bevinding"
        " where levering_id = %s and herkomst = 'controle' order by code, tabel, regel",
        [levering_id],
    ).fetchall()
    return [Gevonden(*row) for row in rows]
