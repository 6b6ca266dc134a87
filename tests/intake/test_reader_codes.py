"""Every code of the reader has a delivery that gets it and a delivery, one step beside, that does not.

The list of codes comes from the catalogue: a code without text, ground or one of the two cases fails here.
"""

from __future__ import annotations

import io
import json
import random
import re
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from rizoom.intake.archive import open_archive
from rizoom.intake.delivery import check_delivery
from rizoom.intake.finding import Finding, Refusal, catalogue
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.settings import Limits, Settings
from tests.intake import reading_cases as d

Case = tuple[bytes, Limits]
LIMITS = Limits()
#: Known only when deliveries are decided in order: the test that shows both.
ELSEWHERE = {
    "LP-VOLGNUMMER-NIET-HOGER": "test_number_that_is_not_higher_is_refused_and_may_be_reused_after_rejection"
}
NOISE = random.Random(5).randbytes(3000)


def found(case: Case) -> tuple[dict[str, Finding], bool]:
    """Findings by code, and whether the delivery was refused."""
    data, limits = case
    settings = Settings(home=Path("ongebruikt"), limits=limits)
    try:
        with open_archive(io.BytesIO(data), limits) as archive:
            result = check_delivery(archive, settings, Pseudonymiser(d.ROOT_KEY))
    except Refusal as refused:
        result = refused
    return {one.code: one for one in result.findings}, isinstance(result, Refusal)


def zipped(extra: Mapping[str, bytes] | None = None, limits: Limits = LIMITS, **changes: Any) -> Case:
    """A good delivery with extra members and changes of the envelope."""
    return d.delivery(extra=extra, **changes).getvalue(), limits


def table(tabel: str, *rows: str, head: str | None = None, limits: Limits = LIMITS, **changes: Any) -> Case:
    """A good delivery with these lines in one table."""
    data = "".join(f"{line}\n" for line in (d.header(tabel) if head is None else head, *rows))
    return raw(tabel, data.encode(), limits, **changes)


def raw(tabel: str, data: bytes, limits: Limits = LIMITS, **changes: Any) -> Case:
    """A good delivery with these bytes as one table."""
    return d.delivery(d.plain_tables() | {tabel: data}, **changes).getvalue(), limits


def tables(change: Callable[[dict[str, bytes]], object], **changes: Any) -> Case:
    """A good delivery with other tables."""
    content = d.plain_tables()
    change(content)
    return d.delivery(content, **changes).getvalue(), LIMITS


def files(change: Callable[[list[dict[str, Any]]], object], hide: str = "") -> Case:
    """A good delivery with another list of files; ``hide`` is left out of the zip."""
    content = {f"{tabel}.csv": data for tabel, data in d.plain_tables().items()}
    written = d.envelope(content)
    change(written["bestanden"])
    content.pop(hide, None)
    return d.zip_bytes({"levering.json": json.dumps(written).encode(), **content}), LIMITS


def letter(text: bytes) -> Case:
    """A delivery with these bytes as envelope."""
    content = {f"{tabel}.csv": data for tabel, data in d.plain_tables().items()}
    return d.zip_bytes({"levering.json": text, **content}), LIMITS


def without(name: str) -> Case:
    fields = d.envelope({f"{tabel}.csv": data for tabel, data in d.plain_tables().items()})
    fields.pop(name, None)
    return letter(json.dumps(fields).encode())


def directory(offset: int, value: bytes, member: int = 0) -> Case:
    """A good zip with other bytes in the directory entry of one member."""
    data = bytearray(GOOD[0])
    at = -1
    for _ in range(member + 1):
        at = data.find(b"PK\x01\x02", at + 1)
    data[at + offset : at + offset + len(value)] = value
    return bytes(data), LIMITS


def attributes(mode: int) -> Case:
    """A README as a member of this kind (regular file, link)."""
    buffer = io.BytesIO(GOOD[0])
    with zipfile.ZipFile(buffer, "a") as out:
        info = zipfile.ZipInfo("README")
        info.create_system, info.external_attr = 3, (mode | 0o644) << 16
        out.writestr(info, b"levering.json")
    return buffer.getvalue(), LIMITS


def damaged() -> Case:
    data = bytearray(GOOD[0])
    data[data.find(b"jongere.csv") + len("jongere.csv") + 3] ^= 0xFF
    return bytes(data), LIMITS


