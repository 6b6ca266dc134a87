"""The whole way of the data in this process: an inbox in, the tables of one school year out.

Calls the same functions as the Airflow flows, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rizoom.settings import Settings
from rizoom.workspace import fingerprint_of_folder, workspace

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class RunResult:
    """Files written, and the number of deliveries per outcome."""

    files: tuple[Path, ...]
    outcomes: dict[str, int]


def run(
    settings: Settings,
    inbox: Path,
    schooljaar: str,
    out: Path,
    definitieset: str = "2025-1",
    regelversie: str | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Process every delivery in ``inbox`` and write the tables of ``schooljaar`` to ``out``.

    The result depends on the deliveries in the inbox only: not on what this home holds, on the order of
    arrival or on earlier tries. Earlier school years in the inbox are built first, for what came before.
    """
    from rizoom.intake import keys
    from rizoom.national import flow as national
    from rizoom.national.export import write_tables

    rule = regelversie or national.default_rule_version(schooljaar)
    scope = national.Scope(definitiesets=(definitieset,), regelversies=(rule,))
    name = fingerprint_of_folder(inbox, inbox.resolve(), schooljaar, definitieset, rule)
    with workspace(settings, name) as own:
        keys.ensure_demo_key(own)
        _intake(own, inbox, progress)
        outcomes = _outcomes(own)
        # the year itself is built also when nobody delivered for it: its areas are then "ontbreekt";
        # earlier years count for what came before, so they keep the rule version of their own time
        earlier = national.Scope(definitiesets=(definitieset,))
        for year in national.years_to_build(own, schooljaar, earlier):
            if year < schooljaar:
                national.build_year(own, year, earlier, progress=progress)
        national.build_year(own, schooljaar, scope, progress=progress)
        files = write_tables(own, schooljaar, out, definitieset, rule)
    return RunResult(tuple(files), outcomes)


def _intake(settings: Settings, inbox: Path, progress: Progress | None) -> None:
    """Reading is bound by this process's speed: as many processes as threads, each a group of equal size."""
    from concurrent.futures import ProcessPoolExecutor

    from rizoom.intake import flow

    flow.receive(settings, inbox, progress=progress)
    groups = flow.plan_groups(settings, 4 * settings.threads)
    if len(groups) <= 1 or settings.threads == 1:
        for group in groups:
            flow.read_group(settings, group, progress)
    else:
        total = sum(map(len, groups))
        done = 0
        with ProcessPoolExecutor(settings.threads) as pool:
            for group, _ in zip(
                groups, pool.map(flow.read_group, [settings] * len(groups), groups), strict=True
            ):
                done += len(group)
                if progress:
                    progress("lezen", done, total)
    flow.check(settings, progress)
    flow.decide(settings, progress)


def _outcomes(settings: Settings) -> dict[str, int]:
    from rizoom.warehouse.connect import connect

    with connect(settings) as conn:
        rows = conn.execute("select status, count(*) from register.levering group by 1 order by 1")
        return dict(rows.fetchall())
