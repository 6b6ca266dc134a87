"""Virus check by ClamAV's daemon over its socket (INSTREAM). No answer never means clean."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

BLOCK = 256 * 1024


class ScannerDown(Exception):
    """The scanner gives no usable answer: the file waits."""


@dataclass(frozen=True)
class Verdict:
    """``clean``, or the name of what was found."""

    clean: bool
    found: str = ""


def scan(address: str, stream: BinaryIO, timeout: float = 60.0) -> Verdict:
    """Let the daemon at ``address`` (``host:port`` or the path of a socket) read ``stream``.

    Raises :class:`ScannerDown` on anything but a clear answer, also when the file is over the daemon's limit.
    """
    try:
        with _connect(address, timeout) as link:
            link.sendall(b"zINSTREAM\0")
            while block := stream.read(BLOCK):
                link.sendall(struct.pack(">I", len(block)) + block)
            link.sendall(struct.pack(">I", 0))
            reply = b""
            while not reply.endswith(b"\0"):
                part = link.recv(4096)
                if not part:
                    break
                reply += part
    except OSError as fault:
        raise ScannerDown(type(fault).__name__) from None
    text = reply.rstrip(b"\0").decode("utf-8", "replace").removeprefix("stream: ")
    if text == "OK":
        return Verdict(True)
    if text.endswith(" FOUND"):
        return Verdict(False, text.removesuffix(" FOUND"))
    raise ScannerDown(text[:80] or "no answer")


def _connect(address: str, timeout: float) -> socket.socket:
    host, separator, port = address.rpartition(":")
    if separator and port.isdecimal():
        return socket.create_connection((host, int(port)), timeout=timeout)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(timeout)
    try:
        link.connect(str(Path(address)))
    except OSError:
        link.close()
        raise
    return link
