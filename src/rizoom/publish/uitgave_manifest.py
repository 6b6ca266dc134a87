"""The manifest of a release, and the signature over it (spec publicatie, section 1).

``manifest.json`` names every file with size and SHA-256, the deliveries, rules, code and reference data the
figures were computed from, coverage, checklist and status. ``manifest.sig`` is the Ed25519 signature over its bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rizoom.intake.keys import signing_key
from rizoom.publish.uitgave_controle import Punt, als_lijst, land_dekking
from rizoom.publish.uitgave_gegevens import Gegevens, levering_als_dict, referentie_hash
from rizoom.settings import Settings

FORMAT = "rizoom-uitgave/1.0"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"


def maak_manifest(
    gegevens: Gegevens, volgnummer: int, status: str, reden: str, punten: tuple[Punt, ...],
    bestanden: Mapping[str, bytes], vorige: Mapping[str, object] | None,
) -> dict[str, Any]:  # fmt: skip
    """The manifest as a document. ``vorige``: volgnummer, status and manifest hash of the version before."""
    coverage, share = land_dekking(gegevens)
    public = {} if gegevens.beschermd is None else {"eerder": _eerder(gegevens)}
    return {
        **public,
        "formaat": FORMAT,
        "reeks": gegevens.reeks,
        "schooljaar": gegevens.schooljaar,
        "uitgave": volgnummer,
        "status": status,
        "reden": reden,
        "gegevens_tot_en_met": gegevens.moment.isoformat(),
        "versie": gegevens.versie,
        "parameters": gegevens.parameters,
        "code": gegevens.code,
        "referentiedata": referentie_hash(),
        "dekking": {"status": coverage, "bevolking_pct": share},
        "controles": als_lijst(punten),
        "vorige": vorige,
        "invoer": gegevens.invoer,
        "leveringen": [levering_als_dict(item) for item in gegevens.leveringen],
        "bestanden": {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(bestanden.items())
        },
    }


def _eerder(gegevens: Gegevens) -> list[dict[str, Any]]:
    """Earlier versions that the disclosure gate looked at."""
    from rizoom.publish.opendata.uitgeven import eerder_in_manifest

    return eerder_in_manifest(gegevens.beschermd)


def als_bytes(document: Mapping[str, Any]) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, one newline at the end."""
    return (
        json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
    ).encode()


def onderteken(settings: Settings, content: bytes) -> bytes:
    """Signature over ``content`` and the public key, as JSON with base64 values."""
    key = signing_key(settings)
    return als_bytes(
        {
            "algoritme": "Ed25519",
            "handtekening": base64.b64encode(key.sign(content)).decode(),
            "publieke_sleutel": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        }
    )


def handtekening_klopt(content: bytes, signature: bytes, trusted_key: str) -> bool:
    """Whether the holder of ``trusted_key`` (base64) signed ``content``; the key in the file is not trusted."""
    try:
        value = base64.b64decode(json.loads(signature)["handtekening"], validate=True)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(trusted_key, validate=True))
        key.verify(value, content)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True
