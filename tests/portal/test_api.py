"""The API: design rules, problems, idempotency, cursors; and what a generator of requests finds."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from rizoom.intake.receipt import public_key, verify
from rizoom.portal.routes import api_models
from rizoom.warehouse.connect import connect
from tests.portal_world import World, delivery

V1 = "/api/v1"
ZIP = {"Content-Type": "application/zip"}


@pytest.fixture
def document(world: World) -> dict[str, Any]:
    answer = world.client().get(f"{V1}/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_the_document_follows_the_design_rules(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])
    assert document["info"]["contact"]
    for path, operations in document["paths"].items():
        assert path.startswith(f"{V1}/")
        assert not path.endswith("/")
        for part in path.removeprefix(f"{V1}/").split("/"):
            assert re.fullmatch(r"[a-z]+|\{[a-z]+\}", part)
        for method, operation in operations.items():
            assert operation["summary"]
            assert operation["description"]
            for status, response in operation["responses"].items():
                assert "API-Version" in response["headers"]
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]
            if method == "post":
                assert "Idempotency-Key" in {p["name"] for p in operation["parameters"]}
    assert document["security"] == [{"oauth2": []}]
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    assert flows["clientCredentials"]["tokenUrl"].endswith("/api/v1/token")


def test_a_delivery_by_a_machine(portal: World) -> None:
    client, data = portal.machine("machine-a"), delivery("GM0344")
    made = client.post(f"{V1}/leveringen", content=data, headers=ZIP)
    assert made.status_code == 201
    body = api_models.Inzending.model_validate(made.json())
    assert body.ontvangstbewijs is not None
    assert made.headers["location"] == f"{V1}/leveringen/{body.ontvangstbewijs.ontvangstnummer}"
    assert client.get(made.headers["location"]).json()["status"] == "ontvangen"
    again = client.post(f"{V1}/leveringen", content=data, headers=ZIP)
    assert again.status_code == 200
    assert again.json()["ontvangstbewijs"] == made.json()["ontvangstbewijs"]
    receipt = client.get(f"{made.headers['location']}/ontvangstbewijs")
    assert verify(receipt.text, public_key(portal.settings))


def test_the_same_idempotency_key_gives_the_same_answer(portal: World) -> None:
    client, data = portal.machine("machine-a"), delivery("GM0344")
    headers = ZIP | {"Idempotency-Key": "sleutel-1"}
    first, second = (client.post(f"{V1}/leveringen", content=data, headers=headers) for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    other = client.post(f"{V1}/leveringen", content=delivery("GM0344", volgnummer=2), headers=headers)
    assert other.status_code == 422
    assert "Idempotency-Key is al gebruikt" in other.json()["detail"]
    elsewhere = portal.machine("machine-b").post(
        f"{V1}/leveringen", content=delivery("GM0356"), headers=headers
    )
    assert elsewhere.status_code == 201
    with connect(portal.settings) as conn:
        assert conn.execute("select count(*) from register.levering").fetchone() == (2,)


@pytest.mark.parametrize(
    ("content", "headers", "status", "detail"),
    [
        (b"x", {"Content-Type": "text/csv"}, 415, "Content-Type: application/zip"),
        (b"", ZIP, 422, "geen inhoud"),
        (b"geen zip", ZIP, 422, "geen leesbaar zipbestand"),
        (delivery("GM0356"), ZIP, 422, "niet gemachtigd"),
        (b"x", ZIP | {"Idempotency-Key": "x" * 201}, 422, "velden"),
    ],
)
def test_faults_are_problems_in_plain_dutch(
    world: World, content: bytes, headers: dict[str, str], status: int, detail: str
) -> None:
    answer = world.machine("machine-a").post(f"{V1}/leveringen", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = api_models.Probleem.model_validate(answer.json())
    assert (problem.status, problem.instance) == (status, f"{V1}/leveringen")
    assert detail in problem.detail


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer niets", "Basic YTpi", "Bearer \u00e9"])
def test_without_a_valid_token_nothing_answers(world: World, header: str) -> None:
    answer = world.client().get(f"{V1}/leveringen", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_ends(portal: World) -> None:
    client = portal.machine("machine-a")
    assert client.get(f"{V1}/leveringen").status_code == 200
    with connect(portal.settings) as conn:
        conn.execute("update portaal.toegangstoken set geldig_tot = now() - interval '1 second'")
    assert client.get(f"{V1}/leveringen").status_code == 401


@pytest.mark.parametrize(
    ("auth", "form", "status"),
    [
        (("machine-a", "fout"), {"grant_type": "client_credentials"}, 401),
        (("a", "een-lang-wachtwoord-om-te-testen"), {"grant_type": "client_credentials"}, 401),
        (("machine-a", "een-lang-wachtwoord-om-te-testen"), {"grant_type": "password"}, 400),
    ],
)
def test_no_token_for_others(world: World, auth: tuple[str, str], form: dict[str, str], status: int) -> None:
    assert world.client().post(f"{V1}/token", data=form, auth=auth).status_code == status


def test_cursors_walk_through_everything_once(world: World) -> None:
    client = world.machine("machine-b")
    whole = client.get(f"{V1}/leveringen?limiet=100").json()["leveringen"]
    seen, path = [], f"{V1}/leveringen?limiet=1"
    while path:
        answer = client.get(path)
        body = api_models.Leveringen.model_validate(answer.json())
        seen += [item.ontvangstnummer for item in body.leveringen]
        link = re.fullmatch(r'<([^>]+)>; rel="next"', answer.headers.get("link", ""))
        assert (link is None) == (body.volgende is None)
        path = link[1] if link else ""
    assert seen == [item["ontvangstnummer"] for item in whole]
    assert len(seen) == 3
    for wrong in ("AAAA", "LTE", "OTk5OTk5OTk5OTk5"):
        assert client.get(f"{V1}/leveringen?cursor={wrong}").status_code == 422


def test_findings_and_a_confirmation(portal: World) -> None:
    client = portal.machine("machine-a")
    place = client.post(f"{V1}/leveringen", content=delivery("GM0344"), headers=ZIP).headers["location"]
    portal.process()
    page = client.get(f"{place}/bevindingen?limiet=2")
    first = api_models.Bevindingen.model_validate(page.json())
    rest = client.get(f"{place}/bevindingen?cursor={first.volgende}").json()["bevindingen"]
    assert len(first.bevindingen) == 2
    found = [*page.json()["bevindingen"], *rest]
    assert len({json.dumps(item, sort_keys=True) for item in found}) == len(found)
    code = next(item["code"] for item in found if item["ernst"] == "waarschuwing")
    send = {"code": code, "reden": "Dit klopt, dat is nagekeken."}
    headers = {"Idempotency-Key": "bevestig"}
    answers = [client.post(f"{place}/bevestigingen", json=send, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    with connect(portal.settings) as conn:
        assert conn.execute("select count(*) from register.bevestiging").fetchone() == (1,)
    assert client.post(f"{place}/bevestigingen", json=send | {"extra": 1}).status_code == 422
    assert client.post(f"{place}/bevestigingen", json=send | {"code": "LP-NIET"}).status_code == 404


def test_the_calendar_of_a_machine(world: World) -> None:
    body = api_models.Termijnen.model_validate(world.machine("machine-a").get(f"{V1}/termijnen").json())
    assert {item.leveraar for item in body.termijnen} == {"GM0344"}


@schemathesis.serializer("application/zip")
def as_bytes(context: Any, value: Any) -> bytes:
    """The generated body as it is."""
    data = getattr(value, "data", value)
    return data if isinstance(data, bytes) else str(data).encode()


def test_generated_requests_get_documented_answers(world: World) -> None:
    """Every operation, with values that fit the document and values that do not."""
    schema = schemathesis.openapi.from_asgi(f"{V1}/openapi.json", world.app)
    token = world.machine("machine-a").headers["Authorization"]
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 8
    for operation in operations:
        for mode in GenerationMode:
            if mode == GenerationMode.NEGATIVE and operation.path == f"{V1}/termijnen":
                continue  # it takes nothing that could be wrong

            @settings(
                max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def generated(case: Any) -> None:
                # A schema cannot say what a real delivery or one of our own cursors is.
                case.call_and_validate(
                    headers={"Authorization": token}, excluded_checks=[positive_data_acceptance]
                )

            generated()
