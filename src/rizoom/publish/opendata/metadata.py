"""What machines read about the files: Data Package v2 with Table Schema, and CSVW."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from rizoom.publish.opendata.onderwerp import LICENTIE, REEKS, Onderwerp, onderwerpen
from rizoom.publish.opendata.uitgever import uitgever
from rizoom.publish.opendata.velden import VELDEN, Veld

PROFIEL = "https://datapackage.org/profiles/2.0/datapackage.json"


def datapackage(schooljaar: str, uitgave: int, gemaakt: str, bestanden: Mapping[str, bytes]) -> bytes:
    """``datapackage.json``: every CSV as a resource with schema, size and hash. ``gemaakt``: ISO time."""
    u = uitgever()
    resources = []
    for o in onderwerpen():
        inhoud = bestanden[f"{o.naam}.csv"]
        resources.append(
            {
                "name": o.naam, "title": o.titel_nl, "description": o.beschrijving_nl, "path": f"{o.naam}.csv",
                "type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                "bytes": len(inhoud), "hash": f"sha256:{hashlib.sha256(inhoud).hexdigest()}",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
                "schema": {
                    "fields": [_table_field(v) for v in VELDEN],
                    "primaryKey": [v.naam for v in VELDEN if v.sleutel],
                    "missingValues": [""],
                },
            }
        )  # fmt: skip
    return _json(
        {
            "$schema": PROFIEL, "name": f"{REEKS}-{schooljaar.replace('/', '-')}",
            "id": u.bestand(schooljaar, uitgave, "datapackage.json"),
            "title": f"Leerplicht en voortijdig schoolverlaten {schooljaar}",
            "version": f"{schooljaar.replace('/', '-')}.{uitgave}", "created": gemaakt, "homepage": u.adres,
            "licenses": [{"name": "CC-BY-4.0", "path": LICENTIE, "title": "Creative Commons Naamsvermelding 4.0"}],
            "contributors": [{"title": u.naam_nl, "email": u.email, "roles": ["publisher", "creator"]}],
            "keywords": sorted({t for o in onderwerpen() for t in o.trefwoorden}), "resources": resources,
        }
    )  # fmt: skip


def csvw(o: Onderwerp, schooljaar: str, uitgave: int, gemaakt: str) -> bytes:
    """``<dataset>.csv-metadata.json``: metadata of one table (W3C CSV on the Web)."""
    u = uitgever()
    return _json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
            "url": f"{o.naam}.csv",
            "dc:title": f"{o.titel_nl} {schooljaar}", "dc:description": o.beschrijving_nl,
            "dc:publisher": u.naam_nl, "dc:license": {"@id": LICENTIE}, "dc:issued": gemaakt[:10],
            "dc:identifier": u.dataset(o.naam, schooljaar, uitgave), "dc:language": "nl",
            "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "lineTerminators": ["\n"]},
            "tableSchema": {
                "columns": [_csvw_column(v) for v in VELDEN],
                "primaryKey": [v.naam for v in VELDEN if v.sleutel],
            },
        }
    )  # fmt: skip


def _table_field(v: Veld) -> dict[str, Any]:
    regels: dict[str, Any] = {"required": True} if v.verplicht else {}
    if v.waarden:
        regels["enum"] = list(v.waarden)
    if v.patroon:
        regels["pattern"] = v.patroon
    veld: dict[str, Any] = {
        "name": v.naam, "type": v.soort, "title": f"{v.titel_nl} / {v.titel_en}",
        "description": f"{v.uitleg_nl} / {v.uitleg_en}",
    }  # fmt: skip
    return {**veld, "constraints": regels} if regels else veld


def _csvw_column(v: Veld) -> dict[str, Any]:
    soort: Any = {"base": "decimal"} if v.soort == "number" else {"base": "string"}
    if v.waarden:
        soort["format"] = "|".join(w.replace(".", "\\.") for w in v.waarden)
    elif v.patroon:
        soort["format"] = v.patroon
    return {
        "name": v.naam, "titles": v.naam, "datatype": soort, "required": v.verplicht,
        "dc:title": {"nl": v.titel_nl, "en": v.titel_en}, "dc:description": {"nl": v.uitleg_nl, "en": v.uitleg_en},
    }  # fmt: skip


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
