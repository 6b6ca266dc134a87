"""Check a certificate by addition alone: no solver, no search (spec publicatie, section 3).

Trust in the gate rests on this file and :mod:`model`, not on HiGHS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rizoom.publish.geheim.model import Getoond, Openbaar, feiten, leert_niets, openbare_delen, te_beschermen

if TYPE_CHECKING:
    from rizoom.publish.geheim.poort import Certificate


def verify(certificate: Certificate, published: Sequence[Openbaar]) -> list[str]:
    """What is wrong with the proof that ``published`` (the last one is the new version) is safe; empty: it holds.

    Checks: the truth and every witness are whole, not negative and agree with every published cell; and every
    cell that needs it has two witnesses ``afstand`` apart for the outsider, and for each municipality that a pair
    touches another pair that leaves what it knows alone (not for cells that only add public cells to its own).
    """
    waar, van = certificate.telling.aantal, certificate.telling.gemeente
    fouten: list[str] = []
    nieuw = published[-1]
    bekend: list[Getoond] = list(nieuw.cellen)
    for oud in published[:-1]:
        bekend += [g for g in oud.cellen if (oud.versie, g.cel.sleutel) not in certificate.vervallen]
    alle = feiten(bekend)
    som = {g.cel.atomen: sum(waar[a] for a in g.cel.atomen) for g in bekend}
    for atomen, (laag, hoog) in alle.items():
        if not laag <= som[atomen] <= hoog:
            fouten.append(f"published and true differ: {sorted(atomen)}")
    cellen_van: dict[str, list[frozenset[str]]] = {}
    for atomen in som:
        for atoom in atomen:
            cellen_van.setdefault(atoom, []).append(atomen)
    verschil: list[dict[frozenset[str], int]] = []
    for nummer, shift in enumerate(certificate.tabellen):
        per_cel: dict[frozenset[str], int] = {}
        for atoom, stap in shift.items():
            if type(stap) is not int or waar[atoom] + stap < 0:
                fouten.append(f"witness {nummer} is no table of counts")
            for atomen in cellen_van.get(atoom, ()):
                per_cel[atomen] = per_cel.get(atomen, 0) + stap
        for atomen, stap in per_cel.items():
            laag, hoog = alle.get(atomen, (0, som[atomen] + stap))
            if not laag <= som[atomen] + stap <= hoog:
                fouten.append(f"witness {nummer} disagrees with {sorted(atomen)}")
        verschil.append(per_cel)
    raakt = [{van[a] for a, stap in shift.items() if stap} for shift in certificate.tabellen]
    paren = {(p.sleutel, p.aanvaller): (p.een, p.ander) for p in certificate.paren}
    delen, eigen = openbare_delen(alle), certificate.telling.per_gemeente()
    for atomen, sleutel in te_beschermen(nieuw.cellen, som).items():
        wachtrij = [""]
        while wachtrij:
            aanvaller = wachtrij.pop()
            if (sleutel, aanvaller) not in paren:
                fouten.append(f"no proof for {sleutel} against {aanvaller or 'everybody'}")
                continue
            tabellen = [i for i in paren[sleutel, aanvaller] if i != -1]
            kant = [0 if i == -1 else verschil[i].get(atomen, 0) for i in paren[sleutel, aanvaller]]
            if abs(kant[0] - kant[1]) < certificate.afstand:
                fouten.append(f"the tables for {sleutel} are too close, against {aanvaller or 'everybody'}")
            geraakt = set().union(*(raakt[i] for i in tabellen))
            if aanvaller:
                if aanvaller in geraakt:
                    fouten.append(f"{aanvaller} would know that a table for {sleutel} is not true")
            else:
                wachtrij += sorted(g for g in geraakt if not leert_niets(atomen, eigen[g], delen))
    return fouten
