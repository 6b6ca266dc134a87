"""The suites as files: real Great Expectations suites, in step with the description of the tables."""

from __future__ import annotations

import re
import string

import pytest

from rizoom.intake.catalogue import PAGE, entries, national_rules, render_page
from rizoom.intake.checks_suites import checks, suite_files
from rizoom.intake.finding import catalogue
from rizoom.intake.schema import TABLES, code_list
from rizoom.settings import PROJECT_ROOT

SEVERITY = {"fout": "critical", "waarschuwing": "warning", "info": "info"}


def test_one_suite_per_table() -> None:
    assert set(suite_files()) == set(TABLES) | {"levering"}


@pytest.mark.parametrize("name", sorted(suite_files()))
def test_suite_loads_in_great_expectations(name: str) -> None:
    from rizoom.intake.checks_gx import load_suite

    raw = suite_files()[name]
    suite = load_suite(raw)
    assert suite.name == name
    assert len(suite.expectations) == len(raw["expectations"])
    for expectation, written in zip(suite.expectations, raw["expectations"], strict=True):
        assert expectation.meta == written["meta"]
        assert expectation.severity == SEVERITY[written["meta"]["ernst"]] == written["severity"]


def test_code_lists_and_required_columns_are_those_of_the_tables() -> None:
    for name, table in TABLES.items():
        raw = suite_files()[name]["expectations"]
        required = {e["kwargs"]["column"] for e in raw if e["type"] == "expect_column_values_to_not_be_null"}
        assert required == {c.naam for c in table.kolommen if c.verplicht and c.type != "nummer"}
        sets = {
            e["kwargs"]["column"]: tuple(e["kwargs"]["value_set"])
            for e in raw
            if e["type"] == "expect_column_values_to_be_in_set"
        }
        conditions = " ".join(e["kwargs"].get("voorwaarde", "") for e in raw)
        for column in table.kolommen:
            if column.type == "bool":
                assert sets.pop(column.naam) == ("J", "N")
            if column.lijst is None:
                continue
            codes = code_list(column.lijst)
            assert codes
            listed = ", ".join(f"'{code}'" for code in codes)
            assert sets.pop(column.naam, codes) == codes
            if (name, column.naam) in {("vrijstelling", "grond"), ("verzuimmelding", "soort")}:
                assert f"{column.naam} in ({listed})" in conditions
        assert sets == {}


def test_every_code_is_used_once_and_has_text() -> None:
    codes = [entry.code for entry in entries()]
    assert len(codes) == len(set(codes))
    for entry in entries():
        assert re.fullmatch(r"LP(-[A-Z0-9]+)+", entry.code)
        assert entry.melding.endswith(".") and entry.grond
        assert entry.ernst in {"weigering", "fout", "waarschuwing", "info"}


def test_sentences_ask_only_for_what_a_check_gives() -> None:
    for check in checks().values():
        names = {name for _, name, _, _ in string.Formatter().parse(check.melding) if name}
        given = (
            {"kop", "schooljaar"}
            | set(re.findall(r" as (\w+)", check.sql))
            | set(re.findall(r"\.(\w+)", check.sql))
        )
        assert names <= given, check.code


def test_reader_and_suites_share_no_code() -> None:
    assert not set(catalogue()) & set(checks())


def test_national_findings_are_those_of_the_page() -> None:
    models = PROJECT_ROOT / "dbt_project" / "models" / "intermediate"
    used = {
        code
        for path in models.rglob("int_bevinding_*.sql")
        for code in re.findall(r"'(LP-[A-Z0-9-]+)'", path.read_text("utf-8"))
    }
    assert used == set(national_rules())
    together = next(models.rglob("landelijke_bevinding.sql")).read_text("utf-8")
    parts = {path.stem for path in models.rglob("int_bevinding_*.sql")}
    assert set(re.findall(r"'(int_bevinding_\w+)'", together)) == parts


def test_every_national_finding_has_a_test() -> None:
    folder = PROJECT_ROOT / "tests" / "dbt"
    tests = " ".join(path.read_text("utf-8") for path in folder.rglob("test_*.py"))
    assert [code for code in national_rules() if f'"{code}"' not in tests and f"'{code}'" not in tests] == []


def test_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == render_page(), "run python -m rizoom.intake.catalogue"
