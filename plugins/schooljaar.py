"""Timetable of the school year: a run on every day on which the annual cycle has something to do.

The days come from the seeds ``kalender`` and ``jaarmoment``; a new school year is a new line there and no
new code. A run that was missed is made up for (the last one only): the flow itself looks what is due.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from airflow.plugins_manager import AirflowPlugin
from airflow.timetables.base import DagRunInfo, DataInterval, TimeRestriction, Timetable
from pendulum import DateTime, instance

from rizoom.ops import cycle

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FOLLOW_UP = timedelta(days=6)  # a round on the days after each moment too: for what failed or came late


class SchooljaarTimetable(Timetable):
    """Every day of the cycle, and the six days after each, at ``uur`` o'clock in the Netherlands."""

    description = "Elke dag waarop de jaarcyclus iets vraagt (seeds kalender en jaarmoment)"

    def __init__(self, uur: int = 7) -> None:
        self.uur = uur

    def serialize(self) -> dict[str, Any]:
        return {"uur": self.uur}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> SchooljaarTimetable:
        return cls(data["uur"])

    @property
    def summary(self) -> str:
        return f"jaarcyclus, {self.uur}:00 uur"

    def moments(self) -> list[DateTime]:
        """All times of this timetable, in order, in UTC."""
        days = {day + timedelta(days=n) for day in cycle.days() for n in range(FOLLOW_UP.days + 1)}
        local = (datetime.combine(day, time(self.uur), AMSTERDAM) for day in sorted(days))
        return [instance(moment.astimezone(UTC)) for moment in local]

    def infer_manual_data_interval(self, *, run_after: DateTime) -> DataInterval:
        return DataInterval.exact(run_after)

    def next_dagrun_info(
        self, *, last_automated_data_interval: DataInterval | None, restriction: TimeRestriction
    ) -> DagRunInfo | None:
        times = self.moments()
        if last_automated_data_interval is not None:
            times = [t for t in times if t > last_automated_data_interval.end]
        if restriction.earliest is not None:
            times = [t for t in times if t >= restriction.earliest]
        if not restriction.catchup:
            now = instance(datetime.now(UTC))
            passed = [t for t in times if t <= now]
            times = passed[-1:] + times[len(passed) :]
        if not times or (restriction.latest is not None and times[0] > restriction.latest):
            return None
        return DagRunInfo.exact(times[0])


class Schooljaar(AirflowPlugin):  # type: ignore[misc]
    name = "schooljaar"
    timetables: ClassVar[list[type[Timetable]]] = [SchooljaarTimetable]
