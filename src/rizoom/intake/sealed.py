"""Sealed files: AES-256-GCM in chunks, so that a reader can seek without the plain bytes ever on disk.

Layout: 8 bytes magic, 4 bytes chunk size (big-endian), then chunks of ``chunk size`` plain bytes, each
followed by its tag of 16 bytes; only the last may be shorter, and there is always one. The nonce of a
chunk is its index (11 bytes) and 1 for the last chunk, else 0; the header and the name of the content
(its sha256 is not known yet when writing starts, so the caller's own id) are authenticated with every
chunk. So a chunk that was changed, moved, left out or taken from another file does not open, nor does a
file that was cut off. A key is used for one file only.
"""

from __future__ import annotations

import io
import os
import struct
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"RIZOOM\x00\x01"
CHUNK = 256 * 1024
TAG = 16
_HEADER = struct.Struct(">8sI")


class StoreError(Exception):
    """Stored bytes cannot be had or are not what was stored: never the fault of a supplier."""


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class SealedWriter:
    """Writes plain bytes sealed to ``sink``; :meth:`finish` writes the last chunk (and does not close)."""

    def __init__(self, sink: _Sink, key: bytes, name: bytes, chunk: int = CHUNK) -> None:
        self._sink, self._aead, self._chunk = sink, AESGCM(key), chunk
        header = _HEADER.pack(MAGIC, chunk)
        self._context = header + name
        self._pending = bytearray()
        self._index = 0
        self.bytes = 0
        sink.write(header)

    def write(self, data: bytes | memoryview) -> int:
        """Take ``data``; a full chunk is written only when more follows, for the last one is marked.

        What is not the rest of an earlier piece is sealed without being copied first.
        """
        rest = memoryview(data)
        self.bytes += len(rest)
        while len(self._pending) + len(rest) > self._chunk:
            take = self._chunk - len(self._pending)
            if self._pending:
                self._pending += rest[:take]
                self._seal(self._pending, last=False)
                self._pending = bytearray()
            else:
                self._seal(rest[:take], last=False)
            rest = rest[take:]
        self._pending += rest
        return len(data)

    def finish(self) -> None:
        """Write the last chunk."""
        self._seal(self._pending, last=True)
        self._pending = bytearray()

    def _seal(self, plain: bytearray | memoryview, last: bool) -> None:
        self._sink.write(self._aead.encrypt(_nonce(self._index, last), plain, self._context))
        self._index += 1


class SealedReader(io.RawIOBase):
    """The plain bytes of a sealed file, seekable. Raises :class:`StoreError` on what is not as stored.

    One chunk is held in memory. The last chunk is opened at once: it proves that nothing was cut off.
    """

    def __init__(self, source: BinaryIO, key: bytes, name: bytes) -> None:
        super().__init__()
        self._source, self._aead = source, AESGCM(key)
        try:
            total = source.seek(0, os.SEEK_END)
            source.seek(0)
            header = source.read(_HEADER.size)
        except OSError as fault:
            raise StoreError("a stored file cannot be read") from fault
        if len(header) < _HEADER.size or header[:8] != MAGIC:
            raise StoreError("a stored file has no valid beginning")
        self._chunk = int(_HEADER.unpack(header)[1])
        sealed = total - _HEADER.size
        self._chunks = -(-sealed // (self._chunk + TAG)) if self._chunk else 0
        self._size = sealed - self._chunks * TAG
        if self._chunks < 1 or self._size < 0:
            raise StoreError("a stored file was cut off")
        self._context = header + name
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")
        self._open(self._chunks - 1)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("negative position")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._position >= self._size:
            return 0
        index, within = divmod(self._position, self._chunk)
        data = self._open(index)[within : within + len(buffer)]
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()

    def _open(self, index: int) -> bytes:
        if self._held[0] != index:
            try:
                self._source.seek(_HEADER.size + index * (self._chunk + TAG))
                sealed = self._source.read(self._chunk + TAG)
                plain = self._aead.decrypt(_nonce(index, index == self._chunks - 1), sealed, self._context)
            except InvalidTag:
                raise StoreError("a stored file was changed or cut off") from None
            except (OSError, ValueError) as fault:
                raise StoreError("a stored file cannot be read") from fault
            self._held = (index, plain)
        return self._held[1]


def _nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([last])
