"""Templates of long absence (LRV) and worrying authorised absence (spec definities, section 2)."""

from __future__ import annotations

from datetime import date

from rizoom.synth.jaar import DAG, dag_tussen, plus_maanden
from rizoom.synth.leven import Leven
from rizoom.synth.zaak import op, scholier, zaak

NIEUW = "LRV_NIEUW LRV_TOTAAL"
BEGIN = "LRV_BEGIN LRV_TOTAAL"


def _zestienuur(p: Leven, brin: str) -> None:
    """Before a long absence there is mostly a 16-hour report, here in the year before."""
    p.melding("16U4W", date(p.j.y, 3, 4), date(p.j.y, 3, 29), uren="16", brin=brin)


def _nieuw(naam: str, dagen: tuple[int, int], telt: str, afgesloten: str, deel: float) -> None:
    """One LRV report of so many days that holds neither 1 September, 1 October nor 31 July."""

    @zaak(deel, naam=naam)
    def vul(p: Leven) -> None:
        brin = scholier(p)
        n = p.rng.randint(*dagen)
        van = dag_tussen(p.rng, op(p, 10, 7), op(p, 7, 20) - n * DAG)
        _zestienuur(p, brin)
        p.melding("LRV", van, van + (n - 1) * DAG, brin=brin, afgesloten=afgesloten)
        p.feiten(telt, "VO", van)


_nieuw("lrv_terug", (30, 85), f"{NIEUW} LRV_TERUGGELEID", "terug_naar_school", 0.0005)
_nieuw("lrv_andere_opleiding", (30, 85), f"{NIEUW} LRV_TERUGGELEID", "andere_opleiding", 0.0002)
_nieuw("lrv_langdurig_ziek", (30, 85), NIEUW, "langdurig_ziek", 0.0001)
_nieuw("lrv_lang_terug", (94, 150), f"{NIEUW} LRV_TERUGGELEID LRV_GT3M", "terug_naar_school", 0.0003)
_nieuw("lrv_28_dagen", (28, 28), "", "terug_naar_school", 0.00002)
_nieuw("lrv_29_dagen", (29, 29), f"{NIEUW} LRV_TERUGGELEID", "terug_naar_school", 0.00002)


def _drie_maanden(naam: str, extra: int, telt: str) -> None:
    @zaak(0.00002, naam=naam)
    def vul(p: Leven) -> None:
        brin = scholier(p)
        van = dag_tussen(p.rng, op(p, 10, 7), op(p, 4, 10))
        p.melding(
            "LRV", van, plus_maanden(van, 3) + (extra - 1) * DAG, brin=brin, afgesloten="langdurig_ziek"
        )
        p.feiten(telt, "VO", van)


_drie_maanden("lrv_precies_drie_maanden", 0, NIEUW)
_drie_maanden("lrv_drie_maanden_en_een_dag", 1, f"{NIEUW} LRV_GT3M")


@zaak(0.0002)
def lrv_begin(p: Leven) -> None:
    """Since May, ends in October after T0: begin of the year, longer than three months counted from May."""
    brin = scholier(p, beeld0="lrv")
    p.melding("LRV", date(p.j.y, 5, 13), op(p, 10, 11), brin=brin, afgesloten="andere_opleiding")
    p.staat("lrv", "ingeschreven")
    p.doelgroep(door_melding=True)
    p.feiten(f"{BEGIN} LRV_GT3M LRV_TERUGGELEID", "VO", date(p.j.y, 5, 13))


@zaak(0.00003)
def lrv_begin_4_juli(p: Leven) -> None:
    """Four weeks are over on 1 August exactly: begin of the year."""
    brin = scholier(p)
    p.melding("LRV", date(p.j.y, 7, 4), op(p, 9, 20), brin=brin, afgesloten="langdurig_ziek")
    p.staat("lrv", "ingeschreven")
    p.feiten(BEGIN, "VO", date(p.j.y, 7, 4))


