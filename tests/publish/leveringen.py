"""The deliveries of the small country: known answers in ``test_uitgave``. Numbers are synthetic."""

from __future__ import annotations

import itertools
from pathlib import Path

from rizoom.intake.schema import KINDS, TABLES
from rizoom.synth.nummers import bsn_reeks
from tests.intake import deliveries as d

SCHOOLJAAR = "2024/2025"


VERZUIMER, LEERLING, BUUR, UITVALLER, BLIJVER = itertools.islice(bsn_reeks(999000), 5)


def _file(kind: str, **rows: list[list[str]]) -> dict[str, bytes]:
    """The obligatory files of a delivery, with these rows."""
    found = {}
    for tabel in KINDS[kind].verplicht:
        lines = [[column.naam for column in TABLES[tabel].kolommen], *rows.get(tabel, [])]
        found[f"{tabel}.csv"] = "".join(";".join(line) + "\r\n" for line in lines).encode()
    return found


def _school(bsn: str, soort: str, begin: str, einde: str = "", niveau: str = "") -> list[str]:
    vo, mbo = ("VWO", "") if soort == "VO" else ("", niveau)
    leerweg = "BOL" if soort == "MBO" else ""
    brin = "00GT" if soort == "MBO" else "00AH"
    reden = "eigen_verzoek" if einde else ""
    return [bsn, brin, "", "bekostigd", soort, "", vo, mbo, leerweg, "1", begin, einde, reden]


def utrecht(hersteld: bool = False) -> dict[str, bytes]:
    """One child that is enrolled, and one that is nowhere (``hersteld``: enrolled all year after all)."""
    enrolled = [_school(LEERLING, "VO", "2024-08-01")]
    if hersteld:
        enrolled.append(_school(VERZUIMER, "VO", "2024-08-01"))
    return _file(
        "leerplicht",
        jongere=[[b, "bsn", "2012-05-06", "V", "", ""] for b in (VERZUIMER, LEERLING)],
        verblijf=[[b, "GM0344", "2012-05-06", "", ""] for b in (VERZUIMER, LEERLING)],
        inschrijving=enrolled,
    )


def nieuwegein() -> dict[str, bytes]:
    return _file(
        "leerplicht",
        jongere=[[BUUR, "bsn", "2013-02-03", "M", "", ""]],
        verblijf=[[BUUR, "GM0356", "2013-02-03", "", ""]],
        inschrijving=[_school(BUUR, "VO", "2024-08-01")],
    )


def regio() -> dict[str, bytes]:
    """Two pupils of mbo level 2: one drops out, one stays."""
    return _file(
        "doorstroompunt",
        jongere=[[b, "bsn", "2006-03-04", "M", "", ""] for b in (UITVALLER, BLIJVER)],
        verblijf=[[b, "GM0344", "2006-03-04", "", ""] for b in (UITVALLER, BLIJVER)],
        inschrijving=[
            _school(UITVALLER, "MBO", "2023-08-01", "2025-02-01", "2"),
            _school(BLIJVER, "MBO", "2023-08-01", "", "2"),
        ],
        traject=[["T1", UITVALLER, "NIEUWE_VSV", "P_LEVERING", "2025-02-10", "2025-02-20", "2025-03-01",
                  "2025-03-05", "", "", "3"]],
    )  # fmt: skip


def schrijf_inbox(inbox: Path) -> None:
    """Two zips and a folder: a folder must be recomputable too."""
    d.write_zip(inbox / "utrecht.zip", utrecht())
    d.write_folder(inbox / "nieuwegein", nieuwegein(), leveraar="GM0356")
    d.write_zip(
        inbox / "regio.zip",
        regio(),
        soort="doorstroompunt",
        leveraar="RMC19",
        aangemaakt="2026-01-11T09:00:00+01:00",
    )


def herstel(path: Path) -> Path:
    """The corrected delivery of Utrecht."""
    return d.write_zip(path, utrecht(hersteld=True), volgnummer=2, aangemaakt="2026-02-01T10:00:00+01:00")
