"""The measurement itself: a synthetic country through every stage, and the ratios in the same run."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from rizoom.bench import floors
from rizoom.bench.attendance import add_attendance
from rizoom.bench.correction import JONGEREN, corrected, of_size
from rizoom.bench.disk import disk_use
from rizoom.bench.memory import MemoryWatch
from rizoom.bench.years import add_years, settle
from rizoom.national.flow import BuildResult
from rizoom.settings import Settings
from rizoom.workspace import fingerprint, workspace

MIB = 1024 * 1024
SAMPLE_SHARE = 0.01
AGAIN = "opbouw opnieuw"
AMONG_YEARS = "opbouw tussen jaren"


@dataclass(frozen=True)
class Stage:
    """One stage: seconds, and what went through it. Memory: peaks in MiB during the stage."""

    naam: str
    seconden: float
    rijen: int
    megabytes: float
    python_mib: int
    server_mib: int

    @property
    def rijen_per_seconde(self) -> float:
        """Rows a second."""
        return self.rijen / self.seconden if self.seconden else 0.0


@dataclass(frozen=True)
class Measurement:
    """Everything one run of ``rizoom bench`` saw."""

    schaal: float
    stappen: tuple[Stage, ...]
    ratios: dict[str, float]
    schijf: dict[str, int] = field(default_factory=dict)
    knopen: dict[str, dict[str, float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Keys ``schaal``, ``stappen``, ``ratios``, ``geheugen``, ``schijf`` (bytes) and ``knopen``.

        ``knopen``: per build the seconds of its slowest models and tests, slowest first.
        """
        return {
            "schaal": self.schaal,
            "stappen": [
                {**asdict(stage), "rijen_per_seconde": round(stage.rijen_per_seconde)}
                for stage in self.stappen
            ],
            "ratios": {name: round(value, 2) for name, value in self.ratios.items()},
            "geheugen": {
                "python_mib": max(stage.python_mib for stage in self.stappen),
                "server_mib": max(stage.server_mib for stage in self.stappen),
            },
            "schijf": self.schijf,
            "knopen": self.knopen,
        }


def measure(
    settings: Settings,
    scale: float,
    seed: int = 1,
    schooljaar: str = "2024/2025",
    progress: Callable[[str, int, int], None] | None = None,
    attendance: bool = False,
    years: int = 1,
) -> Measurement:
    """Write a country, run every stage once, and measure the floors beside it.

    ``attendance``: with forty weeks for every pupil as well, three times the rows of all other tables.
    ``years``: with more than one the year is built anew at the end, alone and beside copies of it as earlier
    school years.

    Ratios: ``inlezen`` = read and land / COPY of the same files; ``controles`` = suites / the same predicates
    by hand; ``opbouw`` = national build / one range aggregation; ``pandas`` = seconds per row of the first
    idea (read_csv, expectations on pandas, to_sql; a 1 % sample) / ours until the checks are done;
    ``correctie`` = national build after one corrected delivery of a municipality of 50,000 youths (at scale
    1.0), which comes when the server has vacuumed what it got / full build; ``jaren`` = that year built anew
    in a warehouse of ``years`` school years / alone.
    """
    with workspace(settings, fingerprint("bench", scale, seed, schooljaar, attendance, years)) as own:
        return _measure(own, scale, seed, schooljaar, progress or (lambda *_: None), attendance, years)


