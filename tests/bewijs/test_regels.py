"""Every rule of the definitions has cases that prove it, every case exists, and the page that lists them is true.

``python -m tests.bewijs.test_regels`` writes the list into docs/engineers/bewijs.md.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from rizoom.settings import PROJECT_ROOT
from rizoom.synth.telling import THUISZITTERS
from rizoom.synth.waarheid import INDICATOREN, SCENARIOS, UITKOMSTEN
from rizoom.synth.zaak import AFSTANDEN
from rizoom.synth.zaken import TWEEJARIG, ZAKEN
from tests.dbt.leerplicht.gevallen import CASES
from tests.dbt.vsv.cases import OUTCOMES

DBT = PROJECT_ROOT / "dbt_project"
PAGE = PROJECT_ROOT / "docs" / "engineers" / "bewijs.md"
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
SECTIONS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("regels.yaml").read_text(encoding="utf-8")
)
RULES: list[dict[str, Any]] = [regel for sectie in SECTIONS for regel in sectie["regels"]]


@cache
def _unit_tests() -> frozenset[str]:
    """Unit tests of the models that count; tables for research repeat what these give."""
    files = [path for path in (DBT / "models").rglob("*.yml") if "onderzoek" not in path.parts]
    documents = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in files]
    return frozenset(test["name"] for document in documents for test in document.get("unit_tests", []))


@cache
def _functions(file: str) -> frozenset[str]:
    path = PROJECT_ROOT / file
    if not path.is_file():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )


def exists(reference: str) -> bool:
    """Whether the case a reference names is there."""
    kind, _, name = reference.partition(":")
    if kind == "pytest":
        file, _, function = name.partition("::")
        return function in _functions(file)
    if kind == "synth":
        names = [f"{name[:-1]}_{afstand}" for afstand in AFSTANDEN] if name.endswith("*") else [name]
        return all(template in ZAKEN or template in TWEEJARIG for template in names)
    if kind == "test":
        return (DBT / "tests" / f"{name}.sql").is_file()
    known = {
        "unit": _unit_tests,
        "geval": lambda: {case.naam for case in CASES},
        "vsv": lambda: set(OUTCOMES),
    }
    return kind in known and name in known[kind]()


def page() -> str:
    """The list as it stands in the page."""
    lines = [f"{len(RULES)} rules, {sum(len(rule['bewijs']) for rule in RULES)} references to cases.", ""]
    for section in SECTIONS:
        lines += [f"### {section['sectie']}", "", "| rule | proved by |", "|---|---|"]
        for rule in section["regels"]:
            proofs = ", ".join(f"`{proof}`" for proof in rule["bewijs"])
            lines.append(f"| {rule['regel']} | {proofs} |")
        lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize("rule", RULES, ids=[rule["regel"] for rule in RULES])
def test_the_cases_of_a_rule_exist(rule: dict[str, Any]) -> None:
    assert rule["bewijs"]
    assert [reference for reference in rule["bewijs"] if not exists(reference)] == []


@pytest.mark.parametrize(
    "reference",
    [
        "unit:bestaat_niet",
        "geval:bestaat_niet",
        "vsv:niemand",
        "synth:geen",
        "synth:av_opgelost*",
        "test:geen",
    ],
)
def test_a_case_that_does_not_exist_is_found(reference: str) -> None:
    assert not exists(reference)
    assert not exists("pytest:tests/dbt/vsv/test_vsv.py::test_bestaat_niet")
    assert not exists("pytest:tests/bestaat_niet.py::test_x")


def test_no_indicator_code_outcome_or_scenario_is_without_a_rule() -> None:
    indicators = [name for rule in RULES for name in rule.get("indicatoren", [])]
    assert sorted(indicators) == sorted(INDICATOREN)
    codes = [name for rule in RULES for name in rule.get("codes", [])]
    assert sorted(codes) == sorted([*THUISZITTERS, *UITKOMSTEN, *SCENARIOS, "SALL", "S27"])


def test_every_unit_test_and_case_proves_a_rule() -> None:
    """Nothing is proved that is no rule: a new case says which rule it is of."""
    used = {reference for rule in RULES for reference in rule["bewijs"]}
    assert {f"unit:{name}" for name in _unit_tests()} <= used
    assert {f"test:{path.stem}" for path in (DBT / "tests").glob("*.sql")} <= used


def test_the_page_is_true() -> None:
    assert page() in PAGE.read_text(encoding="utf-8"), "run: python -m tests.bewijs.test_regels"


def write() -> None:
    """Put the list into the page."""
    text = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    PAGE.write_text(pattern.sub(lambda _: f"{BEGIN}\n\n{page()}\n{END}", text), encoding="utf-8")


if __name__ == "__main__":
    write()
