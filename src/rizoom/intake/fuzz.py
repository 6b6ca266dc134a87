"""Fuzzing the reader: mutated deliveries, and an oracle that decodes them in another way.

A case fails when reading raises anything but a refusal, when the process grows beyond 512 MiB, or when a
delivery is accepted (no ``fout``) whose landed values differ from those of :func:`plain_rows`: an
independent, simple decoding with nothing but the standard library. So no mutation changes what a delivery
means without being noticed, whatever the mutation was.
"""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import random
import re
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rizoom.intake.archive import open_archive
from rizoom.intake.delivery import check_delivery
from rizoom.intake.finding import Refusal
from rizoom.intake.fuzz_mutations import mutate, small
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.intake.reader import Batch
from rizoom.intake.schema import TABLES, Column, Table
from rizoom.settings import MIB, Settings

MEMORY = 512 * MIB
WHOLE = 256 * 1024
Rows = list[tuple[int, tuple[str, ...]]]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Failure:
    """One case that failed: its number under the seed, the mutation, what went wrong (no values)."""

    nummer: int
    mutatie: str
    fout: str


@dataclass(frozen=True)
class FuzzResult:
    """Outcome of a run. ``uitkomsten``: (mutation, outcome) → number; ``geheugen``: highest RSS in bytes."""

    aantal: int
    seconden: float
    geheugen: int
    uitkomsten: Counter[tuple[str, str]]
    mislukt: tuple[Failure, ...] = field(default=())


def fuzz(bases: Sequence[bytes], aantal: int, seed: int, progress: Progress | None = None) -> FuzzResult:
    """Read ``aantal`` mutations of the good deliveries ``bases`` (zips). Case ``n`` depends on ``seed`` and
    ``n`` alone, so one case can be looked at again with :func:`case`."""
    small_bases = [small(base) for base in bases]
    outcomes: Counter[tuple[str, str]] = Counter()
    failures: list[Failure] = []
    started = time.monotonic()
    for number in range(aantal):
        name, data = case(small_bases, seed, number)
        outcome, fault = judge(data)
        outcomes[name, outcome] += 1
        if fault is None and peak_memory() > MEMORY:
            fault = f"memory over {MEMORY // MIB} MiB"
        if fault is not None:
            failures.append(Failure(number, name, fault))
        if progress:
            progress("muteren", number + 1, aantal)
    return FuzzResult(aantal, time.monotonic() - started, peak_memory(), outcomes, tuple(failures))


def fuzz_apart(bases: Sequence[bytes], aantal: int, seed: int) -> FuzzResult:
    """:func:`fuzz` in a fresh process: the memory it reports is then that of reading alone, whatever the
    calling process has grown to."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(fuzz, list(bases), aantal, seed).result()


def fuzz_checks(
    settings: Settings, bases: Sequence[bytes], aantal: int, seed: int, progress: Progress | None = None
) -> FuzzResult:
    """:func:`rizoom.intake.fuzz_suites.fuzz_suites` in a warehouse that is thrown away. Only bases that are
    small as they are: cut to a few rows, children would be left without their ``jongere``."""
    from rizoom.intake.fuzz_suites import fuzz_suites
    from rizoom.intake.keys import ensure_demo_key
    from rizoom.workspace import fingerprint, workspace

    whole = [base for base in bases if len(base) <= WHOLE]
    if not whole:
        raise ValueError(f"no delivery of at most {WHOLE // 1024} KiB")
    with workspace(settings, fingerprint("fuzz", aantal, seed, time.time_ns())) as own:
        ensure_demo_key(own)
        return fuzz_suites(own, whole, aantal, seed, progress)


def load_bases(folder: Path) -> list[bytes]:
    """The zips of a folder, in order of name. Raises ``ValueError`` when there is none that reads well."""
    bases = [path.read_bytes() for path in sorted(folder.glob("*.zip"))]
    good = [base for base in bases if judge(base)[0] == "goed"]
    if not good:
        raise ValueError(f"no good delivery in {folder}")
    return good


def case(bases: Sequence[bytes], seed: int, number: int) -> tuple[str, bytes]:
    """Mutation and bytes of case ``number``."""
    rng = random.Random(f"{seed}/{number}")
    return mutate(rng.choice(bases), rng)


def judge(data: bytes) -> tuple[str, str | None]:
    """Outcome (``geweigerd``, ``afgekeurd``, ``goed`` or ``crash``) of reading, and the fault if any."""
    settings = Settings(home=Path("ongebruikt"))
    pseudonymiser = Pseudonymiser(b"\x01" * 32)
    landed: dict[str, Rows] = {}

    @contextmanager
    def sink(table: Table) -> Iterator[Callable[[Batch], None]]:
        rows = landed.setdefault(table.naam, [])
        yield lambda batch: rows.extend(
            (regel, tuple(value or "" for value in values))  # type: ignore[misc]
            for regel, *values in batch.rows()
        )

    try:
        with open_archive(io.BytesIO(data), settings.limits) as archive:
            result = check_delivery(archive, settings, pseudonymiser, sink)
    except Refusal:
        return "geweigerd", None
    except Exception as fault:  # noqa: BLE001 - any exception is what we look for
        return "crash", f"{type(fault).__name__}"
    if isinstance(result, Refusal):
        return "geweigerd", None
    if any(found.ernst == "fout" for found in result.findings):
        return "afgekeurd", None
    try:
        expected = plain_delivery(data, pseudonymiser)
    except Exception as fault:  # noqa: BLE001 - accepted, and yet a plain decoder cannot read it
        return "goed", f"accepted, but a plain decoding raises {type(fault).__name__}"
    different = sorted(
        name for name in expected.keys() | landed.keys() if expected.get(name) != landed.get(name)
    )
    return "goed", f"accepted with other values in {', '.join(different)}" if different else None


def plain_delivery(data: bytes, pseudonymiser: Pseudonymiser) -> dict[str, Rows]:
    """What a delivery in dialect ``rizoom`` says, by the standard library."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        names = [name for name in zipped.namelist() if not name.endswith("/")]
        top = next(name.removesuffix("levering.json") for name in names if name.endswith("levering.json"))
        envelope = json.loads(zipped.read(f"{top}levering.json").decode("utf-8-sig"))
        rows: dict[str, Rows] = {}
        for listed in envelope["bestanden"]:
            # Without a table the name of the file says it (docs/leveranciers/dialecten.md).
            tabel = (listed.get("tabel") or listed["naam"].removesuffix(".csv")).strip().lower()
            rows[tabel] = plain_rows(zipped.read(top + listed["naam"]), TABLES[tabel], pseudonymiser)
        return rows