def _measure(
    own: Settings,
    scale: float,
    seed: int,
    schooljaar: str,
    progress: Callable[[str, int, int], None],
    attendance: bool,
    years: int,
) -> Measurement:
    from rizoom.intake import flow, keys
    from rizoom.intake.bench_checks import bench_checks
    from rizoom.national import flow as national
    from rizoom.national.export import write_tables
    from rizoom.synth import write_country
    from rizoom.warehouse.connect import connect

    keys.ensure_demo_key(own)
    country = own.home / "land"
    stages: list[Stage] = []
    nodes: dict[str, dict[str, float]] = {}
    size = 0.0

    def stage(name: str, work: Callable[[], object]) -> None:
        with MemoryWatch() as memory:
            started = time.perf_counter()
            outcome = work()
            seconds = time.perf_counter() - started
        with connect(own) as conn:
            rows = floors.landed_rows(conn)
        stages.append(Stage(name, seconds, rows, size, memory.python // MIB, memory.server // MIB))
        if isinstance(outcome, national.BuildResult):
            nodes[name] = slowest(outcome)

    stage(
        "land",
        lambda: write_country(country, scale=scale, seed=seed, schooljaar=schooljaar, progress=progress),
    )
    deliveries = country / "leveringen"
    if attendance:
        stage("aanwezigheid", lambda: add_attendance(deliveries, schooljaar))
    size = sum(path.stat().st_size for path in deliveries.iterdir()) / MIB
    stage("ontvangen", lambda: flow.receive(own, deliveries, progress=progress))
    stage("lezen", lambda: _read(own))
    with connect(own) as conn:
        ids = [
            row[0]
            for row in conn.execute("select levering_id from register.levering where gelezen_op is not null")
        ]
    checks = bench_checks(own, ids)
    stage("controleren", lambda: flow.check(own, progress))
    stage("besluiten", lambda: flow.decide(own, progress))
    stage("opbouw", lambda: national.build_year(own, schooljaar, progress=progress))
    stage("tabellen", lambda: write_tables(own, schooljaar, own.home / "uit"))

    rows = stages[-1].rijen
    build_floor = floors.build_floor_seconds(own, schooljaar)
    with connect(own) as conn:
        disk = disk_use(conn)
    inbox = own.home / "correctie"
    inbox.mkdir()
    corrected(of_size(deliveries, JONGEREN * scale), inbox / "correctie.zip")
    _settle(own)
    stage("correctie inlezen", lambda: _take_in(own, inbox))
    stage("correctie opbouw", lambda: national.build_year(own, schooljaar, progress=progress))
    if years > 1:
        again = partial(national.build_year, own, schooljaar, volledig=True, progress=progress)
        stage(AGAIN, again)
        with connect(own) as conn:
            add_years(conn, schooljaar, years - 1)
        _settle(own)
        stage(AMONG_YEARS, again)

    seconds = {item.naam: item.seconden for item in stages}
    with floors.scratch() as folder:
        files = floors.unpacked(deliveries, Path(folder))
        copied = floors.copy_seconds(own, files, own.threads)
        idea, idea_rows = floors.first_idea_seconds(own, floors.sample(files, SAMPLE_SHARE))
    shutil.rmtree(country)
    ours = (seconds["ontvangen"] + seconds["lezen"] + seconds["controleren"]) / max(rows, 1)
    ratios = {
        "inlezen": (seconds["ontvangen"] + seconds["lezen"]) / copied,
        "controles": checks.verhouding,
        "opbouw": seconds["opbouw"] / build_floor,
        "pandas": (idea / max(idea_rows, 1)) / ours,
        "correctie": seconds["correctie opbouw"] / seconds["opbouw"],
    }
    if years > 1:
        ratios["jaren"] = seconds[AMONG_YEARS] / seconds[AGAIN]
    return Measurement(scale, tuple(stages), ratios, disk, nodes)


def slowest(build: BuildResult, number: int = 20) -> dict[str, float]:
    """Seconds of the slowest models and tests of a build, slowest first."""
    ordered = sorted(build.nodes, key=lambda node: (-node.seconds, node.name))
    return {node.name: round(node.seconds, 2) for node in ordered[:number]}


def _settle(settings: Settings) -> None:
    from rizoom.warehouse.connect import connect

    with connect(settings, autocommit=True) as conn:
        settle(conn)


def _take_in(settings: Settings, inbox: Path) -> None:
    """One delivery from inbox to decision."""
    from rizoom.intake import flow

    flow.receive(settings, inbox)
    _read(settings)
    flow.check(settings)
    outcome = flow.decide(settings)
    if outcome != {"vigerend": 1}:
        raise RuntimeError(f"the corrected delivery did not come in force: {outcome}")


def _read(settings: Settings) -> None:
    """Read all waiting deliveries with as many processes as threads."""
    from rizoom.intake import flow

    groups = flow.plan_groups(settings, 4 * settings.threads)
    with ProcessPoolExecutor(settings.threads) as pool:
        list(pool.map(flow.read_group, [settings] * len(groups), groups))
