"""Is all well: what a monitor hears, and what is measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rizoom.intake import flow
from rizoom.ops import alarms, work
from rizoom.ops.airflow_home import free_port
from rizoom.ops.health import health
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d


def test_well_only_when_the_inbox_was_emptied_lately_and_no_alarm_is_open(settings: Settings) -> None:
    assert health(settings).onderdelen["leveringen"] == "nog niet begonnen"
    settings.inbox.mkdir()
    work.receive_inbox(settings)
    assert health(settings).gezond
    with connect(settings) as conn:
        conn.execute("update bedrijf.hartslag set tijd = tijd - interval '25 minutes'")
    silent = health(settings)
    assert not silent.gezond
    assert silent.onderdelen["leveringen"] == "stil sinds 25 minuten"
    work.receive_inbox(settings)
    alarms.raise_alarm(settings, alarms.Alarm("FLOW-MISLUKT", "kalender", "tekst"))
    assert health(settings).onderdelen == {"database": "goed", "leveringen": "goed", "alarmen": "1 open"}
    alarms.close_alarm(settings, "FLOW-MISLUKT")
    assert health(settings).gezond


def test_a_database_that_is_gone_is_an_answer_too(settings: Settings) -> None:
    gone = replace(settings, warehouse_url=f"postgresql://postgres@127.0.0.1:{free_port()}/postgres")
    assert health(gone).onderdelen == {"database": "niet bereikbaar"}


def test_measurements_count_deliveries_and_rows(settings: Settings, tmp_path: Path) -> None:
    d.write_zip(tmp_path / "in" / "a.zip")
    flow.receive(settings, tmp_path / "in")
    for group in flow.plan_groups(settings, 1):
        flow.read_group(settings, group)
    work.tidy(settings)
    with connect(settings) as conn:
        found = dict(conn.execute("select naam, waarde from bedrijf.meting").fetchall())
    assert found["leveringen_ontvangen"] == 1
    assert found["oudste_wachtende_seconden"] == pytest.approx(0, abs=120)
    assert found["oudste_wachtende_seconden"] > 0
