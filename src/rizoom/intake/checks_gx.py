"""Great Expectations over ``controle.*``: which checks fail somewhere in the batch.

Importing this module imports Great Expectations (about 5 seconds): import it inside a function.

All expectations about rows of one table end up in one aggregate query, so conditions must never raise;
expectations about several rows or tables are one query each. Only success is asked for (BOOLEAN_ONLY):
Great Expectations keeps at most 200 values, so :mod:`rizoom.intake.checks` fetches the rows itself.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

logging.getLogger("great_expectations").setLevel(logging.WARNING)

import great_expectations as gx  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from great_expectations.core import ExpectationSuite  # noqa: E402
from great_expectations.core.expectation_validation_result import (  # noqa: E402
    ExpectationSuiteValidationResult,
)
from great_expectations.core.result_format import ResultFormat  # noqa: E402
from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: E402
from great_expectations.execution_engine.sqlalchemy_execution_engine import (  # noqa: E402
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (  # noqa: E402
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.expectation import ColumnMapExpectation  # noqa: E402
from great_expectations.expectations.metrics.map_metric_provider.column_condition_partial import (  # noqa: E402
    column_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.column_map_metric_provider import (  # noqa: E402
    ColumnMapMetricProvider,
)
from great_expectations.expectations.metrics.metric_provider import metric_value  # noqa: E402
from great_expectations.expectations.metrics.query_metric_provider import QueryMetricProvider  # noqa: E402

from rizoom.intake.checks_docs import write_docs  # noqa: E402
from rizoom.intake.checks_rows import PLANNER  # noqa: E402


class RowsSatisfy(ColumnMapMetricProvider):
    """Condition metric: ``voorwaarde``, SQL over the columns of one row. Null counts as good."""

    condition_metric_name = "rows.satisfy"
    condition_value_keys = ("voorwaarde",)
    filter_column_isnull = False

    @column_condition_partial(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(cls, column: Any, voorwaarde: str, **kwargs: Any) -> Any:  # noqa: ARG002, N805
        return sa.literal_column(f"({voorwaarde})", sa.Boolean)


class QueryRowCount(QueryMetricProvider):
    """Number of rows that ``unexpected_rows_query`` returns.

    The library's own metric gives ``{batch}`` an alias in some queries and none in others; here it always
    is ``(select * from controle.<view>)``, so every query names it itself.
    """

    metric_name = "rows.query_count"
    value_keys = ("unexpected_rows_query",)

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,  # noqa: N805
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],  # noqa: ARG002
        runtime_configuration: dict[str, Any],  # noqa: ARG002
    ) -> int:
        selectable, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, domain_type="table")
        batch = selectable.compile(dialect=execution_engine.engine.dialect)
        query = metric_value_kwargs["unexpected_rows_query"].format(batch=f"({batch})")
        counted = execution_engine.execute_query(sa.text(f"select count(*) from ({query}) as gevonden"))
        return int(counted.scalar_one())


class ExpectRowsToSatisfy(ColumnMapExpectation):
    """Expect every row to satisfy ``voorwaarde``.

    ``column`` must be one that is never null, such as ``levering_id``: an expectation on a column with
    nothing but nulls succeeds whatever its condition says. What a finding names is ``kolom`` in the meta.
    """

    voorwaarde: str

    map_metric: ClassVar[str] = "rows.satisfy"
    success_keys: ClassVar[tuple[str, ...]] = ("voorwaarde", "mostly")
    args_keys: ClassVar[tuple[str, ...]] = ("column", "voorwaarde")


class ExpectQueryToReturnNoRows(UnexpectedRowsExpectation):
    """Expect ``unexpected_rows_query`` to return no rows; asks for the count only, not for the rows too."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("rows.query_count",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: Any = None,  # noqa: ARG002
        execution_engine: Any = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        rows = metrics["rows.query_count"]
        return {"success": rows == 0, "result": {"observed_value": rows}}


class CheckError(RuntimeError):
    """An expectation could not be evaluated: the checks are wrong, not the delivery."""


@dataclass(frozen=True)
class Outcome:
    """Code of one expectation and whether every row of the batch satisfies it."""

    code: str
    success: bool


def load_suite(raw: dict[str, Any]) -> ExpectationSuite:
    """The suite of one file as a real suite; a wrong expectation raises here."""
    return ExpectationSuite(name=raw["name"], expectations=raw["expectations"], meta=raw["meta"])


def run_suites(url: str, suites: dict[str, dict[str, Any]], docs: Path | None = None) -> list[Outcome]:
    """Validate ``controle.<name>`` against each suite; one outcome per expectation, in order.

    ``url`` is a PostgreSQL URL; ``docs`` a folder for Data Docs
    (:mod:`rizoom.intake.checks_docs`). Raises :class:`CheckError` when an expectation raised.
    """
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_postgres(
        "warehouse", connection_string=_sqlalchemy_url(url), create_temp_table=False
    )
    outcomes: list[Outcome] = []
    results: dict[str, ExpectationSuiteValidationResult] = {}
    try:
        for view, raw in suites.items():
            asset = source.add_table_asset(view, table_name=view)
            batch = asset.add_batch_definition_whole_table("alles").get_batch()
            suite = context.suites.add(load_suite(raw)) if docs else load_suite(raw)
            result = batch.validate(suite, result_format=ResultFormat.BOOLEAN_ONLY)
            results[view] = result
            for each in result.results:
                code = _code(each)
                if _raised(each.exception_info):
                    raise CheckError(f"{code} could not be evaluated: {each.exception_info}")
                outcomes.append(Outcome(code, bool(each.success)))
        if docs:
            write_docs(context, results, docs)
    finally:
        source.get_engine().dispose()
    return outcomes


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
