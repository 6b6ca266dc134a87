"""Templates of absolute absence: a child with the duty enrolled nowhere (spec definities, section 2)."""

from __future__ import annotations

from datetime import date

from rizoom.synth.gewoon import GROTE_KLASSE
from rizoom.synth.jaar import DAG, dag_tussen, plus_maanden
from rizoom.synth.leven import Leven
from rizoom.synth.zaak import basisschool, kind, op, zaak

AV = "AV_POTENTIEEL AV_TOTAAL"
REDENEN = (
    "startkwalificatie",
    "overleden",
    "verhuisd_buitenland",
    "verhuisd_gemeente",
    "nog_op_oude_school",
    "vrijstelling",
    "nbi",
    "overig",
)


def _gat(p: Leven, laatste: date, terug: date | None, *, beeld1: str = "in_onderwijs") -> tuple[str, date]:
    """A pupil written out on ``laatste`` and enrolled again on ``terug``: class and first day of absence."""
    soort = kind(p)
    klasse = basisschool(p, soort, laatste)
    if terug:
        p.school(soort, terug)
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", beeld1)
    return klasse, laatste + DAG


def _dagen(p: Leven, n: int) -> tuple[date, date]:
    """Last day at the old school and first at the new one, ``n`` days of absence between them."""
    laatste = dag_tussen(p.rng, op(p, 10, 5), op(p, 7, 20) - (n + 1) * DAG)
    return laatste, laatste + (n + 1) * DAG


@zaak(0.0010, minimum=4)
def av_opgelost(p: Leven) -> None:
    """1 to 27 days without a school, no dossier."""
    klasse, eerst = _gat(p, *_dagen(p, p.rng.randint(1, 27)))
    p.feiten(f"{AV} AV_OPGELOST", klasse, eerst)


@zaak(0.0003)
def av_opgelost_uit_beeld(p: Leven) -> None:
    """30 to 85 days, nobody looked."""
    klasse, eerst = _gat(p, *_dagen(p, p.rng.randint(30, 85)))
    p.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, eerst)


@zaak(0.00001)
def av_28_dagen(p: Leven) -> None:
    """28 days is not longer than 28 days."""
    klasse, eerst = _gat(p, *_dagen(p, 28))
    p.feiten(f"{AV} AV_OPGELOST", klasse, eerst)


@zaak(0.00001)
def av_29_dagen(p: Leven) -> None:
    """29 days is."""
    klasse, eerst = _gat(p, *_dagen(p, 29))
    p.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, eerst)


@zaak(0.00002)
def av_precies_drie_maanden(p: Leven) -> None:
    """Exactly three calendar months is not longer than three months (also from 30 November)."""
    eerst = p.rng.choice((op(p, 11, 30), dag_tussen(p.rng, op(p, 10, 6), op(p, 4, 10))))
    klasse, eerst = _gat(p, eerst - DAG, plus_maanden(eerst, 3))
    p.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, eerst)


@zaak(0.00002)
def av_drie_maanden_en_een_dag(p: Leven) -> None:
    """One day more is."""
    eerst = p.rng.choice((op(p, 11, 30), dag_tussen(p.rng, op(p, 10, 6), op(p, 4, 10))))
    klasse, eerst = _gat(p, eerst - DAG, plus_maanden(eerst, 3) + DAG)
    p.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD AV_GT3M", klasse, eerst)


@zaak(0.0003)
def av_lang_met_dossier(p: Leven) -> None:
    """More than three months, the municipality has a case (no correction)."""
    laatste, terug = _dagen(p, p.rng.randint(95, 150))
    klasse, eerst = _gat(p, laatste, terug)
    p.dossier(eerst + 9 * DAG, terug - DAG)
    p.feiten(f"{AV} AV_OPGELOST AV_GT3M", klasse, eerst)


@zaak(0.0002)
def av_open_lang(p: Leven) -> None:
    """Written out by 10 April, never back."""
    klasse, eerst = _gat(p, dag_tussen(p.rng, op(p, 10, 5), op(p, 4, 10)), None, beeld1="uit_beeld")
    p.staat("ingeschreven", "absoluut")
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", klasse, eerst)


