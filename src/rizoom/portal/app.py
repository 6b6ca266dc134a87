"""The portal as an ASGI application."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import psycopg
from fastapi import FastAPI
from psycopg_pool import PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from rizoom.portal import faults, handover, oidc, quarantine
from rizoom.portal.access import Portal, check_routes
from rizoom.portal.config import PortalConfig
from rizoom.portal.database import Database
from rizoom.portal.headers import API_VERSION, SecurityHeaders
from rizoom.portal.limits import RateLimiter
from rizoom.portal.pages import FOLDER
from rizoom.portal.routes import api, deliveries, general, login, mirror, upload
from rizoom.portal.routes import settings as own_settings
from rizoom.settings import Settings

log = logging.getLogger(__name__)


def create_app(settings: Settings, config: PortalConfig) -> FastAPI:
    """The application. The warehouse must run and be migrated; nothing is read before the first request.

    Raises ``RuntimeError`` when a route does not say who may use it.
    """
    app = FastAPI(
        title="Rizoom portaal",
        version=API_VERSION,
        description=api.DESCRIPTION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        servers=[{"url": config.base_url}],
    )
    app.state.portal = Portal(settings, config, Database(settings), RateLimiter())
    app.state.oidc = oidc.client_of(config)
    for part in (general, login, upload, deliveries, mirror, own_settings, api):
        app.include_router(part.router)
    app.mount("/statisch", StaticFiles(directory=FOLDER / "static"))
    faults.install(app)
    api.describe(app)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_hosts(config))
    app.add_middleware(SecurityHeaders, secure=config.secure)
    check_routes(app)
    return app


def _hosts(config: PortalConfig) -> list[str]:
    own = urlsplit(config.base_url).hostname or ""
    return [own] if config.secure else [own, "localhost", "127.0.0.1", "[::1]", "testserver"]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    portal: Portal = app.state.portal
    worker = asyncio.create_task(_pass_on_for_ever(portal))
    try:
        yield
    finally:
        worker.cancel()
        with suppress(asyncio.CancelledError):
            await worker
        await run_in_threadpool(portal.database.close)


async def _pass_on_for_ever(portal: Portal) -> None:
    """What waits for the scanner, or was cut off by a restart, goes on as soon as it can."""
    while True:
        try:
            await run_in_threadpool(_pass_on, portal)
        except (psycopg.Error, PoolTimeout, OSError) as failure:
            log.error("the quarantine could not be looked at: %s", type(failure).__name__)
        await asyncio.sleep(portal.config.retry_seconds)


def _pass_on(portal: Portal) -> None:
    handover.pass_on_waiting(portal.settings, portal.database, portal.config.clamd)
    with portal.database.connection() as conn:
        quarantine.sweep(portal.settings, conn)
