"""The flow `leveringen`, run by Airflow in this process against a real warehouse."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql

from rizoom.intake import flow
from rizoom.ops.airflow_home import airflow_database
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d

RunFlow = Callable[..., tuple[str, dict[str, list[str]]]]


def statuses(settings: Settings) -> Counter[str]:
    with connect(settings) as conn:
        return Counter(row[0] for row in conn.execute("select status from register.levering"))


def age(path: Path) -> None:
    """As if it was written a minute ago."""
    os.utime(path, (time.time() - 60,) * 2)


def put(settings: Settings, name: str, **changes: Any) -> None:
    age(d.write_zip(settings.inbox / name, **changes))


def test_an_empty_inbox_costs_one_task(run_flow: RunFlow) -> None:
    state, tasks = run_flow("leveringen")
    assert state == "success"
    assert tasks.pop("ontvangen") == ["success"]
    assert {s for states in tasks.values() for s in states} == {"skipped"}


def test_zips_in_the_inbox_are_in_force_at_the_end(flow_env: Settings, run_flow: RunFlow) -> None:
    put(flow_env, "utrecht.zip")
    put(flow_env, "rotterdam.zip", leveraar="GM0599")
    state, tasks = run_flow("leveringen")
    assert state == "success"
    assert tasks["lezen"] == ["success", "success"], "two deliveries, two groups"
    assert tasks["iets_mislukt"] == ["skipped"]
    assert tasks["melden"] == ["success"]
    assert statuses(flow_env) == {"vigerend": 2}
    assert not list(flow_env.inbox.iterdir())


def test_a_message_per_school_year(flow_env: Settings, run_flow: RunFlow) -> None:
    from airflow.models.asset import AssetEvent
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        earlier = set(session.scalars(select(AssetEvent.id)))
    put(flow_env, "a.zip")
    put(flow_env, "b.zip", schooljaar="2023/2024", aangemaakt="2024-10-01T09:30:00+02:00")
    run_flow("leveringen")
    with create_session() as session:
        events = [
            (event.asset.name, event.partition_key)
            for event in session.scalars(select(AssetEvent))
            if event.id not in earlier
        ]
    assert sorted(events) == [
        ("vigerende_leveringen", "2023/2024"),
        ("vigerende_leveringen", "2024/2025"),
    ]


def test_the_same_zip_twice_changes_nothing(flow_env: Settings, run_flow: RunFlow) -> None:
    put(flow_env, "a.zip")
    run_flow("leveringen")
    put(flow_env, "again.zip")
    _, tasks = run_flow("leveringen")
    assert statuses(flow_env) == {"vigerend": 1}
    assert tasks["beslissen"] == ["success"], "the year has not been built, so by hand the flow goes on"
    assert tasks["lezen"] == ["skipped"]


def test_what_a_stopped_run_left_is_finished_by_the_next(flow_env: Settings, run_flow: RunFlow) -> None:
    put(flow_env, "a.zip")
    flow.receive(flow_env, flow_env.inbox, remove=True)
    assert statuses(flow_env) == {"ontvangen": 1}
    run_flow("leveringen")
    assert statuses(flow_env) == {"vigerend": 1}


def test_one_unreadable_group_does_not_hold_up_the_others_but_is_seen(
    flow_env: Settings, run_flow: RunFlow
) -> None:
    put(flow_env, "good.zip")
    flow.receive(flow_env, flow_env.inbox, remove=True)
    stored = set(Path(flow_env.raw_store).rglob("*"))
    put(flow_env, "lost.zip", leveraar="GM0599")
    flow.receive(flow_env, flow_env.inbox, remove=True)
    for file in set(Path(flow_env.raw_store).rglob("*")) - stored:
        if file.is_file():
            file.unlink()
    state, tasks = run_flow("leveringen")
    assert Counter(tasks["lezen"]) == {"success": 1, "failed": 1}
    assert tasks["iets_mislukt"] == ["failed"]
    assert state == "failed"
    assert statuses(flow_env) == {"vigerend": 1, "ontvangen": 1}


def test_a_rejected_delivery_is_a_result_not_a_failure(flow_env: Settings, run_flow: RunFlow) -> None:
    put(flow_env, "fout.zip", content=d.files(verblijf=[[d.BSN, "GM0344", "2025-02-31", "", ""]]))
    (flow_env.inbox / "no.zip").write_bytes(b"this is not a zip")
    age(flow_env.inbox / "no.zip")
    state, _ = run_flow("leveringen")
    assert state == "success"
    assert statuses(flow_env) == {"afgekeurd": 1, "geweigerd": 1}


def test_no_number_reaches_airflow(
    airflow_ready: Settings,
    flow_env: Settings,
    run_flow: RunFlow,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Nothing that Airflow keeps (XCom, names of mapped tasks, events) or logs holds a personal number."""
    put(flow_env, "a.zip")
    run_flow("leveringen")
    log = capfd.readouterr()
    kept: list[str] = []
    with connect(flow_env, database=airflow_database(airflow_ready)) as conn:
        tables = conn.execute(
            "select table_name from information_schema.tables where table_schema = 'public'"
        ).fetchall()
        for (table,) in tables:
            statement = sql.SQL("select t::text from {} as t").format(sql.Identifier(table))
            kept += [row[0] for row in conn.execute(statement)]
    assert len(kept) > 50
    assert not [row for row in kept if d.BSN in row]
    # Airflow logs through whichever stream was there when it was set up; together nothing is missed.
    logged = log.out + log.err + caplog.text
    assert "lezen" in logged
    assert d.BSN not in logged
