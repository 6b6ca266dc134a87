"""Bewaartermijnen: vernietigen wat niet langer bewaard mag worden, en nagaan of wat bewaard moet blijven terug te
zetten is.

Elke nacht om 3 uur. Van ruwe leveringen over hun termijn wordt de eigen datasleutel vernietigd en het bestand
verwijderd: geen kopie is daarna nog te lezen. Rijen van personen over hun termijn gaan uit alle tabellen; de
tellingen blijven, en dat schooljaar wordt niet meer opnieuw opgebouwd. Onderzoeksprojecten
over hun einddatum sluit de flow `onderzoek`. Van alles komt een getekende verklaring in `bewaren.verklaring`.

De dienst `backup` zet elke maand de nieuwste back-up terug op een eigen server en vergelijkt die met de levende
(`config/productie/hersteltest.sh`). Deze flow slaat alarm als dat mislukte of te lang geleden is, waar
`RIZOOM_HERSTELTEST_DAGEN` zegt hoe lang dat is; zonder die instelling worden er geen back-ups gemaakt.

De termijnen met hun grond staan in de seed `bewaartermijn`. Elke stap vraagt de database wat er te doen is: een
gemiste of dubbele run kan geen kwaad.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import alarm
from airflow.sdk import chain, dag, task
from airflow.sdk.exceptions import AirflowSkipException
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


@task(trigger_rule="all_done")
def hersteltest() -> None:
    """Alarm when the newest backup could not be put back, or when that was not tried for too long."""
    from rizoom.ops import alarms, restore_test

    days = restore_test.term_days()
    if days is None:
        raise AirflowSkipException("geen back-ups: RIZOOM_HERSTELTEST_DAGEN is leeg")
    settings = Settings.from_env()
    if fault := restore_test.what_is_wrong(settings, days):
        alarm.tell("HERSTELTEST", "back-up", fault)
    else:
        alarms.close_alarm(settings, "HERSTELTEST")


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
    stappen = [ruwe_leveringen(), personen(), hersteltest()]
    chain(*stappen)
    stappen >> iets_mislukt()


bewaartermijnen()
