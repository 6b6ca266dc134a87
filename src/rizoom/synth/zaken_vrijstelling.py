"""Templates of exemptions, replacing duty, and school types outside the kwalificatieplicht."""

from __future__ import annotations

from datetime import date

from rizoom.synth.gewoon import GROTE_KLASSE
from rizoom.synth.jaar import DAG, dag_tussen, verjaardag
from rizoom.synth.leven import Leven
from rizoom.synth.zaak import basisschool, gewoon_kind, kind, op, zaak
from rizoom.synth.zaken_absoluut import AV

_GRONDEN = {
    "5_ONDER_A": ("VR_5_ONDER_A", "vrijgesteld_5a", 0.0020),
    "5_ONDER_B": ("VR_5_ONDER_B", "vrijgesteld_5b", 0.0006),
    "5_ONDER_C": ("VR_5_ONDER_C", "vrijgesteld_5c", 0.0025),
    "ART5A_TREKKEND": ("VR_ART5A", "vrijgesteld_5a_trekkend", 0.00005),
}


def _doorlopend(grond: str, telt: str, staat: str, deel: float) -> None:
    @zaak(deel, naam=f"vrijgesteld_{grond.lower()}_hele_jaar")
    def vul(p: Leven) -> None:
        kind(p)
        p.vrijstelling(grond, date(p.j.y - 1, 8, 1))
        p.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
        p.feit(telt, "GEEN_ONDERWIJS")
        p.staat(staat, staat)
        p.beeld("vrijgesteld", "vrijgesteld")


def _in_het_jaar(grond: str, telt: str, staat: str, deel: float) -> None:
    @zaak(deel / 5, naam=f"vrijgesteld_{grond.lower()}_tijdens_jaar")
    def vul(p: Leven) -> None:
        soort = kind(p)
        van = dag_tussen(p.rng, op(p, 10, 5), op(p, 6, 20))
        klasse = basisschool(p, soort, van - DAG)
        p.vrijstelling(grond, van)
        p.plichtig("LEERPLICHTIG", klasse)
        p.feit(telt, klasse, van)
        p.staat("ingeschreven", staat)
        p.beeld("in_onderwijs", "vrijgesteld")


for _grond, (_telt, _staat, _deel) in _GRONDEN.items():
    _doorlopend(_grond, _telt, _staat, _deel)
    _in_het_jaar(_grond, _telt, _staat, _deel)


@zaak(0.00003)
def vrijgesteld_vanaf_1_augustus(p: Leven) -> None:
    """Begins on 1 August: counted once, by residence on that day."""
    soort = kind(p)
    klasse = basisschool(p, soort, date(p.j.y, 7, 31))
    p.vrijstelling("5_ONDER_B", p.j.begin, p.j.eind)
    p.feiten("TELPLICHTIG LEERPLICHTIG TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", p.j.begin)
    p.feit("VR_5_ONDER_B", klasse)
    p.staat("vrijgesteld_5b", "vrijgesteld_5b")
    p.beeld("vrijgesteld", "uit_beeld")


@zaak(0.00003)
def vrijgesteld_tot_31_juli_ervoor(p: Leven) -> None:
    """Ended the day before the school year, at school from 1 August: nothing."""
    soort = kind(p)
    p.school(soort, p.j.begin)
    p.vrijstelling("5_ONDER_C", date(p.j.y - 1, 8, 1), date(p.j.y, 7, 31))
    p.plichtig("LEERPLICHTIG", GROTE_KLASSE[soort])
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")


@zaak(0.00005)
def vrijgesteld_dan_niets(p: Leven) -> None:
    """The exemption ends on 31 January and no school follows: absent from 1 February."""
    kind(p)
    p.vrijstelling("5_ONDER_C", date(p.j.y - 1, 8, 1), op(p, 1, 31))
    p.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
    p.feit("VR_5_ONDER_C", "GEEN_ONDERWIJS")
    p.staat("vrijgesteld_5c", "absoluut")
    p.beeld("vrijgesteld", "uit_beeld")
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "GEEN_ONDERWIJS", op(p, 2, 1))


