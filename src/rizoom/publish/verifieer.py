"""Recompute a release from the raw store and compare it byte by byte (spec publicatie, section 1).

The deliveries that the manifest names are taken from the raw store, and go through reading, checking, deciding
and building in a warehouse of their own; then all files are made again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from rizoom.intake.receipt import public_key
from rizoom.publish import uitgave_opslag as opslag
from rizoom.publish.uitgave import Uitgave, manifest_van, stel_samen, zoek
from rizoom.publish.uitgave_cijfers import Cijfer, uit_csv
from rizoom.publish.uitgave_gegevens import Gegevens, Levering, lees_gegevens
from rizoom.publish.uitgave_herbouw import Progress, bouw, met_sleutel, verwerk, werkplek
from rizoom.publish.uitgave_manifest import MANIFEST, SIGNATURE, handtekening_klopt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Uitkomst:
    """Result of a verification. ``verschillen``: files or fields that differ; empty: the release is proved."""

    uitgave: str
    bestanden: int
    verschillen: tuple[str, ...]
    zelfde_code: bool

    @property
    def klopt(self) -> bool:
        return not self.verschillen


def verifieer(settings: Settings, uitgave: Uitgave, progress: Progress | None = None) -> Uitkomst:
    """Check signature and stored bytes, then compute everything anew and compare.

    Raises:
        opslag.Beschadigd: the manifest itself is not the registered one.
        StoreError: a delivery is no longer in the raw store (retention destroyed its key).
    """
    manifest = manifest_van(settings, uitgave)
    url = opslag.in_opslag(settings)
    stored = {
        name: opslag.lees(url, f"{uitgave.map}/{name}")
        for name in (*manifest["bestanden"], MANIFEST, SIGNATURE)
    }
    different = _bewaard(settings, manifest, stored, opslag.namen(url, uitgave.map))
    with werkplek(settings, "verifieer", uitgave.map, uitgave.manifest_sha256) as fresh:
        own = met_sleutel(settings, fresh)
        _opnieuw(settings, own, manifest, progress)
        gegevens = _met_ontvangst(
            lees_gegevens(own, uitgave.reeks, uitgave.schooljaar, manifest["versie"]), manifest
        )
    files, content, _ = stel_samen(
        gegevens,
        uitgave.volgnummer,
        uitgave.status,
        uitgave.reden,
        *_vorige(settings, uitgave, manifest),
    )
    for file in sorted(stored.keys() | files.keys()):
        if file not in {MANIFEST, SIGNATURE} and files.get(file) != stored.get(file):
            different.append(f"{file} is na herberekening anders")
    same_code = gegevens.code == manifest["code"]
    if content != stored[MANIFEST]:
        different.append("manifest.json is na herberekening anders")
    return Uitkomst(uitgave.map, len(files), tuple(different), same_code)


def _bewaard(
    settings: Settings, manifest: dict[str, Any], stored: dict[str, bytes], names: set[str]
) -> list[str]:
    """What is wrong with the folder as it is kept."""
    wrong = []
    if not handtekening_klopt(stored[MANIFEST], stored[SIGNATURE], public_key(settings)):
        wrong.append("de handtekening klopt niet")
    for name, entry in manifest["bestanden"].items():
        if hashlib.sha256(stored[name]).hexdigest() != entry["sha256"]:
            wrong.append(f"{name} is veranderd na de uitgave")
    extra = names - set(stored)
    return [*wrong, *(f"{name} hoort niet bij de uitgave" for name in sorted(extra))]


def _opnieuw(settings: Settings, own: Settings, manifest: dict[str, Any], progress: Progress | None) -> None:
    """Exactly the deliveries of the manifest, all in force, and the tables built from them."""
    items = manifest["leveringen"]
    verwerk(settings, own, [(item["sha256"], item["vorm"]) for item in items], progress=progress)
    wanted = {item["sha256"] for item in items}
    with connect(own) as conn:
        rows = conn.execute("select sha256 from register.vigerend join register.levering using (levering_id)")
        found = {row[0] for row in rows}
    if found != wanted:
        raise RuntimeError(f"{len(wanted - found)} leveringen van de uitgave worden nu niet meer goedgekeurd")
    bouw(own, manifest["schooljaar"], manifest["versie"] if manifest["reeks"] == "vsv" else None, progress)


def _met_ontvangst(gegevens: Gegevens, manifest: dict[str, Any]) -> Gegevens:
    """Receipt numbers are given at random on arrival: take those of the manifest."""
    numbers = {item["sha256"]: item["ontvangstnummer"] for item in manifest["leveringen"]}
    deliveries: list[Levering] = [
        replace(item, ontvangstnummer=numbers.get(item.sha256, item.ontvangstnummer))
        for item in gegevens.leveringen
    ]
    return replace(gegevens, leveringen=tuple(deliveries))


def _vorige(
    settings: Settings, uitgave: Uitgave, manifest: dict[str, Any]
) -> tuple[list[Cijfer] | None, dict[str, object] | None]:
    about = manifest["vorige"]
    if about is None:
        return None, None
    before = zoek(settings, uitgave.reeks, uitgave.schooljaar, about["uitgave"])
    if before.manifest_sha256 != about["manifest_sha256"]:
        raise opslag.Beschadigd("de vorige uitgave is een andere dan het manifest zegt")
    entry = manifest_van(settings, before)["bestanden"]["cijfers.csv"]
    path = f"{before.map}/cijfers.csv"
    return uit_csv(opslag.lees_gecontroleerd(opslag.in_opslag(settings), path, entry["sha256"])), about
