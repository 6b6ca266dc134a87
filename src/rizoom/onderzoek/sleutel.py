"""The key of a project: from the root key, the project's name and a secret that is destroyed at its end.

``K_project = HKDF-SHA256(K_wortel, salt = zout, info = "rizoom|onderzoek|<project>|v1")`` and a pseudonym is UUID
version 8 of ``HMAC-SHA256(K_project, persoon)``. Without the salt the key could be derived again for as long as the
root key lives, and "destroyed at its end" (spec leveringen, section 6) would not be true.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rizoom.intake.pseudonym import uuid8

SALT_BYTES = 32


def nieuw_zout() -> bytes:
    """A fresh secret for one project."""
    return secrets.token_bytes(SALT_BYTES)


def project_pseudoniemen(root_key: bytes, project: str, zout: bytes) -> Callable[[UUID], UUID]:
    """A function from the national identity to the pseudonym in this project."""
    if len(root_key) != 32 or len(zout) != SALT_BYTES:
        raise ValueError("the root key and the secret of a project have 32 bytes each")
    info = f"rizoom|onderzoek|{project}|v1".encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=zout, info=info).derive(root_key)
    return lambda persoon: UUID(uuid8(hmac.digest(key, persoon.bytes, "sha256")))
