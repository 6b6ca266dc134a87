"""Opening, refreshing and closing research projects (spec publicatie, section 4).

Everything about a project is made in one transaction, roles and logins included: after a crash it is there or not.
Logins hold no right but to read the views; what a user can SET undoes no control, because none rests on a setting:
no grants to write, no CREATE and no TEMP, a limit on connections, a job that ends long statements.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import psycopg
from psycopg import sql

from rizoom.bewaren.termijnen import termijnen
from rizoom.bewaren.verklaring import leg_vast
from rizoom.intake.keys import root_key
from rizoom.onderzoek.project import AanvraagError, Project
from rizoom.onderzoek.sleutel import nieuw_zout, project_pseudoniemen
from rizoom.onderzoek.weergaven import maak_weergaven, weergaven_staan
from rizoom.reference import read_seed, region_of
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

CONNECTIONS = 2
BATCH = 50_000
LARGE_OBJECTS = (
    "lo_create(oid)",
    "lo_creat(integer)",
    "lo_from_bytea(oid,bytea)",
    "lo_put(oid,bigint,bytea)",
)


class ProjectError(RuntimeError):
    """The project cannot be opened or closed as asked. The text says why, in Dutch."""


@dataclass(frozen=True, repr=False)
class Toegang:
    """A login that was made now; the password is shown once and kept nowhere."""

    login: str
    naam: str
    wachtwoord: str


def openen(settings: Settings, project: Project, door: str, vandaag: date) -> list[Toegang]:
    """Open a project: schema, views, pseudonyms, logins. Raises :class:`ProjectError` or ``LookupError``.

    ``door``: who granted it, and never one of the researchers.
    """
    if project.einddatum < vandaag:
        raise AanvraagError("de einddatum is al voorbij")
    if door.strip().lower() in {name.lower() for name in project.onderzoekers.values()}:
        raise ProjectError("een project wordt geopend door iemand die er niet in werkt")
    with connect(settings) as conn:
        _lock(conn)
        _server_is_hardened(conn)
        if conn.execute(
            "select 1 from onderzoekbeheer.project where project = %s", [project.project]
        ).fetchone():
            raise ProjectError(
                f"er is al een project {project.project}; een naam wordt nooit opnieuw gebruikt"
            )
        salt = nieuw_zout()
        conn.execute(
            "insert into onderzoekbeheer.project (project, titel, doel, grond, instelling, tabellen, schooljaren,"
            " regios, met_brin, met_gemeente, einddatum, geopend_door, zout)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [project.project, project.titel, project.doel, project.grond, project.instelling,
             list(project.tabellen), list(project.schooljaren), list(project.regios), project.met_brin,
             project.met_gemeente, project.einddatum, door, salt],
        )  # fmt: skip
        _schools(conn)
        _roles(conn, project)
        _pseudonyms(conn, settings, project, salt)
        maak_weergaven(conn, project)
        access = [_login(conn, project, short, name) for short, name in project.onderzoekers.items()]
        log(conn, door, "project geopend", project.project, f"{len(access)} logins tot {project.einddatum}")
    return access


def sluiten(settings: Settings, naam: str, door: str, reden: str) -> bool:
    """Close a project: logins, views, pseudonyms and key are gone; False when it was closed already.

    Raises ``LookupError`` when there is no such project.
    """
    with connect(settings) as conn:
        _lock(conn)
        laad(conn, naam)
        row = conn.execute(
            "update onderzoekbeheer.project set zout = null, gesloten_op = now(), gesloten_door = %s"
            " where project = %s and gesloten_op is null returning 1",
            [door, naam],
        ).fetchone()
        if row is None:
            return False
        logins = [
            r[0] for r in conn.execute("select login from onderzoekbeheer.lid where project = %s", [naam])
        ]
        removed = conn.execute("delete from onderzoekbeheer.pseudoniem where project = %s", [naam]).rowcount
        conn.execute(
            "delete from onderzoekbeheer.uitvoer_cel where uitvoer_id in"
            " (select uitvoer_id from onderzoekbeheer.uitvoer where project = %s)",
            [naam],
        )
        conn.execute("select onderzoekbeheer.breek_af(%s)", [naam])
        content: dict[str, object] = {
            "wijze": "geheim van de projectsleutel en alle pseudoniemen van het project verwijderd",
            "pseudoniemen": removed,
            "logins": len(logins),
            "reden": reden,
            "termijn": "onderzoeksproject",
            "grond": termijnen()["onderzoeksproject"].grond,
        }
        leg_vast(conn, settings, "onderzoeksproject", naam, content)
        log(conn, door, "project gesloten", naam, reden)
    _forget_old_pages(settings)
    return True


def sluit_verlopen(settings: Settings, vandaag: date) -> list[str]:
    """Close every project past its end date; their names."""
    with connect(settings) as conn:
        rows = conn.execute(
            "select project from onderzoekbeheer.project where gesloten_op is null"
            " and (einddatum + make_interval(months => %s))::date < %s order by project",
            [termijnen()["onderzoeksproject"].maanden, vandaag],
        ).fetchall()
    return [row[0] for row in rows if sluiten(settings, row[0], "planning", "einddatum voorbij")]


def ververs(settings: Settings) -> dict[str, int]:
    """Bring every open project up to the national tables: persons who came in or went out; project → persons.

    Views that a full refresh of the tables took away are made again; that takes the rights of the administrator.
    """
    with connect(settings) as conn:
        _lock(conn)
        _schools(conn)
        rows = conn.execute(
            "select project, zout from onderzoekbeheer.project where gesloten_op is null order by project"
        ).fetchall()
        counts = {}
        for name, salt in rows:
            project = laad(conn, name)
            counts[name] = _pseudonyms(conn, settings, project, bytes(salt))
            if not weergaven_staan(conn, project):
                maak_weergaven(conn, project)
    return counts


def kap_af(settings: Settings, seconden: int = 300) -> list[str]:
    """End statements and idle transactions of researchers that run longer; the logins (a job, every few minutes)."""
    with connect(settings) as conn:
        logins = [row[0] for row in conn.execute("select login from onderzoekbeheer.kap_af(%s)", [seconden])]
        for login in logins:
            log(conn, "planning", "opdracht afgekapt", login, f"langer dan {seconden} seconden")
    return logins


def laad(conn: psycopg.Connection, naam: str) -> Project:
    """A project as it was opened. Raises ``LookupError``."""
    row = conn.execute(
        "select titel, doel, grond, instelling, tabellen, schooljaren, einddatum, regios, met_brin, met_gemeente"
        " from onderzoekbeheer.project where project = %s",
        [naam],
    ).fetchone()
    if row is None:
        raise LookupError(f"er is geen project {naam}")
    people = conn.execute(
        "select login, naam from onderzoekbeheer.lid where project = %s order by login", [naam]
    )
    return Project(
        naam, row[0], row[1], row[2], row[3], tuple(row[4]), tuple(row[5]), row[6],
        {login.removeprefix(f"oz_{naam}_"): person for login, person in people}, tuple(row[7]), row[8], row[9],
    )  # fmt: skip


def log(conn: psycopg.Connection, actor: str, actie: str, object_: str, resultaat: str) -> None:
    """One line of the audit log."""
    conn.execute(
        "insert into onderzoekbeheer.logboek (actor, actie, object, resultaat, herkomst)"
        " values (%s, %s, %s, %s, coalesce(inet_client_addr()::text, 'lokaal'))",
        [actor, actie, object_, resultaat],
    )


def _lock(conn: psycopg.Connection) -> None:
    conn.execute("select pg_advisory_xact_lock(hashtextextended('rizoom.onderzoek', 0))")


def _server_is_hardened(conn: psycopg.Connection) -> None:
    """Refuse when everybody may still make objects of their own in this database."""
    conn.execute(
        sql.SQL("revoke create, temporary on database {} from public").format(
            sql.Identifier(conn.info.dbname)
        )
    )
    row = conn.execute(
        "select has_database_privilege('public', current_database(), 'TEMP')"
        " or has_schema_privilege('public', 'public', 'CREATE')"
        " or exists (select from unnest(%s::text[]) as f where has_function_privilege('public', f, 'EXECUTE'))",
        [list(LARGE_OBJECTS)],
    ).fetchone()
    if row is None or row[0]:
        raise ProjectError(
            "op deze database mag iedereen nog eigen objecten maken; de beheerder van de server moet dat eerst"
            " intrekken (zie het handboek, onderzoekers, afscherming)"
        )


def _schools(conn: psycopg.Connection) -> None:
    """Sector and region per school, of the biggest location where a school stands in the list twice."""
    found: dict[str, tuple[str, str | None]] = {}
    rows = sorted(read_seed("school"), key=lambda row: -int(row["leerlingen"] or 0))
    for row in rows:
        found.setdefault(row["brin"], (row["sector"], region_of(row["gemeentecode"], date.today())))
    with conn.cursor() as cursor:
        cursor.execute("delete from onderzoekbeheer.school")
        with cursor.copy("copy onderzoekbeheer.school (brin, sector, regiocode) from stdin") as copy:
            for brin, (sector, region) in sorted(found.items()):
                copy.write_row((brin, sector, region))


def _roles(conn: psycopg.Connection, project: Project) -> None:
    owner, reader = sql.Identifier(project.eigenaar), sql.Identifier(project.lezer)
    for role in (owner, reader):
        conn.execute(sql.SQL("create role {} nologin nobypassrls").format(role))
    conn.execute(sql.SQL("grant {} to current_user").format(owner))
    conn.execute(sql.SQL("create schema {}").format(sql.Identifier(project.schema)))
    statements = (
        # First, for it locks the table: autovacuum, which may be at it, would wait for a grant of this transaction
        # to be committed while this transaction waits for autovacuum.
        "create policy {schema} on onderzoekbeheer.pseudoniem for select to {owner} using (project = {name}"
        " and exists (select from onderzoekbeheer.project as p where p.project = {name}"
        " and p.gesloten_op is null and now() < (p.einddatum + 1)::timestamp at time zone 'Europe/Amsterdam'))",
        "grant usage on schema {schema} to {owner}, {reader}",
        "grant create on schema {schema} to {owner}",
        "grant usage on schema onderzoek, onderzoekbeheer to {owner}",
        "grant select (project, einddatum, gesloten_op) on onderzoekbeheer.project to {owner}",
        "grant select on onderzoekbeheer.pseudoniem, onderzoekbeheer.school to {owner}",
    )
    for statement in statements:
        conn.execute(
            sql.SQL(statement).format(
                schema=sql.Identifier(project.schema),
                owner=owner,
                reader=reader,
                name=sql.Literal(project.project),
            )
        )


def _pseudonyms(conn: psycopg.Connection, settings: Settings, project: Project, salt: bytes) -> int:
    """Persons of the project's years and regions, each under the project's own pseudonym; how many there are."""
    name_of = project_pseudoniemen(root_key(settings), project.project, salt)
    wanted: set[UUID] = {
        row[0]
        for row in conn.execute(
            """
            select persoon from onderzoek.loopbaan
            where schooljaar = any(%(years)s) and (%(all)s or regiocode = any(%(regions)s))
            union
            select persoon from onderzoek.vsv_uitkomst
            where schooljaar = any(%(years)s) and (%(all)s or regiocode = any(%(regions)s))
            """,
            {
                "years": list(project.schooljaren),
                "all": not project.regios,
                "regions": list(project.regios),
            },
        )
    }
    known = {
        row[0]
        for row in conn.execute(
            "select persoon from onderzoekbeheer.pseudoniem where project = %s", [project.project]
        )
    }
    conn.execute(
        "delete from onderzoekbeheer.pseudoniem where project = %s and persoon = any(%s)",
        [project.project, sorted(known - wanted)],
    )
    # In order of the pseudonym: the order of rows says nothing about the order in the warehouse. No COPY: the
    # policies of the table hold for whoever refreshes as well, and COPY does not know them.
    pairs = sorted((name_of(persoon), persoon) for persoon in wanted - known)
    for start in range(0, len(pairs), BATCH):
        part = pairs[start : start + BATCH]
        conn.execute(
            "insert into onderzoekbeheer.pseudoniem (project, pseudoniem, persoon)"
            " select %s, p.pseudoniem, p.persoon from unnest(%s::uuid[], %s::uuid[]) as p (pseudoniem, persoon)",
            [project.project, [pair[0] for pair in part], [pair[1] for pair in part]],
        )
    return len(wanted)


def _login(conn: psycopg.Connection, project: Project, short: str, name: str) -> Toegang:
    login, password = project.login(short), secrets.token_urlsafe(24)
    conn.execute(
        sql.SQL(
            "create role {login} login nosuperuser nocreatedb nocreaterole inherit noreplication nobypassrls"
            " connection limit {limit} password {password} valid until {until}"
        ).format(
            login=sql.Identifier(login),
            limit=sql.Literal(CONNECTIONS),
            password=sql.Literal(password),
            until=sql.Literal(f"{project.einddatum}T23:59:59+00"),
        )
    )
    conn.execute(sql.SQL("grant {} to {}").format(*map(sql.Identifier, (project.lezer, login))))
    conn.execute(
        sql.SQL("alter role {} set search_path = {}").format(*map(sql.Identifier, (login, project.schema)))
    )
    _audit_statements(conn, login)
    conn.execute(
        "insert into onderzoekbeheer.lid (project, login, naam) values (%s, %s, %s)",
        [project.project, login, name],
    )
    return Toegang(login, name, password)


def _audit_statements(conn: psycopg.Connection, login: str) -> None:
    """Every statement in the server's log: by pgaudit where the server has it, else by log_statement.

    Both settings are of the superuser: the user cannot change them.
    """
    row = conn.execute(
        "select (select rolsuper from pg_roles where rolname = current_user),"
        " 'pgaudit' = any(string_to_array(replace(current_setting('shared_preload_libraries'), ' ', ''), ','))"
    ).fetchone()
    if row is None or not row[0]:
        return
    setting = "pgaudit.log" if row[1] else "log_statement"
    value = "read, write" if row[1] else "all"
    conn.execute(
        sql.SQL("alter role {} set {} = {}").format(
            sql.Identifier(login), sql.SQL(setting), sql.Literal(value)
        )
    )


def _forget_old_pages(settings: Settings) -> None:
    """The secret and the pairs of pseudonyms must not stay in the data files."""
    with connect(settings, autocommit=True) as conn:
        for table in ("project", "pseudoniem", "uitvoer_cel"):
            conn.execute(sql.SQL("vacuum (full) onderzoekbeheer.{}").format(sql.Identifier(table)))
