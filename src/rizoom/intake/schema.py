"""The tables of a delivery (spec: leveringen, section 3) from ``tabellen.yaml``, and the code lists."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

import yaml

from rizoom.settings import PROJECT_ROOT

ColumnType = Literal["datum", "code", "int", "dec", "bool", "text", "nummer"]
CODE_LISTS = PROJECT_ROOT / "dbt_project" / "seeds" / "codelijst.csv"


@dataclass(frozen=True)
class Column:
    """One column: ``sleutel`` = part of the natural key, ``verplicht`` = may not be empty."""

    naam: str
    type: ColumnType
    sleutel: bool = False
    verplicht: bool = False
    lijst: str | None = None
    hoofdletters: bool = False
    min: int | None = None
    max: int | None = None

    @property
    def landing(self) -> str:
        """Name in ``landing``: a number never reaches the database, its pseudonym does."""
        if self.type != "nummer":
            return self.naam
        return "pseudoniem" if self.naam == "persoonsnummer" else f"pseudoniem_{self.naam}"


@dataclass(frozen=True)
class Table:
    """One table of a delivery; ``kolommen`` in the order of the spec."""

    naam: str
    kolommen: tuple[Column, ...]

    def kolom(self, naam: str) -> Column:
        """The column of that name. Raises ``KeyError``."""
        for column in self.kolommen:
            if column.naam == naam:
                return column
        raise KeyError(naam)

    @property
    def sleutel(self) -> tuple[Column, ...]:
        """The columns of the natural key."""
        return tuple(column for column in self.kolommen if column.sleutel)


@dataclass(frozen=True)
class Kind:
    """A soort of delivery and its tables, in the order in which they are read."""

    naam: str
    verplicht: tuple[str, ...]
    optioneel: tuple[str, ...]

    @property
    def tabellen(self) -> tuple[str, ...]:
        """Every table that this soort may hold."""
        return self.verplicht + self.optioneel


def _column(naam: str, raw: dict[str, Any]) -> Column:
    if raw.get("type") not in get_args(ColumnType):
        raise ValueError(f"column {naam}: unknown type {raw.get('type')!r}")
    return Column(naam=naam, **raw)


def _load() -> tuple[dict[str, Table], dict[str, Kind]]:
    raw = yaml.safe_load(Path(__file__).with_name("tabellen.yaml").read_text("utf-8"))
    tables = {
        naam: Table(naam, tuple(_column(kolom, column) for kolom, column in columns.items()))
        for naam, columns in raw["tabellen"].items()
    }
    kinds = {
        naam: Kind(naam, tuple(kind["verplicht"]), tuple(kind["optioneel"]))
        for naam, kind in raw["soorten"].items()
    }
    return tables, kinds


_tables, _kinds = _load()
TABLES = MappingProxyType(_tables)
KINDS = MappingProxyType(_kinds)


def landing_columns(table: Table) -> tuple[str, ...]:
    """Columns of ``landing.<table>`` in order, ``levering_id``, ``schooljaar`` and ``regel`` included."""
    return (
        "levering_id",
        "schooljaar",
        "regel",
        *(column.landing for column in table.kolommen),
    )


@lru_cache(maxsize=4)
def _code_lists(path: Path) -> dict[str, tuple[str, ...]]:
    lists: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists.setdefault(row["lijst"], []).append(row["code"])
    return {naam: tuple(codes) for naam, codes in lists.items()}


def code_list(naam: str, path: Path = CODE_LISTS) -> tuple[str, ...]:
    """The codes of one list, in the spelling of the list; empty when the list is not known."""
    return _code_lists(path).get(naam, ()) if path.is_file() else ()
