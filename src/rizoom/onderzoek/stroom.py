"""What the flow ``onderzoek`` does, step by step; knows nothing of the scheduler that calls it."""

from __future__ import annotations

from datetime import date

from rizoom.onderzoek import beheer
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


def bewaak(settings: Settings) -> list[str]:
    """End statements of researchers that run too long; their logins."""
    return beheer.kap_af(settings)


def sluit(settings: Settings, vandaag: date) -> list[str]:
    """Close every project past its end date; their names."""
    return beheer.sluit_verlopen(settings, vandaag)


def achter(settings: Settings) -> bool:
    """Whether an open project was last brought up before the national tables were last built."""
    with connect(settings) as conn:
        row = conn.execute(
            """
            select exists (select from onderzoekbeheer.project where gesloten_op is null)
                and coalesce((select max(gebouwd_op) from register.opbouw where compleet), '-infinity') > coalesce(
                    (select max(tijd) from onderzoekbeheer.logboek where actie = 'projecten ververst'), '-infinity'
                )
            """
        ).fetchone()
    return bool(row and row[0])


def ververs(settings: Settings) -> dict[str, int]:
    """Bring every open project up to the national tables, and note it; project → persons."""
    counts = beheer.ververs(settings)
    with connect(settings) as conn:
        beheer.log(conn, "planning", "projecten ververst", "alle", f"{len(counts)} projecten")
    return counts
