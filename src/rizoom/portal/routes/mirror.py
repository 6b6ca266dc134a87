"""The mirror report and the young people to look at: for the supplier itself only."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from rizoom.portal import audit, charts, mirror, opgave, vergelijking, young
from rizoom.portal.access import Page, account_of, portal_of
from rizoom.portal.actor import Recht
from rizoom.portal.charts import Series
from rizoom.portal.faults import Fault
from rizoom.portal.pages import render
from rizoom.portal.routes.deliveries import download
from rizoom.reference import municipalities, region_of

router = APIRouter(include_in_schema=False)
MAY = Depends(Page(Recht.SPIEGEL))
Leveraar = Annotated[str, Path(pattern=r"^(GM\d{4}|RMC\d{2})$")]
Jaar = Annotated[str, Path(pattern=r"^(19|20)\d{2}-(19|20)\d{2}$")]
LINES_SHOWN = 100


@router.get("/spiegel", dependencies=[MAY])
def choose(request: Request) -> Response:
    """Which supplier and school year; straight on when there is one."""
    portal, account = portal_of(request), account_of(request)
    with portal.database.connection() as conn:
        found = mirror.years(conn, account.scope(Recht.SPIEGEL) or [])
    if len(found) == 1:
        return RedirectResponse(f"/spiegel/{found[0][0]}/{found[0][1].replace('/', '-')}", 303)
    return render(request, "spiegel_kies.html", {"keuzes": found})


@router.get("/spiegel/{leveraar}/{jaar}", dependencies=[MAY])
def report(request: Request, leveraar: Leveraar, jaar: Jaar) -> Response:
    """Own figures, last year, others, differences with the own opgave, and whom to look at."""
    schooljaar = _may_see(request, leveraar, jaar)
    with portal_of(request).database.connection() as conn:
        audit.note(
            conn, request, account_of(request).actor, "spiegelrapport", "gelukt", f"{leveraar} {schooljaar}"
        )
        found = mirror.report(conn, leveraar, schooljaar)
        people = young.to_look_at(conn, leveraar, schooljaar, _areas(leveraar, schooljaar))
        differences = opgave.differences(conn, leveraar, schooljaar)
    counts = [f for f in found.figures if f.code not in mirror.POPULATIONS]
    names = {f.code: f.naam for f in found.figures}
    values = {
        "spiegel": found,
        "vorig_jaar": mirror.previous_year(schooljaar),
        "jaar": jaar,
        "jongeren": people,
        "verschillen": differences,
        "plaatsen_getoond": LINES_SHOWN,
        "kolommen": [c for c in vergelijking.PUBLIC[vergelijking.kind(leveraar)] if c in names],
        "namen": names,
        "grafiek_jaren": _safe(
            charts.bars(
                "jaren",
                "Uw aantallen",
                f"Uw aantallen in {schooljaar} en het jaar ervoor. Dezelfde getallen staan in de tabel.",
                [f.naam for f in counts],
                [
                    Series(schooljaar, [f.eigen for f in counts]),
                    Series(mirror.previous_year(schooljaar), [f.vorig for f in counts]),
                ],
            )
        ),
        "vergelijkbaar": any(r.eigen is not None or r.land is not None for r in found.rates),
        "grafiek_vergelijking": _safe(
            charts.bars(
                "vergelijking",
                "Per 1.000 jongeren",
                "U en anderen per 1.000 jongeren. Dezelfde getallen staan in de tabel.",
                [r.naam for r in found.rates],
                _comparison(found),
            )
        ),
    }
    return render(request, "spiegel.html", values)


@router.get("/spiegel/{leveraar}/{jaar}/jongeren.csv", dependencies=[MAY])
def people_csv(request: Request, leveraar: Leveraar, jaar: Jaar) -> Response:
    """The lines to look at, as CSV."""
    schooljaar = _may_see(request, leveraar, jaar)
    with portal_of(request).database.connection() as conn:
        audit.note(
            conn, request, account_of(request).actor, "jongerenlijst", "gelukt", f"{leveraar} {schooljaar}"
        )
        people = young.to_look_at(conn, leveraar, schooljaar, _areas(leveraar, schooljaar))
        differences = opgave.differences(conn, leveraar, schooljaar)
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(["reden", "soort", "bestand", "tabel", "regel", "toelichting"])
    groups = [(reason.titel, places) for reason, places in people]
    groups += [(f"Verschil met opgave: {d.naam}, {d.klasse}", list(d.plaatsen)) for d in differences]
    for title, places in groups:
        for place in places:
            name = "'" + place.bestand if place.bestand.startswith(("=", "+", "-", "@")) else place.bestand
            regel = "" if place.regel is None else place.regel
            writer.writerow([title, place.soort, name, place.tabel, regel, place.toelichting])
    return download("\ufeff" + sink.getvalue(), f"jongeren-{leveraar}-{jaar}.csv", "text/csv; charset=utf-8")


def _comparison(found: mirror.Mirror) -> list[Series]:
    own = [Series("U", [r.eigen for r in found.rates])]
    near = [Series("Uw regio", [r.regio for r in found.rates])] if found.regio else []
    country = Series("Nederland", [r.land for r in found.rates])
    middle = Series("Even groot", [r.gelijken for r in found.rates])
    return [*own, *near, country, *([middle] if any(w is not None for w in middle.waarden) else [])]


def _may_see(request: Request, leveraar: str, jaar: str) -> str:
    """The school year; raises a 404 fault unless the account is mandated for this supplier."""
    if leveraar not in (account_of(request).scope(Recht.SPIEGEL) or []) or int(jaar[5:]) != int(jaar[:4]) + 1:
        raise Fault(404, "Dit spiegelrapport bestaat niet, of u mag het niet zien.")
    return jaar.replace("-", "/")


def _areas(leveraar: str, schooljaar: str) -> list[str]:
    """Municipalities that a supplier is about."""
    if leveraar.startswith("GM"):
        return [leveraar]
    end = date(int(schooljaar[5:]), 7, 31)
    return [code for code in municipalities() if region_of(code, end) == leveraar]


def _safe(svg: str) -> Markup:
    """Our own drawing; every text in it was escaped there."""
    return Markup(svg)  # noqa: S704
