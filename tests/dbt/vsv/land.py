"""A small country in landing: deliveries and persons written in code, built by the real models."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from rizoom.national.dbt import run_dbt
from rizoom.national.flow import freeze_deliveries
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

SCHOOLJAAR = "2024/2025"
MARTS = (
    "vsv",
    "vsv_stand",
    "vsv_uitsplitsing",
    "vsv_profiel",
    "vsv_scenario",
    "vsv_waterval",
    "vsv_verschil",
    "vsv_reeks",
)


def pseudonym(name: str) -> uuid.UUID:
    """The pseudonym of an invented person."""
    return uuid.uuid5(uuid.NAMESPACE_OID, name)


@dataclass
class Delivery:
    """A delivery in force; ``rows`` are dicts per table (columns as in landing, a person by name)."""

    leveraar: str
    schooljaar: str = SCHOOLJAAR
    aangemaakt: str = "2025-10-20T12:00:00+02:00"
    levert: tuple[str, ...] = ()
    tabellen: tuple[str, ...] = ()
    volgnummer: int = 1
    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def add(self, tabel: str, persoon: str, **columns: object) -> None:
        """One row of a table about one person."""
        self.rows.setdefault(tabel, []).append({"pseudoniem": pseudonym(persoon), **columns})

    def person(self, name: str, geboren: str, gemeente: str, **verblijf: object) -> None:
        """A person who lives in a municipality since 2015."""
        self.add("jongere", name, nummersoort="bsn", geboortedatum=geboren, geslacht="V")
        self.add("verblijf", name, gemeentecode=gemeente, begindatum="2015-01-01", **verblijf)

    def school(self, name: str, begin: str, einde: str | None = None, **columns: object) -> None:
        """An enrolment; mbo level 2, BOL, funded unless said otherwise."""
        base: dict[str, object] = {"brin": "25LH", "schoolsoort": "bekostigd", "onderwijssoort": "MBO"}
        if columns.get("onderwijssoort", "MBO") == "MBO":
            base |= {"mbo_niveau": 2, "leerweg": "BOL"}
        self.add("inschrijving", name, begindatum=begin, einddatum=einde, **(base | columns))


def deliver(settings: Settings, delivery: Delivery) -> list[int]:
    """Land a delivery and put it in force; returns its id and that of the one it replaces, if any."""
    soort = "leerplicht" if delivery.leveraar.startswith("GM") else "doorstroompunt"
    sha = hashlib.sha256(
        f"{delivery.leveraar} {delivery.schooljaar} {delivery.volgnummer}".encode()
    ).hexdigest()
    with connect(settings) as conn:
        conn.execute("select landing.zorg_voor_jaar(%s)", (delivery.schooljaar,))
        row = conn.execute(
            "insert into register.levering (sha256, ontvangstnummer, vorm, bytes, status, soort, schooljaar,"
            " leveraar, volgnummer, aangemaakt, levert, gelezen_op)"
            " values (%s, %s, 'zip', 1, 'vigerend', %s, %s, %s, %s, %s, %s, now()) returning levering_id",
            (
                sha,
                sha[:12],
                soort,
                delivery.schooljaar,
                delivery.leveraar,
                delivery.volgnummer,
                delivery.aangemaakt,
                list(delivery.levert),
            ),
        ).fetchone()
        assert row is not None
        key = (soort, delivery.leveraar, delivery.schooljaar)
        replaced = conn.execute(
            "delete from register.vigerend where (soort, leveraar, schooljaar) = (%s, %s, %s)"
            " returning levering_id",
            key,
        ).fetchall()
        conn.execute("insert into register.vigerend values (%s, %s, %s, %s)", (*key, row[0]))
        for tabel in {*delivery.tabellen, *delivery.rows}:
            conn.execute(
                "insert into register.levering_bestand (levering_id, naam, tabel) values (%s, %s, %s)",
                (row[0], f"{tabel}.csv", tabel),
            )
        for tabel, rows in delivery.rows.items():
            _land(conn, tabel, row[0], delivery.schooljaar, rows)
        return [row[0], *(old[0] for old in replaced)]


def _land(
    conn: psycopg.Connection, tabel: str, levering_id: int, schooljaar: str, rows: Sequence[dict[str, object]]
) -> None:
    columns = sorted({column for row in rows for column in row})
    statement = sql.SQL("copy landing.{} (levering_id, schooljaar, regel, {}) from stdin").format(
        sql.Identifier(tabel), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with conn.cursor().copy(statement) as copy:
        for regel, row in enumerate(rows, start=2):
            copy.write_row([levering_id, schooljaar, regel, *(row.get(column) for column in columns)])


def build(settings: Settings, regelversies: Sequence[str], gewijzigd: Sequence[int] | None = None) -> None:
    """Build the VSV tables of the school year.

    ``gewijzigd`` are the deliveries that came in force or went out of it: a partial build; none: a full one.
    """
    with connect(settings) as conn:
        for table in ("bereik", "bereik_regelversie", "opbouw_gewijzigd"):
            conn.execute(sql.SQL("delete from register.{}").format(sql.Identifier(table)))
        freeze_deliveries(conn)
        conn.execute("insert into register.bereik values (%s, '2025-1', %s)", (SCHOOLJAAR, gewijzigd is None))
        for name in regelversies:
            conn.execute("insert into register.bereik_regelversie values (%s)", (name,))
        for levering_id in gewijzigd or ():
            conn.execute("insert into register.opbouw_gewijzigd values (%s)", (levering_id,))
    run_dbt(settings, ["run", "--select", "+marts.vsv"])


def content(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Every VSV mart as sorted rows of text, with the outcome of every person."""
    tables = [f"vsv.{mart}" for mart in MARTS] + [
        "intermediate.int_vsv_persoon",
        "intermediate.int_vsv_scenario",
    ]
    with connect(settings) as conn:
        found = {}
        for table in tables:
            rows = conn.execute(sql.SQL("select to_jsonb(t) - 'levering_id' from {} as t").format(
                sql.Identifier(*table.split("."))
            ))  # fmt: skip
            found[table] = sorted(tuple(sorted((k, str(v)) for k, v in row[0].items())) for row in rows)
        return found