@zaak(0.00003)
def lrv_begin_5_juli(p: Leven) -> None:
    """A day later: new in this year, although it holds 1 September."""
    brin = scholier(p)
    p.melding("LRV", date(p.j.y, 7, 5), op(p, 9, 20), brin=brin, afgesloten="langdurig_ziek")
    p.staat("lrv", "ingeschreven")
    p.feiten(NIEUW, "VO", date(p.j.y, 7, 5))


@zaak(0.00003)
def lrv_eindigt_in_augustus(p: Leven) -> None:
    """Passed four weeks before the year and ended in August: in no indicator."""
    brin = scholier(p)
    p.melding("LRV", date(p.j.y, 5, 13), op(p, 8, 20), brin=brin, afgesloten="terug_naar_school")


@zaak(0.00003)
def lrv_tot_en_met_31_augustus(p: Leven) -> None:
    """Ends the day before 1 September: neither."""
    brin = scholier(p)
    p.melding("LRV", date(p.j.y, 5, 13), op(p, 8, 31), brin=brin, afgesloten="terug_naar_school")


@zaak(0.0003)
def lrv_open(p: Leven) -> None:
    """Since before 20 April, still open at the horizon."""
    brin = scholier(p, beeld1="lrv")
    van = dag_tussen(p.rng, op(p, 10, 7), op(p, 4, 20))
    _zestienuur(p, brin)
    p.melding("LRV", van, None, brin=brin)
    p.staat("ingeschreven", "lrv")
    p.feiten(f"{NIEUW} LRV_OPEN LRV_GT3M", "VO", van)


@zaak(0.00003)
def lrv_open_3_juli(p: Leven) -> None:
    """Passes four weeks on 31 July: new and open."""
    brin = scholier(p)
    p.melding("LRV", op(p, 7, 3), date(p.j.y + 1, 9, 20), brin=brin, afgesloten="terug_naar_school")
    p.staat("ingeschreven", "lrv")
    p.feiten(f"{NIEUW} LRV_OPEN", "VO", op(p, 7, 3))


@zaak(0.00003)
def lrv_open_5_juli(p: Leven) -> None:
    """Passes four weeks after the year: in no indicator, but the flow on 31 July sees the spell."""
    brin = scholier(p)
    p.melding("LRV", op(p, 7, 5), date(p.j.y + 1, 9, 20), brin=brin, afgesloten="terug_naar_school")
    p.staat("ingeschreven", "lrv")


@zaak(0.00003)
def lrv_eindigt_31_juli(p: Leven) -> None:
    """Ends on 31 July: open, and not led back (that needs an end before 31 July)."""
    brin = scholier(p)
    p.melding("LRV", op(p, 6, 2), p.j.eind, brin=brin, afgesloten="terug_naar_school")
    p.staat("ingeschreven", "lrv")
    p.feiten(f"{NIEUW} LRV_OPEN", "VO", op(p, 6, 2))


@zaak(0.00003)
def lrv_twee_aansluitend(p: Leven) -> None:
    """Two reports of 20 days that follow on each other are one spell of 40; closed by the second."""
    brin = scholier(p)
    van = op(p, 11, 4)
    p.melding("LRV", van, van + 19 * DAG, brin=brin, afgesloten="langdurig_ziek")
    p.melding("LRV", van + 20 * DAG, van + 39 * DAG, brin=brin, afgesloten="terug_naar_school")
    p.feiten(f"{NIEUW} LRV_TERUGGELEID", "VO", van)


@zaak(0.00003)
def lrv_twee_met_een_dag_ertussen(p: Leven) -> None:
    """A day between: two spells of 20 days, neither long enough."""
    brin = scholier(p)
    van = op(p, 11, 4)
    p.melding("LRV", van, van + 19 * DAG, brin=brin, afgesloten="terug_naar_school")
    p.melding("LRV", van + 21 * DAG, van + 40 * DAG, brin=brin, afgesloten="terug_naar_school")
    p.anders("2025-1-OVERBRUG2", erbij=f"{NIEUW} LRV_TERUGGELEID", klasse="VO", eerst=van)


