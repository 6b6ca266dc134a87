"""Templates of absolute absence: a child with the duty that is enrolled nowhere (spec definities, section 2)."""

from __future__ import annotations

from datetime import date

from rizoom.synth.gewoon import GROTE_KLASSE, categorie
from rizoom.synth.jaar import DAG, dag_tussen, plicht_vanaf, plus_maanden, verjaardag
from rizoom.synth.leven import Leven
from rizoom.synth.zaak import basisschool, kind, op, zaak

AV = "AV_POTENTIEEL AV_TOTAAL"
REDENEN = (
    "startkwalificatie overleden verhuisd_buitenland verhuisd_gemeente nog_op_oude_school vrijstelling nbi overig"
).split()


def _gat(l: Leven, laatste: date, terug: date | None, *, beeld1: str = "in_onderwijs") -> tuple[str, date]:
    """A pupil written out on ``laatste`` and enrolled again on ``terug``: class and first day of absence."""
    soort = kind(l)
    klasse = basisschool(l, soort, laatste)
    if terug:
        l.school(soort, terug)
    l.plichtig("LEERPLICHTIG", klasse)
    l.staat("ingeschreven", "ingeschreven")
    l.beeld("in_onderwijs", beeld1)
    return klasse, laatste + DAG


def _dagen(l: Leven, n: int) -> tuple[date, date]:
    """Last day at the old school and first at the new one, with ``n`` days of absence between, inside the year."""
    laatste = dag_tussen(l.rng, op(l, 10, 5), op(l, 7, 20) - (n + 1) * DAG)
    return laatste, laatste + (n + 1) * DAG


@zaak(0.0010, minimum=4)
def av_opgelost(l: Leven) -> None:
    """1 to 27 days without a school, no dossier."""
    klasse, eerst = _gat(l, *_dagen(l, l.rng.randint(1, 27)))
    l.feiten(f"{AV} AV_OPGELOST", klasse, eerst)


@zaak(0.0003)
def av_opgelost_uit_beeld(l: Leven) -> None:
    """30 to 85 days, nobody looked."""
    klasse, eerst = _gat(l, *_dagen(l, l.rng.randint(30, 85)))
    l.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, eerst)


@zaak(0.00001)
def av_28_dagen(l: Leven) -> None:
    """28 days is not longer than 28 days."""
    klasse, eerst = _gat(l, *_dagen(l, 28))
    l.feiten(f"{AV} AV_OPGELOST", klasse, eerst)


@zaak(0.00001)
def av_29_dagen(l: Leven) -> None:
    """29 days is."""
    klasse, eerst = _gat(l, *_dagen(l, 29))
    l.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, eerst)


@zaak(0.00002)
def av_precies_drie_maanden(l: Leven) -> None:
    """Exactly three calendar months is not longer than three months (30 November to the end of February too)."""
    eerst = l.rng.choice((op(l, 11, 30), dag_tussen(l.rng, op(l, 10, 6), op(l, 4, 10))))
    klasse, eerst = _gat(l, eerst - DAG, plus_maanden(eerst, 3))
    l.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, eerst)


@zaak(0.00002)
def av_drie_maanden_en_een_dag(l: Leven) -> None:
    """One day more is."""
    eerst = l.rng.choice((op(l, 11, 30), dag_tussen(l.rng, op(l, 10, 6), op(l, 4, 10))))
    klasse, eerst = _gat(l, eerst - DAG, plus_maanden(eerst, 3) + DAG)
    l.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD AV_GT3M", klasse, eerst)


@zaak(0.0003)
def av_lang_met_dossier(l: Leven) -> None:
    """More than three months, the municipality has a case (no correction)."""
    laatste, terug = _dagen(l, l.rng.randint(95, 150))
    klasse, eerst = _gat(l, laatste, terug)
    l.dossier(eerst + 9 * DAG, terug - DAG)
    l.feiten(f"{AV} AV_OPGELOST AV_GT3M", klasse, eerst)


@zaak(0.0002)
def av_open_lang(l: Leven) -> None:
    """Written out by 10 April, never back."""
    klasse, eerst = _gat(l, dag_tussen(l.rng, op(l, 10, 5), op(l, 4, 10)), None, beeld1="uit_beeld")
    l.staat("ingeschreven", "absoluut")
    l.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", klasse, eerst)


