"""When a run fails or is late: an alarm in the warehouse and, where there is a mail server, a mail.

The mail server is Airflow's connection ``smtp_default`` (``AIRFLOW_CONN_SMTP_DEFAULT``); the address is
``RIZOOM_ALARM_ADRES``. Without them the alarm stands on the delivery board and in ``/gezond`` only.
"""

from __future__ import annotations

import asyncio
import html
import logging
import os
from datetime import timedelta
from typing import Any

from airflow.sdk import AsyncCallback, DeadlineAlert, DeadlineReference

from rizoom.settings import Settings

log = logging.getLogger(__name__)


def mail_is_possible() -> bool:
    """Whether a mail server was configured."""
    return bool(os.environ.get("AIRFLOW_CONN_SMTP_DEFAULT"))


def keep(code: str, onderwerp: str, tekst: str, eigenaar: str = "datateam") -> bool:
    """Keep the alarm; True when somebody must be told: it is new."""
    from rizoom.ops.alarms import Alarm, raise_alarm

    return raise_alarm(Settings.from_env(), Alarm(code, onderwerp, tekst, eigenaar))


def notifier(code: str, onderwerp: str, tekst: str) -> Any:
    """Airflow's own mail notifier for one alarm; None when there is nobody to write to."""
    address = os.environ.get("RIZOOM_ALARM_ADRES")
    if not address or not mail_is_possible():
        return None
    from airflow.providers.smtp.notifications.smtp import SmtpNotifier

    body = f"<p>{html.escape(tekst)}</p><p>Wat te doen: zie het draaiboek, {html.escape(code)}.</p>"
    return SmtpNotifier(to=address, subject=f"[Rizoom] {code}: {onderwerp}", html_content=body)


def tell(code: str, onderwerp: str, tekst: str, eigenaar: str = "datateam") -> None:
    """Keep an alarm and mail it when it is new."""
    if keep(code, onderwerp, tekst, eigenaar) and (mail := notifier(code, onderwerp, tekst)):
        mail.notify({})


def mislukt(context: Any) -> None:
    """``on_failure_callback`` of every flow."""
    run = context["dag_run"]
    tell("FLOW-MISLUKT", run.dag_id, f"De flow {run.dag_id} is mislukt (run {run.run_id}).")


def gelukt(context: Any) -> None:
    """``on_success_callback`` of every flow: what it was about is over."""
    from rizoom.ops.alarms import close_alarm

    for code in ("FLOW-MISLUKT", "FLOW-TE-LAAT"):
        close_alarm(Settings.from_env(), code, context["dag_run"].dag_id)


async def te_laat(flow: str, uren: float, **_: Any) -> None:
    """A run was not done in time; called by the triggerer."""
    text = f"Een run van {flow} is na {uren:g} uur niet klaar."
    new = await asyncio.to_thread(keep, "FLOW-TE-LAAT", flow, text)
    mail = notifier("FLOW-TE-LAAT", flow, text) if new else None
    if mail is not None:
        await mail.async_notify({})


MELDINGEN: dict[str, Any] = {"on_failure_callback": mislukt, "on_success_callback": gelukt}
"""Arguments of a flow that waits for a person, and so has no deadline."""


def bewaking(flow: str, uren: float) -> dict[str, Any]:
    """Arguments of a flow: alarm when a run fails, or is not done within ``uren`` hours."""
    deadline = DeadlineAlert(
        name=f"{flow}: klaar binnen {uren:g} uur",
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(hours=uren),
        callback=AsyncCallback(te_laat, kwargs={"flow": flow, "uren": uren}),
    )
    return {"deadline": deadline, **MELDINGEN}
