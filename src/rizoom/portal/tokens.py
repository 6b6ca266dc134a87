"""Access tokens of machines (OAuth 2.0 client credentials).

With OIDC the issuer gives them: a JWT that is verified with the issuer's keys. On loopback the portal gives
out its own: random, kept as a hash, valid for minutes.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from typing import Any

import httpx
import psycopg

from rizoom.portal import accounts
from rizoom.portal.actor import Account
from rizoom.portal.config import Oidc, PortalConfig
from rizoom.portal.database import Database
from rizoom.portal.faults import Fault

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
KEYS_SECONDS = 600.0
_keys: dict[str, tuple[float, dict[str, Any]]] = {}
_lock = threading.Lock()


def issue(conn: psycopg.Connection, account: Account, seconds: int) -> str:
    """A fresh token for a development account."""
    token = secrets.token_urlsafe(32)
    conn.execute("delete from portaal.toegangstoken where geldig_tot < now()")
    conn.execute(
        "insert into portaal.toegangstoken (token_hash, account_id, geldig_tot)"
        " values (%s, %s, now() + make_interval(secs => %s))",
        [_hash(token), account.account_id, seconds],
    )
    return token


def account_of_bearer(config: PortalConfig, database: Database, header: str) -> Account | None:
    """The machine that sent this ``Authorization`` header; None: no valid token."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return None
    token = token.strip()
    if config.oidc is not None:
        client = subject_of_jwt(config.oidc, token)
        if client is None:
            return None
        with database.connection() as conn:
            return accounts.by_subject(conn, config.oidc.issuer, client, "machine")
    with database.connection() as conn:
        row = conn.execute(
            "select account_id from portaal.toegangstoken where token_hash = %s and geldig_tot >= now()",
            [_hash(token)],
        ).fetchone()
        return accounts.by_id(conn, row[0]) if row else None


def subject_of_jwt(oidc: Oidc, token: str) -> str | None:
    """The client_id for which the issuer signed this access token; None when anything about it is wrong."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    claims_rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": oidc.issuer},
        aud={"essential": True, "value": oidc.audience},
        exp={"essential": True},
    )
    for fresh in (False, True):
        try:
            keys = KeySet.import_key_set(_issuer_keys(oidc, fresh))  # type: ignore[arg-type]
            decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
            claims_rules.validate(decoded.claims)
        except (JoseError, ValueError):
            continue
        client = decoded.claims.get("client_id") or decoded.claims.get("azp")
        return str(client) if client and oidc.audience else None
    return None


def _issuer_keys(oidc: Oidc, fresh: bool) -> dict[str, Any]:
    """The issuer's public keys; kept for ten minutes, asked again at most once in ten seconds."""
    with _lock:
        moment, keys = _keys.get(oidc.issuer, (float("-inf"), {}))
        age = time.monotonic() - moment
        if age < (10.0 if fresh else KEYS_SECONDS):
            return keys
        try:
            place = oidc.issuer.rstrip("/") + "/.well-known/openid-configuration"
            metadata = httpx.get(place, timeout=10).raise_for_status().json()
            found: dict[str, Any] = httpx.get(metadata["jwks_uri"], timeout=10).raise_for_status().json()
        except (httpx.HTTPError, KeyError, ValueError):
            raise Fault(503, "De inlogdienst antwoordt niet. Probeer het later opnieuw.") from None
        _keys[oidc.issuer] = (time.monotonic(), found)
        return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
