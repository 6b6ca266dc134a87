"""A batch of deliveries: attribution, other deliveries, limits, repetition and what a finding may show."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from rizoom.intake.bench_checks import bench_checks
from rizoom.intake.checks import _analyse, check_batch
from rizoom.intake.checks_reference import load_reference
from rizoom.intake.checks_suites import checks
from rizoom.intake.schema import TABLES
from rizoom.settings import Settings
from tests.expectations.leveringen import base, found, land


def _in_force(conn: psycopg.Connection, levering_id: int) -> None:
    conn.execute(
        "insert into register.vigerend (soort, leveraar, schooljaar, levering_id)"
        " select soort, leveraar, schooljaar, levering_id from register.levering where levering_id = %s",
        [levering_id],
    )


def _codes(conn: psycopg.Connection, levering_id: int) -> list[str]:
    return [finding.code for finding in found(conn, levering_id)]


def test_findings_are_replaced_not_added(conn: psycopg.Connection, settings: Settings) -> None:
    levering_id = land(conn, base("een", zet={"inschrijving": {2: {"leerjaar": None}}}))
    conn.execute(
        "insert into register.bevinding (levering_id, herkomst, code, ernst, melding)"
        " values (%s, 'lezen', 'LP-BESTAND-GELEZEN', 'info', 'gelezen')",
        [levering_id],
    )
    check_batch(conn, settings, [levering_id])
    first = found(conn, levering_id)
    assert [finding.code for finding in first] == ["LP-INSCHRIJVING-LEERJAAR-LEEG"]
    check_batch(conn, settings, [levering_id])
    assert found(conn, levering_id) == first
    conn.execute("update landing.inschrijving set leerjaar = '1'")
    check_batch(conn, settings, [levering_id])
    assert found(conn, levering_id) == []
    kept = conn.execute("select herkomst from register.bevinding").fetchall()
    assert kept == [("lezen",)]
    assert conn.execute("select count(*) from register.controlegroep").fetchone() == (0,)


def test_each_delivery_has_its_own_findings_and_limit(conn: psycopg.Connection, settings: Settings) -> None:
    many = base("veel")
    row = many.tabellen["inschrijving"][0]
    many.tabellen["inschrijving"] = [
        row | {"leerjaar": None, "begindatum": f"2024-{month:02}-01"} for month in range(1, 8)
    ]
    many.tabellen["inschrijving"].append(row)
    settings = replace(settings, limits=replace(settings.limits, findings_per_code=3))
    ids = [land(conn, base("goed")), land(conn, many)]
    check_batch(conn, settings, ids)
    assert found(conn, ids[0]) == []
    hits = [f for f in found(conn, ids[1]) if f.code == "LP-INSCHRIJVING-LEERJAAR-LEEG"]
    assert [(hit.regel, hit.aantal) for hit in hits] == [(2, 7), (3, 7), (4, 7)]


def test_finding_speaks_in_the_terms_of_the_supplier(conn: psycopg.Connection, settings: Settings) -> None:
    levering = base("koppen", zet={"inschrijving": {2: {"vo_niveau": "Gymnasium"}}})
    levering.koppen = {"inschrijving": {"vo_niveau": "Niveau VO"}}
    levering_id = land(conn, levering)
    check_batch(conn, settings, [levering_id])
    (finding,) = found(conn, levering_id)
    assert finding.kolom == "vo_niveau"
    assert finding.melding.startswith(
        "In de kolom Niveau VO staat 'Gymnasium'; verwacht wordt een van: BRUG, "
    )


def test_no_number_or_pseudonym_in_a_finding(conn: psycopg.Connection, settings: Settings) -> None:
    number = "999990019"
    changes = {
        "jongere": {2: {"geslacht": number, "geboortedatum": number}},
        "verblijf": {2: {"gemeentecode": number}},
        "vervolgactie": {2: {"referentie": number, "actienummer": number}, 3: {"actienummer": number}},
    }
    levering_id = land(conn, base("nummers", zet=changes))
    check_batch(conn, settings, [levering_id])
    findings = found(conn, levering_id)
    assert {"LP-JONGERE-GESLACHT-CODE", "LP-VERVOLGACTIE-DUBBEL"} <= {finding.code for finding in findings}
    person = conn.execute("select pseudoniem::text from landing.jongere limit 1").fetchone()
    assert person is not None
    for finding in findings:
        assert number not in finding.melding
        assert person[0] not in finding.melding


@pytest.mark.parametrize(
    ("schooljaar", "expected"), [("2024/2025", True), ("2023/2024", True), ("2022/2023", False)]
)
def test_table_that_has_shrunk(
    conn: psycopg.Connection, settings: Settings, schooljaar: str, expected: bool
) -> None:
    before = base("eerder", schooljaar=schooljaar)
    before.tabellen["opgave"] *= 3
    _in_force(conn, land(conn, before))
    now = land(conn, base("nu"))
    check_batch(conn, settings, [now])
    hits = [(f.tabel, f.regel, f.kolom) for f in found(conn, now) if f.code == "LP-LEVERING-GEKROMPEN"]
    assert hits == ([("opgave", None, "")] if expected else [])


def test_number_known_from_a_delivery_in_force(conn: psycopg.Connection, settings: Settings) -> None:
    code = "LP-KOPPELING-BSN-ONBEKEND"
    first = base("eerste", "doorstroompunt", personen="x", zet={"jongere": {2: {"persoonsnummer": "p8"}}})
    second = base("tweede", personen="x", zet={"koppeling": {2: {"bsn": "p8"}}})
    ids = [land(conn, first), land(conn, second)]
    check_batch(conn, settings, ids[1:])
    assert code in _codes(conn, ids[1])
    _in_force(conn, ids[0])
    check_batch(conn, settings, ids[1:])
    assert code not in _codes(conn, ids[1])


def test_reference_data_is_loaded_once(conn: psycopg.Connection) -> None:
    assert load_reference(conn) == ["gemeente", "gemeente_regio", "opvolging", "school"]
    assert load_reference(conn) == []
    row = conn.execute(
        "select geldig @> date '2022-03-23', geldig @> date '2022-03-24' from controle.gemeente"
        " where gemeentecode = 'GM0457'"
    ).fetchone()
    assert row == (True, False)


def test_a_check_holds_in_its_school_years_with_two_years_open(
    conn: psycopg.Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two school years in one batch; one check only from the later year on, one only until the earlier."""
    empty = {"zet": {"inschrijving": {2: {"leerjaar": None}, 3: {"brin": "99ZZ"}}}}
    years = ("2023/2024", "2024/2025")
    ids = [land(conn, base(year, schooljaar=year, **empty)) for year in years]
    later, until = "LP-INSCHRIJVING-LEERJAAR-LEEG", "LP-INSCHRIJVING-BRIN-ONBEKEND"
    versions = dict(checks())
    versions[later] = replace(versions[later], geldig_van="2024/2025")
    versions[until] = replace(versions[until], geldig_tot="2023/2024")
    monkeypatch.setattr(sys.modules["rizoom.intake.checks"], "checks", lambda: versions)
    check_batch(conn, settings, ids)
    assert [{later, until} & set(_codes(conn, levering_id)) for levering_id in ids] == [{until}, {later}]


