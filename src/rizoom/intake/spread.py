"""Tasks spread over workers, each in a thread of its own: all of them done, or the first failure raised.

The threads only wait for the database, so the interpreter's lock does not hold them up. A worker is what a
task runs on: a connection, or something that holds one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

import psycopg

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

Worker = TypeVar("Worker")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Task(Generic[Worker, Outcome]):
    """``run`` on a worker; ``weight``: rows it reads, the heaviest go first so that the workers end together."""

    weight: int
    run: Callable[[Worker], Outcome]


def spread(
    workers: Sequence[Worker], tasks: Sequence[Task[Worker, Outcome]], cancel: Callable[[Worker], None]
) -> list[Outcome]:
    """Outcomes of ``tasks``, in their order, whatever the number of workers.

    Raises the failure that came first, when no task runs any more: nothing new is begun after it, and
    ``cancel`` ends what the other workers do (it is called from another thread than theirs).
    """
    waiting = iter(sorted(enumerate(tasks), key=lambda item: -item[1].weight))
    outcomes: dict[int, Outcome] = {}
    failures: list[BaseException] = []
    lock = threading.Lock()

    def stop(failure: BaseException, others: Sequence[Worker]) -> None:
        with lock:
            failures.append(failure)
            first = len(failures) == 1
        if first:
            for other in others:
                cancel(other)

    def work(worker: Worker) -> None:
        while True:
            with lock:
                number, task = next(waiting, (0, None)) if not failures else (0, None)
            if task is None:
                return
            try:
                outcomes[number] = task.run(worker)
            except BaseException as failure:  # noqa: BLE001 - raised below, in the caller's thread
                stop(failure, [other for other in workers if other is not worker])

    with ThreadPoolExecutor(len(workers)) as pool:
        running = [pool.submit(work, worker) for worker in workers]
        try:
            wait(running)
        except BaseException as interrupt:
            stop(interrupt, workers)
            raise
    if failures:
        raise failures[0]
    return [outcomes[number] for number in range(len(tasks))]


@contextmanager
def connections(settings: Settings, first: psycopg.Connection) -> Iterator[list[psycopg.Connection]]:
    """``first`` and as many more as make ``settings.threads``; those are closed at the end."""
    with ExitStack() as stack:
        more = [stack.enter_context(connect(settings)) for _ in range(settings.threads - 1)]
        yield [first, *more]


def cancel(conn: psycopg.Connection) -> None:
    """End the statement that runs on ``conn``, when there is one; not an error when the connection is lost."""
    with suppress(psycopg.Error):
        conn.cancel_safe(timeout=10)
