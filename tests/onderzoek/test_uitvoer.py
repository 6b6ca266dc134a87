"""Output of a project: what passes, what does not, who decides, and what the author cannot work round."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from rizoom.onderzoek import beheer, controle, uitvoer
from rizoom.onderzoek.declaratie import Cel, Declaratie, DeclaratieError, lees_declaratie, uit_velden
from rizoom.onderzoek.project import Project
from rizoom.publish.geheim.beleid import lees_beleid
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from .conftest import Openen

TELLING = Declaratie("t", "loopbaan", ("klasse",), {})


def leden(*ranges: range) -> frozenset[UUID]:
    return frozenset(UUID(int=number) for span in ranges for number in span)


def cel(naam: str, *ranges: range, som: float = 0.0, grootste: float = 1.0, tweede: float = 1.0) -> Cel:
    members = leden(*ranges)
    return Cel((naam,), members, som or float(len(members)), grootste, tweede)


def oordeel(regel: str, cellen: list[Cel], wat: Declaratie = TELLING, *eerder: frozenset[UUID]) -> str:
    (found,) = [o for o in controle.controleer(wat, cellen, eerder) if o.regel == regel]
    return found.ernst


def test_a_cell_under_ten_persons_fails() -> None:
    assert oordeel("drempel", [cel("a", range(10)), cel("b", range(10, 30))]) == "goed"
    assert oordeel("drempel", [cel("a", range(9)), cel("b", range(10, 30))]) == "fout"
    assert oordeel("drempel", []) == "fout"


@pytest.mark.parametrize(
    ("som", "grootste", "tweede", "ernst"),
    [
        (100, 50, 10, "goed"),
        (100, 51, 10, "fout"),  # one person more than half
        (100, 45, 40, "goed"),
        (100, 46, 40, "fout"),  # two persons more than 85 %
        (104, 50, 49, "fout"),  # the rest is under a tenth of the largest
    ],
)
def test_nobody_dominates_a_sum(som: float, grootste: float, tweede: float, ernst: str) -> None:
    sums = Declaratie("t", "loopbaan", ("klasse",), {}, "uren_ongeoorloofd")
    table = [cel("a", range(20), som=som, grootste=grootste, tweede=tweede), cel("b", range(20, 40), som=400)]
    assert oordeel("dominantie", table, sums) == ernst
    assert oordeel("dominantie", table) == "goed", "a count has no dominant person"


def test_a_small_group_with_one_trait_fails_and_a_large_one_is_shown_to_the_checker() -> None:
    def table(first: int) -> list[Cel]:
        return [
            Cel(("RMC19", "VSV"), leden(range(first)), first, 1, 1),
            Cel(("RMC21", "VSV"), leden(range(100, 120)), 20, 1, 1),
            Cel(("RMC21", "C_MBO"), leden(range(200, 240)), 40, 1, 1),
        ]

    wat = Declaratie("t", "vsv_uitkomst", ("regiocode", "uitkomst"), {})
    assert oordeel("groep", table(15), wat) == "fout"
    assert oordeel("groep", table(50), wat) == "let_op"
    assert lees_beleid().drempel_onderzoek == 10


def test_one_person_less_is_seen_beside_earlier_output() -> None:
    everybody = leden(range(100))
    assert oordeel("verschil", [cel("zonder een", range(99))], TELLING, everybody) == "fout"
    assert oordeel("verschil", [cel("zonder negen", range(91))], TELLING, everybody) == "fout"
    assert oordeel("verschil", [cel("zonder tien", range(90))], TELLING, everybody) == "goed"
    assert oordeel("verschil", [cel("hetzelfde", range(100))], TELLING, everybody) == "goed"
    assert oordeel("verschil", [cel("meer", range(103))], TELLING, everybody) == "fout", "the other way round"


def test_three_tables_together_pin_down_a_group_that_no_two_of_them_do() -> None:
    """X (5 persons) = (XY + XZ - YZ) / 2, with Y and Z of 50: no cell holds another."""
    x, y, z = range(5), range(100, 150), range(200, 250)
    third = [cel("y en z", y, z)]
    assert oordeel("verschil", third, TELLING, leden(x, y)) == "goed"
    assert oordeel("verschil", third, TELLING, leden(x, z)) == "goed"
    first = [cel("x en y", x, y)]
    assert oordeel("verschil", first, TELLING, leden(y, z), leden(x, z)) == "fout"
    assert (
        oordeel("verschil", [cel("x en y", range(40), y)], TELLING, leden(y, z), leden(range(40), z))
        == "goed"
    )


def test_everybody_falls_in_one_group_of_the_linear_system() -> None:
    cells = [leden(range(10)), leden(range(5, 20)), leden(range(3))]
    assert controle.split(cells) == {(0, 2): 3, (0,): 2, (0, 1): 5, (1,): 10}


@pytest.fixture(scope="module")
def project(wereld: tuple[Settings, Openen]) -> Project:
    return wereld[1]()[0]


def declaratie(naam: str, rijen: list[str], tabel: str = "loopbaan", **anders: object) -> Declaratie:
    return uit_velden({"naam": naam, "tabel": tabel, "rijen": rijen} | anders)


def test_what_leaves_is_computed_here_and_written_byte_for_byte(
    settings: Settings, project: Project, tmp_path: Path
) -> None:
    made = uitvoer.indienen(
        settings, project.project, declaratie("regio", ["regiocode", "geslacht"], grafiek="staaf"), "Ada"
    )
    assert made.geslaagd, made.oordelen
    with pytest.raises(beheer.ProjectError, match="niet vrijgegeven"):
        uitvoer.schrijf(settings, made.uitvoer_id, tmp_path)
    uitvoer.beslis(settings, made.uitvoer_id, "controleur", True, "ruim boven de drempel")
    table, decision, plot = uitvoer.schrijf(settings, made.uitvoer_id, tmp_path / "uit")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    with connect(settings) as conn:
        truth = conn.execute(
            "select regiocode, geslacht, count(*) from onderzoek.loopbaan group by 1, 2 order by 1, 2"
        ).fetchall()
    assert [(r["regiocode"], r["geslacht"], int(r["personen"])) for r in rows] == truth
    assert json.loads(decision.read_text())["sha256"] == hashlib.sha256(table.read_bytes()).hexdigest()
    assert plot.read_text().startswith("<svg")
    with connect(settings) as conn:
        said = conn.execute(
            "select actor, actie from onderzoekbeheer.logboek where object = %s order by logboek_id",
            [f"{project.project}/{made.uitvoer_id}"],
        ).fetchall()
    assert said == [
        ("Ada", "uitvoer ingediend"), ("controleur", "uitvoer vrijgegeven"), ("rizoom", "uitvoer geschreven")
    ]  # fmt: skip


def test_a_second_table_that_differs_by_a_few_persons_does_not_leave(
    settings: Settings, project: Project
) -> None:
    whole = uitvoer.indienen(settings, project.project, declaratie("heel", ["startkwalificatie"]), "Ada")
    assert whole.geslaagd, whole.oordelen
    uitvoer.beslis(settings, whole.uitvoer_id, "controleur", True, "in orde bevonden")
    almost = declaratie("bijna", ["startkwalificatie"], waar={"leeftijd": [str(n) for n in range(6, 22)]})
    made = uitvoer.indienen(settings, project.project, almost, "Ada")
    ages = [v for v in made.oordelen if v.regel == "verschil"]
    with connect(settings) as conn:
        left = conn.execute(
            "select count(*) from onderzoek.loopbaan where leeftijd not between 6 and 21"
        ).fetchone()
    assert left is not None
    assert ages[0].ernst == ("fout" if 0 < left[0] < 10 else "goed")
    small = declaratie("min-een-schooldag", ["startkwalificatie"], waar={"dagen_ingeschreven": ["365"]})
    assert uitvoer.indienen(settings, project.project, small, "Ada").geslaagd == (
        not _leaves_few(settings, "dagen_ingeschreven = 365")
    )


def _leaves_few(settings: Settings, condition: str) -> bool:
    with connect(settings) as conn:
        rows = conn.execute(
            f"select count(*) filter (where not ({condition})), count(*) filter (where {condition})"
            " from onderzoek.loopbaan group by startkwalificatie".encode()
        ).fetchall()
    return any(0 < out < 10 or 0 < inside < 10 for out, inside in rows)


def test_two_that_each_pass_do_not_leave_together(settings: Settings, openen: Openen) -> None:
    """Both were submitted before either was released: the second is checked again when it is decided on."""
    project, _ = openen()
    with connect(settings) as conn:
        conn.execute(
            "update onderzoek.loopbaan set leerjaar = 9 where persoon in"
            " (select persoon from onderzoek.loopbaan where startkwalificatie = false order by persoon limit 3)"
        )
    one = uitvoer.indienen(settings, project.project, declaratie("alle", []), "Ada")
    values = ["1", "onbekend"]
    two = uitvoer.indienen(
        settings, project.project, declaratie("minder", [], waar={"leerjaar": values}), "Ada"
    )
    assert one.geslaagd
    assert two.geslaagd
    uitvoer.beslis(settings, one.uitvoer_id, "controleur", True, "in orde bevonden")
    with pytest.raises(beheer.ProjectError, match="sinds het indienen"):
        uitvoer.beslis(settings, two.uitvoer_id, "controleur", True, "in orde bevonden")
    uitvoer.beslis(settings, two.uitvoer_id, "controleur", False, "drie personen te herleiden")
    with pytest.raises(beheer.ProjectError, match="al besloten"):
        uitvoer.beslis(settings, two.uitvoer_id, "controleur", True, "toch maar wel")
    beheer.sluiten(settings, project.project, "test", "klaar")
    with connect(settings) as conn:
        left = conn.execute(
            "select count(*) from onderzoekbeheer.uitvoer_cel join onderzoekbeheer.uitvoer using (uitvoer_id)"
            " where project = %s",
            [project.project],
        ).fetchone()
    assert left == (0,), "who was in which cell goes with the project"
    with pytest.raises(beheer.ProjectError, match="gesloten"):
        uitvoer.indienen(settings, project.project, declaratie("later", []), "Ada")


@pytest.mark.parametrize(
    ("door", "tekst"),
    [
        ("Ada", "iemand anders"),
        (" ada ", "iemand anders"),
        ("Ada Onderzoeker", "buiten het project"),
        ("oz_{}_ada", "buiten het project"),
    ],
)
def test_the_checker_is_not_the_author(settings: Settings, project: Project, door: str, tekst: str) -> None:
    made = uitvoer.indienen(settings, project.project, declaratie("geslacht", ["geslacht"]), "Ada")
    with pytest.raises(beheer.ProjectError, match=tekst):
        uitvoer.beslis(settings, made.uitvoer_id, door.format(project.project), True, "ziet er goed uit")


def test_the_database_itself_keeps_these_rules(settings: Settings, project: Project) -> None:
    good = uitvoer.indienen(settings, project.project, declaratie("geslacht", ["geslacht"]), "Ada")
    bad = uitvoer.indienen(
        settings, project.project, declaratie("klein", ["grond"], "vrijstelling_spell"), "Ada"
    )
    assert good.geslaagd
    bad_made = uitvoer.indienen(
        settings, project.project, declaratie("toestand", ["regiocode", "toestand_t1"]), "Ada"
    )
    assert not bad_made.geslaagd
    insert = (
        "insert into onderzoekbeheer.uitvoer_besluit values (%s, 'vrijgegeven', %s, now(), 'zomaar even')"
    )
    for number, who in ((good.uitvoer_id, "ADA"), (bad_made.uitvoer_id, "controleur")):
        with connect(settings) as conn, pytest.raises(psycopg.errors.RaiseException):
            conn.execute(insert, [number, who])
    for statement in (
        "update onderzoekbeheer.uitvoer set geslaagd = true",
        "delete from onderzoekbeheer.uitvoer_besluit",
        "truncate onderzoekbeheer.logboek",
    ):
        with connect(settings) as conn, pytest.raises(psycopg.errors.RaiseException):
            conn.execute(statement.encode())
    assert bad.uitvoer_id != good.uitvoer_id
    with pytest.raises(beheer.ProjectError, match="zakt"):
        uitvoer.beslis(settings, bad_made.uitvoer_id, "controleur", True, "toch doen")


@pytest.mark.parametrize(
    ("velden", "tekst"),
    [
        ({"rijen": ["persoon"]}, "persoon"),
        ({"rijen": ["brin"]}, "brin"),
        ({"rijen": ['x"; drop schema onderzoek cascade; --']}, "is er niet"),
        ({"waar": {"persoon": ["x"]}}, "persoon"),
        ({"som": "geslacht"}, "geen getal"),
        ({"tabel": "jongere"}, "hoort niet"),
        ({"rijen": ["a", "b", "c", "d", "e"]}, "hoogstens"),
        ({"rijen": "a"}, "lijst"),
        ({"grafiek": "taart"}, "staaf of lijn"),
        ({"extra": 1}, "onbekend"),
    ],
)
def test_a_declaration_says_what_is_wrong(
    settings: Settings, project: Project, velden: dict[str, object], tekst: str
) -> None:
    with pytest.raises(DeclaratieError, match=tekst):
        wat = uit_velden({"naam": "x", "tabel": "loopbaan", "rijen": ["geslacht"]} | velden)
        uitvoer.indienen(settings, project.project, wat, "Ada")


def test_a_declaration_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    file.write_text("naam: a\ntabel: loopbaan\nrijen: [leeftijd]\nwaar: {leeftijd: [16, 17]}\n")
    assert lees_declaratie(file).waar == {"leeftijd": ("16", "17")}
    file.write_text("- a")
    with pytest.raises(DeclaratieError):
        lees_declaratie(file)


def test_a_sum_is_over_persons_with_the_largest_known(settings: Settings, project: Project) -> None:
    sums = declaratie("uren", ["onderwijssoort"], som="uren_ongeoorloofd")
    made = uitvoer.indienen(settings, project.project, sums, "Ada")
    (verdict,) = [o for o in made.oordelen if o.regel == "dominantie"]
    assert verdict.ernst == "goed"
    with connect(settings) as conn:
        text = conn.execute(
            "select inhoud from onderzoekbeheer.uitvoer where uitvoer_id = %s", [made.uitvoer_id]
        ).fetchone()
        truth = conn.execute(
            "select sum(uren_ongeoorloofd) from onderzoek.loopbaan where onderwijssoort = 'BO'"
        ).fetchone()
    assert text is not None
    assert truth is not None
    assert f"BO,{truth[0]:g}\n" in text[0]
