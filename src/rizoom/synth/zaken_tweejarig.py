"""Templates over two school years: what a delivery of another year means for this one (definities, section 0).

Of other school years only qualifications, deaths, koppelingen, trajecten and VSV outcomes are read, whichever of
the two years they are delivered in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rizoom.synth.gewoon import doelgroep_grens
from rizoom.synth.jaar import leeftijd
from rizoom.synth.leven import Leven
from rizoom.synth.nummers import onderwijsnummer
from rizoom.synth.zaak import basisschool, kind, op, tweejarig
from rizoom.synth.zaken_absoluut import AV
from rizoom.synth.zaken_traject import Loop, telt_traject, traject
from rizoom.synth.zaken_vsv import student

# leavers of the first year whom the second year meets again: still out of school, once VSV
BLIJVEN_WEG = ("vsv_mbo1", "vsv_mbo2", "vsv_mbo3", "vsv_mbo4", "entree_zonder_werk")


def zelfde(een: Leven, twee: Leven) -> None:
    """The same life in the second year: birth, residence and every row of the first but the person itself."""
    twee.geboren, twee.geslacht = een.geboren, een.geslacht
    twee.woningen = [replace(w) for w in een.woningen]
    twee.rijen = [r for r in een.rijen if r.tabel != "jongere"]


def blijft_weg(een: Leven, twee: Leven) -> None:
    """VSV in the first year, in the second at no school and at no work: in the target group, an old leaver."""
    zelfde(een, twee)
    twee.rijen = [r for r in twee.rijen if r.tabel != "uitkomst"]
    twee.beeld("uit_beeld", "uit_beeld")
    if leeftijd(twee.geboren, twee.j.t0) < doelgroep_grens(twee.j.t0):
        twee.doelgroep()
        twee.telt.oude_vsv = twee.g


@tweejarig(0.0002)
def diploma_alleen_in_eerste_jaar(een: Leven, twee: Leven) -> None:
    """HAVO in June, known in the first year only: in the second no duty, so no absence, and not in the target group."""
    y = een.j.y
    een.geboren = date(y - 16, 3, een.rng.randint(1, 31))
    een.woont(een.g, een.geboren)
    brin = een.school("VO", date(y - 4, 8, 1), een.j.eind, niveau="HAVO", leerjaar=5, reden="diploma")
    zelfde(een, twee)
    een.kwalificatie("HAVO", op(een, 6, 20))
    een.plichtig("KWALIFICATIEPLICHTIG", "VO")
    een.staat("ingeschreven", "ingeschreven")
    een.beeld("in_onderwijs", "startkwalificatie")
    een.vsv("BOVENBOUW_HAVO_VWO", "D_STARTKW_JAAR", brin)
    twee.staat("buiten_plicht", "buiten_plicht")
    twee.beeld("startkwalificatie", "startkwalificatie")


@tweejarig(0.0002)
def diploma_pas_in_tweede_jaar(een: Leven, twee: Leven) -> None:
    """MBO 2 in June of the first year, delivered with the second: no VSV of the first year after all."""
    brin = student(een, 2, op(een, 7, 1))
    zelfde(een, twee)
    twee.kwalificatie("MBO2", op(een, 6, 20))
    een.vsv("MBO2", "D_STARTKW_JAAR", brin)
    een.beeld("in_onderwijs", "startkwalificatie")
    twee.beeld("startkwalificatie", "startkwalificatie")


@tweejarig(0.00003)
def overlijden_pas_in_tweede_jaar(een: Leven, twee: Leven) -> None:
    """Dies in September after the first year, which only the second delivery says: B_OVERLEDEN."""
    brin = student(een, 2, op(een, 3, 1))
    zelfde(een, twee)
    twee.datum_overlijden = date(een.j.y + 1, 9, 15)
    een.vsv("MBO2", "B_OVERLEDEN", brin)
    een.beeld("in_onderwijs", "")


@tweejarig(0.0002)
def traject_eerder_in_eerste_jaar(een: Leven, twee: Leven) -> None:
    """A trajectory of the first year, ended there and not delivered again: the next one is recidiverend."""
    brin = student(een, 2, op(een, 10, 20))
    zelfde(een, twee)
    for p, rij in ((een, "eerste_keer_p_levering"), (twee, "recidiverend_p_levering")):
        loop = Loop(op(p, 11, 5), op(p, 11, 12), op(p, 11, 15), op(p, 12, 1), op(p, 2, 10), "WERK", 3)
        traject(p, loop)
        kolommen = (
            "benaderd intake gesprekken _lt_14_dagen gestart beeindigd duur_1_6_maanden bestemming_werk"
        )
        telt_traject(p, loop, rij, kolommen)
    een.vsv("MBO2", "VSV", brin)
    een.beeld("in_onderwijs", "uit_beeld")
    twee.beeld("uit_beeld", "uit_beeld")
    twee.doelgroep(bereikt=True)
    twee.telt.oude_vsv = twee.g


@tweejarig(0.00005, afstand="regio")
def koppeling_pas_in_tweede_jaar(een: Leven, twee: Leven) -> None:
    """Two numbers in the first year, joined by the second: absent in both municipalities, one child in the region."""
    bsn, nummer = een.nummer, onderwijsnummer(een.index % 100_000)
    soort = kind(een, woont=False)
    weg, dag, terug = op(een, 2, 15), op(een, 3, 1), op(een, 3, 20)
    een.nummer_erbij("onderwijsnummer", nummer, frozenset({een.g}))
    een.woont(een.g, een.geboren, date(dag.year, 2, 28 + (dag.year % 4 == 0)), "verhuisd_binnenland")
    klasse = basisschool(een, soort, weg, "verhuisd")
    een.nummer_erbij("bsn", bsn, frozenset({een.g2}))
    een.woont(een.g2, dag)
    een.school(soort, terug, gemeente=een.g2)
    een.plichtig("LEERPLICHTIG", klasse)
    een.feit("TELPLICHTIG_JAAR", "GEEN_ONDERWIJS", dag, een.g2)
    een.feiten(AV, klasse, op(een, 2, 16))
    een.feiten(f"{AV} AV_OPGELOST", klasse, dag, een.g2)
    een.staat("ingeschreven", "ingeschreven")
    een.beeld("in_onderwijs", "in_onderwijs", g1=een.g2)
    twee.geboren, twee.geslacht, twee.g = een.geboren, een.geslacht, een.g2
    twee.woont(een.g2, dag)
    klasse = basisschool(twee, soort)
    twee.rij("koppeling", f"{bsn};{nummer}")
    twee.plichtig("LEERPLICHTIG", klasse)
    twee.staat("ingeschreven", "ingeschreven")
    twee.beeld("in_onderwijs", "in_onderwijs")
