"""Rebuilding a year: beside, compared, swapped, the earlier one kept; refused when it is not what was approved."""

from __future__ import annotations

from pathlib import Path

import pytest

from rizoom.intake import flow
from rizoom.national import export
from rizoom.national import flow as national
from rizoom.ops import rebuild, work
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d

YEAR = "2024/2025"


def test_rebuild_of_a_year(settings: Settings, tmp_path: Path) -> None:
    d.write_zip(tmp_path / "in" / "a.zip")
    flow.run_intake(settings, tmp_path / "in")
    national.build_year(settings, YEAR)
    current = work.output_folder(settings, YEAR)
    export.write_tables(settings, YEAR, current)
    file = current / "leerplichttelling.csv"
    right = file.read_bytes()

    rebuild.build_beside(settings, YEAR, "proef")
    assert rebuild.differences(settings, YEAR) == [], "the same deliveries and code give the same tables"

    header, first, *rest = file.read_text().splitlines(keepends=True)
    file.write_text(header + "".join(rest))
    (changed,) = rebuild.differences(settings, YEAR)
    assert (changed.tabel, changed.erbij, changed.eraf) == ("leerplichttelling", 1, 0)
    in_use = file.read_bytes()

    approved = rebuild.beside(settings, YEAR) / "leerplichttelling.csv"
    approved.write_bytes(right + b"x\n")
    with pytest.raises(rebuild.RebuildError, match="leerplichttelling"):
        rebuild.swap(settings, YEAR)
    assert file.read_bytes() == in_use
    approved.write_bytes(right)

    kept = rebuild.swap(settings, YEAR, "admin")
    assert file.read_bytes() == right
    assert (kept / "leerplichttelling.csv").read_bytes() == in_use
    assert first
    assert not rebuild.beside(settings, YEAR).exists()
    with connect(settings) as conn:
        noted = conn.execute("select status, besloten_door, reden from bedrijf.herbouw").fetchall()
    assert noted == [("gewisseld", "admin", "proef")]
