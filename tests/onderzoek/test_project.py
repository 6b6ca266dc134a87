"""Opening, refreshing and closing projects; what they see; what is left afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from typer.testing import CliRunner

from rizoom.bewaren.verklaring import lijst
from rizoom.cli import app
from rizoom.intake.keys import root_key
from rizoom.intake.receipt import public_key
from rizoom.onderzoek import beheer, stroom
from rizoom.onderzoek.project import AanvraagError, lees_aanvraag
from rizoom.onderzoek.sleutel import nieuw_zout, project_pseudoniemen
from rizoom.ops.airflow_home import settings_env
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from .conftest import VANDAAG, Openen, aanvraag, als


def columns(conn: psycopg.Connection, table: str) -> set[str]:
    cursor = conn.execute(f"select * from {table} limit 0".encode())
    assert cursor.description is not None
    return {column.name for column in cursor.description}


def test_columns_are_coarse_unless_more_was_granted(settings: Settings, openen: Openen) -> None:
    plain, access = openen()
    fine, access_fine = openen(met_brin=True, met_gemeente=True)
    with als(settings, access[0]) as a, als(settings, access_fine[0]) as b:
        for table in plain.tabellen:
            names = columns(a, table)
            assert not names & {"brin", "gemeentecode", "geboortedatum", "levering_id", "regel", "postcode"}
            assert {"persoon", "schooljaar"} <= names
        assert {"school_sector", "school_regio", "geboortejaar", "leeftijd"} <= columns(a, "loopbaan")
        assert {"brin", "gemeentecode"} <= columns(b, "loopbaan")
        assert "school_sector" not in columns(b, "loopbaan")
        sectors = {r[0] for r in a.execute("select distinct school_sector from loopbaan")}
    assert {"vo", "mbo"} <= sectors
    for project in (plain, fine):
        beheer.sluiten(settings, project.project, "test", "klaar")


def test_closing_leaves_nothing_to_link_with(settings: Settings, openen: Openen) -> None:
    project, access = openen()
    with connect(settings) as conn:
        row = conn.execute(
            "select zout from onderzoekbeheer.project where project = %s", [project.project]
        ).fetchone()
        assert row is not None
        salt = bytes(row[0])
    assert beheer.sluiten(settings, project.project, "beheerder", "onderzoek afgerond")
    assert not beheer.sluiten(settings, project.project, "beheerder", "nog eens")
    with pytest.raises(psycopg.OperationalError):
        als(settings, access[0])
    with connect(settings) as conn:
        gone = conn.execute(
            "select (select count(*) from onderzoekbeheer.pseudoniem where project = %(p)s),"
            " (select count(*) from pg_roles where rolname like '%%' || %(p)s || '%%'),"
            " (select count(*) from pg_namespace where nspname = %(s)s),"
            " (select count(zout) from onderzoekbeheer.project where project = %(p)s)",
            {"p": project.project, "s": project.schema},
        ).fetchone()
        assert gone == (0, 0, 0, 0)
        (certificate,) = [c for c in lijst(conn) if c.onderwerp == project.project]
        assert certificate.klopt(public_key(settings))
        assert '"pseudoniemen":1000' in certificate.document
        page = conn.execute(
            "select pg_read_binary_file(pg_relation_filepath('onderzoekbeheer.project'))"
        ).fetchone()
    assert page is not None
    assert salt not in page[0]


def test_a_name_is_never_used_again(settings: Settings, openen: Openen) -> None:
    project, _ = openen()
    beheer.sluiten(settings, project.project, "beheerder", "klaar")
    with pytest.raises(beheer.ProjectError, match="nooit opnieuw"):
        beheer.openen(settings, aanvraag(project=project.project), "beheerder", VANDAAG)


def test_pseudonyms_need_root_key_project_and_salt(settings: Settings) -> None:
    person, salt = UUID(int=7), nieuw_zout()
    names = {
        project_pseudoniemen(root_key(settings), "een", salt)(person),
        project_pseudoniemen(root_key(settings), "twee", salt)(person),
        project_pseudoniemen(root_key(settings), "een", nieuw_zout())(person),
        project_pseudoniemen(bytes(range(32)), "een", salt)(person),
    }
    assert len(names) == 4
    assert {name.version for name in names} == {8}
    assert project_pseudoniemen(root_key(settings), "een", salt)(person) in names


def test_projects_past_their_end_are_closed_by_the_flow(settings: Settings, openen: Openen) -> None:
    project, _ = openen()
    assert stroom.sluit(settings, project.einddatum) == []
    assert stroom.sluit(settings, project.einddatum + timedelta(days=1)) == [project.project]


def test_a_new_build_reaches_open_projects(settings: Settings, openen: Openen) -> None:
    project, access = openen(regios=["RMC21"])
    stroom.ververs(settings)
    assert not stroom.achter(settings)
    with connect(settings) as conn:
        conn.execute("update register.opbouw set gebouwd_op = now() + interval '1 minute'")
        conn.execute(
            "update onderzoek.loopbaan set regiocode = 'RMC19' where persoon in (select persoon from"
            " onderzoek.loopbaan where regiocode = 'RMC21' and onderwijssoort = 'BO' order by persoon limit 5)"
        )
    assert stroom.achter(settings)
    with als(settings, access[0]) as conn:
        before = {row[0] for row in conn.execute("select persoon from loopbaan")}
    assert stroom.ververs(settings)[project.project] == 295
    with als(settings, access[0]) as conn:
        after = {row[0] for row in conn.execute("select persoon from loopbaan")}
    assert after < before, "who stays keeps the pseudonym"
    assert len(after) == 295
    with connect(settings) as conn:
        conn.execute("update register.opbouw set gebouwd_op = now() - interval '1 minute'")
        conn.execute("update onderzoek.loopbaan set regiocode = 'RMC21' where gemeentecode = 'GM0363'")
    beheer.sluiten(settings, project.project, "test", "klaar")


def test_who_grants_a_project_does_not_work_in_it(settings: Settings) -> None:
    with pytest.raises(beheer.ProjectError, match="niet in werkt"):
        beheer.openen(settings, aanvraag(), "ada onderzoeker", VANDAAG)


def test_an_open_door_of_the_database_is_noticed(settings: Settings) -> None:
    with connect(settings) as conn:
        conn.execute("grant execute on function lo_create(oid) to public")
    with pytest.raises(beheer.ProjectError, match="eigen objecten"):
        beheer.openen(settings, aanvraag(), "beheerder", VANDAAG)
    with connect(settings) as conn:
        conn.execute("revoke execute on function lo_create(oid) from public")


@pytest.mark.parametrize(
    ("anders", "tekst"),
    [
        ({"project": "Hoofdletter"}, "kleine letters"),
        ({"project": "x; drop"}, "kleine letters"),
        ({"grond": " "}, "grond is leeg"),
        ({"tabellen": ["jongere"]}, "kies uit"),
        ({"schooljaren": ["2024-2025"]}, "schooljaren"),
        ({"regios": ["RMC99"]}, "regios"),
        ({"onderzoekers": {}}, "ten minste een"),
        ({"onderzoekers": {"Ada X": "Ada"}}, "korte naam"),
        ({"onderzoekers": {"ada": "Ada", "ad": "ada "}}, "een login"),
        ({"met_brin": "ja"}, "met_brin"),
        ({"einddatum": "morgen"}, "einddatum"),
        ({"extra": 1}, "onbekend"),
    ],
)
def test_a_request_says_what_is_wrong(anders: dict[str, object], tekst: str) -> None:
    with pytest.raises(AanvraagError, match=tekst):
        aanvraag(**anders)


def test_a_request_is_read_from_a_file(verzoek: Path, tmp_path: Path) -> None:
    assert lees_aanvraag(verzoek).project == "bestand"
    (tmp_path / "kapot.yaml").write_text("a: [")
    with pytest.raises(AanvraagError, match="leesbare YAML"):
        lees_aanvraag(tmp_path / "kapot.yaml")
    with pytest.raises(AanvraagError, match="voorbij"):
        beheer.openen(Settings(home=tmp_path), aanvraag(einddatum=date(2020, 1, 1)), "x", VANDAAG)


def test_the_command_line_opens_and_closes(
    settings: Settings, verzoek: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings_env(settings).items():
        monkeypatch.setenv(name, value)
    run = CliRunner().invoke
    opened = run(app, ["onderzoek", "open", "bestand", "--aanvraag", str(verzoek), "--door", "beheerder"])
    assert opened.exit_code == 0, opened.output
    assert "oz_bestand_ada" in opened.output
    again = run(app, ["onderzoek", "open", "bestand", "--aanvraag", str(verzoek), "--door", "beheerder"])
    assert again.exit_code == 1
    closed = run(app, ["onderzoek", "sluit", "bestand", "--door", "beheerder"])
    assert (closed.exit_code, "gesloten" in closed.output) == (0, True)
    assert run(app, ["onderzoek", "sluit", "onbekend"]).exit_code == 1
