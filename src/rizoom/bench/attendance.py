"""Weekly attendance for a synthetic country: forty weeks for every pupil who is enrolled on 1 October.

It is the largest table that a supplier may deliver (definities, section 8), and nothing else of the country changes.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from rizoom.synth.levering import voeg_tabel_toe

WEEKS = 40
# One week in so many a pupil is ill for a day, or away without leave for a day; primes, so that pupils differ.
ILL, AWAY = 17, 101
FULL, PART = "25;25", "25;20"


def add_attendance(deliveries: Path, schooljaar: str) -> int:
    """Add table ``aanwezigheid`` to every delivery of a municipality in the folder; number of rows added."""
    added = 0
    for path in sorted(deliveries.glob("*GM*.zip")):
        lines = list(_lines(path, int(schooljaar[:4])))
        voeg_tabel_toe(path, "aanwezigheid", lines, levert="aanwezigheid")
        added += len(lines)
    return added


def _lines(path: Path, year: int) -> Iterator[str]:
    """Rows of one delivery as text, pupil by pupil."""
    first = date(year, 9, 1)
    first += timedelta(days=-first.weekday() % 7)
    weeks = [(first + timedelta(weeks=number)).isoformat() for number in range(WEEKS)]
    for pupil, (number, brin) in enumerate(_pupils(path, date(year, 10, 1).isoformat()).items()):
        for week, monday in enumerate(weeks):
            moment = pupil * WEEKS + week
            if moment % ILL == 0:
                hours = f"{PART};5;0"
            elif moment % AWAY == 0:
                hours = f"{PART};0;5"
            else:
                hours = f"{FULL};0;0"
            yield f"{number};{monday};{brin};{hours}"


def _pupils(path: Path, day: str) -> dict[str, str]:
    """Number → school of everybody whose enrolment holds the whole school year from ``day`` on."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read("inschrijving.csv").decode()
    return {
        row["persoonsnummer"]: row["brin"]
        for row in csv.DictReader(io.StringIO(text), delimiter=";")
        if row["begindatum"] <= day and not row["einddatum"] and len(row["brin"]) == 4
    }
