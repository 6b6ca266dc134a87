"""The calendar: every year and kind, and what is missing."""

from __future__ import annotations

from datetime import date

from rizoom.portal import calendar
from rizoom.warehouse.connect import connect
from tests.portal_world import World


def test_five_school_years_of_both_kinds() -> None:
    terms = calendar.terms()
    assert {(t.schooljaar, t.soort) for t in terms} == {
        (f"{year}/{year + 1}", soort)
        for year in range(2022, 2027)
        for soort in ("leerplicht", "doorstroompunt")
    }
    for term in terms:
        end = int(term.schooljaar[5:])
        assert term.opening == date(end, 7, 31)
        assert date(end, 8, 1) < term.opgavedatum < date(end, 12, 31)
        assert term.bron
    assert {t.opgavedatum.strftime("%d-%m") for t in terms if t.soort == "doorstroompunt"} == {"15-12"}


def test_what_is_missing_comes_first(world: World) -> None:
    with connect(world.settings) as conn:
        due = calendar.due(conn, ["GM0344", "RMC19"], today=date(2026, 10, 12))
    by_key = {(d.leveraar, d.term.schooljaar): (d.status, d.dagen) for d in due}
    assert by_key["GM0344", "2024/2025"][0] == "geleverd"
    assert by_key["GM0344", "2025/2026"] == ("open", 0)
    assert by_key["GM0344", "2022/2023"][0] == "te_laat"
    assert by_key["GM0344", "2026/2027"][0] == "later"
    assert by_key["RMC19", "2025/2026"] == ("open", 64)
    assert due[0].status == "te_laat"
    assert due[-1].status == "geleverd"
    assert len(due) == 10


def test_a_supplier_that_does_not_exist_yet_owes_nothing(world: World) -> None:
    with connect(world.settings) as conn:
        due = calendar.due(conn, ["GM0003"], today=date(2026, 10, 12))
    assert due == []
