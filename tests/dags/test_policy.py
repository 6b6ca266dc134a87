"""What every flow must have: short, light to read, owned, described, with a retry policy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from rizoom.national.dbt import LOST_CONNECTION, DbtFailed
from rizoom.settings import PROJECT_ROOT, Settings

DAGS = sorted((PROJECT_ROOT / "dags").glob("*.py"))
POOLS = json.loads((PROJECT_ROOT / "config" / "pools.json").read_text())
HEAVY = {"great_expectations", "dbt", "pandas", "pyarrow", "numpy", "altair", "scipy", "sqlalchemy.dialects"}
MAX_LINES = 100
MAX_SECONDS = 3.0  # of a processor, on top of airflow.sdk itself

# Airflow once, then a fork per flow: each starts from the same modules.
PROBE = """
import json, os, sys, time
import airflow.sdk
sys.path.insert(0, sys.argv[1])
for file in sys.argv[2:]:
    if os.fork():
        assert os.wait()[1] == 0, file
        continue
    before, start = set(sys.modules), time.process_time()
    exec(compile(open(file).read(), file, "exec"), {"__name__": "flow", "__file__": file})
    found = {"file": file, "seconds": time.process_time() - start, "new": sorted(set(sys.modules) - before)}
    print(json.dumps(found), flush=True)
    os._exit(0)
"""


@pytest.mark.parametrize("file", DAGS, ids=lambda file: file.stem)
def test_a_flow_is_short(file: Path) -> None:
    assert len(file.read_text().splitlines()) < MAX_LINES


def test_reading_a_flow_imports_nothing_heavy(airflow_ready: Settings) -> None:
    result = subprocess.run(
        [sys.executable, "-c", PROBE, str(PROJECT_ROOT / "plugins"), *map(str, DAGS)],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    found = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    assert [Path(flow["file"]) for flow in found] == DAGS
    for flow in found:
        assert not HEAVY & {name.split(".")[0] for name in flow["new"]}, flow["file"]
        assert flow["seconds"] < MAX_SECONDS, flow["file"]


def test_there_is_a_flow_for_each_step() -> None:
    assert {"leveringen", "landelijke_tabellen"} <= {file.stem for file in DAGS}


def test_every_flow_and_task_obeys_the_policy(airflow_ready: Settings) -> None:
    from airflow.dag_processing.dagbag import DagBag
    from beleid import RETRY_POLICY

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
        assert dag.has_on_failure_callback, "a run that fails is an alarm"
        assert dag.has_on_success_callback, "and the alarm closes by itself"
        for task in dag.tasks:
            assert task.owner == "datateam", task.task_id
            if task.task_id != "iets_mislukt":
                assert task.retries >= 1, task.task_id
            assert task.retry_policy is RETRY_POLICY or task.retry_policy == RETRY_POLICY, task.task_id
            assert task.pool in {"default_pool", *POOLS}, task.task_id
            if task.is_mapped:
                assert "{{" in (task.map_index_template or ""), f"{task.task_id}: a name a person can read"
    used = {task.pool for dag in bag.dags.values() for task in dag.tasks}
    assert used >= set(POOLS), "every pool is there for a task"


def test_what_costs_most_goes_through_a_pool(airflow_ready: Settings) -> None:
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(PROJECT_ROOT / "dags", load_op_links=False)
    for flow, task, pool in (
        ("leveringen", "lezen", "inlezen"),
        ("landelijke_tabellen", "per_schooljaar.bouwen", "opbouw"),
        ("herbouw", "naast_bouwen", "opbouw"),
        ("herbouw", "wisselen", "opbouw"),
        ("jaarcijfers", "per_uitgave.maken", "publicatie"),
    ):
        assert bag.dags[flow].get_task(task).pool == pool
    assert POOLS["opbouw"]["slots"] == 1, "one warehouse, one build"


def test_a_lost_connection_is_tried_again_and_a_wrong_answer_is_not(airflow_ready: Settings) -> None:
    from airflow.sdk.definitions.retry_policy import RetryAction
    from beleid import RETRY_POLICY
    from httpx import ConnectError

    from rizoom.ops.rebuild import RebuildError
    from rizoom.publish.uitgave import NietToegestaan

    def action(error: BaseException) -> RetryAction:
        return RETRY_POLICY.evaluate(error, try_number=1, max_tries=3).action

    assert action(psycopg.OperationalError("server closed the connection")) is RetryAction.RETRY
    assert action(psycopg.errors.AdminShutdown("terminating")) is RetryAction.RETRY
    assert action(ConnectionResetError()) is RetryAction.RETRY
    assert action(ExceptionGroup("some", [OSError()])) is RetryAction.RETRY
    assert action(psycopg.errors.UniqueViolation("twice")) is RetryAction.FAIL
    assert action(ConnectError("refused")) is RetryAction.RETRY
    assert action(RuntimeError("a dbt test failed")) is RetryAction.FAIL
    assert action(NietToegestaan("not approved")) is RetryAction.FAIL
    assert action(RebuildError("not what was approved")) is RetryAction.FAIL
    assert action(AssertionError()) is RetryAction.FAIL


@pytest.mark.parametrize(
    ("message", "again"),
    [
        ("server closed the connection unexpectedly\n\tThis probably means", True),
        ('connection to server at "127.0.0.1", port 5432 failed: Connection refused', True),
        ("FATAL:  the database system is in recovery mode", True),
        ("terminating connection due to administrator command", True),
        ("Got 3 results, configured to fail if != 0", False),
        ('null value in column "persoon" violates not-null constraint', False),
    ],
)
def test_a_build_is_tried_again_only_when_the_server_was_lost(message: str, again: bool) -> None:
    assert bool(LOST_CONNECTION.search(message)) is again


def test_what_caused_a_failure_counts_too(airflow_ready: Settings) -> None:
    from airflow.sdk.definitions.retry_policy import RetryAction
    from beleid import RETRY_POLICY

    def action(cause: BaseException | None) -> RetryAction:
        fault = DbtFailed("a node failed")
        fault.__cause__ = cause
        return RETRY_POLICY.evaluate(fault, try_number=1, max_tries=3).action

    assert action(ConnectionError("lost the server")) is RetryAction.RETRY
    assert action(None) is RetryAction.FAIL
    assert action(ValueError()) is RetryAction.FAIL


def test_the_flows_meet_at_one_partitioned_asset(airflow_ready: Settings) -> None:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk import PartitionedAssetTimetable

    bag = DagBag(PROJECT_ROOT / "dags", load_op_links=False)
    out = bag.dags["leveringen"].get_task("melden").outlets
    timetable = bag.dags["landelijke_tabellen"].timetable
    assert isinstance(timetable, PartitionedAssetTimetable)
    assert [timetable.asset_condition] == out
