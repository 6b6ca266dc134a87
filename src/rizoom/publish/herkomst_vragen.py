"""Which persons stand behind a released cell, and in which delivery each of them was read: one query per table.

Every query gives (persoon, levering_id) with the parameters ``schooljaar``, ``versie``, ``gebied``, ``codes``,
``indicator`` and ``dag`` (1 September). For VSV the delivery is that of the base enrolment, for stromen and the
Doorstroompunt report that of the person (of a traject: of the traject).
"""

from __future__ import annotations

LEERPLICHT = """
select persoon, levering_id from leerplichttelling.waarom
where schooljaar = %(schooljaar)s and definitieset = %(versie)s and gebied = %(gebied)s and indicator = any(%(codes)s)
"""
THUISZITTERS = {
    "T_2015": ("LRV_TOTAAL",), "T_2016": ("LRV_TOTAAL", "AV_TOTAAL"), "T_PACT": ("LRV_GT3M", "AV_GT3M"),
    "T_BREED": ("LRV_TOTAAL", "AV_TOTAAL", "VR_5_ONDER_A"),
    "T_BEELD": ("LRV_TOTAAL", "AV_TOTAAL", "VR_5_ONDER_A", "ZORGWEKKEND"),
}  # fmt: skip
STANDEN = frozenset({
    "vrijgesteld_5a", "vrijgesteld_5b", "vrijgesteld_5c", "vrijgesteld_5a_trekkend", "vrijgesteld_15", "lrv",
    "absoluut", "absoluut_gecorrigeerd",
})  # fmt: skip
_STROMEN = """
select distinct s.persoon, b.levering_id
from intermediate.int_stand as s
inner join intermediate.int_inwoner as i using (schooljaar, persoon)
inner join intermediate.int_gebied as g on g.gemeentecode = i.gemeentecode and g.gebied = %(gebied)s
inner join intermediate.int_persoon as p using (schooljaar, persoon)
inner join intermediate.int_bron as b using (schooljaar, bron_id)
where s.schooljaar = %(schooljaar)s and s.definitieset = %(versie)s and s.stand_begin = %(indicator)s
    and i.verblijf @> %(dag)s::date and coalesce(i.datum_overlijden > %(dag)s::date, true)
"""
_VSV = """
select p.persoon, b.levering_id from intermediate.int_vsv_persoon as p
inner join intermediate.int_bron as b using (schooljaar, bron_id)
left join intermediate.int_gebied as g on g.gemeentecode = p.gemeentecode and g.gebied = %(gebied)s
where p.schooljaar = %(schooljaar)s and p.regelversie = %(versie)s
    and (g.gebied is not null or p.gemeentecode = %(gebied)s or p.regiocode = %(gebied)s or p.brin = %(gebied)s
        or %(gebied)s = 'NL')
    and {condition}
"""
_VSV_CONDITIONS = {
    "A": "true", "X": "p.is_vsv", "VSV_PCT": "p.is_vsv", "B": "p.uitkomst like 'B\\_%%'",
    "N": "p.uitkomst not like 'B\\_%%'", "X_ZONDER_ENTREE": "p.is_vsv and not p.entree_houder",
    "VSV_ADRES_ONBEKEND": "p.is_vsv and p.adres_onbekend",
    # of all scenarios together: who is left, and who is left out by at least one
    "OVER": "p.is_vsv and not {sall}", "VERWIJDERD": "p.is_vsv and {sall}",
}  # fmt: skip
_SALL = (
    "exists (select from intermediate.int_vsv_scenario as s where s.schooljaar = p.schooljaar"
    " and s.regelversie = p.regelversie and s.persoon = p.persoon and s.sall)"
)
_REGIO = "(q.regiocode = %(gebied)s or %(gebied)s = 'NL')"
_TRAJECT = f"""
select q.persoon, b.levering_id
from intermediate.int_traject_telling as q
inner join intermediate.int_traject as t using (schooljaar, persoon, regiocode, trajectnummer)
inner join intermediate.int_bron as b using (schooljaar, bron_id)
where q.schooljaar = %(schooljaar)s and {_REGIO} and {{condition}}
"""
_TRAJECT_CONDITIONS = {
    "benaderd": "q.benaderd > 0", "ingeschreven": "q.ingeschreven > 0", "intake": "q.dagen_tot_intake is not null",
    "gesprekken": "q.gesprekken > 0", "gestart": "q.gestart > 0", "beeindigd": "q.beeindigd > 0",
}  # fmt: skip
_DOORSTROOMPUNT = {
    **dict.fromkeys(("mbo1", "mbo2", "uit_onderwijs"), f"""
select q.persoon, b.levering_id from intermediate.int_kwetsbaar as q
inner join intermediate.int_persoon as p using (schooljaar, persoon)
inner join intermediate.int_bron as b using (schooljaar, bron_id)
where q.schooljaar = %(schooljaar)s and q.bestemming = %(indicator)s and {_REGIO}
"""),
    "doelgroep": f"""
select q.persoon, b.levering_id from intermediate.int_doelgroep as q
inner join intermediate.int_persoon as p using (schooljaar, persoon)
inner join intermediate.int_bron as b using (schooljaar, bron_id)
where q.schooljaar = %(schooljaar)s and {_REGIO}
""",
    "personen": f"""
select q.persoon, b.levering_id from intermediate.int_doelgroep as q
inner join intermediate.int_vsv_eerder using (schooljaar, persoon)
inner join intermediate.int_persoon as p using (schooljaar, persoon)
inner join intermediate.int_bron as b using (schooljaar, bron_id)
where q.schooljaar = %(schooljaar)s and not q.ingeschreven and {_REGIO}
""",
}  # fmt: skip


def vraag(reeks: str, indicator: str) -> str | None:
    """The query for an indicator of a series; None: for this one nobody keeps which persons it counts."""
    if reeks == "leerplichttelling":
        return _STROMEN if indicator in STANDEN else LEERPLICHT if indicator.isupper() else None
    if reeks == "vsv":
        condition = _VSV_CONDITIONS.get(indicator)
        if condition is None and indicator[:2] in {"B_", "C_", "D_"}:
            condition = f"p.uitkomst = '{indicator}'" if indicator.replace("_", "").isalnum() else None
        return None if condition is None else _VSV.format(condition=condition.format(sall=_SALL))
    if indicator in _TRAJECT_CONDITIONS:
        return _TRAJECT.format(condition=_TRAJECT_CONDITIONS[indicator])
    return _DOORSTROOMPUNT.get(indicator)
