"""From the national tables to protected public figures with their proof (spec publicatie, section 3).

Everything that is public about the year goes into the systems of the gate: both layers of the new version, and every
earlier version that was not rejected. Mirror reports show figures of others from approved releases only, so they add
nothing; what a municipality knows of itself is the insider of the gate.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import psycopg

from rizoom.publish.geheim import (
    Beleid,
    Certificate,
    Getoond,
    Openbaar,
    Percentage,
    Refused,
    afrondsleutel,
    lees_beleid,
)
from rizoom.publish.geheim import adapter as a
from rizoom.publish.geheim.model import Telling, percentage
from rizoom.publish.opendata.cijfers import TOTAAL, Publiek, volgorde
from rizoom.publish.opendata.eerder import eerdere_versie
from rizoom.publish.opendata.onderwerp import onderwerp, onderwerpen, versies

ACTIES = "PV_"


@dataclass(frozen=True)
class Eerder:
    """An earlier version, as published: figures by dataset."""

    uitgave: int
    manifest_sha256: str
    cijfers: Mapping[str, Sequence[Publiek]]


@dataclass(frozen=True)
class Stelsel:
    """One system: what is published, what was public before, and the certificate or the refusal."""

    naam: str
    openbaar: Openbaar
    eerder: tuple[Openbaar, ...]
    uitslag: Certificate | Refused
    seconden: float


@dataclass(frozen=True)
class Beschermd:
    """Public figures by dataset, and the systems that prove them."""

    cijfers: Mapping[str, tuple[Publiek, ...]]
    stelsels: tuple[Stelsel, ...]
    eerder: tuple[Eerder, ...]


def bescherm(
    conn: psycopg.Connection, root_key: bytes, schooljaar: str, versie: str, eerder: Sequence[Eerder] = ()
) -> Beschermd:
    """Protect every dataset of a school year; ``eerder`` in the order of publication.

    Raises ``ValueError`` when the tables hold no figures of the year.
    """
    beleid, sleutel = lees_beleid(), afrondsleutel(root_key)
    regels = versies(versie)
    statussen = _statussen(conn, schooljaar, regels["vsv"])
    stelsels: list[Stelsel] = []
    cijfers: dict[str, list[Publiek]] = {o.naam: [] for o in onderwerpen()}
    telling = onderwerp("leerplichttelling")
    # What was split by age once stays so in the system, else the earlier figures would fit no atom.
    eerder_gesplitst = {
        c.indicator for e in eerder for c in e.cijfers.get(telling.naam, ()) if c.leeftijd != TOTAAL
    }
    leerplicht = a.leerplicht(
        conn, schooljaar, regels[telling.naam], telling.indicatoren, {*telling.leeftijd, *eerder_gesplitst}
    )
    systemen = [("leerplichttelling", systeem) for systeem in leerplicht.values()]
    systemen.append(("vsv", a.vsv(conn, schooljaar, regels["vsv"])))
    for dataset, systeem in systemen:
        stelsel = _stelsel(dataset, systeem, schooljaar, beleid, sleutel, eerder)
        stelsels.append(stelsel)
        cijfers[dataset] += _cijfers(dataset, systeem.naam, stelsel.openbaar, statussen[dataset])
    return Beschermd(
        {naam: tuple(sorted(rijen, key=volgorde)) for naam, rijen in cijfers.items()},
        tuple(stelsels),
        tuple(eerder),
    )


def percentages(cellen: Iterable[Getoond], beleid: Beleid) -> tuple[Percentage, ...]:
    """VSV percentages from what is shown, where the denominator is large enough."""
    waarde = {g.cel.sleutel: g.waarde for g in cellen}
    gevonden = []
    for sleutel, noemer in waarde.items():
        rest = sleutel.removeprefix("N|")
        teller = waarde.get(f"X|{rest}")
        if rest != sleutel and noemer is not None and teller is not None and noemer >= beleid.min_noemer:
            tekst = percentage(teller, noemer, beleid.decimalen)
            gevonden.append(Percentage(f"VSV_PCT|{rest}", f"X|{rest}", sleutel, tekst))
    return tuple(gevonden)


def als_publiek(openbaar: Openbaar, dataset: str, statussen: Mapping[tuple[str, str], str]) -> list[Publiek]:
    """What a version shows, as rows; the gate compares the files with exactly this."""
    rijen = []
    for g in openbaar.cellen:
        indicator, niveau, gebied, klasse, *rest = g.cel.sleutel.split("|")
        rijen.append(
            Publiek(
                dataset, niveau, gebied, indicator, klasse, rest[0] if rest else TOTAAL,
                "" if g.waarde is None else str(g.waarde),
                "acties" if indicator.startswith(ACTIES) else "personen",
                "" if g.waarde is None else g.soort, statussen[niveau, gebied], "." if g.waarde is None else "",
            )
        )  # fmt: skip
    for p in openbaar.percentages:
        indicator, niveau, gebied, klasse = p.sleutel.split("|")
        rijen.append(Publiek(dataset, niveau, gebied, indicator, klasse, TOTAAL, p.waarde, "procent", "berekend",
                             statussen[niveau, gebied]))  # fmt: skip
    return rijen


def _stelsel(
    dataset: str, systeem: a.Indicator, schooljaar: str, beleid: Beleid, sleutel: bytes, eerder: Sequence[Eerder]
) -> Stelsel:  # fmt: skip
    begin = time.monotonic()
    bekend = []
    for vorige in eerder:
        oud = eerdere_versie(vorige.cijfers.get(dataset, ()), systeem, schooljaar, str(vorige.uitgave))
        if oud is not None:
            bekend.append(oud)
    systeem = met_atomen(systeem, bekend)
    delen = partial(percentages, beleid=beleid) if dataset == "vsv" else None
    openbaar, uitslag = systeem.beveilig("nieuw", beleid, sleutel, bekend, delen)
    return Stelsel(systeem.naam, openbaar, tuple(bekend), uitslag, time.monotonic() - begin)


def met_atomen(systeem: a.Indicator, bekend: Iterable[Openbaar]) -> a.Indicator:
    """The system with what earlier versions counted and is not there any more, as zeros."""
    alle = {atoom for openbaar in bekend for g in openbaar.cellen for atoom in g.cel.atomen}
    nieuw = sorted(alle - systeem.telling.aantal.keys())
    telling = Telling(
        {**systeem.telling.aantal, **dict.fromkeys(nieuw, 0)},
        {**systeem.telling.gemeente, **{atoom: atoom.split("|", 1)[0] for atoom in nieuw}},
    )
    return a.Indicator(systeem.naam, telling, systeem.boven, systeem.gemeenten)


def _cijfers(
    dataset: str, naam: str, openbaar: Openbaar, statussen: Mapping[tuple[str, str], str]
) -> list[Publiek]:
    """The rows of a system, and for areas without any delivery a row without a figure."""
    rijen = als_publiek(openbaar, dataset, statussen)
    er_zijn = {(r.niveau, r.gebied) for r in rijen}
    leeg = onderwerp("vsv").indicatoren if dataset == "vsv" else (naam,)
    for (niveau, gebied), status in statussen.items():
        if (niveau, gebied) not in er_zijn:
            eenheid = "acties" if naam.startswith(ACTIES) else "personen"
            rijen += [
                Publiek(dataset, niveau, gebied, i, TOTAAL, TOTAAL, "", eenheid, "", status) for i in leeg
            ]
    return rijen


def _statussen(
    conn: psycopg.Connection, schooljaar: str, regelversie: str
) -> dict[str, dict[tuple[str, str], str]]:
    """Coverage by dataset and area."""
    leerplicht = conn.execute(
        "select niveau, gebied, status from leerplichttelling.dekking where schooljaar = %s", (schooljaar,)
    )
    vsv = conn.execute(
        "select distinct niveau, gebied, coalesce(status, '') from vsv.vsv"
        " where schooljaar = %s and regelversie = %s and niveau <> 'instelling' and categorie = 'TOTAAL'",
        (schooljaar, regelversie),
    )
    return {
        "leerplichttelling": {(n, g): s for n, g, s in leerplicht},
        "vsv": {(n, g): s for n, g, s in vsv},
    }
