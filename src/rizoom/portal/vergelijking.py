"""Figures of others beside one's own (spec publicatie, section 5: region, country and ten peers, protected).

What is public about the school year is shown as it was published: those figures passed the disclosure gate
(``publiek.geldig``). Before the first public release there is only the total of the region and the country, in tens
and only when nobody can learn one supplier's figure from it; the gate of the release counts on exactly that.
Figures of single municipalities come from a release, or are not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

import psycopg

from rizoom.reference import municipalities, read_seed, region_of, regions

THRESHOLD = 10
OTHERS = 3
ROUND_TO = 10
PEERS = 10
MIN_DENOMINATOR = 20
HIDDEN = "."
#: Figures that the gate weighs: code on the page -> code in the public dataset.
PUBLIC = {
    "GM": {
        code: code
        for code in (
            "TELPLICHTIG",
            "AV_TOTAAL",
            "RV_16U",
            "RV_LUXE",
            "LRV_TOTAAL",
            "VR_5_ONDER_A",
            "VR_5_ONDER_B",
            "VR_5_ONDER_C",
            "VR_ART5A",
            "VR_15",
            "PV_ABSOLUUT",
            "PV_RELATIEF",
            "PV_LUXE",
        )
    },
    "RMC": {"VSV_POPULATIE": "N", "VSV": "X"},
}
DATASET = {"GM": "leerplichttelling", "RMC": "vsv"}
LEVEL = {"GM": "gemeente", "RMC": "regio"}
DENOMINATOR = {"GM": "TELPLICHTIG", "RMC": "VSV_POPULATIE"}
RATES = {"GM": ("AV_TOTAAL", "RV_16U", "RV_LUXE", "LRV_TOTAAL"), "RMC": ("VSV",)}

Cijfer = int | str | None
"""A count; ``.`` when it is hidden; None when there is none (no delivery)."""
Values = Mapping[tuple[str, str], Mapping[str, int]]
"""Exact counts by (code, niveau) and area."""


@dataclass(frozen=True)
class Peer:
    """A supplier of about the same size, with its published figures by code."""

    leveraar: str
    cijfers: Mapping[str, Cijfer]

    def rate(self, code: str) -> float | None:
        """Per 1,000 young people, from what is shown."""
        return per_thousand(self.cijfers.get(code), self.cijfers.get(DENOMINATOR[kind(self.leveraar)]))


@dataclass(frozen=True)
class Anderen:
    """Figures of others. ``gepubliceerd``: they come from a public release."""

    regio: Mapping[str, Cijfer]
    land: Mapping[str, Cijfer]
    gelijken: tuple[Peer, ...]
    gepubliceerd: bool

    def middle(self, code: str) -> float | None:
        """The middle one of the rates of the peers, when at least three are shown."""
        rates = [rate for peer in self.gelijken if (rate := peer.rate(code)) is not None]
        return round(median(rates), 1) if len(rates) >= OTHERS else None


def others(
    conn: psycopg.Connection, leveraar: str, schooljaar: str, regio: str | None, now: Values
) -> Anderen:
    """What this supplier may see of others in this school year. ``now``: exact counts, never shown from here."""
    codes = PUBLIC[kind(leveraar)]
    near = peers(leveraar, schooljaar)
    published = _published(conn, DATASET[kind(leveraar)], schooljaar)
    level = LEVEL[kind(leveraar)]
    if published:

        def of(niveau: str, area: str) -> dict[str, Cijfer]:
            return {code: published.get((niveau, area, public)) for code, public in codes.items()}

        return Anderen(
            of("regio", regio) if regio else {},
            of("land", "NL"),
            tuple(Peer(code, of(level, code)) for code in near),
            gepubliceerd=True,
        )
    members = _regions(schooljaar) if level == "gemeente" else {}
    regio_totals: dict[str, Cijfer] = {}
    land_totals: dict[str, Cijfer] = {}
    for code in codes:
        shown = _totals(now.get((code, level), {}), leveraar, regio, members)
        regio_totals[code], land_totals[code] = (HIDDEN if one is None else one for one in shown)
    return Anderen(
        regio_totals if regio else {}, land_totals, tuple(Peer(code, {}) for code in near), gepubliceerd=False
    )


def protected(total: int | None, own: int | None, others: Iterable[int]) -> int | None:
    """``total`` rounded to tens when nobody can learn another supplier's figure from it, else None.

    ``others``: figures of the other suppliers in the total. The total and the total without the reader are at
    least 10, at least three others are in it, and none of them makes up more than half of what others have.
    Rounding takes the last bit away: totals of different areas and moments cannot be subtracted exactly.
    """
    found = sorted(others, reverse=True)
    rest = sum(found)
    if total is None or total < THRESHOLD or (own is not None and total - own < THRESHOLD):
        return None
    if len(found) < OTHERS or rest < THRESHOLD or found[0] * 2 > rest:
        return None
    return (total + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def per_thousand(count: Cijfer, population: Cijfer) -> float | None:
    """Cases per 1,000; None without a figure that is shown or with a population under 20."""
    if not isinstance(count, int) or not isinstance(population, int) or population < MIN_DENOMINATOR:
        return None
    return round(1000 * count / population, 1)


def kind(leveraar: str) -> str:
    """``GM`` for a municipality, ``RMC`` for a region."""
    return "GM" if leveraar.startswith("GM") else "RMC"


def region(leveraar: str, schooljaar: str) -> str | None:
    """The region of a municipality at the end of the school year; None for a region itself."""
    return _regions(schooljaar).get(leveraar)


def peers(leveraar: str, schooljaar: str) -> tuple[str, ...]:
    """The ten nearest in size: municipalities by inhabitants of 5 to 17, regions by those of 12 to 22."""
    end = date(int(schooljaar[5:]), 7, 31)
    rows = [
        r
        for r in read_seed("bevolking_groep")
        if r["gemeentecode"] in municipalities() and municipalities()[r["gemeentecode"]].geldig.holds(end)
    ]
    sizes: dict[str, int] = {}
    for row in rows:
        if kind(leveraar) == "GM":
            sizes[row["gemeentecode"]] = int(row["inwoners_5_17"])
        elif (region := region_of(row["gemeentecode"], end)) in regions():
            sizes[str(region)] = sizes.get(str(region), 0) + int(row["inwoners_12_22"])
    if leveraar not in sizes:
        return ()
    near = sorted((abs(size - sizes[leveraar]), code) for code, size in sizes.items() if code != leveraar)
    return tuple(code for _, code in near[:PEERS])


def _totals(
    level: Mapping[str, int], leveraar: str, regio: str | None, members: Mapping[str, str]
) -> tuple[int | None, int | None]:
    """Totals of region and country as sums of suppliers, protected."""
    own = level.get(leveraar)
    rest = {area: value for area, value in level.items() if area != leveraar}
    near = [value for area, value in rest.items() if regio and members.get(area) == regio]
    far = [value for area, value in rest.items() if not regio or members.get(area) != regio]
    near_shown = protected((own or 0) + sum(near), own, near) if regio else None
    # The country less the region must be safe too: the reader may subtract one from the other.
    safe = not regio or protected(sum(far), None, far) is not None
    return near_shown, protected((own or 0) + sum(rest.values()), own, rest.values()) if safe else None


def _published(conn: psycopg.Connection, dataset: str, schooljaar: str) -> dict[tuple[str, str, str], Cijfer]:
    """Published totals by (niveau, area, public code); empty before the first public release."""
    if conn.execute("select to_regclass('publiek.geldig') is not null").fetchone() != (True,):
        return {}
    rows = conn.execute(
        "select niveau, gebied, indicator, case when geheim = '.' then '.' else waarde::bigint::text end"
        " from publiek.geldig where dataset = %s and schooljaar = %s and klasse = 'TOTAAL'"
        " and leeftijd = 'TOTAAL' and indicator = any(%s) and niveau in ('gemeente', 'regio', 'land')",
        [dataset, schooljaar, sorted({public for codes in PUBLIC.values() for public in codes.values()})],
    )
    return {
        (niveau, gebied, code): text if text is None or text == HIDDEN else int(text)
        for niveau, gebied, code, text in rows
    }


def _regions(schooljaar: str) -> dict[str, str]:
    end = date(int(schooljaar[5:]), 7, 31)
    return {code: region for code in municipalities() if (region := region_of(code, end))}
