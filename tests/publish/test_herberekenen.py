"""A release can be recomputed from the raw store, traced, and compared with a correction beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from rizoom.publish import uitgave as u
from rizoom.publish.herkomst import herkomst
from rizoom.publish.uitgave_voorproef import voorproef
from rizoom.publish.verifieer import verifieer_alle
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from .leveringen import SCHOOLJAAR, herstel


def uitgave(settings: Settings, reeks: str = "leerplichttelling") -> u.Uitgave:
    return u.zoek(settings, reeks, SCHOOLJAAR)


def test_recomputed_from_the_raw_store_every_byte_is_the_same(uitgegeven: Settings) -> None:
    """Exact and public figures: the deliveries are the same, so they share the tables that are built anew."""
    releases = [uitgave(uitgegeven), uitgave(uitgegeven, "open-data")]
    results = verifieer_alle(uitgegeven, releases)
    assert [(r.verschillen, r.zelfde_code) for r in results] == [((), True), ((), True)]
    assert results[0].bestanden == 6 and results[1].bestanden > 10


def test_a_file_that_was_tampered_with_is_named(uitgave_kopie: Settings) -> None:
    gebouwd, found = uitgave_kopie, uitgave(uitgave_kopie)
    path = Path(gebouwd.publication_store) / found.map / "rapport.html"
    path.write_bytes(path.read_bytes().replace(b"Leerplichttelling", b"Leerplichttellinh", 1))
    (path.parent / "erbij.txt").write_text("hoort hier niet")
    manifest = u.manifest_van(gebouwd, found)
    from rizoom.publish import uitgave_opslag as opslag
    from rizoom.publish.verifieer import _bewaard

    stored = {name: opslag.lees(gebouwd.publication_store, f"{found.map}/{name}")
              for name in (*manifest["bestanden"], "manifest.json", "manifest.sig")}  # fmt: skip
    names = opslag.namen(gebouwd.publication_store, found.map)
    assert _bewaard(gebouwd, manifest, stored, names) == [
        "rapport.html is veranderd na de uitgave",
        "erbij.txt hoort niet bij de uitgave",
    ]


def test_a_correction_shows_beforehand_what_it_would_change(uitgegeven: Settings, tmp_path: Path) -> None:
    effects = voorproef(uitgegeven, herstel(tmp_path / "utrecht2.zip"))
    assert [effect.uitgave for effect in effects] == [uitgave(uitgegeven)], "not the public one: it follows"
    changed = {
        (w.sleutel.gebied, w.sleutel.indicator, w.sleutel.uitsplitsing): (w.oud, w.nieuw, w.verschil)
        for w in effects[0].wijzigingen
        if w.sleutel.tabel == "telling" and w.sleutel.maat == "aantal"
    }
    for area in ("GM0344", "RMC19", "PV26", "NL"):
        assert changed[area, "AV_TOTAAL", "TOTAAL"] == ("1", "0", "-1")
    assert not any(area == "GM0356" for area, _, _ in changed), "the neighbour is not touched"
    with connect(uitgegeven) as conn:
        count = conn.execute("select count(*) from register.levering").fetchone()
    assert count == (3,), "nothing came into the register"


def test_a_figure_is_traced_to_deliveries_and_persons(uitgegeven: Settings) -> None:
    found = herkomst(uitgegeven, uitgave(uitgegeven), "NL", "AV_TOTAAL")
    assert {c.waarde for c in found.cijfers if c.uitsplitsing == "TOTAAL" and c.maat == "aantal"} == {"1"}
    assert found.personen == 1
    assert {(b.leveraar, b.personen) for b in found.bronnen} == {("GM0344", 1)}
    assert found.parameters["definitieset"] == "2025-1"
    with pytest.raises(LookupError):
        herkomst(uitgegeven, uitgave(uitgegeven), "NL", "BESTAAT_NIET")


def test_vsv_figures_are_traced_too(uitgegeven: Settings) -> None:
    found = herkomst(uitgegeven, uitgave(uitgegeven, "vsv"), "RMC19", "X")
    assert (found.personen, [(b.leveraar, b.personen) for b in found.bronnen]) == (1, [("RMC19", 1)])


@pytest.mark.parametrize(
    ("indicator", "personen"),
    [("benaderd", 1), ("intake", 1), ("gestart", 1), ("intake_14_28_dagen_pct", None)],
)
def test_the_doorstroompunt_report_is_traced_to_persons(
    uitgegeven: Settings, indicator: str, personen: int | None
) -> None:
    found = herkomst(uitgegeven, uitgave(uitgegeven, "doorstroompunt"), "RMC19", indicator)
    assert found.personen == personen
    if personen is None:
        assert "niet per persoon" in found.opmerking and len(found.bronnen) == 3
    else:
        assert [(b.leveraar, b.personen) for b in found.bronnen] == [("RMC19", 1)]


def test_scenarios_and_flows_are_traced_to_persons(uitgegeven: Settings) -> None:
    left = herkomst(uitgegeven, uitgave(uitgegeven, "vsv"), "RMC19", "OVER")
    gone = herkomst(uitgegeven, uitgave(uitgegeven, "vsv"), "RMC19", "VERWIJDERD")
    assert (left.personen, gone.personen) == (1, 0)
    flow = herkomst(uitgegeven, uitgave(uitgegeven), "GM0344", "absoluut")
    assert flow.personen == 1 and {c.tabel for c in flow.cijfers} == {"stromen"}
    assert [(b.leveraar, b.personen) for b in flow.bronnen] == [("GM0344", 1)]


def test_when_the_tables_moved_on_persons_are_left_out(uitgave_kopie: Settings) -> None:
    with connect(uitgave_kopie) as conn:
        conn.execute("delete from register.opbouw_levering where levering_id = 1")
    found = herkomst(uitgave_kopie, uitgave(uitgave_kopie), "NL", "AV_TOTAAL")
    assert found.personen is None and "andere leveringen" in found.opmerking
    assert len(found.bronnen) == 3
