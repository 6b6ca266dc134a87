"""Land deliveries for tests straight into the database: the base delivery with changes."""

from __future__ import annotations

import copy
import hashlib
import json
import uuid
from collections.abc import Iterator, Sequence
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
    return land_all(conn, [levering])[0]


def land_all(conn: psycopg.Connection, leveringen: Sequence[Levering]) -> list[int]:
    """:func:`land` for many deliveries: one statement per year, one COPY per table; their ids in order."""
    for schooljaar in sorted({levering.schooljaar for levering in leveringen}):
        conn.execute("select landing.zorg_voor_jaar(%s)", [schooljaar])
    ids = [_register(conn, levering) for levering in leveringen]
    files = (
        "copy register.levering_bestand (levering_id, naam, tabel, rijen, rijen_gelezen, koppen) from stdin"
    )
    with conn.cursor().copy(files) as copy_:
        for levering_id, levering in zip(ids, leveringen, strict=True):
            for tabel, rows in levering.tabellen.items():
                own = {column.naam: column.naam for column in TABLES[tabel].kolommen}
                koppen = json.dumps(own | levering.koppen.get(tabel, {}))
                copy_.write_row([levering_id, f"{tabel}.csv", tabel, len(rows), len(rows), koppen])
    for tabel in TABLES:
        with conn.cursor().copy(_copy_statement(tabel)) as copy_:
            for levering_id, levering in zip(ids, leveringen, strict=True):
                for values in _values(levering, tabel):
                    copy_.write_row([levering_id, levering.schooljaar, *values])
    return ids


def _register(conn: psycopg.Connection, levering: Levering) -> int:
    sha256 = hashlib.sha256(levering.naam.encode()).hexdigest()
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
    return int(row[0])


def _copy_statement(tabel: str) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, landing_columns(TABLES[tabel])))
    return sql.SQL("copy {} ({}) from stdin").format(sql.Identifier("landing", tabel), columns)


def _values(levering: Levering, tabel: str) -> Iterator[list[object]]:
    """Line number and values of the rows of one table."""
    columns = TABLES[tabel].kolommen
    for regel, row in enumerate(levering.tabellen.get(tabel, []), 2):
        assert set(row) <= {column.naam for column in columns}, (tabel, row)
        yield [
            regel,
            *(
                _pseudonym(levering.personen, row.get(column.naam))
                if column.type == "nummer"
                else row.get(column.naam)
                for column in columns
            ),
        ]


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
