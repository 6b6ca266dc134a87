"""Change of the root key, or of the version of the domain key (spec leveringen, section 6).

For a key that may have leaked, or a custodian who leaves. The data keys of the raw store are wrapped anew in one
transaction; then every delivery with landed rows is read again under the new key, each in its own transaction, so
that all links between rows stay as they were and no pseudonym of the old key is left. Afterwards every school year
is built anew. Run it again after a crash: it goes on where it stopped. A delivery whose raw bytes have been
destroyed cannot be read again: its rows keep the old pseudonyms, and are counted.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import sql

from rizoom.intake import flow, keys, rawstore
from rizoom.intake.archive import open_archive
from rizoom.intake.delivery import read_delivery
from rizoom.intake.finding import Refusal
from rizoom.intake.pseudonym import Pseudonymiser
from rizoom.intake.schema import TABLES
from rizoom.intake.sealed import StoreError
from rizoom.settings import MIB, Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class Wissel:
    """Data keys wrapped anew, deliveries read again, deliveries that cannot be read any more."""

    ingepakt: int
    gelezen: int
    onbereikbaar: int


class WisselError(RuntimeError):
    """The change cannot go on; nothing that was not said to be done has been done."""


def wissel(settings: Settings, oude_sleutel: Path) -> Wissel:
    """Go over from the key in ``oude_sleutel`` to the key and key version of ``settings``.

    Raises :class:`WisselError` when the old key is not the one in use, or a delivery reads differently now.
    """
    old = replace(settings, key_hex=None, key_file=oude_sleutel)
    with connect(settings, autocommit=True) as conn:
        conn.execute("select pg_advisory_lock(hashtext('rizoom.national.build'))")
        with conn.transaction():
            wrapped = _rewrap(conn, keys.storage_key(old), keys.storage_key(settings), settings.key_version)
        read, lost = _reread_all(conn, settings)
        with conn.transaction():
            # what was built holds old pseudonyms: no partial build, and nothing to keep old rows for
            conn.execute("update register.opbouw set compleet = false")
            conn.execute("delete from register.opbouw_identiteit")
            conn.execute("delete from register.opbouw_levering")
    flow.prune(settings)
    return Wissel(wrapped, read, lost)


def _rewrap(conn: psycopg.Connection, old: bytes, new: bytes, version: str) -> int:
    count = 0
    for sha256, wrapped in conn.execute(
        "select sha256, ingepakte_sleutel from register.opslag where ingepakte_sleutel is not null for update"
    ).fetchall():
        if _unwrap(bytes(wrapped), new, sha256.encode()) is not None:
            continue
        again = _wrap(_needed(_unwrap(bytes(wrapped), old, sha256.encode())), new, sha256.encode())
        conn.execute(
            "update register.opslag set ingepakte_sleutel = %s, sleutelversie = %s where sha256 = %s",
            [again, version, sha256],
        )
        count += 1
    for name, wrapped in conn.execute(
        "select quarantaine_id, ingepakte_sleutel from portaal.quarantaine"
        " where ingepakte_sleutel is not null for update"
    ).fetchall():
        if _unwrap(bytes(wrapped), new, name.encode()) is None:
            again = _wrap(_needed(_unwrap(bytes(wrapped), old, name.encode())), new, name.encode())
            conn.execute(
                "update portaal.quarantaine set ingepakte_sleutel = %s where quarantaine_id = %s",
                [again, name],
            )
            count += 1
    return count


def _unwrap(wrapped: bytes, key: bytes, name: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(wrapped[:12], wrapped[12:], name)
    except InvalidTag:
        return None


def _wrap(data_key: bytes, key: bytes, name: bytes) -> bytes:
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, data_key, name)


def _needed(data_key: bytes | None) -> bytes:
    if data_key is None:
        raise WisselError("the old key does not open the raw store; nothing has been changed")
    return data_key


def _reread_all(conn: psycopg.Connection, settings: Settings) -> tuple[int, int]:
    """Deliveries read again, and those whose raw bytes are gone."""
    pseudonymiser = keys.pseudonymiser(settings)
    rows = conn.execute(
        "select levering_id, sha256, vorm, schooljaar from register.levering"
        " where status in ('ontvangen', 'gecontroleerd', 'goedgekeurd', 'vigerend')"
        " and gelezen_op is not null and sleutelversie is distinct from %s order by levering_id",
        [settings.key_version],
    ).fetchall()
    lost = 0
    for levering_id, sha256, vorm, year in rows:
        with conn.transaction():
            lost += not _reread(conn, settings, pseudonymiser, levering_id, sha256, vorm, year)
    return len(rows) - lost, lost


def _reread(
    conn: psycopg.Connection,
    settings: Settings,
    pseudonymiser: Pseudonymiser,
    levering_id: int,
    sha256: str,
    vorm: str,
    year: str,
) -> bool:
    gone = conn.execute(
        "select 1 from register.opslag where sha256 = %s and vernietigd_op is not null", [sha256]
    ).fetchone()
    if gone:
        return False
    for tabel in TABLES:
        statement = sql.SQL("delete from landing.{} where schooljaar = %s and levering_id = %s")
        conn.execute(statement.format(sql.Identifier(tabel)), [year, levering_id])
    conn.execute(
        "delete from register.bevinding where levering_id = %s and herkomst = 'lezen'", [levering_id]
    )
    conn.execute("delete from register.levering_bestand where levering_id = %s", [levering_id])
    limits = settings.limits
    if vorm != "zip":  # a folder is kept as an uncompressed zip of our own
        limits = replace(limits, zip_bytes=limits.unpacked_bytes + 64 * MIB, unpack_ratio=1000)
    try:
        with rawstore.open_object(settings, sha256, conn) as raw, open_archive(raw, limits) as archive:
            outcome = read_delivery(conn, settings, levering_id, archive, pseudonymiser)
    except StoreError as fault:
        raise WisselError(f"delivery {levering_id} cannot be read: {fault}") from None
    if isinstance(outcome, Refusal):
        raise WisselError(f"delivery {levering_id} was accepted and is refused now")
    conn.execute(
        "update register.levering set sleutelversie = %s where levering_id = %s",
        [pseudonymiser.sleutelversie, levering_id],
    )
    return True