def number(value: str, kind: str = "bsn") -> Case:
    return table("jongere", f"{d.BSN[0]};bsn;2012-03-04;V;;", f"{value};{kind};2012-03-04;V;;")


def doorstroompunt(changes: Mapping[str, Any]) -> Case:
    return d.delivery(d.plain_tables("doorstroompunt"), **changes).getvalue(), LIMITS


GOOD = zipped()
UNPACKED = sum(info.file_size for info in zipfile.ZipFile(io.BytesIO(GOOD[0])).infolist())
LISTED = {"tabel": "jongere", "rijen": 1, "sha256": "0" * 64}
WRONG = d.BSN[1][:-1] + str((int(d.BSN[1][-1]) + 1) % 10)
SPELL = f"{d.BSN[0]};GM0344;{{}};;"
PACKAGE = "Meldnr;BSN of onderwijsnr;School"

#: Code (without LP-) → the delivery that gets it, the delivery that does not.
CASES: dict[str, tuple[Case, Case]] = {
    "ARCHIEF-ONLEESBAAR": ((b"geen zip", LIMITS), GOOD),
    "ARCHIEF-BESCHADIGD": (damaged(), GOOD),
    "ARCHIEF-GROOT": (
        (GOOD[0], Limits(zip_bytes=len(GOOD[0]) - 1)),
        (GOOD[0], Limits(zip_bytes=len(GOOD[0]))),
    ),
    "ARCHIEF-UITGEPAKT-GROOT": (
        (GOOD[0], Limits(unpacked_bytes=UNPACKED - 1)),
        (GOOD[0], Limits(unpacked_bytes=UNPACKED)),
    ),
    "ARCHIEF-VERHOUDING": (zipped({"bom.txt": b"a" * 1_000_000}), zipped({"ruis.txt": NOISE})),
    "ARCHIEF-AANTAL": (
        zipped({f"{n}.txt": b"" for n in range(12)}),
        zipped({f"{n}.txt": b"" for n in range(11)}),
    ),
    "ARCHIEF-PAD": (zipped({"../x.txt": b""}), zipped({"x.txt": b""})),
    "ARCHIEF-KOPPELING": (attributes(stat.S_IFLNK), attributes(stat.S_IFREG)),
    "ARCHIEF-DUBBEL": (zipped({"JONGERE.csv": b""}), zipped({"JONGEREN.csv": b""})),
    "ARCHIEF-OVERLAP": (directory(42, struct.pack("<L", 0), member=1), directory(42, struct.pack("<L", 0))),
    "ARCHIEF-VERSLEUTELD": (directory(8, b"\x01"), directory(8, b"\x00")),
    "ARCHIEF-GENEST": (zipped({"in.zip": b"PK"}), zipped({"in.txt": b"PK"})),
    "ARCHIEF-COMPRESSIE": (directory(10, b"\x09"), directory(10, b"\x08")),
    "ENVELOP-ONTBREEKT": ((d.zip_bytes({"jongere.csv": b"x"}), LIMITS), GOOD),
    "ENVELOP-GROOT": (zipped(x=list(map(str, range(140_000)))), zipped(x="y")),
    "ENVELOP-JSON": (letter(b"{"), letter(b"{}")),
    "ENVELOP-DUBBEL": (letter(b'{"soort": 1, "soort": 1}'), letter(b'{"soort": 1}')),
    "ENVELOP-VELD-ONTBREEKT": (without("volgnummer"), without("dialect")),
    "ENVELOP-TYPE": (zipped(levert="uitkomst"), zipped(levert=["uitkomst"])),
    "ENVELOP-FORMAAT": (zipped(formaat="rizoom/2.0"), zipped(formaat="rizoom/1.0")),
    "ENVELOP-SOORT": (zipped(soort="verzuim"), zipped(soort="Leerplicht")),
    "ENVELOP-SCHOOLJAAR": (zipped(schooljaar="2023/2025"), zipped(schooljaar="2023/2024")),
    "ENVELOP-TE-VROEG": (
        zipped(aangemaakt="2025-07-30T23:59:59+02:00"),
        zipped(aangemaakt="2025-07-31T00:00:00+02:00"),
    ),
    "ENVELOP-LEVERAAR": (zipped(leveraar="RMC19"), zipped(leveraar="gm0344")),
    "ENVELOP-LEVERAAR-ONBEKEND": (zipped(leveraar="GM9999"), zipped(leveraar="GM0599")),
    "ENVELOP-VOLGNUMMER": (zipped(volgnummer=2147483648), zipped(volgnummer=2147483647)),
    "ENVELOP-AANGEMAAKT": (
        zipped(aangemaakt="2025-10-01T09:30:00"),
        zipped(aangemaakt="2025-10-01T09:30:00Z"),
    ),
    "ENVELOP-TOEKOMST": (zipped(aangemaakt="9998-10-01T09:30:00Z"), GOOD),
    "ENVELOP-DIALECT": (zipped(dialect="onbekend"), zipped(dialect="duo-verzuim")),
    "ENVELOP-LEVERT": (zipped(levert=["vakantie"]), zipped(levert=["zorgwekkend"])),
    "ENVELOP-NAAM": (
        zipped(bestanden=[{"naam": "a/b.csv"} | LISTED]),
        zipped(bestanden=[{"naam": "b.csv"} | LISTED]),
    ),
    "ENVELOP-NAAM-DUBBEL": (
        zipped(bestanden=[{"naam": "b.csv"} | LISTED] * 2),
        zipped(bestanden=[{"naam": "b.csv"} | LISTED, {"naam": "c.csv"} | LISTED]),
    ),
    "ENVELOP-SHA256": (
        zipped(bestanden=[{"naam": "b.csv"} | LISTED | {"sha256": "0" * 63}]),
        zipped(bestanden=[{"naam": "b.csv"} | LISTED]),
    ),
    "ENVELOP-EXTRA": (zipped(opmerking="x"), GOOD),
    "BESTAND-SHA256": (files(lambda listed: listed[0].update(sha256="0" * 64)), files(lambda _: None)),
    "BESTAND-ONTBREEKT": (files(lambda _: None, hide="verblijf.csv"), files(lambda _: None)),
    "BESTAND-EXTRA": (zipped({"x.csv": b""}), zipped({"x.txt": b""})),
    "BESTAND-GENEGEERD": (zipped({"x.txt": b""}), zipped({"x.csv": b""})),
    "TABEL-ONTBREEKT": (
        tables(lambda content: content.pop("vrijstelling")),
        tables(lambda content: content.update(opgave=d.csv_bytes("opgave"))),
    ),
    "TABEL-ONBEKEND": (
        tables(lambda content: content.update(huisdier=b"a\n")),
        tables(lambda content: content.update(koppeling=d.csv_bytes("koppeling"))),
    ),
    "TABEL-SOORT": (
        tables(lambda content: content.update(traject=d.csv_bytes("traject"))),
        tables(lambda content: content.update(opgave=d.csv_bytes("opgave"))),
    ),
    "TABEL-DUBBEL": (
        files(lambda listed: listed[1].update(tabel="jongere")),
        files(lambda listed: listed[1].update(tabel="verblijf")),
    ),
    "LEVERING-ANDERE-SOORT": (
        doorstroompunt({"soort": "leerplicht", "leveraar": "GM0344"}),
        doorstroompunt({"soort": "doorstroompunt", "leveraar": "RMC19"}),
    ),
    "BESTAND-RIJEN": (
        files(lambda listed: listed[0].update(rijen=2)),
        files(lambda listed: listed[0].update(rijen=1)),
    ),
    "BESTAND-GELEZEN": (GOOD, letter(b"{}")),
    "CSV-LEEG": (raw("opgave", b""), raw("opgave", d.csv_bytes("opgave"))),
    "CSV-UTF16": (
        raw("opgave", d.csv_bytes("opgave").decode().encode("utf-16")),
        raw("opgave", d.csv_bytes("opgave").decode().encode("utf-8-sig")),
    ),
    "CSV-NUL": (table("opgave", "a;b;1;\0"), table("opgave", "a;b;1;\x01")),
    "CSV-TEKENS": (
        raw("opgave", d.csv_bytes("opgave") + b"\xe9;b;1;\n\x81;b;1;\n"),
        raw("opgave", d.csv_bytes("opgave") + b"\xe9;b;1;\n\x80;b;1;\n"),
    ),
    "CSV-KOPREGEL": (table("opgave", head="a;b;1;"), table("opgave", head="indicator;b;1;")),
    "CSV-KOLOM-ONBEKEND": (
        table("opgave", head=d.header("opgave") + ";toelichtin"),
        table("opgave", head=d.header("opgave").upper()),
    ),
    "CSV-DIALECT": (
        table("verzuimmelding", head=PACKAGE),
        table("verzuimmelding", head=PACKAGE, dialect="voorbeeldpakket"),
    ),
    "CSV-KOLOM-ONTBREEKT": (
        table("opgave", head=d.header("opgave").removesuffix(";toelichting")),
        table("opgave"),
    ),
    "CSV-KOLOM-DUBBEL": (
        table("opgave", head=d.header("opgave") + ";AANTAL"),
        table("opgave", head=d.header("opgave") + ";AANTALLEN"),
    ),
    "CSV-RIJ": (table("opgave", "a;b;1"), table("opgave", "a;b;1;")),
    "CSV-AANHALING": (table("opgave", '"a"x;b;1;'), table("opgave", '"a""x";b;1;')),
    "CSV-VELD-LANG": (
        table("opgave", "a;b;1;xxxx" + "x" * 1021, limits=Limits(field_bytes=1024)),
        table("opgave", "a;b;1;xxxx" + "x" * 1020, limits=Limits(field_bytes=1024)),
    ),
    "CSV-DATUMVORM": (
        table("verblijf", SPELL.format("2012-03-04"), SPELL.format("5-3-2014")),
        table("verblijf", SPELL.format("4-3-2012"), SPELL.format("5-3-2014")),
    ),
    "NUMMER-LEEG": (number(""), number(d.BSN[1])),
    "NUMMER-NUL": (number(d.BSN[1][1:]), number(d.BSN[1])),
    "NUMMER-VORM": (number("999.99"), number(d.BSN[1])),
    "NUMMER-ELFPROEF": (number(WRONG), number(d.BSN[1])),
    "NUMMER-SOORT": (
        number(d.ONDERWIJSNUMMER[0]),
        number(d.ONDERWIJSNUMMER[0], "onderwijsnummer"),
    ),
}  # fmt: skip


