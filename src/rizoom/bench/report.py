"""A measurement as a Markdown table."""

from __future__ import annotations

from rizoom.bench.measure import Measurement


def as_markdown(result: Measurement) -> str:
    """Stages and ratios; numbers as they were seen in this one run."""
    lines = [
        f"Scale {result.schaal:g}",
        "",
        "| stage | seconds | rows | rows/s | MB of zips | Python peak MiB | PostgreSQL peak MiB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {s.naam} | {s.seconden:.1f} | {s.rijen} | {s.rijen_per_seconde:.0f} | {s.megabytes:.1f} "
        f"| {s.python_mib} | {s.server_mib} |"
        for s in result.stappen
    ]
    lines += ["", "| ratio | value |", "|---|---:|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in result.ratios.items()]
    if result.schijf:
        lines += ["", "| disk | bytes |", "|---|---:|"]
        lines += [f"| {name} | {value} |" for name, value in result.schijf.items()]
    for stage, nodes in result.knopen.items():
        lines += ["", f"| slowest of {stage} | seconds |", "|---|---:|"]
        lines += [f"| {name} | {seconds:.1f} |" for name, seconds in nodes.items()]
    return "\n".join(lines) + "\n"
