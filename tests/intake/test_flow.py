"""The steps of intake: exactly once, in any order, after any crash."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from rizoom.intake import flow, inbox, rawstore, register
from rizoom.intake.finding import Finding
from rizoom.intake.sealed import StoreError
from rizoom.settings import Limits, Settings
from rizoom.warehouse.connect import connect
from tests.conftest import copy_database, drop_database
from tests.intake import deliveries as d

FAULT = Finding("jongere", 2, "geslacht", "LP-PROEF", "fout", "Proef.")


def read_all(settings: Settings) -> int:
    return sum(flow.read_group(settings, group) for group in flow.plan_groups(settings, 2))


def mark_all_checked(settings: Settings, faulty: tuple[int, ...] = ()) -> None:
    """What ``check`` does with its outcome; a ``fout`` for the volgnummers in ``faulty``."""
    with connect(settings) as conn:
        rows = conn.execute(
            "select levering_id, volgnummer from register.levering"
            " where status = 'ontvangen' and gelezen_op is not null"
        ).fetchall()
        for levering_id, volgnummer in rows:
            if volgnummer in faulty:
                register.add_findings(conn, levering_id, "controle", [FAULT])
            register.mark_checked(conn, levering_id)


def statuses(settings: Settings) -> dict[int, str]:
    with connect(settings) as conn:
        query = "select volgnummer, status from register.levering where volgnummer is not null"
        return dict(conn.execute(query).fetchall())


def snapshot(settings: Settings) -> list[list[tuple[object, ...]]]:
    """Everything that matters, without ids and times."""
    queries = [
        "select sha256, vorm, bytes, status, soort, leveraar, schooljaar, volgnummer, aangemaakt,"
        " gelezen_op is not null from register.levering order by 1",
        "select v.soort, v.leveraar, v.schooljaar, l.sha256 from register.vigerend as v"
        " inner join register.levering as l using (levering_id) order by 1, 2, 3",
        "select l.sha256, g.van, g.naar from register.gebeurtenis as g inner join register.levering as l"
        " using (levering_id) order by l.sha256, g.gebeurtenis_id",
        "select l.sha256, b.herkomst, b.tabel, b.regel, b.code, b.melding from register.bevinding as b"
        " inner join register.levering as l using (levering_id) order by 1, 2, 3, 4, 5, 6",
        "select l.sha256, b.naam, b.rijen_gelezen from register.levering_bestand as b"
        " inner join register.levering as l using (levering_id) order by 1, 2",
        "select l.sha256, v.schooljaar, v.regel, v.gemeentecode from landing.verblijf as v"
        " inner join register.levering as l using (levering_id) order by 1, 2, 3",
        "select sha256, bytes from register.opslag order by 1",
    ]
    with connect(settings) as conn:
        return [conn.execute(query.encode()).fetchall() for query in queries]


def test_zip_and_folder_are_received_once(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    source = tmp_path / "in"
    d.write_zip(source / "een.zip", volgnummer=1)
    d.write_folder(source / "twee", volgnummer=2)
    first = flow.receive(settings, source)
    assert flow.receive(settings, source) == first
    shutil.copy(source / "een.zip", source / "zelfde.zip")
    assert [r.sha256 for r in flow.receive(settings, source)].count(first[0].sha256) == 2
    rows = conn.execute("select vorm, status from register.levering order by vorm").fetchall()
    assert rows == [("map", "ontvangen"), ("zip", "ontvangen")]
    assert read_all(settings) == 2
    assert conn.execute("select count(*) from landing.jongere").fetchone() == (2,)
    assert conn.execute("select count(*) from register.bevinding where ernst = 'fout'").fetchone() == (0,)


def test_one_zip_or_one_folder_as_source(settings: Settings, tmp_path: Path) -> None:
    assert len(flow.receive(settings, d.write_zip(tmp_path / "een.zip", volgnummer=1))) == 1
    assert len(flow.receive(settings, d.write_folder(tmp_path / "map", volgnummer=2))) == 1
    with pytest.raises(FileNotFoundError):
        flow.receive(settings, tmp_path / "is er niet")


def test_what_is_no_delivery_is_refused_or_left_alone(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    secret = d.write_zip(tmp_path / "elders.zip")
    for name in ("README.md", ".verborgen", "half.zip.part", "~$tabel.xlsx"):
        (source / name).write_text(name)
    (source / "leeg").mkdir()
    (source / "tabel.csv").write_text("a;b\n")
    (source / "map").mkdir()
    (source / "map" / "jongere.csv").write_text("a;b\n")
    (source / "link.zip").symlink_to(secret)
    assert len(flow.receive(settings, source)) == 3
    read_all(settings)
    rows = conn.execute(
        "select l.status, b.code from register.levering as l"
        " inner join register.bevinding as b using (levering_id) order by 2"
    ).fetchall()
    assert rows == [
        ("geweigerd", "LP-ARCHIEF-KOPPELING"),
        ("geweigerd", "LP-ARCHIEF-ONLEESBAAR"),
        ("geweigerd", "LP-ENVELOP-ONTBREEKT"),
    ]


def test_over_the_limit_is_refused_at_receipt_and_not_kept(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    small = replace(settings, limits=replace(Limits(), zip_bytes=500, unpacked_bytes=500))
    d.write_zip(tmp_path / "in" / "groot.zip")
    d.write_folder(tmp_path / "in" / "groot")
    first = flow.receive(small, tmp_path / "in")
    assert flow.receive(small, tmp_path / "in") == first
    rows = conn.execute("select code from register.bevinding order by 1").fetchall()
    assert rows == [("LP-ARCHIEF-GROOT",), ("LP-ARCHIEF-UITGEPAKT-GROOT",)]
    assert conn.execute("select distinct status from register.levering").fetchall() == [("geweigerd",)]
    assert conn.execute("select count(*) from register.opslag").fetchone() == (0,)


def test_unfinished_upload_waits(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = d.write_zip(tmp_path / "in" / "een.zip")
    assert flow.receive(settings, tmp_path / "in", settle_seconds=60, remove=True) == []
    assert path.exists()
    original = rawstore.write

    def growing(*args: object) -> rawstore.Incoming:
        stored = original(*args)  # type: ignore[arg-type]
        with path.open("ab") as file:
            file.write(b"meer")
        return stored

    monkeypatch.setattr(rawstore, "write", growing)
    assert flow.receive(settings, tmp_path / "in", remove=True) == []
    assert path.exists()
    monkeypatch.undo()
    old = time.time() - 120
    os.utime(path, (old, old))
    assert len(flow.receive(settings, tmp_path / "in", settle_seconds=60, remove=True)) == 1
    assert not path.exists()


def test_inbox_is_emptied_only_of_what_was_received(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in"
    d.write_zip(source / "een.zip")
    d.write_folder(source / "twee", volgnummer=2)

    def down(*_: object) -> None:
        raise psycopg.OperationalError("database is down")

    monkeypatch.setattr(register, "receive", down)
    with pytest.raises(psycopg.OperationalError):
        flow.receive(settings, source, remove=True)
    assert sorted(path.name for path in source.iterdir()) == ["een.zip", "twee"]
    monkeypatch.undo()
    flow.receive(settings, source, remove=True)
    assert list(source.iterdir()) == []


def test_changed_since_receipt_is_not_removed(tmp_path: Path) -> None:
    path = d.write_zip(tmp_path / "een.zip")
    (candidate,) = inbox.find_deliveries(tmp_path)
    d.write_zip(path, volgnummer=2)
    os.utime(path, ns=(1, 1))
    assert not inbox.remove(candidate)
    assert path.exists()


def test_groups_are_balanced(settings: Settings, conn: psycopg.Connection) -> None:
    sizes = [900_000_000, 500_000_000, 400_000_000, 10, 10, 10]
    for number, size in enumerate(sizes):
        register.receive(conn, settings, rawstore.StoredObject(f"{number:064x}", size), "zip")
    conn.commit()
    groups = flow.plan_groups(settings, 2)
    assert sorted(itertools.chain(*groups)) == [1, 2, 3, 4, 5, 6]
    loads = [sum(sizes[levering_id - 1] for levering_id in group) for group in groups]
    assert max(loads) - min(loads) <= 30
    assert len(flow.plan_groups(settings, 40)) == 6


def test_same_group_by_two_readers_lands_once(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    for number in range(1, 5):
        d.write_zip(tmp_path / "in" / f"{number}.zip", volgnummer=number)
    flow.receive(settings, tmp_path / "in")
    ids = flow.plan_groups(settings, 1)[0]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: flow.read_group(settings, ids), range(4)))
    assert sum(done) == 4
    assert conn.execute("select count(*) from landing.jongere").fetchone() == (4,)
    assert flow.plan_groups(settings, 1) == []


def test_damaged_store_is_an_error_and_holds_up_nobody(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    d.write_zip(tmp_path / "in" / "1.zip", volgnummer=1)
    d.write_zip(tmp_path / "in" / "2.zip", volgnummer=2)
    broken, _ = flow.receive(settings, tmp_path / "in")
    (file,) = Path(settings.raw_store).rglob(f"{broken.sha256}.*")
    good = file.read_bytes()
    file.write_bytes(good[:-1])
    with pytest.raises(ExceptionGroup) as failure:
        flow.read_group(settings, flow.plan_groups(settings, 1)[0])
    assert failure.value.subgroup(StoreError) is not None
    assert conn.execute("select status from register.levering where gelezen_op is null").fetchall() == [
        ("ontvangen",)
    ]
    conn.commit()
    file.write_bytes(good)
    assert read_all(settings) == 1


def test_refused_by_hash_keeps_envelope_but_no_rows(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    content = d.files()
    members = d.delivery(content) | {"verblijf.csv": content["verblijf.csv"] + b"\r\n"}
    (tmp_path / "een.zip").write_bytes(d.zip_bytes(members))
    flow.receive(settings, tmp_path / "een.zip")
    assert read_all(settings) == 1
    row = conn.execute("select status, leveraar, volgnummer, gelezen_op from register.levering").fetchone()
    assert row == ("geweigerd", "GM0344", 1, None)
    assert conn.execute("select count(*) from landing.jongere").fetchone() == (0,)
    assert conn.execute("select code, tabel from register.bevinding").fetchall() == [
        ("LP-BESTAND-SHA256", "verblijf")
    ]


@pytest.mark.parametrize("order", list(itertools.permutations([1, 2, 3])))
def test_any_order_of_arrival_ends_the_same(
    settings: Settings, tmp_path: Path, order: tuple[int, ...]
) -> None:
    for number in order:
        flow.receive(settings, d.write_zip(tmp_path / f"{number}.zip", volgnummer=number))
    read_all(settings)
    mark_all_checked(settings, faulty=(3,))
    assert flow.decide(settings) == {"vigerend": 2, "afgekeurd": 1}
    assert statuses(settings) == {1: "vervangen", 2: "vigerend", 3: "afgekeurd"}
    assert flow.decide(settings) == {}


def test_number_that_is_not_higher_is_refused_and_may_be_reused_after_rejection(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    def deliver(name: str, faulty: bool = False, **changes: object) -> dict[str, int]:
        flow.receive(settings, d.write_zip(tmp_path / name, **changes))
        read_all(settings)
        mark_all_checked(settings, faulty=tuple(range(100)) if faulty else ())
        return flow.decide(settings)

    assert deliver("a.zip", volgnummer=2) == {"vigerend": 1}
    assert deliver("b.zip", faulty=True, volgnummer=3) == {"afgekeurd": 1}
    assert deliver("c.zip", volgnummer=3, pakketversie="2") == {"vigerend": 1}
    assert deliver("d.zip", faulty=True, volgnummer=3, pakketversie="3") == {"geweigerd": 1}
    findings = conn.execute(
        "select b.code, b.melding from register.bevinding as b"
        " inner join register.levering as l using (levering_id) where l.status = 'geweigerd'"
    ).fetchall()
    assert [code for code, _ in findings] == ["LP-VOLGNUMMER-NIET-HOGER"]
    assert deliver("e.zip", leveraar="GM0599", volgnummer=1) == {"vigerend": 1}
    assert deliver("f.zip", schooljaar="2023/2024", volgnummer=1) == {"vigerend": 1}
    assert conn.execute("select count(*) from register.vigerend").fetchone() == (3,)


def test_equal_numbers_the_earliest_made_wins(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    flow.receive(settings, d.write_zip(tmp_path / "b.zip", aangemaakt="2025-10-02T09:00:00+02:00"))
    flow.receive(settings, d.write_zip(tmp_path / "a.zip", aangemaakt="2025-10-01T09:00:00+02:00"))
    read_all(settings)
    mark_all_checked(settings)
    assert flow.decide(settings) == {"vigerend": 1, "geweigerd": 1}
    row = conn.execute(
        "select aangemaakt::date::text from register.levering where status = 'vigerend'"
    ).fetchone()
    assert row == ("2025-10-01",)


def test_deciding_at_once_decides_once(settings: Settings, tmp_path: Path) -> None:
    for number in range(1, 9):
        flow.receive(settings, d.write_zip(tmp_path / f"{number}.zip", volgnummer=number))
    read_all(settings)
    mark_all_checked(settings)
    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(lambda _: flow.decide(settings), range(6)))
    assert sum(outcome.get("vigerend", 0) for outcome in outcomes) == 8
    assert statuses(settings) == dict.fromkeys(range(1, 8), "vervangen") | {8: "vigerend"}


def test_prune_spares_what_the_next_build_needs(
    settings: Settings, tmp_path: Path, conn: psycopg.Connection
) -> None:
    for number in (1, 2, 3, 4):
        flow.receive(settings, d.write_zip(tmp_path / f"{number}.zip", volgnummer=number))
    read_all(settings)
    mark_all_checked(settings, faulty=(2,))
    flow.decide(settings)
    with connect(settings) as other:
        other.execute("insert into register.opbouw (schooljaar) values ('2024/2025')")
        other.execute(
            "insert into register.opbouw_levering"
            " select '2024/2025', levering_id from register.levering where volgnummer = 3"
        )
    assert flow.prune(settings) == 2
    left = (
        "select l.volgnummer from landing.jongere as j"
        " inner join register.levering as l using (levering_id) order by 1"
    )
    assert conn.execute(left).fetchall() == [(3,), (4,)]
    conn.commit()
    with connect(settings) as other:
        other.execute("delete from register.opbouw_levering")
    assert flow.prune(settings) == 1
    assert conn.execute(left).fetchall() == [(4,)]
    assert flow.prune(settings) == 0


def test_all_steps_with_the_real_checks(settings: Settings, tmp_path: Path, conn: psycopg.Connection) -> None:
    steps: set[str] = set()
    d.write_zip(tmp_path / "in" / "goed.zip", volgnummer=1)
    wrong = d.files(jongere=[[d.BSN, "bsn", "2012-05-06", "Q", "", ""]])
    d.write_zip(tmp_path / "in" / "fout.zip", wrong, volgnummer=2)
    (tmp_path / "in" / "onzin.zip").write_bytes(b"onzin")
    outcome = flow.run_intake(settings, tmp_path / "in", lambda step, done, total: steps.add(step))
    assert outcome == {"vigerend": 1, "afgekeurd": 1}
    assert steps == {"ontvangen", "lezen", "controleren", "besluiten"}
    assert statuses(settings) == {1: "vigerend", 2: "afgekeurd"}
    found = conn.execute(
        "select distinct tabel, kolom, regel from register.bevinding where ernst = 'fout' and tabel <> ''"
    )
    assert ("jongere", "geslacht", 2) in found.fetchall()


CRASH = """
import json, os, signal, sys
from pathlib import Path
from rizoom.settings import Settings
from rizoom.intake import flow, inbox, rawstore, receiving, register

