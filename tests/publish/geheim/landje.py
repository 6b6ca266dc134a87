"""Small synthetic countries, and oracles that know nothing of the code under test."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from rizoom.publish.geheim import Beleid, Cel, Getoond, Openbaar, Telling, lees_beleid, protect_a, protect_b

SLEUTEL = bytes(range(32))
BELEID: Beleid = lees_beleid()


@dataclass(frozen=True)
class Landje:
    """Counts, the cells of layer A (region and above) and of layer B (municipalities)."""

    telling: Telling
    boven: tuple[Cel, ...]
    gemeenten: tuple[Cel, ...]

    def uitgave(self, versie: str = "1", eerder: Sequence[Openbaar] = ()) -> Openbaar:
        """Both layers, protected."""
        b = protect_b(self.telling, self.gemeenten, BELEID, SLEUTEL)
        a = protect_a(self.telling, self.boven, BELEID, b, eerder)
        return Openbaar(versie, (*b, *a))


def landje(seed: int, gemeenten: int = 6, klassen: int = 3, gemiddeld: float = 6.0) -> Landje:
    """Municipalities in regions of about three and two provinces that do not nest; skewed counts."""
    kans = random.Random(seed)
    aantal: dict[str, int] = {}
    van: dict[str, str] = {}
    for g in range(gemeenten):
        grootte = kans.lognormvariate(0, 0.8) * gemiddeld
        for k in range(klassen):
            atoom = f"G{g}|K{k}"
            aantal[atoom] = int(kans.expovariate(1 / (grootte + 0.1)))
            van[atoom] = f"G{g}"
    namen = [f"G{g}" for g in range(gemeenten)]
    helft = gemeenten // 2 + 1
    gebieden = {f"R{r}": namen[r::2] for r in range(2)} | {
        "P0": namen[:helft],
        "P1": namen[helft:],
        "NL": namen,
    }
    return Landje(
        Telling(aantal, van),
        cellen(gebieden, klassen),
        cellen({n: [n] for n in namen}, klassen),
    )


def cellen(gebieden: dict[str, list[str]], klassen: int, drempel: int = 5) -> tuple[Cel, ...]:
    """Area x class with a total per area."""
    uit = []
    for gebied, leden in gebieden.items():
        per_klasse = [frozenset(f"{g}|K{k}" for g in leden) for k in range(klassen)]
        uit += [Cel(f"{gebied}:K{k}", atomen, drempel, gebied) for k, atomen in enumerate(per_klasse)]
        uit.append(Cel(f"{gebied}:TOTAAL", frozenset().union(*per_klasse), drempel, gebied, True))
    return tuple(uit)


def spreiding(telling: Telling, getoond: Sequence[Getoond], doel: frozenset[str], weet: str = "") -> int:
    """How far the true value of a cell can vary for an attacker: largest minus smallest, by integer programming."""
    atomen = sorted(telling.aantal)
    rijen, laag, hoog = [], [], []
    for g in getoond:
        onder, boven = grenzen(g)
        rijen.append([1.0 if a in g.cel.atomen else 0.0 for a in atomen])
        laag.append(onder)
        hoog.append(boven)
    vast = [telling.aantal[a] if weet and telling.gemeente[a] == weet else None for a in atomen]
    doos = Bounds([0 if v is None else v for v in vast], [1000 if v is None else v for v in vast])
    kosten = np.array([1.0 if a in doel else 0.0 for a in atomen])
    uit = []
    for teken in (1, -1):
        res = milp(
            teken * kosten,
            constraints=LinearConstraint(np.array(rijen), laag, hoog),
            bounds=doos,
            integrality=np.ones(len(atomen)),
        )
        assert res.x is not None, "the truth itself is a solution"
        uit.append(teken * round(res.fun))
    return uit[1] - uit[0]


def grenzen(g: Getoond) -> tuple[int, int]:
    """What one cell says, written out once more: 0 means 0 to 4, 5 means 1 to 5, above it is exact."""
    if g.soort in ("verborgen", "som"):
        return 0, 10**6
    assert g.waarde is not None
    if g.soort == "afgerond" and g.waarde == 0:
        return 0, g.cel.drempel - 1
    if g.soort == "afgerond" and g.waarde == g.cel.drempel:
        return 1, g.cel.drempel
    return g.waarde, g.waarde


def gevoelig(telling: Telling, getoond: Sequence[Getoond]) -> dict[frozenset[str], str]:
    """Cells that must stay unknown: hidden, or small and rounded."""
    return {
        g.cel.atomen: g.cel.sleutel
        for g in getoond
        if g.soort == "verborgen"
        or (g.soort == "afgerond" and 1 <= sum(telling.aantal[a] for a in g.cel.atomen) < g.cel.drempel)
    }


def lekt(telling: Telling, getoond: Sequence[Getoond]) -> bool:
    """Whether any attacker knows a sensitive cell to within 2."""
    for doel in gevoelig(telling, getoond):
        for weet in ["", *sorted(set(telling.gemeente.values()))]:
            anderen = frozenset(a for a in doel if telling.gemeente[a] != weet)
            if weet and (not anderen or spreiding(telling, getoond, anderen) == 0):
                continue  # the attacker's own count and what everybody knows: nothing to learn about others
            if spreiding(telling, getoond, doel, weet) < 3:
                return True
    return False


def alle_tabellen(telling: Telling, getoond: Sequence[Getoond], hoogste: int) -> np.ndarray:
    """Every table with counts up to ``hoogste`` that agrees with what is shown (rows; atoms in sorted order)."""
    atomen = sorted(telling.aantal)
    tabellen = np.array(list(itertools.product(range(hoogste + 1), repeat=len(atomen))), dtype=np.int16)
    for g in getoond:
        kolommen = [i for i, a in enumerate(atomen) if a in g.cel.atomen]
        onder, boven = grenzen(g)
        som = tabellen[:, kolommen].sum(axis=1)
        tabellen = tabellen[(som >= onder) & (som <= boven)]
    return tabellen
