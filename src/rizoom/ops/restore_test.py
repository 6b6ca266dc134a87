"""Whether the backups can be put back: the outcome of the last tests (``config/productie/hersteltest.sh``)."""

from __future__ import annotations

import os
from collections.abc import Mapping

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

VARIABLE = "RIZOOM_HERSTELTEST_DAGEN"
MAX_BEHIND = 600.0
"""Seconds that a backup may lie behind: twice the five minutes after which the server archives its WAL."""


def term_days(env: Mapping[str, str] = os.environ) -> int | None:
    """Days within which a test must have gone well; None where no backups are made.

    Raises:
        ValueError: the variable holds no whole number of days.
    """
    text = env.get(VARIABLE, "")
    if not text:
        return None
    if not text.isdigit() or int(text) == 0:
        raise ValueError(f"{VARIABLE} must be a whole number of days, not {text!r}")
    return int(text)


def what_is_wrong(settings: Settings, days: int) -> str | None:
    """What to tell about the backups, in Dutch; None when the last test went well and is not too old."""
    with connect(settings) as conn:
        row = conn.execute(
            """
            select gelukt, stap, backup, to_char(tijd at time zone 'Europe/Amsterdam', 'DD-MM-YYYY HH24:MI'),
                tijd < now() - make_interval(days => %s), achterstand_seconden
            from bedrijf.hersteltest order by hersteltest_id desc limit 1
            """,
            [days],
        ).fetchone()
    if row is None:
        return "er is nog nooit een back-up teruggezet"
    good, step, backup, moment, old, behind = row
    if not good:
        return f"de back-up {backup or '(geen)'} kon op {moment} niet worden teruggezet, bij: {step}"
    if behind > MAX_BEHIND:
        return f"de back-up {backup} liep op {moment} {behind / 60:.0f} minuten achter"
    if old:
        return f"de laatste geslaagde hersteltest was op {moment}, langer dan {days} dagen geleden"
    return None
