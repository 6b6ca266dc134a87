"""The views of one project: coarsened columns, pseudonyms of the project, rows of its years and persons.

Every view has ``security_barrier``: a cheap function in a query never sees a row that the view leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg import sql

from rizoom.onderzoek.project import Project

_HIDDEN = {"persoon", "brin", "gemeentecode"}


@dataclass(frozen=True)
class Kolom:
    """A column of a view: its name and type as the researcher (and the synthetic twin) sees them."""

    naam: str
    type: str


def kolommen(conn: psycopg.Connection, tabel: str) -> list[Kolom]:
    """Columns of a research table in the warehouse, in order. Raises ``LookupError`` when it was never built."""
    rows = conn.execute(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute"
        " where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum",
        [f"onderzoek.{tabel}"],
    ).fetchall()
    if not rows:
        raise LookupError(f"onderzoek.{tabel} is nog nooit opgebouwd")
    return [Kolom(*row) for row in rows]


def zichtbaar(project: Project, columns: list[Kolom]) -> list[tuple[Kolom, sql.Composable]]:
    """What the project sees of a table: each column with the expression that gives it.

    Birth dates are not in these tables at all (year and age only). A school becomes sector and region, and the
    municipality goes, unless they were granted.
    """
    names = {column.naam for column in columns}
    result: list[tuple[Kolom, sql.Composable]] = [(Kolom("persoon", "uuid"), sql.SQL("m.pseudoniem"))]
    for column in columns:
        granted = (column.naam == "brin" and project.met_brin) or (
            column.naam == "gemeentecode" and project.met_gemeente
        )
        if column.naam not in _HIDDEN or granted:
            result.append((column, sql.SQL("t.{}").format(sql.Identifier(column.naam))))
    if "brin" in names and not project.met_brin:
        result.append((Kolom("school_sector", "text"), sql.SQL("s.sector")))
        result.append((Kolom("school_regio", "text"), sql.SQL("s.regiocode")))
    return result


def maak_weergaven(conn: psycopg.Connection, project: Project) -> None:
    """Make (again) every view of the project, owned by its role without login, readable by its readers."""
    for tabel in project.tabellen:
        columns = zichtbaar(project, kolommen(conn, tabel))
        listed = sql.SQL(", ").join(
            sql.SQL("{} as {}").format(expression, sql.Identifier(column.naam))
            for column, expression in columns
        )
        joins = sql.SQL("")
        if any(column.naam == "school_sector" for column, _ in columns):
            joins = sql.SQL(" left join onderzoekbeheer.school as s on s.brin = t.brin")
        view = sql.Identifier(project.schema, tabel)
        conn.execute(sql.SQL("drop view if exists {}").format(view))
        conn.execute(
            sql.SQL(
                "create view {view} with (security_barrier) as select {listed} from onderzoek.{tabel} as t"
                " inner join onderzoekbeheer.pseudoniem as m on m.persoon = t.persoon and m.project = {project}"
                "{joins} where t.schooljaar = any({years})"
            ).format(
                view=view,
                listed=listed,
                tabel=sql.Identifier(tabel),
                project=sql.Literal(project.project),
                joins=joins,
                years=sql.Literal(list(project.schooljaren)),
            )
        )
        conn.execute(
            sql.SQL("grant select on onderzoek.{} to {}").format(
                sql.Identifier(tabel), sql.Identifier(project.eigenaar)
            )
        )
        conn.execute(sql.SQL("alter view {} owner to {}").format(view, sql.Identifier(project.eigenaar)))
        conn.execute(sql.SQL("grant select on {} to {}").format(view, sql.Identifier(project.lezer)))


def weergaven_staan(conn: psycopg.Connection, project: Project) -> bool:
    """Whether every view of the project is there."""
    row = conn.execute(
        "select count(*) from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace"
        " where c.relkind = 'v' and n.nspname = %s and c.relname = any(%s)",
        [project.schema, list(project.tabellen)],
    ).fetchone()
    return row is not None and int(row[0]) == len(project.tabellen)
