"""Peak memory of this process with its children, and of the database server, sampled while work runs."""

from __future__ import annotations

import contextlib
import threading
from types import TracebackType
from typing import Self

import psutil

SAMPLE_SECONDS = 1.0


class MemoryWatch:
    """Samples proportional set size (shared pages counted once) until the ``with`` ends.

    ``python`` and ``server`` are the peaks so far, in bytes.
    """

    def __init__(self) -> None:
        self.python = 0
        self.server = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            me = psutil.Process()
            self.python = max(self.python, sum(map(_pss, [me, *me.children(recursive=True)])))
            servers = [p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres"]
            self.server = max(self.server, sum(map(_pss, servers)))


def _pss(process: psutil.Process) -> int:
    """Proportional set size of one process; 0 when it has ended meanwhile."""
    with contextlib.suppress(psutil.Error):
        return int(process.memory_full_info().pss)
    return 0