@zaak(0.00003)
def lrv_twee_met_twee_dagen_ertussen(p: Leven) -> None:
    """A weekend between: one spell only for the set that bridges two days."""
    brin = scholier(p)
    van = op(p, 11, 4)
    p.melding("LRV", van, van + 19 * DAG, brin=brin, afgesloten="terug_naar_school")
    p.melding("LRV", van + 22 * DAG, van + 110 * DAG, brin=brin, afgesloten="langdurig_ziek")
    p.feiten(f"{NIEUW}", "VO", van + 22 * DAG)
    p.anders("2025-1-OVERBRUG2", erbij="LRV_GT3M", klasse="VO", eerst=van)


@zaak(0.00003)
def lrv_twee_met_drie_dagen_ertussen(p: Leven) -> None:
    """Three days between: bridged by no set."""
    brin = scholier(p)
    van = op(p, 11, 4)
    p.melding("LRV", van, van + 19 * DAG, brin=brin, afgesloten="terug_naar_school")
    p.melding("LRV", van + 23 * DAG, van + 42 * DAG, brin=brin, afgesloten="terug_naar_school")


def _telt_niet(naam: str, status: str, geoorloofd: str) -> None:
    @zaak(0.00005, naam=naam)
    def vul(p: Leven) -> None:
        brin = scholier(p)
        van = op(p, 11, 4)
        p.melding("LRV", van, van + 60 * DAG, brin=brin, status=status, geoorloofd=geoorloofd)
        if geoorloofd == "J":
            p.anders("LP_GEEN_ONDERSCHEID", erbij=NIEUW, klasse="VO", eerst=van)


_telt_niet("lrv_ingetrokken", "I", "N")
_telt_niet("lrv_geoorloofd", "G", "J")


def _verhuist(p: Leven, dag: date) -> None:
    """A pupil who moves to ``g2`` on ``dag`` and stays at the same school."""
    p.woont(p.g, p.geboren, dag - DAG, "verhuisd_binnenland")
    p.woont(p.g2, dag)
    p.feit("TELPLICHTIG_JAAR", "VO", dag, p.g2)


@zaak(0.0001, verhuist=True, minimum=1)
def lrv_verhuisd(p: Leven) -> None:
    """Moves during the spell, after four weeks: counted in the old municipality only."""
    brin = scholier(p, woont=False)
    _verhuist(p, op(p, 1, 16))
    p.melding("LRV", op(p, 11, 11), op(p, 2, 28), brin=brin, afgesloten="langdurig_ziek")
    p.feiten(f"{NIEUW} LRV_GT3M LRV_VERHUISD", "VO", op(p, 11, 11))
    p.telt.beeld = [(m, p.g if m == 0 else p.g2, groep, s) for m, _, groep, s in p.telt.beeld]


@zaak(0.0001, verhuist=True, minimum=1)
def lrv_verhuisd_binnen_vier_weken(p: Leven) -> None:
    """Moves before the spell passes four weeks: counted in the new municipality only."""
    brin = scholier(p, woont=False)
    _verhuist(p, op(p, 11, 20))
    p.melding("LRV", op(p, 11, 11), op(p, 1, 10), brin=brin, afgesloten="terug_naar_school")
    p.feiten(f"{NIEUW} LRV_TERUGGELEID", "VO", op(p, 11, 11), p.g2)
    p.telt.beeld = [(m, p.g if m == 0 else p.g2, groep, s) for m, _, groep, s in p.telt.beeld]


