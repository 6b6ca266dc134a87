"""A delivery as a safe list of members (spec: leveringen, section 2)."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from rizoom.intake.archive import open_archive
from rizoom.intake.finding import Refusal
from rizoom.settings import Limits
from tests.intake.reading_cases import zip_bytes


def codes(source: Path | io.BytesIO, limits: Limits | None = None, read: bool = False) -> set[str]:
    """The codes for which the source is refused; empty when it is not."""
    limits = limits or Limits()
    try:
        with open_archive(source, limits) as archive:
            for member in archive.members if read else ():
                with archive.open(member) as stream:
                    while stream.read(1000):
                        pass
    except Refusal as refused:
        return {found.code for found in refused.findings}
    return set()


def zipped(*names: str | zipfile.ZipInfo, data: bytes = b"x") -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        for name in names:
            out.writestr(name, data)
    return buffer


def names(source: Path | io.BytesIO) -> list[str]:
    with open_archive(source, Limits()) as archive:
        return sorted(member.naam for member in archive.members)


def test_members_and_their_bytes() -> None:
    with open_archive(io.BytesIO(zip_bytes({"a.csv": b"abc" * 50})), Limits()) as archive:
        member = archive.member("a.csv")
        assert member and member.bytes == 150
        with archive.open(member) as stream:
            assert stream.read() == b"abc" * 50
        assert archive.member("A.csv") is None


def test_one_common_top_folder_is_left_out_and_two_are_not() -> None:
    assert names(zipped("top/a.csv", "top/b.csv", "__MACOSX/top/._a.csv")) == [
        "__MACOSX/top/._a.csv",
        "a.csv",
        "b.csv",
    ]
    assert names(zipped("top/a.csv", "b.csv")) == ["b.csv", "top/a.csv"]
    assert names(zipped("top\\a.csv", "top\\b.csv")) == ["a.csv", "b.csv"]


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\xff" * 18, b"\x1f\x8b\x08"])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert codes(io.BytesIO(data)) & {"LP-ARCHIEF-ONLEESBAAR", "LP-ARCHIEF-AANTAL"}


@pytest.mark.parametrize(
    "name", ["/a.csv", "../a.csv", "b/../../a.csv", "C:/a.csv", "..\\a.csv", "./a.csv", "b//a.csv"]
)
def test_unsafe_path(name: str) -> None:
    assert codes(zipped(name)) == {"LP-ARCHIEF-PAD"}


def test_a_member_without_a_name() -> None:
    # a name that begins with NUL is cut off there
    data = zipped("Xa.csv", "levering.json").getvalue().replace(b"Xa.csv", b"\0a.csv")
    assert codes(io.BytesIO(data)) == {"LP-ARCHIEF-PAD"}


def test_unsafe_folder_entry() -> None:
    assert codes(zipped("../evil/", "a.csv")) >= {"LP-ARCHIEF-PAD"}


def test_link_double_names_nested_and_count() -> None:
    link = zipfile.ZipInfo("a.csv")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    assert codes(zipped(link)) == {"LP-ARCHIEF-KOPPELING"}
    assert codes(zipped("a.csv", "A.CSV")) == {"LP-ARCHIEF-DUBBEL"}
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zipped("a.csv", "a.csv")
    assert codes(twice) == {"LP-ARCHIEF-DUBBEL"}
    assert codes(zipped("b.zip")) == {"LP-ARCHIEF-GENEST"}
    assert codes(zipped("b.csv", data=b"PK\x03\x04xxxx"), read=True) == {"LP-ARCHIEF-GENEST"}
    assert codes(zipped(*(f"{n}.csv" for n in range(20)))) == set()
    assert codes(zipped(*(f"{n}.csv" for n in range(21)))) == {"LP-ARCHIEF-AANTAL"}
    assert codes(zipped(*(f"__MACOSX/{n}" for n in range(201)))) == {"LP-ARCHIEF-AANTAL"}


def test_encrypted_and_unsupported_compression() -> None:
    data = bytearray(zipped("a.csv").getvalue())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert codes(io.BytesIO(bytes(data))) == {"LP-ARCHIEF-VERSLEUTELD"}
    data = bytearray(zipped("a.csv").getvalue())
    data[data.find(b"PK\x01\x02") + 10] = 9
    assert codes(io.BytesIO(bytes(data))) == {"LP-ARCHIEF-COMPRESSIE"}


def test_limits_are_judged_by_the_headers() -> None:
    one = io.BytesIO(zip_bytes({"a.csv": os.urandom(3000)}))
    assert codes(one, Limits(zip_bytes=2000)) == {"LP-ARCHIEF-GROOT"}
    assert codes(one, Limits(unpacked_bytes=2000)) == {"LP-ARCHIEF-UITGEPAKT-GROOT"}
    assert codes(io.BytesIO(zip_bytes({"a.csv": b"a" * 1_000_000}))) == {"LP-ARCHIEF-VERHOUDING"}


@pytest.mark.parametrize("stated", [10, 5_000_000])
def test_headers_that_lie_are_caught_while_unpacking(stated: int) -> None:
    data = bytearray(zip_bytes({"a.csv": os.urandom(100_000)}))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", stated)
    assert codes(io.BytesIO(bytes(data))) == set()
    assert codes(io.BytesIO(bytes(data)), read=True) == {"LP-ARCHIEF-BESCHADIGD"}


def test_overlapping_members() -> None:
    data = bytearray(zipped("a.csv", "b.csv", data=b"x" * 10).getvalue())
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    assert "LP-ARCHIEF-OVERLAP" in codes(io.BytesIO(bytes(data)))


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "top").mkdir()
    (tmp_path / "top" / "a.csv").write_bytes(b"abc")
    assert names(tmp_path) == ["a.csv"]
    assert codes(tmp_path, Limits(unpacked_bytes=2)) == {"LP-ARCHIEF-UITGEPAKT-GROOT"}
    (tmp_path / "link.csv").symlink_to("/etc/hostname")
    assert codes(tmp_path) == {"LP-ARCHIEF-KOPPELING"}
    (tmp_path / "link.csv").unlink()
    os.mkfifo(tmp_path / "pipe.csv")
    assert codes(tmp_path) == {"LP-ARCHIEF-KOPPELING"}


def test_a_file_swapped_for_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"abc")
    with open_archive(tmp_path, Limits()) as archive:
        (tmp_path / "a.csv").unlink()
        (tmp_path / "a.csv").symlink_to("/etc/hostname")
        with pytest.raises(Refusal) as raised, archive.open(archive.members[0]):
            pass
    assert raised.value.findings[0].code == "LP-ARCHIEF-BESCHADIGD"
