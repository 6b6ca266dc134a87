"""Young people to look at, as lines of the supplier's own files: never a number, never a pseudonym.

Only lines of deliveries of this supplier that are in force now. After a new delivery the list is empty until
the national tables are built again, because old lines would point at the wrong rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

SHOWN = 1000


@dataclass(frozen=True)
class Reason:
    """Why to look, and what to do."""

    code: str
    titel: str
    uitleg: str


@dataclass(frozen=True)
class Place:
    """One line of one of the supplier's own files."""

    soort: str
    bestand: str
    tabel: str
    regel: int | None
    toelichting: str


REASONS = (
    Reason(
        "uit_beeld",
        "Uit beeld",
        "Deze jongeren hebben geen inschrijving, geen vrijstelling en geen dossier. Zoek uit waar zij zijn.",
    ),
    Reason(
        "verdwenen",
        "Verdwenen bij een verhuizing",
        "Deze jongeren zijn volgens u verhuisd naar een andere gemeente. Geen gemeente heeft"
        " hen daarna in beeld. Neem contact op met de nieuwe gemeente.",
    ),
    Reason(
        "dubbel",
        "Ook bij een andere gemeente",
        "Een andere gemeente meldt dat deze jongeren op dezelfde dag daar wonen. Controleer de woonperiode.",
    ),
    Reason(
        "verhuizing",
        "Woonperiode loopt door",
        "Een andere gemeente meldt dat deze jongeren daar later zijn gaan wonen. Sluit de woonperiode af.",
    ),
    Reason(
        "signaal", "Signalen", "Bij deze jongeren ziet het systeem een signaal. Kijk of er iets nodig is."
    ),
)

_IN_FORCE = (
    "register.vigerend as v on v.levering_id = {alias}.levering_id"
    " and v.leveraar = %(leveraar)s and v.schooljaar = %(jaar)s"
)
# A person is found back in the own jongere.csv by pseudonym, or by the identity that several numbers share.
_UIT_BEELD = """
select distinct v.soort, v.levering_id, 'jongere', j.regel, 'op ' || to_char(b.peildatum, 'DD-MM-YYYY')
from register.vigerend as v
inner join landing.jongere as j on j.levering_id = v.levering_id and j.schooljaar = v.schooljaar
left join register.opbouw_identiteit as i
    on i.schooljaar = v.schooljaar and i.leveraar = v.leveraar and i.pseudoniem = j.pseudoniem
inner join in_beeld.jongere_in_beeld as b
    on b.schooljaar = v.schooljaar and b.persoon = coalesce(i.persoon, j.pseudoniem)
    and b.status = 'uit_beeld'
inner join register.opbouw_levering as o on o.schooljaar = v.schooljaar and o.levering_id = v.levering_id
where v.leveraar = %(leveraar)s and v.schooljaar = %(jaar)s and b.gemeentecode = any(%(gebieden)s)
    and b.leeftijdsgroep = any(
        case when v.soort = 'leerplicht' then array['4', '5-17'] else array['18-26'] end)
    and b.peildatum = (
        select max(p.peildatum) from in_beeld.jongere_in_beeld as p where p.schooljaar = v.schooljaar)
"""
_QUERIES = {
    "uit_beeld": ("in_beeld.jongere_in_beeld", _UIT_BEELD),
    "verdwenen": (
        "in_beeld.verdwenen_bij_verhuizing",
        "select distinct v.soort, t.levering_id, t.tabel, t.regel, 'laatste dag ' || to_char(t.laatste_dag,"
        " 'DD-MM-YYYY') from in_beeld.verdwenen_bij_verhuizing as t inner join "
        + _IN_FORCE.format(alias="t")
        + " where t.uitkomst = 'verdwenen'",
    ),
    "dubbel": (
        "in_beeld.dubbel",
        "select distinct v.soort, t.levering_id, t.tabel, t.regel,"
        " 'van ' || to_char(t.eerste_dag, 'DD-MM-YYYY') || ' tot en met ' || to_char(t.laatste_dag,"
        " 'DD-MM-YYYY') from in_beeld.dubbel as t inner join " + _IN_FORCE.format(alias="t"),
    ),
    "verhuizing": (
        "leerplichttelling.verhuizing_niet_afgesloten",
        "select distinct v.soort, t.levering_id, 'verblijf', t.regel, 'daar vanaf ' || to_char(t.ander_begin,"
        " 'DD-MM-YYYY') from leerplichttelling.verhuizing_niet_afgesloten as t inner join "
        + _IN_FORCE.format(alias="t"),
    ),
    "signaal": (
        "in_beeld.signalen",
        "select distinct v.soort, t.levering_id, t.tabel, t.regel, replace(t.signaal, '_', ' ')"
        " from in_beeld.signalen as t inner join " + _IN_FORCE.format(alias="t"),
    ),
}


def to_look_at(
    conn: psycopg.Connection, leveraar: str, schooljaar: str, gebieden: list[str]
) -> list[tuple[Reason, list[Place]]]:
    """Per reason the lines, at most 1,000. ``gebieden``: municipalities that the supplier is about."""
    found = []
    for reason in REASONS:
        table, query = _QUERIES[reason.code]
        if conn.execute("select to_regclass(%s) is not null", [table]).fetchone() != (True,):
            continue
        rows = conn.execute(
            "select p.soort, coalesce(f.naam, p.tabel || '.csv'), p.tabel, p.regel, p.uitleg from ("
            f"{query}) as p (soort, levering_id, tabel, regel, uitleg)"
            " left join register.levering_bestand as f on f.levering_id = p.levering_id and f.tabel = p.tabel"
            f" order by 1, 3, 4, 5 limit {SHOWN}",
            {"leveraar": leveraar, "jaar": schooljaar, "gebieden": gebieden},
        ).fetchall()
        found.append((reason, [Place(*row) for row in rows]))
    return found
