"""A real Chromium against a real portal on loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import uvicorn
from playwright.sync_api import BrowserContext

from rizoom.portal.app import create_app
from tests.portal_world import CONFIG, PASSWORD, World


@pytest.fixture(scope="session")
def address(world: World) -> Iterator[str]:
    """Address of a running portal over the world."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    app = create_app(world.settings, replace(CONFIG, base_url=base))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield base
    server.should_exit = True
    thread.join(20)


def log_in(context: BrowserContext, address: str, who: str) -> None:
    """Log in as a person does; the accounts of the tests are added to the list first."""
    page = context.new_page()
    page.goto(f"{address}/inloggen")
    page.evaluate(
        "who => { const list = document.getElementById('account');"
        " const one = document.createElement('option'); one.value = who; one.textContent = who;"
        " list.append(one); list.value = who; }",
        who,
    )
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(f"{address}/")
    page.close()


@pytest.fixture(params=["met JavaScript", "zonder JavaScript"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return bool(request.param == "met JavaScript")
