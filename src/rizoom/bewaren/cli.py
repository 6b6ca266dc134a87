"""``rizoom bewaren …``: a few lines per command, the work is in this package."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rizoom.settings import Settings
from rizoom.terminal import console

bewaren_app = typer.Typer(no_args_is_help=True, help="Bewaartermijnen: wat weg moet, en het bewijs ervan.")
Dag = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="alsof het deze dag is")]


@bewaren_app.command()
def plan(dag: Dag = None) -> None:
    """Toon welke ruwe leveringen vandaag weg moeten; er gebeurt nog niets."""
    from rizoom.bewaren import stroom

    found = stroom.plan(Settings.from_env(), (dag or datetime.now(UTC)).date()).leveringen
    for categorie, number in sorted(found.items()):
        console.print(f"{categorie}: {number} leveringen")
    if not found:
        console.print("niets te vernietigen")


@bewaren_app.command()
def uitvoeren() -> None:
    """Vernietig wat over zijn termijn is, en leg er verklaringen van vast."""
    from rizoom.bewaren import stroom

    settings, today = Settings.from_env(), datetime.now(UTC).date()
    console.print(f"{stroom.vernietig_ruw(settings, today)} ruwe leveringen vernietigd")
    for year, persons in stroom.ruim_personen_op(settings, today).items():
        console.print(f"{year}: rijen van {persons} personen verwijderd")


@bewaren_app.command()
def verklaringen(
    map: Annotated[Path, typer.Argument(file_okay=False, help="map voor de verklaringen (JSON)")],
) -> None:
    """Schrijf alle verklaringen van vernietiging, met hun handtekening."""
    from rizoom.bewaren.verklaring import lijst
    from rizoom.warehouse.connect import connect

    map.mkdir(parents=True, exist_ok=True)
    with connect(Settings.from_env()) as conn:
        found = lijst(conn)
    for number, item in enumerate(found, start=1):
        whole = json.loads(item.document) | {
            "handtekening": item.handtekening,
            "publieke_sleutel": item.publieke_sleutel,
        }
        text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        (map / f"verklaring-{number:06d}.json").write_text(text, encoding="utf-8")
    console.print(f"{len(found)} verklaringen in {map}")


@bewaren_app.command("sleutel-wissel")
def sleutel_wissel(
    oud: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="bestand met de oude sleutel")],
) -> None:
    """Ga over van de oude wortelsleutel naar de sleutel in de instellingen; lees alles opnieuw."""
    from rizoom.bewaren.sleutelwissel import wissel

    result = wissel(Settings.from_env(), oud)
    console.print(
        f"{result.ingepakt} sleutels opnieuw ingepakt, {result.gelezen} leveringen opnieuw gelezen,"
        f" {result.onbereikbaar} niet meer te lezen"
    )
