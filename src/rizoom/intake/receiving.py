"""Receipt of what is in an inbox: many deliveries in one transaction, each with its receipt.

A batch is written to the raw store, made durable (several files at once: waiting for the disk is most of
the work), and then registered in one transaction. Only after that commit is anything taken out of the
inbox, so a crash at any moment leaves a delivery in the inbox, in the register, or in both; never in
neither. Files without a row are leftovers that ``rawstore.sweep`` removes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass

from rizoom.intake import inbox, rawstore, register
from rizoom.intake.finding import Finding, finding
from rizoom.intake.receipt import Receipt
from rizoom.settings import MIB, Settings
from rizoom.warehouse.connect import connect

Progress = Callable[[str, int, int], None]
AT_RECEIPT = "geweigerd bij ontvangst"
BATCH = 64
BATCH_BYTES = 256 * MIB
DISK_THREADS = 8
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Written:
    """A delivery in the raw store that is not registered yet; ``refusal``: why it will not be read."""

    candidate: inbox.Candidate
    incoming: rawstore.Incoming
    refusal: Finding | None


def receive_all(
    settings: Settings,
    found: Sequence[inbox.Candidate],
    remove: bool,
    actor: str,
    progress: Progress | None = None,
) -> list[Receipt]:
    """Receive these, in batches; their receipts in the same order.

    What was changed while it was being read has no receipt and waits for the next time. When one cannot be
    read or written (rights, a full disk), the others of its batch are received first.

    Raises:
        OSError: the only thing that failed; several: an ``ExceptionGroup``.
    """
    receipts: list[Receipt] = []
    done = 0
    for batch in _batches(found):
        failures: list[OSError] = []
        with ExitStack() as stack:
            written: list[Written] = []
            for candidate in batch:
                try:
                    one = _write(settings, candidate)
                except OSError as failure:
                    failures.append(failure)
                    continue
                written.append(one)
                stack.enter_context(closing(one.incoming))
            with ThreadPoolExecutor(DISK_THREADS) as pool:
                list(pool.map(lambda one: one.incoming.finish(), written))
            registered = _register(settings, written, actor)
        receipts += [registered[c.path] for c in batch if c.path in registered]
        if remove:
            for candidate in batch:
                if candidate.path in registered:
                    inbox.remove(candidate)
        done += len(batch)
        if progress:
            progress("ontvangen", done, len(found))
        if failures:
            raise failures[0] if len(failures) == 1 else ExceptionGroup("not received", failures)
    return receipts


def _batches(found: Sequence[inbox.Candidate]) -> Iterator[list[inbox.Candidate]]:
    batch: list[inbox.Candidate] = []
    size = 0
    for candidate in found:
        batch.append(candidate)
        size += sum(length for _, length, _, _ in candidate.stamp)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _write(settings: Settings, candidate: inbox.Candidate) -> Written:
    limits = settings.limits
    refusal: Finding | None = None
    if candidate.vorm == "map":
        incoming = rawstore.write_folder(settings, candidate.path, limits.unpacked_bytes)
        if incoming.stored.bytes > limits.unpacked_bytes:
            refusal = finding("LP-ARCHIEF-UITGEPAKT-GROOT", grens=limits.unpacked_bytes // MIB)
    elif candidate.vorm == "zip":
        with candidate.path.open("rb") as stream:
            incoming = rawstore.write(settings, stream, limits.zip_bytes)
        if incoming.stored.bytes > limits.zip_bytes:
            refusal = finding("LP-ARCHIEF-GROOT", grens=limits.zip_bytes // MIB)
    else:
        incoming = rawstore.write_link(settings, candidate.path)
        refusal = finding("LP-ARCHIEF-KOPPELING", naam="De levering")
    return Written(candidate, incoming, refusal)


def _register(settings: Settings, written: Sequence[Written], actor: str) -> dict[object, Receipt]:
    """Register what did not change while it was read, in one transaction; receipt by path.

    In order of sha256: two processes that receive the same deliveries then never wait for each other.
    """
    unchanged = [one for one in written if inbox.look(one.candidate.path) == one.candidate]
    if len(unchanged) < len(written):
        log.info("%s deliveries changed while being received; they wait", len(written) - len(unchanged))
    receipts: dict[object, Receipt] = {}
    if not unchanged:
        return receipts
    with connect(settings) as conn:
        for one in sorted(unchanged, key=lambda one: (one.incoming.stored.sha256, one.candidate.path)):
            stored = one.incoming.keep(conn)
            vorm = "map" if one.candidate.vorm == "map" else "zip"
            registered = register.receive(conn, settings, stored, vorm, actor)  # type: ignore[arg-type]
            if one.refusal is not None and registered.new:
                register.refuse(conn, registered.levering_id, [one.refusal], AT_RECEIPT)
            receipts[one.candidate.path] = registered.receipt
    return receipts
