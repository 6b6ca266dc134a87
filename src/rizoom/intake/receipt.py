"""The receipt of a delivery: number, time and hash, signed with Ed25519; to be verified without us."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rizoom.intake.keys import signing_key
from rizoom.settings import Settings

FORMAT = "rizoom-ontvangstbewijs/1.0"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U: read over the telephone


@dataclass(frozen=True)
class Receipt:
    """``document`` is canonical JSON (sorted keys, no spaces, UTF-8); ``handtekening`` and
    ``publieke_sleutel`` are base64 of the raw Ed25519 values."""

    document: str
    handtekening: str
    publieke_sleutel: str

    @property
    def ontvangstnummer(self) -> str:
        """The number to quote when asking about this delivery."""
        return str(json.loads(self.document)["ontvangstnummer"])

    @property
    def sha256(self) -> str:
        """Hash of what was received: of a folder that of its sorted lines."""
        return str(json.loads(self.document)["sha256"])

    def as_json(self) -> str:
        """The whole receipt as one JSON text, to hand to the supplier."""
        whole = json.loads(self.document) | {
            "handtekening": self.handtekening,
            "publieke_sleutel": self.publieke_sleutel,
        }
        return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def new_number(moment: datetime) -> str:
    """A fresh number such as ``R20251003-7K3M9QXW``: it says nothing about supplier or content."""
    return f"R{moment:%Y%m%d}-" + "".join(secrets.choice(_LETTERS) for _ in range(10))


def sign(
    settings: Settings, *, ontvangstnummer: str, ontvangen_op: datetime, sha256: str, size: int, vorm: str
) -> Receipt:
    """The signed receipt. ``ontvangen_op`` is aware; ``size`` in bytes."""
    document = _canonical(
        {
            "formaat": FORMAT,
            "ontvangstnummer": ontvangstnummer,
            "ontvangen_op": ontvangen_op.astimezone(UTC).isoformat(timespec="microseconds"),
            "sha256": sha256,
            "bytes": size,
            "vorm": vorm,
        }
    )
    key = signing_key(settings)
    return Receipt(
        document,
        base64.b64encode(key.sign(document.encode())).decode(),
        base64.b64encode(key.public_key().public_bytes_raw()).decode(),
    )


def public_key(settings: Settings) -> str:
    """Base64 of the key with which anybody can verify our receipts; to be published."""
    return base64.b64encode(signing_key(settings).public_key().public_bytes_raw()).decode()


def verify(receipt_json: str, trusted_key: str) -> bool:
    """Whether this receipt was signed by the holder of ``trusted_key`` (base64). Needs no connection.

    The key inside the receipt is not trusted. Returns False for anything that is not a valid receipt.
    """
    try:
        whole = json.loads(receipt_json)
        signature = base64.b64decode(whole.pop("handtekening"), validate=True)
        whole.pop("publieke_sleutel", None)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(trusted_key, validate=True))
        key.verify(signature, _canonical(whole).encode())
    except (InvalidSignature, ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def _canonical(fields: dict[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
