"""The catalogue site: approved public releases as pages, downloads and one machine-readable catalogue.

Static files, no script, nothing from elsewhere. A pure function of the releases: the same releases give the same
bytes. Only approved releases are in it; a withdrawn one is named with its reason, without its files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rizoom.publish import rapport_figuren
from rizoom.publish import uitgave as u
from rizoom.publish import uitgave_opslag as opslag
from rizoom.publish.opendata.cijfers import TOTAAL, Publiek
from rizoom.publish.opendata.codeboek import breuken, labels
from rizoom.publish.opendata.dcat import Versie, als_turtle
from rizoom.publish.opendata.onderwerp import REEKS, Onderwerp, onderwerpen, versies
from rizoom.publish.opendata.uitgeven import uit_bestanden
from rizoom.publish.opendata.uitgever import uitgever
from rizoom.publish.uitgave_gegevens import gebied_namen
from rizoom.settings import Settings

TEMPLATES = Path(__file__).parent / "templates"
LIJNEN = {
    "leerplichttelling": ("AV_TOTAAL", "LRV_TOTAAL", "VR_5_ONDER_A", "VR_5_ONDER_B"),
    "vsv": ("VSV_PCT",),
}
STAVEN = {"leerplichttelling": "RV_16U", "vsv": "VSV_PCT"}
REEKS_KOLOMMEN = (
    "schooljaar", "uitgave", "status_uitgave", "niveau", "gebied", "naam", "indicator", "waarde", "eenheid",
    "status", "geheim", "breuk",
)  # fmt: skip


@dataclass(frozen=True)
class Uitgebracht:
    """One approved release with its files and figures by dataset."""

    schooljaar: str
    uitgave: int
    status: str
    uitgegeven: str
    versie: str
    bestanden: Mapping[str, bytes]
    cijfers: Mapping[str, Sequence[Publiek]]
    nieuwste: bool


@dataclass(frozen=True)
class Ingetrokken:
    """A release that was public, and why it no longer is."""

    schooljaar: str
    uitgave: int
    reden: str


def schrijf_site(settings: Settings, url: str) -> list[str]:
    """Write the site to a folder or any fsspec URL; the paths written. Data files are never overwritten.

    Raises:
        opslag.Beschadigd: a release is not what its manifest says.
    """
    releases, gone = uitgebracht(settings)
    files = maak_site(releases, gone)
    for path, content in sorted(files.items()):
        opslag.schrijf_bestand(url, path, content, overwrite="/" not in path)
    return sorted(files)


def uitgebracht(settings: Settings) -> tuple[list[Uitgebracht], list[Ingetrokken]]:
    """Approved releases, newest school year and version first, and those that were withdrawn."""
    alle = u.lijst(settings, REEKS)
    geldend = [x for x in alle if x.geldt]
    newest = {x.schooljaar: x.volgnummer for x in geldend}
    found = []
    for x in sorted(geldend, key=lambda x: (x.schooljaar, x.volgnummer), reverse=True):
        manifest = u.manifest_van(settings, x)
        files = u.bestanden_van(settings, x, "")
        found.append(
            Uitgebracht(x.schooljaar, x.volgnummer, x.status, manifest["gegevens_tot_en_met"][:10], manifest["versie"],
                        files, uit_bestanden(files), x.volgnummer == newest[x.schooljaar])
        )  # fmt: skip
    gone = [
        Ingetrokken(x.schooljaar, x.volgnummer, x.besluit_reden) for x in alle if x.besluit == "ingetrokken"
    ]
    return found, gone


def maak_site(releases: Sequence[Uitgebracht], ingetrokken: Sequence[Ingetrokken]) -> dict[str, bytes]:
    """Path → bytes of the whole site."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    samen: dict[str, Any] = {"onderwerpen": onderwerpen(), "uitgever": uitgever()}
    files: dict[str, bytes] = {}
    kaarten = []
    for o in onderwerpen():
        shown = [_versie(o, r) for r in releases]
        kaarten.append({"onderwerp": o, "nieuwste": next((v for v in shown if v["nieuwste"]), None)})
        bekend = [{**b, "nummer": i} for i, b in enumerate(breuken(o.naam), start=1)]
        pagina = env.get_template("dataset.html").render(
            **samen, pagina=o.naam, o=o, versies=shown, breuken=bekend, figuren=_figuren(o, releases, bekend)
        )
        files[f"{o.naam}.html"] = pagina.encode()
        files[f"{o.naam}-reeks.csv"] = _reeks(o, releases)
    index = env.get_template("index.html")
    files["index.html"] = index.render(
        **samen, pagina="index", kaarten=kaarten, ingetrokken=ingetrokken
    ).encode()
    files["dcat.ttl"] = als_turtle(
        Versie(r.schooljaar, r.uitgave, r.status, r.uitgegeven, versies(r.versie), r.bestanden)
        for r in releases
    )
    for r in releases:
        files |= {f"{_map(r)}/{naam}": content for naam, content in r.bestanden.items()}
    return files


def _map(r: Uitgebracht) -> str:
    return opslag.map_van(REEKS, r.schooljaar, r.uitgave)


