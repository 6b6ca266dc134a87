"""A small country in code: persons with rows, landed straight as deliveries in force.

A ``Case`` is one child with the rows its municipalities deliver, and what it must count in. Rows are dicts
of the columns of a delivery; ``bij`` names the supplier (default: the municipality of the first residence).
"""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from rizoom.national.flow import freeze_deliveries

Row = dict[str, str | None]
STANDARD = "2025-1"
_TABLES = (
    "verblijf",
    "inschrijving",
    "kwalificatie",
    "vrijstelling",
    "absoluut_dossier",
    "verzuimmelding",
    "vervolgactie",
)
_DEFAULTS: dict[str, Row] = {
    "inschrijving": {"brin": "01AA", "schoolsoort": "bekostigd", "onderwijssoort": "BO"},
    "verzuimmelding": {"brin": "01AA", "onderwijssoort": "BO", "geoorloofd": "N", "status": "G"},
    "absoluut_dossier": {"correctie_reden": "geen"},
    "vervolgactie": {"aanleiding": "RELATIEF", "gericht_op": "OUDER"},
}
SCHOOL: list[Row] = [{"begindatum": "2018-08-01"}]
UTRECHT: list[Row] = [{"gemeentecode": "GM0344", "begindatum": "2014-05-20"}]


@dataclass(frozen=True)
class Case:
    """One child. ``telt``: "GM0344/AV_TOTAAL" per indicator (no populations); ``anders``: other sets."""

    naam: str
    waarom: str
    telt: frozenset[str] = frozenset()
    anders: dict[str, frozenset[str]] = field(default_factory=dict)
    geboren: str = "2014-05-20"
    overleden: str | None = None
    rijen: dict[str, list[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """Rows of one table; a child lives in Utrecht and goes to school unless the case says otherwise."""
        standard = {"verblijf": UTRECHT, "inschrijving": SCHOOL}
        rows = self.rijen.get(table, standard.get(table, []))
        home = self.rijen.get("verblijf", UTRECHT)[0]
        supplier = home.get("bij") or home["gemeentecode"]
        numbered = []
        for number, row in enumerate(rows):
            extra: Row = {"bij": supplier}
            if table == "verzuimmelding":
                extra["meldingsnummer"] = f"{self.naam}-{number}"
            if table == "absoluut_dossier":
                extra["dossiernummer"] = f"{self.naam}-{number}"
            if table == "vervolgactie":
                extra["actienummer"] = f"{self.naam}-{number}"
            if table == "vrijstelling":
                extra["afgegeven_door"] = supplier
            numbered.append({**_DEFAULTS.get(table, {}), **extra, **row})
        return numbered


def pseudonym(naam: str) -> uuid.UUID:
    """Pseudonym of a case."""
    return uuid.UUID(hashlib.sha256(naam.encode()).hexdigest()[:32])


def add_delivery(
    conn: psycopg.Connection, leveraar: str, schooljaar: str, aangemaakt: str, soort: str
) -> int:
    """Register a delivery as in force and in scope of the build; returns its id."""
    sha = hashlib.sha256(f"{soort}{leveraar}{schooljaar}{aangemaakt}".encode()).hexdigest()
    conn.execute("select landing.zorg_voor_jaar(%s)", (schooljaar,))
    row = conn.execute(
        "insert into register.levering (sha256, ontvangstnummer, vorm, bytes, status, soort, schooljaar,"
        " leveraar, volgnummer, aangemaakt)"
        " values (%s, %s, 'zip', 1, 'vigerend', %s, %s, %s, 1, %s) returning levering_id",
        (sha, sha[:12], soort, schooljaar, leveraar, aangemaakt),
    ).fetchone()
    assert row is not None
    conn.execute(
        "insert into register.vigerend values (%s, %s, %s, %s)", (soort, leveraar, schooljaar, row[0])
    )
    freeze_deliveries(conn)
    return int(row[0])


def land_cases(
    conn: psycopg.Connection, cases: Iterable[Case], schooljaar: str, suppliers: list[str]
) -> None:
    """Land every row of every case in the delivery of its supplier, one delivery per supplier."""
    ids = {
        leveraar: add_delivery(conn, leveraar, schooljaar, f"2025-10-0{day}T12:00:00+02:00", "leerplicht")
        for day, leveraar in enumerate(suppliers, start=1)
    }
    lines: dict[tuple[int, str], int] = defaultdict(lambda: 1)

    def insert(levering_id: int, table: str, values: Row, number: uuid.UUID) -> None:
        lines[levering_id, table] += 1
        columns = [c for c in values if c != "bij"]
        statement = sql.SQL(
            "insert into landing.{} (levering_id, schooljaar, regel, pseudoniem, {})"
            " values (%s, %s, %s, %s, {})"
        ).format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
        )
        regel = lines[levering_id, table]
        conn.execute(statement, [levering_id, schooljaar, regel, number, *(values[c] for c in columns)])

    for case in cases:
        number = pseudonym(case.naam)
        person: Row = {
            "nummersoort": "bsn",
            "geboortedatum": case.geboren,
            "geslacht": "V",
            "datum_overlijden": case.overleden,
        }
        rows = {table: case.rows(table) for table in _TABLES}
        for leveraar in sorted({str(row["bij"]) for table in rows.values() for row in table}):
            insert(ids[leveraar], "jongere", person, number)
        for table, values in rows.items():
            for row in values:
                insert(ids[str(row["bij"])], table, row, number)
