"""A guarded command ends with everything it started, however its supervisor ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from rizoom.ops.guard import session_members
from rizoom.ops.process import Child, start

# Starts a grandchild in a process group of its own (as Airflow does for a task) and tells both pids.
FAMILY = """
import os, subprocess, sys, time
{deaf}
child = subprocess.Popen([sys.executable, "-c", {grandchild!r}], preexec_fn=lambda: os.setpgid(0, 0))
print(os.getpid(), child.pid, flush=True)
time.sleep(600)
"""
SLEEPER = "import time; time.sleep(600)"
DEAF_SLEEPER = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def family(deaf: str = "", grandchild: str = SLEEPER) -> list[str]:
    return [sys.executable, "-c", FAMILY.format(deaf=deaf, grandchild=grandchild)]


def pids_in(log: Path, within: Callable[..., bool]) -> list[int]:
    assert within(lambda: log.exists() and len(log.read_text().split()) == 2)
    return [int(word) for word in log.read_text().split()]


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    started = start("family", family(), os.environ, tmp_path / "log")
    yield started
    started.ask_to_stop()
    started.wait()


def test_a_stop_ends_command_and_descendants(child: Child, within: Callable[..., bool]) -> None:
    pids = pids_in(child.log, within)
    assert child.alive
    assert {os.getsid(pid) for pid in pids} == {child.guard.pid}, "a session of its own"
    child.ask_to_stop()
    child.wait()
    assert not child.alive
    assert all(gone(pid) for pid in pids)
    assert not session_members(child.guard.pid)


def test_what_does_not_listen_is_killed(tmp_path: Path, within: Callable[..., bool]) -> None:
    stubborn = start("deaf", family(DEAF, DEAF_SLEEPER), os.environ, tmp_path / "log", grace=0.5)
    pids = pids_in(stubborn.log, within)
    begin = time.monotonic()
    stubborn.ask_to_stop()
    stubborn.wait()
    assert time.monotonic() - begin < 5
    assert all(gone(pid) for pid in pids)


def test_stopping_twice_is_harmless(child: Child) -> None:
    for _ in range(2):
        child.ask_to_stop()
        child.wait()
    assert not child.alive


def test_a_command_that_ends_by_itself_is_seen_and_leaves_nothing(
    tmp_path: Path, within: Callable[..., bool]
) -> None:
    command = [
        sys.executable,
        "-c",
        f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {SLEEPER!r}])\nsys.exit(7)",
    ]
    ended = start("short", command, os.environ, tmp_path / "log")
    assert within(lambda: not ended.alive)
    assert ended.guard.returncode == 7
    assert not session_members(ended.guard.pid)
    ended.ask_to_stop()
    ended.wait()


def test_a_killed_guard_leaves_nothing(child: Child, within: Callable[..., bool]) -> None:
    pids = pids_in(child.log, within)
    child.guard.kill()
    assert within(lambda: not child.alive)
    child.ask_to_stop()
    child.wait()
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_death_of_the_supervisor_ends_its_children(
    number: signal.Signals, tmp_path: Path, within: Callable[..., bool]
) -> None:
    script = (
        "import os, sys, time\nfrom pathlib import Path\nfrom rizoom.ops.process import start\n"
        f"start('family', {family()!r}, os.environ, Path({str(tmp_path / 'log')!r}))\ntime.sleep(600)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", script])
    try:
        pids = pids_in(tmp_path / "log", within)
    finally:
        supervisor.send_signal(number)
        supervisor.wait()
    assert within(lambda: all(gone(pid) for pid in pids))


def test_ctrl_c_in_the_terminal_does_not_reach_the_command(child: Child, within: Callable[..., bool]) -> None:
    """The supervisor decides the order of stopping; so the command is in another session and group."""
    pids = pids_in(child.log, within)
    assert os.getsid(pids[0]) != os.getsid(0)
    os.kill(child.guard.pid, signal.SIGINT)
    time.sleep(0.5)
    assert child.alive
    assert not gone(pids[0])
