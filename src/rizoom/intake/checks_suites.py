"""The checks of a delivery as data: one Great Expectations suite per table, ``expectations/<tabel>.json``.

This module reads the same files without Great Expectations (whose import takes seconds), for the
catalogue page and for fetching the rows behind a failed expectation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from rizoom.settings import PROJECT_ROOT

EXPECTATIONS = PROJECT_ROOT / "expectations"
Ernst = Literal["fout", "waarschuwing", "info"]


@dataclass(frozen=True)
class Check:
    """One check: ``sql`` selects the rows that fail it, with at least ``levering_id`` and ``regel``.

    ``view`` is the view in schema ``controle`` that it reads; ``tabel`` and ``kolom`` are what a finding
    names. ``melding`` is a Dutch sentence with places for ``str.format`` (``{kop}``, ``{waarde}``,
    ``{schooljaar}`` and the extra columns of ``sql``). ``geldig_van`` and ``geldig_tot`` are school years,
    inclusive.
    """

    code: str
    view: str
    tabel: str
    kolom: str
    ernst: Ernst
    melding: str
    grond: str
    geldig_van: str | None
    geldig_tot: str | None
    sql: str

    def applies(self, schooljaar: str) -> bool:
        """Whether the check is made for a delivery about ``schooljaar``."""
        return (self.geldig_van or "") <= schooljaar and (
            self.geldig_tot is None or schooljaar <= self.geldig_tot
        )


def literal(text: str) -> str:
    """``text`` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def row_condition(kind: str, kwargs: dict[str, Any]) -> str:
    """SQL that is true for a good row, false for a bad one, null where the check says nothing.

    Raises ``ValueError`` for an expectation that is not about rows.
    """
    if kind == "expect_rows_to_satisfy":
        return str(kwargs["voorwaarde"])
    column = kwargs["column"]
    if kind == "expect_column_values_to_not_be_null":
        return f"{column} is not null"
    if kind == "expect_column_values_to_be_in_set":
        return f"{column} in ({', '.join(literal(value) for value in kwargs['value_set'])})"
    raise ValueError(f"unknown expectation about rows: {kind}")


def _sql(view: str, kind: str, kwargs: dict[str, Any], kolom: str) -> str:
    if kind == "expect_query_to_return_no_rows":
        return str(kwargs["unexpected_rows_query"]).format(batch=f"controle.{view}")
    value = f", {kolom}::text as waarde" if kolom else ""
    return f"select levering_id, regel{value} from controle.{view} where not ({row_condition(kind, kwargs)})"


def _check(view: str, raw: dict[str, Any]) -> Check:
    meta = raw["meta"]
    return Check(
        code=meta["code"],
        view=view,
        tabel=meta.get("tabel", view),
        kolom=meta["kolom"],
        ernst=meta["ernst"],
        melding=meta["melding"],
        grond=meta["grond"],
        geldig_van=meta["geldig_van"],
        geldig_tot=meta["geldig_tot"],
        sql=_sql(view, raw["type"], raw["kwargs"], meta["kolom"]),
    )


def suite_files() -> dict[str, dict[str, Any]]:
    """Every suite as written, by name, in alphabetical order."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(Path(EXPECTATIONS).glob("*.json"))
    }


@lru_cache(maxsize=1)
def checks() -> dict[str, Check]:
    """Every check by code, in the order of the suites. Raises ``ValueError`` on a code used twice."""
    found: dict[str, Check] = {}
    for view, suite in suite_files().items():
        for raw in suite["expectations"]:
            check = _check(view, raw)
            if check.code in found:
                raise ValueError(f"code used twice: {check.code}")
            found[check.code] = check
    return found
