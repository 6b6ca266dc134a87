"""Rendering of pages: one environment, values escaped, nothing computed in templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rizoom.portal import texts
from rizoom.portal.actor import Account, Recht

FOLDER = Path(__file__).parent
MENU = (
    ("/", "Overzicht", Recht.INGELOGD),
    ("/aanleveren", "Aanleveren", Recht.AANLEVEREN),
    ("/leveringen", "Leveringen", Recht.LEVERINGEN),
    ("/spiegel", "Spiegelrapport", Recht.SPIEGEL),
    ("/kalender", "Kalender", Recht.KALENDER),
    ("/instellingen", "Instellingen", Recht.AANLEVEREN),
    ("/audit", "Logboek", Recht.AUDIT),
)


@cache
def environment() -> Environment:
    """The templates of the portal."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        grond=texts.ground,
        dag=texts.day,
        moment=texts.moment,
        omvang=texts.size,
        gebied=texts.area_name,
        getal=texts.number,
    )
    made.globals.update(
        STATUS=texts.STATUS, SOORT=texts.SOORT, ERNST=texts.ERNST, ERNST_UITLEG=texts.ERNST_UITLEG
    )
    return made


def render(request: Request, name: str, values: dict[str, Any], status: int = 200) -> Response:
    """A page with the menu of who is logged in, if anybody."""
    account: Account | None = getattr(request.state, "account", None)
    session = getattr(request.state, "session", None)
    path = request.url.path
    menu = [
        {
            "pad": place,
            "naam": label,
            "hier": path == place or (place != "/" and path.startswith(place + "/")),
        }
        for place, label, recht in MENU
        if account is not None and account.may(recht)
    ]
    text = (
        environment()
        .get_template(name)
        .render({"account": account, "csrf": session.csrf if session else "", "menu": menu, **values})
    )
    return HTMLResponse(text, status)