def test_data_docs_say_which_checks_failed_and_no_value(
    conn: psycopg.Connection, settings: Settings, tmp_path: Path
) -> None:
    levering_id = land(conn, base("een", zet={"jongere": {2: {"geboortedatum": "2012-13-45"}}}))
    check_batch(conn, settings, [levering_id], docs=tmp_path / "venster")
    pages = {path: path.read_text("utf-8") for path in (tmp_path / "venster").rglob("*.html")}
    assert (tmp_path / "venster" / "index.html") in pages
    assert any("geboortedatum" in text and "Failed" in text for text in pages.values())
    people = conn.execute("select pseudoniem::text from landing.jongere").fetchall()
    secrets = {person[0] for person in people} | {"2012-13-45", "postgresql"}
    for text in pages.values():
        assert not any(secret in text for secret in secrets)
        assert not re.search(r"(?<![0-9a-f])[0-9]{9}(?![0-9a-f])", re.sub(r"<[^>]*>", " ", text))


def test_suites_and_sql_written_by_hand_say_the_same(conn: psycopg.Connection, settings: Settings) -> None:
    levering_id = land(conn, base("een", zet={"inschrijving": {2: {"leerjaar": None}}}))
    conn.commit()
    times = bench_checks(settings, [levering_id])
    assert times.gelijk and times.rijen == sum(map(len, base("x").tabellen.values()))
    left = [conn.execute(f"select count(*) from controle.rij_{name}").fetchone() for name in TABLES]
    assert set(left) == {(0,)}


def test_rows_that_just_landed_are_known_per_year_and_over_all_years(conn: psycopg.Connection) -> None:
    levering_id = land(conn, base("een"))
    landed = conn.execute(
        "insert into landing.jongere (levering_id, schooljaar, regel, geslacht)"
        " select levering_id, schooljaar, n, 'M' from register.levering, generate_series(1000, 3000) as n"
        " where levering_id = %s returning schooljaar",
        [levering_id],
    ).fetchone()
    assert landed is not None
    conn.commit()
    conn.execute("select pg_stat_force_next_flush()")
    conn.commit()
    _analyse(conn, [levering_id])
    conn.commit()
    known = conn.execute(
        "select tablename, inherited from pg_stats"
        " where schemaname = 'landing' and tablename like 'jongere%' and attname = 'geslacht' order by 1"
    ).fetchall()
    assert known == [("jongere", True), ("jongere_" + landed[0].replace("/", "_"), False)]
