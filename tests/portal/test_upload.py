"""Upload: from the form to a signed receipt; nothing is lost, done twice, or accepted for somebody else."""

from __future__ import annotations

import hashlib
import io
import json
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from rizoom.intake import rawstore
from rizoom.intake.receipt import public_key, verify
from rizoom.portal import handover, quarantine
from rizoom.portal.app import create_app
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d
from tests.portal_world import CONFIG, World, csrf, delivery, number_of, send


def count(world: World, query: str) -> int:
    with connect(world.settings) as conn:
        row = conn.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


def leftovers(world: World) -> list[str]:
    folder = world.settings.home / "quarantaine"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_an_upload_gives_a_receipt_that_anybody_can_verify(portal: World) -> None:
    client, data = portal.client("a"), delivery("GM0344")
    number = number_of(send(client, data, "utrecht.zip"))
    page = client.get(f"/leveringen/{number}/ontvangstbewijs")
    assert hashlib.sha256(data).hexdigest() in page.text
    file = client.get(f"/leveringen/{number}/ontvangstbewijs.json")
    key = portal.client().get("/ontvangstsleutel").json()["publieke_sleutel"]
    assert key == public_key(portal.settings)
    assert verify(file.text, key)
    assert not verify(file.text.replace(number, "R20000101-0000000000"), key)
    receipt = json.loads(file.text)
    assert (receipt["ontvangstnummer"], receipt["bytes"]) == (number, len(data))
    with (
        connect(portal.settings) as conn,
        rawstore.open_object(portal.settings, receipt["sha256"], conn) as raw,
    ):
        assert raw.read() == data
    assert leftovers(portal) == []


def test_nothing_is_processed_in_the_request(portal: World) -> None:
    send(portal.client("a"), delivery("GM0344"))
    assert count(portal, "select count(*) from register.levering where status = 'ontvangen'") == 1
    assert count(portal, "select count(*) from landing.jongere") == 0
    assert count(portal, "select count(*) from register.bevinding") == 0


def test_the_same_bytes_give_the_same_receipt(portal: World) -> None:
    client, data = portal.client("a"), delivery("GM0344")
    first = number_of(send(client, data, "een.zip"))
    again = send(client, data, "twee.zip")
    assert number_of(again) == first
    assert again.headers["location"].endswith("?al=1")
    assert "Dit bestand hadden wij al" in client.get(again.headers["location"]).text
    assert number_of(send(portal.client("samen"), data)) == first
    assert count(portal, "select count(*) from register.levering") == 1
    assert count(portal, "select count(*) from register.inzending") == 3


def test_many_at_once_of_the_same_bytes_are_one_delivery(portal: World) -> None:
    data = delivery("GM0344")
    clients = [portal.client("a") for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(lambda client: number_of(send(client, data)), clients))
    assert len(numbers) == 1
    assert count(portal, "select count(*) from register.levering") == 1


def test_a_delivery_of_somebody_else_is_refused_and_not_kept(portal: World) -> None:
    client = portal.client("a")
    answer = send(client, delivery("GM0356"))
    page = client.get(answer.headers["location"])
    assert "Deze levering is van GM0356. U bent niet gemachtigd" in page.text
    assert count(portal, "select count(*) from register.levering") == 0
    assert count(portal, "select count(*) from register.opslag") == 0
    assert leftovers(portal) == []
    assert portal.client("b").get(answer.headers["location"]).status_code == 404


@pytest.mark.parametrize("spelling", ["gm0356", " GM0356 ", "Gm0356\t"])
def test_another_spelling_of_the_supplier_does_not_help(portal: World, spelling: str) -> None:
    members = d.delivery(leveraar="GM0356") | {
        "levering.json": d.envelope(d.files("GM0356"), leveraar=spelling)
    }
    answer = send(portal.client("a"), d.zip_bytes(members))
    assert answer.headers["location"].startswith("/inzendingen/")
    assert count(portal, "select count(*) from register.levering") == 0


def test_an_envelope_that_becomes_valid_later_still_belongs_to_its_supplier(portal: World) -> None:
    """The moment of making lies ahead, so the envelope as a whole is not valid yet."""
    answer = send(portal.client("a"), delivery("GM0356", aangemaakt="2099-01-01T00:00:00+01:00"))
    assert answer.headers["location"].startswith("/inzendingen/")
    assert count(portal, "select count(*) from register.levering") == 0


def without_envelope() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        zipped.writestr("jongere.csv", "leeg")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"dit is geen zip", "geen leesbaar zipbestand"),
        (without_envelope(), "geen levering.json"),
        (d.zip_bytes({"levering.json": b"{"}), "geen leveraar die wij kunnen lezen"),
        (d.zip_bytes({"levering.json": b'{"leveraar": 344}'}), "geen leveraar die wij kunnen lezen"),
        (d.zip_bytes({"levering.json": b"[]"}), "geen leveraar die wij kunnen lezen"),
        (d.zip_bytes({"levering.json": b"{}", "../x.csv": b"x"}), "geen veilig pad"),
    ],
)
def test_a_file_that_is_no_delivery_is_refused_with_the_reason(portal: World, data: bytes, text: str) -> None:
    client = portal.client("samen")
    assert text in client.get(send(client, data).headers["location"]).text
    assert count(portal, "select count(*) from register.levering") == 0


def test_no_file_or_an_empty_one_says_so_in_the_form(portal: World) -> None:
    client = portal.client("a")
    for answer in (
        send(client, b""),
        client.post("/aanleveren", files=[("csrf", (None, csrf(client.get("/aanleveren"))))]),
    ):
        assert answer.status_code == 422
        assert "geen bestand gekozen, of het bestand is leeg" in answer.text


