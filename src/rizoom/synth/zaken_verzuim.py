"""Templates of relative absence and of what was done about it (spec definities, section 2)."""

from __future__ import annotations

from datetime import date

from rizoom.synth.jaar import DAG, dag_tussen
from rizoom.synth.leven import Leven
from rizoom.synth.zaak import basisschool, gewoon_kind, kind, op, scholier, zaak


def _dag(p: Leven) -> date:
    return dag_tussen(p.rng, op(p, 9, 1), op(p, 6, 20))


@zaak(0.014, minimum=6)
def rv_16u(p: Leven) -> None:
    """One report of 16 hours in 4 weeks, in the VO."""
    brin = scholier(p)
    dag = _dag(p)
    p.melding("16U4W", dag, dag + 25 * DAG, uren=str(p.rng.randint(16, 60)), brin=brin)
    p.feit("RV_16U", "VO", dag)


@zaak(0.002)
def rv_16u_bo(p: Leven) -> None:
    """The same in primary education."""
    soort = kind(p)
    klasse = basisschool(p, soort)
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    dag = _dag(p)
    p.melding("16U4W", dag, dag + 25 * DAG, uren="18", klas=soort)
    p.feit("RV_16U", klasse, dag)


@zaak(0.006, minimum=4)
def rv_herhaald(p: Leven) -> None:
    """Two to four reports on different days."""
    brin = scholier(p)
    dag = dag_tussen(p.rng, op(p, 9, 1), op(p, 2, 1))
    for n in range(p.rng.randint(2, 4)):
        begin = dag + n * 35 * DAG
        p.melding("16U4W", begin, begin + 20 * DAG, uren="17,5", brin=brin)
    p.feiten("RV_16U RV_HERHAALD", "VO", dag)


@zaak(0.00005)
def rv_twee_keer_dezelfde_dag(p: Leven) -> None:
    """Two reports that begin on one day are not repeated absence."""
    brin = scholier(p)
    dag = _dag(p)
    p.melding("16U4W", dag, dag + 10 * DAG, uren="17", brin=brin)
    p.melding("OVERIG", dag, dag + 12 * DAG, uren="20", brin=brin)
    p.feit("RV_16U", "VO", dag)


def _uren(
    naam: str,
    soort: str,
    uren: str,
    telt: str,
    deel: float = 0.00003,
    *,
    status: str = "",
    geoorloofd: str = "N",
    anders: str = "",
    zonder: str = "",
    erbij: str = "",
) -> None:
    """One report of a pupil in primary education with the given fields; ``anders`` is a set that counts otherwise."""

    @zaak(deel, naam=naam)
    def vul(p: Leven) -> None:
        klasse = gewoon_kind(p)
        dag = _dag(p)
        p.melding(
            soort, dag, dag + 6 * DAG, klas=_KLAS[klasse], uren=uren, status=status, geoorloofd=geoorloofd
        )
        p.feiten(telt, klasse, dag)
        if anders:
            p.anders(anders, zonder=zonder, erbij=erbij, klasse=klasse, eerst=dag)


_KLAS = {"BO": "BO", "SO_VSO": "SO"}
_uren("rv_luxe_12_uur", "LUXE", "12", "RV_LUXE", 0.0015)
_uren("rv_luxe_20_uur", "LUXE", "20", "RV_LUXE RV_16U", 0.0008)
_uren("rv_luxe_zonder_uren", "LUXE", "", "RV_LUXE")
_uren("rv_precies_16_uur", "OVERIG", "16.0", "RV_16U", anders="2025-1-MEER16", zonder="RV_16U")
_uren("rv_net_geen_16_uur", "OVERIG", "15.75", "", 0.0005)
_uren("rv_signaal_16_uur", "SIGNAAL", "16", "RV_16U", anders="2025-1-MEER16", zonder="RV_16U")
_uren("rv_signaal_16_uur_en_meer", "SIGNAAL", "16,1", "RV_16U")
_uren("rv_signaal_4_uur", "SIGNAAL", "4", "", 0.0005)
_uren("rv_beginnend_30_uur", "BEGINNEND", "30", "", 0.0002)
_uren("rv_16u_zonder_uren", "16U4W", "", "RV_16U")
_uren("rv_16u_minder_uren", "16U4W", "12", "RV_16U")
_uren("rv_ingetrokken", "16U4W", "24", "", 0.0003, status="I")
_uren(
    "rv_geoorloofd",
    "16U4W",
    "40",
    "",
    0.0005,
    geoorloofd="J",
    anders="LP_GEEN_ONDERSCHEID",
    erbij="RV_16U",
)
_uren("rv_ter_kennisneming", "16U4W", "24", "RV_16U", status="K")


@zaak(0.00003)
def rv_31_juli_voor_het_jaar(p: Leven) -> None:
    """Begins the day before the school year: belongs to the year before."""
    brin = scholier(p)
    p.melding("16U4W", p.j.begin - DAG, op(p, 8, 30), uren="20", brin=brin)


@zaak(0.00003)
def rv_1_augustus(p: Leven) -> None:
    """Begins on the first day of the school year."""
    brin = scholier(p)
    p.melding("16U4W", p.j.begin, op(p, 8, 30), uren="20", brin=brin)
    p.feit("RV_16U", "VO", p.j.begin)


@zaak(0.00003)
def rv_31_juli(p: Leven) -> None:
    """Begins on the last day of the school year."""
    brin = scholier(p)
    p.melding("16U4W", p.j.eind, None, uren="20", brin=brin)
    p.feit("RV_16U", "VO", p.j.eind)


