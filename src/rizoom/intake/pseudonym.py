"""Pseudonyms for personal numbers (spec: leveringen, section 6).

``K_domein = HKDF-SHA256(K_wortel, info="rizoom|warehouse|v1")`` (no salt, 32 bytes) and
``mac = HMAC-SHA256(K_domein, nummersoort || 0x1F || persoonsnummer)``. The first 122 bits of ``mac``,
most significant first, fill the free bits of a UUID version 8 (RFC 9562, section 5.8) from left to right::

    mac bits     0..47      48..59        60..121
    uuid field   custom_a   ver=8 custom_b   var=10 custom_c
    uuid bits    0..47      48..51 52..63    64..65 66..127

Numbers, keys and pseudonyms are never written to a log or a message.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Literal, NamedTuple

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NumberKind = Literal["bsn", "onderwijsnummer"]
NumberFault = Literal["LP-NUMMER-LEEG", "LP-NUMMER-NUL", "LP-NUMMER-VORM", "LP-NUMMER-ELFPROEF"]
KEY_VERSION = "v1"
#: The weighted sum of nine characters "0".
_ZEROS = (9 + 8 + 7 + 6 + 5 + 4 + 3 + 2 - 1) * ord("0")


def derive_key(root_key: bytes, info: bytes) -> bytes:
    """A key of 32 bytes from the root key (256 bits). Raises ``ValueError`` for another size."""
    if len(root_key) != 32:
        raise ValueError("the root key must have 32 bytes")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(root_key)


def project_key(root_key: bytes, project: str) -> bytes:
    """``K_project`` of one research project; destroyed when the project ends."""
    return derive_key(root_key, f"rizoom|onderzoek|{project}|v1".encode())


def elfproef_remainder(number: str) -> int:
    """Weighted sum modulo 11 of nine ASCII digits: 0 for a BSN, 5 for an onderwijsnummer.

    Written out because it runs for every number; equal to ``stdnum.nl.bsn.checksum`` (tested).
    """
    a, b, c, d, e, f, g, h, i = number.encode()
    return (9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i - _ZEROS) % 11


def kind_of(number: str) -> NumberKind | NumberFault:
    """What kind of number this is, or the code of the fault (spec: leveringen, sections 3 and 6).

    Exactly nine ASCII digits; no leading zero is added and no dot or space removed.
    """
    if not number:
        return "LP-NUMMER-LEEG"
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 9):
        return "LP-NUMMER-VORM"
    if len(number) == 8:
        return "LP-NUMMER-NUL"
    remainder = elfproef_remainder(number)
    if remainder == 0 and number != "000000000":
        return "bsn"
    if remainder == 5 and number.startswith("10"):
        return "onderwijsnummer"
    return "LP-NUMMER-ELFPROEF"


def uuid8(digest: bytes) -> str:
    """UUID version 8 in canonical text from the first 122 bits of ``digest`` (at least 16 bytes)."""
    bits = int.from_bytes(digest[:16], "big") >> 6
    value = (bits >> 74) << 80 | 8 << 76 | (bits >> 62 & 0xFFF) << 64 | 2 << 62 | bits & (1 << 62) - 1
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Numbered(NamedTuple):
    """Pseudonym ("" when there is none) and kind of one number, or the code of its fault."""

    pseudoniem: str
    soort: NumberKind | NumberFault


class Pseudonymiser:
    """Turns numbers into pseudonyms under the warehouse key of one version; remembers at most ``cache_size``."""

    def __init__(
        self,
        root_key: bytes,
        *,
        versie: str = KEY_VERSION,
        cache_size: int = 250_000,
    ) -> None:
        self.sleutelversie = versie
        self._key = derive_key(root_key, f"rizoom|warehouse|{versie}".encode())
        self._cache: dict[str, Numbered] = {}
        self._cache_size = cache_size

    def __repr__(self) -> str:
        return f"Pseudonymiser(sleutelversie={self.sleutelversie!r})"

    def pseudonym(self, number: str) -> tuple[str, NumberKind]:
        """Pseudonym (UUID text) and nummersoort. Raises ``ValueError`` (without the number) when invalid."""
        pseudoniem, soort = self.look(number)
        if soort != "bsn" and soort != "onderwijsnummer":
            raise ValueError(f"not a valid number: {soort}")
        return pseudoniem, soort

    def look(self, number: str) -> Numbered:
        """Like :meth:`pseudonym`, with the code of the fault instead of an exception."""
        found = self._cache.get(number)
        return found if found is not None else self._new(number)

    def look_all(self, numbers: Iterable[str]) -> list[Numbered]:
        """:meth:`look` for a whole column; surrounding spaces must have been removed."""
        known = self._cache.get
        return [known(number) or self._new(number) for number in numbers]

    def _new(self, number: str) -> Numbered:
        soort = kind_of(number)
        if soort.startswith("LP-"):
            return Numbered("", soort)
        mac = hmac.digest(self._key, f"{soort}\x1f{number}".encode(), "sha256")
        if len(self._cache) >= self._cache_size:
            self._cache.clear()
        numbered = self._cache[number] = Numbered(uuid8(mac), soort)
        return numbered
