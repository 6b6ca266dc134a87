"""The ASVS checklist names evidence that exists."""

from __future__ import annotations

import re

from rizoom.settings import PROJECT_ROOT

PAGE = (PROJECT_ROOT / "docs" / "beveiliging" / "asvs.md").read_text(encoding="utf-8")


def test_every_line_has_a_state_and_every_named_test_and_module_exists() -> None:
    lines = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| V\d", line)]
    assert len(lines) > 25
    assert {line[4].split(",")[0].split(";")[0].split(":")[0] for line in lines} <= {"ja", "deel"}
    for line in lines:
        for module in re.findall(r"`((?:portal|intake)/\w+(?:/\w+)*\.py)`", line[2]):
            assert (PROJECT_ROOT / "src" / "rizoom" / module).is_file(), module
        file = ""
        for path, name in re.findall(r"`((?:tests/)?[\w/]*\.py)?(?:::(test_\w+))?`", line[3]):
            file = path or file
            if not file:
                continue
            found = PROJECT_ROOT / (file if file.startswith("tests/") else f"tests/portal/{file}")
            assert found.is_file(), file
            assert not name or f"def {name}(" in found.read_text(encoding="utf-8"), f"{file}::{name}"
