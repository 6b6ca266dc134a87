"""Accounts and mandates in the database; development accounts for a portal on loopback."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psycopg

from rizoom.portal.actor import Account
from rizoom.settings import Settings
from rizoom.warehouse.private_file import read_or_create

DEVELOPMENT = "ontwikkel"
_ACCOUNT = """
select a.account_id, a.soort, a.naam, a.rollen,
    coalesce(array_agg(m.leveraar) filter (
        where m.leveraar is not null
            and coalesce(m.van, '-infinity') <= current_date and current_date <= coalesce(m.tot, 'infinity')
    ), '{{}}')
from portaal.account as a
left join portaal.mandaat as m on a.account_id = m.account_id
where a.actief and {condition}
group by a.account_id
"""


@dataclass(frozen=True)
class DevelopmentAccount:
    """An account of a portal on loopback; ``leveraars`` None: every supplier there is."""

    onderwerp: str
    naam: str
    soort: Literal["mens", "machine"]
    rollen: tuple[str, ...]
    leveraars: tuple[str, ...] | None = ()


DEVELOPMENT_ACCOUNTS = (
    DevelopmentAccount("utrecht", "Gemeente Utrecht", "mens", ("leveraar",), ("GM0344",)),
    DevelopmentAccount("nieuwegein", "Gemeente Nieuwegein", "mens", ("leveraar",), ("GM0356",)),
    DevelopmentAccount(
        "samenwerking", "Samenwerking Utrecht", "mens", ("leveraar",), ("GM0344", "GM0356", "RMC19")
    ),
    DevelopmentAccount("land", "Iedere leveraar (om te oefenen)", "mens", ("leveraar",), None),
    DevelopmentAccount("helpdesk", "Helpdesk", "mens", ("helpdesk",)),
    DevelopmentAccount("auditor", "Auditor", "mens", ("auditor",)),
    DevelopmentAccount("pakket-utrecht", "Pakket van Utrecht", "machine", ("leveraar",), ("GM0344",)),
    DevelopmentAccount("pakket-land", "Pakket van iedereen (om te meten)", "machine", ("leveraar",), None),
)


def by_id(conn: psycopg.Connection, account_id: int) -> Account | None:
    """An active account with its mandates of today."""
    return _one(conn, "a.account_id = %s", [account_id])


def by_subject(conn: psycopg.Connection, uitgever: str, onderwerp: str, soort: str) -> Account | None:
    """The active account of this subject of this issuer; None: known to the issuer, not to us."""
    return _one(conn, "a.uitgever = %s and a.onderwerp = %s and a.soort = %s", [uitgever, onderwerp, soort])


def by_secret(conn: psycopg.Connection, onderwerp: str, secret: str, soort: str) -> Account | None:
    """The development account with this password or client secret."""
    row = conn.execute(
        "select geheim_hash from portaal.account where uitgever = %s and onderwerp = %s and soort = %s",
        [DEVELOPMENT, onderwerp, soort],
    ).fetchone()
    known = row[0] if row and row[0] else _hash("")
    if not hmac.compare_digest(known, _hash(secret)) or not secret:
        return None
    return by_subject(conn, DEVELOPMENT, onderwerp, soort)


def save(
    conn: psycopg.Connection,
    uitgever: str,
    onderwerp: str,
    soort: str,
    naam: str,
    rollen: Iterable[str],
    leveraars: Iterable[str],
    secret: str | None = None,
) -> int:
    """Make an account or replace its roles and mandates; its id."""
    row = conn.execute(
        "insert into portaal.account (uitgever, onderwerp, soort, naam, rollen, geheim_hash)"
        " values (%s, %s, %s, %s, %s, %s) on conflict (uitgever, onderwerp) do update"
        " set soort = excluded.soort, naam = excluded.naam, rollen = excluded.rollen,"
        " geheim_hash = excluded.geheim_hash returning account_id",
        [uitgever, onderwerp, soort, naam, list(rollen), _hash(secret) if secret else None],
    ).fetchone()
    assert row is not None
    conn.execute("delete from portaal.mandaat where account_id = %s", [row[0]])
    conn.execute(
        "insert into portaal.mandaat (account_id, leveraar) select %s, unnest(%s::text[])",
        [row[0], sorted(set(leveraars))],
    )
    return int(row[0])


def secrets_file(settings: Settings) -> Path:
    """Where the passwords of the development accounts stand (mode 0600)."""
    return settings.home / "portaal-wachtwoorden.json"


def ensure_development_accounts(conn: psycopg.Connection, settings: Settings) -> dict[str, str]:
    """Make the development accounts with random passwords, once per home; onderwerp → password."""
    from rizoom.reference import municipalities, regions

    def fresh() -> bytes:
        return json.dumps(
            {a.onderwerp: secrets.token_urlsafe(16) for a in DEVELOPMENT_ACCOUNTS}, indent=1
        ).encode()

    passwords: dict[str, str] = json.loads(read_or_create(secrets_file(settings), fresh)[0])
    for account in DEVELOPMENT_ACCOUNTS:
        everybody = [*municipalities(), *regions()]
        save(
            conn,
            DEVELOPMENT,
            account.onderwerp,
            account.soort,
            account.naam,
            account.rollen,
            everybody if account.leveraars is None else account.leveraars,
            passwords[account.onderwerp],
        )
    return passwords


def _one(conn: psycopg.Connection, condition: str, values: list[object]) -> Account | None:
    row = conn.execute(_ACCOUNT.format(condition=condition).encode(), values).fetchone()
    if row is None:
        return None
    return Account(row[0], row[1], row[2], frozenset(row[3]), frozenset(row[4]))


def _hash(secret: str) -> str:
    """Passwords and secrets are 128 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(b"rizoom|portaal|" + secret.encode()).hexdigest()
