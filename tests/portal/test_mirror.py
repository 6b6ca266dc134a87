"""The mirror report: own figures exactly, others never to be computed, lines of the own files only."""

from __future__ import annotations

import csv
import io
import re

import psycopg

from rizoom.portal import charts, mirror, opgave, vergelijking, young
from rizoom.portal.charts import Series
from rizoom.reference import read_seed
from rizoom.warehouse.connect import connect
from tests.portal_world import World


def test_ten_peers_of_nearly_the_same_size() -> None:
    peers = vergelijking.peers("GM0344", "2024/2025")
    assert len(set(peers)) == 10
    assert "GM0344" not in peers
    sizes = {row["gemeentecode"]: int(row["inwoners_5_17"]) for row in read_seed("bevolking_groep")}
    far = max(abs(sizes[code] - sizes["GM0344"]) for code in peers)
    nearer = [code for code, size in sizes.items() if abs(size - sizes["GM0344"]) < far]
    assert set(nearer) <= {*peers, "GM0344"}
    regions = vergelijking.peers("RMC19", "2024/2025")
    assert len(set(regions)) == 10
    assert all(code.startswith("RMC") and code != "RMC19" for code in regions)


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
    assert {figure.regio for figure in report.figures} == {"."}
    assert {figure.land for figure in report.figures} == {"."}
    assert not report.anderen.gepubliceerd
    assert all(peer.cijfers == {} for peer in report.anderen.gelijken)


def publish(conn: psycopg.Connection, rows: list[tuple[str, str, str, str, int | None, str]]) -> None:
    """A public release as approved: rows of dataset, niveau, gebied, indicator, waarde, geheim."""
    found = conn.execute(
        "insert into register.uitgave (reeks, schooljaar, volgnummer, status, gestart_door, map,"
        " manifest_sha256, invoer, controles) values ('open-data', '2024/2025', 1, 'voorlopig', 'een', 'proef',"
        " repeat('0', 64), repeat('0', 64), '[]') returning uitgave_id"
    ).fetchone()
    assert found is not None
    conn.execute(
        "insert into bewijs.uitgave_poort (uitgave_id, stelsel, cellen, beschermd, paren, seconden, certificaat,"
        " certificaat_sha256) values (%s, 'proef', 1, 0, 0, 0, '', repeat('0', 64))",
        found,
    )
    conn.execute(
        "insert into register.uitgave_besluit (uitgave_id, besluit, door, reden)"
        " values (%s, 'goedgekeurd', 'ander', 'proef')",
        found,
    )
    for dataset, niveau, gebied, indicator, waarde, geheim in rows:
        conn.execute(
            "insert into publiek.cijfer (uitgave_id, dataset, schooljaar, niveau, gebied, indicator, klasse,"
            " leeftijd, waarde, eenheid, bewerking, status, geheim)"
            " values (%s, %s, '2024/2025', %s, %s, %s, 'TOTAAL', 'TOTAAL', %s, 'personen', '', '', %s)",
            [found[0], dataset, niveau, gebied, indicator, waarde, geheim],
        )


def test_figures_of_others_are_those_that_were_published(built: World) -> None:
    """And never those of the marts: these differ from what the marts hold."""
    near = vergelijking.peers("GM0344", "2024/2025")
    rows: list[tuple[str, str, str, str, int | None, str]] = [
        ("leerplichttelling", "land", "NL", "TELPLICHTIG", 100_000, ""),
        ("leerplichttelling", "land", "NL", "AV_TOTAAL", 250, ""),
        ("leerplichttelling", "regio", "RMC19", "TELPLICHTIG", 8000, ""),
        ("leerplichttelling", "regio", "RMC19", "AV_TOTAAL", None, "."),
    ]
    for place, code in enumerate(near[:4]):
        rows.append(("leerplichttelling", "gemeente", code, "TELPLICHTIG", 1000, ""))
        rows.append(("leerplichttelling", "gemeente", code, "AV_TOTAAL", 5 * place, ""))
    rows.append(("leerplichttelling", "gemeente", near[4], "AV_TOTAAL", None, "."))
    with connect(built.settings) as conn:
        publish(conn, rows)
        report = mirror.report(conn, "GM0344", "2024/2025")
        conn.rollback()
    assert report.anderen.gepubliceerd
    figures = {figure.code: figure for figure in report.figures}
    assert (figures["AV_TOTAAL"].regio, figures["AV_TOTAAL"].land) == (".", 250)
    assert (figures["AV_GT3M"].regio, figures["AV_GT3M"].land) == (".", "."), "not weighed by the gate"
    (rate,) = [rate for rate in report.rates if rate.code == "AV_TOTAAL"]
    assert (rate.eigen, rate.regio, rate.land) == (None, None, 2.5), "own population is under 20"
    assert rate.gelijken == 7.5, "the middle of 0, 5, 10 and 15"
    assert [peer.leveraar for peer in report.anderen.gelijken] == list(near)
    assert [peer.cijfers["AV_TOTAAL"] for peer in report.anderen.gelijken] == [0, 5, 10, 15, ".", *[None] * 5]


def test_a_region_is_compared_with_regions(built: World) -> None:
    near = vergelijking.peers("RMC19", "2024/2025")
    with connect(built.settings) as conn:
        publish(conn, [("vsv", "regio", near[0], "N", 5000, ""), ("vsv", "regio", near[0], "X", 100, "")])
        found = vergelijking.others(conn, "RMC19", "2024/2025", None)
        conn.rollback()
    assert found.gelijken[0].cijfers == {"VSV_POPULATIE": 5000, "VSV": 100}
    assert found.gelijken[0].rate("VSV") == 20.0
    assert found.regio == {}


def test_before_a_release_nothing_of_others_is_shown(built: World) -> None:
    with connect(built.settings) as conn:
        for leveraar, regio in (("GM0344", "RMC19"), ("RMC19", None)):
            found = vergelijking.others(conn, leveraar, "2024/2025", regio)
            assert not found.gepubliceerd
            assert set(found.land.values()) == {vergelijking.HIDDEN}
            assert set(found.regio.values()) <= {vergelijking.HIDDEN}
            assert [peer.cijfers for peer in found.gelijken] == [{}] * 10


def test_a_difference_with_the_own_opgave_points_at_the_lines(built: World) -> None:
    with connect(built.settings) as conn:
        (found,) = opgave.differences(conn, "GM0344", "2024/2025")
        assert opgave.differences(conn, "GM0356", "2024/2025") == []
    assert (found.opgave, found.berekend, found.verschil) == (4, 1, 3)
    assert found.klasse == "Alle soorten samen"
    assert ("verblijf", 3) in {(place.tabel, place.regel) for place in found.plaatsen}
    text = built.client("a").get("/spiegel/GM0344/2024-2025").text
    assert "Ook twee uit het oude systeem" in text
    assert "Regels die meetellen: Absoluut verzuim, het officiële aantal" in text
    rows = built.client("a").get("/spiegel/GM0344/2024-2025/jongeren.csv").content.decode("utf-8-sig")
    assert "Verschil met opgave: " in rows


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
