"""The flow `jaarcijfers`, run by Airflow in this process: waits for a person, and keeps the answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rizoom.intake import flow
from rizoom.national.flow import build_year
from rizoom.publish import uitgave as u
from rizoom.publish.uitgave_stroom import volgens_kalender
from rizoom.settings import Settings
from tests.intake import deliveries as d

RunFlow = Callable[..., tuple[str, dict[str, list[str]]]]
YEAR = "2024/2025"


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """With the seeds loaded: a build here starts from them."""
    return seeded_settings


def answer(option: str, user: str, seconds: float = 300) -> None:
    """What the server does when somebody answers: note the answer, and let the task go on."""
    from airflow.models.hitl import HITLDetail
    from airflow.models.taskinstance import TaskInstance
    from airflow.models.trigger import handle_event_submit
    from airflow.sdk import timezone
    from airflow.triggers.base import TriggerEvent
    from airflow.utils.session import create_session
    from airflow.utils.state import TaskInstanceState
    from sqlalchemy import select

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with create_session() as session:
            waiting = session.scalar(
                select(TaskInstance).where(TaskInstance.state == TaskInstanceState.AWAITING_INPUT)
            )
            if waiting is not None:
                detail = session.get(HITLDetail, waiting.id)
                assert detail is not None
                detail.responded_by = {"id": user, "name": user}
                detail.responded_at = timezone.utcnow()
                detail.chosen_options = [option]
                detail.params_input = {"reden": "rapport gelezen"}
                session.flush()
                event = TriggerEvent(detail.as_resume_event_payload())
                handle_event_submit(event, task_instance=waiting, session=session)
                return
        time.sleep(0.5)


def test_nothing_due_costs_one_task(flow_env: Settings, run_flow: RunFlow) -> None:
    state, tasks = run_flow("jaarcijfers")
    assert state == "success"
    assert tasks.pop("uitgaven") == ["success"]
    assert {s for states in tasks.values() for s in states} == {"skipped"}


@pytest.mark.timeout(1200)
def test_an_approved_release_is_delivered_and_a_rejected_one_is_not(
    flow_env: Settings, run_flow: RunFlow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    d.write_zip(tmp_path / "in" / "a.zip")
    flow.run_intake(flow_env, tmp_path / "in")
    assert volgens_kalender(flow_env, date(2025, 10, 13)) == [], "the tables are behind"
    build_year(flow_env, YEAR)
    assert volgens_kalender(flow_env, date(2025, 10, 11)) == [], "the deadline has not passed"
    assert [o.reeks for o in volgens_kalender(flow_env, date(2025, 10, 13))] == ["leerplichttelling"]
    drop = tmp_path / "ministerie"
    monkeypatch.setenv("RIZOOM_MINISTERIE", str(drop))

    helper = threading.Thread(target=answer, args=("Reject", "bert"))
    helper.start()
    state, tasks = run_flow("jaarcijfers", {"reeks": "leerplichttelling", "schooljaar": YEAR})
    helper.join()
    assert (state, tasks["per_uitgave.verzenden"]) == ("success", ["skipped"])
    assert [x.besluit for x in u.lijst(flow_env)] == ["afgewezen"]
    assert not drop.exists()

    helper = threading.Thread(target=answer, args=("Approve", "bert"))
    helper.start()
    asked = {"reeks": "leerplichttelling", "schooljaar": YEAR, "reden": "rapport aangepast"}
    state, tasks = run_flow("jaarcijfers", asked)
    helper.join()
    assert (state, tasks["per_uitgave.verzenden"]) == ("success", ["success"])
    made = u.lijst(flow_env)[-1]
    assert (made.volgnummer, made.besluit, made.besluit_door, made.verzonden) == (2, "goedgekeurd", "bert", 1)
    assert (drop / made.map / "ontvangstbewijs.json").exists()
