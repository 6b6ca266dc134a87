"""Templates of section 4: every outcome of the VSV waterfall and every scenario, with their edges."""

from __future__ import annotations

from datetime import date

from rizoom.synth.jaar import DAG, dag_tussen, geboren_bij
from rizoom.synth.leven import Leven
from rizoom.synth.zaak import op, zaak

VMBO_JUNI = 21


def student(
    p: Leven,
    niveau: int,
    tot: date | None,
    *,
    woont: bool = True,
    a: int = 0,
    voor: str = "VO",
    leerweg: str = "BOL",
) -> str:
    """An MBO student of 19 or 20 on T0 (or ``a``), enrolled since last August but one; returns the brin."""
    y = p.j.y
    p.geboren = geboren_bij(p.rng, a or p.rng.randint(19, 20), p.j.t0)
    if woont:
        p.woont(p.g, p.geboren)
    van, laatste = date(y - 3, 8, 1), date(y - 1, 7, 31)
    if voor == "VO":
        p.school("VO", van, laatste, niveau="VMBO_K", leerjaar=4, reden="diploma")
        p.kwalificatie("VMBO", date(y - 1, 6, VMBO_JUNI))
    else:
        p.school(
            voor,
            van,
            laatste,
            leerjaar=6,
            profiel="vervolgonderwijs" if voor == "VSO" else "",
            reden="onbekend",
        )
    return p.school(
        "MBO", date(y - 1, 8, 1), tot, niveau=niveau, leerjaar=2, leerweg=leerweg, reden="eigen_verzoek"
    )


def _weg(p: Leven) -> date:
    """A last day at school in the course of the year."""
    return dag_tussen(p.rng, op(p, 10, 15), op(p, 7, 20))


def _vsv(naam: str, niveau: int, deel: float, minimum: int = 2) -> None:
    @zaak(deel, naam=naam, minimum=minimum)
    def vul(p: Leven) -> None:
        brin = student(p, niveau, _weg(p))
        p.vsv(f"MBO{niveau}", "VSV", brin)
        p.beeld("in_onderwijs", "uit_beeld")


_vsv("vsv_mbo1", 1, 0.0008)
_vsv("vsv_mbo2", 2, 0.0035, 4)
_vsv("vsv_mbo3", 3, 0.0020)
_vsv("vsv_mbo4", 4, 0.0030)


@zaak(0.0006)
def vsv_havo(p: Leven) -> None:
    """Leaves HAVO 5 at eighteen without a diploma."""
    p.geboren = date(p.j.y - 18, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    brin = p.school("VO", p.j.begin, op(p, 2, 28), niveau="HAVO", leerjaar=5, reden="onbekend")
    p.vsv("BOVENBOUW_HAVO_VWO", "VSV", brin)
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.00003)
def vsv_zonder_niveau(p: Leven) -> None:
    """VO without level: categorie VO_ONBEKEND."""
    p.geboren = date(p.j.y - 18, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    brin = p.school("VO", p.j.begin, op(p, 2, 28), reden="onbekend")
    p.vsv("VO_ONBEKEND", "VSV", brin)
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.0003)
def vsv_brugklas(p: Leven) -> None:
    """Twelve, in a bridge class without leerjaar: ONDERBOUW, at VO a year later."""
    p.geboren = date(p.j.y - 12, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    brin = p.school("VO", p.j.begin, niveau="BRUG")
    p.plichtig("LEERPLICHTIG", "VO")
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    p.vsv("ONDERBOUW", "C_VO", brin)


@zaak(0.0003)
def vsv_vavo(p: Leven) -> None:
    """From VAVO to nothing."""
    p.geboren = geboren_bij(p.rng, 19, p.j.t0)
    p.woont(p.g, p.geboren)
    brin = p.school("VAVO", p.j.begin, op(p, 3, 1), reden="onbekend")
    p.vsv("VAVO", "VSV", brin)
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.0005)
def vsv_terug_op_school(p: Leven) -> None:
    """Stops in spring, enrolled again at another school before T1: C_MBO, whatever the level."""
    brin = student(p, 3, op(p, 3, 1))
    p.school("MBO", date(p.j.y + 1, 9, 1), niveau=2, leerjaar=1)
    p.vsv("MBO3", "C_MBO", brin)
    p.beeld("in_onderwijs", "in_onderwijs")


@zaak(0.00005)
def vsv_begint_op_t1(p: Leven) -> None:
    """The new enrolment starts on T1 itself: in time."""
    brin = student(p, 2, op(p, 3, 1))
    p.school("MBO", p.j.t1, niveau=2, leerjaar=1)
    p.vsv("MBO2", "C_MBO", brin)
    p.beeld("in_onderwijs", "in_onderwijs")


