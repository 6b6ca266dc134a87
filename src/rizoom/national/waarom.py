"""Why this number: the persons behind a figure and the lines of deliveries that put them in.

Read from mart ``leerplichttelling.waarom``. Persons are pseudonyms; lines are those of the supplier's file.
"""

from __future__ import annotations

from dataclasses import dataclass

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Reason:
    """One line that put one person into the figure; ``levering`` is the sha256 of the delivery."""

    persoon: str
    onderwijssoort_klasse: str
    leveraar: str
    levering: str
    tabel: str
    regel: int


def why(
    settings: Settings,
    indicator: str,
    gebied: str,
    schooljaar: str,
    klasse: str = "TOTAAL",
    definitieset: str = "2025-1",
) -> list[Reason]:
    """The reasons behind one figure, by person, supplier, table and line.

    ``gebied`` is a code such as ``GM0363``, ``RMC21``, ``PV27`` or ``NL``. The number of different persons
    is the published figure; empty when nobody counts, or when the year has not been built.
    """
    with connect(settings) as conn:
        rows = conn.execute(
            """
            select waarom.persoon::text, waarom.onderwijssoort_klasse, waarom.leveraar, levering.sha256,
                waarom.tabel, waarom.regel
            from leerplichttelling.waarom as waarom
            inner join register.levering as levering using (levering_id)
            where waarom.schooljaar = %(schooljaar)s and waarom.definitieset = %(definitieset)s
                and waarom.indicator = %(indicator)s and waarom.gebied = %(gebied)s
                and (%(klasse)s = 'TOTAAL' or waarom.onderwijssoort_klasse = %(klasse)s)
            order by 1, 3, 5, 6
            """,
            {
                "schooljaar": schooljaar,
                "definitieset": definitieset,
                "indicator": indicator,
                "gebied": gebied,
                "klasse": klasse,
            },
        ).fetchall()
    return [Reason(*row) for row in rows]
