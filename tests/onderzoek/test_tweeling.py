"""The synthetic twin has the columns of the views, and nothing of anybody; the examples run on it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import psycopg
import pyarrow.parquet
import pytest
from nbclient import NotebookClient

from rizoom.onderzoek.tweeling import COLUMNS, NOTE, schrijf, verzin
from rizoom.onderzoek.weergaven import Kolom, kolommen, zichtbaar
from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.connect import connect

from .conftest import aanvraag

NOTEBOOKS = sorted((PROJECT_ROOT / "docs" / "onderzoekers" / "voorbeelden").glob("*.ipynb"))


def test_the_twin_has_exactly_the_columns_a_project_sees(land: Settings) -> None:
    def seen(conn: psycopg.Connection, table: str) -> dict[str, str]:
        return {c.naam: c.type for c, _ in zichtbaar(aanvraag(), kolommen(conn, table))}

    with connect(land) as conn:
        assert {table: seen(conn, table) for table in COLUMNS} == COLUMNS
        assert list(seen(conn, "loopbaan")) == list(COLUMNS["loopbaan"]), "in the same order"
        with pytest.raises(LookupError):
            kolommen(conn, "bestaat_niet")
    assert Kolom("a", "text") != Kolom("a", "uuid")


def test_the_same_seed_gives_the_same_bytes_that_say_what_they_are(tmp_path: Path) -> None:
    first = {f.name: f.read_bytes() for f in schrijf(tmp_path / "a", 300, 1)}
    assert first == {f.name: f.read_bytes() for f in schrijf(tmp_path / "b", 300, 1)}
    assert first != {f.name: f.read_bytes() for f in schrijf(tmp_path / "c", 300, 2)}
    table = pyarrow.parquet.read_table(tmp_path / "a" / "loopbaan.parquet")
    assert table.schema.metadata[b"let_op"].decode() == NOTE
    assert table.schema.names == list(COLUMNS["loopbaan"])
    assert table.num_rows > 500


def test_the_tables_of_the_twin_join(tmp_path: Path) -> None:
    tables = verzin(1500, 1)
    known = {(row["persoon"], row["schooljaar"]) for row in tables["loopbaan"]}
    for name, rows in tables.items():
        assert rows, name
        assert {(row["persoon"], row["schooljaar"]) for row in rows} <= known
        assert {key for row in rows for key in row} <= set(COLUMNS[name])
    years = {row["persoon"]: 0 for row in tables["loopbaan"]}
    for row in tables["loopbaan"]:
        years[row["persoon"]] += 1
    assert max(years.values()) == 3, "a life goes on over the years"


def test_there_are_examples() -> None:
    assert len(NOTEBOOKS) == 2


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_an_example_runs_from_top_to_bottom(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schrijf(tmp_path / "tweeling", 2000, 1)
    monkeypatch.setenv("RIZOOM_TWEELING", str(tmp_path / "tweeling"))
    notebook = nbformat.read(file, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without results"
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    shown = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert any(out.output_type in ("execute_result", "display_data") for out in shown)
