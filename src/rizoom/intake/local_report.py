"""The report of a checked delivery on the terminal, as JSON, CSV and HTML. Everything in plain Dutch."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rizoom.intake.local_check import Report, ReportFinding

if TYPE_CHECKING:
    from rich.console import Console

Form = Literal["json", "csv", "html"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
SHOWN_ON_TERMINAL = 50


def write_report(report: Report, target: Path, form: Form) -> None:
    """Write the report to ``target``; CSV opens in a spreadsheet without running anything."""
    text = {"json": as_json, "csv": as_csv, "html": as_html}[form](report)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="")


def as_json(report: Report) -> str:
    """The whole report; keys as in :class:`Report`, and ``volgende_stap``."""
    return (
        json.dumps({**asdict(report), "volgende_stap": report.next_step}, ensure_ascii=False, indent=1) + "\n"
    )


def as_csv(report: Report) -> str:
    """The findings: comma, UTF-8, header; a value that a spreadsheet would run gets a leading apostrophe."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow([field.name for field in fields(ReportFinding)])
    for item in report.bevindingen:
        writer.writerow(["" if value is None else _safe(value) for value in asdict(item).values()])
    return sink.getvalue()


def as_html(report: Report) -> str:
    """One page, no script, nothing from elsewhere."""
    from jinja2 import Environment, PackageLoader

    page = Environment(loader=PackageLoader("rizoom.intake"), autoescape=True).get_template("controle.html")
    return page.render(rapport=report, totalen=report.totals())


def print_report(report: Report, console: Console) -> None:
    """Outcome, totals and the first findings on the terminal."""
    name = " ".join(filter(None, (report.soort, report.leveraar, report.schooljaar))) or "onbekende levering"
    console.print(f"[bold]{name}[/bold]: {report.status}", highlight=False)
    console.print(report.next_step, highlight=False)
    totals = report.totals()
    console.print(
        f"{totals['fout']} fouten, {totals['waarschuwing']} waarschuwingen,"
        f" {totals['info']} meldingen ter informatie",
        highlight=False,
    )
    shown = [item for item in report.bevindingen if item.ernst != "info"]
    for item in shown[:SHOWN_ON_TERMINAL]:
        console.print(
            f"- {item.ernst}: {_place(item)}{item.melding} ({item.code})", markup=False, highlight=False
        )
    left = len(report.bevindingen) - min(len(shown), SHOWN_ON_TERMINAL)
    if left > 0:
        console.print(f"en nog {left}; gebruik --csv of --html voor alle bevindingen", highlight=False)


def _place(item: ReportFinding) -> str:
    """Where it is: ``verblijf, regel 3, kolom begindatum: ``."""
    parts = [
        item.tabel,
        f"regel {item.regel}" if item.regel else "",
        f"kolom {item.kolom}" if item.kolom else "",
    ]
    place = ", ".join(filter(None, parts))
    return f"{place}: " if place else ""


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value
