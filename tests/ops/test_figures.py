"""The figures and the page, from files in the shape of the output contract (the truth of a small country)."""

from __future__ import annotations

import io
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from rizoom.intake import flow
from rizoom.ops import figures, work
from rizoom.ops.demo import as_table
from rizoom.ops.overview import CHARTS, write_overview
from rizoom.settings import Settings
from rizoom.synth import write_country
from tests.intake import deliveries as d

YEAR = "2024/2025"


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("land")
    write_country(folder, scale=0.001, seed=3, schooljaar=YEAR, workers=1)
    return folder / "waarheid"


@pytest.fixture
def filled(settings: Settings, truth: Path, tmp_path: Path) -> Settings:
    """A home with the tables of a year, one delivery in force and one that is no delivery."""
    for file in truth.glob("*.csv"):
        shutil.copy(file, work.output_folder(settings, YEAR))
    d.write_zip(tmp_path / "in" / "a.zip")
    (tmp_path / "in" / "b.zip").write_bytes(b"no zip")
    flow.run_intake(settings, tmp_path / "in")
    return settings


def test_every_row_is_as_wide_as_its_head(filled: Settings) -> None:
    found = figures.all_figures(filled, YEAR)
    assert [figure.naam for figure in found] == [
        "leveringen", "bevindingen", "dekking", "leerplichttelling", "thuiszitters", "vsv",
    ]  # fmt: skip
    for figure in found:
        assert figure.rijen, figure.naam
        assert {len(row) for row in figure.rijen} == {len(figure.koppen)}


def test_figures_are_those_of_the_files(filled: Settings) -> None:
    by_name = {figure.naam: figure for figure in figures.all_figures(filled, YEAR)}
    land = {
        row["indicator"]: row["aantal"]
        for row in figures.read(work.output_folder(filled, YEAR), "leerplichttelling")
        if row["niveau"] == "land" and row["onderwijssoort_klasse"] == "TOTAAL"
    }
    shown = {row[1]: row[2] for row in by_name["leerplichttelling"].rijen}
    assert set(shown) == set(figures.INDICATORS)
    assert {code: int(figures.value(text)) for code, text in shown.items()} == {
        code: int(land[code]) for code in figures.INDICATORS
    }
    assert {row[1] for row in by_name["thuiszitters"].rijen} == set(figures.THUISZITTERS)
    provinces = figures.column(by_name["vsv"], "Gebied")
    assert provinces[0] == "Nederland"
    assert len(provinces) == 13
    totals = [figures.value(text) for text in figures.column(by_name["vsv"], "Leerlingen")]
    assert totals[0] == sum(totals[1:])
    assert set(by_name["leveringen"].rijen) == {
        ("leerplicht", "vigerend", "1"),
        ("onbekend", "geweigerd", "1"),
    }
    assert {row[0]: row[2] for row in by_name["bevindingen"].rijen}["fout"] == "1"


def test_numbers_are_written_as_in_dutch() -> None:
    assert [figures.number(n) for n in ("0", "999", "1234567", "")] == ["0", "999", "1.234.567", ""]
    assert [figures.value(text) for text in ("1.234.567", "2,35", "")] == [1234567.0, 2.35, 0.0]


class Page(HTMLParser):
    """Counts tags and checks that they are closed in order (SVG included)."""

    VOID = frozenset({"meta", "link", "br", "img", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.count: dict[str, int] = {}
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in self.VOID:
            self.open.append(tag)
        values = dict(attrs)
        if "svg" not in self.open and values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a":
            self.links.append(str(values["href"]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count[tag] = self.count.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_has_a_table_for_each_figure_and_needs_nothing_else(filled: Settings) -> None:
    found = figures.all_figures(filled, YEAR)
    page = write_overview(filled, YEAR, found)
    html = page.read_text()
    parsed = Page()
    parsed.feed(html)
    assert parsed.open == []
    assert parsed.count["table"] == len(found)
    assert parsed.count["svg"] == len(CHARTS)
    assert parsed.count["tr"] == sum(len(figure.rijen) + 1 for figure in found)
    assert "script" not in parsed.count
    assert len(parsed.ids) == len(set(parsed.ids))
    for link in parsed.links:
        assert link.removeprefix("#") in parsed.ids if link.startswith("#") else (page.parent / link).exists()
    outside = set(re.findall(r'(?:src|href)="(https?:[^"]*)"', html))
    assert not outside
    assert str(filled.home) not in html


def test_the_same_figures_on_the_terminal(filled: Settings) -> None:
    console = Console(width=140, record=True, quiet=False, file=io.StringIO())
    for figure in figures.all_figures(filled, YEAR):
        console.print(as_table(figure))
    text = console.export_text()
    assert "Leerplichttelling van Nederland" in text
    assert "Noord-Holland" in text
