"""Batches into ``landing.<tabel>`` by COPY (PostgreSQL text format)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from psycopg import Connection, sql

from rizoom.intake.reader import Batch
from rizoom.intake.schema import TABLES, Table, landing_columns

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copy_text(prefix: str, regels: Sequence[int], columns: Sequence[Sequence[str]]) -> str:
    """Rows in the COPY text format with NULL as ''. ``prefix``: the fixed first fields, tab at the end.

    Values with a backslash, tab or line end are rare: the text is built without escapes, and again
    with them when counting shows that a value held one.
    """
    text = _joined(prefix, regels, columns)
    tabs = (prefix.count("\t") + len(columns)) * len(regels)
    if text.count("\t") == tabs and text.count("\n") == len(regels) and "\\" not in text and "\r" not in text:
        return text
    return _joined(
        prefix,
        regels,
        [[value.translate(_ESCAPES) for value in values] for values in columns],
    )


def _joined(prefix: str, regels: Sequence[int], columns: Sequence[Sequence[str]]) -> str:
    starts = [f"{prefix}{regel}" for regel in regels]
    return "\n".join(map("\t".join, zip(starts, *columns, strict=True))) + "\n"


def ensure_year(conn: Connection, schooljaar: str) -> None:
    """Make the partitions of one school year when one is missing. Making them holds a lock until the end
    of the transaction, so a caller with several readers does this first, in a transaction of its own."""
    suffix = schooljaar.replace("/", "_")
    missing = conn.execute(
        "select exists (select from unnest(%s::text[]) as t (naam)"
        " where to_regclass('landing.' || naam) is null)",
        ([f"{naam}_{suffix}" for naam in TABLES],),
    ).fetchone()
    if missing is None or missing[0]:
        conn.execute("select landing.zorg_voor_jaar(%s)", (schooljaar,))


@contextmanager
def copy_into(
    conn: Connection, levering_id: int, schooljaar: str, table: Table
) -> Iterator[Callable[[Batch], None]]:
    """A function that lands batches of one table, in the current transaction."""
    statement = sql.SQL("copy landing.{} ({}) from stdin with (format text, null '')").format(
        sql.Identifier(table.naam),
        sql.SQL(", ").join(map(sql.Identifier, landing_columns(table))),
    )
    prefix = f"{levering_id}\t{schooljaar}\t"
    with conn.cursor() as cursor, cursor.copy(statement) as copy:
        yield lambda batch: copy.write(copy_text(prefix, batch.regels, batch.kolommen))
