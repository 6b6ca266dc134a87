"""Writing one delivery: tables as CSV, ``levering.json``, one zip with the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from rizoom.synth.jaar import Jaar
from rizoom.synth.leven import Leven, hoort_bij

_TABELLEN = Path(__file__).resolve().parents[1] / "intake" / "tabellen.yaml"
_LEVERT = {
    "leerplicht": ["zorgwekkend"],
    "doorstroompunt": ["PRAKTIJKVERKLARING", "MBO_CERTIFICAAT", "uitkomst"],
}
_EXTRA = {"leerplicht": ["koppeling"], "doorstroompunt": ["uitkomst", "koppeling"]}


@cache
def kolommen() -> dict[str, str]:
    """Header line per table."""
    inhoud = yaml.safe_load(_TABELLEN.read_text(encoding="utf-8"))
    return {tabel: ";".join(velden) for tabel, velden in inhoud["tabellen"].items()}


@cache
def tabellen(soort: str) -> tuple[str, ...]:
    """Tables that a synthetic delivery of this kind holds."""
    inhoud = yaml.safe_load(_TABELLEN.read_text(encoding="utf-8"))
    return (*inhoud["soorten"][soort]["verplicht"], *_EXTRA[soort])


def soort_van(leveraar: str) -> str:
    """Kind of delivery of a supplier."""
    return "leerplicht" if leveraar.startswith("GM") else "doorstroompunt"


def voeg_tabel_toe(pad: Path, tabel: str, regels: list[str], levert: str | None = None) -> None:
    """Add a table to a delivery that is written already, with its line in the envelope.

    ``levert``: the optional kind that the supplier registers from now on.
    """
    with zipfile.ZipFile(pad) as archief:
        leden = {naam: archief.read(naam) for naam in archief.namelist()}
    inhoud = "\n".join([kolommen()[tabel], *regels, ""]).encode()
    envelop = json.loads(leden.pop("levering.json"))
    som = hashlib.sha256(inhoud).hexdigest()
    envelop["bestanden"].append({"naam": f"{tabel}.csv", "tabel": tabel, "sha256": som, "rijen": len(regels)})
    if levert:
        envelop["levert"].append(levert)
    leden |= {f"{tabel}.csv": inhoud, "levering.json": json.dumps(envelop, indent=1).encode()}
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archief:
        for naam, bytes_ in leden.items():
            archief.writestr(_lid(naam), bytes_)


class Levering:
    """The tables of one delivery while they grow; lines in the order in which persons are added."""

    def __init__(self, leveraar: str, jaar: Jaar, volgnummer: int = 1) -> None:
        self.leveraar, self.jaar, self.volgnummer = leveraar, jaar, volgnummer
        self.soort = soort_van(leveraar)
        self.regels: dict[str, list[str]] = {tabel: [] for tabel in tabellen(self.soort)}

    def voeg_toe(self, leven: Leven) -> None:
        """Add the rows of a person that belong in this delivery."""
        for rij in leven.rijen:
            doel = self.regels.get(rij.tabel)
            if doel is not None and hoort_bij(rij, self.leveraar):
                doel.append(rij.tekst)

    def voorganger(self, weg: Mapping[str, set[str]]) -> Levering:
        """An earlier version without some lines; this delivery becomes the next version."""
        eerder = Levering(self.leveraar, self.jaar, self.volgnummer)
        for tabel, regels in self.regels.items():
            eerder.regels[tabel] = [regel for regel in regels if regel not in weg.get(tabel, ())]
        self.volgnummer += 1
        return eerder

    @property
    def aangemaakt(self) -> str:
        """Moment of the delivery: 11 January after the year, a minute per supplier, a day per volgnummer."""
        minuten = int(self.leveraar.lstrip("GMRC")) % 480
        dag = date(self.jaar.y + 2, 1, 10 + self.volgnummer)
        return f"{dag.isoformat()}T{9 + minuten // 60:02d}:{minuten % 60:02d}:00+01:00"

    def naam(self) -> str:
        """File name of the zip."""
        return f"{self.soort}_{self.leveraar}_{self.jaar.naam.replace('/', '-')}_v{self.volgnummer}.zip"

    def schrijf(self, map_: Path) -> Path:
        """Write the zip into ``map_``; a delivery without changes has the same bytes every time."""
        pad = map_ / self.naam()
        bestanden = []
        with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archief:
            for tabel, regels in self.regels.items():
                inhoud = "\n".join([kolommen()[tabel], *regels, ""]).encode()
                som = hashlib.sha256(inhoud).hexdigest()
                bestanden.append(
                    {"naam": f"{tabel}.csv", "tabel": tabel, "sha256": som, "rijen": len(regels)}
                )
                archief.writestr(_lid(f"{tabel}.csv"), inhoud)
            archief.writestr(_lid("levering.json"), json.dumps(self._envelop(bestanden), indent=1))
        return pad

    def _envelop(self, bestanden: list[dict[str, object]]) -> dict[str, object]:
        return {
            "formaat": "rizoom/1.0",
            "soort": self.soort,
            "schooljaar": self.jaar.naam,
            "leveraar": self.leveraar,
            "volgnummer": self.volgnummer,
            "aangemaakt": self.aangemaakt,
            "pakket": "Rizoom synthetisch",
            "pakketversie": "1",
            "dialect": "rizoom",
            "levert": _LEVERT[self.soort],
            "bestanden": bestanden,
        }


def _lid(naam: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(naam, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
