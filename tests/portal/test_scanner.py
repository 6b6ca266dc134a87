"""The virus check with a real ClamAV daemon, which knows one made-up signature."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rizoom.portal import handover
from rizoom.portal.app import create_app
from rizoom.portal.scanner import ScannerDown, Verdict, scan
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d
from tests.portal_world import CONFIG, World, delivery, number_of, send

PATTERN = b"RIZOOM-PROEF-GEEN-ECHT-VIRUS"
MAX_BYTES = 1_000_000


@dataclass
class Clamd:
    """A daemon on a socket of its own."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return str(self.folder / "clamd.sock")

    def start(self) -> None:
        program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "tests/prepare.sh installs ClamAV"
        self.process = subprocess.Popen(
            [program, "--config-file", str(self.folder / "clamd.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            if Path(self.address).exists():
                return
            assert self.process.poll() is None, (self.folder / "clamd.log").read_text()
            time.sleep(0.1)
        raise AssertionError("clamd did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    (folder / "db" / "proef.ndb").write_text(f"Rizoom.Proef:0:*:{PATTERN.hex()}\n")
    found = Clamd(folder)
    (folder / "clamd.conf").write_text(
        f"LocalSocket {found.address}\nDatabaseDirectory {folder / 'db'}\nForeground yes\n"
        f"LogFile {folder / 'clamd.log'}\nMaxThreads 4\nStreamMaxLength {MAX_BYTES}\n"
    )
    found.start()
    yield found
    found.stop()


def infected() -> bytes:
    """A delivery with the pattern in a compressed member: who does not unpack does not see it."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in (d.delivery(d.files("GM0344")) | {"LEESMIJ.txt": b"x" * 5000 + PATTERN}).items():
            zipped.writestr(name, data)
    assert PATTERN not in stored.getvalue()
    return stored.getvalue()


def test_the_daemon_tells_clean_from_infected_and_too_large_is_no_answer(daemon: Clamd) -> None:
    assert scan(daemon.address, io.BytesIO(delivery("GM0344"))) == Verdict(True)
    verdict = scan(daemon.address, io.BytesIO(infected()))
    assert not verdict.clean
    assert verdict.found.startswith("Rizoom.Proef")
    with pytest.raises(ScannerDown):
        scan(daemon.address, io.BytesIO(b"x" * (MAX_BYTES * 3)))


def test_from_upload_to_verdict_also_when_the_daemon_was_down(portal: World, daemon: Clamd) -> None:
    world = World(portal.settings, create_app(portal.settings, replace(CONFIG, clamd=daemon.address)))
    client, database = world.client("a"), world.app.state.portal.database
    number_of(send(client, delivery("GM0344")))
    refused = send(client, infected())
    assert "schadelijke software" in client.get(refused.headers["location"]).text

    daemon.stop()
    places = [
        send(client, data).headers["location"] for data in (delivery("GM0344", volgnummer=2), infected())
    ]
    assert all("wacht op de viruscontrole" in client.get(place).text for place in places)
    assert handover.pass_on_waiting(world.settings, database, daemon.address) == 0
    daemon.start()
    assert handover.pass_on_waiting(world.settings, database, daemon.address) == 2
    assert number_of(client.get(places[0]))
    assert "schadelijke software" in client.get(places[1]).text
    with connect(portal.settings) as conn:
        assert conn.execute("select count(*) from register.levering").fetchone() == (2,)
    database.close()
