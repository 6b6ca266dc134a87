"""Check a batch of deliveries with Great Expectations and write the findings (spec: leveringen, section 8).

One suite per table over all deliveries of the batch at once; the rows behind a failed expectation are then
fetched with SQL and attributed to their delivery. A finding speaks in the supplier's own terms: the heading
of the supplier's file and the line in it. It never holds a personal number or a pseudonym.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from rizoom.intake import checks_rows
from rizoom.intake.checks_reference import load_reference
from rizoom.intake.checks_suites import Check, checks, suite_files
from rizoom.intake.finding import Finding, shown
from rizoom.intake.schema import TABLES
from rizoom.intake.spread import Task, cancel, connections, spread
from rizoom.settings import Settings
from rizoom.warehouse.connect import database_url

LOCK = 4_517_004  # one batch at a time: register.controlegroep is shared
VALUE_LENGTH = 40  # characters of a delivered value in a finding
TEXT_LENGTH = 200  # characters of what a check says itself


@dataclass(frozen=True)
class _Delivery:
    """What a finding needs to know of a delivery: the supplier's headings per table and column."""

    schooljaar: str
    koppen: dict[str, dict[str, str]]


def check_batch(
    conn: psycopg.Connection, settings: Settings, levering_ids: Sequence[int], docs: Path | None = None
) -> None:
    """Check the landed rows of the deliveries and write ``register.bevinding`` (herkomst ``controle``).

    Over ``settings.threads`` connections, ``conn`` among them. ``docs``: a folder for the Data Docs of this
    batch (a run window); without it none are made.

    Idempotent: earlier findings of the checks on these deliveries are replaced. Commits ``conn``, because
    the others read what it wrote; what they must see has to be committed by then.
    Raises ``CheckError`` when an expectation could not be evaluated; then nothing is replaced.
    """
    if not levering_ids:
        return
    ids = sorted(set(levering_ids))
    with batch(conn, settings, ids) as conns:
        from rizoom.intake.checks_run import run_suites  # importing Great Expectations takes seconds

        rows = checks_rows.landed(conn, ids)
        outcomes = run_suites(database_url(settings), suites_needed(conn), rows, settings.threads, docs)
        failed = [checks()[outcome.code] for outcome in outcomes if not outcome.success]
        with conn.transaction():
            conn.execute(
                "delete from register.bevinding where herkomst = 'controle' and levering_id = any(%s)", [ids]
            )
            _write(conn, _findings(conns, failed, rows, settings.limits.findings_per_code))
    conn.commit()


@contextmanager
def batch(conn: psycopg.Connection, settings: Settings, ids: list[int]) -> Iterator[list[psycopg.Connection]]:
    """Make ``ids`` the batch that the views of schema ``controle`` show, as long as the block lasts.

    Gives the connections to read it over: ``conn`` and as many more as ``settings.threads`` asks for.
    """
    conn.commit()
    conn.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        load_reference(conn)
        _analyse(conn, ids)
        with connections(settings, conn) as conns:
            checks_rows.fill(conns, ids)
            conn.commit()
            yield conns
            conn.commit()
    finally:
        conn.rollback()
        checks_rows.empty(conn)
        conn.execute("select pg_advisory_unlock(%s)", [LOCK])
        conn.commit()


def _analyse(conn: psycopg.Connection, ids: list[int]) -> None:
    """Fresh statistics where many rows have just landed: without them large joins are planned badly.

    Of the table over all school years too, when it has none or the year has more than doubled: a query through a
    view is planned by those, also when it reads one year.
    """
    stale = conn.execute(
        """
        select format('%%I.%%I', s.schemaname, case
            when s.n_mod_since_analyze > c.reltuples or not exists (
                select from pg_stats as k
                where k.schemaname = s.schemaname and k.tablename = left(s.relname, -10) and k.inherited
            ) then left(s.relname, -10)
            else s.relname
        end)
        from pg_stat_user_tables as s
        inner join pg_class as c on c.oid = s.relid
        inner join register.levering as v
            on right(s.relname, 9) = replace(v.schooljaar, '/', '_')
        where v.levering_id = any(%s) and s.schemaname = 'landing'
            and s.n_mod_since_analyze > 1000 + 0.1 * greatest(c.reltuples, 0)
        group by 1 order by 1
        """,
        [ids],
    ).fetchall()
    for (name,) in stale:
        conn.execute(f"analyze {name}")


