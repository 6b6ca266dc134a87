"""`rizoom run`, as a user starts it: an inbox in, tables out.

The synthetic country states its truth by construction, independent of the SQL, so equality of every figure
is a test of both. The worked example of the contract is compared when it lies beside the checkout.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.synth import compare, write_country
from rizoom.warehouse.server import stop_server

JAAR = "2024/2025"
VOORBEELDEN = [path for path in [PROJECT_ROOT.parent / "shared" / "voorbeelden"] if path.is_dir()]
RIZOOM = [sys.executable, "-c", "from rizoom.cli import app; app()"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    yield folder
    # A run that was killed leaves its server to the next one, which did not start it and so lets it be.
    stop_server(Settings(home=folder))


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("land")
    write_country(folder, scale=0.001, seed=7, schooljaar=JAAR)
    return folder


def rizoom(home: Path, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "RIZOOM_HOME": str(home)}
    command = [*RIZOOM, *map(str, arguments)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=850)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


def run(home: Path, inbox: Path, out: Path) -> dict[str, bytes]:
    rizoom(home, "run", inbox, "--schooljaar", JAAR, "--vsv", "R2020", "--out", out)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_country_gives_its_truth(country: Path, home: Path, tmp_path: Path) -> None:
    run(home, country / "leveringen", tmp_path)
    differences = compare(country / "waarheid", tmp_path)
    assert not differences, f"{len(differences)} differences, first: {differences[:20]}"


def test_same_bytes_in_any_order_after_kills_and_with_a_missing_municipality(
    country: Path, home: Path, tmp_path: Path
) -> None:
    """Half of one region, copied in two orders; the second run is killed at random moments first."""
    names = sorted(
        p.name for p in (country / "leveringen").iterdir() if "GM034" in p.name or "RMC19" in p.name
    )
    first, second = tmp_path / "een", tmp_path / "twee"
    for folder, order in ((first, names), (second, random.Random(3).sample(names, len(names)))):
        folder.mkdir()
        for name in order:
            shutil.copyfile(country / "leveringen" / name, folder / name)
            time.sleep(0.01)
    expected = run(home, first, tmp_path / "uit1")
    for seconds in (3.0, 9.0, 16.0):
        _killed_run(home, second, tmp_path / "uit2", seconds)
    assert run(home, second, tmp_path / "uit2") == expected

    coverage = {row["gebied"]: row for row in rows(tmp_path / "uit1" / "dekking.csv")}
    assert coverage["NL"]["status"] == "onvolledig"
    assert coverage["GM0363"]["status"] == "ontbreekt"
    amsterdam = [r for r in rows(tmp_path / "uit1" / "leerplichttelling.csv") if r["gebied"] == "GM0363"]
    assert amsterdam
    assert {row["aantal"] for row in amsterdam} == {""}, "missing is never zero"


def _killed_run(home: Path, inbox: Path, out: Path, seconds: float) -> None:
    command = [*RIZOOM, "run", str(inbox), "--schooljaar", JAAR, "--vsv", "R2020", "--out", str(out)]
    process = subprocess.Popen(
        command,
        env={**os.environ, "RIZOOM_HOME": str(home)},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.parametrize("voorbeelden", VOORBEELDEN)
def test_worked_example(voorbeelden: Path, home: Path, tmp_path: Path) -> None:
    run(home, voorbeelden / "inbox", tmp_path)
    for expected in sorted((voorbeelden / "verwacht").glob("*.csv")):
        found = rows(tmp_path / expected.name)
        wanted = rows(expected)
        columns = list(wanted[0])
        have = {tuple(row[column] for column in columns) for row in found}
        missing = [row for row in wanted if tuple(row.values()) not in have]
        assert not missing, f"{expected.name}: {missing[:5]}"


def test_rejected_deliveries_are_a_result(home: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "geen.zip").write_bytes(b"this is no zip")
    found = run(home, inbox, tmp_path / "uit")
    assert b"geweigerd" in found["leveringen.csv"]
    national = [r for r in rows(tmp_path / "uit" / "dekking.csv") if r["gebied"] == "NL"]
    assert [row["status"] for row in national] == ["ontbreekt"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "ergens-niet", "--schooljaar", JAAR, "--out", "uit"],
        ["run", ".", "--schooljaar", "2024/2026", "--out", "uit"],
        ["run", ".", "--schooljaar", JAAR, "--out", "uit", "--vsv", "R1999"],
        ["run", ".", "--schooljaar", JAAR, "--out", "uit", "--definitieset", "geen"],
        ["bestaat-niet"],
    ],
)
def test_wrong_arguments_exit_with_2(home: Path, arguments: list[str]) -> None:
    assert rizoom(home, *arguments, check=False).returncode == 2


def test_impossible_date_is_rejected_and_does_not_reach_the_figures(
    country: Path, home: Path, tmp_path: Path
) -> None:
    """One delivery with 31 February beside a good one: rejected with its line, and the year still builds."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    good, bad = (next((country / "leveringen").glob(f"*{code}*")) for code in ("GM0344", "GM0356"))
    shutil.copyfile(good, inbox / good.name)
    spoil(bad, inbox / bad.name, "verblijf.csv", line=2, column="begindatum", value="2025-02-31")
    run(home, inbox, tmp_path / "uit")
    statuses = {row["leveraar"]: row["status"] for row in rows(tmp_path / "uit" / "leveringen.csv")}
    assert statuses == {"GM0344": "vigerend", "GM0356": "afgekeurd"}
    faults = [row for row in rows(tmp_path / "uit" / "bevindingen.csv") if row["ernst"] == "fout"]
    assert [(row["tabel"], row["regel"], row["kolom"]) for row in faults] == [("verblijf", "2", "begindatum")]
    coverage = {row["gebied"]: row["status"] for row in rows(tmp_path / "uit" / "dekking.csv")}
    assert (coverage["GM0344"], coverage["GM0356"]) == ("volledig", "ontbreekt")


def spoil(source: Path, target: Path, name: str, line: int, column: str, value: str) -> None:
    """A copy of a delivery with one value changed and the envelope made right again."""
    with zipfile.ZipFile(source) as archive:
        members = {item: archive.read(item) for item in archive.namelist()}
    lines = members[name].decode("utf-8-sig").splitlines()
    separator = max(";,\t", key=lines[0].count)
    cells = lines[line - 1].split(separator)
    cells[lines[0].split(separator).index(column)] = value
    lines[line - 1] = separator.join(cells)
    members[name] = ("\n".join(lines) + "\n").encode()
    envelope = json.loads(members["levering.json"])
    for file in envelope["bestanden"]:
        file["sha256"] = hashlib.sha256(members[file["naam"]]).hexdigest()
    members["levering.json"] = json.dumps(envelope).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for item, content in members.items():
            archive.writestr(item, content)