@zaak(0.00005)
def vrijgesteld_na_gat(p: Leven) -> None:
    """Twelve days between school and exemption: absent, not resolved by an enrolment."""
    soort = kind(p)
    klasse = basisschool(p, soort, op(p, 11, 8))
    p.vrijstelling("5_ONDER_A", op(p, 11, 21))
    p.plichtig("LEERPLICHTIG", klasse)
    p.feit("VR_5_ONDER_A", klasse, op(p, 11, 21))
    p.feiten(AV, klasse, op(p, 11, 9))
    p.staat("ingeschreven", "vrijgesteld_5a")
    p.beeld("in_onderwijs", "vrijgesteld")


@zaak(0.00003)
def vrijgesteld_twee_gronden(p: Leven) -> None:
    """Two grounds at once: one of each, the flow takes the first in order."""
    kind(p)
    p.vrijstelling("5_ONDER_B", date(p.j.y - 1, 8, 1))
    p.vrijstelling("5_ONDER_A", date(p.j.y - 1, 9, 1))
    p.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
    p.feit("VR_5_ONDER_B", "GEEN_ONDERWIJS")
    p.feit("VR_5_ONDER_A", "GEEN_ONDERWIJS")
    p.staat("vrijgesteld_5a", "vrijgesteld_5a")
    p.beeld("vrijgesteld", "vrijgesteld")


@zaak(0.0001, verhuist=True, minimum=1)
def vrijgesteld_verhuisd(p: Leven) -> None:
    """An exemption of before the year runs on over a move: counted where the child lived on 1 August."""
    dag = op(p, 1, 10)
    kind(p, woont=False)
    p.woont(p.g, p.geboren, dag - DAG, "verhuisd_binnenland")
    p.woont(p.g2, dag)
    p.vrijstelling("5_ONDER_A", date(p.j.y - 1, 8, 1))
    p.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
    p.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", dag, p.g2)
    p.feit("VR_5_ONDER_A", "GEEN_ONDERWIJS")
    p.staat("vrijgesteld_5a", "vrijgesteld_5a")
    p.beeld("vrijgesteld", "vrijgesteld", g1=p.g2)


@zaak(0.00005, verhuist=True, minimum=1)
def vrijgesteld_door_oude_gemeente(p: Leven) -> None:
    """Issued in the year by the municipality the child has just left: counted there (afgegeven_door)."""
    dag = op(p, 1, 10)
    soort = kind(p, woont=False)
    p.woont(p.g, p.geboren, dag - DAG, "verhuisd_binnenland")
    p.woont(p.g2, dag)
    klasse = basisschool(p, soort, dag + 4 * DAG)
    p.vrijstelling("5_ONDER_C", dag + 5 * DAG)
    p.plichtig("LEERPLICHTIG", klasse)
    p.feit("TELPLICHTIG_JAAR", klasse, dag, p.g2)
    p.feit("VR_5_ONDER_C", klasse, dag + 5 * DAG)
    p.staat("ingeschreven", "vrijgesteld_5c")
    p.beeld("in_onderwijs", "vrijgesteld", g1=p.g2)


@zaak(0.0003)
def vrijgesteld_15(p: Leven) -> None:
    """Seventeen, article 15 from November, leaves VO; under eighteen all year; not at school on T1."""
    p.geboren = date(p.j.y - 17, 9, p.rng.randint(2, 28))
    p.woont(p.g, p.geboren)
    p.school(
        "VO", date(p.j.y - 2, 8, 1), date(p.j.y, 7, 31), niveau="HAVO", leerjaar=4, reden="andere_school"
    )
    brin = p.school("VO", p.j.begin, op(p, 10, 31), niveau="HAVO", leerjaar=5, reden="werk")
    p.vrijstelling("ART15", op(p, 11, 1), p.j.eind)
    p.plichtig("KWALIFICATIEPLICHTIG", "VO")
    p.feit("VR_15", "VO", op(p, 11, 1))
    p.staat("ingeschreven", "vrijgesteld_15")
    p.beeld("in_onderwijs", "uit_beeld")
    p.vsv("BOVENBOUW_HAVO_VWO", "VSV", brin)


