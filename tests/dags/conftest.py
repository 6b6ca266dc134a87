"""Airflow for `dag.test()`: its own tables in a database on the test server, made once.

The environment is set before the first import of airflow; nothing else in the tests may import it earlier.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rizoom.ops.airflow_home import prepare, settings_env
from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.server import create_database


@pytest.fixture(scope="session")
def airflow_ready(server: Settings) -> Settings:
    """Airflow's tables, and both flows known to it."""
    assert "airflow" not in sys.modules, "airflow was imported before its configuration was set"
    create_database(server, f"{server.database}_airflow")
    os.environ.update(prepare(server).env)
    sys.path[:0] = [str(PROJECT_ROOT / "config"), str(PROJECT_ROOT / "plugins")]
    from airflow.utils.db import initdb

    initdb()
    return server


@pytest.fixture
def flow_env(
    airflow_ready: Settings, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """A fresh warehouse for one run of a flow."""
    settings.inbox.mkdir(parents=True, exist_ok=True)
    for name, value in settings_env(settings).items():
        monkeypatch.setenv(name, value)
    yield settings


@pytest.fixture
def run_flow(flow_env: Settings) -> Callable[..., tuple[str, dict[str, list[str]]]]:
    """Run a flow once; gives the state of the run and the states of each task (mapped: one per index)."""

    def run(dag_id: str, conf: dict[str, Any] | None = None) -> tuple[str, dict[str, list[str]]]:
        from airflow.dag_processing.dagbag import DagBag

        dag = DagBag(PROJECT_ROOT / "dags", load_op_links=False).dags[dag_id]
        dag.deadline = None  # deadlines are the scheduler's too: `dag.test` cannot store them
        for task in dag.tasks:
            # The waiting time between tries is the scheduler's business.
            (task.partial_kwargs if task.is_mapped else task.__dict__)["retries"] = 0
        run = dag.test(run_conf=conf, logical_date=None)
        states: dict[str, list[str]] = {}
        for ti in run.get_task_instances():
            states.setdefault(ti.task_id, []).append(str(ti.state))
        return str(run.state), states

    return run
