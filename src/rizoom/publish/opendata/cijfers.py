"""One public figure, and the CSV that is the canonical form of a dataset.

``waarde`` is always a number or empty; that a figure is hidden stands in ``geheim``, how complete the area is in
``status``. Empty without ``geheim`` means: no delivery, which is not zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rizoom.publish.uitgave_cijfers import NIVEAUS, Cijfer

TOTAAL = "TOTAAL"
KOLOMMEN = (
    "schooljaar", "versie", "niveau", "gebied", "naam", "indicator", "klasse", "leeftijd", "waarde", "eenheid",
    "bewerking", "status", "geheim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Publiek:
    """One cell of a public table.

    ``waarde``: text of a whole number or a percentage, empty when there is none. ``bewerking``: ``exact``,
    ``afgerond`` (small counts rounded), ``som`` (sum of rounded counts), ``berekend`` (from protected counts),
    empty without a value. ``geheim``: ``.`` when hidden.
    """

    dataset: str
    niveau: str
    gebied: str
    indicator: str
    klasse: str
    leeftijd: str
    waarde: str
    eenheid: str
    bewerking: str
    status: str
    geheim: str = ""

    def als_cijfer(self) -> Cijfer:
        """In the common shape of all releases; a hidden figure is the symbol."""
        split = self.klasse if self.leeftijd == TOTAAL else f"{self.klasse} {self.leeftijd}"
        return Cijfer(self.dataset, self.niveau, self.gebied, self.indicator, split, "aantal",
                      self.geheim or self.waarde, self.eenheid, self.status)  # fmt: skip


def volgorde(cijfer: Publiek) -> tuple[object, ...]:
    """Sorting key: country first, municipalities last; totals before parts."""
    c = cijfer
    return (c.indicator, NIVEAUS.index(c.niveau), c.gebied, c.klasse != TOTAAL, c.klasse, c.leeftijd != TOTAAL,
            c.leeftijd)  # fmt: skip


def als_csv(schooljaar: str, versie: str, cijfers: Iterable[Publiek], namen: Mapping[str, str]) -> bytes:
    """UTF-8, comma, LF, header; the same figures give the same bytes."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(KOLOMMEN)
    for c in cijfers:
        writer.writerow((schooljaar, versie, c.niveau, c.gebied, namen.get(c.gebied, ""), c.indicator, c.klasse,
                         c.leeftijd, c.waarde, c.eenheid, c.bewerking, c.status, c.geheim))  # fmt: skip
    return sink.getvalue().encode()


def uit_csv(dataset: str, content: bytes) -> list[Publiek]:
    """The figures of a published CSV."""
    return [
        Publiek(dataset, row["niveau"], row["gebied"], row["indicator"], row["klasse"], row["leeftijd"],
                row["waarde"], row["eenheid"], row["bewerking"], row["status"], row["geheim"])
        for row in csv.DictReader(io.StringIO(content.decode(), newline=""))
    ]  # fmt: skip
