"""Settings of one Rizoom home, read once from the environment.

Everything a process needs to know about where data, servers and stores live is in one frozen
:class:`Settings`; nothing else in the package reads the environment.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

MIB = 1024 * 1024
PROJECT_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Limits:
    """Limits on one delivery (spec: leveringen, section 2). Sizes in bytes."""

    zip_bytes: int = 512 * MIB
    unpacked_bytes: int = 4096 * MIB
    unpack_ratio: int = 200
    files: int = 20
    field_bytes: int = 64 * 1024
    envelope_bytes: int = MIB
    findings_per_code: int = 1000


@dataclass(frozen=True)
class Settings:
    """Where this Rizoom lives and what it allows.

    ``home`` holds server, stores and output; ``warehouse_url`` is a PostgreSQL URL, or ``None``
    for the embedded server; ``postgres`` forces whose programs that server uses (``system`` or
    ``wheel``); ``tussentijds`` allows deliveries before the end of their school year; ``dialects`` is a
    folder with dialects beside those that are shipped; ``key_version`` is that of the pseudonyms.
    """

    home: Path
    warehouse_url: str | None = None
    postgres: str = ""
    database: str = "rizoom"
    raw_store_url: str = ""
    publication_url: str = ""
    key_file: Path | None = None
    key_hex: str | None = field(default=None, repr=False)
    key_version: str = "v1"
    tussentijds: bool = False
    threads: int = 2
    dialects: Path | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def raw_store(self) -> str:
        """URL of the raw store (fsspec); a folder in the home by default."""
        return self.raw_store_url or str(self.home / "ruw")

    @property
    def publication_store(self) -> str:
        """URL of the publication store (fsspec); a folder in the home by default."""
        return self.publication_url or str(self.home / "uitgaven")

    @property
    def inbox(self) -> Path:
        """Folder that the flow ``leveringen`` empties."""
        return self.home / "inbox"

    def apart(self, name: str) -> Settings:
        """The same machine, but a home (a folder of this one), server, stores and key of its own."""
        return replace(
            self,
            home=self.home / name,
            warehouse_url=None,
            database=Settings.database,
            raw_store_url="",
            publication_url="",
            key_file=None,
            key_hex=None,
        )

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Settings from the ``RIZOOM_*`` variables of ``env`` (default: the process environment)."""
        env = os.environ if env is None else env
        key_file = env.get("RIZOOM_SLEUTEL_FILE")
        return cls(
            home=Path(env.get("RIZOOM_HOME", ".rizoom")).resolve(),
            warehouse_url=env.get("RIZOOM_WAREHOUSE_URL") or None,
            postgres=env.get("RIZOOM_POSTGRES", ""),
            database=env.get("RIZOOM_DATABASE", "rizoom"),
            raw_store_url=env.get("RIZOOM_RUWE_OPSLAG", ""),
            publication_url=env.get("RIZOOM_PUBLICATIE", ""),
            key_file=Path(key_file) if key_file else None,
            key_hex=env.get("RIZOOM_SLEUTEL") or None,
            key_version=env.get("RIZOOM_SLEUTELVERSIE") or "v1",
            tussentijds=env.get("RIZOOM_TUSSENTIJDS", "").upper() in {"1", "J", "JA", "TRUE"},
            threads=int(env.get("RIZOOM_THREADS", "2")),
            dialects=Path(env["RIZOOM_DIALECTEN"]).resolve() if env.get("RIZOOM_DIALECTEN") else None,
        )
