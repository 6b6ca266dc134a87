"""What the warehouse weighs: bytes per group of tables, and per person and school year."""

from __future__ import annotations

import psycopg

GROUPS = {
    "landing": ("landing",),
    "tussenlagen": ("intermediate", "staging"),
    "landelijk": ("leerplichttelling", "vsv", "doorstroompunt", "in_beeld", "aanwezigheid", "onderzoek"),
    "register": ("register", "controle"),
}


def disk_use(conn: psycopg.Connection) -> dict[str, int]:
    """Bytes of tables with indexes and TOAST per group of schemas, and ``per_persoonsjaar``."""
    sizes: dict[str, int] = {}
    for group, schemas in GROUPS.items():
        row = conn.execute(
            """
            select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
            from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
            where c.relkind in ('r', 'm') and n.nspname = any(%s)
            """,
            (list(schemas),),
        ).fetchone()
        sizes[group] = int(row[0]) if row else 0
    people = conn.execute("select count(*) from intermediate.int_persoon").fetchone()
    sizes["per_persoonsjaar"] = round(sum(sizes.values()) / max(1, int(people[0]) if people else 1))
    return sizes
