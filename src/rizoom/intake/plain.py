"""Blocks of a CSV file that need no parser of quotes: their fields by column, at once.

Most exports quote nothing. Where a block could be read in more than one way there is no answer here, and
the reader takes the rest of the file record by record.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv


def plain_fields(text: str, separator: str, width: int, longest: int) -> list[pa.Array] | None:
    """The fields of whole lines, a string array per column of ``width``; ``None`` unless every line has
    ``width`` fields of at most ``longest`` bytes and the text neither quotes nor has a CR inside a line."""
    if width < 2 or '"' in text or text.startswith("\ufeff") or text.count("\r") != text.count("\r\n"):
        return None
    data = text.encode()
    names = [str(number) for number in range(width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(data),
            pyarrow.csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
            pyarrow.csv.ParseOptions(delimiter=separator, quote_char=False),
            pyarrow.csv.ConvertOptions(check_utf8=False, column_types=dict.fromkeys(names, pa.string())),
        )
    except pa.ArrowInvalid:
        return None
    lines = text.count("\n") + (not text.endswith("\n"))
    fields = [column.combine_chunks() for column in table.columns]
    return fields if table.num_rows == lines and max(map(_longest, fields)) <= longest else None


def _longest(values: pa.Array) -> int:
    """Bytes of the longest value."""
    return int(pc.max(pc.binary_length(values)).as_py() or 0)
