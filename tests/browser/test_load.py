"""The load script against a running portal."""

from __future__ import annotations

from rizoom.portal import accounts, belasting
from rizoom.reference import municipalities
from rizoom.warehouse.connect import connect
from tests.portal_world import PASSWORD, World


def test_several_uploads_at_once_all_get_a_receipt(address: str, world: World) -> None:
    with connect(world.settings) as conn:
        everybody = [code for code in municipalities() if code not in ("GM0344", "GM0356")]
        accounts.save(
            conn, accounts.DEVELOPMENT, "machine-last", "machine", "Last", ["leveraar"], everybody, PASSWORD
        )
    results = belasting.run(address, "machine-last", PASSWORD, 6, 3, 0.1, 1.5, 1)
    assert [result.status for result in results] == [201] * 6
    assert all(100_000 < result.bytes < 1_700_000 for result in results)
    cells = belasting.summary(results, 3.0).strip("| ").split(" | ")
    assert cells[0] == "6"
    assert cells[2] == "0"
