"""How long the checks of a batch take, beside the same predicates as hand-written SQL (issue: speed).

The hand-written side is what somebody would write who had no suites: per table one statement that counts
the rows that fail each predicate, the checks on several rows as subqueries of it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from rizoom.intake.checks import batch, suites_needed
from rizoom.intake.checks_rows import PLANNER
from rizoom.intake.checks_suites import checks, row_condition, suite_files
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect, database_url


@dataclass(frozen=True)
class CheckTimes:
    """Seconds: ``klaarzetten`` reads the rows of the batch (both need it), ``suites`` is the run of Great
    Expectations without its import, ``sql`` the hand-written statements. ``rijen``: rows in the batch.
    ``gelijk``: both say the same of every check."""

    rijen: int
    klaarzetten: float
    suites: float
    sql: float
    gelijk: bool

    @property
    def verhouding(self) -> float:
        """Time of the suites over that of hand-written SQL."""
        return self.suites / self.sql


def bench_checks(settings: Settings, levering_ids: Sequence[int], runs: int = 1) -> CheckTimes:
    """Time the checks on these landed deliveries, the best of ``runs``; writes no findings."""
    from rizoom.intake.checks_gx import run_suites

    ids = sorted(set(levering_ids))
    with connect(settings) as conn:
        started = time.perf_counter()
        with batch(conn, ids):
            prepared = time.perf_counter() - started
            needed = suites_needed(conn)
            rows = sum(_count(conn, name) for name in needed if name != "levering")
            by_suite: list[float] = []
            by_hand: list[float] = []
            for _ in range(runs):
                started = time.perf_counter()
                outcomes = run_suites(database_url(settings), needed)
                by_suite.append(time.perf_counter() - started)
                started = time.perf_counter()
                counts = by_hand_counts(conn, list(needed))
                by_hand.append(time.perf_counter() - started)
    same = {outcome.code: outcome.success for outcome in outcomes} == {
        code: count == 0 for code, count in counts.items()
    }
    return CheckTimes(rows, prepared, min(by_suite), min(by_hand), same)


def by_hand_counts(conn: psycopg.Connection, names: Sequence[str]) -> dict[str, int]:
    """Rows that fail each check of these tables, by code; one statement per table."""
    counts: dict[str, int] = {}
    with conn.transaction():
        for setting, value in PLANNER.items():
            conn.execute("select set_config(%s, %s, true)", [setting, value])
        for name in names:
            codes, statement = statement_of(name)
            row = conn.execute(statement.encode()).fetchone()
            assert row is not None
            counts.update(zip(codes, row, strict=True))
    return counts


def statement_of(name: str) -> tuple[list[str], str]:
    """Codes and the one statement that counts for each of them the rows of ``controle.<name>`` that fail."""
    columns: dict[str, str] = {}
    for raw in suite_files()[name]["expectations"]:
        code = raw["meta"]["code"]
        if raw["type"] == "expect_query_to_return_no_rows":
            columns[code] = f"(select count(*) from ({checks()[code].sql}) as gevonden)"
        else:
            columns[code] = f"count(*) filter (where not ({row_condition(raw['type'], raw['kwargs'])}))"
    return list(columns), f"select {', '.join(columns.values())} from controle.{name}"


def _count(conn: psycopg.Connection, name: str) -> int:
    row = conn.execute(f"select count(*) from controle.{name}").fetchone()
    return int(row[0]) if row else 0