@zaak(0.0002)
def av_open_kort(l: Leven) -> None:
    """Written out in July: open, short; an open case holds 1 October after."""
    klasse, eerst = _gat(l, dag_tussen(l.rng, op(l, 7, 8), op(l, 7, 25)), None, beeld1="absoluut_met_dossier")
    l.dossier(eerst, None)
    l.staat("ingeschreven", "absoluut")
    l.feiten(f"{AV} AV_OPEN", klasse, eerst)


@zaak(0.00003)
def av_terug_op_1_augustus(l: Leven) -> None:
    """Back on the first day of the next year: open on 31 July, not resolved within the year."""
    klasse, eerst = _gat(l, op(l, 5, l.rng.randint(10, 20)), date(l.j.y + 1, 8, 1))
    l.staat("ingeschreven", "absoluut")
    l.feiten(f"{AV} AV_OPEN AV_UIT_BEELD", klasse, eerst)


@zaak(0.00002)
def av_alleen_31_juli(l: Leven) -> None:
    """Absent on the last day of the year only."""
    klasse, eerst = _gat(l, op(l, 7, 30), date(l.j.y + 1, 8, 1))
    l.staat("ingeschreven", "absoluut")
    l.feiten(f"{AV} AV_OPEN", klasse, eerst)


@zaak(0.00005)
def av_uit_vorig_jaar(l: Leven) -> None:
    """Written out in June before the year, back on 20 August: 19 days of this year."""
    soort = kind(l)
    basisschool(l, soort, date(l.j.y, 6, l.rng.randint(2, 28)))
    l.school(soort, op(l, 8, 20))
    klasse = GROTE_KLASSE[soort]
    l.feiten("TELPLICHTIG LEERPLICHTIG", klasse, l.j.t0)
    l.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS")
    l.staat("ingeschreven", "ingeschreven")
    l.beeld("in_onderwijs", "in_onderwijs")
    l.feiten(f"{AV} AV_OPGELOST", klasse, l.j.begin)


@zaak(0.0001)
def av_weekend(l: Leven) -> None:
    """A Friday to a Monday: two days count."""
    vrijdag = dag_tussen(l.rng, op(l, 10, 7), op(l, 6, 20))
    vrijdag += ((4 - vrijdag.weekday()) % 7) * DAG
    klasse, eerst = _gat(l, vrijdag, vrijdag + 3 * DAG)
    l.feiten(f"{AV} AV_OPGELOST", klasse, eerst)


@zaak(0.0)
def av_aansluitend(l: Leven) -> None:
    """The new school starts the day after: no absence."""
    _gat(l, *_dagen(l, 0))


@zaak(0.0002)
def av_nooit_ingeschreven(l: Leven) -> None:
    """No school, no exemption, no case."""
    kind(l)
    l.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
    l.staat("absoluut", "absoluut")
    l.beeld("uit_beeld", "uit_beeld")
    l.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "GEEN_ONDERWIJS", l.j.begin)


@zaak(0.0001)
def av_nooit_met_dossier(l: Leven) -> None:
    """The same with an open case since before the year."""
    kind(l)
    l.dossier(date(l.j.y, 5, 12), None)
    l.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
    l.staat("absoluut", "absoluut")
    l.beeld("absoluut_met_dossier", "absoluut_met_dossier")
    l.feiten(f"{AV} AV_OPEN AV_GT3M", "GEEN_ONDERWIJS", l.j.begin)


def _gecorrigeerd(reden: str) -> None:
    @zaak(0.0001, naam=f"av_gecorrigeerd_{reden}")
    def vul(l: Leven) -> None:
        laatste, terug = _dagen(l, l.rng.randint(20, 60))
        klasse, eerst = _gat(l, laatste, terug)
        l.dossier(eerst + 5 * DAG, eerst + 8 * DAG, reden)
        l.feiten(f"AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_{reden.upper()}", klasse, eerst)


for _reden in REDENEN:
    _gecorrigeerd(_reden)