def test_every_code_has_a_text_a_ground_and_both_cases() -> None:
    assert {f"LP-{code}" for code in CASES} | set(ELSEWHERE) == set(catalogue())
    for rule in catalogue().values():
        assert rule.melding.endswith(".") and rule.grond
    flow = Path(__file__).with_name("test_flow.py").read_text("utf-8")
    for code, test in ELSEWHERE.items():
        assert code in flow and f"def {test}(" in flow


@pytest.mark.parametrize("code", list(CASES))
def test_a_code_is_found_where_it_belongs_and_not_beside(code: str) -> None:
    rule = catalogue()[f"LP-{code}"]
    failing, passing = CASES[code]
    findings, refused = found(failing)
    assert rule.code in findings
    assert refused == (rule.ernst == "weigering")
    one = findings[rule.code]
    assert one.ernst == ("fout" if refused else rule.ernst)
    assert not re.search(r"[{}]|\bNone\b|(?<!\d)\d{8,9}(?!\d)", one.melding)
    assert rule.code not in found(passing)[0]


@pytest.mark.parametrize(
    ("case", "code", "hint"),
    [
        (zipped(formaat="rizoom/2.0"), "ENVELOP-FORMAAT", "rizoom/2.0 is een andere versie"),
        (zipped(leveraar="RMC19"), "ENVELOP-LEVERAAR", "RMC19 hoort bij soort doorstroompunt"),
        (CASES["LEVERING-ANDERE-SOORT"][0], "LEVERING-ANDERE-SOORT", "die van een levering doorstroompunt"),
        (CASES["CSV-DIALECT"][0], "CSV-DIALECT", "die van dialect voorbeeldpakket"),
        (CASES["CSV-KOLOM-ONBEKEND"][0], "CSV-KOLOM-ONBEKEND", "bedoelt u toelichting?"),
    ],
)  # fmt: skip
def test_what_was_made_for_something_else_is_recognised(case: Case, code: str, hint: str) -> None:
    assert hint in found(case)[0][f"LP-{code}"].melding
