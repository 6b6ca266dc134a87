"""Reminders: who gets which one when, and that they stop."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from rizoom.intake import flow
from rizoom.ops import alarms, cycle, reminders
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d

LAST = date(2025, 10, 12)  # opgavedatum of leerplicht 2024/2025


@pytest.fixture
def contacts(settings: Settings, tmp_path: Path) -> Settings:
    file = tmp_path / "contact.csv"
    file.write_text(
        "leveraar,adres\nGM0344,leerplicht@utrecht.example\nGM0363,leerplicht@amsterdam.example\n"
    )
    assert reminders.load_contacts(settings, file) == 2
    return settings


def on(settings: Settings, days: int) -> list[tuple[str, int]]:
    return [(r.leveraar, r.dagen) for r in reminders.waiting(settings, LAST + timedelta(days=days))]


def test_every_school_year_has_every_moment() -> None:
    years = {m.schooljaar for m in cycle.moments()}
    assert len(years) >= 5
    for year in years:
        mine = [m for m in cycle.moments() if (m.schooljaar, m.soort) == (year, "leerplicht")]
        assert [m.dagen for m in mine if m.moment == "herinnering"] == [-28, -14, -7, -1, 1, 7, 14]
        assert len([m for m in mine if m.moment == "opgavedatum"]) == 1
        assert all(m.eigenaar for m in mine)


def test_each_step_once_and_nothing_in_between(contacts: Settings) -> None:
    assert on(contacts, -29) == []
    assert on(contacts, -28) == [("GM0344", -28), ("GM0363", -28)]
    for reminder in reminders.waiting(contacts, LAST - timedelta(days=28)):
        reminders.plan(contacts, reminder)
        reminders.mark_sent(contacts, reminder)
    assert on(contacts, -28) == []
    assert on(contacts, -27) == []
    assert on(contacts, -14) == [("GM0344", -14), ("GM0363", -14)]


def test_a_day_that_was_missed_is_made_up_for_with_one_mail(contacts: Settings) -> None:
    assert on(contacts, -12) == [("GM0344", -14), ("GM0363", -14)]
    # The last step of two that are due.
    assert on(contacts, 2) == [("GM0344", 1), ("GM0363", 1)]
    assert on(contacts, 40) == []


def test_planned_and_not_sent_goes_out_again(contacts: Settings) -> None:
    first = reminders.waiting(contacts, LAST - timedelta(days=7))
    for reminder in first:
        reminders.plan(contacts, reminder)
    assert reminders.waiting(contacts, LAST - timedelta(days=7)) == first
    assert len({reminder.message_id for reminder in first}) == 2


def test_who_delivered_gets_no_more_and_who_was_rejected_does(contacts: Settings, tmp_path: Path) -> None:
    d.write_zip(tmp_path / "in" / "a.zip")  # GM0344, leerplicht, 2024/2025
    flow.receive(contacts, tmp_path / "in")
    for group in flow.plan_groups(contacts, 1):
        flow.read_group(contacts, group)
    assert on(contacts, -7) == [("GM0363", -7)], "being processed is enough"
    with connect(contacts) as conn:
        conn.execute("update register.levering set status = 'afgekeurd'")
    (rejected,) = [r for r in reminders.waiting(contacts, LAST - timedelta(days=7)) if r.leveraar == "GM0344"]
    subject, text = reminders.message(rejected, "https://portaal.example/?a=1&b=2")
    assert "afgekeurd" in subject
    assert "a=1&amp;b=2" in text
    assert "12 oktober 2025" in reminders.message(reminders.waiting(contacts, LAST)[1], "")[1]


@pytest.mark.parametrize("row", ["GM9999,a@b.example", "GM0344,geen adres"])
def test_a_wrong_line_in_the_address_book_is_refused(settings: Settings, tmp_path: Path, row: str) -> None:
    (tmp_path / "fout.csv").write_text(f"leveraar,adres\nGM0363,a@b.example\n{row}\n")
    with pytest.raises(ValueError, match=row[:6]):
        reminders.load_contacts(settings, tmp_path / "fout.csv")
    with connect(settings) as conn:
        assert conn.execute("select count(*) from bedrijf.contact").fetchone() == (0,)


def test_terms_that_are_over_are_named_with_their_owner(settings: Settings) -> None:
    assert alarms.missed_terms(settings, LAST) == []
    found = alarms.missed_terms(settings, LAST + timedelta(days=1))
    assert [(a.code, a.onderwerp, a.eigenaar) for a in found] == [
        ("TERMIJN-LEVERING", "leerplicht 2024/2025", "leveringen")
    ]
    assert found[0].tekst.startswith("342 leveraars")
    made = alarms.missed_terms(settings, LAST + timedelta(days=29))
    assert ("TERMIJN-OPLEVERING", "leerplicht 2024/2025") in [(a.code, a.onderwerp) for a in made]


def test_an_alarm_is_told_once_until_it_is_closed(settings: Settings) -> None:
    alarm = alarms.Alarm("FLOW-MISLUKT", "leveringen", "tekst")
    assert [alarms.raise_alarm(settings, alarm) for _ in range(3)] == [True, False, False]
    assert alarms.open_alarms(settings) == [alarm]
    assert alarms.close_alarm(settings, "FLOW-MISLUKT", "iets anders") == 0
    assert alarms.close_alarm(settings, "FLOW-MISLUKT", "leveringen") == 1
    assert alarms.open_alarms(settings) == []
    assert alarms.raise_alarm(settings, alarm)


def test_silence_is_measured(settings: Settings) -> None:
    assert alarms.silent_seconds(settings) is None
    alarms.heartbeat(settings)
    seconds = alarms.silent_seconds(settings)
    assert seconds is not None
    assert 0 <= seconds < 30
