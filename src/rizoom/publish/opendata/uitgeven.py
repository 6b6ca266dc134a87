"""Between releases in general and the open data: protect before writing, keep the proof, show what was approved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import psycopg

from rizoom.publish.geheim import Certificate
from rizoom.publish.opendata.bescherming import Beschermd, Eerder, bescherm
from rizoom.publish.opendata.cijfers import Publiek, uit_csv
from rizoom.publish.opendata.onderwerp import onderwerpen
from rizoom.publish.opendata.poort import certificaat
from rizoom.publish.uitgave_cijfers import Cijfer
from rizoom.publish.uitgave_gegevens import Gegevens
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

_DEKKING = """
select 'dekking', niveau, gebied, 'DEKKING', 'TOTAAL', 'bevolking', bevolking_pct::text, 'procent', status
from leerplichttelling.dekking where schooljaar = %s and niveau = 'land'
"""


def met_bescherming(
    conn: psycopg.Connection, root_key: bytes, gegevens: Gegevens, eerder: Sequence[Eerder]
) -> Gegevens:
    """The inputs of a public release with its protected figures; the exact ones are not in it."""
    beschermd = bescherm(conn, root_key, gegevens.schooljaar, gegevens.versie, eerder)
    dekking = [Cijfer(*(v or "" for v in row)) for row in conn.execute(_DEKKING, (gegevens.schooljaar,))]
    cijfers = [c.als_cijfer() for rijen in beschermd.cijfers.values() for c in rijen]
    return replace(gegevens, beschermd=beschermd, cijfers=(*cijfers, *dekking))


def als_eerder(uitgave: int, manifest_sha256: str, files: Mapping[str, bytes]) -> Eerder:
    """An earlier release from its files."""
    return Eerder(uitgave, manifest_sha256, uit_bestanden(files))


def uit_bestanden(files: Mapping[str, bytes]) -> dict[str, list[Publiek]]:
    """The figures by dataset; other files are left alone."""
    return {
        o.naam: uit_csv(o.naam, files[f"{o.naam}.csv"]) for o in onderwerpen() if f"{o.naam}.csv" in files
    }


def eerder_in_manifest(beschermd: Beschermd | None) -> list[dict[str, Any]]:
    """Which earlier versions the gate looked at."""
    found = beschermd.eerder if beschermd else ()
    return [{"uitgave": e.uitgave, "manifest_sha256": e.manifest_sha256} for e in found]


def bewaar_bewijs(conn: psycopg.Connection, uitgave_id: int, beschermd: Beschermd) -> None:
    """The certificate of every system into the confidential schema. Raises TypeError for a refusal."""
    for s in beschermd.stelsels:
        inhoud = certificaat(s)
        assert isinstance(s.uitslag, Certificate)
        conn.execute(
            "insert into bewijs.uitgave_poort (uitgave_id, stelsel, cellen, beschermd, paren, seconden, certificaat,"
            " certificaat_sha256) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            (uitgave_id, s.naam, len(s.openbaar.cellen), len({p.sleutel for p in s.uitslag.paren}),
             len(s.uitslag.paren), round(s.seconden, 1), inhoud, hashlib.sha256(inhoud).hexdigest()),
        )  # fmt: skip


def bewijzen(settings: Settings, uitgave_id: int) -> list[tuple[str, int, int, int, float, str]]:
    """Per system: name, cells, proved cells, pairs, seconds and hash of the certificate."""
    with connect(settings) as conn:
        return conn.execute(
            "select stelsel, cellen, beschermd, paren, seconden::float, certificaat_sha256 from bewijs.uitgave_poort"
            " where uitgave_id = %s order by stelsel",
            (uitgave_id,),
        ).fetchall()


def toon(
    conn: psycopg.Connection, uitgave_id: int, schooljaar: str, cijfers: Mapping[str, Sequence[Publiek]]
) -> None:
    """The figures of an approved release into ``publiek.cijfer``, as published."""
    with conn.cursor() as cur, cur.copy(
        "copy publiek.cijfer (uitgave_id, dataset, schooljaar, niveau, gebied, indicator, klasse, leeftijd, waarde,"
        " eenheid, bewerking, status, geheim) from stdin"
    ) as copy:  # fmt: skip
        for dataset, rijen in cijfers.items():
            for c in rijen:
                copy.write_row((uitgave_id, dataset, schooljaar, c.niveau, c.gebied, c.indicator, c.klasse, c.leeftijd,
                                c.waarde or None, c.eenheid, c.bewerking, c.status, c.geheim))  # fmt: skip
