"""docker-compose.yml: valid, least privilege, no secret in it, and the commands that run here as processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from rizoom.ops import supervisor
from rizoom.ops.airflow_home import airflow_env
from rizoom.settings import PROJECT_ROOT
from rizoom.warehouse.server import _configuration

FILE = PROJECT_ROOT / "docker-compose.yml"
# Set by the supervisor for one machine with generated users and one address; different by nature in production.
ONE_MACHINE = {
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS",
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE",
    "AIRFLOW__CORE__HOSTNAME_CALLABLE",
    "AIRFLOW__API__HOST",
    "AIRFLOW__API__PORT",
    "AIRFLOW__API__INSTANCE_NAME",
    "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES",
    "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS",
    "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS",
}


@cache
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return content


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def ours() -> dict[str, dict[str, Any]]:
    return {name: s for name, s in services().items() if s["image"].startswith("rizoom:")}


def test_it_obeys_the_schema() -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    subprocess.run(
        [program, "--builtin-schema", "vendor.compose-spec", FILE], check=True, capture_output=True
    )


def test_every_part_of_the_supervisor_runs_in_production_too() -> None:
    """The same `airflow` commands; options differ only where one machine serves its logs from disk."""
    commands = {tuple(s["command"]) for s in ours().values()}
    for name in supervisor.COMPONENTS:
        assert ("airflow", name) in commands
    assert ("airflow", "celery", "worker", "--concurrency", "2") in commands
    assert services()["worker"]["deploy"]["replicas"] >= 2


def test_airflow_is_configured_as_here(tmp_path: Path) -> None:
    kept = {"port": 1, "fernet_key": "f", "secret_key": "s", "jwt_secret": "j"}
    here = {k for k in airflow_env(tmp_path, kept, "postgresql://h/d") if k.startswith("AIRFLOW__")}
    there = {re.sub("_(CMD|SECRET)$", "", k) for k in services()["scheduler"]["environment"]} | {
        "AIRFLOW__API__SECRET_KEY",
        "AIRFLOW__API_AUTH__JWT_SECRET",
    }
    assert here - there == ONE_MACHINE & here
    for name in ("AIRFLOW__WORKERS__MIN_HEARTBEAT_INTERVAL", "AIRFLOW__CORE__LOAD_EXAMPLES"):
        assert (
            services()["scheduler"]["environment"][name]
            == airflow_env(tmp_path, kept, "postgresql://h/d")[name]
        )


@pytest.mark.parametrize("name", sorted(services()))
def test_a_service_is_bounded(name: str) -> None:
    service = services()[name]
    limits = service["deploy"]["resources"]["limits"]
    assert limits["cpus"]
    assert limits["memory"]
    assert not service.get("privileged")
    for port in service.get("ports", []):
        assert port.startswith("127.0.0.1:"), "a proxy with TLS stands in front"
    if name in ours():
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
        assert "no-new-privileges:true" in service["security_opt"]
    if name not in {"migratie", "backup", "smtp", "waak"}:  # these end when they fail
        assert service["healthcheck"]["test"]


def test_secrets_are_files_and_only_for_who_needs_them() -> None:
    assert all(set(secret) == {"file"} for secret in compose()["secrets"].values())
    secrets_of = {name: set(s.get("secrets", [])) for name, s in services().items()}
    assert {name for name, has in secrets_of.items() if "wortelsleutel" in has} == {
        "migratie", "api-server", "scheduler", "dag-processor", "triggerer", "worker", "portaal",
    }  # fmt: skip
    assert secrets_of["portaal"] == {"pgpass_portaal", "wortelsleutel"}
    for service in services().values():
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|GEHEIM|FERNET|SLEUTEL", key):
                assert key.endswith(("_FILE", "_CMD")), key
            assert not re.search(r"//[^/@]+:[^/@]+@", str(value)), f"{key} holds a password"


def test_the_mail_stub_is_for_development_only() -> None:
    assert [name for name, s in services().items() if s.get("profiles")] == ["smtp"]
    assert services()["smtp"]["profiles"] == ["dev"]
    assert all("smtp" not in s.get("depends_on", {}) for s in services().values())


def test_the_image_holds_what_the_commands_need() -> None:
    lines = (PROJECT_ROOT / "Dockerfile").read_text().splitlines()
    copied = {word.strip("./") for line in lines if line.startswith("COPY") for word in line.split()[1:-1]}
    for folder in ("src", "dags", "plugins", "config", "dbt_project", "expectations"):
        assert folder in copied
        assert (PROJECT_ROOT / folder).is_dir()
    assert lines[-1] == "USER rizoom"
    assert sum("--require-hashes" in line for line in lines) == 2


@pytest.mark.parametrize(
    "script", sorted((PROJECT_ROOT / "config" / "productie").glob("*.sh")), ids=lambda p: p.stem
)
def test_a_script_can_be_read_and_run(script: Path) -> None:
    subprocess.run(["bash", "-n", script], check=True)
    assert os.access(script, os.X_OK)


def test_the_server_is_tuned_as_here() -> None:
    """What the embedded server sets for a warehouse, production sets too; but for what belongs to one machine."""
    here = dict(re.findall(r"^(\w+) = '(.*)'$", _configuration(1), flags=re.MULTILINE))
    of_one_machine = (
        "listen",
        "port",
        "unix",
        "timezone",
        "lc_",
        "log_timezone",
        "log_line",
        "log_min_messages",
        # production archives its log
        "wal_level",
        "max_wal_senders",
    )
    of_its_cores = ("max_worker", "max_parallel")
    command = services()["postgres"]["command"]
    there = dict(option.split("=", 1) for flag, option in pairwise(command) if flag == "-c")
    assert {name for name in here if not name.startswith((*of_one_machine, *of_its_cores))} <= set(there)
    for name in ("max_wal_size", "random_page_cost", "jit", "log_error_verbosity", "log_min_error_statement"):
        assert there[name] == here[name], name


def test_only_the_migration_logs_in_as_owner() -> None:
    users = {
        name: re.sub(r".*//([a-z_]+)@.*", r"\1", s["environment"]["RIZOOM_WAREHOUSE_URL"])
        for name, s in ours().items()
        if "RIZOOM_WAREHOUSE_URL" in s.get("environment", {})
    }
    assert {name for name, user in users.items() if user == "rizoom"} == {"migratie"}
    assert users["portaal"] == "rizoom_portaal"
    assert users["worker"] == "rizoom_werker"
