"""Tasks over several connections: their order, and what is left after a failure."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import psycopg
import pytest

from rizoom.intake.spread import Task, cancel, connections, spread
from rizoom.settings import Settings


def test_outcomes_in_the_order_of_the_tasks_and_heaviest_first() -> None:
    begun: list[int] = []

    def task(weight: int) -> Task[str, int]:
        def run(_: str) -> int:
            begun.append(weight)
            return weight

        return Task(weight, run)

    weights = [1, 30, 2, 30, 0]
    assert spread(["one"], list(map(task, weights)), lambda _: None) == weights
    assert begun == [30, 30, 2, 1, 0]
    assert spread(["one", "two", "three"], list(map(task, weights)), lambda _: None) == weights
    assert spread(["one"], [], lambda _: None) == []


def test_a_failure_ends_what_the_other_connections_do(conn: psycopg.Connection, settings: Settings) -> None:
    asleep = threading.Event()
    later: list[int] = []

    def sleep(own: psycopg.Connection) -> None:
        asleep.set()
        own.execute("select pg_sleep(300)")

    def fail(_: psycopg.Connection) -> None:
        asleep.wait()
        time.sleep(0.5)  # until the other's statement has begun
        raise ValueError("first")

    started = time.monotonic()
    with connections(replace(settings, threads=2), conn) as conns, pytest.raises(ValueError, match="first"):
        assert conns[0] is conn and len(conns) == 2
        spread(conns, [Task(3, sleep), Task(2, fail), Task(1, lambda _: later.append(1))], cancel)
    assert time.monotonic() - started < 60 and later == []
    assert conns[1].closed
    conn.rollback()
    assert conn.execute("select 1").fetchone() == (1,)


def test_a_lost_connection_is_a_failure(conn: psycopg.Connection, settings: Settings) -> None:
    def lose(own: psycopg.Connection) -> None:
        own.execute("select pg_terminate_backend(pg_backend_pid())")

    def sleep(own: psycopg.Connection) -> None:
        own.execute("select pg_sleep(300)")

    with (
        connections(replace(settings, threads=2), conn) as conns,
        pytest.raises(psycopg.OperationalError) as lost,
    ):
        spread(conns[::-1], [Task(2, lose), Task(1, sleep)], cancel)
    assert not isinstance(lost.value, psycopg.errors.QueryCanceled)
    assert sum(each.closed for each in conns) >= 1
