"""All case templates; importing this module registers them."""

from __future__ import annotations

from rizoom.synth import (
    zaken_absoluut,
    zaken_lrv,
    zaken_plicht,
    zaken_scenario,
    zaken_traject,
    zaken_tweejarig,
    zaken_verhuizing,
    zaken_verzuim,
    zaken_vrijstelling,
    zaken_vsv,
)
from rizoom.synth.zaak import TWEEJARIG, ZAKEN

__all__ = [
    "TWEEJARIG",
    "ZAKEN",
    "zaken_absoluut",
    "zaken_lrv",
    "zaken_plicht",
    "zaken_scenario",
    "zaken_traject",
    "zaken_tweejarig",
    "zaken_verhuizing",
    "zaken_verzuim",
    "zaken_vrijstelling",
    "zaken_vsv",
]
