"""Where a released figure comes from: deliveries, parameters, and how many persons each delivery gives.

Persons per delivery come from the national tables as they are now, so only while those are still built from the
same deliveries as the release; otherwise the numbers are left out and the caller is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from rizoom.publish.herkomst_vragen import THUISZITTERS, vraag
from rizoom.publish.uitgave import Uitgave, cijfers_van, manifest_van
from rizoom.publish.uitgave_cijfers import Cijfer
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Bron:
    """A delivery with the number of counted persons about whom it holds the lines that the rule reads."""

    leveraar: str
    soort: str
    schooljaar: str
    volgnummer: int
    sha256: str
    personen: int | None


@dataclass(frozen=True)
class Herkomst:
    """``personen``: distinct persons behind the cells (None: not to be told, see ``opmerking``)."""

    cijfers: tuple[Cijfer, ...]
    versie: str
    parameters: dict[str, str]
    code: dict[str, str]
    bronnen: tuple[Bron, ...]
    personen: int | None
    opmerking: str


def herkomst(settings: Settings, uitgave: Uitgave, gebied: str, indicator: str) -> Herkomst:
    """Everything behind the released cells of ``indicator`` in ``gebied``.

    Raises:
        LookupError: the release has no such cell.
    """
    manifest = manifest_van(settings, uitgave)
    cells = tuple(
        c for c in cijfers_van(settings, uitgave) if c.gebied == gebied and c.indicator == indicator
    )
    if not cells:
        raise LookupError(f"{gebied} {indicator} staat niet in deze uitgave")
    with connect(settings) as conn:
        persons, total, remark = _personen(conn, uitgave, manifest, gebied, indicator)
    return Herkomst(
        cijfers=cells,
        versie=manifest["versie"],
        parameters=manifest["parameters"],
        code=manifest["code"],
        bronnen=_bronnen(manifest, persons),
        personen=total,
        opmerking=remark,
    )


def _bronnen(manifest: dict[str, Any], persons: dict[str, int] | None) -> tuple[Bron, ...]:
    """Deliveries that hold lines about a counted person; all deliveries when persons cannot be counted."""
    return tuple(
        Bron(d["leveraar"], d["soort"], d["schooljaar"], d["volgnummer"], d["sha256"],
             None if persons is None else persons.get(d["sha256"], 0))
        for d in manifest["leveringen"]
        if persons is None or d["sha256"] in persons
    )  # fmt: skip


def _personen(
    conn: psycopg.Connection, uitgave: Uitgave, manifest: dict[str, Any], gebied: str, indicator: str
) -> tuple[dict[str, int] | None, int | None, str]:
    built = {
        row[0]
        for row in conn.execute(
            "select sha256 from register.opbouw_levering as o inner join register.levering as l using (levering_id)"
            " where o.schooljaar = %s",
            (uitgave.schooljaar,),
        )
    }
    if built != {item["sha256"] for item in manifest["leveringen"]}:
        return (
            None,
            None,
            "De tabellen zijn intussen met andere leveringen gebouwd; personen per levering zijn weggelaten.",
        )
    query = vraag(uitgave.reeks, indicator)
    if query is None:
        return None, None, "Van dit cijfer wordt niet per persoon bijgehouden uit welke levering het komt."
    parameters = {
        "schooljaar": uitgave.schooljaar, "versie": manifest["versie"], "gebied": gebied,
        "codes": list(THUISZITTERS.get(indicator, (indicator,))), "indicator": indicator,
        "dag": f"{uitgave.schooljaar[:4]}-09-01",
    }  # fmt: skip
    rows = conn.execute(
        f"select sha256, count(distinct persoon) from ({query}) as q inner join register.levering using (levering_id)"
        " group by sha256",
        parameters,
    ).fetchall()
    total = conn.execute(f"select count(distinct persoon) from ({query}) as q", parameters).fetchone()
    assert total is not None
    return dict(rows), int(total[0]), ""
