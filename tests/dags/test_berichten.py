"""The flow `berichten` with a real mail server on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rizoom.ops import reminders
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d
from tests.mailbox import Mailbox, mail_server

RunFlow = Callable[..., tuple[str, dict[str, list[str]]]]


@pytest.fixture
def mailbox(flow_env: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setenv("RIZOOM_PORTAAL_URL", "https://portaal.example")
    file = tmp_path / "contact.csv"
    file.write_text("leveraar,adres\nGM0344,utrecht@u.example\nGM0356,nieuwegein@n.example\n")
    reminders.load_contacts(flow_env, file)
    with mail_server() as (box, uri):
        monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", uri)
        yield box


def test_every_outcome_is_mailed_once_and_a_refusal_stops_nobody(
    mailbox: Mailbox, flow_env: Settings, run_flow: RunFlow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from rizoom.intake import flow

    for code in ("GM0344", "GM0356"):
        d.write_zip(tmp_path / "in" / f"{code}.zip", d.files(code), leveraar=code)
    flow.run_intake(flow_env, tmp_path / "in")

    uri = "AIRFLOW_CONN_SMTP_DEFAULT"
    with monkeypatch.context() as without:
        without.delenv(uri)
        assert run_flow("berichten")[1]["mailen"] == ["skipped"]
    with connect(flow_env) as conn:
        assert conn.execute("select count(*) from bedrijf.bericht").fetchone() == (0,)

    mailbox.refuse = "utrecht@u.example"
    assert run_flow("berichten")[1]["mailen"] == ["failed"]
    assert [m["To"] for m in mailbox.mails] == ["nieuwegein@n.example"]
    mailbox.refuse = ""
    assert run_flow("berichten")[1]["mailen"] == ["success"]
    assert [m["To"] for m in mailbox.mails] == ["nieuwegein@n.example", "utrecht@u.example"]
    assert run_flow("berichten")[1]["mailen"] == ["skipped"]

    first = mailbox.mails[0]
    assert str(first["Subject"]).startswith("Uw levering leerplicht 2024/2025: telt mee")
    body = first.get_body(("html",))
    assert body is not None
    assert "https://portaal.example/leveringen/R" in body.get_content()
    assert len({m["Message-ID"] for m in mailbox.mails}) == 2
