"""Templates of the first and the last day of the duty (spec definities, section 1)."""

from __future__ import annotations

from datetime import date

from rizoom.synth.gewoon import categorie
from rizoom.synth.jaar import DAG, plicht_vanaf, verjaardag
from rizoom.synth.leven import Leven
from rizoom.synth.plichtvier import SET, feiten_vier
from rizoom.synth.zaak import op, zaak
from rizoom.synth.zaken_absoluut import AV


def _ook_vanaf_vier(p: Leven, naar_school: date) -> None:
    """States what the child counts in when the duty starts on the fourth birthday."""
    feiten = feiten_vier(p.j, p.g, p.geboren, naar_school, "BO")
    if feiten is not None:
        p.telt.anders[SET] = feiten


def _begin_plicht(naam: str, geboorte_dag: int, verschuif: int) -> None:
    """Five in November: duty from 1 December when born on any day of November."""

    @zaak(0.00003, naam=naam)
    def vul(p: Leven) -> None:
        p.geboren = date(p.j.y - 5, 11, geboorte_dag)
        p.woont(p.g, p.geboren)
        plicht = date(p.j.y, 12, 1)
        p.school("BO", plicht + verschuif * DAG)
        p.feit("TELPLICHTIG_JAAR", "BO" if verschuif == 0 else "GEEN_ONDERWIJS", plicht)
        p.staat("buiten_plicht", "ingeschreven")
        p.beeld("uit_beeld", "in_onderwijs")
        if verschuif:
            p.feiten(f"{AV} AV_OPGELOST", "GEEN_ONDERWIJS", plicht)
        _ook_vanaf_vier(p, plicht + verschuif * DAG)


_begin_plicht("plicht_geboren_op_de_1e", 1, 6)
_begin_plicht("plicht_geboren_op_de_30e", 30, 6)
_begin_plicht("plicht_begint_op_tijd", 1, 0)


@zaak(0.00003)
def plicht_geboren_30_september(p: Leven) -> None:
    """Five on 30 September: duty exactly on T0."""
    p.geboren = date(p.j.y - 5, 9, 30)
    p.woont(p.g, p.geboren)
    p.school("BO", op(p, 10, 10))
    p.feiten("TELPLICHTIG LEERPLICHTIG TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", p.j.t0)
    p.staat("buiten_plicht", "ingeschreven")
    p.beeld("uit_beeld", "in_onderwijs")
    p.feiten(f"{AV} AV_OPGELOST", "GEEN_ONDERWIJS", p.j.t0)
    _ook_vanaf_vier(p, op(p, 10, 10))


