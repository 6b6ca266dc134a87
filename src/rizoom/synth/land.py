"""The map the synthetic country is drawn on: municipalities, regions, provinces, population, schools."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from functools import cache

from rizoom.reference import municipalities, read_seed, region_of
from rizoom.synth.jaar import Jaar

_SECTOREN = {
    "BO": ("po",),
    "SBO": ("po",),
    "SO": ("so", "so/vso"),
    "VSO": ("vso", "so/vso"),
    "VO": ("vo",),
    "VAVO": ("mbo",),
    # the school seed has no higher education; its rows carry a known brin so that no check cries wolf
    "HO": ("mbo",),
    "MBO": ("mbo",),
}


@dataclass(frozen=True)
class Land:
    """Areas and population of one school year. Lists are sorted by code."""

    jaar: Jaar
    gemeenten: tuple[str, ...]
    bestaat_vanaf: dict[str, date]
    regio: dict[str, str]
    provincie: dict[str, str]
    inwoners: dict[str, dict[int, int]]
    scholen: dict[str, dict[str, tuple[str, ...]]]

    @property
    def regios(self) -> tuple[str, ...]:
        """Region codes."""
        return tuple(sorted(set(self.regio.values())))

    def in_regio(self, regio: str) -> list[str]:
        """Municipalities of a region."""
        return [g for g in self.gemeenten if self.regio[g] == regio]

    def brin(self, rng: random.Random, gemeente: str, soort: str, niet: frozenset[str] = frozenset()) -> str:
        """A school of ``soort`` in the municipality, else in its region, else anywhere; none of ``niet``."""
        per_plek = self.scholen[soort]
        for plek in (gemeente, self.regio[gemeente], "NL"):
            keuze = (
                [brin for brin in per_plek.get(plek, ()) if brin not in niet] if niet else per_plek.get(plek)
            )
            if keuze:
                return keuze[int(rng.random() * len(keuze))]
        raise LookupError(f"no school of {soort} in the seeds")

    def buur(self, rng: random.Random, gemeente: str, afstand: str, niet: frozenset[str]) -> str:
        """Another municipality: in the same ``regio``, elsewhere in the ``provincie``, or further (``land``).

        Falls back to the next wider distance when there is none. ``niet`` are municipalities to avoid.
        """
        regio, provincie = self.regio[gemeente], self.provincie[gemeente]
        toetsen = {
            "regio": lambda g: self.regio[g] == regio,
            "provincie": lambda g: self.provincie[g] == provincie and self.regio[g] != regio,
            "land": lambda g: self.provincie[g] != provincie and self.regio[g] != regio,
        }
        for naam in list(toetsen)[list(toetsen).index(afstand) :]:
            keuze = [g for g in self.gemeenten if g != gemeente and g not in niet and toetsen[naam](g)]
            if keuze:
                return keuze[int(rng.random() * len(keuze))]
        raise LookupError("a country of one municipality has no neighbours")


def _scholen(regio: dict[str, str]) -> dict[str, dict[str, tuple[str, ...]]]:
    rijen = read_seed("school")
    gevonden: dict[str, dict[str, tuple[str, ...]]] = {}
    for soort in (*_SECTOREN, "PRO"):
        plekken: dict[str, list[str]] = {}
        for rij in rijen:
            past = (
                (rij["sector"] == "vo" and rij["praktijkonderwijs"] == "J")
                if soort == "PRO"
                else (rij["sector"] in _SECTOREN[soort])
            )
            if not past:
                continue
            for plek in (rij["gemeentecode"], regio.get(rij["gemeentecode"], ""), "NL"):
                plekken.setdefault(plek, []).append(rij["brin"])
        gevonden[soort] = {plek: tuple(sorted(set(brins))) for plek, brins in plekken.items()}
    return gevonden


def vorig_jaar(schooljaar: str) -> str:
    """The school year before, written the same way."""
    y = Jaar(schooljaar).y
    return f"{y - 1}/{y}"


@cache
def land(schooljaar: str) -> Land:
    """The map of a school year. Raises ``ValueError`` when municipalities change during it."""
    jaar = Jaar(schooljaar)
    bestaand = {c: g for c, g in municipalities().items() if g.geldig.holds(jaar.eind)}
    nieuw = [c for c, g in bestaand.items() if not g.geldig.holds(jaar.begin)]
    if nieuw:
        raise ValueError(f"municipalities change during {schooljaar}: {', '.join(nieuw)}")
    regio = {c: region_of(c, jaar.eind) or "" for c in sorted(bestaand)}
    provincie = {r["gemeentecode"]: r["provinciecode"] for r in read_seed("gemeente")}
    inwoners: dict[str, dict[int, int]] = {c: {} for c in regio}
    for rij in read_seed("bevolking"):
        if rij["gemeentecode"] in inwoners:
            inwoners[rij["gemeentecode"]][int(rij["leeftijd"])] = int(rij["inwoners"])
    return Land(
        jaar=jaar,
        gemeenten=tuple(regio),
        bestaat_vanaf={c: bestaand[c].geldig.van or date(1900, 1, 1) for c in regio},
        regio=regio,
        provincie={c: provincie[c] for c in regio},
        inwoners=inwoners,
        scholen=_scholen(regio),
    )
