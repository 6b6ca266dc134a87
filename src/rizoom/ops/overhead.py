"""What Airflow itself costs: the same work through the flows and without them.

A synthetic country goes through the flows, all but one delivery at once and then that one. ``doorloop`` is
the time from the drop to the last table, ``bezig`` the part of it in which a task worked, ``werk`` the time
that the same functions take in this process. Works in a home of its own with a server of its own.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rizoom.ops import work
from rizoom.ops.airflow_api import AirflowApi, Run
from rizoom.ops.supervisor import Airflow, running_airflow
from rizoom.ops.up import running_warehouse
from rizoom.settings import Settings

SECONDS = 3 * 3600.0
FLOWS = ("leveringen", "landelijke_tabellen")


@dataclass(frozen=True)
class Part:
    """One drop; times in seconds."""

    naam: str
    leveringen: int
    taken: int
    doorloop: float
    bezig: float
    werk: float

    @property
    def wacht(self) -> float:
        """Seconds in which no task worked: what scheduling took."""
        return self.doorloop - self.bezig

    @property
    def naast_werk(self) -> float:
        """Seconds beside the work itself."""
        return self.doorloop - self.werk

    @property
    def aandeel(self) -> float:
        """Share of the time that went to scheduling."""
        return self.wacht / self.doorloop


def measure(
    settings: Settings, scale: float, schooljaar: str = "2024/2025", progress: work.Progress | None = None
) -> list[Part]:
    """Measure both drops. Raises :class:`TimeoutError` when the flows do not get through."""
    from rizoom.synth import write_country

    own = replace(settings.apart("overhead"), tussentijds=True)
    shutil.rmtree(own.home / "land", ignore_errors=True)
    write_country(own.home / "land", scale=scale, seed=1, schooljaar=schooljaar, progress=progress)
    *most, last = sorted((own.home / "land" / "leveringen").glob("*.zip"))
    parts = []
    with running_warehouse(own):
        direct = replace(own, home=own.home / "zonder", database="zonder", warehouse_url=_url(own))
        without = [_without(direct, files) for files in (most, [last])]
        with running_airflow(own, progress) as airflow:
            for name, files, seconds in zip(
                ("heel het land", "een levering"), (most, [last]), without, strict=True
            ):
                parts.append(_with(own, airflow, name, files, seconds))
    shutil.rmtree(own.home)
    return parts


def as_markdown(parts: Sequence[Part], scale: float) -> str:
    """The measurement as a table."""
    lines = [
        f"Scale {scale:g}",
        "",
        "| drop | deliveries | tasks | drop to figures (s) | a task worked (s) | scheduling (s) | share "
        "| the same without Airflow (s) | beside the work (s) |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {p.naam} | {p.leveringen} | {p.taken} | {p.doorloop:.1f} | {p.bezig:.1f} | {p.wacht:.1f} "
        f"| {p.aandeel:.0%} | {p.werk:.1f} | {p.naast_werk:.1f} |"
        for p in parts
    ]
    return "\n".join(lines) + "\n"


def as_json(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [asdict(p) | {"wacht": p.wacht, "naast_werk": p.naast_werk, "aandeel": p.aandeel} for p in parts]


def _url(settings: Settings) -> str:
    from rizoom.warehouse.server import ensure_server

    return ensure_server(settings)


def _without(direct: Settings, files: Sequence[Path]) -> float:
    """Seconds that the functions of the flows take when they are simply called, libraries loaded."""
    import great_expectations  # noqa: F401
    from dbt.cli.main import dbtRunner  # noqa: F401

    from rizoom.intake import flow, keys
    from rizoom.national import export
    from rizoom.national import flow as national
    from rizoom.warehouse.server import ensure_database

    direct.inbox.mkdir(parents=True, exist_ok=True)
    ensure_database(direct)
    keys.ensure_demo_key(direct)
    for file in files:
        shutil.copy2(file, direct.inbox / file.name)
    begin = time.monotonic()
    flow.receive(direct, direct.inbox, remove=True)
    for group in flow.plan_groups(direct, work.GROUPS_PER_THREAD * direct.threads):
        flow.read_group(direct, group)
    flow.check(direct)
    flow.decide(direct)
    flow.prune(direct)
    for year in national.years_to_build(direct):
        national.build_year(direct, year)
        export.write_tables(direct, year, work.output_folder(direct, year))
    return time.monotonic() - begin


def _with(settings: Settings, airflow: Airflow, name: str, files: Sequence[Path], seconds: float) -> Part:
    """One drop through the flows."""
    with airflow.api() as api:
        before = {run.run_id for flow in FLOWS for run in api.runs(flow)}
        for file in files:
            shutil.copy2(file, settings.inbox / f".{file.name}")
        for hidden in sorted(settings.inbox.glob(".*.zip")):
            hidden.rename(hidden.with_name(hidden.name[1:]))
        time.sleep(work.SETTLE_SECONDS)
        begin = datetime.now(UTC)
        api.trigger("leveringen")
        runs = _wait(settings, airflow, api, before)
        times = [(max(a, begin), b) for run in runs for a, b in api.times(run) if b > begin]
    end = max(b for _, b in times)
    return Part(name, len(files), len(times), (end - begin).total_seconds(), covered(times), seconds)


def _wait(settings: Settings, airflow: Airflow, api: AirflowApi, before: set[str]) -> list[Run]:
    """The runs since, once everything is decided, built and written."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        airflow.check_alive()
        time.sleep(0.5)
        if work.deliveries_waiting(settings) or work.years_waiting(settings):
            continue
        runs = [run for flow in FLOWS for run in api.runs(flow) if run.run_id not in before]
        if any(run.dag == FLOWS[1] for run in runs) and all(run.ended for run in runs):
            return runs
    raise TimeoutError(f"not done within {SECONDS:.0f} s")


def covered(times: Iterable[tuple[datetime, datetime]]) -> float:
    """Seconds that lie in at least one of the intervals."""
    total, until = 0.0, datetime.min.replace(tzinfo=UTC)
    for start, end in sorted(times):
        total += max(0.0, (end - max(start, until)).total_seconds())
        until = max(until, end)
    return total