@zaak(0.0001, verhuist=True, minimum=1)
def lrv_begin_en_nieuw(p: Leven) -> None:
    """Begin of the year in one municipality, a new spell in another: in a larger area begin only."""
    brin = scholier(p, woont=False)
    _verhuist(p, op(p, 1, 16))
    eerste, tweede = date(p.j.y, 5, 13), op(p, 2, 3)
    p.melding("LRV", eerste, op(p, 9, 20), brin=brin, afgesloten="terug_naar_school")
    p.melding("LRV", tweede, tweede + 40 * DAG, brin=brin, afgesloten="langdurig_ziek")
    p.staat("lrv", "ingeschreven")
    p.feiten(f"{BEGIN} LRV_GT3M", "VO", eerste)
    # GT3M is "an LRV spell" of the person, wherever it was counted
    p.feiten(f"{NIEUW} LRV_GT3M", "VO", tweede, p.g2)
    p.telt.beeld = [(m, p.g if m == 0 else p.g2, groep, s) for m, _, groep, s in p.telt.beeld]


@zaak(0.00005)
def lrv_tot_vrijstelling(p: Leven) -> None:
    """An exemption ends the spell while the report runs on: not led back."""
    brin = scholier(p, beeld1="vrijgesteld")
    van, grens = op(p, 11, 4), op(p, 1, 15)
    p.melding("LRV", van, op(p, 3, 31), brin=brin, afgesloten="terug_naar_school")
    p.vrijstelling("5_ONDER_A", grens)
    p.staat("ingeschreven", "vrijgesteld_5a")
    p.feiten(NIEUW, "VO", van)
    # the pupil stays enrolled, so no enrolment ended before the exemption but those of earlier school years
    p.feit("VR_5_ONDER_A", "VO", grens)
    if p.telt.vsv:
        p.vsv(p.telt.vsv.categorie, "B_VRIJSTELLING", brin)


@zaak(0.00003)
def lrv_overleden(p: Leven) -> None:
    """Dies during the spell: the last day of residence lies in it."""
    brin = scholier(p, woont=False, beeld1="")
    van, dag = op(p, 11, 4), op(p, 2, 10)
    p.woont(p.g, p.geboren, dag, "overleden")
    p.datum_overlijden = p.telt.overleden = dag
    p.melding("LRV", van, dag, brin=brin, afgesloten="overleden")
    p.feiten(f"{NIEUW} LRV_GT3M LRV_VERHUISD", "VO", van)
    if p.telt.vsv:
        p.vsv(p.telt.vsv.categorie, "B_OVERLEDEN", brin)


@zaak(0.0003)
def zorgwekkend(p: Leven) -> None:
    """Authorised but worrying for seven weeks: only in T_BEELD."""
    brin = scholier(p)
    van = dag_tussen(p.rng, op(p, 10, 7), op(p, 5, 20))
    p.melding("OVERIG", van, van + 48 * DAG, brin=brin, geoorloofd="J", zorgwekkend="J", uren="90")
    p.feit("ZORGWEKKEND", "VO", van)
    p.anders("LP_GEEN_ONDERSCHEID", erbij="RV_16U", klasse="VO", eerst=van)


@zaak(0.00003)
def zorgwekkend_28_dagen(p: Leven) -> None:
    """Exactly four weeks: not longer."""
    brin = scholier(p)
    van = op(p, 11, 4)
    p.melding("OVERIG", van, van + 27 * DAG, brin=brin, geoorloofd="J", zorgwekkend="J", uren="90")
    p.anders("LP_GEEN_ONDERSCHEID", erbij="RV_16U", klasse="VO", eerst=van)


@zaak(0.00003)
def zorgwekkend_twee_aansluitend(p: Leven) -> None:
    """Two reports of three weeks that follow on each other."""
    brin = scholier(p)
    van = op(p, 11, 4)
    p.melding("OVERIG", van, van + 20 * DAG, brin=brin, geoorloofd="J", zorgwekkend="J", uren="40")
    p.melding(
        "SIGNAAL", van + 21 * DAG, van + 41 * DAG, brin=brin, geoorloofd="J", zorgwekkend="J", uren="40"
    )
    p.feit("ZORGWEKKEND", "VO", van)
    p.anders("LP_GEEN_ONDERSCHEID", erbij="RV_16U RV_HERHAALD", klasse="VO", eerst=van)