@zaak(0.00003)
def plicht_geboren_in_juli(p: Leven) -> None:
    """Five in July: duty from 1 August after, so not in this year at all."""
    p.geboren = date(p.j.y - 4, 7, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    p.school("BO", plicht_vanaf(p.geboren))
    p.staat("buiten_plicht", "buiten_plicht")
    p.beeld("uit_beeld", "in_onderwijs")
    _ook_vanaf_vier(p, plicht_vanaf(p.geboren))


@zaak(0.00003)
def plicht_29_februari(p: Leven) -> None:
    """Born on 29 February: five on 1 March in a common year, duty from 1 April (else 28 February)."""
    schrikkel = (p.j.y - 4) % 4 == 0
    p.geboren = date(p.j.y - 4, 2, 29 if schrikkel else 28)
    plicht = op(p, 4, 1) if schrikkel else op(p, 3, 1)
    p.woont(p.g, p.geboren)
    p.school("BO", op(p, 4, 4))
    p.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", plicht)
    p.staat("buiten_plicht", "ingeschreven")
    p.beeld("uit_beeld", "in_onderwijs")
    uit_beeld = "" if schrikkel else " AV_UIT_BEELD"
    p.feiten(f"{AV} AV_OPGELOST{uit_beeld}", "GEEN_ONDERWIJS", plicht)
    _ook_vanaf_vier(p, op(p, 4, 4))


def _zestien(naam: str, dag: int, maand: int, plicht: str) -> None:
    """Sixteen at the edge of the school year; leaves school for twelve days in January."""

    @zaak(0.00003, naam=naam)
    def vul(p: Leven) -> None:
        p.geboren = date(p.j.y - 16, maand, dag)
        p.woont(p.g, p.geboren)
        brin = p.school("VO", p.j.begin, op(p, 1, 9), niveau="VWO", leerjaar=5, reden="onbekend")
        p.school("VO", op(p, 1, 22), niveau="VWO", leerjaar=5, brin=brin)
        p.plichtig(plicht, "VO")
        p.staat("ingeschreven", "ingeschreven")
        p.beeld("in_onderwijs", "in_onderwijs")
        p.vsv("BOVENBOUW_HAVO_VWO", "C_VO", brin)
        p.feiten(f"{AV} AV_OPGELOST", "VO", op(p, 1, 10))


_zestien("plicht_zestien_op_31_juli", 31, 7, "KWALIFICATIEPLICHTIG")
_zestien("plicht_zestien_op_1_augustus", 1, 8, "LEERPLICHTIG")


def _mbo17(p: Leven, tot: date) -> str:
    """A student of 17 at MBO level 3 who leaves on ``tot``; returns the brin."""
    y = p.j.y
    p.school("VO", date(y - 5, 8, 1), date(y - 1, 7, 31), niveau="VMBO_K", leerjaar=4, reden="diploma")
    p.kwalificatie("VMBO", date(y - 1, 6, 21))
    return p.school("MBO", date(y - 1, 8, 1), tot, niveau=3, leerjaar=2, reden="eigen_verzoek")


@zaak(0.0002)
def av_tot_achttien(p: Leven) -> None:
    """Leaves MBO 20 days before turning eighteen: absent until the birthday, then nothing; VSV."""
    p.geboren = date(p.j.y - 17, 3, p.rng.randint(2, 28))
    p.woont(p.g, p.geboren)
    achttien = verjaardag(p.geboren, 18)
    brin = _mbo17(p, achttien - 21 * DAG)
    p.plichtig("KWALIFICATIEPLICHTIG", "MBO")
    p.staat("ingeschreven", "buiten_plicht")
    p.beeld("in_onderwijs", "uit_beeld")
    p.feiten(AV, "MBO", achttien - 20 * DAG)
    p.vsv("MBO3", "VSV", brin)


@zaak(0.0002)
def av_na_achttien(p: Leven) -> None:
    """Leaves on the day before the eighteenth birthday: no absence; VSV."""
    p.geboren = date(p.j.y - 17, 3, p.rng.randint(2, 28))
    p.woont(p.g, p.geboren)
    brin = _mbo17(p, verjaardag(p.geboren, 18) - DAG)
    p.plichtig("KWALIFICATIEPLICHTIG", "MBO")
    p.staat("ingeschreven", "buiten_plicht")
    p.beeld("in_onderwijs", "uit_beeld")
    p.vsv("MBO3", "VSV", brin)


@zaak(0.0003)
def av_vsv_zeventien(p: Leven) -> None:
    """Leaves MBO at seventeen in November, under eighteen all year: absolute absence and VSV."""
    p.geboren = date(p.j.y - 17, 9, p.rng.randint(2, 28))
    p.woont(p.g, p.geboren)
    brin = _mbo17(p, op(p, 11, 20))
    p.plichtig("KWALIFICATIEPLICHTIG", "MBO")
    p.staat("ingeschreven", "absoluut")
    p.beeld("in_onderwijs", "uit_beeld")
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "MBO", op(p, 11, 21))
    p.vsv("MBO3", "VSV", brin)


@zaak(0.00003)
def av_startkwalificatie_eindigt_plicht(p: Leven) -> None:
    """HAVO diploma ten days after leaving: absent for those ten days; under eighteen."""
    p.geboren = date(p.j.y - 16, 9, p.rng.randint(2, 28))
    p.woont(p.g, p.geboren)
    brin = p.school("VO", date(p.j.y - 4, 8, 1), op(p, 6, 10), niveau="HAVO", leerjaar=5, reden="diploma")
    p.kwalificatie("HAVO", op(p, 6, 21))
    # sixteen in September, so leerplicht until 31 July: the diploma ends only the kwalificatieplicht
    p.plichtig("LEERPLICHTIG", "VO")
    p.staat("ingeschreven", "absoluut")
    p.beeld("in_onderwijs", "startkwalificatie")
    p.vsv(categorie("VO", "HAVO", 5), "D_STARTKW_JAAR", brin)
    p.feiten(f"{AV} AV_OPEN AV_UIT_BEELD", "VO", op(p, 6, 11))


@zaak(0.00003)
def av_startkwalificatie_zeventien(p: Leven) -> None:
    """The same at seventeen, in the kwalificatieplicht: absent until the diploma."""
    p.geboren = date(p.j.y - 17, 10, p.rng.randint(2, 28))
    p.woont(p.g, p.geboren)
    brin = p.school("VO", date(p.j.y - 4, 8, 1), op(p, 6, 10), niveau="HAVO", leerjaar=5, reden="diploma")
    p.kwalificatie("HAVO", op(p, 6, 21))
    p.plichtig("KWALIFICATIEPLICHTIG", "VO")
    p.staat("ingeschreven", "buiten_plicht")
    p.beeld("in_onderwijs", "startkwalificatie")
    p.vsv(categorie("VO", "HAVO", 5), "D_STARTKW_JAAR", brin)
    p.feiten(AV, "VO", op(p, 6, 11))
