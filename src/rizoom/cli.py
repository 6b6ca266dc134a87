"""The command line. Every command is a few lines here; the work is in the package it names.

Exit status: 0 done (a rejected delivery is a result), 1 the program failed, 2 wrong arguments; `levering
controleer` says 3 when the delivery would not be accepted.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from rizoom.bewaren.cli import bewaren_app
from rizoom.onderzoek.cli import onderzoek_app
from rizoom.publish.cli import herkomst, opendata_app, uitgave_app
from rizoom.settings import Settings
from rizoom.terminal import Bars, console

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
levering = typer.Typer(no_args_is_help=True, help="Eén levering.")
app.add_typer(levering, name="levering")
app.add_typer(uitgave_app, name="uitgave")
app.add_typer(opendata_app, name="opendata")
app.add_typer(bewaren_app, name="bewaren")
app.add_typer(onderzoek_app, name="onderzoek")
app.command()(herkomst)

SCHOOLJAAR = re.compile(r"^(\d{4})/(\d{4})$")


def _schooljaar(value: str) -> str:
    match = SCHOOLJAAR.match(value)
    if not match or int(match[2]) != int(match[1]) + 1:
        raise typer.BadParameter("verwacht JJJJ/JJJJ, bijvoorbeeld 2024/2025")
    return value


Schooljaar = Annotated[str, typer.Option(callback=_schooljaar, help="schooljaar, JJJJ/JJJJ")]


@app.command()
def run(
    inbox: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="map met leveringen (zips of mappen)")
    ],
    schooljaar: Schooljaar,
    out: Annotated[Path, typer.Option(file_okay=False, help="map voor de tabellen (CSV)")],
    definitieset: Annotated[str, typer.Option(help="definitieset van de leerplichttelling")] = "2025-1",
    vsv: Annotated[str | None, typer.Option(help="regelversie vsv; standaard die van het schooljaar")] = None,
) -> None:
    """Verwerk elke levering in INBOX en schrijf de landelijke tabellen van een schooljaar."""
    from rizoom import pipeline
    from rizoom.reference import read_seed

    _one_of("--definitieset", definitieset, [row["definitieset"] for row in read_seed("definitieset")])
    if vsv is not None:
        _one_of("--vsv", vsv, [row["regelversie"] for row in read_seed("regelversie")])
    with Bars() as bars:
        result = pipeline.run(Settings.from_env(), inbox, schooljaar, out, definitieset, vsv, bars)
    console.print(
        ", ".join(f"{count} {status}" for status, count in result.outcomes.items()) or "geen leveringen"
    )
    console.print(f"{len(result.files)} tabellen in {out}")


@app.command()
def synth(
    map: Annotated[Path, typer.Argument(file_okay=False, help="map voor leveringen en waarheid")],
    schaal: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="1.0 = alle jongeren van 4 tot en met 26")
    ] = 0.01,
    seed: Annotated[int, typer.Option(help="zelfde getal, zelfde land")] = 1,
    schooljaar: Schooljaar = "2024/2025",
    jaren: Annotated[int, typer.Option(min=1, max=10, help="aantal opeenvolgende schooljaren")] = 1,
) -> None:
    """Schrijf de leveringen van een verzonnen land, met de cijfers die eruit moeten komen."""
    from rizoom.synth import write_country

    with Bars() as bars:
        write_country(map, scale=schaal, seed=seed, schooljaar=schooljaar, years=jaren, progress=bars)
    console.print(f"leveringen en waarheid in {map}")


@app.command()
def demo(
    schaal: Annotated[float, typer.Option(min=0.0, max=1.0)] = 0.001,
    seed: Annotated[int, typer.Option()] = 1,
) -> None:
    """Laat alles zien: verzonnen land, alle stappen door Airflow, de cijfers, en waar ze staan."""
    from rizoom.ops.demo import demo as show

    raise typer.Exit(show(Settings.from_env(), scale=schaal, seed=seed))


@app.command()
def up() -> None:
    """Start database en Airflow en blijf draaien; een zip in de inbox wordt vanzelf verwerkt."""
    from rizoom.ops.up import up as start

    start(Settings.from_env())


@app.command()
def waarom(
    indicator: Annotated[str, typer.Argument(help="bijvoorbeeld AV_TOTAAL")],
    gebied: Annotated[str, typer.Argument(help="bijvoorbeeld GM0363, RMC21, PV27 of NL")],
    schooljaar: Schooljaar,
    klasse: Annotated[str, typer.Option(help="onderwijssoort_klasse")] = "TOTAAL",
    definitieset: Annotated[str, typer.Option()] = "2025-1",
) -> None:
    """Wie zit er in dit cijfer van de leerplichttelling, en door welke regels van welke levering?"""
    from rizoom.national.waarom import why

    reasons = why(Settings.from_env(), indicator, gebied, schooljaar, klasse, definitieset)
    console.print(f"{len({reason.persoon for reason in reasons})} personen", highlight=False)
    for r in reasons:
        line = f"{r.persoon}  {r.onderwijssoort_klasse:<14} {r.leveraar}  {r.tabel} regel {r.regel}"
        console.print(line, highlight=False, soft_wrap=True)


@app.command()
def bench(
    schaal: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="1.0 = alle jongeren van 4 tot en met 26")
    ] = 0.01,
    json_uit: Annotated[Path | None, typer.Option("--json", help="uitkomst als JSON")] = None,
    schooljaar: Schooljaar = "2024/2025",
    aanwezigheid: Annotated[
        bool, typer.Option("--aanwezigheid", help="ook veertig weken aanwezigheid van elke leerling")
    ] = False,
    schooljaren: Annotated[
        int, typer.Option(min=1, help="bouw het jaar ook tussen zoveel schooljaren in het magazijn")
    ] = 1,
) -> None:
    """Meet alle stappen op een verzonnen land: seconden, geheugen en verhoudingen in één keer."""
    import json

    from rizoom.bench.measure import measure
    from rizoom.bench.report import as_markdown

    with Bars() as bars:
        result = measure(
            Settings.from_env(),
            schaal,
            schooljaar=schooljaar,
            progress=bars,
            attendance=aanwezigheid,
            years=schooljaren,
        )
    if json_uit is not None:
        json_uit.write_text(json.dumps(result.as_json(), indent=1) + "\n", encoding="utf-8")
    console.print(as_markdown(result), highlight=False, markup=False)


@app.command()
def portaal(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8090,
) -> None:
    """Start het portaal waar gemeenten en regio's aanleveren en hun bevindingen lezen."""
    from rizoom.portal.serve import serve

    serve(Settings.from_env(), host, port)


