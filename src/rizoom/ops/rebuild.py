"""Rebuilding a year that was built before: beside, compare, approve, swap; the earlier tables are kept.

The year is built again from the raw deliveries in force, in a warehouse of its own. What came out is
compared with the tables in use. After approval the warehouse itself is built; only when that gives exactly
the tables that were approved do they take the place of the earlier ones.
"""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from psycopg.types.json import Jsonb

from rizoom.ops import work
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

NOT_COMPARED = {
    "leveringen.csv",
    "bevindingen.csv",
}  # these tell of every delivery, not only of those in force


class RebuildError(RuntimeError):
    """What would be swapped in is not what was approved."""


@dataclass(frozen=True)
class Difference:
    """One table: lines that only the new one has, lines that only the one in use has, lines in both."""

    tabel: str
    erbij: int
    eraf: int
    gelijk: int


def beside(settings: Settings, schooljaar: str) -> Path:
    """Folder of the tables that are built beside those in use."""
    return work.output_root(settings) / "naast" / schooljaar.replace("/", "-")


def build_beside(settings: Settings, schooljaar: str, reden: str = "") -> Path:
    """Build the year from the raw deliveries in force in a warehouse of its own; its folder of tables.

    Raises:
        StoreError: a delivery in force is not in the raw store any more.
    """
    from rizoom.intake import flow as intake
    from rizoom.intake.keys import root_key
    from rizoom.national import flow as national
    from rizoom.national.export import write_tables
    from rizoom.workspace import fingerprint, workspace

    with connect(settings) as conn:
        raw = conn.execute(
            "select sha256, vorm from register.vigerend inner join register.levering using (levering_id)"
            " order by sha256"
        ).fetchall()
    out = beside(settings, schooljaar)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with connect(settings) as conn:
        conn.execute(
            "insert into bedrijf.herbouw (schooljaar, reden, naast) values (%s, %s, %s)",
            [schooljaar, reden, out.name],
        )
    with workspace(settings, fingerprint("herbouw", settings.database, schooljaar)) as fresh:
        own = replace(fresh, key_hex=root_key(settings).hex(), tussentijds=True)
        shutil.rmtree(own.inbox, ignore_errors=True)
        own.inbox.mkdir()
        for sha256, vorm in raw:
            _fetch(settings, sha256, vorm, own.inbox)
        intake.run_intake(own, own.inbox)
        for year in sorted({*national.years_to_build(own, schooljaar), schooljaar}):
            national.build_year(own, year)
        write_tables(own, schooljaar, out)
    return out


def differences(settings: Settings, schooljaar: str) -> list[Difference]:
    """Per table how the one beside differs from the one in use; only tables that differ."""
    new, old = beside(settings, schooljaar), work.output_folder(settings, schooljaar)
    names = {file.name for folder in (new, old) for file in folder.glob("*.csv")} - NOT_COMPARED
    found = []
    for name in sorted(names):
        mine, theirs = _lines(new / name), _lines(old / name)
        added, gone = mine - theirs, theirs - mine
        if added or gone:
            found.append(
                Difference(name.removesuffix(".csv"), added.total(), gone.total(), (mine & theirs).total())
            )
    _note(settings, schooljaar, "wacht", {d.tabel: [d.erbij, d.eraf, d.gelijk] for d in found})
    return found


def swap(settings: Settings, schooljaar: str, besloten_door: str = "") -> Path:
    """Build the warehouse, see that it gives what was approved, and put it in use; the folder of the earlier
    tables, which is kept.

    Raises:
        RebuildError: the outcome is not what was approved, such as when deliveries came in meanwhile;
            the tables in use stay as they were.
    """
    from rizoom.national import flow as national
    from rizoom.national.export import write_tables

    approved, current = beside(settings, schooljaar), work.output_folder(settings, schooljaar)
    fresh = approved.with_name(approved.name + ".nieuw")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    national.build_year(settings, schooljaar, volledig=True)
    write_tables(settings, schooljaar, fresh)
    other = [
        file.name
        for file in sorted(approved.glob("*.csv"))
        if file.name not in NOT_COMPARED and file.read_bytes() != (fresh / file.name).read_bytes()
    ]
    if other:
        raise RebuildError(f"niet wat is goedgekeurd: {', '.join(other)}; begin opnieuw")
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kept = work.output_root(settings) / "eerder" / current.name / moment
    kept.parent.mkdir(parents=True, exist_ok=True)
    current.rename(kept)
    fresh.rename(current)
    shutil.rmtree(approved)
    _note(settings, schooljaar, "gewisseld", besloten_door=besloten_door)
    return kept


def _note(
    settings: Settings,
    schooljaar: str,
    status: str,
    verschillen: dict[str, list[int]] | None = None,
    besloten_door: str | None = None,
) -> None:
    """Write down how far the latest rebuild of the year is, and who decided."""
    with connect(settings) as conn:
        conn.execute(
            "update bedrijf.herbouw set status = %s, verschillen = coalesce(%s, verschillen),"
            " besloten_door = coalesce(%s, besloten_door),"
            " besloten_op = case when %s::text is null then besloten_op else now() end"
            " where herbouw_id = (select max(herbouw_id) from bedrijf.herbouw where schooljaar = %s)",
            [
                status,
                None if verschillen is None else Jsonb(verschillen),
                besloten_door,
                besloten_door,
                schooljaar,
            ],
        )


def _lines(file: Path) -> Counter[str]:
    return Counter(file.read_text(encoding="utf-8").splitlines()[1:]) if file.exists() else Counter()


def _fetch(settings: Settings, sha256: str, vorm: str, inbox: Path) -> None:
    """A delivery as it was received; a folder is unpacked from the zip in which the store keeps it."""
    from rizoom.intake.rawstore import open_object

    with open_object(settings, sha256) as source:
        if vorm == "map":
            with zipfile.ZipFile(source) as zipped:
                zipped.extractall(inbox / sha256)
        else:
            with (inbox / f"{sha256}.zip").open("wb") as target:
                shutil.copyfileobj(source, target)
