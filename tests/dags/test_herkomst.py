"""What OpenLineage is told of each task is about tasks and tables that exist."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from rizoom.intake.schema import TABLES
from rizoom.national.export import FILES, REGISTER_FILES
from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.connect import connect

# These ask what is to be done, wait for a person, pass on a message or fail.
WITHOUT = {
    "groepen", "melden", "iets_mislukt", "schooljaren", "uitgaven", "vergelijken", "goedkeuren",
    "per_uitgave.goedkeuren", "bewaken",
}  # fmt: skip


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PROJECT_ROOT / "config" / "herkomst.yaml").read_text())
    return found


def test_the_groups_are_all_tables_of_a_delivery_and_all_that_is_exported(content: dict[str, Any]) -> None:
    assert content["groepen"]["landing"] == [f"landing.{name}" for name in TABLES]
    exported = {
        table
        for file in FILES
        if file.name not in REGISTER_FILES
        for table in re.findall(r"from ([a-z_]+\.[a-z_]+)", file.query)
    }
    assert set(content["groepen"]["cijfers"]) == exported


def test_the_other_tables_are_in_the_database(content: dict[str, Any], settings: Settings) -> None:
    named = {name for task in content["taken"].values() for key in task for name in task[key]}
    with connect(settings) as conn:
        tables = {
            row[0]
            for row in conn.execute("select table_schema || '.' || table_name from information_schema.tables")
        }
    assert named - set(content["groepen"]) <= tables


def test_every_task_that_is_named_exists_and_gets_its_lineage(
    content: dict[str, Any], airflow_ready: Settings
) -> None:
    from airflow.dag_processing.dagbag import DagBag
    from herkomst import Herkomst, namespace

    bag = DagBag(PROJECT_ROOT / "dags", load_op_links=False)
    assert content["taken"]
    for name, task in content["taken"].items():
        flow, _, task_id = name.partition(".")
        operator = bag.dags[flow].get_task(task_id)
        assert operator.task_type in Herkomst.get_operator_classnames(), name
        found = Herkomst(operator).extract()
        assert found is not None
        assert bool(found.inputs) is bool(task.get("leest"))
        assert bool(found.outputs) is bool(task.get("schrijft"))
        assert all(item.namespace == namespace() for item in found.inputs + found.outputs)
    assert "@" not in namespace()
    tasks = {(dag.dag_id, task.task_id) for dag in bag.dags.values() for task in dag.tasks}
    without = {task for flow, task in tasks if f"{flow}.{task}" not in content["taken"]}
    assert without == WITHOUT, "a new task has a line in config/herkomst.yaml"
