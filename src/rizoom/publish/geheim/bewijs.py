"""The pool of other tables, and for every cell the pair that proves it safe (the witnesses).

Every shift that the solver finds is added up exactly before it enters the pool, and then serves all cells it
moves. A pair also serves every municipality whose own counts it leaves alone; only for the municipalities it
touches another pair is looked for, with their counts fixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rizoom.publish.geheim.model import Atomen, Telling, leert_niets, openbare_delen
from rizoom.publish.geheim.oplosser import Shift, Zoeker

BUITENSTAANDER = ""
WARE = -1
MEESTE_KANDIDATEN = 100


@dataclass(frozen=True)
class Paar:
    """For cell ``sleutel`` and one attacker (``""`` is the outsider) two tables: numbers in the pool, -1 the truth."""

    sleutel: str
    aanvaller: str
    een: int
    ander: int


class Bewijzer:
    """Looks for pairs in one system. ``bekend`` must hold for the truth."""

    def __init__(
        self,
        telling: Telling,
        bekend: dict[Atomen, tuple[int, int]],
        doelen: Mapping[Atomen, str],
        afstand: int,
    ) -> None:
        self.telling = telling
        self.bekend = dict(bekend)
        self.doelen = dict(doelen)
        self.afstand = afstand
        self.zoeker = Zoeker(telling, self.bekend, self.doelen)
        self.pool: list[Shift] = []
        self.raakt: list[frozenset[str]] = []
        self._openbaar: dict[str, Atomen] | None = None
        self._kandidaten: dict[Atomen, list[tuple[int, int]]] = defaultdict(list)
        self._cellen_van: dict[str, list[Atomen]] = defaultdict(list)
        for atomen in self.zoeker.rijen:
            for atoom in atomen:
                self._cellen_van[atoom].append(atomen)
        self.van_gemeente = telling.per_gemeente()

    def verberg(self, atomen: Atomen, sleutel: str) -> None:
        """This cell is no longer shown, and must be proved from now on."""
        self.bekend.pop(atomen, None)
        self.doelen[atomen] = sleutel
        self._openbaar = None
        self.zoeker.verberg(atomen)

    def neem_over(self, zaad: Iterable[Mapping[str, int]]) -> None:
        """Take over tables that were found elsewhere, as far as they agree with what is known here."""
        for shift in zaad:
            self._neem_op(dict(shift))

    def bewijs(self, doel: Atomen) -> tuple[list[Paar], list[str]]:
        """Pairs for the outsider and every insider, and the attackers for whom there is none."""
        paren: list[Paar] = []
        open_: list[str] = []
        wachtrij, gezien = [BUITENSTAANDER], {BUITENSTAANDER}
        while wachtrij:
            aanvaller = wachtrij.pop()
            paar = self.paar(doel, aanvaller) or self._zoek(doel, aanvaller)
            if paar is None:
                open_.append(aanvaller)
                if aanvaller == BUITENSTAANDER:
                    break
                continue
            paren.append(Paar(self.doelen[doel], aanvaller, *paar))
            if aanvaller == BUITENSTAANDER:
                for gemeente in sorted(self._geraakt(paar) - gezien):
                    gezien.add(gemeente)
                    if not leert_niets(doel, self.van_gemeente[gemeente], self._delen()):
                        wachtrij.append(gemeente)
        return paren, open_

    def paar(self, doel: Atomen, aanvaller: str) -> tuple[int, int] | None:
        """Two tables of the pool, far enough apart; those that touch few municipalities first."""
        laag = hoog = (0, WARE)
        for verschil, nummer in self._kandidaten[doel]:
            if aanvaller in self.raakt[nummer]:
                continue
            laag, hoog = min(laag, (verschil, nummer)), max(hoog, (verschil, nummer))
            if hoog[0] - laag[0] >= self.afstand:
                return laag[1], hoog[1]
        return None

    def _zoek(self, doel: Atomen, aanvaller: str) -> tuple[int, int] | None:
        vast = self.van_gemeente[aanvaller] if aanvaller else []
        bereikt = 0
        for richting in (1, -1):
            nodig = self.afstand - bereikt
            shift = self.zoeker.verste(doel, richting, nodig, vast)
            if shift and self._neem_op(shift):
                bereikt += abs(sum(shift.get(a, 0) for a in doel))
            paar = self.paar(doel, aanvaller)
            if paar is not None:
                return paar
        return None

    def _neem_op(self, shift: Shift) -> bool:
        """Add up exactly; a shift that breaks anything known is thrown away."""
        if any(self.telling.aantal[a] + d < 0 for a, d in shift.items()):
            return False
        geraakt: dict[Atomen, int] = defaultdict(int)
        for atoom, verschil in shift.items():
            for atomen in self._cellen_van[atoom]:
                geraakt[atomen] += verschil
        for atomen, verschil in geraakt.items():
            if atomen in self.bekend:
                laag, hoog = self.bekend[atomen]
                if not laag <= self.telling.som(atomen) + verschil <= hoog:
                    return False
        nummer = len(self.pool)
        self.pool.append(shift)
        self.raakt.append(frozenset(self.telling.gemeente[a] for a in shift))
        for atomen, verschil in geraakt.items():
            if verschil and atomen in self.doelen:
                rij = self._kandidaten[atomen]
                rij.append((verschil, nummer))
                rij.sort(key=lambda k: (len(self.raakt[k[1]]), k[1]))
                if len(rij) > MEESTE_KANDIDATEN:
                    rij.pop(-1 if rij[-1][1] != nummer else -2)
        return True

    def _delen(self) -> dict[str, Atomen]:
        if self._openbaar is None:
            self._openbaar = openbare_delen(self.bekend)
        return self._openbaar

    def _geraakt(self, paar: Iterable[int]) -> set[str]:
        return {g for nummer in paar if nummer != WARE for g in self.raakt[nummer]}
