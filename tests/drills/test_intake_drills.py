"""Whatever happens while deliveries come in, the end is that of the undisturbed run.

A quick, seeded choice of the moments runs always; all of them with ``make drill`` (docs/engineers/operations.md).
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.drills import disturbed as dr
from tests.drills.conftest import Fresh
from tests.intake import deliveries as d

ALL = os.environ.get("RIZOOM_OEFENINGEN") == "alle"
SEED = int(os.environ.get("RIZOOM_OEFENING_ZAAD", "1"))


def chosen(moments: int, quick: int) -> list[int]:
    """Moments 1..n: all of them, or the first, the last and a seeded choice."""
    if ALL or moments <= quick:
        return list(range(1, moments + 1))
    inner = random.Random(SEED).sample(range(2, moments), quick - 2)
    return sorted({1, moments, *inner})


def test_hit_in_every_step_by_everything(machine: Settings, fresh: Fresh) -> None:
    """One warehouse, struck at a seeded moment of each step by each kind of disaster, one after another."""
    undisturbed, own = fresh(), fresh()
    totals = {step: dr.count_statements(undisturbed, step) for step in dr.STEPS}
    expected = dr.state(undisturbed)
    assert len(expected["vigerend"]) == 1
    assert len(expected["levering"]) == 4
    rng = random.Random(SEED)
    struck = 0
    for step in dr.STEPS:
        for kind in rng.sample(dr.KINDS, len(dr.KINDS)):
            # There are about ten statements to a commit; what was done before leaves fewer moments.
            last = max(1, totals[step] // (10 if kind in ("voor", "na") else 2))
            status = dr.hit(machine, own, step, kind, rng.randint(1, last))
            assert status == 0 or kind != "kill" or status == -signal.SIGKILL
            struck += status != 0
        step(own)
    assert struck >= len(dr.STEPS) * 2, "most strikes hit something"
    dr.everything(own)
    assert dr.state(own) == expected
    assert not list(own.inbox.glob("*.zip"))


@pytest.mark.parametrize("kind", dr.KINDS if ALL else [random.Random(SEED).choice(dr.KINDS)])
def test_hit_at_one_moment(machine: Settings, fresh: Fresh, kind: str) -> None:
    """Each moment in a warehouse of its own, until the step gets through: no moment is left out."""
    undisturbed = fresh()
    for step in dr.STEPS:
        step(undisturbed)
    expected = dr.state(undisturbed)
    for number, step in enumerate(dr.STEPS if ALL else dr.STEPS[:1]):
        for at in itertools.count(1 if ALL else 3):
            own = fresh()
            for earlier in dr.STEPS[:number]:
                earlier(own)
            status = dr.hit(machine, own, step, kind, at)
            dr.everything(own)
            assert dr.state(own) == expected, f"{step.__name__}: {kind} at {at}"
            assert not list(own.inbox.glob("*.zip"))
            if status == 0 or not ALL:
                break


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
                with suppress(
                    FileNotFoundError
                ):  # the other one took it out of the inbox; see the round below
                    step(together)
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
