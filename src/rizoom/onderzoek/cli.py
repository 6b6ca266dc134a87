"""``rizoom onderzoek …``: a few lines per command, the work is in this package."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from rizoom.settings import Settings
from rizoom.terminal import console

onderzoek_app = typer.Typer(no_args_is_help=True, help="Onderzoeksprojecten in het magazijn.")
uitvoer_app = typer.Typer(
    no_args_is_help=True, help="Uitvoer van een project: indienen, beoordelen, ophalen."
)
onderzoek_app.add_typer(uitvoer_app, name="uitvoer")
Door = Annotated[str, typer.Option(help="wie dit doet")]
Reden = Annotated[str, typer.Option(help="waarom")]
Project = Annotated[str, typer.Argument(help="naam van het project")]


@onderzoek_app.command("open")
def openen(
    project: Project,
    aanvraag: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="goedgekeurde aanvraag (YAML)")],
    door: Door = "",
) -> None:
    """Open een project: weergaven, pseudoniemen van het project en een login per onderzoeker."""
    from rizoom.onderzoek import beheer
    from rizoom.onderzoek.project import AanvraagError, lees_aanvraag

    try:
        asked = lees_aanvraag(aanvraag)
        if asked.project != project:
            raise AanvraagError(f"de aanvraag is van project {asked.project}")
        made = beheer.openen(Settings.from_env(), asked, door or getpass.getuser(), datetime.now(UTC).date())
    except (AanvraagError, beheer.ProjectError, LookupError) as fault:
        _stop(fault)
    console.print(f"project {project} is open tot en met {asked.einddatum}")
    console.print("Geef ieder alleen het eigen wachtwoord; het staat nergens anders.")
    for access in made:
        console.print(f"{access.naam}: {access.login}  {access.wachtwoord}", highlight=False, markup=False)


@onderzoek_app.command("sluit")
def sluiten(project: Project, reden: Reden = "onderzoek afgerond", door: Door = "") -> None:
    """Sluit een project: logins, weergaven, pseudoniemen en sleutel zijn weg; er komt een verklaring."""
    from rizoom.onderzoek import beheer

    try:
        closed = beheer.sluiten(Settings.from_env(), project, door or getpass.getuser(), reden)
    except LookupError as fault:
        _stop(fault)
    console.print(f"project {project} is {'gesloten' if closed else 'al gesloten'}")


@onderzoek_app.command("tweeling")
def tweeling(
    map: Annotated[Path, typer.Argument(file_okay=False, help="map voor de verzonnen tabellen")],
    personen: Annotated[int, typer.Option(min=100, max=1_000_000)] = 5000,
    seed: Annotated[int, typer.Option()] = 1,
) -> None:
    """Schrijf verzonnen tabellen met dezelfde kolommen (Parquet en CSV), om code op te schrijven."""
    from rizoom.onderzoek.tweeling import schrijf

    files = schrijf(map, personen, seed)
    console.print(f"{len(files)} bestanden in {map}: verzonnen, geen enkele rij gaat over iemand")


@uitvoer_app.command()
def indienen(
    project: Project,
    declaratie: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="tabel of grafiek (YAML)")],
    door: Door = "",
) -> None:
    """Dien een tabel of grafiek in; de controles lopen meteen."""
    from rizoom.onderzoek import uitvoer
    from rizoom.onderzoek.beheer import ProjectError
    from rizoom.onderzoek.declaratie import DeclaratieError, lees_declaratie

    try:
        made = uitvoer.indienen(
            Settings.from_env(), project, lees_declaratie(declaratie), door or getpass.getuser()
        )
    except (DeclaratieError, ProjectError, LookupError) as fault:
        _stop(fault)
    signs = {"fout": "FOUT", "let_op": "Let op", "goed": "In orde"}
    for verdict in made.oordelen:
        console.print(f"{signs[verdict.ernst]}: {verdict.tekst}", markup=False)
        for cell in verdict.cellen:
            console.print(f"    {cell}", markup=False, highlight=False)
    state = "wacht op beoordeling door iemand anders" if made.geslaagd else "komt niet vrij"
    console.print(f"uitvoer {made.uitvoer_id} {state}")


@uitvoer_app.command()
def beoordeel(
    nummer: Annotated[int, typer.Argument(help="nummer van de uitvoer")],
    reden: Reden,
    vrijgeven: Annotated[bool, typer.Option("--vrijgeven/--afwijzen")],
    door: Door = "",
) -> None:
    """Geef uitvoer vrij of wijs haar af; nooit door de indiener of iemand van het project."""
    from rizoom.onderzoek import uitvoer
    from rizoom.onderzoek.beheer import ProjectError

    try:
        uitvoer.beslis(Settings.from_env(), nummer, door or getpass.getuser(), vrijgeven, reden)
    except (ProjectError, LookupError) as fault:
        _stop(fault)
    console.print(f"uitvoer {nummer} is {'vrijgegeven' if vrijgeven else 'afgewezen'}")


@uitvoer_app.command()
def haal(
    nummer: Annotated[int, typer.Argument(help="nummer van de uitvoer")],
    map: Annotated[Path, typer.Argument(file_okay=False, help="map voor de bestanden")],
) -> None:
    """Schrijf vrijgegeven uitvoer met het besluit."""
    from rizoom.onderzoek import uitvoer
    from rizoom.onderzoek.beheer import ProjectError

    try:
        for path in uitvoer.schrijf(Settings.from_env(), nummer, map):
            console.print(str(path), highlight=False)
    except ProjectError as fault:
        _stop(fault)


def _stop(fault: Exception) -> NoReturn:
    console.print(f"Dat gaat niet: {fault}", style="red", markup=False)
    raise typer.Exit(1) from None
