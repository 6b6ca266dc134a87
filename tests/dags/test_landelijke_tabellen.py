"""The flow `landelijke_tabellen`, run by Airflow in this process, with dbt, against a real warehouse."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from rizoom.intake import flow
from rizoom.ops import work
from rizoom.settings import Settings
from tests.intake import deliveries as d

RunFlow = Callable[..., tuple[str, dict[str, list[str]]]]
YEAR = "2024/2025"


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """With the seeds loaded: a build here starts from them."""
    return seeded_settings


def table(settings: Settings, name: str) -> list[dict[str, str]]:
    with (work.output_folder(settings, YEAR) / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def count(settings: Settings, indicator: str, area: str) -> str:
    found = [
        row["aantal"]
        for row in table(settings, "leerplichttelling")
        if (row["gebied"], row["indicator"], row["onderwijssoort_klasse"]) == (area, indicator, "TOTAAL")
    ]
    assert len(found) == 1
    return found[0]


def test_nothing_to_build_costs_one_task(flow_env: Settings, run_flow: RunFlow) -> None:
    state, tasks = run_flow("landelijke_tabellen")
    assert state == "success"
    assert tasks.pop("schooljaren") == ["success"]
    assert {s for states in tasks.values() for s in states} == {"skipped"}


def test_a_year_that_is_asked_for_is_built_and_written(
    flow_env: Settings, run_flow: RunFlow, tmp_path: Path
) -> None:
    d.write_zip(tmp_path / "in" / "a.zip")
    flow.run_intake(flow_env, tmp_path / "in")
    assert work.years_waiting(flow_env) == [YEAR]

    state, tasks = run_flow("landelijke_tabellen", {"schooljaar": YEAR, "volledig": True})
    assert (state, tasks["per_schooljaar.bouwen"]) == ("success", ["success"])
    assert tasks["per_schooljaar.wegschrijven"] == ["success"]
    assert work.years_waiting(flow_env) == []
    assert count(flow_env, "TELPLICHTIG", "GM0344") == "1"
    assert count(flow_env, "AV_POTENTIEEL", "GM0344") == "1", "under duty and nowhere enrolled"

    _, tasks = run_flow("landelijke_tabellen")
    assert tasks["per_schooljaar.bouwen"] == ["skipped"], "not behind any more"
