"""One portal with two municipalities, a region, a joint body, helpdesk, auditor and machines.

Everything in it came in through the portal's own upload and went through the real checks; ``built`` adds the
national tables of 2024/2025 by a real dbt build. ``tests/conftest.py`` loads this as a plugin: one world for all.
"""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg import sql

from rizoom.intake import flow
from rizoom.national import flow as national
from rizoom.portal import accounts
from rizoom.portal.app import create_app
from rizoom.portal.config import Limits, PortalConfig
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from rizoom.warehouse.server import ensure_server
from tests.intake import deliveries as d

YEAR = "2024/2025"
EARLIER = "2023/2024"
PASSWORD = "een-lang-wachtwoord-om-te-testen"
CONFIG = PortalConfig(
    base_url="http://testserver",
    limits=Limits(
        login_per_minute=10**6,
        upload_per_minute=10**6,
        request_per_minute=10**6,
    ),
)
PEOPLE = {
    "a": ("leveraar", ["GM0344"]),
    "b": ("leveraar", ["GM0356"]),
    "samen": ("leveraar", ["GM0344", "GM0356", "RMC19"]),
    "leeg": ("leveraar", []),
    "helpdesk": ("helpdesk", []),
    "auditor": ("auditor", []),
}
#: Own totals of A: one is right, one is three too high, for two other children.
OPGAVE = [["TELPLICHTIG", "TOTAAL", "2", ""], ["AV_TOTAAL", "TOTAAL", "4", "Ook twee uit het oude systeem"]]
MACHINES = {
    "machine-a": ("leveraar", ["GM0344"]),
    "machine-b": ("leveraar", ["GM0356"]),
    "machine-audit": ("auditor", []),
}


@dataclass(repr=False)
class World:
    """The portal and what is in it: receipt numbers by name."""

    settings: Settings
    app: FastAPI
    numbers: dict[str, str] = field(default_factory=dict)

    def client(self, who: str | None = None) -> TestClient:
        """A browser of its own, logged in as ``who``."""
        client = TestClient(self.app, follow_redirects=False)
        if who is not None:
            answer = client.post(
                "/inloggen",
                data={
                    "csrf": csrf(client.get("/inloggen")),
                    "account": who,
                    "wachtwoord": PASSWORD,
                },
            )
            assert answer.status_code == 303, answer.text
        return client

    def machine(self, who: str) -> TestClient:
        """A machine with an access token."""
        client = TestClient(self.app, follow_redirects=False)
        answer = client.post(
            "/api/v1/token",
            data={"grant_type": "client_credentials"},
            auth=(who, PASSWORD),
        )
        assert answer.status_code == 200, answer.text
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return client

    def process(self) -> None:
        """What Airflow does after an upload."""
        for group in flow.plan_groups(self.settings, 1):
            flow.read_group(self.settings, group)
        flow.check(self.settings)
        flow.decide(self.settings)
        flow.prune(self.settings)


def csrf(answer: httpx.Response) -> str:
    """The token in the first form of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def send(
    client: TestClient, data: bytes, name: str = "levering.zip", token: str | None = None
) -> httpx.Response:
    """Upload as a browser does: the token first, then the file."""
    if token is None:
        token = csrf(client.get("/aanleveren"))
    return client.post(
        "/aanleveren",
        files=[
            ("csrf", (None, token)),
            ("levering", (name, data, "application/zip")),
        ],
    )


def number_of(answer: httpx.Response) -> str:
    """Receipt number from the redirect after an upload."""
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/leveringen/(R\d{8}-\w{10})/ontvangstbewijs(\?al=1)?", answer.headers["location"])
    assert found, answer.headers["location"]
    return found[1]


def delivery(gemeente: str, opgave: Sequence[list[str]] = (), **changes: Any) -> bytes:
    """A delivery with warnings: an unknown school, and a young person out of view."""
    seen = d.BSN
    rows = {
        "inschrijving": [
            [seen, "99ZZ", "", "bekostigd", "VO", "", "VWO", "", "", "3", "2023-08-01", "", ""],
        ],
        "jongere": [
            [seen, "bsn", "2012-05-06", "V", "", ""],
            ["999990020", "bsn", "2013-04-05", "M", "", ""],
        ],
        "verblijf": [
            [seen, gemeente, "2012-05-06", "", ""],
            ["999990020", gemeente, "2013-04-05", "", ""],
        ],
    }
    content = d.files(gemeente, **rows)
    if opgave:
        head = "indicator;onderwijssoort_klasse;aantal;toelichting"
        content["opgave.csv"] = "\r\n".join([head, *(";".join(row) for row in opgave), ""]).encode()
    return d.zip_bytes(d.delivery(content, leveraar=gemeente, **changes))


def broken(gemeente: str, **changes: Any) -> bytes:
    """A delivery with an error: 31 February."""
    content = d.files(gemeente, jongere=[[d.BSN, "bsn", "2012-02-31", "V", "", ""]])
    return d.zip_bytes(d.delivery(content, leveraar=gemeente, **changes))


def own_database(server: Settings, home: Path) -> Settings:
    """Settings with a database of their own, made from the migrated template."""
    name = f"portaal_{secrets.token_hex(4)}"
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        statement = sql.SQL("create database {} template {}")
        conn.execute(statement.format(sql.Identifier(name), sql.Identifier(server.database)))
    return replace(
        server,
        home=home,
        warehouse_url=ensure_server(server),
        database=name,
        key_hex=secrets.token_hex(32),
    )


def drop_database(server: Settings, name: str) -> None:
    """Remove a database of :func:`own_database`."""
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        conn.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def add_accounts(settings: Settings) -> None:
    """The people and machines of the tests."""
    with connect(settings) as conn:
        for soort, group in (("mens", PEOPLE), ("machine", MACHINES)):
            for name, (rol, leveraars) in group.items():
                accounts.save(
                    conn, accounts.DEVELOPMENT, name, soort, f"Account {name}", [rol], leveraars, PASSWORD
                )


@pytest.fixture(scope="session")
def world(server: Settings) -> Iterator[World]:
    """The portal with deliveries in every state; tests may add to it, and change nothing that is there."""
    with tempfile.TemporaryDirectory() as home:
        settings = own_database(server, Path(home))
        add_accounts(settings)
        app = create_app(settings, CONFIG)
        found = World(settings, app)
        a, b = found.client("a"), found.client("b")
        found.numbers = {
            "a-vorig": number_of(send(a, delivery("GM0344", schooljaar=EARLIER), "a-vorig.zip")),
            "b-fout": number_of(send(b, broken("GM0356"), "b-fout.zip")),
            "a": number_of(send(a, delivery("GM0344", opgave=OPGAVE), "a.zip")),
            "b": number_of(send(b, delivery("GM0356", volgnummer=2), "b.zip")),
        }
        found.process()
        found.numbers["b-wacht"] = number_of(send(b, delivery("GM0356", volgnummer=7), "b-wacht.zip"))
        yield found
        app.state.portal.database.close()
        drop_database(server, settings.database)


@pytest.fixture(scope="session")
def built(world: World) -> World:
    """The same portal, with national tables."""
    national.build_year(world.settings, YEAR)
    return world


@pytest.fixture
def portal(settings: Settings) -> Iterator[World]:
    """An empty portal with the accounts."""
    add_accounts(settings)
    app = create_app(settings, CONFIG)
    yield World(settings, app)
    app.state.portal.database.close()
