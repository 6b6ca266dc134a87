"""A corrected delivery, as a municipality sends one: the same files under the next number, some lines corrected."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

ENVELOPE = "levering.json"
#: Youths in the municipality whose correction is timed, at scale 1.0.
JONGEREN = 50_000
#: Of youths whose number is a multiple of this, enrolments that ended did so a day earlier. That is one in twenty:
#: about half have an enrolment that ended.
VEELVOUD = 10
ENROLMENTS = "inschrijving.csv"


def of_size(deliveries: Path, jongeren: float) -> Path:
    """The delivery of the municipality that lists nearest to ``jongeren`` youths, in a folder of zips."""
    return min(sorted(deliveries.glob("leerplicht_GM*.zip")), key=lambda path: abs(_youths(path) - jongeren))


def _youths(delivery: Path) -> int:
    with zipfile.ZipFile(delivery) as source:
        listed = json.loads(source.read(ENVELOPE))["bestanden"]
    return sum(int(file["rijen"]) for file in listed if file["tabel"] == "jongere")


def corrected(delivery: Path, target: Path) -> Path:
    """A copy of ``delivery`` with the next ``volgnummer``, made an hour later, of which enrolments of one youth in
    twenty ended a day earlier (see :data:`VEELVOUD`); returns ``target``."""
    with zipfile.ZipFile(delivery) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        contents = {name: source.read(name) for name in source.namelist()}
        contents[ENROLMENTS] = _earlier(contents[ENROLMENTS])
        contents[ENVELOPE] = _next(json.loads(contents[ENVELOPE]), contents)
        for name, content in contents.items():
            copy.writestr(name, content)
    return target


def _earlier(content: bytes) -> bytes:
    """The lines of a file of enrolments, those that are corrected with an ``einddatum`` a day earlier."""
    reader = csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=";")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(reader.fieldnames or ()), delimiter=";", lineterminator="\n")
    writer.writeheader()
    for line in reader:
        if int(line["persoonsnummer"]) % VEELVOUD == 0 and line["begindatum"] < line["einddatum"]:
            line["einddatum"] = (date.fromisoformat(line["einddatum"]) - timedelta(days=1)).isoformat()
        writer.writerow(line)
    return out.getvalue().encode()


def _next(envelope: dict[str, Any], contents: Mapping[str, bytes]) -> bytes:
    made = datetime.fromisoformat(envelope["aangemaakt"]) + timedelta(hours=1)
    files = [
        {**file, "sha256": hashlib.sha256(contents[file["naam"]]).hexdigest()}
        for file in envelope["bestanden"]
    ]
    return json.dumps(
        {
            **envelope,
            "volgnummer": envelope["volgnummer"] + 1,
            "aangemaakt": made.isoformat(),
            "bestanden": files,
        }
    ).encode()