@app.command()
def overhead(
    schaal: Annotated[float, typer.Option(min=0.0, max=1.0)] = 0.001,
    json_uit: Annotated[Path | None, typer.Option("--json", help="uitkomst als JSON")] = None,
) -> None:
    """Meet wat Airflow zelf kost: hetzelfde werk met en zonder de flows."""
    import json

    from rizoom.ops import overhead as cost

    with Bars() as bars:
        parts = cost.measure(Settings.from_env(), schaal, progress=bars)
    if json_uit is not None:
        json_uit.write_text(json.dumps(cost.as_json(parts), indent=1) + "\n", encoding="utf-8")
    console.print(cost.as_markdown(parts, schaal), highlight=False, markup=False, soft_wrap=True)


@app.command()
def waak(
    seconden: Annotated[float, typer.Option(min=1.0, help="tijd tussen twee keer kijken")] = 60.0,
) -> None:
    """Kijk steeds of alles goed gaat, los van Airflow, en mail als dat niet zo is."""
    import logging
    import os
    import threading

    from rizoom.ops.watch import Mailer, watch

    logging.basicConfig(level=logging.INFO)
    mailer = Mailer.from_env(os.environ)
    if mailer is None:
        raise typer.BadParameter("zet AIRFLOW_CONN_SMTP_DEFAULT en RIZOOM_ALARM_ADRES")
    watch(Settings.from_env(), mailer, threading.Event(), seconden)


