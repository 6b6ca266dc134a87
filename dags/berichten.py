"""Berichten: een mail over elke uitkomst van een levering.

Elke vijf minuten: mail iedere leveraar van wie een levering is ontvangen, meetelt, is afgekeurd of is
geweigerd. De mail gaat naar de vaste postbus van de leveraar en naar wie dat in het portaal heeft aangezet,
één keer per uitkomst en postbus. Er staat geen aantal in en niets over jongeren.

Zonder mailserver (verbinding `smtp_default`) wordt er niets verstuurd en niets als verstuurd genoteerd. Een
mail die niet weg kan, houdt de andere niet op en gaat de volgende keer opnieuw.
"""

from __future__ import annotations

import logging
import os
from datetime import timedelta

import alarm
from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException
from beleid import DEFAULT_ARGS

from rizoom.settings import Settings

log = logging.getLogger(__name__)


@task
def mailen() -> int:
    """Send what waits; how many mails."""
    from airflow.providers.smtp.notifications.smtp import SmtpNotifier

    from rizoom.portal import berichten

    settings = Settings.from_env()
    waiting = berichten.waiting(settings)
    if not waiting or not alarm.mail_is_possible():
        raise AirflowSkipException(f"{len(waiting)} berichten; mailserver: {alarm.mail_is_possible()}")
    failures: list[Exception] = []
    for bericht in waiting:
        subject, text = berichten.message(bericht, os.environ.get("RIZOOM_PORTAAL_URL", ""))
        headers = {"Message-ID": bericht.message_id, "Auto-Submitted": "auto-generated"}
        mail = SmtpNotifier(to=bericht.adres, subject=subject, html_content=text, custom_headers=headers)
        berichten.plan(settings, bericht)
        try:
            mail.notify({})
            berichten.mark_sent(settings, bericht)
        except Exception as failure:  # noqa: BLE001 - one mail must not hold up the others
            log.error("mail about delivery %s was not sent: %s", bericht.levering_id, type(failure).__name__)
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} van {len(waiting)} berichten niet verstuurd", failures)
    return len(waiting)


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
