"""What was public before, in the terms of the new system."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from rizoom.publish.geheim import Cel, Getoond, Openbaar
from rizoom.publish.geheim import adapter as a
from rizoom.publish.geheim.model import Soort
from rizoom.publish.opendata.cijfers import TOTAAL, Publiek


def eerdere_versie(
    cijfers: Sequence[Publiek], systeem: a.Indicator, schooljaar: str, versie: str
) -> Openbaar | None:
    """The cells of one system in an earlier version, over the municipalities and classes of that version.

    The classes and age groups are those of both versions: a total counts them all. None when that version did not
    hold the system. Percentages add nothing: they follow from the cells.
    """
    is_vsv = systeem.naam == "vsv"
    rijen = [c for c in cijfers if c.eenheid != "procent" and (is_vsv or c.indicator == systeem.naam)]
    gemeenten = sorted({c.gebied for c in rijen if c.niveau == "gemeente" and (c.waarde or c.geheim)})
    if not gemeenten:
        return None
    delen = [atoom.split("|") for atoom in systeem.telling.aantal]
    klassen = sorted({c.klasse for c in rijen} - {TOTAAL} | {deel[1] for deel in delen})
    leeftijden = sorted({c.leeftijd for c in rijen} - {TOTAAL} | {deel[2] for deel in delen})
    dag = date(int(schooljaar[:4]), 10, 1) if is_vsv else date(int(schooljaar[-4:]), 7, 31)
    cellen = _cellen(systeem.naam, a.gebieden_van(gemeenten, dag), klassen, leeftijden)
    getoond = []
    for c in rijen:
        cel = cellen.get(a.cel_sleutel(c.indicator, c.niveau, c.gebied, c.klasse, c.leeftijd))
        if cel is not None and c.geheim:
            getoond.append(Getoond(cel, "verborgen", None))
        elif cel is not None and c.waarde:
            getoond.append(Getoond(cel, cast(Soort, c.bewerking), int(c.waarde)))
    return Openbaar(versie, tuple(getoond))


def _cellen(
    naam: str, gebieden: a.Gebieden, klassen: Sequence[str], leeftijden: Sequence[str]
) -> dict[str, Cel]:
    alle: list[Cel] = []
    for deel in (gebieden.samen, gebieden.los):
        alle += (
            a.vsv_cellen(deel, klassen)
            if naam == "vsv"
            else a.leerplicht_cellen(naam, deel, klassen, leeftijden)
        )
    return {cel.sleutel: cel for cel in alle}
