"""The files of a public release, judged by the standards' own tools."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from csvw import TableGroup
from csvw.metadata import CSVW
from frictionless import Package
from pyshacl import validate
from rdflib import Graph

from rizoom.intake.keys import root_key
from rizoom.publish import uitgave as u
from rizoom.publish.opendata.cijfers import KOLOMMEN
from rizoom.publish.opendata.onderwerp import onderwerpen, versies
from rizoom.publish.opendata.uitgeven import met_bescherming
from rizoom.publish.opendata.velden import VELDEN
from rizoom.publish.uitgave_bestanden import maak_bestanden
from rizoom.publish.uitgave_controle import controleer
from rizoom.publish.uitgave_gegevens import lees_gegevens
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from ..leveringen import SCHOOLJAAR

SHAPES = Path(__file__).with_name("verplicht.ttl")
DATASETS = [o.naam for o in onderwerpen()]


@pytest.fixture(scope="module")
def map_(uitgegeven: Settings) -> Path:
    return Path(uitgegeven.publication_store) / u.zoek(uitgegeven, "open-data", SCHOOLJAAR).map


def rows(map_: Path, dataset: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((map_ / f"{dataset}.csv").read_text(), newline="")))


@pytest.mark.parametrize("dataset", DATASETS)
def test_numbers_and_flags_never_share_a_column(map_: Path, dataset: str) -> None:
    content = (map_ / f"{dataset}.csv").read_bytes()
    assert content.startswith(",".join(KOLOMMEN).encode() + b"\n") and b"\r" not in content
    found = rows(map_, dataset)
    assert {row["geheim"] for row in found} == {"", "."}
    for row in found:
        assert row["waarde"] == "" or float(row["waarde"]) >= 0
        assert not (row["waarde"] and row["geheim"])
        assert bool(row["bewerking"]) == bool(row["waarde"])
        assert row["waarde"] or row["geheim"] or row["status"] == "ontbreekt"


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_small_count_is_exact(map_: Path, dataset: str) -> None:
    small = [row for row in rows(map_, dataset)
             if row["eenheid"] != "procent" and row["waarde"] in {"1", "2", "3", "4"}]  # fmt: skip
    assert small == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_parquet_holds_the_same_table(map_: Path, dataset: str) -> None:
    table = pq.read_table(map_ / f"{dataset}.parquet")
    assert table.schema.field("waarde").type == "double"
    text = [
        {k: ("" if v is None else v) for k, v in row.items() if k != "waarde"} for row in table.to_pylist()
    ]
    found = rows(map_, dataset)
    assert text == [{k: v for k, v in row.items() if k != "waarde"} for row in found]
    assert table["waarde"].to_pylist() == [float(row["waarde"]) if row["waarde"] else None for row in found]
    meta = pq.ParquetFile(map_ / f"{dataset}.parquet").metadata
    assert meta.row_group(0).column(0).compression == "ZSTD"


def test_the_data_package_is_valid(map_: Path) -> None:
    document = json.loads((map_ / "datapackage.json").read_text())
    assert document["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    package = Package(str(map_ / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["type", "note"])
    assert [r.name for r in package.resources] == DATASETS


def test_a_wrong_table_is_not_valid(map_: Path, tmp_path: Path) -> None:
    for name in ("datapackage.json", *(f"{d}.csv" for d in DATASETS)):
        (tmp_path / name).write_bytes((map_ / name).read_bytes())
    broken = (tmp_path / "vsv.csv").read_text().replace(",personen,", ",stuks,", 1)
    (tmp_path / "vsv.csv").write_text(broken)
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


@pytest.mark.parametrize("dataset", DATASETS)
def test_csvw_describes_the_table(map_: Path, dataset: str, tmp_path: Path) -> None:
    for name in (f"{dataset}.csv", f"{dataset}.csv-metadata.json"):
        (tmp_path / name).write_bytes((map_ / name).read_bytes())
    path = tmp_path / f"{dataset}.csv-metadata.json"
    checked = CSVW(str(path), validate=True)
    assert checked.is_valid, [str(w.message) for w in checked.warnings]
    document = json.loads(path.read_text())
    group = tmp_path / "groep.json"
    group.write_text(json.dumps({"@context": document["@context"], "tables": [
        {k: v for k, v in document.items() if k not in {"@context"} and not k.startswith("dc:")}]}))  # fmt: skip
    table = TableGroup.from_file(group).tables[0]
    assert len(list(table.iterdicts(strict=True))) == len(rows(map_, dataset))


def test_dcat_has_every_required_property(map_: Path) -> None:
    conforms, _, text = validate(Graph().parse(map_ / "dcat.ttl"), shacl_graph=Graph().parse(SHAPES))
    assert conforms, text


def test_the_shapes_notice_what_is_missing(map_: Path) -> None:
    """Without any one required property the description is refused."""
    whole = Graph().parse(map_ / "dcat.ttl")
    required = Graph().parse(SHAPES).query(
        "prefix sh: <http://www.w3.org/ns/shacl#> select distinct ?klasse ?pad where"
        " { ?s sh:targetClass ?klasse ; sh:property [ sh:path ?pad ; sh:minCount 1 ] }"
    )  # fmt: skip
    pairs = [(row[0], row[1]) for row in required]
    assert len(pairs) > 20
    shapes = Graph().parse(SHAPES)
    for klasse, pad in pairs[::4]:
        less = Graph()
        less += whole
        for item in whole.subjects(None, klasse):
            less.remove((item, pad, None))
        assert not validate(less, shacl_graph=shapes)[0], (klasse, pad)


def test_the_codebook_explains_every_code_in_two_languages(map_: Path) -> None:
    book = list(csv.DictReader(io.StringIO((map_ / "codeboek.csv").read_text(), newline="")))
    explained = {
        (row["soort"], row["dataset"], row["code"]) for row in book if row["label_nl"] and row["label_en"]
    }
    assert {row["code"] for row in book if row["soort"] == "kolom"} == set(KOLOMMEN)
    for dataset in DATASETS:
        for row in rows(map_, dataset):
            for kind in ("indicator", "klasse", "leeftijd"):
                assert (kind, dataset, row[kind]) in explained
    measured = [row for row in book if row["soort"] == "indicator"]
    assert all(row["eenheid"] and row["ontbreekt_en"] and row["definitieset"] for row in measured)
    assert any(row["breuken"] for row in measured)
    assert {v.naam for v in VELDEN} == set(KOLOMMEN)


def test_citation_licence_and_changelog(map_: Path) -> None:
    citation = yaml.safe_load((map_ / "CITATION.cff").read_text())
    assert (citation["license"], citation["version"]) == ("CC-BY-4.0", "2024-2025.1")
    assert "creativecommons.org/licenses/by/4.0" in (map_ / "LICENTIE.txt").read_text()
    assert "Eerste uitgave" in (map_ / "wijzigingen.md").read_text()


def test_the_same_inputs_give_the_same_bytes(uitgegeven: Settings, map_: Path) -> None:
    gegevens = lees_gegevens(uitgegeven, "open-data", SCHOOLJAAR)
    with connect(uitgegeven) as conn:
        gegevens = met_bescherming(conn, root_key(uitgegeven), gegevens, [])
    again = maak_bestanden(gegevens, 1, "voorlopig", "", controleer(gegevens, "voorlopig"), None)
    assert {name for name in again if again[name] != (map_ / name).read_bytes()} == set()
    assert versies("2025-1+R2020") == {"leerplichttelling": "2025-1", "vsv": "R2020"}


def test_approval_makes_the_figures_public_and_withdrawal_ends_it(uitgave_kopie: Settings) -> None:
    found = u.zoek(uitgave_kopie, "open-data", SCHOOLJAAR)
    query = "select dataset, count(*)::integer from publiek.geldig group by dataset order by dataset"
    with connect(uitgave_kopie) as conn:
        shown = dict(conn.execute(query).fetchall())
    folder = Path(uitgave_kopie.publication_store) / found.map
    assert shown == {d: len(rows(folder, d)) for d in DATASETS}
    u.trek_in(uitgave_kopie, found.uitgave_id, "carla", "fout in een levering")
    with connect(uitgave_kopie) as conn:
        assert conn.execute(query).fetchall() == []
