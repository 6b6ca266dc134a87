"""A pool of connections to the warehouse for the portal's requests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import ConnectionPool

from rizoom.settings import Settings
from rizoom.warehouse.connect import database_url

CONNECTIONS = 16


class Database:
    """Opened at first use; :meth:`connection` commits at the end and rolls back on an exception."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._pool: ConnectionPool[psycopg.Connection] | None = None

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        """One connection for one piece of work; waits at most 10 seconds for a free one."""
        with self._opened().connection(timeout=10) as conn:
            yield conn

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
                self._pool = None

    def _opened(self) -> ConnectionPool[psycopg.Connection]:
        with self._lock:
            if self._pool is None:
                self._pool = ConnectionPool(
                    database_url(self._settings),
                    min_size=1,
                    max_size=CONNECTIONS,
                    kwargs={
                        "application_name": "rizoom-portaal",
                        "connect_timeout": 10,
                        "options": "-c timezone=UTC -c datestyle=ISO,YMD -c statement_timeout=30s",
                    },
                    check=ConnectionPool.check_connection,
                    open=True,
                )
            return self._pool
