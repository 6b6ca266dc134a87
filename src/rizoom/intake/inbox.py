"""What in an inbox is a delivery (docs/decisions: what the inbox takes in)."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ENVELOPE = "levering.json"
_IGNORED = re.compile(
    r"\..*|~\$.*|__MACOSX|Thumbs\.db|desktop\.ini|(README|LEESMIJ)(\..*)?|.*\.(part|partial|filepart|crdownload|tmp)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """A file, folder or link that was put there as a delivery; ``stamp`` changes when it changes."""

    path: Path
    vorm: Literal["zip", "map", "koppeling"]
    stamp: tuple[tuple[str, int, int, int], ...]


def find_deliveries(source: Path, settle_seconds: float = 0.0) -> Iterator[Candidate]:
    """The deliveries in ``source``, by name; ``source`` may also be one zip file or one delivery folder.

    ``settle_seconds``: what was changed less than this ago may still be being written and waits.
    """
    if not os.path.lexists(source):
        raise FileNotFoundError(f"there is no {source}")
    if source.is_file() or (source.is_dir() and (source / ENVELOPE).is_file()):
        paths = [source.resolve()]
    else:
        paths = sorted(path for path in source.iterdir() if not _IGNORED.fullmatch(path.name))
    for path in paths:
        found = look(path)
        if found and time.time() - max(mtime for _, _, mtime, _ in found.stamp) / 1e9 >= settle_seconds:
            yield found


def look(path: Path) -> Candidate | None:
    """``path`` as it is now; None when it is gone or an empty folder."""
    try:
        kind = stat.S_IFMT(os.lstat(path).st_mode)
        if kind == stat.S_IFREG:
            return Candidate(path, "zip", (_stamp("", path),))
        if kind != stat.S_IFDIR:
            return Candidate(path, "koppeling", (_stamp("", path),))
        entries: list[tuple[str, int, int, int]] = []
        for parent, folders, names in os.walk(path):
            entries += [
                _stamp(str(Path(parent, n).relative_to(path)), Path(parent, n)) for n in names + folders
            ]
        return Candidate(path, "map", tuple(sorted(entries))) if entries else None
    except FileNotFoundError:
        return None


def remove(candidate: Candidate) -> bool:
    """Take a received delivery out of the inbox, unless it was changed since; True when it is gone."""
    if look(candidate.path) != candidate:
        return False
    if candidate.vorm == "map":
        shutil.rmtree(candidate.path, ignore_errors=True)
    else:
        with contextlib.suppress(FileNotFoundError):
            candidate.path.unlink()
    return not os.path.lexists(candidate.path)


def _stamp(name: str, path: Path) -> tuple[str, int, int, int]:
    found = os.lstat(path)
    return name, found.st_size, found.st_mtime_ns, found.st_ino
