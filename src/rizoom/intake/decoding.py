"""Bytes of a CSV file to lines of text (spec: leveringen, section 2): hash, encoding, broken bytes.

Memory is bounded whatever the size of the file: one block and one line at a time.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, Literal

from rizoom.settings import MIB

Encoding = Literal["UTF-8", "UTF-8 met BOM", "windows-1252", "UTF-16"]
BLOCK = MIB
#: Longest physical line: 20 columns of 64 KiB fit easily.
MAX_LINE = 4 * MIB
_CODECS = {"UTF-8": "utf-8", "UTF-8 met BOM": "utf-8", "windows-1252": "cp1252"}
REPLACEMENT = "\ufffd"


class LineTooLongError(Exception):
    """A physical line is longer than :data:`MAX_LINE`; ``regel`` is its number."""

    def __init__(self, regel: int) -> None:
        super().__init__(regel)
        self.regel = regel


@dataclass(frozen=True)
class Scan:
    """What one pass over a file tells."""

    sha256: str
    bytes: int
    codering: Encoding


Opener = Callable[[], AbstractContextManager[BinaryIO]]


def scan(opener: Opener) -> Scan:
    """Hash, size and encoding of one file. Raises what reading raises (a refusal)."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    size, start, utf8 = 0, b"", True
    with opener() as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
            size += len(block)
            if len(start) < 4096:
                start += block[:4096]
            utf8 = utf8 and _decodes(decoder, block)
        utf8 = utf8 and _decodes(decoder, b"", final=True)
    return Scan(digest.hexdigest(), size, _encoding(start, utf8, opener))


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(start: bytes, utf8: bool, opener: Opener) -> Encoding:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or start.count(0) * 4 > len(start):
        return "UTF-16"
    if start.startswith(codecs.BOM_UTF8):
        return "UTF-8 met BOM"
    return "UTF-8" if utf8 or _damaged_utf8(opener) else "windows-1252"


def _damaged_utf8(opener: Opener) -> bool:
    """Whether a file that is not valid UTF-8 is UTF-8 all the same, with broken bytes: it has more good
    sequences of two bytes or more than bad ones. In windows-1252 text such sequences hardly occur."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    with opener() as stream:
        while block := stream.read(BLOCK):
            text = decoder.decode(block)
            broken = text.count(REPLACEMENT)
            good += len(text) - len(text.encode("ascii", "ignore")) - broken
            bad += broken
    return good > bad


class Lines:
    """The lines of a file with their ends, split at LF only: one by one, or a block of them at a time.

    ``on_bytes(regel)`` and ``on_nul(regel)`` hear of every line with undecodable bytes or NULs: both become
    U+FFFD. ``consumed`` counts bytes read so far. Raises :class:`LineTooLongError`.
    """

    def __init__(
        self,
        stream: BinaryIO,
        codering: Encoding,
        on_bytes: Callable[[int], None],
        on_nul: Callable[[int], None],
    ) -> None:
        self._stream, self._codec = stream, _CODECS[codering]
        self._on_bytes, self._on_nul = on_bytes, on_nul
        self._skip = codecs.BOM_UTF8 if codering == "UTF-8 met BOM" else b""
        self.consumed = 0
        self._line = 1
        self._too_long = False
        self._left = io.StringIO()
        self._blocks = self._read()

    def __iter__(self) -> Iterator[str]:
        """Line by line."""
        return chain.from_iterable(self._opened())

    def block(self) -> str:
        """What is left of the lines read so far, or the next block of whole lines; "" at the end, or before
        a line that is too long: asking for that line raises."""
        return self._left.read() or next(self._blocks, "")

    def back(self, text: str) -> None:
        """Have the text of the last :meth:`block` again, line by line."""
        self._left = io.StringIO(text, newline="\n")

    def _opened(self) -> Iterator[Iterable[str]]:
        while text := self.block():
            self.back(text)
            yield self._left
        if self._too_long:
            raise LineTooLongError(self._line)

    def _read(self) -> Iterator[str]:
        carry = b""
        while block := self._stream.read(BLOCK):
            if not self.consumed:
                block = block.removeprefix(self._skip)
            self.consumed += len(block)
            block = carry + block
            cut = block.rfind(b"\n") + 1
            carry = block[cut:]
            if cut:
                yield self._decode(block[:cut])
            if len(carry) > MAX_LINE:
                self._too_long = True
                return
        if carry:
            yield self._decode(carry)

    def _decode(self, block: bytes) -> str:
        try:
            text = block.decode(self._codec)
        except UnicodeDecodeError:
            for offset, line in enumerate(block.split(b"\n")):
                if not _valid(line, self._codec):
                    self._on_bytes(self._line + offset)
            text = block.decode(self._codec, "replace")
        if "\0" in text:
            for offset, part in enumerate(text.split("\n")):
                if "\0" in part:
                    self._on_nul(self._line + offset)
            text = text.replace("\0", REPLACEMENT)
        self._line += block.count(b"\n")
        return text


def _valid(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