@zaak(0.00005)
def vsv_laatste_dag_voor_t1(p: Leven) -> None:
    """Enrolled up to the day before T1: VSV."""
    brin = student(p, 2, p.j.t1 - DAG)
    p.vsv("MBO2", "VSV", brin)
    p.beeld("in_onderwijs", "uit_beeld")


def _naar(naam: str, soort: str, uitkomst: str, deel: float, **rest: str) -> None:
    """From MBO to another enrolment that holds T1."""

    @zaak(deel, naam=naam)
    def vul(p: Leven) -> None:
        brin = student(p, 2, op(p, 7, 15))
        extra = {"niveau": "VMBO_GT", "leerjaar": 4} if soort == "VO" else {}
        if soort == "MBO":
            extra = {"niveau": 3, "leerjaar": 1}
        p.school(soort, date(p.j.y + 1, 8, 1), **extra, **rest)  # type: ignore[arg-type]
        p.vsv("MBO2", uitkomst, brin)
        p.beeld("in_onderwijs", "in_onderwijs")


_naar("vsv_naar_vo", "VO", "C_VO", 0.0001)
_naar("vsv_naar_vavo", "VAVO", "C_VAVO", 0.0002)
_naar("vsv_naar_ho", "HO", "C_HO", 0.0003)
_naar("vsv_naar_pro", "PRO", "C_VSO_PRO", 0.00005)
_naar("vsv_naar_vso", "VSO", "C_VSO_PRO", 0.00005, profiel="dagbesteding")
_naar("vsv_naar_nbi", "VAVO", "C_NIET_BEKOSTIGD", 0.0001, schoolsoort="nbi", brin="NBI")
_naar(
    "vsv_naar_buitenlandse_school",
    "HO",
    "C_NIET_BEKOSTIGD",
    0.0001,
    schoolsoort="buitenland",
    brin="BUITENLAND",
)
_naar("vsv_naar_b3", "VO", "C_NIET_BEKOSTIGD", 0.00005, schoolsoort="b3")
_naar("vsv_naar_mbo_nbi", "MBO", "C_NIET_BEKOSTIGD", 0.00005, schoolsoort="nbi", brin="NBI")


@zaak(0.00005)
def vsv_mbo_en_vo_op_t1(p: Leven) -> None:
    """Two enrolments hold T1: VO goes first."""
    brin = student(p, 2, op(p, 7, 15))
    p.school("MBO", date(p.j.y + 1, 8, 1), niveau=3, leerjaar=1)
    p.school("VO", date(p.j.y + 1, 8, 15), niveau="HAVO", leerjaar=5)
    p.vsv("MBO2", "C_VO", brin)
    p.beeld("in_onderwijs", "in_onderwijs")


@zaak(0.00005)
def vsv_twee_opleidingen_op_t0(p: Leven) -> None:
    """MBO and VO on T0: the MBO is the base; of two MBO enrolments the higher level."""
    brin = student(p, 3, op(p, 3, 1))
    p.school("MBO", p.j.begin, op(p, 3, 1), niveau=2, leerjaar=1, reden="eigen_verzoek")
    p.school("VO", p.j.begin, op(p, 3, 1), niveau="HAVO", leerjaar=5, reden="onbekend")
    p.school("VAVO", p.j.begin + DAG, op(p, 3, 1), reden="onbekend")
    p.vsv("MBO3", "VSV", brin)
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.0001, verhuist=True, minimum=1)
def vsv_verhuisd(p: Leven) -> None:
    """Moves in February and drops out: counted where the leaver lived on T0."""
    brin = student(p, 2, op(p, 1, 31), woont=False)
    p.woont(p.g, p.geboren, op(p, 1, 31), "verhuisd_binnenland")
    p.woont(p.g2, op(p, 2, 1))
    p.vsv("MBO2", "VSV", brin)
    p.beeld("in_onderwijs", "uit_beeld", g1=p.g2)


@zaak(0.0001, verhuist=True, minimum=1)
def vsv_verhuisd_en_leerling_elders(p: Leven) -> None:
    """The new enrolment is known in the new region only: a leaver of one region is a pupil of another."""
    brin = student(p, 2, op(p, 1, 31), woont=False)
    p.woont(p.g, p.geboren, op(p, 1, 31), "verhuisd_binnenland")
    p.woont(p.g2, op(p, 2, 1))
    p.school("MBO", op(p, 2, 1), niveau=2, leerjaar=1, gemeente=p.g2, voor=frozenset({p.land.regio[p.g2]}))
    p.vsv("MBO2", "C_MBO", brin)
    p.beeld("in_onderwijs", "in_onderwijs", g1=p.g2)


