"""The delivery board as a web app. Whoever mounts it brings the dependency that asks for a login.

Without that dependency there is no app: :func:`board_app` takes it as its first argument.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, HTTPException
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from rizoom.ops import alarms, board
from rizoom.reference import municipalities, regions
from rizoom.settings import Settings

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
    " frame-ancestors 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def board_app(allowed: Callable[..., Any], settings: Callable[[], Settings], basis: str) -> FastAPI:
    """The board, every route behind ``allowed`` (it raises when the visitor may not look).

    ``basis``: path under which it is mounted, for its links.
    """
    app = FastAPI(
        title="Leverbord", dependencies=[Depends(allowed)], docs_url=None, redoc_url=None, openapi_url=None
    )
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True
    )
    pages.globals.update(basis=basis, moment=board.moment, status=board.STATUS)

    def page(name: str, **values: Any) -> HTMLResponse:
        return HTMLResponse(pages.get_template(name).render(**values), headers=HEADERS)

    @app.get("/bord")
    def overview(schooljaar: str = "", soort: str = "leerplicht") -> HTMLResponse:
        year = schooljaar or board.current_school_year(datetime.now(UTC).date())
        if year not in board.school_years() or soort not in ("leerplicht", "doorstroompunt"):
            raise HTTPException(404, "onbekend schooljaar of onbekende soort")
        shown = board.board(settings(), year, soort)
        on_map = [tile for tile in shown.tegels if tile.kolom is not None]
        return page(
            "bord_overzicht.html",
            bord=shown,
            kaart=on_map,
            breed=1 + max((tile.kolom or 0 for tile in on_map), default=0),
            hoog=1 + max((tile.rij or 0 for tile in on_map), default=0),
            schooljaren=board.school_years(),
            bouw=board.last_builds(settings()),
            alarmen=alarms.open_alarms(settings()),
        )

    @app.get("/leveraar/{leveraar}")
    def supplier(leveraar: str) -> HTMLResponse:
        area = (municipalities() | regions()).get(leveraar)
        if area is None:
            raise HTTPException(404, "onbekende leveraar")
        found = board.deliveries_of(settings(), leveraar)
        return page("bord_leveraar.html", leveraar=leveraar, naam=area.naam, leveringen=found)

    @app.get("/levering/{levering_id}")
    def one(levering_id: int) -> HTMLResponse:
        found = board.delivery(settings(), levering_id)
        if found is None:
            raise HTTPException(404, "onbekende levering")
        return page("bord_levering.html", l=found)

    return app
