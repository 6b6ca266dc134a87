"""The flow `kalender` with a real mail server on loopback, the timetable of the school year, the alarms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from rizoom.ops import alarms, reminders
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.mailbox import Mailbox, mail_server

LAST = date(2025, 10, 12)
RunFlow = Callable[..., tuple[str, dict[str, list[str]]]]


@pytest.fixture
def mailbox(flow_env: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setenv("RIZOOM_ALARM_ADRES", "beheer@rizoom.example")
    file = tmp_path / "contact.csv"
    file.write_text("leveraar,adres\nGM0344,utrecht@u.example\nGM0363,amsterdam@a.example\n")
    reminders.load_contacts(flow_env, file)
    with mail_server() as (box, uri):
        monkeypatch.setenv("AIRFLOW_CONN_SMTP_DEFAULT", uri)
        yield box


def day(offset: int) -> dict[str, str]:
    return {"dag": (LAST + timedelta(days=offset)).isoformat()}


def test_reminders_go_out_once_and_one_refusal_does_not_stop_the_others(
    mailbox: Mailbox, flow_env: Settings, run_flow: RunFlow
) -> None:
    mailbox.refuse = "amsterdam@a.example"
    state, tasks = run_flow("kalender", day(-7))
    assert (state, tasks["herinneren"], tasks["termijnen"]) == ("failed", ["failed"], ["success"])
    to_suppliers = [m for m in mailbox.mails if m["To"] != "beheer@rizoom.example"]
    assert [m["To"] for m in to_suppliers] == ["utrecht@u.example"]
    assert "uiterlijk 12 oktober 2025" in str(to_suppliers[0]["Subject"])
    assert to_suppliers[0]["Message-ID"] == "<herinnering.leerplicht.GM0344.2024.-7@rizoom>"

    mailbox.refuse = ""
    state, tasks = run_flow("kalender", day(-6))
    assert tasks["herinneren"] == ["success"]
    sent = [m["To"] for m in mailbox.mails if m["To"] != "beheer@rizoom.example"]
    assert sent == ["utrecht@u.example", "amsterdam@a.example"], "only the one that had failed"
    state, tasks = run_flow("kalender", day(-6))
    assert tasks["herinneren"] == ["skipped"]


def test_the_owner_hears_of_a_term_that_is_over_once(
    mailbox: Mailbox, flow_env: Settings, run_flow: RunFlow
) -> None:
    for _ in range(2):
        state, _tasks = run_flow("kalender", day(3))
        assert state == "success"
    alarm_mails = [str(m["Subject"]) for m in mailbox.mails if m["To"] == "beheer@rizoom.example"]
    assert alarm_mails.count("[Rizoom] TERMIJN-LEVERING: leerplicht 2024/2025") == 1
    assert {a.code for a in alarms.open_alarms(flow_env)} >= {"TERMIJN-LEVERING"}


def test_without_a_mail_server_nothing_is_noted_as_sent(
    mailbox: Mailbox, flow_env: Settings, run_flow: RunFlow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_SMTP_DEFAULT")
    _state, tasks = run_flow("kalender", day(-7))
    assert tasks["herinneren"] == ["skipped"]
    with connect(flow_env) as conn:
        assert conn.execute("select count(*) from bedrijf.herinnering").fetchone() == (0,)


def test_a_failed_or_late_run_is_an_alarm_and_a_mail_once(mailbox: Mailbox, flow_env: Settings) -> None:
    import alarm

    run = SimpleNamespace(dag_id="leveringen", run_id="handmatig")
    alarm.mislukt({"dag_run": run})
    alarm.mislukt({"dag_run": run})
    with ThreadPoolExecutor(1) as thread:  # a thread has no event loop yet, whatever other tests left here
        thread.submit(asyncio.run, alarm.te_laat(flow="leveringen", uren=1)).result()
    assert [str(m["Subject"]) for m in mailbox.mails] == [
        "[Rizoom] FLOW-MISLUKT: leveringen",
        "[Rizoom] FLOW-TE-LAAT: leveringen",
    ]
    alarm.gelukt({"dag_run": run})
    assert alarms.open_alarms(flow_env) == []


def test_the_timetable_runs_on_the_days_of_the_cycle(airflow_ready: Settings) -> None:
    from airflow.timetables.base import DataInterval, TimeRestriction
    from pendulum import instance
    from schooljaar import SchooljaarTimetable

    table = SchooljaarTimetable.deserialize(SchooljaarTimetable(7).serialize())
    times = table.moments()
    assert times == sorted(set(times))
    # four weeks before the last day: summer time; six weeks after 15 December: winter time
    assert datetime(2025, 9, 14, 5, tzinfo=UTC) in times
    assert datetime(2026, 1, 26, 6, tzinfo=UTC) in times
    assert datetime(2026, 3, 1, 6, tzinfo=UTC) not in times
    first = instance(datetime(2025, 9, 14, 5, tzinfo=UTC))
    everything = TimeRestriction(earliest=None, latest=None, catchup=True)
    following = table.next_dagrun_info(
        last_automated_data_interval=DataInterval.exact(first), restriction=everything
    )
    assert following is not None
    assert following.run_after == first.add(days=1)
    latest = table.next_dagrun_info(
        last_automated_data_interval=DataInterval.exact(times[0]),
        restriction=everything._replace(catchup=False),
    )
    assert latest is not None
    passed = [t for t in times if t <= instance(datetime.now(UTC))]
    assert latest.run_after >= passed[-1], "of runs that were missed only the last"
    assert (
        table.next_dagrun_info(
            last_automated_data_interval=DataInterval.exact(times[-1]), restriction=everything
        )
        is None
    )
