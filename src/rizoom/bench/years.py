"""Earlier school years in the warehouse: copies of one that was built, so that a build can be timed beside them.

The deliveries of every copy are in force, so what a build reads of other years (deaths, qualifications, joined
numbers, outcomes) it finds for the same persons in each: more than in practice, where the young grow up.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
from psycopg import sql

from rizoom.bench.disk import GROUPS
from rizoom.intake.schema import TABLES

#: Far above the numbers that the register gives out itself.
STEP = 1_000_000
BUILT = (*GROUPS["tussenlagen"], *GROUPS["landelijk"])


def add_years(conn: psycopg.Connection, schooljaar: str, number: int) -> None:
    """Put ``number`` school years before ``schooljaar`` into landing, the register and every built table that
    holds several years. In the caller's transaction."""
    built = _tables_with_year(conn)
    for back in range(1, number + 1):
        earlier = "/".join(str(int(part) - back) for part in schooljaar.split("/"))
        conn.execute("select landing.zorg_voor_jaar(%s)", (earlier,))
        _deliveries(conn, schooljaar, earlier, STEP * back)
        for name in TABLES:
            _copy(conn, ("landing", name), schooljaar, earlier, STEP * back)
        conn.execute("select landing.zorg_voor_nummerindex(%s)", (earlier,))
        for schema, name, partitioned in built:
            if partitioned:
                _partition(conn, (schema, name), earlier)
            _copy(conn, (schema, name), schooljaar, earlier, STEP * back)


def settle(conn: psycopg.Connection) -> None:
    """Do what the server would do by itself, in the hours after so many new rows and on the same cores: visibility
    map and statistics of every table. On a connection in autocommit."""
    for table in [("landing", name) for name in TABLES] + [built[:2] for built in _tables_with_year(conn)]:
        conn.execute(sql.SQL("vacuum (analyze) {}").format(sql.Identifier(*table)))


def _deliveries(conn: psycopg.Connection, schooljaar: str, earlier: str, step: int) -> None:
    values = {"nu": schooljaar, "toen": earlier, "stap": step}
    conn.execute(
        """
        insert into register.levering (levering_id, sha256, ontvangstnummer, ontvangen_op, vorm, bytes, status,
            gelezen_op, soort, schooljaar, leveraar, volgnummer, aangemaakt, levert)
        overriding system value
        select v.levering_id + %(stap)s, encode(sha256((v.sha256 || %(toen)s)::bytea), 'hex'),
            v.ontvangstnummer || '-' || %(stap)s, v.ontvangen_op, v.vorm, v.bytes, v.status,
            v.gelezen_op, v.soort, %(toen)s, v.leveraar, v.volgnummer, v.aangemaakt, v.levert
        from register.levering as v inner join register.vigerend as g using (levering_id)
        where v.schooljaar = %(nu)s
        """,
        values,
    )
    conn.execute(
        """
        insert into register.vigerend (soort, leveraar, schooljaar, levering_id)
        select soort, leveraar, %(toen)s, levering_id + %(stap)s from register.vigerend where schooljaar = %(nu)s
        """,
        values,
    )
    conn.execute(
        """
        insert into register.levering_bestand (levering_id, naam, tabel, sha256, rijen, rijen_gelezen)
        select b.levering_id + %(stap)s, b.naam, b.tabel, b.sha256, b.rijen, b.rijen_gelezen
        from register.levering_bestand as b inner join register.vigerend as g using (levering_id)
        where g.schooljaar = %(nu)s
        """,
        values,
    )


def _tables_with_year(conn: psycopg.Connection) -> list[tuple[str, str, bool]]:
    """Schema, name, and whether every school year is a partition of its own."""
    rows = conn.execute(
        """
        select n.nspname, c.relname, c.relkind = 'p'
        from pg_class as c
        inner join pg_namespace as n on n.oid = c.relnamespace
        inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'schooljaar'
        where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any(%s)
        order by 1, 2
        """,
        (list(BUILT),),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _partition(conn: psycopg.Connection, table: tuple[str, str], schooljaar: str) -> None:
    """An empty partition of a school year, with the index on persons that dbt gives it."""
    schema, name = table
    partition = sql.Identifier(schema, f"{name}__{schooljaar.replace('/', '_')}")
    conn.execute(
        sql.SQL("create table {} partition of {} for values in ({})").format(
            partition, sql.Identifier(*table), sql.Literal(schooljaar)
        )
    )
    conn.execute(sql.SQL("create index on {} (persoon)").format(partition))


def _copy(conn: psycopg.Connection, table: Sequence[str], schooljaar: str, earlier: str, step: int) -> None:
    """The rows of a school year once more, as another; numbers of deliveries, where there are any, go up."""
    columns = [
        row[0]
        for row in conn.execute(
            "select column_name from information_schema.columns"
            " where table_schema = %s and table_name = %s order by ordinal_position",
            tuple(table),
        )
    ]
    chosen = {
        "schooljaar": sql.Literal(earlier),
        "levering_id": sql.SQL("levering_id + {}").format(sql.Literal(step)),
        "bron_id": sql.SQL("bron_id + {}").format(sql.Literal(step)),
    }
    conn.execute(
        sql.SQL("insert into {} ({}) select {} from {} where schooljaar = {}").format(
            sql.Identifier(*table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(chosen.get(name, sql.Identifier(name)) for name in columns),
            sql.Identifier(*table),
            sql.Literal(schooljaar),
        )
    )
