"""Sessions in the database. The cookie holds a random token; the table holds its hash only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from starlette.requests import Request
from starlette.responses import Response

from rizoom.portal.config import PortalConfig
from rizoom.portal.faults import Fault


@dataclass
class Session:
    """``account_id`` None: somebody who is logging in. ``inhoud``: what a login by OIDC must remember."""

    token: str
    csrf: str
    account_id: int | None = None
    inhoud: dict[str, Any] = field(default_factory=dict)


def cookie_name(config: PortalConfig) -> str:
    """With the ``__Host-`` prefix a browser accepts the cookie from this host over https only."""
    return "__Host-rizoom" if config.secure else "rizoom"


def create(
    conn: psycopg.Connection, account_id: int | None = None, config: PortalConfig | None = None
) -> Session:
    """A fresh session; expired ones are removed."""
    limits = (config or PortalConfig()).limits
    conn.execute(
        "delete from portaal.sessie where gebruikt_op < now() - make_interval(secs => %s)"
        " or gemaakt_op < now() - make_interval(secs => %s)",
        [limits.session_idle, limits.session_total],
    )
    session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32), account_id)
    conn.execute(
        "insert into portaal.sessie (sessie_hash, account_id, csrf) values (%s, %s, %s)",
        [_hash(session.token), account_id, session.csrf],
    )
    return session


def load(conn: psycopg.Connection, config: PortalConfig, request: Request) -> Session | None:
    """The session of the cookie; None when there is none or it ended."""
    token = request.cookies.get(cookie_name(config), "")
    if not token:
        return None
    row = conn.execute(
        "update portaal.sessie set gebruikt_op = now() where sessie_hash = %s"
        " and gebruikt_op >= now() - make_interval(secs => %s)"
        " and gemaakt_op >= now() - make_interval(secs => %s) returning csrf, account_id, inhoud",
        [_hash(token), config.limits.session_idle, config.limits.session_total],
    ).fetchone()
    return None if row is None else Session(token, row[0], row[1], row[2])


def keep(conn: psycopg.Connection, session: Session) -> None:
    """Write ``inhoud`` back."""
    conn.execute(
        "update portaal.sessie set inhoud = %s where sessie_hash = %s",
        [Jsonb(session.inhoud), _hash(session.token)],
    )


def end(conn: psycopg.Connection, session: Session) -> None:
    """Remove the session: its cookie opens nothing any more."""
    conn.execute("delete from portaal.sessie where sessie_hash = %s", [_hash(session.token)])


def set_cookie(response: Response, config: PortalConfig, session: Session) -> None:
    """Give the browser its cookie."""
    response.set_cookie(
        cookie_name(config), session.token, path="/", secure=config.secure, httponly=True, samesite="lax"
    )


def drop_cookie(response: Response, config: PortalConfig) -> None:
    """Take the cookie away."""
    response.delete_cookie(cookie_name(config), path="/", secure=config.secure, httponly=True, samesite="lax")


def check_csrf(session: Session | None, given: str) -> None:
    """Raise a 403 fault unless ``given`` is the token of this session."""
    if session is None or not hmac.compare_digest(session.csrf.encode(), given.encode("utf-8", "replace")):
        raise Fault(
            403, "Dit formulier hoort niet (meer) bij uw sessie. Open de pagina opnieuw en verstuur het weer."
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
