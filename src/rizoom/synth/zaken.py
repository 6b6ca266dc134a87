"""All case templates; importing this module registers them."""

from __future__ import annotations

from rizoom.synth import (
    zaken_absoluut,
    zaken_lrv,
    zaken_scenario,
    zaken_traject,
    zaken_verhuizing,
    zaken_verzuim,
    zaken_vrijstelling,
    zaken_vsv,
)
from rizoom.synth.zaak import ZAKEN

__all__ = [
    "ZAKEN",
    "zaken_absoluut",
    "zaken_lrv",
    "zaken_scenario",
    "zaken_traject",
    "zaken_verhuizing",
    "zaken_verzuim",
    "zaken_vrijstelling",
    "zaken_vsv",
]
