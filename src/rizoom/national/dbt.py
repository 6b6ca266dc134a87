"""Running dbt in this process against the warehouse.

``dbtRunner`` is not safe for two runs at once in one process, and a change of ``--vars`` forces a full
parse; so what to build is handed over in ``register.bereik`` and nothing is passed on the command line.

The project is parsed once per process, apart from any server, and pointed at a database afterwards. What dbt keeps
on disk for the next process so holds for every database and port; parsing anew takes twenty seconds.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg.conninfo
from filelock import FileLock

from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.connect import connect, database_url

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg

DBT_PROJECT = PROJECT_ROOT / "dbt_project"
Progress = Callable[[str, int, int], None]
# (state of the project's files, manifest) of the last parse in this process
_parsed: list[tuple[frozenset[tuple[str, int, int]], Manifest]] = []
_lock = threading.Lock()
# Of the sessions of a build only. What they commit need not be on disk before they go on: the year counts as built by
# a commit of our own afterwards, which is waited for and takes all earlier ones along. The rest is for whole tables:
# pages that are as cheap to find as to read on, and no compiling but for statements that take many seconds, for
# compiling one takes up to half a second.
SESSION = {
    "synchronous_commit": "off",
    "random_page_cost": "1.1",
    "jit": "on",
    "jit_above_cost": "1e+06",
    "jit_inline_above_cost": "1e+06",
    "jit_optimize_above_cost": "1e+06",
}
# A partial build looks up the rows of a few persons in many tables that a build before it wrote, and that are in memory
# for the most part. PostgreSQL weighs a page against a row as if it came from a disk, and would rather read all rows.
PARTIAL_SESSION = {**SESSION, "jit": "off", "seq_page_cost": "0.1", "random_page_cost": "0.1"}
# One sort of a build may take this part of the memory that the server says it has, a hash table twice as much
# (hash_mem_multiplier): two connections with a few at a time each stay within it.
ROOM = 16
# a profile without a server: parsing connects to nothing
_PARSE_ENVIRONMENT = {
    "RIZOOM_DBT_HOST": "",
    "RIZOOM_DBT_PORT": "5432",
    "RIZOOM_DBT_USER": "rizoom",
    "RIZOOM_DBT_PASSWORD": "",
    "RIZOOM_DBT_DATABASE": "rizoom",
    "RIZOOM_DBT_THREADS": "1",
    "RIZOOM_DBT_BEREIK": "",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
}

# How the driver and the server say that the connection is gone; anything else is a fault of the model or the data.
LOST_CONNECTION = re.compile(
    r"server closed the connection|connection (to server|already closed|has been closed)|could not connect"
    r"|could not (receive|send) data|terminating connection|the database system is|Connection re(fused|set)"
)


class DbtFailed(RuntimeError):
    """A dbt run ended with errors; the message names the nodes and what they said.

    Its cause is a ``ConnectionError`` when every node that failed had lost the server.
    """


@dataclass(frozen=True)
class NodeResult:
    """Outcome of one model, seed or test: status as dbt names it, seconds, rows where known."""

    name: str
    status: str
    seconds: float
    message: str


def _environment(settings: Settings) -> dict[str, str]:
    """Connection and running scope, as ``profiles.yml`` and macro ``lopend_bereik`` read them."""
    with connect(settings) as conn:
        scope = conn.execute("select max(schooljaar), bool_and(volledig) from register.bereik").fetchone()
    schooljaar, volledig = scope or (None, None)
    parts = psycopg.conninfo.conninfo_to_dict(database_url(settings))
    return {
        "RIZOOM_DBT_HOST": str(parts.get("host", "")),
        "RIZOOM_DBT_PORT": str(parts.get("port", 5432)),
        "RIZOOM_DBT_USER": str(parts.get("user", "")),
        "RIZOOM_DBT_PASSWORD": str(parts.get("password", "")),
        "RIZOOM_DBT_DATABASE": str(parts.get("dbname", "")),
        "RIZOOM_DBT_THREADS": str(settings.threads),
        "RIZOOM_DBT_BEREIK": f"{schooljaar} {str(volledig).lower()}" if schooljaar else "",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def target_path(settings: Settings) -> Path:
    """Folder for dbt's artefacts of this home."""
    return settings.home / "dbt"


def _parse_path(settings: Settings) -> Path:
    """Folder of dbt's partial parse: beside the project for all homes, or in the home where that is read only."""
    beside = DBT_PROJECT / "target"
    return beside if os.access(beside if beside.exists() else DBT_PROJECT, os.W_OK) else target_path(settings)


