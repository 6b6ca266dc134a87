"""The page of every check, generated from the reader's catalogue and the expectation suites.

The page is ``docs/leveranciers/controles.md``; a test compares it with :func:`render_page`. Write it anew
with ``python -m rizoom.intake.catalogue``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rizoom.intake import finding
from rizoom.intake.checks_suites import EXPECTATIONS, checks
from rizoom.intake.schema import TABLES
from rizoom.settings import PROJECT_ROOT

PAGE = PROJECT_ROOT / "docs" / "leveranciers" / "controles.md"
NATIONAL = EXPECTATIONS / "landelijk.yaml"

INTRO = """# Controles op een levering

Deze pagina is gemaakt uit de controles zelf. Elke levering krijgt al deze controles.

- **weigering**: er is geen levering ontvangen (geweigerd). Lever opnieuw aan.
- **fout**: de levering wordt afgekeurd. Herstel de fout in uw pakket en lever opnieuw aan.
- **waarschuwing**: de levering telt mee. Kijk of het klopt.
- **info**: om te weten.

Een bevinding noemt de tabel, de regel in uw bestand en de kolom. De kopregel is regel 1. Van elke code worden
hoogstens 1.000 regels getoond, met het echte aantal erbij. Woorden tussen « en » zijn bij een bevinding
ingevuld, bijvoorbeeld «kop» met de kop van de kolom in uw bestand en «waarde» met wat er staat.
"""


@dataclass(frozen=True)
class Entry:
    """One line of the page."""

    code: str
    groep: str
    kolom: str
    ernst: str
    melding: str
    grond: str
    geldig: str = ""


def national_rules() -> dict[str, dict[str, Any]]:
    """Checks that compare all deliveries in force; made with the national tables, listed here too."""
    rules: dict[str, dict[str, Any]] = yaml.safe_load(NATIONAL.read_text("utf-8"))
    return rules


def entries() -> list[Entry]:
    """Every check: those of the reader, those of the suites, those on all deliveries together."""
    found = [Entry(r.code, r.tabel, "", r.ernst, r.melding, r.grond) for r in finding.catalogue().values()]
    for check in checks().values():
        years = f"{check.geldig_van or ''} tot en met {check.geldig_tot or ''}".strip()
        valid = years if check.geldig_van or check.geldig_tot else ""
        found.append(
            Entry(check.code, check.view, check.kolom, check.ernst, check.melding, check.grond, valid)
        )
    for code, rule in national_rules().items():
        found.append(Entry(code, "landelijk", "", rule["ernst"], rule["melding"], rule["grond"]))
    return found


GROUPS = {
    "levering": "De levering als geheel",
    "bestand": "De bestanden",
    **{name: f"Tabel {name}" for name in TABLES},
    "landelijk": "Vergelijking met andere leveringen",
}


def render_page() -> str:
    """The whole page as Markdown."""
    every = entries()
    parts = [INTRO]
    for group, title in GROUPS.items():
        lines = [entry for entry in every if entry.groep == group]
        if lines:
            parts.append(f"## {title}\n\n" + _table(lines))
    return "\n".join(parts)


def _table(lines: Iterable[Entry]) -> str:
    head = "| code | kolom | ernst | melding | grond |\n|---|---|---|---|---|\n"
    return head + "".join(
        f"| `{e.code}` | {e.kolom} | {e.ernst} | {_cell(_places(e.melding))} | {_cell(_ground(e))} |\n"
        for e in lines
    )


def _ground(entry: Entry) -> str:
    ground = re.sub(r"^leveringen ", "Leveringsafspraak rizoom/1.0, deel ", entry.grond)
    return f"{ground} (schooljaar {entry.geldig})" if entry.geldig else ground


def _places(melding: str) -> str:
    return re.sub(r"\{(\w+)\}", "«\\1»", melding)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def write_page(path: Path = PAGE) -> None:
    """Write the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_page(), encoding="utf-8")


if __name__ == "__main__":
    write_page()
