"""``rizoom uitgave …`` and ``rizoom herkomst …``: a few lines per command, the work is in this package."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rizoom.settings import Settings
from rizoom.terminal import Bars, console

if TYPE_CHECKING:
    from rizoom.publish.uitgave import Uitgave

uitgave_app = typer.Typer(no_args_is_help=True, help="Uitgaven: jaarcijfers voor het ministerie.")
opendata_app = typer.Typer(no_args_is_help=True, help="Open data: beschermde cijfers voor iedereen.")
Reeks = Annotated[str, typer.Argument(help="leerplichttelling, vsv, doorstroompunt of open-data")]
Schooljaar = Annotated[str, typer.Argument(help="schooljaar, JJJJ/JJJJ")]
Nummer = Annotated[int | None, typer.Option("--uitgave", help="volgnummer; standaard de laatste")]
Door = Annotated[str, typer.Option(help="wie dit doet")]
Reden = Annotated[str, typer.Option(help="waarom")]


@uitgave_app.command()
def maak(
    reeks: Reeks,
    schooljaar: Schooljaar,
    status: Annotated[str, typer.Option(help="voorlopig, nader_voorlopig of definitief")] = "voorlopig",
    reden: Reden = "",
    door: Door = "",
) -> None:
    """Maak een uitgave; zij wacht daarna op goedkeuring door iemand anders."""
    from rizoom.publish import uitgave
    from rizoom.publish.uitgave_gegevens import NietGebouwd

    try:
        _toon(uitgave.maak(Settings.from_env(), reeks, schooljaar, status, door or getpass.getuser(), reden))
    except (uitgave.NietToegestaan, NietGebouwd) as fault:
        _stop(fault)


@uitgave_app.command("keur-goed")
def keur_goed(
    reeks: Reeks, schooljaar: Schooljaar, reden: Reden, uitgave: Nummer = None, door: Door = ""
) -> None:
    """Keur een uitgave goed; dat doet iemand anders dan wie haar maakte."""
    from rizoom.publish import uitgave as uitgaven

    settings = Settings.from_env()
    try:
        found = uitgaven.zoek(settings, reeks, schooljaar, uitgave)
        _toon(uitgaven.keur_goed(settings, found.uitgave_id, door or getpass.getuser(), reden))
    except (uitgaven.NietToegestaan, LookupError) as fault:
        _stop(fault)


@uitgave_app.command("trek-in")
def trek_in(reeks: Reeks, schooljaar: Schooljaar, uitgave: int, reden: Reden, door: Door = "") -> None:
    """Trek een uitgave in. De bestanden blijven staan; de reden ook."""
    from rizoom.publish import uitgave as uitgaven

    settings = Settings.from_env()
    try:
        found = uitgaven.zoek(settings, reeks, schooljaar, uitgave)
        _toon(uitgaven.trek_in(settings, found.uitgave_id, door or getpass.getuser(), reden))
    except (uitgaven.NietToegestaan, LookupError) as fault:
        _stop(fault)


@uitgave_app.command()
def lijst(
    reeks: Annotated[str | None, typer.Option(help="alleen deze reeks")] = None,
    schooljaar: Annotated[str | None, typer.Option(help="alleen dit schooljaar")] = None,
) -> None:
    """Toon alle uitgaven."""
    from rich.table import Table

    from rizoom.publish import uitgave as uitgaven

    table = Table(
        "reeks", "schooljaar", "uitgave", "status", "besluit", "gestart door", "besloten door", "verzonden"
    )
    for u in uitgaven.lijst(Settings.from_env(), reeks, schooljaar):
        table.add_row(u.reeks, u.schooljaar, f"v{u.volgnummer}", u.status, u.besluit, u.gestart_door,
                      u.besluit_door, "ja" if u.verzonden else "nee")  # fmt: skip
    console.print(table)


@uitgave_app.command()
def verifieer(reeks: Reeks, schooljaar: Schooljaar, uitgave: Nummer = None) -> None:
    """Bereken een uitgave opnieuw uit de bewaarde leveringen en vergelijk elk bestand."""
    from rizoom.publish import uitgave as uitgaven
    from rizoom.publish.verifieer import verifieer as verify

    settings = Settings.from_env()
    try:
        found = uitgaven.zoek(settings, reeks, schooljaar, uitgave)
    except LookupError as fault:
        _stop(fault)
    with Bars() as bars:
        result = verify(settings, found, bars)
    if not result.zelfde_code:
        console.print("Let op: de uitgave is gemaakt met een andere versie van het programma.")
    for line in result.verschillen:
        console.print(f"  {line}")
    console.print(
        f"{result.uitgave}: {result.bestanden} bestanden, "
        + ("alles gelijk" if result.klopt else "niet gelijk")
    )
    raise typer.Exit(0 if result.klopt else 3)


@uitgave_app.command()
def voorproef(
    levering: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="verbeterde levering (zip)")],
) -> None:
    """Laat zien welke uitgegeven cijfers een verbeterde levering zou veranderen."""
    from rizoom.publish.uitgave import NietToegestaan
    from rizoom.publish.uitgave_voorproef import voorproef as preview

    try:
        with Bars() as bars:
            effects = preview(Settings.from_env(), levering, bars)
    except NietToegestaan as fault:
        _stop(fault)
    for effect in effects:
        console.print(f"{effect.uitgave.map}: {len(effect.wijzigingen)} cijfers veranderen")
        for w in effect.wijzigingen:
            if w.sleutel.niveau in {"land", "regio"}:
                key = " ".join(w.sleutel[2:])
                console.print(f"  {key} ({w.sleutel.tabel}): {w.oud or 'leeg'} wordt {w.nieuw or 'leeg'}")
    if not effects:
        console.print("Er zijn geen goedgekeurde uitgaven.")


@uitgave_app.command()
def verzend(
    reeks: Reeks,
    schooljaar: Schooljaar,
    naar: Annotated[
        str, typer.Argument(help="map of URL van de ontvanger (sftp, s3, …)", envvar="RIZOOM_MINISTERIE")
    ],
    uitgave: Nummer = None,
) -> None:
    """Lever een goedgekeurde uitgave af bij het ministerie, met ontvangstbewijs."""
    from rizoom.publish import uitgave as uitgaven
    from rizoom.publish.uitgave_verzending import verzend as send

    settings = Settings.from_env()
    try:
        sent = send(settings, uitgaven.zoek(settings, reeks, schooljaar, uitgave), naar)
    except (uitgaven.NietToegestaan, LookupError) as fault:
        _stop(fault)
    console.print(f"{sent.bestanden} bestanden ({sent.bytes} bytes) afgeleverd; bewijs: {sent.bewijs}")


@opendata_app.command()
def site(
    naar: Annotated[str, typer.Argument(help="map of URL waar de site komt te staan")],
) -> None:
    """Schrijf de site met alle goedgekeurde open data: pagina's, bestanden en de catalogus voor computers."""
    from rizoom.publish.opendata.site import schrijf_site

    files = schrijf_site(Settings.from_env(), naar)
    pages = sum(name.endswith(".html") for name in files)
    console.print(f"{len(files)} bestanden, waarvan {pages} pagina's, in {naar}")


