"""A synthetic person under construction: the rows of its deliveries and, separately, what it counts in.

Templates write rows with the methods named after the tables and state the truth with ``telt_*``.
Rows are text lines in the column order of the spec (leveringen, section 3), separated by ``;``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from rizoom.synth.jaar import DAG, leeftijd, verjaardag
from rizoom.synth.land import Land
from rizoom.synth.telt import Feit, Telt, Verblijf, Vsv, leeftijdsgroep

Voor = frozenset[str] | None
"""Suppliers that deliver a row: ``None`` all that have the person; ``{"GM"}``, ``{"RMC"}`` one kind."""

GEMEENTEN: Voor = frozenset({"GM"})
REGIOS: Voor = frozenset({"RMC"})


@dataclass(frozen=True, slots=True)
class Rij:
    """One line of one table and the suppliers that deliver it."""

    tabel: str
    tekst: str
    voor: Voor


@dataclass(slots=True)
class Woning:
    """A residence spell; ``tot`` inclusive, ``None`` is still there."""

    gemeente: str
    van: date
    tot: date | None
    reden: str
    voor: Voor


def d(dag: date | None) -> str:
    """A date as the deliveries write it."""
    return dag.isoformat() if dag else ""


class Leven:
    """One person. ``g`` is the first municipality, ``g2`` the other one of templates that move."""

    def __init__(
        self,
        land: Land,
        rng: random.Random,
        nummer: str,
        index: int,
        plekken: tuple[str, ...],
        volgnummer: int = 0,
    ) -> None:
        self.land, self.rng, self.nummer, self.index = land, rng, nummer, index
        self.j = land.jaar
        self.g, self.g2 = plekken[0], plekken[-1]
        self.nummersoort = "bsn"
        self.geboren = self.j.begin
        self.geslacht = rng.choice("MV")
        self.datum_overlijden: date | None = None
        self.voor: Voor = None
        self.woningen: list[Woning] = []
        self._scholen: list[tuple[str, date]] = []
        self.rijen: list[Rij] = []
        self.telt = Telt()
        self.niet_bij: set[str] = set()
        self._volg = volgnummer
        self._nummers: list[tuple[str, str, Voor]] = []

    # rows

    def rij(self, tabel: str, tekst: str, voor: Voor = None) -> None:
        """Add a line; ``self.voor`` holds for lines without a choice of their own."""
        self.rijen.append(Rij(tabel, tekst, voor if voor is not None else self.voor))

    def nummer_erbij(self, nummersoort: str, nummer: str, voor: Voor) -> None:
        """From here on rows are written under this number and go to ``voor``."""
        self.nummersoort, self.nummer, self.voor = nummersoort, nummer, voor
        self._nummers.append((nummersoort, nummer, voor))

    def volgnummer(self) -> str:
        """A number unique in the country for reports, dossiers, actions and trajectories."""
        self._volg += 1
        return f"{self.index:07d}-{self._volg}"

    def woont(
        self, gemeente: str, van: date, tot: date | None = None, reden: str = "", voor: Voor = None
    ) -> None:
        """A residence spell, starting at the earliest when the municipality came to be."""
        if gemeente in self.land.bestaat_vanaf:
            van = max(van, self.land.bestaat_vanaf[gemeente])
        self.woningen.append(Woning(gemeente, van, tot, reden, voor if voor is not None else self.voor))
        self.rij("verblijf", f"{self.nummer};{gemeente};{d(van)};{d(tot)};{reden}", voor)

    def school(
        self,
        soort: str,
        van: date,
        tot: date | None = None,
        *,
        niveau: str | int | None = None,
        leerjaar: int | None = None,
        brin: str | None = None,
        schoolsoort: str = "bekostigd",
        leerweg: str = "BOL",
        profiel: str = "",
        reden: str = "",
        voor: Voor = None,
        gemeente: str | None = None,
    ) -> str:
        """An enrolment; returns the brin. ``niveau`` is vo_niveau for VO and mbo_niveau for MBO.

        A school that is drawn has no other enrolment of this person from the same day: that would be one key twice.
        """
        if brin is None:
            bezet = frozenset(school for school, begin in self._scholen if begin == van)
            brin = self.land.brin(self.rng, gemeente or self.g, soort, bezet)
        self._scholen.append((brin, van))
        vo = (niveau or "") if soort == "VO" else ""
        mbo = niveau if soort == "MBO" else ""
        weg = leerweg if soort == "MBO" else ""
        jaar = "" if leerjaar is None else leerjaar
        self.rij(
            "inschrijving",
            f"{self.nummer};{brin};;{schoolsoort};{soort};{profiel};{vo};{mbo};{weg};{jaar};{d(van)};{d(tot)};{reden}",
            voor,
        )
        return brin

    def kwalificatie(self, soort: str, datum: date, *, erkend: str = "", niveau: str = "") -> None:
        """A diploma or other proof."""
        self.rij("kwalificatie", f"{self.nummer};{soort};{d(datum)};;{erkend};{niveau}")

    def vrijstelling(self, grond: str, van: date, tot: date | None = None, door: str | None = None) -> None:
        """An exemption or replacing duty."""
        permanent = "N" if grond == "5_ONDER_A" else ""
        kennis = van - 10 * DAG
        verklaring = d(kennis - 20 * DAG) if grond == "5_ONDER_A" else ""
        tekst = (
            f"{self.nummer};{grond};{d(van)};{d(tot)};{d(kennis)};{verklaring};{permanent};N;{door or self.g}"
        )
        self.rij("vrijstelling", tekst)

    def dossier(
        self, van: date, tot: date | None, reden: str = "geen", g: str | None = None, nummer: str = ""
    ) -> str:
        """A case of a child without a school in the delivery of ``g``; returns its number."""
        nummer = nummer or f"D{self.volgnummer()}"
        tekst = f"{nummer};{self.nummer};{d(van)};{d(tot)};{reden};"
        self.rij("absoluut_dossier", tekst, frozenset({g or self.g}))
        return nummer

    def melding(
        self,
        soort: str,
        van: date,
        tot: date | None,
        *,
        klas: str = "VO",
        uren: str = "",
        geoorloofd: str = "N",
        zorgwekkend: str = "",
        status: str = "",
        afgesloten: str = "",
        brin: str = "",
        voor: Voor = None,
    ) -> str:
        """A report of absence; returns its number. Those of 18 and over and RMC18 go to the region only."""
        nummer = f"M{self.volgnummer()}"
        volwassen = soort == "RMC18" or verjaardag(self.geboren, 18) <= van
        brin = brin or self.land.brin(self.rng, self.g, klas)
        status = status or ("G" if tot else "B")
        self.rij(
            "verzuimmelding",
            f"{nummer};{self.nummer};{brin};{klas};{soort};{d(van)};{d(tot)};{uren};{geoorloofd};{zorgwekkend};;"
            f"{status};{afgesloten};",
            voor if voor is not None else REGIOS if volwassen else GEMEENTEN,
        )
        return nummer

    def actie(
        self,
        soort: str,
        aanleiding: str,
        dag: date,
        *,
        op: str = "OUDER",
        referentie: str = "",
        g: str | None = None,
    ) -> None:
        """What municipality ``g`` did."""
        tekst = f"A{self.volgnummer()};{self.nummer};{aanleiding};{referentie};{soort};{op};{d(dag)};"
        self.rij("vervolgactie", tekst, frozenset({g or self.g}))

    def uitkomst(self, dag: date, *, uren: str = "", defensie: str = "N") -> None:
        """Where the person stands on a reference date."""
        self.rij("uitkomst", f"{self.nummer};{d(dag)};{uren};N;{defensie}", REGIOS)

    # truth

    def feit(self, indicator: str, klasse: str, eerst: date | None = None, g: str | None = None) -> None:
        """The person counts in ``indicator``."""
        self.telt.feiten.append(Feit(g or self.g, indicator, klasse, eerst or self.j.begin))

    def feiten(self, indicatoren: str, klasse: str, eerst: date, g: str | None = None) -> None:
        """The person counts in each of the space-separated indicators of one family."""
        for indicator in indicatoren.split():
            self.feit(indicator, klasse, eerst, g)

    def anders(
        self,
        definitieset: str,
        *,
        zonder: str = "",
        erbij: str = "",
        klasse: str = "",
        eerst: date | None = None,
    ) -> None:
        """Under another definition set the facts stated so far, less some indicators and with others; say it last."""
        feiten = [f for f in self.telt.feiten if f.indicator not in zonder.split()]
        feiten += [Feit(self.g, indicator, klasse, eerst or self.j.begin) for indicator in erbij.split()]
        self.telt.anders[definitieset] = feiten

    def plichtig(self, soort: str, klasse: str, g: str | None = None) -> None:
        """Duty on 1 October (``LEERPLICHTIG`` or ``KWALIFICATIEPLICHTIG``) and in the year."""
        self.feiten(f"TELPLICHTIG {soort} TELPLICHTIG_JAAR", klasse, self.j.begin, g)

    def staat(self, begin: str, eind: str) -> None:
        """States on 1 September and 31 July."""
        self.telt.begin, self.telt.eind = begin, eind

    def beeld(self, bij_t0: str, bij_t1: str, g0: str | None = None, g1: str | None = None) -> None:
        """Status on the two reference dates; empty when resident nowhere that day or too young or old."""
        for moment, status, g in ((0, bij_t0, g0 or self.g), (1, bij_t1, g1 or self.g)):
            groep = leeftijdsgroep(leeftijd(self.geboren, (self.j.t0, self.j.t1)[moment]))
            if status and groep:
                self.telt.beeld.append((moment, g, groep, status))

    def vsv(
        self,
        categorie: str,
        uitkomst: str,
        brin: str,
        scenarios: str = "",
        *,
        entree: bool = False,
        ouder: bool = False,
    ) -> None:
        """Outcome of section 4 of who lives in ``g`` on T0."""
        self.telt.vsv = Vsv(self.g, brin, categorie, uitkomst, entree, frozenset(scenarios.split()), ouder)

    def doelgroep(self, bereikt: bool = False, door_melding: bool = False) -> None:
        """In the target group of the Doorstroompunt on T0."""
        self.telt.doelgroep = (self.g, bereikt, door_melding)

    # finishing

    def klaar(self) -> None:
        """Write the jongere rows and derive the days of residence in the school year."""
        for nummersoort, nummer, voor in self._nummers or [("bsn", self.nummer, None)]:
            tekst = f"{nummer};{nummersoort};{d(self.geboren)};{self.geslacht};{d(self.datum_overlijden)};"
            self.rijen.append(Rij("jongere", tekst, voor))
        if any(leverancier.startswith("GM") for leverancier in self.leveraars()):
            for w in self.woningen:
                van, tot = max(w.van, self.j.begin), min(w.tot or self.j.eind, self.j.eind)
                if van <= tot and w.gemeente != "BUITENLAND" and w.gemeente not in self.niet_bij:
                    self.telt.verblijven.append(Verblijf(w.gemeente, van, self._knip(w, tot)))

    def _knip(self, woning: Woning, tot: date) -> date:
        latere = [w.van - DAG for w in self.woningen if w.van > woning.van]
        return min([tot, *latere, *([self.telt.overleden] if self.telt.overleden else [])])

    def leveraars(self) -> list[str]:
        """Suppliers whose delivery holds this person (scope: spec leveringen, section 3)."""
        gevonden: set[str] = set()
        for w in self.woningen:
            if w.gemeente == "BUITENLAND" or w.gemeente in self.niet_bij:
                continue
            for van, tot in ((self.j.begin, self.j.eind), (self.j.t1, self.j.t1)):
                eerste, laatste = max(w.van, van), min(w.tot or tot, tot)
                if eerste > laatste:
                    continue
                if leeftijd(self.geboren, laatste) >= 4 and leeftijd(self.geboren, eerste) <= 17:
                    gevonden.add(w.gemeente)
                if leeftijd(self.geboren, laatste) >= 12 and leeftijd(self.geboren, eerste) <= 26:
                    gevonden.add(self.land.regio[w.gemeente])
        return sorted(gevonden)


def hoort_bij(rij: Rij, leveraar: str) -> bool:
    """Whether the delivery of ``leveraar`` holds this row."""
    if rij.voor is None:
        return True
    soort = "GM" if leveraar.startswith("GM") else "RMC"
    return leveraar in rij.voor or soort in rij.voor
