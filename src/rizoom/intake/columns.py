"""Columns of fields to columns as they land, and what their values show.

Spec: leveringen, sections 3 (types), 4 (dialects) and 6 (numbers). Work is done once per distinct value of a
batch: most columns repeat a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rizoom.intake.dialect import TableDialect
from rizoom.intake.pseudonym import Numbered, Pseudonymiser
from rizoom.intake.schema import Column, Table
from rizoom.intake.values import Converter, DateConverter, converter

KINDS = ("bsn", "onderwijsnummer")


@dataclass(frozen=True)
class Distinct:
    """A column as its distinct values, in order of appearance, and per row the place of its value."""

    values: list[str]
    places: pa.Array

    @classmethod
    def of(cls, column: pa.Array) -> Distinct:
        """The distinct values of a string array without nulls."""
        coded = column.dictionary_encode()
        return cls(coded.dictionary.to_pylist(), coded.indices)

    def spread(self, values: Sequence[str]) -> pa.Array:
        """One value per row, from one per distinct value."""
        return pa.array(values, pa.string()).take(self.places)

    def rows(self, places: Sequence[int]) -> Iterator[tuple[int, int]]:
        """``(row, place)`` of every row that holds one of these values, in order of rows."""
        if places:
            held = pc.is_in(self.places, value_set=pa.array(places, self.places.type))
            for row in pc.indices_nonzero(held).to_pylist():
                yield row, self.places[row].as_py()


class Columns:
    """The columns of one table in one file. ``add(code, regel, kolom, **values)`` hears of every fault."""

    def __init__(
        self,
        table: Table,
        dialect: TableDialect,
        pseudonymiser: Pseudonymiser,
        add: Callable[..., None],
    ) -> None:
        self._table, self._pseudonymiser, self._add = table, pseudonymiser, add
        self._constants = dialect.constanten
        self._converters: dict[str, Converter] = {
            column.naam: converter(column, dialect) for column in table.kolommen if column.type != "nummer"
        }
        self._mixed: set[str] = set()

    @property
    def datumvormen(self) -> dict[str, str]:
        """Column → the forms in which its dates were written, in order of appearance."""
        return {
            naam: ", ".join(known.vormen)
            for naam, known in self._converters.items()
            if isinstance(known, DateConverter) and known.vormen
        }

    def land(self, fields: Mapping[str, pa.Array], regels: Sequence[int]) -> list[pa.Array]:
        """The columns of the table in order, a string array each; "" is NULL. ``fields``: string arrays of
        one batch by column of the table, those that the file has; ``regels``: line per row."""
        landed: dict[str, pa.Array] = {}
        numbers: tuple[Distinct, list[Numbered]] | None = None
        for column in self._table.kolommen:
            naam = column.naam
            values = Distinct.of(
                fields[naam] if naam in fields else pa.repeat(self._constants.get(naam, ""), len(regels))
            )
            if column.type != "nummer":
                landed[naam] = values.spread(self._converters[naam].convert(values.values))
                self._date_forms(naam, values, regels)
            elif naam not in fields:
                landed[naam] = pa.repeat("", len(regels))
            else:
                numbered = self._pseudonymiser.look_all(map(str.strip, values.values))
                landed[naam] = values.spread([number.pseudoniem for number in numbered])
                self._number_faults(column, values, numbered, regels)
                if naam == "persoonsnummer":
                    numbers = values, numbered
        if "nummersoort" in landed and numbers:
            self._contradictions(*numbers, landed["nummersoort"], regels)
        return list(landed.values())

    def _number_faults(
        self, column: Column, values: Distinct, numbered: Sequence[Numbered], regels: Sequence[int]
    ) -> None:
        good = KINDS if column.naam == "persoonsnummer" else (column.naam,)
        wrong = [place for place, number in enumerate(numbered) if number.soort not in good]
        for row, place in values.rows(wrong):
            soort, value = numbered[place].soort, values.values[place]
            if soort.startswith("LP-"):
                self._add(soort, regels[row], column.naam, einde=value.strip()[-3:])
            else:
                self._wrong_kind(column.naam, soort, column.naam, value, regels[row])

    def _contradictions(
        self, values: Distinct, numbered: Sequence[Numbered], stated: pa.Array, regels: Sequence[int]
    ) -> None:
        """``nummersoort`` against the number itself; a value that is no nummersoort is left to the checks."""
        actual = values.spread([number.soort for number in numbered])
        kinds = pa.array(KINDS)
        known = pc.and_(pc.is_in(stated, value_set=kinds), pc.is_in(actual, value_set=kinds))
        for row in pc.indices_nonzero(pc.and_(known, pc.not_equal(stated, actual))).to_pylist():
            value = values.values[values.places[row].as_py()]
            self._wrong_kind("persoonsnummer", actual[row].as_py(), stated[row].as_py(), value, regels[row])

    def _wrong_kind(self, naam: str, soort: str, verwacht: str, value: str, regel: int) -> None:
        self._add(
            "LP-NUMMER-SOORT",
            regel,
            naam,
            soort=soort,
            verwacht=verwacht,
            einde=value.strip()[-3:],
        )

    def _date_forms(self, naam: str, values: Distinct, regels: Sequence[int]) -> None:
        """One finding per column, on the first row with a second form."""
        known = self._converters[naam]
        if not isinstance(known, DateConverter) or len(known.vormen) < 2 or naam in self._mixed:
            return
        self._mixed.add(naam)
        usual = next(iter(known.vormen))
        other = [place for place, value in enumerate(values.values) if known.form(value) not in (None, usual)]
        row, _ = next(values.rows(other))
        self._add("LP-CSV-DATUMVORM", regels[row], naam, vormen=" en ".join(known.vormen))
