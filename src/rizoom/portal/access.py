"""Who may use a route. Every route has exactly one of these dependencies; ``create_app`` fails without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from rizoom.portal import accounts, audit, session, tokens
from rizoom.portal.actor import Account, Recht
from rizoom.portal.config import PortalConfig
from rizoom.portal.database import Database
from rizoom.portal.faults import Fault
from rizoom.portal.limits import RateLimiter
from rizoom.settings import Settings


@dataclass(frozen=True)
class Portal:
    """What every request needs; at ``app.state.portal``."""

    settings: Settings
    config: PortalConfig
    database: Database
    limiter: RateLimiter


def portal_of(request: Request) -> Portal:
    """The portal that this request came to."""
    return cast(Portal, request.app.state.portal)


def account_of(request: Request) -> Account:
    """Who made this request; only behind :class:`Page` or :class:`Api`."""
    return cast(Account, request.state.account)


@dataclass(frozen=True)
class Open:
    """A route for everybody. Knows who is logged in, if anybody."""

    recht: Recht = Recht.OPENBAAR

    def __call__(self, request: Request) -> None:
        portal = portal_of(request)
        portal.limiter.take("open", audit.origin(request), portal.config.limits.request_per_minute)


@dataclass(frozen=True)
class Page:
    """A page for people: needs a session and a role with ``recht``."""

    recht: Recht

    def __call__(self, request: Request) -> Account:
        portal = portal_of(request)
        portal.limiter.take("pagina", audit.origin(request), portal.config.limits.request_per_minute)
        with portal.database.connection() as conn:
            found = session.load(conn, portal.config, request)
            account = accounts.by_id(conn, found.account_id) if found and found.account_id else None
            if account is None:
                raise Fault(401, "Log in om deze pagina te zien.", login=True)
            request.state.session, request.state.account = found, account
            if account.soort != "mens" or not account.may(self.recht):
                audit.note(conn, request, account.actor, self.recht, "geweigerd", request.url.path)
        if account.soort != "mens" or not account.may(self.recht):
            raise Fault(403, "Uw account heeft geen rechten voor dit onderdeel.")
        return account


@dataclass(frozen=True)
class Api:
    """A route for machines: needs an access token and a role with ``recht``; cookies are not looked at."""

    recht: Recht

    def __call__(self, request: Request) -> Account:
        portal = portal_of(request)
        portal.limiter.take("api", audit.origin(request), portal.config.limits.request_per_minute)
        account = tokens.account_of_bearer(
            portal.config, portal.database, request.headers.get("authorization", "")
        )
        if account is None:
            raise Fault(401, "Stuur een geldig toegangstoken mee.", headers={"WWW-Authenticate": "Bearer"})
        request.state.account = account
        if not account.may(self.recht):
            with portal.database.connection() as conn:
                audit.note(conn, request, account.actor, self.recht, "geweigerd", request.url.path)
            raise Fault(403, "Uw account heeft geen rechten voor dit onderdeel.")
        return account


Guard = Open | Page | Api


def guard_of(route: APIRoute) -> Guard | None:
    """The guard of a route, or None when there is not exactly one."""
    found = [g for g in _calls(route.dependant) if isinstance(g, Open | Page | Api)]
    return found[0] if len(found) == 1 else None


def check_routes(app: FastAPI) -> None:
    """Raise ``RuntimeError`` when a route was added that anybody could use by accident."""
    for route in app.routes:
        if isinstance(route, APIRoute) and guard_of(route) is None:
            raise RuntimeError(f"route {route.path} does not say who may use it")


def _calls(dependant: Dependant) -> list[object]:
    return [sub.call for sub in dependant.dependencies]
