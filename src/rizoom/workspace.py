"""A warehouse of its own for one piece of work: ``rizoom run`` and the local check of a delivery.

The figures of ``rizoom run`` are a function of the inbox alone, so it works in a database and stores of its
own, named after the content of the inbox. Killed in between, the same command finds them again and goes on;
at the end they are removed, and with them every number, pseudonym and key.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql

from rizoom.settings import Settings
from rizoom.warehouse.server import ensure_database, ensure_server, known_url, stop_server

PREFIX = "werk_"


def fingerprint(*parts: object) -> str:
    """A name for a piece of work, 16 hexadecimal digits."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()[:16]


def fingerprint_of_folder(folder: Path, *parts: object) -> str:
    """Name of the work on ``folder``: changes when a file is added, removed, resized or touched."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            stat = path.stat()
            lines.append(f"{path.relative_to(folder)}\t{stat.st_size}\t{stat.st_mtime_ns}")
    return fingerprint(*parts, *lines)


@contextlib.contextmanager
def workspace(settings: Settings, name: str) -> Iterator[Settings]:
    """Settings of a warehouse of its own for the work ``name``; removed when the work ends well.

    An exception (or a kill) leaves it for the next try. Left-overs of other work that nobody holds are
    removed. The embedded server is stopped again when this process started it and nobody else uses it.
    """
    started = settings.warehouse_url is None and not _runs(settings)
    url = ensure_server(settings)
    root = settings.home / "werk"
    root.mkdir(parents=True, exist_ok=True)
    try:
        with _claim(root, name) as mine:
            if not mine:
                raise RuntimeError("another process is doing this same work; wait for it to end")
            _remove_left_overs(url, root, name)
            own = replace(
                settings,
                home=root / name,
                warehouse_url=url,
                database=PREFIX + name,
                key_file=None,
                key_hex=None,
                raw_store_url="",
                publication_url="",
            )
            own.home.mkdir(exist_ok=True)
            ensure_database(own)
            yield own
            _remove(url, root, name)
    finally:
        if started and not _used_by_others(url):
            stop_server(settings)


def _runs(settings: Settings) -> bool:
    url = known_url(settings)
    if url is None:
        return False
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=5):
        return True
    return False


@contextlib.contextmanager
def _claim(root: Path, name: str) -> Iterator[bool]:
    """Hold the lock on a piece of work; False when another process holds it. A process that dies lets go."""
    with (root / f"{name}.slot").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _remove_left_overs(url: str, root: Path, name: str) -> None:
    for slot in sorted(root.glob("*.slot")):
        if slot.stem != name:
            with _claim(root, slot.stem) as free:
                if free:
                    _remove(url, root, slot.stem)


def _remove(url: str, root: Path, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(PREFIX + name)))
    shutil.rmtree(root / name, ignore_errors=True)
    (root / f"{name}.slot").unlink(missing_ok=True)


def _used_by_others(url: str) -> bool:
    with psycopg.connect(url, autocommit=True) as conn:
        row = conn.execute(
            "select count(*) from pg_stat_activity"
            " where backend_type = 'client backend' and pid <> pg_backend_pid()"
        ).fetchone()
    return row is not None and row[0] > 0