@zaak(0.0003)
def vervangend_3a(p: Leven) -> None:
    """Fifteen, article 3a, stays enrolled."""
    _vervangend(p, "ART3A", "VL_3A", 15)


@zaak(0.0001)
def vervangend_3b(p: Leven) -> None:
    """Sixteen, article 3b, stays enrolled."""
    _vervangend(p, "ART3B", "VL_3B", 16)


def _vervangend(p: Leven, grond: str, telt: str, jaren: int) -> None:
    p.geboren = date(p.j.y - jaren, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    brin = p.school("VO", date(p.j.y - 3, 8, 1), niveau="VMBO_B", leerjaar=4)
    van = op(p, 11, 4)
    p.vrijstelling(grond, van, p.j.eind)
    p.plichtig("LEERPLICHTIG" if jaren == 15 else "KWALIFICATIEPLICHTIG", "VO")
    p.feit(telt, "VO", van)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    p.vsv("BOVENBOUW_VMBO", "C_VO", brin)


@zaak(0.00003)
def vervangend_eindigt_plicht_niet(p: Leven) -> None:
    """Article 3a without an enrolment: the duty goes on, so absent."""
    p.geboren = date(p.j.y - 15, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    p.vrijstelling("ART3A", date(p.j.y, 6, 1), p.j.eind)
    p.plichtig("LEERPLICHTIG", "GEEN_ONDERWIJS")
    p.feit("VL_3A", "GEEN_ONDERWIJS")
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "GEEN_ONDERWIJS", p.j.begin)
    p.staat("absoluut", "absoluut")
    p.beeld("uit_beeld", "uit_beeld")
    p.doelgroep()


def _zestien_jaar(p: Leven) -> None:
    """Born so that sixteen fell in the spring before the year: kwalificatieplicht all year."""
    p.geboren = date(p.j.y - 16, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)


@zaak(0.0001)
def pro_getuigschrift(p: Leven) -> None:
    """Getuigschrift of PRO in December at sixteen: out of the duty from that day, although at no school."""
    _zestien_jaar(p)
    p.school("PRO", date(p.j.y - 4, 8, 1), op(p, 12, 12), leerjaar=5, reden="diploma")
    p.kwalificatie("PRO_GETUIGSCHRIFT", op(p, 12, 13))
    p.plichtig("KWALIFICATIEPLICHTIG", "VO")
    p.staat("ingeschreven", "buiten_plicht")
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.00003)
def pro_zonder_getuigschrift(p: Leven) -> None:
    """The same without it: absent."""
    _zestien_jaar(p)
    p.school("PRO", date(p.j.y - 4, 8, 1), op(p, 12, 12), leerjaar=5, reden="onbekend")
    p.plichtig("KWALIFICATIEPLICHTIG", "VO")
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "VO", op(p, 12, 13))
    p.staat("ingeschreven", "absoluut")
    p.beeld("in_onderwijs", "uit_beeld")


def _vso(naam: str, profiel: str, plichtig: bool) -> None:
    """Sixteen, leaves VSO in December: absent only with profile vervolgonderwijs."""

    @zaak(0.00005, naam=naam)
    def vul(p: Leven) -> None:
        _zestien_jaar(p)
        p.school("VSO", date(p.j.y - 4, 8, 1), op(p, 12, 12), leerjaar=5, profiel=profiel, reden="onbekend")
        p.beeld("in_onderwijs", "uit_beeld")
        if plichtig:
            p.plichtig("KWALIFICATIEPLICHTIG", "SO_VSO")
            p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "SO_VSO", op(p, 12, 13))
            p.staat("ingeschreven", "absoluut")
        else:
            p.staat("ingeschreven", "buiten_plicht")