@levering.command()
def controleer(
    zip: Annotated[Path, typer.Argument(exists=True, help="levering: een zip of een map")],
    json_uit: Annotated[Path | None, typer.Option("--json", help="bevindingen als JSON")] = None,
    csv_uit: Annotated[Path | None, typer.Option("--csv", help="bevindingen als CSV")] = None,
    html_uit: Annotated[Path | None, typer.Option("--html", help="verslag als webpagina")] = None,
) -> None:
    """Controleer één levering op deze computer; er gaat niets naar buiten."""
    from rizoom.intake.local_check import check_delivery
    from rizoom.intake.local_report import print_report, write_report

    with Bars() as bars:
        report = check_delivery(Settings.from_env(), zip, bars)
    if json_uit is not None:
        write_report(report, json_uit, "json")
    if csv_uit is not None:
        write_report(report, csv_uit, "csv")
    if html_uit is not None:
        write_report(report, html_uit, "html")
    print_report(report, console)
    raise typer.Exit(0 if report.accepted else 3)


@levering.command("dialect")
def maak_dialect(
    naam: Annotated[str, typer.Argument(help="naam van het dialect: kleine letters, cijfers, streepjes")],
    voorbeeld: Annotated[
        Path, typer.Argument(exists=True, help="voorbeeld van een export: een zip of een map")
    ],
    uit: Annotated[Path | None, typer.Option(dir_okay=False, help="bestand voor het dialect (YAML)")] = None,
) -> None:
    """Maak een eerste dialect uit een voorbeeldexport en laat zien wat nog moet worden beslist."""
    from rizoom.intake.archive import open_archive
    from rizoom.intake.dialect_scaffold import scaffold
    from rizoom.intake.finding import Refusal

    try:
        with open_archive(voorbeeld, Settings.from_env().limits) as archive:
            made = scaffold(archive, naam)
    except (ValueError, Refusal) as fault:
        raise typer.BadParameter(str(fault)) from None
    if uit is None:
        console.print(made.yaml, markup=False, highlight=False, soft_wrap=True)
        return
    uit.parent.mkdir(parents=True, exist_ok=True)
    uit.write_text(made.yaml, encoding="utf-8")
    for line in made.open:
        console.print(f"- {line}", markup=False, highlight=False)
    console.print(f"dialect in {uit}; {len(made.open)} punten om na te kijken", highlight=False)


@levering.command()
def fuzz(
    map: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="map met goede leveringen (zips)")
    ],
    aantal: Annotated[int, typer.Option(min=1, help="aantal veranderde leveringen")] = 10_000,
    seed: Annotated[int, typer.Option(help="zelfde getal, zelfde gevallen")] = 1,
    controles: Annotated[
        int, typer.Option(min=0, help="zoveel veranderde leveringen ook door alle controles")
    ] = 1_000,
) -> None:
    """Verander goede leveringen op alle manieren en kijk of lezen en controleren daar goed mee omgaan."""
    from rizoom.intake import fuzz as fuzzing

    bases = fuzzing.load_bases(map)
    with Bars() as bars:
        results = [fuzzing.fuzz(bases, aantal, seed, bars)]  # first: its peak of memory is that of reading
        if controles:
            results.append(fuzzing.fuzz_checks(Settings.from_env(), bases, controles, seed, bars))
    for result in results:
        console.print(fuzzing.report(result, seed), markup=False, highlight=False)
        for failure in result.mislukt:
            console.print(
                f"- {failure.nummer} {failure.mutatie}: {failure.fout}", markup=False, highlight=False
            )
    raise typer.Exit(1 if any(result.mislukt for result in results) else 0)


def _one_of(option: str, value: str, allowed: list[str]) -> None:
    if value not in allowed:
        raise typer.BadParameter(f"{option}: kies uit {', '.join(allowed)}")
