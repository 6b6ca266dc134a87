"""Every alarm that can be raised has a section in the runbook, and every section an alarm or a monitor's answer."""

from __future__ import annotations

import re

from rizoom.ops import watch
from rizoom.settings import PROJECT_ROOT

RUNBOOK = PROJECT_ROOT / "docs" / "engineers" / "runbook.md"
FOLDERS = ("src/rizoom/ops", "dags", "plugins")
# Alarms are named by a code in capitals, in the first argument of what raises them.
RAISED = re.compile(r"""(?:Alarm|tell|keep|notifier)\(\s*"([A-Z][A-Z-]+)\"""")
CODE = re.compile(r'"([A-Z]{4,}-[A-Z]{4,}(?:-[A-Z]+)*)"')


def codes() -> set[str]:
    sources = [file.read_text() for folder in FOLDERS for file in (PROJECT_ROOT / folder).rglob("*.py")]
    assert len(sources) > 20
    named = {code for source in sources for pattern in (RAISED, CODE) for code in pattern.findall(source)}
    return named | set(watch.CODES.values())


def sections() -> dict[str, str]:
    title, *rest = re.split(r"^## ", RUNBOOK.read_text(), flags=re.MULTILINE)
    assert title
    return {part.partition("\n")[0].strip(): part.partition("\n")[2].strip() for part in rest}


def test_every_alarm_has_a_section() -> None:
    assert codes() >= {
        "FLOW-MISLUKT",
        "FLOW-TE-LAAT",
        "TERMIJN-LEVERING",
        "TERMIJN-OPLEVERING",
        "ADRES-ONTBREEKT",
    }
    assert codes() - set(sections()) == set()


def test_every_section_is_of_an_alarm_that_exists() -> None:
    named = {title for title in sections() if re.fullmatch(r"[A-Z]+(-[A-Z]+)*", title)}
    assert named - codes() == set()


def test_a_section_says_what_to_do() -> None:
    for title, text in sections().items():
        assert len(text.split()) >= 25, title
