"""Start page, log, health, keys and the accessibility statement."""

from __future__ import annotations

from typing import Annotated

import psycopg
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from psycopg_pool import PoolTimeout

from rizoom.intake.receipt import public_key
from rizoom.portal import calendar, deliveries
from rizoom.portal.access import Open, Page, account_of, portal_of
from rizoom.portal.actor import Recht
from rizoom.portal.pages import render

router = APIRouter(include_in_schema=False)
AUDIT_PAGE = 100
CALENDAR_PAGE = 100


@router.get("/", dependencies=[Depends(Page(Recht.INGELOGD))])
def overview(request: Request) -> Response:
    """What is due, and the latest deliveries."""
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        due = calendar.due(conn, account.scope(Recht.KALENDER))
        latest = deliveries.page(conn, account.scope(Recht.LEVERINGEN), limit=5)
    todo = [item for item in due if item.status in ("te_laat", "afgekeurd", "open", "bezig")]
    values = {"termijnen": todo[:10], "leveringen": latest}
    return render(request, "overzicht.html", values | {"mag": account.may, "Recht": Recht})


@router.get("/kalender", dependencies=[Depends(Page(Recht.KALENDER))])
def calendar_page(request: Request, leveraar: Annotated[str, Query(max_length=10)] = "") -> Response:
    """What is due when, and what is missing."""
    portal, account = portal_of(request), account_of(request)
    scope = account.scope(Recht.KALENDER)
    with portal.database.connection() as conn:
        due = calendar.due(conn, scope, leveraar)
    values = {
        "termijnen": due[:CALENDAR_PAGE],
        "leveraar": leveraar,
        "totaal": len(due),
        "alle": scope is None,
    }
    return render(request, "kalender.html", values)


@router.get("/audit", dependencies=[Depends(Page(Recht.AUDIT))])
def audit_page(
    request: Request, voor: Annotated[int | None, Query(ge=1, le=9223372036854775807)] = None
) -> Response:
    """The audit log, newest first."""
    with portal_of(request).database.connection() as conn:
        rows = conn.execute(
            "select audit_id, tijd, actor, actie, object, resultaat, herkomst from portaal.audit"
            " where %(voor)s::bigint is null or audit_id < %(voor)s order by audit_id desc limit %(aantal)s",
            {"voor": voor, "aantal": AUDIT_PAGE + 1},
        ).fetchall()
    verder = rows[AUDIT_PAGE - 1][0] if len(rows) > AUDIT_PAGE else None
    return render(request, "audit.html", {"regels": rows[:AUDIT_PAGE], "verder": verder})


@router.get("/toegankelijkheid", dependencies=[Depends(Open())])
def accessibility(request: Request) -> Response:
    """How accessible the portal is, and whom to tell."""
    return render(request, "toegankelijkheid.html", {})


@router.get("/ontvangstsleutel", dependencies=[Depends(Open())])
def receipt_key(request: Request) -> Response:
    """The public key with which anybody verifies our receipts."""
    return JSONResponse({"algoritme": "Ed25519", "publieke_sleutel": public_key(portal_of(request).settings)})


@router.get("/gezond", dependencies=[Depends(Open())])
def health(request: Request) -> Response:
    """For the load balancer: does the portal work?"""
    try:
        with portal_of(request).database.connection() as conn:
            conn.execute("select 1 from register.levering limit 1")
    except (psycopg.Error, PoolTimeout):
        return JSONResponse({"status": "ziek"}, 503)
    return JSONResponse({"status": "gezond"})
