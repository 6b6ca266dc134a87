"""Airflow as four child processes against the server of one home.

``running_airflow`` starts api-server, scheduler, dag-processor and triggerer, waits until all are healthy
and the flows have been read, and stops them at the end of the ``with``. They cannot outlive this process
(see :mod:`rizoom.ops.guard`). Two homes run side by side; a second supervisor on one home is refused.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version

import psycopg
from filelock import FileLock, Timeout

from rizoom.ops.airflow_api import AirflowApi
from rizoom.ops.airflow_home import (
    AirflowHome,
    airflow_database,
    prepare,
    recall,
    remember,
)
from rizoom.ops.process import Child, start
from rizoom.ops.work import Progress
from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.connect import database_url
from rizoom.warehouse.server import create_database

START_SECONDS = 180.0
RESTARTS = 12  # more often than this in an hour is not bad luck
POLL_SECONDS = 0.5
# Options, and the seconds to stop in. Task logs need no server: the web pages read them from the same disk.
# The triggerer keeps nothing that is not in the database, and would take ten seconds to say goodbye.
COMPONENTS: dict[str, tuple[list[str], float]] = {
    "api-server": ([], 5),
    "scheduler": (["--skip-serve-logs"], 12),
    "dag-processor": ([], 5),
    "triggerer": (["--skip-serve-logs"], 1),
}
POOLS = PROJECT_ROOT / "config" / "pools.json"  # what may run at the same time, as data
HEALTHY = {"metadatabase", "scheduler", "triggerer", "dag_processor"}


@dataclass(frozen=True)
class Celery:
    """Tasks go over a broker (a Redis URL) to worker processes instead of forks of the scheduler."""

    broker: str = field(repr=False)
    workers: int = 2

    def env(self, airflow_database_url: str) -> dict[str, str]:
        """The configuration that makes these processes share the work."""
        return {
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CELERY__BROKER_URL": self.broker,
            "AIRFLOW__CELERY__RESULT_BACKEND": airflow_database_url.replace(
                "postgresql:", "db+postgresql:", 1
            ),
            "AIRFLOW__CELERY__WORKER_PREFETCH_MULTIPLIER": "1",
            # A worker that died is noticed within half a minute; its task is then tried again.
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "30",
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
        }


class AirflowError(RuntimeError):
    """Airflow did not start or did not stay up; the message names the log to read."""


@dataclass
class Airflow:
    """A running Airflow."""

    home: AirflowHome
    children: list[Child] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)

    def api(self, user: str = "admin") -> AirflowApi:
        return AirflowApi(self.home.url, user, self.home.password(user))

    def check_alive(self) -> None:
        """Raise :class:`AirflowError` when one of the processes has ended."""
        for child in self.children:
            if not child.alive:
                raise AirflowError(f"Airflow {child.name} is gestopt. Log: {child.log}\n{child.tail()}")

    def revive(self) -> list[str]:
        """Start again every process that has ended, as a process manager does; their names.

        Raises :class:`AirflowError` when that happens all the time.
        """
        ended = [number for number, child in enumerate(self.children) if not child.alive]
        now = time.monotonic()
        self.restarts = [moment for moment in self.restarts if now - moment < 3600] + [now] * len(ended)
        if len(self.restarts) > RESTARTS:
            self.check_alive()
        for number in ended:
            self.children[number] = self.children[number].again()
        return [self.children[number].name for number in ended]


@contextmanager
def running_airflow(
    settings: Settings, progress: Progress | None = None, celery: Celery | None = None
) -> Iterator[Airflow]:
    """A healthy Airflow for the duration of the ``with``. Raises :class:`AirflowError`.

    ``progress`` is called with (what, done, total). The database server must be running.
    """
    report = progress or (lambda *_: None)
    create_database(settings, airflow_database(settings))
    (settings.home / "airflow").mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.home / "airflow" / "slot", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise AirflowError(f"Airflow draait al voor {settings.home}") from None
    try:
        airflow = Airflow(prepare(settings))
        if celery is not None:
            airflow.home.env.update(celery.env(database_url(settings, airflow_database(settings))))
        try:
            steps = len(COMPONENTS) + 2
            report("Airflow: database bijwerken", 0, steps)
            migrate(settings, airflow.home)
            for name, (options, seconds) in COMPONENTS.items():
                command = [sys.executable, "-m", "airflow", name, *options]
                log = airflow.home.logs / f"airflow-{name}.log"
                airflow.children.append(start(name, command, airflow.home.env, log, seconds))
            for number in range(celery.workers if celery else 0):
                airflow.children.append(_worker(airflow.home, number))
            wait_until_healthy(airflow, report, steps)
            yield airflow
        finally:
            stop(airflow)
    finally:
        lock.release()


def _worker(home: AirflowHome, number: int) -> Child:
    name = f"worker-{number}"
    options = ["--concurrency", "1", "--celery-hostname", f"{name}@%h", "--skip-serve-logs"]
    command = [sys.executable, "-m", "airflow", "celery", "worker", *options]
    return start(name, command, home.env, home.logs / f"airflow-{name}.log", 12)


def stop(airflow: Airflow) -> None:
    """Stop all processes: those that start tasks first, the api-server (which they talk to) last."""
    for group in (airflow.children[:0:-1], airflow.children[:1]):
        for child in group:
            child.ask_to_stop()
        for child in group:
            child.wait()
    airflow.children.clear()


def migrate(settings: Settings, home: AirflowHome) -> None:
    """Bring Airflow's own tables up to date; costs nothing when this version did so before."""
    url = database_url(settings, airflow_database(settings))
    release = version("apache-airflow-core")
    if recall(home, "migrated") == f"{release} {_revision(url)}":
        return
    log = home.logs / "airflow-migrate.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        result = subprocess.run(
            [sys.executable, "-m", "airflow", "db", "migrate"],
            env=home.env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if result.returncode:
        raise AirflowError(f"De tabellen van Airflow konden niet worden gemaakt. Log: {log}")
    remember(home, "migrated", f"{release} {_revision(url)}")


def wait_until_healthy(airflow: Airflow, report: Progress, steps: int) -> None:
    """Return when every component has a heartbeat and every file in ``dags`` has been read."""
    expected = {file.stem for file in (PROJECT_ROOT / "dags").glob("*.py")}
    deadline = time.monotonic() + START_SECONDS
    with airflow.api() as api:
        while True:
            airflow.check_alive()
            health = api.health()
            healthy = sum(health.get(name) == "healthy" for name in HEALTHY)
            missing = expected - api.flows() if healthy == len(HEALTHY) else expected
            report("Airflow: opstarten", 1 + healthy, steps)
            if not missing:
                api.set_pools(json.loads(POOLS.read_text(encoding="utf-8")))
                report("Airflow: klaar", steps, steps)
                return
            if healthy == len(HEALTHY) and (errors := api.import_errors()):
                raise AirflowError("Een flow kan niet worden gelezen:\n" + "\n".join(errors))
            if time.monotonic() > deadline:
                raise AirflowError(
                    f"Airflow is na {START_SECONDS:.0f} s niet klaar (gezond: {healthy} van {len(HEALTHY)}, "
                    f"ontbreekt: {', '.join(sorted(missing))}). Logs: {airflow.home.logs}"
                )
            time.sleep(POLL_SECONDS)


def _revision(url: str) -> str:
    """The version of Airflow's tables in the database; empty when there are none."""
    with psycopg.connect(url, connect_timeout=10) as conn:
        if conn.execute("select to_regclass('alembic_version')").fetchone() == (None,):
            return ""
        row = conn.execute("select version_num from alembic_version").fetchone()
    return str(row[0]) if row else ""
