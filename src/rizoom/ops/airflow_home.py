"""The Airflow of one home: folder, port, secrets, and the environment its processes get.

Folder ``airflow`` in the home: ``rizoom.json`` (0600: port and secrets, made once), ``wachtwoorden.json``
(0600: users of the web pages), task logs. Nothing here imports airflow.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.connect import database_url
from rizoom.warehouse.private_file import write_private

USERS = {"admin": "admin", "kijker": "viewer"}


@dataclass(frozen=True)
class AirflowHome:
    """Where one Airflow lives. ``env`` holds secrets: pass it to children, never print it."""

    folder: Path
    logs: Path
    port: int
    env: dict[str, str] = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password_file(self) -> Path:
        return self.folder / "wachtwoorden.json"

    def password(self, user: str) -> str:
        passwords: dict[str, str] = json.loads(self.password_file.read_text())
        return passwords[user]


def airflow_database(settings: Settings) -> str:
    """Name of the database for Airflow's own tables: ``airflow`` beside ``rizoom``."""
    return "airflow" if settings.database == Settings.database else f"{settings.database}_airflow"


def prepare(settings: Settings) -> AirflowHome:
    """Make folder, port, secrets and users if they are not there yet. The server must be running."""
    folder = settings.home.resolve() / "airflow"
    folder.mkdir(parents=True, exist_ok=True)
    kept = _read(folder / "rizoom.json")
    kept.setdefault("jwt_secret", secrets.token_urlsafe(64))
    kept.setdefault("secret_key", secrets.token_urlsafe(32))
    kept.setdefault("fernet_key", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    if not kept.get("port") or not port_is_free(kept["port"]):
        kept["port"] = free_port()
    _write(folder / "rizoom.json", kept)
    passwords = _read(folder / "wachtwoorden.json")
    for user in USERS:
        passwords.setdefault(user, secrets.token_urlsafe(12))
    _write(folder / "wachtwoorden.json", passwords)
    env = {
        **os.environ,
        **settings_env(settings),
        **airflow_env(folder, kept, database_url(settings, airflow_database(settings))),
        "AIRFLOW__CORE__PARALLELISM": str(max(2, settings.threads)),
    }
    return AirflowHome(folder, settings.home.resolve() / "logs", kept["port"], env)


def airflow_env(folder: Path, kept: dict[str, Any], url: str) -> dict[str, str]:
    """The configuration of Airflow as environment variables."""
    address = f"http://127.0.0.1:{kept['port']}"
    options = {
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT_ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__FERNET_KEY": kept["fernet_key"],
        "AIRFLOW__CORE__HOSTNAME_CALLABLE": "socket.gethostname",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{u}:{role}" for u, role in USERS.items()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(folder / "wachtwoorden.json"),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{address}/execution/",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": url.replace("postgresql://", "postgresql+psycopg2://", 1),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(kept["port"]),
        "AIRFLOW__API__BASE_URL": address,
        "AIRFLOW__API__SECRET_KEY": kept["secret_key"],
        "AIRFLOW__API__INSTANCE_NAME": "Rizoom",
        "AIRFLOW__API_AUTH__JWT_SECRET": kept["jwt_secret"],
        # At the default of 5 a third of the tasks hold their slot five seconds after they have finished.
        "AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        # What a scheduler that was killed was doing is begun anew within a minute instead of five.
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
        "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS": "0o700",
        "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS": "0o600",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        # Used where a transport is configured; config/herkomst.yaml says what each task reads and writes.
        "AIRFLOW__OPENLINEAGE__NAMESPACE": "rizoom",
        "AIRFLOW__OPENLINEAGE__EXTRACTORS": "herkomst.Herkomst",
        "OTEL_SERVICE_NAME": "rizoom",
        "OTEL_TRACES_EXPORTER": "otlp_proto_http",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
    }
    return {
        "AIRFLOW_HOME": str(folder),
        # config/ holds airflow_local_settings.py
        "PYTHONPATH": os.pathsep.join(
            [
                str(PROJECT_ROOT / "config"),
                *filter(None, [os.environ.get("PYTHONPATH")]),
            ]
        ),
        "SCARF_ANALYTICS": "false",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        **options,
    }


def settings_env(settings: Settings) -> dict[str, str]:
    """The ``RIZOOM_*`` variables from which ``Settings.from_env`` makes these settings again."""
    values = {
        "RIZOOM_HOME": str(settings.home.resolve()),
        "RIZOOM_WAREHOUSE_URL": settings.warehouse_url,
        "RIZOOM_POSTGRES": settings.postgres,
        "RIZOOM_DATABASE": settings.database,
        "RIZOOM_RUWE_OPSLAG": settings.raw_store_url,
        "RIZOOM_PUBLICATIE": settings.publication_url,
        "RIZOOM_SLEUTEL_FILE": str(settings.key_file) if settings.key_file else None,
        "RIZOOM_SLEUTEL": settings.key_hex,
        "RIZOOM_SLEUTELVERSIE": settings.key_version,
        "RIZOOM_TUSSENTIJDS": "J" if settings.tussentijds else None,
        "RIZOOM_THREADS": str(settings.threads),
        "RIZOOM_DIALECTEN": str(settings.dialects) if settings.dialects else None,
    }
    return {name: value or "" for name, value in values.items()}


def port_is_free(port: int) -> bool:
    """Whether a server on 127.0.0.1 could take this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port on 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def remember(home: AirflowHome, key: str, value: str) -> None:
    """Keep a fact about this Airflow in ``rizoom.json``."""
    kept = _read(home.folder / "rizoom.json")
    _write(home.folder / "rizoom.json", {**kept, key: value})


def recall(home: AirflowHome, key: str) -> str | None:
    """A fact kept by :func:`remember`, or None."""
    value: str | None = _read(home.folder / "rizoom.json").get(key)
    return value


def _read(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    content: dict[str, Any] = json.loads(file.read_text())
    return content


def _write(file: Path, content: dict[str, Any]) -> None:
    write_private(file, json.dumps(content, indent=1).encode())
