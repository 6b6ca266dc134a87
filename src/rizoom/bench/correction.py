"""A corrected delivery, as a municipality sends one: the same files again under the next number."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

ENVELOPE = "levering.json"


def largest(deliveries: Path) -> Path:
    """The biggest delivery of a municipality in a folder of zips."""
    return max(deliveries.glob("*GM*.zip"), key=lambda path: path.stat().st_size)


def corrected(delivery: Path, target: Path) -> Path:
    """A copy of ``delivery`` with the next ``volgnummer``, made an hour later; returns ``target``."""
    with zipfile.ZipFile(delivery) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == ENVELOPE:
                envelope = json.loads(content)
                envelope["volgnummer"] += 1
                made = datetime.fromisoformat(envelope["aangemaakt"]) + timedelta(hours=1)
                envelope["aangemaakt"] = made.isoformat()
                content = json.dumps(envelope).encode()
            copy.writestr(name, content)
    return target
