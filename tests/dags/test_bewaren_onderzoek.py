"""The flows `bewaartermijnen` and `onderzoek`, run by Airflow on a warehouse of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rizoom.bewaren.verklaring import lijst
from rizoom.intake import flow
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


def test_research_is_watched_and_closed(flow_env: Settings, run_flow: RunFlow) -> None:
    state, tasks = run_flow("onderzoek")
    assert state == "success"
    assert (tasks["bewaken"], tasks["sluiten"], tasks["bijwerken"]) == (["success"], ["success"], ["skipped"])
