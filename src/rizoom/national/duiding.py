"""Reading the VSV figure: exact intervals around small numbers (spec definities, section 4, duiding 3).

dbt counts what an area has and what it would have at the national rates (``intermediate.int_vsv_verwacht``);
this step adds the intervals and writes ``vsv.vsv_gestandaardiseerd``, so that a small municipality is not
ranked on three persons.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL = 0.95

_TABLE = """
create schema if not exists vsv;
create table if not exists vsv.vsv_gestandaardiseerd (
    schooljaar text not null,
    regelversie text not null,
    niveau text not null,
    gebied text not null,
    categorie text not null,
    maat text not null check (maat in ('x', 'x_zonder_uitkomst')),
    n bigint not null,
    x bigint not null,
    vsv_pct numeric not null,
    pct_laag numeric not null,
    pct_hoog numeric not null,
    verwacht numeric not null,
    oe numeric,
    oe_laag numeric,
    oe_hoog numeric,
    gestandaardiseerd_pct numeric,
    oordeel text check (oordeel in ('hoger', 'lager', 'niet_anders')),
    primary key (schooljaar, regelversie, niveau, gebied, categorie, maat)
)
"""

_READ = """
select regelversie, niveau, gebied, categorie, maat, n, x, verwacht, landelijk_pct
from intermediate.int_vsv_verwacht
where schooljaar = %s
order by regelversie, niveau, gebied, categorie, maat
"""


def wilson_interval(events: Floats, total: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Score interval of a proportion (Wilson 1927), as fractions.

    ``events`` and ``total`` are arrays of one shape with 0 <= events <= total and total > 0. At 0 events the
    lower end is exactly 0, at ``total`` events the upper end exactly 1.
    """
    import numpy as np
    from scipy.stats import norm

    z2 = norm.ppf((1 + level) / 2) ** 2
    share = events / total
    centre = share + z2 / (2 * total)
    half = np.sqrt(z2 * (share * (1 - share) + z2 / (4 * total)) / total)
    low = np.where(events == 0, 0.0, (centre - half) / (1 + z2 / total))
    high = np.where(events == total, 1.0, (centre + half) / (1 + z2 / total))
    return low, high


def poisson_interval(events: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Exact interval of a Poisson count (Garwood 1936), in events; the lower end of 0 events is 0."""
    import numpy as np
    from scipy.stats import chi2

    tail = (1 - level) / 2
    low = np.where(events == 0, 0.0, chi2.ppf(tail, 2 * np.maximum(events, 1)) / 2)
    high = chi2.ppf(1 - tail, 2 * (events + 1)) / 2
    return low, high


def verdict(low: float, high: float) -> str:
    """``hoger`` or ``lager`` when an interval of the ratio does not hold 1, else ``niet_anders``."""
    if low > 1:
        return "hoger"
    return "lager" if high < 1 else "niet_anders"


def write_standardised(settings: Settings, schooljaar: str) -> int:
    """Write the standardised figures of the school year that was just built; returns the number of rows.

    One transaction: the rows of the school year are replaced as a whole. Call it after the dbt models of the
    year; ``int_vsv_verwacht`` holds one year at a time.
    """
    import numpy as np

    with connect(settings) as conn:
        conn.execute(_TABLE)
        rows = conn.execute(_READ, (schooljaar,)).fetchall()
        conn.execute("delete from vsv.vsv_gestandaardiseerd where schooljaar = %s", (schooljaar,))
        if rows:
            n = np.array([float(row[5]) for row in rows])
            x = np.array([float(row[6]) for row in rows])
            share_low, share_high = wilson_interval(x, n)
            count_low, count_high = poisson_interval(x)
            with conn.cursor().copy("copy vsv.vsv_gestandaardiseerd from stdin") as copy:
                for i, row in enumerate(rows):
                    shares = (float(share_low[i]), float(share_high[i]))
                    counts = (float(count_low[i]), float(count_high[i]))
                    copy.write_row((schooljaar, *row[:7], *_figures(row[5:], shares, counts)))
        conn.commit()
    return len(rows)


def _figures(
    row: tuple[int, int, Decimal, Decimal], shares: tuple[float, float], counts: tuple[float, float]
) -> tuple[Decimal | str | None, ...]:
    """The computed columns, rounded half away from zero, from (n, x, expected, national percentage)."""
    n, x, expected, national = row
    percentage = (_round(100 * Decimal(x) / n, 2), _round(100 * shares[0], 2), _round(100 * shares[1], 2))
    if expected == 0:
        return (*percentage, _round(expected, 4), None, None, None, None, None)
    low, high = counts[0] / float(expected), counts[1] / float(expected)
    ratio = Decimal(x) / expected
    return (
        *percentage,
        _round(expected, 4),
        _round(ratio, 4),
        _round(low, 4),
        _round(high, 4),
        _round(ratio * national, 2),
        verdict(low, high),
    )


def _round(value: Decimal | float, decimals: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
