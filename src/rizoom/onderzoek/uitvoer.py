"""Output of a project: submitted by its author, checked by machine, decided on by somebody else, then written out.

What is released is what was computed and checked, byte for byte; every step is in the audit log.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from rizoom.onderzoek.beheer import ProjectError, laad, log
from rizoom.onderzoek.controle import Oordeel, controleer, geslaagd
from rizoom.onderzoek.declaratie import Declaratie, als_csv, bereken
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Uitvoer:
    """One submitted output and what the checks say about it."""

    uitvoer_id: int
    project: str
    naam: str
    geslaagd: bool
    oordelen: tuple[Oordeel, ...]


def indienen(settings: Settings, project: str, wat: Declaratie, door: str) -> Uitvoer:
    """Compute, check and keep a declared table. Raises ``LookupError``, ``DeclaratieError`` or ``ProjectError``."""
    with connect(settings) as conn:
        conn.execute("select pg_advisory_xact_lock(hashtextextended('rizoom.uitvoer.' || %s, 0))", [project])
        if conn.execute(
            "select 1 from onderzoekbeheer.project where project = %s and gesloten_op is not null", [project]
        ).fetchone():
            raise ProjectError(f"project {project} is gesloten")
        cells = bereken(conn, laad(conn, project), wat)
        verdicts = controleer(wat, cells, _released_cells(conn, project))
        content = als_csv(wat, cells)
        row = conn.execute(
            "insert into onderzoekbeheer.uitvoer (project, naam, ingediend_door, declaratie, inhoud, sha256,"
            " controles, geslaagd) values (%s, %s, %s, %s, %s, %s, %s, %s) returning uitvoer_id",
            [project, wat.naam, door, Jsonb(asdict(wat)), content,
             hashlib.sha256(content.encode()).hexdigest(),
             Jsonb([verdict.als_dict() for verdict in verdicts]), geslaagd(verdicts)],
        ).fetchone()  # fmt: skip
        assert row is not None
        with conn.cursor() as cursor:
            cursor.executemany(
                "insert into onderzoekbeheer.uitvoer_cel (uitvoer_id, cel, leden) values (%s, %s, %s)",
                [(row[0], json.dumps(cel.sleutel), sorted(cel.leden)) for cel in cells],
            )
        passed = geslaagd(verdicts)
        log(conn, door, "uitvoer ingediend", f"{project}/{row[0]}", "geslaagd" if passed else "gezakt")
    return Uitvoer(row[0], project, wat.naam, passed, tuple(verdicts))


def beslis(settings: Settings, uitvoer_id: int, door: str, vrijgeven: bool, reden: str) -> None:
    """Release or refuse. The database refuses the author, a member of the project, and what failed a check.

    On release the checks run again: something else may have been released meanwhile. Raises
    :class:`ProjectError` or ``LookupError``.
    """
    with connect(settings) as conn:
        row = conn.execute(
            "select project, declaratie from onderzoekbeheer.uitvoer where uitvoer_id = %s", [uitvoer_id]
        ).fetchone()
        if row is None:
            raise LookupError(f"er is geen uitvoer {uitvoer_id}")
        project = str(row[0])
        conn.execute("select pg_advisory_xact_lock(hashtextextended('rizoom.uitvoer.' || %s, 0))", [project])
        try:
            conn.execute(
                "insert into onderzoekbeheer.uitvoer_besluit (uitvoer_id, besluit, door, reden)"
                " values (%s, %s, %s, %s)",
                [uitvoer_id, "vrijgegeven" if vrijgeven else "afgewezen", door, reden],
            )
        except psycopg.errors.RaiseException as fault:
            texts = {
                "who did not submit": "uitvoer wordt beoordeeld door iemand anders dan wie haar indiende",
                "outside the project": "uitvoer wordt beoordeeld door iemand buiten het project",
                "failed a check": "uitvoer die voor een controle zakt, komt niet vrij",
            }
            said = str(fault.diag.message_primary)
            raise ProjectError(next((dutch for key, dutch in texts.items() if key in said), said)) from None
        except psycopg.errors.UniqueViolation:
            raise ProjectError("over deze uitvoer is al besloten") from None
        if vrijgeven:
            _check_again(conn, uitvoer_id, project)
        log(
            conn, door, "uitvoer vrijgegeven" if vrijgeven else "uitvoer afgewezen", f"{project}/{uitvoer_id}",
            reden,
        )  # fmt: skip


def schrijf(settings: Settings, uitvoer_id: int, map: Path) -> list[Path]:
    """Write released output: the table, a plot when declared, and the decision. Raises :class:`ProjectError`."""
    with connect(settings) as conn:
        row = conn.execute(
            "select u.naam, u.inhoud, u.sha256, u.declaratie, u.controles, u.project, b.reden, b.op"
            " from onderzoekbeheer.uitvoer as u inner join onderzoekbeheer.uitvoer_besluit as b using (uitvoer_id)"
            " where u.uitvoer_id = %s and b.besluit = 'vrijgegeven'",
            [uitvoer_id],
        ).fetchone()
        if row is None:
            raise ProjectError(f"uitvoer {uitvoer_id} is niet vrijgegeven")
        log(conn, "rizoom", "uitvoer geschreven", f"{row[5]}/{uitvoer_id}", row[2])
    name, content, sha256, declared, checks, project, reason, moment = row
    map.mkdir(parents=True, exist_ok=True)
    table = map / f"{name}.csv"
    table.write_text(content, encoding="utf-8", newline="")
    decision = map / f"{name}.besluit.json"
    fields = {
        "uitvoer": uitvoer_id, "project": project, "sha256": sha256, "besluit": "vrijgegeven", "reden": reason,
        "op": moment.isoformat(timespec="seconds"), "controles": checks,
    }  # fmt: skip
    decision.write_text(json.dumps(fields, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")
    written = [table, decision]
    if declared["grafiek"]:
        written.append(_draw(map / f"{name}.svg", content, declared["grafiek"]))
    return written


def _released_cells(conn: psycopg.Connection, project: str, behalve: int = 0) -> list[frozenset[UUID]]:
    """Members of every cell that was released to the project, those of output ``behalve`` left out."""
    rows = conn.execute(
        "select c.leden from onderzoekbeheer.uitvoer_cel as c"
        " inner join onderzoekbeheer.uitvoer as u using (uitvoer_id)"
        " inner join onderzoekbeheer.uitvoer_besluit as b using (uitvoer_id)"
        " where u.project = %s and b.besluit = 'vrijgegeven' and u.uitvoer_id <> %s",
        [project, behalve],
    )
    return [frozenset(row[0]) for row in rows]


def _check_again(conn: psycopg.Connection, uitvoer_id: int, project: str) -> None:
    """Differencing against what was released since it was submitted."""
    from rizoom.onderzoek.declaratie import Cel

    rows = conn.execute(
        "select cel, leden from onderzoekbeheer.uitvoer_cel where uitvoer_id = %s order by cel", [uitvoer_id]
    ).fetchall()
    cells = [
        Cel(tuple(json.loads(cel)), frozenset(members), float(len(members)), 1.0, 1.0)
        for cel, members in rows
    ]
    plain = Declaratie("", "", (), {})
    verdict = controleer(plain, cells, _released_cells(conn, project, uitvoer_id))[-1]
    if verdict.ernst == "fout":
        raise ProjectError(f"sinds het indienen is andere uitvoer vrijgegeven: {verdict.tekst}")


def _draw(pad: Path, content: str, soort: str) -> Path:
    """Bars or lines of the released table, and of nothing else."""
    import altair as alt
    import vl_convert as vlc

    rows = list(csv.DictReader(io.StringIO(content)))
    *columns, value = rows[0]
    data = alt.InlineData([{**row, value: float(row[value])} for row in rows])
    base = alt.Chart(data, width=480, height=300)
    marked = base.mark_bar() if soort == "staaf" else base.mark_line(point=True)
    channels: dict[str, Any] = {"x": alt.X(f"{columns[0]}:N"), "y": alt.Y(f"{value}:Q")}
    if len(columns) > 1:
        channels["color"] = alt.Color(f"{columns[1]}:N")
    if len(columns) > 2:
        channels["column"] = alt.Column(f"{columns[2]}:N")
    pad.write_text(vlc.vegalite_to_svg(marked.encode(**channels).to_json()), encoding="utf-8")
    return pad
