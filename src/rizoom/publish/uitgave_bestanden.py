"""All files of one release, made from its inputs alone."""

from __future__ import annotations

from rizoom.publish import codeboek
from rizoom.publish.rapport import maak_rapport
from rizoom.publish.rapport_html import als_html
from rizoom.publish.rapport_pdf import als_pdf
from rizoom.publish.uitgave_bladen import bladen
from rizoom.publish.uitgave_cijfers import OPENBAAR, Cijfer, als_csv
from rizoom.publish.uitgave_controle import Punt
from rizoom.publish.uitgave_gegevens import Gegevens
from rizoom.publish.uitgave_ods import als_ods
from rizoom.publish.uitgave_wijzigingen import Wijziging, vergelijk
from rizoom.publish.uitgave_wijzigingen import als_csv as wijzigingen_csv
from rizoom.publish.uitgave_xlsx import als_xlsx


def maak_bestanden(
    gegevens: Gegevens, volgnummer: int, status: str, reden: str, punten: tuple[Punt, ...],
    vorige_cijfers: list[Cijfer] | None,
) -> dict[str, bytes]:  # fmt: skip
    """File name → bytes. ``vorige_cijfers``: of the version before; None for the first version."""
    if gegevens.reeks in OPENBAAR:
        from rizoom.publish.opendata.bestanden import maak_bestanden as openbare_bestanden

        return openbare_bestanden(gegevens, volgnummer, status, reden, vorige_cijfers)
    changes: tuple[Wijziging, ...] = (
        () if vorige_cijfers is None else vergelijk(vorige_cijfers, gegevens.cijfers)
    )
    report = maak_rapport(
        gegevens, volgnummer, status, reden, punten, None if vorige_cijfers is None else changes
    )
    sheets = bladen(gegevens, report.toelichting, changes, codeboek.omschrijvingen())
    files = {
        "cijfers.csv": als_csv(
            gegevens.reeks, gegevens.schooljaar, gegevens.versie, gegevens.cijfers, gegevens.namen
        ),
        "cijfers.xlsx": als_xlsx(sheets, report.titel, gegevens.moment),
        "cijfers.ods": als_ods(sheets, report.titel, gegevens.moment),
        "codeboek.csv": codeboek.als_csv(gegevens),
        "rapport.pdf": als_pdf(report, gegevens.moment),
        "rapport.html": als_html(report),
    }
    if vorige_cijfers is not None:
        files["wijzigingen.csv"] = wijzigingen_csv(changes, gegevens.namen)
    return files
