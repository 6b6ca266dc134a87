"""What a build left in the warehouse, to be compared with what another left."""

from __future__ import annotations

from psycopg import sql

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

MARTS = ("leerplichttelling", "vsv", "doorstroompunt", "in_beeld", "aanwezigheid", "onderzoek")


def inhoud(settings: Settings) -> dict[str, list[str]]:
    """Every row of every mart and of every table of persons (the other models are steps on the way), as sorted text."""
    with connect(settings) as conn:
        tabellen = conn.execute(
            "select n.nspname, c.relname from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace"
            " where c.relkind in ('r', 'p') and not c.relispartition"
            " and (n.nspname = any(%s) or n.nspname = 'intermediate' and c.relkind = 'p')",
            (list(MARTS),),
        ).fetchall()
        assert len(tabellen) > 75
        return {
            f"{schema}.{naam}": sorted(
                rij[0]
                for rij in conn.execute(
                    sql.SQL("select to_jsonb(t)::text from {} as t").format(sql.Identifier(schema, naam))
                )
            )
            for schema, naam in tabellen
        }
