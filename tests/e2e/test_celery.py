"""The same flows under CeleryExecutor: a real Redis, two workers, one of them killed in the middle."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import redis

from rizoom.ops.airflow_home import free_port
from rizoom.ops.supervisor import Airflow, Celery, running_airflow
from rizoom.ops.up import running_warehouse
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d

RUN_SECONDS = 420.0
DELIVERIES = 24


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    """A Redis of our own, with a password, on loopback."""
    program = shutil.which("redis-server")
    assert program, "tests/prepare.sh installs Redis"
    port, password = free_port(), secrets.token_hex(16)
    config = tmp_path / "redis.conf"
    config.write_text(f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {tmp_path}\nsave ''\n")
    process = subprocess.Popen([program, str(config)], stdout=subprocess.DEVNULL)
    try:
        client = redis.Redis(port=port, password=password)
        wait_for(lambda: _answers(client), 20, "redis")
        yield f"redis://:{password}@127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def wait_for(condition: Callable[[], object], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.2)


def test_a_killed_worker_loses_nothing(broker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith(("RIZOOM_", "AIRFLOW"))]:
        monkeypatch.delenv(name)
    settings = Settings(home=tmp_path / "home")
    settings.home.mkdir()
    with running_warehouse(settings), running_airflow(settings, celery=Celery(broker)) as airflow:
        for number in range(1, DELIVERIES + 1):
            file = d.write_zip(tmp_path / "gemaakt" / f"{number}.zip", volgnummer=number)
            os.utime(file, (time.time() - 60,) * 2)
            shutil.copy2(file, settings.inbox / f".{file.name}")
        for hidden in sorted(settings.inbox.glob(".*.zip")):
            hidden.rename(hidden.with_name(hidden.name[1:]))
        with airflow.api() as api:
            run = next((r for r in api.runs("leveringen") if not r.ended), None) or api.trigger("leveringen")
            victim = busy_worker(airflow)
            family = [victim, *victim.children(recursive=True)]
            for process in family:
                process.send_signal(signal.SIGKILL)
            wait_for(lambda: _decided(settings) == DELIVERIES, RUN_SECONDS, "every delivery is decided on")
            assert api.flows() >= {"leveringen", "landelijke_tabellen", "kalender"}
            wait_for(lambda: api.run(run.dag, run.run_id).ended, RUN_SECONDS, "the run that was hit")
            assert api.run(run.dag, run.run_id).state == "success"
        with connect(settings) as conn:
            counts = dict(
                conn.execute("select status, count(*) from register.levering group by 1").fetchall()
            )
            assert counts == {"vigerend": 1, "vervangen": DELIVERIES - 1}
            bewijs = conn.execute("select count(*) from register.ontvangstbewijs").fetchone()
            assert bewijs == (DELIVERIES,)
    assert not list(settings.inbox.glob("*.zip"))


def busy_worker(airflow: Airflow) -> psutil.Process:
    """The worker process that is doing a task at this moment."""
    workers = [child for child in airflow.children if child.name.startswith("worker-")]
    assert len(workers) == 2
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        for guard in [child.guard.pid for child in workers]:
            for process in psutil.Process(guard).children(recursive=True):
                if any(part.startswith("airflow worker -- ") for part in _cmdline(process)):
                    return _top(process, guard)
        time.sleep(0.05)
    raise AssertionError("no worker ever did a task")


def _top(process: psutil.Process, guard: int) -> psutil.Process:
    """The Celery main process above a task: the child of the guard."""
    while process.ppid() != guard:
        process = psutil.Process(process.ppid())
    return process


def _cmdline(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _decided(settings: Settings) -> int:
    with connect(settings) as conn:
        row = conn.execute(
            "select count(*) from register.levering where status in ('vigerend', 'vervangen')"
        ).fetchone()
    assert row is not None
    return int(row[0])
