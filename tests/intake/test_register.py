"""The state machine: what is allowed, what is not, and what happens at the same moment."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import get_args

import psycopg
import pytest

from rizoom.intake import register
from rizoom.intake.envelope import Envelope
from rizoom.intake.finding import finding
from rizoom.intake.rawstore import StoredObject
from rizoom.intake.receipt import public_key, verify
from rizoom.intake.register import Status, TransitionError
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

STATES: tuple[Status, ...] = get_args(Status)
STEPS: dict[Status, Callable[[psycopg.Connection, int], object]] = {
    "gecontroleerd": register.mark_checked,
    "goedgekeurd": register.approve,
    "vigerend": register.put_in_force,
    "afgekeurd": lambda conn, i: register.reject(conn, i, "fout"),
    "geweigerd": lambda conn, i: register.refuse(conn, i, [finding("LP-ARCHIEF-ONLEESBAAR")], "onleesbaar"),
}
ALLOWED = {
    ("ontvangen", "gecontroleerd"),
    ("ontvangen", "geweigerd"),
    ("gecontroleerd", "geweigerd"),
    ("gecontroleerd", "afgekeurd"),
    ("gecontroleerd", "goedgekeurd"),
    ("goedgekeurd", "vigerend"),
}


def envelope(volgnummer: int = 1, leveraar: str = "GM0344") -> Envelope:
    moment = datetime(2025, 10, 1, tzinfo=UTC)
    return Envelope("leerplicht", "2024/2025", leveraar, volgnummer, moment, "p", "1", "rizoom", (), ())


def new(conn: psycopg.Connection, settings: Settings, volgnummer: int = 1, leveraar: str = "GM0344") -> int:
    """A delivery that was received and read."""
    levering_id = register.receive(conn, settings, StoredObject(os.urandom(32).hex(), 1), "zip").levering_id
    register.mark_read(conn, levering_id, envelope(volgnummer, leveraar), "v1")
    return levering_id


def force(conn: psycopg.Connection, settings: Settings, volgnummer: int = 1) -> int:
    """A delivery in force."""
    levering_id = new(conn, settings, volgnummer)
    for status in ("gecontroleerd", "goedgekeurd", "vigerend"):
        STEPS[status](conn, levering_id)
    return levering_id


def status_of(conn: psycopg.Connection, levering_id: int) -> str:
    return register.lock(conn, levering_id)[0]


def events(conn: psycopg.Connection, levering_id: int) -> list[tuple[str | None, str]]:
    query = "select van, naar from register.gebeurtenis where levering_id = %s order by gebeurtenis_id"
    return conn.execute(query, [levering_id]).fetchall()


@pytest.mark.parametrize(("van", "naar"), list(itertools.product(STATES, STEPS)))
def test_every_transition(settings: Settings, conn: psycopg.Connection, van: Status, naar: Status) -> None:
    levering_id = new(conn, settings)
    conn.execute("update register.levering set status = %s where levering_id = %s", [van, levering_id])
    before = events(conn, levering_id)
    if (van, naar) in ALLOWED:
        STEPS[naar](conn, levering_id)
        assert status_of(conn, levering_id) == naar
        assert events(conn, levering_id) == [*before, (van, naar)]
    else:
        with pytest.raises(TransitionError, match=f"from {van} to {naar}"):
            STEPS[naar](conn, levering_id)
        assert status_of(conn, levering_id) == van
        assert events(conn, levering_id) == before


def test_the_table_is_the_one_of_the_specification() -> None:
    assert ALLOWED | {("vigerend", "vervangen")} == register.TRANSITIONS


def test_pointer_moves_and_the_earlier_one_is_replaced(settings: Settings, conn: psycopg.Connection) -> None:
    first, second = force(conn, settings, 1), force(conn, settings, 2)
    assert (status_of(conn, first), status_of(conn, second)) == ("vervangen", "vigerend")
    assert conn.execute("select levering_id from register.vigerend").fetchall() == [(second,)]
    assert events(conn, first)[-1] == ("vigerend", "vervangen")
    times = conn.execute(
        "select count(distinct tijd) from register.gebeurtenis where naar in ('vervangen')"
    ).fetchone()
    assert times == (1,)


def test_failure_halfway_moves_nothing(settings: Settings, conn: psycopg.Connection) -> None:
    first, second = force(conn, settings, 1), new(conn, settings, 2)
    register.mark_checked(conn, second)
    conn.commit()
    with pytest.raises(ZeroDivisionError), conn.transaction():
        register.approve(conn, second)
        register.put_in_force(conn, second)
        raise ZeroDivisionError
    assert (status_of(conn, first), status_of(conn, second)) == ("vigerend", "gecontroleerd")
    assert conn.execute("select levering_id from register.vigerend").fetchall() == [(first,)]


def test_same_bytes_fifty_times_at_once(settings: Settings, conn: psycopg.Connection) -> None:
    stored = StoredObject("a" * 64, 12)

    def receive(_: int) -> register.Registered:
        with connect(settings) as own:
            return register.receive(own, settings, stored, "zip")

    with ThreadPoolExecutor(25) as pool:
        results = list(pool.map(receive, range(50)))
    assert len({result.receipt for result in results}) == 1
    assert [result.new for result in results].count(True) == 1
    assert verify(results[0].receipt.as_json(), public_key(settings))
    assert conn.execute("select count(*) from register.levering").fetchone() == (1,)
    assert conn.execute("select count(*) from register.gebeurtenis").fetchone() == (1,)
    assert conn.execute("select ontvangstnummer from register.levering").fetchone() == (
        results[0].receipt.ontvangstnummer,
    )


def test_two_at_once_do_the_same_step_once(settings: Settings, conn: psycopg.Connection) -> None:
    levering_id = new(conn, settings)
    conn.commit()

    def step(_: int) -> bool:
        try:
            with connect(settings) as own:
                register.mark_checked(own, levering_id)
        except TransitionError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(step, range(8))) == [False] * 7 + [True]


@pytest.mark.parametrize("table", ["gebeurtenis", "ontvangstbewijs"])
@pytest.mark.parametrize(
    "statement", ["update register.{} set levering_id = 1", "delete from register.{}", "truncate register.{}"]
)
def test_history_cannot_be_changed(
    settings: Settings, conn: psycopg.Connection, table: str, statement: str
) -> None:
    force(conn, settings)
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        conn.execute(statement.format(table).encode())


def test_not_checked_before_read(settings: Settings, conn: psycopg.Connection) -> None:
    levering_id = register.receive(conn, settings, StoredObject("b" * 64, 1), "zip").levering_id
    with pytest.raises(TransitionError, match="not been read"):
        register.mark_checked(conn, levering_id)
    register.mark_read(conn, levering_id, envelope(), "v1")
    with pytest.raises(TransitionError, match="read already"):
        register.mark_read(conn, levering_id, envelope(), "v1")


def test_refusal_keeps_only_its_own_findings(settings: Settings, conn: psycopg.Connection) -> None:
    levering_id = new(conn, settings)
    register.add_findings(conn, levering_id, "controle", [finding("LP-ARCHIEF-ONLEESBAAR")])
    register.mark_checked(conn, levering_id)
    reason = finding("LP-VOLGNUMMER-NIET-HOGER", volgnummer=1, hoogste=2)
    register.refuse(conn, levering_id, [reason], "volgnummer")
    assert conn.execute("select code, herkomst, ernst from register.bevinding").fetchall() == [
        ("LP-VOLGNUMMER-NIET-HOGER", "lezen", "fout")
    ]


def test_highest_accepted_forgets_what_was_not_accepted(settings: Settings, conn: psycopg.Connection) -> None:
    force(conn, settings, 3)
    force(conn, settings, 5)
    rejected = new(conn, settings, 9)
    register.mark_checked(conn, rejected)
    register.reject(conn, rejected, "fout")
    new(conn, settings, 8, "GM0599")
    assert register.highest_accepted(conn, "leerplicht", "GM0344", "2024/2025") == 5
    assert register.highest_accepted(conn, "leerplicht", "GM0599", "2024/2025") == 0
