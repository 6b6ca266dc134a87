"""The mirror report: own figures beside last year, region, country and peers (spec publicatie, section 5).

A supplier sees its own figures exactly; what it sees of others is the business of
:mod:`rizoom.portal.vergelijking`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg

from rizoom.national.flow import DEFAULT_DEFINITION_SETS, default_rule_version
from rizoom.portal import vergelijking
from rizoom.portal.vergelijking import DENOMINATOR, RATES, Anderen, Cijfer, kind, per_thousand
from rizoom.reference import read_seed

LEERPLICHT = (
    "TELPLICHTIG_JAAR",
    "TELPLICHTIG",
    "AV_TOTAAL",
    "AV_GT3M",
    "AV_UIT_BEELD",
    "RV_16U",
    "RV_HERHAALD",
    "RV_LUXE",
    "LRV_TOTAAL",
    "LRV_GT3M",
    "LRV_OPEN",
    "VR_5_ONDER_A",
    "VR_5_ONDER_B",
    "VR_5_ONDER_C",
    "VR_ART5A",
    "VR_15",
    "PV_ABSOLUUT",
    "PV_RELATIEF",
    "PV_LUXE",
)
OWN_LABELS = {
    "THUISZITTERS": "Thuiszitters (langdurig relatief verzuim en absoluut verzuim)",
    "UIT_BEELD": "Jongeren uit beeld",
    "VSV_POPULATIE": "Jongeren die meetellen voor vsv",
    "VSV": "Nieuwe voortijdig schoolverlaters",
}
POPULATIONS = ("TELPLICHTIG_JAAR", "TELPLICHTIG", "VSV_POPULATIE")

_LEERPLICHT = """
select indicator, niveau, gebied, aantal::bigint from leerplichttelling.leerplichttelling
where schooljaar = %(jaar)s and definitieset = %(set)s and onderwijssoort_klasse = 'TOTAAL'
    and indicator = any(%(indicatoren)s) and niveau = 'gemeente' and aantal is not null
"""
_THUISZITTERS = """
select 'THUISZITTERS', niveau, gebied, personen::bigint from leerplichttelling.thuiszitters
where schooljaar = %(jaar)s and definitieset = %(set)s and code = 'T_2016'
    and niveau = 'gemeente' and personen is not null
"""
_IN_BEELD = """
select 'UIT_BEELD', niveau, gebied,
    coalesce(sum(personen) filter (where status = 'uit_beeld'), 0)::bigint
from in_beeld.jongeren_in_beeld
where schooljaar = %(jaar)s and definitieset = %(set)s and leeftijdsgroep = any(%(groepen)s)
    and niveau = %(niveau)s and status <> 'ontbreekt'
    and peildatum = (
        select max(p.peildatum) from in_beeld.jongeren_in_beeld as p where p.schooljaar = %(jaar)s)
group by niveau, gebied
"""
_VSV = """
select m.code, v.niveau, v.gebied, m.aantal::bigint
from vsv.vsv as v
cross join lateral (values ('VSV_POPULATIE', v.n), ('VSV', v.x)) as m (code, aantal)
where v.schooljaar = %(jaar)s and v.regelversie = %(regelversie)s and v.categorie = 'TOTAAL'
    and v.niveau = 'regio' and m.aantal is not null
"""


@dataclass(frozen=True)
class Figure:
    """One line. ``eigen`` and ``vorig`` are exact; ``regio`` and ``land`` are protected."""

    code: str
    naam: str
    eigen: int | None
    vorig: int | None
    regio: Cijfer
    land: Cijfer


@dataclass(frozen=True)
class Rate:
    """Cases per 1,000 young people, from the figures as they are shown; ``gelijken``: the middle peer."""

    code: str
    naam: str
    eigen: float | None
    regio: float | None
    land: float | None
    gelijken: float | None


@dataclass(frozen=True)
class Mirror:
    """One report."""

    leveraar: str
    schooljaar: str
    figures: tuple[Figure, ...]
    rates: tuple[Rate, ...]
    regio: str | None
    anderen: Anderen
    gebouwd: bool


Values = dict[tuple[str, str], dict[str, int]]


def report(conn: psycopg.Connection, leveraar: str, schooljaar: str) -> Mirror:
    """The report of one supplier; empty where the national tables were not built yet."""
    now, built = _values(conn, leveraar, schooljaar)
    before, _ = _values(conn, leveraar, previous_year(schooljaar))
    delivered = {year for _, year in years(conn, [leveraar])}
    labels = {
        r["code"]: r["omschrijving_nl"] for r in read_seed("codelijst") if r["lijst"] == "indicator"
    } | OWN_LABELS
    level = vergelijking.LEVEL[kind(leveraar)]
    regio = vergelijking.region(leveraar, schooljaar)
    anderen = vergelijking.others(conn, leveraar, schooljaar, regio)
    figures = [
        Figure(
            code,
            labels.get(code, code),
            now[code, level].get(leveraar),
            before.get((code, level), {}).get(leveraar) if previous_year(schooljaar) in delivered else None,
            anderen.regio.get(code, vergelijking.HIDDEN),
            anderen.land.get(code, vergelijking.HIDDEN),
        )
        for code in ([*LEERPLICHT, *OWN_LABELS] if level == "gemeente" else [*OWN_LABELS])
        if now.get((code, level))
    ]
    rates = _rates(figures, kind(leveraar), anderen)
    return Mirror(leveraar, schooljaar, tuple(figures), rates, regio, anderen, built)


def years(conn: psycopg.Connection, leveraars: list[str]) -> list[tuple[str, str]]:
    """(leveraar, schooljaar) with a delivery in force, newest first."""
    rows = conn.execute(
        "select leveraar, schooljaar from register.vigerend where leveraar = any(%s)"
        " order by schooljaar desc, leveraar limit 200",
        [leveraars],
    )
    return [(row[0], row[1]) for row in rows]


def previous_year(schooljaar: str) -> str:
    """The school year before."""
    return f"{int(schooljaar[:4]) - 1}/{schooljaar[:4]}"


def _rates(figures: Iterable[Figure], soort: str, anderen: Anderen) -> tuple[Rate, ...]:
    by_code = {figure.code: figure for figure in figures}
    base = by_code.get(DENOMINATOR[soort])
    if base is None:
        return ()
    return tuple(
        Rate(
            f.code,
            f.naam,
            per_thousand(f.eigen, base.eigen),
            per_thousand(f.regio, base.regio),
            per_thousand(f.land, base.land),
            anderen.middle(f.code),
        )
        for f in by_code.values()
        if f.code in RATES[soort]
    )


def _values(conn: psycopg.Connection, leveraar: str, schooljaar: str) -> tuple[Values, bool]:
    """Figures per (code, niveau) and area; and whether the tables exist."""
    municipal = leveraar.startswith("GM")
    parts = (
        (
            ("leerplichttelling.leerplichttelling", _LEERPLICHT),
            ("leerplichttelling.thuiszitters", _THUISZITTERS),
        )
        if municipal
        else (("vsv.vsv", _VSV),)
    )
    found: Values = {}
    exists = False
    for table, query in (*parts, ("in_beeld.jongeren_in_beeld", _IN_BEELD)):
        if conn.execute("select to_regclass(%s) is not null", [table]).fetchone() != (True,):
            continue
        rows = conn.execute(
            query.encode(),
            {
                "jaar": schooljaar,
                "set": DEFAULT_DEFINITION_SETS[0],
                "indicatoren": list(LEERPLICHT),
                "regelversie": default_rule_version(schooljaar),
                "groepen": ["4", "5-17"] if municipal else ["18-26"],
                "niveau": vergelijking.LEVEL[kind(leveraar)],
            },
        ).fetchall()
        for code, niveau, gebied, value in rows:
            found.setdefault((code, niveau), {})[gebied] = value
            exists = True
    return found, exists
