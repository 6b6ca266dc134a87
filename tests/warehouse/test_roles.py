"""Least privilege: each role can do its own work, as a login of that role, and nothing of another's."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from rizoom.intake import flow
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from rizoom.warehouse.migrate import migrate
from tests.intake import deliveries as d

Login = Callable[[str], Settings]
ROLES = ("rizoom_intake", "rizoom_build", "rizoom_publish", "rizoom_portal")


@pytest.fixture
def login(settings: Settings) -> Iterator[Login]:
    """Settings that log in as a fresh member of a role."""
    made: list[str] = []
    with connect(settings) as conn:  # rights on a database do not come along with its template
        conn.execute("select beheer.rechten()")

    def member(role: str) -> Settings:
        name, password = f"proef_{secrets.token_hex(4)}", secrets.token_hex(16)
        with connect(settings) as conn:
            conn.execute(
                sql.SQL("create role {} login password {} in role {}").format(
                    sql.Identifier(name), sql.Literal(password), sql.Identifier(role)
                )
            )
        made.append(name)
        assert settings.warehouse_url is not None
        url = urlsplit(settings.warehouse_url)
        address = url._replace(netloc=f"{name}:{password}@{url.hostname}:{url.port}")
        return replace(settings, warehouse_url=address.geturl())

    yield member
    with connect(settings) as conn:
        for name in made:
            conn.execute(sql.SQL("drop owned by {0}").format(sql.Identifier(name)))
            conn.execute(sql.SQL("drop role {0}").format(sql.Identifier(name)))


def refused(settings: Settings, statement: str) -> bool:
    with connect(settings) as conn:
        try:
            conn.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege:
            conn.rollback()
            return True
        conn.rollback()
    return False


def test_intake_takes_a_delivery_all_the_way(login: Login, tmp_path: Path) -> None:
    intake = login("rizoom_intake")
    d.write_zip(tmp_path / "in" / "een.zip")
    d.write_zip(tmp_path / "in" / "twee.zip", volgnummer=2)
    assert flow.run_intake(intake, tmp_path / "in") == {"vigerend": 2}
    assert flow.prune(intake) == 1


def test_the_portal_registers_a_delivery_and_sees_no_row(login: Login, tmp_path: Path) -> None:
    portal = login("rizoom_portal")
    d.write_zip(tmp_path / "in" / "een.zip")
    assert len(flow.receive(portal, tmp_path / "in")) == 1
    assert not refused(portal, "select * from register.levering")
    assert not refused(portal, "select * from portaal.sessie")


@pytest.mark.parametrize("role", ROLES)
def test_a_process_that_may_not_migrate_starts_on_a_migrated_database(login: Login, role: str) -> None:
    assert migrate(login(role)) == []


@pytest.mark.parametrize("role", ROLES)
def test_nobody_rewrites_history_or_makes_structure(login: Login, role: str) -> None:
    who = login(role)
    for statement in (
        "delete from register.gebeurtenis",
        "update register.gebeurtenis set reden = ''",
        "delete from register.levering",
        "delete from register.ontvangstbewijs",
        "delete from register.uitgave",
        "drop table register.levering",
        "create table register.extra (a int)",
        "create table public.extra (a int)",
        "alter table landing.jongere add column extra text",
        "insert into beheer.migratie (nummer, naam, sha256) values (1, '', '')",
        "create role nog_een",
        "select beheer.rechten()",
    ):
        assert refused(who, statement), statement


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("rizoom_intake", "select * from portaal.sessie"),
        ("rizoom_intake", "select * from portaal.audit"),
        ("rizoom_intake", "create schema extra"),
        ("rizoom_intake", "select landing.zorg_voor_nummerindex('2024/2025')"),
        ("rizoom_build", "insert into landing.jongere (levering_id, schooljaar) values (1, '2024/2025')"),
        ("rizoom_build", "update register.levering set status = 'vigerend'"),
        ("rizoom_build", "update register.vigerend set sinds = now()"),
        ("rizoom_build", "select * from portaal.account"),
        ("rizoom_publish", "select * from landing.jongere"),
        ("rizoom_publish", "update register.levering set status = 'vigerend'"),
        ("rizoom_publish", "select * from portaal.account"),
        ("rizoom_portal", "select * from landing.jongere"),
        ("rizoom_portal", "update register.vigerend set sinds = now()"),
        ("rizoom_portal", "delete from register.bevinding"),
        ("rizoom_portal", "delete from portaal.audit"),
        ("rizoom_portal", "insert into register.uitgave_besluit default values"),
    ],
)
def test_no_role_does_the_work_of_another(login: Login, role: str, statement: str) -> None:
    assert refused(login(role), statement)


def test_build_owns_its_schemas_and_readers_may_read_them(login: Login) -> None:
    build = login("rizoom_build")
    with connect(build) as conn:
        conn.execute("set role rizoom_build")
        conn.execute("create schema proefmart")
        conn.execute("create table proefmart.cijfer (aantal int)")
        conn.execute("insert into proefmart.cijfer values (1)")
    for role in ("rizoom_publish", "rizoom_portal"):
        assert not refused(login(role), "select * from proefmart.cijfer")
        assert refused(login(role), "delete from proefmart.cijfer")
    assert refused(login("rizoom_intake"), "select * from proefmart.cijfer")
    with connect(build) as conn:
        conn.execute("set role rizoom_build")
        conn.execute("drop schema proefmart cascade")