def _overleden(naam: str, na: int, vso: str, met_datum: bool) -> None:
    """Dies ``na`` days after T1 (negative: before it)."""

    @zaak(0.00003, naam=naam)
    def vul(p: Leven) -> None:
        dag = p.j.t1 + na * DAG
        brin = student(p, 2, op(p, 3, 1), woont=False)
        p.woont(p.g, p.geboren, dag, "overleden")
        p.datum_overlijden = dag if met_datum else None
        p.vsv("MBO2", vso, brin)
        p.beeld("in_onderwijs", "" if na < 0 else "uit_beeld")


_overleden("vsv_overleden", -100, "B_OVERLEDEN", True)
_overleden("vsv_overleden_zonder_datum", -90, "B_OVERLEDEN", False)
_overleden("vsv_overleden_op_t1", 0, "B_OVERLEDEN", True)
_overleden("vsv_overleden_na_t1", 1, "VSV", True)


@zaak(0.0002)
def vsv_vertrokken(p: Leven) -> None:
    """In a spell abroad on T1."""
    brin = student(p, 2, op(p, 5, 31), woont=False)
    p.woont(p.g, p.geboren, op(p, 5, 31), "verhuisd_buitenland")
    p.woont("BUITENLAND", op(p, 6, 1))
    p.vsv("MBO2", "B_VERTROKKEN", brin)
    p.beeld("in_onderwijs", "")


@zaak(0.0001)
def vsv_vertrokken_zonder_bestemming(p: Leven) -> None:
    """The last spell ended with verhuisd_buitenland, the spell abroad is not delivered."""
    brin = student(p, 3, op(p, 5, 31), woont=False)
    p.woont(p.g, p.geboren, op(p, 5, 31), "verhuisd_buitenland")
    p.vsv("MBO3", "B_VERTROKKEN", brin)
    p.beeld("in_onderwijs", "")


@zaak(0.0001)
def vsv_adres_onbekend(p: Leven) -> None:
    """The last spell ended otherwise before T1: VSV, address unknown."""
    brin = student(p, 3, op(p, 5, 31), woont=False)
    p.woont(p.g, p.geboren, op(p, 5, 31), "onbekend")
    p.vsv("MBO3", "VSV", brin)
    p.beeld("in_onderwijs", "")


@zaak(0.00005)
def vsv_vrijgesteld(p: Leven) -> None:
    """Exempt on T1, at seventeen, and enrolled at MBO all the time: the exemption goes first."""
    p.geboren = date(p.j.y - 16, 3, p.rng.randint(1, 31))
    p.woont(p.g, p.geboren)
    brin = p.school("MBO", p.j.begin, niveau=2, leerjaar=1)
    p.vrijstelling("5_ONDER_A", date(p.j.y + 1, 9, 1))
    p.plichtig("KWALIFICATIEPLICHTIG", "MBO")
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "vrijgesteld")
    p.vsv("MBO2", "B_VRIJSTELLING", brin)


def _diploma(
    naam: str, soort: str, maand_dag: tuple[int, int, int], uitkomst: str, deel: float, beeld1: str
) -> None:
    """Leaves MBO 4 (a qualification of this date): years after the start of the school year, month, day."""

    @zaak(deel, naam=naam)
    def vul(p: Leven) -> None:
        brin = student(p, 4, op(p, 7, 15))
        jaar, maand, dag = maand_dag
        p.kwalificatie(soort, date(p.j.y + jaar, maand, dag))
        p.vsv("MBO4", uitkomst, brin)
        p.beeld("in_onderwijs", beeld1)


_diploma("diploma_eerder", "HAVO", (-1, 6, 20), "D_STARTKW_EERDER", 0.0010, "startkwalificatie")
_diploma("diploma_op_t0", "MBO2", (0, 10, 1), "D_STARTKW_EERDER", 0.00003, "startkwalificatie")
_diploma("diploma_dag_na_t0", "MBO2", (0, 10, 2), "D_STARTKW_JAAR", 0.00003, "startkwalificatie")
_diploma("diploma_in_jaar", "MBO4", (1, 7, 4), "D_STARTKW_JAAR", 0.0020, "startkwalificatie")
_diploma("diploma_op_t1", "MBO3", (1, 10, 1), "D_STARTKW_JAAR", 0.00003, "startkwalificatie")
_diploma("diploma_verlaat", "MBO4", (1, 11, 20), "D_STARTKW_VERLAAT", 0.0004, "uit_beeld")
_diploma("diploma_31_december", "VWO", (1, 12, 31), "D_STARTKW_VERLAAT", 0.00003, "uit_beeld")
_diploma("diploma_1_januari", "MBO2", (2, 1, 1), "VSV", 0.00003, "uit_beeld")
_diploma("diploma_vmbo_telt_niet", "VMBO", (1, 6, 20), "VSV", 0.00003, "uit_beeld")


