"""Runs one command in a session of its own and ends it, with all it started, when the lifeline breaks.

``python -m rizoom.ops.guard FD SECONDS COMMAND...``: FD is the read end of a pipe whose write end only the
supervisor holds. Nothing is ever written to it. End of file means that the supervisor closed it (a normal
stop) or died, however it died; so both take the same road. The guard then asks the command to stop, waits
at most SECONDS, and kills what is left of the session. Exit status: that of the command.

The session, not the process tree or the group, says what belongs to the command: it survives a parent that
died, and Airflow gives every task a process group of its own. A database server that a task started has
left the session (pg_ctl starts it in a new one) and goes on.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time

POLL_SECONDS = 0.2


def session_members(session: int) -> list[int]:
    """Process ids, without zombies, of the session, except the calling process."""
    import psutil

    members = []
    for pid in psutil.pids():
        with contextlib.suppress(ProcessLookupError, PermissionError, psutil.Error):
            if (
                pid != os.getpid()
                and os.getsid(pid) == session
                and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
            ):
                members.append(pid)
    return members


def end_session(session: int, seconds: float) -> None:
    """SIGTERM to every member of the session, SIGKILL to those that are left after ``seconds``."""
    deadline = time.monotonic() + seconds
    _send(session, signal.SIGTERM)
    while session_members(session) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    while _send(session, signal.SIGKILL):
        time.sleep(POLL_SECONDS)


def _send(session: int, number: signal.Signals) -> int:
    members = session_members(session)
    for pid in members:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
    return len(members)


def run(lifeline: int, seconds: float, command: list[str]) -> int:
    """Exit status of the command; negative when a signal ended it."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        # A handler, unlike SIG_IGN, is not inherited by the command.
        signal.signal(number, lambda *_: None)
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    while child.poll() is None:
        readable, _, _ = select.select([lifeline], [], [], POLL_SECONDS)
        if readable:
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=seconds)
            break
    end_session(os.getsid(0), seconds=1)
    return child.wait()


if __name__ == "__main__":
    status = run(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
    sys.exit(status if status >= 0 else 128 - status)
