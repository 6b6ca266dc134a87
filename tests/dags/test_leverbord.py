"""The delivery board inside Airflow's own web server: who may see it, what it shows, in a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from rizoom.intake import flow
from rizoom.ops import alarms, board
from rizoom.ops.airflow_home import free_port, prepare
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d

YEAR = "2024/2025"
ROUTES = ("/rizoom/bord", "/rizoom/leveraar/GM0344", "/rizoom/levering/1", "/rizoom/bestaat-niet")


@pytest.fixture
def site(airflow_ready: Settings, flow_env: Settings, tmp_path: Path) -> Iterator[str]:
    """Airflow's api-server with one rejected and one accepted delivery in the warehouse."""
    import uvicorn
    from airflow.api_fastapi.app import create_app

    d.write_zip(tmp_path / "in" / "a.zip")
    for moved in (flow.receive(flow_env, tmp_path / "in"),):
        assert len(moved) == 1
    for group in flow.plan_groups(flow_env, 1):
        flow.read_group(flow_env, group)
    with connect(flow_env) as conn:
        conn.execute("update register.levering set status = 'vigerend'")
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(apps="core"), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 90
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < deadline, "the api-server did not start"
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


def token(site: str, home: Settings, user: str) -> str:
    password = prepare(home).password(user)
    answer = httpx.post(f"{site}/auth/token", json={"username": user, "password": password}, timeout=60)
    return str(answer.raise_for_status().json()["access_token"])


def test_the_board(site: str, airflow_ready: Settings, flow_env: Settings, chromium: Browser) -> None:
    for route in ROUTES[:3]:
        assert httpx.get(site + route, timeout=60).status_code == 401, "nobody without a login"
        wrong = {"authorization": "Bearer onzin"}
        assert httpx.get(site + route, headers=wrong, timeout=60).status_code in (401, 403)
    for path in ("/rizoom/docs", "/rizoom/openapi.json"):
        assert "swagger" not in httpx.get(site + path, timeout=60).text.lower()

    silent = httpx.get(f"{site}/gezond/", timeout=60)
    assert (silent.status_code, silent.json()["onderdelen"]["leveringen"]) == (503, "nog niet begonnen")
    alarms.heartbeat(flow_env)
    assert httpx.get(f"{site}/gezond/", timeout=60).json()["gezond"] is True

    viewer = {"authorization": f"Bearer {token(site, airflow_ready, 'kijker')}"}
    for route in ROUTES[:3]:
        answer = httpx.get(site + route, headers=viewer, timeout=60)
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert d.BSN not in answer.text
    for query in ("?schooljaar=1999/2000", "?soort=<script>"):
        assert httpx.get(f"{site}/rizoom/bord{query}", headers=viewer, timeout=60).status_code == 404

    alarms.raise_alarm(flow_env, alarms.Alarm("FLOW-MISLUKT", "leveringen", "Tekst <b>van</b> het alarm"))
    context = chromium.new_context(locale="nl-NL")
    context.add_cookies([{"name": "_token", "value": token(site, airflow_ready, "kijker"), "url": site}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{site}/rizoom/bord?schooljaar={YEAR}")
    assert page.locator("svg.tegels a").count() == 342
    assert page.locator("section[aria-labelledby=tabel] tbody tr").count() == 342
    assert page.get_by_text("Tekst <b>van</b> het alarm").count() == 1
    no_violations(page)
    page.locator("svg.tegels a[aria-label='Utrecht: Geleverd']").click()
    page.wait_for_url("**/leveraar/GM0344")
    no_violations(page)
    page.get_by_role("link", name="R20").first.click()
    page.wait_for_url("**/levering/*")
    assert page.get_by_role("cell", name="ontvangen", exact=True).count() >= 1
    no_violations(page)
    context.close()


def no_violations(page: Page) -> None:
    """WCAG 2.2 AA according to axe."""
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()


def test_every_supplier_stands_on_the_board(settings: Settings) -> None:
    shown = board.board(settings, YEAR, "leerplicht")
    assert len(shown.tegels) == 342 == sum(shown.aantallen.values())
    places = {(tile.kolom, tile.rij) for tile in shown.tegels}
    assert len(places) == 342
    assert (None, None) not in places
    assert set(shown.aantallen) == set(board.STATUS)
    regions = board.board(settings, YEAR, "doorstroompunt")
    assert len(regions.tegels) == 40
    assert {tile.kolom for tile in regions.tegels} == {None}
