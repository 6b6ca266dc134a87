"""Running dbt in this process against the warehouse.

``dbtRunner`` is not safe for two runs at once in one process, and a change of ``--vars`` forces a full
parse; so what to build is handed over in ``register.bereik`` and nothing is passed on the command line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg.conninfo

from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.connect import connect, database_url

DBT_PROJECT = PROJECT_ROOT / "dbt_project"
Progress = Callable[[str, int, int], None]


class DbtFailed(RuntimeError):
    """A dbt run ended with errors; the message names the nodes and what they said."""


@dataclass(frozen=True)
class NodeResult:
    """Outcome of one model, seed or test: status as dbt names it, seconds, rows where known."""

    name: str
    status: str
    seconds: float
    message: str


def _environment(settings: Settings) -> dict[str, str]:
    """Connection and running scope, as ``profiles.yml`` and macro ``lopend_bereik`` read them."""
    with connect(settings) as conn:
        scope = conn.execute("select max(schooljaar), bool_and(volledig) from register.bereik").fetchone()
    schooljaar, volledig = scope or (None, None)
    parts = psycopg.conninfo.conninfo_to_dict(database_url(settings))
    return {
        "RIZOOM_DBT_HOST": str(parts.get("host", "")),
        "RIZOOM_DBT_PORT": str(parts.get("port", 5432)),
        "RIZOOM_DBT_USER": str(parts.get("user", "")),
        "RIZOOM_DBT_PASSWORD": str(parts.get("password", "")),
        "RIZOOM_DBT_DATABASE": str(parts.get("dbname", "")),
        "RIZOOM_DBT_THREADS": str(settings.threads),
        "RIZOOM_DBT_BEREIK": f"{schooljaar} {str(volledig).lower()}" if schooljaar else "",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def target_path(settings: Settings) -> Path:
    """Folder for dbt's artefacts and partial parse of this home."""
    return settings.home / "dbt"


def run_dbt(
    settings: Settings, arguments: Sequence[str], progress: Progress | None = None
) -> list[NodeResult]:
    """Run one dbt command in this process and return the outcome of each node.

    ``progress`` is called with (command, nodes done, nodes in all) as nodes finish.

    Raises:
        DbtFailed: when a node fails or dbt itself does.
    """
    os.environ.update(_environment(settings))
    from dbt.cli.main import dbtRunner
    from dbt_common.events.base_types import EventMsg

    done = total = 0

    def on_event(event: EventMsg) -> None:
        nonlocal done, total
        if progress is None:
            return
        if event.info.name == "LogStartLine":
            total = event.data.total
        elif event.info.name == "NodeFinished":
            done += 1
            progress(arguments[0], done, max(total, done))

    target = target_path(settings)
    target.mkdir(parents=True, exist_ok=True)
    result = dbtRunner(callbacks=[on_event]).invoke(
        [
            *arguments,
            "--project-dir", str(DBT_PROJECT),
            "--profiles-dir", str(DBT_PROJECT),
            "--target-path", str(target),
            "--log-path", str(target / "logs"),
            "--log-level", "none",
            "--no-write-json",
            "--no-use-colors",
        ]
    )  # fmt: skip
    nodes = [_node(item) for item in getattr(result.result, "results", None) or []]
    if not result.success:
        failed = [f"{node.name}: {node.message}" for node in nodes if node.status in {"error", "fail"}]
        raise DbtFailed("; ".join(failed) or repr(result.exception))
    return nodes


def _node(item: Any) -> NodeResult:
    return NodeResult(item.node.name, str(item.status), float(item.execution_time), item.message or "")
