"""The raw store: by hash, encrypted, one row per content."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from rizoom.intake import keys, rawstore
from rizoom.intake.sealed import SealedWriter, StoreError
from rizoom.settings import Settings

PLAIN = b"persoonsnummer;naam\r\n" + b"HERKENBARE-INHOUD;x\r\n" * 40_000


def stored_files(settings: Settings) -> list[Path]:
    return [path for path in Path(settings.raw_store).rglob("*") if path.is_file()]


def test_put_and_open(settings: Settings) -> None:
    stored = rawstore.put(settings, io.BytesIO(PLAIN))
    assert stored == rawstore.StoredObject(hashlib.sha256(PLAIN).hexdigest(), len(PLAIN))
    with rawstore.open_object(settings, stored.sha256) as stream:
        assert stream.read() == PLAIN
        stream.seek(-9, os.SEEK_END)
        assert stream.read() == PLAIN[-9:]


def test_plain_bytes_are_nowhere_on_disk(settings: Settings) -> None:
    stored = rawstore.put(settings, io.BytesIO(PLAIN))
    with rawstore.open_object(settings, stored.sha256) as stream:
        stream.read()
    everything = [path for path in settings.home.rglob("*") if path.is_file()]
    assert everything
    assert not any(b"HERKENBARE" in path.read_bytes() for path in everything)


def test_same_bytes_at_once_leave_one_object(settings: Settings) -> None:
    with ThreadPoolExecutor(12) as pool:
        results = set(pool.map(lambda _: rawstore.put(settings, io.BytesIO(PLAIN)), range(24)))
    assert len(results) == 1
    assert len(stored_files(settings)) == 1
    with rawstore.open_object(settings, results.pop().sha256) as stream:
        assert stream.read() == PLAIN


def test_tampered_and_cut_object(settings: Settings) -> None:
    stored = rawstore.put(settings, io.BytesIO(PLAIN))
    (file,) = stored_files(settings)
    good = file.read_bytes()
    file.write_bytes(good[:-100])
    with pytest.raises(StoreError):
        rawstore.open_object(settings, stored.sha256)
    file.write_bytes(good[:50] + bytes([good[50] ^ 1]) + good[51:])
    with rawstore.open_object(settings, stored.sha256) as stream, pytest.raises(StoreError):
        stream.read()


def test_objects_cannot_change_places(settings: Settings) -> None:
    one = rawstore.put(settings, io.BytesIO(b"een"))
    rawstore.put(settings, io.BytesIO(b"twee"))
    first, second = sorted(stored_files(settings), key=lambda path: one.sha256 not in path.name)
    first.write_bytes(second.read_bytes())
    with pytest.raises(StoreError):
        rawstore.open_object(settings, one.sha256)


def test_other_root_key_opens_nothing(settings: Settings) -> None:
    stored = rawstore.put(settings, io.BytesIO(PLAIN))
    with pytest.raises(StoreError, match="root key"):
        rawstore.open_object(replace(settings, key_hex=os.urandom(32).hex()), stored.sha256)


def test_destroyed_key_is_for_ever(settings: Settings, conn: psycopg.Connection) -> None:
    stored = rawstore.put(settings, io.BytesIO(PLAIN))
    (file,) = stored_files(settings)
    copy = file.read_bytes()
    assert rawstore.destroy(settings, stored.sha256)
    assert not rawstore.destroy(settings, stored.sha256)
    assert not file.exists()
    file.write_bytes(copy)
    with pytest.raises(StoreError, match="destroyed"):
        rawstore.open_object(settings, stored.sha256)
    assert conn.execute("select ingepakte_sleutel from register.opslag").fetchone() == (None,)
    assert not rawstore.put(settings, io.BytesIO(PLAIN)).kept


def test_lost_object_is_repaired_by_the_same_bytes(settings: Settings) -> None:
    stored = rawstore.put(settings, io.BytesIO(PLAIN))
    stored_files(settings)[0].unlink()
    with pytest.raises(StoreError, match="missing"):
        rawstore.open_object(settings, stored.sha256)
    rawstore.put(settings, io.BytesIO(PLAIN))
    with rawstore.open_object(settings, stored.sha256) as stream:
        assert stream.read() == PLAIN


def test_over_the_limit_is_hashed_but_not_kept(settings: Settings) -> None:
    stored = rawstore.put(settings, io.BytesIO(PLAIN), limit=1000)
    assert stored == rawstore.StoredObject(hashlib.sha256(PLAIN).hexdigest(), len(PLAIN), kept=False)
    assert stored_files(settings) == []


def test_failing_source_leaves_nothing(settings: Settings) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 100_000:
                raise OSError("gone")
            return super().read(50_000)

    with pytest.raises(OSError, match="gone"):
        rawstore.put(settings, Broken(PLAIN))
    assert stored_files(settings) == []


def test_sweep_removes_only_old_leftovers(settings: Settings) -> None:
    stored = rawstore.put(settings, io.BytesIO(PLAIN))
    leftover = Path(settings.raw_store) / "tijdelijk" / "van-een-crash"
    leftover.write_bytes(b"half")
    assert rawstore.sweep(settings) == 0
    yesterday = time.time() - 2 * 86400
    os.utime(leftover, (yesterday, yesterday))
    os.utime(stored_files(settings)[0], (yesterday, yesterday))
    assert rawstore.sweep(settings) == 1
    with rawstore.open_object(settings, stored.sha256) as stream:
        assert stream.read() == PLAIN


def test_other_file_system(settings: Settings) -> None:
    elsewhere = replace(settings, raw_store_url=f"memory://{settings.database}/ruw")
    stored = rawstore.put(elsewhere, io.BytesIO(PLAIN))
    with rawstore.open_object(elsewhere, stored.sha256) as stream:
        assert stream.read() == PLAIN
    assert not Path(settings.raw_store).exists()


@pytest.mark.parametrize("elsewhere", [False, True], ids=["same disk", "other file system"])
def test_what_was_sealed_before_is_taken_over_as_it_is(
    settings: Settings, conn: psycopg.Connection, tmp_path: Path, elsewhere: bool
) -> None:
    if elsewhere:
        settings = replace(settings, raw_store_url=f"memory://{settings.database}/ruw")
    sealed, key = tmp_path / secrets.token_hex(16), secrets.token_bytes(keys.KEY_BYTES)
    with sealed.open("wb") as target:
        writer = SealedWriter(target, key, sealed.name.encode())
        for start in range(0, len(PLAIN), 100_001):
            writer.write(PLAIN[start : start + 100_001])
        writer.finish()
    long_ago = time.time() - 2 * 86400
    os.utime(sealed, (long_ago, long_ago))
    described = rawstore.StoredObject(hashlib.sha256(PLAIN).hexdigest(), len(PLAIN))

    rawstore.adopt(settings, conn, sealed, key, described)
    assert rawstore.sweep(settings) == 0, "another process cleans up just before the commit"
    conn.rollback()
    assert sealed.exists(), "not committed: nothing is lost"
    assert rawstore.adopt(settings, conn, sealed, key, described) == described
    assert rawstore.adopt(settings, conn, sealed, key, described) == described, "again: nothing new"
    conn.commit()
    sealed.unlink()
    with rawstore.open_object(settings, described.sha256) as stream:
        assert stream.read() == PLAIN


def test_folder(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.csv").write_bytes(b"b")
    (folder / "a.csv").write_bytes(b"a")
    (folder / "sub" / "c.csv").write_bytes(b"")
    lines = [
        (name, hashlib.sha256(data).hexdigest())
        for name, data in [("a.csv", b"a"), ("b.csv", b"b"), ("sub/c.csv", b"")]
    ]
    expected = hashlib.sha256("".join(f"{name}\0{digest}\n" for name, digest in lines).encode()).hexdigest()
    stored = rawstore.put_folder(settings, folder)
    assert stored == rawstore.StoredObject(expected, 2)
    with rawstore.open_object(settings, expected) as stream, zipfile.ZipFile(stream) as zipped:
        assert zipped.namelist() == ["a.csv", "b.csv", "sub/c.csv"]
        assert zipped.read("b.csv") == b"b"


def test_link_in_a_folder_is_not_followed(settings: Settings, tmp_path: Path) -> None:
    secret = tmp_path / "geheim"
    secret.write_bytes(b"GEHEIM")
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "jongere.csv").symlink_to(secret)
    (folder / "map").symlink_to(tmp_path)
    os.mkfifo(folder / "pijp")
    stored = rawstore.put_folder(settings, folder)
    with rawstore.open_object(settings, stored.sha256) as stream, zipfile.ZipFile(stream) as zipped:
        assert {name: zipped.read(name) for name in zipped.namelist()} == {
            "jongere.csv": os.fsencode(secret),
            "map": os.fsencode(tmp_path),
            "pijp": b"",
        }


def test_root_key_has_no_default(settings: Settings, tmp_path: Path) -> None:
    bare = replace(settings, key_hex=None, key_file=None)
    with pytest.raises(keys.KeyMissingError):
        keys.root_key(bare)
    for bad in ("00" * 32, "ab" * 31, "geen sleutel", "00" * 33):
        with pytest.raises(keys.KeyMissingError) as fault:
            keys.root_key(replace(bare, key_hex=bad))
        assert bad not in str(fault.value)
    file = tmp_path / "sleutel"
    file.write_text("0123456789abcdef" * 4 + "\n")
    assert keys.root_key(replace(bare, key_file=file)) == bytes.fromhex("0123456789abcdef" * 4)


def test_demo_key_is_random_private_and_kept(settings: Settings) -> None:
    bare = replace(settings, key_hex=None)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: (keys.ensure_demo_key(bare), keys.root_key(bare)), range(16)))
    assert [new for new, _ in made].count(True) == 1
    assert len({key for _, key in made}) == 1
    assert (bare.home / "wortelsleutel").stat().st_mode & 0o777 == 0o600
    other = replace(bare, home=bare.home / "ander")
    keys.ensure_demo_key(other)
    assert keys.root_key(other) != keys.root_key(bare)
    assert not keys.ensure_demo_key(settings)
