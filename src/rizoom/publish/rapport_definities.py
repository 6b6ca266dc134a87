# ruff: noqa: E501  (running Dutch text)
"""Chapter of the leerplichttelling: the same year counted with other definitions (definities, section 3)."""

from __future__ import annotations

from rizoom.publish.codeboek import omschrijvingen
from rizoom.publish.rapport_model import Alinea, Kop, Onderdeel, Tabel, getal, verschil
from rizoom.publish.uitgave_gegevens import Gegevens


def definities(g: Gegevens) -> list[Onderdeel]:
    """A table per definition set that was built beside the official one; only figures that differ."""
    cells = [c for c in g.cijfers if c.tabel == "definities" and c.niveau == "land"]
    if not cells:
        return []
    labels = omschrijvingen()
    parts: list[Onderdeel] = [
        Kop(1, "Wat als we anders definiëren?"),
        Alinea(f"Dezelfde leveringen, geteld met andere regels. Hier staan alleen aantallen die anders zijn dan met de officiële "
               f"definitieset {g.versie}. Per regio en provincie staat dit in cijfers.csv (tabel definities)."),
    ]  # fmt: skip
    for name in sorted({c.uitsplitsing for c in cells}):
        rows = []
        for code in dict.fromkeys(c.indicator for c in cells if c.uitsplitsing == name):
            now, change, more, less = (
                g.waarde("definities", code, name, maat=m) for m in ("aantal", "verschil", "erbij", "eraf")
            )
            rows.append((labels.get(code, code), getal(g.waarde("telling", code)), getal(now), verschil(change),
                         getal(more), getal(less)))  # fmt: skip
        head = ("Indicator", "Officieel", "Zo geteld", "Verschil", "Erbij", "Eraf")
        parts.append(Tabel(f"{name}: {labels.get(name, name)}", head, tuple(rows), klein=True))
    return parts