@zaak(0.0001)
def av_gecorrigeerd_open(l: Leven) -> None:
    """Corrected (private school abroad of the register), holds 31 July."""
    klasse, eerst = _gat(l, op(l, 4, 30), None, beeld1="uit_beeld")
    l.dossier(eerst, l.j.eind, "nbi")
    l.staat("ingeschreven", "absoluut_gecorrigeerd")
    l.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_NBI", klasse, eerst)


def _twee_gaten(l: Leven) -> tuple[str, date, date]:
    """Away 12 to 31 October and 2 to 20 March: class and first days of both."""
    soort = kind(l)
    klasse = basisschool(l, soort, op(l, 10, 11))
    l.school(soort, op(l, 11, 1), op(l, 3, 1), reden="andere_school")
    l.school(soort, op(l, 3, 21))
    l.plichtig("LEERPLICHTIG", klasse)
    l.staat("ingeschreven", "ingeschreven")
    l.beeld("in_onderwijs", "in_onderwijs")
    return klasse, op(l, 10, 12), op(l, 3, 2)


@zaak(0.00005)
def av_een_van_twee_gecorrigeerd(l: Leven) -> None:
    """The first absence is corrected, the second is not: official figure."""
    klasse, een, _ = _twee_gaten(l)
    l.dossier(een, een + 6 * DAG, "nog_op_oude_school")
    l.feiten(f"{AV} AV_OPGELOST", klasse, een)


@zaak(0.00003)
def av_twee_gecorrigeerd(l: Leven) -> None:
    """Both corrected, for different reasons: that of the first."""
    klasse, een, twee = _twee_gaten(l)
    l.dossier(twee, twee + 3 * DAG, "nbi")
    l.dossier(een, een + 3 * DAG, "overig")
    l.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_OVERIG", klasse, een)


@zaak(0.00003)
def av_twee_dossiers(l: Leven) -> None:
    """Two cases correct one absence: the earliest; of the same day the lowest number; ``geen`` never."""
    laatste, terug = _dagen(l, 40)
    klasse, eerst = _gat(l, laatste, terug)
    l.dossier(eerst - 20 * DAG, eerst + 10 * DAG, "geen", nummer=f"D{l.index:07d}-1")
    l.dossier(eerst + 4 * DAG, eerst + 10 * DAG, "nbi", nummer=f"D{l.index:07d}-2")
    l.dossier(eerst + 2 * DAG, eerst + 10 * DAG, "overig", nummer=f"D{l.index:07d}-4")
    l.dossier(eerst + 2 * DAG, eerst + 12 * DAG, "vrijstelling", nummer=f"D{l.index:07d}-3")
    l.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_VRIJSTELLING", klasse, eerst)


@zaak(0.00003)
def av_dossier_ernaast(l: Leven) -> None:
    """A case that ended the day before the absence changes nothing: out of view."""
    laatste, terug = _dagen(l, 50)
    klasse, eerst = _gat(l, laatste, terug)
    l.dossier(eerst - 15 * DAG, eerst - DAG, "overig")
    l.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, eerst)


@zaak(0.00003)
def av_dossier_raakt_laatste_dag(l: Leven) -> None:
    """A case that starts on the last day of absence corrects all of it."""
    laatste, terug = _dagen(l, 50)
    klasse, eerst = _gat(l, laatste, terug)
    l.dossier(terug - DAG, terug + 20 * DAG, "overig")
    l.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_OVERIG", klasse, eerst)


def _andere_school(schoolsoort: str, brin: str) -> None:
    @zaak(0.0001, naam=f"av_geen_op_{schoolsoort}")
    def vul(l: Leven) -> None:
        soort = kind(l)
        klasse = basisschool(l, soort, op(l, 11, 14))
        l.school(soort, op(l, 11, 15), schoolsoort=schoolsoort, brin=brin or None)
        l.plichtig("LEERPLICHTIG", klasse)
        l.staat("ingeschreven", "ingeschreven")
        l.beeld("in_onderwijs", "in_onderwijs")


for _soort, _brin in (("nbi", "NBI"), ("buitenland", "BUITENLAND"), ("b3", ""), ("b4", "")):
    _andere_school(_soort, _brin)