@zaak(0.00003)
def rv_voor_de_plicht(p: Leven) -> None:
    """Four years old: not yet telplichtig, so never relative absence."""
    p.geboren = date(p.j.y - 4, 7, 10)
    p.woont(p.g, p.geboren)
    p.school("BO", date(p.j.y, 7, 10))
    dag = _dag(p)
    p.melding("16U4W", dag, dag + 5 * DAG, klas="BO", uren="20")
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    p.anders("LP4", erbij="TELPLICHTIG LEERPLICHTIG TELPLICHTIG_JAAR RV_16U", klasse="BO", eerst=dag)


def _verhuist(p: Leven, dag: date) -> str:
    """A pupil in primary education moves to ``g2`` on ``dag``, new school that day; returns the class."""
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, dag - DAG, "verhuisd_binnenland")
    p.woont(p.g2, dag)
    klasse = basisschool(p, soort, dag - DAG, "verhuisd")
    p.school(soort, dag, gemeente=p.g2)
    p.plichtig("LEERPLICHTIG", klasse)
    p.feit("TELPLICHTIG_JAAR", klasse, dag, p.g2)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs", g1=p.g2)
    return klasse


@zaak(0.0001, verhuist=True, minimum=1)
def rv_in_twee_gemeenten(p: Leven) -> None:
    """A report in each of two municipalities: counted in both, once in a larger area, in none repeated."""
    klasse = _verhuist(p, op(p, 1, 15))
    for dag, g in ((op(p, 11, 4), p.g), (op(p, 3, 10), p.g2)):
        p.melding("16U4W", dag, dag + 9 * DAG, klas=_KLAS[klasse], uren="18")
        p.feit("RV_16U", klasse, dag, g)


@zaak(0.0001, verhuist=True, minimum=1)
def rv_verzuim_oude_gemeente(p: Leven) -> None:
    """Absent twice before the move: counted where the child lived then."""
    klasse = _verhuist(p, op(p, 2, 1))
    for dag in (op(p, 10, 7), op(p, 11, 4)):
        p.melding("16U4W", dag, dag + 9 * DAG, klas=_KLAS[klasse], uren="18")
    p.feiten("RV_16U RV_HERHAALD", klasse, op(p, 10, 7))


_ACTIES = {
    "actie_waarschuwing": ("WAARSCHUWING", "RELATIEF", "WAARSCHUWING", 0.002),
    "actie_halt": ("MAS2_HALT", "RELATIEF", "HALT", 0.0008),
    "actie_mas1": ("MAS1_VRIJWILLIGE_HULP", "RELATIEF", "MAS1", 0.0005),
    "actie_mas3": ("MAS3_VERPLICHT_KADER", "LRV", "MAS3", 0.0002),
    "actie_mas4": ("MAS4_STRAFRECHT", "RELATIEF", "MAS4", 0.0001),
    "actie_pv_absoluut": ("PROCES_VERBAAL", "ABSOLUUT", "PV_ABSOLUUT", 0.0001),
    "actie_pv_relatief": ("PROCES_VERBAAL", "RELATIEF", "PV_RELATIEF", 0.0005),
    "actie_pv_lrv": ("PROCES_VERBAAL", "LRV", "PV_RELATIEF", 0.0001),
    "actie_pv_luxe": ("PROCES_VERBAAL", "LUXE", "PV_LUXE", 0.0005),
    "actie_pv_overig": ("PROCES_VERBAAL", "OVERIG", "PV_OVERIG", 0.0001),
    "actie_gesprek": ("GESPREK", "RELATIEF", "", 0.003),
    "actie_zorgmelding": ("ZORGMELDING", "LRV", "", 0.0005),
}


def _actie(naam: str, soort: str, aanleiding: str, telt: str, deel: float) -> None:
    @zaak(deel, naam=naam)
    def vul(p: Leven) -> None:
        scholier(p)
        for n in range(p.rng.randint(1, 2)):
            p.actie(soort, aanleiding, _dag(p) + n * DAG, op="JONGERE" if soort == "MAS2_HALT" else "OUDER")
            if telt:
                p.telt.acties.append((p.g, telt, "VO"))


for _naam, (_soort, _aanleiding, _telt, _deel) in _ACTIES.items():
    _actie(_naam, _soort, _aanleiding, _telt, _deel)


@zaak(0.00003)
def actie_buiten_het_jaar(p: Leven) -> None:
    """The day before and the day after the school year count in no year's figure."""
    scholier(p)
    p.actie("PROCES_VERBAAL", "RELATIEF", p.j.begin - DAG)
    p.actie("WAARSCHUWING", "RELATIEF", p.j.eind + DAG)


@zaak(0.00003)
def actie_op_de_randen(p: Leven) -> None:
    """The first and the last day of the school year do."""
    scholier(p)
    p.actie("PROCES_VERBAAL", "RELATIEF", p.j.begin)
    p.actie("PROCES_VERBAAL", "LUXE", p.j.eind)
    p.telt.acties += [(p.g, "PV_RELATIEF", "VO"), (p.g, "PV_LUXE", "VO")]


@zaak(0.0001, verhuist=True, minimum=1)
def actie_na_verhuizing(p: Leven) -> None:
    """The old municipality acts after the move: counted where the action was done; the class of the day."""
    klasse = _verhuist(p, op(p, 1, 15))
    p.actie("WAARSCHUWING", "RELATIEF", op(p, 2, 3))
    p.actie("WAARSCHUWING", "RELATIEF", op(p, 4, 7), g=p.g2)
    p.telt.acties += [(p.g, "WAARSCHUWING", klasse), (p.g2, "WAARSCHUWING", klasse)]


@zaak(0.003, verhuist=True, minimum=2)
def verhuisd_met_school(p: Leven) -> None:
    """Moves and changes school on the same day: no absence."""
    _verhuist(p, dag_tussen(p.rng, op(p, 10, 5), op(p, 7, 20)))
