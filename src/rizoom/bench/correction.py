"""A corrected delivery, as a municipality sends one: the same files again under the next number."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ENVELOPE = "levering.json"
#: Youths in the municipality whose correction is timed, at scale 1.0.
JONGEREN = 50_000


def of_size(deliveries: Path, jongeren: float) -> Path:
    """The delivery of the municipality that lists nearest to ``jongeren`` youths, in a folder of zips."""
    return min(sorted(deliveries.glob("leerplicht_GM*.zip")), key=lambda path: abs(_youths(path) - jongeren))


def _youths(delivery: Path) -> int:
    with zipfile.ZipFile(delivery) as source:
        listed = json.loads(source.read(ENVELOPE))["bestanden"]
    return sum(int(file["rijen"]) for file in listed if file["tabel"] == "jongere")


def corrected(delivery: Path, target: Path) -> Path:
    """A copy of ``delivery`` with the next ``volgnummer``, made an hour later; returns ``target``."""
    with zipfile.ZipFile(delivery) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, _next(json.loads(content)) if name == ENVELOPE else content)
    return target


def _next(envelope: dict[str, Any]) -> bytes:
    made = datetime.fromisoformat(envelope["aangemaakt"]) + timedelta(hours=1)
    return json.dumps(
        {**envelope, "volgnummer": envelope["volgnummer"] + 1, "aangemaakt": made.isoformat()}
    ).encode()
