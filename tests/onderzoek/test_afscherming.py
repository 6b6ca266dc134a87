"""The attacks of a researcher with free SQL, each tried as the login of a real project."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from psycopg import sql

from rizoom.onderzoek import beheer
from rizoom.onderzoek.project import Project
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from .conftest import Openen, als

PERSONEN_RMC21 = 300  # 150 children and 150 young people live in GM0363


@pytest.fixture(scope="module")
def klein(wereld: tuple[Settings, Openen]) -> tuple[Project, beheer.Toegang]:
    """A project about one region."""
    project, access = wereld[1](regios=["RMC21"])
    return project, access[0]


@pytest.fixture
def onderzoeker(settings: Settings, klein: tuple[Project, beheer.Toegang]) -> Iterator[psycopg.Connection]:
    with als(settings, klein[1]) as conn:
        yield conn


def refused(conn: psycopg.Connection, statement: str) -> bool:
    try:
        conn.execute(statement.encode())
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState):
        return True  # the second: these views cannot be written, by anybody
    return False


def count(conn: psycopg.Connection, query: str) -> int:
    row = conn.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_the_researcher_sees_the_persons_of_the_project_only(onderzoeker: psycopg.Connection) -> None:
    assert count(onderzoeker, "select count(*) from loopbaan") == PERSONEN_RMC21
    assert count(onderzoeker, "select count(*) from loopbaan where regiocode <> 'RMC21'") == 0


def test_a_cheap_function_sees_no_hidden_row(
    settings: Settings, klein: tuple[Project, beheer.Toegang], onderzoeker: psycopg.Connection
) -> None:
    """The attack by somebody who found a function to use; the same view without a barrier does leak."""
    project, access = klein
    with connect(settings) as conn:
        conn.execute("create schema lek")
        conn.execute(
            "create function lek.zegt(tekst text) returns boolean language plpgsql cost 0.0000001 as"
            " $$ begin raise notice '%', tekst; return true; end $$"
        )
        row = conn.execute("select pg_get_viewdef(%s::regclass)", [f"{project.schema}.loopbaan"]).fetchone()
        assert row is not None
        conn.execute(b"create view lek.zonder as " + row[0].encode())
        for statement in (
            "alter view lek.zonder owner to {owner}",
            "grant usage on schema lek to {owner}, {login}",
            "grant select on lek.zonder to {login}",
        ):
            conn.execute(
                sql.SQL(statement).format(
                    owner=sql.Identifier(project.eigenaar), login=sql.Identifier(access.login)
                )
            )
    told: list[str] = []
    onderzoeker.add_notice_handler(lambda notice: told.append(str(notice.message_primary)))
    for method in ("nestloop", "mergejoin", "indexscan", "bitmapscan"):
        onderzoeker.execute(f"set enable_{method} = off".encode())  # the attacker steers the plan
    onderzoeker.execute("select count(*) from loopbaan where lek.zegt(regiocode)")
    assert set(told) == {"RMC21"}
    told.clear()
    onderzoeker.execute("select count(*) from lek.zonder where lek.zegt(regiocode)")
    assert "RMC19" in told, "this is what the barrier is for"
    with connect(settings) as conn:
        conn.execute("drop schema lek cascade")


@pytest.mark.parametrize(
    "statement",
    [
        "create function pg_temp.lek(t text) returns boolean language sql as 'select true'",
        "create temporary table kopie as select * from loopbaan",
        "create table kopie as select * from loopbaan",
        "create table public.kopie (a int)",
        "create view kopie as select 1 as a",
        "create schema kopie",
        "create role nog_een",
        "delete from loopbaan",
        "update loopbaan set leeftijd = 1",
        "insert into onderzoekbeheer.logboek (actor) values ('x')",
        "copy (select 1) to program 'cat'",
        "copy (select 1) to '/tmp/uit'",
        "copy loopbaan from '/etc/passwd'",
        "select pg_read_file('/etc/passwd')",
        "select pg_ls_dir('.')",
        "select lo_import('/etc/passwd')",
        "select lo_create(0)",
        "select lo_creat(-1)",
        "select lo_from_bytea(0, 'x')",
        "select * from pg_statistic",
        "select * from pg_authid",
        "select * from onderzoekbeheer.pseudoniem",
        "select zout from onderzoekbeheer.project",
        "select * from onderzoek.loopbaan",
        "select * from intermediate.int_persoon",
        "select * from landing.jongere",
        "select * from register.opslag",
        "set session authorization postgres",
        "set log_statement = 'none'",
        "alter system set log_statement = 'none'",
    ],
)
def test_what_a_researcher_may_not_do(onderzoeker: psycopg.Connection, statement: str) -> None:
    assert refused(onderzoeker, statement)


def test_settings_of_the_user_open_nothing(
    onderzoeker: psycopg.Connection, klein: tuple[Project, beheer.Toegang]
) -> None:
    for setting in (
        "default_transaction_read_only = off",
        "transaction_read_only = off",
        "statement_timeout = 0",
        "search_path = onderzoek, landing, onderzoekbeheer",
        "timezone = 'Pacific/Niue'",
    ):
        onderzoeker.execute(f"set {setting}".encode())
    assert refused(onderzoeker, "create table public.kopie (a int)")
    assert refused(onderzoeker, "create temporary table kopie (a int)")
    assert refused(onderzoeker, f"set role {klein[0].eigenaar}")
    assert refused(onderzoeker, "set role rizoom_build")
    view = f"{klein[0].schema}.loopbaan"
    assert count(onderzoeker, f"select count(*) from {view}") == PERSONEN_RMC21
    onderzoeker.execute("set row_security = off")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        onderzoeker.execute(f"select count(*) from {view}".encode())


def test_statistics_of_hidden_tables_are_hidden(onderzoeker: psycopg.Connection, settings: Settings) -> None:
    query = (
        "select count(*) from pg_stats where schemaname in ('onderzoek', 'intermediate', 'onderzoekbeheer')"
    )
    assert count(onderzoeker, query) == 0
    with connect(settings) as conn:
        assert count(conn, query) > 100, "there is something to hide"


def test_every_relation_outside_the_project_is_closed(
    onderzoeker: psycopg.Connection, klein: tuple[Project, beheer.Toegang]
) -> None:
    rows = onderzoeker.execute(
        "select n.nspname, c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'v', 'm', 'p', 'f', 'S') and n.nspname !~ '^(pg_|information_schema)'"
        " and (has_any_column_privilege(c.oid, 'select') or has_table_privilege(c.oid, 'insert, update, delete'))"
        " and c.relkind <> 'S'"
    ).fetchall()
    assert {schema for schema, _ in rows} == {klein[0].schema}
    assert {name for _, name in rows} == set(klein[0].tabellen)


def test_a_definition_of_a_view_holds_no_secret(
    onderzoeker: psycopg.Connection, settings: Settings, klein: tuple[Project, beheer.Toegang]
) -> None:
    text = str(onderzoeker.execute("select pg_get_viewdef('loopbaan'::regclass)").fetchone())
    with connect(settings) as conn:
        row = conn.execute(
            "select encode(zout, 'hex') from onderzoekbeheer.project where project = %s", [klein[0].project]
        ).fetchone()
    assert row is not None
    assert row[0] not in text
    assert str(settings.key_hex) not in text


def test_two_projects_cannot_be_linked(settings: Settings, openen: Openen) -> None:
    (one, access_one), (two, access_two) = openen(), openen()
    with als(settings, access_one[0]) as a, als(settings, access_two[0]) as b:
        persons_a = {row[0] for row in a.execute("select persoon from loopbaan")}
        persons_b = {row[0] for row in b.execute("select persoon from loopbaan")}
        assert len(persons_a) == len(persons_b) == 1000
        assert not persons_a & persons_b
        assert refused(a, f"select * from {two.schema}.loopbaan")
        assert refused(b, f"select * from {one.schema}.loopbaan")
        # within a project the tables do join
        assert count(a, "select count(*) from vsv_uitkomst join loopbaan using (persoon, schooljaar)") == 621
    with connect(settings) as conn:
        warehouse = {row[0] for row in conn.execute("select persoon from onderzoek.loopbaan")}
    assert not (persons_a | persons_b) & warehouse
    for project in (one, two):
        beheer.sluiten(settings, project.project, "test", "klaar")


def test_a_project_opens_while_the_server_cleans_up(settings: Settings, openen: Openen) -> None:
    """Autovacuum holds the table and then writes what it found in the catalogue, where the project's grant is."""
    opened: list[Project] = []
    with connect(settings) as autovacuum:
        autovacuum.execute("lock table onderzoekbeheer.pseudoniem in share update exclusive mode")
        opening = threading.Thread(target=lambda: opened.append(openen()[0]))
        opening.start()
        with connect(settings, autocommit=True) as conn:
            _until(
                conn,
                "select exists (select from pg_locks where not granted"
                " and relation = 'onderzoekbeheer.pseudoniem'::regclass)",
            )
        autovacuum.execute("analyze onderzoekbeheer.pseudoniem")
        autovacuum.commit()
        opening.join(60)
    assert len(opened) == 1


