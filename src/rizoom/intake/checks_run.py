"""Great Expectations over ``controle.*``, spread over connections: which checks fail somewhere in the batch.

Importing this module imports Great Expectations (about 5 seconds): import it inside a function.

A suite is validated in parts: all that is about single rows, which is one aggregate query, and each query over
several rows. A part runs in a thread on a context, an engine and a connection that no other thread uses. Only
success is asked for (BOOLEAN_ONLY): Great Expectations keeps at most 200 values, so
:mod:`rizoom.intake.checks` fetches the rows itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

import great_expectations as gx
import psycopg
import sqlalchemy as sa
from great_expectations.core import ExpectationSuite
from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult
from great_expectations.core.result_format import ResultFormat
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.validator.validation_statistics import calc_validation_statistics

from rizoom.intake.checks_docs import write_docs
from rizoom.intake.checks_gx import ExpectQueryToReturnNoRows, load_suite
from rizoom.intake.checks_rows import PLANNER
from rizoom.intake.spread import Task, cancel, spread


class CheckError(RuntimeError):
    """An expectation could not be evaluated: the checks are wrong, not the delivery."""


@dataclass(frozen=True)
class Outcome:
    """Code of one expectation and whether every row of the batch satisfies it."""

    code: str
    success: bool


def run_suites(
    url: str,
    suites: Mapping[str, dict[str, Any]],
    rows: Mapping[str, int],
    threads: int,
    docs: Path | None = None,
) -> list[Outcome]:
    """Validate ``controle.<name>`` against each suite; one outcome per expectation, in order.

    ``url`` is a PostgreSQL URL, read over ``threads`` connections; ``rows``: of each table, about, to begin
    with the largest; ``docs`` a folder for Data Docs (:mod:`rizoom.intake.checks_docs`). Raises
    :class:`CheckError` when an expectation raised.
    """
    with ExitStack() as stack:
        workers = [stack.enter_context(_Validator(url)) for _ in range(max(1, threads))]
        context = workers[0].context
        whole = {
            view: context.suites.add(load_suite(raw)) if docs else load_suite(raw)
            for view, raw in suites.items()
        }
        parts = [(view, part) for view, suite in whole.items() for part in _parts(suite)]
        tasks = [
            Task(rows.get(view, 0), partial(_Validator.validate, view=view, suite=part))
            for view, part in parts
        ]
        done: dict[str, list[ExpectationSuiteValidationResult]] = {view: [] for view in whole}
        for (view, _), result in zip(parts, spread(workers, tasks, _Validator.cancel), strict=True):
            done[view].append(result)
        results = {view: _whole(whole[view], done[view]) for view in whole}
        if docs:
            write_docs(context, results, docs)
    return [
        Outcome(_code(each), bool(each.success)) for result in results.values() for each in result.results
    ]


class _Validator:
    """A context of Great Expectations with an engine of its own, for one thread at a time."""

    def __init__(self, url: str) -> None:
        self.context = gx.get_context(mode="ephemeral")
        self.context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
        self._source = self.context.data_sources.add_postgres(
            "warehouse", connection_string=_sqlalchemy_url(url), create_temp_table=False
        )
        self._engine = self._source.get_execution_engine().engine
        self._batches: dict[str, Any] = {}
        self._conn: psycopg.Connection | None = None
        self._cancelled = False
        sa.event.listen(self._engine, "before_cursor_execute", self._before)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()
        self._source.get_engine().dispose()  # what looked whether the tables are there

    def validate(self, view: str, suite: ExpectationSuite) -> ExpectationSuiteValidationResult:
        """The results of ``suite`` for ``controle.<view>``. Raises :class:`CheckError`."""
        if view not in self._batches:
            asset = self._source.add_table_asset(view, table_name=view)
            self._batches[view] = asset.get_batch(asset.build_batch_request())
        result: ExpectationSuiteValidationResult = self._batches[view].validate(
            suite, result_format=ResultFormat.BOOLEAN_ONLY
        )
        for each in result.results:
            if _raised(each.exception_info):
                raise CheckError(f"{_code(each)} could not be evaluated: {each.exception_info}")
        return result

    def cancel(self) -> None:
        """End what runs, from another thread; Great Expectations would try it three times."""
        self._cancelled = True
        if self._conn is not None:
            cancel(self._conn)

    def _before(self, _conn: sa.Connection, cursor: psycopg.Cursor, *_: object) -> None:
        if self._cancelled:
            raise CheckError("another check could not be evaluated")
        self._conn = cursor.connection


def _parts(suite: ExpectationSuite) -> Iterator[ExpectationSuite]:
    """What is about single rows together, every query by itself."""
    queries: list[list[Any]] = [
        [each] for each in suite.expectations if isinstance(each, ExpectQueryToReturnNoRows)
    ]
    single: list[Any] = [
        each for each in suite.expectations if not isinstance(each, ExpectQueryToReturnNoRows)
    ]
    for group in filter(None, [single, *queries]):
        own = [copy(each) for each in group]  # an expectation belongs to one suite
        yield ExpectationSuite(name=suite.name, expectations=own, meta=suite.meta)


def _whole(
    suite: ExpectationSuite, parts: Sequence[ExpectationSuiteValidationResult]
) -> ExpectationSuiteValidationResult:
    """The results of the parts as if the suite had been validated at once, in the order that has then.

    Great Expectations puts the expectations of a column together, where the first of them stands.
    """
    place: dict[str, tuple[int, int]] = {}
    first: dict[str | None, int] = {}
    for number, each in enumerate(suite.expectations):
        column = each.configuration.kwargs.get("column")
        place[str((each.meta or {})["code"])] = (first.setdefault(column, number), number)
    results = sorted((each for part in parts for each in part.results), key=lambda each: place[_code(each)])
    statistics = calc_validation_statistics(results)._asdict()
    return ExpectationSuiteValidationResult(
        results=results,
        success=statistics.pop("success"),
        suite_name=suite.name,
        statistics=statistics,
        meta=parts[0].meta,
        batch_id=parts[0].batch_id,
    )


def _code(result: Any) -> str:
    return str(result.expectation_config.meta["code"])


def _raised(info: dict[str, Any]) -> bool:
    """Whether ``exception_info`` (flat, or one entry per metric) tells of an exception."""
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(part.get("raised_exception") for part in info.values())


def _sqlalchemy_url(url: str) -> str:
    parsed = sa.make_url(url).set(drivername="postgresql+psycopg")
    options = " ".join(f"-c {name}={value}" for name, value in PLANNER.items())
    parsed = parsed.update_query_dict({"options": f"-c search_path=controle {options}"})
    return parsed.render_as_string(hide_password=False)