def _begin_plicht(naam: str, geboorte_dag: int, verschuif: int) -> None:
    """Five in November: duty from 1 December when born on any day of November."""

    @zaak(0.00003, naam=naam)
    def vul(l: Leven) -> None:
        l.geboren = date(l.j.y - 5, 11, geboorte_dag)
        l.woont(l.g, l.geboren)
        plicht = date(l.j.y, 12, 1)
        l.school("BO", plicht + verschuif * DAG)
        l.feit("TELPLICHTIG_JAAR", "BO" if verschuif == 0 else "GEEN_ONDERWIJS", plicht)
        l.staat("buiten_plicht", "ingeschreven")
        l.beeld("uit_beeld", "in_onderwijs")
        if verschuif:
            l.feiten(f"{AV} AV_OPGELOST", "GEEN_ONDERWIJS", plicht)


_begin_plicht("plicht_geboren_op_de_1e", 1, 6)
_begin_plicht("plicht_geboren_op_de_30e", 30, 6)
_begin_plicht("plicht_begint_op_tijd", 1, 0)


@zaak(0.00003)
def plicht_geboren_30_september(l: Leven) -> None:
    """Five on 30 September: duty exactly on T0."""
    l.geboren = date(l.j.y - 5, 9, 30)
    l.woont(l.g, l.geboren)
    l.school("BO", op(l, 10, 10))
    l.feiten("TELPLICHTIG LEERPLICHTIG TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", l.j.t0)
    l.staat("buiten_plicht", "ingeschreven")
    l.beeld("uit_beeld", "in_onderwijs")
    l.feiten(f"{AV} AV_OPGELOST", "GEEN_ONDERWIJS", l.j.t0)


@zaak(0.00003)
def plicht_geboren_in_juli(l: Leven) -> None:
    """Five in July: duty from 1 August after, so not in this year at all."""
    l.geboren = date(l.j.y - 4, 7, l.rng.randint(1, 31))
    l.woont(l.g, l.geboren)
    l.school("BO", plicht_vanaf(l.geboren))
    l.staat("buiten_plicht", "buiten_plicht")
    l.beeld("uit_beeld", "in_onderwijs")


@zaak(0.00003)
def plicht_29_februari(l: Leven) -> None:
    """Born on 29 February: five on 1 March in a common year, duty from 1 April (else an ordinary 28 February)."""
    schrikkel = (l.j.y - 4) % 4 == 0
    l.geboren = date(l.j.y - 4, 2, 29 if schrikkel else 28)
    plicht = op(l, 4, 1) if schrikkel else op(l, 3, 1)
    l.woont(l.g, l.geboren)
    l.school("BO", op(l, 4, 4))
    l.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", plicht)
    l.staat("buiten_plicht", "ingeschreven")
    l.beeld("uit_beeld", "in_onderwijs")
    uit_beeld = "" if schrikkel else " AV_UIT_BEELD"
    l.feiten(f"{AV} AV_OPGELOST{uit_beeld}", "GEEN_ONDERWIJS", plicht)


def _zestien(naam: str, dag: int, maand: int, plicht: str) -> None:
    """Sixteen at the edge of the school year; leaves school for twelve days in January."""

    @zaak(0.00003, naam=naam)
    def vul(l: Leven) -> None:
        l.geboren = date(l.j.y - 16, maand, dag)
        l.woont(l.g, l.geboren)
        brin = l.school("VO", l.j.begin, op(l, 1, 9), niveau="VWO", leerjaar=5, reden="onbekend")
        l.school("VO", op(l, 1, 22), niveau="VWO", leerjaar=5, brin=brin)
        l.plichtig(plicht, "VO")
        l.staat("ingeschreven", "ingeschreven")
        l.beeld("in_onderwijs", "in_onderwijs")
        l.vsv("BOVENBOUW_HAVO_VWO", "C_VO", brin)
        l.feiten(f"{AV} AV_OPGELOST", "VO", op(l, 1, 10))


_zestien("plicht_zestien_op_31_juli", 31, 7, "KWALIFICATIEPLICHTIG")
_zestien("plicht_zestien_op_1_augustus", 1, 8, "LEERPLICHTIG")


