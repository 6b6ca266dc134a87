"""A real SSH server on loopback with SFTP on one folder (paramiko's own server side)."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko

USER, PASSWORD = "rizoom", "alleen-voor-de-test"


@dataclass(frozen=True)
class Adres:
    """``url``: address of the drop; ``known_hosts``: a line of that file with the key of the server."""

    url: str
    known_hosts: str


class _Login(paramiko.ServerInterface):
    def check_auth_password(self, username: str, password: str) -> int:
        good = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _File(paramiko.SFTPHandle):
    readfile: Any
    writefile: Any


class _Folder(paramiko.SFTPServerInterface):
    root: Path

    def _real(self, path: str) -> Path:
        return self.root / self.canonicalize(path).lstrip("/")

    def list_folder(self, path: str) -> Any:
        try:
            return [paramiko.SFTPAttributes.from_stat(p.stat(), p.name) for p in self._real(path).iterdir()]
        except OSError as fault:
            return paramiko.SFTPServer.convert_errno(fault.errno)

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(self._real(path).stat())
        except OSError as fault:
            return paramiko.SFTPServer.convert_errno(fault.errno)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        try:
            number = os.open(self._real(path), flags, 0o600)
        except OSError as fault:
            return paramiko.SFTPServer.convert_errno(fault.errno)
        handle = _File(flags)
        stream = os.fdopen(number, "rb" if not flags & (os.O_WRONLY | os.O_RDWR) else "wb")
        handle.readfile = handle.writefile = stream
        return handle

    def mkdir(self, path: str, attr: Any) -> int:
        self._real(path).mkdir()
        return paramiko.SFTP_OK

    def remove(self, path: str) -> int:
        self._real(path).unlink()
        return paramiko.SFTP_OK

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        self._real(oldpath).replace(self._real(newpath))
        return paramiko.SFTP_OK


@contextmanager
def sftp_server(folder: Path) -> Iterator[Adres]:
    """Serve ``folder`` until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    key = paramiko.ECDSAKey.generate()
    handler = type("_Map", (_Folder,), {"root": folder})
    listener = socket.create_server(("127.0.0.1", 0))
    open_: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(client)
            transport.add_server_key(key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, handler)
            open_.append(transport)
            try:
                transport.start_server(server=_Login())
            except (paramiko.SSHException, EOFError):
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    try:
        yield Adres(
            f"sftp://{USER}:{PASSWORD}@127.0.0.1:{port}/drop",
            f"[127.0.0.1]:{port} {key.get_name()} {key.get_base64()}\n",
        )
    finally:
        listener.close()
        for transport in open_:
            transport.close()
