"""The checker without a solver refuses every false proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rizoom.publish.geheim import Certificate, Openbaar, gate, verify
from rizoom.publish.geheim import controle as module

from .landje import BELEID, landje


@pytest.fixture(scope="module")
def bewezen() -> tuple[Certificate, Openbaar]:
    land = landje(1)
    openbaar = land.uitgave()
    certificaat = gate(land.telling, openbaar, BELEID)
    assert isinstance(certificaat, Certificate)
    return certificaat, openbaar


def test_checker_is_small_and_has_no_solver() -> None:
    tekst = Path(module.__file__).read_text(encoding="utf-8")
    assert len(tekst.splitlines()) < 80
    assert not any(word in tekst for word in ("highspy", "numpy", "scipy"))


def test_every_missing_pair_is_noticed(bewezen: tuple[Certificate, Openbaar]) -> None:
    certificaat, openbaar = bewezen
    assert len(certificaat.paren) > 5
    for i, paar in enumerate(certificaat.paren):
        fouten = verify(
            replace(certificaat, paren=certificaat.paren[:i] + certificaat.paren[i + 1 :]), [openbaar]
        )
        assert any(paar.sleutel in fout for fout in fouten)


def test_every_changed_witness_is_noticed(bewezen: tuple[Certificate, Openbaar]) -> None:
    certificaat, openbaar = bewezen
    assert certificaat.tabellen
    for i, tabel in enumerate(certificaat.tabellen):
        for ander in (
            dict.fromkeys(tabel, 0),
            {a: 1000 * n for a, n in tabel.items()},
            {a: n / 2 for a, n in tabel.items()},
        ):
            tabellen = (*certificaat.tabellen[:i], ander, *certificaat.tabellen[i + 1 :])
            assert verify(replace(certificaat, tabellen=tabellen), [openbaar])  # type: ignore[arg-type]


def test_a_proof_for_other_figures_is_noticed(bewezen: tuple[Certificate, Openbaar]) -> None:
    certificaat, openbaar = bewezen
    i = next(i for i, g in enumerate(openbaar.cellen) if g.soort == "exact")
    anders = replace(openbaar.cellen[i], waarde=(openbaar.cellen[i].waarde or 0) + 1)
    fouten = verify(
        certificaat, [replace(openbaar, cellen=(*openbaar.cellen[:i], anders, *openbaar.cellen[i + 1 :]))]
    )
    assert any("differ" in fout for fout in fouten)


def test_a_municipality_may_not_recognise_a_table(bewezen: tuple[Certificate, Openbaar]) -> None:
    certificaat, openbaar = bewezen
    buiten = {p.sleutel: p for p in certificaat.paren if p.aanvaller == ""}
    vals = tuple(
        p if p.aanvaller == "" else replace(buiten[p.sleutel], aanvaller=p.aanvaller)
        for p in certificaat.paren
    )
    assert vals != certificaat.paren
    assert any("would know" in fout for fout in verify(replace(certificaat, paren=vals), [openbaar]))
