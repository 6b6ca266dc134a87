"""Totals that stand out: against municipalities of equal size, the year before, the opgave."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from rizoom.national.dbt import run_dbt
from rizoom.national.findings import write_national_findings
from rizoom.national.flow import freeze_deliveries
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect
from tests.conftest import copy_database, drop_database

NU, VORIG = "2024/2025", "2023/2024"
#: Ten municipalities with 2,500 to 5,000 children of 5-17 come first; then one of another size.
PEERS = 10


@pytest.fixture(scope="module")
def found(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    """Findings on counts that are put in the tables as a build would have left them."""
    settings = copy_database(seeded, tmp_path_factory.mktemp("cijfers"))
    with connect(settings) as conn:
        conn.execute("insert into register.bereik values (%s, '2025-1', true)", [NU])
        conn.execute("select landing.zorg_voor_jaar(%s)", [NU])
        ids = [_deliver(conn, code) for code in _municipalities(conn)]
        _people(conn, ids)
    run_dbt(settings, ["run", "--select", "+landelijke_bevinding"])
    with connect(settings) as conn:
        _count(conn)
    run_dbt(
        settings,
        ["run", "--select", "opgave_verschil", "int_cijfer_gemeente", "path:models/intermediate/bevindingen"],
    )
    with connect(settings) as conn:
        write_national_findings(conn, NU)
        conn.commit()
        yield conn
    drop_database(settings)


def _municipalities(conn: psycopg.Connection) -> list[str]:
    query = """
        select b.gemeentecode from referentie.bevolking_groep as b
        inner join referentie.gemeente as g on g.gemeentecode = b.gemeentecode
        where date '2025-07-31' >= coalesce(g.geldig_van, '-infinity')
            and date '2025-07-31' <= coalesce(g.geldig_tot, 'infinity')
            and b.inwoners_5_17 between {}
        order by b.gemeentecode limit {}
    """
    same = conn.execute(query.format("2500 and 4999", PEERS).encode()).fetchall()
    other = conn.execute(query.format("20000 and 900000", 1).encode()).fetchall()
    return [row[0] for row in same + other]


def _deliver(conn: psycopg.Connection, code: str) -> int:
    row = conn.execute(
        "insert into register.levering (sha256, ontvangstnummer, vorm, bytes, status, soort, schooljaar,"
        " leveraar, volgnummer, aangemaakt) values (%(sha)s, %(c)s, 'zip', 1,"
        " 'vigerend', 'leerplicht', %(j)s, %(c)s, 1, '2025-10-05T09:00:00Z') returning levering_id",
        {"c": code, "j": NU, "sha": hashlib.sha256(code.encode()).hexdigest()},
    ).fetchone()
    assert row is not None
    conn.execute("insert into register.vigerend values ('leerplicht', %s, %s, %s)", [code, NU, row[0]])
    freeze_deliveries(conn)
    conn.execute(
        "insert into landing.opgave (levering_id, schooljaar, regel, indicator, onderwijssoort_klasse,"
        " aantal) values (%s, %s, 2, 'RV_LUXE', 'TOTAAL', '3')",
        [row[0], NU],
    )
    return int(row[0])


def _people(conn: psycopg.Connection, ids: list[int]) -> None:
    """One child with two birth dates at the first two suppliers, one who moved and was not let go."""
    disputed, moved = uuid.uuid5(uuid.NAMESPACE_OID, "omstreden"), uuid.uuid5(uuid.NAMESPACE_OID, "verhuisd")
    codes = _municipalities(conn)
    for number, levering_id in enumerate(ids[:2]):
        for regel, (person, born) in enumerate(
            [(disputed, f"2014-05-0{1 + number}"), (moved, "2013-03-03")], 2
        ):
            conn.execute(
                "insert into landing.jongere (levering_id, schooljaar, regel, pseudoniem, nummersoort, geboortedatum,"
                " geslacht) values (%s, %s, %s, %s, 'bsn', %s, 'V')",
                [levering_id, NU, regel, person, born],
            )
            begin = "2025-02-01" if number else "2015-01-01"
            conn.execute(
                "insert into landing.verblijf (levering_id, schooljaar, regel, pseudoniem, gemeentecode, begindatum)"
                " values (%s, %s, %s, %s, %s, %s)",
                [levering_id, NU, regel, person, codes[number], begin],
            )


def _count(conn: psycopg.Connection) -> None:
    """RV_16U is 10, 11, 12, ... per 1,000 children and 40 in the last peer; RV_LUXE is 3 everywhere."""
    conn.execute("delete from leerplichttelling.leerplichttelling")
    insert = (
        "insert into leerplichttelling.leerplichttelling (schooljaar, definitieset, niveau, gebied,"
        " indicator, onderwijssoort_klasse, aantal, dubbel_geteld, status)"
        " values (%s, '2025-1', 'gemeente', %s, %s, 'TOTAAL', %s, 0, 'volledig')"
    )
    codes = _municipalities(conn)
    for number, code in enumerate(codes):
        row = conn.execute(
            "select inwoners_5_17 from referentie.bevolking_groep where gemeentecode = %s", [code]
        ).fetchone()
        assert row is not None
        promille = 40 if number == PEERS - 1 else 400 if number == PEERS else 10 + number
        conn.execute(insert, [NU, code, "RV_16U", round(row[0] * promille / 1000)])
        conn.execute(insert, [NU, code, "RV_LUXE", 4 if number == 2 else 3])
    # the year before: exactly a factor 2 is not more than a factor 2; 1 to 4 is too few to say anything
    for code, indicator, nu, vorig in (
        (codes[0], "PV_LUXE", 10, 5),
        (codes[0], "LRV_TOTAAL", 11, 5),
        (codes[1], "LRV_TOTAAL", 4, 9),
        (codes[1], "PV_LUXE", 4, 1),
        (codes[2], "LRV_TOTAAL", 6, 0),
    ):
        conn.execute(insert, [NU, code, indicator, nu])
        conn.execute(insert, [VORIG, code, indicator, vorig])


def _hits(conn: psycopg.Connection, code: str) -> list[tuple[str, str]]:
    return conn.execute(
        "select l.leveraar, b.melding from register.bevinding as b inner join register.levering as l"
        " on l.levering_id = b.levering_id where b.code = %s and b.herkomst = 'landelijk' order by 1, 2",
        [code],
    ).fetchall()


def test_only_the_outlier_among_its_peers(found: psycopg.Connection) -> None:
    outlier = _municipalities(found)[PEERS - 1]
    hits = _hits(found, "LP-NAT-AFWIJKING")
    assert [leveraar for leveraar, _ in hits] == [outlier]
    assert hits[0][1].startswith("RV_16U is ")


def test_more_than_a_factor_2_from_the_year_before(found: psycopg.Connection) -> None:
    codes = _municipalities(found)
    hits = [(leveraar, melding.split(";")[0]) for leveraar, melding in _hits(found, "LP-NAT-FACTOR-2")]
    assert hits == sorted(
        [
            (codes[0], "LRV_TOTAAL is 11 en was vorig schooljaar 5"),
            (codes[1], "LRV_TOTAAL is 4 en was vorig schooljaar 9"),
            (codes[2], "LRV_TOTAAL is 6 en was vorig schooljaar 0"),
        ]
    )


def test_opgave_that_differs(found: psycopg.Connection) -> None:
    hits = _hits(found, "LP-NAT-OPGAVE")
    assert [leveraar for leveraar, _ in hits] == [_municipalities(found)[2]]
    assert "is 3, berekend is 4" in hits[0][1]


def test_a_number_with_two_birth_dates_is_told_to_all_its_suppliers(found: psycopg.Connection) -> None:
    rows = found.execute(
        "select l.leveraar, b.tabel, b.regel, b.kolom from register.bevinding as b"
        " inner join register.levering as l on l.levering_id = b.levering_id"
        " where b.code = 'LP-NAT-GEBOORTEDATUM' order by 1"
    ).fetchall()
    assert rows == [(code, "jongere", 2, "geboortedatum") for code in _municipalities(found)[:2]]


def test_a_move_that_was_not_closed_is_told_to_both(found: psycopg.Connection) -> None:
    rows = found.execute(
        "select l.leveraar, b.tabel, b.regel, b.kolom from register.bevinding as b"
        " inner join register.levering as l on l.levering_id = b.levering_id"
        " where b.code = 'LP-NAT-VERHUIZING' and b.regel = 3 order by 1"
    ).fetchall()
    first, second = _municipalities(found)[:2]
    assert rows == [(first, "verblijf", 3, "einddatum"), (second, "verblijf", 3, "begindatum")]
