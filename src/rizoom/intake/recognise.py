"""What a delivery probably is when it does not fit: made for the other soort, or in another dialect.

A supplier who exports the wrong thing gets many findings that are all the same mistake; these say which.
Another school year is recognised by its rows (LP-LEVERING-ANDER-SCHOOLJAAR in ``expectations/levering.json``),
another version of the agreement by ``formaat`` (LP-ENVELOP-FORMAAT).
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rizoom.intake.dialect import TableDialect, dialect_names, load_dialect
from rizoom.intake.schema import KINDS, TABLES


def other_soort(soort: str, tables: Collection[str]) -> str | None:
    """The soort of which these listed tables make a whole delivery, while of ``soort`` they do not."""
    known = set(tables) & set(TABLES)
    if known >= set(KINDS[soort].verplicht):
        return None
    for name, kind in KINDS.items():
        if name != soort and set(kind.verplicht) <= known <= set(kind.tabellen):
            return name
    return None


def other_dialect(tabel: str, headings: Collection[str], current: str, own: Path | None = None) -> str | None:
    """The first dialect that knows all of these headings (casefolded) of a table, when ``current`` does
    not. ``own``: the folder of dialects beside the shipped ones; one that is wrong itself is passed over."""
    if not headings or _knows(load_dialect(current, own).tabellen[tabel], headings):
        return None
    for name in dialect_names(own):
        try:
            dialect = load_dialect(name, own)
        except (ValueError, TypeError, KeyError):
            continue
        if name != current and _knows(dialect.tabellen[tabel], headings):
            return name
    return None


def _knows(dialect: TableDialect, headings: Collection[str]) -> bool:
    return all(heading in dialect.koppen or heading in dialect.negeren for heading in headings)
