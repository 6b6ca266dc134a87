"""What Great Expectations needs to know of our checks: the expectations and metrics the suites are made of.

Importing this module imports Great Expectations (about 5 seconds): import it inside a function.

All expectations about rows of one table end up in one aggregate query, so conditions must never raise;
expectations about several rows or tables are one query each. :mod:`rizoom.intake.checks_run` runs them.
"""

from __future__ import annotations

import logging
from typing import Any, ClassVar

logging.getLogger("great_expectations").setLevel(logging.WARNING)
# Two expectations of the library are replaced below, by name; it would tell so on every import.
logging.getLogger("great_expectations.expectations.registry").setLevel(logging.ERROR)

import sqlalchemy as sa  # noqa: E402
from great_expectations.compatibility.pydantic import PrivateAttr  # noqa: E402
from great_expectations.core import ExpectationSuite  # noqa: E402
from great_expectations.core.metric_domain_types import MetricDomainTypes  # noqa: E402
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes  # noqa: E402
from great_expectations.execution_engine.sqlalchemy_execution_engine import (  # noqa: E402
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.core.expect_column_values_to_be_in_set import (  # noqa: E402
    ExpectColumnValuesToBeInSet as LibraryInSet,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (  # noqa: E402
    ExpectColumnValuesToNotBeNull as LibraryNotNull,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (  # noqa: E402
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.expectation import (  # noqa: E402
    BatchExpectation,
    Expectation,
)
from great_expectations.expectations.expectation_configuration import (  # noqa: E402
    ExpectationConfiguration,
)
from great_expectations.expectations.metrics.metric_provider import metric_partial, metric_value  # noqa: E402
from great_expectations.expectations.metrics.query_metric_provider import QueryMetricProvider  # noqa: E402
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider  # noqa: E402


class RowsFailing(TableMetricProvider):
    """Number of rows for which ``voorwaarde``, SQL over the columns of one row, is false; null is good.

    An aggregate over the whole table: all of them go into one query, without the metrics on nulls that
    the library adds to a map over a column.
    """

    metric_name = "rows.failing"
    value_keys = ("voorwaarde",)

    @metric_partial(
        engine=SqlAlchemyExecutionEngine,
        partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
        domain_type=MetricDomainTypes.TABLE,
    )
    def _sqlalchemy(
        cls,  # noqa: N805
        execution_engine: SqlAlchemyExecutionEngine,  # noqa: ARG002
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],  # noqa: ARG002
        runtime_configuration: dict[str, Any],  # noqa: ARG002
    ) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        condition = sa.literal_column(f"({metric_value_kwargs['voorwaarde']})", sa.Boolean)
        return sa.func.count().filter(sa.not_(condition)), metric_domain_kwargs, {}


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


class Remembering(Expectation):
    """An expectation that works out its configuration once, not some fifty times in one validation: that
    was most of the fixed cost of a batch."""

    _made: ExpectationConfiguration | None = PrivateAttr(None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        if self._made is None:
            object.__setattr__(self, "_made", super().configuration)
        made = self._made
        assert made is not None
        return made

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        object.__setattr__(self, "_made", None)


class ExpectColumnValuesToNotBeNull(Remembering, LibraryNotNull):
    """The library's expectation, remembering its configuration."""


class ExpectColumnValuesToBeInSet(Remembering, LibraryInSet):
    """The library's expectation, remembering its configuration."""


class NoRows(Remembering):
    """An expectation of its one metric, a number of rows, to be 0."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ()

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: Any = None,  # noqa: ARG002
        execution_engine: Any = None,  # noqa: ARG002
    ) -> dict[str, Any]:
        (metric,) = self.metric_dependencies
        return {"success": metrics[metric] == 0, "result": {"observed_value": metrics[metric]}}


class ExpectRowsToSatisfy(NoRows, BatchExpectation):
    """Expect every row to satisfy ``voorwaarde``. What a finding names is ``kolom`` in the meta."""

    voorwaarde: str

    metric_dependencies: ClassVar[tuple[str, ...]] = ("rows.failing",)
    success_keys: ClassVar[tuple[str, ...]] = ("voorwaarde",)
    args_keys: ClassVar[tuple[str, ...]] = ("voorwaarde",)


class ExpectQueryToReturnNoRows(NoRows, UnexpectedRowsExpectation):
    """Expect ``unexpected_rows_query`` to return no rows; asks for the count only, not for the rows too."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("rows.query_count",)


def load_suite(raw: dict[str, Any]) -> ExpectationSuite:
    """The suite of one file as a real suite; a wrong expectation raises here."""
    return ExpectationSuite(name=raw["name"], expectations=raw["expectations"], meta=raw["meta"])
