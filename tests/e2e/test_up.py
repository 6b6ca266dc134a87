"""`rizoom up` as a user starts it: its own server, a real Airflow, a zip in the inbox, figures out.

One Airflow for all tests of this module, in this order: it is looked at, used, listened to, hit, asked for
approval, and stopped.
"""

from __future__ import annotations

import csv
import json
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from rizoom.intake.keys import root_key
from rizoom.ops import rebuild, work
from rizoom.ops.airflow_api import AirflowApi, Run
from rizoom.ops.airflow_home import USERS
from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.connect import connect
from rizoom.warehouse.server import known_url
from tests.e2e.collector import Collector, collecting
from tests.e2e.running import (
    RUN_SECONDS,
    START_SECONDS,
    Up,
    deliver,
    end,
    lives,
    put,
    read_json,
    start,
    wait_for,
)
from tests.intake import deliveries as d

YEAR = "2024/2025"
STEPS = ("ontvangen", "groepen", "lezen", "controleren", "beslissen")


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with collecting() as found:
        yield found


@pytest.fixture(scope="module")
def up(collector: Collector, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    folder = tmp_path_factory.mktemp("up")
    started = start(folder / "home", collector.env(str(folder / "home" / "openlineage.ndjson")))
    try:
        wait_for(lambda: started.ready, START_SECONDS, "rizoom up")
        yield started
    finally:
        end(started)


def test_the_addresses_are_printed_and_only_this_machine_is_served(up: Up) -> None:
    printed = up.output.read_text()
    for expected in (str(up.settings.inbox), str(work.output_root(up.settings)), "http://127.0.0.1:"):
        assert expected in printed
    listening = {
        connection.laddr.ip
        for process in up.descendants()
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    for user in USERS:
        assert str(read_json(up.settings.home / "airflow" / "wachtwoorden.json")[user]) not in printed


def test_a_viewer_may_look_but_not_start_a_run(up: Up) -> None:
    with up.api("kijker") as api:
        assert api.flows() >= {"leveringen", "landelijke_tabellen"}
        with pytest.raises(httpx.HTTPStatusError, match="403"):
            api.trigger("leveringen")
        with pytest.raises(httpx.HTTPStatusError, match="401"):
            AirflowApi(str(api._client.base_url), "admin", "wrong").flows()


def test_the_pools_are_those_of_the_file(up: Up) -> None:
    asked = json.loads((PROJECT_ROOT / "config" / "pools.json").read_text())
    with up.api() as api:
        found = api.pools()
        assert {name: found[name] for name in asked} == {name: asked[name]["slots"] for name in asked}


def test_a_second_up_on_the_same_home_is_refused(up: Up) -> None:
    from rizoom.ops.supervisor import AirflowError, running_airflow

    with pytest.raises(AirflowError, match="draait al"), running_airflow(up.settings):
        pass
    assert up.ready


def test_a_zip_in_the_inbox_becomes_figures(up: Up) -> None:
    runs = deliver(up, YEAR, "eerste.zip")
    with up.api() as api:
        mapped = [task for run in runs for task in api.tasks(run) if task.map_index >= 0]
    assert {task.name for task in mapped} == {YEAR}, "a name that a person can read"
    assert count(up.settings, "TELPLICHTIG") == "1"
    logs = [file for file in up.settings.home.rglob("*.log") if file.is_file()]
    assert len(logs) > 10
    assert not [file for file in logs if d.BSN in file.read_text(errors="replace")]


def test_metrics_and_traces_went_to_the_collector(up: Up, collector: Collector) -> None:
    wanted = {
        "airflow.dagrun.duration.success.leveringen",
        "airflow.pool.running_slots.opbouw",
        "airflow.executor.open_slots",
        "airflow.dag_processing.import_errors",
        "airflow.operator_successes",
    }
    wait_for(lambda: wanted <= set(collector.metrics()), 120, f"metrics {sorted(wanted)}")

    def tasks() -> set[str]:
        names = {a.value.string_value for span in collector.spans() for a in span.attributes}
        return names & {"lezen", "controleren", "beslissen", "per_schooljaar.bouwen"}

    wait_for(lambda: len(tasks()) == 4, 60, "spans of the tasks")
    spans = collector.spans()
    traces = Counter(span.trace_id for span in spans)
    assert traces.most_common(1)[0][1] >= 5, "the tasks of one run are one trace"


def test_lineage_went_to_the_file_and_over_http(up: Up, collector: Collector) -> None:
    def lines() -> list[dict[str, object]]:
        text = (up.settings.home / "openlineage.ndjson").read_text()
        return [json.loads(line) for line in text.splitlines()]

    def complete(job: str) -> list[dict[str, object]]:
        return [e for e in collector.lineage() if e["eventType"] == "COMPLETE" and e["job"]["name"] == job]

    wait_for(lambda: complete("landelijke_tabellen.per_schooljaar.wegschrijven"), 60, "the last event")
    in_file = {(e["run"]["runId"], e["eventType"], e["eventTime"]) for e in lines()}  # type: ignore[index]
    over_http = {(e["run"]["runId"], e["eventType"], e["eventTime"]) for e in collector.lineage()}
    assert over_http <= in_file, "the file is written first"
    database = Settings(home=up.settings.home).database
    for job, key, expected in (
        ("leveringen.lezen", "inputs", "register.opslag"),
        ("leveringen.lezen", "outputs", "landing.jongere"),
        ("leveringen.beslissen", "outputs", "register.vigerend"),
        ("landelijke_tabellen.per_schooljaar.bouwen", "inputs", "landing.inschrijving"),
        ("landelijke_tabellen.per_schooljaar.bouwen", "outputs", "leerplichttelling.leerplichttelling"),
    ):
        (event, *_) = complete(job)
        assert event["job"]["namespace"] == "rizoom"  # type: ignore[index]
        named = {item["name"]: item["namespace"] for item in event[key]}  # type: ignore[index,attr-defined]
        assert f"{database}.{expected}" in named
        assert all(re.fullmatch(r"postgres://[\w.]+:\d+", where) for where in named.values())


def test_nothing_personal_is_told_to_the_collector(up: Up, collector: Collector) -> None:
    with connect(up.settings) as conn:
        pseudonyms = [str(row[0]) for row in conn.execute("select pseudoniem from landing.jongere")]
    assert pseudonyms
    key = root_key(up.settings).hex()
    secrets = [
        str(v) for v in read_json(up.settings.home / "airflow" / "rizoom.json").values() if len(str(v)) > 30
    ]
    assert len(collector.bodies) > 50
    assert collector.refused < len(collector.bodies) / 20
    for path, body in list(collector.bodies):
        text = body.decode("latin-1")
        for word in (d.BSN, *pseudonyms, *secrets, key):
            assert word not in text, path


def test_killed_parts_come_back_and_the_outcome_is_right(up: Up) -> None:
    """SIGKILL for the scheduler while deliveries are read, for a build, and for the database in the next."""
    second = _bsn()
    with up.api() as api:
        before = {run.run_id for run in api.runs("landelijke_tabellen")}
        put(
            up,
            "tweede.zip",
            volgnummer=2,
            content=d.files(
                jongere=[
                    [d.BSN, "bsn", "2012-05-06", "V", "", ""],
                    [second, "bsn", "2013-01-31", "M", "", ""],
                ],
                verblijf=[[d.BSN, "GM0344", "2012-05-06", "", ""], [second, "GM0344", "2013-01-31", "", ""]],
            ),
        )
        api.trigger("leveringen")

        def busy() -> bool:
            runs = [run for run in api.runs("leveringen")[-3:] if not run.ended]
            return decided(up.settings) == 2 or any(running(api, r, *STEPS) for r in runs)

        wait_for(busy, RUN_SECONDS, "it works")
        up.part("scheduler").kill()
        wait_for(lambda: decided(up.settings) == 2, RUN_SECONDS, "the second is decided on")

        def build() -> Run | None:
            runs = [r for r in api.runs("landelijke_tabellen") if r.run_id not in before]
            return next((r for r in runs if running(api, r, "per_schooljaar.bouwen")), None)

        wait_for(build, RUN_SECONDS, "a build")
        wait_for(
            lambda: [process.kill() or process for process in builder(up)], RUN_SECONDS, "a build is killed"
        )
        wait_for(lambda: not build(), RUN_SECONDS, "the killed build is noticed")
        wait_for(lambda: build() and builder(up), RUN_SECONDS, "it is tried again")
        time.sleep(5)
        psutil.Process(postmaster(up.settings)).kill()
        wait_for(lambda: answers(up.settings), 120, "the database is back")
    with up.api() as api:
        wait_for(
            lambda: current(up.settings), RUN_SECONDS, "the figures are those of the deliveries in force"
        )
        wait_for(lambda: set(api.health().values()) == {"healthy"}, 120, "all parts are back")
        wait_for(lambda: count(up.settings, "TELPLICHTIG") == "2", RUN_SECONDS, "the tables are written")
    assert "opnieuw gestart" in up.output.read_text()
    with connect(up.settings) as conn:
        found = Counter(row[0] for row in conn.execute("select status from register.levering"))
        receipts = conn.execute("select count(*) from register.ontvangstbewijs").fetchone()
    assert found == {"vigerend": 1, "vervangen": 1}
    assert receipts == (2,)


def test_a_rebuild_waits_for_a_person_and_then_swaps(up: Up) -> None:
    """Built anew from the raw deliveries the tables are the same: what was hit left no trace."""
    folder = work.output_folder(up.settings, YEAR)
    header, gone, *rest = (folder / "dekking.csv").read_text().splitlines(keepends=True)
    right = {f.name: f.read_bytes() for f in folder.glob("*.csv")}
    (folder / "dekking.csv").write_text(header + "".join(rest))  # something to approve
    assert gone
    with up.api() as api:
        run = api.trigger("herbouw", {"schooljaar": YEAR, "reden": "proef"})
        path = f"/api/v2/dags/herbouw/dagRuns/{run.run_id}/taskInstances/goedkeuren/-1/hitlDetails"

        def asked() -> dict[str, object] | None:
            assert not api.run("herbouw", run.run_id).ended
            with suppress(httpx.HTTPStatusError):
                found: dict[str, object] = api._get(path)
                return found
            return None

        wait_for(asked, RUN_SECONDS, "the question")
        question = asked()
        assert question is not None
        assert "Reden: proef" in str(question["body"])
        assert "- dekking: 1 regels erbij, 0 eraf" in str(question["body"])
        assert str(question["body"]).count("regels erbij") == 1, "no other table differs"
        assert not running(api, run, "wisselen")
        # An answer in the very second in which the task makes place is lost, and Airflow asks again. People read first.
        time.sleep(10)
        answer = {"chosen_options": ["Approve"], "params_input": {}}
        with up.api("kijker") as viewer, pytest.raises(httpx.HTTPStatusError, match="403"):
            viewer._send("PATCH", path, json=answer)
        api._send("PATCH", path, json=answer)
        wait_for(lambda: api.run("herbouw", run.run_id).ended, RUN_SECONDS, "the swap")
        assert api.run("herbouw", run.run_id).state == "success"
    assert {f.name: f.read_bytes() for f in folder.glob("*.csv")} == right
    assert not rebuild.beside(up.settings, YEAR).exists()
    (kept,) = (work.output_root(up.settings) / "eerder" / folder.name).iterdir()
    assert (kept / "dekking.csv").read_text() == header + "".join(rest), "the earlier one is kept"
    with connect(up.settings) as conn:
        noted = conn.execute("select status, besloten_door, reden from bedrijf.herbouw").fetchall()
    assert noted == [("gewisseld", "admin", "proef")]


def test_two_homes_side_by_side_and_a_killed_one_leaves_nothing(up: Up, tmp_path: Path) -> None:
    other = start(tmp_path / "other")
    try:
        wait_for(lambda: other.ready, START_SECONDS, "the second rizoom up")
        with up.api() as one, other.api() as two:
            for api in (one, two):
                wait_for(lambda api=api: set(api.health().values()) == {"healthy"}, 30, "both healthy")
        family = other.descendants()
        assert len(family) >= 8, "four guards and four components"
        other.process.kill()
        other.process.wait()
        wait_for(lambda: not [p for p in family if lives(p)], 30, "the children are gone")
        assert up.ready
        with up.api() as one:
            wait_for(lambda: set(one.health().values()) == {"healthy"}, 30, "the other one goes on")
    finally:
        end(other)


def test_sigterm_stops_everything(up: Up) -> None:
    family = up.descendants()
    assert known_url(up.settings)
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(timeout=60) == 0, up.output.read_text()
    assert not [p for p in family if lives(p)]
    assert not (up.settings.home / "server" / "data" / "postmaster.pid").exists()


def running(api: AirflowApi, run: Run, *tasks: str) -> bool:
    return any(task.task in tasks and task.state == "running" for task in api.tasks(run))


def builder(up: Up) -> list[psutil.Process]:
    """The process in which a build runs: the client of the warehouse that holds its lock."""
    with connect(up.settings) as conn:
        ports = [
            row[0]
            for row in conn.execute(
                "select a.client_port from pg_locks l join pg_stat_activity a using (pid)"
                " where l.locktype = 'advisory' and l.granted and a.datname = current_database()"
                " and l.objid::bigint = (hashtext('rizoom.national.build')::bigint & 4294967295)"
            )
        ]
    found = []
    for process in up.descendants():
        with suppress(psutil.Error):
            if any(c.laddr and c.laddr.port in ports for c in process.net_connections("tcp")):
                found.append(process)
    return found[-1:]


def postmaster(settings: Settings) -> int:
    return int((settings.home / "server" / "data" / "postmaster.pid").read_text().splitlines()[0])


def answers(settings: Settings) -> bool:
    import psycopg

    with suppress(psycopg.OperationalError), connect(settings) as conn:
        return conn.execute("select 1").fetchone() == (1,)
    return False


def decided(settings: Settings) -> int:
    with connect(settings) as conn:
        rows = conn.execute("select 1 from register.levering where status in ('vigerend', 'vervangen')")
        return len(rows.fetchall())


def current(settings: Settings) -> bool:
    return answers(settings) and not work.years_waiting(settings)


def count(settings: Settings, indicator: str) -> str:
    with (work.output_folder(settings, YEAR) / "leerplichttelling.csv").open(newline="") as file:
        rows = [
            row["aantal"]
            for row in csv.DictReader(file)
            if (row["gebied"], row["indicator"], row["onderwijssoort_klasse"])
            == ("GM0344", indicator, "TOTAAL")
        ]
    assert len(rows) == 1
    return rows[0]


def _bsn() -> str:
    """The next number in the test range that passes the elfproef."""
    from stdnum.nl import bsn

    return next(str(n) for n in range(int(d.BSN) + 1, int(d.BSN) + 200) if bsn.is_valid(str(n)))
