"""Taking in an upload: from the request into quarantine, then to the register."""

from __future__ import annotations

import os
from contextlib import AsyncExitStack

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from rizoom.intake.sealed import StoreError
from rizoom.portal import handover, quarantine
from rizoom.portal.access import Portal, account_of, portal_of
from rizoom.portal.actor import Account
from rizoom.portal.faults import Fault
from rizoom.portal.handover import Outcome
from rizoom.portal.multipart import Field, read_form
from rizoom.portal.quarantine import BLOCK, Held, Incoming, TooLargeError
from rizoom.portal.session import check_csrf

FORM_OVERHEAD = 64 * 1024


def check_length(request: Request, portal: Portal) -> None:
    """Refuse before reading what says of itself that it is too large."""
    text = request.headers.get("content-length", "")
    most = portal.settings.limits.zip_bytes + FORM_OVERHEAD
    if text.isdecimal() and int(text) > most:
        raise too_large(portal)


def too_large(portal: Portal) -> Fault:
    """The fault of a file over the limit."""
    megabytes = portal.settings.limits.zip_bytes // (1024 * 1024)
    return Fault(413, f"Een levering mag hoogstens {megabytes} MiB zijn.", headers={"Connection": "close"})


_WRITERS: RunVar[CapacityLimiter] = RunVar("rizoom_writers")  # one per event loop


def _writers() -> CapacityLimiter:
    """Few threads hash and seal at once: more than there are cores only wait for each other."""
    try:
        return _WRITERS.get()
    except LookupError:
        limiter = CapacityLimiter(2 * (os.cpu_count() or 1))
        _WRITERS.set(limiter)
        return limiter


class _Writer:
    """Collects pieces to blocks, so that the event loop hands over to a thread once per block."""

    def __init__(self, target: Incoming) -> None:
        self._target = target
        self._pending: list[bytes] = []
        self._bytes = 0

    async def write(self, data: bytes) -> None:
        self._pending.append(data)
        self._bytes += len(data)
        if self._bytes >= BLOCK:
            await self.flush()

    async def flush(self) -> None:
        pieces, self._pending, self._bytes = self._pending, [], 0
        if pieces:
            await to_thread.run_sync(self._target.write_all, pieces, limiter=_writers())


async def from_form(request: Request) -> Held:
    """The file of the form on ``/aanleveren``, into quarantine. Raises a 4xx fault."""
    portal, account = portal_of(request), account_of(request)
    check_length(request, portal)
    allowed, name = False, None
    async with AsyncExitStack() as stack:
        target = stack.enter_context(quarantine.incoming(portal.settings))
        writer = _Writer(target)
        try:
            async for part in read_form(request):
                if isinstance(part, Field):
                    if part.naam == "csrf":
                        check_csrf(request.state.session, part.waarde)
                        allowed = True
                    continue
                if not allowed:
                    check_csrf(None, "")
                if part.naam != "levering" or (name is not None and name != part.bestandsnaam):
                    raise Fault(422, "Stuur één zipbestand per keer.")
                name = part.bestandsnaam
                await writer.write(part.data)
            if not allowed:
                check_csrf(None, "")
            await writer.flush()
        except TooLargeError:
            raise too_large(portal) from None
        if not name or target.bytes == 0:
            raise Fault(422, "U hebt geen bestand gekozen, of het bestand is leeg.")
        return await run_in_threadpool(_keep, portal, account, target, "portaal", name)


async def from_body(request: Request) -> Held:
    """The body of an API request, into quarantine. Raises a 4xx fault."""
    portal, account = portal_of(request), account_of(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/zip", "application/octet-stream"):
        raise Fault(415, "Stuur de zip als inhoud met Content-Type: application/zip.")
    check_length(request, portal)
    with quarantine.incoming(portal.settings) as target:
        writer = _Writer(target)
        try:
            async for chunk in request.stream():
                await writer.write(chunk)
            await writer.flush()
        except TooLargeError:
            raise too_large(portal) from None
        if target.bytes == 0:
            raise Fault(422, "Het verzoek heeft geen inhoud.")
        return await run_in_threadpool(_keep, portal, account, target, "api", "")


def pass_on(portal: Portal, held: Held) -> Outcome:
    """To the register, or wait: trouble of our own never loses an upload that is in quarantine."""
    try:
        return handover.pass_on(portal.settings, portal.database, portal.config.clamd, held.quarantaine_id)
    except (StoreError, OSError) as failure:
        raise Fault(503, "Uw bestand is bewaard maar nog niet verwerkt. U hoeft niets te doen.") from failure


def _keep(portal: Portal, account: Account, target: Incoming, kanaal: str, name: str) -> Held:
    with portal.database.connection() as conn:
        return target.keep(conn, account, kanaal, name)
