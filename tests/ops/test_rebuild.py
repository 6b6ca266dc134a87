"""Rebuilding a year: beside, compared, and refused when it is not what was approved.

The swap itself, after approval, is in `tests/e2e/test_up.py`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rizoom.intake import flow
from rizoom.ops import rebuild, work
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d

YEAR = "2024/2025"


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """With the seeds loaded: a build here starts from them."""
    return seeded_settings


def test_rebuild_of_a_year(settings: Settings, tmp_path: Path) -> None:
    d.write_zip(tmp_path / "in" / "a.zip")
    flow.run_intake(settings, tmp_path / "in")
    beside = rebuild.build_beside(settings, YEAR, "proef")
    current = work.output_folder(settings, YEAR)
    shutil.copytree(beside, current, dirs_exist_ok=True)  # as if these were in use
    file = current / "leerplichttelling.csv"
    right = file.read_bytes()
    assert rebuild.differences(settings, YEAR) == []

    header, first, *rest = file.read_text().splitlines(keepends=True)
    file.write_text(header + "".join(rest))
    (changed,) = rebuild.differences(settings, YEAR)
    assert (changed.tabel, changed.erbij, changed.eraf) == ("leerplichttelling", 1, 0)
    in_use = file.read_bytes()

    approved = rebuild.beside(settings, YEAR) / "leerplichttelling.csv"
    approved.write_bytes(right + b"x\n")
    with pytest.raises(rebuild.RebuildError, match=r"goedgekeurd: leerplichttelling\.csv; begin opnieuw"):
        rebuild.swap(
            settings, YEAR
        )  # built in the warehouse itself all the other tables are those from beside
    assert file.read_bytes() == in_use
    assert first
    with connect(settings) as conn:
        noted = conn.execute(
            "select status, besloten_door, reden, verschillen from bedrijf.herbouw"
        ).fetchall()
    assert noted == [("wacht", None, "proef", {"leerplichttelling": [1, 0, len(rest)]})]
