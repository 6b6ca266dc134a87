"""A release can be recomputed from the raw store, traced, and compared with a correction beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from rizoom.publish import uitgave as u
from rizoom.publish.herkomst import herkomst
from rizoom.publish.uitgave_voorproef import voorproef
from rizoom.publish.verifieer import verifieer
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from .leveringen import SCHOOLJAAR, herstel


@pytest.fixture
def uitgave(gebouwd: Settings) -> u.Uitgave:
    made = u.maak(gebouwd, "leerplichttelling", SCHOOLJAAR, "voorlopig", "anna")
    return u.keur_goed(gebouwd, made.uitgave_id, "bert", "akkoord")


def test_recomputed_from_the_raw_store_every_byte_is_the_same(gebouwd: Settings, uitgave: u.Uitgave) -> None:
    result = verifieer(gebouwd, uitgave)
    assert result.verschillen == ()
    assert (result.klopt, result.zelfde_code, result.bestanden) == (True, True, 6)


def test_a_file_that_was_tampered_with_is_named(
    gebouwd: Settings, uitgave: u.Uitgave, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(gebouwd.publication_store) / uitgave.map / "rapport.html"
    path.write_bytes(path.read_bytes().replace(b"Leerplichttelling", b"Leerplichttellinh", 1))
    (path.parent / "erbij.txt").write_text("hoort hier niet")
    manifest = u.manifest_van(gebouwd, uitgave)
    from rizoom.publish import uitgave_opslag as opslag
    from rizoom.publish.verifieer import _bewaard

    stored = {name: opslag.lees(gebouwd.publication_store, f"{uitgave.map}/{name}")
              for name in (*manifest["bestanden"], "manifest.json", "manifest.sig")}  # fmt: skip
    names = opslag.namen(gebouwd.publication_store, uitgave.map)
    assert _bewaard(gebouwd, manifest, stored, names) == [
        "rapport.html is veranderd na de uitgave",
        "erbij.txt hoort niet bij de uitgave",
    ]


def test_a_correction_shows_beforehand_what_it_would_change(
    gebouwd: Settings, uitgave: u.Uitgave, tmp_path: Path
) -> None:
    effects = voorproef(gebouwd, herstel(tmp_path / "utrecht2.zip"))
    assert [effect.uitgave for effect in effects] == [u.zoek(gebouwd, "leerplichttelling", SCHOOLJAAR)]
    changed = {
        (w.sleutel.gebied, w.sleutel.indicator, w.sleutel.uitsplitsing): (w.oud, w.nieuw, w.verschil)
        for w in effects[0].wijzigingen
        if w.sleutel.tabel == "telling" and w.sleutel.maat == "aantal"
    }
    for area in ("GM0344", "RMC19", "PV26", "NL"):
        assert changed[area, "AV_TOTAAL", "TOTAAL"] == ("1", "0", "-1")
    assert not any(area == "GM0356" for area, _, _ in changed), "the neighbour is not touched"
    with connect(gebouwd) as conn:
        count = conn.execute("select count(*) from register.levering").fetchone()
    assert count == (3,), "nothing came into the register"


def test_a_figure_is_traced_to_deliveries_and_persons(gebouwd: Settings, uitgave: u.Uitgave) -> None:
    found = herkomst(gebouwd, uitgave, "NL", "AV_TOTAAL")
    assert {c.waarde for c in found.cijfers if c.uitsplitsing == "TOTAAL" and c.maat == "aantal"} == {"1"}
    assert found.personen == 1
    assert {(b.leveraar, b.personen) for b in found.bronnen} == {("GM0344", 1)}
    assert found.parameters["definitieset"] == "2025-1"
    with pytest.raises(LookupError):
        herkomst(gebouwd, uitgave, "NL", "BESTAAT_NIET")


def test_vsv_figures_are_traced_too(gebouwd: Settings) -> None:
    made = u.maak(gebouwd, "vsv", SCHOOLJAAR, "voorlopig", "anna")
    found = herkomst(gebouwd, made, "RMC19", "X")
    assert (found.personen, [(b.leveraar, b.personen) for b in found.bronnen]) == (1, [("RMC19", 1)])


def test_when_the_tables_moved_on_persons_are_left_out(gebouwd: Settings, uitgave: u.Uitgave) -> None:
    with connect(gebouwd) as conn:
        conn.execute("delete from register.opbouw_levering where levering_id = 1")
    found = herkomst(gebouwd, uitgave, "NL", "AV_TOTAAL")
    assert found.personen is None and "andere leveringen" in found.opmerking
    assert len(found.bronnen) == 3
