"""``rizoom up``: database server, warehouse and Airflow for one home, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from rich.console import Console
from rich.status import Status
from rich.table import Table

from rizoom.intake import keys
from rizoom.ops import work
from rizoom.ops.supervisor import Airflow, running_airflow
from rizoom.settings import Settings
from rizoom.warehouse.server import (
    ensure_database,
    ensure_server,
    known_url,
    stop_server,
)

CHECK_SECONDS = 2.0


@contextmanager
def running_warehouse(settings: Settings) -> Iterator[bool]:
    """Server, database, folders and key, ready for use. Gives whether a demo key was made.

    An embedded server that was not running before is stopped at the end.
    """
    was_running = _answers(settings)
    try:
        ensure_server(settings)
        ensure_database(settings)
        settings.inbox.mkdir(parents=True, exist_ok=True)
        work.output_root(settings).mkdir(parents=True, exist_ok=True)
        yield keys.ensure_demo_key(settings)
    finally:
        if not was_running:
            stop_server(settings)


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that SIGINT (Ctrl-C), SIGTERM and SIGHUP set, for the duration of the ``with``."""
    asked = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: asked.set()) for number in numbers}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def up(settings: Settings, console: Console | None = None) -> None:
    """Start everything, print the addresses, and stay until asked to stop.

    Raises:
        AirflowError: when Airflow does not start, or one of its processes ends time and again.
        ServerError: when the database server does not start.
    """
    console = console or Console()
    with (
        stop_signals() as asked,
        console.status("Database starten") as status,
        running_warehouse(settings) as demo_key,
        running_airflow(settings, _show(status, asked)) as airflow,
    ):
        status.stop()
        console.print(addresses(settings, airflow))
        if demo_key:
            console.print(
                "[yellow]Er is een sleutel gemaakt om mee te oefenen. Gebruik hem niet voor echte gegevens."
            )
        console.print("Stoppen: Ctrl-C")
        while not asked.wait(CHECK_SECONDS):
            ensure_server(settings)  # one that was killed recovers by itself
            for name in airflow.revive():
                console.print(f"[yellow]Airflow {name} was gestopt en is opnieuw gestart.")
        status.update("Stoppen")
        status.start()
    console.print("Gestopt.")


def addresses(settings: Settings, airflow: Airflow) -> Table:
    """Where to look: web pages, users, folders."""
    table = Table(title="Rizoom draait", show_header=False, title_justify="left")
    table.add_row("Airflow", airflow.home.url)
    table.add_row("gebruikers en wachtwoorden", str(airflow.home.password_file))
    table.add_row("leveringen hierin zetten", str(settings.inbox))
    table.add_row("tabellen komen hier", str(work.output_root(settings)))
    table.add_row("logs", str(airflow.home.logs))
    return table


class Stopped(KeyboardInterrupt):
    """Asked to stop while still starting."""


def _show(status: Status, asked: threading.Event) -> work.Progress:
    def report(what: str, done: int, total: int) -> None:
        if asked.is_set():
            raise Stopped
        status.update(f"{what} ({done}/{total})")

    return report


def _answers(settings: Settings) -> bool:
    url = known_url(settings)
    try:
        with psycopg.connect(url or "", connect_timeout=3):
            return url is not None
    except psycopg.OperationalError:
        return False
