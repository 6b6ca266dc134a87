"""Templates of moving, hearsay, two numbers, and coming or leaving the country (spec definities, 0 and 1)."""

from __future__ import annotations

from datetime import date

from rizoom.synth.gewoon import GROTE_KLASSE
from rizoom.synth.jaar import DAG, dag_tussen
from rizoom.synth.leven import Leven
from rizoom.synth.nummers import onderwijsnummer
from rizoom.synth.zaak import Zaak, basisschool, kind, op, zaak
from rizoom.synth.zaken_absoluut import AV


def _verhuist(p: Leven, weg: date, verhuizing: date, terug: date | None) -> tuple[str, str]:
    """Last day at school ``weg``, moves to ``g2`` on ``verhuizing``, school there from ``terug``."""
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, verhuizing - DAG, "verhuisd_binnenland")
    p.woont(p.g2, verhuizing)
    klasse = basisschool(p, soort, weg, "verhuisd")
    if terug:
        p.school(soort, terug, gemeente=p.g2)
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "ingeschreven" if terug else "absoluut")
    p.beeld("in_onderwijs", "in_onderwijs" if terug else "uit_beeld", g1=p.g2)
    return soort, klasse


@zaak(0.0003, verhuist=True)
def verhuisd_zonder_school(p: Leven) -> None:
    """Absent on both sides of the move: counted in both municipalities, once in a larger area."""
    weg = dag_tussen(p.rng, op(p, 12, 1), op(p, 12, 20))
    _, klasse = _verhuist(p, weg, op(p, 1, 10), op(p, 2, 20))
    p.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", op(p, 1, 10), p.g2)
    lang = " AV_UIT_BEELD" if (op(p, 1, 10) - weg).days - 1 > 28 else ""
    p.feiten(AV + lang, klasse, weg + DAG)
    p.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, op(p, 1, 10), p.g2)


@zaak(0.0001, verhuist=True)
def verhuisd_later_zonder_school(p: Leven) -> None:
    """Moves with a school, is written out by it a month later, open."""
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, op(p, 1, 9), "verhuisd_binnenland")
    p.woont(p.g2, op(p, 1, 10))
    klasse = basisschool(p, soort, op(p, 1, 9), "verhuisd")
    p.school(soort, op(p, 1, 10), op(p, 2, 14), gemeente=p.g2, reden="onbekend")
    p.plichtig("LEERPLICHTIG", klasse)
    p.feit("TELPLICHTIG_JAAR", klasse, op(p, 1, 10), p.g2)
    p.staat("ingeschreven", "absoluut")
    p.beeld("in_onderwijs", "uit_beeld", g1=p.g2)
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", klasse, op(p, 2, 15), p.g2)


@zaak(0.0001, verhuist=True)
def verhuisd_gecorrigeerd_en_niet(p: Leven) -> None:
    """Corrected in the old municipality, not in the new one: in a larger area the official figure."""
    _, klasse = _verhuist(p, op(p, 12, 20), op(p, 1, 10), op(p, 2, 1))
    p.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", op(p, 1, 10), p.g2)
    p.dossier(op(p, 12, 28), op(p, 1, 31), "verhuisd_gemeente")
    p.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_VERHUISD_GEMEENTE", klasse, op(p, 12, 21))
    p.feiten(f"{AV} AV_OPGELOST", klasse, op(p, 1, 10), p.g2)


@zaak(0.0001, verhuist=True)
def verhuisd_twee_keer_gecorrigeerd(p: Leven) -> None:
    """Corrected in both for different reasons: in a larger area the reason of the earlier spell."""
    _, klasse = _verhuist(p, op(p, 12, 20), op(p, 1, 10), op(p, 2, 1))
    p.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", op(p, 1, 10), p.g2)
    p.dossier(op(p, 12, 28), op(p, 1, 9), "verhuisd_gemeente")
    p.dossier(op(p, 1, 12), op(p, 1, 20), "nog_op_oude_school", g=p.g2)
    p.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_VERHUISD_GEMEENTE", klasse, op(p, 12, 21))
    p.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_NOG_OP_OUDE_SCHOOL", klasse, op(p, 1, 10), p.g2)


@zaak(0.0001, verhuist=True)
def verhuisd_tweede_deel_drie_maanden(p: Leven) -> None:
    """Four months without a school, never joined over the border: two months in each."""
    _, klasse = _verhuist(p, op(p, 11, 10), op(p, 1, 10), op(p, 3, 10))
    p.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", op(p, 1, 10), p.g2)
    p.feiten(f"{AV} AV_UIT_BEELD", klasse, op(p, 11, 11))
    p.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, op(p, 1, 10), p.g2)


@zaak(0.0001, verhuist=True)
def verhuisd_niet_afgesloten(p: Leven) -> None:
    """The old municipality's spell is still open; the later one of the new municipality cuts it short."""
    dag = op(p, 2, 1)
    soort = kind(p, woont=False)
    oud = frozenset({p.g, p.land.regio[p.g]}) if p.land.regio[p.g] != p.land.regio[p.g2] else frozenset({p.g})
    p.woont(p.g, p.geboren, voor=oud)
    p.woont(p.g2, dag, voor=frozenset({p.g2, p.land.regio[p.g2]}))
    klasse = basisschool(p, soort)
    p.plichtig("LEERPLICHTIG", klasse)
    p.feit("TELPLICHTIG_JAAR", klasse, dag, p.g2)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs", g1=p.g2)