def plain_rows(data: bytes, table: Table, pseudonymiser: Pseudonymiser) -> Rows:
    """Line number and values of every row, as they must land."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    head = text.split("\n", 1)[0]
    separator = max(";,\t", key=head.count)
    # A line ends with LF or CRLF (spec: leveringen, section 2); a lone CR in a field is no line end.
    records = csv.reader(io.StringIO(text, newline="\n"), delimiter=separator, strict=True)
    header = [name.strip().casefold() for name in next(records)]
    rows: Rows = []
    regel = 2
    for record in records:
        if any(part.strip() for part in record) or len(record) > 1:
            named = dict(zip(header, record, strict=True))
            values = (plain_value(named.get(c.naam, ""), c, pseudonymiser) for c in table.kolommen)
            rows.append((regel, tuple(values)))
        regel = int(records.line_num) + 1
    return rows


def plain_value(raw: str, column: Column, pseudonymiser: Pseudonymiser) -> str:
    """One value as it must land; a number becomes its pseudonym."""
    text = raw.strip()
    if column.type == "nummer":
        return pseudonymiser.look(text).pseudoniem
    if column.type == "datum" and (match := re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})", text)):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if column.type == "dec" and re.fullmatch(r"-?[0-9]+,[0-9]+", text):
        return text.replace(",", ".")
    if column.type == "bool" and text.casefold() in ("j", "n"):
        return text.upper()
    if column.type == "code":
        from rizoom.intake.schema import code_list

        return next((c for c in code_list(column.lijst or "") if c.casefold() == text.casefold()), text)
    return text.upper() if column.hoofdletters else text


def report(result: FuzzResult, seed: int) -> str:
    """The run as a table in Markdown, for docs/engineers/fuzz.md."""
    names = sorted({name for name, _ in result.uitkomsten})
    kinds = ("geweigerd", "afgekeurd", "goed", "crash")
    lines = [
        f"{result.aantal} cases, seed {seed}: {len(result.mislukt)} failures, at most"
        f" {result.geheugen // MIB} MiB, {result.seconden:.0f} s.",
        "",
        "| mutation | geweigerd | afgekeurd | read without fout | crash |",
        "|---|---:|---:|---:|---:|",
        *(f"| {n} | " + " | ".join(str(result.uitkomsten[n, k]) for k in kinds) + " |" for n in names),
    ]
    return "\n".join(lines) + "\n"


def peak_memory() -> int:
    """Highest resident size of this program so far, in bytes.

    Linux counts it anew when a program is started; ``getrusage`` goes on from the process that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
