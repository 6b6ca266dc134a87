"""The checks on output (publicatie, section 4): threshold, dominance, group disclosure, differencing.

Differencing looks at everything the project has had before: two cells of which one holds the other, and every
group of persons that all released numbers together pin down (a linear system over who is in which cells).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from uuid import UUID

import yaml

from rizoom.onderzoek.declaratie import Cel, Declaratie
from rizoom.publish.geheim.beleid import Beleid, lees_beleid

Leden = frozenset[UUID]
RULES = Path(__file__).with_name("uitvoer_beleid.yaml")


@dataclass(frozen=True)
class Dominantie:
    """Shares in whole percents; see ``uitvoer_beleid.yaml``."""

    een_pct: int
    twee_pct: int
    p_pct: int


@dataclass(frozen=True)
class Oordeel:
    """The outcome of one check; ``cellen`` names the cells it is about (at most ten)."""

    regel: Literal["drempel", "dominantie", "groep", "verschil"]
    ernst: Literal["goed", "let_op", "fout"]
    tekst: str
    cellen: tuple[str, ...] = ()

    def als_dict(self) -> dict[str, object]:
        """For the register."""
        return asdict(self)


@cache
def lees_dominantie() -> Dominantie:
    """The rules on dominance that are shipped."""
    return Dominantie(**yaml.safe_load(RULES.read_text(encoding="utf-8"))["dominantie"])


def controleer(
    wat: Declaratie, cellen: Sequence[Cel], eerder: Iterable[Leden], beleid: Beleid | None = None
) -> list[Oordeel]:
    """Every check on a table. ``eerder``: the members of every cell released to this project before."""
    policy = beleid or lees_beleid()
    return [
        _threshold(cellen, policy),
        _dominance(wat, cellen),
        _group(cellen, policy),
        _differencing(cellen, frozenset(eerder), policy),
    ]


def geslaagd(oordelen: Iterable[Oordeel]) -> bool:
    """Whether nothing stands in the way of release."""
    return all(oordeel.ernst != "fout" for oordeel in oordelen)


def _threshold(cellen: Sequence[Cel], policy: Beleid) -> Oordeel:
    small = [cel.naam for cel in cellen if len(cel.leden) < policy.drempel_onderzoek]
    if not cellen:
        return Oordeel("drempel", "fout", "De tabel is leeg.")
    if small:
        text = f"{len(small)} cellen gaan over minder dan {policy.drempel_onderzoek} personen."
        return Oordeel("drempel", "fout", text, tuple(small[:10]))
    return Oordeel("drempel", "goed", f"Elke cel gaat over ten minste {policy.drempel_onderzoek} personen.")


def _dominance(wat: Declaratie, cellen: Sequence[Cel]) -> Oordeel:
    if not wat.som:
        return Oordeel("dominantie", "goed", "De tabel telt personen: niemand weegt zwaarder dan een ander.")
    rules = lees_dominantie()
    found = []
    for cel in cellen:
        total, first, second = cel.waarde, cel.grootste, cel.tweede
        rest = total - first - second
        if total > 0 and (
            100 * first > rules.een_pct * total
            or 100 * (first + second) > rules.twee_pct * total
            or 100 * rest < rules.p_pct * first
        ):
            found.append(cel.naam)
    if found:
        text = f"In {len(found)} cellen bepalen een of twee personen het grootste deel van de som."
        return Oordeel("dominantie", "fout", text, tuple(found[:10]))
    return Oordeel("dominantie", "goed", "Geen persoon bepaalt een som.")


def _group(cellen: Sequence[Cel], policy: Beleid) -> Oordeel:
    """Within all columns but the last: does (nearly) everybody share one value of the last?"""
    classes = {cel.sleutel[-1] for cel in cellen if cel.sleutel}
    if len(classes) < 2:
        return Oordeel("groep", "goed", "De tabel deelt niemand in naar een kenmerk.")
    rows: dict[tuple[str, ...], list[Cel]] = {}
    for cel in cellen:
        rows.setdefault(cel.sleutel[:-1], []).append(cel)
    wrong, same = [], []
    for members in rows.values():
        size = len(frozenset().union(*(cel.leden for cel in members)))
        for cel in members:
            if policy.te_eenzijdig(len(cel.leden), size):
                wrong.append(cel.naam)
            elif len(cel.leden) == size:
                same.append(cel.naam)
    if wrong:
        text = f"In {len(wrong)} kleine groepen heeft bijna iedereen hetzelfde kenmerk."
        return Oordeel("groep", "fout", text, tuple(wrong[:10]))
    if same:
        text = f"In {len(same)} groepen heeft iedereen hetzelfde kenmerk. Is dat algemeen bekend?"
        return Oordeel("groep", "let_op", text, tuple(same[:10]))
    return Oordeel("groep", "goed", "Geen groep heeft maar een kenmerk.")


def _differencing(cellen: Sequence[Cel], eerder: frozenset[Leden], policy: Beleid) -> Oordeel:
    limit = policy.drempel_onderzoek
    new = {cel.leden: cel.naam for cel in cellen}
    found = {
        name
        for members, name in new.items()
        for other in (*eerder, *new)
        if _nearly(members, other, limit) or _nearly(other, members, limit)
    }
    if not found:
        found = _pinned_down(new, eerder, policy)
    if found:
        text = (
            f"Met eerdere uitvoer of andere cellen ernaast is in {len(found)} cellen een groep van minder dan"
            f" {limit} personen uit te rekenen."
        )
        return Oordeel("verschil", "fout", text, tuple(sorted(found)[:10]))
    text = f"Ook naast {len(eerder)} eerder vrijgegeven cellen is geen kleine groep uit te rekenen."
    return Oordeel("verschil", "goed", text)


def _nearly(part: Leden, whole: Leden, limit: int) -> bool:
    """Whether subtracting ``part`` from ``whole`` leaves a small group."""
    return 0 < len(whole) - len(part) < limit and part < whole


def _pinned_down(new: Mapping[Leden, str], eerder: frozenset[Leden], policy: Beleid) -> set[str]:
    """Cells with a group that all counts together fix within ``afstand``, though no two cells alone do."""
    known = list(dict.fromkeys([*new, *sorted(eerder - set(new), key=lambda m: (len(m), sorted(m)))]))
    atoms = split(known)
    small = [key for key, size in atoms.items() if 0 < size < policy.drempel_onderzoek]
    touched = [key for key in small if any(index < len(new) for index in key)]
    names = list(new.values())
    return {
        names[index]
        for key in touched
        if _width(atoms, key, len(known)) < policy.afstand
        for index in key
        if index < len(new)
    }


def split(cells: Sequence[Leden]) -> dict[tuple[int, ...], int]:
    """Everybody by the set of cells (their numbers) they are in: key → number of persons."""
    where: dict[UUID, list[int]] = {}
    for index, members in enumerate(cells):
        for member in members:
            where.setdefault(member, []).append(index)
    sizes: dict[tuple[int, ...], int] = {}
    for indexes in where.values():
        key = tuple(indexes)
        sizes[key] = sizes.get(key, 0) + 1
    return sizes


def _width(atoms: Mapping[tuple[int, ...], int], target: tuple[int, ...], cells: int) -> float:
    """How far apart the lowest and highest size of one group lie that agree with every count."""
    import highspy

    keys = sorted(atoms)
    totals = [0] * cells
    members: list[list[int]] = [[] for _ in range(cells)]
    for number, key in enumerate(keys):
        for index in key:
            totals[index] += atoms[key]
            members[index].append(number)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    for key in keys:
        highs.addCol(1.0 if key == target else 0.0, 0.0, highspy.kHighsInf, 0, [], [])
    for index in range(cells):
        row = members[index]
        highs.addRow(float(totals[index]), float(totals[index]), len(row), row, [1.0] * len(row))
    bounds = []
    for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
        highs.changeObjectiveSense(sense)
        highs.run()
        bounds.append(highs.getInfo().objective_function_value)
    return float(bounds[1] - bounds[0])
