"""The API for machines (NL API Design Rules 2.0, OpenAPI 3.1, RFC 9457)."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from rizoom.portal import audit, calendar, deliveries, findings, idempotency, quarantine, receive_upload
from rizoom.portal.access import Api, account_of, portal_of
from rizoom.portal.actor import Recht
from rizoom.portal.config import PortalConfig
from rizoom.portal.deliveries import Delivery
from rizoom.portal.faults import PROBLEM, TITLES, Fault
from rizoom.portal.handover import Outcome
from rizoom.portal.headers import API_VERSION
from rizoom.portal.idempotency import Answer
from rizoom.portal.quarantine import Held
from rizoom.portal.routes import api_models as m
from rizoom.portal.texts import STATUS

V1 = "/api/v1"
DESCRIPTION = (
    "Lever aan en lees uw bevindingen met uw eigen pakket. U krijgt een toegangstoken met OAuth 2.0 client"
    " credentials. Fouten komen terug als application/problem+json."
)
router = APIRouter(prefix=V1, tags=["leveringen"])
Nummer = Annotated[str, Path(pattern="^R[0-9]{8}-[0-9A-Z]{10}$", description="Ontvangstnummer.")]
Cursor = Annotated[str, Query(max_length=40, pattern="^[A-Za-z0-9_-]*$", description="Uit `volgende`.")]
Limiet = Annotated[int, Query(ge=1, le=100)]
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern="^[!-~]+$")]
BODY = {"application/zip": {"schema": {"type": "string", "format": "binary", "minLength": 1}}}
GONE = "Deze levering bestaat niet, of u mag haar niet zien."


def problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Documentation of the faults a route may give, beside those of every route."""
    return {
        code: {
            "description": TITLES[code],
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Probleem"}}},
        }
        for code in sorted({401, 403, 422, 429, 503, *codes})
    }


@router.post(
    "/leveringen",
    status_code=201,
    summary="Lever een zip aan",
    response_model=m.Inzending,
    dependencies=[Depends(Api(Recht.AANLEVEREN))],
    responses={
        200: {"model": m.Inzending, "description": "Dezelfde bytes waren er al: hetzelfde ontvangstbewijs"},
        202: {"model": m.Inzending, "description": "Bewaard; wacht op de viruscontrole"},
        **problems(400, 413, 415),
    },
    openapi_extra={"requestBody": {"required": True, "content": BODY}},
)
async def deliver(request: Request, idempotency_key: Key = None) -> Response:
    """Stuur de zip als inhoud van het verzoek. U krijgt een ontvangstbewijs; de controle volgt later."""
    portal, account = portal_of(request), account_of(request)
    portal.limiter.take("upload", account.actor, portal.config.limits.upload_per_minute)
    held = await receive_upload.from_body(request)

    def action() -> Answer:
        outcome = receive_upload.pass_on(portal, held)
        if outcome.status in ("besmet", "geweigerd"):
            raise Fault(422, outcome.melding, fields={"inzending": held.quarantaine_id})
        return _delivered(held, outcome)

    answer = await run_in_threadpool(idempotency.once, portal, account, idempotency_key, held.sha256, action)
    return _answer(answer)


@router.get(
    "/inzendingen/{inzending}",
    summary="Wat er met een inzending is gebeurd",
    response_model=m.Inzending,
    dependencies=[Depends(Api(Recht.AANLEVEREN))],
    responses=problems(404),
)
def submission(request: Request, inzending: Annotated[str, Path(pattern="^[0-9a-f]{32}$")]) -> Response:
    """Nodig als de viruscontrole nog moest beginnen (status 202)."""
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        held = quarantine.find(conn, account, inzending)
    if held is None:
        raise Fault(404, "Deze inzending bestaat niet.")
    receipt = receive_upload.pass_on(portal, held) if held.status == "doorgelaten" else None
    return JSONResponse(_delivered(held, receipt or Outcome(held.status, held.melding)).body)


