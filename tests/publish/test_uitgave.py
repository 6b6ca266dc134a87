"""Releases: immutable, signed, the same bytes again, approved by somebody else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.dom import minidom

import psycopg
import pytest

from rizoom.intake.receipt import public_key
from rizoom.publish import uitgave as u
from rizoom.publish import uitgave_opslag as opslag
from rizoom.publish.codeboek import als_csv as codeboek_csv
from rizoom.publish.uitgave_bestanden import maak_bestanden
from rizoom.publish.uitgave_cijfers import REEKSEN, uit_csv
from rizoom.publish.uitgave_controle import controleer
from rizoom.publish.uitgave_gegevens import NietGebouwd, lees_gegevens
from rizoom.publish.uitgave_manifest import handtekening_klopt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from .leveringen import SCHOOLJAAR

FILES = {"cijfers.csv", "cijfers.xlsx", "cijfers.ods", "codeboek.csv", "rapport.pdf", "rapport.html"}


def root(settings: Settings) -> Path:
    return Path(settings.publication_store)


def maak(settings: Settings, reeks: str = "leerplichttelling", **changes: str) -> u.Uitgave:
    return u.maak(
        settings,
        **{"reeks": reeks, "schooljaar": SCHOOLJAAR, "status": "voorlopig", "door": "anna"} | changes,
    )


def gemaakt(settings: Settings, reeks: str = "leerplichttelling") -> u.Uitgave:
    """The release that is there already."""
    return u.zoek(settings, reeks, SCHOOLJAAR)


def figures(settings: Settings, uitgave: u.Uitgave) -> dict[tuple[str, str, str, str], str]:
    return {
        (c.tabel, c.gebied, c.indicator, c.uitsplitsing): c.waarde
        for c in u.cijfers_van(settings, uitgave) if c.maat in {"aantal", "personen"}
    }  # fmt: skip


@pytest.mark.parametrize("reeks", REEKSEN)
def test_the_same_inputs_give_the_same_bytes(uitgegeven: Settings, reeks: str) -> None:
    gegevens = lees_gegevens(uitgegeven, reeks, SCHOOLJAAR)
    again = maak_bestanden(gegevens, 1, "voorlopig", "", controleer(gegevens, "voorlopig"), None)
    folder = root(uitgegeven) / gemaakt(uitgegeven, reeks).map
    assert again.keys() == FILES
    assert {name for name in again if again[name] != (folder / name).read_bytes()} == set()


def test_a_release_holds_the_known_figures(uitgegeven: Settings) -> None:
    found = figures(uitgegeven, gemaakt(uitgegeven))
    assert found["telling", "GM0344", "AV_TOTAAL", "TOTAAL"] == "1", "one child is nowhere enrolled"
    assert found["telling", "NL", "TELPLICHTIG", "TOTAAL"] == "3"
    assert found["thuiszitters", "NL", "T_2016", "TOTAAL"] == "1"
    assert found["telling", "GM0363", "AV_TOTAAL", "TOTAAL"] == "", "missing is not zero"
    vsv = figures(uitgegeven, gemaakt(uitgegeven, "vsv"))
    assert (vsv["vsv", "RMC19", "N", "TOTAAL"], vsv["vsv", "RMC19", "X", "TOTAAL"]) == ("3", "1")
    point = figures(uitgegeven, gemaakt(uitgegeven, "doorstroompunt"))
    assert point["effect_18plus", "RMC19", "intake", "eerste_keer_p_levering"] == "1"


def test_a_release_is_a_complete_signed_folder(uitgegeven: Settings) -> None:
    made = gemaakt(uitgegeven)
    folder = root(uitgegeven) / made.map
    assert made.map == "leerplichttelling/2024-2025/v1"
    assert {path.name for path in folder.iterdir()} == FILES | {"manifest.json", "manifest.sig"}
    content = (folder / "manifest.json").read_bytes()
    manifest = json.loads(content)
    for name, entry in manifest["bestanden"].items():
        data = (folder / name).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert {(d["leveraar"], d["volgnummer"]) for d in manifest["leveringen"]} == {
        ("GM0344", 1),
        ("GM0356", 1),
        ("RMC19", 1),
    }
    assert manifest["dekking"]["status"] == "onvolledig"
    assert manifest["parameters"]["uit_beeld_dagen"] == "28"
    signature = (folder / "manifest.sig").read_bytes()
    assert handtekening_klopt(content, signature, public_key(uitgegeven))
    assert not handtekening_klopt(content + b" ", signature, public_key(uitgegeven))
    other = replace(uitgegeven, key_hex="0123456789abcdef" * 4)
    assert not handtekening_klopt(content, signature, public_key(other))


def test_the_same_again_is_the_same_release(uitgave_kopie: Settings) -> None:
    before = u.lijst(uitgave_kopie)
    for reeks in (*REEKSEN, "open-data"):
        assert maak(uitgave_kopie, reeks) == gemaakt(uitgave_kopie, reeks)
    assert u.lijst(uitgave_kopie) == before


def test_nothing_is_ever_overwritten(uitgegeven: Settings) -> None:
    made = gemaakt(uitgegeven)
    with pytest.raises(opslag.AlGeschreven):
        opslag.schrijf_map(uitgegeven.publication_store, made.map, {"cijfers.csv": b"anders"})
    with connect(uitgegeven) as conn, pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        conn.execute("update register.uitgave set status = 'definitief'")


def test_a_crash_before_the_end_leaves_nothing_in_the_way(gebouwd: Settings) -> None:
    folder = root(gebouwd) / "leerplichttelling" / "2024-2025" / "v1"
    folder.mkdir(parents=True)
    (folder / "cijfers.csv").write_bytes(b"half")
    made = maak(gebouwd)
    assert uit_csv((root(gebouwd) / made.map / "cijfers.csv").read_bytes())


def test_a_changed_file_is_noticed(uitgave_kopie: Settings) -> None:
    made = gemaakt(uitgave_kopie)
    path = root(uitgave_kopie) / made.map / "cijfers.csv"
    path.write_bytes(
        path.read_bytes().replace(b"AV_TOTAAL,TOTAAL,aantal,1,", b"AV_TOTAAL,TOTAAL,aantal,2,", 1)
    )
    with pytest.raises(opslag.Beschadigd):
        u.cijfers_van(uitgave_kopie, made)


def test_who_starts_does_not_approve(uitgave_kopie: Settings) -> None:
    made = gemaakt(uitgave_kopie, "vsv")
    with pytest.raises(u.NietToegestaan, match="startte"):
        u.keur_goed(uitgave_kopie, made.uitgave_id, "Anna", "akkoord")
    with (
        connect(uitgave_kopie) as conn,
        pytest.raises(psycopg.errors.RaiseException, match="someone who did not start"),
    ):
        conn.execute(
            "insert into register.uitgave_besluit (uitgave_id, besluit, door, reden)"
            " values (%s, 'goedgekeurd', 'anna', 'x')",
            (made.uitgave_id,),
        )
    approved = u.keur_goed(uitgave_kopie, made.uitgave_id, "bert", "cijfers bekeken")
    assert (approved.besluit, approved.besluit_door) == ("goedgekeurd", "bert")
    kept = root(uitgave_kopie) / "vsv/2024-2025/besluiten/v1-goedgekeurd.json"
    assert json.loads(kept.read_bytes())["reden"] == "cijfers bekeken"
    assert handtekening_klopt(
        kept.read_bytes(), kept.with_suffix(".sig").read_bytes(), public_key(uitgave_kopie)
    )


def test_an_error_on_the_checklist_stops_approval(uitgave_kopie: Settings) -> None:
    made = maak(uitgave_kopie, "vsv", status="definitief", reden="definitief")
    assert {p["code"] for p in made.controles if p["ernst"] == "fout"} == {"dekking", "definitief"}
    with pytest.raises(u.NietToegestaan, match="Niet alle gebieden"):
        u.keur_goed(uitgave_kopie, made.uitgave_id, "bert", "toch maar")


def test_a_new_version_needs_a_reason_and_says_what_changed(uitgave_kopie: Settings) -> None:
    first = gemaakt(uitgave_kopie)
    with pytest.raises(u.NietToegestaan, match="reden"):
        maak(uitgave_kopie, status="definitief")
    second = maak(uitgave_kopie, status="definitief", reden="alle gemeenten hebben gekeken")
    u.keur_goed(uitgave_kopie, second.uitgave_id, "bert", "akkoord")
    manifest = u.manifest_van(uitgave_kopie, second)
    assert manifest["vorige"] == {
        "uitgave": 1,
        "status": "voorlopig",
        "manifest_sha256": first.manifest_sha256,
    }
    changes = (root(uitgave_kopie) / second.map / "wijzigingen.csv").read_text()
    assert changes.splitlines()[1:] == []
    with pytest.raises(u.NietToegestaan, match="status kan niet terug"):
        maak(uitgave_kopie, status="voorlopig", reden="terug")


def test_withdrawn_stays_in_the_store_with_its_reason(uitgave_kopie: Settings) -> None:
    made = gemaakt(uitgave_kopie)
    gone = u.trek_in(uitgave_kopie, made.uitgave_id, "carla", "een gemeente leverde de verkeerde map")
    assert (gone.besluit, gone.geldt) == ("ingetrokken", False)
    assert (root(uitgave_kopie) / made.map / "cijfers.csv").exists()
    with pytest.raises(LookupError):
        u.zoek(uitgave_kopie, "leerplichttelling", SCHOOLJAAR)
    again = maak(uitgave_kopie, reden="opnieuw na intrekking")
    assert again.volgnummer == 2


def test_tables_that_are_behind_make_no_release(gebouwd: Settings) -> None:
    with connect(gebouwd) as conn:
        conn.execute("delete from register.vigerend where leveraar = 'GM0356'")
    with pytest.raises(NietGebouwd):
        maak(gebouwd)


def test_the_spreadsheets_are_typed_and_filtered(uitgegeven: Settings) -> None:
    folder = root(uitgegeven) / gemaakt(uitgegeven).map
    with zipfile.ZipFile(folder / "cijfers.xlsx") as book:
        names = [n.getAttribute("name") for n in
                 minidom.parseString(book.read("xl/workbook.xml")).getElementsByTagName("sheet")]  # fmt: skip
        assert names[0] == "toelichting"
        assert {"land", "regio", "gemeente", "dekking", "bevindingen", "wijzigingen"} <= set(names)
        sheet = book.read(f"xl/worksheets/sheet{names.index('gemeente') + 1}.xml").decode()
        assert "<autoFilter" in sheet and 'state="frozen"' in sheet and "<f>" not in sheet
    with zipfile.ZipFile(folder / "cijfers.ods") as book:
        assert (
            book.infolist()[0].filename == "mimetype"
            and book.infolist()[0].compress_type == zipfile.ZIP_STORED
        )
        content = minidom.parseString(book.read("content.xml"))
        tables = [t.getAttribute("table:name") for t in content.getElementsByTagName("table:table")]
        assert tables == names
        filters = {r.getAttribute("table:display-filter-buttons")
                   for r in content.getElementsByTagName("table:database-range")}  # fmt: skip
        assert filters == {"true"}


@pytest.mark.parametrize("reeks", REEKSEN)
def test_every_code_is_explained(land: Settings, reeks: str) -> None:
    rows = list(csv.DictReader(io.StringIO(codeboek_csv(lees_gegevens(land, reeks, SCHOOLJAAR)).decode())))
    free = {
        "kenmerken",
        "in_beeld",
    }  # their breakdown is a value, such as leeftijd=16 or a date with an age group
    unknown = {
        (row["tabel"], row["code"]) for row in rows
        if not row["omschrijving"] and not (row["soort"] == "uitsplitsing" and row["tabel"] in free)
    }  # fmt: skip
    assert unknown == set()
