"""Tells OpenLineage which tables a task reads and writes (``herkomst.yaml``). Names of tables only, no data.

Loaded by Airflow's OpenLineage provider (``AIRFLOW__OPENLINEAGE__EXTRACTORS``), and only where a transport is
configured; without one it costs nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from airflow.providers.openlineage.extractors.base import BaseExtractor, OperatorLineage
from openlineage.client.event_v2 import Dataset

from rizoom.settings import Settings

FILE = Path(__file__).with_suffix(".yaml")


@cache
def namespace() -> str:
    """Where the warehouse is, as OpenLineage names a PostgreSQL: ``postgres://host:port``, without a login."""
    url = urlsplit(Settings.from_env().warehouse_url or "postgresql://localhost")
    return f"postgres://{url.hostname}:{url.port or 5432}"


@cache
def tables(dag_id: str, task_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tables (``schema.table``) that a task reads and writes."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    task: dict[str, list[str]] = content["taken"].get(f"{dag_id}.{task_id}", {})

    def named(key: str) -> tuple[str, ...]:
        return tuple(name for item in task.get(key, []) for name in content["groepen"].get(item, [item]))

    return named("leest"), named("schrijft")


class Herkomst(BaseExtractor):  # type: ignore[misc]
    """The lineage of one task, the same at its start and at its end."""

    @classmethod
    def get_operator_classnames(cls) -> list[str]:
        return ["_PythonDecoratedOperator", "_ShortCircuitDecoratedOperator"]

    def _execute_extraction(self) -> OperatorLineage:
        database = Settings.from_env().database
        inputs, outputs = (
            [Dataset(namespace=namespace(), name=f"{database}.{name}") for name in names]
            for names in tables(self.operator.dag_id, self.operator.task_id)
        )
        return OperatorLineage(inputs=inputs, outputs=outputs)
