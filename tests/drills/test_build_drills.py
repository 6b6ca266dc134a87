"""A build of the national tables and their export, struck again and again: the files are the undisturbed ones.

Which moments is a matter of the seed; ``make drill`` tries many (docs/engineers/operations.md).
"""

from __future__ import annotations

import os
import random
import resource
import signal
from collections.abc import Callable
from unittest import mock

import psycopg
import pytest

from rizoom.national import flow
from rizoom.national.export import write_tables
from rizoom.settings import Settings
from tests.drills import disturbed as dr
from tests.drills.conftest import Fresh
from tests.drills.test_intake_drills import ALL, SEED

YEAR = "2024/2025"
SEEDS = range(SEED, SEED + (8 if ALL else 1))


def build(settings: Settings, at: int = -1, strike: Callable[[], None] = dr.kill) -> int:
    """Build the year if it is behind; strikes when so many dbt nodes are done. Gives the number of nodes."""
    seen = [0]

    def progress(_: str, done: int, total: int) -> None:
        seen[0] = total
        if done == at:
            strike()

    for year in flow.years_to_build(settings):
        flow.build_year(settings, year, progress=progress)
    return seen[0]


def tables(settings: Settings) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in write_tables(settings, YEAR, settings.home / "uit")}


def how_it_fails(settings: Settings, at: int, strike: Callable[[], None]) -> str:
    """``lost``: by an exception that says that the connection was lost, so that Airflow tries again."""
    fault: BaseException | None = None
    try:
        build(settings, at, strike)
    except Exception as failure:  # noqa: BLE001 - it is what is looked at
        fault = failure
    found = []
    while fault is not None:
        if isinstance(fault, (ConnectionError, psycopg.OperationalError, psycopg.InterfaceError)):
            return "lost"
        found.append(repr(fault))
        fault = fault.__cause__
    return "\n".join(found) or "not at all"


def cut_at_the_last_commit(settings: Settings, after: bool) -> None:
    """A build whose last COMMIT, which makes it count, is cut before or after it took effect."""
    counter = dr.Counter(-1, lambda: None)
    original = flow._record

    def record(conn: psycopg.Connection, schooljaar: str) -> None:
        original(conn, schooljaar)
        counter.at = counter.seen + 1

    with mock.patch.object(flow, "_record", record), dr.at_every_commit(counter, settings, after):
        build(settings)


def write_until_full(settings: Settings, size: int) -> None:
    """An export on a disk that takes no more than ``size`` bytes of a file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    tables(settings)


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, object]:
    """The outcome without disturbance; filled by the first that needs it, for all deliveries are the same."""
    return {}


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_build_that_is_struck_gives_the_same_files(
    machine: Settings, fresh: Fresh, undisturbed: dict[str, object], seed: int
) -> None:
    if not undisturbed:
        first = fresh()
        dr.everything(first)
        status, nodes = dr.in_a_fork(lambda: build(first))
        assert status == 0
        undisturbed |= {"nodes": nodes, "tables": tables(first), "home": first}
    own, rng = fresh(), random.Random(seed)
    dr.everything(own)
    assert flow.years_to_build(own) == [YEAR]
    reach = int(undisturbed["nodes"]) // (1 if ALL else 8)  # type: ignore[call-overload]

    status, _ = dr.in_a_fork(lambda: build(own, rng.randint(1, reach), dr.kill))
    assert status == -signal.SIGKILL
    assert flow.years_to_build(own) == [YEAR], "half a build does not count"

    def server() -> None:
        os.kill(dr.postmaster(machine), signal.SIGKILL)

    assert dr.in_a_fork(lambda: how_it_fails(own, rng.randint(1, reach), server)) == (0, "lost")
    assert dr.ensure_server(machine) == own.warehouse_url
    assert flow.years_to_build(own) == [YEAR]

    assert dr.hit(machine, own, build, "disk", rng.randint(1, 10)) == 1
    after = rng.random() < 0.5 if ALL else True  # cut before it, the whole build is done once more
    assert dr.in_a_fork(lambda: cut_at_the_last_commit(own, after))[0] == 1
    assert flow.years_to_build(own) == ([] if after else [YEAR])
    build(own)
    assert flow.years_to_build(own) == []

    expected: dict[str, bytes] = undisturbed["tables"]  # type: ignore[assignment]
    largest = max(map(len, expected.values()))
    for size in (0, rng.randint(1, largest - 1)):
        assert dr.in_a_fork(lambda size=size: write_until_full(own, size))[0] == 1
        for file in (own.home / "uit").glob("*.csv"):
            assert file.read_bytes() == expected[file.name], "never half a file under its own name"
    assert tables(own) == expected
    build(own)
    assert tables(own) == expected, "every task twice"