@zaak(0.0002)
def av_open_kort(p: Leven) -> None:
    """Written out in July: open, short; an open case holds 1 October after."""
    klasse, eerst = _gat(p, dag_tussen(p.rng, op(p, 7, 8), op(p, 7, 25)), None, beeld1="absoluut_met_dossier")
    p.dossier(eerst, None)
    p.staat("ingeschreven", "absoluut")
    p.feiten(f"{AV} AV_OPEN", klasse, eerst)


@zaak(0.00003)
def av_terug_op_1_augustus(p: Leven) -> None:
    """Back on the first day of the next year: open on 31 July, not resolved within the year."""
    klasse, eerst = _gat(p, op(p, 5, p.rng.randint(10, 20)), date(p.j.y + 1, 8, 1))
    p.staat("ingeschreven", "absoluut")
    p.feiten(f"{AV} AV_OPEN AV_UIT_BEELD", klasse, eerst)


@zaak(0.00002)
def av_alleen_31_juli(p: Leven) -> None:
    """Absent on the last day of the year only."""
    klasse, eerst = _gat(p, op(p, 7, 30), date(p.j.y + 1, 8, 1))
    p.staat("ingeschreven", "absoluut")
    p.feiten(f"{AV} AV_OPEN", klasse, eerst)


@zaak(0.00005)
def av_uit_vorig_jaar(p: Leven) -> None:
    """Written out in June before the year, back on 20 August: 19 days of this year."""
    soort = kind(p)
    basisschool(p, soort, date(p.j.y, 6, p.rng.randint(2, 28)))
    p.school(soort, op(p, 8, 20))
    klasse = GROTE_KLASSE[soort]
    p.feiten("TELPLICHTIG LEERPLICHTIG", klasse, p.j.t0)
    p.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS")
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    p.feiten(f"{AV} AV_OPGELOST", klasse, p.j.begin)


@zaak(0.0001)
def av_weekend(p: Leven) -> None:
    """A Friday to a Monday: two days count."""
    vrijdag = dag_tussen(p.rng, op(p, 10, 7), op(p, 6, 20))
    vrijdag += ((4 - vrijdag.weekday()) % 7) * DAG
    klasse, eerst = _gat(p, vrijdag, vrijdag + 3 * DAG)
    p.feiten(f"{AV} AV_OPGELOST", klasse, eerst)


@zaak(0.0)
def av_aansluitend(p: Leven) -> None:
    """The new school starts the day after: no absence."""
    _gat(p, *_dagen(p, 0))


@zaak(0.0002)
def av_nooit_ingeschreven(p: Leven) -> None:
    """No school, no exemption, no case."""
    kind(p)
    p.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
    p.staat("absoluut", "absoluut")
    p.beeld("uit_beeld", "uit_beeld")
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "GEEN_ONDERWIJS", p.j.begin)


@zaak(0.0001)
def av_nooit_met_dossier(p: Leven) -> None:
    """The same with an open case since before the year."""
    kind(p)
    p.dossier(date(p.j.y, 5, 12), None)
    p.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
    p.staat("absoluut", "absoluut")
    p.beeld("absoluut_met_dossier", "absoluut_met_dossier")
    p.feiten(f"{AV} AV_OPEN AV_GT3M", "GEEN_ONDERWIJS", p.j.begin)


def _gecorrigeerd(reden: str) -> None:
    @zaak(0.0001, naam=f"av_gecorrigeerd_{reden}")
    def vul(p: Leven) -> None:
        laatste, terug = _dagen(p, p.rng.randint(20, 60))
        klasse, eerst = _gat(p, laatste, terug)
        p.dossier(eerst + 5 * DAG, eerst + 8 * DAG, reden)
        p.feiten(f"AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_{reden.upper()}", klasse, eerst)


for _reden in REDENEN:
    _gecorrigeerd(_reden)


