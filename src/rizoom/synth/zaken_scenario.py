"""Templates of the scenarios of section 4: VSV under the rule, left out by another definition."""

from __future__ import annotations

from datetime import date

from rizoom.synth.jaar import DAG
from rizoom.synth.leven import Leven
from rizoom.synth.zaak import op, zaak
from rizoom.synth.zaken_vsv import student


def _papier(naam: str, soort: str, scenarios: str, deel: float, *, na_t1: int = -200, **rest: str) -> None:
    """A student of MBO 3 who leaves with a document dated ``na_t1`` days after T1."""

    @zaak(deel, naam=naam)
    def vul(p: Leven) -> None:
        brin = student(p, 3, op(p, 2, 28))
        p.kwalificatie(soort, p.j.t1 + na_t1 * DAG, **rest)
        p.vsv("MBO3", "VSV", brin, scenarios)
        p.beeld("in_onderwijs", "uit_beeld")


_papier("s28_praktijkverklaring", "PRAKTIJKVERKLARING", "S28A", 0.0004, erkend="N")
_papier("s28_praktijkverklaring_erkend", "PRAKTIJKVERKLARING", "S28A", 0.0002, erkend="J", niveau="2")
_papier("s28_praktijkverklaring_op_t1", "PRAKTIJKVERKLARING", "S28A", 0.00003, na_t1=0, erkend="N")
_papier("s28_praktijkverklaring_na_t1", "PRAKTIJKVERKLARING", "", 0.00003, na_t1=1, erkend="N")
_papier("s28_certificaat", "MBO_CERTIFICAAT", "S28B", 0.0004, niveau="3")


@zaak(0.00005)
def s28_beide(p: Leven) -> None:
    """Both documents."""
    brin = student(p, 3, op(p, 2, 28))
    p.kwalificatie("PRAKTIJKVERKLARING", op(p, 2, 20), erkend="N")
    p.kwalificatie("MBO_CERTIFICAAT", op(p, 2, 21), niveau="3")
    p.vsv("MBO3", "VSV", brin, "S28A S28B")
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.0002)
def s29_derde_leerweg(p: Leven) -> None:
    """On T1 only in the derde leerweg: at school for section 6, VSV for section 4."""
    brin = student(p, 2, op(p, 2, 28))
    p.school("MBO", op(p, 3, 1), niveau=2, leerjaar=1, leerweg="OVO")
    p.vsv("MBO2", "VSV", brin, "S29")
    p.beeld("in_onderwijs", "in_onderwijs")


@zaak(0.00005)
def s29_met_praktijkverklaring(p: Leven) -> None:
    """The same with a document."""
    brin = student(p, 2, op(p, 2, 28))
    p.school("MBO", op(p, 3, 1), niveau=2, leerjaar=1, leerweg="OVO")
    p.kwalificatie("PRAKTIJKVERKLARING", op(p, 2, 20), erkend="J", niveau="1")
    p.vsv("MBO2", "VSV", brin, "S28A S29")
    p.beeld("in_onderwijs", "in_onderwijs")


def _s30(
    naam: str,
    voor: str,
    niveau: int,
    bewijs: str,
    erkend: str,
    graad: str,
    scenarios: str,
    deel: float = 0.00005,
) -> None:
    """After ``voor`` (VO, PRO, VSO) at MBO ``niveau``; proof ``bewijs``; praktijkverklaring."""

    @zaak(deel, naam=naam)
    def vul(p: Leven) -> None:
        brin = student(p, niveau, op(p, 2, 28), voor=voor)
        if bewijs:
            p.kwalificatie(bewijs, date(p.j.y - 1, 6, 30))
        if erkend:
            p.kwalificatie("PRAKTIJKVERKLARING", op(p, 2, 20), erkend=erkend, niveau=graad)
        p.vsv(f"MBO{niveau}", "VSV", brin, scenarios)
        p.beeld("in_onderwijs", "uit_beeld")


_s30("s30a_pro", "PRO", 2, "PRO_GETUIGSCHRIFT", "", "", "S30A", 0.0003)
_s30("s30a_vso_arbeid", "VSO", 2, "VSO_ARBEID", "", "", "S30A", 0.0001)
_s30("s30a_vso_dagbesteding", "VSO", 1, "VSO_DAGBESTEDING", "", "", "S30A")
_s30("s30_pro_zonder_papier", "PRO", 2, "", "", "", "")
_s30("s30b_pro", "PRO", 2, "", "J", "1", "S28A S30B", 0.0001)
_s30("s30b_vso", "VSO", 2, "", "J", "2", "S28A S30B")
_s30("s30b_entree", "VO", 1, "", "J", "1", "S28A S30B", 0.0001)
_s30("s30b_niet_erkend", "PRO", 2, "", "N", "1", "S28A")
_s30("s30b_niveau_leeg", "VO", 1, "", "J", "", "S28A")
_s30("s30b_vo_niveau_2", "VO", 2, "", "J", "1", "S28A")
_s30("s30_alles", "PRO", 1, "PRO_GETUIGSCHRIFT", "J", "1", "S28A S30A S30B", 0.0001)


@zaak(0.00003)
def s30a_te_laat(p: Leven) -> None:
    """The getuigschrift is dated the day after the start of the first MBO enrolment."""
    brin = student(p, 2, op(p, 2, 28), voor="PRO")
    p.kwalificatie("PRO_GETUIGSCHRIFT", date(p.j.y - 1, 8, 2))
    p.vsv("MBO2", "VSV", brin)
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.00003)
def s30a_op_de_dag(p: Leven) -> None:
    """Dated on that day: counts."""
    brin = student(p, 2, op(p, 2, 28), voor="PRO")
    p.kwalificatie("PRO_GETUIGSCHRIFT", date(p.j.y - 1, 8, 1))
    p.vsv("MBO2", "VSV", brin, "S30A")
    p.beeld("in_onderwijs", "uit_beeld")
