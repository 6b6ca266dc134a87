"""Releases: make, approve, withdraw, list (spec publicatie, section 1).

::

    maak ──> wacht op goedkeuring ──> goedgekeurd ──> (ingetrokken)
                     └──────────────> afgewezen

What the figures are (voorlopig, nader_voorlopig, definitief) is part of the release and never changes: the
next status, or a correction, is a new version with a list of what changed. Decisions lie beside the folders,
signed, and in ``register.uitgave_besluit``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal

import psycopg

from rizoom.intake.keys import root_key
from rizoom.national import flow
from rizoom.publish import uitgave_opslag as opslag
from rizoom.publish.uitgave_bestanden import maak_bestanden
from rizoom.publish.uitgave_cijfers import OPENBAAR, REEKSEN, Cijfer, uit_csv
from rizoom.publish.uitgave_controle import als_lijst, controleer, heeft_fouten, onveilig
from rizoom.publish.uitgave_gegevens import Gegevens, lees_gebouwd, standaard_versie
from rizoom.publish.uitgave_manifest import MANIFEST, SIGNATURE, als_bytes, maak_manifest, onderteken
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

STATUSSEN = ("voorlopig", "nader_voorlopig", "definitief")
Besluit = Literal["goedgekeurd", "afgewezen", "ingetrokken"]


class NietToegestaan(RuntimeError):
    """The rules forbid this step; the text says which, in plain Dutch."""


@dataclass(frozen=True)
class Uitgave:
    """A release as registered. ``besluit``: the last decision, or ``wacht op goedkeuring``."""

    uitgave_id: int
    reeks: str
    schooljaar: str
    volgnummer: int
    status: str
    reden: str
    gestart_door: str
    gemaakt_op: datetime
    map: str
    manifest_sha256: str
    controles: tuple[dict[str, Any], ...]
    besluit: str
    besluit_door: str
    verzonden: int
    besluit_reden: str

    @property
    def geldt(self) -> bool:
        """Approved and not withdrawn."""
        return self.besluit == "goedgekeurd"


_SELECT = """
select u.uitgave_id, u.reeks, u.schooljaar, u.volgnummer, u.status, u.reden, u.gestart_door, u.gemaakt_op, u.map,
    u.manifest_sha256, u.controles, coalesce(b.besluit, 'wacht op goedkeuring'), coalesce(b.door, ''),
    (select count(*) from register.uitgave_verzending as v where v.uitgave_id = u.uitgave_id)::integer,
    coalesce(b.reden, '')
