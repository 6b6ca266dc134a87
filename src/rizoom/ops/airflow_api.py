"""The few calls to Airflow's REST API that the command line needs.

A call by HTTP takes milliseconds; the same by the `airflow` command takes 4 to 8 seconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

RUN_ENDED = frozenset({"success", "failed"})
TASK_ENDED = frozenset({"success", "failed", "skipped", "upstream_failed", "removed"})


@dataclass(frozen=True)
class Run:
    """One run of a flow. ``state``: queued, running, success or failed."""

    dag: str
    run_id: str
    state: str
    partition: str | None

    @property
    def ended(self) -> bool:
        return self.state in RUN_ENDED


@dataclass(frozen=True)
class TaskState:
    """One task of a run; ``name`` is the rendered name of a mapped task; ``state`` None before it starts."""

    task: str
    map_index: int
    name: str
    state: str | None

    @property
    def ended(self) -> bool:
        return self.state in TASK_ENDED


class AirflowApi:
    """A logged-in client; use as a context manager. Raises httpx.HTTPError when Airflow does not answer."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._credentials = {"username": user, "password": password}
        self._client = httpx.Client(base_url=url, timeout=120, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _exc: BaseException | None,
        _tb: TracebackType | None,
    ) -> None:
        self._client.close()

    def health(self) -> dict[str, str]:
        """Status per component (``healthy`` or not); empty when the server does not answer yet."""
        try:
            response = self._client.get("/api/v2/monitor/health", timeout=5)
            response.raise_for_status()
        except httpx.HTTPError:
            return {}
        return {name: part.get("status") or "" for name, part in response.json().items() if part}

    def flows(self) -> set[str]:
        """Ids of the flows that have been read and can be run."""
        return {dag["dag_id"] for dag in self._get("/api/v2/dags")["dags"] if not dag["has_import_errors"]}

    def import_errors(self) -> list[str]:
        """Messages about flows that could not be read."""
        return [error["stack_trace"] for error in self._get("/api/v2/importErrors")["import_errors"]]

    def trigger(self, dag: str, conf: dict[str, Any] | None = None) -> Run:
        """Start a run by hand."""
        body = {"logical_date": None, "conf": conf or {}}
        return _run(self._send("POST", f"/api/v2/dags/{dag}/dagRuns", json=body).json())

    def run(self, dag: str, run_id: str) -> Run:
        return _run(self._get(f"/api/v2/dags/{dag}/dagRuns/{run_id}"))

    def runs(self, dag: str) -> list[Run]:
        """The last hundred runs, oldest first."""
        found = self._get(f"/api/v2/dags/{dag}/dagRuns", limit=100, order_by="-run_after")["dag_runs"]
        return [_run(run) for run in reversed(found)]

    def tasks(self, run: Run) -> list[TaskState]:
        """All tasks of a run (at most a hundred)."""
        path = f"/api/v2/dags/{run.dag}/dagRuns/{run.run_id}/taskInstances"
        return [
            TaskState(t["task_id"], t["map_index"], t["rendered_map_index"] or "", t["state"])
            for t in self._get(path, limit=100)["task_instances"]
        ]

    def times(self, run: Run) -> list[tuple[datetime, datetime]]:
        """From when to when each task of a run that has ended worked (at most a hundred tasks)."""
        path = f"/api/v2/dags/{run.dag}/dagRuns/{run.run_id}/taskInstances"
        found = [(t["start_date"], t["end_date"]) for t in self._get(path, limit=100)["task_instances"]]
        return [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in found if a and b]

    def set_pools(self, pools: dict[str, dict[str, Any]]) -> None:
        """Make these pools, or give them these values; the shape is that of ``airflow pools import``."""
        entities = [{"name": name, **values} for name, values in pools.items()]
        action = {"action": "create", "action_on_existence": "overwrite", "entities": entities}
        self._send("PATCH", "/api/v2/pools", json={"actions": [action]})

    def pools(self) -> dict[str, int]:
        """Slots per pool."""
        return {pool["name"]: pool["slots"] for pool in self._get("/api/v2/pools")["pools"]}

    def _get(self, path: str, **params: Any) -> Any:
        return self._send("GET", path, params=params).json()

    def _send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Send with a token; log in first, and again when the token has expired."""
        for attempt in range(2):
            if attempt or "authorization" not in self._client.headers:
                answer = self._client.post("/auth/token", json=self._credentials)
                answer.raise_for_status()
                self._client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
            response = self._client.request(method, path, **arguments)
            if response.status_code != httpx.codes.UNAUTHORIZED:
                break
        response.raise_for_status()
        return response


def count_states(tasks: list[TaskState]) -> Counter[str]:
    """Number of tasks per state; a task without a state counts as ``wacht``."""
    return Counter(task.state or "wacht" for task in tasks)


def _run(content: dict[str, Any]) -> Run:
    return Run(
        content["dag_id"],
        content["dag_run_id"],
        content["state"],
        content.get("partition_key"),
    )