@router.get(
    "/leveringen",
    summary="Uw leveringen",
    response_model=m.Leveringen,
    dependencies=[Depends(Api(Recht.LEVERINGEN))],
    responses=problems(),
)
def index(request: Request, cursor: Cursor = "", limiet: Limiet = 25) -> Response:
    """De nieuwste eerst."""
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        before = _number(cursor)
        found = deliveries.page(conn, account.scope(Recht.LEVERINGEN), before, limiet + 1)
    after = _cursor(found[limiet - 1].levering_id) if len(found) > limiet else None
    body = {"leveringen": [_delivery(item) for item in found[:limiet]], "volgende": after}
    return _page(body, f"{V1}/leveringen", after, limiet)


@router.get(
    "/leveringen/{nummer}",
    summary="Eén levering",
    response_model=m.Levering,
    dependencies=[Depends(Api(Recht.LEVERINGEN))],
    responses=problems(404),
)
def detail(request: Request, nummer: Nummer) -> Response:
    """Status, uitleg en volgende stap."""
    return JSONResponse(_delivery(_find(request, Recht.LEVERINGEN, nummer)))


@router.get(
    "/leveringen/{nummer}/ontvangstbewijs",
    summary="Het ontvangstbewijs",
    response_model=m.Ontvangstbewijs,
    dependencies=[Depends(Api(Recht.LEVERINGEN))],
    responses=problems(404),
)
def receipt(request: Request, nummer: Nummer) -> Response:
    """Precies zoals het is ondertekend."""
    delivery = _find(request, Recht.LEVERINGEN, nummer)
    with portal_of(request).database.connection() as conn:
        return JSONResponse(json.loads(deliveries.receipt(conn, delivery).as_json()))


@router.get(
    "/leveringen/{nummer}/bevindingen",
    summary="De bevindingen",
    response_model=m.Bevindingen,
    dependencies=[Depends(Api(Recht.BEVINDINGEN))],
    responses=problems(404),
)
def list_findings(request: Request, nummer: Nummer, cursor: Cursor = "", limiet: Limiet = 100) -> Response:
    """De ernstigste eerst. Van elke code bewaren wij hoogstens 1.000 regels; `aantal` is het echte aantal."""
    delivery = _find(request, Recht.BEVINDINGEN, nummer)
    start = _number(cursor) or 0
    with portal_of(request).database.connection() as conn:
        found = findings.report(conn, delivery).bevindingen
    part = found[start : start + limiet]
    after = _cursor(start + limiet) if start + limiet < len(found) else None
    body = {"bevindingen": [vars(item) for item in part], "volgende": after}
    return _page(body, f"{V1}/leveringen/{nummer}/bevindingen", after, limiet)


@router.post(
    "/leveringen/{nummer}/bevestigingen",
    status_code=201,
    summary="Bevestig een waarschuwing",
    response_model=m.Bevestiging,
    dependencies=[Depends(Api(Recht.BEVESTIGEN))],
    responses=problems(400, 404),
)
def confirm(
    request: Request, nummer: Nummer, bevestiging: m.NieuweBevestiging, idempotency_key: Key = None
) -> Response:
    """Zeg waarom een waarschuwing toch klopt. Volgend jaar ziet u uw reden terug."""
    portal, account = portal_of(request), account_of(request)
    delivery = _find(request, Recht.BEVESTIGEN, nummer)
    text = json.dumps([nummer, bevestiging.code, bevestiging.reden])

    def action() -> Answer:
        with portal.database.connection() as conn:
            findings.confirm(conn, delivery, account, bevestiging.code, bevestiging.reden)
            audit.note(conn, request, account.actor, "bevestigen", bevestiging.code, nummer)
        body = {"ontvangstnummer": nummer, "code": bevestiging.code, "reden": bevestiging.reden}
        return Answer(201, body, f"{V1}/leveringen/{nummer}/bevindingen")

    digest = hashlib.sha256(text.encode()).hexdigest()
    return _answer(idempotency.once(portal, account, idempotency_key, digest, action))


