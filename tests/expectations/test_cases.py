"""Every check has a delivery that fails it on the expected line and column, and one that passes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from rizoom.intake.checks import check_batch
from rizoom.intake.checks_suites import checks
from rizoom.intake.schema import KINDS, TABLES, Column
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.conftest import copy_database, drop_database
from tests.expectations.leveringen import BASE, Gevonden, Levering, base, found, land_all

CASES = Path(__file__).parent / "cases"
# Findings that need other deliveries: their cases are in tests/intake/checks.
OTHER_DELIVERIES = {"LP-LEVERING-GEKROMPEN"}


@dataclass(frozen=True)
class Case:
    """A delivery and the finding that must (or, ``goed``, must not) come out."""

    naam: str
    levering: Levering
    code: str
    tabel: str
    regel: int | None = None
    kolom: str = ""
    goed: bool = False
    bevat: str = ""


def written_cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.yaml")):
        for number, raw in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
            naam = f"{path.stem} {number}"
            expected = {
                name: raw.pop(name) for name in ("code", "regel", "kolom", "goed", "bevat") if name in raw
            }
            tabel = raw.pop("tabel", path.stem)
            yield Case(naam=naam, tabel=tabel, levering=base(naam, **raw), **expected)


def simple_cases() -> Iterator[Case]:
    """The checks that follow from the description of a column: one case per column and kind of fault."""
    for tabel, table in TABLES.items():
        soort = "leerplicht" if tabel in KINDS["leerplicht"].tabellen else "doorstroompunt"
        prefix = f"LP-{tabel.upper().replace('_', '-')}"
        for column in table.kolommen:
            for suffix, value in _faults(tabel, column):
                yield _simple(
                    soort, tabel, f"{prefix}-{column.naam.upper().replace('_', '-')}-{suffix}", column, value
                )
        key = table.sleutel[0].naam
        twice = base(f"{tabel} dubbel", soort)
        twice.tabellen[tabel].append(dict(twice.tabellen[tabel][0]))
        regel = len(twice.tabellen[tabel]) + 1
        yield Case(twice.naam, twice, f"{prefix}-DUBBEL", tabel, regel, key, bevat="als regel 2")
        if any(column.naam == "persoonsnummer" for column in table.kolommen) and tabel != "jongere":
            orphan = base(f"{tabel} wees", soort, zet={tabel: {2: {"persoonsnummer": "p9"}}})
            yield Case(orphan.naam, orphan, f"{prefix}-ZONDER-JONGERE", tabel, 2, "persoonsnummer")
            absent = base(f"{tabel} zonder tabel jongere", soort, weg=["jongere"])
            yield Case(absent.naam, absent, f"{prefix}-ZONDER-JONGERE", tabel, goed=True)


def _faults(tabel: str, column: Column) -> Iterator[tuple[str, str | None]]:
    if column.type == "nummer":
        return
    if column.verplicht:
        yield "LEEG", None
    if column.type == "datum":
        yield "DATUM", "2025-02-31"
        if (tabel, column.naam) not in {("vrijstelling", "einddatum"), ("jongere", "geboortedatum")}:
            yield "TE-LAAT", "2026-08-01"
    if column.type == "code":
        yield "CODE", "bestaat_niet"
    if column.type == "bool":
        yield "JN", "ja"
    if column.type in ("int", "dec"):
        yield "GETAL", "twee" if column.type == "int" else "1.23456"
        if column.min is not None:
            yield "BEREIK", str(column.min - 1)
        if column.max is not None:
            yield "BEREIK", str(column.max + 1)


def _simple(soort: str, tabel: str, code: str, column: Column, value: str | None) -> Case:
    naam = f"{tabel}.{column.naam} = {value}"
    levering = base(naam, soort, zet={tabel: {2: {column.naam: value}}})
    return Case(naam, levering, code, tabel, 2, column.naam)


ALL = [*written_cases(), *simple_cases()]


@pytest.fixture(scope="module")
def results(
    server: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, list[Gevonden]]]:
    """Findings per case, of all cases checked as one batch in a database of their own."""
    settings = copy_database(server, tmp_path_factory.mktemp("cases") / "home")
    landed = {case.naam: case.levering for case in ALL} | {soort: base(soort, soort) for soort in BASE}
    with connect(settings) as conn:
        ids = dict(zip(landed, land_all(conn, list(landed.values())), strict=True))
        conn.commit()
        check_batch(conn, settings, list(ids.values()))
        yield {naam: found(conn, levering_id) for naam, levering_id in ids.items()}
    drop_database(settings)


@pytest.mark.parametrize("soort", list(BASE))
def test_base_delivery_has_no_findings(results: dict[str, list[Gevonden]], soort: str) -> None:
    assert results[soort] == []


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.code} {case.naam}")
def test_case(results: dict[str, list[Gevonden]], case: Case) -> None:
    hits = [finding for finding in results[case.naam] if finding.code == case.code]
    if case.goed:
        assert hits == []
        return
    assert [(hit.tabel, hit.regel, hit.kolom, hit.aantal) for hit in hits] == [
        (case.tabel, case.regel, case.kolom, 1)
    ]
    assert hits[0].ernst == checks()[case.code].ernst
    assert case.bevat in hits[0].melding
    assert "{" not in hits[0].melding and "None" not in hits[0].melding


def test_every_check_has_a_failing_case() -> None:
    assert {case.code for case in ALL if not case.goed} | OTHER_DELIVERIES == set(checks())


def test_every_table_is_in_a_base_delivery() -> None:
    tables: set[str] = set()
    for raw in BASE.values():
        levering: dict[str, Any] = raw["tabellen"]
        tables |= set(levering)
        assert all(levering.values())
    assert tables == set(TABLES)