_vso("vso_arbeid_uitgeschreven", "arbeid", False)
_vso("vso_dagbesteding_uitgeschreven", "dagbesteding", False)
_vso("vso_vervolgonderwijs_uitgeschreven", "vervolgonderwijs", True)


@zaak(0.00003)
def vso_arbeid_onder_zestien(p: Leven) -> None:
    """Fifteen: the profile ends only the kwalificatieplicht, so absent until 31 July after the birthday."""
    p.geboren = date(p.j.y - 15, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    p.school("VSO", date(p.j.y - 3, 8, 1), op(p, 12, 12), leerjaar=4, profiel="arbeid", reden="onbekend")
    p.plichtig("LEERPLICHTIG", "SO_VSO")
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "SO_VSO", op(p, 12, 13))
    p.staat("ingeschreven", "absoluut")
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.00003)
def vso_arbeid_naar_vo(p: Leven) -> None:
    """From VSO arbeid to VO in November: from that enrolment on the duty is back; leaves in March, absent."""
    _zestien_jaar(p)
    p.school("VSO", date(p.j.y - 4, 8, 1), op(p, 11, 3), leerjaar=5, profiel="arbeid", reden="andere_school")
    p.school("VO", op(p, 11, 4), op(p, 3, 14), niveau="VMBO_B", leerjaar=4, reden="onbekend")
    p.feit("TELPLICHTIG_JAAR", "VO", op(p, 11, 4))
    p.feiten(f"{AV} AV_OPEN AV_GT3M AV_UIT_BEELD", "VO", op(p, 3, 15))
    p.staat("ingeschreven", "absoluut")
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.0)
def overleden_kind(p: Leven) -> None:
    """Dies in March while at school: duty until that day."""
    soort = kind(p, woont=False)
    klasse = basisschool(p, soort, op(p, 3, 9), "overleden")
    p.woont(p.g, p.geboren, op(p, 3, 9), "overleden")
    p.datum_overlijden = p.telt.overleden = op(p, 3, 9)
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "overleden")
    p.beeld("in_onderwijs", "")


@zaak(0.0)
def overleden_zonder_school(p: Leven) -> None:
    """Absent since January, dies in March; known from the residence spell: absent up to the day of death."""
    soort = kind(p, woont=False)
    klasse = basisschool(p, soort, op(p, 1, 10))
    p.woont(p.g, p.geboren, op(p, 3, 9), "overleden")
    p.telt.overleden = op(p, 3, 9)
    p.plichtig("LEERPLICHTIG", klasse)
    p.feiten(f"{AV} AV_UIT_BEELD", klasse, op(p, 1, 11))
    p.staat("ingeschreven", "overleden")
    p.beeld("in_onderwijs", "")


@zaak(0.0)
def overleden_voor_1_september(p: Leven) -> None:
    """Dies on 20 August: telplichtig in the year, not on T0; overleden on both days of the flows."""
    soort = kind(p, woont=False)
    klasse = basisschool(p, soort)
    p.woont(p.g, p.geboren, op(p, 8, 20), "overleden")
    p.datum_overlijden = p.telt.overleden = op(p, 8, 20)
    p.feit("TELPLICHTIG_JAAR", klasse)
    p.staat("overleden", "overleden")


@zaak(0.0005)
def gewoon_vrijgesteld_nooit(p: Leven) -> None:
    """A pupil whose municipality only noted an earlier exemption that ended years ago."""
    klasse = gewoon_kind(p)
    assert klasse
    p.vrijstelling("5_ONDER_C", verjaardag(p.geboren, 5), date(p.j.y, 2, 1))