@router.get(
    "/termijnen",
    summary="Wat u wanneer aanlevert",
    response_model=m.Termijnen,
    dependencies=[Depends(Api(Recht.KALENDER))],
    responses=problems(),
)
def terms(request: Request) -> Response:
    """De kalender, en wat er nog ontbreekt."""
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        found = calendar.due(conn, account.scope(Recht.KALENDER))
    lines = [
        {
            "leveraar": item.leveraar,
            "soort": item.term.soort,
            "schooljaar": item.term.schooljaar,
            "opgavedatum": item.term.opgavedatum.isoformat(),
            "status": item.status,
            "dagen": item.dagen,
            "bron": item.term.bron,
        }
        for item in found
    ]
    return JSONResponse({"termijnen": lines})


def describe(app: FastAPI) -> None:
    """The OpenAPI document: the API only, with its security scheme and faults as problem+json."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title="Rizoom: aanleveren",
                version=API_VERSION,
                description=DESCRIPTION,
                routes=app.routes,
                servers=[{"url": str(app.servers[0]["url"])}],
                contact={"name": "Helpdesk Rizoom", "url": app.servers[0]["url"] + "/toegankelijkheid"},
                license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
            )
            flow = {"clientCredentials": {"tokenUrl": _token_url(app), "scopes": {}}}
            made["components"]["securitySchemes"] = {"oauth2": {"type": "oauth2", "flows": flow}}
            made["security"] = [{"oauth2": []}]
            made["components"]["schemas"]["Probleem"] = m.Probleem.model_json_schema()
            for unused in ("HTTPValidationError", "ValidationError"):
                made["components"]["schemas"].pop(unused, None)
            version = {"description": "Versie van de API", "schema": {"type": "string"}}
            for path in made["paths"].values():
                for operation in path.values():
                    for response in operation["responses"].values():
                        response.setdefault("headers", {})["API-Version"] = version
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _token_url(app: FastAPI) -> str:
    config: PortalConfig = app.state.portal.config
    return config.oidc.issuer.rstrip("/") + "/token" if config.oidc else config.base_url + V1 + "/token"


def _find(request: Request, recht: Recht, nummer: str) -> Delivery:
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        found = deliveries.find(conn, account.scope(recht), nummer)
    if found is None:
        raise Fault(404, GONE)
    return found


def _delivery(item: Delivery) -> dict[str, Any]:
    text = STATUS[item.status]
    return {
        "ontvangstnummer": item.ontvangstnummer,
        "ontvangen_op": item.ontvangen_op.isoformat(),
        "sha256": item.sha256,
        "bytes": item.bytes,
        "status": item.status,
        "uitleg": text.uitleg,
        "volgende_stap": text.stap,
        "soort": item.soort,
        "leveraar": item.leveraar,
        "schooljaar": item.schooljaar,
        "volgnummer": item.volgnummer,
    }


def _delivered(held: Held, outcome: Outcome) -> Answer:
    receipt = json.loads(outcome.receipt.as_json()) if outcome.receipt else None
    body = {
        "inzending": held.quarantaine_id,
        "status": outcome.status,
        "melding": outcome.melding,
        "ontvangstbewijs": receipt,
    }
    if receipt is None:
        return Answer(202, body, f"{V1}/inzendingen/{held.quarantaine_id}")
    return Answer(201 if outcome.new else 200, body, f"{V1}/leveringen/{receipt['ontvangstnummer']}")


def _answer(answer: Answer) -> Response:
    return JSONResponse(answer.body, answer.status, {"Location": answer.location})


def _page(body: dict[str, Any], path: str, after: str | None, limit: int) -> Response:
    link = {"Link": f'<{path}?cursor={after}&limiet={limit}>; rel="next"'} if after else {}
    return JSONResponse(body, headers=link)


def _cursor(number: int) -> str:
    return base64.urlsafe_b64encode(str(number).encode()).decode().rstrip("=")


def _number(cursor: str) -> int | None:
    """The number in a cursor of ours. Raises a 422 fault for anything else."""
    if not cursor:
        return None
    try:
        number = int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii"))
    except ValueError:
        number = -1
    if not 0 <= number <= 2147483647:
        raise Fault(422, "Deze cursor hebben wij niet gegeven.")
    return number
