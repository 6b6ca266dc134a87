"""Settings survive the way through the environment; secrets stay with their owner."""

from __future__ import annotations

import json
import socket
import stat
from dataclasses import fields, replace
from pathlib import Path

from rizoom.ops.airflow_home import USERS, airflow_database, prepare, recall, remember, settings_env
from rizoom.settings import Settings


def test_settings_come_back_from_the_environment(tmp_path: Path) -> None:
    full = Settings(
        home=tmp_path,
        warehouse_url="postgresql://u:p@host:1/x",
        postgres="wheel",
        database="other",
        raw_store_url="memory://ruw",
        publication_url="memory://uit",
        key_file=tmp_path / "key",
        key_hex="ab" * 32,
        key_version="v2",
        tussentijds=True,
        threads=7,
        dialects=tmp_path / "dialecten",
    )
    plain = Settings(home=tmp_path)
    differing = [f.name for f in fields(Settings) if getattr(full, f.name) != getattr(plain, f.name)]
    assert set(differing) == {f.name for f in fields(Settings)} - {"home", "limits"}, "every setting is tried"
    for settings in (full, plain):
        assert Settings.from_env(settings_env(settings)) == settings


def test_secrets_are_made_once_and_private(settings: Settings) -> None:
    first, second = prepare(settings), prepare(settings)
    assert first.env == second.env
    assert first.port == second.port
    for name in ("rizoom.json", "wachtwoorden.json"):
        assert stat.S_IMODE((first.folder / name).stat().st_mode) == 0o600
    assert len(first.env["AIRFLOW__API_AUTH__JWT_SECRET"]) >= 64
    assert {first.password(user) for user in USERS} == {second.password(user) for user in USERS}
    assert len({first.password(user) for user in USERS}) == len(USERS)
    assert first.password("admin") not in repr(first)
    assert first.env["AIRFLOW__API_AUTH__JWT_SECRET"] not in repr(first)


def test_two_homes_share_no_secret_and_no_port(settings: Settings, tmp_path: Path) -> None:
    one, two = prepare(settings), prepare(replace(settings, home=tmp_path / "other"))
    same = {name for name, value in one.env.items() if two.env.get(name) == value}
    for name in (
        "AIRFLOW_HOME",
        "AIRFLOW__API_AUTH__JWT_SECRET",
        "AIRFLOW__API__SECRET_KEY",
        "AIRFLOW__CORE__FERNET_KEY",
    ):
        assert name not in same
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", one.port))
        taken.listen()
        assert prepare(settings).port != one.port, "a port that somebody took is not used"


def test_only_this_machine_is_served(settings: Settings) -> None:
    env = prepare(settings).env
    assert env["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert env["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("postgresql+psycopg2://")


def test_no_process_asks_the_internet_about_us(settings: Settings) -> None:
    env = prepare(settings).env
    assert env["GX_ANALYTICS_ENABLED"] == "false"
    assert env["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"
    assert env["SCARF_ANALYTICS"] == "false"


def test_a_fact_is_remembered_beside_the_secrets(settings: Settings) -> None:
    home = prepare(settings)
    secrets = json.loads((home.folder / "rizoom.json").read_text())
    assert recall(home, "migrated") is None
    remember(home, "migrated", "3.3.2 abc")
    assert recall(home, "migrated") == "3.3.2 abc"
    assert json.loads((home.folder / "rizoom.json").read_text()) == {**secrets, "migrated": "3.3.2 abc"}


def test_airflow_has_a_database_of_its_own(tmp_path: Path) -> None:
    assert airflow_database(Settings(home=tmp_path)) == "airflow"
    assert airflow_database(Settings(home=tmp_path, database="proef")) == "proef_airflow"
