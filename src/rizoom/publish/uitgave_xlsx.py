"""``cijfers.xlsx``: typed cells, filters, frozen heads; text never becomes a formula; fixed dates."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

from rizoom.publish.uitgave_bladen import BREEDST, Blad


def als_xlsx(bladen: tuple[Blad, ...], titel: str, moment: datetime) -> bytes:
    """The workbook as bytes; ``moment`` is its only date, so the same sheets give the same bytes."""
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": titel, "author": "Rizoom", "created": moment.replace(tzinfo=None)})
    formats = {
        "kop": book.add_format({"bold": True, "bg_color": "#154273", "font_color": "#ffffff", "text_wrap": True,
                                "valign": "top", "border": 1, "border_color": "#c9d6e4"}),
        "getal": book.add_format({"num_format": "#,##0"}),
        "decimaal": book.add_format({"num_format": "#,##0.00"}),
        "tekst": book.add_format({"valign": "top"}),
        "lang": book.add_format({"text_wrap": True, "valign": "top"}),
        "onderwerp": book.add_format({"bold": True, "valign": "top"}),
    }  # fmt: skip
    for blad in bladen:
        _blad(book.add_worksheet(blad.naam[:31]), blad, formats)
    book.close()
    return sink.getvalue()


def _blad(sheet: Any, blad: Blad, formats: dict[str, Any]) -> None:
    notes = blad.naam == "toelichting"
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, blad.vast)
    for column, width in enumerate(blad.breedtes):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, blad.kop, formats["kop"])
    for r, row in enumerate(blad.rijen, start=1):
        if notes:
            # Not every program gives wrapped text its lines by itself.
            sheet.set_row(r, 15 * max(1, ceil(len(str(row[-1])) / (BREEDST - 10))))
        for c, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                style = formats["onderwerp" if c == 0 else "lang"] if notes else formats["tekst"]
                sheet.write_string(r, c, value, style)
            elif isinstance(value, Decimal):
                sheet.write_number(r, c, float(value), formats["decimaal"])
            else:
                sheet.write_number(r, c, value, formats["getal"])
    if not notes and blad.rijen:
        sheet.autofilter(0, 0, len(blad.rijen), len(blad.kop) - 1)
