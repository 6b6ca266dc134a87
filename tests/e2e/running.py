"""`rizoom up` in a process of its own, as a user starts it, and the little that tests ask of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from rizoom.ops.airflow_api import AirflowApi, Run
from rizoom.settings import Settings
from rizoom.warehouse.server import stop_server
from tests.intake import deliveries as d

START_SECONDS = 240.0
RUN_SECONDS = 900.0  # on a machine that does much else


@dataclass
class Up:
    """A `rizoom up` in a process of its own."""

    settings: Settings
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def ready(self) -> bool:
        assert self.process.poll() is None, self.output.read_text()
        return "Stoppen: Ctrl-C" in self.output.read_text()

    def api(self, user: str = "admin") -> AirflowApi:
        kept = self.settings.home / "airflow"
        port, password = read_json(kept / "rizoom.json")["port"], read_json(kept / "wachtwoorden.json")[user]
        return AirflowApi(f"http://127.0.0.1:{port}", user, str(password))

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, name: str) -> psutil.Process:
        """The process of one part of Airflow: the child of its guard."""
        for guard in psutil.Process(self.process.pid).children():
            words = guard.cmdline()
            if "rizoom.ops.guard" in words and words[words.index("airflow") + 1] == name:
                return guard.children()[0]
        raise AssertionError(f"{name} does not run")


def read_json(file: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads(file.read_text())
    return content


def start(home: Path, env: Mapping[str, str] | None = None) -> Up:
    """Start it with nothing of this process's configuration but ``env``."""
    home.mkdir(parents=True)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("RIZOOM_", "AIRFLOW", "OTEL"))}
    output = home / "output"
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "from rizoom.cli import app; app()", "up"],
            env=clean | {"RIZOOM_HOME": str(home), "COLUMNS": "200"} | dict(env or {}),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    return Up(Settings(home=home), process, output)


def end(up: Up) -> None:
    """For the case that a test failed half-way."""
    if up.process.poll() is None:
        up.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            up.process.wait(timeout=60)
        up.process.kill()
    stop_server(up.settings)


def wait_for(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Until the condition holds. An Airflow that does not answer, or that has just lost its database, is not yet."""
    deadline = time.monotonic() + seconds
    while True:
        with suppress(httpx.HTTPError):
            if condition():
                return
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.5)


def put(up: Up, name: str, **changes: object) -> None:
    """A zip in the inbox, there as a whole from the moment it is seen."""
    path = d.write_zip(up.settings.inbox / f".{name}", **changes)  # type: ignore[arg-type]
    os.utime(path, (time.time() - 60,) * 2)
    path.rename(up.settings.inbox / name)


def deliver(up: Up, year: str, name: str, **changes: object) -> list[Run]:
    """Put a zip in the inbox and wait until the figures have followed; the runs that built them."""
    with up.api() as api:
        before = {run.run_id for run in api.runs("landelijke_tabellen")}
        put(up, name, **changes)
        first = api.trigger("leveringen")
        wait_for(lambda: api.run(first.dag, first.run_id).ended, RUN_SECONDS, "leveringen")
        assert api.run(first.dag, first.run_id).state == "success"

        def following() -> list[Run]:
            return [run for run in api.runs("landelijke_tabellen") if run.run_id not in before]

        wait_for(following, RUN_SECONDS, "a run for the year that changed")
        wait_for(lambda: all(run.ended for run in following()), RUN_SECONDS, "landelijke_tabellen")
        assert {(run.state, run.partition) for run in following()} == {("success", year)}
        return following()


def lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False
