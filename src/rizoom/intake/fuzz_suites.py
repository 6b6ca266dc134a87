"""Fuzzing the checks: mutated deliveries through receipt, landing, the suites and the decision.

Many deliveries at once, so that the fixed cost of Great Expectations is paid once per batch. A case fails
when a step raises, when a delivery is left undecided, or when a delivery that no check calls ``fout``
(so that it would count) has landed other values than an independent decoding finds, or a value that does
not have the type, the code list or the key that ``tabellen.yaml`` promises to the national tables.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice

import psycopg
from psycopg import sql

from rizoom.intake import flow, keys
from rizoom.intake.fuzz import (
    MEMORY,
    Failure,
    FuzzResult,
    Progress,
    Rows,
    case,
    peak_memory,
    plain_delivery,
)
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.intake.schema import TABLES, Column, Table, code_list
from rizoom.settings import MIB, Settings
from rizoom.warehouse.connect import connect

BATCH = 250
Case = tuple[int, str, bytes]  # number, mutation, bytes


def fuzz_suites(
    settings: Settings,
    bases: Sequence[bytes],
    aantal: int,
    seed: int,
    progress: Progress | None = None,
    memory: int | None = MEMORY,
) -> FuzzResult:
    """Put ``aantal`` mutations of ``bases`` through every step, in the empty warehouse of ``settings``.

    Case ``n`` is the one of :func:`rizoom.intake.fuzz.case` with the same bases, seed and number. The
    memory is the peak of this process, Great Expectations included; above ``memory`` bytes it fails.
    """
    outcomes: Counter[tuple[str, str]] = Counter()
    failures: list[Failure] = []
    started = time.monotonic()
    every = ((number, *case(bases, seed, number)) for number in range(aantal))
    done = 0
    while chosen := list(islice(every, BATCH)):
        failures += _batch(settings, chosen, outcomes)
        done += len(chosen)
        if memory is not None and peak_memory() > memory:
            failures.append(Failure(done - 1, "", f"memory over {memory // MIB} MiB"))
            break
        if progress:
            progress("controles", done, aantal)
    return FuzzResult(done, time.monotonic() - started, peak_memory(), outcomes, tuple(failures))


def _batch(settings: Settings, chosen: Sequence[Case], outcomes: Counter[tuple[str, str]]) -> list[Failure]:
    """Receive, read, check and decide these cases; what failed. ``outcomes`` grows."""
    inbox = settings.home / "fuzz"
    inbox.mkdir()
    for number, _, data in chosen:
        (inbox / f"{number:08d}.zip").write_bytes(data)
    try:
        flow.receive(settings, inbox)
        for group in flow.plan_groups(settings, 1):
            flow.read_group(settings, group)
        flow.check(settings)
        failures = _judge_all(settings, chosen, outcomes)
        flow.decide(settings)
    except Exception as fault:  # noqa: BLE001 - any exception is what we look for
        numbers = f"cases {chosen[0][0]} to {chosen[-1][0]}"
        return [Failure(chosen[0][0], numbers, f"a step raised {type(fault).__name__}")]
    finally:
        shutil.rmtree(inbox)
    with connect(settings) as conn:
        left = conn.execute(
            "select count(*) from register.levering as l"
            " where status in ('ontvangen', 'gecontroleerd', 'goedgekeurd') or (status = 'vigerend' and exists"
            " (select from register.bevinding as b where b.levering_id = l.levering_id and b.ernst = 'fout'))"
        ).fetchone()
    if left is not None and left[0]:
        failures.append(Failure(chosen[0][0], "", f"{left[0]} deliveries undecided or in force with a fout"))
    return failures


def _judge_all(
    settings: Settings, chosen: Sequence[Case], outcomes: Counter[tuple[str, str]]
) -> list[Failure]:
    failures: list[Failure] = []
    pseudonymiser = keys.pseudonymiser(settings)
    with connect(settings) as conn:
        for number, mutation, data in chosen:
            outcome, wrong = judge(conn, data, pseudonymiser)
            outcomes[mutation, outcome] += 1
            if wrong is not None:
                failures.append(Failure(number, mutation, wrong))
    return failures


def judge(conn: psycopg.Connection, data: bytes, pseudonymiser: Pseudonymiser) -> tuple[str, str | None]:
    """What the checks make of a delivery, before the decision that also looks at its volgnummer
    (``geweigerd``, ``afgekeurd`` or ``goed``), and what is wrong with that, if anything."""
    row = conn.execute(
        "select l.levering_id, l.status, count(b.code) filter (where b.ernst = 'fout')"
        " from register.levering as l left join register.bevinding as b using (levering_id)"
        " where l.sha256 = %s group by l.levering_id",
        [hashlib.sha256(data).hexdigest()],
    ).fetchone()
    if row is None or row[1] == "ontvangen":
        return "crash", "not in the register" if row is None else "not read or not checked"
    levering_id, status, faults = row
    if status == "geweigerd" or faults:
        return ("geweigerd" if status == "geweigerd" else "afgekeurd"), None
    landed = {naam: rows for naam in TABLES if (rows := _landed(conn, levering_id, TABLES[naam]))}
    try:
        expected = {naam: rows for naam, rows in plain_delivery(data, pseudonymiser).items() if rows}
    except Exception as fault:  # noqa: BLE001 - accepted, and yet a plain decoder cannot read it
        return "goed", f"accepted, but a plain decoding raises {type(fault).__name__}"
    different = sorted(n for n in expected.keys() | landed.keys() if expected.get(n) != landed.get(n))
    if different:
        return "goed", f"accepted with other values in {', '.join(different)}"
    wrong = sorted({where for naam, rows in landed.items() for where in unsound(TABLES[naam], rows)})
    return "goed", f"accepted with unsound values in {', '.join(wrong)}" if wrong else None


def _landed(conn: psycopg.Connection, levering_id: int, table: Table) -> Rows:
    columns = sql.SQL(", ").join(
        sql.SQL("coalesce({}::text, '')").format(sql.Identifier(column.landing)) for column in table.kolommen
    )
    statement = sql.SQL("select regel, {} from landing.{} where levering_id = %s order by regel")
    rows = conn.execute(statement.format(columns, sql.Identifier(table.naam)), [levering_id]).fetchall()
    return [(regel, tuple(values)) for regel, *values in rows]


def unsound(table: Table, rows: Rows) -> set[str]:
    """Places (``table.column``, or the table for its key) where rows are not what ``tabellen.yaml`` says."""
    wrong = {
        f"{table.naam}.{column.naam}"
        for _, values in rows
        for column, value in zip(table.kolommen, values, strict=True)
        if not _sound(column, value)
    }
    places = [index for index, column in enumerate(table.kolommen) if column.sleutel]
    if len({tuple(values[place] for place in places) for _, values in rows}) < len(rows):
        wrong.add(table.naam)
    return wrong


def _sound(column: Column, value: str) -> bool:
    if not value:
        return not column.verplicht
    if column.type == "datum":
        with suppress(ValueError):
            return len(value) == 10 and date.fromisoformat(value).isoformat() == value
        return False
    if column.type in ("int", "dec"):
        try:
            number = Decimal(value)
        except InvalidOperation:
            return False
        whole = column.type == "dec" or number == number.to_integral_value()
        low, high = column.min, column.max
        return whole and (low is None or number >= low) and (high is None or number <= high)
    if column.type == "code":
        return value in code_list(column.lijst or "")
    return column.type != "bool" or value in ("J", "N")
