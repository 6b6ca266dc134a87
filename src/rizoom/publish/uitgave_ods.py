"""``cijfers.ods``: the same sheets in the open format; typed cells, filters, frozen heads, fixed dates."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from rizoom.publish.uitgave_bladen import Blad

_EPOCH = (1980, 1, 1, 0, 0, 0)


def als_ods(bladen: tuple[Blad, ...], titel: str, moment: datetime) -> bytes:
    """The spreadsheet as bytes; ``moment`` is its only date, so the same sheets give the same bytes."""
    from odf import dc, meta, style, table
    from odf.opendocument import OpenDocumentSpreadsheet

    book = OpenDocumentSpreadsheet()
    for element in list(book.meta.childNodes):
        book.meta.removeChild(element)
    stamp = moment.replace(tzinfo=None).isoformat()
    book.meta.addElement(meta.Generator(text="Rizoom"))
    book.meta.addElement(dc.Title(text=titel))
    book.meta.addElement(dc.Language(text="nl-NL"))
    book.meta.addElement(meta.CreationDate(text=stamp))
    book.meta.addElement(dc.Date(text=stamp))
    head = style.Style(name="kop", family="table-cell")
    head.addElement(style.TextProperties(fontweight="bold", color="#ffffff"))
    head.addElement(style.TableCellProperties(backgroundcolor="#154273", wrapoption="wrap"))
    wrap = style.Style(name="lang", family="table-cell")
    wrap.addElement(style.TableCellProperties(wrapoption="wrap", verticalalign="top"))
    _number_style(book, "getal", 0)
    _number_style(book, "decimaal", 2)
    # Named styles: odfpy leaves out automatic ones that no element of its own uses, and our rows are text.
    for item in (head, wrap):
        book.styles.addElement(item)
    widths: dict[int, Any] = {}
    for blad in bladen:
        for width in blad.breedtes:
            if width not in widths:
                column = style.Style(name=f"k{width}", family="table-column")
                column.addElement(style.TableColumnProperties(columnwidth=f"{width * 0.21:.2f}cm"))
                book.automaticstyles.addElement(column)
                widths[width] = column
    ranges = table.DatabaseRanges()
    page = _page(book)
    for blad in bladen:
        book.spreadsheet.addElement(_sheet(blad, head, widths, page))
        if blad.naam != "toelichting" and blad.rijen:
            last = f"{_letters(len(blad.kop))}{len(blad.rijen) + 1}"
            ranges.addElement(
                table.DatabaseRange(
                    name=f"filter_{blad.naam}",
                    targetrangeaddress=f"{blad.naam}.A1:{blad.naam}.{last}",
                    displayfilterbuttons="true",
                )
            )
    book.spreadsheet.addElement(ranges)
    book.settings.addElement(_frozen(bladen))
    return _fixed(book, bladen)


def _page(book: Any) -> Any:
    """Style of a sheet that prints on A4 across, one page wide."""
    from odf import style

    layout = style.PageLayout(name="liggend")
    layout.addElement(
        style.PageLayoutProperties(
            printorientation="landscape", pagewidth="29.7cm", pageheight="21cm", scaletox="1", scaletoy="0"
        )
    )
    master = style.MasterPage(name="liggend", pagelayoutname=layout)
    sheet = style.Style(name="blad", family="table", masterpagename=master)
    book.automaticstyles.addElement(layout)
    book.masterstyles.addElement(master)
    book.automaticstyles.addElement(sheet)
    return sheet


def _number_style(book: Any, name: str, places: int) -> None:
    from odf import number, style

    fmt = number.NumberStyle(name=f"n-{name}")
    fmt.addElement(number.Number(decimalplaces=str(places), minintegerdigits="1", grouping="true"))
    cell = style.Style(name=name, family="table-cell", datastylename=fmt)
    book.styles.addElement(fmt)
    book.styles.addElement(cell)


def _sheet(blad: Blad, head: Any, widths: dict[int, Any], page: Any) -> Any:
    from odf import table, text

    sheet = table.Table(name=blad.naam, stylename=page)
    for width in blad.breedtes:
        sheet.addElement(table.TableColumn(stylename=widths[width]))
    header = table.TableHeaderRows()
    row = table.TableRow()
    for name in blad.kop:
        cell = table.TableCell(stylename=head, valuetype="string")
        cell.addElement(text.P(text=name))
        row.addElement(cell)
    header.addElement(row)
    sheet.addElement(header)
    placeholder = table.TableRow()
    cell = table.TableCell(valuetype="string")
    cell.addElement(text.P(text=_mark(blad)))
    placeholder.addElement(cell)
    sheet.addElement(placeholder)
    return sheet


def _mark(blad: Blad) -> str:
    return f"@@rijen van {blad.naam}@@"


def _rows(blad: Blad) -> str:
    """The rows as XML text: odfpy's own elements take a hundred seconds for the municipalities."""
    notes = blad.naam == "toelichting"
    empty = "<table:table-cell/>"
    parts: list[str] = []
    for values in blad.rijen:
        parts.append("<table:table-row>")
        for value in values:
            if value is None:
                parts.append(empty)
            elif isinstance(value, str):
                style = ' table:style-name="lang"' if notes else ""
                parts.append(
                    f'<table:table-cell{style} office:value-type="string"><text:p>{escape(value)}</text:p>'
                    "</table:table-cell>"
                )
            else:
                style = "decimaal" if isinstance(value, Decimal) else "getal"
                parts.append(
                    f'<table:table-cell table:style-name="{style}" office:value-type="float" '
                    f'office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
                )
        parts.append("</table:table-row>")
    return "".join(parts)


