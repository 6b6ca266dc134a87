"""Two school years of the synthetic country, with suppliers that do not deliver and some that correct themselves.

The truth is stated by construction (docs/engineers/synth.md). Persons go on into the second year, qualifications,
deaths, joined numbers and trajecten of one year count in the other, and children move to a municipality that
delivers nothing. Five definition sets are computed side by side; twelve municipalities state totals of their own.
Three municipalities and their regions deliver the second year twice: the truth before and after is compared.

A larger country: RIZOOM_TEST_SCHAAL=0.01 (default 0.0005).
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from rizoom.intake import flow as intake
from rizoom.national import flow as national
from rizoom.national.export import write_tables
from rizoom.settings import Settings
from rizoom.synth import CountryTruth, compare, write_country
from rizoom.synth.waarheid_marts import SETS
from rizoom.warehouse.connect import connect

JAAR, EERDER = "2024/2025", "2023/2024"
WEG = frozenset({"GM0363", "GM0310", "RMC01"})
SCHAAL = float(os.environ.get("RIZOOM_TEST_SCHAAL", "0.0005"))
SCOPE = national.Scope(definitiesets=("2025-1", *SETS))
MARTS = {
    "definitie_vergelijking": "select schooljaar, definitieset, niveau, gebied, indicator, verschil, personen_erbij,"
    " personen_eraf, personen_andere_klasse from leerplichttelling.definitie_vergelijking where verschil is not null",
    "opgave_verschil": "select schooljaar, gemeentecode, indicator, onderwijssoort_klasse, opgave, berekend, verschil"
    " from leerplichttelling.opgave_verschil where definitieset = '2025-1'",
}


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """The seeds are in the database already."""
    return seeded_settings


def _figures(folder: Path) -> dict[tuple[str, str], int]:
    with (folder / "leerplichttelling.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["gebied"], row["indicator"]): int(row["aantal"])
            for row in csv.DictReader(file)
            if row["onderwijssoort_klasse"] == "TOTAAL" and row["aantal"]
        }


def _marts(settings: Settings, folder: Path) -> Path:
    """The marts that are no file of the command line contract, as CSV of all years."""
    folder.mkdir(parents=True)
    with connect(settings) as conn:
        for naam, query in MARTS.items():
            with (
                (folder / f"{naam}.csv").open("wb") as sink,
                conn.cursor().copy(f"copy ({query}) to stdout (format csv, header true)") as copy,  # type: ignore[call-overload]
            ):
                for block in copy:
                    sink.write(block)
    return folder


def _equal(waarheid: Path, gevonden: Path) -> None:
    verschillen = compare(waarheid, gevonden)
    assert not verschillen, f"{waarheid.name}: {len(verschillen)} differences, first: {verschillen[:10]}"


def test_both_years_give_their_truth_and_the_series_joins_them(settings: Settings, tmp_path: Path) -> None:
    land = write_country(
        tmp_path, scale=SCHAAL, seed=5, schooljaar=JAAR, years=2, ontbreekt=WEG, correcties=3
    )
    assert land.eerder is not None
    intake.run_intake(settings, tmp_path / "leveringen")
    for jaar, waarheid in ((EERDER, land.eerder), (JAAR, land.waarheid / "voor-correctie")):
        national.build_year(settings, jaar, SCOPE)
        write_tables(settings, jaar, tmp_path / jaar[:4])
        _equal(waarheid, tmp_path / jaar[:4])
    _correct(settings, tmp_path, land)
    _the_series_joins(settings, tmp_path)
    _opgave_persons(settings, land)


def _correct(settings: Settings, tmp_path: Path, land: CountryTruth) -> None:
    """The corrected deliveries give the whole truth of the second year, and leave that of the first."""
    assert land.eerder is not None
    wrong = _figures(tmp_path / "2024")
    intake.run_intake(settings, tmp_path / "correcties")
    assert national.years_to_build(settings, JAAR, SCOPE) == [EERDER, JAAR]
    built = national.build_year(settings, JAAR, SCOPE)
    # three regions of a country this small may be more than a partial build is worth
    assert SCHAAL < 0.01 or not built.volledig
    write_tables(settings, JAAR, tmp_path / "2024")
    _equal(land.waarheid, tmp_path / "2024")
    assert wrong != _figures(tmp_path / "2024")
    marts = _marts(settings, tmp_path / "marts")
    _equal(land.waarheid / "marts", marts)
    # the first year did not see the corrections: its truth is that of the first build
    _equal(land.eerder / "marts", marts)


def _the_series_joins(settings: Settings, tmp_path: Path) -> None:
    with connect(settings) as conn:
        reeks = conn.execute(
            "select gebied, indicator, aantal, aantal_vorig_jaar from leerplichttelling.reeks"
            " where schooljaar = %s and niveau in ('land', 'provincie') and onderwijssoort_klasse = 'TOTAAL'"
            " and indicator not like 'T\\_%%' and definitieset = '2025-1'",
            (JAAR,),
        ).fetchall()
    nu, toen = _figures(tmp_path / "2024"), _figures(tmp_path / "2023")
    assert len(reeks) > 13 * 40
    for gebied, indicator, aantal, vorig in reeks:
        assert (aantal, vorig) == (nu[(gebied, indicator)], toen[(gebied, indicator)]), (gebied, indicator)


def _opgave_persons(settings: Settings, land: CountryTruth) -> None:
    """Every total that differs comes with exactly the persons of the computed figure, to their own supplier only."""
    with (land.waarheid / "marts" / "opgave_verschil.csv").open(encoding="utf-8", newline="") as file:
        anders = {
            (rij["gemeentecode"], rij["indicator"], rij["onderwijssoort_klasse"]): int(rij["berekend"])
            for rij in csv.DictReader(file)
            if rij["verschil"] != "0"
        }
    with connect(settings) as conn:
        rijen = conn.execute(
            "select p.gemeentecode, p.indicator, p.onderwijssoort_klasse, count(distinct p.persoon),"
            " count(distinct l.leveraar), min(l.leveraar)"
            " from leerplichttelling.opgave_verschil_persoon as p inner join register.levering as l using (levering_id)"
            " where p.schooljaar = %s and p.definitieset = '2025-1' group by 1, 2, 3",
            (JAAR,),
        ).fetchall()
    assert {(g, i, k): n for g, i, k, n, _, _ in rijen} == {sleutel: n for sleutel, n in anders.items() if n}
    assert all((een, wie) == (1, g) for g, _, _, _, een, wie in rijen)
