"""What every flow must have: short, light to read, owned, described, with a retry policy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from rizoom.settings import PROJECT_ROOT, Settings

DAGS = sorted((PROJECT_ROOT / "dags").glob("*.py"))
HEAVY = {"great_expectations", "dbt", "pandas", "pyarrow", "numpy", "altair", "scipy", "sqlalchemy.dialects"}
MAX_LINES = 100
MAX_SECONDS = 3.0  # on top of airflow.sdk itself

PROBE = """
import json, sys, time
import airflow.sdk
sys.path.insert(0, sys.argv[2])
before, start = set(sys.modules), time.perf_counter()
namespace = {"__name__": "flow", "__file__": sys.argv[1]}
exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), namespace)
print(json.dumps({"seconds": time.perf_counter() - start, "new": sorted(set(sys.modules) - before)}))
"""


@pytest.mark.parametrize("file", DAGS, ids=lambda file: file.stem)
def test_a_flow_is_short(file: Path) -> None:
    assert len(file.read_text().splitlines()) < MAX_LINES


@pytest.mark.parametrize("file", DAGS, ids=lambda file: file.stem)
def test_reading_a_flow_imports_nothing_heavy(file: Path, airflow_ready: Settings) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROBE, str(file), str(PROJECT_ROOT / "plugins")],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    found = json.loads(result.stdout.splitlines()[-1])
    assert not HEAVY & {name.split(".")[0] for name in found["new"]}
    assert found["seconds"] < MAX_SECONDS


def test_there_is_a_flow_for_each_step() -> None:
    assert {"leveringen", "landelijke_tabellen"} <= {file.stem for file in DAGS}


def test_every_flow_and_task_obeys_the_policy(airflow_ready: Settings) -> None:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(PROJECT_ROOT / "dags", load_op_links=False)
    assert not bag.import_errors
    assert set(bag.dags) == {file.stem for file in DAGS}
    for dag in bag.dags.values():
        module = Path(dag.fileloc).read_text()
        assert dag.doc_md and dag.doc_md.strip() in module, "the description is the docstring of the file"
        assert len(dag.doc_md.split()) > 40
        assert dag.tags
        assert dag.max_active_runs == 1
        assert not dag.catchup
        assert dag.dagrun_timeout is not None
        for task in dag.tasks:
            assert task.owner == "datateam", task.task_id
            if task.task_id != "iets_mislukt":
                assert task.retries >= 1, task.task_id
            assert task.retry_policy is not None, task.task_id


def test_a_lost_connection_is_tried_again_and_a_wrong_answer_is_not(airflow_ready: Settings) -> None:
    from airflow.sdk.definitions.retry_policy import RetryAction
    from beleid import RETRY_POLICY

    def action(error: BaseException) -> RetryAction:
        return RETRY_POLICY.evaluate(error, try_number=1, max_tries=3).action

    assert action(psycopg.OperationalError("server closed the connection")) is RetryAction.RETRY
    assert action(psycopg.errors.AdminShutdown("terminating")) is RetryAction.RETRY
    assert action(ConnectionResetError()) is RetryAction.RETRY
    assert action(ExceptionGroup("some", [OSError()])) is RetryAction.RETRY
    assert action(psycopg.errors.UniqueViolation("twice")) is RetryAction.FAIL
    assert action(RuntimeError("a dbt test failed")) is RetryAction.FAIL
    assert action(AssertionError()) is RetryAction.FAIL


def test_the_flows_meet_at_one_partitioned_asset(airflow_ready: Settings) -> None:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import PartitionedAssetTimetable

    bag = DagBag(PROJECT_ROOT / "dags", load_op_links=False)
    out = bag.dags["leveringen"].get_task("melden").outlets
    timetable = bag.dags["landelijke_tabellen"].timetable
    assert isinstance(timetable, PartitionedAssetTimetable)
    assert [timetable.asset_condition] == out
