"""Mailing what waits: each mail once, and one that fails does not hold up the others."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import alarm
from airflow.sdk.exceptions import AirflowSkipException

from rizoom.settings import Settings

log = logging.getLogger(__name__)


class Stuk(Protocol):
    """What can be mailed: a reminder, or a message about a delivery."""

    @property
    def leveraar(self) -> str: ...
    @property
    def adres(self) -> str: ...
    @property
    def message_id(self) -> str: ...


S = TypeVar("S", bound=Stuk)


def versturen(
    waiting: Sequence[S],
    message: Callable[[S, str], tuple[str, str]],
    plan: Callable[[Settings, S], None],
    mark_sent: Callable[[Settings, S], None],
) -> int:
    """Send all of ``waiting``; how many.

    Each is planned before and marked after it was sent, under one Message-ID: after a crash it goes again as the
    same mail. Skips the task when nothing waits or no mail server was configured.

    Raises:
        ExceptionGroup: some were not sent; the next try sends them.
    """
    from airflow.providers.smtp.notifications.smtp import SmtpNotifier

    if not waiting or not alarm.mail_is_possible():
        raise AirflowSkipException(f"{len(waiting)} wachten; mailserver: {alarm.mail_is_possible()}")
    settings = Settings.from_env()
    failures: list[Exception] = []
    for stuk in waiting:
        subject, text = message(stuk, os.environ.get("RIZOOM_PORTAAL_URL", ""))
        headers: dict[str, Any] = {"Message-ID": stuk.message_id, "Auto-Submitted": "auto-generated"}
        mail = SmtpNotifier(to=stuk.adres, subject=subject, html_content=text, custom_headers=headers)
        plan(settings, stuk)
        try:
            mail.notify({})
            mark_sent(settings, stuk)
        except Exception as failure:  # noqa: BLE001 - one mail must not hold up the others
            log.error("mail to %s was not sent: %s", stuk.leveraar, type(failure).__name__)
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} van {len(waiting)} mails niet verstuurd", failures)
    return len(waiting)
