"""The sheets as a spreadsheet program sees them: every style is there, columns fit, printing is one page wide."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal

from rizoom.publish.uitgave_bladen import BREEDST, Blad
from rizoom.publish.uitgave_ods import als_ods
from rizoom.publish.uitgave_xlsx import als_xlsx

LANG = "Een zin die niet op één regel past. " * 6
BLADEN = (
    Blad("toelichting", ("Onderwerp", "Toelichting"), (("Titel", "kort"), ("Wat telt mee", LANG))),
    Blad(
        "land",
        ("gebied", "omschrijving", "pct"),
        (("NL", "AV_TOTAAL " * 4, Decimal("12.50")), ("NL", "", 7)),
        1,
    ),
)
MOMENT = datetime(2026, 1, 11)


def _ods() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(als_ods(BLADEN, "titel", MOMENT))) as book:
        return {name: book.read(name).decode() for name in ("content.xml", "styles.xml")}


def test_columns_are_as_wide_as_their_longest_text() -> None:
    assert BLADEN[0].breedtes == (len("Wat telt mee") + 3, BREEDST)
    assert BLADEN[1].breedtes == (10, len("AV_TOTAAL " * 4) + 3, 10)
    assert Blad("leeg", ("a", "omschrijving"), ()).breedtes == (10, 15)


def test_every_style_of_the_open_spreadsheet_is_defined() -> None:
    parts = _ods()
    used = set(re.findall(r'table:style-name="([^"]+)"', parts["content.xml"]))
    defined = set(re.findall(r'<style:style style:name="([^"]+)"', "".join(parts.values())))
    assert {"kop", "lang", "getal", "decimaal", "blad"} <= used
    assert used <= defined


def test_the_open_spreadsheet_prints_one_page_wide() -> None:
    parts = _ods()
    assert 'style:print-orientation="landscape"' in parts["styles.xml"]
    assert re.search(r'scale-to-X="1"', parts["styles.xml"])
    assert parts["content.xml"].count('table:style-name="blad"') == len(BLADEN)
    assert 'style:master-page-name="liggend"' in parts["content.xml"]


def test_long_notes_get_the_height_of_their_lines() -> None:
    with zipfile.ZipFile(io.BytesIO(als_xlsx(BLADEN, "titel", MOMENT))) as book:
        notes = book.read("xl/worksheets/sheet1.xml").decode()
    heights = dict(re.findall(r'<row r="(\d+)"[^>]* ht="(\d+)"', notes))
    assert heights == {"3": "45"} or heights == {"2": "15", "3": "45"}


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert als_ods(BLADEN, "titel", MOMENT) == als_ods(BLADEN, "titel", MOMENT)
    assert als_xlsx(BLADEN, "titel", MOMENT) == als_xlsx(BLADEN, "titel", MOMENT)
