"""The alert on silence: a process beside Airflow that mails when the pipeline is not well, and when it is again.

What has died cannot mail. So this needs nothing of Airflow: it asks the warehouse (`rizoom.ops.health`) and
hands its mail to the server of Airflow's connection ``smtp_default`` (``AIRFLOW_CONN_SMTP_DEFAULT``), for the
address ``RIZOOM_ALARM_ADRES``.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from threading import Event
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from rizoom.ops.alarms import Alarm, close_alarm, open_alarms, raise_alarm
from rizoom.ops.health import Health, health
from rizoom.settings import Settings

log = logging.getLogger(__name__)
SECONDS = 60.0
CODES = {"leveringen": "STILTE", "database": "DATABASE-WEG"}
"""Parts of the health report that are ours to tell; alarms tell of themselves."""

Tell = Callable[[str, str], None]
"""Called with the subject and the text of a message."""


@dataclass(frozen=True)
class Mailer:
    """Sends plain mails by SMTP; ``uri`` as Airflow writes a connection of type ``smtp``."""

    uri: str
    address: str

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Mailer | None:
        """None when there is no mail server or nobody to write to."""
        uri, address = env.get("AIRFLOW_CONN_SMTP_DEFAULT"), env.get("RIZOOM_ALARM_ADRES")
        return cls(uri, address) if uri and address else None

    def __call__(self, subject: str, text: str) -> None:
        """Raises OSError or smtplib.SMTPException when the server does not take it."""
        url = urlsplit(self.uri)
        options = dict(parse_qsl(url.query))
        mail = EmailMessage()
        mail["Subject"], mail["To"] = f"[Rizoom] {subject}", self.address
        mail["From"], mail["Auto-Submitted"] = options.get("from_email", self.address), "auto-generated"
        mail.set_content(text)
        plain = options.get("disable_ssl", "").lower() == "true"
        kind = smtplib.SMTP if plain else smtplib.SMTP_SSL
        with kind(url.hostname or "localhost", url.port or (25 if plain else 465), timeout=30) as server:
            if plain and options.get("disable_tls", "").lower() != "true":
                server.starttls()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(mail)


def look(settings: Settings, told: dict[str, str], tell: Tell) -> Health:
    """One round: tell what is wrong since the last round, and what is well again.

    ``told`` is what the last rounds told (part → text) and is kept up to date. A message that could not be
    sent counts as not told: the next round tries again.
    """
    found = health(settings)
    wrong = {part: text for part, text in found.onderdelen.items() if part in CODES and text != "goed"}
    for part in [part for part in CODES if part in wrong and part not in told]:
        _keep(settings, part, wrong[part])
        _send(tell, f"{CODES[part]}: {wrong[part]}", f"{part}: {wrong[part]}.", told, part, wrong[part])
    # Without a database nothing is known of the other parts.
    for part in [part for part in told if part not in wrong and "database" not in wrong]:
        close_alarm(settings, CODES[part], part)
        _send(tell, f"{CODES[part]} is voorbij", f"{part}: weer goed.", told, part, None)
    return found


def watch(settings: Settings, tell: Tell, stop: Event, seconds: float = SECONDS) -> None:
    """Look every so many seconds, until ``stop`` is set."""
    told = _open(settings)
    while True:
        look(settings, told, tell)
        if stop.wait(seconds):
            return


def _open(settings: Settings) -> dict[str, str]:
    """What an earlier watch told and is not over yet; it is not told twice."""
    try:
        return {a.onderwerp: a.tekst for a in open_alarms(settings) if a.code in CODES.values()}
    except psycopg.Error:
        return {}


def _keep(settings: Settings, part: str, text: str) -> None:
    try:
        raise_alarm(settings, Alarm(CODES[part], part, text))
    except psycopg.Error:
        log.warning("the alarm %s could not be kept: no database", CODES[part])


def _send(tell: Tell, subject: str, text: str, told: dict[str, str], part: str, now: str | None) -> None:
    try:
        tell(subject, f"{text}\n\nWat te doen: zie het draaiboek, {CODES[part]}.")
    except (OSError, smtplib.SMTPException) as failure:
        log.error("%s was not sent: %s", subject, type(failure).__name__)
        return
    if now is None:
        del told[part]
    else:
        told[part] = now
