"""Deliveries for the tests of the reader, in code. Numbers are synthetic (they begin with 999 or 10)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from rizoom.intake.pseudonym import elfproef_remainder
from rizoom.intake.schema import KINDS, TABLES

ROOT_KEY = bytes(range(32))


def numbers(start: str, remainder: int, count: int) -> list[str]:
    """``count`` numbers of nine digits that begin with ``start`` and leave ``remainder`` in the elfproef."""
    width = 9 - len(start)
    found: list[str] = []
    tail = 0
    while len(found) < count:
        number = f"{start}{tail:0{width}d}"
        if elfproef_remainder(number) == remainder:
            found.append(number)
        tail += 1
    return found


BSN = numbers("999", 0, 50)
ONDERWIJSNUMMER = numbers("10", 5, 50)


def header(tabel: str, separator: str = ";") -> str:
    """The header line of a table."""
    return separator.join(column.naam for column in TABLES[tabel].kolommen)


def csv_bytes(tabel: str, *rows: str) -> bytes:
    """A table in the plainest form."""
    return "".join(f"{line}\n" for line in (header(tabel), *rows)).encode()


def plain_tables(soort: str = "leerplicht") -> dict[str, bytes]:
    """The compulsory tables, one young person in it and the rest without rows."""
    tables = {tabel: csv_bytes(tabel) for tabel in KINDS[soort].verplicht}
    tables["jongere"] = csv_bytes("jongere", f"{BSN[0]};bsn;2012-03-04;V;;")
    tables["verblijf"] = csv_bytes("verblijf", f"{BSN[0]};GM0344;2012-03-04;;")
    return tables


def envelope(files: Mapping[str, bytes], **changes: Any) -> dict[str, Any]:
    """A good ``levering.json`` for ``files`` (name -> bytes); ``changes`` replace fields."""
    return {
        "formaat": "rizoom/1.0",
        "soort": "leerplicht",
        "schooljaar": "2024/2025",
        "leveraar": "GM0344",
        "volgnummer": 1,
        "aangemaakt": "2025-10-01T09:30:00+02:00",
        "pakket": "Proef",
        "pakketversie": "1",
        "dialect": "rizoom",
        "levert": [],
        "bestanden": [
            {
                "naam": naam,
                "tabel": naam.removesuffix(".csv"),
                "sha256": hashlib.sha256(data).hexdigest(),
                "rijen": data.count(b"\n") - 1,
            }
            for naam, data in files.items()
        ],
        **changes,
    }


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    """A zip with these members, compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for naam, data in members.items():
            zipped.writestr(naam, data)
    return buffer.getvalue()


def delivery(
    tables: Mapping[str, bytes] | None = None,
    extra: Mapping[str, bytes] | None = None,
    **changes: Any,
) -> io.BytesIO:
    """A zip: ``tables`` (table -> bytes) listed, ``extra`` (name -> bytes) not; ``changes``: envelope."""
    files = {f"{tabel}.csv": data for tabel, data in (plain_tables() if tables is None else tables).items()}
    written = json.dumps(envelope(files, **changes)).encode()
    return io.BytesIO(zip_bytes({"levering.json": written, **files, **(extra or {})}))
