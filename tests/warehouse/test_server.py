"""The embedded server: started once, found again, back after a crash, private to its home."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from rizoom.settings import Settings
from rizoom.warehouse import binaries
from rizoom.warehouse import server as server_module
from rizoom.warehouse.binaries import ServerError
from rizoom.warehouse.connect import connect
from rizoom.warehouse.server import create_database, ensure_server, stop_server

Make = Callable[..., Settings]
AVAILABLE = sorted({found.origin for found in binaries.find_binaries()})


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Make]:
    """Makes settings with a new home; their servers are stopped at the end."""
    made: list[Settings] = []

    def make(postgres: str = "") -> Settings:
        made.append(Settings(home=tmp_path / f"home{len(made)}", postgres=postgres, database="postgres"))
        return made[-1]

    yield make
    for settings in made:
        stop_server(settings)


def pid_of(settings: Settings) -> int:
    return int((settings.home / "server" / "data" / "postmaster.pid").read_text().splitlines()[0])


def port_of(settings: Settings) -> int:
    return int((settings.home / "server" / "poort").read_text())


def value(settings: Settings, query: str) -> object:
    with connect(settings) as conn:
        row = conn.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_the_wheel_is_always_there() -> None:
    assert "wheel" in AVAILABLE


@pytest.mark.parametrize("origin", AVAILABLE)
def test_server_of_every_origin(home: Make, origin: str) -> None:
    settings = home(origin)
    ensure_server(settings)
    version = next(binaries.find_binaries(origin)).version
    assert str(value(settings, "show server_version")).startswith(str(version))
    expected = {"server_encoding": "UTF8", "fsync": "on", "max_connections": "100", "lc_messages": "C"}
    expected |= {"wal_level": "minimal"}
    assert {name: value(settings, f"show {name}") for name in expected} == expected
    assert (
        value(settings, "select string_agg(x, '' order by x) from unnest(array['b', 'B', 'é', 'a']) as x")
        == "Babé"
    )
    assert value(settings, "select upper('é')") == "É"
    pid = pid_of(settings)
    if os.geteuid() == 0:
        assert os.stat(f"/proc/{pid}").st_uid != 0


@pytest.mark.parametrize("origin", AVAILABLE)
def test_the_log_is_compressed_with_lz4_where_the_programs_know_it(home: Make, origin: str) -> None:
    with connect(home(origin), autocommit=True) as conn:
        found = conn.execute(
            "select setting, 'lz4' = any(enumvals) from pg_settings where name = 'wal_compression'"
        ).fetchone()
    assert found in {("lz4", True), ("pglz", False)}


def test_started_once_by_many_processes(home: Make) -> None:
    settings = home()
    code = (
        "from pathlib import Path; import sys; from rizoom.settings import Settings;"
        "from rizoom.warehouse.server import ensure_server;"
        "print(ensure_server(Settings(home=Path(sys.argv[1]))))"
    )
    command = [sys.executable, "-c", code, str(settings.home)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(5)]
    urls = {process.communicate()[0] for process in running}
    assert [process.returncode for process in running] == [0] * 5
    assert len(urls) == 1
    assert urls.pop().strip() == ensure_server(settings)


def test_two_homes_side_by_side(home: Make) -> None:
    one, two = home(), home()
    ensure_server(one)
    ensure_server(two)
    assert port_of(one) != port_of(two)
    with connect(one) as conn:
        conn.execute("create table alleen_hier (x integer)")
    assert value(one, "select to_regclass('alleen_hier') is not null") is True
    assert value(two, "select to_regclass('alleen_hier') is null") is True
    stop_server(one)
    assert value(two, "select 1") == 1


@pytest.mark.parametrize("while_it_ran", [False, True])
def test_a_copied_home_has_a_server_of_its_own(home: Make, while_it_ran: bool) -> None:
    one, copy = home(), home()
    with connect(one) as conn:
        conn.execute("create table in_beide (x integer)")
    pid_file = one.home / "server" / "data" / "postmaster.pid"
    held = pid_file.read_bytes()
    stop_server(one)
    subprocess.run(["cp", "-a", str(one.home), str(copy.home)], check=True)
    if while_it_ran:  # the file that a copy of a running home would hold, with a process that lives
        held = b"\n".join([str(os.getpid()).encode(), *held.split(b"\n")[1:]])
        (copy.home / "server" / "data" / "postmaster.pid").write_bytes(held)
    with connect(one) as conn:
        conn.execute("create table alleen_hier (x integer)")
    assert value(copy, "select to_regclass('in_beide') is not null") is True
    assert value(copy, "select to_regclass('alleen_hier') is null") is True
    assert port_of(copy) != port_of(one)
    stop_server(copy)
    assert value(one, "select to_regclass('alleen_hier') is not null") is True


def test_committed_rows_survive_kill_9(home: Make) -> None:
    settings = home()
    ensure_server(settings)
    with connect(settings) as conn:
        conn.execute("create table rij (x integer)")
    with connect(settings) as conn:
        conn.execute("insert into rij select generate_series(1, 1000)")
    os.kill(pid_of(settings), signal.SIGKILL)
    assert value(settings, "select count(*) from rij") == 1000


def test_a_table_filled_where_it_was_made_survives_kill_9(home: Make) -> None:
    """Its rows are in no log (wal_level = minimal): they must be on disk by the commit. As a build makes tables."""
    settings = home()
    ensure_server(settings)
    with connect(settings) as conn:
        conn.execute("set synchronous_commit = off")
        conn.execute(
            "create table groot as select x, repeat('a', 40) as tekst from generate_series(1, 300000) as x"
        )
        conn.execute("create unique index on groot (x)")
    with connect(settings) as conn:  # a commit that is waited for takes those before it along
        conn.execute("create table daarna (x integer)")
    os.kill(pid_of(settings), signal.SIGKILL)
    assert value(settings, "select count(*) from groot where tekst = repeat('a', 40)") == 300_000
    assert value(settings, "select x from groot where x = 299999") == 299_999


def test_pid_file_of_a_server_long_gone_is_no_obstacle(home: Make) -> None:
    settings = home()
    ensure_server(settings)
    pid_file = settings.home / "server" / "data" / "postmaster.pid"
    stale = pid_file.read_text().splitlines()
    stop_server(settings)
    bystander = subprocess.Popen(
        ["sleep", "60"], **({"user": binaries.server_account().uid} if os.geteuid() == 0 else {})
    )
    try:
        stale[0] = str(bystander.pid)
        pid_file.write_text("\n".join(stale) + "\n")
        binaries.server_account().own(pid_file)
        assert value(settings, "select 1") == 1
        stop_server(settings)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_taken_port_gives_another(home: Make) -> None:
    settings = home()
    ensure_server(settings)
    stop_server(settings)
    before = port_of(settings)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", before))
        other.listen()
        ensure_server(settings)
        assert port_of(settings) != before
        assert value(settings, "select 1") == 1


def test_half_made_cluster_is_made_again(home: Make) -> None:
    settings = home()
    half = settings.home / "server" / "data.nieuw"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    ensure_server(settings)
    assert value(settings, "select 1") == 1
    assert not half.exists()


def test_only_with_the_password_and_only_local(home: Make) -> None:
    settings = home()
    url = ensure_server(settings)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"postgresql://postgres:fout@127.0.0.1:{port_of(settings)}/postgres")
    assert (settings.home / "server" / "wachtwoord").stat().st_mode & 0o777 == 0o600
    assert value(settings, "show listen_addresses") == "127.0.0.1"
    assert not list((settings.home / "server" / "log").glob(".wachtwoord*"))
    with psycopg.connect(url) as conn:
        rows = conn.execute("select distinct auth_method from pg_hba_file_rules").fetchall()
    assert rows == [("scram-sha-256",)]


def test_values_of_rows_stay_out_of_the_log(home: Make) -> None:
    settings = home()
    ensure_server(settings)
    with connect(settings) as conn:
        conn.execute("create table uniek (x text primary key)")
    for _ in range(2):
        try:
            with connect(settings) as conn:
                conn.execute("insert into uniek values ('HERKENBAAR')")
        except psycopg.errors.UniqueViolation:
            break
    log = (settings.home / "server" / "log" / "server.log").read_text()
    assert "duplicate key" in log
    assert "HERKENBAAR" not in log


def test_stopping_stops_only_ours_and_twice_is_fine(home: Make) -> None:
    settings = home()
    stop_server(settings)
    ensure_server(settings)
    pid = pid_of(settings)
    stop_server(settings)
    stop_server(settings)
    deadline = time.time() + 10
    while Path(f"/proc/{pid}").exists() and time.time() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def test_given_address_is_used_as_it_is(server: Settings, tmp_path: Path) -> None:
    url = ensure_server(server)
    elsewhere = Settings(home=tmp_path / "ander", warehouse_url=url, database="postgres")
    assert ensure_server(elsewhere) == url
    assert value(elsewhere, "select 1") == 1
    stop_server(elsewhere)
    assert value(elsewhere, "select 1") == 1
    assert not elsewhere.home.exists()


def test_extra_database(server: Settings) -> None:
    name = f"airflow_{os.getpid()}"
    assert create_database(server, name)
    assert not create_database(server, name)
    assert value(replace(server, database=name), "select current_database()") == name


def test_unknown_choice_and_other_version_are_explained(home: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ServerError, match="RIZOOM_POSTGRES"):
        ensure_server(home("docker"))
    settings = home()
    data = settings.home / "server" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(ServerError, match="PostgreSQL 9"):
        ensure_server(settings)
    monkeypatch.setattr(server_module, "find_binaries", lambda _: iter(()))
    with pytest.raises(ServerError, match="no PostgreSQL 15"):
        ensure_server(home())
