"""Known answers: one child per rule and per edge of the leerplichttelling."""

from __future__ import annotations

from .gevallen_plicht import ABSOLUUT, PLICHT
from .gevallen_verzuim import LANGDURIG, RELATIEF
from .land import Case

CASES: list[Case] = RELATIEF + LANGDURIG + ABSOLUUT + PLICHT
