"""The simplest thing that could do the same work, measured in the same run: what a ratio is against."""

from __future__ import annotations

import csv
import io
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from psycopg import sql

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

SCHEMA = "bench"


def unpacked(deliveries: Path, folder: Path) -> list[Path]:
    """The CSV files of all deliveries, unpacked into ``folder``."""
    found = []
    for path in sorted(deliveries.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".csv"):
                    target = folder / f"{path.stem}__{name}"
                    target.write_bytes(archive.read(name))
                    found.append(target)
    return found


def copy_seconds(settings: Settings, files: list[Path], connections: int) -> float:
    """Seconds to COPY the files as they are into unlogged text tables, over so many connections."""
    with connect(settings, autocommit=True) as conn:
        conn.execute(f"drop schema if exists {SCHEMA} cascade")
        conn.execute(f"create schema {SCHEMA}")
        for table, header in sorted({path.name.split("__")[1]: _header(path) for path in files}.items()):
            columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in header)
            conn.execute(sql.SQL("create unlogged table {} ({})").format(_table(table), columns))
    groups = [files[number::connections] for number in range(connections)]
    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(lambda group: _copy(settings, group), groups))
    seconds = time.perf_counter() - started
    with connect(settings, autocommit=True) as conn:
        conn.execute(f"drop schema {SCHEMA} cascade")
    return seconds


def build_floor_seconds(settings: Settings, schooljaar: str) -> float:
    """Seconds of one range aggregation of residence and of enrolment per person and their difference."""
    query = """
        with woont as (
            select pseudoniem, range_agg(daterange(begindatum::date, einddatum::date, '[]')) as dagen
            from landing.verblijf where schooljaar = %(jaar)s and pseudoniem is not null group by pseudoniem
        ),
        school as (
            select pseudoniem, range_agg(daterange(begindatum::date, einddatum::date, '[]')) as dagen
            from landing.inschrijving where schooljaar = %(jaar)s and pseudoniem is not null group by pseudoniem
        )
        select count(*) from woont left join school using (pseudoniem)
        where not isempty(woont.dagen - coalesce(school.dagen, '{}'))
    """
    with connect(settings) as conn:
        started = time.perf_counter()
        conn.execute(query, {"jaar": schooljaar}).fetchall()
        return time.perf_counter() - started


def first_idea_seconds(settings: Settings, files: list[Path]) -> tuple[float, int]:
    """Seconds and rows of what one would write first: read_csv, Great Expectations on pandas, to_sql."""
    import great_expectations as gx
    import pandas as pd
    from great_expectations import expectations as gxe
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from sqlalchemy import create_engine

    from rizoom.warehouse.connect import database_url

    engine = create_engine(database_url(settings).replace("postgresql://", "postgresql+psycopg://", 1))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    source = context.data_sources.add_pandas("bench")
    batch = source.add_dataframe_asset("frame").add_batch_definition_whole_dataframe("alles")
    rows, started = 0, time.perf_counter()
    for path in files:
        frame = pd.read_csv(path, sep=None, engine="python", dtype=str)
        rows += len(frame)
        if len(frame):
            found = batch.get_batch({"dataframe": frame})
            for column in frame.columns:
                found.validate(gxe.ExpectColumnValuesToNotBeNull(column=column))  # type: ignore[attr-defined]
        frame.to_sql(
            path.name.split("__")[1].removesuffix(".csv"), engine, schema="public", if_exists="append"
        )
    return time.perf_counter() - started, rows


def sample(files: list[Path], share: float) -> list[Path]:
    """Every n-th file, so that about ``share`` of them is left; at least one of each table."""
    step = max(1, round(1 / share))
    per_table: dict[str, list[Path]] = {}
    for path in files:
        per_table.setdefault(path.name.split("__")[1], []).append(path)
    return sorted(path for group in per_table.values() for path in group[::step])


def scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder for unpacked files, removed afterwards."""
    return tempfile.TemporaryDirectory(prefix="rizoom-bench-")


def _copy(settings: Settings, files: list[Path]) -> None:
    with connect(settings, autocommit=True) as conn:
        for path in files:
            statement = sql.SQL("copy {} from stdin (format csv, header true, delimiter {})").format(
                _table(path.name.split("__")[1]), sql.Literal(_separator(path))
            )
            with conn.cursor() as cur, cur.copy(statement) as copy:
                for block in _blocks(path):
                    copy.write(block)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block


def _table(name: str) -> sql.Identifier:
    return sql.Identifier(SCHEMA, name.removesuffix(".csv"))


def _separator(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline()
    return max(";,\t", key=first.count)


def _header(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return next(csv.reader(io.StringIO(file.readline()), delimiter=_separator(path)))


def landed_rows(conn: psycopg.Connection) -> int:
    """Rows that were read from all deliveries."""
    row = conn.execute("select coalesce(sum(rijen_gelezen), 0) from register.levering_bestand").fetchone()
    return int(row[0]) if row else 0
