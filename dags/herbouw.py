"""Herbouw: een schooljaar opnieuw bouwen, vergelijken, goedkeuren en wisselen.

Alleen met de hand, met `schooljaar` en `reden`. Bouwt het jaar naast wat in gebruik is, opnieuw uit de ruwe
leveringen die gelden. Laat per tabel zien hoeveel regels erbij komen en verdwijnen. Wacht dan op een mens:
goedkeuren (Approve) of afwijzen (Reject). Na goedkeuring komt de nieuwe opbouw in gebruik, als die precies
gelijk is aan wat is goedgekeurd; de eerdere tabellen blijven bewaard in `uit/eerder`.

Verandert er intussen een levering, dan wordt er niet gewisseld en moet de herbouw opnieuw.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import alarm
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param, dag, get_current_context, task
from beleid import DEFAULT_ARGS

from rizoom.settings import Settings


def schooljaar() -> str:
    context: Any = get_current_context()
    return str(context["params"]["schooljaar"])


@task(pool="opbouw")
def naast_bouwen() -> None:
    from rizoom.ops import rebuild

    context: Any = get_current_context()
    rebuild.build_beside(Settings.from_env(), schooljaar(), context["params"]["reden"])


@task
def vergelijken() -> str:
    """The differences as the text that the approver reads: numbers of lines only."""
    from rizoom.ops import rebuild

    found = rebuild.differences(Settings.from_env(), schooljaar())
    lines = [f"- {d.tabel}: {d.erbij} regels erbij, {d.eraf} eraf, {d.gelijk} gelijk" for d in found]
    return "\n".join(lines) or "Geen verschillen."


@task(pool="opbouw")
def wisselen() -> None:
    from rizoom.ops import rebuild

    context: Any = get_current_context()
    decision = context["ti"].xcom_pull(task_ids="goedkeuren") or {}
    who = decision.get("responded_by_user") or {}
    rebuild.swap(Settings.from_env(), schooljaar(), str(who.get("name") or "onbekend"))


@dag(
    schedule=None,
    max_active_runs=1,
    catchup=False,
    default_args=DEFAULT_ARGS,
    dagrun_timeout=timedelta(days=14),
    params={
        "schooljaar": Param("2024/2025", type="string", pattern=r"^\d{4}/\d{4}$", title="Schooljaar"),
        "reden": Param("", type="string", title="Reden van de herbouw"),
    },
    tags=["landelijk", "herbouw"],
    doc_md=__doc__,
    **alarm.MELDINGEN,
)
def herbouw() -> None:
    verschillen = vergelijken()
    goedkeuren = ApprovalOperator(
        task_id="goedkeuren",
        subject="Herbouw van {{ params.schooljaar }}: in gebruik nemen?",
        body="Reden: {{ params.reden }}\n\n{{ ti.xcom_pull(task_ids='vergelijken') }}",
        response_timeout=timedelta(days=14),
    )
    naast_bouwen() >> verschillen >> goedkeuren >> wisselen()


herbouw()
