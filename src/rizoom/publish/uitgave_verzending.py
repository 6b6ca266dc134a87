"""Delivery of an approved release to the ministry's drop: any fsspec URL (folder, SFTP, S3), with a receipt.

The receipt lies beside the files and repeats what the manifest says, so that the receiver can check without us.
Retry safe: files that are there with the right bytes are not sent again, others are never overwritten.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rizoom.intake.receipt import public_key
from rizoom.publish import uitgave_opslag as opslag
from rizoom.publish.uitgave import NietToegestaan, Uitgave, manifest_van
from rizoom.publish.uitgave_manifest import MANIFEST, SIGNATURE, als_bytes, handtekening_klopt, onderteken
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

RECEIPT = "ontvangstbewijs.json"
ADDRESS = "RIZOOM_MINISTERIE"


@dataclass(frozen=True)
class Verzending:
    """What was delivered: ``bewijs`` is the path of the receipt at the receiver."""

    ontvanger: str
    bestanden: int
    bytes: int
    bewijs: str


def adres(env: Mapping[str, str] | None = None) -> str | None:
    """URL of the ministry's drop from ``RIZOOM_MINISTERIE``; None: there is none configured."""
    return (os.environ if env is None else env).get(ADDRESS) or None


def verzend(settings: Settings, uitgave: Uitgave, url: str, ontvanger: str = "ministerie") -> Verzending:
    """Deliver a release and register it.

    Raises:
        NietToegestaan: the release is not approved, or was withdrawn.
        opslag.Beschadigd: our own copy, or what arrived, is not what the manifest says.
    """
    if not uitgave.geldt:
        raise NietToegestaan(f"deze uitgave is niet goedgekeurd ({uitgave.besluit})")
    manifest = manifest_van(settings, uitgave)
    files = _eigen_bestanden(settings, uitgave, manifest)
    opslag.schrijf_map(url, uitgave.map, files)
    for name, content in files.items():
        opslag.lees_gecontroleerd(url, f"{uitgave.map}/{name}", hashlib.sha256(content).hexdigest())
    receipt = als_bytes(
        {"uitgave": uitgave.map, "ontvanger": ontvanger, "manifest_sha256": uitgave.manifest_sha256,
         "bestanden": manifest["bestanden"]}
    )  # fmt: skip
    path = f"{uitgave.map}/{RECEIPT}"
    opslag.schrijf_bestand(url, path, receipt)
    opslag.schrijf_bestand(url, f"{path}.sig", onderteken(settings, receipt))
    size = sum(len(content) for content in files.values())
    with connect(settings) as conn:
        conn.execute(
            "insert into register.uitgave_verzending (uitgave_id, ontvanger, bestanden, bytes, ontvangstbewijs_sha256)"
            " values (%s, %s, %s, %s, %s) on conflict do nothing",
            (uitgave.uitgave_id, ontvanger, len(files), size, hashlib.sha256(receipt).hexdigest()),
        )
    return Verzending(ontvanger, len(files), size, path)


def _eigen_bestanden(settings: Settings, uitgave: Uitgave, manifest: dict[str, Any]) -> dict[str, bytes]:
    """All files of the release from our store, checked against the signed manifest."""
    url = opslag.in_opslag(settings)
    files = {
        name: opslag.lees_gecontroleerd(url, f"{uitgave.map}/{name}", entry["sha256"])
        for name, entry in manifest["bestanden"].items()
    }
    files[MANIFEST] = opslag.lees(url, f"{uitgave.map}/{MANIFEST}")
    files[SIGNATURE] = opslag.lees(url, f"{uitgave.map}/{SIGNATURE}")
    if not handtekening_klopt(files[MANIFEST], files[SIGNATURE], public_key(settings)):
        raise opslag.Beschadigd("de handtekening klopt niet")
    if json.loads(files[MANIFEST])["reeks"] != uitgave.reeks:
        raise opslag.Beschadigd("het manifest hoort bij een andere uitgave")
    return files
