"""Batches into ``landing.<tabel>`` by COPY (PostgreSQL text format)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc
from psycopg import Connection, sql

from rizoom.intake.reader import Batch
from rizoom.intake.schema import TABLES, Table, landing_columns

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def copy_text(prefix: str, regels: Sequence[int], columns: Sequence[pa.Array]) -> bytes:
    """Rows in the COPY text format with NULL as ''. ``prefix``: the fixed first fields, tab at the end.

    Values with a backslash, tab or line end are rare: the text is built without escapes, and again
    with them when counting shows that a value held one.
    """
    text = _joined(prefix, regels, columns)
    tabs = (prefix.count("\t") + len(columns)) * len(regels)
    plain = text.count(b"\t") == tabs and text.count(b"\n") == len(regels)
    if plain and b"\\" not in text and b"\r" not in text:
        return text
    return _joined(prefix, regels, [_escaped(values) for values in columns])


def _joined(prefix: str, regels: Sequence[int], columns: Sequence[pa.Array]) -> bytes:
    starts = pc.binary_join_element_wise(prefix, pa.array(regels).cast(pa.string()), "")
    rows = pc.binary_join_element_wise(starts, *columns, "\t")
    lines = pc.binary_join_element_wise(rows, "", "\n")
    # The values of a string array lie one after the other: together they are the text.
    return bytes(lines.buffers()[2])


def _escaped(values: pa.Array) -> pa.Array:
    for mark, escape in _ESCAPES.items():
        values = pc.replace_substring(values, pattern=mark, replacement=escape)
    return values


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