@opendata_app.command()
def poort(schooljaar: Schooljaar, uitgave: Nummer = None) -> None:
    """Laat zien wat de poort voor geheimhouding bewees van een uitgave."""
    from rich.table import Table

    from rizoom.publish import uitgave as uitgaven
    from rizoom.publish.opendata.uitgeven import bewijzen

    settings = Settings.from_env()
    try:
        found = uitgaven.zoek(settings, "open-data", schooljaar, uitgave)
    except LookupError as fault:
        _stop(fault)
    table = Table("stelsel", "cijfers", "beschermd", "bewijzen", "seconden", "certificaat (sha256)")
    for row in bewijzen(settings, found.uitgave_id):
        table.add_row(*map(str, row))
    console.print(table)


def herkomst(
    reeks: Reeks,
    schooljaar: Schooljaar,
    gebied: Annotated[str, typer.Argument(help="NL, PV27, RMC21 of GM0363")],
    indicator: Annotated[str, typer.Argument(help="bijvoorbeeld AV_TOTAAL, T_2016 of X")],
    uitgave: Nummer = None,
) -> None:
    """Laat zien uit welke leveringen en met welke regels een cijfer is gemaakt."""
    from rich.table import Table

    from rizoom.publish import uitgave as uitgaven
    from rizoom.publish.herkomst import herkomst as trace

    settings = Settings.from_env()
    try:
        found = trace(settings, uitgaven.zoek(settings, reeks, schooljaar, uitgave), gebied, indicator)
    except LookupError as fault:
        _stop(fault)
    for c in found.cijfers:
        console.print(
            f"{c.tabel} {c.indicator} {c.uitsplitsing} {c.maat}: {c.waarde or 'geen cijfer'} {c.eenheid}"
        )
    console.print(
        f"Regels: {found.versie}; " + ", ".join(f"{k}={v}" for k, v in found.parameters.items() if v)
    )
    if found.personen is not None:
        console.print(f"Personen: {found.personen}")
    table = Table("leveraar", "soort", "schooljaar", "volgnummer", "personen", "sha256")
    for bron in found.bronnen:
        persons = "" if bron.personen is None else str(bron.personen)
        table.add_row(bron.leveraar, bron.soort, bron.schooljaar, str(bron.volgnummer), persons, bron.sha256)
    console.print(table)
    if found.opmerking:
        console.print(found.opmerking)


def _toon(uitgave: Uitgave) -> None:
    console.print(f"{uitgave.map}: {uitgave.status}, {uitgave.besluit}")
    for point in uitgave.controles:
        console.print(f"  {point['ernst']:<13} {point['tekst']}")


def _stop(fault: Exception) -> None:
    console.print(str(fault))
    raise typer.Exit(1)
