"""The catalogue site: made of approved releases only, readable by everybody, valid for machines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pyshacl import validate
from rdflib import DCAT, RDF, Graph
from typer.testing import CliRunner

from rizoom.cli import app
from rizoom.publish import uitgave as u
from rizoom.publish.opendata.cijfers import TOTAAL, Publiek
from rizoom.publish.opendata.onderwerp import onderwerpen
from rizoom.publish.opendata.site import Uitgebracht, maak_site, schrijf_site, uitgebracht
from rizoom.publish.uitgave_stroom import lever_af, volgens_kalender
from rizoom.settings import Settings

from ..leveringen import SCHOOLJAAR
from .test_bestanden import SHAPES


@pytest.fixture(scope="module")
def jaren(uitgegeven: Settings) -> list[Uitgebracht]:
    """The real release, and made-up figures of two years around a break."""
    (echt,), gone = uitgebracht(uitgegeven)
    assert gone == []

    def jaar(schooljaar: str, uitgave: int, nieuwste: bool, waarde: int) -> Uitgebracht:
        cijfers = {
            o.naam: [
                Publiek(o.naam, niveau, gebied, code, TOTAAL, TOTAAL, tekst, eenheid, "exact", "volledig")
                for niveau, gebied, plus in (("land", "NL", 0), ("regio", "RMC19", 3), ("regio", "RMC21", 9))
                for code, tekst, eenheid in (
                    [("VSV_PCT", f"{waarde % 7}.5", "procent")] if o.naam == "vsv"
                    else [("AV_TOTAAL", str(waarde + plus), "personen"), ("RV_16U", str(5 * waarde + plus), "personen")]
                )
            ]
            for o in onderwerpen()
        }  # fmt: skip
        return replace(echt, schooljaar=schooljaar, uitgave=uitgave, nieuwste=nieuwste, cijfers=cijfers)

    return [
        jaar("2022/2023", 1, True, 40),
        jaar("2023/2024", 1, False, 60),
        jaar("2023/2024", 2, True, 61),
        echt,
    ]


@pytest.fixture(scope="module")
def site(jaren: list[Uitgebracht], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for path, content in maak_site(
        sorted(jaren, key=lambda r: (r.schooljaar, r.uitgave), reverse=True), []
    ).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=True)
    yield context.new_page()
    context.close()


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_every_link_leads_somewhere_and_nothing_comes_from_elsewhere(site: Path) -> None:
    for path in site.glob("*.html"):
        links = Links()
        links.feed(path.read_text())
        assert links.scripts == 0
        own = [link for link in links.found if not link.startswith(("http", "mailto:", "#"))]
        assert len(own) > 5
        assert [link for link in own if not (site / link).exists()] == []


def test_a_series_over_years_names_its_breaks(site: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((site / "leerplichttelling-reeks.csv").read_text(), newline="")))
    land = {(r["schooljaar"], r["indicator"]): r for r in rows if r["gebied"] == "NL"}
    assert land["2023/2024", "AV_TOTAAL"]["waarde"] == "61", "the newest version of the year"
    assert "Particuliere" in land["2023/2024", "AV_TOTAAL"]["breuk"]
    assert land["2023/2024", "RV_16U"]["breuk"] == ""
    assert "Openbaar Ministerie" in land[SCHOOLJAAR, "PV_ABSOLUUT"]["breuk"]
    page = (site / "leerplichttelling.html").read_text()
    assert "<svg" in page and "Nederland per schooljaar" in page


def test_the_catalogue_holds_all_versions(site: Path) -> None:
    graph = Graph().parse(site / "dcat.ttl")
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 4 * len(onderwerpen())
    conforms, _, text = validate(graph, shacl_graph=Graph().parse(SHAPES))
    assert conforms, text


@pytest.mark.parametrize("name", ["index", *(o.naam for o in onderwerpen())])
def test_pages_are_accessible_and_fit_a_narrow_screen(site: Path, page: Page, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto((site / f"{name}.html").as_uri())
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, "no sideways scrolling of the page"
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == []
    assert page.locator("figure").count() == page.locator("figure + .schuif table").count(), (
        "a table with each chart"
    )


def test_the_site_on_the_command_line_shows_approved_releases_only(
    uitgave_kopie: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rizoom.publish.cli.Settings.from_env", lambda: uitgave_kopie)
    target = tmp_path / "site"
    result = CliRunner().invoke(app, ["opendata", "site", str(target)])
    assert result.exit_code == 0, result.output
    folder = target / "open-data/2024-2025/v1"
    assert (folder / "vsv.csv").exists() and "v1/vsv.csv" in (target / "vsv.html").read_text()
    shown = CliRunner().invoke(app, ["opendata", "poort", SCHOOLJAAR])
    assert shown.exit_code == 0 and "AV_TOTAAL" in shown.output
    made = u.zoek(uitgave_kopie, "open-data", SCHOOLJAAR)
    u.trek_in(uitgave_kopie, made.uitgave_id, "carla", "een gemeente leverde de verkeerde map")
    schrijf_site(uitgave_kopie, str(target))
    assert "de verkeerde map" in (target / "index.html").read_text()
    assert "v1/vsv.csv" not in (target / "vsv.html").read_text()


def test_after_approval_the_flow_writes_the_site(
    uitgave_kopie: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RIZOOM_MINISTERIE", raising=False)
    made = u.zoek(uitgave_kopie, "open-data", SCHOOLJAAR)
    page = Path(uitgave_kopie.publication_store) / str(lever_af(uitgave_kopie, made.uitgave_id))
    assert page.name == "index.html" and "Open data over leerplicht" in page.read_text()
    exact = u.zoek(uitgave_kopie, "leerplichttelling", SCHOOLJAAR)
    assert lever_af(uitgave_kopie, exact.uitgave_id) is None, "no drop is configured"
    assert not volgens_kalender(uitgave_kopie, date(2030, 1, 1)), "public figures are made by hand"
