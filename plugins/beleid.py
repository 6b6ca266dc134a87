"""What all flows share: who owns them, what is tried again, and the asset between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule, task
from airflow.sdk.definitions.retry_policy import RetryDecision

VIGEREND = Asset(name="vigerende_leveringen", uri="rizoom://register/vigerend")
"""The deliveries in force; the partition key of an event is the school year that changed."""


class VerbindingPolicy(ExceptionRetryPolicy):
    """The rules, applied to the exception and then to what caused it: the first that matches decides."""

    def evaluate(
        self, exception: BaseException, try_number: int, max_tries: int, context: Any = None
    ) -> RetryDecision:
        for fault in _chain(exception):
            decision = super().evaluate(fault, try_number, max_tries, context)
            if decision.action is not RetryAction.DEFAULT:
                return decision
        return RetryDecision.fail("geen verbindingsfout")


def _chain(exception: BaseException) -> Iterator[BaseException]:
    """The exception, its cause, the cause of that; not what was merely being handled at the time."""
    fault: BaseException | None = exception
    while fault is not None:
        yield fault
        fault = fault.__cause__


# A lost connection is worth another try. Anything else fails at once: a wrong answer stays wrong.
# A task that was killed never gets here and is tried again as often as `retries` says.
RETRY_POLICY = VerbindingPolicy(
    rules=[
        RetryRule(
            [
                "psycopg.OperationalError",
                "psycopg.InterfaceError",
                "httpx.TransportError",
                "builtins.ConnectionError",
                "builtins.TimeoutError",
            ],
            reason="verbinding verbroken",
        ),
        # Some deliveries of a group could not be read, through no fault of their own.
        RetryRule("builtins.ExceptionGroup", reason="een deel is niet gelezen"),
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
