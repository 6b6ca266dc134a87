"""One delivery: complete or not, landed and recorded (spec: leveringen, sections 1, 2, 6 and 8)."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import psycopg
import pytest

from rizoom.intake import finding as finding_module
from rizoom.intake.archive import open_archive
from rizoom.intake.delivery import Checked, check_delivery, read_delivery
from rizoom.intake.envelope import Envelope
from rizoom.intake.finding import Finding, Refusal, shown
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.settings import Limits, Settings
from tests.intake import reading_cases as d

LOCAL = Settings(home=Path("unused"))


def checked(source: io.BytesIO) -> Checked:
    with open_archive(source, Limits()) as archive:
        result = check_delivery(archive, LOCAL, Pseudonymiser(d.ROOT_KEY))
    assert isinstance(result, Checked), result
    return result


def refused(source: io.BytesIO) -> tuple[Finding, ...]:
    with open_archive(source, Limits()) as archive:
        result = check_delivery(archive, LOCAL, Pseudonymiser(d.ROOT_KEY))
    assert isinstance(result, Refusal), result
    return result.findings


def faults(source: io.BytesIO) -> list[tuple[str, str]]:
    return [(f.code, f.tabel) for f in checked(source).findings if f.ernst != "info"]


def test_a_good_delivery_has_only_info_findings_one_per_file() -> None:
    result = checked(d.delivery())
    assert {f.code for f in result.findings} == {"LP-BESTAND-GELEZEN"}
    assert [f.tabel for f in result.findings] == list(d.KINDS["leerplicht"].verplicht)
    assert "1 rijen, tekens UTF-8, scheidingsteken ;, datums JJJJ-MM-DD" in result.findings[0].melding


def test_a_missing_table_is_a_fault_that_names_the_file() -> None:
    tables = d.plain_tables()
    del tables["vrijstelling"]
    (found,) = [f for f in checked(d.delivery(tables)).findings if f.ernst == "fout"]
    assert (found.code, found.tabel, found.regel) == (
        "LP-TABEL-ONTBREEKT",
        "vrijstelling",
        None,
    )
    assert "vrijstelling.csv" in found.melding


def test_a_listed_file_that_is_not_in_the_zip() -> None:
    files = {f"{tabel}.csv": data for tabel, data in d.plain_tables().items()}
    envelope = json.dumps(d.envelope(files)).encode()
    del files["verblijf.csv"]
    assert faults(io.BytesIO(d.zip_bytes({"levering.json": envelope, **files}))) == [
        ("LP-BESTAND-ONTBREEKT", "verblijf")
    ]


def test_extra_csv_is_a_fault_and_other_members_a_warning() -> None:
    extra = {
        "traject.csv": b"x\n",
        "README.txt": b"hallo",
        "__MACOSX/._jongere.csv": b"\0",
        ".DS_Store": b"\0",
    }
    result = checked(d.delivery(extra=extra))
    assert [(f.code, f.ernst) for f in result.findings if f.ernst != "info"] == [
        ("LP-BESTAND-EXTRA", "fout"),
        *[("LP-BESTAND-GENEGEERD", "waarschuwing")] * 3,
    ]


def test_table_of_the_other_kind_unknown_table_and_table_twice() -> None:
    tables = d.plain_tables() | {
        "traject": d.csv_bytes("traject"),
        "huisdier": b"a;b\n",
    }
    assert faults(d.delivery(tables)) == [
        ("LP-TABEL-SOORT", "traject"),
        ("LP-TABEL-ONBEKEND", ""),
    ]
    files = {f"{tabel}.csv": data for tabel, data in d.plain_tables().items()} | {
        "x.csv": d.csv_bytes("jongere")
    }
    entries = d.envelope(files)["bestanden"]
    entries[-1]["tabel"] = "jongere"
    written = json.dumps(d.envelope(files, bestanden=entries)).encode()
    assert faults(io.BytesIO(d.zip_bytes({"levering.json": written, **files}))) == [
        ("LP-TABEL-DUBBEL", "jongere")
    ]


@pytest.mark.parametrize("rijen", [0, 2, -1, 10**12])
def test_another_row_count_is_a_fault_that_names_the_file(rijen: int) -> None:
    files = {f"{tabel}.csv": data for tabel, data in d.plain_tables().items()}
    entries = d.envelope(files)["bestanden"]
    entries[0]["rijen"] = rijen
    (found,) = [f for f in checked(d.delivery(bestanden=entries)).findings if f.ernst == "fout"]
    assert (found.code, found.tabel) == ("LP-BESTAND-RIJEN", "jongere")
    assert "jongere.csv heeft 1 rijen" in found.melding


def test_every_other_hash_refuses_and_all_are_named() -> None:
    files = {f"{tabel}.csv": data for tabel, data in d.plain_tables().items()}
    entries = d.envelope(files)["bestanden"]
    for entry in entries[:2]:
        entry["sha256"] = "0" * 64
    found = refused(d.delivery(bestanden=entries))
    assert [(f.code, f.tabel) for f in found] == [
        ("LP-BESTAND-SHA256", "jongere"),
        ("LP-BESTAND-SHA256", "verblijf"),
    ]


def test_missing_envelope_and_damaged_member_refuse() -> None:
    assert [f.code for f in refused(io.BytesIO(d.zip_bytes({"jongere.csv": b"x"})))] == [
        "LP-ENVELOP-ONTBREEKT"
    ]
    data = bytearray(d.delivery().getvalue())
    at = data.find(b"jongere.csv") + len("jongere.csv")
    data[at + 3] ^= 0xFF
    assert [f.code for f in refused(io.BytesIO(bytes(data)))] == ["LP-ARCHIEF-BESCHADIGD"]


def test_everything_is_found_at_once() -> None:
    tables = d.plain_tables()
    del tables["vrijstelling"]
    tables["jongere"] = (
        b"persoonsnummer;nummersoort;geboortdatum;geslacht;datum_overlijden;herkomst\nx;bsn;;;;\n"
    )
    found = checked(d.delivery(tables, extra={"los.csv": b"a"})).findings
    assert {f.code for f in found if f.ernst == "fout"} == {
        "LP-TABEL-ONTBREEKT",
        "LP-BESTAND-EXTRA",
        "LP-CSV-KOLOM-ONBEKEND",
        "LP-CSV-KOLOM-ONTBREEKT",
        "LP-NUMMER-VORM",
    }


def test_no_personal_number_in_any_finding() -> None:
    bad = d.BSN[1][:-1] + str((int(d.BSN[1][-1]) + 1) % 10)
    tables = d.plain_tables()
    tables["jongere"] = f"{bad};bsn;persoonsnummer\n{bad};bsn;{bad}\n".encode()
    tables["verblijf"] = d.csv_bytes(
        "verblijf", f"{bad};GM0344;2012-03-04;;", f"{bad[1:]};;;;", f"{bad};;", "x"
    )
    found = checked(d.delivery(tables, extra={f"{bad}.csv": b"", f"{bad}.txt": b""})).findings
    assert len([f for f in found if f.ernst != "info"]) >= 8
    for one in found:
        assert not re.search(r"\d{8,}", f"{one.melding}{one.kolom}{one.tabel}"), one


def register(conn: psycopg.Connection) -> int:
    row = conn.execute(
        "insert into register.levering (sha256, ontvangstnummer, vorm, bytes) values (%s, 'R1', 'zip', 1)"
        " returning levering_id",
        ("0" * 64,),
    ).fetchone()
    assert row
    return int(row[0])


def test_landed_rows_files_and_findings(conn: psycopg.Connection, settings: Settings) -> None:
    tables = d.plain_tables()
    tables["jongere"] = (
        "Persoonsnummer\tnummersoort\tgeboortedatum\tgeslacht\tdatum_overlijden\therkomst\r\n"
        f" {d.BSN[0]} \tBSN\t4-3-2012\tv\t\tnl\r\n\r\n"
    ).encode()
    tables["vervolgactie"] = d.csv_bytes(
        "vervolgactie", f'"A\t1\\\nx";{d.BSN[0]};absoluut;"";gesprek;ouder;2025-01-01;'
    )
    source = d.delivery(tables)
    files = {f"{tabel}.csv": data for tabel, data in tables.items()}
    entries = d.envelope(files)["bestanden"]
    for entry in entries:
        entry["rijen"] = 1 if entry["tabel"] in ("jongere", "verblijf", "vervolgactie") else 0
    source = d.delivery(tables, bestanden=entries)
    levering_id = register(conn)
    pseudonymiser = Pseudonymiser(d.ROOT_KEY)
    with open_archive(source, settings.limits) as archive:
        result = read_delivery(conn, settings, levering_id, archive, pseudonymiser)
    assert isinstance(result, Envelope)
    pseudoniem = pseudonymiser.pseudonym(d.BSN[0])[0]
    rows = conn.execute(
        "select schooljaar, regel, pseudoniem::text, nummersoort, geboortedatum, geslacht,"
        " datum_overlijden, herkomst from landing.jongere"
    ).fetchall()
    assert rows == [("2024/2025", 2, pseudoniem, "bsn", "2012-03-04", "V", None, "NL")]
    assert conn.execute("select actienummer, referentie, soort from landing.vervolgactie").fetchall() == [
        ("A\t1\\\nx", None, "GESPREK")
    ]
    assert conn.execute(
        "select tabel, rijen, rijen_gelezen, codering, scheidingsteken, datumvormen ->> 'geboortedatum',"
        " koppen ->> 'persoonsnummer' from register.levering_bestand where naam = 'jongere.csv'"
    ).fetchall() == [("jongere", 1, 1, "UTF-8", "tab", "D-M-JJJJ", "Persoonsnummer")]
    assert conn.execute(
        "select herkomst, ernst, count(*) from register.bevinding where levering_id = %s group by 1, 2",
        (levering_id,),
    ).fetchall() == [("lezen", "info", 8)]


def test_a_refusal_records_its_findings_and_lands_nothing(
    conn: psycopg.Connection, settings: Settings
) -> None:
    levering_id = register(conn)
    with open_archive(d.delivery(volgnummer=0, leveraar="GM9999"), settings.limits) as archive:
        result = read_delivery(conn, settings, levering_id, archive, Pseudonymiser(d.ROOT_KEY))
    assert isinstance(result, Refusal)
    codes = conn.execute("select code from register.bevinding order by code").fetchall()
    assert codes == [("LP-ENVELOP-LEVERAAR-ONBEKEND",), ("LP-ENVELOP-VOLGNUMMER",)]
    assert conn.execute("select count(*) from landing.jongere").fetchone() == (0,)


def test_a_file_that_changes_while_it_is_read_refuses_and_lands_nothing(
    conn: psycopg.Connection,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A folder can change between the hash and the reading; verblijf grows after jongere has landed."""
    from rizoom.intake import delivery

    with open_archive(d.delivery(), settings.limits) as archive:
        for member in archive.members:
            with archive.open(member) as stream:
                (tmp_path / member.naam).write_bytes(stream.read())
    read_table = delivery.read_table

    def growing(*arguments: object, **named: object) -> object:
        (tmp_path / "verblijf.csv").write_bytes(b"other")
        return read_table(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(delivery, "read_table", growing)
    levering_id = register(conn)
    with open_archive(tmp_path, settings.limits) as archive:
        result = read_delivery(conn, settings, levering_id, archive, Pseudonymiser(d.ROOT_KEY))
    assert isinstance(result, Refusal)
    assert conn.execute("select count(*) from landing.jongere").fetchone() == (0,)


def test_names_are_shown_without_numbers_but_with_days() -> None:
    assert shown(f"lijst_{d.BSN[0]}_20250131.csv") == "lijst_#########_20250131.csv"
    assert shown(f"{d.BSN[0][1:]}\n\ud800") == "########??"
    assert len(shown("x" * 500)) == 80


def test_the_catalogue_has_exactly_the_codes_in_use() -> None:
    ours: set[str] = set()
    anywhere: set[str] = set()
    for path in Path(finding_module.__file__).parent.glob("*.py"):
        codes = set(re.findall(r'"(LP-[A-Z0-9-]+[A-Z0-9])"', path.read_text("utf-8")))
        anywhere |= codes
        if path.stem in ("archive", "envelope", "delivery", "reader", "pseudonym"):
            ours |= codes
    assert ours <= set(finding_module.catalogue()) <= anywhere
