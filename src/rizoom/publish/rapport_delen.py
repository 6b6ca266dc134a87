"""Parts that every report has: the tile map with its table, and what a chart says in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rizoom.publish import rapport_figuren as figuren
from rizoom.publish.rapport_model import GEEN, Alinea, Figuur, Kop, Onderdeel, Tabel, getal


def in_woorden(soort: str, punten: Iterable[tuple[str, str]]) -> str:
    """``Staafdiagram. A: 1; B: 2.``: the text for who does not see the chart."""
    return f"{soort} " + "; ".join(f"{naam}: {waarde}" for naam, waarde in punten) + "."


def kaart(
    waarden: Mapping[str, float | None], grenzen: Sequence[float], bijschrift: str, eenheid: str, tabel: str,
    kolom: str, achter: str = "",
) -> Figuur | None:  # fmt: skip
    """One square per municipality, and a table with the number of municipalities per class.

    ``waarden``: municipality → value, None without a delivery; ``eenheid``: title of the legend; ``kolom``: head of
    the classes, each followed by ``achter``. None when no municipality has a value.
    """
    bekend = [value for value in waarden.values() if value is not None]
    if not bekend:
        return None
    namen = figuren.klassen(grenzen)
    aantallen = [0] * len(namen)
    for value in bekend:
        aantallen[sum(value >= grens for grens in grenzen)] += 1
    rijen = [(f"{naam}{achter}", getal(n)) for naam, n in zip(namen, aantallen, strict=True)]
    rijen.append((GEEN, getal(len(waarden) - len(bekend))))
    alt = in_woorden(
        "Tegelkaart van Nederland met één vierkant per gemeente.", ((a, f"{b} gemeenten") for a, b in rijen)
    )
    svg = figuren.tegelkaart(dict(waarden), grenzen, eenheid)
    return Figuur("kaart", bijschrift, alt, svg, Tabel(tabel, (kolom, "Gemeenten"), tuple(rijen)), breedte=82)


def door_de_jaren(
    bijschrift: str, alt: str, svg: Callable[[], str], tabel: Tabel, uitleg: str = ""
) -> list[Onderdeel]:
    """The section with the series: a chart from the second school year on; one year is no line, and gets its table."""
    kop = Kop(1, "De reeks")
    if len(tabel.rijen) < 2:
        return [
            kop,
            Alinea("De reeks begint met dit schooljaar. Er is nog geen jaar om mee te vergelijken."),
            tabel,
        ]
    tekst = [Alinea(uitleg)] if uitleg else []
    return [kop, *tekst, Figuur("reeks", bijschrift, alt, svg(), tabel)]
