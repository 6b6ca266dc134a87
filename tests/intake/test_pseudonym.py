"""Pseudonyms (spec: leveringen, section 6)."""

from __future__ import annotations

import hashlib
import hmac
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.nl import bsn, onderwijsnummer

from rizoom.intake.pseudonym import Pseudonymiser, derive_key, elfproef_remainder, kind_of, project_key
from tests.intake.reading_cases import BSN, ONDERWIJSNUMMER, ROOT_KEY


@pytest.mark.parametrize(
    ("number", "soort", "expected"),
    [
        (BSN[0], "bsn", "f90273a3-c211-8b8b-825b-fc6a89be82c2"),
        (ONDERWIJSNUMMER[0], "onderwijsnummer", "7f59fee9-3d28-8a18-bfd3-02609a640557"),
    ],
)
def test_known_answers(number: str, soort: str, expected: str) -> None:
    assert Pseudonymiser(ROOT_KEY).pseudonym(number) == (expected, soort)


@pytest.mark.parametrize("number", [*BSN[:5], *ONDERWIJSNUMMER[:5]])
def test_equal_to_the_formula_written_out_with_hashlib(number: str) -> None:
    extracted = hmac.new(bytes(32), ROOT_KEY, hashlib.sha256).digest()
    key = hmac.new(extracted, b"rizoom|warehouse|v1\x01", hashlib.sha256).digest()
    pseudoniem, soort = Pseudonymiser(ROOT_KEY).pseudonym(number)
    mac = hmac.new(key, soort.encode() + b"\x1f" + number.encode(), hashlib.sha256).digest()
    bits = "".join(f"{byte:08b}" for byte in mac)[:122]
    assert uuid.UUID(pseudoniem).int == int(bits[:48] + "1000" + bits[48:60] + "10" + bits[60:], 2)
    assert (uuid.UUID(pseudoniem).version, uuid.UUID(pseudoniem).variant) == (8, uuid.RFC_4122)
    assert str(uuid.UUID(pseudoniem)) == pseudoniem


@settings(deadline=None)
@given(st.integers(0, 999_999_999).map("{:09d}".format))
def test_kinds_agree_with_stdnum(number: str) -> None:
    assert elfproef_remainder(number) == bsn.checksum(number)
    assert (kind_of(number) == "bsn") == bsn.is_valid(number)
    assert (kind_of(number) == "onderwijsnummer") == onderwijsnummer.is_valid(number)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", "LP-NUMMER-LEEG"),
        (BSN[0][1:], "LP-NUMMER-NUL"),
        (BSN[0] + "0", "LP-NUMMER-VORM"),
        ("9999.12.34", "LP-NUMMER-VORM"),
        ("٩٩٩٩٩٩٩٩٩", "LP-NUMMER-VORM"),
        ("1234567", "LP-NUMMER-VORM"),
        ("000000000", "LP-NUMMER-ELFPROEF"),
        (BSN[0][:-1] + str((int(BSN[0][-1]) + 1) % 10), "LP-NUMMER-ELFPROEF"),
    ],
)
def test_faults(number: str, fault: str) -> None:
    pseudonymiser = Pseudonymiser(ROOT_KEY)
    assert kind_of(number) == fault
    assert pseudonymiser.look(number) == ("", fault)
    with pytest.raises(ValueError, match=fault) as raised:
        pseudonymiser.pseudonym(number)
    assert not number or number not in str(raised.value)


def test_a_full_memory_changes_nothing() -> None:
    numbers = [*BSN, *ONDERWIJSNUMMER, *BSN]
    assert Pseudonymiser(ROOT_KEY, cache_size=3).look_all(numbers) == Pseudonymiser(ROOT_KEY).look_all(
        numbers
    )


def test_keys_differ_by_purpose_and_have_256_bits() -> None:
    keys = {
        project_key(ROOT_KEY, "a"),
        project_key(ROOT_KEY, "b"),
        derive_key(ROOT_KEY, b"rizoom|warehouse|v1"),
    }
    assert len(keys) == 3 and {len(key) for key in keys} == {32}
    with pytest.raises(ValueError, match="32 bytes"):
        Pseudonymiser(b"short")


def test_the_key_is_not_shown() -> None:
    assert repr(Pseudonymiser(ROOT_KEY)) == "Pseudonymiser(sleutelversie='v1')"
