"""A load of uploads on a running portal: how long does a receipt take on the last day?

``python -m rizoom.portal.belasting http://127.0.0.1:8080 --aantal 342 --tegelijk 40`` logs in as a machine
(``--client``, secret in ``RIZOOM_PORTAAL_GEHEIM``) and uploads deliveries of different sizes, each for
another municipality. The account must be mandated for all of them (in development: ``pakket-land``).
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import io
import json
import os
import random
import statistics
import sys
import time
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import httpx

from rizoom.intake.schema import KINDS, TABLES
from rizoom.reference import municipalities, supplier_valid

MIB = 1024 * 1024
SCHOOLJAAR = "2024/2025"


@dataclass(frozen=True)
class Result:
    """One upload: size in bytes, seconds until the receipt, HTTP status (0: no answer)."""

    bytes: int
    seconds: float
    status: int


class _Pieces(io.RawIOBase):
    """Keeps what zipfile writes as it is, without copying it together."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes | memoryview] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.pieces.append(data)
        return len(data)


@cache
def _noise() -> memoryview:
    """Bytes that do not compress, made once: the load must come from the portal, not from making files."""
    return memoryview(random.Random(1).randbytes(64 * MIB))


def delivery(leveraar: str, size: int, seed: int) -> list[bytes | memoryview]:
    """A zip of about ``size`` bytes (at most 64 MiB) with a valid envelope, in pieces; no numbers of people."""
    files: dict[str, bytes] = {}
    for tabel in KINDS["leerplicht"].verplicht:
        header = ";".join(column.naam for column in TABLES[tabel].kolommen)
        files[f"{tabel}.csv"] = f"{header}\r\n".encode()
    envelope = {
        "formaat": "rizoom/1.0",
        "soort": "leerplicht",
        "schooljaar": SCHOOLJAAR,
        "leveraar": leveraar,
        "volgnummer": 1 + seed,
        "aangemaakt": "2025-10-01T09:30:00+02:00",
        "pakket": "belasting",
        "pakketversie": "1",
        "dialect": "rizoom",
        "levert": [],
        "bestanden": [
            {"naam": name, "tabel": name[:-4], "sha256": hashlib.sha256(data).hexdigest(), "rijen": 0}
            for name, data in files.items()
        ],
    }
    target = _Pieces()
    with zipfile.ZipFile(cast(BinaryIO, target), "w") as zipped:
        zipped.writestr("levering.json", json.dumps(envelope))
        for name, data in files.items():
            zipped.writestr(name, data)
        with zipped.open("LEESMIJ.bin", "w") as filler:
            filler.write(_noise()[: max(0, size - 4096)])
    return target.pieces


def upload(address: str, token: str, leveraar: str, size: int, seed: int) -> Result:
    """One upload over a connection of its own, as every municipality makes it."""
    pieces = delivery(leveraar, size, seed)
    total = sum(len(piece) for piece in pieces)
    host = urlsplit(address)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/zip",
        "Content-Length": str(total),
    }
    start = time.monotonic()
    kind = http.client.HTTPSConnection if host.scheme == "https" else http.client.HTTPConnection
    link = kind(host.hostname or "", host.port, timeout=300)
    try:
        link.request("POST", f"{host.path}/api/v1/leveringen", body=iter(pieces), headers=headers)
        status = link.getresponse().status
    except (OSError, http.client.HTTPException):
        status = 0
    finally:
        link.close()
    return Result(total, time.monotonic() - start, status)


def run(
    address: str,
    client: str,
    secret: str,
    aantal: int,
    tegelijk: int,
    kleinste: float,
    grootste: float,
    seed: int,
) -> list[Result]:
    """``aantal`` uploads, ``tegelijk`` at once, of ``kleinste`` to ``grootste`` MiB."""
    answer = httpx.post(
        f"{address}/api/v1/token", data={"grant_type": "client_credentials"}, auth=(client, secret)
    )
    token = answer.raise_for_status().json()["access_token"]
    sizes = random.Random(seed)
    end = date(int(SCHOOLJAAR[5:]), 7, 31)
    suppliers = [code for code in municipalities() if supplier_valid(code, end)]
    work = [
        (
            suppliers[number % len(suppliers)],
            int(sizes.uniform(kleinste, grootste) * MIB),
            seed * 1000 + number,
        )
        for number in range(aantal)
    ]
    _noise()
    with ThreadPoolExecutor(tegelijk) as pool:
        return list(pool.map(lambda item: upload(address, token, *item), work))


def summary(results: Sequence[Result], wall: float) -> str:
    """One line of a Markdown table: uploads, MB, faults, seconds in all, receipt p50, p95 and longest."""
    seconds = sorted(result.seconds for result in results)
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    faults = sum(result.status not in (200, 201) for result in results)
    total = sum(result.bytes for result in results) / 1e6
    middle = statistics.median(seconds)
    times = f"{wall:.0f} | {middle:.1f} | {p95:.1f} | {seconds[-1]:.1f}"
    return f"| {len(results)} | {total:.0f} | {faults} | {times} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print the line; 1 when an upload failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("adres")
    parser.add_argument("--client", default="pakket-land")
    parser.add_argument("--aantal", type=int, default=342)
    parser.add_argument("--tegelijk", type=int, default=40)
    parser.add_argument("--kleinste", type=float, default=5.0, help="MiB")
    parser.add_argument("--grootste", type=float, default=50.0, help="MiB")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    start = time.monotonic()
    results = run(
        given.adres,
        given.client,
        os.environ["RIZOOM_PORTAAL_GEHEIM"],
        given.aantal,
        given.tegelijk,
        given.kleinste,
        given.grootste,
        given.seed,
    )
    sys.stdout.write(summary(results, time.monotonic() - start) + "\n")
    return int(any(result.status not in (200, 201) for result in results))


if __name__ == "__main__":
    raise SystemExit(main())
