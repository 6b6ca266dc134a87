"""Dialects (spec: leveringen, section 4)."""

from __future__ import annotations

import io
from typing import Any

import pytest

from rizoom.intake.dialect import dialect_names, load_dialect, parse_dialect
from rizoom.intake.finding import Findings
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.intake.reader import Batch, Reading, read_table
from rizoom.intake.schema import TABLES, code_list
from rizoom.settings import Limits
from tests.intake.reading_cases import BSN, ROOT_KEY, header


def read(
    naam: str, tabel: str, data: bytes, codering: Any = "UTF-8"
) -> tuple[list[dict[str, object]], list[str], Reading]:
    """Rows as dicts, codes of the findings and the reading."""
    batches: list[Batch] = []
    findings = Findings()
    dialect = load_dialect(naam).tabellen[tabel]
    reading = read_table(
        io.BytesIO(data),
        codering,
        "x.csv",
        TABLES[tabel],
        dialect,
        Pseudonymiser(ROOT_KEY),
        findings,
        batches.append,
        Limits(),
    )
    names = ["regel", *(column.landing for column in TABLES[tabel].kolommen)]
    rows = [dict(zip(names, row, strict=True)) for batch in batches for row in batch.rows()]
    return rows, [f"{found.code} {found.kolom}" for found in findings.result()], reading


def test_the_shipped_dialects_load_and_map_to_codes_of_the_lists() -> None:
    assert dialect_names() == ("rizoom", "duo-verzuim", "voorbeeldpakket")
    for naam in dialect_names():
        dialect = load_dialect(naam)
        assert dialect.naam == naam and set(dialect.tabellen) == set(TABLES)
        for tabel, part in dialect.tabellen.items():
            for kolom, codes in part.codes.items():
                assert set(codes.values()) <= set(code_list(TABLES[tabel].kolom(kolom).lijst or ""))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("V3", "16U4W"),
        ("V4", "RMC18"),
        ("RMC", "RMC18"),
        ("L", "LUXE"),
        ("LRV", "LRV"),
        ("O", "OVERIG"),
        ("v3", "16U4W"),
    ],
)
def test_codes_of_the_register_only_in_its_dialect(theirs: str, ours: str) -> None:
    row = f"M1;{BSN[0]};00RO;VO;{theirs};11-9-2024;12-09-2024;1,5;N;;;G;;\n"
    data = f"{header('verzuimmelding')}\n{row}".encode()
    (mapped,), found, reading = read("duo-verzuim", "verzuimmelding", data)
    assert (mapped["soort"], mapped["begindatum"], mapped["einddatum"], mapped["uren"]) == (
        ours,
        "2024-09-11",
        "2024-09-12",
        "1.5",
    )
    assert found == [] and reading.datumvormen["begindatum"] == "D-M-JJJJ"
    (same,), _, _ = read("rizoom", "verzuimmelding", data)
    assert same["soort"] == (theirs if theirs != "v3" else "v3")


@pytest.mark.parametrize("written", ["344", "0344", "GM0344", "gm0344", "UTRECHT", " Utrecht "])
def test_municipalities_of_the_register(written: str) -> None:
    data = (
        f"PERSOONSNUMMER;GEMCODE;BEGINDATUM;EINDDATUM;REDEN_EINDE\n{BSN[0]};{written};1-2-2015;;\n".encode()
    )
    (row,), found, _ = read("duo-verzuim", "verblijf", data)
    assert row["gemeentecode"] == "GM0344" and found == []


def test_a_package_with_headings_codes_encoding_and_constants_of_its_own() -> None:
    data = (
        "BSN of onderwijsnr;Soort nummer;Geb.datum;M/V;Overleden op;Mutatiedatum\n"
        f"{BSN[0]};Burgerservicenummer;4-3-2012;Vrouw;;1-1-2025\n"
    ).encode("cp1252")
    (row,), found, reading = read("voorbeeldpakket", "jongere", data, "windows-1252")
    assert (row["nummersoort"], row["geboortedatum"], row["geslacht"], row["herkomst"]) == (
        "bsn",
        "2012-03-04",
        "V",
        "O",
    )
    assert found == [] and reading.koppen["geboortedatum"] == "Geb.datum"


def test_file_name_patterns() -> None:
    assert load_dialect("voorbeeldpakket").table_of("Leerlingen_2025.csv") == "jongere"
    assert load_dialect("rizoom").table_of("verblijf.csv") == "verblijf"
    assert load_dialect("rizoom").table_of("README.txt") is None


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"naam": "x", "tabelen": {}}, "tabelen"),
        ({"naam": "x", "tabellen": {"huisdier": {}}}, "huisdier"),
        ({"naam": "x", "tabellen": {"jongere": {"koppen": {"A": "leeftijd"}}}}, "leeftijd"),
        ({"naam": "x", "tabellen": {"jongere": {"codes": {"leeftijd": {}}}}}, "leeftijd"),
        ({"naam": "x", "standaard": {"datumvorm": "M/D/JJJJ"}}, "datumvorm"),
        ({"naam": "x", "standaard": {"booleans": {"ja": "yes"}}}, "booleans"),
        ({"naam": "x", "tabellen": {"jongere": {"codes": {"geslacht": {True: "M"}}}}}, "quotes"),
    ],
)
def test_a_wrong_dialect_says_what_is_wrong(raw: dict[str, Any], message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        parse_dialect(raw)


def test_an_unknown_dialect_is_no_path() -> None:
    with pytest.raises(ValueError, match="unknown"):
        load_dialect("../tabellen")
