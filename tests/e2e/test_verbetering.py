"""A correction that says the same of most children on the same line: nothing of theirs is written again, except where
another delivery tells of them too and no longer counts as the later one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rizoom.intake import flow as intake
from rizoom.national import flow as national
from rizoom.settings import Settings
from rizoom.synth.nummers import bsn_reeks
from rizoom.warehouse.connect import connect
from tests.e2e.inhoud import inhoud
from tests.e2e.klein_land import JAAR, Rijen, schrijf_rijen

BUREN = ("GM0344", "GM0356", "GM0363")
#: born on this day, so that they are found in tables without numbers
GEBOREN = {
    "rustig": "2012-01-01",
    "anders": "2012-01-02",
    "gepasseerd": "2012-01-03",
    "niet_gepasseerd": "2012-01-04",
    "melding_hier": "2012-01-05",
    "melding_daar": "2012-01-06",
    "dubbel": "2012-01-07",
}
NUMMERS = dict(zip(GEBOREN, bsn_reeks(300), strict=False))
#: who is in which delivery
IN = {
    "GM0344": ("rustig", "anders", "gepasseerd", "niet_gepasseerd", "melding_hier", "dubbel"),
    "GM0356": ("gepasseerd", "melding_daar"),
    "GM0363": ("niet_gepasseerd", "dubbel"),
}


def _rijen(leveraar: str) -> Rijen:
    """Everybody lives in the municipality that delivers and goes to school; suppliers differ about geslacht."""
    rijen: Rijen = {}
    for naam in IN[leveraar]:
        nummer = NUMMERS[naam]
        kind = {"persoonsnummer": nummer, "nummersoort": "bsn", "geboortedatum": GEBOREN[naam]}
        rijen.setdefault("jongere", []).append({**kind, "geslacht": "MVX"[BUREN.index(leveraar)]})
        rijen.setdefault("verblijf", []).append(
            {"persoonsnummer": nummer, "gemeentecode": leveraar, "begindatum": "2015-01-01"}
        )
        school = {"onderwijssoort": "VO", "brin": "02AA", "vo_niveau": "HAVO", "leerjaar": 1}
        rijen.setdefault("inschrijving", []).append(
            {"persoonsnummer": nummer, "schoolsoort": "bekostigd", "begindatum": "2024-08-01", **school}
        )
        if naam.startswith("melding"):
            rijen.setdefault("verzuimmelding", []).append(
                _melding(nummer, "J" if naam == "melding_hier" else "N")
            )
    return rijen


def _melding(nummer: str, geoorloofd: str) -> dict[str, object]:
    """The same report number under two children."""
    melding = {
        "meldingsnummer": "M1",
        "soort": "16U4W",
        "begindatum": "2025-01-06",
        "einddatum": "2025-02-06",
    }
    onderwijs = {"brin": "02AA", "onderwijssoort": "VO", "uren": 16, "status": "G", "zorgwekkend": "N"}
    return {"persoonsnummer": nummer, "geoorloofd": geoorloofd, **melding, **onderwijs}


def _lever(
    settings: Settings, inbox: Path, rijen: Rijen, leveraar: str, nummer: int, aangemaakt: str
) -> None:
    schrijf_rijen(inbox / f"{leveraar}_{nummer}", rijen, leveraar, nummer, f"{aangemaakt}T09:00:00+01:00")
    intake.run_intake(settings, inbox / f"{leveraar}_{nummer}")


@pytest.fixture
def settings(seeded_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Three municipalities deliver, one day after another, and the year is built."""
    monkeypatch.setattr(national, "PARTIAL_SHARE", 10.0)
    for leveraar, dag in (("GM0363", "2025-11-01"), ("GM0344", "2025-11-10"), ("GM0356", "2025-11-12")):
        _lever(seeded_settings, tmp_path, _rijen(leveraar), leveraar, 1, dag)
    assert national.build_year(seeded_settings, JAAR).volledig
    return seeded_settings


def _namen(settings: Settings, tabel: str) -> set[str]:
    """Which of the children are in a table of persons; a number is a person here."""
    with connect(settings) as conn:
        rows = conn.execute(
            f"select distinct p.geboortedatum::text from intermediate.int_persoon as p"
            f" inner join intermediate.{tabel} using (persoon)"
        ).fetchall()
    geboren = {row[0] for row in rows}
    return {naam for naam, dag in GEBOREN.items() if dag in geboren}


def _plaats(settings: Settings, naam: str) -> tuple[str, ...]:
    """Where the rows of a child lie: they move when they are written again."""
    with connect(settings) as conn:
        return tuple(
            str(row)
            for tabel in ("int_persoon", "int_woont", "int_inschrijving", "int_telplichtig")
            for row in conn.execute(
                f"select t.ctid::text from intermediate.{tabel} as t inner join intermediate.int_persoon as p"
                " using (persoon) where p.geboortedatum = %s",
                [GEBOREN[naam]],
            )
        )


