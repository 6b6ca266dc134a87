"""Change of keys v1 → v2, rehearsed from end to end: all links stay, nothing of the old key is left."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

import pytest

from rizoom.bewaren.sleutelwissel import Wissel, WisselError, wissel
from rizoom.intake import flow, keys, rawstore
from rizoom.intake.schema import TABLES
from rizoom.national.flow import years_to_build
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.geplant import NUMMERS, SCHOOLJAAR
from tests.intake import deliveries as d

from .test_bewaren import raw_plain


@pytest.fixture
def oud(gebouwd: Settings, tmp_path: Path) -> Path:
    file = tmp_path / "oude-sleutel"
    file.write_text(str(gebouwd.key_hex))
    return file


@pytest.fixture
def nieuw(gebouwd: Settings) -> Settings:
    return replace(gebouwd, key_hex=secrets.token_hex(32), key_version="v2")


def links(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Per table the lines of deliveries that are about the same person, whatever that person is called."""
    found = {}
    with connect(settings) as conn:
        for tabel in TABLES:
            if tabel in ("opgave", "koppeling"):
                continue
            found[tabel] = conn.execute(
                f"select array_agg(distinct (l.leveraar, j.regel)::text order by (l.leveraar, j.regel)::text),"
                f" l.leveraar, t.regel from landing.{tabel} as t"
                " join register.levering as l using (levering_id)"
                " join landing.jongere as j on j.pseudoniem = t.pseudoniem group by 2, 3 order by 2, 3"
            ).fetchall()
    return found


def state(settings: Settings) -> list[tuple[object, ...]]:
    """Wrapped keys, key versions and landed persons."""
    with connect(settings) as conn:
        return conn.execute(
            "select o.sha256, o.ingepakte_sleutel, o.sleutelversie, l.sleutelversie,"
            " (select array_agg(j.pseudoniem order by j.regel) from landing.jongere as j"
            " where j.levering_id = l.levering_id)"
            " from register.opslag as o join register.levering as l using (sha256) order by 1"
        ).fetchall()


def test_all_links_are_equal_and_the_old_key_opens_nothing(
    gebouwd: Settings, nieuw: Settings, oud: Path
) -> None:
    before, plain = links(gebouwd), raw_plain(gebouwd)
    maker = keys.pseudonymiser(gebouwd)
    old_names = [maker.pseudonym(number)[0] for number in NUMMERS]
    assert wissel(nieuw, oud) == Wissel(ingepakt=5, gelezen=5, onbereikbaar=0)

    assert links(nieuw) == before
    assert raw_plain(nieuw) == plain
    assert raw_plain(gebouwd) == [], "the old key opens nothing"
    with connect(nieuw) as conn:
        landed = {row[0] for row in conn.execute("select distinct pseudoniem::text from landing.jongere")}
        versions = conn.execute("select distinct sleutelversie from register.levering").fetchall()
        stores = conn.execute("select distinct sleutelversie from register.opslag").fetchall()
    new_maker = keys.pseudonymiser(nieuw)
    assert landed == {new_maker.pseudonym(number)[0] for number in NUMMERS}
    assert not landed & set(old_names)
    assert versions == stores == [("v2",)]
    assert years_to_build(nieuw) == [SCHOOLJAAR], "everything national is built anew"
    assert wissel(nieuw, oud) == Wissel(0, 0, 0), "again: nothing to do"


def test_a_version_alone_changes_every_pseudonym_too(gebouwd: Settings) -> None:
    other = keys.pseudonymiser(replace(gebouwd, key_version="v2"))
    assert other.pseudonym(NUMMERS[0]) != keys.pseudonymiser(gebouwd).pseudonym(NUMMERS[0])


def test_a_wrong_old_key_changes_nothing(gebouwd: Settings, nieuw: Settings, tmp_path: Path) -> None:
    wrong = tmp_path / "verkeerd"
    wrong.write_text(secrets.token_hex(32))
    before = state(gebouwd)
    with pytest.raises(WisselError, match="nothing has been changed"):
        wissel(nieuw, wrong)
    assert state(gebouwd) == before


def test_a_delivery_whose_bytes_are_gone_is_counted(gebouwd: Settings, nieuw: Settings, oud: Path) -> None:
    with connect(gebouwd) as conn:
        row = conn.execute("select sha256 from register.levering where leveraar = 'GM0356'").fetchone()
    assert row is not None
    rawstore.destroy(gebouwd, row[0])
    assert wissel(nieuw, oud) == Wissel(ingepakt=4, gelezen=4, onbereikbaar=1)


def test_a_delivery_after_the_change_meets_the_earlier_one(
    gebouwd: Settings, nieuw: Settings, oud: Path, tmp_path: Path
) -> None:
    wissel(nieuw, oud)
    content = d.files(jongere=[[NUMMERS[0], "bsn", "2007-01-01", "M", "", ""]],
                      verblijf=[[NUMMERS[0], "GM0310", "2007-01-01", "", ""]])  # fmt: skip
    d.write_zip(tmp_path / "in" / "later.zip", content, leveraar="GM0310")
    assert flow.run_intake(nieuw, tmp_path / "in")["vigerend"] == 1
    with connect(nieuw) as conn:
        row = conn.execute(
            "select count(distinct l.leveraar) from landing.jongere join register.levering as l"
            " using (levering_id) where pseudoniem = %s",
            [keys.pseudonymiser(nieuw).pseudonym(NUMMERS[0])[0]],
        ).fetchone()
    assert row == (2,)
