"""Kalender: herinneringen, termijnen en stilte.

Draait op elke dag waarop de jaarcyclus iets vraagt en de zes dagen erna, om 7 uur (seeds `kalender` en
`jaarmoment`). Stuurt een herinnering aan iedere leveraar die nog niet heeft geleverd en van wie het adres
bekend is; wie heeft geleverd krijgt niets meer. Meldt aan de eigenaar welke termijn voorbij is zonder
levering of product, en aan welke leveraars niet kan worden geschreven.

Zonder mailserver (verbinding `smtp_default`) wordt er niets verstuurd en niets als verstuurd genoteerd.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import alarm
from airflow.sdk import Param, dag, get_current_context, task
from beleid import DEFAULT_ARGS, iets_mislukt
from post import versturen
from schooljaar import AMSTERDAM, SchooljaarTimetable

from rizoom.settings import Settings


def vandaag() -> date:
    """The day that was asked for by hand, else today in the Netherlands."""
    asked = get_current_context()["params"]["dag"]
    return date.fromisoformat(asked) if asked else datetime.now(UTC).astimezone(AMSTERDAM).date()


@task
def herinneren() -> int:
    """Send what is due; one mail that fails does not hold up the others, and is sent at the next try."""
    from rizoom.ops import reminders

    waiting = reminders.waiting(Settings.from_env(), vandaag())
    return versturen(waiting, reminders.message, reminders.plan, reminders.mark_sent)


@task(trigger_rule="all_done")
def termijnen() -> None:
    """Alarm the owner of what is over its last day; close it when it is there after all."""
    from rizoom.ops import alarms, reminders

    settings, today = Settings.from_env(), vandaag()
    missed = alarms.missed_terms(settings, today)
    for open_alarm in alarms.open_alarms(settings):
        if open_alarm.code.startswith("TERMIJN-") and (open_alarm.code, open_alarm.onderwerp) not in {
            (m.code, m.onderwerp) for m in missed
        }:
            alarms.close_alarm(settings, open_alarm.code, open_alarm.onderwerp)
    for item in missed:
        alarm.tell(item.code, item.onderwerp, item.tekst, item.eigenaar)
    if nobody := reminders.without_address(settings, today):
        text = f"van {len(nobody)} leveraars is geen adres bekend: {', '.join(nobody[:20])}"
        alarm.tell("ADRES-ONTBREEKT", "leveraars", text, "leveringen")


@dag(
    schedule=SchooljaarTimetable(),
    max_active_runs=1,
    catchup=False,
    default_args=DEFAULT_ARGS,
    dagrun_timeout=timedelta(hours=2),
    **alarm.bewaking("kalender", uren=1),
    params={"dag": Param(None, type=["null", "string"], format="date", title="Alsof het deze dag is")},
    tags=["kalender", "herinneringen"],
    doc_md=__doc__,
)
def kalender() -> None:
    herinneren() >> [termijnen(), iets_mislukt()]


kalender()
