"""The envelope ``levering.json`` (spec: leveringen, section 1). Any fault in it refuses the delivery;
row counts and the list of tables are judged later, against the files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, TypeGuard

from rizoom.intake.dialect import dialect_names
from rizoom.intake.finding import Finding, Findings, shown
from rizoom.intake.schema import KINDS
from rizoom.settings import MIB, Settings

FORMAAT = "rizoom/1.0"
LEVERT = (
    "PRAKTIJKVERKLARING",
    "MBO_CERTIFICAAT",
    "uitkomst",
    "aanwezigheid",
    "zorgwekkend",
    "herkomst",
)
GRACE = timedelta(minutes=5)
MAX_INT = 2147483647
FIRST_YEAR = 1969
_FIELDS = frozenset(
    ("formaat", "soort", "schooljaar", "leveraar", "volgnummer", "aangemaakt", "pakket", "pakketversie")
) | frozenset(("dialect", "levert", "bestanden"))
_FILE_FIELDS = frozenset({"naam", "tabel", "sha256", "rijen"})
_SUPPLIER = {"leerplicht": r"GM[0-9]{4}", "doorstroompunt": r"RMC[0-9]{2}"}
_SUPPLIER_TEXT = {
    "leerplicht": "GM en 4 cijfers, zoals GM0344 (een gemeente)",
    "doorstroompunt": "RMC en 2 cijfers, zoals RMC19 (een Doorstroompuntregio)",
}


@dataclass(frozen=True)
class ListedFile:
    """One entry of ``bestanden``; ``tabel`` is what the supplier wrote, ``rijen`` the data rows promised."""

    naam: str
    tabel: str
    sha256: str
    rijen: int


@dataclass(frozen=True)
class Envelope:
    """A valid ``levering.json``. ``findings``: what is only for reading (extra keys)."""

    soort: str
    schooljaar: str
    leveraar: str
    volgnummer: int
    aangemaakt: datetime
    pakket: str
    pakketversie: str
    dialect: str
    levert: tuple[str, ...]
    bestanden: tuple[ListedFile, ...]
    findings: tuple[Finding, ...] = field(default=())


class _DuplicateKeyError(ValueError):
    pass


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise _DuplicateKeyError(key)
        result[key] = value
    return result


def _no_constant(text: str) -> float:
    raise ValueError(text)


def parse_envelope(
    data: bytes,
    settings: Settings,
    supplier_valid: Callable[[str, date], bool],
    now: datetime | None = None,
) -> Envelope | tuple[Finding, ...]:
    """The envelope, or every finding for which it is refused.

    ``data``: the bytes of ``levering.json``; ``supplier_valid(leveraar, day)``: whether that municipality or
    region exists on that day; ``now``: the current moment (aware), for tests. Never raises on bad input.
    """
    findings = Findings()
    if len(data) > settings.limits.envelope_bytes:
        findings.add("LP-ENVELOP-GROOT", grens=settings.limits.envelope_bytes // MIB)
        return findings.result()
    try:
        raw = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_no_duplicates,
            parse_constant=_no_constant,
        )
    except _DuplicateKeyError as fault:
        findings.add("LP-ENVELOP-DUBBEL", naam=shown(fault))
        return findings.result()
    except (ValueError, RecursionError):
        findings.add("LP-ENVELOP-JSON")
        return findings.result()
    if not isinstance(raw, dict):
        findings.add("LP-ENVELOP-TYPE", naam="het geheel", verwacht="een object met velden")
        return findings.result()
    return _Parser(raw, settings, supplier_valid, now or datetime.now(UTC)).parse()


class _Parser:
    """Reads the fields one by one and collects every fault."""

    def __init__(
        self,
        raw: dict[str, Any],
        settings: Settings,
        supplier_valid: Callable[[str, date], bool],
        now: datetime,
    ) -> None:
        self.raw, self.settings, self.supplier_valid, self.now = (
            raw,
            settings,
            supplier_valid,
            now,
        )
        self.faults = Findings()
        self.notes = Findings()

    def parse(self) -> Envelope | tuple[Finding, ...]:
        for name in sorted(self.raw.keys() - _FIELDS):
            self.notes.add("LP-ENVELOP-EXTRA", naam=shown(name))
        formaat = self._text("formaat")
        if formaat is not None and formaat != FORMAAT:
            other = re.fullmatch(r"rizoom/[0-9]{1,3}\.[0-9]{1,3}", formaat)
            hint = f" ({formaat} is een andere versie van de leveringsafspraak)" if other else ""
            self.faults.add("LP-ENVELOP-FORMAAT", kolom="formaat", hint=hint)
        soort = self._soort()
        aangemaakt = self._aangemaakt()
        schooljaar, end = self._schooljaar(aangemaakt or self.now)
        envelope = Envelope(
            soort=soort,
            schooljaar=schooljaar,
            leveraar=self._leveraar(soort, end),
            volgnummer=self._volgnummer(),
            aangemaakt=aangemaakt or self.now,
            pakket=self._text("pakket") or "",
            pakketversie=self._text("pakketversie") or "",
            dialect=self._dialect(),
            levert=self._levert(),
            bestanden=self._bestanden(),
            findings=self.notes.result(),
        )
        return self.faults.result() if len(self.faults) else envelope

    def _present(self, name: str) -> bool:
        if name not in self.raw:
            self.faults.add("LP-ENVELOP-VELD-ONTBREEKT", kolom=name, naam=name)
        return name in self.raw

    def _wrong_type(self, name: str, verwacht: str) -> None:
        self.faults.add("LP-ENVELOP-TYPE", kolom=name, naam=name, verwacht=verwacht)

    def _text(self, name: str) -> str | None:
        """The text of a required field, trimmed; ``None`` with a fault when it is not a storable text."""
        if not self._present(name):
            return None
        value = self.raw[name]
        if not _storable(value) or len(value) > 200:
            self._wrong_type(name, "gewone tekst van hoogstens 200 tekens")
            return None
        return str(value).strip()

    def _soort(self) -> str:
        soort = (self._text("soort") or "").lower()
        if soort not in KINDS and "soort" in self.raw:
            self.faults.add("LP-ENVELOP-SOORT", kolom="soort")
        return soort

    def _aangemaakt(self) -> datetime | None:
        text = self._text("aangemaakt")
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                raise ValueError("no offset")
            moment.astimezone(UTC)
        except (ValueError, OverflowError):
            self.faults.add("LP-ENVELOP-AANGEMAAKT", kolom="aangemaakt")
            return None
        if moment > self.now + GRACE:
            self.faults.add("LP-ENVELOP-TOEKOMST", kolom="aangemaakt")
        return moment

    def _schooljaar(self, moment: datetime) -> tuple[str, date | None]:
        """School year and its last day; "not before 31 July of its end" is judged by ``aangemaakt``."""
        text = self._text("schooljaar")
        if text is None:
            return "", None
        match = re.fullmatch(r"([0-9]{4})/([0-9]{4})", text)
        if not match or int(match[2]) != int(match[1]) + 1 or int(match[1]) < FIRST_YEAR:
            self.faults.add("LP-ENVELOP-SCHOOLJAAR", kolom="schooljaar")
            return text, None
        end = date(int(match[2]), 7, 31)
        if moment.date() < end and not self.settings.tussentijds:
            self.faults.add(
                "LP-ENVELOP-TE-VROEG",
                kolom="schooljaar",
                schooljaar=text,
                jaar=end.year,
            )
        return text, end

    def _leveraar(self, soort: str, end: date | None) -> str:
        leveraar = (self._text("leveraar") or "").upper()
        if "leveraar" not in self.raw:
            return leveraar
        pattern = _SUPPLIER.get(soort, "|".join(_SUPPLIER.values()))
        if not re.fullmatch(pattern, leveraar):
            verwacht = _SUPPLIER_TEXT.get(soort, "GM en 4 cijfers of RMC en 2 cijfers")
            fits = [name for name, form in _SUPPLIER.items() if re.fullmatch(form, leveraar)]
            hint = f" ({leveraar} hoort bij soort {fits[0]})" if fits else ""
            self.faults.add("LP-ENVELOP-LEVERAAR", kolom="leveraar", verwacht=verwacht, hint=hint)
        elif end is not None and not self.supplier_valid(leveraar, end):
            self.faults.add(
                "LP-ENVELOP-LEVERAAR-ONBEKEND",
                kolom="leveraar",
                leveraar=leveraar,
                jaar=end.year,
            )
        return leveraar

    def _volgnummer(self) -> int:
        if not self._present("volgnummer"):
            return 0
        value = self.raw["volgnummer"]
        if type(value) is not int or not 1 <= value <= MAX_INT:
            self.faults.add("LP-ENVELOP-VOLGNUMMER", kolom="volgnummer")
            return 0
        return value

    def _dialect(self) -> str:
        if "dialect" not in self.raw:
            return "rizoom"
        name = self._text("dialect")
        if name is not None and name.lower() not in dialect_names(self.settings.dialects):
            self.faults.add(
                "LP-ENVELOP-DIALECT",
                kolom="dialect",
                naam=shown(name),
                verwacht=", ".join(dialect_names(self.settings.dialects)),
            )
        return (name or "").lower()

    def _levert(self) -> tuple[str, ...]:
        if not self._present("levert"):
            return ()
        values = self.raw["levert"]
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self._wrong_type("levert", "een lijst met teksten, die leeg mag zijn")
            return ()
        spelling = {code.casefold(): code for code in LEVERT}
        for value in values:
            if value.strip().casefold() not in spelling:
                self.faults.add(
                    "LP-ENVELOP-LEVERT",
                    kolom="levert",
                    naam=shown(value),
                    verwacht=", ".join(LEVERT),
                )
        codes = {spelling.get(value.strip().casefold(), "") for value in values}
        return tuple(code for code in LEVERT if code in codes)

    def _bestanden(self) -> tuple[ListedFile, ...]:
        if not self._present("bestanden"):
            return ()
        entries = self.raw["bestanden"]
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._wrong_type("bestanden", "een lijst met bestanden")
            return ()
        files: list[ListedFile] = []
        for number, entry in enumerate(entries, start=1):
            file = self._bestand(entry, f"bestand {number}")
            if file is None:
                continue
            if any(file.naam.casefold() == other.naam.casefold() for other in files):
                self.faults.add("LP-ENVELOP-NAAM-DUBBEL", kolom="bestanden", naam=shown(file.naam))
            files.append(file)
        return tuple(files)

    def _bestand(self, entry: dict[str, Any], label: str) -> ListedFile | None:
        for name in sorted(entry.keys() - _FILE_FIELDS):
            self.notes.add("LP-ENVELOP-EXTRA", naam=shown(name))
        naam, tabel = entry.get("naam"), entry.get("tabel", "")
        sha256, rijen = entry.get("sha256"), entry.get("rijen")
        if not _storable(naam):
            self._wrong_type("bestanden", f"een naam bij {label}")
            return None
        if not _plain_name(naam):
            self.faults.add("LP-ENVELOP-NAAM", kolom="bestanden", naam=shown(naam))
        if tabel is not None and not _storable(tabel):
            self._wrong_type("bestanden", f"een tabel als tekst bij {shown(naam)}")
            tabel = ""
        if not isinstance(sha256, str) or not re.fullmatch(r"[0-9a-fA-F]{64}", sha256.strip()):
            self.faults.add("LP-ENVELOP-SHA256", kolom="bestanden", naam=shown(naam))
            sha256 = ""
        if type(rijen) is not int:
            self._wrong_type("bestanden", f"een heel getal als rijen bij {shown(naam)}")
            rijen = 0
        return ListedFile(naam, (tabel or "").strip().lower(), sha256.strip().lower(), rijen)


def _storable(value: object) -> TypeGuard[str]:
    """A text without control characters or lone surrogates (a database could not hold those)."""
    return isinstance(value, str) and all(
        ord(char) >= 32 and not 0xD800 <= ord(char) < 0xE000 for char in value
    )


def _plain_name(naam: str) -> bool:
    return (
        0 < len(naam) <= 200
        and naam not in (".", "..", "levering.json")
        and not set('/\\:*?"<>|') & set(naam)
        and PurePosixPath(naam).name == naam
    )