def _fill(content: str, bladen: tuple[Blad, ...]) -> str:
    """``content.xml`` with the rows in place of the marks."""
    for blad in bladen:
        pattern = r"<table:table-row[^>]*><table:table-cell[^>]*><text:p[^>]*>" + re.escape(_mark(blad))
        pattern += r"</text:p></table:table-cell></table:table-row>"
        content, count = re.subn(pattern, lambda _, b=blad: _rows(b), content, count=1)  # type: ignore[misc]
        if count != 1:
            raise RuntimeError("a sheet has lost its place in the spreadsheet")
    return content


def _frozen(bladen: tuple[Blad, ...]) -> Any:
    """View settings: the head stays in sight on every sheet."""
    from odf import config

    view = config.ConfigItemSet(name="ooo:view-settings")
    views = config.ConfigItemMapIndexed(name="Views")
    entry = config.ConfigItemMapEntry()
    tables = config.ConfigItemMapNamed(name="Tables")
    for blad in bladen:
        item = config.ConfigItemMapEntry(name=blad.naam)
        split = {"HorizontalSplitMode": 2 if blad.vast else 0, "VerticalSplitMode": 2,
                 "HorizontalSplitPosition": blad.vast, "VerticalSplitPosition": 1,
                 "PositionRight": blad.vast, "PositionBottom": 1,
                 "ActiveSplitRange": 3 if blad.vast else 2}  # fmt: skip
        for name, value in split.items():
            kind = "short" if name.endswith(("Mode", "Range")) else "int"
            item.addElement(config.ConfigItem(name=name, type=kind, text=str(value)))
        tables.addElement(item)
    entry.addElement(tables)
    views.addElement(entry)
    view.addElement(views)
    return view


def _letters(column: int) -> str:
    """Name of a column counted from 1: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _fixed(book: Any, bladen: tuple[Blad, ...]) -> bytes:
    """The zip with names in order and one date; ``mimetype`` first and not compressed, as ODF asks."""
    raw = io.BytesIO()
    book.write(raw)
    sink = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(sink, "w") as target:
        names = sorted(set(source.namelist()), key=lambda name: (name != "mimetype", name))
        for name in names:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            content = source.read(name)
            if name.endswith(".xml"):
                text = _namespaces(content.decode())
                content = (_fill(text, bladen) if name == "content.xml" else text).encode()
            target.writestr(info, content)
    return sink.getvalue()


def _namespaces(document: str) -> str:
    """The root's namespaces sorted, and only those in use: odfpy writes what the process happened to see so far."""
    found = sorted(set(re.findall(r'xmlns:([\w-]+)="[^"]*"', document)))
    unused = {name for name in found if not re.search(rf'[</ "]{name}:[\w-]', document)}
    start = re.search(r"<[\w-]+:[\w-]+ [^>]*>", document)
    if start is None:
        return document
    root = start.group(0)
    declared = sorted(set(re.findall(r' xmlns:[\w-]+="[^"]*"', root)))
    bare = re.sub(r' xmlns:[\w-]+="[^"]*"', "", root)
    kept = "".join(item for item in declared if item.split(":", 1)[1].split("=")[0] not in unused)
    tag, rest = bare.split(" ", 1) if " " in bare else (bare[:-1], ">")
    separator = "" if rest == ">" else " "
    return document.replace(root, f"{tag}{kept}{separator}{rest}", 1)
