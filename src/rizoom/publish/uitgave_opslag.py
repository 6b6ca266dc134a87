"""The publication store: folders that are written once. Any fsspec URL; a local folder by default."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import fsspec

from rizoom.publish import uitgave_sftp
from rizoom.publish.uitgave_manifest import MANIFEST, SIGNATURE
from rizoom.settings import Settings


class AlGeschreven(RuntimeError):
    """There already is a finished release in that folder; nothing is ever overwritten."""


class Beschadigd(RuntimeError):
    """A file of a release is missing or has other bytes than its manifest says."""


def map_van(reeks: str, schooljaar: str, volgnummer: int) -> str:
    """Path of a release inside the store: ``vsv/2024-2025/v1``."""
    return f"{reeks}/{schooljaar.replace('/', '-')}/v{volgnummer}"


def schrijf_map(url: str, path: str, files: Mapping[str, bytes]) -> None:
    """Write a whole folder; manifest and signature last, so that a folder with a signature is complete.

    A folder without a signature is what a crash left: its files are written again.

    Raises:
        AlGeschreven: the folder is complete and differs in any byte. The same bytes again: nothing happens.
    """
    store, root = _store(url)
    folder = f"{root}/{path}"
    if store.exists(f"{folder}/{SIGNATURE}"):
        if all(_same(store, f"{folder}/{name}", content) for name, content in files.items()):
            return
        raise AlGeschreven(f"{path} bestaat al")
    store.makedirs(folder, exist_ok=True)
    last = [name for name in (MANIFEST, SIGNATURE) if name in files]
    for name in [*sorted(set(files) - set(last)), *last]:
        schrijf_bestand(url, f"{path}/{name}", files[name], overwrite=True)


def schrijf_bestand(url: str, path: str, content: bytes, overwrite: bool = False) -> None:
    """Write one file beside its name and move it there: a reader never sees half a file.

    Raises:
        AlGeschreven: there is another file, unless ``overwrite``.
    """
    store, root = _store(url)
    target = f"{root}/{path}"
    if store.exists(target):
        if _same(store, target, content):
            return
        if not overwrite:
            raise AlGeschreven(f"{path} bestaat al")
        store.rm_file(target)
    store.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
    partial = f"{target}.deel"
    with store.open(partial, "wb") as sink:
        sink.write(content)
    store.mv(partial, target)


def lees(url: str, path: str) -> bytes:
    """The bytes of one file. Raises :class:`Beschadigd` when it is not there."""
    store, root = _store(url)
    try:
        with store.open(f"{root}/{path}", "rb") as source:
            return bytes(source.read())
    except OSError:
        raise Beschadigd(f"{path} ontbreekt") from None


def lees_gecontroleerd(url: str, path: str, sha256: str) -> bytes:
    """As :func:`lees`, and the bytes are those of ``sha256``."""
    content = lees(url, path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Beschadigd(f"{path} is veranderd")
    return content


def namen(url: str, path: str) -> set[str]:
    """Names of the files in a folder."""
    store, root = _store(url)
    folder = f"{root}/{path}"
    return (
        {str(item).rsplit("/", 1)[1] for item in store.ls(folder, detail=False)}
        if store.exists(folder)
        else set()
    )


def in_opslag(settings: Settings) -> str:
    """URL of the publication store."""
    return settings.publication_store


def _same(store: Any, path: str, content: bytes) -> bool:
    try:
        with store.open(path, "rb") as source:
            return bool(source.read() == content)
    except OSError:
        return False


def _store(url: str) -> tuple[Any, str]:
    store, root = fsspec.core.url_to_fs(url, **uitgave_sftp.opties(url))
    return store, root.rstrip("/")
