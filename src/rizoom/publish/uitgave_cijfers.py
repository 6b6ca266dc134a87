"""The figures of a series in long form: one row per cell, the canonical shape of every release.

A cell is known by (tabel, niveau, gebied, indicator, uitsplitsing, maat). Values are text exactly as
published: whole numbers, decimals with a point, empty when there is no figure (missing is not zero).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import NamedTuple

import psycopg

COLUMNS = (
    "reeks", "schooljaar", "versie", "niveau", "gebied", "naam", "tabel", "indicator", "uitsplitsing", "maat",
    "waarde", "eenheid", "status",
)  # fmt: skip
REEKSEN = ("leerplichttelling", "vsv", "doorstroompunt")
"""Series for the ministry, with exact figures."""
OPEN_DATA = "open-data"
OPENBAAR = frozenset({OPEN_DATA})
"""Series for everybody: nothing of them is written before the disclosure gate has passed."""
NIVEAUS = ("land", "provincie", "regio", "gemeente", "instelling")
LEERPLICHT_ACTIES = (
    "PV_ABSOLUUT",
    "PV_RELATIEF",
    "PV_LUXE",
    "PV_OVERIG",
    "HALT",
    "WAARSCHUWING",
    "MAS1",
    "MAS3",
    "MAS4",
)
VSV_AANTALLEN = (
    "a", "b", "n", "x", "x_zonder_entree", "x_zonder_uitkomst", "vsv_adres_onbekend", "b_overleden", "b_vertrokken",
    "b_vrijstelling", "c_vo", "c_mbo", "c_vavo", "c_ho", "c_vso_pro", "c_niet_bekostigd", "d_startkw_eerder",
    "d_startkw_jaar", "d_startkw_verlaat", "d_defensie_politie", "d_entree_werk",
)  # fmt: skip


class Sleutel(NamedTuple):
    """What makes a cell the same cell in two versions of a release."""

    tabel: str
    niveau: str
    gebied: str
    indicator: str
    uitsplitsing: str
    maat: str


@dataclass(frozen=True, slots=True)
class Cijfer:
    """One cell. ``eenheid``: personen, acties, trajecten, procent, ... ``status``: coverage of the area."""

    tabel: str
    niveau: str
    gebied: str
    indicator: str
    uitsplitsing: str
    maat: str
    waarde: str
    eenheid: str
    status: str

    @property
    def sleutel(self) -> Sleutel:
        return Sleutel(self.tabel, self.niveau, self.gebied, self.indicator, self.uitsplitsing, self.maat)


_VERSIE = "schooljaar = %(schooljaar)s and definitieset = %(versie)s"
_REGEL = "schooljaar = %(schooljaar)s and regelversie = %(versie)s"
_ACTIES = ", ".join(f"'{code}'" for code in LEERPLICHT_ACTIES)

_LEERPLICHT = f"""
select 'telling', niveau, gebied, indicator, onderwijssoort_klasse, maat, waarde::text,
    case when indicator in ({_ACTIES}) then 'acties' else 'personen' end, status
from leerplichttelling.leerplichttelling
cross join lateral (values ('aantal', aantal), ('dubbel_geteld', dubbel_geteld)) as m (maat, waarde)
where {_VERSIE} and (maat = 'aantal' or niveau <> 'gemeente')
union all
select 'thuiszitters', niveau, gebied, code, 'TOTAAL', maat, waarde::text, 'personen', d.status
from leerplichttelling.thuiszitters as t
inner join leerplichttelling.dekking as d using (schooljaar, niveau, gebied)
cross join lateral (
    values ('personen', personen), ('som', som), ('waarvan_uit_beeld', waarvan_uit_beeld)
) as m (maat, waarde)
where t.{_VERSIE} and (maat <> 'waarvan_uit_beeld' or code = 'T_BEELD')
union all
select 'stromen', niveau, gebied, van, naar, 'aantal', personen::text, 'personen', d.status
from leerplichttelling.stromen as s
inner join leerplichttelling.dekking as d using (schooljaar, niveau, gebied)
where s.{_VERSIE}
union all
select 'definities', niveau, gebied, indicator, definitieset, maat, m.waarde::text,
    case when indicator in ({_ACTIES}) then 'acties' else 'personen' end, d.status
from leerplichttelling.definitie_vergelijking as v
inner join leerplichttelling.dekking as d using (schooljaar, niveau, gebied)
cross join lateral (
    values ('aantal', v.waarde), ('verschil', v.verschil), ('erbij', v.personen_erbij), ('eraf', v.personen_eraf)
) as m (maat, waarde)
where schooljaar = %(schooljaar)s and niveau <> 'gemeente' and (v.verschil <> 0 or v.personen_erbij > 0)
union all
select 'dekking', niveau, gebied, 'DEKKING', 'TOTAAL', maat, waarde, eenheid, status
from leerplichttelling.dekking
cross join lateral (
    values ('gemeenten', gemeenten::text, 'gemeenten'), ('geleverd', geleverd::text, 'gemeenten'),
        ('bevolking', bevolking_pct::text, 'procent')
) as m (maat, waarde, eenheid)
where schooljaar = %(schooljaar)s
"""

_VSV_WAARDEN = ", ".join(f"('{naam.upper()}', {naam}::text, 'personen')" for naam in VSV_AANTALLEN)
_VSV = f"""
select 'vsv', niveau, gebied, indicator, categorie, 'aantal', waarde, eenheid, coalesce(status, '')
from vsv.vsv
cross join lateral (
    values {_VSV_WAARDEN}, ('VSV_PCT', vsv_pct::text, 'procent'), ('NORM_PCT', norm_pct::text, 'procent')
) as m (indicator, waarde, eenheid)
where {_REGEL} and (indicator <> 'NORM_PCT' or waarde is not null)
union all
select 'kenmerken', niveau, gebied, indicator, kenmerk || '=' || u.waarde, 'aantal', m.waarde, eenheid,
    coalesce(status, '')
