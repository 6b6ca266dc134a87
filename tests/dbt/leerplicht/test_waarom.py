"""``rizoom waarom``: the persons of a figure are those who are counted, and every line it names was delivered."""

from __future__ import annotations

import re

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner

from rizoom.cli import app

from .conftest import Built
from .land import pseudonym

LINE = re.compile(
    r"(?P<persoon>[0-9a-f-]{36}) +(?P<klasse>\S+) +(?P<leveraar>\S+) +(?P<tabel>\w+) regel (?P<regel>\d+)"
)


@pytest.fixture
def waarom(built: Built, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Runs the command on the built country; returns its lines."""
    monkeypatch.setattr("rizoom.settings.Settings.from_env", classmethod(lambda _: built.settings))

    def run(*arguments: str) -> list[str]:
        result = CliRunner().invoke(app, ["waarom", *arguments, "--schooljaar", "2024/2025"])
        assert result.exit_code == 0, result.output
        return result.output.splitlines()

    return run


def _counted(land: psycopg.Connection, indicator: str, gebied: str, definitieset: str) -> set[str]:
    rows = land.execute(
        "select persoon::text from intermediate.int_geteld where schooljaar = '2024/2025'"
        " and indicator = %s and gebied = %s and definitieset = %s",
        (indicator, gebied, definitieset),
    )
    return {row[0] for row in rows}


@pytest.mark.parametrize(
    ("indicator", "gebied", "definitieset"),
    [
        ("AV_TOTAAL", "GM0344", "2025-1"),
        ("AV_GECORRIGEERD", "RMC19", "2025-1"),
        ("LRV_TOTAAL", "NL", "2025-1"),
        ("LRV_TOTAAL", "NL", "LP_GEEN_ONDERSCHEID"),
        ("RV_16U", "PV26", "2025-1-MEER16"),
        ("VL_3B", "NL", "2025-1"),
    ],
)
def test_the_command_lists_the_counted_persons_and_their_lines(
    land: psycopg.Connection, waarom, indicator: str, gebied: str, definitieset: str
) -> None:  # type: ignore[no-untyped-def]
    first, *lines = waarom(indicator, gebied, "--definitieset", definitieset)
    expected = _counted(land, indicator, gebied, definitieset)
    assert expected
    assert first == f"{len(expected)} personen"
    found = [match.groupdict() for line in lines if (match := LINE.fullmatch(line))]
    assert len(found) == len(lines)
    assert {line["persoon"] for line in found} == expected
    for line in found:
        row = land.execute(
            sql.SQL(
                "select count(*) from landing.{} as t inner join register.levering as l using (levering_id)"
                " where t.pseudoniem = %s and t.regel = %s and l.leveraar = %s and l.status = 'vigerend'"
            ).format(sql.Identifier(line["tabel"])),
            (line["persoon"], int(line["regel"]), line["leveraar"]),
        ).fetchone()
        assert row and row[0] >= 1, line


def test_one_class_and_nobody(waarom, land: psycopg.Connection) -> None:  # type: ignore[no-untyped-def]
    lines = waarom("AV_TOTAAL", "GM0344", "--klasse", "BO")[1:]
    assert {line.split()[1] for line in lines} == {"BO"}
    assert waarom("AV_TOTAAL", "GM0034") == ["0 personen"]
    assert any(str(pseudonym("luxe_12")) in line for line in waarom("RV_LUXE", "NL"))
