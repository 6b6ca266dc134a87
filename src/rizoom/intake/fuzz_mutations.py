"""Mutations of a good delivery: bytes of the zip, bytes and fields of a file, ``levering.json``.

Every mutation is a pure function of a :class:`random.Random`, so a seed names a case. A mutation of a file
is *signed*: its hash and row count in ``levering.json`` are made to fit, as a package that goes wrong would
do, so that it passes the hash and reaches the reader.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping

ENVELOPE = "levering.json"
Members = dict[str, bytes]
#: Values that programs have tripped over. No personal numbers: those of the base are synthetic.
NASTY = (
    "", " ", "\t", "0", "-1", "00", "2025-02-31", "31-2-2025", "1-1-2025", "2025-1-1", "01/02/2025",
    "20250101", "9999-12-31", "0000-00-00", "1e9", "1,5", "1.5", "1.234,5", "NaN", "null", "J", "j", "ja", "TRUE",
    "=1+1", "@SUM(A1)", "é", "ÿ", "\u200b", "\u2028", "\x0b", "\x1c", "\x85", "\x00", "\ufeff",
    '"', '""', "a\nb", "a\r\nb", "a\rb",
    ";", ",", "'", "GM344", "gm0344", "٣", "１", "x" * 70_000,
)  # fmt: skip
JSON_NASTY: tuple[object, ...] = (
    None, True, False, 0, -1, 1.5, 2**31, 2**63, 10**400, float("nan"), float("inf"), "", "x", [], {}, [[]],
    "../jongere.csv", "a/b.csv", "rizoom/2.0", "2024/2026", "2024-2025", "GM9999", "RMC19",
    "2025-10-01T09:30:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00", "\ud800",
)  # fmt: skip


def members_of(data: bytes) -> Members:
    """The members of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {info.filename: zipped.read(info) for info in zipped.infolist() if not info.is_dir()}


