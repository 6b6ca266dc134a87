"""The charts show what was measured, and nothing that has no rows."""

from __future__ import annotations

from pathlib import Path

from rizoom.bench.charts import ratios, stages, write_charts
from rizoom.bench.measure import Measurement, Stage

RESULT = Measurement(
    0.1,
    (
        Stage("land", 5.0, 0, 0.0, 1, 1),
        Stage("lezen", 2.0, 1_000_000, 1.0, 1, 1),
        Stage("correctie opbouw", 9.0, 1_000_000, 1.0, 1, 1),
        Stage("opbouw tussen jaren", 9.0, 1_000_000, 1.0, 1, 1),
    ),
    {"inlezen": 5.0, "controles": 1.5, "opbouw": 2.5, "pandas": 50.0, "correctie": 0.3},
).as_json()


def test_bars_are_microseconds_per_row_of_stages_with_rows() -> None:
    assert stages([RESULT])["data"]["values"] == [{"stap": "lezen", "schaal": "0.1", "µs": 2.0}]


def test_one_is_the_target_and_lower_is_better() -> None:
    values = ratios([RESULT])["layer"][0]["data"]["values"]
    assert [row["keer"] for row in values] == [2.0, 1.0, 0.5, 0.5, 3.0]


def test_charts_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    first, again = (
        [path.read_bytes() for path in write_charts(tmp_path / name, [RESULT])] for name in ("a", "b")
    )
    assert first == again
    assert all(chart.startswith(b"<svg") for chart in first)
    assert "microseconds per row" in first[0].decode()
