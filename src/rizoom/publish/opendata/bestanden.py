"""All files of one public release, made from its protected figures alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from rizoom.publish.opendata import codeboek
from rizoom.publish.opendata.cijfers import KOLOMMEN, Publiek, als_csv
from rizoom.publish.opendata.dcat import Versie, als_turtle
from rizoom.publish.opendata.metadata import csvw, datapackage
from rizoom.publish.opendata.onderwerp import LICENTIE, onderwerpen, versies
from rizoom.publish.opendata.uitgever import uitgever
from rizoom.publish.uitgave_cijfers import Cijfer
from rizoom.publish.uitgave_gegevens import Gegevens
from rizoom.publish.uitgave_wijzigingen import als_csv as wijzigingen_csv
from rizoom.publish.uitgave_wijzigingen import vergelijk


def maak_bestanden(
    gegevens: Gegevens, volgnummer: int, status: str, reden: str, vorige_cijfers: list[Cijfer] | None
) -> dict[str, bytes]:
    """File name → bytes. Raises ``ValueError`` without protected figures."""
    beschermd = gegevens.beschermd
    if beschermd is None:
        raise ValueError("a public release has protected figures only")
    regels = versies(gegevens.versie)
    gemaakt = gegevens.moment.isoformat()
    files: dict[str, bytes] = {}
    for o in onderwerpen():
        cijfers = beschermd.cijfers[o.naam]
        inhoud = als_csv(gegevens.schooljaar, regels[o.naam], cijfers, gegevens.namen)
        files[f"{o.naam}.csv"] = inhoud
        files[f"{o.naam}.parquet"] = als_parquet(inhoud, o.titel_nl)
        files[f"{o.naam}.csv-metadata.json"] = csvw(o, gegevens.schooljaar, volgnummer, gemaakt)
    alle = [c for rijen in beschermd.cijfers.values() for c in rijen]
    files["codeboek.csv"] = codeboek.als_csv(gegevens.versie, alle)
    files["datapackage.json"] = datapackage(gegevens.schooljaar, volgnummer, gemaakt, files)
    versie = Versie(gegevens.schooljaar, volgnummer, status, gemaakt[:10], regels, dict(files))
    files["dcat.ttl"] = als_turtle([versie])
    files["CITATION.cff"] = citatie(gegevens.schooljaar, volgnummer, gegevens.moment.date())
    files["LICENTIE.txt"] = _licentie()
    changes = () if vorige_cijfers is None else vergelijk(vorige_cijfers, [c.als_cijfer() for c in alle])
    files["wijzigingen.csv"] = wijzigingen_csv(changes, gegevens.namen)
    files["wijzigingen.md"] = _wijzigingen(gegevens.schooljaar, volgnummer, status, reden, len(changes))
    return files


def als_parquet(inhoud: bytes, titel: str) -> bytes:
    """The same table as Parquet (zstd): text columns, ``waarde`` as a number."""
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    soorten = {k: pa.float64() if k == "waarde" else pa.string() for k in KOLOMMEN}
    opties = pc.ConvertOptions(column_types=soorten, strings_can_be_null=False, null_values=[""])
    tabel = pc.read_csv(io.BytesIO(inhoud), convert_options=opties)
    tabel = tabel.replace_schema_metadata({"title": titel, "license": LICENTIE})
    sink = io.BytesIO()
    pq.write_table(tabel, sink, compression="zstd")
    return sink.getvalue()


def citatie(schooljaar: str, volgnummer: int, dag: date) -> bytes:
    """``CITATION.cff`` (Citation File Format 1.2)."""
    u = uitgever()
    return (
        "cff-version: 1.2.0\nmessage: Noem deze bron als u de gegevens gebruikt.\ntype: dataset\n"
        f'title: "Leerplicht en voortijdig schoolverlaten {schooljaar}"\n'
        f'authors:\n  - name: "{u.naam_nl}"\nversion: "{schooljaar.replace("/", "-")}.{volgnummer}"\n'
        f"date-released: {dag.isoformat()}\nlicense: CC-BY-4.0\n"
        f'url: "{u.bestand(schooljaar, volgnummer, "datapackage.json")}"\n'
    ).encode()


def publieke_cijfers(gegevens: Gegevens) -> Sequence[Publiek]:
    """All public figures of the release."""
    return [] if gegevens.beschermd is None else [c for r in gegevens.beschermd.cijfers.values() for c in r]


def _licentie() -> bytes:
    return (
        "Creative Commons Naamsvermelding 4.0 Internationaal (CC BY 4.0)\n"
        f"{LICENTIE}\n\nU mag deze gegevens gebruiken, bewerken en delen, ook voor geld. Noem dan wel de bron:\n"
        f"{uitgever().naam_nl}, {uitgever().adres}\n"
    ).encode()


def _wijzigingen(schooljaar: str, volgnummer: int, status: str, reden: str, aantal: int) -> bytes:
    regel = (
        "Eerste uitgave."
        if volgnummer == 1
        else f"{reden}\n\nVeranderde cijfers: {aantal}. Zie `wijzigingen.csv`."
    )
    return f"# {schooljaar}, uitgave {volgnummer} ({status.replace('_', ' ')})\n\n{regel}\n".encode()