def _until(conn: psycopg.Connection, question: str) -> None:
    for _ in range(600):
        if conn.execute(question).fetchone() == (True,):
            return
        time.sleep(0.1)
    raise AssertionError(question)


def test_a_statement_that_runs_too_long_is_ended_whatever_the_user_sets(
    settings: Settings, klein: tuple[Project, beheer.Toegang]
) -> None:
    ended: list[type[BaseException]] = []

    def sleep() -> None:
        with als(settings, klein[1]) as conn:
            conn.execute("set statement_timeout = 0")
            try:
                conn.execute("select pg_sleep(60)")
            except psycopg.Error as fault:
                ended.append(type(fault))

    thread = threading.Thread(target=sleep)
    thread.start()
    deadline = time.monotonic() + 20
    cut: list[str] = []
    while not cut and time.monotonic() < deadline:
        time.sleep(0.2)
        cut = beheer.kap_af(settings, seconden=0)
    thread.join(20)
    assert set(cut) == {klein[1].login}
    assert ended == [psycopg.errors.AdminShutdown]
    with connect(settings) as conn:
        assert (
            count(conn, "select count(*) from onderzoekbeheer.logboek where actie = 'opdracht afgekapt'") >= 1
        )


def test_a_login_opens_two_connections_and_no_more(
    settings: Settings, klein: tuple[Project, beheer.Toegang]
) -> None:
    with als(settings, klein[1]), als(settings, klein[1]), pytest.raises(psycopg.OperationalError):
        als(settings, klein[1])


def test_after_its_end_date_a_project_is_empty_before_anybody_closes_it(
    settings: Settings, openen: Openen
) -> None:
    project, access = openen()
    with als(settings, access[0]) as conn:
        assert count(conn, "select count(*) from loopbaan") == 1000
        with connect(settings) as admin:
            admin.execute(
                "update onderzoekbeheer.project set einddatum = %s where project = %s",
                [date(2026, 1, 1), project.project],
            )
        conn.execute("set timezone = 'Pacific/Niue'")
        assert count(conn, "select count(*) from loopbaan") == 0
    beheer.sluiten(settings, project.project, "test", "klaar")


def test_every_statement_is_logged_and_the_user_cannot_stop_that(
    settings: Settings, klein: tuple[Project, beheer.Toegang]
) -> None:
    with connect(settings) as conn:
        row = conn.execute("select rolconfig from pg_roles where rolname = %s", [klein[1].login]).fetchone()
    assert row is not None
    assert {"log_statement=all", "pgaudit.log=read, write"} & set(row[0])
