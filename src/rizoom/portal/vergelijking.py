"""Figures of others beside one's own (spec publicatie, section 5: region, country and ten peers, protected).

What is public about the school year is shown as it was published: those figures passed the disclosure gate
(``publiek.geldig``). Before the first public release nothing of others is shown, not even rounded: a regional total in
tens beside exact figures of municipalities in a later release would give small counts away (decision 0402).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

import psycopg

from rizoom.reference import municipalities, read_seed, region_of, regions

OTHERS = 3
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


def others(conn: psycopg.Connection, leveraar: str, schooljaar: str, regio: str | None) -> Anderen:
    """What this supplier may see of others in this school year."""
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
    hidden: dict[str, Cijfer] = dict.fromkeys(codes, HIDDEN)
    return Anderen(
        hidden if regio else {}, hidden, tuple(Peer(code, {}) for code in near), gepubliceerd=False
    )


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
