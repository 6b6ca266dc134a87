"""Options for stores over SFTP: a server is trusted only when its key is known beforehand.

fsspec by itself takes any key that a server shows at the first connection, so that somebody in between could
receive a release. Known keys stand in the file of ``RIZOOM_SSH_HOSTS``, else in ``~/.ssh/known_hosts``.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

KNOWN_HOSTS = "RIZOOM_SSH_HOSTS"


def opties(url: str) -> dict[str, Any]:
    """Extra options for fsspec; nothing for other addresses than ``sftp://`` and ``ssh://``."""
    if not url.startswith(("sftp://", "ssh://")):
        return {}
    path = os.environ.get(KNOWN_HOSTS) or str(Path.home() / ".ssh" / "known_hosts")
    # One policy object per file: fsspec then reuses its connection.
    return {"host_key_policy": _policy(path), "timeout": 30, "look_for_keys": True}


@cache
def _policy(path: str) -> Any:
    import paramiko

    class BekendeSleutel(paramiko.MissingHostKeyPolicy):
        """Accept a key that the file holds for this server, and no other."""

        def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:  # noqa: ARG002
            known = paramiko.HostKeys(path) if Path(path).exists() else paramiko.HostKeys()
            if not known.check(hostname, key):
                raise paramiko.SSHException(
                    f"de sleutel van {hostname} staat niet in de lijst van bekende servers"
                )

    return BekendeSleutel()
