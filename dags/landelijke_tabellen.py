"""Landelijke tabellen: van geldende leveringen tot cijfers.

Begint zodra `leveringen` meldt dat de geldende leveringen van een schooljaar zijn veranderd (de partitie
is het schooljaar), of met de hand. Bouwt met dbt elk schooljaar dat achterloopt, een voor een, en schrijft
daarna de tabellen als CSV in de map `uit/<schooljaar>`.

Met de hand: `schooljaar` bouwt dat jaar ook als er niets veranderd is; `volledig` bouwt het jaar opnieuw
voor alle personen in plaats van alleen voor wie iets veranderde. Zo gaat ook herbouwen van een oud jaar.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import alarm
from airflow.sdk import (
    Param,
    PartitionedAssetTimetable,
    dag,
    get_current_context,
    task,
    task_group,
)
from beleid import DEFAULT_ARGS, VIGEREND

from rizoom.ops import work
from rizoom.settings import Settings


@task.short_circuit
def schooljaren() -> list[str]:
    """The year that was asked for by hand, else every year that is behind, oldest first."""
    asked = get_current_context()["params"]["schooljaar"]
    return [asked] if asked else work.years_waiting(Settings.from_env())


@task(map_index_template="{{ naam }}", pool="opbouw")
def bouwen(schooljaar: str) -> str:
    from rizoom.national import flow

    context: Any = get_current_context()
    context["naam"] = schooljaar
    flow.build_year(Settings.from_env(), schooljaar, volledig=context["params"]["volledig"])
    return schooljaar


@task(map_index_template="{{ naam }}")
def wegschrijven(schooljaar: str) -> None:
    from rizoom.national import export

    context: Any = get_current_context()
    context["naam"] = schooljaar
    settings = Settings.from_env()
    export.write_tables(settings, schooljaar, work.output_folder(settings, schooljaar))


@task_group
def per_schooljaar(schooljaar: str) -> None:
    wegschrijven(bouwen(schooljaar))


@dag(
    schedule=PartitionedAssetTimetable(assets=VIGEREND),
    max_active_runs=1,
    catchup=False,
    default_args=DEFAULT_ARGS,
    dagrun_timeout=timedelta(hours=24),
    params={
        "schooljaar": Param(None, type=["null", "string"], pattern=r"^\d{4}/\d{4}$", title="Schooljaar"),
        "volledig": Param(False, type="boolean", title="Alle personen opnieuw"),
    },
    **alarm.bewaking("landelijke_tabellen", uren=6),
    tags=["landelijk", "dbt"],
    doc_md=__doc__,
)
def landelijke_tabellen() -> None:
    per_schooljaar.expand(schooljaar=schooljaren())


landelijke_tabellen()