from vsv.vsv_uitsplitsing as u
cross join lateral (
    values ('N', n::text, 'personen'), ('X', x::text, 'personen'), ('VSV_PCT', vsv_pct::text, 'procent')
) as m (indicator, waarde, eenheid)
where {_REGEL}
union all
select 'scenario', niveau, gebied, indicator, scenario, 'aantal', waarde, eenheid, coalesce(status, '')
from vsv.vsv_scenario
cross join lateral (
    values ('OVER', "over"::text, 'personen'), ('VERWIJDERD', verwijderd::text, 'personen'),
        ('ALLEEN', alleen::text, 'personen'), ('PCT_N1', pct_n1::text, 'procent'),
        ('PCT_N2', pct_n2::text, 'procent'), ('DEKKING', dekking_pct::text, 'procent')
) as m (indicator, waarde, eenheid)
where {_REGEL}
union all
select 'verschil', niveau, gebied, indicator, categorie, 'aantal', waarde, 'procentpunt', ''
from vsv.vsv_verschil
cross join lateral (
    values ('VERSCHIL', verschil::text), ('SAMENSTELLING', samenstelling::text), ('KANS', kans::text)
) as m (indicator, waarde)
where schooljaar_tot = %(schooljaar)s and schooljaar_van = %(vorig)s and regelversie = %(versie)s
union all
select 'standaard', niveau, gebied, indicator, categorie, 'aantal', waarde, eenheid, ''
from vsv.vsv_gestandaardiseerd
cross join lateral (
    values ('VERWACHT', verwacht::text, 'personen'), ('VERHOUDING', oe::text, 'verhouding'),
        ('VERHOUDING_ONDER', oe_laag::text, 'verhouding'), ('VERHOUDING_BOVEN', oe_hoog::text, 'verhouding'),
        ('PCT_ONDER', pct_laag::text, 'procent'), ('PCT_BOVEN', pct_hoog::text, 'procent'),
        ('PCT_STANDAARD', gestandaardiseerd_pct::text, 'procent')
) as m (indicator, waarde, eenheid)
where {_REGEL} and vsv_gestandaardiseerd.maat = 'x'
union all
select distinct 'dekking', niveau, gebied, 'DEKKING', 'TOTAAL', maat, waarde, 'procent', status
from vsv.vsv
cross join lateral (
    values ('gemeenten', dekking_gemeenten_pct::text), ('bevolking', dekking_bevolking_pct::text)
) as m (maat, waarde)
where {_REGEL} and niveau <> 'instelling' and categorie = 'TOTAAL'
"""

_DOORSTROOMPUNT = """
select tabel, case when gebied = 'NL' then 'land' else 'regio' end, gebied, kolom, rij, 'aantal', waarde,
    case
        when kolom like '%%\\_pct' then 'procent'
        when kolom = 'gesprekken' then 'gesprekken'
        when tabel like 'effect%%' then 'trajecten'
        else 'personen'
    end, ''
from doorstroompunt.doorstroompunt where schooljaar = %(schooljaar)s
union all
select 'in_beeld', niveau, gebied, status, peildatum::text || ' ' || leeftijdsgroep, 'aantal', personen::text,
    'personen', dekking
from in_beeld.jongeren_in_beeld
where schooljaar = %(schooljaar)s and definitieset = %(definitieset)s
"""

_QUERIES = {"leerplichttelling": _LEERPLICHT, "vsv": _VSV, "doorstroompunt": _DOORSTROOMPUNT}


def vorig_jaar(schooljaar: str) -> str:
    """The school year before: ``2024/2025`` gives ``2023/2024``."""
    begin = int(schooljaar[:4])
    return f"{begin - 1}/{begin}"


def lees_cijfers(
    conn: psycopg.Connection, reeks: str, schooljaar: str, versie: str, definitieset: str = "2025-1"
) -> list[Cijfer]:
    """All cells of one series and school year from the national tables, in the order of the file.

    ``versie``: definition set (leerplichttelling, doorstroompunt) or rule version (vsv).
    """
    parameters = {
        "schooljaar": schooljaar, "versie": versie, "vorig": vorig_jaar(schooljaar), "definitieset": definitieset,
    }  # fmt: skip
    with conn.cursor() as cur:
        cur.execute(_QUERIES[reeks], parameters)
        cells = [Cijfer(*(value or "" for value in row)) for row in cur]
    return sorted(cells, key=volgorde)


def volgorde(cijfer: Cijfer) -> tuple[object, ...]:
    """Sorting key: area by area from country to municipality, table by table."""
    sleutel = cijfer.sleutel
    return (NIVEAUS.index(cijfer.niveau), cijfer.gebied, cijfer.tabel, *sleutel[3:])


def als_csv(
    reeks: str, schooljaar: str, versie: str, cijfers: Iterable[Cijfer], namen: dict[str, str]
) -> bytes:
    """``cijfers.csv``: comma, UTF-8, LF, header; the same cells give the same bytes."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(COLUMNS)
    for c in cijfers:
        writer.writerow(
            (reeks, schooljaar, versie, c.niveau, c.gebied, namen.get(c.gebied, ""), c.tabel, c.indicator,
             c.uitsplitsing, c.maat, c.waarde, c.eenheid, c.status)
        )  # fmt: skip
    return sink.getvalue().encode()


def uit_csv(content: bytes) -> list[Cijfer]:
    """The cells of a ``cijfers.csv``; columns that this version does not know are left out."""
    names = [field.name for field in fields(Cijfer)]
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return [Cijfer(*(row[name] for name in names)) for row in rows]
