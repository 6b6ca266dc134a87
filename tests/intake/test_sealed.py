"""Sealed files: what was changed, moved or cut off does not open."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rizoom.intake.sealed import TAG, SealedReader, SealedWriter, StoreError

KEY, NAME, CHUNK, HEADER = b"k" * 32, b"name", 16, 12


def seal(plain: bytes, key: bytes = KEY, name: bytes = NAME, chunk: int = CHUNK) -> bytes:
    sink = io.BytesIO()
    writer = SealedWriter(sink, key, name, chunk)
    for start in range(0, len(plain), 7):
        writer.write(plain[start : start + 7])
    writer.finish()
    return sink.getvalue()


def unseal(sealed: bytes, key: bytes = KEY, name: bytes = NAME) -> bytes:
    return SealedReader(io.BytesIO(sealed), key, name).read()


@given(st.binary(max_size=200))
def test_round_trip(plain: bytes) -> None:
    assert unseal(seal(plain)) == plain


@given(st.binary(min_size=1, max_size=200), st.data())
def test_seek_reads_the_same_as_in_memory(plain: bytes, data: st.DataObject) -> None:
    ours, memory = SealedReader(io.BytesIO(seal(plain)), KEY, NAME), io.BytesIO(plain)
    for _ in range(8):
        whence = data.draw(st.sampled_from([0, 2]))
        offset = data.draw(st.integers(0, len(plain))) * (-1 if whence else 1)
        size = data.draw(st.integers(0, 50))
        assert ours.seek(offset, whence) == memory.seek(offset, whence)
        got = b"".join(iter(lambda: ours.read(1), b""))[:size]
        assert got == memory.read(size)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 32, 33, 48])
def test_every_cut_is_noticed(size: int) -> None:
    sealed = seal(bytes(range(size)))
    for length in range(len(sealed)):
        with pytest.raises(StoreError):
            unseal(sealed[:length])


def test_every_changed_byte_is_noticed() -> None:
    sealed = seal(bytes(range(40)))
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(StoreError):
            unseal(bytes(changed))


def test_swapped_repeated_and_dropped_chunks_are_noticed() -> None:
    sealed = seal(bytes(80))
    size = CHUNK + TAG
    header, chunks = sealed[:HEADER], [sealed[HEADER + i * size : HEADER + (i + 1) * size] for i in range(5)]
    orders = [[1, 0, 2, 3, 4], [0, 1, 3, 4], [0, 1, 2, 3, 3], [0, 1, 2, 3, 4, 4], [0, 1, 2, 3], [4]]
    for order in orders:
        with pytest.raises(StoreError):
            unseal(header + b"".join(chunks[i] for i in order))


def test_other_key_or_other_name_does_not_open() -> None:
    sealed = seal(b"inhoud")
    with pytest.raises(StoreError):
        unseal(sealed, key=b"x" * 32)
    with pytest.raises(StoreError):
        unseal(sealed, name=b"other")


def test_zip_can_be_read_from_it() -> None:
    plain = io.BytesIO()
    content = random.Random(1).randbytes(100_000)
    with zipfile.ZipFile(plain, "w") as zipped:
        zipped.writestr("a.csv", content)
        zipped.writestr("b.csv", b"klein")
    reader = io.BufferedReader(SealedReader(io.BytesIO(seal(plain.getvalue(), chunk=1000)), KEY, NAME))
    with zipfile.ZipFile(reader) as zipped:
        assert zipped.read("b.csv") == b"klein"
        assert zipped.read("a.csv") == content


def test_failing_medium_is_not_taken_for_a_bad_delivery() -> None:
    class Broken(io.BytesIO):
        fail = False

        def read(self, size: int | None = -1, /) -> bytes:
            if self.fail:
                raise OSError("input/output error")
            return super().read(size)

    source = Broken(seal(bytes(100)))
    reader = SealedReader(source, KEY, NAME)
    source.fail = True
    with pytest.raises(StoreError):
        reader.read()