def run_dbt(
    settings: Settings, arguments: Sequence[str], progress: Progress | None = None
) -> list[NodeResult]:
    """Run one dbt command in this process and return the outcome of each node.

    ``progress`` is called with (command, nodes done, nodes in all) as nodes finish.

    Raises:
        DbtFailed: when a node fails or dbt itself does.
    """
    done = total = 0

    def on_event(event: EventMsg) -> None:
        nonlocal done, total
        if progress is None:
            return
        if event.info.name == "LogStartLine":
            total = event.data.total
        elif event.info.name == "NodeFinished":
            done += 1
            progress(arguments[0], done, max(total, done))

    with _lock:
        manifest = _manifest(settings)
        environment = _environment(settings)
        os.environ.update(environment)
        _point_at(manifest, environment["RIZOOM_DBT_DATABASE"])
        with _session(_settings_of(settings, environment["RIZOOM_DBT_BEREIK"])):
            result = _invoke(target_path(settings), arguments, manifest, on_event)
    nodes = [_node(item) for item in getattr(result.result, "results", None) or []]
    if not result.success:
        failed = [node for node in nodes if node.status in {"error", "fail"}]
        said = [node.message for node in failed] or [repr(result.exception)]
        lost = ConnectionError("lost the server") if all(map(LOST_CONNECTION.search, said)) else None
        named = [f"{node.name}: {node.message}" for node in failed]
        raise DbtFailed("; ".join(named) or repr(result.exception)) from lost
    return nodes


def _settings_of(settings: Settings, bereik: str) -> dict[str, str]:
    """What the sessions of a build get: ``bereik`` is the running scope as macro ``lopend_bereik`` reads it."""
    with connect(settings) as conn:
        row = conn.execute("select pg_size_bytes(current_setting('effective_cache_size'))").fetchone()
    assert row is not None
    chosen = PARTIAL_SESSION if bereik.endswith(" false") else SESSION
    return chosen | {"work_mem": f"{row[0] // ROOM // 1024}kB"}


@contextlib.contextmanager
def _session(values: Mapping[str, str]) -> Iterator[None]:
    """Connections that libpq opens meanwhile have the settings of a build; dbt has no place for them in a profile."""
    before = os.environ.get("PGOPTIONS")
    ours = " ".join(f"-c {name}={value}" for name, value in values.items())
    os.environ["PGOPTIONS"] = f"{before} {ours}" if before else ours
    try:
        yield
    finally:
        if before is None:
            del os.environ["PGOPTIONS"]
        else:
            os.environ["PGOPTIONS"] = before


def _invoke(
    target: Path,
    arguments: Sequence[str],
    manifest: Manifest | None,
    on_event: Callable[[EventMsg], None] | None = None,
) -> Any:
    from dbt.cli.main import dbtRunner

    target.mkdir(parents=True, exist_ok=True)
    return dbtRunner(manifest=manifest, callbacks=[on_event] if on_event else []).invoke(
        [
            *arguments,
            "--project-dir", str(DBT_PROJECT),
            "--profiles-dir", str(DBT_PROJECT),
            "--target-path", str(target),
            "--log-path", str(target / "logs"),
            "--log-level", "none",
            "--no-write-json",
            "--no-use-colors",
        ]
    )  # fmt: skip


def _manifest(settings: Settings) -> Manifest:
    """The parsed project; parsed again when a file changed since the last time.

    Raises:
        DbtFailed: when dbt cannot parse the project.
    """
    state = frozenset(
        (str(path), stat.st_mtime_ns, stat.st_size)
        for path in DBT_PROJECT.rglob("*")
        if path.suffix in {".sql", ".yml", ".csv"} and "target" not in path.parts
        for stat in [path.stat()]
    )
    if not _parsed or _parsed[0][0] != state:
        os.environ.update(_PARSE_ENVIRONMENT)
        path = _parse_path(settings)
        path.mkdir(parents=True, exist_ok=True)
        with FileLock(path / "slot"):
            result = _invoke(path, ["parse"], None)
        if not result.success:
            raise DbtFailed(repr(result.exception))
        _parsed[:] = [(state, result.result)]
    return _parsed[0][1]


def _point_at(manifest: Manifest, database: str) -> None:
    """Let every relation of the manifest lie in ``database``."""
    for item in (*manifest.nodes.values(), *manifest.sources.values()):
        if item.relation_name:
            item.relation_name = item.relation_name.replace(f'"{item.database}".', f'"{database}".', 1)
        item.database = database


def _node(item: Any) -> NodeResult:
    return NodeResult(item.node.name, str(item.status), float(item.execution_time), item.message or "")
