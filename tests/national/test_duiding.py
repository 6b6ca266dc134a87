"""The methods against published worked examples, and the step against a real server."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import binomtest

from rizoom.national.duiding import poisson_interval, verdict, wilson_interval, write_standardised
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@pytest.mark.parametrize(
    ("events", "total", "low", "high"),
    # Newcombe, Statistics in Medicine 1998, 17:857-872, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_newcombes_table(events: int, total: int, low: float, high: float) -> None:
    got = wilson_interval(np.array([float(events)]), np.array([float(total)]))
    assert (round(got[0][0], 4), round(got[1][0], 4)) == (low, high)


def test_wilson_equals_scipy_for_every_small_count() -> None:
    pairs = [(x, n) for n in range(1, 13) for x in range(n + 1)]
    events, total = (np.array(values, dtype=float) for values in zip(*pairs, strict=True))
    low, high = wilson_interval(events, total)
    for i, (x, n) in enumerate(pairs):
        ci = binomtest(x, n).proportion_ci(0.95, method="wilson")
        assert low[i] == pytest.approx(ci.low, abs=1e-12)
        assert high[i] == pytest.approx(ci.high, abs=1e-12)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    # exact limits of a Poisson count (Garwood, Biometrika 1936), as tabulated in textbooks
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.6235, 11.668), (10, 4.7954, 18.390), (100, 81.364, 121.627)],
)
def test_poisson_is_garwoods_table(events: int, low: float, high: float) -> None:
    got = poisson_interval(np.array([float(events)]))
    assert got[0][0] == pytest.approx(low, abs=6e-4)
    assert got[1][0] == pytest.approx(high, abs=6e-4)


def test_liddells_standardised_mortality_ratio() -> None:
    """Liddell, J Epidemiol Community Health 1984, 38:85-88: 23 observed, 17.83 expected."""
    low, high = poisson_interval(np.array([23.0]))
    assert round(23 / 17.83, 2) == 1.29
    assert (round(low[0] / 17.83, 2), round(high[0] / 17.83, 2)) == (0.82, 1.94)


@pytest.mark.parametrize(
    ("low", "high", "word"), [(1.01, 2.0, "hoger"), (0.5, 0.99, "lager"), (0.5, 1.0, "niet_anders")]
)
def test_verdict_needs_an_interval_without_one(low: float, high: float, word: str) -> None:
    assert verdict(low, high) == word


EXPECTED = """
create schema intermediate;
create table intermediate.int_vsv_verwacht (
    schooljaar text, regelversie text, niveau text, gebied text, categorie text, maat text,
    n bigint, x bigint, verwacht numeric, landelijk_pct numeric
);
insert into intermediate.int_vsv_verwacht values
    ('2024/2025', 'R2020', 'gemeente', 'GM0344', 'TOTAAL', 'x', 200, 23, 17.83, 4.5),
    ('2024/2025', 'R2020', 'gemeente', 'GM0356', 'TOTAAL', 'x', 20, 0, 0, 4.5),
    ('2023/2024', 'R2020', 'gemeente', 'GM0344', 'TOTAAL', 'x', 100, 1, 5, 5);
"""


def test_rows_of_the_year_are_written_once(settings: Settings) -> None:
    with connect(settings) as conn:
        conn.execute(EXPECTED)
    assert write_standardised(settings, "2023/2024") == 1
    assert write_standardised(settings, "2024/2025") == 2
    assert write_standardised(settings, "2024/2025") == 2
    with connect(settings) as conn:
        rows = conn.execute(
            "select gebied, vsv_pct, pct_laag, pct_hoog, verwacht, oe, oe_laag, oe_hoog,"
            " gestandaardiseerd_pct, oordeel from vsv.vsv_gestandaardiseerd"
            " where schooljaar = '2024/2025' order by gebied"
        ).fetchall()
        years = conn.execute("select count(distinct schooljaar) from vsv.vsv_gestandaardiseerd").fetchall()
    numbers = ("11.50", "7.79", "16.66", "17.8300", "1.2900", "0.8177", "1.9356", "5.80")
    assert rows[0] == ("GM0344", *map(Decimal, numbers), "niet_anders")
    assert rows[1][:1] + rows[1][4:] == ("GM0356", Decimal(0), None, None, None, None, None)
    assert years == [(2,)]
