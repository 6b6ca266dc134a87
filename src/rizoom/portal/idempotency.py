"""Idempotency keys: the same request with the same key is done once and gets the same answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb

from rizoom.portal.access import Portal
from rizoom.portal.actor import Account
from rizoom.portal.faults import Fault


@dataclass(frozen=True)
class Answer:
    """Status, body and ``Location`` of an answer."""

    status: int
    body: dict[str, Any]
    location: str = ""


def once(
    portal: Portal, account: Account, key: str | None, digest: str, action: Callable[[], Answer]
) -> Answer:
    """``action()``, or the answer that it gave before under this key; kept for a day.

    ``digest`` is the hash of the request. Raises a 422 fault when the key was used for another request.
    A second request that comes while the first runs waits for it.
    """
    if key is None:
        return action()
    with portal.database.connection() as conn:
        conn.execute(
            "select pg_advisory_xact_lock(hashtextextended('rizoom.idempotentie.' || %s || '.' || %s, 0))",
            [account.account_id, key],
        )
        conn.execute("delete from portaal.idempotentie where gemaakt_op < now() - interval '1 day'")
        row = conn.execute(
            "select sha256, antwoord from portaal.idempotentie where account_id = %s and sleutel = %s",
            [account.account_id, key],
        ).fetchone()
        if row is not None:
            if row[0] != digest:
                raise Fault(
                    422, "Deze Idempotency-Key is al gebruikt voor een ander verzoek. Gebruik een nieuwe."
                )
            return Answer(**row[1])
        answer = action()
        conn.execute(
            "insert into portaal.idempotentie (account_id, sleutel, sha256, antwoord)"
            " values (%s, %s, %s, %s)",
            [
                account.account_id,
                key,
                digest,
                Jsonb({"status": answer.status, "body": answer.body, "location": answer.location}),
            ],
        )
        return answer