sys.path.insert(0, os.getcwd())
from tests.intake.test_flow import mark_all_checked

modules = {
    "flow": flow, "inbox": inbox, "incoming": rawstore.Incoming, "receiving": receiving, "register": register
}

def work(source, module, name, when):
    original = getattr(modules[module], name)

    def dying(*args, **kwargs):
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        original(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(modules[module], name, dying)
    settings = Settings.from_env()
    flow.receive(settings, Path(source), remove=True)
    for group in flow.plan_groups(settings, 1):
        flow.read_group(settings, group)
    mark_all_checked(settings, (3,))
    flow.decide(settings)

# One process per point, forked before anything is open: importing everything is the slow part.
for line in sys.stdin:
    source, environment, point = json.loads(line)
    child = os.fork()
    if child == 0:
        os.environ.update(environment)
        work(source, *point)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
POINTS = [
    ("receiving", "_write", "after"),
    ("incoming", "finish", "after"),
    ("incoming", "keep", "after"),
    ("register", "receive", "after"),
    ("inbox", "remove", "before"),
    ("flow", "read_delivery", "before"),
    ("flow", "read_delivery", "after"),
    ("register", "mark_read", "after"),
    ("register", "refuse", "after"),
    ("register", "approve", "after"),
    ("register", "put_in_force", "before"),
    ("register", "put_in_force", "after"),
    ("register", "reject", "after"),
]


def fill(source: Path) -> None:
    for number in (1, 2, 3):
        d.write_zip(source / f"{number}.zip", volgnummer=number)
    d.write_folder(source / "4", volgnummer=1, leveraar="GM0599")
    (source / "5.zip").write_bytes(b"geen zip")


def finish(settings: Settings, source: Path) -> None:
    flow.receive(settings, source, remove=True)
    read_all(settings)
    mark_all_checked(settings, faulty=(3,))
    flow.decide(settings)


@pytest.fixture
def undisturbed(settings: Settings, tmp_path: Path) -> list[list[tuple[object, ...]]]:
    """The end state of a run that nothing disturbed."""
    fill(tmp_path / "rust")
    finish(settings, tmp_path / "rust")
    return snapshot(settings)


def test_kill_at_any_point_and_the_next_run_finishes(
    server: Settings, undisturbed: list[list[tuple[object, ...]]], tmp_path: Path
) -> None:
    warehouses = [copy_database(server, tmp_path / f"home{number}") for number in range(len(POINTS))]
    tasks = []
    for number, (fresh, point) in enumerate(zip(warehouses, POINTS, strict=True)):
        fill(tmp_path / f"in{number}")
        environment = {
            "RIZOOM_HOME": str(fresh.home),
            "RIZOOM_WAREHOUSE_URL": str(fresh.warehouse_url),
            "RIZOOM_DATABASE": fresh.database,
            "RIZOOM_SLEUTEL": str(fresh.key_hex),
        }
        tasks.append(json.dumps([str(tmp_path / f"in{number}"), environment, point]))
    killed = subprocess.run(
        [sys.executable, "-c", CRASH],
        input="\n".join(tasks),
        cwd=Path(__file__).resolve().parents[2],
        check=False,
        capture_output=True,
        text=True,
    )
    assert killed.stdout.split() == [str(-signal.SIGKILL.value)] * len(POINTS), killed.stderr
    for number, (fresh, point) in enumerate(zip(warehouses, POINTS, strict=True)):
        source = tmp_path / f"in{number}"
        finish(fresh, source)
        assert snapshot(fresh) == undisturbed, point
        assert list(source.iterdir()) == [], point
        drop_database(fresh)
