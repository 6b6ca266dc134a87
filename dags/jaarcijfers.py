"""Jaarcijfers: van landelijke tabellen tot goedgekeurde cijfers bij het ministerie.

Kijkt elke ochtend in de kalender: is de opgavedatum van een schooljaar voorbij en is er nog geen uitgave, dan
maakt deze stroom de voorlopige uitgave van elke reeks. Nader voorlopige en definitieve cijfers, en een
verbeterde versie, start u met de hand: kies reeks, schooljaar en status, en geef bij een nieuwe versie de reden.

Daarna wacht de uitgave op goedkeuring (onder Required Actions) door iemand anders dan wie haar startte; ons
register houdt bij wie wat besloot. Pas dan gaat zij naar het ministerie (RIZOOM_MINISTERIE), met een bewijs.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import alarm
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param, dag, get_current_context, task, task_group
from airflow.sdk.exceptions import AirflowSkipException
from beleid import DEFAULT_ARGS

from rizoom.publish import uitgave_stroom as stroom
from rizoom.settings import Settings

MADE = "ti.xcom_pull(task_ids='per_uitgave.maken', map_indexes=ti.map_index)"
NAME = "{{ (" + MADE + " or {}).get('titel', '') }}"


@task.short_circuit
def uitgaven() -> list[dict[str, str]]:
    """What was asked for by hand, else what the calendar says is due."""
    context: Any = get_current_context()
    door = getattr(context["dag_run"], "triggering_user_name", None)
    return stroom.opdrachten(Settings.from_env(), context["params"], door, datetime.now(UTC).date())


@task(map_index_template="{{ naam }}", pool="publicatie")
def maken(opdracht: dict[str, str]) -> dict[str, Any]:
    context: Any = get_current_context()
    context["naam"] = f"{opdracht['reeks']} {opdracht['schooljaar']}"
    return stroom.maak_uitgave(Settings.from_env(), opdracht)


@task(trigger_rule="none_failed", map_index_template=NAME)
def vastleggen(gemaakt: dict[str, Any]) -> int:
    """The answer in our own table; a rejected release goes no further."""
    ti: Any = get_current_context()["ti"]
    answer = ti.xcom_pull(task_ids="per_uitgave.goedkeuren", map_indexes=ti.map_index)
    approved = answer["chosen_options"] == [ApprovalOperator.APPROVE]
    door, reden = answer["responded_by_user"]["name"], (answer["params_input"] or {}).get("reden") or ""
    if not stroom.leg_vast(Settings.from_env(), gemaakt["uitgave_id"], approved, door, reden):
        raise AirflowSkipException("afgewezen")
    return int(gemaakt["uitgave_id"])


@task(map_index_template=NAME)
def verzenden(uitgave_id: int) -> str:
    bewijs = stroom.lever_af(Settings.from_env(), uitgave_id)
    if bewijs is None:
        raise AirflowSkipException("er is geen adres van het ministerie ingesteld")
    return bewijs


@task_group
def per_uitgave(opdracht: dict[str, str]) -> None:
    gemaakt = maken(opdracht)
    goedkeuren = ApprovalOperator(
        task_id="goedkeuren",
        map_index_template=NAME,
        subject="{{ " + MADE + "['titel'] }}: goedkeuren?",
        body="{{ " + MADE + "['tekst'] }}",
        params={"reden": Param("", type="string", title="Reden of toelichting")},
    )
    vast = vastleggen(gemaakt)
    gemaakt >> goedkeuren >> vast >> verzenden(vast)


@dag(
    schedule="0 6 * * *",
    start_date=datetime(2025, 1, 1, tzinfo=UTC),
    max_active_runs=1,
    catchup=False,
    default_args=DEFAULT_ARGS,
    dagrun_timeout=timedelta(days=60),
    **alarm.MELDINGEN,
    params={
        "reeks": Param(None, type=["null", "string"], enum=[None, *stroom.KEUZE], title="Reeks"),
        "schooljaar": Param(None, type=["null", "string"], pattern=r"^\d{4}/\d{4}$", title="Schooljaar"),
        "status": Param("voorlopig", enum=["voorlopig", "nader_voorlopig", "definitief"], title="Status"),
        "reden": Param("", type="string", title="Reden van een nieuwe versie"),
    },
    tags=["publicatie", "ministerie"],
    doc_md=__doc__,
)
def jaarcijfers() -> None:
    per_uitgave.expand(opdracht=uitgaven())


jaarcijfers()
