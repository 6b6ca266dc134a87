"""How long the checks of a batch take, beside the same predicates as hand-written SQL (issue: speed).

The hand-written side is what somebody would write who had no suites: per table one statement that counts
the rows that fail each predicate, the checks on several rows as subqueries of it, and the statements spread
over the same number of connections.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import psycopg

from rizoom.intake.checks import batch, suites_needed
from rizoom.intake.checks_rows import landed, plan
from rizoom.intake.checks_suites import checks, row_condition, suite_files
from rizoom.intake.spread import Task, cancel, spread
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
    from rizoom.intake.checks_run import run_suites

    ids = sorted(set(levering_ids))
    with connect(settings) as conn:
        started = time.perf_counter()
        with batch(conn, settings, ids) as conns:
            prepared = time.perf_counter() - started
            needed = suites_needed(conn)
            count = sum(_count(conn, name) for name in needed if name != "levering")
            rows = landed(conn, ids)
            by_suite: list[float] = []
            by_hand: list[float] = []
            for _ in range(runs):
                started = time.perf_counter()
                outcomes = run_suites(database_url(settings), needed, rows, settings.threads)
                by_suite.append(time.perf_counter() - started)
                started = time.perf_counter()
                counts = by_hand_counts(conns, list(needed), rows)
                by_hand.append(time.perf_counter() - started)
    same = {outcome.code: outcome.success for outcome in outcomes} == {
        code: count == 0 for code, count in counts.items()
    }
    return CheckTimes(count, prepared, min(by_suite), min(by_hand), same)


def by_hand_counts(
    conns: Sequence[psycopg.Connection], names: Sequence[str], rows: Mapping[str, int]
) -> dict[str, int]:
    """Rows that fail each check of these tables, by code; one statement per table, the largest first."""
    tasks = [Task(rows.get(name, 0), partial(_counts, name=name)) for name in names]
    return {code: count for counts in spread(conns, tasks, cancel) for code, count in counts.items()}


def _counts(conn: psycopg.Connection, name: str) -> dict[str, int]:
    codes, statement = statement_of(name)
    with conn.transaction():
        plan(conn)
        row = conn.execute(statement.encode()).fetchone()
    assert row is not None
    return dict(zip(codes, row, strict=True))


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
