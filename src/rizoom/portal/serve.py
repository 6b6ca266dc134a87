"""Running the portal by itself."""

from __future__ import annotations

import os

from rizoom.portal.config import PortalConfig, is_loopback
from rizoom.settings import Settings


def serve(
    settings: Settings, host: str = "127.0.0.1", port: int = 8080, config: PortalConfig | None = None
) -> None:
    """Serve until SIGINT or SIGTERM; an embedded warehouse is started when needed.

    Raises :class:`rizoom.portal.config.ConfigurationError` when it would not be safe on ``host``, such as
    development accounts outside loopback.
    """
    import uvicorn

    from rizoom.intake import keys
    from rizoom.portal.app import create_app
    from rizoom.warehouse.server import ensure_database, ensure_server

    config = config or configure(host, port)
    config.check(host)
    ensure_server(settings)
    ensure_database(settings)
    if config.login == "ontwikkel":
        keys.ensure_demo_key(settings)
        _development(settings)
    uvicorn.run(
        create_app(settings, config),
        host=host,
        port=port,
        server_header=False,
        proxy_headers=not is_loopback(host) or config.secure,
        access_log=False,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=32 * 1024,
    )


def configure(host: str, port: int) -> PortalConfig:
    """Configuration from the environment; on loopback the address is that of this server."""
    env = dict(os.environ)
    env.setdefault("RIZOOM_PORTAAL_URL", f"http://{host}:{port}")
    return PortalConfig.from_env(env)


def _development(settings: Settings) -> None:
    from rizoom.portal import accounts
    from rizoom.warehouse.connect import connect

    with connect(settings) as conn:
        accounts.ensure_development_accounts(conn, settings)
