"""Counting declarations into areas (spec definities, section 0): distinct persons, classes, flows, VSV.

Only counting happens here. What somebody counts in was declared by the template; this module knows the two
exceptions that keep sums exact and nothing else about duty, absence or enrolment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date

from rizoom.synth.jaar import DAG
from rizoom.synth.land import Land
from rizoom.synth.telt import Feit, Telt

Gebied = tuple[str, str]
"""(niveau, code)."""

_FAMILIE_HOOFD = {"AV": "AV_POTENTIEEL", "LRV": "LRV_TOTAAL", "RV": "RV_16U"}
_T2016 = {"LRV_TOTAAL", "AV_TOTAAL"}
THUISZITTERS: dict[str, frozenset[str]] = {
    "T_2015": frozenset({"LRV_TOTAAL"}),
    "T_2016": frozenset(_T2016),
    "T_PACT": frozenset({"LRV_GT3M", "AV_GT3M"}),
    "T_BREED": frozenset(_T2016 | {"VR_5_ONDER_A"}),
    "T_BEELD": frozenset(_T2016 | {"VR_5_ONDER_A", "ZORGWEKKEND"}),
}


def familie(indicator: str) -> str:
    """Indicators that share the class of one counted spell in a larger area."""
    if indicator in ("RV_16U", "RV_HERHAALD"):
        return "RV"
    kop = indicator.split("_", 1)[0]
    return kop if kop in ("AV", "LRV") else indicator


@dataclass
class Telling:
    """Counts per area. ``ontbreekt`` are suppliers without a delivery: their persons count nowhere."""

    land: Land
    ontbreekt: frozenset[str] = frozenset()
    lp: Counter[tuple[Gebied, str, str]] = field(default_factory=Counter)
    anders: Counter[tuple[str, Gebied, str, str]] = field(default_factory=Counter)
    stroom: Counter[tuple[Gebied, str, str]] = field(default_factory=Counter)
    thuis: Counter[tuple[Gebied, str]] = field(default_factory=Counter)
    vsv: Counter[tuple[Gebied, str, str]] = field(default_factory=Counter)
    scenario: Counter[tuple[Gebied, frozenset[str]]] = field(default_factory=Counter)
    s27: Counter[tuple[Gebied, str]] = field(default_factory=Counter)
    beeld: Counter[tuple[int, Gebied, str, str]] = field(default_factory=Counter)
    doelgroep: Counter[tuple[str, bool]] = field(default_factory=Counter)
    traject: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    oude_vsv: Counter[str] = field(default_factory=Counter)

    def samen(self, ander: Telling) -> None:
        """Add the counts of another part of the country."""
        for veld in fields(self):
            if isinstance(getattr(self, veld.name), Counter):
                getattr(self, veld.name).update(getattr(ander, veld.name))

    def zonder(self, deel: Telling) -> Telling:
        """These counts less those of a part of the country."""
        rest = Telling(self.land, self.ontbreekt)
        for veld in fields(self):
            if isinstance(getattr(self, veld.name), Counter):
                setattr(rest, veld.name, getattr(self, veld.name) - getattr(deel, veld.name))
        return rest

    def gebieden(self, gemeente: str) -> list[Gebied]:
        """The four areas a municipality lies in."""
        land = self.land
        return [
            ("gemeente", gemeente),
            ("regio", land.regio[gemeente]),
            ("provincie", land.provincie[gemeente]),
            ("land", "NL"),
        ]

    def voeg_toe(self, telt: Telt, n: int = 1) -> None:
        """Count ``n`` persons with this declaration."""
        self._leerplicht(telt, n)
        self._anders(telt, n)
        self._stromen(telt, n)
        self._vsv(telt, n)
        for moment, gemeente, groep, status in telt.beeld:
            leverancier = self.land.regio[gemeente] if groep == "18-26" else gemeente
            if leverancier not in self.ontbreekt:
                for gebied in self.gebieden(gemeente):
                    self.beeld[(moment, gebied, groep, status)] += n
        if telt.doelgroep:
            gemeente, bereikt, door_melding = telt.doelgroep
            regio = self.land.regio[gemeente]
            if regio not in self.ontbreekt and not (door_melding and gemeente in self.ontbreekt):
                self.doelgroep[(regio, bereikt)] += n
        if telt.oude_vsv and self.land.regio[telt.oude_vsv] not in self.ontbreekt:
            self.oude_vsv[self.land.regio[telt.oude_vsv]] += n
        for t in telt.trajecten:
            if t.regio in self.ontbreekt:
                continue
            for tabel, rij in (
                (t.tabel, t.rij),
                (f"{t.tabel}_doelgroep", t.doelgroep),
                ("effect_leeftijd", t.band),
            ):
                for kolom, waarde in t.kolommen:
                    self.traject[(t.regio, tabel, rij, kolom)] += waarde * n

    def _per_gebied(self, feiten: Iterable[Feit]) -> dict[Gebied, list[Feit]]:
        verdeeld: dict[Gebied, list[Feit]] = defaultdict(list)
        for feit in feiten:
            if feit.gemeente not in self.ontbreekt:
                for gebied in self.gebieden(feit.gemeente):
                    verdeeld[gebied].append(feit)
        return verdeeld

    def _leerplicht(self, telt: Telt, n: int) -> None:
        for gebied, feiten in self._per_gebied(telt.feiten).items():
            indicatoren = gebied_indicatoren(feiten)
            for indicator, klasse in indicatoren.items():
                if indicator != "ZORGWEKKEND":
                    self.lp[(gebied, indicator, klasse)] += n
            for code, leden in THUISZITTERS.items():
                if leden & indicatoren.keys():
                    self.thuis[(gebied, code)] += n
            if "ZORGWEKKEND" in indicatoren:
                self.thuis[(gebied, "ZORGWEKKEND")] += n
        for gemeente, indicator, klasse in telt.acties:
            if gemeente not in self.ontbreekt:
                for gebied in self.gebieden(gemeente):
                    self.lp[(gebied, indicator, klasse)] += n

    def _anders(self, telt: Telt, n: int) -> None:
        """Per other definition set where the person comes in (erbij), goes out (eraf), or changes class."""
        standaard = {geb: gebied_indicatoren(f) for geb, f in self._per_gebied(telt.feiten).items()}
        for definitieset, feiten in telt.anders.items():
            andere = {geb: gebied_indicatoren(f) for geb, f in self._per_gebied(feiten).items()}
            for gebied in standaard.keys() | andere.keys():
                oud, nieuw = standaard.get(gebied, {}), andere.get(gebied, {})
                for indicator in (oud.keys() | nieuw.keys()) - {"ZORGWEKKEND"}:
                    if oud.get(indicator) != nieuw.get(indicator):
                        soort = _wijziging(indicator in oud, indicator in nieuw)
                        self.anders[(definitieset, gebied, indicator, soort)] += n

    def _stromen(self, telt: Telt, n: int) -> None:
        jaar = self.land.jaar
        per_gebied: dict[Gebied, list[tuple[date, date]]] = defaultdict(list)
        for v in telt.verblijven:
            if v.gemeente not in self.ontbreekt:
                for gebied in self.gebieden(v.gemeente):
                    per_gebied[gebied].append((v.van, v.tot))
        for gebied, dagen in per_gebied.items():
            van = _staat(telt, dagen, date(jaar.y, 9, 1), telt.begin)
            naar = _staat(telt, dagen, jaar.eind, telt.eind)
            self.stroom[(gebied, van, naar)] += n

    def _vsv(self, telt: Telt, n: int) -> None:
        vsv = telt.vsv
        if vsv is None or self.land.regio[vsv.gemeente] in self.ontbreekt:
            return
        for gebied in self.gebieden(vsv.gemeente):
            if vsv.uitkomst not in ("B_OVERLEDEN", "B_VERTROKKEN", "B_VRIJSTELLING"):
                self.s27[(gebied, "N")] += n
            if vsv.uitkomst == "VSV":
                self.s27[(gebied, "X")] += n
        if vsv.ouder:
            return
        for gebied in [*self.gebieden(vsv.gemeente), ("instelling", vsv.brin)]:
            for cat in (vsv.categorie, "TOTAAL"):
                self.vsv[(gebied, cat, vsv.uitkomst)] += n
                if vsv.uitkomst == "VSV" and not vsv.entree:
                    self.vsv[(gebied, cat, "X_zonder_entree")] += n
            if vsv.uitkomst == "VSV" and gebied[0] != "instelling":
                self.scenario[(gebied, vsv.scenarios)] += n


def _wijziging(was: bool, is_nu: bool) -> str:
    return "andere_klasse" if was and is_nu else "erbij" if is_nu else "eraf"


def gebied_indicatoren(feiten: list[Feit]) -> dict[str, str]:
    """Indicators with class of one person in one area, from the facts of its municipalities."""
    aanwezig = {f.indicator for f in feiten}
    gekozen: dict[str, str] = {}
    for indicator in aanwezig:
        fam = familie(indicator)
        hoofd = _FAMILIE_HOOFD.get(fam, indicator)
        bron = [f for f in feiten if f.indicator == hoofd]
        gekozen[indicator] = min(bron, key=lambda f: (f.eerst, f.gemeente)).klasse
    if "AV_TOTAAL" in aanwezig:
        return _zonder_lrv_nieuw({i: k for i, k in gekozen.items() if not i.startswith("AV_GECORRIGEERD")})
    redenen = [f for f in feiten if f.indicator.startswith("AV_GECORRIGEERD_")]
    if redenen:
        eerste = min(redenen, key=lambda f: (f.eerst, f.gemeente)).indicator
        weg = {f.indicator for f in redenen} - {eerste}
        gekozen = {i: k for i, k in gekozen.items() if i not in weg}
    return _zonder_lrv_nieuw(gekozen)


def _zonder_lrv_nieuw(indicatoren: dict[str, str]) -> dict[str, str]:
    if "LRV_BEGIN" in indicatoren:
        return {i: k for i, k in indicatoren.items() if i != "LRV_NIEUW"}
    return indicatoren


def _staat(telt: Telt, dagen: list[tuple[date, date]], dag: date, anders: str) -> str:
    if telt.overleden and telt.overleden <= dag:
        return "overleden"
    if min(van for van, _ in dagen) > dag:
        return "elders"
    if max(tot for _, tot in dagen) + DAG <= dag:
        return "vertrokken"
    return anders
