"""What a corrected delivery would change in released figures, before it comes in force.

All deliveries now in force and the corrected one go through the flows in a warehouse of their own, where the
usual rule decides whether it replaces the earlier one; the figures are compared with those released.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from rizoom.publish.uitgave import NietToegestaan, Uitgave, cijfers_van, lijst, manifest_van
from rizoom.publish.uitgave_cijfers import OPENBAAR
from rizoom.publish.uitgave_gegevens import lees_gegevens
from rizoom.publish.uitgave_herbouw import Progress, bouw, met_sleutel, verwerk, werkplek
from rizoom.publish.uitgave_wijzigingen import Wijziging, vergelijk
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Gevolg:
    """For one release: the cells that would be different with the corrected delivery."""

    uitgave: Uitgave
    wijzigingen: tuple[Wijziging, ...]


def geldende_uitgaven(settings: Settings) -> list[Uitgave]:
    """The newest approved release of every ministry series and school year, oldest school year first.

    Public figures follow from these, and change by a new release of their own.
    """
    newest = {(u.schooljaar, u.reeks): u for u in lijst(settings) if u.geldt and u.reeks not in OPENBAAR}
    return [newest[key] for key in sorted(newest)]


def voorproef(settings: Settings, levering: Path, progress: Progress | None = None) -> list[Gevolg]:
    """Impact of the zip ``levering`` on every approved release; of other school years too, for what reaches over.

    Raises:
        NietToegestaan: the delivery would not be accepted, so it changes nothing.
    """
    releases = geldende_uitgaven(settings)
    if not releases:
        return []
    sha256 = hashlib.sha256(levering.read_bytes()).hexdigest()
    with connect(settings) as conn:
        others = conn.execute(
            "select sha256, vorm from register.vigerend inner join register.levering using (levering_id)"
            " order by sha256"
        ).fetchall()
    with werkplek(settings, "voorproef", sha256, *(row[0] for row in others)) as fresh:
        own = met_sleutel(settings, fresh)
        verwerk(settings, own, [row for row in others if row[0] != sha256], levering, progress)
        with connect(own) as conn:
            row = conn.execute("select status from register.levering where sha256 = %s", (sha256,)).fetchone()
        if row is None or row[0] != "vigerend":
            raise NietToegestaan("deze levering wordt niet goedgekeurd en verandert dus niets")
        found = []
        for release in releases:
            versie = manifest_van(settings, release)["versie"]
            bouw(own, release.schooljaar, versie if release.reeks == "vsv" else None, progress)
            new = lees_gegevens(own, release.reeks, release.schooljaar, versie).cijfers
            found.append(Gevolg(release, vergelijk(cijfers_van(settings, release), new)))
    return found
