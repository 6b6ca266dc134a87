"""From deliveries in force to national tables, one school year at a time.

A build is a pure function of the deliveries in force, the seeds and the code. The register says what the
last build of a school year used; the difference decides whether there is anything to do and, when little
changed, which persons are computed anew (a partial build gives the same bytes as a full one).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from rizoom.national.dbt import DBT_PROJECT, NodeResult, Progress, run_dbt
from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.connect import connect

DEFAULT_DEFINITION_SETS = ("2025-1",)
# A partial build pays while the changed deliveries hold at most this share of all landed rows of the year.
PARTIAL_SHARE = 0.25
# Cautious: the tests of the seeds themselves, not those of every table that refers to a seed.
SEEDS = ("--select", "path:seeds", "--indirect-selection", "cautious")
_BUILD_LOCK = "rizoom.national.build"


@dataclass(frozen=True)
class BuildResult:
    """What a build did: whether the whole year was built, and the outcome of every dbt node."""

    schooljaar: str
    volledig: bool
    nodes: tuple[NodeResult, ...]


@dataclass(frozen=True)
class Scope:
    """Definition sets and VSV rule versions that a build computes side by side."""

    definitiesets: tuple[str, ...] = DEFAULT_DEFINITION_SETS
    regelversies: tuple[str, ...] = ()

    def rule_versions(self, schooljaar: str) -> tuple[str, ...]:
        """The rule versions asked for, or the one that holds in the school year."""
        return self.regelversies or (default_rule_version(schooljaar),)


class YearClosedError(RuntimeError):
    """The school year cannot be built any more: it would not give the same counts."""


def default_rule_version(schooljaar: str) -> str:
    """VSV rule version that holds in a school year (definities, section 4)."""
    if schooljaar >= "2026/2027":
        return "R2026"
    return "R2020" if schooljaar >= "2020/2021" else "R2012"


def code_hash() -> str:
    """Hash of everything a build depends on beside the deliveries: dbt project and migrations."""
    folders = (DBT_PROJECT / "models", DBT_PROJECT / "macros", DBT_PROJECT / "seeds")
    files = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in {".sql", ".csv", ".yml"}
    ]
    files += (PROJECT_ROOT / "src" / "rizoom" / "warehouse" / "migrations").glob("*.sql")
    return _hash_files(files)


def _hash_files(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(PROJECT_ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def years_to_build(settings: Settings, up_to: str | None = None, scope: Scope | None = None) -> list[str]:
    """School years, oldest first, whose national tables are not those of the deliveries now in force.

    Qualifications, deaths, joined numbers and VSV outcomes of other years reach into a year, so a year is
    stale when any delivery in force differs from those it was built from. A year of which rows of persons have
    been removed after their term is never stale: it could not give the same counts again.
    """
    scope = scope or Scope()
    with connect(settings) as conn:
        years = [
            r[0]
            for r in conn.execute(
                "select distinct schooljaar from register.vigerend"
                " where schooljaar not in (select schooljaar from bewaren.jaar_gesloten) order by 1"
            )
        ]
        return [
            year
            for year in years
            if (up_to is None or year <= up_to) and not _is_current(conn, year, _parameters(year, scope))
        ]


def _parameters(schooljaar: str, scope: Scope) -> dict[str, object]:
    return {
        "definitiesets": sorted(scope.definitiesets),
        "regelversies": sorted(scope.rule_versions(schooljaar)),
        "code": code_hash(),
    }


def _is_current(conn: psycopg.Connection, schooljaar: str, parameters: dict[str, object]) -> bool:
    return _last_build(conn, schooljaar) == parameters and not _changed(conn, schooljaar)


def _last_build(conn: psycopg.Connection, schooljaar: str) -> dict[str, object] | None:
    row = conn.execute(
        "select parameters from register.opbouw where schooljaar = %s and compleet", (schooljaar,)
    ).fetchone()
    return row[0] if row else None


def _changed(conn: psycopg.Connection, schooljaar: str) -> list[int]:
    """Deliveries in force now xor in the last build of the year."""
    rows = conn.execute(
        """
        select levering_id from register.vigerend as v
        full join (
            select levering_id from register.opbouw_levering where schooljaar = %s
        ) as o using (levering_id)
        where v.levering_id is null or o.levering_id is null
        order by levering_id
        """,
        (schooljaar,),
    )
    return [r[0] for r in rows]


def load_seeds(settings: Settings) -> bool:
    """Load the dbt seeds and test them when they differ from those in the warehouse; whether it did."""
    current = _hash_files(sorted((DBT_PROJECT / "seeds").iterdir()))
    with connect(settings, autocommit=True) as conn:
        if conn.execute("select 1 from register.zaad where hash = %s", (current,)).fetchone():
            return False
        run_dbt(settings, ["build", *SEEDS, "--full-refresh"])
        with conn.transaction():
            conn.execute("delete from register.zaad")
            conn.execute("insert into register.zaad (hash) values (%s)", (current,))
    return True


def build_year(
    settings: Settings,
    schooljaar: str,
    scope: Scope | None = None,
    volledig: bool = False,
    progress: Progress | None = None,
) -> BuildResult:
    """Build all national tables of one school year and record from what.

    One build at a time per warehouse (advisory lock); a second caller waits and then finds it done or
    builds what came in meanwhile. ``volledig`` forces a full build.

    Raises:
        DbtFailed: a model or an invariant failed; the year then counts as not built.
        YearClosedError: rows of the year have been removed after their term.
    """
    from rizoom.national.duiding import write_standardised
    from rizoom.national.findings import write_national_findings

    scope = scope or Scope()
    parameters = _parameters(schooljaar, scope)
    with connect(settings, autocommit=True) as conn:
        conn.execute("select pg_advisory_lock(hashtext(%s))", (_BUILD_LOCK,))
        if conn.execute(
            "select 1 from bewaren.jaar_gesloten where schooljaar = %s", (schooljaar,)
        ).fetchone():
            raise YearClosedError(f"{schooljaar} is closed: its rows have been removed after their term")
        _end_orphans(conn)
        load_seeds(settings)
        partial = not volledig and _partial_pays(conn, schooljaar, parameters)
        _prepare(conn, schooljaar, scope, parameters, not partial)
        nodes = run_dbt(
            settings, ["build", "--exclude-resource-type", "seed", "unit_test"], _named(progress, schooljaar)
        )
        write_standardised(settings, schooljaar)
        with conn.transaction():
            _record(conn, schooljaar)
            write_national_findings(conn, schooljaar)
        if not partial:
            conn.execute("select landing.zorg_voor_nummerindex(%s)", (schooljaar,))
    return BuildResult(schooljaar, not partial, tuple(nodes))


def _named(progress: Progress | None, schooljaar: str) -> Progress | None:
    """Progress of one school year under its own name."""
    if progress is None:
        return None
    return lambda _, done, total: progress(f"opbouw {schooljaar}", done, total)


def _end_orphans(conn: psycopg.Connection) -> None:
    """End what is left of a build that was killed: its statements run on in the server until they notice.

    We hold the build lock, so no living build can own them.
    """
    conn.execute(
        """
        select pg_terminate_backend(pid, 10000) from pg_stat_activity
        where datname = current_database() and application_name = 'dbt'
        """
    )


def _partial_pays(conn: psycopg.Connection, schooljaar: str, parameters: dict[str, object]) -> bool:
    if _last_build(conn, schooljaar) != parameters:
        return False
    row = conn.execute(
        """
        select
            coalesce(sum(b.rijen) filter (where b.levering_id = any(%s)), 0)::float8,
            coalesce(sum(b.rijen) filter (where v.levering_id is not null), 0)::float8
        from register.levering_bestand as b left join register.vigerend as v using (levering_id)
        """,
        (_changed(conn, schooljaar),),
    ).fetchone()
    return row is not None and row[1] > 0 and row[0] <= PARTIAL_SHARE * row[1]


def _prepare(
    conn: psycopg.Connection, schooljaar: str, scope: Scope, parameters: dict[str, object], volledig: bool
) -> None:
    with conn.transaction():
        changed = _changed(conn, schooljaar)
        conn.execute("delete from register.bereik")
        freeze_deliveries(conn)
        conn.execute("delete from register.bereik_regelversie")
        conn.execute("delete from register.opbouw_gewijzigd")
        with conn.cursor() as cur:
            cur.executemany(
                "insert into register.bereik (schooljaar, definitieset, volledig) values (%s, %s, %s)",
                [(schooljaar, name, volledig) for name in scope.definitiesets],
            )
            cur.executemany(
                "insert into register.bereik_regelversie (regelversie) values (%s)",
                [(name,) for name in scope.rule_versions(schooljaar)],
            )
            cur.executemany(
                "insert into register.opbouw_gewijzigd (levering_id) values (%s)",
                [(item,) for item in changed],
            )
        conn.execute(
            """
            insert into register.opbouw (schooljaar, compleet, parameters) values (%s, false, %s)
            on conflict (schooljaar) do update set compleet = false, parameters = excluded.parameters
            """,
            (schooljaar, json.dumps(parameters)),
        )
        # Every staging view joins these two. Right after a national delivery day their statistics still say that
        # they are empty, and the planner would look up each delivery's rows on its own. A login that does not own
        # the tables is told so by the server and goes on; autovacuum does it for that one, a minute later.
        conn.execute("analyze register.levering, register.bereik_levering")


def freeze_deliveries(conn: psycopg.Connection) -> None:
    """Let staging read the deliveries now in force, and give a series (kind, supplier, school year) that is new its
    number. In the caller's transaction."""
    conn.execute(
        "insert into register.bron (soort, leveraar, schooljaar) select soort, leveraar, schooljaar"
        " from register.vigerend order by 1, 2, 3 on conflict do nothing"
    )
    conn.execute("delete from register.bereik_levering")
    conn.execute(
        "insert into register.bereik_levering (levering_id, bron_id) select v.levering_id, b.bron_id"
        " from register.vigerend as v inner join register.bron as b using (soort, leveraar, schooljaar)"
    )


def _record(conn: psycopg.Connection, schooljaar: str) -> None:
    conn.execute(
        "update register.opbouw set compleet = true, gebouwd_op = now() where schooljaar = %s", (schooljaar,)
    )
    conn.execute("delete from register.opbouw_levering where schooljaar = %s", (schooljaar,))
    conn.execute(
        "insert into register.opbouw_levering (schooljaar, levering_id)"
        " select %s, levering_id from register.bereik_levering",
        (schooljaar,),
    )
    conn.execute("delete from register.opbouw_identiteit where schooljaar = %s", (schooljaar,))
    conn.execute(
        """
        insert into register.opbouw_identiteit (schooljaar, pseudoniem, leveraar, persoon)
        select %s, pseudoniem, leveraar, persoon from intermediate.int_identiteit
        """,
        (schooljaar,),
    )
