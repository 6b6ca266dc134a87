"""A small seeded run of the fuzzer, and proof that its oracle can fail."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from rizoom.intake import fuzz as fuzzing
from rizoom.intake import fuzz_suites, keys
from rizoom.intake.fuzz_mutations import ENVELOPE, members_of, pack, sign
from rizoom.intake.schema import TABLES
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake.deliveries import BSN, delivery, files, zip_bytes

RICH = files(
    inschrijving=[[BSN, "00RO", "00RO00", "bekostigd", "VO", "", "HAVO", "", "", "1", "2024-08-21", "", ""]]
    * 3,
    verzuimmelding=[
        [
            "M1",
            BSN,
            "00RO",
            "VO",
            "16U4W",
            "1-10-2024",
            "10-10-2024",
            "20,5",
            "N",
            "",
            "",
            "G",
            "",
            "11-10-2024",
        ],
        ["M2", BSN, "00RO", "VO", "LUXE", "2-10-2024", "", "", "n", "", "a", "R", "", ""],
    ],
)
BASES = [zip_bytes(delivery(RICH)), zip_bytes(delivery())]


def test_mutated_deliveries_never_crash_the_reader_nor_change_their_meaning() -> None:
    result = fuzzing.fuzz_apart(BASES, 1000, seed=20250101)
    assert result.mislukt == ()
    outcomes = {outcome for _, outcome in result.uitkomsten}
    assert outcomes == {"goed", "afgekeurd", "geweigerd"}
    assert result.geheugen < fuzzing.MEMORY


ENROLMENT = "00RO;00RO00;bekostigd;VO;;HAVO;;;1;{};{};andere_school"
#: Nothing that any check calls a fout.
SOUND = files(
    inschrijving=[
        [BSN, *ENROLMENT.format("2024-08-21", "2024-09-30").split(";")],
        [BSN, *ENROLMENT.format("2024-10-01", "2025-07-31").split(";")],
    ],
    verzuimmelding=[
        f"M1;{BSN};00RO;VO;16U4W;1-10-2024;10-10-2024;20,5;N;;;G;;11-10-2024".split(";"),
        f"M2;{BSN};00RO;VO;LUXE;2-10-2024;3-10-2024;;n;;a;R;;".split(";"),
    ],
    vervolgactie=[f"A1;{BSN};RELATIEF;M1;GESPREK;OUDER;2024-10-12;".split(";")],
)


def test_mutated_deliveries_through_all_checks(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    bases = [zip_bytes(delivery(SOUND)), zip_bytes(delivery())]
    result = fuzz_suites.fuzz_suites(settings, bases, 200, seed=20250101, memory=None)
    assert result.mislukt == ()
    assert {outcome for _, outcome in result.uitkomsten} == {"goed", "afgekeurd", "geweigerd"}
    right = fuzzing.plain_value
    monkeypatch.setattr(fuzzing, "plain_value", lambda raw, *rest: right(raw.replace("HAVO", "VWO"), *rest))
    with connect(settings) as conn:
        good = [
            fault
            for number in range(200)
            for outcome, fault in [judged(conn, fuzzing.case(bases, 20250101, number)[1], settings)]
            if outcome == "goed"
        ]
    assert "accepted with other values in inschrijving" in good


def judged(conn: psycopg.Connection, data: bytes, settings: Settings) -> tuple[str, str | None]:
    return fuzz_suites.judge(conn, data, keys.pseudonymiser(settings))


@pytest.mark.parametrize(
    ("tabel", "rows", "wrong"),
    [
        ("opgave", [("AV_TOTAAL", "TOTAAL", "0", "x")], set()),
        ("opgave", [("AV_TOTAAL", "TOTAAL", "-1", "")], {"opgave.aantal"}),
        ("opgave", [("AV_TOTAAL", "TOTAAL", "1.5", ""), ("x", "TOTAAL", "n", "")], {"opgave.aantal"}),
        ("opgave", [("AV_TOTAAL", "TOTAAL", "", ""), ("AV_TOTAAL", "TOTAAL", "1", "")], {"opgave"}),
        ("kwalificatie", [("p", "VMBO", "2025-02-31", "", "ja", "")], {"kwalificatie.datum", "kwalificatie.erkend"}),
        ("kwalificatie", [("p", "vmbo", "", "", "", "")], {"kwalificatie.soort", "kwalificatie.datum"}),
    ],
)  # fmt: skip
def test_unsound_values_are_seen(tabel: str, rows: list[tuple[str, ...]], wrong: set[str]) -> None:
    numbered = [(regel, row) for regel, row in enumerate(rows, 2)]
    found = fuzz_suites.unsound(TABLES[tabel], numbered) - {"opgave.indicator"}
    assert found == wrong


def test_a_case_is_named_by_its_number() -> None:
    assert fuzzing.case(BASES, 7, 3) == fuzzing.case(BASES, 7, 3) != fuzzing.case(BASES, 7, 4)


def _changed(old: bytes, new: bytes) -> bytes:
    members = members_of(BASES[0])
    name = "verzuimmelding.csv"
    assert old in members[name]
    members[name] = members[name].replace(old, new)
    sign(members, name)
    return pack(members)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"20,5", b" 20.5 "), (b";16U4W;", b';"16u4w";'), (b"1-10-2024;", b"01-10-2024;"), (b"\r\n", b"\n")],
)
def test_the_plain_decoding_reads_what_is_the_same(old: bytes, new: bytes) -> None:
    assert fuzzing.judge(_changed(old, new)) == ("goed", None)


def test_the_oracle_sees_another_value(monkeypatch: pytest.MonkeyPatch) -> None:
    right = fuzzing.plain_value
    monkeypatch.setattr(fuzzing, "plain_value", lambda raw, *rest: right(raw.replace("HAVO", "VWO"), *rest))
    assert fuzzing.judge(BASES[0]) == ("goed", "accepted with other values in inschrijving")


def test_the_oracle_sees_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise IndexError(BSN)

    monkeypatch.setattr(fuzzing, "check_delivery", fails)
    assert fuzzing.judge(BASES[0]) == ("crash", "IndexError")


def test_only_good_deliveries_are_a_base(tmp_path: Path) -> None:
    members = members_of(BASES[0])
    members[ENVELOPE] = json.dumps({}).encode()
    (tmp_path / "fout.zip").write_bytes(pack(members))
    with pytest.raises(ValueError, match="no good delivery"):
        fuzzing.load_bases(tmp_path)
    (tmp_path / "goed.zip").write_bytes(BASES[0])
    assert fuzzing.load_bases(tmp_path) == [BASES[0]]
