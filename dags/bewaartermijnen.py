"""Bewaartermijnen: vernietigen wat niet langer bewaard mag worden, met een verklaring.

Elke nacht om 3 uur. Van ruwe leveringen over hun termijn wordt de eigen datasleutel vernietigd en het bestand
verwijderd: geen kopie is daarna nog te lezen. Rijen van personen over hun termijn gaan uit alle tabellen; de
tellingen blijven, en dat schooljaar wordt niet meer opnieuw opgebouwd. Onderzoeksprojecten
over hun einddatum sluit de flow `onderzoek`. Van alles komt een getekende verklaring in `bewaren.verklaring`.

De termijnen met hun grond staan in de seed `bewaartermijn`. Elke stap vraagt de database wat er te doen is: een
gemiste of dubbele run kan geen kwaad.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import alarm
from airflow.sdk import dag, task
from beleid import DEFAULT_ARGS, iets_mislukt

from rizoom.settings import Settings


@task
def ruwe_leveringen() -> int:
    """Destroy the keys of raw deliveries past their term."""
    from rizoom.bewaren import stroom

    return stroom.vernietig_ruw(Settings.from_env(), datetime.now(UTC).date())


@task(trigger_rule="all_done")
def personen() -> dict[str, int]:
    """Remove the rows of persons past their term; school year and number of persons."""
    from rizoom.bewaren import stroom

    return stroom.ruim_personen_op(Settings.from_env(), datetime.now(UTC).date())


@dag(
    schedule="0 3 * * *",
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    max_active_runs=1,
    catchup=False,
    default_args=DEFAULT_ARGS,
    dagrun_timeout=timedelta(hours=12),
    **alarm.bewaking("bewaartermijnen", uren=12),
    tags=["bewaren", "privacy"],
    doc_md=__doc__,
)
def bewaartermijnen() -> None:
    ruwe_leveringen() >> personen() >> iets_mislukt()


bewaartermijnen()
