"""Headers, cookies, limits, hosts and where a portal may start."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from rizoom.portal import serve
from rizoom.portal.app import create_app
from rizoom.portal.config import ConfigurationError, Limits, Oidc, PortalConfig
from rizoom.portal.faults import Fault
from rizoom.portal.limits import RateLimiter
from rizoom.settings import Settings
from tests.portal_world import CONFIG, World, csrf

OIDC = Oidc("https://inloggen.example", "rizoom", "geheim", audience="rizoom")


@pytest.mark.parametrize(
    "path", ["/inloggen", "/statisch/portaal.css", "/bestaat/niet", "/api/v1/leveringen", "/gezond"]
)
def test_every_answer_has_the_security_headers(world: World, path: str) -> None:
    answer = world.client().get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert ("cache-control" in answer.headers) != path.startswith("/statisch")
    assert answer.headers.get("api-version") == ("1.0.0" if path.startswith("/api/") else None)


def test_no_page_asks_anything_of_another_host(world: World) -> None:
    client = world.client("samen")
    for path in ("/", "/aanleveren", "/leveringen", "/kalender", "/spiegel", "/toegankelijkheid"):
        text = client.get(path).text
        assert "http://" not in text.replace("http://www.w3.org/", "")
        assert "https://" not in text
        assert " style=" not in text
        assert "<script>" not in text


def test_over_https_cookies_are_secure_and_hsts_is_sent(settings: Settings) -> None:
    config = replace(CONFIG, base_url="https://portaal.example", login="oidc", oidc=OIDC)
    app = create_app(settings, config)
    client = TestClient(app, base_url="https://portaal.example", follow_redirects=False)
    answer = client.get("/inloggen")
    assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-rizoom=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"):
        assert part in cookie
    other = TestClient(app, base_url="https://elders.example").get("/gezond")
    assert other.status_code == 400
    app.state.portal.database.close()


def test_a_login_gives_a_new_session_and_a_logout_ends_it(world: World) -> None:
    client = world.client()
    page = client.get("/inloggen")
    before = client.cookies["rizoom"]
    client = world.client("a")
    assert client.cookies["rizoom"] != before
    token = client.cookies["rizoom"]
    assert client.post("/uitloggen", data={"csrf": csrf(client.get("/"))}).status_code == 303
    client.cookies.set("rizoom", token)
    assert client.get("/").status_code == 303
    assert csrf(page)


@pytest.mark.parametrize(
    "fields", [{"wachtwoord": "fout"}, {"account": "machine-a"}, {"account": "niemand"}, {"wachtwoord": ""}]
)
def test_a_wrong_login_is_refused(world: World, fields: dict[str, str]) -> None:
    from tests.portal_world import PASSWORD

    client = world.client()
    form = {"csrf": csrf(client.get("/inloggen")), "account": "a", "wachtwoord": PASSWORD} | fields
    answer = client.post("/inloggen", data=form)
    assert answer.status_code == 401
    assert client.get("/").status_code == 303


def test_an_idle_session_ends(portal: World) -> None:
    from rizoom.warehouse.connect import connect

    client = portal.client("a")
    assert client.get("/").status_code == 200
    with connect(portal.settings) as conn:
        conn.execute("update portaal.sessie set gebruikt_op = now() - interval '31 minutes'")
    assert client.get("/").status_code == 303


def test_a_bucket_empties_and_fills_again() -> None:
    now = [0.0]
    limiter = RateLimiter(lambda: now[0])
    for _ in range(3):
        limiter.take("x", "a", 3)
    with pytest.raises(Fault) as refused:
        limiter.take("x", "a", 3)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (429, "20")
    limiter.take("x", "b", 3)
    now[0] = 20.0
    limiter.take("x", "a", 3)


def test_too_many_logins_are_held_up(settings: Settings) -> None:
    app = create_app(settings, replace(CONFIG, limits=Limits(login_per_minute=2)))
    client = TestClient(app)
    form = {"csrf": csrf(client.get("/inloggen")), "account": "a", "wachtwoord": "x"}
    codes = [client.post("/inloggen", data=form).status_code for _ in range(3)]
    assert codes == [401, 401, 429]
    app.state.portal.database.close()


@pytest.mark.parametrize(
    ("config", "host"),
    [
        (PortalConfig(), "0.0.0.0"),
        (PortalConfig(), "192.0.2.1"),
        (PortalConfig(base_url="https://portaal.example"), "127.0.0.1"),
        (PortalConfig(base_url="http://portaal.example", login="oidc", oidc=OIDC), "0.0.0.0"),
        (PortalConfig(login="oidc"), "127.0.0.1"),
    ],
)
def test_an_unsafe_portal_does_not_start(settings: Settings, config: PortalConfig, host: str) -> None:
    with pytest.raises(ConfigurationError):
        serve.serve(settings, host, 0, config)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_development_accounts_start_on_loopback(host: str) -> None:
    PortalConfig().check(host)
    PortalConfig(base_url="https://portaal.example", login="oidc", oidc=OIDC).check("0.0.0.0")


def test_configuration_comes_from_the_environment_without_showing_secrets() -> None:
    config = PortalConfig.from_env(
        {
            "RIZOOM_PORTAAL_URL": "https://portaal.example/",
            "RIZOOM_PORTAAL_OIDC_ISSUER": "https://inloggen.example",
            "RIZOOM_PORTAAL_OIDC_GEHEIM": "heel-geheim",
        }
    )
    assert (config.base_url, config.login, config.secure) == ("https://portaal.example", "oidc", True)
    assert "heel-geheim" not in repr(config)


def test_health_says_when_the_warehouse_is_gone(settings: Settings) -> None:
    app = create_app(replace(settings, database="bestaat_niet"), CONFIG)
    client = TestClient(app)
    assert client.get("/gezond").status_code == 503
    app.state.portal.database.close()
