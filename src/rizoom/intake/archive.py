"""A delivery as a safe list of members: a zip file or a folder (spec: leveringen, section 2).

Everything that headers tell is checked before a byte is unpacked; sizes and ratio are checked again
while unpacking, because headers can lie. A violation raises :class:`Refusal`.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal, Self, cast

from rizoom.intake.finding import Finding, Refusal, finding, shown
from rizoom.intake.zipdirectory import central_directory
from rizoom.settings import MIB, Limits

ARCHIVE_SUFFIXES = frozenset(
    (
        ".zip",
        ".7z",
        ".rar",
        ".gz",
        ".tgz",
        ".tar",
        ".bz2",
        ".tbz2",
        ".xz",
        ".txz",
        ".zst",
        ".lz4",
        ".cab",
        ".jar",
    )
)
ARCHIVE_MAGIC = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
)
JUNK_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
#: Entries of any kind, folders and litter of an operating system included, per allowed file.
ENTRIES_PER_FILE = 10
_READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # of zipfile: packed in a way that it does not know
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True)
class Member:
    """One file: ``naam`` without the common top folder, ``pad`` as in the source, sizes in bytes."""

    naam: str
    pad: str
    bytes: int
    packed: int
    offset: int = 0

    @property
    def rommel(self) -> bool:
        """Litter of an operating system (``__MACOSX/``, ``.DS_Store``, ...)."""
        parts = PurePosixPath(self.pad).parts or ("",)
        return "__MACOSX" in parts or parts[-1].casefold() in JUNK_NAMES or parts[-1].startswith("._")


class Archive:
    """Safe members of one delivery; :meth:`open` streams a member under the limits."""

    def __init__(
        self,
        vorm: Literal["zip", "map"],
        members: Iterable[Member],
        opener: Callable[[Member], BinaryIO],
        limits: Limits,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self.vorm = vorm
        self.members = tuple(members)
        self.close = close
        self._opener = opener
        self._limits = limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def member(self, naam: str) -> Member | None:
        """The member of exactly that name, or ``None``."""
        return next((member for member in self.members if member.naam == naam), None)

    @contextmanager
    def open(self, member: Member) -> Iterator[BinaryIO]:
        """The bytes of one member. Reading raises :class:`Refusal` when it is damaged or breaks a limit."""
        try:
            raw = self._opener(member)
        except _READ_ERRORS:
            raise refusal("LP-ARCHIEF-BESCHADIGD", naam=shown(member.naam)) from None
        with raw:
            yield cast(BinaryIO, _Guarded(raw, member, self._limits, self.vorm == "zip"))


class _Guarded:
    """``read`` of one member, counting what really comes out."""

    def __init__(self, raw: BinaryIO, member: Member, limits: Limits, packed: bool) -> None:
        self._raw, self._member, self._seen = raw, member, 0
        self._limits, self._packed = limits, packed

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes (-1: everything, up to the limit)."""
        naam = shown(self._member.naam)
        room = self._member.bytes - self._seen + 1
        try:
            data = self._raw.read(room if size < 0 else min(size, room))
        except _READ_ERRORS:
            raise refusal("LP-ARCHIEF-BESCHADIGD", naam=naam) from None
        if self._seen == 0 and data.startswith(ARCHIVE_MAGIC):
            raise refusal("LP-ARCHIEF-GENEST", naam=naam)
        self._seen += len(data)
        if self._seen > self._limits.unpacked_bytes:
            raise refusal("LP-ARCHIEF-UITGEPAKT-GROOT", grens=self._limits.unpacked_bytes // MIB)
        if self._packed and self._seen > self._limits.unpack_ratio * max(self._member.packed, 1):
            raise refusal("LP-ARCHIEF-VERHOUDING", naam=naam, grens=self._limits.unpack_ratio)
        if self._seen > self._member.bytes or (not data and size and self._seen < self._member.bytes):
            raise refusal("LP-ARCHIEF-BESCHADIGD", naam=naam)
        return data


def refusal(code: str, **values: object) -> Refusal:
    """A refusal with one finding."""
    return Refusal((finding(code, "", None, "", **values),))


def open_archive(source: Path | BinaryIO, limits: Limits) -> Archive:
    """A zip (path or seekable stream) or a folder as an :class:`Archive`. Raises :class:`Refusal`."""
    if isinstance(source, Path) and source.is_dir():
        return _open_folder(source, limits)
    try:
        return _open_zip(source, limits)
    except _READ_ERRORS:
        raise refusal("LP-ARCHIEF-ONLEESBAAR") from None


def _open_zip(source: Path | BinaryIO, limits: Limits) -> Archive:
    own = source.open("rb") if isinstance(source, Path) else None
    stream = own or cast(BinaryIO, source)
    try:
        size = stream.seek(0, os.SEEK_END)
        if size > limits.zip_bytes:
            raise refusal("LP-ARCHIEF-GROOT", grens=limits.zip_bytes // MIB)
        entries, directory_bytes = central_directory(stream)
        most = limits.files * ENTRIES_PER_FILE
        if entries > most or directory_bytes > most * 1024:
            raise refusal("LP-ARCHIEF-AANTAL", aantal=entries, grens=limits.files)
        zipped = zipfile.ZipFile(stream)
        infos = [info for info in zipped.infolist() if not info.filename.endswith(("/", "\\"))]
        faults = list(_zip_faults(zipped.infolist()))
        members = tuple(
            Member(
                "",
                info.filename.replace("\\", "/"),
                info.file_size,
                info.compress_size,
                info.header_offset,
            )
            for info in infos
        )
        faults += _ratio_faults(members, limits)
        members = _checked(members, faults, limits)
    except BaseException:
        if own:
            own.close()
        raise
    by_offset = {info.header_offset: info for info in infos}
    return Archive(
        "zip",
        members,
        lambda member: cast(BinaryIO, zipped.open(by_offset[member.offset])),
        limits,
        own.close if own else zipped.close,
    )


def _zip_faults(infos: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        naam = shown(info.filename)
        kind = stat.S_IFMT(info.external_attr >> 16)
        if "\0" in info.orig_filename or not info.filename:
            yield finding("LP-ARCHIEF-PAD", naam=naam)
            continue
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            yield finding("LP-ARCHIEF-KOPPELING", naam=naam)
        if info.flag_bits & 0x2041:
            yield finding("LP-ARCHIEF-VERSLEUTELD", naam=naam)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            yield finding("LP-ARCHIEF-COMPRESSIE", naam=naam)
        if info.header_offset < end:
            yield finding("LP-ARCHIEF-OVERLAP", naam=naam)
        end = info.header_offset + 30 + len(info.orig_filename) + info.compress_size
        if info.is_dir() and info.file_size:
            yield finding("LP-ARCHIEF-PAD", naam=naam)
        if info.is_dir() and not _safe(info.filename.replace("\\", "/").rstrip("/")):
            yield finding("LP-ARCHIEF-PAD", naam=naam)


def _ratio_faults(members: tuple[Member, ...], limits: Limits) -> Iterator[Finding]:
    for member in members:
        if member.bytes > limits.unpack_ratio * max(member.packed, 1):
            yield finding(
                "LP-ARCHIEF-VERHOUDING",
                naam=shown(member.pad),
                grens=limits.unpack_ratio,
            )


def _open_folder(folder: Path, limits: Limits) -> Archive:
    faults: list[Finding] = []
    members: list[Member] = []
    entries = 0
    todo = [folder]
    try:
        while todo:
            for entry in sorted(os.scandir(todo.pop()), key=lambda entry: entry.name):
                entries += 1
                if entries > limits.files * ENTRIES_PER_FILE:
                    raise refusal("LP-ARCHIEF-AANTAL", aantal=entries, grens=limits.files)
                path = Path(entry.path).relative_to(folder).as_posix()
                if entry.is_dir(follow_symlinks=False):
                    todo.append(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    size = entry.stat(follow_symlinks=False).st_size
                    members.append(Member("", path, size, size))
                else:
                    faults.append(finding("LP-ARCHIEF-KOPPELING", naam=shown(path)))
    except OSError:
        raise refusal("LP-ARCHIEF-ONLEESBAAR") from None

    def open_member(member: Member) -> BinaryIO:
        descriptor = os.open(folder / member.pad, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError("not a regular file")
        return os.fdopen(descriptor, "rb")

    return Archive("map", _checked(tuple(members), faults, limits), open_member, limits)


def _safe(path: str) -> bool:
    parts = path.split("/")
    return (
        bool(path) and not path.startswith("/") and ":" not in parts[0] and not {"", ".", ".."} & set(parts)
    )


def _checked(members: tuple[Member, ...], faults: list[Finding], limits: Limits) -> tuple[Member, ...]:
    """The members with their names, or a refusal with every fault of names, sizes and numbers."""
    seen: set[str] = set()
    for member in members:
        naam = shown(member.pad)
        if not _safe(member.pad):
            faults.append(finding("LP-ARCHIEF-PAD", naam=naam))
        if member.pad.casefold() in seen:
            faults.append(finding("LP-ARCHIEF-DUBBEL", naam=naam))
        seen.add(member.pad.casefold())
        if PurePosixPath(member.pad).suffix.casefold() in ARCHIVE_SUFFIXES and not member.rommel:
            faults.append(finding("LP-ARCHIEF-GENEST", naam=naam))
    count = sum(not member.rommel for member in members)
    if count > limits.files:
        faults.append(finding("LP-ARCHIEF-AANTAL", aantal=count, grens=limits.files))
    if sum(member.bytes for member in members) > limits.unpacked_bytes:
        faults.append(finding("LP-ARCHIEF-UITGEPAKT-GROOT", grens=limits.unpacked_bytes // MIB))
    if faults:
        raise Refusal(tuple(faults))
    top = _common_top(members)
    return tuple(replace(member, naam=member.pad.removeprefix(top)) for member in members)


def _common_top(members: tuple[Member, ...]) -> str:
    """``"folder/"`` when every real file lies in that one folder, else ``""``."""
    tops = {member.pad.partition("/")[0] + "/" for member in members if not member.rommel}
    top = tops.pop() if len(tops) == 1 else ""
    return top if all(member.pad.startswith(top) for member in members if not member.rommel) else ""
