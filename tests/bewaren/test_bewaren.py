"""Retention: the clock moves on, and what is past its term is found nowhere; counts and certificates stay."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest

from rizoom.bewaren import personen, stroom
from rizoom.bewaren.termijnen import TermijnError, termijnen
from rizoom.bewaren.verklaring import lijst
from rizoom.intake import flow, keys, rawstore
from rizoom.intake.receipt import public_key
from rizoom.intake.sealed import StoreError
from rizoom.national.flow import YearClosedError, build_year, years_to_build
from rizoom.reference import read_seed
from rizoom.settings import Settings
from rizoom.warehouse.binaries import find_binaries
from rizoom.warehouse.connect import connect, database_url
from tests.geplant import GEMEENTEN, NUMMERS, SCHOOLJAAR, geboren
from tests.intake import deliveries as d

DEFINITIEF = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NA_13_MAANDEN = date(2027, 4, 2)
JAREN_LATER = date(2040, 1, 1)


def dump(settings: Settings) -> bytes:
    """Everything in the database as text, with the programs of a version that fits the server."""
    with connect(settings) as conn:
        major = conn.info.server_version // 10000
    programs = next(b for b in find_binaries("") if b.version == major)
    command = [str(Path(programs["postgres"]).parent / "pg_dump"), "--dbname", database_url(settings)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def found_in(text: bytes, needles: Iterable[str]) -> int:
    """How many of these numbers and pseudonyms are in the text: in any run of nine digits, as any UUID."""
    runs = set(re.findall(rb"[0-9]{9,}", text))
    seen = {run[i : i + 9] for run in runs for i in range(len(run) - 8)}
    seen.update(re.findall(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))
    return len({needle.encode() for needle in needles} & seen)


def raw_plain(settings: Settings) -> list[bytes]:
    """Every raw delivery that can still be read."""
    with connect(settings) as conn:
        hashes = [row[0] for row in conn.execute("select sha256 from register.opslag")]
    plain = []
    for sha256 in hashes:
        try:
            with rawstore.open_object(settings, sha256) as stream:
                plain.append(stream.read())
        except StoreError:
            continue
    return plain


def publish_definitive(settings: Settings, when: datetime = DEFINITIEF, reeksen: int = 3) -> None:
    with connect(settings) as conn:
        for reeks in ("leerplichttelling", "vsv", "doorstroompunt")[:reeksen]:
            row = conn.execute(
                "insert into register.uitgave (reeks, schooljaar, volgnummer, status, gestart_door, map,"
                " manifest_sha256, invoer, controles) values (%s, %s, 1, 'definitief', 'anna', %s, %s, %s, '[]')"
                " returning uitgave_id",
                [reeks, SCHOOLJAAR, f"{reeks}/1", "0" * 64, "0" * 64],
            ).fetchone()
            assert row is not None
            conn.execute(
                "insert into register.uitgave_besluit (uitgave_id, besluit, door, op, reden)"
                " values (%s, 'goedgekeurd', 'bram', %s, 'akkoord')",
                [row[0], when],
            )


def counts(settings: Settings) -> list[tuple[object, ...]]:
    with connect(settings) as conn:
        return conn.execute(
            "select niveau, gebied, indicator, onderwijssoort_klasse, aantal"
            " from leerplichttelling.leerplichttelling order by 1, 2, 3, 4"
        ).fetchall()


def test_a_thousand_planted_numbers_are_found_nowhere_after_their_term(
    gebouwd: Settings, tmp_path: Path, server: Settings
) -> None:
    maker = keys.pseudonymiser(gebouwd)
    pseudonyms = [maker.pseudonym(number)[0] for number in NUMMERS]
    before = dump(gebouwd)
    zips = raw_plain(gebouwd)
    assert (len(zips), found_in(before, pseudonyms)) == (5, 1000), "planted well"
    assert found_in(before, NUMMERS) == 0, "no number was ever in the database"
    backup = tmp_path / "kopie-van-de-opslag"
    shutil.copytree(gebouwd.home / "ruw", backup)
    kept = counts(gebouwd)

    publish_definitive(gebouwd)
    assert stroom.vernietig_ruw(gebouwd, date(2027, 4, 1)) == 0, "not a day too early"
    assert stroom.vernietig_ruw(gebouwd, NA_13_MAANDEN) == 5
    assert stroom.ruim_personen_op(gebouwd, JAREN_LATER) == {SCHOOLJAAR: 1000}

    after = dump(gebouwd)
    assert found_in(after, pseudonyms) == 0
    files = [path for path in gebouwd.home.rglob("*") if path.is_file()]
    logs = [path for path in server.home.rglob("*.log") if path.is_file()]
    assert logs or server.warehouse_url, "of a server elsewhere we cannot see the log"
    for text in (after, *(path.read_bytes() for path in files + logs)):
        assert found_in(text, NUMMERS) == 0
        assert found_in(text, pseudonyms) == 0
    # copies of the encrypted files that somebody kept: nobody can open them, with the root key either
    shutil.copytree(backup, gebouwd.home / "ruw", dirs_exist_ok=True)
    assert raw_plain(gebouwd) == []
    assert counts(gebouwd) == kept
    assert kept
    assert years_to_build(gebouwd) == [], "the year is never built from what is left"
    with pytest.raises(YearClosedError):
        build_year(gebouwd, SCHOOLJAAR, volledig=True)
    assert counts(gebouwd) == kept


def test_wrapped_keys_leave_no_old_version_in_the_data_files(gebouwd: Settings) -> None:
    with connect(gebouwd) as conn:
        wrapped = [bytes(r[0]) for r in conn.execute("select ingepakte_sleutel from register.opslag")]
    publish_definitive(gebouwd)
    stroom.vernietig_ruw(gebouwd, NA_13_MAANDEN)
    with connect(gebouwd, autocommit=True) as conn:
        conn.execute("checkpoint")
        row = conn.execute("select pg_read_binary_file(pg_relation_filepath('register.opslag'))").fetchone()
    assert row is not None
    assert not any(key in row[0] for key in wrapped)
    assert len(wrapped) == 5


def test_every_destruction_has_a_signed_certificate_that_names_nobody(gebouwd: Settings) -> None:
    publish_definitive(gebouwd)
    stroom.vernietig_ruw(gebouwd, NA_13_MAANDEN)
    stroom.ruim_personen_op(gebouwd, JAREN_LATER)
    with connect(gebouwd) as conn:
        certificates = lijst(conn)
    assert sorted(c.soort for c in certificates) == ["personen"] + 5 * ["ruwe_levering"]
    assert all(c.klopt(public_key(gebouwd)) for c in certificates)
    forged = certificates[0].document.replace("maand", "jaar").replace("bytes", "Bytes")
    assert not type(certificates[0])("x", "y", forged, certificates[0].handtekening, "").klopt(
        public_key(gebouwd)
    )
    text = "".join(c.document for c in certificates).encode()
    maker = keys.pseudonymiser(gebouwd)
    assert found_in(text, [*NUMMERS, *(maker.pseudonym(n)[0] for n in NUMMERS)]) == 0
    with connect(gebouwd) as conn, pytest.raises(psycopg.errors.RaiseException):
        conn.execute("delete from bewaren.verklaring")


def test_running_again_destroys_and_certifies_nothing_twice(gebouwd: Settings) -> None:
    publish_definitive(gebouwd)
    for _ in range(2):
        stroom.vernietig_ruw(gebouwd, NA_13_MAANDEN)
        stroom.ruim_personen_op(gebouwd, JAREN_LATER)
    with connect(gebouwd) as conn:
        assert len(lijst(conn)) == 6


def test_a_crash_between_key_and_certificate_is_mended_by_the_next_run(gebouwd: Settings) -> None:
    publish_definitive(gebouwd)
    with connect(gebouwd) as conn:
        sha256 = [row[0] for row in conn.execute("select sha256 from register.opslag")]
        assert not lijst(conn)
    rawstore.destroy(gebouwd, sha256[0])  # and then the process died
    stroom.vernietig_ruw(gebouwd, date(2027, 1, 1))
    with connect(gebouwd) as conn:
        assert [c.onderwerp for c in lijst(conn)] == [sha256[0]]


def test_only_whose_term_is_over_goes(gebouwd: Settings) -> None:
    """On 1 July 2027 children born before July 2008 are 19; nobody of the regions is 29."""
    publish_definitive(gebouwd)
    today = date(2027, 7, 1)
    gone = [i for members in GEMEENTEN.values() for i in members if geboren(i) <= date(2008, 7, 1)]
    assert 0 < len(gone) < 600
    assert stroom.ruim_personen_op(gebouwd, today) == {SCHOOLJAAR: len(gone)}
    maker = keys.pseudonymiser(gebouwd)
    text = dump(gebouwd)
    assert found_in(text, [maker.pseudonym(NUMMERS[i])[0] for i in gone]) == 0
    stays = [maker.pseudonym(n)[0] for i, n in enumerate(NUMMERS) if i not in set(gone)]
    assert found_in(text, stays) == 1000 - len(gone)


@pytest.mark.parametrize(
    ("reeksen", "today", "destroyed"),
    [(2, date(2028, 7, 30), 0), (2, date(2028, 7, 31), 5), (0, date(2028, 7, 31), 5)],
)
def test_without_definitive_figures_of_every_series_the_utmost_term_counts(
    gebouwd: Settings, reeksen: int, today: date, destroyed: int
) -> None:
    publish_definitive(gebouwd, reeksen=reeksen)
    assert sum(stroom.plan(gebouwd, today).leveringen.values()) == destroyed
    assert stroom.vernietig_ruw(gebouwd, today) == destroyed


def test_a_rejected_delivery_goes_three_months_after_receipt(settings: Settings, tmp_path: Path) -> None:
    content = d.files()
    content["jongere.csv"] += b"123456789;bsn;2012-05-06;V;;\r\n"
    d.write_zip(tmp_path / "in" / "fout.zip", content)
    d.write_zip(tmp_path / "in" / "goed.zip", volgnummer=2)
    assert flow.run_intake(settings, tmp_path / "in") == {"afgekeurd": 1, "vigerend": 1}
    received = datetime.now(UTC).date()
    assert stroom.plan(settings, received).leveringen == {}
    later = received.replace(year=received.year + 1)
    with connect(settings) as conn:
        conn.execute("update register.levering set schooljaar = null where status = 'afgekeurd'")
    assert stroom.plan(settings, min(later, date(2028, 1, 1))).leveringen["ruwe_levering_afgewezen"] == 1


def test_a_table_that_is_added_tomorrow_is_cleared_too(gebouwd: Settings) -> None:
    with connect(gebouwd) as conn:
        conn.execute("create table intermediate.int_nieuw (schooljaar text, persoon uuid, iets text)")
        conn.execute(
            "insert into intermediate.int_nieuw select schooljaar, persoon, '' from intermediate.int_persoon"
        )
        assert ("intermediate", "int_nieuw", ("persoon",), True) in personen.person_tables(conn)
    publish_definitive(gebouwd)
    stroom.ruim_personen_op(gebouwd, JAREN_LATER)
    with connect(gebouwd) as conn:
        assert conn.execute("select count(*) from intermediate.int_nieuw").fetchone() == (0,)


def test_terms_have_a_ground_and_none_may_miss() -> None:
    rows = read_seed("bewaartermijn")
    assert all(term.grond for term in termijnen().values())
    with pytest.raises(TermijnError, match="persoon_leerplicht"):
        termijnen([row for row in rows if row["categorie"] != "persoon_leerplicht"])
    with pytest.raises(TermijnError, match="grond"):
        termijnen([row | {"grond": " "} for row in rows])
