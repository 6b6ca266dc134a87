"""Nothing public without a proof: the gate in the way of every public release."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from rizoom.publish import uitgave as u
from rizoom.publish.geheim import Cel, Certificate, Getoond, Openbaar, Refused, Telling, gate, lees_beleid
from rizoom.publish.geheim.adapter import Indicator
from rizoom.publish.opendata import bescherming
from rizoom.publish.opendata.bescherming import Beschermd
from rizoom.publish.opendata.eerder import eerdere_versie
from rizoom.publish.opendata.onderwerp import onderwerp
from rizoom.publish.opendata.poort import lekken
from rizoom.publish.opendata.uitgeven import met_bescherming
from rizoom.publish.uitgave_controle import POORTEN, onveilig
from rizoom.publish.uitgave_gegevens import lees_gegevens
from rizoom.publish.uitgave_invarianten import HOOGSTENS, SOMMEN
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from ..geheim.landje import SLEUTEL, landje
from ..leveringen import SCHOOLJAAR


@pytest.fixture(scope="module")
def beschermd(land: Settings) -> Beschermd:
    gegevens = lees_gegevens(land, "open-data", SCHOOLJAAR)
    with connect(land) as conn:
        found = met_bescherming(conn, SLEUTEL, gegevens, []).beschermd
    assert found is not None
    return found


def lek_in(monkeypatch: pytest.MonkeyPatch, anders: Callable[[Beschermd], Beschermd]) -> None:
    echt = bescherming.bescherm
    monkeypatch.setattr("rizoom.publish.opendata.uitgeven.bescherm", lambda *a: anders(echt(*a)))


def test_every_public_figure_is_proved(beschermd: Beschermd) -> None:
    assert lekken(beschermd) == []
    assert all(isinstance(s.uitslag, Certificate) for s in beschermd.stelsels)
    assert {s.naam for s in beschermd.stelsels} == {*onderwerp("leerplichttelling").indicatoren, "vsv"}
    shown = {(c.gebied, c.indicator, c.klasse): c for c in beschermd.cijfers["leerplichttelling"]}
    assert shown["NL", "AV_TOTAAL", "TOTAAL"].geheim == ".", "one child would be known"
    assert shown["GM0363", "AV_TOTAAL", "TOTAAL"].geheim == "", "not delivered is not hidden"
    assert shown["GM0344", "AV_TOTAAL", "TOTAAL"].waarde in {"0", "5"}


def test_no_public_indicator_is_a_part_or_a_sum_of_others() -> None:
    public = set(onderwerp("leerplichttelling").indicatoren)
    assert not [pair for pair in HOOGSTENS if set(pair) <= public]
    assert not [total for total, parts in SOMMEN if total in public and set(parts) & public]


def test_figures_without_a_proof_are_leaks(beschermd: Beschermd) -> None:
    assert lekken(None)
    first = beschermd.cijfers["leerplichttelling"][0]
    shown = replace(first, waarde="7", geheim="", bewerking="exact")
    changed = {**beschermd.cijfers, "leerplichttelling": (shown, *beschermd.cijfers["leerplichttelling"][1:])}
    assert len(lekken(replace(beschermd, cijfers=changed))) == 1
    assert lekken(replace(beschermd, stelsels=beschermd.stelsels[1:])), "a dataset lost its system"


def test_a_forged_certificate_is_noticed(beschermd: Beschermd) -> None:
    i = next(i for i, s in enumerate(beschermd.stelsels)
             if isinstance(s.uitslag, Certificate) and s.uitslag.paren)  # fmt: skip
    stelsel = beschermd.stelsels[i]
    assert isinstance(stelsel.uitslag, Certificate)
    vals = replace(stelsel, uitslag=replace(stelsel.uitslag, paren=stelsel.uitslag.paren[1:]))
    found = lekken(replace(beschermd, stelsels=(*beschermd.stelsels[:i], vals, *beschermd.stelsels[i + 1 :])))
    assert found == [f"het bewijs van {stelsel.naam} klopt niet (1 fouten)"]


@pytest.mark.parametrize("lek", ["weigering", "cijfer"])
def test_nothing_is_written_when_the_gate_stays_closed(
    gebouwd: Settings, monkeypatch: pytest.MonkeyPatch, lek: str
) -> None:
    def anders(b: Beschermd) -> Beschermd:
        if lek == "weigering":
            return replace(b, stelsels=(replace(b.stelsels[0], uitslag=Refused(())), *b.stelsels[1:]))
        rijen = b.cijfers["vsv"]
        open_ = replace(next(r for r in rijen if r.geheim), waarde="1", geheim="", bewerking="exact")
        return replace(b, cijfers={**b.cijfers, "vsv": (open_, *rijen)})

    lek_in(monkeypatch, anders)
    with pytest.raises(u.NietToegestaan, match="Niet veilig openbaar te maken"):
        u.maak(gebouwd, "open-data", SCHOOLJAAR, "voorlopig", "anna")
    assert not Path(gebouwd.publication_store).exists()
    assert u.lijst(gebouwd) == []


def test_a_public_series_without_a_gate_is_refused(
    gebouwd: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(POORTEN, "open-data")
    with pytest.raises(u.NietToegestaan, match="geen poort"):
        u.maak(gebouwd, "open-data", SCHOOLJAAR, "voorlopig", "anna")
    assert onveilig("open-data", []) and not onveilig("vsv", [])


def test_the_database_asks_for_the_proof_too(uitgegeven: Settings) -> None:
    with connect(uitgegeven) as conn:
        rows = conn.execute(
            "select stelsel, cellen, beschermd, certificaat from bewijs.uitgave_poort"
        ).fetchall()
    assert {row[0] for row in rows} == {*onderwerp("leerplichttelling").indicatoren, "vsv"}
    for _, cells, guarded, content in rows:
        document = json.loads(gzip.decompress(content))
        assert cells > 0 and len({p[0] for p in document["paren"]}) == guarded
    waiting = "select max(uitgave_id) from register.uitgave where reeks = 'open-data'"
    with connect(uitgegeven) as conn:
        conn.execute(
            "insert into register.uitgave (reeks, schooljaar, volgnummer, status, reden, gestart_door, map,"
            " manifest_sha256, invoer, controles) select reeks, schooljaar, 9, status, 'x', 'anna', 'elders',"
            f" manifest_sha256, invoer, controles from register.uitgave where uitgave_id = ({waiting})"
        )
        with pytest.raises(psycopg.errors.RaiseException, match="needs the proof"):
            conn.execute(
                "insert into register.uitgave_besluit (uitgave_id, besluit, door, reden)"
                f" select ({waiting}), 'goedgekeurd', 'bert', 'x'"
            )
        conn.rollback()
        with pytest.raises(psycopg.errors.RaiseException, match="approved release"):
            conn.execute(
                "insert into publiek.cijfer select m.uitgave_id, c.dataset, c.schooljaar, c.niveau, c.gebied,"
                " c.indicator, c.klasse, 'x', c.waarde, c.eenheid, c.bewerking, c.status, c.geheim"
                " from publiek.cijfer as c, register.uitgave as m where m.reeks = 'vsv' limit 1"
            )


def test_an_earlier_version_is_part_of_the_system() -> None:
    """A cell that an old version showed and that is still true opens the hidden ones of the new version."""
    land = landje(3)
    beleid = lees_beleid()
    stelsel = Indicator("X", land.telling, land.boven, land.gemeenten)
    openbaar, goed = stelsel.beveilig("2", beleid, SLEUTEL)
    assert isinstance(goed, Certificate)
    hidden = [g.cel for g in openbaar.cellen if g.waarde is None and land.telling.som(g.cel.atomen)]
    oud = Openbaar("1", tuple(Getoond(c, "exact", land.telling.som(c.atomen)) for c in hidden))
    _, uitslag = stelsel.beveilig("2", beleid, SLEUTEL, [oud])
    assert isinstance(uitslag, Refused)


def test_a_published_file_gives_back_its_system(land: Settings, beschermd: Beschermd) -> None:
    """What the CSV says about the cells is what the gate proved: the same bounds, cell by cell."""
    from rizoom.publish.geheim import adapter as a
    from rizoom.publish.geheim.model import feiten

    with connect(land) as conn:
        systemen = [*a.leerplicht(conn, SCHOOLJAAR, "2025-1", ["TELPLICHTIG", "AV_TOTAAL"]).values(),
                    a.vsv(conn, SCHOOLJAAR, "R2020")]  # fmt: skip
    for systeem in systemen:
        dataset = "vsv" if systeem.naam == "vsv" else "leerplichttelling"
        terug = eerdere_versie(beschermd.cijfers[dataset], systeem, SCHOOLJAAR, "1")
        stelsel = next(s for s in beschermd.stelsels if s.naam == systeem.naam)
        assert terug is not None
        assert feiten(terug.cellen) == feiten(stelsel.openbaar.cellen)
        assert {g.cel.sleutel for g in terug.cellen if g.waarde is None} == {
            g.cel.sleutel for g in stelsel.openbaar.cellen if g.waarde is None
        }


def test_totals_in_tens_beside_public_figures_are_a_leak() -> None:
    """Why mirror reports show nothing of others but public figures: 43 and a small cell, in a total of about 40."""
    telling = Telling({"A|VO": 43, "B|VO": 1}, {"A|VO": "A", "B|VO": "B"})
    los = [Cel(f"X|gemeente|{g}|VO", frozenset({f"{g}|VO"})) for g in "AB"]
    regio = Cel("X|regio|R|VO", frozenset({"A|VO", "B|VO"}))
    public = Openbaar(
        "1",
        (Getoond(los[0], "afgerond", 43), Getoond(los[1], "afgerond", 0), Getoond(regio, "verborgen", None)),
    )
    assert isinstance(gate(telling, public, lees_beleid()), Certificate)
    tens = Openbaar("spiegel", (Getoond(regio, "tiental", 40),))
    refused = gate(telling, public, lees_beleid(), [tens])
    assert isinstance(refused, Refused) and "X|gemeente|B|VO" in refused.cellen
