"""The gate of the public series, as the checklist asks for it (spec publicatie, section 3).

The proof is checked once more by addition alone, and what would be written is compared with what was proved:
a figure that stands in a file and not in a proved system is a leak, whatever its value.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable

from rizoom.publish.geheim import Certificate, Refused, verify
from rizoom.publish.opendata.bescherming import Beschermd, Stelsel, als_publiek
from rizoom.publish.opendata.cijfers import Publiek
from rizoom.publish.opendata.onderwerp import onderwerpen


def lekken(beschermd: Beschermd | None) -> list[str]:
    """What is not safe to publish, in plain Dutch; empty: everything that will be written is proved."""
    if beschermd is None:
        return ["er is geen bewijs dat de cijfers beschermd zijn"]
    gevonden: list[str] = []
    for stelsel in beschermd.stelsels:
        if isinstance(stelsel.uitslag, Refused):
            gevonden += [r.tekst for r in stelsel.uitslag.redenen] or [f"de poort weigert {stelsel.naam}"]
        else:
            fouten = verify(stelsel.uitslag, (*stelsel.eerder, stelsel.openbaar))
            gevonden += [f"het bewijs van {stelsel.naam} klopt niet ({len(fouten)} fouten)"] if fouten else []
    return gevonden or onbewezen(beschermd)


def onbewezen(beschermd: Beschermd) -> list[str]:
    """Figures that differ from what the systems prove, or stand in none."""
    bewezen: dict[tuple[str, ...], tuple[str, str]] = {}
    for stelsel in beschermd.stelsels:
        dataset = "vsv" if stelsel.naam == "vsv" else "leerplichttelling"
        for rij in als_publiek(stelsel.openbaar, dataset, defaultdict(str)):
            bewezen[_plek(rij)] = (rij.waarde, rij.geheim)
    fout = []
    for o in onderwerpen():
        for rij in beschermd.cijfers[o.naam]:
            if (rij.waarde or rij.geheim) and bewezen.get(_plek(rij)) != (rij.waarde, rij.geheim):
                fout.append(f"{' '.join(_plek(rij))} is niet bewezen")
    return fout


def certificaat(stelsel: Stelsel) -> bytes:
    """The certificate as gzip of JSON, for the confidential store. Raises ``TypeError`` for a refusal."""
    if not isinstance(stelsel.uitslag, Certificate):
        raise TypeError(stelsel.naam)
    c = stelsel.uitslag
    inhoud = {
        "stelsel": stelsel.naam,
        "afstand": c.afstand,
        "telling": dict(sorted(c.telling.aantal.items())),
        "tabellen": [dict(sorted(t.items())) for t in c.tabellen],
        "paren": [(p.sleutel, p.aanvaller, p.een, p.ander) for p in c.paren],
        "vervallen": sorted(c.vervallen),
    }
    return gzip.compress(json.dumps(inhoud, sort_keys=True).encode(), mtime=0)


def beschermde_cellen(stelsels: Iterable[Stelsel]) -> int:
    """Number of cells for which there is a proof."""
    return sum(
        len({p.sleutel for p in s.uitslag.paren}) for s in stelsels if isinstance(s.uitslag, Certificate)
    )


def _plek(rij: Publiek) -> tuple[str, ...]:
    return rij.dataset, rij.niveau, rij.gebied, rij.indicator, rij.klasse, rij.leeftijd
