"""``rizoom demo``: a small synthetic country through the real flows, on one machine, in minutes.

Works in a home of its own (``demo`` inside the given one) with a server of its own, so that invented
persons never meet real ones.
"""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from rizoom.ops import work
from rizoom.ops.airflow_api import AirflowApi, Run
from rizoom.ops.figures import Figure, all_figures
from rizoom.ops.overview import write_overview
from rizoom.ops.supervisor import Airflow, AirflowError, running_airflow
from rizoom.ops.up import addresses, running_warehouse, stop_signals
from rizoom.settings import Settings

SCHOOLJAAR = "2024/2025"
SCALE = 0.001
SEED = 1
RUN_SECONDS = 600.0
POLL_SECONDS = 0.5


class DemoError(RuntimeError):
    """A flow failed or did not end; the message says which task and where its log is."""


@dataclass
class Bars:
    """The progress display: one line per part of the demo."""

    progress: Progress
    lines: dict[str, TaskID]

    def __call__(self, part: str, what: str, done: int, total: int) -> None:
        if part not in self.lines:
            self.lines[part] = self.progress.add_task(part, total=None)
        self.progress.update(self.lines[part], description=what, completed=done, total=total or None)

    def part(self, part: str) -> work.Progress:
        return lambda what, done, total: self(part, what, done, total)


def demo(
    settings: Settings,
    console: Console | None = None,
    *,
    scale: float = SCALE,
    seed: int = SEED,
    schooljaar: str = SCHOOLJAAR,
    stay: bool = False,
) -> int:
    """Run everything, print the figures, and stop (with ``stay``: go on until Ctrl-C).

    Returns the exit status: 0, or 1 after printing what failed and where the logs are.
    """
    console = console or Console()
    settings = settings.apart("demo")
    started = time.monotonic()
    try:
        with (
            stop_signals() as asked,
            running_warehouse(settings),
            _Display(console) as bars,
            ThreadPoolExecutor(1) as pool,
        ):
            country = pool.submit(_write_country, settings, scale, seed, schooljaar, bars)
            with running_airflow(settings, bars.part("airflow")) as airflow:
                fill_inbox(settings, country.result(), bars)
                run_flows(settings, airflow, bars)
                bars.progress.stop()
                show(settings, schooljaar, console, airflow.home.url if stay else None)
                console.print(f"Klaar in {time.monotonic() - started:.0f} seconden.")
                if stay:
                    console.print(addresses(settings, airflow))
                    console.print("Stoppen: Ctrl-C")
                    while not asked.wait(2):
                        airflow.check_alive()
    except (AirflowError, DemoError) as error:
        console.print(f"[bold red]De demo is mislukt.[/] {error}", highlight=False)
        console.print(f"Logs: {settings.home / 'logs'} en {settings.home / 'airflow' / 'logs'}")
        return 1
    return 0


def fill_inbox(settings: Settings, deliveries: Path, bars: Bars) -> None:
    """Put every delivery in the inbox, each complete from the moment it is seen there."""
    files = sorted(deliveries.glob("*.zip"))
    for number, file in enumerate(files, 1):
        new = settings.inbox / f".{file.name}.deel"
        shutil.copy2(file, new)
        new.replace(settings.inbox / file.name)
        bars("inbox", "Leveringen in de inbox zetten", number, len(files))


def run_flows(settings: Settings, airflow: Airflow, bars: Bars) -> None:
    """Start `leveringen` if need be, follow it, then the runs of `landelijke_tabellen` that it sets off."""
    with airflow.api() as api:
        before = {run.run_id for run in api.runs("landelijke_tabellen")}
        while any(settings.inbox.glob("*.zip")) or work.deliveries_waiting(settings):
            # A run of the schedule may have been first; then that one does the work.
            busy = [run for run in api.runs("leveringen") if not run.ended]
            for run in busy or [api.trigger("leveringen")]:
                follow(airflow, api, run, bars)
        deadline = time.monotonic() + RUN_SECONDS
        while work.years_waiting(settings) or not _all_ended(api, before):
            runs = [run for run in api.runs("landelijke_tabellen") if run.run_id not in before]
            for run in runs:
                follow(airflow, api, run, bars)
            if not runs and time.monotonic() > deadline:
                raise DemoError("De flow landelijke_tabellen is niet begonnen.")
            time.sleep(POLL_SECONDS)


def follow(airflow: Airflow, api: AirflowApi, run: Run, bars: Bars) -> None:
    """Show the progress of a run until it ends. Raises :class:`DemoError` when it fails or takes too long."""
    deadline = time.monotonic() + RUN_SECONDS
    while True:
        airflow.check_alive()
        run, tasks = api.run(run.dag, run.run_id), api.tasks(run)
        busy = sorted(
            {f"{task.task.split('.')[-1]} {task.name}".strip() for task in tasks if task.state == "running"}
        )
        label = f"{run.dag}: {', '.join(busy) or ('klaar' if run.ended else 'wacht')}"
        bars(
            f"{run.dag} {run.partition or ''}",
            label,
            sum(task.ended for task in tasks),
            len(tasks),
        )
        if run.state == "failed":
            failed = ", ".join(f"{task.task} {task.name}".strip() for task in tasks if task.state == "failed")
            raise DemoError(f"De flow {run.dag} is mislukt bij: {failed or 'onbekend'}.")
        if run.ended:
            return
        if time.monotonic() > deadline:
            raise DemoError(f"De flow {run.dag} is na {RUN_SECONDS:.0f} seconden niet klaar.")
        time.sleep(POLL_SECONDS)


def show(settings: Settings, schooljaar: str, console: Console, airflow_url: str | None) -> None:
    """Print the figures and where everything is; write the overview page."""
    figures = all_figures(settings, schooljaar)
    page = write_overview(settings, schooljaar, figures, airflow_url)
    for figure in figures:
        console.print(as_table(figure))
    console.print(f"Overzicht met grafieken: {page}", soft_wrap=True)
    console.print(f"Tabellen (CSV): {page.parent}", soft_wrap=True)


def as_table(figure: Figure) -> Table:
    """A figure for the terminal."""
    table = Table(
        title=figure.titel,
        caption=figure.uitleg,
        title_justify="left",
        caption_justify="left",
    )
    for place, name in enumerate(figure.koppen):
        table.add_column(
            name,
            justify="left" if place == 0 or name in {"Code", "Status"} else "right",
        )
    for row in figure.rijen:
        table.add_row(*row)
    return table


def _all_ended(api: AirflowApi, before: set[str]) -> bool:
    return all(run.ended for run in api.runs("landelijke_tabellen") if run.run_id not in before)


def _write_country(settings: Settings, scale: float, seed: int, schooljaar: str, bars: Bars) -> Path:
    """Write the deliveries of every supplier; returns their folder."""
    from rizoom.synth import write_country

    folder = settings.home / "land"
    write_country(
        folder,
        scale=scale,
        seed=seed,
        schooljaar=schooljaar,
        workers=1,
        progress=bars.part("land"),
    )
    return folder / "leveringen"


class _Display:
    """Shows the bars for the duration of a ``with``."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )

    def __enter__(self) -> Bars:
        self._progress.start()
        return Bars(self._progress, {})

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
