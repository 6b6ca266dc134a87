"""Is the pipeline well? One answer for a monitor, and the measurements behind it."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from rizoom.ops import alarms
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Health:
    """``gezond``: all is well; ``onderdelen``: per part ``goed`` or what is wrong. No names, no numbers of persons."""

    gezond: bool
    onderdelen: dict[str, str]


def health(settings: Settings) -> Health:
    """Database, silence (the flow ``leveringen`` has not done its round) and alarms that are open."""
    try:
        silent = alarms.silent_seconds(settings)
        waiting = alarms.open_alarms(settings)
    except psycopg.Error:
        return Health(False, {"database": "niet bereikbaar"})
    parts = {"database": "goed", "leveringen": "goed", "alarmen": "goed"}
    if silent is None:
        parts["leveringen"] = "nog niet begonnen"
    elif silent > alarms.SILENCE.total_seconds():
        parts["leveringen"] = f"stil sinds {silent / 60:.0f} minuten"
    if waiting:
        parts["alarmen"] = f"{len(waiting)} open"
    return Health(all(text == "goed" for text in parts.values()), parts)


def measure(settings: Settings) -> int:
    """Write today's measurements to ``bedrijf.meting``; how many.

    Deliveries per status and school year, findings per severity, rows landed, oldest waiting delivery (s).
    """
    with connect(settings) as conn:
        return conn.execute(
            """
            insert into bedrijf.meting (naam, schooljaar, waarde)
            select 'leveringen_' || status, coalesce(schooljaar, ''), count(*)
            from register.levering group by status, schooljaar
            union all
            select 'bevindingen_' || b.ernst, coalesce(l.schooljaar, ''), sum(b.aantal)
            from register.bevinding as b inner join register.levering as l using (levering_id)
            group by b.ernst, l.schooljaar
            union all
            select 'rijen', l.schooljaar, sum(f.rijen_gelezen)
            from register.levering_bestand as f inner join register.vigerend as l using (levering_id)
            where f.rijen_gelezen is not null group by l.schooljaar
            union all
            select 'oudste_wachtende_seconden', '', coalesce(extract(epoch from max(now() - ontvangen_op)), 0)
            from register.levering where status in ('ontvangen', 'gecontroleerd', 'goedgekeurd')
            """
        ).rowcount
