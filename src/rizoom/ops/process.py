"""One guarded child process: start it with a log file, see whether it lives, stop it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rizoom.ops.guard import end_session


@dataclass
class Child:
    """A running command. ``lifeline`` is the write end of the pipe that keeps it alive."""

    name: str
    guard: subprocess.Popen[bytes]
    lifeline: int
    log: Path
    grace: float
    command: list[str]
    env: Mapping[str, str] = field(repr=False)

    @property
    def alive(self) -> bool:
        return self.guard.poll() is None

    def ask_to_stop(self) -> None:
        """Break the lifeline; returns at once. Harmless when done twice."""
        if self.lifeline >= 0:
            os.close(self.lifeline)
            self.lifeline = -1

    def wait(self) -> None:
        """Wait until the command and everything it started have gone; the last ones are killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.guard.wait(timeout=self.grace + 5)
        # Nothing is left here, unless somebody killed the guard itself.
        end_session(self.guard.pid, seconds=0)
        self.guard.wait()

    def again(self) -> Child:
        """The same command started once more, when this one has ended; what it left behind is ended first."""
        self.ask_to_stop()
        self.wait()
        return start(self.name, self.command, self.env, self.log, self.grace)

    def tail(self, lines: int = 15) -> str:
        """The last lines of the log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def start(name: str, command: list[str], env: Mapping[str, str], log: Path, grace: float = 10) -> Child:
    """Start ``command`` in a session of its own; output is added to ``log``. It dies with this process.

    ``grace``: seconds the command gets to stop before it is killed.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    theirs, ours = os.pipe()
    try:
        with log.open("ab") as output:
            guard = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "rizoom.ops.guard",
                    str(theirs),
                    str(grace),
                    *command,
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env),
                pass_fds=[theirs],
                start_new_session=True,
            )
    except BaseException:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    return Child(name, guard, ours, log, grace, command, env)
