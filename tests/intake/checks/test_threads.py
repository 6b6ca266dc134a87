"""A batch over several connections: the same findings, and nothing replaced when one of them fails."""

from __future__ import annotations

import copy
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from rizoom.intake.checks import LOCK, check_batch
from rizoom.intake.checks_run import CheckError
from rizoom.intake.checks_suites import suite_files
from rizoom.intake.schema import TABLES
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.expectations.leveringen import base, found, land

FAULTS: dict[str, dict[int, dict[str, Any]]] = {
    "inschrijving": {2: {"leerjaar": None, "reden_einde": "onbekend"}, 3: {"brin": "99ZZ"}},
    "jongere": {2: {"geslacht": "X"}, 3: {"geboortedatum": "2012-13-45"}},
    "verblijf": {2: {"gemeentecode": "GM9999"}, 3: {"persoonsnummer": "p9"}},
    "vervolgactie": {2: {"referentie": "nergens", "actienummer": "1"}, 3: {"actienummer": "1"}},
}


def _written(conn: psycopg.Connection) -> list[tuple[Any, ...]]:
    """Findings as they were written, in that order."""
    return conn.execute(
        "select * from register.bevinding where herkomst = 'controle' order by ctid"
    ).fetchall()


def _site(folder: Path) -> dict[str, str]:
    """Pages of a site by name, without what differs between any two runs: ids and moments."""
    once = re.compile(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{8}T[0-9]{6}[.][0-9]+Z"
        r"|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9:.+Z]+"
        r"|'_run_time_sort': [0-9.]+"
    )
    pages = {path.relative_to(folder): path.read_text("utf-8") for path in folder.rglob("*.html")}
    return {once.sub("#", str(path)): once.sub("#", text) for path, text in pages.items()}


def test_as_many_findings_whatever_the_threads(
    conn: psycopg.Connection, settings: Settings, tmp_path: Path
) -> None:
    ids = [
        land(conn, base("een", zet=FAULTS)),
        land(conn, base("twee")),
        land(conn, base("drie", zet=FAULTS)),
    ]
    conn.commit()
    outcomes = []
    for threads in (1, 2, 3):
        docs = tmp_path / str(threads) / "venster"
        check_batch(conn, replace(settings, threads=threads), ids, docs)
        outcomes.append((_written(conn), _site(docs)))
        conn.execute("truncate register.bevinding")
        conn.commit()
    written, site = outcomes[0]
    assert len({row[2] for row in written}) >= 4 and len(site) > 3  # faults in several tables
    assert [each[0] for each in outcomes] == [written] * 3
    for name in site:
        assert [each[1][name] == site[name] for each in outcomes] == [True] * 3, name


def test_a_check_that_cannot_be_evaluated_replaces_nothing(
    conn: psycopg.Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    levering_id, before = _checked(conn, settings)
    wrong = copy.deepcopy(suite_files())
    (broken,) = [e for e in wrong["opgave"]["expectations"] if e["type"] == "expect_query_to_return_no_rows"]
    broken["kwargs"]["unexpected_rows_query"] = (
        "select b.levering_id, b.regel from {batch} as b where 1 / (b.regel - b.regel) = 1"
    )
    monkeypatch.setattr(sys.modules["rizoom.intake.checks"], "suite_files", lambda: wrong)
    with pytest.raises(CheckError, match="LP-OPGAVE-DUBBEL"):
        check_batch(conn, replace(settings, threads=3), [levering_id])
    _nothing_left(settings)
    assert found(conn, levering_id) == before


def test_a_connection_that_fails_while_rows_are_fetched_replaces_nothing(
    conn: psycopg.Connection, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    levering_id, before = _checked(conn, settings)
    module = sys.modules["rizoom.intake.checks"]
    fetch = module._bad_rows

    def broken(own: psycopg.Connection, check: Any, limit: int) -> Any:
        if check.code == "LP-VERVOLGACTIE-DUBBEL":
            own.execute("select 1 / 0")
        return fetch(own, check, limit)

    monkeypatch.setattr(module, "_bad_rows", broken)
    with pytest.raises(psycopg.errors.DivisionByZero):
        check_batch(conn, replace(settings, threads=2), [levering_id])
    _nothing_left(settings)
    assert found(conn, levering_id) == before


def _checked(conn: psycopg.Connection, settings: Settings) -> tuple[int, Any]:
    """A delivery with faults that was checked, and its findings."""
    levering_id = land(conn, base("een", zet=FAULTS))
    check_batch(conn, settings, [levering_id])
    before = found(conn, levering_id)
    assert before
    return levering_id, before


def _nothing_left(settings: Settings) -> None:
    """No rows of a batch, no lock and nobody at work, as another connection sees it."""
    with connect(settings) as other:
        for table in (*(f"controle.rij_{name}" for name in TABLES), "register.controlegroep"):
            assert other.execute(f"select count(*) from {table}").fetchone() == (0,)
        assert other.execute("select pg_try_advisory_lock(%s)", [LOCK]).fetchone() == (True,)
        busy = other.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and state = 'active' and pid <> pg_backend_pid()"
        ).fetchone()
        assert busy == (0,)
