"""Words that people read: statuses with their next step, kinds, areas, dates and sizes. Plain Dutch (B1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


@dataclass(frozen=True)
class StatusText:
    """``naam``: on a label; ``uitleg``: what it means; ``stap``: what to do now; ``soort``: colour."""

    naam: str
    uitleg: str
    stap: str
    soort: str


_BUSY = "U hoeft nu niets te doen. Kijk later op deze pagina voor de uitkomst."
STATUS = {
    "ontvangen": StatusText("Ontvangen", "Wij hebben uw levering. De controle begint zo.", _BUSY, "info"),
    "gecontroleerd": StatusText(
        "Gecontroleerd", "De controle is klaar. De uitkomst volgt zo.", _BUSY, "info"
    ),
    "goedgekeurd": StatusText("Goedgekeurd", "Uw levering is goed en gaat zo meetellen.", _BUSY, "info"),
    "vigerend": StatusText(
        "Telt mee",
        "Uw levering is goedgekeurd. Deze levering telt mee in de cijfers.",
        "Kijk of er waarschuwingen zijn. Klopt een waarschuwing niet? Lever dan opnieuw aan. Klopt het toch?"
        " Bevestig dat met een reden.",
        "goed",
    ),
    "vervangen": StatusText(
        "Vervangen",
        "U hebt later een nieuwe levering gedaan. Die telt nu mee in plaats van deze.",
        "U hoeft niets te doen.",
        "info",
    ),
    "afgekeurd": StatusText(
        "Afgekeurd",
        "In uw levering staan fouten. Deze levering telt niet mee."
        " Een eerdere goede levering blijft meetellen.",
        "Verbeter de fouten in uw pakket, maak een nieuwe levering en lever die aan."
        " U mag hetzelfde volgnummer gebruiken.",
        "fout",
    ),
    "geweigerd": StatusText(
        "Geweigerd",
        "Wij kunnen deze levering niet verwerken. Deze levering telt niet mee.",
        "Lees hieronder waarom. Maak de levering opnieuw en lever die aan."
        " U mag hetzelfde volgnummer gebruiken, behalve als het volgnummer zelf te laag was.",
        "fout",
    ),
}
SOORT = {"leerplicht": "Leerplicht", "doorstroompunt": "Doorstroompunt", "": "Nog niet gelezen"}
ERNST = {"fout": "Fout", "waarschuwing": "Waarschuwing", "info": "Ter informatie"}
ERNST_UITLEG = {
    "fout": "Dit moet u eerst verbeteren.",
    "waarschuwing": "Kijk of dit klopt. De levering telt wel mee.",
    "info": "Om te lezen. U hoeft niets te doen.",
}


@cache
def area_name(code: str) -> str:
    """``Utrecht (GM0344)``; the code alone when it is unknown."""
    from rizoom.reference import municipalities, regions

    area = municipalities().get(code) or regions().get(code)
    if area is None:
        return code
    return f"regio {area.naam} ({code})" if code.startswith("RMC") else f"{area.naam} ({code})"


def day(value: date) -> str:
    """``3 oktober 2025``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """``3 oktober 2025, 14:05 uur`` in Dutch time."""
    local = value.astimezone(AMSTERDAM)
    return f"{day(local.date())}, {local:%H:%M} uur"


def size(count: int) -> str:
    """``4,2 MB``; bytes below 1000."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def number(value: float | str | None) -> str:
    """``12.345``; a dash where there is no figure; the symbol of a hidden figure stays as it is."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value):,}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


@cache
def ground_of(code: str) -> str:
    """Legal or contractual ground of a check; empty when it is unknown."""
    from rizoom.intake.catalogue import entries

    return next((entry.grond for entry in entries() if entry.code == code), "")


def ground(text: str) -> str:
    """A ground as a supplier reads it: the short form of the catalogue in full."""
    return re.sub(r"^leveringen ", "Leveringsafspraak rizoom/1.0, deel ", text)
