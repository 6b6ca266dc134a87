"""The arithmetic of what Airflow costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rizoom.ops.overhead import Part, as_json, as_markdown, covered

START = datetime(2026, 1, 1, tzinfo=UTC)


def span(begin: float, end: float) -> tuple[datetime, datetime]:
    return START + timedelta(seconds=begin), START + timedelta(seconds=end)


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        ([], 0),
        ([span(0, 2), span(5, 6)], 3),
        ([span(0, 4), span(1, 2), span(3, 6)], 6),
        ([span(5, 6), span(0, 2), span(2, 3)], 4),
    ],
)
def test_seconds_in_which_a_task_worked(times: list[tuple[datetime, datetime]], seconds: float) -> None:
    assert covered(times) == seconds


def test_what_is_beside_the_work() -> None:
    part = Part("een levering", 1, 9, doorloop=40.0, bezig=30.0, werk=25.0)
    assert (part.wacht, part.naast_werk, part.aandeel) == (10.0, 15.0, 0.25)
    assert "| een levering | 1 | 9 | 40.0 | 30.0 | 10.0 | 25% | 25.0 | 15.0 |" in as_markdown([part], 0.01)
    assert as_json([part])[0]["aandeel"] == 0.25
