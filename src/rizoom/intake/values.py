"""From what a supplier wrote to what lands (docs/engineers/architecture.md, "Landing values").

Harmless normalisation only. A value that fits no accepted shape stays as it is: a check will say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from rizoom.intake.dialect import TableDialect, fold
from rizoom.intake.schema import Column, code_list
from rizoom.reference import municipalities

DATE_SHAPES: Mapping[str, tuple[re.Pattern[str], tuple[int, int, int]]] = {
    "JJJJ-MM-DD": (re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"), (1, 2, 3)),
    "D-M-JJJJ": (re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})"), (3, 2, 1)),
    "JJJJMMDD": (re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"), (1, 2, 3)),
    "D/M/JJJJ": (re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"), (3, 2, 1)),
}
_DECIMAL_COMMA = re.compile(r"(-?[0-9]+),([0-9]+)")
#: Distinct values remembered per column; forgetting costs time, never correctness.
_REMEMBER = 50_000


class Converter(dict[str, str]):
    """Normalises the values of one column, each distinct value once; "" is empty (NULL)."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, raw: str) -> str:
        if len(self) >= _REMEMBER:
            self.clear()
        value = self[raw] = self._rule(raw.strip())
        return value

    def convert(self, values: Iterable[str]) -> list[str]:
        """The values as they land, in order."""
        return list(map(self.__getitem__, values))


class TextConverter(Converter):
    """Free text is mostly distinct: not remembered."""

    def __init__(self) -> None:
        super().__init__(str.strip)

    def convert(self, values: Iterable[str]) -> list[str]:
        return [value.strip() for value in values]


class DateConverter(Converter):
    """Dates to ``JJJJ-MM-DD``; ``vormen`` holds the forms seen, in order of appearance."""

    def __init__(self, datumvorm: str | None) -> None:
        accepted = dict.fromkeys(("JJJJ-MM-DD", datumvorm or "D-M-JJJJ"))
        self._shapes = [(form, *DATE_SHAPES[form]) for form in accepted]
        self.vormen: dict[str, None] = {}
        super().__init__(self._date)

    def form(self, raw: str) -> str | None:
        """The form in which a date is written, ``None`` for anything else."""
        text = raw.strip()
        return next((form for form, shape, _ in self._shapes if shape.fullmatch(text)), None)

    def _date(self, text: str) -> str:
        for form, shape, (year, month, day) in self._shapes:
            if match := shape.fullmatch(text):
                self.vormen[form] = None
                return f"{match[year]}-{match[month]:0>2}-{match[day]:0>2}"
        return text


def converter(column: Column, dialect: TableDialect) -> Converter:
    """The converter of one column (not of a personal number)."""
    if column.type == "datum":
        return DateConverter(dialect.datumvorm)
    if dialect.vormen.get(column.naam) == "gemeente":
        return Converter(_municipality)
    if column.type == "code":
        return Converter(_code_rule(column, dialect.codes.get(column.naam, {})))
    if column.type == "bool":
        spelling = {"j": "J", "n": "N", **dialect.booleans}
        return Converter(lambda text: spelling.get(fold(text), text))
    if column.type == "dec":
        return Converter(
            lambda text: _DECIMAL_COMMA.sub(r"\1.\2", text) if _DECIMAL_COMMA.fullmatch(text) else text
        )
    mapped = dialect.codes.get(column.naam, {})
    if column.hoofdletters:
        return Converter(lambda text: mapped.get(fold(text), text).upper())
    if column.type == "int" or mapped:
        return Converter(lambda text: mapped.get(fold(text), text))
    return TextConverter()


def _code_rule(column: Column, mapped: Mapping[str, str]) -> Callable[[str], str]:
    spelling = {code.casefold(): code for code in code_list(column.lijst or "")}

    def rule(text: str) -> str:
        code = mapped.get(fold(text), text)
        return spelling.get(fold(code), code)

    return rule


@cache
def _municipality_names() -> dict[str, str]:
    """Municipality name (folded) -> code; a name that two codes had is left out."""
    names: dict[str, str] = {}
    double: set[str] = set()
    for code, area in municipalities().items():
        name = fold(area.naam)
        if name in names:
            double.add(name)
        names[name] = code
    return {name: code for name, code in names.items() if name not in double}


def _municipality(text: str) -> str:
    """``344``, ``0344``, ``GM0344`` or ``UTRECHT`` -> ``GM0344``."""
    if re.fullmatch(r"[0-9]{1,4}", text):
        return f"GM{text:0>4}"
    return _municipality_names().get(fold(text), text.upper())
