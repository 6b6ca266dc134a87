"""The synthetic country: deliveries that obey the spec, the same bytes every time, truth that adds up."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from stdnum.nl import bsn, onderwijsnummer

from rizoom.settings import PROJECT_ROOT
from rizoom.synth import CountryTruth, compare, write_country
from rizoom.synth.zaken import TWEEJARIG, ZAKEN

TABELLEN = yaml.safe_load((PROJECT_ROOT / "src/rizoom/intake/tabellen.yaml").read_text(encoding="utf-8"))
Tabellen = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> CountryTruth:
    return write_country(
        tmp_path_factory.mktemp("land"), scale=0.001, seed=1, schooljaar="2024/2025", workers=1
    )


@pytest.fixture(scope="module")
def leveringen(land: CountryTruth) -> dict[str, tuple[dict[str, object], Tabellen]]:
    gelezen = {}
    for pad in land.leveringen:
        with zipfile.ZipFile(pad) as archief:
            envelop = json.loads(archief.read("levering.json"))
            tabellen: Tabellen = {}
            for bestand in envelop["bestanden"]:
                inhoud = archief.read(bestand["naam"])
                assert hashlib.sha256(inhoud).hexdigest() == bestand["sha256"]
                tekst = io.StringIO(inhoud.decode())
                tabellen[bestand["tabel"]] = list(csv.DictReader(tekst, delimiter=";"))
                assert len(tabellen[bestand["tabel"]]) == bestand["rijen"]
            gelezen[envelop["leveraar"]] = (envelop, tabellen)
    return gelezen


def waarheid(land: CountryTruth, naam: str) -> list[dict[str, str]]:
    with (land.waarheid / f"{naam}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_supplier_delivers_once_with_every_table_of_its_kind(leveringen):
    soorten = Counter(envelop["soort"] for envelop, _ in leveringen.values())
    assert soorten == {"leerplicht": 342, "doorstroompunt": 40}
    for envelop, tabellen in leveringen.values():
        verplicht = set(TABELLEN["soorten"][envelop["soort"]]["verplicht"])
        assert verplicht <= set(tabellen)
        assert set(tabellen) <= verplicht | set(TABELLEN["soorten"][envelop["soort"]]["optioneel"])


def test_required_columns_are_filled_and_keys_are_unique(leveringen):
    for leveraar, (_, tabellen) in leveringen.items():
        for tabel, rijen in tabellen.items():
            velden = TABELLEN["tabellen"][tabel]
            sleutel = [k for k, v in velden.items() if v.get("sleutel")]
            gezien = Counter(tuple(rij[k] for k in sleutel) for rij in rijen)
            assert max(gezien.values(), default=1) == 1, (leveraar, tabel)
            for rij in rijen:
                assert list(rij) == list(velden)
                assert all(rij[k] for k, v in velden.items() if v.get("verplicht")), (leveraar, tabel)


def test_numbers_pass_the_elfproef_and_belong_to_one_birth_date(leveringen):
    geboren = defaultdict(set)
    for _, tabellen in leveringen.values():
        for rij in tabellen["jongere"]:
            toets = bsn if rij["nummersoort"] == "bsn" else onderwijsnummer
            assert toets.is_valid(rij["persoonsnummer"])
            assert rij["nummersoort"] != "bsn" or rij["persoonsnummer"].startswith("99")
            geboren[rij["persoonsnummer"]].add(rij["geboortedatum"])
    assert all(len(dagen) == 1 for dagen in geboren.values())


def test_child_rows_have_a_person_and_a_spell_of_the_supplier(leveringen, land):
    from rizoom.reference import region_of

    for leveraar, (_, tabellen) in leveringen.items():
        personen = {rij["persoonsnummer"] for rij in tabellen["jongere"]}
        for tabel, rijen in tabellen.items():
            if tabel not in ("jongere", "koppeling", "opgave"):
                assert {rij["persoonsnummer"] for rij in rijen} <= personen, (leveraar, tabel)
        eigen = {
            rij["persoonsnummer"]
            for rij in tabellen["verblijf"]
            if leveraar in (rij["gemeentecode"], region_of(rij["gemeentecode"], date(2025, 7, 31)))
        }
        assert eigen == personen, leveraar


def test_periods_are_in_order_and_residence_does_not_overlap(leveringen):
    for leveraar, (_, tabellen) in leveringen.items():
        for rijen in tabellen.values():
            for rij in rijen:
                if rij.get("einddatum") and rij.get("begindatum"):
                    assert rij["begindatum"] <= rij["einddatum"]
                if rij.get("begindatum"):
                    assert rij["begindatum"] <= "2026-07-31"
        spells = defaultdict(list)
        for rij in tabellen["verblijf"]:
            spells[rij["persoonsnummer"]].append((rij["begindatum"], rij["einddatum"] or "9999"))
        for reeks in spells.values():
            reeks.sort()
            assert all(a[1] < b[0] for a, b in pairwise(reeks)), leveraar


def test_enrolment_columns_belong_to_their_row(leveringen):
    for _, tabellen in leveringen.values():
        for rij in tabellen["inschrijving"]:
            soort = rij["onderwijssoort"]
            assert bool(rij["mbo_niveau"]) == (soort == "MBO")
            assert not rij["vo_niveau"] or soort == "VO"
            assert not rij["uitstroomprofiel"] or soort == "VSO"
            assert rij["brin"] != "NBI" or rij["schoolsoort"] == "nbi"
            assert rij["brin"] != "BUITENLAND" or rij["schoolsoort"] == "buitenland"


def test_every_template_has_persons_even_in_the_smallest_country(land):
    assert {naam for naam, n in land.regels.items() if n > 0} == {*ZAKEN, "gewoon"}
    assert len(ZAKEN) > 250


def test_the_same_arguments_give_the_same_bytes_with_any_number_of_workers(land, tmp_path):
    nog_eens = write_country(tmp_path, scale=0.001, seed=1, schooljaar="2024/2025", workers=2)
    assert [p.name for p in nog_eens.leveringen] == [p.name for p in land.leveringen]
    for een, twee in zip(land.leveringen, nog_eens.leveringen, strict=True):
        assert een.read_bytes() == twee.read_bytes(), een.name
    for pad in sorted(land.waarheid.glob("*.csv")):
        assert pad.read_bytes() == (nog_eens.waarheid / pad.name).read_bytes(), pad.name


def test_truth_keeps_the_invariants_of_the_definitions(land):
    aantal: dict[tuple[str, str, str], int] = defaultdict(int)
    dubbel: dict[tuple[str, str, str], int] = {}
    niveaus = {}
    for rij in waarheid(land, "leerplichttelling"):
        sleutel = (rij["gebied"], rij["indicator"], rij["onderwijssoort_klasse"])
        aantal[sleutel] = int(rij["aantal"])
        dubbel[sleutel] = int(rij["dubbel_geteld"])
        niveaus[rij["gebied"]] = rij["niveau"]
    klassen = {k for _, _, k in aantal}
    indicatoren = {i for _, i, _ in aantal}
    for gebied in niveaus:
        for k in klassen:
            n = {i: aantal[(gebied, i, k)] for i in indicatoren}
            for deel in ("AV_GT3M", "AV_OPGELOST", "AV_OPEN", "AV_UIT_BEELD"):
                assert n[deel] <= n["AV_TOTAAL"]
            assert n["AV_POTENTIEEL"] == n["AV_TOTAAL"] + n["AV_GECORRIGEERD"]
            assert n["RV_HERHAALD"] <= n["RV_16U"]
            assert n["LRV_TOTAAL"] == n["LRV_BEGIN"] + n["LRV_NIEUW"]
            for deel in ("LRV_GT3M", "LRV_OPEN", "LRV_TERUGGELEID"):
                assert n[deel] <= n["LRV_TOTAAL"]
            assert n["TELPLICHTIG"] == n["LEERPLICHTIG"] + n["KWALIFICATIEPLICHTIG"]
    for indicator in indicatoren:
        for gebied in niveaus:
            delen = sum(aantal[(gebied, indicator, k)] for k in klassen - {"TOTAAL"})
            assert delen == aantal[(gebied, indicator, "TOTAAL")], (gebied, indicator)
        gemeenten = sum(
            aantal[(g, indicator, "TOTAAL")] for g, niveau in niveaus.items() if niveau == "gemeente"
        )
        sleutel = ("NL", indicator, "TOTAAL")
        assert aantal[sleutel] + dubbel[sleutel] == gemeenten
    assert dubbel[("NL", "AV_TOTAAL", "TOTAAL")] > 0


def test_vsv_outcomes_add_up_and_scenarios_stay_below_the_rule(land):
    for rij in waarheid(land, "vsv"):
        uitkomsten = [int(v) for k, v in rij.items() if k[:2] in ("b_", "c_", "d_") or k == "vsv"]
        assert sum(uitkomsten) == int(rij["A"])
        assert int(rij["X"]) <= int(rij["N"]) == int(rij["A"]) - int(rij["B"])
    over: dict[str, dict[str, int]] = defaultdict(dict)
    for rij in waarheid(land, "vsv_scenario"):
        over[rij["gebied"]][rij["scenario"]] = int(rij["over"])
    for n in over.values():
        assert n["SALL"] <= min(n["S28"], n["S29"], n["S30"]) <= max(n.values())
    assert over["NL"]["SALL"] < over["NL"]["S28"] < over["NL"]["S27"]


def test_a_missing_supplier_has_empty_figures(tmp_path):
    land = write_country(
        tmp_path,
        scale=0.0002,
        seed=2,
        schooljaar="2024/2025",
        workers=1,
        ontbreekt=frozenset({"GM0363", "RMC01"}),
    )
    namen = " ".join(pad.name for pad in land.leveringen)
    assert "GM0363" not in namen and "RMC01" not in namen
    amsterdam = [r for r in waarheid(land, "leerplichttelling") if r["gebied"] == "GM0363"]
    assert {(r["aantal"], r["status"]) for r in amsterdam} == {("", "ontbreekt")}
    assert [r["status"] for r in waarheid(land, "dekking") if r["gebied"] == "NL"] == ["onvolledig"]
    vsv = [r for r in waarheid(land, "vsv") if r["gebied"] == "RMC01"]
    assert [(r["A"], r["status"]) for r in vsv] == [("", "ontbreekt")]


def test_persons_go_on_into_the_second_year(tmp_path):
    """Same number, birth date, home and schools; who was 26 is gone, and every template over two years is there."""
    land = write_country(tmp_path, scale=0.0002, seed=4, schooljaar="2024/2025", years=2, workers=1)
    rijen: dict[str, dict[str, set[tuple[str, ...]]]] = defaultdict(lambda: defaultdict(set))
    for pad in land.leveringen:
        jaar = "2023" if "2023-2024" in pad.name else "2024"
        with zipfile.ZipFile(pad) as archief:
            for tabel in ("jongere", "verblijf", "inschrijving"):
                regels = csv.reader(io.StringIO(archief.read(f"{tabel}.csv").decode()), delimiter=";")
                rijen[jaar][tabel].update(tuple(rij) for rij in list(regels)[1:])
    geboren = {jaar: {rij[0]: rij[2] for rij in tabellen["jongere"]} for jaar, tabellen in rijen.items()}
    beide = geboren["2023"].keys() & geboren["2024"].keys()
    assert len(beide) > 1200
    assert all(geboren["2023"][nummer] == geboren["2024"][nummer] for nummer in beide)
    for tabel, lopend in (("verblijf", 3), ("inschrijving", 11)):
        open_eerst = {rij[:2] for rij in rijen["2023"][tabel] if rij[0] in beide and not rij[lopend]}
        later = {rij[:2] for rij in rijen["2024"][tabel]}
        assert open_eerst and len(open_eerst - later) < 0.02 * len(open_eerst), tabel
    assert {naam for naam in TWEEJARIG if land.regels.get(naam)} == set(TWEEJARIG)
    assert any(naam.endswith("_blijft_weg") for naam in land.regels)
    assert land.eerder is not None
    assert {pad.name for pad in land.eerder.glob("*.csv")} == {
        pad.name for pad in land.waarheid.glob("*.csv")
    }


def test_compare_finds_every_kind_of_difference(land, tmp_path):
    assert compare(land.waarheid, land.waarheid) == []
    for pad in land.waarheid.glob("*.csv"):
        (tmp_path / pad.name).write_bytes(pad.read_bytes())
    stromen = (land.waarheid / "stromen.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "stromen.csv").write_text(
        "\n".join(
            [*stromen[:-1], "2024/2025,gemeente,GM9999,lrv,lrv,1", "2024/2025,gemeente,GM9998,lrv,lrv,0", ""]
        ),
        encoding="utf-8",
    )
    dekking = (land.waarheid / "dekking.csv").read_text(encoding="utf-8")
    (tmp_path / "dekking.csv").write_text(dekking.replace("100.00", "99.00", 1), encoding="utf-8")
    (tmp_path / "vsv.csv").unlink()
    gevonden = compare(land.waarheid, tmp_path)
    assert [(v.bestand, v.verwacht, v.gevonden) for v in gevonden] == [
        ("dekking", "100.00", "99.00"),
        ("stromen", None, "rij"),
        ("stromen", "rij", None),
        ("vsv", "bestand", None),
    ]


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        ({"scale": 0}, "above zero"),
        ({"schooljaar": "2024/2026"}, "not a school year"),
        ({"schooljaar": "2022/2023"}, "change during"),
        ({"ontbreekt": frozenset({"GM9999"})}, "unknown suppliers"),
        ({"years": 3}, "one or two"),
        ({"years": 2, "schooljaar": "2023/2024"}, "change during"),
    ],
)
def test_wrong_arguments_are_refused(tmp_path: Path, velden, melding):
    goed = {"scale": 0.001, "seed": 1, "schooljaar": "2024/2025"}
    with pytest.raises(ValueError, match=melding):
        write_country(tmp_path, **{**goed, **velden})
