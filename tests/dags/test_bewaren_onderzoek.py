"""The flows `bewaartermijnen` and `onderzoek`, run by Airflow on a warehouse of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rizoom.bewaren import stroom
from rizoom.bewaren.verklaring import lijst
from rizoom.intake import flow
from rizoom.ops.alarms import open_alarms
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.intake import deliveries as d

RunFlow = Callable[..., tuple[str, dict[str, list[str]]]]


def test_retention_destroys_what_is_past_its_term_once(
    flow_env: Settings, run_flow: RunFlow, tmp_path: Path
) -> None:
    for name in ("oud", "nieuw"):
        content = d.files()
        content["jongere.csv"] += f"{name};bsn;2012-05-06;V;;\r\n".encode()
        d.write_zip(tmp_path / "in" / f"{name}.zip", content)
    assert flow.run_intake(flow_env, tmp_path / "in") == {"afgekeurd": 2}
    with connect(flow_env) as conn:
        conn.execute(
            "update register.levering set ontvangen_op = %s where levering_id = (select min(levering_id)"
            " from register.levering)",
            [datetime.now(UTC) - timedelta(days=100)],
        )
    for _ in range(2):
        state, tasks = run_flow("bewaartermijnen")
        assert (state, tasks["ruwe_leveringen"], tasks["personen"]) == ("success", ["success"], ["success"])
    with connect(flow_env) as conn:
        left = conn.execute("select count(ingepakte_sleutel), count(*) from register.opslag").fetchone()
        assert (left, len(lijst(conn))) == ((1, 2), 1)


def test_a_failure_of_an_early_step_is_a_failure_of_the_flow(
    flow_env: Settings, run_flow: RunFlow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_raw_store(*_: object) -> int:
        raise RuntimeError("the raw store is gone")

    monkeypatch.setattr(stroom, "vernietig_ruw", no_raw_store)
    state, tasks = run_flow("bewaartermijnen")
    assert (state, tasks["ruwe_leveringen"], tasks["personen"]) == ("failed", ["failed"], ["success"])


def test_backups_that_were_never_put_back_raise_an_alarm(
    flow_env: Settings, run_flow: RunFlow, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_flow("bewaartermijnen")[1]["hersteltest"] == ["skipped"], "no backups are made here"
    monkeypatch.setenv("RIZOOM_HERSTELTEST_DAGEN", "35")
    assert run_flow("bewaartermijnen")[1]["hersteltest"] == ["success"]
    assert [a.tekst for a in open_alarms(flow_env) if a.code == "HERSTELTEST"] == [
        "er is nog nooit een back-up teruggezet"
    ]
    with connect(flow_env) as conn:
        conn.execute(
            "insert into bedrijf.hersteltest (backup, gelukt, stap, seconden, gebeurtenissen, achterstand_seconden)"
            " values ('20260101T000000Z', true, 'klaar', 1, 1, 30)"
        )
    assert run_flow("bewaartermijnen")[0] == "success"
    assert [a for a in open_alarms(flow_env) if a.code == "HERSTELTEST"] == []


def test_research_is_watched_and_closed(flow_env: Settings, run_flow: RunFlow) -> None:
    state, tasks = run_flow("onderzoek")
    assert state == "success"
    assert (tasks["bewaken"], tasks["sluiten"], tasks["bijwerken"]) == (["success"], ["success"], ["skipped"])
