"""What the flow ``jaarcijfers`` does, step by step; knows nothing of the scheduler that calls it.

Every step asks the register what is there, so a step that is tried again finds its own work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from rizoom.publish.uitgave_cijfers import OPEN_DATA, OPENBAAR
from rizoom.settings import Settings

PLANNING = "planning"
SITE = "site"
"""Folder of the publication store with the site of the open data."""
SOORT = {"leerplichttelling": "leerplicht", "vsv": "doorstroompunt", "doorstroompunt": "doorstroompunt"}
"""Which deadline of the calendar a series waits for."""
KEUZE = (*SOORT, OPEN_DATA)
"""What can be asked for by hand. Public figures are never made by themselves: somebody decides that it is time."""


@dataclass(frozen=True)
class Opdracht:
    """A release to be made. ``door``: who started it."""

    reeks: str
    schooljaar: str
    status: str
    reden: str
    door: str


def opdrachten(
    settings: Settings, params: Mapping[str, Any], door: str | None, vandaag: date
) -> list[dict[str, str]]:
    """Releases to make now: the one asked for by hand, else what the calendar says is due."""
    who = door or PLANNING
    if params.get("reeks") and params.get("schooljaar"):
        asked = Opdracht(
            params["reeks"], params["schooljaar"], params["status"], params.get("reden") or "", who
        )
        return [asdict(asked)]
    return [asdict(item) for item in volgens_kalender(settings, vandaag, who)]


def volgens_kalender(settings: Settings, vandaag: date, door: str = PLANNING) -> list[Opdracht]:
    """Provisional releases whose deadline has passed and that nobody made yet: per series the newest school year
    with deliveries and up-to-date tables (calendar: seed ``kalender``)."""
    from rizoom.national.flow import years_to_build
    from rizoom.publish.uitgave import lijst
    from rizoom.reference import read_seed
    from rizoom.warehouse.connect import connect

    with connect(settings) as conn:
        delivered = {
            (row[0], row[1])
            for row in conn.execute("select distinct soort, schooljaar from register.vigerend")
        }
    made = {(u.reeks, u.schooljaar) for u in lijst(settings)}
    behind = set(years_to_build(settings))
    found = []
    for reeks, soort in SOORT.items():
        due = [
            row["schooljaar"] for row in read_seed("kalender")
            if row["soort"] == soort and date.fromisoformat(row["opgavedatum"]) <= vandaag
            and (soort, row["schooljaar"]) in delivered
        ]  # fmt: skip
        if due and (reeks, max(due)) not in made and not any(year <= max(due) for year in behind):
            found.append(Opdracht(reeks, max(due), "voorlopig", "", door))
    return found


def maak_uitgave(settings: Settings, opdracht: Mapping[str, str]) -> dict[str, Any]:
    """Make the release; what the approver gets to read. Retry safe."""
    from rizoom.publish.uitgave import maak

    made = maak(settings, **opdracht)
    signs = {"fout": "FOUT", "waarschuwing": "Let op", "goed": "In orde"}
    lines = [f"- **{signs[p['ernst']]}**: {p['tekst']}" for p in made.controles]
    text = "\n".join(
        [f"Gestart door {made.gestart_door}. Wie startte, mag niet goedkeuren.", "", *lines, "",
         f"De bestanden staan in de opslag onder `{made.map}`. Lees het rapport voordat u goedkeurt."]
    )  # fmt: skip
    title = f"{made.reeks} {made.schooljaar}, uitgave {made.volgnummer} ({made.status})"
    return {"uitgave_id": made.uitgave_id, "titel": title, "tekst": text, "map": made.map}


def leg_vast(settings: Settings, uitgave_id: int, goedgekeurd: bool, door: str, reden: str) -> bool:
    """Keep the answer of the approver in our own register; whether the release now holds.

    Raises:
        NietToegestaan: the starter answered, or the checklist has errors.
    """
    from rizoom.publish.uitgave import keur_goed, wijs_af

    text = reden.strip() or ("akkoord" if goedgekeurd else "niet akkoord")
    decide = keur_goed if goedgekeurd else wijs_af
    return decide(settings, uitgave_id, door, text).geldt


def lever_af(settings: Settings, uitgave_id: int) -> str | None:
    """Send the approved release to the ministry's drop; path of the receipt, None when no drop is configured.

    A public release goes to nobody in particular: the site with open data is written anew, beside the releases.
    """
    from rizoom.publish.uitgave import lijst
    from rizoom.publish.uitgave_verzending import adres, verzend

    found = next(u for u in lijst(settings) if u.uitgave_id == uitgave_id)
    if found.reeks in OPENBAAR:
        from rizoom.publish.opendata.site import schrijf_site

        schrijf_site(settings, f"{settings.publication_store}/{SITE}")
        return f"{SITE}/index.html"
    url = adres()
    if url is None:
        return None
    return verzend(settings, found, url).bewijs
