"""Comparing what the warehouse computed with the truth of the synthetic country."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

SLEUTELS: dict[str, tuple[str, ...]] = {
    "dekking": ("schooljaar", "niveau", "gebied"),
    "leerplichttelling": ("schooljaar", "niveau", "gebied", "indicator", "onderwijssoort_klasse"),
    "thuiszitters": ("schooljaar", "niveau", "gebied", "code"),
    "stromen": ("schooljaar", "niveau", "gebied", "van", "naar"),
    "vsv": ("schooljaar", "regelversie", "niveau", "gebied", "categorie"),
    "vsv_scenario": ("schooljaar", "regelversie", "niveau", "gebied", "scenario"),
    "jongeren_in_beeld": ("schooljaar", "peildatum", "niveau", "gebied", "leeftijdsgroep", "status"),
    "doorstroompunt": ("schooljaar", "gebied", "tabel", "rij", "kolom"),
    "definitie_vergelijking": ("schooljaar", "definitieset", "niveau", "gebied", "indicator"),
    "opgave_verschil": ("schooljaar", "gemeentecode", "indicator", "onderwijssoort_klasse"),
}
_MAG_NUL = {
    "leerplichttelling": "aantal",
    "stromen": "personen",
    "vsv": "A",
    "jongeren_in_beeld": "personen",
    "doorstroompunt": "waarde",
}


@dataclass(frozen=True)
class Difference:
    """One value that differs: ``verwacht`` is the truth, ``gevonden`` the warehouse; ``None``: no row."""

    bestand: str
    sleutel: tuple[str, ...]
    kolom: str
    verwacht: str | None
    gevonden: str | None


def compare(truth_dir: Path, out_dir: Path) -> list[Difference]:
    """Differences between truth and output, in order of file and key; empty when every figure agrees.

    Every row of a truth file must stand in the output with the same values in the columns of the truth. Rows
    of the output that the truth does not have must be zero or empty, or belong to a part the truth leaves out
    (tables of ``doorstroompunt.csv`` other than effect, bereik and oude_vsv).
    A truth file that the output lacks: one difference.
    """
    gevonden: list[Difference] = []
    for naam in SLEUTELS:
        waar, uit = truth_dir / f"{naam}.csv", out_dir / f"{naam}.csv"
        if not waar.exists():
            continue
        if not uit.exists():
            gevonden.append(Difference(naam, (), "", "bestand", None))
            continue
        gevonden += _vergelijk(naam, _lees(waar, SLEUTELS[naam]), _lees(uit, SLEUTELS[naam]))
    return gevonden


def _lees(pad: Path, sleutel: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, str]]:
    with pad.open(encoding="utf-8", newline="") as file:
        return {tuple(rij[k] for k in sleutel): rij for rij in csv.DictReader(file)}


def _vergelijk(
    naam: str, waar: dict[tuple[str, ...], dict[str, str]], uit: dict[tuple[str, ...], dict[str, str]]
) -> list[Difference]:
    jaren = {sleutel[0] for sleutel in waar}
    versies = {sleutel[1] for sleutel in waar} if naam.startswith("vsv") else set()
    verschillen = []
    for sleutel in sorted(waar.keys() | uit.keys()):
        if sleutel not in uit:
            verschillen.append(Difference(naam, sleutel, "", "rij", None))
        elif sleutel not in waar:
            if (
                sleutel[0] in jaren
                and (not versies or sleutel[1] in versies)
                and not _mag(naam, sleutel, uit[sleutel])
            ):
                verschillen.append(Difference(naam, sleutel, "", None, "rij"))
        else:
            for kolom, verwacht in waar[sleutel].items():
                waarde = uit[sleutel].get(kolom)
                if waarde != verwacht:
                    verschillen.append(Difference(naam, sleutel, kolom, verwacht, waarde))
    return verschillen


def _mag(naam: str, sleutel: tuple[str, ...], rij: dict[str, str]) -> bool:
    if naam == "doorstroompunt" and not sleutel[2].startswith(("effect_", "bereik", "oude_vsv")):
        return True
    if naam == "definitie_vergelijking":
        return not any(int(rij[kolom] or 0) for kolom in rij if kolom.startswith("personen_"))
    kolom = _MAG_NUL.get(naam)
    return kolom is not None and rij.get(kolom, "") in ("", "0", "0.0", "0.00")
