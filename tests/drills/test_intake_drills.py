"""Whatever happens while deliveries come in, the end is that of the undisturbed run.

A quick, seeded choice of the moments runs always; all of them with ``RIZOOM_OEFENINGEN=alle`` (see
docs/engineers/operations.md).
"""

from __future__ import annotations

import itertools
import os
import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from rizoom.intake import flow, register
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from rizoom.warehouse.server import ensure_server
from tests.drills import disturbed as dr
from tests.intake import deliveries as d

ALL = os.environ.get("RIZOOM_OEFENINGEN") == "alle"
SEED = int(os.environ.get("RIZOOM_OEFENING_ZAAD", "1"))
Fresh = Callable[[], Settings]


@pytest.fixture(scope="session", autouse=True)
def libraries() -> None:
    """Imported before anything forks."""
    import great_expectations  # noqa: F401


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A good delivery, its correction, one with a fout, one that is no delivery, one of another supplier."""
    folder = tmp_path / "gemaakt"
    d.write_zip(folder / "a.zip")
    d.write_zip(folder / "b.zip", volgnummer=2)
    wrong = d.files(verblijf=[[d.BSN, "GM0344", "2012-13-45", "", ""]])
    d.write_zip(folder / "c.zip", wrong, volgnummer=3)
    (folder / "d.zip").write_bytes(b"geen zip")
    return folder


@pytest.fixture
def fresh(server: Settings, settings: Settings, tmp_path: Path, made: Path) -> Iterator[Fresh]:
    """Warehouses with a full inbox, as many as asked for; the same root key for all."""
    numbers = itertools.count(1)
    names: list[str] = []

    def another() -> Settings:
        number = next(numbers)
        name = f"{settings.database}_o{number}"
        with psycopg.connect(ensure_server(server), autocommit=True) as conn:
            statement = sql.SQL("create database {} template {}")
            conn.execute(statement.format(sql.Identifier(name), sql.Identifier(server.database)))
        names.append(name)
        home = tmp_path / f"huis{number}"
        home.mkdir()
        own = replace(settings, database=name, home=home)
        dr.fill(own.inbox, made)
        return own

    yield another
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        for name in names:
            conn.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def chosen(moments: int, quick: int) -> list[int]:
    """Moments 1..n: all of them, or the first, the last and a seeded choice."""
    if ALL or moments <= quick:
        return list(range(1, moments + 1))
    inner = random.Random(SEED).sample(range(2, moments), quick - 2)
    return sorted({1, moments, *inner})


def test_killed_at_any_statement(fresh: Fresh) -> None:
    undisturbed = fresh()
    totals = {step: dr.count_statements(undisturbed, step) for step in dr.STEPS}
    expected = dr.state(undisturbed)
    assert len(expected["vigerend"]) == 1
    assert len(expected["levering"]) == 4
    for number, step in enumerate(dr.STEPS):
        for at in chosen(totals[step], 3):
            own = fresh()
            for earlier in dr.STEPS[:number]:
                earlier(own)
            assert dr.killed(own, step, at)
            dr.everything(own)
            assert dr.state(own) == expected, f"{step.__name__} killed at {at}"
            assert not list(own.inbox.glob("*.zip"))


def test_every_step_twice_and_two_at_once(fresh: Fresh) -> None:
    once, twice, together = fresh(), fresh(), fresh()
    dr.everything(once)
    for step in dr.STEPS:
        step(twice)
        step(twice)
    assert dr.state(twice) == dr.state(once)
    for step in dr.STEPS:
        failures: list[BaseException] = []

        def run(step: dr.Step = step, failures: list[BaseException] = failures) -> None:
            try:
                step(together)
            except FileNotFoundError:
                pass  # the other one took it out of the inbox; the next round finds nothing
            except BaseException as failure:  # noqa: BLE001 - to be reported by the test, not by the thread
                failures.append(failure)

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        step(together)
    assert dr.state(together) == dr.state(once)


def test_the_same_bytes_three_times(fresh: Fresh, made: Path) -> None:
    once, often = fresh(), fresh()
    dr.everything(once)
    for _ in range(3):
        dr.fill(often.inbox, made)
        dr.everything(often)
    assert dr.state(often) == dr.state(once)


ORDERS = list(itertools.permutations((1, 2, 3, 4)))
QUICK = sorted(random.Random(SEED).sample(ORDERS, 4))


@pytest.mark.parametrize("order", ORDERS if ALL else QUICK, ids=lambda o: "".join(map(str, o)))
def test_corrections_in_any_order(fresh: Fresh, tmp_path: Path, order: tuple[int, ...]) -> None:
    """The highest volgnummer ends up in force, whatever came first; rows of the others are gone."""
    own = fresh()
    for file in own.inbox.iterdir():
        file.unlink()
    for number in order:
        content = d.files(jongere=[[d.BSN, "bsn", f"2012-05-0{number}", "V", "", ""]])
        path = d.write_zip(tmp_path / f"{number}.zip", content, volgnummer=number)
        (own.inbox / path.name).write_bytes(path.read_bytes())
        dr.everything(own)
    with connect(own) as conn:
        born = conn.execute("select geboortedatum, count(*) over () from landing.jongere").fetchall()
        statuses = dict(conn.execute("select volgnummer, status from register.levering").fetchall())
    assert born == [("2012-05-04", 1)]
    highest = list(itertools.accumulate(order, max))
    accepted = {number for number, top in zip(order, highest, strict=True) if number == top}
    assert statuses == {
        number: "vigerend" if number == 4 else "vervangen" if number in accepted else "geweigerd"
        for number in order
    }


def test_disk_full_at_any_write(fresh: Fresh) -> None:
    undisturbed = fresh()
    with dr.disk_full(0) as counter:
        dr.receive(undisturbed)
    total = counter.seen
    assert total >= 8
    dr.everything(undisturbed)
    expected = dr.state(undisturbed)
    for at in chosen(total, 3):
        own = fresh()
        with dr.disk_full(at), pytest.raises((OSError, ExceptionGroup)):
            dr.receive(own)
        with connect(own) as conn:
            kept = conn.execute("select count(*) from register.ontvangstbewijs").fetchone()
        assert kept is not None
        assert kept[0] + len(list(own.inbox.glob("*.zip"))) == 4, "with a receipt or still in the inbox"
        assert not list((own.home / "ruw").rglob("tijdelijk/*")), "nothing half is left on a full disk"
        dr.everything(own)
        assert dr.state(own) == expected


@pytest.mark.parametrize("when", ["before", "after"])
def test_connection_cut_at_a_commit(fresh: Fresh, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """Nobody knows whether a commit that was cut off took effect; doing it again is right in both cases."""
    undisturbed = fresh()
    dr.everything(undisturbed)
    own = fresh()
    original = register.receive
    cut = []

    def last(conn: psycopg.Connection, *args: object) -> register.Registered:
        done = original(conn, *args)  # type: ignore[arg-type]
        if not cut:
            cut.append(True)
            if when == "after":
                conn.commit()
            with connect(own, autocommit=True) as other:
                other.execute("select pg_terminate_backend(%s, 5000)", [conn.info.backend_pid])
        return done

    monkeypatch.setattr(register, "receive", last)
    with pytest.raises(psycopg.OperationalError):
        flow.receive(own, own.inbox, remove=True)
    monkeypatch.undo()
    assert len(list(own.inbox.glob("*.zip"))) == 4, "nothing leaves the inbox before its commit is known"
    dr.everything(own)
    assert dr.state(own) == dr.state(undisturbed)
