"""Small deliveries written straight into register and landing, and dbt run over them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence

import psycopg
from psycopg import sql

from rizoom.national.dbt import run_dbt
from rizoom.national.flow import freeze_deliveries
from rizoom.settings import Settings

SCHOOLJAAR = "2024/2025"
Row = Mapping[str, object]


def pseudoniem(naam: str) -> uuid.UUID:
    """A stable pseudonym for an invented person."""
    return uuid.UUID(hashlib.sha256(naam.encode()).hexdigest()[:32])


def lever(
    conn: psycopg.Connection, leveraar: str, aangemaakt: str, tabellen: Mapping[str, Sequence[Row]]
) -> int:
    """Put a delivery of 2024/2025 in force in the place of the earlier one; returns its levering_id.

    Rows have the columns of landing without levering_id, schooljaar and regel; ``persoon`` is the name of an
    invented person.
    """
    soort = "doorstroompunt" if leveraar.startswith("RMC") else "leerplicht"
    sha = hashlib.sha256(f"{leveraar} {aangemaakt}".encode()).hexdigest()
    row = conn.execute(
        "insert into register.levering (sha256, ontvangstnummer, vorm, bytes, status, soort, schooljaar,"
        " leveraar, volgnummer, aangemaakt) values (%s, %s, 'map', 1, 'vigerend', %s, %s, %s, 1, %s)"
        " returning levering_id",
        (sha, sha[:12], soort, SCHOOLJAAR, leveraar, aangemaakt),
    ).fetchone()
    assert row is not None
    levering_id = int(row[0])
    conn.execute("delete from register.vigerend where soort = %s and leveraar = %s", (soort, leveraar))
    conn.execute(
        "insert into register.vigerend values (%s, %s, %s, %s)", (soort, leveraar, SCHOOLJAAR, levering_id)
    )
    conn.execute("select landing.zorg_voor_jaar(%s)", (SCHOOLJAAR,))
    for tabel, rijen in tabellen.items():
        conn.execute(
            "insert into register.levering_bestand (levering_id, naam, tabel) values (%s, %s, %s)",
            (levering_id, f"{tabel}.csv", tabel),
        )
        for regel, rij in enumerate(rijen, 2):
            waarden = {k: v for k, v in rij.items() if k != "persoon"}
            waarden |= {"pseudoniem": pseudoniem(str(rij["persoon"])), "levering_id": levering_id}
            waarden |= {"schooljaar": SCHOOLJAAR, "regel": regel}
            conn.execute(
                sql.SQL("insert into landing.{} ({}) values ({})").format(
                    sql.Identifier(tabel),
                    sql.SQL(", ").join(map(sql.Identifier, waarden)),
                    sql.SQL(", ").join(sql.Placeholder() * len(waarden)),
                ),
                list(waarden.values()),
            )
    return levering_id


def bouw(
    settings: Settings, conn: psycopg.Connection, modellen: Sequence[str], gewijzigd: Sequence[int] = ()
) -> None:
    """Run the models with everything they need: the whole year, or only the persons of ``gewijzigd``."""
    conn.execute("delete from register.bereik")
    conn.execute("insert into register.bereik values (%s, '2025-1', %s)", (SCHOOLJAAR, not gewijzigd))
    freeze_deliveries(conn)
    conn.execute("insert into register.bereik_regelversie values ('R2020') on conflict do nothing")
    conn.execute("delete from register.opbouw_gewijzigd")
    for levering_id in gewijzigd:
        conn.execute("insert into register.opbouw_gewijzigd (levering_id) values (%s)", (levering_id,))
    conn.commit()
    run_dbt(settings, ["run", "--select", *[f"+{model}" for model in modellen]])
