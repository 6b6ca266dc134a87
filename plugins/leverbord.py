"""The delivery board in Airflow's own pages, and ``/gezond`` for a monitor.

The board asks for Airflow's login on every route and answers nobody when that cannot be asked
(`requires_access_view`); ``/gezond`` tells only whether all is well.
"""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

from rizoom.settings import Settings

log = logging.getLogger(__name__)
BOARD = "/rizoom"
HEALTH = "/gezond"


def board() -> Any:
    """The board behind Airflow's login: whoever may see plugins."""
    from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
    from airflow.api_fastapi.core_api.security import requires_access_view

    from rizoom.ops.board_app import board_app

    return board_app(requires_access_view(AccessView.PLUGINS), Settings.from_env, BOARD)


def health() -> Any:
    """``GET /gezond``: 200 when all is well, else 503; the parts without any detail about deliveries."""
    from fastapi import FastAPI
    from fastapi.responses import JSONResponse

    from rizoom.ops.health import health as look

    app = FastAPI(title="Gezond", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("")
    @app.get("/")
    def gezond() -> JSONResponse:
        found = look(Settings.from_env())
        return JSONResponse(
            {"gezond": found.gezond, "onderdelen": found.onderdelen}, 200 if found.gezond else 503
        )

    return app


class Leverbord(AirflowPlugin):  # type: ignore[misc]
    name = "leverbord"
    fastapi_apps: ClassVar[list[Any]] = []
    external_views: ClassVar[list[Any]] = [
        {"name": "Leverbord", "href": f"{BOARD}/bord", "destination": "nav", "url_route": "leverbord"}
    ]

    @classmethod
    def on_load(cls, *_: Any, **__: Any) -> None:
        """Only the api-server needs the apps; the other processes do not pay for them."""
        import sys

        if {"api-server", "api_server"} & set(sys.argv) or "pytest" in sys.modules:
            cls.fastapi_apps = [
                {"app": board(), "url_prefix": BOARD, "name": "leverbord"},
                {"app": health(), "url_prefix": HEALTH, "name": "gezond"},
            ]