def _leveringen(settings: Settings, view: str) -> set[tuple[str, int]]:
    """Child and volgnummer of the delivery of GM0344 that the rows of a table or view name."""
    with connect(settings) as conn:
        rows = conn.execute(
            f"select distinct p.geboortedatum::text, l.volgnummer from {view} as v"
            " inner join register.levering as l using (levering_id)"
            " inner join intermediate.int_persoon as p using (persoon) where v.leveraar = 'GM0344'"
        ).fetchall()
    naam_van = {dag: naam for naam, dag in GEBOREN.items()}
    return {(naam_van[dag], volgnummer) for dag, volgnummer in rows}


def _bevindingen(settings: Settings) -> dict[str, list[str]]:
    """The findings of the build, with the delivery and line that they name."""
    with connect(settings) as conn:
        rows = conn.execute(
            "select to_jsonb(b)::text from intermediate.landelijke_bevinding as b order by 1"
        ).fetchall()
    assert rows
    return {"bevinding": [row[0] for row in rows]}


def _als_geheel_gebouwd(settings: Settings) -> None:
    deel = inhoud(settings) | _bevindingen(settings)
    assert national.build_year(settings, JAAR, volledig=True).volledig
    geheel = inhoud(settings) | _bevindingen(settings)
    assert {naam for naam in geheel if deel[naam] != geheel[naam]} == set()


def _einde(rijen: Rijen, naam: str) -> None:
    for rij in rijen["inschrijving"]:
        if rij["persoonsnummer"] == NUMMERS[naam]:
            rij |= {"einddatum": "2025-03-01", "reden_einde": "onbekend"}


def test_a_correction_concerns_those_of_whom_something_else_counts(
    settings: Settings, tmp_path: Path
) -> None:
    rijen = _rijen("GM0344")
    _einde(rijen, "anders")
    eerst = {naam: _plaats(settings, naam) for naam in ("rustig", "niet_gepasseerd")}
    _lever(settings, tmp_path, rijen, "GM0344", 2, "2025-11-14")  # passes GM0356, made on the 12th
    assert not national.build_year(settings, JAAR).volledig
    assert _namen(settings, "int_geraakt") == {"anders", "gepasseerd", "melding_hier", "melding_daar"}
    assert {naam: _plaats(settings, naam) for naam in eerst} == eerst
    # they name the delivery in force all the same
    assert _leveringen(settings, "leerplichttelling.waarom") == {(naam, 2) for naam in IN["GM0344"]}
    assert _leveringen(settings, "in_beeld.dubbel") >= {("dubbel", 2), ("niet_gepasseerd", 2)}
    _als_geheel_gebouwd(settings)


def test_a_correction_that_passes_nobody_concerns_only_whom_it_corrects(
    settings: Settings, tmp_path: Path
) -> None:
    rijen = _rijen("GM0344")
    _einde(rijen, "anders")
    _lever(settings, tmp_path, rijen, "GM0344", 2, "2025-11-11")
    assert not national.build_year(settings, JAAR).volledig
    assert _namen(settings, "int_geraakt") == {"anders"}
    _als_geheel_gebouwd(settings)


def test_lines_that_moved_are_told_and_nobody_changed(settings: Settings, tmp_path: Path) -> None:
    rijen = {tabel: regels[::-1] for tabel, regels in _rijen("GM0344").items()}
    _lever(settings, tmp_path, rijen, "GM0344", 2, "2025-11-11")
    assert not national.build_year(settings, JAAR).volledig
    assert _namen(settings, "int_geraakt") == set(IN["GM0344"]) | {"melding_daar"}
    assert _namen(settings, "int_veranderd") == set()
    _als_geheel_gebouwd(settings)


#: published tables per person that name deliveries, each pointed at those in force (macro noem_levering_in_kracht)
NOEMEN_LEVERINGEN = {
    ("dubbel", "levering_id"),
    ("signalen", "levering_id"),
    ("verhuizing_niet_afgesloten", "andere_levering_id"),
    ("verhuizing_niet_afgesloten", "levering_id"),
}


def _noemen_leveringen(settings: Settings) -> set[tuple[str, str]]:
    """Table and column of what is written per person and names deliveries."""
    with connect(settings) as conn:
        rows = conn.execute(
            "select c.relname::text, a.attname::text from pg_class as c"
            " inner join pg_attribute as a on a.attrelid = c.oid"
            " where c.relkind = 'p' and a.attname like '%levering_id'"
            " and c.relnamespace::regnamespace::text not in ('landing', 'register')"
        ).fetchall()
    return {(row[0], row[1]) for row in rows}


def test_a_correction_without_corrections_changes_nothing_but_the_delivery(
    settings: Settings, tmp_path: Path
) -> None:
    _lever(settings, tmp_path, _rijen("GM0344"), "GM0344", 2, "2025-11-11")
    assert not national.build_year(settings, JAAR).volledig
    assert _namen(settings, "int_geraakt") == set()
    assert _noemen_leveringen(settings) == NOEMEN_LEVERINGEN
    assert _leveringen(settings, "leerplichttelling.waarom") == {(naam, 2) for naam in IN["GM0344"]}
    _als_geheel_gebouwd(settings)
