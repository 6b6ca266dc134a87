"""Berichten: een mail over elke uitkomst van een levering.

Elke vijf minuten: mail iedere leveraar van wie een levering is ontvangen, meetelt, is afgekeurd of is
geweigerd. De mail gaat naar de vaste postbus van de leveraar en naar wie dat in het portaal heeft aangezet,
één keer per uitkomst en postbus. Er staat geen aantal in en niets over jongeren.

Zonder mailserver (verbinding `smtp_default`) wordt er niets verstuurd en niets als verstuurd genoteerd. Een
mail die niet weg kan, houdt de andere niet op en gaat de volgende keer opnieuw.
"""

from __future__ import annotations

from datetime import timedelta

import alarm
from airflow.sdk import dag, task
from beleid import DEFAULT_ARGS
from post import versturen

from rizoom.settings import Settings


@task
def mailen() -> int:
    """Send what waits; how many mails."""
    from rizoom.portal import berichten

    waiting = berichten.waiting(Settings.from_env())
    return versturen(waiting, berichten.message, berichten.plan, berichten.mark_sent)


@dag(
    schedule="*/5 * * * *",
    max_active_runs=1,
    catchup=False,
    default_args=DEFAULT_ARGS,
    dagrun_timeout=timedelta(hours=1),
    **alarm.bewaking("berichten", uren=1),
    tags=["leveringen", "berichten"],
    doc_md=__doc__,
)
def berichten() -> None:
    mailen()


berichten()