@zaak(0.0001)
def av_gecorrigeerd_open(p: Leven) -> None:
    """Corrected (private school abroad of the register), holds 31 July."""
    klasse, eerst = _gat(p, op(p, 4, 30), None, beeld1="uit_beeld")
    p.dossier(eerst, p.j.eind, "nbi")
    p.staat("ingeschreven", "absoluut_gecorrigeerd")
    p.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_NBI", klasse, eerst)


def _twee_gaten(p: Leven) -> tuple[str, date, date]:
    """Away 12 to 31 October and 2 to 20 March: class and first days of both."""
    soort = kind(p)
    klasse = basisschool(p, soort, op(p, 10, 11))
    p.school(soort, op(p, 11, 1), op(p, 3, 1), reden="andere_school")
    p.school(soort, op(p, 3, 21))
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    return klasse, op(p, 10, 12), op(p, 3, 2)


@zaak(0.00005)
def av_een_van_twee_gecorrigeerd(p: Leven) -> None:
    """The first absence is corrected, the second is not: official figure."""
    klasse, een, _ = _twee_gaten(p)
    p.dossier(een, een + 6 * DAG, "nog_op_oude_school")
    p.feiten(f"{AV} AV_OPGELOST", klasse, een)


@zaak(0.00003)
def av_twee_gecorrigeerd(p: Leven) -> None:
    """Both corrected, for different reasons: that of the first."""
    klasse, een, twee = _twee_gaten(p)
    p.dossier(twee, twee + 3 * DAG, "nbi")
    p.dossier(een, een + 3 * DAG, "overig")
    p.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_OVERIG", klasse, een)


@zaak(0.00003)
def av_twee_dossiers(p: Leven) -> None:
    """Two cases correct one absence: the earliest; of the same day the lowest number; ``geen`` never."""
    laatste, terug = _dagen(p, 40)
    klasse, eerst = _gat(p, laatste, terug)
    p.dossier(eerst - 20 * DAG, eerst + 10 * DAG, "geen", nummer=f"D{p.index:07d}-1")
    p.dossier(eerst + 4 * DAG, eerst + 10 * DAG, "nbi", nummer=f"D{p.index:07d}-2")
    p.dossier(eerst + 2 * DAG, eerst + 10 * DAG, "overig", nummer=f"D{p.index:07d}-4")
    p.dossier(eerst + 2 * DAG, eerst + 12 * DAG, "vrijstelling", nummer=f"D{p.index:07d}-3")
    p.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_VRIJSTELLING", klasse, eerst)


@zaak(0.00003)
def av_dossier_ernaast(p: Leven) -> None:
    """A case that ended the day before the absence changes nothing: out of view."""
    laatste, terug = _dagen(p, 50)
    klasse, eerst = _gat(p, laatste, terug)
    p.dossier(eerst - 15 * DAG, eerst - DAG, "overig")
    p.feiten(f"{AV} AV_OPGELOST AV_UIT_BEELD", klasse, eerst)


@zaak(0.00003)
def av_dossier_raakt_laatste_dag(p: Leven) -> None:
    """A case that starts on the last day of absence corrects all of it."""
    laatste, terug = _dagen(p, 50)
    klasse, eerst = _gat(p, laatste, terug)
    p.dossier(terug - DAG, terug + 20 * DAG, "overig")
    p.feiten("AV_POTENTIEEL AV_GECORRIGEERD AV_GECORRIGEERD_OVERIG", klasse, eerst)


def _andere_school(schoolsoort: str, brin: str) -> None:
    @zaak(0.0001, naam=f"av_geen_op_{schoolsoort}")
    def vul(p: Leven) -> None:
        soort = kind(p)
        klasse = basisschool(p, soort, op(p, 11, 14))
        p.school(soort, op(p, 11, 15), schoolsoort=schoolsoort, brin=brin or None)
        p.plichtig("LEERPLICHTIG", klasse)
        p.staat("ingeschreven", "ingeschreven")
        p.beeld("in_onderwijs", "in_onderwijs")


for _soort, _brin in (("nbi", "NBI"), ("buitenland", "BUITENLAND"), ("b3", ""), ("b4", "")):
    _andere_school(_soort, _brin)
