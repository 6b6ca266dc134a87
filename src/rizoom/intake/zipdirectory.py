"""Size of a zip's central directory, before a library reads it into memory (APPNOTE 4.3.14 to 4.3.16)."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import BinaryIO

_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_TAIL = 22 + 65535 + 20 + 56


def central_directory(stream: BinaryIO) -> tuple[int, int]:
    """Number of entries and size in bytes as the end record states. Raises ``zipfile.BadZipFile``."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    at = len(tail) - 22 if tail[-22:].startswith(_END) else tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile("no end record")
    entries, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    at64 = tail.rfind(_END64, 0, at)
    if at64 >= 0 and at >= at64 + 56:
        entries64, length64 = struct.unpack("<QQ", tail[at64 + 32 : at64 + 48])
        entries, length = max(entries, entries64), max(length, length64)
    return entries, length
