"""Reference data that the checks need, from the seed files into schema ``controle``.

dbt loads the same files for the national tables, but a delivery may be checked before dbt ever ran.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import psycopg
from psycopg import sql

from rizoom import reference

_SEEDS: dict[str, tuple[str, tuple[str, ...], Callable[[], Iterable[tuple[object, ...]]]]] = {}


def _day_range(row: dict[str, str]) -> str:
    return f"[{row['geldig_van']},{row['geldig_tot']}]"


def _municipalities() -> Iterable[tuple[object, ...]]:
    ranges: dict[str, list[str]] = {}
    for row in reference.read_seed("gemeente"):
        ranges.setdefault(row["gemeentecode"], []).append(_day_range(row))
    return [(code, "{" + ",".join(parts) + "}") for code, parts in ranges.items()]


def _regions() -> Iterable[tuple[object, ...]]:
    return [
        (row["gemeentecode"], row["regiocode"], _day_range(row))
        for row in reference.read_seed("gemeente_regio")
    ]


def _successions() -> Iterable[tuple[object, ...]]:
    return [
        (row["oude_code"], row["nieuwe_code"], row["ingangsdatum"], row["hoofdopvolger"] == "J")
        for row in reference.read_seed("opvolging")
    ]


def _schools() -> Iterable[tuple[object, ...]]:
    return [(brin,) for brin in sorted({row["brin"] for row in reference.read_seed("school")})]


_SEEDS.update(
    gemeente=("gemeente", ("gemeentecode", "geldig"), _municipalities),
    gemeente_regio=("gemeente_regio", ("gemeentecode", "regiocode", "geldig"), _regions),
    opvolging=("opvolging", ("oude_code", "nieuwe_code", "ingangsdatum", "hoofdopvolger"), _successions),
    school=("brin", ("brin",), _schools),
)


def load_reference(conn: psycopg.Connection) -> list[str]:
    """Fill the reference tables of schema ``controle`` from the seed files; returns the names reloaded.

    A table is reloaded only when its file has changed, all in the caller's transaction.
    """
    loaded = []
    known: dict[str, str] = dict(conn.execute("select naam, sha256 from controle.referentie").fetchall())
    for seed, (table, columns, rows) in _SEEDS.items():
        digest = hashlib.sha256(reference.seed_path(seed).read_bytes()).hexdigest()
        if known.get(seed) == digest:
            continue
        target = sql.Identifier("controle", table)
        conn.execute(sql.SQL("delete from {}").format(target))
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        with conn.cursor().copy(sql.SQL("copy {} ({}) from stdin").format(target, names)) as copy:
            for row in rows():
                copy.write_row(row)
        conn.execute(sql.SQL("analyze {}").format(target))
        conn.execute(
            "insert into controle.referentie (naam, sha256) values (%s, %s)"
            " on conflict (naam) do update set sha256 = excluded.sha256",
            [seed, digest],
        )
        loaded.append(seed)
    return loaded
