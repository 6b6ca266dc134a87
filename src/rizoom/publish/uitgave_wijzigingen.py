"""What changed between two sets of figures: made by comparing cells, never written by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rizoom.publish.uitgave_cijfers import NIVEAUS, Cijfer, Sleutel

COLUMNS = (
    "niveau",
    "gebied",
    "naam",
    "tabel",
    "indicator",
    "uitsplitsing",
    "maat",
    "oud",
    "nieuw",
    "verschil",
    "soort",
)


@dataclass(frozen=True)
class Wijziging:
    """One changed cell. ``soort``: ``gewijzigd``, ``nieuw`` or ``vervallen``; ``verschil`` when both are numbers (a dot
    is a hidden figure)."""

    sleutel: Sleutel
    oud: str
    nieuw: str
    soort: str

    @property
    def verschil(self) -> str:
        if not self.oud or not self.nieuw or "." in {self.oud, self.nieuw}:
            return ""
        return str(Decimal(self.nieuw) - Decimal(self.oud))


def vergelijk(oud: Iterable[Cijfer], nieuw: Iterable[Cijfer]) -> tuple[Wijziging, ...]:
    """Cells that differ, in the order of the files. A cell without a figure that vanishes is no change."""
    before = {c.sleutel: c.waarde for c in oud}
    after = {c.sleutel: c.waarde for c in nieuw}
    found = []
    for key in sorted(
        before.keys() | after.keys(), key=lambda k: (NIVEAUS.index(k.niveau), k[2], k[0], *k[3:])
    ):
        was, becomes = before.get(key), after.get(key)
        if (was or "") == (becomes or ""):
            continue
        kind = "nieuw" if was is None else "vervallen" if becomes is None else "gewijzigd"
        found.append(Wijziging(key, was or "", becomes or "", kind))
    return tuple(found)


def rijen(wijzigingen: Iterable[Wijziging], namen: dict[str, str]) -> list[tuple[str, ...]]:
    """Rows with the columns :data:`COLUMNS`."""
    return [
        (w.sleutel.niveau, w.sleutel.gebied, namen.get(w.sleutel.gebied, ""), w.sleutel.tabel, w.sleutel.indicator,
         w.sleutel.uitsplitsing, w.sleutel.maat, w.oud, w.nieuw, w.verschil, w.soort)
        for w in wijzigingen
    ]  # fmt: skip


def als_csv(wijzigingen: Iterable[Wijziging], namen: dict[str, str]) -> bytes:
    """``wijzigingen.csv``: header also when nothing changed."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rijen(wijzigingen, namen))
    return sink.getvalue().encode()
