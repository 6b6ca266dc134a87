"""The receipt: anybody with our public key can verify it, nobody can change it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rizoom.intake.receipt import new_number, public_key, sign, verify
from rizoom.settings import Settings

MOMENT = datetime(2025, 10, 3, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def ours(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, key_hex=os.urandom(32).hex())


def receipt_json(settings: Settings) -> str:
    number = new_number(MOMENT)
    return sign(
        settings, ontvangstnummer=number, ontvangen_op=MOMENT, sha256="a" * 64, size=12, vorm="zip"
    ).as_json()


def test_valid(ours: Settings) -> None:
    assert verify(receipt_json(ours), public_key(ours))


@pytest.mark.parametrize("field", ["ontvangstnummer", "ontvangen_op", "sha256", "bytes", "vorm", "formaat"])
def test_every_field_is_signed(ours: Settings, field: str) -> None:
    whole = json.loads(receipt_json(ours))
    changed = whole | {field: 13 if field == "bytes" else whole[field] + "x"}
    assert not verify(json.dumps(changed), public_key(ours))
    del changed[field]
    assert not verify(json.dumps(changed), public_key(ours))


def test_extra_field_and_other_layout(ours: Settings) -> None:
    whole = json.loads(receipt_json(ours))
    assert verify(json.dumps(whole, separators=(",", ":")), public_key(ours))
    assert not verify(json.dumps(whole | {"status": "goedgekeurd"}), public_key(ours))


def test_signed_by_somebody_else(ours: Settings) -> None:
    forger = replace(ours, key_hex=os.urandom(32).hex())
    assert verify(receipt_json(forger), public_key(forger))
    assert not verify(receipt_json(forger), public_key(ours))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"handtekening": 1}', '{"handtekening": "AAAA"}'])
def test_no_receipt_at_all(ours: Settings, text: str) -> None:
    assert not verify(text, public_key(ours))


def test_numbers_differ() -> None:
    numbers = {new_number(MOMENT) for _ in range(1000)}
    assert len(numbers) == 1000
    assert all(number.startswith("R20251003-") and not set("ILOU") & set(number) for number in numbers)
