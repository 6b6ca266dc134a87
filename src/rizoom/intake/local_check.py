"""Checking one delivery on the supplier's own computer: the same steps, in a warehouse that is thrown away.

The embedded server starts by itself and stops again; nothing leaves the computer and nothing stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rizoom.settings import Settings

Progress = Callable[[str, int, int], None]

NEXT_STEP = {
    "vigerend": "De levering is goed. U kunt haar aanleveren.",
    "afgekeurd": "De levering wordt afgekeurd. Verbeter de fouten en maak een nieuwe levering.",
    "geweigerd": "De levering wordt geweigerd: zij kan niet worden verwerkt. Verbeter de oorzaak hieronder.",
}


@dataclass(frozen=True)
class ReportFinding:
    """One finding in the supplier's own terms; ``regel`` counts lines of the file, the header is line 1."""

    tabel: str
    regel: int | None
    kolom: str
    code: str
    ernst: str
    melding: str
    aantal: int


@dataclass(frozen=True)
class ReportFile:
    """One file of the delivery as it was read; empty where it could not be."""

    naam: str
    tabel: str
    rijen: int | None
    codering: str
    scheidingsteken: str


@dataclass(frozen=True)
class Report:
    """Outcome of a check: what the register would say of this delivery, and why."""

    levering: str
    soort: str
    leveraar: str
    schooljaar: str
    volgnummer: int | None
    status: str
    bestanden: tuple[ReportFile, ...]
    bevindingen: tuple[ReportFinding, ...]

    @property
    def accepted(self) -> bool:
        """Whether the delivery would count."""
        return self.status == "vigerend"

    @property
    def next_step(self) -> str:
        """What the supplier can do now, in plain Dutch."""
        return NEXT_STEP[self.status]

    def totals(self) -> dict[str, int]:
        """Number of lines with a finding, per severity (true totals, also past what is listed)."""
        per_code = {(f.code, f.ernst): f.aantal for f in self.bevindingen}
        found = {"fout": 0, "waarschuwing": 0, "info": 0}
        for (_, ernst), aantal in per_code.items():
            found[ernst] += aantal
        return found


def check_delivery(settings: Settings, source: Path, progress: Progress | None = None) -> Report:
    """Check the zip or folder ``source`` as the warehouse would, without keeping anything."""
    from rizoom.intake import flow, keys
    from rizoom.workspace import fingerprint, workspace

    stat = source.stat()
    with workspace(settings, fingerprint("controleer", source.resolve(), stat.st_mtime_ns)) as own:
        keys.ensure_demo_key(own)
        flow.receive(own, source)
        for group in flow.plan_groups(own, 1):
            flow.read_group(own, group, progress)
        flow.check(own, progress)
        flow.decide(own, progress)
        return read_report(own)


def read_report(settings: Settings) -> Report:
    """The report of the only delivery in this warehouse."""
    from rizoom.warehouse.connect import connect

    with connect(settings) as conn:
        row = conn.execute(
            "select levering_id, sha256, coalesce(soort, ''), coalesce(leveraar, ''),"
            " coalesce(schooljaar, ''), volgnummer, status from register.levering"
        ).fetchone()
        assert row is not None
        files = conn.execute(
            "select naam, coalesce(tabel, ''), rijen_gelezen, coalesce(codering, ''),"
            " coalesce(scheidingsteken, '') from register.levering_bestand"
            " where levering_id = %s order by naam",
            (row[0],),
        ).fetchall()
        findings = conn.execute(
            "select tabel, regel, kolom, code, ernst, melding, aantal from register.bevinding"
            " where levering_id = %s"
            " order by array_position(array['fout', 'waarschuwing', 'info'], ernst), tabel,"
            " regel nulls first, kolom, code",
            (row[0],),
        ).fetchall()
    _, sha256, soort, leveraar, schooljaar, volgnummer, status = row
    return Report(
        sha256,
        soort,
        leveraar,
        schooljaar,
        volgnummer,
        status,
        bestanden=tuple(ReportFile(*file) for file in files),
        bevindingen=tuple(ReportFinding(*finding) for finding in findings),
    )
