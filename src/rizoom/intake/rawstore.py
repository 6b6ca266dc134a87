"""The raw store: every delivery as received, under its sha256, encrypted (spec: leveringen, section 7).

The row in ``register.opslag`` is what counts: it names the object and holds the data key of this delivery,
wrapped with the storage key. An object without a row is a leftover of a crash; destroying the wrapped key
makes the bytes unreadable for ever. Any fsspec URL will do.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import secrets
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import fsspec
import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fsspec.implementations.local import LocalFileSystem

from rizoom.intake.keys import KEY_BYTES, storage_key
from rizoom.intake.sealed import SealedReader, SealedWriter, StoreError
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

KEY_VERSION = "v1"
BLOCK = 1024 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class StoredObject:
    """What was received: hash and number of plain bytes (of a folder: of its files together).

    ``kept`` is False when it was over the limit: then it was only hashed, and cannot be opened.
    """

    sha256: str
    bytes: int
    kept: bool = True


def put(settings: Settings, stream: BinaryIO, limit: int | None = None) -> StoredObject:
    """Store everything ``stream`` gives, hashing while writing; the same bytes again: nothing new.

    ``limit``: a stream of more bytes is read to its end for its hash, but not kept.
    """
    with contextlib.closing(write(settings, stream, limit)) as incoming:
        return _keep(settings, incoming)


def put_folder(settings: Settings, folder: Path, limit: int | None = None) -> StoredObject:
    """Store a folder; see :func:`write_folder`."""
    with contextlib.closing(write_folder(settings, folder, limit)) as incoming:
        return _keep(settings, incoming)


def write(settings: Settings, stream: BinaryIO, limit: int | None = None) -> Incoming:
    """Write what ``stream`` gives; the caller finishes, keeps and closes it."""
    digest = hashlib.sha256()
    with _opened(settings) as incoming:
        total = 0
        while block := stream.read(BLOCK):
            digest.update(block)
            total += len(block)
            incoming.write(block)
            if limit is not None and total > limit:
                incoming.give_up()
        return incoming.described(digest.hexdigest(), total)


def write_folder(settings: Settings, folder: Path, limit: int | None = None) -> Incoming:
    """Write a folder as one zip (names sorted, no dates, not compressed); the caller goes on with it.

    Its sha256 is that of the sorted lines ``name NUL sha256 LF`` (spec: leveringen, section 8), names with
    ``/`` from the folder down. A link or special file is never opened: it is kept as such (of a link the
    target is its content), and the reader refuses it.
    """
    lines: list[bytes] = []
    total = 0
    with _opened(settings) as incoming:
        with zipfile.ZipFile(cast(BinaryIO, incoming), "w", allowZip64=True) as zipped:
            for name, path in sorted(_walk(folder)):
                mode, source = _open_quietly(path)
                info = zipfile.ZipInfo(name, _EPOCH)
                info.external_attr = mode << 16
                digest = hashlib.sha256()
                with source, zipped.open(info, "w", force_zip64=True) as target:
                    while block := source.read(BLOCK):
                        digest.update(block)
                        total += len(block)
                        if limit is not None and total > limit:
                            incoming.give_up()
                        target.write(block)
                lines.append(os.fsencode(name) + b"\0" + digest.hexdigest().encode() + b"\n")
        return incoming.described(hashlib.sha256(b"".join(sorted(lines))).hexdigest(), total)


def write_link(settings: Settings, path: Path) -> Incoming:
    """Write the target of a link (nothing of a special file) as text: what it points at is never opened."""
    with _open_quietly(path)[1] as stream:
        return write(settings, stream)


def open_object(settings: Settings, sha256: str, conn: psycopg.Connection | None = None) -> BinaryIO:
    """The plain bytes stored under ``sha256``: seekable, decrypted while reading, memory bounded.

    Of a folder these are the bytes of its zip. Raises :class:`StoreError`.
    """
    with contextlib.nullcontext(conn) if conn else connect(settings) as own:
        row = own.execute(
            "select pad, ingepakte_sleutel from register.opslag where sha256 = %s", [sha256]
        ).fetchone()
    if row is None or row[1] is None:
        raise StoreError(
            "these bytes are not in the raw store" if row is None else "these bytes were destroyed"
        )
    files, root = _store(settings)
    path, wrapped = str(row[0]), bytes(row[1])
    try:
        key = AESGCM(storage_key(settings)).decrypt(wrapped[:12], wrapped[12:], sha256.encode())
    except InvalidTag:
        raise StoreError("the root key is not the one with which these bytes were stored") from None
    try:
        source = files.open(f"{root}/{path}", "rb")
    except OSError as fault:
        raise StoreError("a stored file is missing") from fault
    return cast(BinaryIO, io.BufferedReader(SealedReader(source, key, _name(path)), BLOCK // 4))


def destroy(settings: Settings, sha256: str) -> bool:
    """Destroy the key and the object of ``sha256``; False when there was nothing to destroy."""
    with connect(settings) as conn:
        row = conn.execute(
            "update register.opslag set ingepakte_sleutel = null, vernietigd_op = now()"
            " where sha256 = %s and vernietigd_op is null returning pad",
            [sha256],
        ).fetchone()
    if row is None:
        return False
    files, root = _store(settings)
    with contextlib.suppress(FileNotFoundError):
        files.rm_file(f"{root}/{row[0]}")
    return True


def sweep(settings: Settings, older_than: float = 86400.0) -> int:
    """Remove what crashes left in the store: objects without a row, ``older_than`` seconds old."""
    files, root = _store(settings)
    with connect(settings) as conn:
        known = {
            row[0] for row in conn.execute("select pad from register.opslag where vernietigd_op is null")
        }
    removed = 0
    for path in files.find(root):
        if path[len(root) :].lstrip("/") in known:
            continue
        modified = files.modified(path).timestamp()
        if time.time() - modified >= older_than:
            files.rm_file(path)
            removed += 1
    return removed


class Incoming:
    """An object that is being written: :meth:`finish` makes it durable, :meth:`keep` makes it count."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._files, self._root = _store(settings)
        self._id = secrets.token_hex(16)
        self._key = secrets.token_bytes(KEY_BYTES)
        self._temporary = f"{self._root}/tijdelijk/{self._id}"
        self._files.makedirs(f"{self._root}/tijdelijk", exist_ok=True)
        self._target = self._files.open(self._temporary, "wb")
        self._writer: SealedWriter | None = SealedWriter(self._target, self._key, self._id.encode())
        self.stored = StoredObject("", 0)

    def write(self, data: bytes) -> int:
        if self._writer is not None:
            self._writer.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do: for zipfile, which writes to this object."""

    def give_up(self) -> None:
        """Keep nothing of this object, whatever is still written."""
        self._writer = None

    def described(self, sha256: str, size: int) -> Incoming:
        """This object, now that all of it was written and its hash is known."""
        self.stored = StoredObject(sha256, size, kept=self._writer is not None)
        return self

    def finish(self) -> Incoming:
        """Everything on the disk, still under its temporary name."""
        if self._writer is not None:
            self._writer.finish()
            self._target.flush()
            with contextlib.suppress(AttributeError, OSError):
                os.fsync(self._target.fileno())
        self._target.close()
        return self

    def keep(self, conn: psycopg.Connection) -> StoredObject:
        """Move a finished object to its place and write its row: whoever comes first wins.

        It counts when the caller's transaction commits. Several in one transaction: in order of sha256,
        or two processes wait for each other.
        """
        if not self.stored.kept:
            return self.stored
        return _place(
            self._settings,
            conn,
            self.stored,
            self._id,
            self._key,
            lambda files, target: files.mv(self._temporary, target),
        )

    def close(self) -> None:
        """Leave nothing temporary behind."""
        with contextlib.suppress(FileNotFoundError):
            try:
                self._target.close()
            finally:
                self._files.rm_file(self._temporary)


def adopt(
    settings: Settings, conn: psycopg.Connection, sealed: Path, key: bytes, stored: StoredObject
) -> StoredObject:
    """Keep a file that was sealed elsewhere: ``key`` and the name of the file are those it was sealed with.

    It counts when the caller's transaction commits; ``sealed`` itself stays where it is, so that nothing is lost
    when it does not. The bytes are neither opened nor sealed again.
    """

    def take(files: Any, target: str) -> None:
        if isinstance(files, LocalFileSystem):
            os.utime(sealed)  # it may have waited for days; :func:`sweep` must not take it before the commit
            Path(target).unlink(missing_ok=True)  # left by a try that was rolled back, perhaps half a copy
            with contextlib.suppress(OSError):  # another disk, or one that cannot link
                os.link(sealed, target)
                return
        files.put_file(str(sealed), target)

    return _place(settings, conn, stored, sealed.name, key, take)


def _place(
    settings: Settings,
    conn: psycopg.Connection,
    stored: StoredObject,
    name: str,
    key: bytes,
    take: Callable[[Any, str], object],
) -> StoredObject:
    """Let ``take`` bring a sealed object to its place and write its row, unless these bytes are there already."""
    sha256 = stored.sha256
    path = f"{sha256[:2]}/{sha256}.{name}"
    files, root = _store(settings)
    row = _lock(conn, sha256)
    if row is not None and (row[1] or files.exists(f"{root}/{row[0]}")):
        return replace(stored, kept=not row[1])
    nonce = secrets.token_bytes(12)
    wrapped = nonce + AESGCM(storage_key(settings)).encrypt(nonce, key, sha256.encode())
    files.makedirs(f"{root}/{sha256[:2]}", exist_ok=True)
    take(files, f"{root}/{path}")
    # A row whose object got lost is repaired by the same bytes arriving again.
    conn.execute(
        "insert into register.opslag (sha256, bytes, pad, ingepakte_sleutel, sleutelversie)"
        " values (%s, %s, %s, %s, %s) on conflict (sha256) do update"
        " set pad = excluded.pad, ingepakte_sleutel = excluded.ingepakte_sleutel",
        [sha256, stored.bytes, path, wrapped, KEY_VERSION],
    )
    return stored


def _lock(conn: psycopg.Connection, sha256: str) -> tuple[str, bool] | None:
    """One writer per sha256 at a time; path and whether it was destroyed of what is there."""
    conn.execute("select pg_advisory_xact_lock(hashtextextended('rizoom.opslag.' || %s, 0))", [sha256])
    query = "select pad, vernietigd_op is not null from register.opslag where sha256 = %s"
    return cast(tuple[str, bool] | None, conn.execute(query, [sha256]).fetchone())


@contextlib.contextmanager
def _opened(settings: Settings) -> Iterator[Incoming]:
    """A new object; gone again when writing it fails."""
    incoming = Incoming(settings)
    try:
        yield incoming
    except BaseException:
        incoming.close()
        raise


def _keep(settings: Settings, incoming: Incoming) -> StoredObject:
    incoming.finish()
    with connect(settings) as conn:
        return incoming.keep(conn)


def _store(settings: Settings) -> tuple[Any, str]:
    files, root = fsspec.core.url_to_fs(settings.raw_store)
    return files, root.rstrip("/")


def _name(path: str) -> bytes:
    """What is authenticated with the bytes: the id in the name of the object."""
    return path.rsplit(".", 1)[1].encode()


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for parent, folders, names in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in names + links:
            path = Path(parent, name)
            yield path.relative_to(folder).as_posix(), path


def _open_quietly(path: Path) -> tuple[int, BinaryIO]:
    """File type and permission bits, and the content; anything but a regular file is not opened."""
    kind = stat.S_IFMT(os.lstat(path).st_mode)
    if kind == stat.S_IFREG:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        return stat.S_IFREG | 0o600, os.fdopen(descriptor, "rb")
    return kind, io.BytesIO(os.fsencode(path.readlink()) if kind == stat.S_IFLNK else b"")
