"""A declared table or plot: what a researcher wants to take out, as data, and how it is computed from the views.

The researcher brings no numbers: we compute them, so that every cell is known down to its members.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

import psycopg
import yaml
from psycopg import sql

from rizoom.onderzoek.project import Project

NUMERIC = {"integer", "bigint", "numeric", "double precision"}
MAX_DIMENSIONS = 4


class DeclaratieError(ValueError):
    """The declaration cannot be computed. The text says why, in Dutch."""


@dataclass(frozen=True)
class Declaratie:
    """``rijen``: the columns to count by. ``waar``: column → allowed values. ``som``: sum this column over
    persons; empty: count persons. ``grafiek``: draw it as bars or lines too."""

    naam: str
    tabel: str
    rijen: tuple[str, ...]
    waar: dict[str, tuple[str, ...]]
    som: str = ""
    grafiek: Literal["", "staaf", "lijn"] = ""


@dataclass(frozen=True)
class Cel:
    """One cell: the value of each column in ``rijen``, its members (pseudonyms of the project), the published value
    and the two largest contributions of a person to it (of a count: 1)."""

    sleutel: tuple[str, ...]
    leden: frozenset[UUID]
    waarde: float
    grootste: float
    tweede: float

    @property
    def naam(self) -> str:
        """The cell in words, for messages."""
        return " · ".join(self.sleutel) or "totaal"


def lees_declaratie(pad: Path) -> Declaratie:
    """Read a declaration (YAML). Raises :class:`DeclaratieError`."""
    try:
        data = yaml.safe_load(pad.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise DeclaratieError("de declaratie is geen leesbare YAML") from None
    if not isinstance(data, dict):
        raise DeclaratieError("de declaratie is geen lijst van velden")
    return uit_velden(data)


def uit_velden(data: dict[str, Any]) -> Declaratie:
    """A declaration from fields, checked. Raises :class:`DeclaratieError`."""
    if missing := {"naam", "tabel", "rijen"} - set(data):
        raise DeclaratieError(f"ontbreekt: {', '.join(sorted(missing))}")
    if unknown := set(data) - {"naam", "tabel", "rijen", "waar", "som", "grafiek"}:
        raise DeclaratieError(f"onbekend: {', '.join(sorted(map(str, unknown)))}")
    rows, where = data["rijen"], data.get("waar") or {}
    if not isinstance(rows, list) or not all(isinstance(item, str) for item in rows):
        raise DeclaratieError("rijen: verwacht een lijst van kolommen")
    if len(rows) > MAX_DIMENSIONS or len(set(rows)) < len(rows):
        raise DeclaratieError(f"rijen: hoogstens {MAX_DIMENSIONS} verschillende kolommen")
    if not isinstance(where, dict) or not all(isinstance(v, list) and v for v in where.values()):
        raise DeclaratieError("waar: verwacht per kolom een lijst van waarden")
    if data.get("grafiek", "") not in ("", "staaf", "lijn") or (data.get("grafiek") and not rows):
        raise DeclaratieError("grafiek: staaf of lijn, en ten minste een kolom in rijen")
    allowed = {str(column): tuple(str(value) for value in values) for column, values in where.items()}
    return Declaratie(
        str(data["naam"]),
        str(data["tabel"]),
        tuple(rows),
        allowed,
        str(data.get("som") or ""),
        data.get("grafiek", ""),
    )


def bereken(conn: psycopg.Connection, project: Project, wat: Declaratie) -> list[Cel]:
    """The cells, sorted, from the view of the project. Raises :class:`DeclaratieError`."""
    if wat.tabel not in project.tabellen:
        raise DeclaratieError(f"tabel {wat.tabel} hoort niet bij dit project")
    types: dict[str, str] = dict(
        conn.execute(
            "select attname::text, format_type(atttypid, null) from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            [f"{project.schema}.{wat.tabel}"],
        ).fetchall()
    )
    for column in (*wat.rijen, *wat.waar, *([wat.som] if wat.som else [])):
        if column not in types or column == "persoon":
            raise DeclaratieError(f"kolom {column} is er niet in {wat.tabel}")
    if wat.som and types[wat.som] not in NUMERIC:
        raise DeclaratieError(f"kolom {wat.som} is geen getal")
    keys = [sql.SQL("coalesce({}::text, 'onbekend')").format(sql.Identifier(c)) for c in wat.rijen]
    conditions = [
        sql.SQL("coalesce({}::text, 'onbekend') = any({})").format(
            sql.Identifier(column), sql.Literal(list(values))
        )
        for column, values in sorted(wat.waar.items())
    ]
    value = sql.SQL("coalesce(sum({}), 0)").format(sql.Identifier(wat.som)) if wat.som else sql.SQL("1")
    query = sql.SQL(
        "with per_persoon as (select array[{keys}]::text[] as sleutel, persoon, {value}::float8 as waarde"
        " from {view} where {conditions} group by 1, 2)"
        " select sleutel, array_agg(persoon order by persoon), sum(waarde),"
        " (array_agg(abs(waarde) order by abs(waarde) desc))[1:2] from per_persoon"
        ' group by sleutel order by sleutel collate "C"'
    ).format(
        keys=sql.SQL(", ").join(keys),
        value=value,
        view=sql.Identifier(project.schema, wat.tabel),
        conditions=sql.SQL(" and ").join(conditions) if conditions else sql.SQL("true"),
    )
    return [
        Cel(tuple(key), frozenset(members), total, largest[0], largest[1] if len(largest) > 1 else 0.0)
        for key, members, total, largest in conn.execute(query).fetchall()
    ]


def als_csv(wat: Declaratie, cellen: list[Cel]) -> str:
    """The table as it would be released: the columns and one value, comma, LF, sorted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*wat.rijen, f"som_{wat.som}" if wat.som else "personen"])
    for cel in cellen:
        writer.writerow([*cel.sleutel, f"{cel.waarde:g}" if wat.som else f"{len(cel.leden)}"])
    return out.getvalue()
