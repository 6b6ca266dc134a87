"""Dialects: how the export of a package becomes a ``rizoom`` delivery (spec: leveringen, section 4).

A dialect is a YAML file in ``dialects/``, never code::

    naam: voorbeeldpakket
    pakket: Voorbeeldpakket
    versie: "4.2"
    toelichting: ...
    standaard:                      # for every table; a table may state its own
      datumvorm: D-M-JJJJ           # one of DATE_FORMS; without it JJJJ-MM-DD and D-M-JJJJ are both read
      booleans: {Ja: J, Nee: N}
      negeren: [Mutatiedatum]       # headings that are not read
    tabellen:
      jongere:
        bestand: "Pers_*.csv"       # names of files that hold this table, when the envelope does not say
        koppen: {BSN: persoonsnummer}
        codes: {geslacht: {man: M, vrouw: V}}
        constanten: {herkomst: O}
        vormen: {gemeentecode: gemeente}   # 344, 0344 or UTRECHT becomes GM0344

Headings, codes and booleans are compared without regard to case and surrounding spaces. The names and
codes of ``rizoom`` itself are always known too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rizoom.intake.schema import TABLES, Table

DIALECTS = Path(__file__).with_name("dialects")
DATE_FORMS = ("JJJJ-MM-DD", "D-M-JJJJ", "JJJJMMDD", "D/M/JJJJ")
VALUE_FORMS = ("gemeente",)


@dataclass(frozen=True)
class TableDialect:
    """How one table is written. Keys of ``koppen``, ``codes`` and ``booleans`` are casefolded."""

    bestand: str
    koppen: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constanten: Mapping[str, str] = field(default_factory=dict)
    negeren: frozenset[str] = frozenset()
    booleans: Mapping[str, str] = field(default_factory=dict)
    datumvorm: str | None = None
    vormen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dialect:
    """A dialect: every table of the model has an entry."""

    naam: str
    pakket: str
    versie: str
    toelichting: str
    tabellen: Mapping[str, TableDialect]

    def table_of(self, naam: str) -> str | None:
        """The table whose file-name pattern fits, or ``None`` when none or more than one does."""
        fits = [t for t, d in self.tabellen.items() if fnmatchcase(naam.casefold(), d.bestand.casefold())]
        return fits[0] if len(fits) == 1 else None


def fold(text: str) -> str:
    """How headings and codes are compared."""
    return text.strip().casefold()


def dialect_files(own: Path | None = None) -> dict[str, Path]:
    """File of every dialect by name, ``rizoom`` first: the shipped ones and those in the folder ``own``
    (setting RIZOOM_DIALECTEN). A shipped name cannot be taken over."""
    shipped = {path.stem: path for path in sorted(DIALECTS.glob("*.yaml"))}
    extra = {path.stem.lower(): path for path in sorted(own.glob("*.yaml"))} if own else {}
    return {"rizoom": shipped["rizoom"]} | extra | shipped


def dialect_names(own: Path | None = None) -> tuple[str, ...]:
    """Names of the dialects that are known, ``rizoom`` first."""
    return tuple(dialect_files(own))


def load_dialect(naam: str, own: Path | None = None) -> Dialect:
    """The dialect of that name. Raises ``ValueError`` or ``TypeError`` when it is unknown or wrong."""
    path = dialect_files(own).get(naam)
    if path is None:
        raise ValueError(f"unknown dialect {naam!r}")
    return _load(path, path.stat().st_mtime_ns)


@cache
def _load(path: Path, changed: int) -> Dialect:  # noqa: ARG001 - a changed file is read again
    return parse_dialect(yaml.safe_load(path.read_text("utf-8")))


def parse_dialect(raw: Mapping[str, Any]) -> Dialect:
    """A dialect from its YAML. Raises ``ValueError`` or ``TypeError`` that names what is wrong."""
    _only(
        raw,
        {"naam", "pakket", "versie", "toelichting", "standaard", "tabellen"},
        "dialect",
    )
    tables = raw.get("tabellen") or {}
    _only(tables, set(TABLES), "tabellen")
    standard = raw.get("standaard") or {}
    _only(standard, {"datumvorm", "booleans", "negeren"}, "standaard")
    return Dialect(
        naam=raw["naam"],
        pakket=raw.get("pakket", ""),
        versie=str(raw.get("versie", "")),
        toelichting=raw.get("toelichting", ""),
        tabellen={naam: _table(table, standard, tables.get(naam) or {}) for naam, table in TABLES.items()},
    )


def _table(table: Table, standard: Mapping[str, Any], own: Mapping[str, Any]) -> TableDialect:
    where = f"tabel {table.naam}"
    columns = {column.naam for column in table.kolommen}
    _only(
        own,
        {
            "bestand",
            "koppen",
            "codes",
            "constanten",
            "negeren",
            "booleans",
            "datumvorm",
            "vormen",
        },
        where,
    )
    for part in ("codes", "constanten", "vormen"):
        _only(own.get(part) or {}, columns, f"{where}, {part}")
    koppen = {fold(column): column for column in columns}
    for heading, column in (own.get("koppen") or {}).items():
        if column not in columns:
            raise ValueError(f"{where}: heading {heading!r} maps to unknown column {column!r}")
        koppen[fold(str(heading))] = column
    datumvorm = own.get("datumvorm", standard.get("datumvorm"))
    if datumvorm not in (None, *DATE_FORMS):
        raise ValueError(f"{where}: unknown datumvorm {datumvorm!r}")
    vormen = own.get("vormen") or {}
    if not set(vormen.values()) <= set(VALUE_FORMS):
        raise ValueError(f"{where}: unknown vorm in {vormen!r}")
    booleans = {**(standard.get("booleans") or {}), **(own.get("booleans") or {})}
    if not set(booleans.values()) <= {"J", "N", ""}:
        raise ValueError(f"{where}: booleans must map to J, N or empty")
    return TableDialect(
        bestand=own.get("bestand", f"{table.naam}*.csv"),
        koppen=koppen,
        codes={column: _folded(codes) for column, codes in (own.get("codes") or {}).items()},
        constanten={column: str(value) for column, value in (own.get("constanten") or {}).items()},
        negeren=frozenset(fold(h) for h in [*(standard.get("negeren") or []), *(own.get("negeren") or [])]),
        booleans=_folded(booleans),
        datumvorm=datumvorm,
        vormen=dict(vormen),
    )


def _folded(mapping: Mapping[Any, Any]) -> dict[str, str]:
    for key, value in mapping.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise TypeError(f"put quotes around {key!r}: {value!r} (YAML reads it as something else)")
    return {fold(key): value for key, value in mapping.items()}


def _only(mapping: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := set(mapping) - known:
        raise ValueError(f"{where}: unknown {sorted(unknown)}")
