"""Uploading a delivery, and what became of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from rizoom.portal import quarantine, receive_upload
from rizoom.portal.access import Page, account_of, portal_of
from rizoom.portal.actor import Recht
from rizoom.portal.faults import Fault
from rizoom.portal.handover import Outcome
from rizoom.portal.pages import render

router = APIRouter(include_in_schema=False)
MAY = Depends(Page(Recht.AANLEVEREN))


@router.get("/aanleveren", dependencies=[MAY])
def upload_page(request: Request) -> Response:
    """The form."""
    return _form(request)


@router.post("/aanleveren", dependencies=[MAY])
async def upload(request: Request) -> Response:
    """Take in one zip; afterwards the browser goes to the receipt, or to the page that says why not."""
    portal, account = portal_of(request), account_of(request)
    portal.limiter.take("upload", account.actor, portal.config.limits.upload_per_minute)
    try:
        held = await receive_upload.from_form(request)
    except Fault as fault:
        if fault.status != 422:
            raise
        return await run_in_threadpool(_form, request, fault.detail, 422)
    outcome: Outcome = await run_in_threadpool(receive_upload.pass_on, portal, held)
    if outcome.receipt is not None:
        again = "" if outcome.new else "?al=1"
        return RedirectResponse(f"/leveringen/{outcome.receipt.ontvangstnummer}/ontvangstbewijs{again}", 303)
    return RedirectResponse(f"/inzendingen/{held.quarantaine_id}", 303)


@router.get("/inzendingen/{inzending}", dependencies=[MAY])
def submission(request: Request, inzending: Annotated[str, Path(pattern="^[0-9a-f]{32}$")]) -> Response:
    """An upload of your own that waits, or was not accepted."""
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        held = quarantine.find(conn, account, inzending)
    if held is None:
        raise Fault(404, "Deze inzending bestaat niet.")
    if held.status == "doorgelaten":
        outcome = receive_upload.pass_on(portal, held)
        if outcome.receipt is not None:
            return RedirectResponse(f"/leveringen/{outcome.receipt.ontvangstnummer}/ontvangstbewijs", 303)
    return render(request, "inzending.html", {"inzending": held})


def _form(request: Request, melding: str = "", status: int = 200) -> Response:
    portal, account = portal_of(request), account_of(request)
    most = portal.settings.limits.zip_bytes
    values = {"melding": melding, "leveraars": sorted(account.leveraars)[:20], "grens": most // (1024 * 1024)}
    return render(request, "aanleveren.html", values | {"grens_bytes": most}, status)