def suites_needed(conn: psycopg.Connection) -> dict[str, dict[str, Any]]:
    """Suites of the tables that hold rows of the batch: an empty table cannot fail a check."""
    needed = {}
    for name, raw in suite_files().items():
        row = conn.execute(f"select exists (select 1 from controle.{name})").fetchone()
        if row is not None and row[0]:
            needed[name] = raw
    return needed


def _findings(
    conns: Sequence[psycopg.Connection], failed: Sequence[Check], rows: Mapping[str, int], limit: int
) -> Iterator[tuple[int, Finding]]:
    """The findings of the failed checks, at most ``limit`` lines per delivery and code."""
    deliveries = _deliveries(conns[0])
    tasks = [Task(rows.get(check.view, 0), partial(_bad_rows, check=check, limit=limit)) for check in failed]
    for check, bad in zip(failed, spread(conns, tasks, cancel), strict=True):
        if not bad:
            raise RuntimeError(f"{check.code} failed, but its rows cannot be found")
        for row in bad:
            delivery = deliveries[row["levering_id"]]
            if check.applies(delivery.schooljaar):
                yield row["levering_id"], _finding(check, row, delivery)


def _bad_rows(conn: psycopg.Connection, check: Check, limit: int) -> list[dict[str, Any]]:
    query = f"""
        select * from (
            select fout.*,
                row_number() over (partition by levering_id order by regel) as nr,
                count(*) over (partition by levering_id) as aantal
            from ({check.sql}) as fout
        ) as genummerd
        where nr <= {int(limit)}
        order by levering_id, nr
    """
    with conn.transaction(), conn.cursor(row_factory=dict_row) as cursor:
        checks_rows.plan(conn)
        return cursor.execute(query.encode()).fetchall()


def _deliveries(conn: psycopg.Connection) -> dict[int, _Delivery]:
    headings: dict[int, dict[str, dict[str, str]]] = defaultdict(dict)
    for levering_id, tabel, koppen in conn.execute(
        "select b.levering_id, b.tabel, b.koppen from register.levering_bestand as b"
        " inner join register.controlegroep as c on c.levering_id = b.levering_id where b.tabel is not null"
    ):
        headings[levering_id][tabel] = koppen
    years = conn.execute("select levering_id, schooljaar from controle.levering").fetchall()
    return {levering_id: _Delivery(year, headings[levering_id]) for levering_id, year in years}


def _finding(check: Check, row: dict[str, Any], delivery: _Delivery) -> Finding:
    """One finding; text from the delivery is made fit to be shown."""
    tabel = row.get("tabel") or check.tabel
    values = {name: shown(value, TEXT_LENGTH) for name, value in row.items() if isinstance(value, str)}
    if row.get("waarde") is not None:
        values["waarde"] = f"'{shown(row['waarde'], VALUE_LENGTH)}'"
    values["kop"] = shown(delivery.koppen.get(tabel, {}).get(check.kolom) or check.kolom)
    values["schooljaar"] = delivery.schooljaar
    kolom = check.kolom if tabel in TABLES else ""
    return Finding(
        tabel, row["regel"], kolom, check.code, check.ernst, check.melding.format(**values), row["aantal"]
    )


def _write(conn: psycopg.Connection, findings: Iterable[tuple[int, Finding]]) -> None:
    rows = [
        (levering_id, "controle", f.tabel, f.regel, f.kolom, f.code, f.ernst, f.melding, f.aantal)
        for levering_id, f in findings
    ]
    with conn.cursor().copy(
        "copy register.bevinding (levering_id, herkomst, tabel, regel, kolom, code, ernst, melding, aantal)"
        " from stdin"
    ) as copy:
        for row in rows:
            copy.write_row(row)