from register.uitgave as u
left join lateral (
    select besluit, door, reden from register.uitgave_besluit as b where b.uitgave_id = u.uitgave_id
    order by besluit_id desc limit 1
) as b on true
"""


def maak(
    settings: Settings,
    reeks: str,
    schooljaar: str,
    status: str,
    door: str,
    reden: str = "",
    versie: str | None = None,
) -> Uitgave:
    """Compute a release, write its folder and register it; it then waits for somebody else's approval.

    Retry safe: the same inputs, status and starter give the release that is there already. ``reden`` is asked
    for from the second version on.

    Raises:
        NietToegestaan: the status would go back, a reason is missing, or the series is public and the disclosure
            gate did not pass (then nothing is written).
        NietGebouwd: the national tables are not those of the deliveries in force.
    """
    if reeks not in {*REEKSEN, *OPENBAAR} or status not in STATUSSEN:
        series = ", ".join([*REEKSEN, *sorted(OPENBAAR)])
        raise NietToegestaan(f"kies een reeks uit {series} en een status uit {', '.join(STATUSSEN)}")
    behind = flow.years_to_build(settings, up_to=schooljaar)
    with connect(settings) as lock, connect(settings) as conn:
        # The lock is taken before the snapshot: a second maker then sees the release of the first.
        lock.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rizoom.uitgave.{reeks}.{schooljaar}"]
        )
        conn.execute("set transaction isolation level repeatable read")
        gegevens = lees_gebouwd(
            conn, reeks, schooljaar, versie or standaard_versie(reeks, schooljaar), behind
        )
        earlier = _lijst(conn, reeks, schooljaar)
        same = _dezelfde(conn, gegevens, status)
        if same is not None:
            return same
        _check_status(earlier, status, reden)
        volgnummer = len(earlier) + 1
        if reeks in OPENBAAR:
            gegevens = _bescherm(settings, conn, gegevens, [u for u in earlier if u.besluit != "afgewezen"])
        folder = opslag.map_van(reeks, schooljaar, volgnummer)
        vorige = _vorige(earlier)
        files, manifest, punten = stel_samen(
            gegevens, volgnummer, status, reden, *_vorige_cijfers(settings, vorige)
        )
        unsafe = onveilig(reeks, punten)
        if unsafe:
            raise NietToegestaan(unsafe)
        opslag.schrijf_map(
            opslag.in_opslag(settings),
            folder,
            {**files, MANIFEST: manifest, SIGNATURE: onderteken(settings, manifest)},
        )
        return _registreer(conn, gegevens, volgnummer, status, reden, door, folder, manifest, punten, vorige)


def stel_samen(
    gegevens: Gegevens, volgnummer: int, status: str, reden: str,
    vorige_cijfers: list[Cijfer] | None, vorige: dict[str, object] | None,
) -> tuple[dict[str, bytes], bytes, list[dict[str, Any]]]:  # fmt: skip
    """Files, manifest and checklist of one release: a pure function of its arguments."""
    punten = controleer(gegevens, status)
    files = maak_bestanden(gegevens, volgnummer, status, reden, punten, vorige_cijfers)
    manifest = als_bytes(maak_manifest(gegevens, volgnummer, status, reden, punten, files, vorige))
    return files, manifest, als_lijst(punten)


def keur_goed(settings: Settings, uitgave_id: int, door: str, reden: str) -> Uitgave:
    """Approve: by somebody else than the starter, and only without errors on the checklist.

    Approving final VSV figures also fixes them in ``register.vsv_vaststelling``.
    """
    with connect(settings) as conn:
        found = _een(conn, uitgave_id, lock=True)
        if found.besluit == "goedgekeurd":
            return found
        if found.besluit != "wacht op goedkeuring":
            raise NietToegestaan(f"deze uitgave is {found.besluit}")
        if door.strip().lower() == found.gestart_door.strip().lower():
            raise NietToegestaan("wie de uitgave startte, mag haar niet goedkeuren")
        if heeft_fouten(list(found.controles)):
            wrong = [p["tekst"] for p in found.controles if p["ernst"] == "fout"]
            raise NietToegestaan(f"de controlelijst heeft fouten: {' '.join(map(str, wrong))}")
        _besluit(settings, conn, found, "goedgekeurd", door, reden)
        if found.reeks == "vsv" and found.status == "definitief":
            conn.execute(
                """
                insert into register.vsv_vaststelling (schooljaar, regelversie, vingerafdruk, vastgesteld_door, reden)
                select schooljaar, regelversie, vingerafdruk, %s, %s from vsv.vsv_stand
                where schooljaar = %s and kan_definitief
                on conflict do nothing
                """,
                (door, reden, found.schooljaar),
            )
        if found.reeks in OPENBAAR:
            from rizoom.publish.opendata.uitgeven import toon, uit_bestanden

            toon(conn, uitgave_id, found.schooljaar, uit_bestanden(bestanden_van(settings, found, "csv")))
        return _een(conn, uitgave_id)


def wijs_af(settings: Settings, uitgave_id: int, door: str, reden: str) -> Uitgave:
    """Reject a release that waits; it stays in the store, and is never sent."""
    with connect(settings) as conn:
        found = _een(conn, uitgave_id, lock=True)
        if found.besluit == "afgewezen":
            return found
        if found.besluit != "wacht op goedkeuring":
            raise NietToegestaan(f"deze uitgave is {found.besluit}")
        _besluit(settings, conn, found, "afgewezen", door, reden)
        return _een(conn, uitgave_id)


def trek_in(settings: Settings, uitgave_id: int, door: str, reden: str) -> Uitgave:
    """Withdraw a release, with the reason. Its folder stays: nothing is ever removed."""
    if not reden.strip():
        raise NietToegestaan("geef een reden")
    with connect(settings) as conn:
        found = _een(conn, uitgave_id, lock=True)
        if found.besluit == "ingetrokken":
            return found
        _besluit(settings, conn, found, "ingetrokken", door, reden)
        return _een(conn, uitgave_id)


def lijst(settings: Settings, reeks: str | None = None, schooljaar: str | None = None) -> list[Uitgave]:
    """All releases, oldest first."""
    with connect(settings) as conn:
        return _lijst(conn, reeks, schooljaar)


def zoek(settings: Settings, reeks: str, schooljaar: str, volgnummer: int | None = None) -> Uitgave:
    """One release; without number the last one that was not withdrawn or rejected.

    Raises:
        LookupError: there is none.
    """
    with connect(settings) as conn:
        found = _lijst(conn, reeks, schooljaar)
    if volgnummer is None:
        found = [u for u in found if u.besluit not in {"ingetrokken", "afgewezen"}]
    else:
        found = [u for u in found if u.volgnummer == volgnummer]
    if not found:
        raise LookupError("deze uitgave is er niet")
    return found[-1]


def manifest_van(settings: Settings, uitgave: Uitgave) -> dict[str, Any]:
    """The manifest of a release; its bytes are those that were registered. Raises opslag.Beschadigd."""
    content = opslag.lees_gecontroleerd(
        opslag.in_opslag(settings), f"{uitgave.map}/{MANIFEST}", uitgave.manifest_sha256
    )
    return dict(json.loads(content))


def cijfers_van(settings: Settings, uitgave: Uitgave) -> list[Cijfer]:
    """The released cells; checked against the manifest. Of a public series a hidden cell is the symbol."""
    if uitgave.reeks in OPENBAAR:
        from rizoom.publish.opendata.uitgeven import uit_bestanden

        public = uit_bestanden(bestanden_van(settings, uitgave, "csv"))
        return [c.als_cijfer() for rows in public.values() for c in rows]
    entry = manifest_van(settings, uitgave)["bestanden"]["cijfers.csv"]
    path = f"{uitgave.map}/cijfers.csv"
    return uit_csv(opslag.lees_gecontroleerd(opslag.in_opslag(settings), path, entry["sha256"]))


def bestanden_van(settings: Settings, uitgave: Uitgave, soort: str) -> dict[str, bytes]:
    """The files of a release with this ending (``""``: all), checked against its manifest."""
    url = opslag.in_opslag(settings)
    return {
        name: opslag.lees_gecontroleerd(url, f"{uitgave.map}/{name}", entry["sha256"])
        for name, entry in manifest_van(settings, uitgave)["bestanden"].items()
        if name.endswith(f".{soort}" if soort else "")
    }


def _bescherm(
    settings: Settings, conn: psycopg.Connection, gegevens: Gegevens, earlier: Sequence[Uitgave]
) -> Gegevens:
    """Protected figures in place of exact ones; every version that was or may become public is looked at."""
    from rizoom.publish.opendata.uitgeven import als_eerder, met_bescherming

    known = [als_eerder(u.volgnummer, u.manifest_sha256, bestanden_van(settings, u, "csv")) for u in earlier]
    return met_bescherming(conn, root_key(settings), gegevens, known)


def _check_status(earlier: Sequence[Uitgave], status: str, reden: str) -> None:
    if earlier and not reden.strip():
        raise NietToegestaan("er is al een uitgave van dit schooljaar: geef een reden voor de nieuwe versie")
    valid = [u for u in earlier if u.geldt]
    if valid and STATUSSEN.index(status) < max(STATUSSEN.index(u.status) for u in valid):
        raise NietToegestaan("de status kan niet terug: er is al een uitgave met een hogere status")


def _dezelfde(conn: psycopg.Connection, gegevens: Gegevens, status: str) -> Uitgave | None:
    """The newest release when it is of the same inputs and status, and nobody turned it down."""
    row = conn.execute(
        "select uitgave_id, invoer, status from register.uitgave where reeks = %s and schooljaar = %s"
        " order by volgnummer desc limit 1",
        (gegevens.reeks, gegevens.schooljaar),
    ).fetchone()
    if row is None or row[1:] != (gegevens.invoer, status):
        return None
    found = _een(conn, row[0])
    return None if found.besluit in {"ingetrokken", "afgewezen"} else found


def _vorige(earlier: Sequence[Uitgave]) -> Uitgave | None:
    """The version to compare with: the last that holds, else the last that waits."""
    holds = [u for u in earlier if u.geldt] or [u for u in earlier if u.besluit == "wacht op goedkeuring"]
    return holds[-1] if holds else None


def _vorige_cijfers(
    settings: Settings, vorige: Uitgave | None
) -> tuple[list[Cijfer] | None, dict[str, object] | None]:
    if vorige is None:
        return None, None
    about = {"uitgave": vorige.volgnummer, "status": vorige.status, "manifest_sha256": vorige.manifest_sha256}
    return cijfers_van(settings, vorige), dict(about)


def _registreer(
    conn: psycopg.Connection, gegevens: Gegevens, volgnummer: int, status: str, reden: str, door: str, folder: str,
    manifest: bytes, punten: list[dict[str, Any]], vorige: Uitgave | None,
) -> Uitgave:  # fmt: skip
    row = conn.execute(
        """
        insert into register.uitgave
            (reeks, schooljaar, volgnummer, status, reden, gestart_door, map, manifest_sha256, invoer, controles,
            vorige_id)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning uitgave_id
        """,
        (gegevens.reeks, gegevens.schooljaar, volgnummer, status, reden, door, folder,
         hashlib.sha256(manifest).hexdigest(), gegevens.invoer, json.dumps(punten, ensure_ascii=False),
         vorige.uitgave_id if vorige else None),
    ).fetchone()  # fmt: skip
    assert row is not None
    if gegevens.beschermd is not None:
        from rizoom.publish.opendata.uitgeven import bewaar_bewijs

        bewaar_bewijs(conn, row[0], gegevens.beschermd)
    conn.execute(
        "insert into register.uitgave_levering (uitgave_id, levering_id)"
        " select %s, levering_id from register.levering where sha256 = any(%s)",
        (row[0], [item.sha256 for item in gegevens.leveringen]),
    )
    return _een(conn, row[0])


def _besluit(
    settings: Settings, conn: psycopg.Connection, uitgave: Uitgave, besluit: Besluit, door: str, reden: str
) -> None:
    """Keep a decision in the register, and signed beside the folders of the releases."""
    moment = datetime.now(UTC).replace(microsecond=0)
    conn.execute(
        "insert into register.uitgave_besluit (uitgave_id, besluit, door, op, reden) values (%s, %s, %s, %s, %s)",
        (uitgave.uitgave_id, besluit, door, moment, reden),
    )
    content = als_bytes(
        {"uitgave": uitgave.map, "manifest_sha256": uitgave.manifest_sha256, "besluit": besluit, "door": door,
         "op": moment.isoformat(), "reden": reden}
    )  # fmt: skip
    folder, name = uitgave.map.rsplit("/", 1)
    path = f"{folder}/besluiten/{name}-{besluit}"
    url = opslag.in_opslag(settings)
    # Written before the commit: after a crash in between the next try replaces it with its own time.
    opslag.schrijf_bestand(url, f"{path}.json", content, overwrite=True)
    opslag.schrijf_bestand(url, f"{path}.sig", onderteken(settings, content), overwrite=True)


def _lijst(conn: psycopg.Connection, reeks: str | None, schooljaar: str | None) -> list[Uitgave]:
    rows = conn.execute(
        f"{_SELECT} where (%(reeks)s::text is null or u.reeks = %(reeks)s)"
        " and (%(jaar)s::text is null or u.schooljaar = %(jaar)s) order by u.reeks, u.schooljaar, u.volgnummer",
        {"reeks": reeks, "jaar": schooljaar},
    )
    return [_uit_rij(row) for row in rows]


def _een(conn: psycopg.Connection, uitgave_id: int, lock: bool = False) -> Uitgave:
    if lock:
        conn.execute("select 1 from register.uitgave where uitgave_id = %s for update", (uitgave_id,))
    row = conn.execute(f"{_SELECT} where u.uitgave_id = %s", (uitgave_id,)).fetchone()
    if row is None:
        raise LookupError("deze uitgave is er niet")
    return _uit_rij(row)


def _uit_rij(row: tuple[Any, ...]) -> Uitgave:
    names = [field.name for field in fields(Uitgave)]
    return Uitgave(**dict(zip(names, (*row[:10], tuple(row[10]), *row[11:]), strict=True)))
