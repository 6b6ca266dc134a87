"""A mail server on loopback that keeps what it gets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from rizoom.ops.airflow_home import free_port


class Mailbox:
    """Keeps mails, and refuses one recipient when told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse = ""

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == self.refuse:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, str]]:
    """A mailbox, and the connection to it as Airflow writes one (``AIRFLOW_CONN_SMTP_DEFAULT``)."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=(port := free_port()))
    controller.start()
    try:
        options = "disable_ssl=true&disable_tls=true&from_email=rizoom%40rizoom.example"
        yield box, f"smtp://127.0.0.1:{port}?{options}"
    finally:
        controller.stop()
