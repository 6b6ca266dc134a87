"""Quarantine: where an upload lies, sealed, until it was scanned and passed on to the register.

The bytes are encrypted while they come in, with a key of their own that is wrapped with the storage key in
``portaal.quarantaine``. A file without a row is a leftover of a broken upload and cannot be read.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rizoom.intake import rawstore
from rizoom.intake.finding import shown
from rizoom.intake.keys import KEY_BYTES, storage_key
from rizoom.intake.rawstore import StoredObject
from rizoom.intake.sealed import SealedReader, SealedWriter, StoreError
from rizoom.portal.actor import Account
from rizoom.settings import Settings

BLOCK = 1024 * 1024


class TooLargeError(Exception):
    """More bytes came than a delivery may have."""


@dataclass(frozen=True)
class Held:
    """One file in quarantine. ``bestandsnaam``: as the sender called it, fit to be shown."""

    quarantaine_id: str
    account_id: int
    kanaal: str
    bestandsnaam: str
    sha256: str
    bytes: int
    status: str
    melding: str
    levering_id: int | None


_COLUMNS = "quarantaine_id, account_id, kanaal, bestandsnaam, sha256, bytes, status, melding, levering_id"


class Incoming:
    """An upload that is being written; :meth:`keep` makes it wait for the scan, :meth:`close` cleans up."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limit = settings.limits.zip_bytes
        self.quarantaine_id = secrets.token_hex(16)
        self._key = secrets.token_bytes(KEY_BYTES)
        self._path = _path(settings, self.quarantaine_id)
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._writer = SealedWriter(self._file, self._key, self.quarantaine_id.encode())
        self._digest = hashlib.sha256()
        self._kept = False
        self.bytes = 0

    def write(self, data: bytes) -> None:
        """Take ``data``. Raises :class:`TooLargeError` as soon as the limit is passed."""
        self.bytes += len(data)
        if self.bytes > self._limit:
            raise TooLargeError
        self._digest.update(data)
        self._writer.write(data)

    def write_all(self, pieces: Iterable[bytes]) -> None:
        """Take every piece; see :meth:`write`."""
        for data in pieces:
            self.write(data)

    def keep(self, conn: psycopg.Connection, account: Account, kanaal: str, bestandsnaam: str) -> Held:
        """Finish the file and write its row, in the caller's transaction."""
        self._writer.finish()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        nonce = secrets.token_bytes(12)
        name = self.quarantaine_id.encode()
        wrapped = nonce + AESGCM(storage_key(self._settings)).encrypt(nonce, self._key, name)
        row = conn.execute(
            "insert into portaal.quarantaine (quarantaine_id, account_id, kanaal, bestandsnaam, sha256,"
            f" bytes, ingepakte_sleutel) values (%s, %s, %s, %s, %s, %s, %s) returning {_COLUMNS}",
            [
                self.quarantaine_id,
                account.account_id,
                kanaal,
                shown(bestandsnaam),
                self._digest.hexdigest(),
                self.bytes,
                wrapped,
            ],
        ).fetchone()
        assert row is not None
        self._kept = True
        return Held(*row)

    def close(self) -> None:
        """Leave nothing of an upload that was not kept."""
        self._file.close()
        if not self._kept:
            self._path.unlink(missing_ok=True)


@contextlib.contextmanager
def incoming(settings: Settings) -> Iterator[Incoming]:
    """An upload; removed again unless it was kept."""
    upload = Incoming(settings)
    try:
        yield upload
    finally:
        upload.close()


def waiting(conn: psycopg.Connection) -> list[str]:
    """Ids of what still waits, oldest first."""
    query = "select quarantaine_id from portaal.quarantaine where status = 'wacht' order by ontvangen_op"
    return [row[0] for row in conn.execute(query)]


def lock(conn: psycopg.Connection, quarantaine_id: str) -> Held | None:
    """The file, locked until the end of the transaction."""
    row = conn.execute(
        f"select {_COLUMNS} from portaal.quarantaine where quarantaine_id = %s for update", [quarantaine_id]
    ).fetchone()
    return None if row is None else Held(*row)


def find(conn: psycopg.Connection, account: Account, quarantaine_id: str) -> Held | None:
    """A file that this account sent."""
    row = conn.execute(
        f"select {_COLUMNS} from portaal.quarantaine where quarantaine_id = %s and account_id = %s",
        [quarantaine_id, account.account_id],
    ).fetchone()
    return None if row is None else Held(*row)


def open_held(settings: Settings, conn: psycopg.Connection, quarantaine_id: str) -> BinaryIO:
    """The plain bytes: seekable, decrypted while reading. Raises :class:`StoreError`."""
    key, path = _key(settings, conn, quarantaine_id), _path(settings, quarantaine_id)
    try:
        source = path.open("rb")
    except OSError as fault:
        raise StoreError("an upload in quarantine is missing") from fault
    return cast(BinaryIO, io.BufferedReader(SealedReader(source, key, quarantaine_id.encode()), BLOCK // 4))


def store(settings: Settings, conn: psycopg.Connection, held: Held) -> StoredObject:
    """Into the raw store as it lies here, sealed. Raises :class:`StoreError`.

    Who reads it later sees whether it is whole: every piece is authenticated, and so is the end.
    """
    key, path = _key(settings, conn, held.quarantaine_id), _path(settings, held.quarantaine_id)
    if not path.is_file():
        raise StoreError("an upload in quarantine is missing")
    return rawstore.adopt(settings, conn, path, key, StoredObject(held.sha256, held.bytes))


def finish(
    conn: psycopg.Connection,
    quarantaine_id: str,
    status: str,
    melding: str = "",
    levering_id: int | None = None,
) -> None:
    """Say how it ended and destroy the key: the bytes are in the raw store now, or nowhere."""
    conn.execute(
        "update portaal.quarantaine set status = %s, melding = %s, levering_id = %s, ingepakte_sleutel = null"
        " where quarantaine_id = %s",
        [status, melding, levering_id, quarantaine_id],
    )


def remove(settings: Settings, quarantaine_id: str) -> None:
    """Remove the sealed file, after the commit of :func:`finish`."""
    _path(settings, quarantaine_id).unlink(missing_ok=True)


def sweep(settings: Settings, conn: psycopg.Connection, older_than: float = 86400.0) -> int:
    """Remove files that no waiting row knows, ``older_than`` seconds old; how many."""
    known = set(waiting(conn))
    removed = 0
    folder = _path(settings, "x").parent
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in known and time.time() - path.stat().st_mtime >= older_than:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _key(settings: Settings, conn: psycopg.Connection, quarantaine_id: str) -> bytes:
    row = conn.execute(
        "select ingepakte_sleutel from portaal.quarantaine where quarantaine_id = %s", [quarantaine_id]
    ).fetchone()
    if row is None or row[0] is None:
        raise StoreError("this upload is not in quarantine")
    wrapped = bytes(row[0])
    try:
        return AESGCM(storage_key(settings)).decrypt(wrapped[:12], wrapped[12:], quarantaine_id.encode())
    except InvalidTag:
        raise StoreError("the root key is not the one with which this upload was sealed") from None


def _path(settings: Settings, quarantaine_id: str) -> Path:
    return settings.home / "quarantaine" / quarantaine_id
