"""Settings of who is logged in: whether and where mail about outcomes goes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from rizoom.portal import audit, berichten, session
from rizoom.portal.access import Page, account_of, portal_of
from rizoom.portal.actor import Recht
from rizoom.portal.berichten import Voorkeur
from rizoom.portal.faults import Fault
from rizoom.portal.pages import render

router = APIRouter(include_in_schema=False)
MAY = Depends(Page(Recht.AANLEVEREN))


@router.get("/instellingen", dependencies=[MAY])
def show(request: Request, bewaard: Annotated[str, Query(max_length=1)] = "") -> Response:
    """The form."""
    with portal_of(request).database.connection() as conn:
        chosen = berichten.preference(conn, account_of(request))
    return _form(request, chosen, bewaard=bool(bewaard))


@router.post("/instellingen", dependencies=[MAY])
def save(
    request: Request,
    csrf: Annotated[str, Form()] = "",
    adres: Annotated[str, Form(max_length=1000)] = "",
    aan: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Keep what was chosen."""
    session.check_csrf(request.state.session, csrf)
    account = account_of(request)
    try:
        with portal_of(request).database.connection() as conn:
            berichten.choose(conn, account, adres, bool(aan))
            audit.note(conn, request, account.actor, "berichten", "aan" if aan else "uit")
    except Fault as fault:
        if fault.status != 422:
            raise
        return _form(request, Voorkeur(adres, bool(aan)), fault.detail)
    return RedirectResponse("/instellingen?bewaard=1", 303)


def _form(request: Request, chosen: Voorkeur, melding: str = "", bewaard: bool = False) -> Response:
    values = {"voorkeur": chosen, "melding": melding, "bewaard": bewaard, "langste": berichten.ADDRESS_MAX}
    return render(request, "instellingen.html", values, 422 if melding else 200)
