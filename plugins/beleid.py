"""What all flows share: who owns them, what is tried again, and the asset between them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule, task

VIGEREND = Asset(name="vigerende_leveringen", uri="rizoom://register/vigerend")
"""The deliveries in force; the partition key of an event is the school year that changed."""

# A lost connection is worth another try. Anything else fails at once: a wrong answer stays wrong.
# A task that was killed never gets here and is tried again as often as `retries` says.
RETRY_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            [
                "psycopg.OperationalError",
                "psycopg.InterfaceError",
                "builtins.ConnectionError",
            ],
            reason="verbinding verbroken",
        ),
        # Some deliveries of a group could not be read, through no fault of their own.
        RetryRule("builtins.ExceptionGroup", reason="een deel is niet gelezen"),
        RetryRule("builtins.Exception", action=RetryAction.FAIL, reason="geen verbindingsfout"),
    ]
)

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "datateam",
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2,
    "retry_policy": RETRY_POLICY,
}


@task(trigger_rule="one_failed", retries=0)
def iets_mislukt() -> None:
    """Last task of a flow that goes on after a failure: lets the run fail all the same."""
    raise RuntimeError("Een taak is mislukt; zie het log van die taak.")
