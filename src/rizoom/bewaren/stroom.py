"""What the flow ``bewaartermijnen`` does, step by step; knows nothing of the scheduler that calls it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rizoom.bewaren import personen, ruw
from rizoom.bewaren.termijnen import termijnen
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Plan:
    """What would go today: raw deliveries per term."""

    leveringen: dict[str, int]


def plan(settings: Settings, vandaag: date) -> Plan:
    """Raw deliveries past their term today, counted per term; nothing is changed."""
    counts: dict[str, int] = {}
    with connect(settings) as conn:
        for item in ruw.verlopen(conn, termijnen(), vandaag):
            counts[item.categorie] = counts.get(item.categorie, 0) + 1
    return Plan(counts)


def vernietig_ruw(settings: Settings, vandaag: date) -> int:
    """Raw deliveries of which the key was destroyed now."""
    return ruw.vernietig(settings, termijnen(), vandaag)


def ruim_personen_op(settings: Settings, vandaag: date) -> dict[str, int]:
    """School year → persons whose rows were removed now."""
    return {item.schooljaar: item.personen for item in personen.ruim_op(settings, termijnen(), vandaag)}
