"""Search for other tables with HiGHS. What it finds is never believed: :mod:`bewijs` adds it up again.

A *shift* is the difference between another whole-number table and the true one: atom -> change. HiGHS minimises
the number of changes, so that shifts are local and one shift serves many cells and many municipalities.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rizoom.publish.geheim.model import ONEINDIG, Atomen, Telling

BELONING = 1e4
# Bounded in branches, not in seconds: the same figures are protected the same way on a slow machine.
KNOPEN_GEHEEL = 500
Shift = dict[str, int]


class Zoeker:
    """One linear program over all cells of the system, kept warm between questions.

    ``bekend``: cells of which something is known (lowest, highest). ``rekbaar``: cells with a price per unit of
    change: these may be broken in :meth:`goedkoopste`, and are what a layer could hide.
    """

    def __init__(
        self,
        telling: Telling,
        bekend: Mapping[Atomen, tuple[int, int]],
        doelen: Iterable[Atomen],
        rekbaar: Mapping[Atomen, float] | None = None,
    ) -> None:
        import highspy
        import numpy as np

        self.atomen = sorted(telling.aantal)
        self.nummer = {a: i for i, a in enumerate(self.atomen)}
        self.n = len(self.atomen)
        self.rekbaar = rekbaar or {}
        self.rijen = list(dict.fromkeys([*bekend, *doelen]))
        self.rij = {atomen: i for i, atomen in enumerate(self.rijen)}
        self.leden = [[self.nummer[a] for a in sorted(atomen)] for atomen in self.rijen]
        self.grens: list[tuple[float, float]] = []
        for atomen in self.rijen:
            waarde = telling.som(atomen)
            laag, hoog = bekend.get(atomen, (0, ONEINDIG))
            self.grens.append((float(laag - waarde), float(hoog - waarde)))
        per_atoom: list[list[int]] = [[] for _ in self.atomen]
        for rij, leden in enumerate(self.leden):
            for lid in leden:
                per_atoom[lid].append(rij)
        rek = [self.rij[a] for a in self.rekbaar]
        self.rek_kolommen = {
            a: (2 * self.n + i, 2 * self.n + len(rek) + i) for i, a in enumerate(self.rekbaar)
        }
        prijs = list(self.rekbaar.values())
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 2 * self.n + 2 * len(rek), len(self.rijen)
        # Without a price on the atoms nothing keeps shifts small; with prices on cells atoms cost next to nothing.
        self.kosten = 1e-3 if rek else 1.0
        lp.col_cost_ = np.array([self.kosten] * 2 * self.n + prijs + prijs)
        lp.col_lower_ = np.zeros(lp.num_col_)
        self.omlaag = np.array([float(telling.aantal[a]) for a in self.atomen])
        lp.col_upper_ = np.concatenate([np.full(self.n, np.inf), self.omlaag, np.full(2 * len(rek), np.inf)])
        lp.row_lower_ = np.array([g[0] for g in self.grens])
        lp.row_upper_ = np.array([g[1] for g in self.grens])
        index: list[int] = []
        value: list[float] = []
        start = [0]
        for teken in (1.0, -1.0):
            for rijen in per_atoom:
                index += rijen
                value += [teken] * len(rijen)
                start.append(len(index))
        for teken in (-1.0, 1.0):
            for rij in rek:
                index.append(rij)
                value.append(teken)
                start.append(len(index))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.array(start, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(value)
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("random_seed", 1)
        self.highs.passModel(lp)
        self.vragen = 0

    def verberg(self, atomen: Atomen) -> None:
        """From now on nothing is known about this cell."""
        rij = self.rij[atomen]
        self.grens[rij] = (-float(ONEINDIG), float(ONEINDIG))
        self.highs.changeRowBounds(rij, *self.grens[rij])
        for kolom in self.rek_kolommen.get(atomen, ()):
            self.highs.changeColBounds(kolom, 0.0, 0.0)  # its own slack is no movement

    def verste(self, doel: Atomen, richting: int, hoogstens: int, vast: Sequence[str] = ()) -> Shift | None:
        """The smallest shift that moves ``doel`` as far as it can in ``richting`` (1, -1), ``hoogstens`` at most.

        ``vast``: atoms the attacker knows. None: no shift at all.
        """
        rij = self.rij[doel]
        leden = self.leden[rij]
        laag, hoog = self.grens[rij]
        cap = (laag, min(hoog, hoogstens)) if richting > 0 else (max(laag, -hoogstens), hoog)
        loon = richting * BELONING
        self._kosten(leden, self.kosten - loon, self.kosten + loon)
        self.highs.changeRowBounds(rij, *cap)
        self._zet_vast(vast)
        try:
            shift = self._los_op()
            if shift is None:
                shift = self._geheel()
        finally:
            self._kosten(leden, self.kosten, self.kosten)
            self.highs.changeRowBounds(rij, laag, hoog)
            self._laat_los(vast)
        return shift or None

    def goedkoopste(self, doel: Atomen, afstand: int, vast: Sequence[str] = ()) -> list[Atomen] | None:
        """The cheapest cells to hide so that ``doel`` moves by exactly ``afstand``. None: it never can."""
        rij = self.rij[doel]
        self.highs.changeRowBounds(rij, afstand, afstand)
        self._zet_vast(vast)
        try:
            waarden = self._waarden()
        finally:
            self.highs.changeRowBounds(rij, *self.grens[rij])
            self._laat_los(vast)
        if waarden is None:
            return None
        m = len(self.rekbaar)
        rek = waarden[2 * self.n : 2 * self.n + m] + waarden[2 * self.n + m :]
        return [atomen for atomen, s in zip(self.rekbaar, rek, strict=True) if s > 1e-6]

    def _kosten(self, leden: Sequence[int], plus: float, min_: float) -> None:
        import numpy as np

        kolommen = np.array([*leden, *(self.n + i for i in leden)], dtype=np.int32)
        bedragen = np.array([plus] * len(leden) + [min_] * len(leden))
        self.highs.changeColsCost(len(kolommen), kolommen, bedragen)

    def _zet_vast(self, vast: Sequence[str]) -> None:
        for i in (self.nummer[a] for a in vast):
            self.highs.changeColBounds(i, 0.0, 0.0)
            self.highs.changeColBounds(self.n + i, 0.0, 0.0)

    def _laat_los(self, vast: Sequence[str]) -> None:
        for i in (self.nummer[a] for a in vast):
            self.highs.changeColBounds(i, 0.0, float("inf"))
            self.highs.changeColBounds(self.n + i, 0.0, float(self.omlaag[i]))

    def _waarden(self) -> Any:
        import highspy
        import numpy as np

        self.vragen += 1
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # A warm start can go astray; a cold one decides.
            self.highs.clearSolver()
            self.highs.run()
            if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                return None
        return np.array(self.highs.getSolution().col_value)

    def _los_op(self) -> Shift | None:
        """None when the solution is no whole-number table."""
        import numpy as np

        waarden = self._waarden()
        if waarden is None:
            return {}
        verschil = waarden[: self.n] - waarden[self.n : 2 * self.n]
        rond = np.rint(verschil)
        if np.abs(verschil - rond).max(initial=0.0) > 1e-5:
            return None
        return {self.atomen[i]: int(rond[i]) for i in np.flatnonzero(rond)}

    def _geheel(self) -> Shift:
        """The same question with whole numbers only."""
        import highspy
        import numpy as np

        kolommen = np.arange(2 * self.n, dtype=np.int32)
        heel = np.full(2 * self.n, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.highs.changeColsIntegrality(2 * self.n, kolommen, heel)
        self.highs.setOptionValue("mip_max_nodes", KNOPEN_GEHEEL)
        try:
            self.highs.run()
            waarden = np.array(self.highs.getSolution().col_value)
        finally:
            self.highs.changeColsIntegrality(2 * self.n, kolommen, np.zeros(2 * self.n, dtype=np.uint8))
        if len(waarden) < 2 * self.n:
            return {}
        rond = np.rint(waarden[: self.n] - waarden[self.n : 2 * self.n])
        return {self.atomen[i]: int(rond[i]) for i in np.flatnonzero(rond)}
