"""Status, findings, history and confirmations as the supplier reads them."""

from __future__ import annotations

import csv
import io
import re

import pytest

from rizoom.portal.texts import STATUS, area_name, moment, number, size
from rizoom.warehouse.connect import connect
from tests.portal_world import World, csrf

WARNING = re.compile(r'id="(LP-[A-Z0-9-]*)"')


def page(world: World, who: str, name: str, query: str = "") -> str:
    answer = world.client(who).get(f"/leveringen/{world.numbers[name]}/bevindingen{query}")
    assert answer.status_code == 200
    return answer.text


def test_every_status_has_a_text_and_a_next_step(world: World) -> None:
    with connect(world.settings) as conn:
        rows = conn.execute("select ontvangstnummer, status from register.levering").fetchall()
    assert {row[1] for row in rows} >= {"ontvangen", "vigerend", "afgekeurd"}
    client = world.client("helpdesk")
    for nummer, status in rows:
        text = client.get(f"/leveringen/{nummer}").text
        assert STATUS[status].stap in text
        assert STATUS[status].uitleg in text


def test_an_error_names_file_line_and_column(world: World) -> None:
    text = page(world, "b", "b-fout", "?ernst=fout")
    assert "jongere.csv" in text
    assert re.search(r'<td class="getal">2</td><td>geboortedatum</td>', text)
    assert "2012-02-31" in text


def test_findings_are_grouped_by_check_and_filtered(world: World) -> None:
    everything = page(world, "a", "a")
    warnings = page(world, "a", "a", "?ernst=waarschuwing")
    codes = WARNING.findall(everything)
    assert len(codes) == len(set(codes)) > 1
    assert set(WARNING.findall(warnings)) < set(codes)
    assert "rz-bevinding--info" not in warnings
    one = WARNING.findall(page(world, "a", "a", f"?code={codes[0]}"))
    assert one == [codes[0]]
    assert "Er zijn geen bevindingen die hierbij passen" in page(world, "a", "a", "?ernst=fout")


def test_downloads_hold_every_finding_and_run_nothing(world: World) -> None:
    client = world.client("b")
    place = f"/leveringen/{world.numbers['b-fout']}/bevindingen"
    table = client.get(place + ".csv")
    assert table.headers["content-disposition"].startswith("attachment;")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    with connect(world.settings) as conn:
        wanted = conn.execute(
            "select count(*) from register.bevinding as b"
            " inner join register.levering as l using (levering_id) where l.ontvangstnummer = %s",
            [world.numbers["b-fout"]],
        ).fetchone()
    assert wanted == (len(rows),)
    assert {"fout", "info"} <= {row["ernst"] for row in rows}
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "@"))]
    html = client.get(place + ".html")
    assert html.headers["content-disposition"].startswith("attachment;")
    assert "afgekeurd" in html.text


@pytest.mark.parametrize("name", ["a", "b-wacht"])
def test_the_html_download_works_in_every_status(world: World, name: str) -> None:
    who = name[0]
    answer = world.client(who).get(f"/leveringen/{world.numbers[name]}/bevindingen.html")
    assert answer.status_code == 200


def test_a_warning_is_confirmed_once_and_seen_the_next_year(world: World) -> None:
    client = world.client("a")
    earlier, now = (f"/leveringen/{world.numbers[name]}" for name in ("a-vorig", "a"))
    first = client.get(f"{earlier}/bevindingen?ernst=waarschuwing")
    code = WARNING.findall(first.text)[0]
    form = {"csrf": csrf(first), "code": code, "reden": "Dit is een nieuwe school,  die klopt."}
    short = client.post(f"{earlier}/bevestigingen", data=form | {"reden": " kort "})
    assert short.status_code == 422
    assert "Schrijf een reden van 10 tot 1000 tekens" in short.text
    number = client.post(f"{earlier}/bevestigingen", data=form | {"reden": "Nummer 999990019 klopt wel."})
    assert number.status_code == 422
    assert "geen nummers van jongeren" in number.text
    done = client.post(f"{earlier}/bevestigingen", data=form)
    assert (done.status_code, done.headers["location"]) == (303, f"{earlier}/bevindingen#{code}")
    after = client.get(f"{earlier}/bevindingen?code={code}").text
    assert "<strong>Bevestigd:</strong> Dit is een nieuwe school, die klopt." in after
    assert f'id="reden-{code}"' not in after
    next_year = client.get(f"{now}/bevindingen?code={code}").text
    assert "<strong>Uw uitleg bij 2023/2024:</strong> Dit is een nieuwe school, die klopt." in next_year
    assert "<strong>Bevestigd:</strong>" not in next_year


def test_only_a_warning_of_that_delivery_can_be_confirmed(world: World) -> None:
    client = world.client("b")
    place = f"/leveringen/{world.numbers['b']}"
    token = csrf(client.get(f"{place}/bevindingen"))
    for code in ("LP-BESTAND-GELEZEN", "LP-BESTAAT-NIET", ""):
        form = {"csrf": token, "code": code, "reden": "Een reden die lang genoeg is"}
        assert client.post(f"{place}/bevestigingen", data=form).status_code == 404


def test_the_list_filters_and_pages_with_a_cursor(world: World) -> None:
    client = world.client("b")
    rejected = client.get("/leveringen?status=afgekeurd").text
    assert world.numbers["b-fout"] in rejected
    assert world.numbers["b"] not in rejected
    with connect(world.settings) as conn:
        row = conn.execute(
            "select levering_id from register.levering where ontvangstnummer = %s", [world.numbers["b"]]
        ).fetchone()
    assert row is not None
    older = client.get(f"/leveringen?voor={row[0]}").text
    assert world.numbers["b-fout"] in older
    assert world.numbers["b-wacht"] not in older


def test_the_history_compares_with_the_delivery_before(world: World) -> None:
    text = world.client("b").get(f"/leveringen/{world.numbers['b']}").text
    assert "Vorige levering" in text
    assert re.search(
        r"jongere\.csv</th><td>jongere</td><td class=\"getal\">2</td>\s*<td class=\"getal\">1</td>", text
    )
    assert '<td class="getal">+1</td>' in text


def test_numbers_dates_and_areas_are_written_the_dutch_way() -> None:
    from datetime import UTC, datetime

    assert [number(v) for v in (None, 0, 1234567, 12.5, -3)] == ["–", "0", "1.234.567", "12,5", "-3"]
    assert [size(v) for v in (999, 45_000, 4_210_000)] == ["999 bytes", "45 kB", "4,2 MB"]
    assert moment(datetime(2025, 10, 3, 12, 5, tzinfo=UTC)) == "3 oktober 2025, 14:05 uur"
    assert area_name("GM0344") == "Utrecht (GM0344)"
    assert area_name("RMC19").startswith("regio ")
    assert area_name("GM9999") == "GM9999"
