"""All case templates; importing this module registers them."""

from __future__ import annotations

from rizoom.synth import zaken_absoluut
from rizoom.synth.zaak import ZAKEN

__all__ = ["ZAKEN", "zaken_absoluut"]
