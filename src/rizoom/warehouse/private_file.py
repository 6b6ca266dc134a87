"""Small files that only their owner may read: passwords and keys kept in the home."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def write_private(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one step; mode 0600, on disk before this returns."""
    temporary = _write_temporary(path, content)
    temporary.replace(path)


def read_or_create(path: Path, make: Callable[[], bytes]) -> tuple[bytes, bool]:
    """Content of ``path``, made by ``make`` when it does not exist; and whether it was made now.

    Safe for several processes at once: the first one wins, the others read what it wrote.
    """
    if path.exists():
        return path.read_bytes(), False
    temporary = _write_temporary(path, make())
    try:
        os.link(temporary, path)
        return path.read_bytes(), True
    except FileExistsError:
        return path.read_bytes(), False
    finally:
        temporary.unlink()


def _write_temporary(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary
