"""The mirror report: own figures beside last year, the region and the country (spec publicatie, section 5).

A supplier sees its own figures exactly. Figures of others are protected (:func:`protected`): until the gate
of the releases covers mirror reports too, this page stays on the careful side and shows no figures of peers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import psycopg

from rizoom.national.flow import DEFAULT_DEFINITION_SETS, default_rule_version
from rizoom.reference import municipalities, read_seed, region_of

THRESHOLD = 10
OTHERS = 3
ROUND_TO = 10
PEERS = 10
LEERPLICHT = (
    "TELPLICHTIG_JAAR",
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
    "VR_15",
)
RATES = ("AV_TOTAAL", "RV_16U", "RV_LUXE", "LRV_TOTAAL")
OWN_LABELS = {
    "THUISZITTERS": "Thuiszitters (langdurig relatief verzuim en absoluut verzuim)",
    "UIT_BEELD": "Jongeren uit beeld",
    "VSV_POPULATIE": "Jongeren die meetellen voor vsv",
    "VSV": "Nieuwe voortijdig schoolverlaters",
}
DENOMINATOR = {"GM": "TELPLICHTIG_JAAR", "RMC": "VSV_POPULATIE"}

_LEERPLICHT = """
select indicator, niveau, gebied, aantal::bigint from leerplichttelling.leerplichttelling
where schooljaar = %(jaar)s and definitieset = %(set)s and onderwijssoort_klasse = 'TOTAAL'
    and indicator = any(%(indicatoren)s) and niveau in ('gemeente', 'regio', 'land') and aantal is not null
"""
_THUISZITTERS = """
select 'THUISZITTERS', niveau, gebied, personen::bigint from leerplichttelling.thuiszitters
where schooljaar = %(jaar)s and definitieset = %(set)s and code = 'T_2016'
    and niveau in ('gemeente', 'regio', 'land') and personen is not null
"""
_IN_BEELD = """
select 'UIT_BEELD', niveau, gebied,
    coalesce(sum(personen) filter (where status = 'uit_beeld'), 0)::bigint
from in_beeld.jongeren_in_beeld
where schooljaar = %(jaar)s and definitieset = %(set)s and leeftijdsgroep = any(%(groepen)s)
    and niveau = any(%(niveaus)s) and status <> 'ontbreekt'
    and peildatum = (
        select max(p.peildatum) from in_beeld.jongeren_in_beeld as p where p.schooljaar = %(jaar)s)
group by niveau, gebied
"""
_VSV = """
select m.code, v.niveau, v.gebied, m.aantal::bigint
from vsv.vsv as v
cross join lateral (values ('VSV_POPULATIE', v.n), ('VSV', v.x)) as m (code, aantal)
where v.schooljaar = %(jaar)s and v.regelversie = %(regelversie)s and v.categorie = 'TOTAAL'
    and v.niveau in ('regio', 'land') and m.aantal is not null
"""


@dataclass(frozen=True)
class Figure:
    """One line. ``eigen`` and ``vorig`` are exact; ``regio`` and ``land`` are protected, None: not shown."""

    code: str
    naam: str
    eigen: int | None
    vorig: int | None
    regio: int | None
    land: int | None


@dataclass(frozen=True)
class Rate:
    """Cases per 1,000 young people, from the figures as they are shown."""

    naam: str
    eigen: float | None
    regio: float | None
    land: float | None


@dataclass(frozen=True)
class Mirror:
    """One report. ``gelijken``: names of the peers; their figures are not shown."""

    leveraar: str
    schooljaar: str
    figures: tuple[Figure, ...]
    rates: tuple[Rate, ...]
    regio: str | None
    gelijken: tuple[str, ...]
    gebouwd: bool


Values = dict[tuple[str, str], dict[str, int]]


def protected(total: int | None, own: int | None, others: Iterable[int]) -> int | None:
    """``total`` rounded to tens when nobody can learn another supplier's figure from it, else None.

    ``others``: figures of the other suppliers in the total. The total and the total without the reader are at
    least 10, at least three others are in it, and none of them makes up more than half of what others have.
    Rounding takes the last bit away: totals of different areas and moments cannot be subtracted exactly.
    """
    found = sorted(others, reverse=True)
    rest = sum(found)
    if total is None or total < THRESHOLD or (own is not None and total - own < THRESHOLD):
        return None
    if len(found) < OTHERS or rest < THRESHOLD or found[0] * 2 > rest:
        return None
    return (total + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def report(conn: psycopg.Connection, leveraar: str, schooljaar: str) -> Mirror:
    """The report of one supplier; empty where the national tables were not built yet."""
    now, built = _values(conn, leveraar, schooljaar)
    before, _ = _values(conn, leveraar, previous_year(schooljaar))
    delivered = {year for _, year in years(conn, [leveraar])}
    labels = {
        r["code"]: r["omschrijving_nl"] for r in read_seed("codelijst") if r["lijst"] == "indicator"
    } | OWN_LABELS
    level = "gemeente" if leveraar.startswith("GM") else "regio"
    regions = _regions(schooljaar) if level == "gemeente" else {}
    regio = regions.get(leveraar)
    codes = [*LEERPLICHT, *OWN_LABELS] if level == "gemeente" else [*OWN_LABELS]
    figures = []
    for code in codes:
        own_level = now.get((code, level), {})
        if not own_level:
            continue
        own = own_level.get(leveraar)
        rest = {area: value for area, value in own_level.items() if area != leveraar}
        near = [value for area, value in rest.items() if regio and regions.get(area) == regio]
        far = [value for area, value in rest.items() if not regio or regions.get(area) != regio]
        near_total = now.get((code, "regio"), {}).get(regio or "") if level == "gemeente" else None
        land_total = now.get((code, "land"), {}).get("NL")
        region_shown = protected(near_total, own, near)
        # The country less the region must be safe too: the reader may subtract one from the other.
        outside = protected(sum(far), None, far) if level == "gemeente" else 0
        land_shown = protected(land_total, own, rest.values()) if outside is not None else None
        figures.append(
            Figure(
                code,
                labels.get(code, code),
                own,
                before.get((code, level), {}).get(leveraar)
                if previous_year(schooljaar) in delivered
                else None,
                region_shown,
                land_shown,
            )
        )
    rates = _rates(figures, DENOMINATOR["GM" if level == "gemeente" else "RMC"])
    return Mirror(leveraar, schooljaar, tuple(figures), rates, regio, peers(leveraar, schooljaar), built)


def peers(leveraar: str, schooljaar: str) -> tuple[str, ...]:
    """The ten municipalities nearest in number of inhabitants of 5 to 17; none for a region."""
    end = date(int(schooljaar[5:]), 7, 31)
    sizes = {
        r["gemeentecode"]: int(r["inwoners_5_17"])
        for r in read_seed("bevolking_groep")
        if r["gemeentecode"] in municipalities() and municipalities()[r["gemeentecode"]].geldig.holds(end)
    }
    if leveraar not in sizes:
        return ()
    near = sorted((abs(size - sizes[leveraar]), code) for code, size in sizes.items() if code != leveraar)
    return tuple(code for _, code in near[:PEERS])


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


def _rates(figures: Iterable[Figure], denominator: str) -> tuple[Rate, ...]:
    by_code: Mapping[str, Figure] = {figure.code: figure for figure in figures}
    base = by_code.get(denominator)
    if base is None:
        return ()

    def per_thousand(count: int | None, population: int | None) -> float | None:
        return (
            None
            if count is None or not population or population < 20
            else round(1000 * count / population, 1)
        )

    return tuple(
        Rate(
            f.naam,
            per_thousand(f.eigen, base.eigen),
            per_thousand(f.regio, base.regio),
            per_thousand(f.land, base.land),
        )
        for f in by_code.values()
        if f.code in (*RATES, "VSV")
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
                "niveaus": ["gemeente", "regio", "land"] if municipal else ["regio", "land"],
            },
        ).fetchall()
        for code, niveau, gebied, value in rows:
            found.setdefault((code, niveau), {})[gebied] = value
            exists = True
    return found, exists


def _regions(schooljaar: str) -> dict[str, str]:
    end = date(int(schooljaar[5:]), 7, 31)
    return {code: region for code in municipalities() if (region := region_of(code, end))}
