"""The watch mails once when the pipeline goes silent or its database is gone, and once when that is over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from rizoom.ops import alarms
from rizoom.ops.airflow_home import free_port, settings_env
from rizoom.ops.health import health
from rizoom.ops.watch import Mailer, look
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


class Mailbox:
    """A mail server on loopback; ``subjects`` in order of arrival."""

    def __init__(self) -> None:
        self.subjects: list[str] = []
        self.texts: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        text = envelope.content.decode()
        self.texts.append(text)
        self.subjects += [line[9:] for line in text.splitlines() if line.startswith("Subject: ")]
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, dict[str, str]]]:
    box, port = Mailbox(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    options = "disable_ssl=true&disable_tls=true&from_email=rizoom%40rizoom.example"
    env = {
        "AIRFLOW_CONN_SMTP_DEFAULT": f"smtp://127.0.0.1:{port}?{options}",
        "RIZOOM_ALARM_ADRES": "beheer@rizoom.example",
    }
    yield box, env
    controller.stop()


def silence(settings: Settings) -> None:
    alarms.heartbeat(settings)
    with connect(settings) as conn:
        conn.execute("update bedrijf.hartslag set tijd = tijd - interval '25 minutes'")


def test_silence_is_told_once_and_its_end_too(
    mailbox: tuple[Mailbox, dict[str, str]], settings: Settings
) -> None:
    box, env = mailbox
    mailer = Mailer.from_env(env)
    assert mailer is not None
    told: dict[str, str] = {}
    alarms.heartbeat(settings)
    assert look(settings, told, mailer).gezond
    silence(settings)
    for _ in range(2):
        assert not look(settings, told, mailer).gezond
    assert box.subjects == ["[Rizoom] STILTE: stil sinds 25 minuten"]
    assert "To: beheer@rizoom.example" in box.texts[0]
    assert [a.code for a in alarms.open_alarms(settings)] == ["STILTE"], "it stands on the board too"
    alarms.heartbeat(settings)
    look(settings, told, mailer)
    assert box.subjects[1:] == ["[Rizoom] STILTE is voorbij"]
    assert health(settings).gezond


def test_a_database_that_is_gone_is_told_without_it(
    mailbox: tuple[Mailbox, dict[str, str]], settings: Settings
) -> None:
    box, env = mailbox
    mailer = Mailer.from_env(env)
    assert mailer is not None
    alarms.heartbeat(settings)
    gone = replace(settings, warehouse_url=f"postgresql://postgres@127.0.0.1:{free_port()}/postgres")
    told: dict[str, str] = {}
    look(gone, told, mailer)
    look(gone, told, mailer)
    look(settings, told, mailer)
    assert box.subjects == ["[Rizoom] DATABASE-WEG: niet bereikbaar", "[Rizoom] DATABASE-WEG is voorbij"]


def test_what_could_not_be_sent_is_sent_in_the_next_round(settings: Settings) -> None:
    silence(settings)
    told: dict[str, str] = {}
    sent: list[str] = []

    def refused(subject: str, text: str) -> None:
        raise ConnectionRefusedError

    look(settings, told, refused)
    assert told == {}
    look(settings, told, lambda subject, _: sent.append(subject))
    assert sent == ["STILTE: stil sinds 25 minuten"]


def test_the_command_of_the_service_and_a_restart_tells_nothing_twice(
    mailbox: tuple[Mailbox, dict[str, str]], settings: Settings, within: Callable[..., bool]
) -> None:
    box, env = mailbox
    silence(settings)
    command = [sys.executable, "-c", "from rizoom.cli import app; app()", "waak", "--seconden", "1"]
    environment = os.environ | settings_env(settings) | env
    for again in (False, True):
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        try:
            assert within(lambda: len(box.subjects) == 1, 60)
            if again:
                alarms.heartbeat(settings)
                assert within(lambda: len(box.subjects) == 2, 60)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    assert box.subjects == ["[Rizoom] STILTE: stil sinds 25 minuten", "[Rizoom] STILTE is voorbij"]
    assert subprocess.run(command, env=os.environ | settings_env(settings), check=False).returncode == 2
