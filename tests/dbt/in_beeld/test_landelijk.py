"""Matching over all deliveries and attendance, on a small country with answers known by construction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import psycopg
import pytest

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

from .leveringen import Row, bouw, lever, pseudoniem

MODELLEN = ("aanwezigheid", "landelijke_bevinding", "signalen", "jongeren_in_beeld")
PERSOONSTABELLEN = (
    "in_beeld.jongere_in_beeld",
    "in_beeld.jongeren_in_beeld",
    "in_beeld.verdwenen_bij_verhuizing",
    "in_beeld.dubbel",
    "in_beeld.signalen",
    "aanwezigheid.aanwezigheid",
    "intermediate.int_aanwezigheid",
    "intermediate.int_toestand",
    "intermediate.int_verblijf_eigen",
)


def _jongeren(*namen: str) -> list[Row]:
    return [
        {"persoon": n, "nummersoort": "bsn", "geboortedatum": "2014-05-20", "geslacht": "V"} for n in namen
    ]


def _verblijf(naam: str, gemeente: str, begin: str, einde: str | None = None) -> Row:
    reden = "verhuisd_binnenland" if einde else None
    return {
        "persoon": naam,
        "gemeentecode": gemeente,
        "begindatum": begin,
        "einddatum": einde,
        "reden_einde": reden,
    }


def _week(naam: str, maandag: str, aanwezig: int, geoorloofd: int = 0) -> Row:
    return {
        "persoon": naam,
        "week_begin": maandag,
        "brin": "03LX",
        "uren_rooster": "20",
        "uren_aanwezig": str(aanwezig),
        "uren_geoorloofd": str(geoorloofd),
        "uren_ongeoorloofd": str(20 - aanwezig - geoorloofd),
    }


def _utrecht(conn: psycopg.Connection) -> int:
    """Deliver Utrecht: blijft stays; verhuist moves to Nieuwegein on Monday 9 September; weg leaves for
    Nieuwegein, zoek for nowhere that is named; dubbel is claimed by Nieuwegein too."""
    verblijf = [
        _verblijf("blijft", "GM0344", "2014-05-20"),
        _verblijf("verhuist", "GM0344", "2014-05-20", "2024-09-08"),
        _verblijf("weg", "GM0344", "2014-05-20", "2025-01-31"),
        _verblijf("weg", "GM0356", "2025-02-01"),
        _verblijf("zoek", "GM0344", "2014-05-20", "2025-01-31"),
        _verblijf("dubbel", "GM0344", "2014-05-20"),
    ]
    weken = [
        _week("blijft", "2024-09-02", 20),
        _week("blijft", "2024-09-09", 8, 12),
        _week("verhuist", "2024-09-02", 20),
        _week("verhuist", "2024-09-09", 20),  # lives elsewhere by then: counts nowhere
    ]
    jongeren = _jongeren("blijft", "verhuist", "weg", "zoek", "dubbel")
    return lever(
        conn,
        "GM0344",
        "2025-11-01T10:00:00+01:00",
        {"jongere": jongeren, "verblijf": verblijf, "aanwezigheid": weken},
    )


def _nieuwegein(conn: psycopg.Connection, aangemaakt: str, met_weg: bool) -> int:
    namen = ["verhuist", "dubbel"] + (["weg"] if met_weg else [])
    verblijf = [_verblijf("verhuist", "GM0356", "2024-09-09"), _verblijf("dubbel", "GM0356", "2025-03-01")]
    if met_weg:
        verblijf.append(_verblijf("weg", "GM0356", "2025-02-01"))
    weken = [_week("verhuist", "2024-09-02", 0), _week("verhuist", "2024-09-09", 14)]
    return lever(
        conn,
        "GM0356",
        aangemaakt,
        {"jongere": _jongeren(*namen), "verblijf": verblijf, "aanwezigheid": weken},
    )


def _aanwezigheid(
    conn: psycopg.Connection, gebied: str, periode: str, begin: str
) -> tuple[object, ...] | None:
    return conn.execute(
        "select leerlingen, uren_rooster, aanwezigheid_pct, geoorloofd_pct, onder_90_pct, onder_50_pct,"
        " status from aanwezigheid.aanwezigheid where gebied = %s and periode = %s and begindatum = %s"
        " and onderwijssoort = 'TOTAAL' and leeftijd = 'TOTAAL'",
        (gebied, periode, begin),
    ).fetchone()


def _inhoud(conn: psycopg.Connection, tabellen: Sequence[str]) -> dict[str, list[str]]:
    return {
        tabel: [r[0] for r in conn.execute(f"select rij::text from {tabel} as rij order by rij::text")]
        for tabel in tabellen
    }


@pytest.fixture
def conn(seeded_settings: Settings) -> Iterator[psycopg.Connection]:
    with connect(seeded_settings) as connection:
        yield connection


def test_verhuizing_dubbel_en_aanwezigheid(seeded_settings: Settings, conn: psycopg.Connection) -> None:
    """Vanished, unknown, double; attendance where the pupil lives; a partial build equals a full one."""
    settings = seeded_settings
    utrecht = _utrecht(conn)
    nieuwegein = _nieuwegein(conn, "2025-11-02T10:00:00+01:00", met_weg=False)
    bouw(settings, conn, MODELLEN)

    vertrokken = conn.execute(
        "select persoon, bestemming, uitkomst from in_beeld.verdwenen_bij_verhuizing"
    ).fetchall()
    assert sorted(vertrokken, key=str) == sorted(
        [(pseudoniem("weg"), "GM0356", "verdwenen"), (pseudoniem("zoek"), None, "onbekend")], key=str
    )
    dubbel = conn.execute(
        "select gemeentecode, andere_gemeente, eerste_dag::text, laatste_dag::text, persoon"
        " from in_beeld.dubbel order by 1"
    ).fetchall()
    assert dubbel == [
        ("GM0344", "GM0356", "2025-03-01", "2025-10-01", pseudoniem("dubbel")),
        ("GM0356", "GM0344", "2025-03-01", "2025-10-01", pseudoniem("dubbel")),
    ]
    bevindingen = conn.execute(
        "select levering_id, code, regel from intermediate.landelijke_bevinding"
        " where code ~ 'DUBBEL|VERDWENEN' order by 1, 2"
    ).fetchall()
    assert bevindingen == [
        (utrecht, "LP-NAT-DUBBEL", 7),
        (utrecht, "LP-NAT-VERDWENEN", 4),
        (nieuwegein, "LP-NAT-DUBBEL", 3),
        (nieuwegein, "LP-NAT-VERDWENEN-HIERHEEN", None),
    ]

    d = Decimal
    week1 = (2, d(40), d("100.00"), d("0.00"), d("0.00"), d("0.00"), "onvolledig")
    week2 = (2, d(40), d("55.00"), d("30.00"), d("100.00"), d("50.00"), "onvolledig")
    maand = (2, d(80), d("77.50"), d("15.00"), d("100.00"), d("0.00"), "onvolledig")
    assert _aanwezigheid(conn, "RMC19", "week", "2024-09-02") == week1
    assert _aanwezigheid(conn, "RMC19", "week", "2024-09-09") == week2
    assert _aanwezigheid(conn, "RMC19", "maand", "2024-09-01") == maand
    assert _aanwezigheid(conn, "RMC19", "schooljaar", "2024-08-01") == maand
    utrecht_maand = (2, d(60), d("80.00"), d("20.00"), d("50.00"), d("0.00"), "volledig")
    assert _aanwezigheid(conn, "GM0344", "maand", "2024-09-01") == utrecht_maand
    ontbreekt = (None, None, None, None, None, None, "ontbreekt")
    assert _aanwezigheid(conn, "GM0599", "schooljaar", "2024-08-01") == ontbreekt
    signalen = conn.execute(
        "select persoon, waarde from in_beeld.signalen where signaal = 'ziekteverzuim'"
    ).fetchall()
    assert signalen == [(pseudoniem("blijft"), d("30.00"))]

    # Nieuwegein delivers again and now has the child that had vanished.
    conn.execute(
        "insert into register.opbouw (schooljaar, compleet, parameters) values ('2024/2025', true, '{}')"
    )
    conn.execute(
        "insert into register.opbouw_identiteit (schooljaar, pseudoniem, leveraar, persoon)"
        " select '2024/2025', pseudoniem, leveraar, persoon from intermediate.int_identiteit"
    )
    nieuw = _nieuwegein(conn, "2025-11-03T10:00:00+01:00", met_weg=True)
    bouw(settings, conn, MODELLEN, gewijzigd=(nieuwegein, nieuw))
    uitkomsten = conn.execute("select persoon, uitkomst from in_beeld.verdwenen_bij_verhuizing").fetchall()
    assert uitkomsten == [(pseudoniem("zoek"), "onbekend")]
    gedeeltelijk = _inhoud(conn, PERSOONSTABELLEN)
    bouw(settings, conn, MODELLEN)
    assert _inhoud(conn, PERSOONSTABELLEN) == gedeeltelijk