def test_a_form_without_its_token_is_refused_before_the_file_is_read(portal: World) -> None:
    client = portal.client("a")
    for token in ("", "van-een-ander", csrf(portal.client("b").get("/aanleveren"))):
        assert send(client, delivery("GM0344"), token=token).status_code == 403
    file_first = client.post(
        "/aanleveren",
        files=[
            ("levering", ("x.zip", delivery("GM0344"))),
            ("csrf", (None, csrf(client.get("/aanleveren")))),
        ],
    )
    assert file_first.status_code == 403
    assert leftovers(portal) == []


def test_over_the_limit_stops_and_leaves_nothing(portal: World) -> None:
    small = replace(portal.settings, limits=replace(portal.settings.limits, zip_bytes=100_000))
    world = World(small, create_app(small, CONFIG))
    client = world.client("a")
    answer = send(client, b"x" * 100_001)
    assert answer.status_code == 413
    assert "hoogstens 0 MiB" in answer.text

    def endless() -> Iterator[bytes]:
        yield b'--g\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n'
        yield csrf(client.get("/aanleveren")).encode()
        yield b'\r\n--g\r\nContent-Disposition: form-data; name="levering"; filename="x.zip"\r\n\r\n'
        for _ in range(40):
            yield b"x" * 65536

    headers = {"content-type": "multipart/form-data; boundary=g"}
    assert client.post("/aanleveren", content=endless(), headers=headers).status_code == 413
    assert leftovers(portal) == []
    world.app.state.portal.database.close()


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"csrf=x", 415),
        ("multipart/form-data", b"", 415),
        ("multipart/form-data; boundary=g", b"dit is geen formulier", 400),
        (
            "multipart/form-data; boundary=g",
            b'--g\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * 9000,
            413,
        ),
    ],
)
def test_a_broken_form_is_a_clear_fault(portal: World, kind: str, body: bytes, status: int) -> None:
    answer = portal.client("a").post("/aanleveren", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert leftovers(portal) == []


class Scanner:
    """A peer that speaks the INSTREAM protocol of clamd and finds the word VIRUS."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        self.seen: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self.server.accept()
            except OSError:
                return
            with link, link.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    data += stream.read(size)
                self.seen.append(data)
                link.sendall(b"stream: Proef.Virus FOUND\0" if b"VIRUS" in data else b"stream: OK\0")

    def close(self) -> None:
        self.server.close()


@pytest.fixture
def scanner() -> Iterator[Scanner]:
    found = Scanner()
    yield found
    found.close()


def with_scanner(world: World, address: str) -> World:
    return World(world.settings, create_app(world.settings, replace(CONFIG, clamd=address)))


def test_the_scanner_sees_every_byte_before_the_register_does(portal: World, scanner: Scanner) -> None:
    world, data = with_scanner(portal, scanner.address), delivery("GM0344")
    number_of(send(world.client("a"), data))
    assert scanner.seen == [data]
    world.app.state.portal.database.close()


def test_an_infected_file_is_destroyed(portal: World, scanner: Scanner) -> None:
    world = with_scanner(portal, scanner.address)
    client = world.client("a")
    infected = d.delivery(d.files("GM0344")) | {"LEESMIJ.txt": b"VIRUS"}
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as zipped:
        for name, data in infected.items():
            zipped.writestr(name, data)
    answer = send(client, stored.getvalue())
    assert "schadelijke software" in client.get(answer.headers["location"]).text
    assert count(world, "select count(*) from register.levering") == 0
    assert count(world, "select count(*) from portaal.quarantaine where ingepakte_sleutel is not null") == 0
    assert leftovers(world) == []
    world.app.state.portal.database.close()


def test_without_an_answering_scanner_the_file_waits_and_goes_on_later(
    portal: World, scanner: Scanner
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        nobody = f"127.0.0.1:{unused.getsockname()[1]}"
    world, data = with_scanner(portal, nobody), delivery("GM0344")
    client = world.client("a")
    place = send(client, data).headers["location"]
    assert "wacht op de viruscontrole" in client.get(place).text
    assert count(world, "select count(*) from register.levering") == 0
    (file,) = leftovers(world)
    sealed = (world.settings.home / "quarantaine" / file).read_bytes()
    assert data[:200] not in sealed
    database = world.app.state.portal.database
    assert handover.pass_on_waiting(world.settings, database, nobody) == 0
    assert handover.pass_on_waiting(world.settings, database, scanner.address) == 1
    assert handover.pass_on_waiting(world.settings, database, scanner.address) == 0
    after = client.get(place)
    assert number_of(after)
    assert leftovers(world) == []
    database.close()


def test_what_a_broken_upload_left_is_swept(portal: World) -> None:
    with quarantine.incoming(portal.settings) as upload:
        upload.write(b"x" * 1000)
        left = leftovers(portal)
        assert left == [upload.quarantaine_id]
    assert leftovers(portal) == []
    orphan = portal.settings.home / "quarantaine" / ("0" * 32)
    orphan.write_bytes(b"rest")
    with connect(portal.settings) as conn:
        assert quarantine.sweep(portal.settings, conn) == 0
        assert quarantine.sweep(portal.settings, conn, older_than=0) == 1


def test_a_file_name_is_text_only(portal: World) -> None:
    client = portal.client("a")
    number = number_of(send(client, delivery("GM0344"), "../../<script>999990019.zip"))
    page = client.get(f"/leveringen/{number}").text
    assert "<script>" not in page
    assert "999990019" not in page
    assert "&lt;script&gt;#########.zip" in page
