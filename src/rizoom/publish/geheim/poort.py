"""The gate: no release without proof (spec publicatie, section 3).

Everything published for the year is put together: all tables and layers of the new version, earlier versions,
and other tables. The gate gives a certificate that :func:`rizoom.publish.geheim.controle.verify` accepts, or
says which cells are not safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rizoom.publish.geheim.beleid import Beleid
from rizoom.publish.geheim.bewijs import Bewijzer, Paar
from rizoom.publish.geheim.controle import verify
from rizoom.publish.geheim.laag_b import eenzijdige_rijen
from rizoom.publish.geheim.model import Getoond, Openbaar, Telling, feiten, percentage, te_beschermen


@dataclass(frozen=True)
class Certificate:
    """The proof. It holds the true counts: as confidential as they are, never published.

    ``tabellen``: other tables as differences from ``telling`` (atom -> change). ``paren``: which two prove which
    cell. ``vervallen``: (version, key) of cells of earlier versions whose count has changed since.
    """

    telling: Telling
    tabellen: tuple[Mapping[str, int], ...]
    paren: tuple[Paar, ...]
    vervallen: frozenset[tuple[str, str]]
    afstand: int


@dataclass(frozen=True)
class Reden:
    """Why not: a code, the keys of the cells and a sentence for people (Dutch)."""

    code: str
    cellen: tuple[str, ...]
    tekst: str


@dataclass(frozen=True)
class Refused:
    """The gate stays closed."""

    redenen: tuple[Reden, ...]

    @property
    def cellen(self) -> frozenset[str]:
        """Every cell that is named."""
        return frozenset(c for r in self.redenen for c in r.cellen)


def gate(
    telling: Telling,
    nu: Openbaar,
    beleid: Beleid,
    eerder: Sequence[Openbaar] = (),
    zaad: Sequence[Mapping[str, int]] = (),
) -> Certificate | Refused:
    """Whether version ``nu`` may be published beside everything in ``eerder``.

    Other tables of the same moment belong in ``nu``; tables that stay as they are (mirror reports, letters) may
    come as versions of their own in ``eerder``. ``zaad``: tables that may serve as witnesses; they are added up
    again, and what disagrees with anything published is thrown away.
    """
    redenen = _vorm(telling, nu, beleid)
    for oud in eerder:
        redenen += _percentages(oud, beleid)
    vervallen = set()
    bekend: list[Getoond] = list(nu.cellen)
    for oud in eerder:
        for getoond in oud.cellen:
            laag, hoog = getoond.grenzen()
            if laag <= telling.som(getoond.cel.atomen) <= hoog:
                bekend.append(getoond)
            else:
                vervallen.add((oud.versie, getoond.cel.sleutel))
    if redenen:
        return Refused(tuple(redenen))
    waarde = {g.cel.atomen: telling.som(g.cel.atomen) for g in bekend}
    doelen = te_beschermen(nu.cellen, waarde)
    bewijzer = Bewijzer(telling, feiten(bekend), doelen, beleid.afstand)
    bewijzer.neem_over(zaad)
    paren: list[Paar] = []
    for doel, sleutel in doelen.items():
        gevonden, open_ = bewijzer.bewijs(doel)
        paren += gevonden
        for aanvaller in open_:
            wie = f"gemeente {aanvaller} met haar eigen cijfers" if aanvaller else "iedereen"
            redenen.append(Reden("herleidbaar", (sleutel,), f"{sleutel} is te herleiden door {wie}"))
    if redenen:
        return Refused(tuple(redenen))
    certificaat = _inkorten(
        Certificate(telling, tuple(bewijzer.pool), tuple(paren), frozenset(vervallen), beleid.afstand)
    )
    fouten = verify(certificaat, (*eerder, nu))
    if fouten:
        return Refused((Reden("bewijs", (), f"het bewijs klopt niet: {fouten[0]}"),))
    return certificaat


def _inkorten(certificaat: Certificate) -> Certificate:
    """Without the tables that no pair uses."""
    gebruikt = sorted({i for p in certificaat.paren for i in (p.een, p.ander) if i != -1})
    nieuw = {oud: i for i, oud in enumerate(gebruikt)} | {-1: -1}
    return Certificate(
        certificaat.telling,
        tuple(certificaat.tabellen[i] for i in gebruikt),
        tuple(Paar(p.sleutel, p.aanvaller, nieuw[p.een], nieuw[p.ander]) for p in certificaat.paren),
        certificaat.vervallen,
        certificaat.afstand,
    )


def _vorm(telling: Telling, nu: Openbaar, beleid: Beleid) -> list[Reden]:
    """Everything that needs no search."""
    redenen: list[Reden] = []
    per_cel: dict[frozenset[str], list[Getoond]] = {}
    rond = {
        a: g.waarde or 0 for g in nu.cellen if g.soort == "afgerond" for a in (min(g.cel.atomen, default=""),)
    }
    bedekt = {a for g in nu.cellen if g.soort == "afgerond" for a in g.cel.atomen}
    for getoond in nu.cellen:
        cel, sleutel, waarde = getoond.cel, getoond.cel.sleutel, telling.som(getoond.cel.atomen)
        per_cel.setdefault(cel.atomen, []).append(getoond)
        laag, hoog = getoond.grenzen()
        if not laag <= waarde <= hoog:
            redenen.append(Reden("klopt_niet", (sleutel,), f"{sleutel} klopt niet met de telling"))
        if getoond.soort == "exact" and 0 < waarde < cel.drempel:
            redenen.append(Reden("klein", (sleutel,), f"{sleutel} is klein en wordt getoond"))
        if getoond.soort == "som":
            som = sum(w for atoom, w in rond.items() if atoom in cel.atomen)
            if som != getoond.waarde or not cel.atomen <= bedekt:
                redenen.append(
                    Reden("andere_som", (sleutel,), f"{sleutel} is niet de som van de afgeronde cijfers")
                )
    for dezelfde in per_cel.values():
        if len({(g.soort == "exact", g.waarde) for g in dezelfde}) > 1:
            namen = tuple(g.cel.sleutel for g in dezelfde)
            redenen.append(Reden("verschilt", namen, f"{namen[0]} staat op twee plaatsen anders"))
    getoonde = [(g.cel, g.waarde) for g in nu.cellen if g.waarde is not None]
    heel = {g.cel.rij for g in nu.cellen if g.waarde is None}
    totaal = {c.rij for c, _ in getoonde if c.totaal}
    rijen = [(c, w) for c, w in getoonde if c.rij in totaal or c.rij not in heel]
    for rij, cellen in eenzijdige_rijen(rijen, beleid).items():
        namen = tuple(c.sleutel for c in cellen)
        redenen.append(Reden("groep", namen, f"bijna iedereen in {rij} zit in één klasse"))
    return redenen + _percentages(nu, beleid)


def _percentages(nu: Openbaar, beleid: Beleid) -> list[Reden]:
    """Percentages only from what is shown, with a denominator that is large enough."""
    getoond = {g.cel.sleutel: g.waarde for g in nu.cellen}
    redenen = []
    for p in nu.percentages:
        teller, noemer = getoond.get(p.teller), getoond.get(p.noemer)
        if teller is None or noemer is None:
            fout = "is berekend uit een verborgen cijfer"
        elif noemer < beleid.min_noemer:
            fout = f"heeft een noemer onder {beleid.min_noemer}"
        elif p.waarde != percentage(teller, noemer, beleid.decimalen):
            fout = "is niet berekend uit de beschermde cijfers"
        else:
            continue
        redenen.append(Reden("percentage", (p.sleutel,), f"percentage {p.sleutel} {fout}"))
    return redenen
