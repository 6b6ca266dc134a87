"""The sessions of a build have settings of their own, and no other session has them."""

from __future__ import annotations

import os

import psycopg
import psycopg.sql
import pytest

from rizoom.national import dbt
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect, database_url


def shown(conn: psycopg.Connection) -> dict[str, str]:
    row = {}
    for name in dbt.SESSION:
        found = conn.execute(f"show {name}").fetchone()  # type: ignore[arg-type]
        assert found is not None
        row[name] = found[0]
    return row


def test_a_build_has_its_settings_and_leaves_no_trace(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=7min")
    with dbt._session(dbt.SESSION), psycopg.connect(database_url(settings)) as conn:
        assert shown(conn) == dbt.SESSION
        assert conn.execute("show statement_timeout").fetchone() == ("7min",), "what was asked for stays"
    assert os.environ["PGOPTIONS"] == "-c statement_timeout=7min"
    monkeypatch.delenv("PGOPTIONS")
    with pytest.raises(RuntimeError), dbt._session(dbt.SESSION):
        raise RuntimeError
    assert "PGOPTIONS" not in os.environ


def test_our_own_sessions_wait_for_the_disk(settings: Settings) -> None:
    """What says that a year was built must be on disk, and every earlier commit with it."""
    with dbt._session({**dbt.SESSION, "work_mem": "65MB"}), connect(settings) as conn:
        assert conn.execute("show work_mem").fetchone() != ("65MB",)
        settings_of = (
            "select setting from pg_settings where name = 'synchronous_commit' and source = 'client'"
        )
        assert conn.execute(settings_of).fetchone() is None


def test_a_sort_has_room_by_the_memory_of_the_server(settings: Settings) -> None:
    with connect(settings, autocommit=True) as conn:
        name = psycopg.sql.Identifier(settings.database)
        for memory, expected in (("6GB", "384MB"), ("12052MB", "771328kB")):
            conn.execute(
                psycopg.sql.SQL("alter database {} set effective_cache_size = {}").format(name, memory)
            )
            scope = dbt._environment(settings)["RIZOOM_DBT_BEREIK"]
            with (
                dbt._session(dbt._settings_of(settings, scope)),
                psycopg.connect(database_url(settings)) as build,
            ):
                assert build.execute("show work_mem").fetchone() == (expected,)


@pytest.mark.parametrize(
    ("volledig", "expected"), [(None, dbt.SESSION), (True, dbt.SESSION), (False, dbt.PARTIAL_SESSION)]
)
def test_a_partial_build_takes_pages_for_being_in_memory(
    settings: Settings, volledig: bool | None, expected: dict[str, str]
) -> None:
    with connect(settings) as conn:
        if volledig is not None:
            conn.execute(
                "insert into register.bereik (schooljaar, definitieset, volledig) values ('2024/2025', '2025-1', %s)",
                [volledig],
            )
    scope = dbt._environment(settings)["RIZOOM_DBT_BEREIK"]
    with dbt._session(dbt._settings_of(settings, scope)), psycopg.connect(database_url(settings)) as conn:
        found = conn.execute("show seq_page_cost").fetchone()
    assert found == (expected.get("seq_page_cost", "1"),)
