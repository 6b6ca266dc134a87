"""Leveringen: van postbus tot oordeel.

Elke minuut, of met de hand: neem alle leveringen uit de inbox aan, lees ze in groepen van ongeveer
gelijke omvang, controleer ze samen en beslis per levering. Van elk schooljaar waarvan de geldende
leveringen zijn veranderd, gaat een bericht uit naar `landelijke_tabellen` (de partitie is het schooljaar).

De database zegt wat er te doen is: een gemiste of dubbele run kan geen kwaad, een run die halverwege stopt
maakt de volgende af. Een lege inbox kost één taak. Een verloren bericht gaat elk kwartier opnieuw uit.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import alarm
from airflow.sdk import dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException
from beleid import DEFAULT_ARGS, VIGEREND, iets_mislukt

from rizoom.ops import work
from rizoom.settings import Settings


@task.short_circuit
def ontvangen() -> bool:
    """Empty the inbox; go on when there is work, or news that nobody heard."""
    settings = Settings.from_env()
    work.receive_inbox(settings)
    run: Any = get_current_context()["dag_run"]
    look_further = run.run_type == "manual" or run.run_after.minute % 15 == 0
    return bool(work.deliveries_waiting(settings) or (look_further and work.years_waiting(settings)))


@task
def groepen() -> list[list[int]]:
    return work.reading_groups(Settings.from_env())


@task(map_index_template="{{ groep }}", pool="inlezen")
def lezen(ids: list[int]) -> None:
    from rizoom.intake import flow

    context: Any = get_current_context()
    context["groep"] = f"{len(ids)} levering{'en' * (len(ids) > 1)} vanaf {min(ids)}"
    flow.read_group(Settings.from_env(), ids)


@task(trigger_rule="all_done")  # what could be read need not wait for what could not
def controleren() -> None:
    from rizoom.intake import flow

    settings = Settings.from_env()
    window = f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    flow.check(settings, docs=settings.home / "datadocs" / window)


@task
def beslissen() -> None:
    from rizoom.intake import flow

    flow.decide(Settings.from_env())


@task
def opruimen() -> None:
    work.tidy(Settings.from_env())


@task(outlets=[VIGEREND])
def melden(outlet_events: Any = None) -> None:
    jaren = work.years_waiting(Settings.from_env())
    if not jaren:
        raise AirflowSkipException("geen schooljaar veranderd")
    outlet_events[VIGEREND].add_partitions(jaren)


@dag(
    schedule="* * * * *",
    max_active_runs=1,
    catchup=False,
    default_args=DEFAULT_ARGS,
    dagrun_timeout=timedelta(hours=12),
    **alarm.bewaking("leveringen", uren=1),
    tags=["leveringen", "inbox"],
    doc_md=__doc__,
)
def leveringen() -> None:
    groups = groepen()
    gelezen, oordeel = lezen.expand(ids=groups), beslissen()
    ontvangen() >> groups
    gelezen >> controleren() >> oordeel >> [opruimen(), melden()]
    [gelezen, oordeel] >> iets_mislukt()


leveringen()
