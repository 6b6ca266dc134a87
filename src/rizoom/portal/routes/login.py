"""Logging in and out: development accounts on loopback, OpenID Connect elsewhere."""

from __future__ import annotations

import base64
from typing import Annotated

import psycopg
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from rizoom.portal import accounts, audit, oidc, session, tokens
from rizoom.portal.access import Open, Page, portal_of
from rizoom.portal.actor import Account, Recht
from rizoom.portal.faults import Fault, problem
from rizoom.portal.pages import render
from rizoom.portal.session import Session

router = APIRouter(include_in_schema=False)


@router.get("/inloggen", dependencies=[Depends(Open())])
def login_page(request: Request) -> Response:
    """The form of the development accounts, or the button to the issuer."""
    return _login_page(request)


@router.post("/inloggen", dependencies=[Depends(Open())])
def log_in(
    request: Request,
    csrf: Annotated[str, Form()] = "",
    account: Annotated[str, Form(max_length=100)] = "",
    wachtwoord: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Log in with a development account."""
    portal = portal_of(request)
    if portal.config.login != "ontwikkel":
        raise Fault(404)
    portal.limiter.take("login", audit.origin(request), portal.config.limits.login_per_minute)
    with portal.database.connection() as conn:
        before = session.load(conn, portal.config, request)
        session.check_csrf(before, csrf)
        found = accounts.by_secret(conn, account, wachtwoord, "mens")
        if found is None:
            audit.note(conn, request, "onbekend", "inloggen", "geweigerd")
        else:
            assert before is not None
            session.end(conn, before)
            return _logged_in(request, conn, found)
    return _login_page(request, "Deze naam en dit wachtwoord horen niet bij elkaar.", 401)


@router.get("/inloggen/oidc", dependencies=[Depends(Open())])
async def to_issuer(request: Request) -> Response:
    """Send the browser to the issuer (authorization code with PKCE)."""
    return await oidc.start(request)


@router.get("/inloggen/terug", dependencies=[Depends(Open())])
async def from_issuer(request: Request) -> Response:
    """The issuer sent the browser back: who is it, and do we know them?"""
    portal = portal_of(request)
    portal.limiter.take("login", audit.origin(request), portal.config.limits.login_per_minute)
    subject = await oidc.finish(request)
    assert portal.config.oidc is not None
    with portal.database.connection() as conn:
        found = accounts.by_subject(conn, portal.config.oidc.issuer, subject, "mens")
        if found is not None:
            return _logged_in(request, conn, found)
        audit.note(conn, request, "onbekend", "inloggen", "geen account")
    raise Fault(
        403, "U bent ingelogd, maar u hebt nog geen toegang tot dit portaal. Vraag die aan bij de helpdesk."
    )


@router.post("/uitloggen", dependencies=[Depends(Page(Recht.INGELOGD))])
def log_out(request: Request, csrf: Annotated[str, Form()] = "") -> Response:
    """End the session."""
    portal = portal_of(request)
    session.check_csrf(request.state.session, csrf)
    with portal.database.connection() as conn:
        session.end(conn, request.state.session)
        audit.note(conn, request, request.state.account.actor, "uitloggen", "gelukt")
    response = RedirectResponse("/inloggen", 303)
    session.drop_cookie(response, portal.config)
    return response


@router.post("/api/v1/token", dependencies=[Depends(Open())])
def token(
    request: Request,
    grant_type: Annotated[str, Form()] = "",
    client_id: Annotated[str, Form(max_length=100)] = "",
    client_secret: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """An access token for a development machine (RFC 6749, section 4.4); elsewhere the issuer gives them."""
    portal = portal_of(request)
    if portal.config.login != "ontwikkel":
        raise Fault(404)
    portal.limiter.take("login", audit.origin(request), portal.config.limits.login_per_minute)
    basic = request.headers.get("authorization", "")
    if basic.lower().startswith("basic "):
        client_id, client_secret = _basic(basic[6:])
    if grant_type != "client_credentials":
        return problem(400, "Gebruik grant_type=client_credentials.", "/api/v1/token")
    with portal.database.connection() as conn:
        found = accounts.by_secret(conn, client_id, client_secret, "machine")
        if found is None:
            audit.note(conn, request, "onbekend", "toegangstoken", "geweigerd")
            given = None
        else:
            given = tokens.issue(conn, found, portal.config.limits.token_seconds)
            audit.note(conn, request, found.actor, "toegangstoken", "gegeven")
    if given is None:
        return problem(401, "Onbekende client.", "/api/v1/token", {"WWW-Authenticate": "Basic"})
    seconds = portal.config.limits.token_seconds
    return JSONResponse({"access_token": given, "token_type": "Bearer", "expires_in": seconds})


def _login_page(request: Request, melding: str = "", status: int = 200) -> Response:
    portal = portal_of(request)
    development = portal.config.login == "ontwikkel"
    with portal.database.connection() as conn:
        own = session.load(conn, portal.config, request)
        if own is None:
            own = session.create(conn, None, portal.config)
    request.state.session = own
    names = [(a.onderwerp, a.naam) for a in accounts.DEVELOPMENT_ACCOUNTS if a.soort == "mens"]
    values = {"ontwikkel": development, "melding": melding, "accounts": names}
    response = render(request, "inloggen.html", values, status)
    session.set_cookie(response, portal.config, own)
    return response


def _logged_in(request: Request, conn: psycopg.Connection, account: Account) -> Response:
    """A fresh session: a token from before the login opens nothing."""
    portal = portal_of(request)
    fresh: Session = session.create(conn, account.account_id, portal.config)
    audit.note(conn, request, account.actor, "inloggen", "gelukt")
    response = RedirectResponse("/", 303)
    session.set_cookie(response, portal.config, fresh)
    return response


def _basic(encoded: str) -> tuple[str, str]:
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return name, secret