def _mbo17(l: Leven, tot: date) -> str:
    """A student of 17 at MBO level 3 who leaves on ``tot``; returns the brin."""
    y = l.j.y
    l.school("VO", date(y - 5, 8, 1), date(y - 1, 7, 31), niveau="VMBO_K", leerjaar=4, reden="diploma")
    l.kwalificatie("VMBO", date(y - 1, 6, 21))
    return l.school("MBO", date(y - 1, 8, 1), tot, niveau=3, leerjaar=2, reden="eigen_verzoek")


@zaak(0.0002)
def av_tot_achttien(l: Leven) -> None:
    """Leaves MBO 20 days before turning eighteen: absent until the birthday, then nothing; VSV."""
    l.geboren = date(l.j.y - 17, 3, l.rng.randint(2, 28))
    l.woont(l.g, l.geboren)
    achttien = verjaardag(l.geboren, 18)
    brin = _mbo17(l, achttien - 21 * DAG)
    l.plichtig("KWALIFICATIEPLICHTIG", "MBO")
    l.staat("ingeschreven", "buiten_plicht")
    l.beeld("in_onderwijs", "uit_beeld")
    l.feiten(AV, "MBO", achttien - 20 * DAG)
    l.vsv("MBO3", "VSV", brin)


@zaak(0.0002)
def av_na_achttien(l: Leven) -> None:
    """Leaves on the day before the eighteenth birthday: no absence; VSV."""
    l.geboren = date(l.j.y - 17, 3, l.rng.randint(2, 28))
    l.woont(l.g, l.geboren)
    brin = _mbo17(l, verjaardag(l.geboren, 18) - DAG)
    l.plichtig("KWALIFICATIEPLICHTIG", "MBO")
    l.staat("ingeschreven", "buiten_plicht")
    l.beeld("in_onderwijs", "uit_beeld")
    l.vsv("MBO3", "VSV", brin)


@zaak(0.0003)
def av_vsv_zeventien(l: Leven) -> None:
    """Leaves MBO at seventeen in November, under eighteen all year: absolute absence and VSV."""
    l.geboren = date(l.j.y - 17, 9, l.rng.randint(2, 28))
    l.woont(l.g, l.geboren)
    brin = _mbo17(l, op(l, 11, 20))
    l.plichtig("KWALIFICATIEPLICHTIG", "MBO")
    l.staat("ingeschreven", "absoluut")
    l.beeld("in_onderwijs", "uit_beeld")
    l.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "MBO", op(l, 11, 21))
    l.vsv("MBO3", "VSV", brin)


@zaak(0.00003)
def av_startkwalificatie_eindigt_plicht(l: Leven) -> None:
    """HAVO diploma ten days after leaving: absent for those ten days; under eighteen."""
    l.geboren = date(l.j.y - 16, 9, l.rng.randint(2, 28))
    l.woont(l.g, l.geboren)
    brin = l.school("VO", date(l.j.y - 4, 8, 1), op(l, 6, 10), niveau="HAVO", leerjaar=5, reden="diploma")
    l.kwalificatie("HAVO", op(l, 6, 21))
    # sixteen in September, so leerplicht until 31 July: the diploma ends only the kwalificatieplicht
    l.plichtig("LEERPLICHTIG", "VO")
    l.staat("ingeschreven", "absoluut")
    l.beeld("in_onderwijs", "startkwalificatie")
    l.vsv(categorie("VO", "HAVO", 5), "D_STARTKW_JAAR", brin)
    l.feiten(f"{AV} AV_OPEN AV_UIT_BEELD", "VO", op(l, 6, 11))


@zaak(0.00003)
def av_startkwalificatie_zeventien(l: Leven) -> None:
    """The same at seventeen, in the kwalificatieplicht: absent until the diploma."""
    l.geboren = date(l.j.y - 17, 10, l.rng.randint(2, 28))
    l.woont(l.g, l.geboren)
    brin = l.school("VO", date(l.j.y - 4, 8, 1), op(l, 6, 10), niveau="HAVO", leerjaar=5, reden="diploma")
    l.kwalificatie("HAVO", op(l, 6, 21))
    l.plichtig("KWALIFICATIEPLICHTIG", "VO")
    l.staat("ingeschreven", "buiten_plicht")
    l.beeld("in_onderwijs", "startkwalificatie")
    l.vsv(categorie("VO", "HAVO", 5), "D_STARTKW_JAAR", brin)
    l.feiten(AV, "VO", op(l, 6, 11))
