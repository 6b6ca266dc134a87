"""What the flows ask before they start: is there work, how is it divided, where does output go.

Light to import (the flows import it when Airflow parses them); everything heavy is imported inside.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rizoom.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, steps done, steps in all)."""

GROUPS_PER_THREAD = 2
SETTLE_SECONDS = 2.0  # a file that was changed less than this ago is still being written


def receive_inbox(settings: Settings) -> None:
    """Empty the inbox, and say that this was done."""
    from rizoom.intake import flow
    from rizoom.ops import alarms

    flow.receive(settings, settings.inbox, settle_seconds=SETTLE_SECONDS, remove=True)
    alarms.heartbeat(settings)


def tidy(settings: Settings) -> None:
    """Remove what does not count any more, and measure how things stand."""
    from rizoom.intake import flow
    from rizoom.ops import health

    flow.prune(settings)
    health.measure(settings)


def deliveries_waiting(settings: Settings) -> int:
    """Number of deliveries that have been received and not yet been decided on."""
    from rizoom.warehouse.connect import connect

    with connect(settings) as conn:
        row = conn.execute(
            "select count(*) from register.levering"
            " where status in ('ontvangen', 'gecontroleerd', 'goedgekeurd')"
        ).fetchone()
    assert row is not None
    return int(row[0])


def reading_groups(settings: Settings) -> list[list[int]]:
    """Ids of the deliveries still to be read, in at most two groups of equal size per thread."""
    from rizoom.intake import flow

    return flow.plan_groups(settings, GROUPS_PER_THREAD * settings.threads)


def years_waiting(settings: Settings) -> list[str]:
    """School years (``2024/2025``) whose tables are behind the deliveries in force, oldest first."""
    from rizoom.national import flow

    return sorted(flow.years_to_build(settings))


def output_root(settings: Settings) -> Path:
    """Folder of the home in which every school year has its folder of tables."""
    return settings.home / "uit"


def output_folder(settings: Settings, schooljaar: str) -> Path:
    """Folder for the tables of one school year, made if needed: ``uit/2024-2025``."""
    folder = output_root(settings) / schooljaar.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
