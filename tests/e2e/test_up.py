"""`rizoom up` as a user starts it: its own server, a real Airflow, a zip in the inbox, figures out."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from rizoom.ops import work
from rizoom.ops.airflow_api import AirflowApi, Run
from rizoom.ops.airflow_home import USERS
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from rizoom.warehouse.server import known_url, stop_server
from tests.intake import deliveries as d

YEAR = "2024/2025"
START_SECONDS = 150.0
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
        port, password = _json(kept / "rizoom.json")["port"], _json(kept / "wachtwoorden.json")[user]
        return AirflowApi(f"http://127.0.0.1:{port}", user, str(password))

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def _json(file: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads(file.read_text())
    return content


def start(home: Path) -> Up:
    home.mkdir(parents=True)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("RIZOOM_", "AIRFLOW"))}
    output = home / "output"
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", "from rizoom.cli import app; app()", "up"],
            env=env | {"RIZOOM_HOME": str(home), "COLUMNS": "200"},
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
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.5)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    started = start(tmp_path_factory.mktemp("up") / "home")
    try:
        wait_for(lambda: started.ready, START_SECONDS, "rizoom up")
        yield started
    finally:
        end(started)


def test_the_addresses_are_printed_and_only_this_machine_is_served(up: Up) -> None:
    printed = up.output.read_text()
    for expected in (str(up.settings.inbox), str(work.output_root(up.settings)), "http://127.0.0.1:"):
        assert expected in printed
    listening = {
        connection.laddr.ip
        for process in up.descendants()
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    for user in USERS:
        assert str(_json(up.settings.home / "airflow" / "wachtwoorden.json")[user]) not in printed


def test_a_viewer_may_look_but_not_start_a_run(up: Up) -> None:
    with up.api("kijker") as api:
        assert api.flows() >= {"leveringen", "landelijke_tabellen"}
        with pytest.raises(httpx.HTTPStatusError, match="403"):
            api.trigger("leveringen")
        with pytest.raises(httpx.HTTPStatusError, match="401"):
            AirflowApi(str(api._client.base_url), "admin", "wrong").flows()


def test_a_second_up_on_the_same_home_is_refused(up: Up) -> None:
    from rizoom.ops.supervisor import AirflowError, running_airflow

    with pytest.raises(AirflowError, match="draait al"), running_airflow(up.settings):
        pass
    assert up.ready


def test_a_zip_in_the_inbox_becomes_figures(up: Up) -> None:
    deliver(up, "eerste.zip")
    assert count(up.settings, "TELPLICHTIG") == "1"

    # A corrected delivery with a second child takes the place of the first.
    second = _bsn()
    deliver(
        up,
        "tweede.zip",
        volgnummer=2,
        content=d.files(
            jongere=[[d.BSN, "bsn", "2012-05-06", "V", "", ""], [second, "bsn", "2013-01-31", "M", "", ""]],
            verblijf=[[d.BSN, "GM0344", "2012-05-06", "", ""], [second, "GM0344", "2013-01-31", "", ""]],
        ),
    )
    assert count(up.settings, "TELPLICHTIG") == "2"
    with connect(up.settings) as conn:
        found = Counter(row[0] for row in conn.execute("select status from register.levering"))
    assert found == {"vigerend": 1, "vervangen": 1}
    logs = [file for file in up.settings.home.rglob("*.log") if file.is_file()]
    assert len(logs) > 10
    assert not [file for file in logs if d.BSN in file.read_text(errors="replace")]


def test_two_homes_side_by_side_and_a_killed_one_leaves_nothing(up: Up, tmp_path: Path) -> None:
    other = start(tmp_path / "other")
    try:
        wait_for(lambda: other.ready, START_SECONDS, "the second rizoom up")
        with up.api() as one, other.api() as two:
            for api in (one, two):
                wait_for(lambda api=api: set(api.health().values()) == {"healthy"}, 30, "both healthy")
        family = other.descendants()
        assert len(family) >= 8, "four guards and four components"
        other.process.kill()
        other.process.wait()
        wait_for(lambda: not [p for p in family if _lives(p)], 30, "the children are gone")
        assert up.ready
        with up.api() as one:
            wait_for(lambda: set(one.health().values()) == {"healthy"}, 30, "the other one goes on")
    finally:
        end(other)


def test_sigterm_stops_everything(up: Up) -> None:
    family = up.descendants()
    assert known_url(up.settings)
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(timeout=60) == 0, up.output.read_text()
    assert not [p for p in family if _lives(p)]
    assert not (up.settings.home / "server" / "data" / "postmaster.pid").exists()


def deliver(up: Up, name: str, **changes: object) -> None:
    """Put a zip in the inbox and wait until the figures have followed."""
    with up.api() as api:
        before = {run.run_id for run in api.runs("landelijke_tabellen")}
        path = d.write_zip(up.settings.inbox / f".{name}", **changes)  # type: ignore[arg-type]
        os.utime(path, (time.time() - 60,) * 2)
        path.rename(up.settings.inbox / name)
        first = api.trigger("leveringen")
        wait_for(lambda: api.run(first.dag, first.run_id).ended, RUN_SECONDS, "leveringen")
        assert api.run(first.dag, first.run_id).state == "success"

        def following() -> list[Run]:
            return [run for run in api.runs("landelijke_tabellen") if run.run_id not in before]

        wait_for(following, RUN_SECONDS, "a run for the year that changed")
        wait_for(lambda: all(run.ended for run in following()), RUN_SECONDS, "landelijke_tabellen")
        assert {(run.state, run.partition) for run in following()} == {("success", YEAR)}


def count(settings: Settings, indicator: str) -> str:
    with (work.output_folder(settings, YEAR) / "leerplichttelling.csv").open(newline="") as file:
        rows = [
            row["aantal"]
            for row in csv.DictReader(file)
            if (row["gebied"], row["indicator"], row["onderwijssoort_klasse"])
            == ("GM0344", indicator, "TOTAAL")
        ]
    assert len(rows) == 1
    return rows[0]


def _bsn() -> str:
    """The next number in the test range that passes the elfproef."""
    from stdnum.nl import bsn

    return next(str(n) for n in range(int(d.BSN) + 1, int(d.BSN) + 200) if bsn.is_valid(str(n)))


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False
