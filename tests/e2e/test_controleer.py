"""``rizoom levering controleer`` from the command line to the reports a supplier reads."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from typer.testing import CliRunner, Result

from rizoom.cli import app
from rizoom.settings import Settings
from rizoom.warehouse.server import ensure_server
from tests.intake.deliveries import BSN, files, write_zip

#: A date that does not exist on line 3, and a text that a spreadsheet would run.
WRONG = files(
    verblijf=[
        [BSN, "GM0344", "2012-05-06", "2015-01-01", "verhuisd_binnenland"],
        [BSN, "GM0344", "2015-02-31", "", ""],
    ],
    vrijstelling=[[BSN, "=5A", "2024-08-01", "", "", "", "", "", "GM0344"]],
)


@pytest.fixture
def home(server: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own on the server of the test run."""
    monkeypatch.setenv("RIZOOM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RIZOOM_WAREHOUSE_URL", ensure_server(server))
    (tmp_path / "home").mkdir()
    yield tmp_path


def _check(zip_: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["levering", "controleer", str(zip_), *options])


def test_a_good_delivery_is_accepted_and_nothing_stays(home: Path, server: Settings) -> None:
    result = _check(write_zip(home / "goed.zip"), "--json", str(home / "uit" / "goed.json"))
    assert result.exit_code == 0, result.output
    report = json.loads((home / "uit" / "goed.json").read_text("utf-8"))
    assert report["status"] == "vigerend"
    assert [f for f in report["bevindingen"] if f["ernst"] == "fout"] == []
    assert list((home / "home" / "werk").glob("*")) == []
    with psycopg.connect(ensure_server(server)) as conn:
        row = conn.execute("select count(*) from pg_database where datname like 'werk\\_%'").fetchone()
    assert row == (0,)


def test_a_rejected_delivery_in_every_form(home: Path, chromium: Browser) -> None:
    outputs = {form: home / f"verslag.{form}" for form in ("json", "csv", "html")}
    options = [part for form, path in outputs.items() for part in (f"--{form}", str(path))]
    result = _check(write_zip(home / "fout.zip", WRONG), *options)
    assert result.exit_code == 3, result.output
    report = json.loads(outputs["json"].read_text("utf-8"))
    assert report["status"] == "afgekeurd"
    found = {(f["tabel"], f["regel"], f["kolom"], f["ernst"]) for f in report["bevindingen"]}
    assert ("verblijf", 3, "begindatum", "fout") in found
    assert ("vrijstelling", 2, "grond", "fout") in found
    rows = list(csv.DictReader(io.StringIO(outputs["csv"].read_text("utf-8"))))
    assert len(rows) == len(report["bevindingen"])
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    page = outputs["html"].read_text("utf-8")
    assert "Controle van een levering" in page and "<script" not in page
    for text in (page, json.dumps(report), outputs["csv"].read_text("utf-8"), result.output):
        assert BSN not in text
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-", text)
    assert _violations(chromium, outputs["html"]) == []


def test_a_refused_delivery_and_wrong_arguments(home: Path) -> None:
    refused = _check(write_zip(home / "weigering.zip", leveraar="GM9999"))
    assert refused.exit_code == 3 and "geweigerd" in refused.output
    assert _check(home / "bestaat-niet.zip").exit_code == 2
    (home / "geen.zip").write_bytes(b"geen zip")
    assert _check(home / "geen.zip").exit_code == 3


def _violations(chromium: Browser, page: Path) -> list[str]:
    """Rules of axe (WCAG 2.2 A and AA) that the page breaks in Chromium."""
    tab = chromium.new_page()
    tab.goto(page.as_uri())
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(tab, options=rules)
    tab.close()
    return [violation["id"] for violation in found.response["violations"]]
