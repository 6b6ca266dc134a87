"""Work that is disturbed at a chosen moment, in a process of its own, and what the warehouse then holds.

The process is a fork: it has every library already, and a SIGKILL takes nothing else with it.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
from psycopg import sql

from rizoom.intake import flow, rawstore
from rizoom.intake.schema import TABLES
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect, database_url
from rizoom.warehouse.server import ensure_server

Step = Callable[[Settings], object]
BARE = psycopg.Connection._exec_command
KINDS = ("kill", "disk", "voor", "na", "server")
FORK = multiprocessing.get_context("fork")
SECONDS = 800.0  # on a machine that does much else


def receive(settings: Settings) -> None:
    flow.receive(settings, settings.inbox, remove=True)


def read(settings: Settings) -> None:
    for group in flow.plan_groups(settings, 2):
        flow.read_group(settings, group)


STEPS: tuple[Step, ...] = (receive, read, flow.check, flow.decide, flow.prune)


def everything(settings: Settings) -> None:
    """All steps of the flow `leveringen`, as its tasks call them."""
    for step in STEPS:
        step(settings)


@dataclass
class Counter:
    """Counts moments; at number ``at`` it strikes."""

    at: int
    strike: Callable[[], None]
    seen: int = 0

    def moment(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            self.strike()


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def disk_is_full() -> None:
    """What the server says when its disk is full."""
    raise psycopg.errors.DiskFull("could not extend file: No space left on device")


@contextmanager
def at_every_statement(counter: Counter) -> Iterator[None]:
    """``counter.moment`` before every statement that is sent to the database."""

    def counted(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            counter.moment()
            return original(*args, **kwargs)

        return call

    with (
        mock.patch.object(psycopg.Cursor, "execute", counted(psycopg.Cursor.execute)),
        mock.patch.object(psycopg.Cursor, "executemany", counted(psycopg.Cursor.executemany)),
        mock.patch.object(psycopg.Cursor, "copy", counted(psycopg.Cursor.copy)),
        mock.patch.object(os, "fsync", counted(os.fsync)),
    ):
        yield


@contextmanager
def at_every_commit(counter: Counter, settings: Settings, after: bool) -> Iterator[None]:
    """``counter.moment`` at every COMMIT; where it strikes the connection is cut, before or after it took effect."""
    original = psycopg.Connection._exec_command

    def command(self: Any, text: Any, *args: Any, **kwargs: Any) -> Any:
        cut = False
        if text == b"COMMIT":
            seen = counter.seen
            counter.moment()
            cut = seen + 1 == counter.at
        if cut and not after:
            terminate(settings, self.info.backend_pid)
        result = yield from original(self, text, *args, **kwargs)
        if cut and after:
            terminate(settings, self.info.backend_pid)
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return result

    with mock.patch.object(psycopg.Connection, "_exec_command", command):
        yield


def terminate(settings: Settings, backend: int) -> None:
    """End a connection from the side of the server; returns when it has gone."""
    url = database_url(settings)
    with (
        mock.patch.object(psycopg.Connection, "_exec_command", BARE),
        psycopg.connect(url, autocommit=True) as other,
    ):
        other.execute("select pg_terminate_backend(%s, 5000)", [backend])


def postmaster(machine: Settings) -> int:
    """Process id of the embedded server."""
    return int((machine.home / "server" / "data" / "postmaster.pid").read_text().splitlines()[0])


def in_a_fork(work: Callable[[], Any]) -> tuple[int | None, Any]:
    """Exit status (negative: the signal) and what ``work`` returned, of a forked process."""
    ours, theirs = FORK.Pipe(duplex=False)

    def run() -> None:
        with Path(os.devnull).open("w") as nowhere:  # the traceback of what was struck tells nothing
            os.dup2(nowhere.fileno(), 2)
        theirs.send(work())

    process = FORK.Process(target=run)
    process.start()
    theirs.close()
    process.join(SECONDS)
    if hangs := process.exitcode is None:
        process.kill()
    assert not hangs, "the disturbed process hangs"
    try:
        return process.exitcode, ours.recv() if ours.poll() else None
    except EOFError:
        return process.exitcode, None


def count_statements(settings: Settings, step: Step) -> int:
    """Number of moments at which ``step`` could be struck; does the step."""

    def work() -> int:
        counter = Counter(-1, kill)
        with at_every_statement(counter):
            step(settings)
        return counter.seen

    status, seen = in_a_fork(work)
    assert status == 0
    return int(seen)


def hit(machine: Settings, settings: Settings, step: Step, kind: str, at: int) -> int:
    """Run ``step`` and strike at moment ``at``; the exit status of its process (0: it was done before).

    ``kind``: ``kill`` the process, ``disk`` full in the server, connection cut ``voor`` or ``na`` a COMMIT (``at``
    then counts commits), ``server``: SIGKILL for the database server, which is started again here.
    """

    def work() -> None:
        strikes = {"kill": kill, "disk": disk_is_full, "server": kill_server}
        if kind in strikes:
            moments = at_every_statement(Counter(at, strikes[kind]))
        else:
            moments = at_every_commit(Counter(at, lambda: None), settings, after=kind == "na")
        with moments:
            step(settings)

    def kill_server() -> None:
        os.kill(postmaster(machine), signal.SIGKILL)

    status, _ = in_a_fork(work)
    assert ensure_server(machine) == settings.warehouse_url, "back at its own address"
    assert status is not None
    return status


@contextmanager
def disk_full(at: int) -> Iterator[Counter]:
    """The write number ``at`` to the raw store finds the disk full, and so does every one after it."""
    counter = Counter(-1, kill)
    original = rawstore.Incoming.write

    def full() -> None:
        counter.seen += 1
        if 0 < at <= counter.seen:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write(self: rawstore.Incoming, data: bytes) -> int:
        full()
        return original(self, data)

    finish = rawstore.Incoming.finish

    def finishing(self: rawstore.Incoming) -> rawstore.Incoming:
        full()
        return finish(self)

    with (
        mock.patch.object(rawstore.Incoming, "write", write),
        mock.patch.object(rawstore.Incoming, "finish", finishing),
    ):
        yield counter


def state(settings: Settings) -> dict[str, list[str]]:
    """All that intake holds, without numbers and times that depend on arrival: a delivery is its sha256."""
    found: dict[str, list[str]] = {}
    with connect(settings) as conn:
        found["levering"] = _texts(
            conn,
            "select sha256, status, soort, leveraar, schooljaar, volgnummer, bytes, gelezen_op is not null"
            " from register.levering",
        )
        found["gebeurtenis"] = _texts(
            conn, "select l.sha256, g.van, g.naar, g.reden from register.gebeurtenis g join register.levering l"
            " using (levering_id)"
        )  # fmt: skip
        found["vigerend"] = _texts(
            conn, "select l.sha256 from register.vigerend v join register.levering l using (levering_id)"
        )
        found["bewijs"] = _texts(
            conn, "select l.sha256, count(*) from register.levering l left join register.ontvangstbewijs o"
            " using (levering_id) group by 1"
        )  # fmt: skip
        found["bevinding"] = _texts(
            conn, "select l.sha256, b.herkomst, b.tabel, b.regel, b.kolom, b.code, b.ernst, b.melding, b.aantal"
            " from register.bevinding b join register.levering l using (levering_id)"
        )  # fmt: skip
        found["bestand"] = _texts(
            conn, "select l.sha256, b.naam, b.tabel, b.rijen_gelezen from register.levering_bestand b"
            " join register.levering l using (levering_id)"
        )  # fmt: skip
        for table in TABLES:
            query = sql.SQL(
                "select l.sha256, (to_jsonb(t) - 'levering_id')::text from landing.{} t"
                " join register.levering l using (levering_id)"
            )
            found[table] = _texts(conn, query.format(sql.Identifier(table)))
        for (sha256,) in conn.execute("select sha256 from register.opslag").fetchall():
            with rawstore.open_object(settings, sha256, conn) as stored:
                assert stored.read(), "every registered delivery can be read back"
    return found


def fill(inbox: Path, made: Path) -> None:
    """Copies of the deliveries in ``made``, complete from the moment they are seen."""
    inbox.mkdir(parents=True, exist_ok=True)
    for file in sorted(made.glob("*.zip")):
        (inbox / file.name).write_bytes(file.read_bytes())


def _texts(conn: psycopg.Connection, query: Any) -> list[str]:
    return sorted(str(row) for row in conn.execute(query))
