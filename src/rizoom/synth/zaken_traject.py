"""Templates of section 5 and 6: trajectories, target group, young people in view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rizoom.synth.jaar import DAG, geboren_bij
from rizoom.synth.leven import REGIOS, Leven, d
from rizoom.synth.telt import TrajectTelt
from rizoom.synth.zaak import op, zaak
from rizoom.synth.zaken_vsv import student


@dataclass(frozen=True)
class Loop:
    """Dates of one trajectory."""

    signaal: date
    contact: date | None = None
    intake: date | None = None
    start: date | None = None
    eind: date | None = None
    resultaat: str = ""
    gesprekken: int = 0
    bron: str = "P_LEVERING"
    groep: str = "NIEUWE_VSV"


def traject(p: Leven, loop: Loop) -> None:
    p.rij(
        "traject",
        f"T{p.volgnummer()};{p.nummer};{loop.groep};{loop.bron};{d(loop.signaal)};{d(loop.contact)};{d(loop.intake)};"
        f"{d(loop.start)};{d(loop.eind)};{loop.resultaat};{loop.gesprekken}",
        REGIOS,
    )


def telt_traject(
    p: Leven, loop: Loop, rij: str, kolommen: str, band: str = "18-22", tabel: str = "effect_18plus"
) -> None:
    """The trajectory counts in ``rij``; ``kolommen`` are names, each 1, ``gesprekken`` their number."""
    waarden = tuple((k, loop.gesprekken if k == "gesprekken" else 1) for k in kolommen.split())
    p.telt.trajecten.append(TrajectTelt(p.land.regio[p.g], tabel, rij, loop.groep, band, waarden))


def _buiten_school(p: Leven, a: int = 0) -> None:
    """Somebody of 19 to 21 on T0 who left MBO in the spring before the year, without startkwalificatie."""
    p.geboren = geboren_bij(p.rng, a or p.rng.randint(19, 21), p.j.t0)
    p.woont(p.g, p.geboren)
    y = p.j.y
    p.school("MBO", date(y - 1, 8, 1), date(y, 3, 1), niveau=2, leerjaar=1, reden="eigen_verzoek")


@zaak(0.0006)
def buiten_school_geen_traject(p: Leven) -> None:
    """Not enrolled, no qualification, nobody in contact."""
    _buiten_school(p)
    p.doelgroep()
    p.beeld("uit_beeld", "uit_beeld")


@zaak(0.0004)
def buiten_school_werkt(p: Leven) -> None:
    """The same, working twelve hours or more on both reference dates."""
    _buiten_school(p)
    for dag in (p.j.t0, p.j.t1):
        p.uitkomst(dag, uren="32")
    p.doelgroep()
    p.beeld("werk", "werk")


@zaak(0.00003)
def buiten_school_werkt_te_weinig(p: Leven) -> None:
    """Eleven hours are not work here."""
    _buiten_school(p)
    p.uitkomst(p.j.t0, uren="11.9")
    p.uitkomst(p.j.t1, uren="12")
    p.doelgroep()
    p.beeld("uit_beeld", "werk")


@zaak(0.0006)
def traject_eerste_keer_p_levering(p: Leven) -> None:
    """Signal in November, contact, intake after ten days, started, ended in work after two months."""
    _buiten_school(p)
    loop = Loop(op(p, 11, 5), op(p, 11, 12), op(p, 11, 15), op(p, 12, 1), op(p, 2, 10), "WERK", 3)
    traject(p, loop)
    kolommen = "benaderd intake gesprekken _lt_14_dagen gestart beeindigd duur_1_6_maanden bestemming_werk"
    telt_traject(p, loop, "eerste_keer_p_levering", kolommen)
    p.doelgroep(bereikt=True)
    p.beeld("uit_beeld", "uit_beeld")


def _intake(naam: str, dagen: int, wacht: str, bron: str, rij: str) -> None:
    """Signal on 1 November, intake ``dagen`` later, trajectory runs on."""

    @zaak(0.0001, naam=naam)
    def vul(p: Leven) -> None:
        _buiten_school(p)
        signaal = op(p, 11, 1)
        intake = signaal + dagen * DAG
        loop = Loop(signaal, signaal + DAG, intake, intake + 5 * DAG, None, "", 2, bron)
        traject(p, loop)
        telt_traject(p, loop, rij, f"benaderd intake gesprekken {wacht} gestart")
        p.doelgroep(bereikt=True)
        p.beeld("uit_beeld", "in_traject")


_intake("traject_intake_13_dagen", 13, "_lt_14_dagen", "GEMEENTE", "eerste_keer_overig")
_intake("traject_intake_14_dagen", 14, "_14_28_dagen", "SCHOOL", "eerste_keer_overig")
_intake("traject_intake_28_dagen", 28, "_14_28_dagen", "P_LEVERING", "eerste_keer_p_levering")
_intake("traject_intake_29_dagen", 29, "_gt_28_dagen", "UWV", "eerste_keer_overig")


def _duur(naam: str, eind: tuple[int, int], duur: str, resultaat: str) -> None:
    """Started on 10 November, ended on this day of the school year."""

    @zaak(0.0001, naam=naam)
    def vul(p: Leven) -> None:
        _buiten_school(p)
        loop = Loop(op(p, 10, 5), op(p, 10, 8), op(p, 10, 9), op(p, 11, 10), op(p, *eind), resultaat, 1)
        traject(p, loop)
        kolommen = (
            f"benaderd intake gesprekken _lt_14_dagen gestart beeindigd {duur} bestemming_{resultaat.lower()}"
        )
        telt_traject(p, loop, "eerste_keer_p_levering", kolommen)
        p.doelgroep(bereikt=True)
        p.beeld("uit_beeld", "uit_beeld")


_duur("traject_korter_dan_maand", (12, 1), "duur_lt_1_maand", "VERHUISD")
_duur("traject_vier_maanden", (3, 10), "duur_1_6_maanden", "ZORG")
_duur("traject_langer_dan_half_jaar", (6, 20), "duur_gt_6_maanden", "GEEN_HULPVRAAG")


@zaak(0.0002)
def traject_terug_naar_school(p: Leven) -> None:
    """Enrolled again on the day of the first contact."""
    _buiten_school(p)
    dag = op(p, 1, 15)
    p.school("MBO", dag, niveau=2, leerjaar=1)
    loop = Loop(op(p, 11, 1), dag, None, None, None, "", 1)
    traject(p, loop)
    telt_traject(p, loop, "eerste_keer_p_levering", "benaderd ingeschreven gesprekken")
    p.doelgroep(bereikt=True)
    p.beeld("uit_beeld", "in_onderwijs")


@zaak(0.0002)
def traject_zonder_contact(p: Leven) -> None:
    """A signal and nothing else: in no row that is not zero, not reached."""
    _buiten_school(p)
    traject(p, Loop(op(p, 11, 1)))
    p.doelgroep()
    p.beeld("uit_beeld", "uit_beeld")


@zaak(0.0002)
def traject_continuerend(p: Leven) -> None:
    """Started in February before the year, still running."""
    _buiten_school(p)
    y = p.j.y
    loop = Loop(date(y, 1, 10), date(y, 1, 20), date(y, 1, 25), date(y, 2, 1), None, "", 4)
    traject(p, loop)
    telt_traject(p, loop, "continuerend", "benaderd gesprekken")
    p.doelgroep()
    p.beeld("in_traject", "in_traject")


@zaak(0.0001)
def traject_continuerend_beeindigd(p: Leven) -> None:
    """Started before the year, ended in May: ended, longer than six months."""
    _buiten_school(p)
    y = p.j.y
    loop = Loop(date(y, 1, 10), date(y, 1, 20), date(y, 1, 25), date(y, 2, 1), op(p, 5, 9), "LEREN_WERKEN", 6)
    traject(p, loop)
    kolommen = "benaderd gesprekken beeindigd duur_gt_6_maanden bestemming_leren_werken"
    telt_traject(p, loop, "continuerend", kolommen)
    p.doelgroep()
    p.beeld("in_traject", "uit_beeld")


@zaak(0.0002)
def traject_recidiverend(p: Leven) -> None:
    """An earlier trajectory ended in May, a new signal in November."""
    _buiten_school(p)
    y = p.j.y
    traject(p, Loop(date(y, 1, 5), date(y, 1, 8), None, date(y, 2, 1), date(y, 5, 1), "WERK", 1))
    loop = Loop(op(p, 11, 5), op(p, 11, 12), op(p, 11, 25), op(p, 12, 1), None, "", 2, "GEMEENTE", "OUDE_VSV")
    traject(p, loop)
    telt_traject(p, loop, "recidiverend_overig", "benaderd intake gesprekken _14_28_dagen gestart")
    p.doelgroep(bereikt=True)
    p.beeld("uit_beeld", "in_traject")


@zaak(0.0001)
def traject_25_jaar(p: Leven) -> None:
    """Twenty-five: above the bound of 23, still a trajectory of the region; no target group before 2026."""
    _buiten_school(p, 25)
    loop = Loop(op(p, 11, 5), op(p, 11, 12), None, None, None, "", 1, "UWV", "OVERIG")
    traject(p, loop)
    telt_traject(p, loop, "eerste_keer_overig", "benaderd gesprekken", "23-26")
    if p.j.t0 >= date(2026, 1, 1):
        p.doelgroep(bereikt=True)
    p.beeld("uit_beeld", "uit_beeld")


@zaak(0.0001)
def traject_zeventien(p: Leven) -> None:
    """Seventeen on 1 August, enrolled at MBO level 2 all the time: the separate table."""
    p.geboren = date(p.j.y - 17, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    brin = p.school("MBO", date(p.j.y - 1, 8, 1), niveau=2, leerjaar=2)
    loop = Loop(op(p, 11, 5), op(p, 11, 12), op(p, 11, 15), None, None, "", 2, "SCHOOL", "KWETSBAAR")
    traject(p, loop)
    kolommen = "benaderd ingeschreven intake gesprekken _lt_14_dagen"
    telt_traject(p, loop, "eerste_keer_overig", kolommen, "16-17", "effect_17")
    p.plichtig("KWALIFICATIEPLICHTIG", "MBO")
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    p.vsv("MBO2", "C_MBO", brin)


@zaak(0.0002)
def verzuim_18plus(p: Leven) -> None:
    """Enrolled with an RMC18 report that runs on T0: target group through the report."""
    brin = student(p, 3, None)
    p.melding("RMC18", date(p.j.y, 9, 16), op(p, 10, 20), klas="MBO", brin=brin, uren="30")
    p.doelgroep()
    p.vsv("MBO3", "C_MBO", brin)
    p.beeld("in_onderwijs", "in_onderwijs")


@zaak(0.00005)
def verzuim_18plus_geoorloofd(p: Leven) -> None:
    """An authorised one makes no target group; nor does one that ended the day before."""
    brin = student(p, 3, None)
    p.melding("RMC18", date(p.j.y, 9, 16), op(p, 10, 20), klas="MBO", brin=brin, uren="30", geoorloofd="J")
    p.melding("RMC18", date(p.j.y, 9, 2), op(p, 9, 30), klas="MBO", brin=brin, uren="30")
    p.melding("RMC18", date(p.j.y, 9, 3), op(p, 10, 30), klas="MBO", brin=brin, uren="30", status="I")
    p.vsv("MBO3", "C_MBO", brin)
    p.beeld("in_onderwijs", "in_onderwijs")


@zaak(0.00005)
def lrv_18plus(p: Leven) -> None:
    """An LRV report of an adult: no LRV (the duty is over), but target group; in view as enrolled."""
    brin = student(p, 2, None)
    p.melding("LRV", date(p.j.y, 5, 13), op(p, 12, 20), klas="MBO", brin=brin)
    p.doelgroep()
    p.vsv("MBO2", "C_MBO", brin)
    p.beeld("in_onderwijs", "in_onderwijs")
