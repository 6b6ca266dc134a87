"""``levering.json``, field by field (spec: leveringen, section 1)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rizoom.intake.envelope import Envelope, parse_envelope
from rizoom.reference import supplier_valid
from rizoom.settings import Settings
from tests.intake.reading_cases import envelope, plain_tables

SETTINGS = Settings(home=Path("unused"))
NOW = datetime(2025, 10, 1, 8, 0, tzinfo=UTC)
FILES = {f"{tabel}.csv": data for tabel, data in plain_tables().items()}


def parse(data: bytes | str, settings: Settings = SETTINGS) -> Envelope | set[str]:
    result = parse_envelope(data if isinstance(data, bytes) else data.encode(), settings, supplier_valid, NOW)
    return (
        result
        if isinstance(result, Envelope)
        else {found.code.removeprefix("LP-ENVELOP-") for found in result}
    )


def changed(**changes: Any) -> Envelope | set[str]:
    return parse(json.dumps(envelope(FILES, **changes)))


def test_a_good_envelope_with_bom_spaces_and_other_case() -> None:
    raw = envelope(FILES, leveraar=" gm0344 ", soort="Leerplicht", levert=["Uitkomst", " mbo_certificaat"])
    good = parse(b"\xef\xbb\xbf" + json.dumps(raw).encode())
    assert isinstance(good, Envelope)
    assert (good.leveraar, good.soort, good.schooljaar) == ("GM0344", "leerplicht", "2024/2025")
    assert good.levert == ("MBO_CERTIFICAAT", "uitkomst")
    assert len(good.bestanden) == 8 and good.findings == ()


def test_extra_keys_are_info() -> None:
    good = changed(opmerking="x")
    assert isinstance(good, Envelope)
    assert [(f.code, f.ernst) for f in good.findings] == [("LP-ENVELOP-EXTRA", "info")]


@pytest.mark.parametrize(
    "name", ["formaat", "soort", "schooljaar", "leveraar", "volgnummer", "aangemaakt", "levert", "bestanden"]
)
def test_a_missing_field_refuses(name: str) -> None:
    raw = envelope(FILES)
    del raw[name]
    assert parse(json.dumps(raw)) == {"VELD-ONTBREEKT"}


def test_dialect_is_rizoom_when_absent() -> None:
    raw = envelope(FILES)
    del raw["dialect"]
    good = parse(json.dumps(raw))
    assert isinstance(good, Envelope) and good.dialect == "rizoom"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"formaat": "rizoom/2.0"}, "FORMAAT"),
        ({"formaat": 1}, "TYPE"),
        ({"soort": "verzuim"}, "SOORT"),
        ({"schooljaar": "2024/2026"}, "SCHOOLJAAR"),
        ({"schooljaar": "2024-2025"}, "SCHOOLJAAR"),
        ({"schooljaar": "٢٠٢٤/٢٠٢٥"}, "SCHOOLJAAR"),
        ({"schooljaar": "2025/2026"}, "TE-VROEG"),
        ({"aangemaakt": "2025-07-30T23:59:59+02:00"}, "TE-VROEG"),
        ({"leveraar": "0344"}, "LEVERAAR"),
        ({"leveraar": "RMC19"}, "LEVERAAR"),
        ({"leveraar": "GM9999"}, "LEVERAAR-ONBEKEND"),
        ({"leveraar": "GM0003"}, "LEVERAAR-ONBEKEND"),
        ({"volgnummer": 0}, "VOLGNUMMER"),
        ({"volgnummer": 2147483648}, "VOLGNUMMER"),
        ({"volgnummer": True}, "VOLGNUMMER"),
        ({"volgnummer": 1.0}, "VOLGNUMMER"),
        ({"volgnummer": "1"}, "VOLGNUMMER"),
        ({"aangemaakt": "2025-10-01T09:30:00"}, "AANGEMAAKT"),
        ({"aangemaakt": "2025-10-01"}, "AANGEMAAKT"),
        ({"aangemaakt": "gisteren"}, "AANGEMAAKT"),
        ({"aangemaakt": "0001-01-01T00:00:00+14:00"}, "AANGEMAAKT"),
        ({"aangemaakt": "2025-10-01T10:05:01+02:00"}, "TOEKOMST"),
        ({"pakket": None}, "TYPE"),
        ({"pakket": "a\u0000b"}, "TYPE"),
        ({"pakketversie": "\ud800"}, "TYPE"),
        ({"dialect": "onbekend"}, "DIALECT"),
        ({"dialect": "../rizoom"}, "DIALECT"),
        ({"levert": "uitkomst"}, "TYPE"),
        ({"levert": ["vakantie"]}, "LEVERT"),
        ({"bestanden": {}}, "TYPE"),
        ({"bestanden": [{"naam": "a.csv", "tabel": "jongere", "rijen": 1}]}, "SHA256"),
        ({"bestanden": [{"naam": "a.csv", "tabel": "jongere", "rijen": True, "sha256": "0" * 64}]}, "TYPE"),
        ({"bestanden": [{"naam": "x/a.csv", "tabel": "jongere", "rijen": 1, "sha256": "0" * 64}]}, "NAAM"),
        ({"bestanden": [{"naam": "..", "tabel": "jongere", "rijen": 1, "sha256": "0" * 64}]}, "NAAM"),
        ({"bestanden": [{"naam": "x\\a.csv", "tabel": "jongere", "rijen": 1, "sha256": "0" * 64}]}, "NAAM"),
        ({"bestanden": [{"naam": "a.csv", "tabel": "t", "rijen": 1, "sha256": "0" * 64}] * 2}, "NAAM-DUBBEL"),
    ],
)
def test_one_fault_refuses_with_its_own_code(changes: dict[str, Any], code: str) -> None:
    assert changed(**changes) == {code}


def test_five_minutes_grace_and_31_july_itself() -> None:
    assert isinstance(changed(aangemaakt="2025-10-01T10:05:00+02:00"), Envelope)
    assert isinstance(changed(aangemaakt="2025-07-31T00:00:00+02:00"), Envelope)


def test_interim_deliveries_when_the_setting_allows_them() -> None:
    raw = json.dumps(envelope(FILES, schooljaar="2025/2026"))
    assert parse(raw) == {"TE-VROEG"}
    assert isinstance(parse(raw, replace(SETTINGS, tussentijds=True)), Envelope)


def test_a_supplier_is_judged_on_31_july_of_the_school_year() -> None:
    asked: list[tuple[str, date]] = []

    def valid(leveraar: str, day: date) -> bool:
        asked.append((leveraar, day))
        return True

    parse_envelope(json.dumps(envelope(FILES)).encode(), SETTINGS, valid, NOW)
    assert asked == [("GM0344", date(2025, 7, 31))]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"soort": 1, "soort": 2}', "DUBBEL"),
        (b'{"soort": {"a": 1, "a": 1}}', "DUBBEL"),
        (b'{"volgnummer": NaN}', "JSON"),
        (b'{"volgnummer": -Infinity}', "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "JSON"),
        ('{"soort": "leerplicht"}'.encode("utf-16"), "JSON"),
        (b'{"soort": "\xe9"}', "JSON"),
        (b"", "JSON"),
        (b"[]", "TYPE"),
        (b'{"a": "' + b"x" * 1024 * 1024 + b'"}', "GROOT"),
    ],
)
def test_hostile_json_refuses(data: bytes, code: str) -> None:
    assert parse(data) == {code}


def test_every_fault_is_reported_at_once() -> None:
    assert changed(volgnummer=0, leveraar="x", dialect="y", levert=["z"]) == {
        "VOLGNUMMER",
        "LEVERAAR",
        "DIALECT",
        "LEVERT",
    }


TEXT = st.text(alphabet="aGM0/2:é\0\ud800", max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(envelope(FILES))), JSON))
def test_no_value_raises(changes: dict[str, Any]) -> None:
    result = parse(json.dumps(envelope(FILES, **changes)))
    assert isinstance(result, Envelope) or result
