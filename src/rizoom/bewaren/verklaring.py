"""Certificates of destruction: what went, when, on what ground; signed like a receipt, kept for ever.

They name deliveries by hash, school years and projects, and hold counts; never a person.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from rizoom.intake.keys import signing_key
from rizoom.settings import Settings

FORMAT = "rizoom-verklaring-van-vernietiging/1.0"


@dataclass(frozen=True)
class Verklaring:
    """One certificate; ``document`` is canonical JSON, signature and key are base64 (Ed25519)."""

    soort: str
    onderwerp: str
    document: str
    handtekening: str
    publieke_sleutel: str

    def klopt(self, trusted_key: str) -> bool:
        """Whether the holder of ``trusted_key`` (base64) signed this. The key inside is not trusted."""
        try:
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(trusted_key, validate=True))
            key.verify(base64.b64decode(self.handtekening, validate=True), self.document.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def leg_vast(
    conn: psycopg.Connection,
    settings: Settings,
    soort: str,
    onderwerp: str,
    inhoud: Mapping[str, object],
    op: datetime | None = None,
) -> Verklaring:
    """Sign and keep a certificate in the caller's transaction."""
    moment = (op or datetime.now(UTC)).astimezone(UTC)
    fields = {
        "formaat": FORMAT,
        "soort": soort,
        "onderwerp": onderwerp,
        "op": moment.isoformat(timespec="seconds"),
        **inhoud,
    }
    document = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    key = signing_key(settings)
    made = Verklaring(
        soort,
        onderwerp,
        document,
        base64.b64encode(key.sign(document.encode())).decode(),
        base64.b64encode(key.public_key().public_bytes_raw()).decode(),
    )
    conn.execute(
        "insert into bewaren.verklaring (soort, onderwerp, op, document, handtekening, publieke_sleutel)"
        " values (%s, %s, %s, %s, %s, %s)",
        [soort, onderwerp, moment, made.document, made.handtekening, made.publieke_sleutel],
    )
    return made


def lijst(conn: psycopg.Connection) -> list[Verklaring]:
    """Every certificate, oldest first."""
    rows = conn.execute(
        "select soort, onderwerp, document, handtekening, publieke_sleutel"
        " from bewaren.verklaring order by verklaring_id"
    )
    return [Verklaring(*row) for row in rows]
