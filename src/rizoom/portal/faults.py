"""Faults that a person or machine gets to see: HTML page or problem+json (RFC 9457), never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)
PROBLEM = "application/problem+json"
API = "/api/"
TITLES = {
    400: "Dit verzoek kunnen wij niet lezen",
    401: "U bent niet ingelogd",
    403: "Dit mag u niet doen",
    404: "Deze pagina bestaat niet",
    405: "Dit kan hier niet",
    406: "Deze vorm hebben wij niet",
    409: "Dit past niet bij wat er al is",
    411: "De lengte van het bestand ontbreekt",
    413: "Het bestand is te groot",
    415: "Dit soort bestand nemen wij niet aan",
    422: "Er klopt iets niet in wat u instuurde",
    429: "U doet te veel verzoeken achter elkaar",
    503: "Het portaal kan dit nu niet doen",
}


class Fault(Exception):
    """``detail``: plain Dutch for who asked; ``fields``: extra members of the problem; may hold no secret."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        fields: Mapping[str, object] | None = None,
        login: bool = False,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.login = status, detail, login
        self.headers, self.fields = dict(headers or {}), dict(fields or {})


def problem(
    status: int,
    detail: str,
    instance: str,
    headers: Mapping[str, str] | None = None,
    fields: Mapping[str, object] | None = None,
) -> JSONResponse:
    """A problem+json answer."""
    body = {
        "type": "about:blank",
        "title": TITLES.get(status, "Er ging iets mis"),
        "status": status,
        "detail": detail,
        "instance": instance,
        **(fields or {}),
    }
    return JSONResponse(body, status, dict(headers or {}), media_type=PROBLEM)


def install(app: FastAPI) -> None:
    """Answer every fault in the form that belongs to the path."""

    async def on_fault(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, Fault)
        if fault.login and request.method == "GET" and not request.url.path.startswith(API):
            return RedirectResponse("/inloggen", 303)
        return answer(request, fault.status, fault.detail, fault.headers, fault.fields)

    async def on_http(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)
        detail = "" if fault.status_code in TITLES else str(fault.detail)
        return answer(request, fault.status_code, detail, fault.headers or {}, {})

    async def on_invalid(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RequestValidationError)
        wrong = [
            {"plaats": ".".join(str(part) for part in error["loc"]), "melding": error["msg"]}
            for error in fault.errors()
        ]
        detail = "Kijk welke velden niet kloppen en probeer het opnieuw."
        return answer(request, 422, detail, {}, {"fouten": wrong})

    async def on_failure(request: Request, failure: Exception) -> Response:
        log.error("request failed: %s", type(failure).__name__)
        return answer(request, 500, "De fout ligt bij ons. Probeer het later opnieuw.", {}, {})

    app.add_exception_handler(Fault, on_fault)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_failure)


def answer(
    request: Request,
    status: int,
    detail: str,
    headers: Mapping[str, str],
    fields: Mapping[str, object],
) -> Response:
    """The fault as problem+json under the API, else as a page."""
    if request.url.path.startswith(API):
        return problem(status, detail, request.url.path, headers, fields)
    from rizoom.portal.pages import render

    title = TITLES.get(status, "Er ging iets mis")
    response = render(request, "fout.html", {"titel": title, "uitleg": detail, "velden": fields}, status)
    response.headers.update(headers)
    return response
