"""Where a released figure comes from: deliveries, parameters, and how many persons each delivery gives.

Persons per delivery come from the national tables as they are now, so only while those are still built from the
same deliveries as the release; otherwise the numbers are left out and the caller is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

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


# Persons of an indicator in an area, with the lines read about them.
_LEERPLICHT = """
select persoon, levering_id from leerplichttelling.waarom
where schooljaar = %(schooljaar)s and definitieset = %(versie)s and gebied = %(gebied)s and indicator = any(%(codes)s)
"""
_THUISZITTERS = {
    "T_2015": ("LRV_TOTAAL",), "T_2016": ("LRV_TOTAAL", "AV_TOTAAL"), "T_PACT": ("LRV_GT3M", "AV_GT3M"),
    "T_BREED": ("LRV_TOTAAL", "AV_TOTAAL", "VR_5_ONDER_A"),
    "T_BEELD": ("LRV_TOTAAL", "AV_TOTAAL", "VR_5_ONDER_A", "ZORGWEKKEND"),
}  # fmt: skip
_VSV = """
select p.persoon, p.levering_id from intermediate.int_vsv_persoon as p
left join intermediate.int_gebied as g on g.gemeentecode = p.gemeentecode and g.gebied = %(gebied)s
where p.schooljaar = %(schooljaar)s and p.regelversie = %(versie)s
    and (g.gebied is not null or p.gemeentecode = %(gebied)s or p.regiocode = %(gebied)s or p.brin = %(gebied)s
        or %(gebied)s = 'NL')
    and {condition}
"""
_VSV_CONDITIONS = {
    "A": "true", "X": "p.is_vsv", "VSV_PCT": "p.is_vsv", "B": "p.uitkomst like 'B\\_%%'",
    "N": "p.uitkomst not like 'B\\_%%'", "X_ZONDER_ENTREE": "p.is_vsv and not p.entree_houder",
    "VSV_ADRES_ONBEKEND": "p.is_vsv and p.adres_onbekend",
}  # fmt: skip


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
    query = _query(uitgave.reeks, indicator)
    if query is None:
        return None, None, "Van dit cijfer wordt niet per persoon bijgehouden uit welke levering het komt."
    parameters = {
        "schooljaar": uitgave.schooljaar, "versie": manifest["versie"], "gebied": gebied,
        "codes": list(_THUISZITTERS.get(indicator, (indicator,))),
    }  # fmt: skip
    rows = conn.execute(
        f"select sha256, count(distinct persoon) from ({query}) as q inner join register.levering using (levering_id)"
        " group by sha256",
        parameters,
    ).fetchall()
    total = conn.execute(f"select count(distinct persoon) from ({query}) as q", parameters).fetchone()
    assert total is not None
    return dict(rows), int(total[0]), ""


def _query(reeks: str, indicator: str) -> str | None:
    if reeks == "leerplichttelling":
        return _LEERPLICHT
    if reeks == "vsv":
        condition = _VSV_CONDITIONS.get(indicator)
        if condition is None and indicator[:2] in {"B_", "C_", "D_"}:
            condition = f"p.uitkomst = '{indicator}'" if indicator.replace("_", "").isalnum() else None
        return None if condition is None else _VSV.format(condition=condition)
    return None
