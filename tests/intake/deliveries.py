"""Deliveries for tests, made in code: valid by default, with synthetic numbers."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rizoom.intake.schema import KINDS, TABLES

BSN = "999990019"  # synthetic; passes the elfproef


def files(gemeente: str = "GM0344", **rows: list[list[str]]) -> dict[str, bytes]:
    """The obligatory tables of a leerplicht delivery: one young person who lives in ``gemeente``."""
    content: dict[str, list[list[str]]] = {
        "jongere": [[BSN, "bsn", "2012-05-06", "V", "", ""]],
        "verblijf": [[BSN, gemeente, "2012-05-06", "", ""]],
    } | dict(rows)
    result: dict[str, bytes] = {}
    for tabel in KINDS["leerplicht"].verplicht:
        lines = [[column.naam for column in TABLES[tabel].kolommen], *content.get(tabel, [])]
        result[f"{tabel}.csv"] = "".join(";".join(line) + "\r\n" for line in lines).encode()
    return result


def envelope(content: Mapping[str, bytes], **changes: Any) -> bytes:
    """``levering.json`` for these files."""
    fields: dict[str, Any] = {
        "formaat": "rizoom/1.0",
        "soort": "leerplicht",
        "schooljaar": "2024/2025",
        "leveraar": "GM0344",
        "volgnummer": 1,
        "aangemaakt": "2025-10-01T09:30:00+02:00",
        "pakket": "Proefpakket",
        "pakketversie": "1",
        "dialect": "rizoom",
        "levert": [],
        "bestanden": [
            {
                "naam": name,
                "tabel": name.removesuffix(".csv"),
                "sha256": hashlib.sha256(data).hexdigest(),
                "rijen": data.count(b"\n") - 1,
            }
            for name, data in content.items()
        ],
    }
    return json.dumps(fields | changes).encode()


def delivery(content: Mapping[str, bytes] | None = None, **changes: Any) -> dict[str, bytes]:
    """All members of a delivery; ``changes`` are fields of the envelope."""
    content = files(str(changes.get("leveraar", "GM0344"))) if content is None else content
    return {"levering.json": envelope(content, **changes), **content}


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    """The members as a zip, always the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def write_zip(path: Path, content: Mapping[str, bytes] | None = None, **changes: Any) -> Path:
    """A delivery as a zip file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zip_bytes(delivery(content, **changes)))
    return path


def write_folder(path: Path, content: Mapping[str, bytes] | None = None, **changes: Any) -> Path:
    """A delivery as a folder."""
    path.mkdir(parents=True)
    for name, data in delivery(content, **changes).items():
        (path / name).write_bytes(data)
    return path
