"""VSV beside what could be expected: indirect standardisation with intervals (spec definities, section 4).

Expected = sum over categorie × age of N × the national rate of that cell. Interval of the percentage: Wilson;
of observed / expected: exact Poisson; both 95 %. So a small municipality is not ranked on three persons.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

import psycopg

from rizoom.publish.uitgave_cijfers import Cijfer

Z95 = 1.959963984540054
_QUERY = """
with cel as (
    select niveau, gebied, categorie, leeftijd, sum(n) as n, sum(x) as x
    from vsv.vsv_profiel where schooljaar = %(schooljaar)s and regelversie = %(versie)s
    group by niveau, gebied, categorie, leeftijd
),
land as (
    select categorie, leeftijd, sum(x)::numeric / nullif(sum(n), 0) as kans from cel where niveau = 'land'
    group by categorie, leeftijd
)
select cel.niveau, cel.gebied, sum(cel.n)::bigint, sum(cel.x)::bigint, sum(cel.n * coalesce(land.kans, 0))
from cel left join land using (categorie, leeftijd)
group by cel.niveau, cel.gebied having sum(cel.n) > 0
"""


def lees_standaard(conn: psycopg.Connection, schooljaar: str, versie: str) -> list[Cijfer]:
    """Cells of the table ``standaard``: VERWACHT, VERHOUDING, and the bounds, for every area with a denominator."""
    rows = conn.execute(_QUERY, {"schooljaar": schooljaar, "versie": versie})
    found: list[Cijfer] = []
    for niveau, gebied, n, x, expected in rows:
        found += cells(niveau, gebied, int(n), int(x), float(expected))
    return sorted(found, key=lambda c: (c.niveau, c.gebied, c.indicator))


def cells(niveau: str, gebied: str, n: int, x: int, expected: float) -> list[Cijfer]:
    """The cells of one area: n persons, x of them VSV, ``expected`` by national rates."""
    low, high = wilson(x, n)
    values = {
        "VERWACHT": (expected, "personen"),
        "PCT_ONDER": (low, "procent"),
        "PCT_BOVEN": (high, "procent"),
    }
    if expected > 0:
        under, over = poisson_bounds(x)
        values |= {
            "VERHOUDING": (x / expected, "verhouding"),
            "VERHOUDING_ONDER": (under / expected, "verhouding"),
            "VERHOUDING_BOVEN": (over / expected, "verhouding"),
        }
    return [
        Cijfer("standaard", niveau, gebied, name, "TOTAAL", "aantal", two_decimals(value), unit, "")
        for name, (value, unit) in sorted(values.items())
    ]


def wilson(x: int, n: int) -> tuple[float, float]:
    """95 % interval of 100 x / n, in percent. ``n`` > 0."""
    p = x / n
    middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * sqrt(p * (1 - p) / n + Z95**2 / (4 * n**2))
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def poisson_bounds(x: int) -> tuple[float, float]:
    """Exact 95 % bounds of the mean of a Poisson count ``x``."""
    from scipy.stats import chi2

    low = float(chi2.ppf(0.025, 2 * x)) / 2 if x else 0.0
    return low, float(chi2.ppf(0.975, 2 * (x + 1))) / 2


def two_decimals(value: float) -> str:
    """Half away from zero, as every percentage in the national tables."""
    return str(Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))
