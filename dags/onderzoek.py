"""Onderzoek: projecten bewaken, bijwerken en op tijd sluiten.

Elke vijf minuten. Breekt opdrachten van onderzoekers af die langer dan vijf minuten lopen, sluit projecten over
hun einddatum (logins, weergaven, pseudoniemen en sleutel zijn dan weg, met een verklaring), en brengt open
projecten bij als de landelijke tabellen nieuw zijn opgebouwd.

Openen gebeurt met de hand (`rizoom onderzoek open`), na een goedgekeurde aanvraag. Uitvoer van een project komt
alleen vrij na controle door iemand anders (`rizoom onderzoek uitvoer`). Elke stap kan zonder gevaar opnieuw.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import alarm
from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException
from beleid import DEFAULT_ARGS, iets_mislukt

from rizoom.settings import Settings


@task
def bewaken() -> list[str]:
    """End what runs too long; the logins."""
    from rizoom.onderzoek import stroom

    return stroom.bewaak(Settings.from_env())


@task(trigger_rule="all_done")
def sluiten() -> list[str]:
    """Close what is past its end date; the projects."""
    from rizoom.onderzoek import stroom

    return stroom.sluit(Settings.from_env(), datetime.now(UTC).date())


@task(trigger_rule="all_done")
def bijwerken() -> dict[str, int]:
    """Persons per project, when the national tables are newer."""
    from rizoom.onderzoek import stroom

    settings = Settings.from_env()
    if not stroom.achter(settings):
        raise AirflowSkipException("geen project loopt achter")
    return stroom.ververs(settings)


@dag(
    schedule="*/5 * * * *",
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    max_active_runs=1,
    catchup=False,
    default_args=DEFAULT_ARGS,
    dagrun_timeout=timedelta(hours=2),
    **alarm.bewaking("onderzoek", uren=1),
    tags=["onderzoek", "privacy"],
    doc_md=__doc__,
)
def onderzoek() -> None:
    bewaakt, gesloten = bewaken(), sluiten()
    bewaakt >> gesloten >> bijwerken()
    [bewaakt, gesloten] >> iets_mislukt()


onderzoek()
