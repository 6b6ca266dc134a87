"""Incremental = full: one living warehouse, corrections in random order, a build after each batch.

At the end every exported file, and every row of every mart, must be what a full build of the same deliveries
gives (issue: the leerplichttelling, point 6).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from rizoom.intake import flow as intake
from rizoom.national import flow as national
from rizoom.national.dbt import NodeResult, Progress, run_dbt
from rizoom.national.export import write_tables
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.e2e.inhoud import inhoud
from tests.e2e.klein_land import JAAR, VERSIES, schrijf

SETS = ("2025-1", "2025-1-MEER16", "2025-1-OVERBRUG2", "LP4", "LP_GEEN_ONDERSCHEID")
SCOPE = national.Scope(definitiesets=SETS, regelversies=("R2020", "CBS"))


@pytest.fixture
def settings(seeded_settings: Settings) -> Settings:
    """The seeds are in the database already."""
    return seeded_settings


def _aankomst(rng: random.Random) -> Iterator[list[tuple[str, int]]]:
    """Batches of (supplier, volgnummer): first everybody's first, then all corrections in random order."""
    yield [(leveraar, 1) for leveraar, epochs in VERSIES.items() if epochs[0] == 0]
    later = [
        (leveraar, nummer)
        for leveraar, epochs in VERSIES.items()
        for nummer in range(1 + (epochs[0] == 0), len(epochs) + 1)
    ]
    rng.shuffle(later)
    while later:
        yield [later.pop() for _ in range(min(5, len(later)))]


def _ontvang(settings: Settings, inbox: Path, seed: int, batch: list[tuple[str, int]]) -> dict[str, int]:
    for leveraar, nummer in batch:
        schrijf(inbox, seed, leveraar, nummer)
    return intake.run_intake(settings, inbox)


def _omvang(settings: Settings) -> tuple[int, int]:
    """How many persons the last build was about, and how many of them changed."""
    with connect(settings) as conn:
        row = conn.execute(
            "select (select count(*) from intermediate.int_geraakt), (select count(*) from intermediate.int_veranderd)"
        ).fetchone()
    assert row
    return row[0], row[1]


def _models_only(
    settings: Settings, arguments: Sequence[str], progress: Progress | None = None
) -> list[NodeResult]:
    """Between batches only the models; the invariants are tested in the full build at the end."""
    return run_dbt(settings, ["run"] if arguments[0] == "build" else arguments, progress)


def _bestanden(settings: Settings, map_: Path) -> dict[str, bytes]:
    return {pad.name: pad.read_bytes() for pad in write_tables(settings, JAAR, map_)}


