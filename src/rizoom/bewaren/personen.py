"""Rows of persons past their term: removed from landing and from every table about persons.

Per school year that has closed (:func:`rizoom.bewaren.termijnen.sluitingen`) and kind of delivery the rows of
everybody whose term is over go from landing; a person of whom nothing is left in that year goes from the national
tables too. Counts stay. From the first removal on the year is never built again: it could not give the same counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg import sql

from rizoom.bewaren.termijnen import Termijn, sluitingen
from rizoom.bewaren.verklaring import leg_vast
from rizoom.intake.schema import TABLES
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

PERSON_COLUMNS = ("persoon", "pseudoniem", "pseudoniem_bsn", "pseudoniem_onderwijsnummer")
_OTHER_SCHEMAS = ("landing", "pg_catalog", "information_schema", "onderzoekbeheer")


@dataclass(frozen=True)
class Opgeruimd:
    """What went from one school year: persons, and rows per table."""

    schooljaar: str
    personen: int
    rijen: dict[str, int]


def ruim_op(settings: Settings, terms: dict[str, Termijn], vandaag: date) -> list[Opgeruimd]:
    """Remove the rows of everybody past the term, one transaction per school year with its certificate."""
    done = []
    with connect(settings, autocommit=True) as conn:
        # as in national.flow: no build may read what we remove
        conn.execute("select pg_advisory_lock(hashtext('rizoom.national.build'))")
        for closing in sluitingen(conn, terms):
            if closing.dag > vandaag:
                continue
            with conn.transaction():
                result = _one_year(conn, terms, closing.schooljaar, vandaag)
                if result is not None:
                    _close(conn, settings, terms, result)
                    done.append(result)
        if done:
            _vacuum(conn, done)
    return done


def _one_year(
    conn: psycopg.Connection, terms: dict[str, Termijn], year: str, vandaag: date
) -> Opgeruimd | None:
    conn.execute("drop table if exists verlopen")
    conn.execute(
        """
        create temporary table verlopen on commit drop as
        select j.levering_id, j.pseudoniem, bool_and(
            coalesce(controle.verjaardag(controle.naar_datum(j.geboortedatum), case l.soort
                when 'leerplicht' then %(leerplicht)s else %(doorstroompunt)s
            end) <= %(vandaag)s, true)
        ) as voorbij
        from landing.jongere as j inner join register.levering as l using (levering_id)
        where j.schooljaar = %(year)s and j.pseudoniem is not null
        group by j.levering_id, j.pseudoniem
        """,
        {
            "leerplicht": terms["persoon_leerplicht"].maanden // 12,
            "doorstroompunt": terms["persoon_doorstroompunt"].maanden // 12,
            "vandaag": vandaag,
            "year": year,
        },
    )
    conn.execute("delete from verlopen where not voorbij")
    conn.execute("create index on verlopen (pseudoniem, levering_id)")
    conn.execute("analyze verlopen")
    row = conn.execute("select count(distinct pseudoniem) from verlopen").fetchone()
    if row is None or not row[0]:
        return None
    removed = {f"landing.{tabel}": n for tabel in TABLES if (n := _from_landing(conn, tabel, year))}
    removed |= _from_national_tables(conn, year)
    return Opgeruimd(year, int(row[0]), removed)


def _from_landing(conn: psycopg.Connection, tabel: str, year: str) -> int:
    columns = {
        "koppeling": ("pseudoniem_bsn", "pseudoniem_onderwijsnummer"),
        "opgave": (),
    }.get(tabel, ("pseudoniem",))
    removed = 0
    for column in columns:
        statement = sql.SQL(
            "delete from landing.{tabel} as t using verlopen as v"
            " where t.schooljaar = %s and t.levering_id = v.levering_id and t.{column} = v.pseudoniem"
        ).format(tabel=sql.Identifier(tabel), column=sql.Identifier(column))
        removed += conn.execute(statement, [year]).rowcount
    return removed


def person_tables(conn: psycopg.Connection) -> list[tuple[str, str, tuple[str, ...], bool]]:
    """Every table outside landing about persons: schema, table, columns that hold one, whether it has a school year.

    Found in the catalogue, so that a model that is added tomorrow is cleared as well.
    """
    rows = conn.execute(
        """
        select n.nspname, c.relname,
            array_agg(a.attname::text order by a.attname) filter (where a.attname <> 'schooljaar'),
            bool_or(a.attname = 'schooljaar')
        from pg_attribute as a
        inner join pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
            and c.relpersistence <> 't'
        inner join pg_namespace as n on n.oid = c.relnamespace
        where not a.attisdropped and n.nspname <> all(%s)
            and (a.attname = 'schooljaar' or (a.attname = any(%s) and a.atttypid = 'uuid'::regtype))
        group by 1, 2 having count(*) filter (where a.attname <> 'schooljaar') > 0
        order by 1, 2
        """,
        [list(_OTHER_SCHEMAS), list(PERSON_COLUMNS)],
    ).fetchall()
    return [(row[0], row[1], tuple(row[2]), row[3]) for row in rows]


def _from_national_tables(conn: psycopg.Connection, year: str) -> dict[str, int]:
    """Remove whose term is over in this school year, or of whom no landed row is left in any year."""
    conn.execute("drop table if exists blijft")
    conn.execute(
        """
        create temporary table blijft on commit drop as
        select distinct j.schooljaar, naam.id
        from landing.jongere as j
        inner join register.levering as l using (levering_id)
        left join register.opbouw_identiteit as i
            on i.pseudoniem = j.pseudoniem and i.leveraar = l.leveraar
        cross join lateral (values (j.pseudoniem), (i.persoon)) as naam (id)
        where naam.id is not null
        """
    )
    conn.execute("create index on blijft (id, schooljaar)")
    conn.execute("analyze blijft")
    conn.execute("drop table if exists weg")
    conn.execute(
        """
        create temporary table weg on commit drop as
        select distinct naam.id
        from verlopen as v
        inner join register.levering as l using (levering_id)
        left join register.opbouw_identiteit as i
            on i.pseudoniem = v.pseudoniem and i.leveraar = l.leveraar
        cross join lateral (values (v.pseudoniem), (i.persoon)) as naam (id)
        where naam.id is not null
        """
    )
    removed = {}
    for schema, table, columns, has_year in person_tables(conn):
        count = 0
        for column in columns:
            statement = sql.SQL(
                "delete from {table} as t where {year} t.{column} is not null"
                " and not exists (select from blijft as b where b.id = t.{column}"
                " and ({same} or t.{column} not in (select weg.id from weg)))"
            ).format(
                table=sql.Identifier(schema, table),
                column=sql.Identifier(column),
                year=sql.SQL("t.schooljaar = {} and").format(sql.Literal(year)) if has_year else sql.SQL(""),
                same=sql.SQL("b.schooljaar = t.schooljaar" if has_year else "true"),
            )
            count += conn.execute(statement).rowcount
        if count:
            removed[f"{schema}.{table}"] = count
    # open research projects: here "pseudoniem" is the project's own, and only persoon says who it is
    count = conn.execute(
        "delete from onderzoekbeheer.pseudoniem as t"
        " where not exists (select from blijft as b where b.id = t.persoon)"
    ).rowcount
    if count:
        removed["onderzoekbeheer.pseudoniem"] = count
    return removed


def _close(
    conn: psycopg.Connection, settings: Settings, terms: dict[str, Termijn], result: Opgeruimd
) -> None:
    conn.execute(
        "insert into bewaren.jaar_gesloten (schooljaar, reden) values (%s, %s) on conflict do nothing",
        [result.schooljaar, "rijen van personen verwijderd na hun bewaartermijn"],
    )
    content: dict[str, object] = {
        "wijze": "rijen verwijderd uit alle tabellen over personen; tellingen blijven",
        "personen": result.personen,
        "rijen": result.rijen,
        "termijnen": {name: terms[name].grond for name in ("persoon_leerplicht", "persoon_doorstroompunt")},
    }
    leg_vast(conn, settings, "personen", result.schooljaar, content)


def _vacuum(conn: psycopg.Connection, done: list[Opgeruimd]) -> None:
    """Deleted rows stay in the data files until the table is written anew."""
    tables = {name for result in done for name in result.rijen}
    for name in sorted(tables):
        conn.execute(sql.SQL("vacuum (full, analyze) {}").format(sql.Identifier(*name.split("."))))
