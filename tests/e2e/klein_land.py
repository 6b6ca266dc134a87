"""A small country at random: five municipalities' worth of messy lives, delivered by six suppliers in versions.

Every supplier knows its own part of a life, and not always the same as its neighbours. Epochs change lives;
a delivery shows the epoch in which it was made. The same seed gives the same deliveries.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from rizoom.intake.schema import KINDS, TABLES
from rizoom.synth.nummers import bsn_reeks, onderwijsnummer
from tests.intake.deliveries import write_zip

JAAR = "2024/2025"
REGIO = {"GM0344": "RMC19", "GM0356": "RMC19", "GM0310": "RMC19", "GM0363": "RMC21"}
HORIZON = date(2025, 10, 1)
# supplier -> epoch in which each volgnummer was made; GM0310 delivers for the first time in epoch 1
VERSIES = {
    "GM0344": (0, 1, 2, 3),
    "GM0356": (0, 2),
    "GM0310": (1, 3),
    "GM0363": (0, 2),
    "RMC19": (0, 1, 3),
    "RMC21": (0,),
}
Rijen = dict[str, list[dict[str, object]]]


@dataclass
class Boek:
    """Rows per supplier and table while they are written."""

    rijen: dict[str, Rijen] = field(default_factory=lambda: {leveraar: {} for leveraar in VERSIES})

    def bij(self, leveraar: str, tabel: str, **kolommen: object) -> None:
        """One row in one delivery; columns that are not given are empty."""
        self.rijen[leveraar].setdefault(tabel, []).append(kolommen)


def _dag(rng: random.Random, van: date, tot: date) -> date:
    return van + timedelta(days=rng.randint(0, (tot - van).days))


def _school(leeftijd: int) -> dict[str, object]:
    if leeftijd < 12:
        return {"onderwijssoort": "BO", "brin": "01AA"}
    if leeftijd < 16:
        return {"onderwijssoort": "VO", "brin": "02AA", "vo_niveau": "HAVO", "leerjaar": leeftijd - 11}
    return {"onderwijssoort": "MBO", "brin": "25LH", "mbo_niveau": 1 + leeftijd % 4, "leerweg": "BOL"}


def _leven(boek: Boek, rng: random.Random, naam: str, nummer: str) -> None:
    """One random life of somebody of 5 to 24 on 1 October 2024."""
    geboren = _dag(rng, date(2000, 1, 1), date(2019, 9, 1))
    leeftijd = (date(2024, 10, 1) - geboren).days * 400 // 146097
    eerste, tweede = rng.sample(sorted(REGIO), 2)
    verhuist = _dag(rng, date(2024, 7, 1), date(2025, 9, 1)) if rng.random() < 0.4 else None
    slordig = rng.random() < 0.3
    woningen = [(eerste, geboren, None if verhuist is None else verhuist - timedelta(days=1))]
    if verhuist:
        woningen.append((tweede, verhuist, None))
    bekend: dict[str, list[tuple[str, date, date | None]]] = {}
    for gemeente, _, tot in woningen:
        for leveraar in (gemeente, REGIO[gemeente]):
            passend = leeftijd <= 17 if leveraar.startswith("GM") else leeftijd >= 12
            if passend and (tot or HORIZON) >= date(2024, 8, 1):
                bekend.setdefault(leveraar, [])
    for leveraar, spells in bekend.items():
        for gemeente, van, tot in woningen:
            eigen = gemeente == leveraar or REGIO[gemeente] == leveraar
            if eigen or rng.random() < 0.6:
                spells.append((gemeente, van, tot))
        if slordig and len(spells) == 1:  # the move was never closed
            spells[0] = (spells[0][0], spells[0][1], None)
    scholen = [{**_school(leeftijd), "begindatum": date(2024, 8, 1) if leeftijd > 5 else geboren}]
    if rng.random() < 0.5:
        weg = _dag(rng, date(2024, 8, 20), date(2025, 9, 1))
        scholen[0] |= {"einddatum": weg, "reden_einde": "onbekend"}
        if rng.random() < 0.6:
            terug = weg + timedelta(days=rng.choice((1, 10, 29, 60, 120)))
            scholen.append({**_school(leeftijd + 1), "brin": "03AA", "begindatum": terug})
    meldingen = [_melding(rng, f"M-{naam}-{i}") for i in range(rng.choice((0, 0, 1, 2)))]
    diploma = rng.choice(("HAVO", "MBO1", "MBO2", "PRAKTIJKVERKLARING", "PRO_GETUIGSCHRIFT"))
    diploma_op = (
        _dag(rng, date(2023, 6, 1), date(2025, 12, 31)) if leeftijd > 14 and rng.random() < 0.4 else None
    )
    for leveraar, spells in bekend.items():
        boek.bij(
            leveraar,
            "jongere",
            persoonsnummer=nummer,
            nummersoort="bsn",
            geboortedatum=geboren,
            geslacht=rng.choice("MVX"),
        )
        for gemeente, van, tot in spells:
            boek.bij(
                leveraar,
                "verblijf",
                persoonsnummer=nummer,
                gemeentecode=gemeente,
                begindatum=max(van, date(2015, 1, 1)),
                einddatum=tot,
                reden_einde=tot and "verhuisd_binnenland",
            )
        for school in scholen:
            if rng.random() < 0.9:
                boek.bij(leveraar, "inschrijving", persoonsnummer=nummer, schoolsoort="bekostigd", **school)
        for melding in meldingen:
            boek.bij(leveraar, "verzuimmelding", persoonsnummer=nummer, **melding)
        if diploma_op and rng.random() < 0.8:
            boek.bij(leveraar, "kwalificatie", persoonsnummer=nummer, soort=diploma, datum=diploma_op)
        if leveraar.startswith("GM"):
            _van_gemeente(boek, rng, leveraar, naam, nummer, meldingen)
        elif leeftijd >= 16:
            _van_regio(boek, rng, leveraar, naam, nummer)


def _melding(rng: random.Random, nummer: str) -> dict[str, object]:
    van = _dag(rng, date(2024, 6, 1), date(2025, 7, 20))
    soort = rng.choice(("16U4W", "LUXE", "LRV", "LRV", "OVERIG"))
    lang = rng.choice((3, 20, 30, 100, None))
    return {
        "meldingsnummer": nummer,
        "brin": "02AA",
        "onderwijssoort": "VO",
        "soort": soort,
        "begindatum": van,
        "einddatum": None if lang is None else van + timedelta(days=lang),
        "uren": rng.choice((8, 16, 24)),
        "geoorloofd": rng.choice("NNNJ"),
        "zorgwekkend": rng.choice(("J", "N")),
        "status": rng.choice("BGGI"),
    }


def _van_gemeente(
    boek: Boek, rng: random.Random, leveraar: str, naam: str, nummer: str, meldingen: list[dict[str, object]]
) -> None:
    if rng.random() < 0.3:
        van = _dag(rng, date(2024, 8, 1), date(2025, 6, 1))
        boek.bij(
            leveraar,
            "absoluut_dossier",
            dossiernummer=f"D-{naam}",
            persoonsnummer=nummer,
            begindatum=van,
            einddatum=van + timedelta(days=40),
            correctie_reden=rng.choice(("geen", "nbi", "nog_op_oude_school")),
        )
    if rng.random() < 0.15:
        van = _dag(rng, date(2024, 1, 1), date(2025, 5, 1))
        boek.bij(
            leveraar,
            "vrijstelling",
            persoonsnummer=nummer,
            grond=rng.choice(("5_ONDER_A", "5_ONDER_B", "ART3B")),
            begindatum=van,
            einddatum=date(2025, 7, 31),
            afgegeven_door=leveraar,
        )
    if rng.random() < 0.3:
        boek.bij(
            leveraar,
            "vervolgactie",
            actienummer=f"A-{naam}",
            persoonsnummer=nummer,
            aanleiding="RELATIEF",
            referentie=meldingen[0]["meldingsnummer"] if meldingen else None,
            soort=rng.choice(("WAARSCHUWING", "PROCES_VERBAAL")),
            gericht_op="OUDER",
            datum=_dag(rng, date(2024, 8, 1), date(2025, 7, 31)),
        )


def _van_regio(boek: Boek, rng: random.Random, leveraar: str, naam: str, nummer: str) -> None:
    if rng.random() < 0.5:
        signaal = _dag(rng, date(2024, 3, 1), date(2025, 5, 1))
        boek.bij(
            leveraar,
            "traject",
            trajectnummer=f"T-{naam}",
            persoonsnummer=nummer,
            doelgroep="NIEUWE_VSV",
            bron=rng.choice(("P_LEVERING", "SCHOOL")),
            datum_signaal=signaal,
            datum_eerste_contact=signaal + timedelta(days=5),
            datum_intake=signaal + timedelta(days=rng.choice((9, 20, 40))),
            startdatum=signaal + timedelta(days=45),
            gesprekken=rng.randint(1, 5),
        )
    if rng.random() < 0.5:
        boek.bij(
            leveraar,
            "uitkomst",
            persoonsnummer=nummer,
            peildatum=HORIZON,
            arbeid_uren=rng.choice((8, 12, 32)),
            uitkering="N",
            opleiding_defensie_politie=rng.choice("NNJ"),
        )


def _kind(
    boek: Boek, leveraar: str, nummer: str, geboren: str, soort: str = "bsn", **jongere: object
) -> None:
    boek.bij(
        leveraar,
        "jongere",
        persoonsnummer=nummer,
        nummersoort=soort,
        geboortedatum=geboren,
        geslacht="V",
        **jongere,
    )


def _woont(boek: Boek, leveraar: str, nummer: str, gemeente: str, van: str, tot: str = "") -> None:
    boek.bij(
        leveraar,
        "verblijf",
        persoonsnummer=nummer,
        gemeentecode=gemeente,
        begindatum=van,
        einddatum=tot,
        reden_einde="verhuisd_binnenland" if tot else "",
    )


def _bijzonder(boek: Boek, epoch: int, nummers: list[str]) -> None:
    """The lives that must be there: joined numbers, two birth dates, a death, one report of two suppliers."""
    a, b, c, d, e = nummers
    # four years old and at no school: only a definition set with duty from the fourth birthday counts it in October
    _kind(boek, "GM0344", e, "2020-03-03")
    _woont(boek, "GM0344", e, "GM0344", "2020-03-03")
    nieuwkomer = onderwijsnummer(7)
    # a koppeling that appears in epoch 1 and is gone in epoch 3
    _kind(boek, "GM0344", nieuwkomer, "2014-02-03", "onderwijsnummer")
    _woont(boek, "GM0344", nieuwkomer, "GM0344", "2023-01-01", "2025-01-14")
    _kind(boek, "GM0356", a, "2014-02-03")
    _woont(boek, "GM0356", a, "GM0356", "2025-01-15")
    if epoch in (1, 2):
        boek.bij("GM0344", "koppeling", bsn=a, onderwijsnummer=nieuwkomer)
    # two birth dates until epoch 2
    _kind(boek, "GM0344", b, "2013-03-04")
    _woont(boek, "GM0344", b, "GM0344", "2015-01-01", "2024-12-31")
    _kind(boek, "GM0356", b, "2013-04-03" if epoch < 2 else "2013-03-04")
    _woont(boek, "GM0356", b, "GM0356", "2025-01-01")
    # a death that only the region learns of, in epoch 1
    for leveraar in ("GM0344", "RMC19"):
        dood = {"datum_overlijden": "2025-03-03"} if leveraar == "RMC19" and epoch >= 1 else {}
        _kind(boek, leveraar, c, "2008-09-09", **dood)
        _woont(boek, leveraar, c, "GM0344", "2015-01-01")
        boek.bij(
            leveraar,
            "inschrijving",
            persoonsnummer=c,
            schoolsoort="bekostigd",
            begindatum="2024-08-01",
            **_school(16),
        )
    # one report number in two municipalities; Amsterdam takes it back in epoch 2
    for leveraar, van, tot in (("GM0344", "2015-01-01", "2025-02-01"), ("GM0363", "2025-02-02", "")):
        _kind(boek, leveraar, d, "2011-11-11")
        _woont(boek, leveraar, d, leveraar, van, tot)
        if leveraar == "GM0344" or epoch < 2:
            melding = _melding(random.Random(leveraar), "M-gedeeld")
            melding |= {"geoorloofd": "N", "status": "G", "soort": "16U4W", "begindatum": "2025-02-02"}
            melding |= {"einddatum": "2025-02-20" if leveraar == "GM0363" else "2025-03-20"}
            boek.bij(leveraar, "verzuimmelding", persoonsnummer=d, **melding)


def _opgave(boek: Boek, epoch: int) -> None:
    """Totals of Utrecht itself: never what is computed, and others in a later delivery."""
    for indicator, aantal in (("AV_TOTAAL", 90 + epoch), ("RV_16U", 70), ("TELPLICHTIG", 80)):
        boek.bij("GM0344", "opgave", indicator=indicator, onderwijssoort_klasse="TOTAAL", aantal=aantal)


def boek(seed: int, epoch: int, personen: int = 60) -> Boek:
    """What everybody would deliver in this epoch; each epoch gives every fifth person another life."""
    nummers = list(zip(range(personen + 5), bsn_reeks(100), strict=False))
    inhoud = Boek()
    for i, nummer in nummers[4:-1]:
        laatste = max((e for e in range(1, epoch + 1) if (i + seed) % 5 == e), default=0)
        _leven(inhoud, random.Random(f"{seed}|{i}|{laatste}"), str(i), nummer)
    _bijzonder(inhoud, epoch, [nummer for _, nummer in (*nummers[:4], nummers[-1])])
    _opgave(inhoud, epoch)
    return inhoud


def schrijf(map_: Path, seed: int, leveraar: str, volgnummer: int) -> Path:
    """The zip of one version of one supplier."""
    epoch = VERSIES[leveraar][volgnummer - 1]
    rijen = boek(seed, epoch).rijen[leveraar]
    aangemaakt = f"2025-11-{10 + epoch:02d}T{int(leveraar[-2:]) % 12 + 8:02d}:00:00+01:00"
    return schrijf_rijen(map_, rijen, leveraar, volgnummer, aangemaakt)


def schrijf_rijen(map_: Path, rijen: Rijen, leveraar: str, volgnummer: int, aangemaakt: str) -> Path:
    """The zip of a delivery with these rows."""
    soort = "leerplicht" if leveraar.startswith("GM") else "doorstroompunt"
    bestanden: dict[str, bytes] = {}
    extra = [tabel for tabel in ("koppeling", "uitkomst", "opgave") if tabel in rijen]
    for tabel in (*KINDS[soort].verplicht, *extra):
        kolommen = [kolom.naam for kolom in TABLES[tabel].kolommen]
        regels = [";".join(kolommen)]
        regels += [";".join(str(rij.get(k) or "") for k in kolommen) for rij in rijen.get(tabel, [])]
        bestanden[f"{tabel}.csv"] = "".join(f"{regel}\r\n" for regel in regels).encode()
    return write_zip(
        map_ / f"{leveraar}_v{volgnummer}.zip",
        bestanden,
        soort=soort,
        leveraar=leveraar,
        schooljaar=JAAR,
        volgnummer=volgnummer,
        aangemaakt=aangemaakt,
        levert=["uitkomst"] if soort == "doorstroompunt" and "uitkomst" in rijen else [],
    )
