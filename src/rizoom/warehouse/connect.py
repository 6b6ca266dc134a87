"""Connections to the warehouse."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from rizoom.settings import Settings
from rizoom.warehouse.server import ensure_server, known_url


def database_url(settings: Settings, database: str | None = None) -> str:
    """URL of ``database`` (default: the warehouse) on our server; starts the server if we know none."""
    base = urlsplit(known_url(settings) or ensure_server(settings))
    return urlunsplit(base._replace(path="/" + quote(database or settings.database, safe="")))


def connect(settings: Settings, autocommit: bool = False, database: str | None = None) -> psycopg.Connection:
    """A connection to the warehouse; an embedded server that was down is started.

    Use it as a context manager: it commits at the end, rolls back on an exception, and closes.
    """
    try:
        return _open(settings, autocommit, database)
    except psycopg.OperationalError:
        if settings.warehouse_url:
            raise
        ensure_server(settings)
        return _open(settings, autocommit, database)


def _open(settings: Settings, autocommit: bool, database: str | None) -> psycopg.Connection:
    return psycopg.connect(
        database_url(settings, database),
        autocommit=autocommit,
        connect_timeout=10,
        application_name="rizoom",
        options="-c timezone=UTC -c datestyle=ISO,YMD",
    )
