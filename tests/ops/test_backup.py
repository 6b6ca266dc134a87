"""Backup and restore as in production: pg_basebackup, archived WAL, a server that died, everything back."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from rizoom.ops import restore_test
from rizoom.ops.airflow_home import free_port
from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.binaries import Binaries, find_binaries
from rizoom.warehouse.connect import connect
from rizoom.warehouse.server import ensure_database

SCRIPTS = PROJECT_ROOT / "config" / "productie"


@dataclass
class Machine:
    """A folder with everything of one database server that archives its WAL."""

    folder: Path
    binaries: Binaries
    port: int

    def run(self, *command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
        """As the user of the server: PostgreSQL refuses root."""
        prefix: list[str] = []
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres" if _has("postgres") else "nobody")
            prefix = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
        return subprocess.run(
            [*prefix, *map(str, command)],
            env={**os.environ, "PATH": f"{self.binaries.folder}:{os.environ['PATH']}", **env},
            check=True,
            capture_output=True,
            text=True,
            cwd=self.folder,
        )

    def start(self, data: Path) -> None:
        options = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c archive_mode=on"
            f" -c archive_command='cp %p {self.folder}/wal/%f'"
        )
        self.run("pg_ctl", "-w", "-D", data, "-l", data.with_suffix(".log"), "-o", options, "start")

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname="postgres", autocommit=True
        )

    def backup(self) -> str:
        done = self.run(
            "bash", SCRIPTS / "backup.sh", "nu",
            PGHOST="127.0.0.1", PGPORT=str(self.port), PGUSER="postgres", BEWAAR="2",
            BACKUP_MAP=str(self.folder / "backup"), WAL_MAP=str(self.folder / "wal"),
        )  # fmt: skip
        return done.stdout.split()[-1]

    def restore_test(self, *days: str) -> str:
        return self.run(
            "bash", SCRIPTS / "hersteltest.sh", *days,
            PGHOST="127.0.0.1", PGPORT=str(self.port), PGUSER="postgres",
            BACKUP_MAP=str(self.folder / "backup"), WAL_MAP=str(self.folder / "wal"),
        ).stdout  # fmt: skip


def _has(user: str) -> bool:
    return any(entry.pw_name == user for entry in pwd.getpwall())


@pytest.fixture
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = Path("/tmp") / f"rizoom-backup-{os.getpid()}"
    for name in ("backup", "wal"):
        (folder / name).mkdir(parents=True)
    if os.getuid() == 0:
        for path in (folder, folder / "backup", folder / "wal"):
            shutil.chown(path, "postgres" if _has("postgres") else "nobody")
    made = Machine(folder, next(iter(find_binaries())), free_port())
    data = folder / "data"
    try:
        made.run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        made.start(data)
        yield made
    finally:
        for pid in folder.glob("*/postmaster.pid"):
            subprocess.run(
                [made.binaries["pg_ctl"], "-D", str(pid.parent), "-m", "immediate", "stop"],
                check=False, capture_output=True, user=folder.stat().st_uid,
            )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


def test_everything_committed_comes_back_until_any_moment(machine: Machine) -> None:
    with machine.connect() as conn:
        conn.execute("create table ontvangst (nummer int primary key)")
        conn.execute("insert into ontvangst select generate_series(1, 100)")
    name = machine.backup()
    with machine.connect() as conn:
        conn.execute("insert into ontvangst select generate_series(101, 150)")
        moment = conn.execute("select clock_timestamp()::text").fetchone()
        conn.execute("select pg_sleep(0.2)")
        conn.execute("insert into ontvangst select generate_series(151, 200)")
        conn.execute("select pg_switch_wal()")
        conn.execute("checkpoint")
        deadline = "select count(*) from pg_stat_archiver where last_archived_wal is not null"
        while conn.execute(deadline).fetchone() == (0,) or _not_archived(conn):
            conn.execute("select pg_sleep(0.1)")
    assert moment is not None
    machine.run("pg_ctl", "-D", machine.folder / "data", "-m", "immediate", "stop")
    (machine.folder / "data").rename(machine.folder / "verloren")

    restore = SCRIPTS / "terugzetten.sh"
    backup, wal = machine.folder / "backup" / name, machine.folder / "wal"
    for target, until, expected in (
        (machine.folder / "tot", moment[0], 150),
        (machine.folder / "alles", "", 200),
    ):
        machine.run("bash", restore, backup, wal, target, until)
        machine.start(target)
        with machine.connect() as conn:
            while conn.execute("select pg_is_in_recovery()").fetchone() != (False,):
                conn.execute("select pg_sleep(0.1)")
            assert conn.execute("select count(*), max(nummer) from ontvangst").fetchone() == (
                expected,
                expected,
            )
        machine.run("pg_ctl", "-D", target, "-m", "immediate", "stop")
        for history in wal.glob("*.history"):
            history.unlink()
    with pytest.raises(subprocess.CalledProcessError):
        machine.run("bash", restore, backup, wal, machine.folder / "alles")


def test_old_backups_go_and_a_broken_one_is_never_kept(machine: Machine) -> None:
    names = []
    for _ in range(3):
        names.append(machine.backup())
        machine.run("sleep", "1.1")
    kept = sorted(path.name for path in (machine.folder / "backup").iterdir())
    assert kept == names[1:]
    with pytest.raises(subprocess.CalledProcessError):
        machine.run(
            "bash", SCRIPTS / "backup.sh", "nu",
            PGHOST="127.0.0.1", PGPORT=str(free_port()), PGUSER="postgres", BEWAAR="2",
            BACKUP_MAP=str(machine.folder / "backup"), WAL_MAP=str(machine.folder / "wal"),
        )  # fmt: skip
    assert sorted(path.name for path in (machine.folder / "backup").iterdir() if path.name[0] != ".") == kept


def test_the_newest_backup_is_put_back_and_compared(machine: Machine) -> None:
    # Connecting as the superuser: what migrations and events need, beside the server of the other tests.
    url = f"postgresql://postgres@127.0.0.1:{machine.port}/postgres"
    settings = Settings(home=machine.folder / "huis", warehouse_url=url, key_hex="0" * 64)
    ensure_database(settings)
    assert restore_test.what_is_wrong(settings, 35) == "er is nog nooit een back-up teruggezet"
    with pytest.raises(subprocess.CalledProcessError):
        machine.restore_test()
    assert "(geen)" in (restore_test.what_is_wrong(settings, 35) or "")

    _deliver(settings, 3)
    name = machine.backup()
    with connect(settings, autocommit=True) as conn:
        conn.execute("select pg_switch_wal()")
    machine.restore_test()
    assert restore_test.what_is_wrong(settings, 35) is None
    with connect(settings) as conn:
        row = conn.execute(
            "select backup, gelukt, stap, gebeurtenissen, achterstand_seconden from bedrijf.hersteltest"
            " order by hersteltest_id desc limit 1"
        ).fetchone()
    assert row == (name, True, "klaar", 3, 0.0)
    assert not (machine.folder / "backup" / ".hersteltest").exists()
    assert machine.restore_test("30") == "", "done already"

    with connect(settings) as conn:
        conn.execute("update bedrijf.hersteltest set tijd = tijd - interval '36 days'")
    assert "langer dan 35 dagen" in (restore_test.what_is_wrong(settings, 35) or "")
    with connect(settings) as conn:  # an event that was there before the backup, and did not come back
        conn.execute("set session_replication_role = replica")
        conn.execute("update register.gebeurtenis set tijd = tijd + interval '2 days'")
        conn.execute(
            "insert into register.gebeurtenis (levering_id, tijd, naar, actor)"
            " select levering_id, now() - interval '3 days', naar, actor from register.gebeurtenis limit 1"
        )
    with pytest.raises(subprocess.CalledProcessError):
        machine.restore_test("30")
    assert "bij: gebeurtenissen vergelijken" in (restore_test.what_is_wrong(settings, 35) or "")

    damaged = machine.folder / "backup" / name / "PG_VERSION"
    damaged.unlink()
    with pytest.raises(subprocess.CalledProcessError):
        machine.restore_test()
    assert f"{name} kon op" in (restore_test.what_is_wrong(settings, 35) or "")


def test_a_backup_that_lies_far_behind_is_told(machine: Machine) -> None:
    url = f"postgresql://postgres@127.0.0.1:{machine.port}/postgres"
    settings = Settings(home=machine.folder / "huis", warehouse_url=url, key_hex="0" * 64)
    ensure_database(settings)
    with connect(settings) as conn:
        conn.execute(
            "insert into bedrijf.hersteltest (backup, gelukt, stap, seconden, gebeurtenissen, achterstand_seconden)"
            " values ('20260101T000000Z', true, 'klaar', 1, 1, 3600)"
        )
    assert "60 minuten achter" in (restore_test.what_is_wrong(settings, 35) or "")


def test_the_term_is_a_number_of_days() -> None:
    assert restore_test.term_days({}) is None
    assert restore_test.term_days({"RIZOOM_HERSTELTEST_DAGEN": "35"}) == 35
    for text in ("vaak", "0", "-1"):
        with pytest.raises(ValueError, match="whole number of days"):
            restore_test.term_days({"RIZOOM_HERSTELTEST_DAGEN": text})


def _deliver(settings: Settings, number: int) -> None:
    """So many events of deliveries, a day old."""
    with connect(settings) as conn:
        for item in range(number):
            conn.execute(
                "with l as (insert into register.levering (sha256, ontvangstnummer, vorm, bytes)"
                " values (%s, %s, 'zip', 1) returning levering_id)"
                " insert into register.gebeurtenis (levering_id, tijd, naar, actor)"
                " select levering_id, now() - interval '1 day', 'ontvangen', 'proef' from l",
                [f"{item:064d}", str(item)],
            )


def _not_archived(conn: psycopg.Connection) -> bool:
    """Whether the segment before the current one still waits for the archiver."""
    row = conn.execute(
        "select last_archived_wal < pg_walfile_name(pg_current_wal_lsn() - 16777216) from pg_stat_archiver"
    ).fetchone()
    return bool(row and row[0])