@zaak(0.00005, verhuist=True, minimum=1)
def verhuisd_van_horen_zeggen(p: Leven) -> None:
    """The old municipality names one that delivered without the child: it lives nowhere after the move."""
    dag = op(p, 2, 1)
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, dag - DAG, "verhuisd_binnenland")
    p.woont(p.g2, dag)
    p.niet_bij.add(p.g2)
    klasse = basisschool(p, soort, dag - DAG, "verhuisd")
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "")


def _naar_wie_niet_levert(p: Leven) -> None:
    """Moves to a municipality that delivers nothing and is at no school there: it counts nowhere after the move."""
    dag = op(p, 2, 1)
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, dag - DAG, "verhuisd_binnenland")
    p.woont(p.g2, dag)
    klasse = basisschool(p, soort, dag - DAG, "verhuisd")
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "vertrokken")
    p.beeld("in_onderwijs", "uit_beeld", g1=p.g2)


# only in a country with missing suppliers: the second municipality is one of those
HOREN_ZEGGEN = Zaak("naar_wie_niet_levert", _naar_wie_niet_levert, 0.0, 3)


@zaak(0.0001, verhuist=True, minimum=1)
def twee_nummers(p: Leven) -> None:
    """Under an onderwijsnummer in one municipality, under a bsn in the next: koppeling makes it one child."""
    dag = op(p, 3, 1)
    bsn, nummer = p.nummer, onderwijsnummer(p.index % 100_000)
    soort = kind(p, woont=False)
    p.nummer_erbij("onderwijsnummer", nummer, frozenset({p.g}))
    p.woont(p.g, p.geboren, dag - DAG, "verhuisd_binnenland")
    klasse = basisschool(p, soort, dag - DAG, "verhuisd")
    p.nummer_erbij("bsn", bsn, frozenset({p.g2}))
    p.woont(p.g2, dag)
    p.school(soort, dag, gemeente=p.g2)
    p.rij("koppeling", f"{bsn};{nummer}")
    p.plichtig("LEERPLICHTIG", klasse)
    p.feit("TELPLICHTIG_JAAR", klasse, dag, p.g2)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs", g1=p.g2)


@zaak(0.0003)
def naar_buitenland(p: Leven) -> None:
    """Emigrates in April; the spell abroad is known."""
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, op(p, 3, 31), "verhuisd_buitenland")
    p.woont("BUITENLAND", op(p, 4, 1))
    p.plichtig("LEERPLICHTIG", basisschool(p, soort, op(p, 3, 31), "verhuisd"))
    p.staat("ingeschreven", "vertrokken")
    p.beeld("in_onderwijs", "")


@zaak(0.0001)
def naar_buitenland_zonder_school(p: Leven) -> None:
    """Written out in February, emigrates in April: absent until then, not open."""
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, op(p, 3, 31), "verhuisd_buitenland")
    klasse = basisschool(p, soort, op(p, 2, 10))
    p.plichtig("LEERPLICHTIG", klasse)
    p.feiten(f"{AV} AV_UIT_BEELD", klasse, op(p, 2, 11))
    p.staat("ingeschreven", "vertrokken")
    p.beeld("in_onderwijs", "")


@zaak(0.0004)
def uit_buitenland(p: Leven) -> None:
    """Arrives on 5 January, at school from 20 January."""
    soort = kind(p, woont=False)
    p.woont("BUITENLAND", p.geboren, op(p, 1, 4), "onbekend")
    p.woont(p.g, op(p, 1, 5))
    p.school(soort, op(p, 1, 20))
    p.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", op(p, 1, 5))
    p.feiten(f"{AV} AV_OPGELOST", "GEEN_ONDERWIJS", op(p, 1, 5))
    p.staat("elders", "ingeschreven")
    p.beeld("", "in_onderwijs")


@zaak(0.0001)
def terug_in_dezelfde_gemeente(p: Leven) -> None:
    """Abroad from 1 December to the end of April, then back in the same municipality, at school at once."""
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, op(p, 11, 30), "verhuisd_buitenland")
    p.woont("BUITENLAND", op(p, 12, 1), op(p, 4, 30), "onbekend")
    p.woont(p.g, op(p, 5, 1))
    klasse = basisschool(p, soort, op(p, 11, 30), "verhuisd")
    p.school(soort, op(p, 5, 1))
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")


@zaak(0.0003, verhuist=True)
def verhuisd_in_september_na(p: Leven) -> None:
    """Moves in September after the year: delivered by both, counted only where it lived."""
    soort = kind(p, woont=False)
    dag = date(p.j.y + 1, 9, 10)
    p.woont(p.g, p.geboren, dag - DAG, "verhuisd_binnenland")
    p.woont(p.g2, dag)
    p.school(soort, date(p.geboren.year + 4, 8, 1), dag - DAG, reden="verhuisd")
    p.school(soort, dag, gemeente=p.g2)
    p.plichtig("LEERPLICHTIG", GROTE_KLASSE[soort])
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs", g1=p.g2)
