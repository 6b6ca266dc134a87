"""Deliveries and their findings, for people."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from rizoom.intake import local_report
from rizoom.portal import audit, deliveries, findings, session
from rizoom.portal.access import Page, account_of, portal_of
from rizoom.portal.actor import Recht
from rizoom.portal.deliveries import PAGE, Delivery
from rizoom.portal.faults import Fault
from rizoom.portal.pages import render
from rizoom.portal.texts import STATUS, ground_of

router = APIRouter(include_in_schema=False)
Nummer = Annotated[str, Path(pattern="^R[0-9]{8}-[0-9A-Z]{10}$")]
Code = Annotated[str, Query(max_length=80)]
GONE = "Deze levering bestaat niet, of u mag haar niet zien."


@router.get("/leveringen", dependencies=[Depends(Page(Recht.LEVERINGEN))])
def index(
    request: Request,
    voor: Annotated[int | None, Query(ge=1, le=2147483647)] = None,
    leveraar: Annotated[str, Query(max_length=10)] = "",
    status: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The list, newest first."""
    portal, account = portal_of(request), account_of(request)
    scope = account.scope(Recht.LEVERINGEN)
    with portal.database.connection() as conn:
        found = deliveries.page(conn, scope, voor, PAGE + 1, leveraar, status)
    values = {
        "leveringen": found[:PAGE],
        "verder": found[PAGE - 1].levering_id if len(found) > PAGE else None,
        "leveraar": leveraar,
        "status": status if status in STATUS else "",
        "leveraars": (scope or [])[:100],
    }
    return render(request, "leveringen.html", values)


@router.get("/leveringen/{nummer}", dependencies=[Depends(Page(Recht.LEVERINGEN))])
def detail(request: Request, nummer: Nummer) -> Response:
    """Status with next step, files, what changed, and what happened."""
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        delivery = _find(request, Recht.LEVERINGEN, nummer)
        before = deliveries.previous(conn, delivery)
        values = {
            "levering": delivery,
            "vorige": before,
            "bestanden": deliveries.files(conn, delivery, before),
            "gebeurtenissen": deliveries.events(conn, delivery),
            "totalen": findings.totals(conn, delivery),
            "totalen_vorige": findings.totals(conn, before) if before else None,
            "mag_bevindingen": account.may(Recht.BEVINDINGEN),
        }
    return render(request, "levering.html", values)


@router.get("/leveringen/{nummer}/ontvangstbewijs", dependencies=[Depends(Page(Recht.LEVERINGEN))])
def receipt_page(request: Request, nummer: Nummer, al: Annotated[str, Query(max_length=1)] = "") -> Response:
    """The receipt, to read and to print."""
    delivery = _find(request, Recht.LEVERINGEN, nummer)
    with portal_of(request).database.connection() as conn:
        receipt = deliveries.receipt(conn, delivery)
    return render(request, "ontvangstbewijs.html", {"levering": delivery, "bewijs": receipt, "al": bool(al)})


@router.get("/leveringen/{nummer}/ontvangstbewijs.json", dependencies=[Depends(Page(Recht.LEVERINGEN))])
def receipt_file(request: Request, nummer: Nummer) -> Response:
    """The receipt as a file, to keep and to verify."""
    delivery = _find(request, Recht.LEVERINGEN, nummer)
    with portal_of(request).database.connection() as conn:
        text = deliveries.receipt(conn, delivery).as_json()
    return download(text, f"ontvangstbewijs-{nummer}.json", "application/json")


@router.get("/leveringen/{nummer}/bevindingen", dependencies=[Depends(Page(Recht.BEVINDINGEN))])
def findings_page(
    request: Request,
    nummer: Nummer,
    ernst: Annotated[Literal["", "fout", "waarschuwing", "info"], Query()] = "",
    tabel: Annotated[str, Query(max_length=40)] = "",
    code: Code = "",
) -> Response:
    """Findings by check, with a filter."""
    return _findings(request, nummer, findings.Filter(ernst, tabel, code))


@router.get("/leveringen/{nummer}/bevindingen.csv", dependencies=[Depends(Page(Recht.BEVINDINGEN))])
def findings_csv(request: Request, nummer: Nummer) -> Response:
    """All findings as CSV that a spreadsheet cannot run."""
    text = local_report.as_csv(_report(request, nummer))
    return download("\ufeff" + text, f"bevindingen-{nummer}.csv", "text/csv; charset=utf-8")


@router.get("/leveringen/{nummer}/bevindingen.html", dependencies=[Depends(Page(Recht.BEVINDINGEN))])
def findings_html(request: Request, nummer: Nummer) -> Response:
    """All findings as one page to keep."""
    text = local_report.as_html(_report(request, nummer))
    return download(text, f"bevindingen-{nummer}.html", "text/html; charset=utf-8")


@router.post("/leveringen/{nummer}/bevestigingen", dependencies=[Depends(Page(Recht.BEVESTIGEN))])
def confirm(
    request: Request,
    nummer: Nummer,
    csrf: Annotated[str, Form()] = "",
    code: Annotated[str, Form(max_length=80)] = "",
    reden: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Say why a warning is right after all."""
    session.check_csrf(request.state.session, csrf)
    delivery = _find(request, Recht.BEVESTIGEN, nummer)
    account = account_of(request)
    try:
        with portal_of(request).database.connection() as conn:
            findings.confirm(conn, delivery, account, code, reden)
            audit.note(conn, request, account.actor, "bevestigen", code, nummer)
    except Fault as fault:
        if fault.status != 422:
            raise
        return _findings(request, nummer, findings.Filter(code=code), fault.detail, reden)
    return RedirectResponse(f"/leveringen/{nummer}/bevindingen#{code}", 303)


def download(text: str, name: str, kind: str) -> Response:
    """A file to keep; the browser does not open it as a page of ours."""
    return Response(text, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _find(request: Request, recht: Recht, nummer: str) -> Delivery:
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        found = deliveries.find(conn, account.scope(recht), nummer)
    if found is None:
        raise Fault(404, GONE)
    return found


def _report(request: Request, nummer: str) -> findings.PortalReport:
    delivery = _find(request, Recht.BEVINDINGEN, nummer)
    with portal_of(request).database.connection() as conn:
        audit.note(conn, request, account_of(request).actor, "bevindingen downloaden", "gelukt", nummer)
        return findings.report(conn, delivery)


def _findings(
    request: Request, nummer: str, chosen: findings.Filter, melding: str = "", reden: str = ""
) -> Response:
    delivery = _find(request, Recht.BEVINDINGEN, nummer)
    shown = 1000 if chosen.code else findings.SHOWN
    with portal_of(request).database.connection() as conn:
        before = deliveries.previous(conn, delivery)
        values = {
            "levering": delivery,
            "groepen": findings.groups(conn, delivery, before, chosen, shown),
            "tabellen": findings.tables(conn, delivery),
            "totalen": findings.totals(conn, delivery),
            "filter": chosen,
            "melding": melding,
            "reden": reden,
            "grond": ground_of,
            "mag_bevestigen": delivery.leveraar in (account_of(request).scope(Recht.BEVESTIGEN) or ()),
        }
    return render(request, "bevindingen.html", values, 422 if melding else 200)
