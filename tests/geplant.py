"""A small country with planted numbers: made once, taken in, built; for retention, research and output checks.

A thousand synthetic numbers: 600 children in leerplicht deliveries of three municipalities, 400 young people in the
deliveries of two regions. Everything about somebody follows from the place in the list, so that tests can count.
"""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql

from rizoom.intake import flow
from rizoom.intake.schema import KINDS, TABLES
from rizoom.national.flow import build_year
from rizoom.settings import Settings
from rizoom.synth.nummers import bsn_reeks
from rizoom.warehouse.server import ensure_server
from tests.intake import deliveries as d

SCHOOLJAAR = "2024/2025"
NUMMERS = tuple(itertools.islice(bsn_reeks(999200), 1000))
GEMEENTEN = {"GM0344": range(0, 300), "GM0356": range(300, 450), "GM0363": range(450, 600)}
REGIOS = {"RMC19": range(600, 850), "RMC21": range(850, 1000)}
WOONT = {"RMC19": "GM0344", "RMC21": "GM0363"}
Rijen = dict[str, list[list[str]]]
_numbers = itertools.count(1)
_land: dict[str, Settings] = {}


def geboren(i: int) -> date:
    """Children of 6 to 17, young people of 16 to 22 on 1 October 2024."""
    if i < 600:
        return date(2007 + i % 12, 1 + i % 9, 1 + i % 28)
    return date(2002 + i % 7, 1 + i % 9, 1 + i % 28)


def _kind(i: int, gemeente: str, rijen: Rijen) -> None:
    born = geboren(i)
    age = 2024 - born.year
    rijen["jongere"].append([NUMMERS[i], "bsn", born.isoformat(), "MV"[i % 2], "", ""])
    rijen["verblijf"].append([NUMMERS[i], gemeente, born.isoformat(), "", ""])
    if i % 20 == 7:
        grond = ("5_ONDER_A", "5_ONDER_B", "5_ONDER_C")[i // 20 % 3]
        row = [
            NUMMERS[i],
            grond,
            "2024-08-01",
            "",
            "2024-07-01",
            "2024-06-15" if grond == "5_ONDER_A" else "",
        ]
        rijen["vrijstelling"].append([*row, "", "", gemeente])
    elif i % 25 != 3:  # of the others one in twenty-five has no school
        rijen["inschrijving"].append(_school(i, age, "2023-08-01"))
    if i % 6 == 1 and i % 20 != 7 and i % 25 != 3:
        soort = ("16U4W", "LUXE", "LRV")[i // 6 % 3]
        rijen["verzuimmelding"].append(
            [f"{gemeente}-{i}", NUMMERS[i], _brin(age), _soort(age), soort, "2024-11-04",
             "2025-01-31" if soort == "LRV" else "2024-11-08", str(20 + i % 9), "N", "", "", "G",
             "terug_naar_school", "2024-11-11"]
        )  # fmt: skip


def _soort(age: int) -> str:
    return "BO" if age < 12 else "VO" if age < 17 else "MBO"


def _brin(age: int) -> str:
    return {"BO": "00AP", "VO": "00AH", "MBO": "00GT"}[_soort(age)]


def _school(i: int, age: int, begin: str, einde: str = "") -> list[str]:
    soort = _soort(age)
    mbo = soort == "MBO"
    return [NUMMERS[i], _brin(age), "", "bekostigd", soort, "", "HAVO" if soort == "VO" else "",
            str(1 + i % 4) if mbo else "", "BOL" if mbo else "", "1" if soort == "VO" else "", begin, einde,
            "eigen_verzoek" if einde else ""]  # fmt: skip


def _jongere(i: int, regio: str, rijen: Rijen) -> None:
    """One in five leaves mbo in the school year; half of those get a traject, one in seven has a diploma."""
    born = geboren(i)
    rijen["jongere"].append([NUMMERS[i], "bsn", born.isoformat(), "MV"[i % 2], "", ""])
    rijen["verblijf"].append([NUMMERS[i], WOONT[regio], born.isoformat(), "", ""])
    rijen["inschrijving"].append(_school(i, 18, "2023-08-01", "2025-02-28" if i % 5 == 0 else ""))
    if i % 7 == 0:
        rijen["kwalificatie"].append([NUMMERS[i], "MBO2", "2025-06-20", "00GT", "", ""])
    if i % 10 == 0:
        rijen["traject"].append([f"T{i}", NUMMERS[i], "NIEUWE_VSV", "P_LEVERING", "2025-03-03", "2025-03-10",
                                 "2025-03-17", "2025-03-24", "", "", "2"])  # fmt: skip


def _files(kind: str, rijen: Rijen) -> dict[str, bytes]:
    found = {}
    for tabel in KINDS[kind].verplicht:
        lines = [[column.naam for column in TABLES[tabel].kolommen], *rijen.get(tabel, [])]
        found[f"{tabel}.csv"] = "".join(";".join(line) + "\r\n" for line in lines).encode()
    return found


def schrijf_inbox(inbox: Path) -> None:
    """Five deliveries, all acceptable."""
    for leveraar, members in (GEMEENTEN | REGIOS).items():
        kind = "leerplicht" if leveraar in GEMEENTEN else "doorstroompunt"
        rijen: Rijen = {tabel: [] for tabel in KINDS[kind].verplicht}
        for i in members:
            (_kind if kind == "leerplicht" else _jongere)(i, leveraar, rijen)
        name = inbox / f"{leveraar}.zip"
        when = "2025-12-15T12:00:00+01:00"
        d.write_zip(name, _files(kind, rijen), soort=kind, leveraar=leveraar, aangemaakt=when)


def land(server: Settings, home: Path) -> Settings:
    """The country, built once per server; read it only through copies (:func:`kopie`)."""
    if server.database not in _land:
        name = f"{server.database}_geplant"
        _copy(server, server.database, name)
        settings = replace(
            server,
            home=home,
            warehouse_url=ensure_server(server),
            database=name,
            key_hex=secrets.token_hex(32),
        )
        schrijf_inbox(settings.inbox)
        flow.receive(settings, settings.inbox, remove=True)
        assert flow.run_intake(settings, settings.inbox) == {"vigerend": 5}
        build_year(settings, SCHOOLJAAR)
        _land[server.database] = settings
    return _land[server.database]


@contextmanager
def kopie(land: Settings, home: Path) -> Iterator[Settings]:
    """A warehouse, raw store and home of one's own."""
    name = f"{land.database}_{os.getpid()}_{next(_numbers)}"
    _copy(land, land.database, name)
    shutil.copytree(land.home / "ruw", home / "ruw")
    yield replace(land, database=name, home=home)
    with psycopg.connect(ensure_server(land), autocommit=True) as conn:
        conn.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _copy(server: Settings, template: str, name: str) -> None:
    with psycopg.connect(ensure_server(server), autocommit=True) as conn:
        # dbt keeps a connection of this process open, and a template must have none.
        conn.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (template,))
        conn.execute(sql.SQL("create database {} template {}").format(*map(sql.Identifier, (name, template))))