@pytest.mark.parametrize("seed", [1])
def test_corrections_in_any_order_give_what_a_full_build_gives(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # six suppliers: three corrections at once are more than a partial build is worth, but that is the point here
    monkeypatch.setattr(national, "PARTIAL_SHARE", 10.0)
    monkeypatch.setattr(national, "run_dbt", _models_only)
    rng = random.Random(seed)
    hoogste: dict[str, int] = {}
    tussenstanden = []
    omvang = []
    for ronde, batch in enumerate(_aankomst(rng)):
        _ontvang(settings, tmp_path / f"inbox{ronde}", seed, batch)
        for leveraar, nummer in batch:
            hoogste[leveraar] = max(nummer, hoogste.get(leveraar, 0))
        with connect(settings) as conn:
            vigerend = dict(
                conn.execute(
                    "select v.leveraar, l.volgnummer from register.vigerend as v"
                    " inner join register.levering as l using (levering_id)"
                ).fetchall()
            )
        assert vigerend == hoogste
        opbouw = national.build_year(settings, JAAR, SCOPE)
        assert opbouw.volledig == (ronde == 0)
        tussenstanden.append(_bestanden(settings, tmp_path / f"uit{ronde}"))
        omvang.append(_omvang(settings))
    assert hoogste == {leveraar: len(epochs) for leveraar, epochs in VERSIES.items()}
    with connect(settings) as conn:
        geweigerd = conn.execute(
            "select count(*) from register.levering where status = 'geweigerd'"
        ).fetchone()
    assert geweigerd and geweigerd[0] > 0, "no delivery arrived after a later one: choose another seed"
    assert all(geraakt > 0 for geraakt, _ in omvang[1:])
    assert any(0 < veranderd < geraakt for geraakt, veranderd in omvang), (
        "corrections changed everybody or nobody"
    )
    deel, deel_bestanden = inhoud(settings), tussenstanden[-1]
    monkeypatch.setattr(national, "run_dbt", run_dbt)
    assert national.build_year(settings, JAAR, SCOPE, volledig=True).volledig
    geheel, geheel_bestanden = inhoud(settings), _bestanden(settings, tmp_path / "geheel")
    anders = {
        naam: (sorted(set(deel[naam]) - set(rijen))[:3], sorted(set(rijen) - set(deel[naam]))[:3])
        for naam, rijen in geheel.items()
        if deel[naam] != rijen
    }
    assert not anders
    assert deel_bestanden == geheel_bestanden
    # the corrections did something: every batch changed figures
    for eerder, later in pairwise(tussenstanden):
        assert eerder["leerplichttelling.csv"] != later["leerplichttelling.csv"]
    _opgave_and_reasons(settings)
    _definition_sets(settings)


def test_a_warehouse_of_before_partitions_is_divided(settings: Settings, tmp_path: Path) -> None:
    _ontvang(settings, tmp_path / "inbox", 1, next(_aankomst(random.Random(1))))
    national.build_year(settings, JAAR, SCOPE)
    met_delen = inhoud(settings)
    with connect(settings) as conn:
        for schema, naam in _gedeeld(conn):
            conn.execute(
                sql.SQL(
                    "create table {oud} as select * from {tabel}; drop table {tabel} cascade;"
                    "alter table {oud} rename to {naam}"
                ).format(
                    oud=sql.Identifier(schema, "van_eerder"),
                    tabel=sql.Identifier(schema, naam),
                    naam=sql.Identifier(naam),
                )
            )
        assert not _gedeeld(conn)
    run_dbt(settings, ["run", "--select", "config.materialized:view"])
    national.build_year(settings, JAAR, SCOPE, volledig=True)
    assert inhoud(settings) == met_delen
    with connect(settings) as conn:
        assert len(_gedeeld(conn)) > 50


def _gedeeld(conn: psycopg.Connection) -> list[tuple[str, str]]:
    """Schema and name of the tables with a partition for every school year."""
    rows = conn.execute(
        "select relnamespace::regnamespace::text, relname::text from pg_class"
        " where relkind = 'p' and relnamespace::regnamespace::text <> 'landing' order by 1, 2"
    )
    return [(row[0], row[1]) for row in rows]


def _opgave_and_reasons(settings: Settings) -> None:
    """Each difference with the municipality's own totals comes with the persons of the computed figure."""
    with connect(settings) as conn:
        verschillen = conn.execute(
            "select indicator, opgave, berekend, verschil from leerplichttelling.opgave_verschil"
            " where gemeentecode = 'GM0344' and definitieset = '2025-1' order by indicator"
        ).fetchall()
        personen = conn.execute(
            "select indicator, count(distinct persoon) from leerplichttelling.opgave_verschil_persoon"
            " where gemeentecode = 'GM0344' and definitieset = '2025-1' group by indicator order by indicator"
        ).fetchall()
    assert [(i, opgave) for i, opgave, _, _ in verschillen] == [
        ("AV_TOTAAL", 93),
        ("RV_16U", 70),
        ("TELPLICHTIG", 80),
    ]
    assert all(verschil == opgave - berekend for _, opgave, berekend, verschil in verschillen)
    assert personen == [(indicator, berekend) for indicator, _, berekend, _ in verschillen if berekend]
    assert personen


def _definition_sets(settings: Settings) -> None:
    """Per figure: the difference between two sets is the persons who come in less those who go out."""
    with connect(settings) as conn:
        rijen = conn.execute(
            "select definitieset, verschil, personen_erbij, personen_eraf from leerplichttelling.definitie_vergelijking"
            " where waarde is not null"
        ).fetchall()
    assert {naam for naam, *_ in rijen} == set(SETS) - {"2025-1"}
    assert all(verschil == erbij - eraf for _, verschil, erbij, eraf in rijen)
    assert {naam for naam, verschil, *_ in rijen if verschil} >= {"LP4", "LP_GEEN_ONDERSCHEID"}
