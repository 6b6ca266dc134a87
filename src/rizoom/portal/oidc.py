"""OpenID Connect by authlib: authorization code with PKCE, state and nonce kept in our own session."""

from __future__ import annotations

import logging
from typing import Any

from authlib.integrations.starlette_client import OAuth
from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from rizoom.portal import session
from rizoom.portal.access import Portal, portal_of
from rizoom.portal.config import PortalConfig
from rizoom.portal.faults import Fault
from rizoom.portal.session import Session

log = logging.getLogger(__name__)
CALLBACK = "/inloggen/terug"


def client_of(config: PortalConfig) -> Any:
    """authlib's client of the issuer; None when people log in with development accounts."""
    if config.oidc is None:
        return None
    registry = OAuth()
    return registry.register(
        "uitgever",
        client_id=config.oidc.client_id,
        client_secret=config.oidc.client_secret,
        server_metadata_url=config.oidc.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256"},
    )


async def start(request: Request) -> Response:
    """Redirect to the issuer. Raises a 404 fault without OIDC, 503 when the issuer does not answer."""
    portal, client = _client(request)
    own = await run_in_threadpool(_session, portal, request)
    request.scope["session"] = own.inhoud
    extra = {"acr_values": portal.config.oidc.acr} if portal.config.oidc and portal.config.oidc.acr else {}
    try:
        response: Response = await client.authorize_redirect(
            request, portal.config.base_url + CALLBACK, **extra
        )
    except Exception as failure:  # noqa: BLE001 - whatever keeps us from the issuer, the answer is the same
        log.error("the issuer cannot be reached: %s", type(failure).__name__)
        raise Fault(503, "De inlogdienst antwoordt niet. Probeer het later opnieuw.") from None
    await run_in_threadpool(_keep, portal, own)
    session.set_cookie(response, portal.config, own)
    return response


async def finish(request: Request) -> str:
    """Subject of who came back from the issuer; the session of the login is gone afterwards.

    Raises a 403 fault when state, nonce, signature or level are not right.
    """
    portal, client = _client(request)
    own = await run_in_threadpool(_existing, portal, request)
    if own is None:
        raise Fault(403, "Uw login duurde te lang of begon in een ander venster. Log opnieuw in.")
    request.scope["session"] = own.inhoud
    try:
        token = await client.authorize_access_token(request)
        claims = token["userinfo"]
    except Exception as failure:  # noqa: BLE001 - nobody gets in, whatever went wrong
        log.warning("a login failed: %s", type(failure).__name__)
        raise Fault(403, "Inloggen is niet gelukt. Probeer het opnieuw.") from None
    finally:
        await run_in_threadpool(_end, portal, own)
    wanted = portal.config.oidc.acr if portal.config.oidc else ""
    if wanted and claims.get("acr") != wanted:
        raise Fault(403, "U bent niet veilig genoeg ingelogd. Log in met een tweede stap.")
    return str(claims["sub"])


def _client(request: Request) -> tuple[Portal, Any]:
    client = request.app.state.oidc
    if client is None:
        raise Fault(404)
    return portal_of(request), client


def _session(portal: Portal, request: Request) -> Session:
    with portal.database.connection() as conn:
        return session.load(conn, portal.config, request) or session.create(conn, None, portal.config)


def _existing(portal: Portal, request: Request) -> Session | None:
    with portal.database.connection() as conn:
        return session.load(conn, portal.config, request)


def _keep(portal: Portal, own: Session) -> None:
    with portal.database.connection() as conn:
        session.keep(conn, own)


def _end(portal: Portal, own: Session) -> None:
    with portal.database.connection() as conn:
        session.end(conn, own)
