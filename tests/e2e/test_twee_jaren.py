"""Two school years of the synthetic country, with suppliers that do not deliver: every figure of both years.

The truth is stated by construction (docs/engineers/synth.md). Persons go on into the second year, qualifications,
deaths, joined numbers and trajecten of one year count in the other, and children move to a municipality that
delivers nothing.
"""

from __future__ import annotations

import csv
from pathlib import Path

from rizoom.intake import flow as intake
from rizoom.national import flow as national
from rizoom.national.export import write_tables
from rizoom.settings import Settings
from rizoom.synth import compare, write_country
from rizoom.warehouse.connect import connect

JAAR, EERDER = "2024/2025", "2023/2024"
WEG = frozenset({"GM0363", "GM0310", "RMC01"})


def _figures(folder: Path) -> dict[tuple[str, str], int]:
    with (folder / "leerplichttelling.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["gebied"], row["indicator"]): int(row["aantal"])
            for row in csv.DictReader(file)
            if row["onderwijssoort_klasse"] == "TOTAAL" and row["aantal"]
        }


def test_both_years_give_their_truth_and_the_series_joins_them(settings: Settings, tmp_path: Path) -> None:
    land = write_country(tmp_path, scale=0.0005, seed=5, schooljaar=JAAR, years=2, ontbreekt=WEG)
    assert land.eerder is not None
    intake.run_intake(settings, tmp_path / "leveringen")
    for jaar, waarheid in ((EERDER, land.eerder), (JAAR, land.waarheid)):
        national.build_year(settings, jaar)
        uit = tmp_path / jaar[:4]
        write_tables(settings, jaar, uit)
        verschillen = compare(waarheid, uit)
        assert not verschillen, f"{jaar}: {len(verschillen)} differences, first: {verschillen[:10]}"
    with connect(settings) as conn:
        reeks = conn.execute(
            "select gebied, indicator, aantal, aantal_vorig_jaar from leerplichttelling.reeks"
            " where schooljaar = %s and niveau in ('land', 'provincie') and onderwijssoort_klasse = 'TOTAAL'"
            " and indicator not like 'T\\_%%'",
            (JAAR,),
        ).fetchall()
    nu, toen = _figures(tmp_path / "2024"), _figures(tmp_path / "2023")
    assert len(reeks) > 13 * 40
    for gebied, indicator, aantal, vorig in reeks:
        assert (aantal, vorig) == (nu[(gebied, indicator)], toen[(gebied, indicator)]), (gebied, indicator)
