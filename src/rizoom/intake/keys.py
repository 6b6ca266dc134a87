"""The root key of a Rizoom, and the keys derived from it (spec: leveringen, section 6).

K_wortel (256 bits) comes from ``RIZOOM_SLEUTEL`` (64 hexadecimal digits), from the file that
``RIZOOM_SLEUTEL_FILE`` names, or from the random key that the demo made in its home; never from a default.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rizoom.intake.pseudonym import Pseudonymiser, derive_key
from rizoom.settings import Settings
from rizoom.warehouse.private_file import read_or_create

STORAGE_INFO = b"rizoom|opslag|v1"
RECEIPT_INFO = b"rizoom|ontvangst|v1"
KEY_BYTES = 32


class KeyMissingError(RuntimeError):
    """There is no usable root key. The text never holds (a part of) a key."""


def root_key(settings: Settings) -> bytes:
    """K_wortel, 32 bytes. Raises :class:`KeyMissingError` when there is none or it is no key."""
    if settings.key_hex:
        return _parse(settings.key_hex.encode(), "RIZOOM_SLEUTEL")
    if settings.key_file:
        return _read(settings.key_file)
    if _demo_file(settings).exists():
        return _read(_demo_file(settings))
    raise KeyMissingError("no root key: set RIZOOM_SLEUTEL (64 hexadecimal digits) or RIZOOM_SLEUTEL_FILE")


def ensure_demo_key(settings: Settings) -> bool:
    """Make a random root key in the home (mode 0600) unless a key was given; whether one was made now.

    For the demo and for checking one delivery locally: such a key is tied to this home.
    """
    if settings.key_hex or settings.key_file:
        return False
    return read_or_create(_demo_file(settings), lambda: secrets.token_hex(KEY_BYTES).encode())[1]


def storage_key(settings: Settings) -> bytes:
    """The key that wraps the data keys of the raw store."""
    return derive_key(root_key(settings), STORAGE_INFO)


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """The key that signs receipts: the same in every process that has the root key."""
    return Ed25519PrivateKey.from_private_bytes(derive_key(root_key(settings), RECEIPT_INFO))


def pseudonymiser(settings: Settings) -> Pseudonymiser:
    """The pseudonymiser of the warehouse."""
    return Pseudonymiser(root_key(settings), versie=settings.key_version)


def _demo_file(settings: Settings) -> Path:
    return settings.home / "wortelsleutel"


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise KeyMissingError(f"the key file cannot be read: {fault.strerror}") from None
    return content if len(content) == KEY_BYTES else _parse(content, "the key file")


def _parse(text: bytes, source: str) -> bytes:
    try:
        key = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        raise KeyMissingError(f"{source} must hold 64 hexadecimal digits") from None
    if len(key) != KEY_BYTES or len(set(key)) < 8:
        raise KeyMissingError(
            f"{source} must hold 64 random hexadecimal digits (make them with: openssl rand -hex 32)"
        )
    return key
