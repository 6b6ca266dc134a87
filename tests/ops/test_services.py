"""The first start in production, as processes: `initdb.sh`, then `migratie.sh` with the logins of the compose file."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml

from rizoom.ops.airflow_home import airflow_env
from rizoom.settings import PROJECT_ROOT, Settings
from rizoom.warehouse.binaries import find_binaries
from rizoom.warehouse.server import ensure_server, stop_server

SCRIPTS = PROJECT_ROOT / "config" / "productie"
LOGINS = ("airflow", "rizoom", "werker", "portaal")


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL that has never been used."""
    settings = Settings(home=tmp_path_factory.mktemp("leeg"))
    try:
        yield ensure_server(settings)
    finally:
        stop_server(settings)


@pytest.fixture(scope="module")
def passwords(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The logins that `initdb.sh` makes from the files in /run/secrets (here: another folder)."""
    folder = tmp_path_factory.mktemp("secrets")
    made = {name: secrets.token_hex(16) for name in LOGINS}
    for name, password in made.items():
        (folder / f"{name}_password").write_text(password + "\n")
    script = folder / "initdb.sh"
    script.write_text((SCRIPTS / "initdb.sh").read_text().replace("/run/secrets", str(folder)))
    url = urlsplit(server_url)
    environment = {
        **os.environ,
        "PATH": f"{next(iter(find_binaries())).folder}:{os.environ['PATH']}",
        "PGHOST": str(url.hostname),
        "PGPORT": str(url.port),
        "PGPASSWORD": str(url.password),
        "PGDATABASE": "postgres",
    }
    done = subprocess.run(["bash", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return made


def login(server_url: str, user: str, password: str, database: str) -> str:
    url = urlsplit(server_url)
    return f"postgresql://{user}:{password}@{url.hostname}:{url.port}/{database}"


def test_the_first_start(server_url: str, passwords: dict[str, str], tmp_path: Path) -> None:
    kept = {
        "port": 1,
        "fernet_key": "A" * 43 + "=",
        "secret_key": secrets.token_urlsafe(32),
        "jwt_secret": secrets.token_urlsafe(64),
    }
    metadata = login(server_url, "airflow", passwords["airflow"], "airflow")
    (tmp_path / "wachtwoorden.json").write_text("{}")
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("RIZOOM_", "AIRFLOW"))},
        **airflow_env(tmp_path, kept, metadata),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "RIZOOM_HOME": str(tmp_path / "home"),
        "RIZOOM_WAREHOUSE_URL": login(server_url, "rizoom", passwords["rizoom"], "rizoom"),
    }
    done = subprocess.run(
        ["sh", SCRIPTS / "migratie.sh"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]

    asked = json.loads((PROJECT_ROOT / "config" / "pools.json").read_text())
    with psycopg.connect(metadata) as conn:
        pools = dict(conn.execute("select pool, slots from slot_pool").fetchall())
    assert {name: pools[name] for name in asked} == {name: pool["slots"] for name, pool in asked.items()}

    worker = login(server_url, "rizoom_werker", passwords["werker"], "rizoom")
    with psycopg.connect(worker) as conn:
        assert conn.execute("select count(*) from register.levering").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("drop table register.levering")
    portal = login(server_url, "rizoom_portaal", passwords["portaal"], "rizoom")
    with psycopg.connect(portal) as conn:
        assert conn.execute("select count(*) from portaal.account").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("select count(*) from landing.jongere")
    for user, name in (("rizoom_werker", "werker"), ("rizoom_portaal", "portaal"), ("rizoom", "rizoom")):
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(login(server_url, user, passwords[name], "airflow"))


def test_every_command_of_ours_is_one_that_exists() -> None:
    """`rizoom ...` with its options is a command of the command line; `airflow ...` one of the supervisor's."""
    from typer.testing import CliRunner

    from rizoom.cli import app
    from rizoom.ops.supervisor import COMPONENTS

    services = yaml.safe_load((PROJECT_ROOT / "docker-compose.yml").read_text())["services"]
    ours = {name: s["command"] for name, s in services.items() if s["image"].startswith("rizoom:")}
    assert {"api-server", "scheduler", "dag-processor", "triggerer", "worker", "portaal", "waak"} <= set(ours)
    for name, (program, *words) in ours.items():
        if program == "airflow":
            assert words[0] in {*COMPONENTS, "celery"}, name
        elif program == "rizoom":
            options = [word for word in words[1:] if word.startswith("--")]
            shown = CliRunner().invoke(app, [words[0], "--help"], env={"COLUMNS": "200"})
            assert shown.exit_code == 0, name
            assert all(option in shown.output for option in options), name
        else:
            assert (program, Path(words[0]).name) == ("sh", "migratie.sh"), name
