"""The measurement: floors do the work they claim, memory is seen, the report says what was measured."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import psycopg

from rizoom.bench import floors
from rizoom.bench.attendance import WEEKS, add_attendance
from rizoom.bench.correction import VEELVOUD, corrected, of_size
from rizoom.bench.disk import disk_use
from rizoom.bench.measure import Measurement, Stage, slowest
from rizoom.bench.memory import SAMPLE_SECONDS, MemoryWatch
from rizoom.bench.report import as_markdown
from rizoom.bench.years import STEP, add_years, settle
from rizoom.intake import flow as intake
from rizoom.national.dbt import NodeResult
from rizoom.national.flow import BuildResult
from rizoom.settings import Settings
from rizoom.synth import write_country
from rizoom.warehouse.connect import connect


def test_floors_read_every_file_of_the_country(settings: Settings, tmp_path: Path) -> None:
    write_country(tmp_path / "land", scale=0.0001, seed=3, schooljaar="2024/2025")
    (tmp_path / "plat").mkdir()
    files = floors.unpacked(tmp_path / "land" / "leveringen", tmp_path / "plat")
    assert len({path.name.split("__")[0] for path in files}) == 382
    assert floors.copy_seconds(settings, files, 2) > 0
    part = floors.sample(files, 0.01)
    assert {p.name.split("__")[1] for p in part} == {p.name.split("__")[1] for p in files}
    seconds, rows = floors.first_idea_seconds(settings, part[:3])
    assert seconds > 0
    assert rows >= 0


def test_a_corrected_delivery_is_the_next_of_a_municipality_of_that_size(tmp_path: Path) -> None:
    write_country(tmp_path / "land", scale=0.002, seed=3, schooljaar="2024/2025")
    source = of_size(tmp_path / "land" / "leveringen", 10_000)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(corrected(source, tmp_path / "nieuw.zip")) as new:
        before, after = json.loads(old.read("levering.json")), json.loads(new.read("levering.json"))
        assert after["leveraar"] == before["leveraar"] == "GM0363"
        assert after["volgnummer"] == before["volgnummer"] + 1
        assert after["aangemaakt"] > before["aangemaakt"]
        listed = {file["tabel"]: file["rijen"] for file in before["bestanden"]}
        assert of_size(tmp_path / "land" / "leveringen", listed["jongere"]) == source
        for file in after["bestanden"]:
            assert hashlib.sha256(new.read(file["naam"])).hexdigest() == file["sha256"]
        unchanged = {file["naam"] for file in before["bestanden"]} - {"inschrijving.csv"}
        assert all(new.read(name) == old.read(name) for name in unchanged)
        lines = [
            list(csv.DictReader(io.StringIO(zipped.read("inschrijving.csv").decode()), delimiter=";"))
            for zipped in (old, new)
        ]
    moved = [(one, other) for one, other in zip(*lines, strict=True) if one != other]
    assert {int(one["persoonsnummer"]) % VEELVOUD for one, _ in moved} == {0}
    for one, other in moved:
        assert {**one, "einddatum": ""} == {**other, "einddatum": ""}
        assert one["begindatum"] <= other["einddatum"] < one["einddatum"]
    share = len({one["persoonsnummer"] for one, _ in moved}) / listed["jongere"]
    assert 0.01 < share < 0.1


def test_earlier_years_are_copies_of_deliveries_landing_and_built_tables(settings: Settings) -> None:
    with connect(settings) as conn:
        levering = conn.execute(
            "insert into register.levering (sha256, ontvangstnummer, vorm, bytes, status, gelezen_op, soort,"
            " schooljaar, leveraar, volgnummer, aangemaakt) values (repeat('a', 64), 'x', 'zip', 1, 'vigerend',"
            " now(), 'leerplicht', '2024/2025', 'GM0363', 1, now()) returning levering_id"
        ).fetchone()
        assert levering is not None
        conn.execute(
            "insert into register.vigerend (soort, leveraar, schooljaar, levering_id)"
            " values ('leerplicht', 'GM0363', '2024/2025', %s)",
            levering,
        )
        conn.execute("select landing.zorg_voor_jaar('2024/2025')")
        conn.execute(
            "insert into landing.jongere (levering_id, schooljaar, regel, geslacht) values (%s, '2024/2025', 2, 'M')",
            levering,
        )
        conn.execute("create schema if not exists intermediate")
        conn.execute(
            "create table intermediate.int_proef as select '2024/2025' as schooljaar, %s::integer as levering_id",
            levering,
        )
        conn.execute(
            "create table intermediate.int_delen (schooljaar text, levering_id integer, persoon uuid)"
            " partition by list (schooljaar);"
            "create table intermediate.int_delen__2024_2025 partition of intermediate.int_delen"
            " for values in ('2024/2025');"
            f"insert into intermediate.int_delen values ('2024/2025', {levering[0]}, null)"
        )
        add_years(conn, "2024/2025", 2)
        expected = [("2022/2023", levering[0] + 2 * STEP), ("2023/2024", levering[0] + STEP)]
        expected.append(("2024/2025", levering[0]))
        tables = ("landing.jongere", "register.vigerend", "register.levering")
        for table in (*tables, "intermediate.int_proef", "intermediate.int_delen"):
            rows = conn.execute(f"select schooljaar, levering_id from {table} order by 1").fetchall()
            assert rows == expected, table


def test_settled_tables_have_statistics(settings: Settings) -> None:
    with connect(settings, autocommit=True) as conn:
        conn.execute("create schema if not exists intermediate")
        conn.execute("create table intermediate.int_rust as select '2024/2025' as schooljaar, 1 as n")
        settle(conn)
        found = conn.execute(
            "select relname from pg_stat_user_tables where last_vacuum is not null and relname = 'int_rust'"
        ).fetchall()
    assert found == [("int_rust",)]


def test_disk_use_counts_every_group(seeded: Settings) -> None:
    with connect(seeded) as conn:
        conn.execute("create schema if not exists intermediate")
        conn.execute("create table intermediate.int_persoon as select generate_series(1, 100) as n")
        sizes = disk_use(conn)
        conn.rollback()
    assert sizes["register"] > 0
    assert sizes["tussenlagen"] > 0
    assert sizes["per_persoonsjaar"] == round(
        sum(v for k, v in sizes.items() if k != "per_persoonsjaar") / 100
    )


def test_floor_of_the_build_runs_on_an_empty_year(settings: Settings, conn: psycopg.Connection) -> None:
    assert floors.build_floor_seconds(settings, "2024/2025") > 0
    assert floors.landed_rows(conn) == 0


def test_attendance_is_taken_in_without_a_fout(seeded_settings: Settings, tmp_path: Path) -> None:
    write_country(tmp_path, scale=0.0002, seed=3, schooljaar="2024/2025")
    before = floors.unpacked(tmp_path / "leveringen", tmp_path)
    added = add_attendance(tmp_path / "leveringen", "2024/2025")
    assert added > 0
    assert added % WEEKS == 0
    outcome = intake.run_intake(seeded_settings, tmp_path / "leveringen")
    assert outcome == {"vigerend": 382}
    with connect(seeded_settings) as conn:
        landed = conn.execute(
            "select count(*), count(distinct week_begin), count(*) filter (where uren_aanwezig <> uren_rooster)"
            " from landing.aanwezigheid"
        ).fetchone()
    assert landed is not None
    assert landed[:2] == (added, WEEKS)
    assert 0 < landed[2] < added / 10
    assert len(floors.unpacked(tmp_path / "leveringen", tmp_path)) == len(before) + 342


def test_memory_of_this_process_is_seen() -> None:
    import time

    with MemoryWatch() as memory:
        block = bytearray(80 * 1024 * 1024)
        time.sleep(3 * SAMPLE_SECONDS)
    assert memory.python > len(block)


def test_the_slowest_nodes_of_a_build_come_first() -> None:
    seconds = {"b": 1.0, "a": 1.0, "snel": 0.1, "traag": 9.126}
    nodes = tuple(NodeResult(name, "success", value, "") for name, value in seconds.items())
    assert slowest(BuildResult("2024/2025", True, nodes), 3) == {"traag": 9.13, "a": 1.0, "b": 1.0}


def test_report_says_what_was_measured() -> None:
    stage = Stage("lezen", 2.0, 1000, 1.5, 100, 200)
    result = Measurement(
        0.01,
        (stage,),
        {"inlezen": 2.345},
        {"landing": 4096, "per_persoonsjaar": 12},
        {"opbouw": {"woont": 4.26}},
    )
    assert result.as_json()["schijf"] == {"landing": 4096, "per_persoonsjaar": 12}
    assert "| per_persoonsjaar | 12 |" in as_markdown(result)
    assert result.as_json()["stappen"][0]["rijen_per_seconde"] == 500
    assert result.as_json()["geheugen"] == {"python_mib": 100, "server_mib": 200}
    assert result.as_json()["knopen"] == {"opbouw": {"woont": 4.26}}
    assert "| slowest of opbouw | seconds |\n|---|---:|\n| woont | 4.3 |" in as_markdown(result)
    assert "| lezen | 2.0 | 1000 | 500 |" in as_markdown(result)
    assert "| inlezen | 2.35 |" in as_markdown(result) or "| inlezen | 2.34 |" in as_markdown(result)
