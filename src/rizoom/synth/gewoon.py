"""The plain mass: children at school, students, workers, and older early leavers, by track and age.

Every plain person lives in one municipality since birth and follows one *track* (below). What it counts in
depends on track, age on 1 October and a few thresholds of the birth date, so declarations are shared.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from rizoom.synth.jaar import leerplicht_tm, plicht_vanaf, verjaardag
from rizoom.synth.land import Land
from rizoom.synth.plichtvier import SET, feiten_vier
from rizoom.synth.telt import Feit, Telt, Verblijf, Vsv, leeftijdsgroep

GROTE_KLASSE = {
    "BO": "BO",
    "SBO": "BO",
    "SO": "SO_VSO",
    "VSO": "SO_VSO",
    "VO": "VO",
    "PRO": "VO",
    "VAVO": "VO",
    "MBO": "MBO",
    "HO": "HO",
}
_TERUGGANG = 5


@dataclass(frozen=True, slots=True)
class Stap:
    """Where a track is during one school year."""

    soort: str
    niveau: str = ""
    leerjaar: int | None = None
    profiel: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """School by age on 1 October (12 and over), diplomas at the end of that year, weight."""

    naam: str
    basis: str
    stappen: dict[int, Stap]
    diploma: dict[int, str]
    gewicht: float


def _vo(niveau: str, jaren: int) -> dict[int, Stap]:
    return {11 + n: Stap("VO", niveau, n) for n in range(1, jaren + 1)}


def _mbo(niveau: int, vanaf: int, jaren: int) -> dict[int, Stap]:
    return {vanaf + n: Stap("MBO", str(niveau), n + 1) for n in range(jaren)}


def _ho(vanaf: int, jaren: int) -> dict[int, Stap]:
    return {vanaf + n: Stap("HO", "", n + 1) for n in range(jaren)}


def _vso(profiel: str, tot: int) -> dict[int, Stap]:
    return {a: Stap("VSO", "", a - 11, profiel) for a in range(12, tot + 1)}


TRACKS: tuple[Track, ...] = (
    Track("vmbo_b_mbo2", "BO", _vo("VMBO_B", 4) | _mbo(2, 16, 2), {15: "VMBO", 17: "MBO2"}, 7),
    Track(
        "vmbo_b_mbo3",
        "BO",
        _vo("VMBO_B", 4) | _mbo(2, 16, 2) | _mbo(3, 18, 2),
        {15: "VMBO", 17: "MBO2", 19: "MBO3"},
        5,
    ),
    Track("vmbo_k_mbo3", "BO", _vo("VMBO_K", 4) | _mbo(3, 16, 3), {15: "VMBO", 18: "MBO3"}, 13),
    Track("vmbo_gt_mbo4", "BO", _vo("VMBO_GT", 4) | _mbo(4, 16, 4), {15: "VMBO", 19: "MBO4"}, 14),
    Track("vmbo_gt_hbo", "BO", _vo("VMBO_GT", 4) | _mbo(4, 16, 4) | _ho(20, 4), {15: "VMBO", 19: "MBO4"}, 8),
    Track("havo_hbo", "BO", _vo("HAVO", 5) | _ho(17, 4), {16: "HAVO"}, 18),
    Track("havo_mbo4", "BO", _vo("HAVO", 4) | _mbo(4, 16, 3), {18: "MBO4"}, 3),
    Track("vwo_wo", "BO", _vo("VWO", 6) | _ho(18, 5), {17: "VWO"}, 19),
    Track("havo_zonder", "BO", _vo("HAVO", 5) | {17: Stap("VO", "HAVO", 5)}, {17: "HAVO"}, 3),
    Track("pro", "SBO", {11 + n: Stap("PRO", "", n) for n in range(1, 7)}, {17: "PRO_GETUIGSCHRIFT"}, 2),
    Track(
        "pro_entree",
        "SBO",
        {11 + n: Stap("PRO", "", n) for n in range(1, 6)} | _mbo(1, 17, 1) | _mbo(2, 18, 2),
        {17: "MBO1", 19: "MBO2"},
        1,
    ),
    Track("vso_vervolg", "SO", _vso("vervolgonderwijs", 17) | _mbo(2, 18, 2), {19: "MBO2"}, 1.5),
    Track("vso_arbeid", "SO", _vso("arbeid", 18), {18: "VSO_ARBEID"}, 1.2),
    Track("vso_dagbesteding", "SO", _vso("dagbesteding", 19), {19: "VSO_DAGBESTEDING"}, 0.8),
    Track("oud_vsv", "BO", _vo("VMBO_K", 4) | _mbo(3, 16, 2), {15: "VMBO"}, 3.5),
)
_GEWICHTEN = [t.gewicht for t in TRACKS]
# who leaves without startkwalificatie in the first year is a template; in the second the plain ones of 17 leave
_VERVANGT = {("oud_vsv", a): TRACKS[2] for a in (17, 18)}
_STARTKW = {"HAVO", "VWO", "MBO2", "MBO3", "MBO4"}


def categorie(soort: str, niveau: str, leerjaar: int | None) -> str:
    """``categorie`` of a base enrolment (spec definities, section 4)."""
    if soort == "MBO":
        return f"MBO{niveau}"
    if soort == "VAVO":
        return "VAVO"
    if niveau == "BRUG":
        return "ONDERBOUW"
    if not niveau or leerjaar is None:
        return "VO_ONBEKEND"
    grens = 2 if niveau.startswith("VMBO") else 3
    boven = "BOVENBOUW_VMBO" if niveau.startswith("VMBO") else "BOVENBOUW_HAVO_VWO"
    return "ONDERBOUW" if leerjaar <= grens else boven


def doelgroep_grens(dag: date) -> int:
    """Bound of the Doorstroompunt (spec definities, section 5): under 23 before 2026, under 27 from then."""
    return 23 if dag < date(2026, 1, 1) else 27


class Gewoon:
    """Makes the plain persons of one municipality: their lines and, counted per kind, their declarations."""

    def __init__(self, land: Land, gemeente: str) -> None:
        self.land, self.g, self.j = land, gemeente, land.jaar
        self._telt: dict[tuple[object, ...], Telt] = {}
        self.aantal: dict[tuple[object, ...], int] = {}
        self._vanaf = land.bestaat_vanaf[gemeente]

    def telling(self) -> list[tuple[Telt, int]]:
        """Declarations with the number of persons they hold for."""
        return [(self._telt[sleutel], n) for sleutel, n in self.aantal.items()]

    def persoon(
        self, rng: random.Random, nummer: str, a: int, jaren: int = 0
    ) -> tuple[bool, bool, dict[str, list[str]]]:
        """One person of age ``a`` on 1 October: (in leerplicht, in doorstroompunt, lines).

        ``rng`` is the person's own: with the same state ``jaren`` later it is the same person, ``jaren`` older.
        """
        j, y = self.j, self.j.y
        geboren = _geboren(rng, a, j.t0)
        track = rng.choices(TRACKS, _GEWICHTEN)[0]
        track = _VERVANGT.get((track.naam, a - jaren), track)
        laat = rng.random() < 0.05 and a - jaren <= 4
        t18_na = verjaardag(geboren, 18) > j.begin
        leerplicht = t18_na
        rmc = a >= 11
        naar_school = plicht_vanaf(geboren) if laat else verjaardag(geboren, 4)
        lines = {
            "jongere": [f"{nummer};bsn;{geboren};{'MV'[rng.random() < 0.5]};;"],
            "verblijf": [f"{nummer};{self.g};{max(geboren, self._vanaf)};;"],
        }
        brin = self._inschrijvingen(rng, nummer, track, a, naar_school, lines)
        diplomas = [
            f"{nummer};{s};{y - a + b + 1}-06-{20 + b % 8};;;" for b, s in track.diploma.items() if b <= a
        ]
        if diplomas:
            lines["kwalificatie"] = diplomas
        vier = feiten_vier(j, self.g, geboren, naar_school, GROTE_KLASSE[track.basis]) if a < 12 else None
        sleutel = (*self._sleutel(track, a, geboren, naar_school, brin, t18_na), tuple(vier or ()))
        if sleutel not in self.aantal:
            self.aantal[sleutel] = 0
            self._telt[sleutel] = self._verklaring(track, a, geboren, naar_school, brin)
            if vier is not None:
                self._telt[sleutel].anders[SET] = vier
        self.aantal[sleutel] += 1
        return leerplicht, rmc, lines

    def _inschrijvingen(
        self,
        rng: random.Random,
        nummer: str,
        track: Track,
        a: int,
        naar_school: date,
        lines: dict[str, list[str]],
    ) -> str:
        """Enrolment lines; returns the brin of the enrolment on T0."""
        y = self.j.y
        regels: list[str] = []
        nu = ""
        basis = self.land.brin(rng, self.g, track.basis)
        if a <= 16 and naar_school <= self.j.t1:
            brin = basis
            tot = f"{y + 12 - a}-07-31;andere_school" if a >= 11 else ";"
            regels.append(f"{nummer};{brin};;bekostigd;{track.basis};;;;;;{naar_school};{tot}")
            nu = brin
        # schools from twelve on, so that somebody a year older still went to the same ones
        groepen: list[tuple[int, int, Stap, str]] = []
        brin, eerder = "", ("", "")
        for b in range(12, a + 2):
            stap = track.stappen.get(b)
            if stap is None:
                continue
            soort = (stap.soort, stap.niveau if stap.soort == "MBO" else "")
            if soort != eerder:
                brin, eerder = self.land.brin(rng, self.g, stap.soort), soort
            vorig = groepen[-1] if groepen else None
            if b < a - _TERUGGANG:
                continue
            if (
                vorig
                and b < a
                and vorig[1] == b - 1
                and vorig[2].soort == stap.soort
                and vorig[2].niveau == stap.niveau
            ):
                groepen[-1] = (vorig[0], b, stap, brin)
            else:
                groepen.append((b, b, stap, brin))
        for van, tot_a, stap, brin in groepen:
            vo = stap.niveau if stap.soort == "VO" else ""
            mbo, weg = (stap.niveau, "BOL") if stap.soort == "MBO" else ("", "")
            eind = "" if tot_a == a + 1 else f"{y - a + tot_a + 1}-07-31"
            reden = "" if not eind else "diploma" if tot_a in track.diploma else "onbekend"
            regels.append(
                f"{nummer};{brin};;bekostigd;{stap.soort};{stap.profiel};{vo};{mbo};{weg};{stap.leerjaar};"
                f"{y - a + van}-08-01;{eind};{reden}"
            )
            if van <= a <= tot_a:
                nu = brin
        if regels:
            lines["inschrijving"] = regels
        return nu if a in track.stappen else ""

    def _sleutel(
        self, track: Track, a: int, geboren: date, naar_school: date, brin: str, t18_na: bool
    ) -> tuple[object, ...]:
        if a < 12:
            j = self.j
            vanaf = plicht_vanaf(geboren)
            drempels = (naar_school <= date(j.y, 9, 1), naar_school <= j.t0, naar_school <= j.eind)
            return (
                track.basis,
                a,
                vanaf <= j.t0,
                vanaf <= j.eind,
                vanaf <= j.begin,
                naar_school <= j.t1,
                *drempels,
            )
        return (track.naam, a, t18_na, leerplicht_tm(geboren) >= self.j.begin, brin)

    def _verklaring(self, track: Track, a: int, geboren: date, naar_school: date, brin: str) -> Telt:
        """What such a person counts in; ``geboren`` stands for everybody with the same key."""
        j, g = self.j, self.g
        telt = Telt()
        nu, straks = track.stappen.get(a), track.stappen.get(a + 1)
        startkw_leeftijd = min([b for b, s in track.diploma.items() if s in _STARTKW], default=99)
        if verjaardag(geboren, 18) > j.begin:
            telt.verblijven = [Verblijf(g, j.begin, j.eind)]
            if a < 12:
                telt.begin = "ingeschreven" if naar_school <= date(j.y, 9, 1) else "buiten_plicht"
                telt.eind = "ingeschreven" if naar_school <= j.eind else "buiten_plicht"
            else:
                telt.begin = telt.eind = "ingeschreven" if nu else "buiten_plicht"
            telt.feiten = self._plicht(track, a, geboren, startkw_leeftijd)
        status0 = _status(naar_school <= j.t0 if a < 12 else nu is not None, startkw_leeftijd < a)
        status1 = _status(naar_school <= j.t1 if a < 11 else straks is not None, startkw_leeftijd < a + 1)
        for moment, jaren, status in ((0, a, status0), (1, a + 1, status1)):
            groep = leeftijdsgroep(jaren)
            if groep:
                telt.beeld.append((moment, g, groep, status))
        if 12 <= a < doelgroep_grens(j.t0) and status0 == "uit_beeld":
            telt.doelgroep = (g, False, False)
        if nu and nu.soort in ("VO", "MBO") and 12 <= a <= 25:
            soort_straks = straks.soort if straks else ""
            uitkomst = _uitkomst(soort_straks, startkw_leeftijd, a)
            telt.vsv = Vsv(g, brin, categorie(nu.soort, nu.niveau, nu.leerjaar), uitkomst, ouder=a >= 22)
        return telt

    def _plicht(self, track: Track, a: int, geboren: date, startkw_leeftijd: int) -> list[Feit]:
        j, g = self.j, self.g
        vanaf = plicht_vanaf(geboren)
        if vanaf > j.eind:
            return []
        if leerplicht_tm(geboren) >= j.begin:
            soort = "LEERPLICHTIG"
        else:
            stap = track.stappen.get(a)
            buiten = stap is not None and stap.profiel in ("arbeid", "dagbesteding")
            getuigschrift = "PRO_GETUIGSCHRIFT" in [s for b, s in track.diploma.items() if b < a]
            if startkw_leeftijd < a or buiten or getuigschrift:
                return []
            soort = "KWALIFICATIEPLICHTIG"
        klasse = GROTE_KLASSE[track.basis if a < 12 else track.stappen[a].soort]
        feiten = [Feit(g, "TELPLICHTIG_JAAR", klasse, max(vanaf, j.begin))]
        if vanaf <= j.t0 and a < 18:
            feiten += [Feit(g, i, klasse, j.t0) for i in ("TELPLICHTIG", soort)]
        return feiten


def _status(op_school: bool, startkw: bool) -> str:
    return "in_onderwijs" if op_school else "startkwalificatie" if startkw else "uit_beeld"


def _uitkomst(soort_straks: str, startkw_leeftijd: int, a: int) -> str:
    if soort_straks:
        return "C_VSO_PRO" if soort_straks in ("PRO", "VSO") else f"C_{soort_straks}"
    if startkw_leeftijd > a:
        return "VSV"
    return "D_STARTKW_EERDER" if startkw_leeftijd < a else "D_STARTKW_JAAR"


def _geboren(rng: random.Random, a: int, t0: date) -> date:
    laatste = date(t0.year - a, 10, 1).toordinal()
    eerste = date(t0.year - a - 1, 10, 1).toordinal() + 1
    return date.fromordinal(eerste + int(rng.random() * (laatste - eerste + 1)))