def _versie(o: Onderwerp, r: Uitgebracht) -> dict[str, Any]:
    namen = [f"{o.naam}.csv", f"{o.naam}.parquet", f"{o.naam}.csv-metadata.json", "datapackage.json", "codeboek.csv",
             "wijzigingen.md", "CITATION.cff"]  # fmt: skip
    land = [c.status for c in r.cijfers[o.naam] if c.gebied == "NL"]
    return {
        "schooljaar": r.schooljaar, "uitgave": r.uitgave, "nieuwste": r.nieuwste,
        "status_tekst": r.status.replace("_", " "), "dekking": land[0] if land else "",
        "downloads": [
            {"pad": f"{_map(r)}/{naam}", "naam": naam, "grootte": _grootte(len(r.bestanden[naam]))}
            for naam in namen
        ],
    }  # fmt: skip


def _grootte(bytes_: int) -> str:
    return f"{max(1, round(bytes_ / 1024)):,} kB".replace(",", ".")


def _figuren(
    o: Onderwerp, releases: Sequence[Uitgebracht], bekend: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Charts with their tables: the country over school years, and the regions of the newest year."""
    nieuw = sorted((r for r in releases if r.nieuwste), key=lambda r: r.schooljaar)
    if not nieuw:
        return []
    namen = labels(o.naam)
    codes = LIJNEN[o.naam]
    eenheid = "procent" if o.naam == "vsv" else "aantal"
    land = {(r.schooljaar, c.indicator): c for r in nieuw for c in r.cijfers[o.naam]
            if c.gebied == "NL" and c.klasse == TOTAAL and c.leeftijd == TOTAAL}  # fmt: skip
    punten = [(namen[code][0], jaar, float(c.waarde)) for code in codes for (jaar, i), c in land.items()
              if i == code and c.waarde]  # fmt: skip
    jaren = [r.schooljaar for r in nieuw]
    strepen = [(b["schooljaar"], str(b["nummer"])) for b in bekend if jaren[0] < b["schooljaar"] <= jaren[-1]]
    figuren = []
    if punten:
        decimalen = 1 if o.naam == "vsv" else 0
        figuren.append({
            "titel": "Nederland per schooljaar",
            "omschrijving": "Een stippellijn met een nummer is een breuk in de reeks; de nummers staan hieronder.",
            "svg": _in_pagina(rapport_figuren.lijn(punten, strepen, eenheid, decimalen), f"{o.naam}-jaren"),
            "kop": ["Indicator", *jaren],
            "rijen": [[namen[code][0], *(_tekst(land.get((jaar, code))) for jaar in jaren)] for code in codes],
        })  # fmt: skip
    laatste, code = nieuw[-1], STAVEN[o.naam]
    plaats = gebied_namen()
    regio = [c for c in laatste.cijfers[o.naam] if c.niveau == "regio" and c.indicator == code
             and c.klasse == TOTAAL and c.leeftijd == TOTAAL]  # fmt: skip
    zichtbaar = sorted(
        ((plaats[c.gebied], float(c.waarde)) for c in regio if c.waarde), key=lambda p: (-p[1], p[0])
    )
    if zichtbaar:
        figuren.append({
            "titel": f"{namen[code][0]} per regio, {laatste.schooljaar}",
            "omschrijving": "Regio's met een punt in de tabel staan niet in de grafiek.",
            "svg": _in_pagina(rapport_figuren.staven(zichtbaar, eenheid, 1 if o.naam == "vsv" else 0),
                              f"{o.naam}-regio"),
            "kop": ["Regio", laatste.schooljaar],
            "rijen": [[plaats[c.gebied], _tekst(c)] for c in sorted(regio, key=lambda c: plaats[c.gebied])],
        })  # fmt: skip
    return figuren


def _in_pagina(svg: str, naam: str) -> str:
    from rizoom.publish.rapport_html import in_pagina

    return in_pagina(svg, naam)


def _tekst(c: Publiek | None) -> str:
    if c is None:
        return "niet geteld"
    if c.geheim or not c.waarde:
        return c.geheim or "niet geleverd"
    if "." in c.waarde:
        return c.waarde.replace(".", ",")
    return f"{int(c.waarde):,}".replace(",", ".")


def _reeks(o: Onderwerp, releases: Sequence[Uitgebracht]) -> bytes:
    """Totals of the newest version of every school year in one file, with the breaks that begin in that year."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(REEKS_KOLOMMEN)
    namen = gebied_namen()
    for r in sorted((r for r in releases if r.nieuwste), key=lambda r: r.schooljaar):
        for c in r.cijfers[o.naam]:
            if c.klasse == TOTAAL and c.leeftijd == TOTAAL:
                breuk = "; ".join(b["omschrijving"] for b in breuken(o.naam, c.indicator)
                                  if b["schooljaar"] == r.schooljaar)  # fmt: skip
                writer.writerow((r.schooljaar, r.uitgave, r.status, c.niveau, c.gebied, namen.get(c.gebied, ""),
                                 c.indicator, c.waarde, c.eenheid, c.status, c.geheim, breuk))  # fmt: skip
    return sink.getvalue().encode()
