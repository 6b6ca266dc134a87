"""Charts of measurements, for ``docs/snelheid.md``: ``python -m rizoom.bench.charts docs/snelheid 0.01.json 0.1.json``.

Reads what ``rizoom bench --json`` wrote; the tables beside the charts are those that the command prints.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

BLUE, LIGHT, ORANGE = "#154273", "#8fb5d9", "#b45309"
# ratio → (target, whether lower is better)
TARGETS = {
    "inlezen": (2.5, True),
    "controles": (1.5, True),
    "opbouw": (5.0, True),
    "pandas": (25.0, False),
    "correctie": (0.1, True),
}


def stages(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Vega-Lite: microseconds per row of every stage, one bar per scale."""
    rows = [
        {
            "stap": stage["naam"],
            "schaal": f"{result['schaal']:g}",
            "µs": round(1e6 * stage["seconden"] / stage["rijen"], 2),
        }
        for result in results
        for stage in result["stappen"]
        if stage["rijen"] and not stage["naam"].startswith(("correctie ", "opbouw "))
    ]
    return {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "y": {"field": "stap", "type": "nominal", "sort": None, "title": None},
            "yOffset": {"field": "schaal", "type": "nominal"},
            "x": {"field": "µs", "type": "quantitative", "title": "microseconds per row"},
            "color": {"field": "schaal", "type": "nominal", "scale": {"range": [LIGHT, BLUE, ORANGE]}},
        },
        "width": 520,
    }


def ratios(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Vega-Lite: how far each ratio is from its target, on a logarithmic axis; 1 is the target, lower is better."""
    rows = [
        {
            "verhouding": f"{name} (target {'≤' if lower else '≥'} {target:g})",
            "schaal": f"{result['schaal']:g}",
            "keer": round(result["ratios"][name] / target if lower else target / result["ratios"][name], 3),
        }
        for result in results
        for name, (target, lower) in TARGETS.items()
    ]
    return {
        "layer": [
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "size": 90},
                "encoding": {
                    "y": {"field": "verhouding", "type": "nominal", "sort": None, "title": None},
                    "x": {
                        "field": "keer",
                        "type": "quantitative",
                        "scale": {"type": "log"},
                        "title": "times the target (lower is better)",
                    },
                    "color": {
                        "field": "schaal",
                        "type": "nominal",
                        "scale": {"range": [LIGHT, BLUE, ORANGE]},
                    },
                },
            },
            {
                "data": {"values": [{"keer": 1}]},
                "mark": {"type": "rule", "strokeDash": [4, 3]},
                "encoding": {"x": {"field": "keer", "type": "quantitative"}},
            },
        ],
        "width": 520,
    }


def write_charts(folder: Path, results: Sequence[dict[str, Any]]) -> list[Path]:
    """Write ``stappen.svg`` and ``verhoudingen.svg`` into the folder; their paths."""
    import vl_convert

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, chart in (("stappen", stages(results)), ("verhoudingen", ratios(results))):
        spec = {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "background": "#ffffff",
            **chart,
        }
        path = folder / f"{name}.svg"
        path.write_text(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]) + "\n", encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    write_charts(Path(sys.argv[1]), [json.loads(Path(name).read_text("utf-8")) for name in sys.argv[2:]])
