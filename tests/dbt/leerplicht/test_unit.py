"""Every dbt unit test of the project ran in the build of this folder, and passed."""

from __future__ import annotations

import yaml

from rizoom.national.dbt import DBT_PROJECT

from .conftest import Built


def test_every_unit_test_of_the_project_passed(built: Built) -> None:
    written = {
        test["name"]
        for path in (DBT_PROJECT / "models").rglob("*.yml")
        for test in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).get("unit_tests", [])
    }
    passed = {node.name for node in built.nodes if node.status == "pass"}
    assert len(written) > 60
    assert written <= passed, sorted(written - passed)
