"""Findings of the reader, from the catalogue ``bevindingen.yaml`` (spec: leveringen, section 8).

A finding never holds a personal number or a pseudonym. Text that a supplier chose (names of files,
headings) passes through :func:`shown` before it enters a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))\d{8,}")
Ernst = Literal["fout", "waarschuwing", "info"]


@dataclass(frozen=True)
class Finding:
    """One line of the findings report. ``regel`` counts physical lines from 1 (the header);
    ``aantal`` is the true total of ``code`` in the delivery."""

    tabel: str
    regel: int | None
    kolom: str
    code: str
    ernst: Ernst
    melding: str
    aantal: int = 1


@dataclass(frozen=True)
class Rule:
    """One code of the catalogue; ``ernst`` ``weigering`` means that the whole delivery is refused."""

    code: str
    ernst: Literal["weigering", "fout", "waarschuwing", "info"]
    tabel: str
    melding: str
    grond: str


class Refusal(Exception):
    """The delivery cannot be established: status ``geweigerd`` (spec: leveringen, section 7)."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(finding.melding for finding in findings))
        self.findings = findings


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Rule]:
    """Every code that the reader can report."""
    raw = yaml.safe_load(Path(__file__).with_name("bevindingen.yaml").read_text("utf-8"))
    return {code: Rule(code=code, **rule) for code, rule in raw.items()}


def shown(text: object, length: int = 80) -> str:
    """``text`` fit to be shown: no control characters or lone surrogates, no run of 8 digits or more
    (it could be a personal number) unless it is a day such as 20250131, at most ``length`` characters."""
    plain = "".join(char if char.isprintable() else "?" for char in str(text)[: length + 1])
    plain = _NUMBER.sub(lambda match: "#" * len(match[0]), plain)
    return plain if len(plain) <= length else plain[: length - 1] + "…"


def finding(
    code: str,
    tabel: str = "",
    regel: int | None = None,
    kolom: str = "",
    **values: object,
) -> Finding:
    """A finding from the catalogue; ``values`` fill its sentence. A refusal is written as a ``fout``."""
    rule = catalogue()[code]
    ernst: Ernst = "fout" if rule.ernst == "weigering" else rule.ernst
    return Finding(
        tabel,
        regel,
        kolom,
        code,
        ernst,
        rule.melding.format(tabel=tabel, kolom=kolom, **values),
    )


class Findings:
    """Collects findings: at most ``limit`` per code, with the true total of each code."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._kept: list[Finding] = []
        self._totals: dict[str, int] = {}
        self._kept_of: dict[str, int] = {}

    def add(
        self,
        code: str,
        tabel: str = "",
        regel: int | None = None,
        kolom: str = "",
        **values: object,
    ) -> None:
        """Count one more of ``code``, and keep it while there is room."""
        self._totals[code] = self._totals.get(code, 0) + 1
        if self._kept_of.get(code, 0) < self._limit:
            self._kept_of[code] = self._kept_of.get(code, 0) + 1
            self._kept.append(finding(code, tabel, regel, kolom, **values))

    def more(self, code: str, aantal: int) -> None:
        """Count ``aantal`` more of ``code`` without a line of their own."""
        if aantal > 0:
            self._totals[code] = self._totals.get(code, 0) + aantal

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take over findings made elsewhere."""
        for taken in findings:
            self._totals[taken.code] = self._totals.get(taken.code, 0) + 1
            self._kept.append(taken)

    def __len__(self) -> int:
        return sum(self._totals.values())

    def result(self) -> tuple[Finding, ...]:
        """The findings kept, each with the true total of its code."""
        return tuple(replace(kept, aantal=self._totals[kept.code]) for kept in self._kept)
