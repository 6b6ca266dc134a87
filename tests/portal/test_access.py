"""Nobody sees anything of another: every route with every role, generated from the router."""

from __future__ import annotations

from itertools import product

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from rizoom.portal.access import Api, Open, Page, check_routes, guard_of
from rizoom.portal.actor import ALL, OWN, Recht
from rizoom.portal.app import create_app
from rizoom.settings import Settings
from tests.portal_world import CONFIG, MACHINES, PEOPLE, World

APP = create_app(Settings.from_env({}), CONFIG)
ROUTES = [
    (method, route)
    for route in APP.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods - {"HEAD"})
]
IDS = [f"{method} {route.path}" for method, route in ROUTES]
OTHERS = {
    "nummer": "b",
    "leveraar": "GM0356",
    "jaar": "2024-2025",
    "inzending": "0" * 32,
}
#: What may never be seen by who is not mandated for B: file names and code.
MARKS = ("b.zip", "b-fout.zip", "b-wacht.zip", "GM0356")


def fill(world: World, path: str, owner: str = "b") -> str:
    values = OTHERS | {"nummer": world.numbers[owner]}
    if owner == "a":
        values["leveraar"] = "GM0344"
    for name, value in values.items():
        path = path.replace("{" + name + "}", value)
    return path


def allowed(rol: str, recht: Recht) -> bool:
    return recht in OWN[rol] | ALL[rol]


def test_there_are_routes_of_every_kind() -> None:
    guards = {type(guard_of(route)) for _, route in ROUTES}
    assert guards == {Open, Page, Api}
    assert len(ROUTES) > 25


def test_only_the_api_document_and_the_static_files_are_no_guarded_routes() -> None:
    bare = {route.path for route in APP.routes if not isinstance(route, APIRoute)}  # type: ignore[attr-defined]
    assert bare == {"/api/v1/openapi.json", "/statisch"}


def test_a_route_without_a_guard_does_not_start() -> None:
    app, router = FastAPI(openapi_url=None), APIRouter()
    router.add_api_route("/vergeten", lambda: "open")
    app.include_router(router)
    with pytest.raises(RuntimeError, match="/vergeten"):
        check_routes(app)


@pytest.mark.parametrize(("method", "route"), ROUTES, ids=IDS)
def test_without_login_only_open_routes_answer(world: World, method: str, route: APIRoute) -> None:
    answer = world.client().request(method, fill(world, route.path))
    guard = guard_of(route)
    if isinstance(guard, Api):
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    elif isinstance(guard, Page) and method == "GET":
        assert (answer.status_code, answer.headers["location"]) == (303, "/inloggen")
    elif isinstance(guard, Page):
        assert answer.status_code == 401
    for mark in (*MARKS, world.numbers["b"]):
        assert mark not in answer.text.replace(fill(world, route.path), "")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("method", "route"), ROUTES, ids=IDS)
def test_people_do_only_what_their_role_may(world: World, method: str, route: APIRoute, who: str) -> None:
    answer = world.client(who).request(method, fill(world, route.path))
    guard = guard_of(route)
    rol, leveraars = PEOPLE[who]
    if isinstance(guard, Api):
        assert answer.status_code == 401, "a session is not a token"
    if isinstance(guard, Page) and not allowed(rol, guard.recht):
        assert answer.status_code == 403
    if "GM0356" in leveraars:
        return
    sees_all = isinstance(guard, Page) and (guard.recht in ALL[rol] or (route.path == "/" and ALL[rol]))
    about_b = "{nummer}" in route.path or "{leveraar}" in route.path
    if about_b and isinstance(guard, Page) and not sees_all:
        assert answer.status_code in (403, 404)
    if not sees_all:
        text = answer.text.replace(fill(world, route.path), "")
        for mark in (*MARKS, world.numbers["b"], world.numbers["b-fout"]):
            assert mark not in text, f"{mark} in {answer.text}"


@pytest.mark.parametrize("who", MACHINES)
@pytest.mark.parametrize(("method", "route"), ROUTES, ids=IDS)
def test_machines_do_only_what_their_role_may(world: World, method: str, route: APIRoute, who: str) -> None:
    answer = world.machine(who).request(method, fill(world, route.path))
    guard = guard_of(route)
    rol, leveraars = MACHINES[who]
    if isinstance(guard, Page):
        assert answer.status_code in (303, 401), "a token is not a session"
        return
    if isinstance(guard, Api) and not allowed(rol, guard.recht):
        assert answer.status_code == 403
    if isinstance(guard, Api) and "GM0356" not in leveraars and guard.recht not in ALL[rol]:
        if "{nummer}" in route.path:
            assert answer.status_code in (403, 404, 422)
        text = answer.text.replace(fill(world, route.path), "")
        for mark in (*MARKS, world.numbers["b"], world.numbers["b-fout"]):
            assert mark not in text


@pytest.mark.parametrize(("method", "route"), ROUTES, ids=IDS)
def test_every_form_needs_the_token_of_its_session(world: World, method: str, route: APIRoute) -> None:
    if method == "GET" or not isinstance(guard_of(route), Page):
        return
    client = world.client("samen")
    for data in ({}, {"csrf": "niet-van-mij"}):
        answer = client.request(method, fill(world, route.path, "a"), data=data, files=None)
        assert answer.status_code in (403, 415), f"{route.path} took a form without its token"


@pytest.mark.parametrize(("who", "owner"), list(product(["a", "samen"], ["a", "a-vorig"])))
def test_the_supplier_itself_sees_every_page_of_its_own(world: World, who: str, owner: str) -> None:
    client = world.client(who)
    for method, route in ROUTES:
        guard = guard_of(route)
        if method != "GET" or not isinstance(guard, Page) or guard.recht == Recht.AUDIT:
            continue
        if "{inzending}" in route.path:
            continue
        path = fill(world, route.path, "a").replace(world.numbers["a"], world.numbers[owner])
        assert client.get(path).status_code in (200, 303), path


def test_withdrawing_a_mandate_works_at_once(portal: World) -> None:
    from rizoom.warehouse.connect import connect
    from tests.portal_world import delivery, number_of, send

    client = portal.client("a")
    number = number_of(send(client, delivery("GM0344")))
    assert client.get(f"/leveringen/{number}").status_code == 200
    with connect(portal.settings) as conn:
        conn.execute("update portaal.mandaat set tot = current_date - 1 where leveraar = 'GM0344'")
    assert client.get(f"/leveringen/{number}").status_code == 404
    with connect(portal.settings) as conn:
        conn.execute("update portaal.account set actief = false where onderwerp = 'a'")
    assert client.get("/leveringen").status_code == 303


def test_the_audit_log_names_who_was_refused_and_cannot_be_changed(world: World) -> None:
    import psycopg

    from rizoom.warehouse.connect import connect

    world.client("helpdesk").get("/audit")
    with connect(world.settings) as conn:
        row = conn.execute(
            "select actor, object, resultaat, herkomst from portaal.audit"
            " where actie = 'audit' and resultaat = 'geweigerd'"
        ).fetchone()
        assert row is not None
        assert row[0].startswith("portaal:")
        assert row[1:] == ("/audit", "geweigerd", "testclient")
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            conn.execute("delete from portaal.audit")
