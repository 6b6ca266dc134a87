"""Logging in at a real OpenID Connect provider (npm oidc-provider), people and machines."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from rizoom.portal import accounts
from rizoom.portal.app import create_app
from rizoom.portal.config import Oidc
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.portal_world import CONFIG

FOLDER = Path(__file__).parent / "oidc"
CALLBACK = "http://testserver/inloggen/terug"
RESOURCE = "https://rizoom.example/api"


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """Address of a running provider."""
    if not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=FOLDER, check=True, timeout=300)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"NODE_ENV": "test"}
    command = ["node", "server.mjs", str(port), CALLBACK]
    with subprocess.Popen(command, cwd=FOLDER, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def portal(settings: Settings, issuer: str) -> Iterator[TestClient]:
    """A portal that trusts this provider and knows one person and one machine of it."""
    oidc = Oidc(issuer, "portaal", "geheim-van-het-portaal", audience=RESOURCE)
    with connect(settings) as conn:
        accounts.save(conn, issuer, "jansen", "mens", "J. Jansen", ["leveraar"], ["GM0344"])
        accounts.save(conn, issuer, "pakket-a", "machine", "Pakket A", ["leveraar"], ["GM0344"])
        accounts.save(conn, "https://elders.example", "pietersen", "mens", "P.", ["leveraar"], ["GM0344"])
    app = create_app(settings, replace(CONFIG, login="oidc", oidc=oidc))
    with TestClient(app, follow_redirects=False) as client:
        yield client


def log_in_at_provider(place: str, name: str) -> str:
    """What a person does in the browser at the provider; the address it sends back to."""
    with httpx.Client(follow_redirects=False, timeout=30) as browser:
        for _ in range(12):
            if place.startswith(CALLBACK):
                return place
            answer = browser.get(place)
            if answer.is_redirect:
                place = urljoin(place, answer.headers["location"])
                continue
            action = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)
            assert action and prompt, answer.text
            form = {"prompt": prompt[1], "login": name, "password": "x"}
            answer = browser.post(urljoin(place, action[1]), data=form)
            place = urljoin(place, answer.headers["location"])
    raise AssertionError("the provider never sent us back")


def back(client: TestClient, name: str) -> httpx.Response:
    start = client.get("/inloggen/oidc")
    assert start.status_code == 302
    query = urlsplit(start.headers["location"]).query
    for part in ("code_challenge_method=S256", "state=", "nonce="):
        assert part in query
    place = urlsplit(log_in_at_provider(start.headers["location"], name))
    return client.get(f"{place.path}?{place.query}")


def test_a_person_logs_in_and_gets_a_new_session(portal: TestClient) -> None:
    assert "/inloggen/oidc" in portal.get("/inloggen").text
    before = portal.cookies["rizoom"]
    answer = back(portal, "jansen")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert portal.cookies["rizoom"] != before
    assert "J. Jansen" in portal.get("/").text


@pytest.mark.parametrize("name", ["onbekend", "pietersen", "pakket-a"])
def test_who_has_no_account_here_stays_out(portal: TestClient, name: str) -> None:
    answer = back(portal, name)
    assert answer.status_code == 403
    assert "nog geen toegang" in answer.text
    assert portal.get("/").status_code == 303


def test_an_answer_of_another_login_is_refused(portal: TestClient) -> None:
    start = portal.get("/inloggen/oidc")
    place = urlsplit(log_in_at_provider(start.headers["location"], "jansen"))
    stranger = TestClient(portal.app, follow_redirects=False)
    assert stranger.get(f"{place.path}?{place.query}").status_code == 403
    stranger.get("/inloggen/oidc")
    assert stranger.get(f"{place.path}?{place.query}").status_code == 403
    assert portal.get(f"{place.path}?{place.query}").status_code == 303
    assert portal.get(f"{place.path}?{place.query}").status_code == 403, "only once"


def test_a_login_of_too_low_a_level_is_refused(settings: Settings, issuer: str) -> None:
    oidc = Oidc(issuer, "portaal", "geheim-van-het-portaal", acr="hoog")
    with connect(settings) as conn:
        accounts.save(conn, issuer, "jansen", "mens", "J. Jansen", ["leveraar"], ["GM0344"])
    with TestClient(create_app(settings, replace(CONFIG, login="oidc", oidc=oidc))) as client:
        client.follow_redirects = False
        answer = back(client, "jansen")
    assert answer.status_code == 403
    assert "niet veilig genoeg" in answer.text


def test_development_accounts_do_not_work_here(portal: TestClient) -> None:
    page = portal.get("/inloggen").text
    token = re.search(r'name="csrf" value="([^"]*)"', page)
    form = {"csrf": token[1] if token else "", "account": "utrecht", "wachtwoord": "x"}
    assert portal.post("/inloggen", data=form).status_code == 404
    assert portal.post("/api/v1/token", data={"grant_type": "client_credentials"}).status_code == 404


def token_of(issuer: str, client_id: str, resource: str = RESOURCE) -> str:
    answer = httpx.post(
        f"{issuer}/token",
        data={"grant_type": "client_credentials", "resource": resource},
        auth=(client_id, "geheim-van-het-pakket"),
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def status(portal: TestClient, token: str) -> int:
    return portal.get("/api/v1/leveringen", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_machine_with_a_token_of_the_issuer(portal: TestClient, issuer: str) -> None:
    good = token_of(issuer, "pakket-a")
    assert status(portal, good) == 200
    assert status(portal, token_of(issuer, "pakket-onbekend")) == 401
    assert status(portal, token_of(issuer, "pakket-a", "https://iets-anders.example")) == 401
    head, body, signature = good.split(".")
    assert status(portal, f"{head}.{body}.{signature[:-4]}AAAA") == 401
    assert status(portal, f"{head}.{body}.") == 401


def test_an_issuer_that_is_down_is_said_so(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        place = f"http://127.0.0.1:{unused.getsockname()[1]}"
    oidc = Oidc(place, "portaal", "x", audience=RESOURCE)
    with TestClient(create_app(settings, replace(CONFIG, login="oidc", oidc=oidc))) as client:
        start = time.monotonic()
        assert client.get("/inloggen/oidc").status_code == 503
        assert status(client, "a.b.c") == 503
        assert time.monotonic() - start < 10
