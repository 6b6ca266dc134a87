"""The mirror report: own figures exactly, others never to be computed, lines of the own files only."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from rizoom.portal import charts, mirror, young
from rizoom.portal.charts import Series
from rizoom.reference import read_seed
from rizoom.warehouse.connect import connect
from tests.portal_world import World

counts = st.integers(min_value=0, max_value=2000)


@settings(max_examples=200, deadline=None)
@given(own=counts, others=st.lists(counts, max_size=8))
def test_what_is_shown_of_others_gives_no_single_supplier_away(own: int, others: list[int]) -> None:
    shown = mirror.protected(own + sum(others), own, others)
    if shown is None:
        return
    assert len(others) >= 3
    assert sum(others) >= 10
    assert shown % 10 == 0
    # Whatever the reader subtracts, more than one supplier and at least half of the rest stays unknown.
    assert max(others) * 2 <= sum(others)
    assert abs(shown - own - sum(others)) <= 5


def test_examples_of_what_is_hidden() -> None:
    assert mirror.protected(104, 4, [40, 30, 30]) == 100
    assert mirror.protected(105, 5, [40, 30, 30]) == 110
    assert mirror.protected(104, 4, [50, 50]) is None, "two others know each other"
    assert mirror.protected(104, 4, [60, 20, 20]) is None, "one of the others is nearly all"
    assert mirror.protected(104, 96, [3, 3, 2]) is None, "the rest is small"
    assert mirror.protected(9, None, [3, 3, 3]) is None
    assert mirror.protected(None, 4, [40, 30, 30]) is None


def test_ten_peers_of_nearly_the_same_size() -> None:
    peers = mirror.peers("GM0344", "2024/2025")
    assert len(set(peers)) == 10
    assert "GM0344" not in peers
    sizes = {row["gemeentecode"]: int(row["inwoners_5_17"]) for row in read_seed("bevolking_groep")}
    far = max(abs(sizes[code] - sizes["GM0344"]) for code in peers)
    nearer = [code for code, size in sizes.items() if abs(size - sizes["GM0344"]) < far]
    assert set(nearer) <= {*peers, "GM0344"}
    assert mirror.peers("RMC19", "2024/2025") == ()


def test_own_figures_are_exact_and_others_hidden_while_few_have_delivered(built: World) -> None:
    with connect(built.settings) as conn:
        report = mirror.report(conn, "GM0344", "2024/2025")
        wanted = conn.execute(
            "select aantal from leerplichttelling.leerplichttelling where gebied = 'GM0344'"
            " and niveau = 'gemeente' and indicator = 'TELPLICHTIG_JAAR' and schooljaar = '2024/2025'"
            " and onderwijssoort_klasse = 'TOTAAL' and definitieset = '2025-1'"
        ).fetchone()
    figures = {figure.code: figure for figure in report.figures}
    assert wanted is not None
    assert figures["TELPLICHTIG_JAAR"].eigen == wanted[0] == 2
    assert figures["AV_TOTAAL"].eigen == 1
    assert {figure.regio for figure in report.figures} == {None}
    assert {figure.land for figure in report.figures} == {None}


def test_the_page_shows_charts_with_tables_and_lines_to_look_at(built: World) -> None:
    text = built.client("a").get("/spiegel/GM0344/2024-2025").text
    assert text.count("<svg") == text.count("<title id=") >= 1
    assert "Uit beeld: 1" in text
    assert "jongere.csv" in text
    assert "999990019" not in text
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-8", text), "no pseudonym"
    table = built.client("a").get("/spiegel/GM0344/2024-2025/jongeren.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    uit_beeld = [(row["tabel"], row["regel"]) for row in rows if row["reden"] == "Uit beeld"]
    assert uit_beeld == [("jongere", "3")]


def test_both_municipalities_see_their_own_line_of_a_child_that_both_claim(built: World) -> None:
    with connect(built.settings) as conn:
        for code in ("GM0344", "GM0356"):
            found = {
                reason.code: places for reason, places in young.to_look_at(conn, code, "2024/2025", [code])
            }
            assert {(p.tabel, p.regel) for p in found["dubbel"]} == {("verblijf", 2), ("verblijf", 3)}
        assert not any(places for _, places in young.to_look_at(conn, "GM0363", "2024/2025", ["GM0363"]))


def test_a_chart_escapes_its_words_and_writes_every_value() -> None:
    svg = charts.bars(
        "x", "<t>", "uitleg", ["a & b", "c"], [Series("nu", [1, None]), Series("toen", [0, 2000])]
    )
    assert "&lt;t&gt;" in svg
    assert "a &amp; b" in svg
    assert svg.count("<rect") == 2 + 4
    assert ">2.000<" in svg
    assert "style=" not in svg