def _werk(naam: str, diploma: str, uren: str, uitkomst: str, beeld1: str, deel: float, entree: bool) -> None:
    @zaak(deel, naam=naam)
    def vul(p: Leven) -> None:
        brin = student(p, 1, op(p, 7, 15))
        if diploma:
            p.kwalificatie(diploma, op(p, 7, 4))
        if uren:
            p.uitkomst(p.j.t1, uren=uren)
        p.vsv("MBO1", uitkomst, brin, entree=entree)
        p.beeld("in_onderwijs", beeld1)


_werk("entree_en_werk", "MBO1", "24", "D_ENTREE_WERK", "werk", 0.0008, True)
_werk("entree_en_12_uur", "MBO1", "12", "D_ENTREE_WERK", "werk", 0.00003, True)
_werk("entree_en_11_uur", "MBO1", "11.5", "VSV", "uit_beeld", 0.00003, True)
_werk("entree_zonder_werk", "MBO1", "", "VSV", "uit_beeld", 0.0004, True)
_werk("werk_zonder_entree", "", "36", "VSV", "werk", 0.0004, False)


@zaak(0.00005)
def defensie(p: Leven) -> None:
    """In training with army or police on T1."""
    brin = student(p, 2, op(p, 5, 31))
    p.uitkomst(p.j.t1, defensie="J")
    p.vsv("MBO2", "D_DEFENSIE_POLITIE", brin)
    p.beeld("in_onderwijs", "uit_beeld")


# not in the base population


@zaak(0.00005)
def geen_basis_ovo(p: Leven) -> None:
    """Only the derde leerweg on T0."""
    student(p, 2, op(p, 3, 1), leerweg="OVO")
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.00005)
def geen_basis_nbi(p: Leven) -> None:
    """At a private school on T0."""
    p.geboren = geboren_bij(p.rng, 19, p.j.t0)
    p.woont(p.g, p.geboren)
    p.school("VAVO", p.j.begin, op(p, 3, 1), schoolsoort="nbi", brin="NBI", reden="onbekend")
    p.beeld("in_onderwijs", "uit_beeld")


@zaak(0.00003)
def geen_basis_22_op_t0(p: Leven) -> None:
    """Twenty-two on T0 exactly, at MBO: only in the wider base of S27, VSV there."""
    _ouder(p, date(p.j.y - 22, 10, 1))


@zaak(0.00003)
def basis_21_op_t0(p: Leven) -> None:
    """A day younger: in the base."""
    brin = _mbo2(p, date(p.j.y - 22, 10, 2))
    p.vsv("MBO2", "VSV", brin)


@zaak(0.0004)
def s27_ouder(p: Leven) -> None:
    """Twenty-two to twenty-five: VSV under S27."""
    _ouder(p, geboren_bij(p.rng, p.rng.randint(22, 25), p.j.t0))


@zaak(0.00003)
def s27_te_oud(p: Leven) -> None:
    """Twenty-seven on T1: not under S27 either."""
    _mbo2(p, date(p.j.y - 26, 10, 1))


def _mbo2(p: Leven, geboren: date) -> str:
    p.geboren = geboren
    p.woont(p.g, p.geboren)
    p.beeld("in_onderwijs", "uit_beeld")
    return p.school("MBO", p.j.begin, op(p, 3, 1), niveau=2, leerjaar=1, leerweg="BBL", reden="eigen_verzoek")


def _ouder(p: Leven, geboren: date) -> None:
    brin = _mbo2(p, geboren)
    p.vsv("MBO2", "VSV", brin, ouder=True)


@zaak(0.00003)
def basis_twaalf_op_t0(p: Leven) -> None:
    """Twelve on T0 exactly, in HAVO 1: in the base."""
    _brugpieper(p, date(p.j.y - 12, 10, 1), True)


@zaak(0.00003)
def geen_basis_elf_op_t0(p: Leven) -> None:
    """Twelve on the day after: not."""
    _brugpieper(p, date(p.j.y - 12, 10, 2), False)


def _brugpieper(p: Leven, geboren: date, basis: bool) -> None:
    p.geboren = geboren
    p.woont(p.g, p.geboren)
    brin = p.school("VO", p.j.begin, niveau="HAVO", leerjaar=1)
    p.plichtig("LEERPLICHTIG", "VO")
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    if basis:
        p.vsv("ONDERBOUW", "C_VO", brin)
