"""A draft of a dialect from a sample, and a dialect of one's own in a folder."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from rizoom.cli import app
from rizoom.intake.archive import open_archive
from rizoom.intake.delivery import Checked, check_delivery
from rizoom.intake.dialect import dialect_names, load_dialect, parse_dialect
from rizoom.intake.dialect_scaffold import scaffold
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.settings import Limits, Settings
from tests.intake.deliveries import BSN, delivery, files, write_zip, zip_bytes

JONGERE = (
    "Persoonsnummer;Nummer soort;Geboorte-datum;Geslacht;Leerlingnaam\r\n"
    f"{BSN};BSN;20120506;v;Jansen\r\n{BSN};BSN;20110101;onbekend;De Vries\r\n"
).encode("cp1252")


def draft(content: dict[str, bytes]) -> tuple[dict[str, object], tuple[str, ...], str]:
    with open_archive(io.BytesIO(zip_bytes(content)), Limits()) as archive:
        made = scaffold(archive, "mijnpakket")
    return yaml.safe_load(made.yaml), made.open, made.yaml


def test_what_can_be_mapped_is_and_the_rest_is_named() -> None:
    raw, still_open, text = draft({"jongere_2025.csv": JONGERE})
    jongere = parse_dialect(raw).tabellen["jongere"]
    assert jongere.bestand == "jongere_*.csv" and jongere.datumvorm == "JJJJMMDD"
    assert jongere.koppen["nummer soort"] == "nummersoort"
    assert jongere.koppen["geboorte-datum"] == "geboortedatum"
    assert "jongere: de kolom 'Leerlingnaam' hoort bij geen kolom" in still_open
    assert "jongere: niets gevonden voor de kolom herkomst" in still_open
    assert any("de code 'onbekend' is onbekend; kies uit M, V, X, O" in line for line in still_open)
    assert "geen bestand gevonden voor de tabel verblijf" in still_open
    # nothing of a person: no number, no name, no birth date
    assert not any(secret in text for secret in (BSN, "Jansen", "2012"))


def test_a_sample_of_rizoom_itself_maps_completely() -> None:
    raw, still_open, _ = draft(files())
    tabellen = raw["tabellen"]
    assert isinstance(tabellen, dict) and set(tabellen) == {n.removesuffix(".csv") for n in files()}
    assert all(set(own) == {"bestand"} for own in tabellen.values())
    assert {line.split()[0] for line in still_open} == {"geen"}


def test_a_dialect_of_ones_own_reads_a_delivery(tmp_path: Path) -> None:
    raw, _, _ = draft({"jongere.csv": JONGERE})
    jongere = raw["tabellen"]["jongere"]  # type: ignore[index]
    jongere["codes"] = {"geslacht": {"onbekend": "O"}}
    jongere["constanten"] = {"herkomst": "", "datum_overlijden": ""}
    jongere["negeren"] = ["Leerlingnaam"]
    (tmp_path / "mijnpakket.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    settings = replace(Settings(home=tmp_path), dialects=tmp_path)
    content = files() | {"jongere.csv": JONGERE}
    data = zip_bytes(delivery(content, dialect="MijnPakket"))
    with open_archive(io.BytesIO(data), Limits()) as archive:
        result = check_delivery(archive, settings, Pseudonymiser(b"\x01" * 32))
    assert isinstance(result, Checked)
    assert [f.code for f in result.findings if f.ernst == "fout"] == []
    # a shipped name cannot be taken over
    (tmp_path / "duo-verzuim.yaml").write_text("naam: x", encoding="utf-8")
    assert load_dialect("duo-verzuim", tmp_path).naam == "duo-verzuim"
    assert dialect_names(tmp_path)[0] == "rizoom" and "mijnpakket" in dialect_names(tmp_path)


def test_command(tmp_path: Path) -> None:
    sample = write_zip(tmp_path / "voorbeeld.zip")
    target = tmp_path / "dialecten" / "nieuw.yaml"
    result = CliRunner().invoke(app, ["levering", "dialect", "nieuw", str(sample), "--uit", str(target)])
    assert result.exit_code == 0, result.output
    assert load_dialect("nieuw", target.parent).naam == "nieuw"
    assert CliRunner().invoke(app, ["levering", "dialect", "../x", str(sample)]).exit_code == 2


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b'"open\n', b"\n" * 10, b"x" * 70_000])
def test_a_strange_sample_is_no_crash(data: bytes) -> None:
    _, still_open, _ = draft({"vreemd.csv": data})
    assert still_open
