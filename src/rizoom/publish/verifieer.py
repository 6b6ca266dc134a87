"""Recompute a release from the raw store and compare it byte by byte (spec publicatie, section 1).

The deliveries that the manifest names are taken from the raw store, and go through reading, checking, deciding
and building in a warehouse of their own; then all files are made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rizoom.intake.keys import root_key
from rizoom.intake.receipt import public_key
from rizoom.publish import uitgave_opslag as opslag
from rizoom.publish.opendata.uitgeven import als_eerder, met_bescherming
from rizoom.publish.uitgave import Uitgave, bestanden_van, cijfers_van, manifest_van, stel_samen, zoek
from rizoom.publish.uitgave_cijfers import OPENBAAR, Cijfer
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
    return verifieer_alle(settings, [uitgave], progress)[0]


def verifieer_alle(
    settings: Settings, uitgaven: Sequence[Uitgave], progress: Progress | None = None
) -> list[Uitkomst]:
    """As :func:`verifieer`, for releases of one school year made from the same deliveries: one rebuild for all.

    Raises ``ValueError`` when they were not made from the same deliveries.
    """
    manifests = [manifest_van(settings, uitgave) for uitgave in uitgaven]
    sources = {(m["schooljaar"], *sorted(d["sha256"] for d in m["leveringen"])) for m in manifests}
    if len(sources) != 1:
        raise ValueError("these releases were not made from the same deliveries")
    with werkplek(settings, "verifieer", *(u.manifest_sha256 for u in uitgaven)) as fresh:
        own = met_sleutel(settings, fresh)
        _opnieuw(settings, own, manifests, progress)
        return [_vergelijk(settings, own, *pair) for pair in zip(uitgaven, manifests, strict=True)]


def _vergelijk(settings: Settings, own: Settings, uitgave: Uitgave, manifest: dict[str, Any]) -> Uitkomst:
    url = opslag.in_opslag(settings)
    stored = {
        name: opslag.lees(url, f"{uitgave.map}/{name}")
        for name in (*manifest["bestanden"], MANIFEST, SIGNATURE)
    }
    different = _bewaard(settings, manifest, stored, opslag.namen(url, uitgave.map))
    gegevens = _met_ontvangst(
        lees_gegevens(own, uitgave.reeks, uitgave.schooljaar, manifest["versie"]), manifest
    )
    if uitgave.reeks in OPENBAAR:
        gegevens = _met_bescherming(settings, own, uitgave, gegevens, manifest)
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


def _opnieuw(
    settings: Settings, own: Settings, manifests: Sequence[dict[str, Any]], progress: Progress | None
) -> None:
    """Exactly the deliveries of the manifests, all in force, and the tables built from them."""
    items = manifests[0]["leveringen"]
    verwerk(settings, own, [(item["sha256"], item["vorm"]) for item in items], progress=progress)
    wanted = {item["sha256"] for item in items}
    with connect(own) as conn:
        rows = conn.execute("select sha256 from register.vigerend join register.levering using (levering_id)")
        found = {row[0] for row in rows}
    if found != wanted:
        raise RuntimeError(f"{len(wanted - found)} leveringen van de uitgave worden nu niet meer goedgekeurd")
    rules = {m["parameters"]["regelversie"] for m in manifests if "regelversie" in m["parameters"]}
    if len(rules) > 1:
        raise ValueError("these releases were not made with the same rules")
    bouw(own, manifests[0]["schooljaar"], next(iter(rules), None), progress)


def _met_ontvangst(gegevens: Gegevens, manifest: dict[str, Any]) -> Gegevens:
    """Receipt numbers are given at random on arrival: take those of the manifest."""
    numbers = {item["sha256"]: item["ontvangstnummer"] for item in manifest["leveringen"]}
    deliveries: list[Levering] = [
        replace(item, ontvangstnummer=numbers.get(item.sha256, item.ontvangstnummer))
        for item in gegevens.leveringen
    ]
    return replace(gegevens, leveringen=tuple(deliveries))


def _met_bescherming(
    settings: Settings, own: Settings, uitgave: Uitgave, gegevens: Gegevens, manifest: dict[str, Any]
) -> Gegevens:
    """Protected anew, beside the earlier versions that the manifest names."""
    earlier = []
    for about in manifest["eerder"]:
        found = zoek(settings, uitgave.reeks, uitgave.schooljaar, about["uitgave"])
        if found.manifest_sha256 != about["manifest_sha256"]:
            raise opslag.Beschadigd("een eerdere uitgave is een andere dan het manifest zegt")
        earlier.append(
            als_eerder(found.volgnummer, found.manifest_sha256, bestanden_van(settings, found, "csv"))
        )
    with connect(own) as conn:
        return met_bescherming(conn, root_key(own), gegevens, earlier)


def _vorige(
    settings: Settings, uitgave: Uitgave, manifest: dict[str, Any]
) -> tuple[list[Cijfer] | None, dict[str, object] | None]:
    about = manifest["vorige"]
    if about is None:
        return None, None
    before = zoek(settings, uitgave.reeks, uitgave.schooljaar, about["uitgave"])
    if before.manifest_sha256 != about["manifest_sha256"]:
        raise opslag.Beschadigd("de vorige uitgave is een andere dan het manifest zegt")
    return cijfers_van(settings, before), about
