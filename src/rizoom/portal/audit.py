"""The audit log: action, object, result, origin, actor, time (BIO2 8.15.01); never a secret or a number."""

from __future__ import annotations

import psycopg
from starlette.requests import Request


def note(
    conn: psycopg.Connection,
    request: Request | None,
    actor: str,
    actie: str,
    resultaat: str,
    object_: str = "",
) -> None:
    """Write one line, in the caller's transaction."""
    conn.execute(
        "insert into portaal.audit (actor, actie, object, resultaat, herkomst) values (%s, %s, %s, %s, %s)",
        [actor, actie, object_[:200], resultaat[:200], origin(request)],
    )


def origin(request: Request | None) -> str:
    """Address the request came from, as the server sees it."""
    return request.client.host if request is not None and request.client else ""
