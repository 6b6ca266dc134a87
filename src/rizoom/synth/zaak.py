"""Register of case templates, and the backgrounds they start from.

A template is a function that fills one :class:`Leven`: rows and, independently, what the person counts in.
``deel`` is the share of the population aged 5 to 17 that meets the case, ``minimum`` how many there are even
in the smallest country, ``afstand`` where the second municipality of a template lies that has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rizoom.synth.gewoon import GROTE_KLASSE, categorie
from rizoom.synth.jaar import geboren_bij, verjaardag
from rizoom.synth.leven import Leven

Vuller = Callable[[Leven], None]
TweeVuller = Callable[[Leven, Leven], None]


@dataclass(frozen=True)
class Zaak:
    """A template. ``afstand`` empty: one municipality."""

    naam: str
    vul: Vuller
    deel: float
    minimum: int
    afstand: str = ""


@dataclass(frozen=True)
class Tweejarig:
    """A template over two school years: ``vul`` gets the same person in the first and in the second."""

    naam: str
    vul: TweeVuller
    deel: float
    minimum: int
    afstand: str = ""


ZAKEN: dict[str, Zaak] = {}
TWEEJARIG: dict[str, Tweejarig] = {}
AFSTANDEN = ("regio", "provincie", "land")


def zaak(
    deel: float, *, verhuist: bool = False, minimum: int = 2, naam: str = ""
) -> Callable[[Vuller], Vuller]:
    """Register a template; one that moves is registered per distance (region, province, country)."""

    def register(vul: Vuller) -> Vuller:
        basis = naam or vul.__name__.strip("_")
        for afstand in AFSTANDEN if verhuist else ("",):
            sleutel = f"{basis}_{afstand}" if afstand else basis
            if sleutel in ZAKEN:
                raise ValueError(f"template {sleutel} exists")
            ZAKEN[sleutel] = Zaak(sleutel, vul, deel / (3 if verhuist else 1), minimum, afstand)
        return vul

    return register


def tweejarig(deel: float, *, minimum: int = 2, afstand: str = "") -> Callable[[TweeVuller], TweeVuller]:
    """Register a template over two school years."""

    def register(vul: TweeVuller) -> TweeVuller:
        TWEEJARIG[vul.__name__] = Tweejarig(vul.__name__, vul, deel, minimum, afstand)
        return vul

    return register


def op(p: Leven, maand: int, dag: int) -> date:
    """A day of the school year by month and day."""
    return date(p.j.y + (maand < 8), maand, dag)


def kind(p: Leven, *, woont: bool = True) -> str:
    """A child of 6 to 9 on T0, with the duty all year, in BO, SBO or SO; returns the school type."""
    p.geboren = geboren_bij(p.rng, p.rng.randint(6, 9), p.j.t0)
    if woont:
        p.woont(p.g, p.geboren)
    return p.rng.choices(("BO", "SBO", "SO"), (90, 5, 5))[0]


def basisschool(p: Leven, soort: str, tot: date | None = None, reden: str = "onbekend") -> str:
    """Enrolment from the fourth birthday; returns the class."""
    p.school(soort, verjaardag(p.geboren, 4), tot, reden=reden if tot else "")
    return GROTE_KLASSE[soort]


def gewoon_kind(p: Leven) -> str:
    """A pupil of 6 to 9 with nothing unusual: duty, enrolled, in view. Returns the class."""
    soort = kind(p)
    klasse = basisschool(p, soort)
    p.plichtig("LEERPLICHTIG", klasse)
    p.staat("ingeschreven", "ingeschreven")
    p.beeld("in_onderwijs", "in_onderwijs")
    return klasse


def scholier(
    p: Leven, *, woont: bool = True, beeld0: str = "in_onderwijs", beeld1: str = "in_onderwijs"
) -> str:
    """A pupil of 13 or 14 in HAVO or VWO (year 2 or 3), VSV outcome C_VO. Returns the brin."""
    a = p.rng.randint(13, 14)
    p.geboren = geboren_bij(p.rng, a, p.j.t0)
    if woont:
        p.woont(p.g, p.geboren)
    niveau, lj, y = p.rng.choice(("HAVO", "VWO")), a - 11, p.j.y
    brin = p.school(
        "VO", date(y - lj + 1, 8, 1), date(y, 7, 31), niveau=niveau, leerjaar=lj - 1, reden="onbekend"
    )
    p.school("VO", p.j.begin, p.j.eind, niveau=niveau, leerjaar=lj, brin=brin, reden="onbekend")
    p.school("VO", date(y + 1, 8, 1), niveau=niveau, leerjaar=lj + 1, brin=brin)
    p.plichtig("LEERPLICHTIG", "VO")
    p.staat("ingeschreven", "ingeschreven")
    p.beeld(beeld0, beeld1)
    p.vsv(categorie("VO", niveau, lj), "C_VO", brin)
    return brin
