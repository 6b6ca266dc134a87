"""Differences between a supplier's own opgave and the computed figures, with the lines behind the computed one.

For that supplier only (spec publicatie, section 5): lines of its own files, never a number or a pseudonym.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from rizoom.national.flow import DEFAULT_DEFINITION_SETS
from rizoom.portal.young import Place
from rizoom.reference import read_seed

SHOWN = 1000

_DIFFERENCES = """
select v.indicator, v.onderwijssoort_klasse, v.opgave, v.berekend, coalesce(v.toelichting, '')
from leerplichttelling.opgave_verschil as v
inner join register.vigerend as g on g.levering_id = v.levering_id
where v.gemeentecode = %(leveraar)s and v.schooljaar = %(jaar)s and v.definitieset = %(set)s and v.verschil <> 0
order by v.indicator, v.onderwijssoort_klasse
"""
_LINES = """
select distinct g.soort, coalesce(f.naam, p.tabel || '.csv'), p.tabel, p.regel, ''
from leerplichttelling.opgave_verschil_persoon as p
inner join register.vigerend as g on g.levering_id = p.levering_id and g.leveraar = p.gemeentecode
left join register.levering_bestand as f on f.levering_id = p.levering_id and f.tabel = p.tabel
where p.gemeentecode = %(leveraar)s and p.schooljaar = %(jaar)s and p.definitieset = %(set)s
    and p.indicator = %(indicator)s and p.onderwijssoort_klasse = %(klasse)s
order by 1, 3, 4 limit %(aantal)s
"""


@dataclass(frozen=True)
class Verschil:
    """One figure of the opgave that is not the computed one. ``plaatsen``: at most 1,000 lines."""

    naam: str
    klasse: str
    opgave: int
    berekend: int
    toelichting: str
    plaatsen: tuple[Place, ...]

    @property
    def verschil(self) -> int:
        """Opgave less computed."""
        return self.opgave - self.berekend


def differences(conn: psycopg.Connection, leveraar: str, schooljaar: str) -> list[Verschil]:
    """The differences of a supplier; none where it gave no opgave or the tables were not built yet."""
    if conn.execute(
        "select to_regclass('leerplichttelling.opgave_verschil_persoon') is not null"
    ).fetchone() != (True,):
        return []
    names = {(str(r["lijst"]), str(r["code"])): str(r["omschrijving_nl"]) for r in read_seed("codelijst")}
    values = {"leveraar": leveraar, "jaar": schooljaar, "set": DEFAULT_DEFINITION_SETS[0], "aantal": SHOWN}
    found = []
    for indicator, klasse, own, computed, note in conn.execute(_DIFFERENCES, values).fetchall():
        lines = conn.execute(_LINES, values | {"indicator": indicator, "klasse": klasse}).fetchall()
        found.append(
            Verschil(
                str(names.get(("indicator", indicator), indicator)),
                str(names.get(("onderwijssoort_klasse", klasse), klasse)),
                own,
                computed,
                note,
                tuple(Place(*line) for line in lines),
            )
        )
    return found
