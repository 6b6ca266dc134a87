"""The test that every table has: each of its rules passes on the seeds and is named when a row breaks it."""

from __future__ import annotations

import pytest

from rizoom.national.dbt import DbtFailed, run_dbt
from rizoom.national.flow import SEEDS
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

TEST = ["test", *SEEDS]
BREACHES = {
    # statement → (table, number of rules it breaks)
    "update referentie.provincie set naam = null where provinciecode = 'PV26'": ("provincie", 1),
    "insert into referentie.vsv_norm select * from referentie.vsv_norm limit 1": ("vsv_norm", 1),
    "update referentie.opvolging set hoofdopvolger = 'X'": ("opvolging", 1),
    "update referentie.gemeente_regio set regiocode = 'RMC99' where gemeentecode = 'GM0344'": (
        "gemeente_regio",
        1,
    ),
    "update referentie.onderwijssoort_klasse set onderwijssoort = null, onderwijssoort_klasse = null": (
        "onderwijssoort_klasse",
        3,
    ),
}


def test_every_breach_is_found_and_nothing_else(seeded_settings: Settings) -> None:
    assert {node.status for node in run_dbt(seeded_settings, TEST)} == {"pass"}
    with connect(seeded_settings) as conn:
        for statement in BREACHES:
            assert conn.execute(statement).rowcount > 0
    with pytest.raises(DbtFailed) as caught:
        run_dbt(seeded_settings, TEST)
    message = str(caught.value)
    for table, rules in BREACHES.values():
        assert f"{table}_klopt: " in message
        assert f"Got {rules} result" in message.split(f"{table}_klopt: ")[1].split(";")[0]
    assert message.count("_klopt: ") == len(BREACHES)
