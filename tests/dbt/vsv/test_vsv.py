"""The VSV tables on a real server: known answers, a published count, partial = full, invariants that bite."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from psycopg import sql

from rizoom.national.dbt import DbtFailed, run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.dbt.vsv.cases import NIEUWEGEIN, OUTCOMES, PUBLISHED_BASE, TO, VERSIONS, deliveries
from tests.dbt.vsv.land import Delivery, build, content, deliver, pseudonym

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def _outcomes(settings: Settings) -> dict[tuple[str, str], str]:
    with connect(settings) as conn:
        rows = conn.execute("select persoon, regelversie, uitkomst from intermediate.int_vsv_persoon")
        return {(str(person), version): outcome for person, version, outcome in rows}


def test_every_person_has_the_known_outcome(country: Settings) -> None:
    found = _outcomes(country)
    with connect(country) as conn:
        joined = {
            str(a): str(b)
            for a, b in conn.execute("select pseudoniem, persoon from intermediate.int_identiteit")
        }
    for name, expected in OUTCOMES.items():
        person = str(pseudonym(name))
        person = joined.get(person, person)
        assert tuple(found.get((person, version)) for version in VERSIONS) == expected, name


def _figures(settings: Settings, regelversie: str, gebied: str, *columns: str) -> tuple[object, ...]:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("select {} from vsv.vsv where (regelversie, gebied, categorie) = (%s, %s, 'TOTAAL')")
    with connect(settings) as conn:
        row = conn.execute(statement.format(names), (regelversie, gebied)).fetchone()
    assert row is not None
    return row


def test_published_count_of_mbo_2005_2006(country: Settings) -> None:
    """387.1 thousand in the base; 36.9 published as X, its parts give 36.7 to 36.9 by rounding (CFI)."""
    enrolled = _figures(country, "R2020", "RMC29", "a", "c_mbo", "c_ho", "c_vo", "c_vavo")
    assert enrolled == (PUBLISHED_BASE, 2819, 205, 6, 1)
    assert _figures(country, "R2020", "RMC29", "d_startkw_jaar", "d_startkw_eerder") == (404, 69)
    x, unexempted, bound, work = _figures(
        country, "R2020", "RMC29", "x", "x_zonder_uitkomst", "grens", "d_entree_werk"
    )
    assert x in {367, 368, 369}
    assert (unexempted, bound, work) == (x, "bovengrens", None)


def test_scenarios_of_known_persons(country: Settings) -> None:
    """A practice statement without erkend or niveau is in S28A only; PRO then MBO then out is in S30A."""
    with connect(country) as conn:
        rows = conn.execute(
            "select scenario, verwijderd, alleen, dekking_pct::text from vsv.vsv_scenario"
            " where regelversie = 'R2020' and gebied = 'RMC19' and scenario <> 'S27' order by 1"
        ).fetchall()
    assert rows == [
        ("S28", 2, 1, "0.00"),
        ("S28A", 2, 1, "100.00"),
        ("S28B", 0, 0, "0.00"),
        ("S29", 1, 1, None),
        ("S30", 1, 0, "100.00"),
        ("S30A", 1, 0, None),
        ("S30B", 0, 0, "100.00"),
        ("SALL", 3, None, "0.00"),
    ]


def test_wider_age_bound_adds_persons_of_22_and_26(country: Settings) -> None:
    with connect(country) as conn:
        row = conn.execute(
            "select over from vsv.vsv_scenario"
            " where (regelversie, gebied, scenario) = ('R2020', 'RMC19', 'S27')"
        ).fetchone()
    (x,) = _figures(country, "R2020", "RMC19", "x")
    assert row is not None and isinstance(x, int)
    assert row[0] == x + 2


def test_missing_is_not_zero(country: Settings) -> None:
    with connect(country) as conn:
        rows = conn.execute(
            "select distinct a, x, vsv_pct, status from vsv.vsv where gebied in ('RMC01', 'GM0014', 'PV20')"
        ).fetchall()
        land = conn.execute("select distinct status, stand from vsv.vsv where gebied = 'NL'").fetchall()
    assert rows == [(None, None, None, "ontbreekt")]
    assert land == [("onvolledig", "voorlopig")]


def _corrected() -> Delivery:
    """Utrecht again: one person is enrolled after all, one is gone, one is new."""
    before = deliveries()[1]
    gone = pseudonym("21 op T0")
    after = Delivery(
        "RMC19",
        aangemaakt="2025-11-01T12:00:00+01:00",
        levert=before.levert,
        tabellen=before.tabellen,
        volgnummer=2,
        rows={
            table: [row for row in rows if row["pseudoniem"] != gone] for table, rows in before.rows.items()
        },
    )
    after.school("derde leerweg", "2025-08-15", brin="27DV")
    after.person("nieuw", "2005-01-01", NIEUWEGEIN)
    after.school("nieuw", "2024-09-01", TO, mbo_niveau=3)
    return after


def test_partial_build_equals_full_build(copy_of_country: Callable[[], Settings]) -> None:
    partial, full = copy_of_country(), copy_of_country()
    before = content(partial)
    changed = deliver(partial, _corrected())
    deliver(full, _corrected())
    build(partial, VERSIONS, changed)
    build(full, VERSIONS)
    after = content(partial)
    assert after == content(full)
    assert after != before


BREACHES = {
    "vsv_uitkomsten_tellen_op": "update vsv.vsv set c_mbo = c_mbo + 1 where gebied = 'GM0356'",
    "vsv_gebieden_tellen_op": "update vsv.vsv set x_zonder_entree = 0 where gebied = 'GM0356'",
    "vsv_delen_tellen_op": "update vsv.vsv_uitsplitsing set n = n + 1 where waarde = 'BOL'",
    "vsv_scenario_invarianten": "update vsv.vsv_scenario set over = over + 9 where scenario = 'SALL'",
    "vsv_ontbreekt_is_leeg": "update vsv.vsv set a = 0 where gebied = 'RMC01'",
    "vsv_waterval_eindigt_op_nul": "update vsv.vsv set a = a + 2 where gebied = 'GM0356'",
}


def test_invariants_hold_and_a_breach_is_found(copy_of_country: Callable[[], Settings]) -> None:
    settings = copy_of_country()
    names = ["vsv_verschil_is_exact", *BREACHES]
    assert {node.status for node in run_dbt(settings, ["test", "--select", *names])} == {"pass"}
    with connect(settings) as conn:
        for statement in BREACHES.values():
            conn.execute(statement)  # type: ignore[call-overload]
    with pytest.raises(DbtFailed) as failed:
        run_dbt(settings, ["test", "--select", *names])
    assert {name for name in names if f"{name}:" in str(failed.value)} == set(BREACHES)
