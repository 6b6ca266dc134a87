"""Delivery to the drop of the ministry: a folder, a real SFTP server, and S3 over HTTP."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import fsspec
import paramiko
import pytest

from rizoom.intake.receipt import public_key
from rizoom.publish import uitgave as u
from rizoom.publish import uitgave_opslag as opslag
from rizoom.publish.uitgave_manifest import handtekening_klopt
from rizoom.publish.uitgave_verzending import verzend
from rizoom.settings import Settings

from .leveringen import SCHOOLJAAR
from .sftp_server import sftp_server

Drop = tuple[str, object]


@pytest.fixture(params=["map", "sftp", "s3"])
def drop(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty drop of each kind."""
    if request.param == "map":
        yield f"file://{tmp_path / 'ministerie'}"
    elif request.param == "sftp":
        with sftp_server(tmp_path / "sftp") as server:
            (tmp_path / "bekend").write_text(server.known_hosts)
            monkeypatch.setenv("RIZOOM_SSH_HOSTS", str(tmp_path / "bekend"))
            yield server.url
    else:
        yield from _s3(monkeypatch)
    fsspec.filesystem("file").clear_instance_cache()


def _s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    import boto3
    import s3fs
    from moto.server import ThreadedMotoServer

    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    for name, value in {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION":
                        "eu-west-1", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    location = {"LocationConstraint": "eu-west-1"}
    bucket = f"ministerie-{port}"
    boto3.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=location)
    yield f"s3://{bucket}/drop"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def approved(settings: Settings) -> u.Uitgave:
    return u.zoek(settings, "leerplichttelling", SCHOOLJAAR)


def test_a_release_arrives_with_a_receipt_and_again_is_nothing_new(
    uitgave_kopie: Settings, drop: str
) -> None:
    made = approved(uitgave_kopie)
    sent = verzend(uitgave_kopie, made, drop)
    receipt = opslag.lees(drop, sent.bewijs)
    document = json.loads(receipt)
    assert document["manifest_sha256"] == made.manifest_sha256
    for name, entry in document["bestanden"].items():
        opslag.lees_gecontroleerd(drop, f"{made.map}/{name}", entry["sha256"])
    assert handtekening_klopt(receipt, opslag.lees(drop, f"{sent.bewijs}.sig"), public_key(uitgave_kopie))
    names = opslag.namen(drop, made.map)
    assert not [name for name in names if name.endswith(".deel")], "no half files"
    assert verzend(uitgave_kopie, made, drop) == sent
    assert opslag.namen(drop, made.map) == names
    assert approved(uitgave_kopie).verzonden == 1


def test_a_delivery_that_broke_off_is_finished(
    uitgave_kopie: Settings, drop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = approved(uitgave_kopie)
    write, written = opslag.schrijf_bestand, []

    def breaks(url: str, path: str, content: bytes, overwrite: bool = False) -> None:
        if len(written) == 3:
            raise OSError("verbinding verbroken")
        written.append(path)
        write(url, path, content, overwrite)

    with monkeypatch.context() as patch:
        patch.setattr(opslag, "schrijf_bestand", breaks)
        with pytest.raises(OSError, match="verbroken"):
            verzend(uitgave_kopie, made, drop)
    assert approved(uitgave_kopie).verzonden == 0
    opslag.schrijf_bestand(drop, written[0], b"half", overwrite=True)
    sent = verzend(uitgave_kopie, made, drop)
    assert json.loads(opslag.lees(drop, sent.bewijs))["uitgave"] == made.map
    assert approved(uitgave_kopie).verzonden == 1


def test_a_foreign_file_in_the_drop_is_not_overwritten(uitgave_kopie: Settings, drop: str) -> None:
    made = approved(uitgave_kopie)
    sent = verzend(uitgave_kopie, made, drop)
    opslag.schrijf_bestand(drop, sent.bewijs, b"van een ander", overwrite=True)
    with pytest.raises(opslag.AlGeschreven):
        verzend(uitgave_kopie, made, drop)


def test_a_server_with_another_key_gets_nothing(
    uitgave_kopie: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sftp_server(tmp_path / "sftp") as server:
        monkeypatch.setenv("RIZOOM_SSH_HOSTS", str(tmp_path / "leeg"))
        with pytest.raises(paramiko.SSHException, match="bekende servers"):
            verzend(uitgave_kopie, approved(uitgave_kopie), server.url)
    assert list((tmp_path / "sftp").iterdir()) == []


def test_only_an_approved_release_is_delivered(uitgave_kopie: Settings, tmp_path: Path) -> None:
    waiting = u.zoek(uitgave_kopie, "vsv", SCHOOLJAAR)
    with pytest.raises(u.NietToegestaan):
        verzend(uitgave_kopie, waiting, str(tmp_path / "ministerie"))
    assert not (tmp_path / "ministerie").exists()