def pack(members: Mapping[str, bytes]) -> bytes:
    """The members as a zip, always the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def sign(members: Members, name: str, rows: int | None = None) -> None:
    """Make hash (and row count) of ``name`` in the envelope those of its bytes."""
    envelope = json.loads(members[ENVELOPE])
    for listed in envelope["bestanden"]:
        if listed["naam"] == name:
            listed["sha256"] = hashlib.sha256(members[name]).hexdigest()
            if rows is not None:
                listed["rijen"] = rows
    members[ENVELOPE] = json.dumps(envelope).encode()


def small(data: bytes, rows: int = 8) -> bytes:
    """The same delivery with at most ``rows`` lines after the header in each file; lines without quotes."""
    members = members_of(data)
    for name in [name for name in members if name != ENVELOPE]:
        lines = members[name].splitlines(keepends=True)[: rows + 1]
        members[name] = b"".join(lines)
        sign(members, name, len(lines) - 1)
    return pack(members)


def mutate(base: bytes, rng: random.Random) -> tuple[str, bytes]:
    """Name and bytes of one mutated delivery."""
    name, rule = rng.choice(MUTATIONS)
    return name, rule(base, rng)


def _bytes(data: bytes, rng: random.Random) -> bytes:
    """One to four damages: bits turned, bytes removed, inserted or repeated, the end cut off."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at, length = rng.randrange(len(out) + 1), rng.randint(1, 16)
        kind = rng.randrange(5)
        if kind == 0 and at < len(out):
            out[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = rng.randbytes(length)
        elif kind == 3:
            out[at:at] = out[at : at + length * 8]
        else:
            del out[max(1, at) :]
    return bytes(out)


def zip_bytes(base: bytes, rng: random.Random) -> bytes:
    return _bytes(base, rng)


def zip_directory(base: bytes, rng: random.Random) -> bytes:
    """Damage in the directory at the end, where names, sizes and offsets are."""
    start = base.rfind(b"PK\x01\x02", 0, max(1, rng.randrange(len(base)))) if rng.random() < 0.5 else -1
    start = start if start >= 0 else base.find(b"PK\x01\x02")
    return base[:start] + _bytes(base[start:], rng)


def file_unsigned(base: bytes, rng: random.Random) -> bytes:
    """A file changed after it was signed."""
    members = members_of(base)
    name = _csv(members, rng)
    members[name] = _bytes(members[name], rng)
    return pack(members)


def file_bytes(base: bytes, rng: random.Random) -> bytes:
    return _with_file(base, rng, lambda data: _bytes(data, rng))


def file_encoding(base: bytes, rng: random.Random) -> bytes:
    """Another encoding, with a letter that shows it."""
    codec = rng.choice(("utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-32", "cp850"))

    def change(data: bytes) -> bytes:
        text = data.decode("utf-8", "replace").replace("\ufffd", "")
        return _set_field(text, "é" if rng.random() < 0.7 else "ë\x80", rng).encode(codec, "replace")

    return _with_file(base, rng, change)


def file_field(base: bytes, rng: random.Random) -> bytes:
    def change(data: bytes) -> bytes:
        text = data.decode("utf-8", "replace")
        for _ in range(rng.randint(1, 3)):
            text = _set_field(text, rng.choice(NASTY), rng)
        return text.encode("utf-8", "surrogatepass")

    return _with_file(base, rng, change)


def file_shape(base: bytes, rng: random.Random) -> bytes:
    """Separators, line ends, quotes, columns and lines: what a spreadsheet or an export does to a file."""

    def change(data: bytes) -> bytes:
        text = data.decode("utf-8", "replace")
        lines = text.splitlines()
        at = rng.randrange(len(lines)) if lines else 0
        kind = rng.randrange(10)
        if kind == 0:
            text = text.replace(";", rng.choice((",", "\t", "|")))
        elif kind == 1:
            text = text.replace("\r\n", "\n").replace("\n", rng.choice(("\r\n", "\n", "\r", "\n\n")))
        elif kind == 2:
            text = "\n".join(";".join(f'"{part}"' for part in line.split(";")) for line in lines)
        elif kind == 3:
            order = list(range(len(lines[0].split(";")))) if lines else []
            rng.shuffle(order)
            rows = [line.split(";") for line in lines]
            text = "\n".join(";".join(row[i] for i in order if i < len(row)) for row in rows)
        elif kind == 4:
            text = "\n".join([*lines[:at], *lines[at:][:1] * 2, *lines[at:][1:]])
        elif kind == 5:
            text = "\n".join(lines[:at] + lines[at + 1 :])
        elif kind == 6:
            text = "\n".join([*lines[:at], "", *lines[at:]]) + "\n" * rng.randrange(4)
        elif kind == 7:
            text = "\n".join([*lines[:at], *(line + ";" for line in lines[at : at + 1]), *lines[at + 1 :]])
        elif kind == 8 and lines:
            text = "\n".join(
                [rng.choice((lines[0].upper(), lines[0].title(), f"sep=;\n{lines[0]}")), *lines[1:]]
            )
        else:
            text = text + rng.choice(("\x1a", '"', '"open', "\n\n\n", " ", "\n;;;;"))
        return text.encode()

    return _with_file(base, rng, change)


def json_value(base: bytes, rng: random.Random) -> bytes:
    """Another value, a missing or an extra key, somewhere in the envelope."""
    members = members_of(base)
    envelope = json.loads(members[ENVELOPE])
    target = envelope if rng.random() < 0.6 else rng.choice(envelope["bestanden"])
    key = rng.choice(list(target))
    kind = rng.randrange(4)
    if kind == 0:
        del target[key]
    elif kind == 1:
        target[f"{key}x"] = rng.choice(JSON_NASTY)
    else:
        target[key] = rng.choice(JSON_NASTY)
    members[ENVELOPE] = json.dumps(envelope).encode("utf-8", "replace")
    return pack(members)


def json_bytes(base: bytes, rng: random.Random) -> bytes:
    members = members_of(base)
    text = members[ENVELOPE]
    kind = rng.randrange(5)
    if kind == 0:
        members[ENVELOPE] = text.replace(b"{", b'{"volgnummer": 7, "soort": "leerplicht", ', 1)
    elif kind == 1:
        members[ENVELOPE] = text[:-1] + b', "extra": ' + b"[" * 5000 + b"]" * 5000 + b"}"
    elif kind == 2:
        members[ENVELOPE] = text.decode().encode(rng.choice(("utf-8-sig", "utf-16", "utf-32")))
    else:
        members[ENVELOPE] = _bytes(text, rng)
    return pack(members)


def member_names(base: bytes, rng: random.Random) -> bytes:
    """Members renamed, doubled, added or left out."""
    members = members_of(base)
    name = _csv(members, rng)
    kind = rng.randrange(5)
    if kind == 0:
        members[rng.choice(("../", "/", "C:\\", "a/../../", "map/", "\x00", "__MACOSX/")) + name] = (
            members.pop(name)
        )
    elif kind == 1:
        members[name.upper()] = members[name]
    elif kind == 2:
        del members[name]
    elif kind == 3:
        members[rng.choice(("README.txt", "x.csv", ".DS_Store", "in.zip", "x.csv.gz"))] = pack({"a": b"b"})
    else:
        members = {f"map/{key}": value for key, value in members.items()}
    return pack(members)


def _csv(members: Members, rng: random.Random) -> str:
    return rng.choice(sorted(name for name in members if name != ENVELOPE))


def _with_file(base: bytes, rng: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    members = members_of(base)
    name = _csv(members, rng)
    members[name] = change(members[name])
    # The count that a package would state: half of the time by lines, which quoted line breaks put off.
    rows = max(0, len(members[name].splitlines()) - 1) if rng.random() < 0.5 else None
    sign(members, name, rows)
    return pack(members)


def _set_field(text: str, value: str, rng: random.Random) -> str:
    """Another value in some field (of a header too, now and then), quoted half of the time."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    parts = lines[at].split(";")
    quoted = f'"{value.replace(chr(34), chr(34) * 2)}"' if rng.random() < 0.5 else value
    parts[rng.randrange(len(parts))] = quoted
    lines[at] = ";".join(parts)
    return "\n".join(lines)


Mutation = Callable[[bytes, random.Random], bytes]
MUTATIONS: tuple[tuple[str, Mutation], ...] = tuple(
    (rule.__name__, rule)
    for rule in (
        zip_bytes, zip_directory, file_unsigned, file_bytes, file_encoding, file_field, file_field,
        file_shape, file_shape, json_value, json_bytes, member_names,
    )
)  # fmt: skip
