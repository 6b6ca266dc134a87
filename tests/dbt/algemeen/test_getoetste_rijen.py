"""A test reads the rows of the school year that is built, and leaves the years before alone."""

from __future__ import annotations

import pytest

from rizoom.national.dbt import DbtFailed, run_dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

ROW = "insert into leerplichttelling.dekking (schooljaar, niveau, gebied, status) values (%s, 'land', 'NL', 'zoek')"


def test_only_the_year_that_is_built_is_tested(seeded_settings: Settings) -> None:
    with connect(seeded_settings) as conn:
        conn.execute("insert into register.bereik values ('2024/2025', '2025-1', true)")
        conn.execute("select landing.zorg_voor_jaar('2024/2025')")
    run_dbt(seeded_settings, ["run", "--select", "+dekking"])
    with connect(seeded_settings) as conn:
        conn.execute(ROW, ["2023/2024"])
    test = ["test", "--select", "dekking_klopt"]
    assert [node.status for node in run_dbt(seeded_settings, test)] == ["pass"]
    with connect(seeded_settings) as conn:
        conn.execute("delete from leerplichttelling.dekking where gebied = 'NL'")
        conn.execute(ROW, ["2024/2025"])
    with pytest.raises(DbtFailed, match="dekking_klopt: Got 1 result"):
        run_dbt(seeded_settings, test)
