"""Everything a release is computed from, read in one snapshot of the warehouse.

Nothing here depends on the clock, the order of arrival or the names of machines: the same deliveries,
reference data and code give the same :class:`Gegevens`, and so the same files.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from rizoom.national import flow
from rizoom.publish.uitgave_cijfers import OPEN_DATA, Cijfer, Sleutel, lees_cijfers, vorig_jaar
from rizoom.reference import SEEDS, municipalities, read_seed, regions
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

if TYPE_CHECKING:
    from rizoom.publish.opendata.bescherming import Beschermd

PUBLISH = Path(__file__).parent
GROTE_GEBIEDEN = frozenset({"land", "provincie", "regio"})


class NietGebouwd(RuntimeError):
    """The national tables of the school year are not those of the deliveries now in force."""


@dataclass(frozen=True)
class Levering:
    """A delivery that was read. ``aangemaakt`` in UTC; of ``soort`` see spec leveringen."""

    soort: str
    leveraar: str
    schooljaar: str
    volgnummer: int
    sha256: str
    ontvangstnummer: str
    vorm: str
    aangemaakt: str


@dataclass(frozen=True)
class BevindingAantal:
    """Findings of one delivery in force per code: ``aantal`` lines."""

    leveraar: str
    soort: str
    tabel: str
    code: str
    ernst: str
    herkomst: str
    aantal: int


@dataclass(frozen=True)
class ReeksPunt:
    """One figure of the country in an earlier or this school year."""

    schooljaar: str
    indicator: str
    waarde: str
    status: str


@dataclass(frozen=True)
class Gegevens:
    """The inputs of one release. ``moment``: when the youngest delivery was made; all dates in files are this.

    ``beschermd``: the public figures with their proof, only of public series.
    """

    reeks: str
    schooljaar: str
    versie: str
    parameters: dict[str, str]
    code: dict[str, str]
    moment: datetime
    leveringen: tuple[Levering, ...]
    cijfers: tuple[Cijfer, ...]
    vorig: tuple[Cijfer, ...]
    punten: tuple[ReeksPunt, ...]
    bevindingen: tuple[BevindingAantal, ...]
    namen: dict[str, str]
    kan_definitief: bool = True
    beschermd: Beschermd | None = field(default=None, repr=False)
    index: dict[Sleutel, Cijfer] = field(default_factory=dict, repr=False, compare=False)
    index_vorig: dict[Sleutel, Cijfer] = field(default_factory=dict, repr=False, compare=False)

    def waarde(
        self, tabel: str, indicator: str, uitsplitsing: str = "TOTAAL", maat: str = "aantal",
        niveau: str = "land", gebied: str = "NL", jaar_eerder: bool = False,
    ) -> float | None:  # fmt: skip
        """A figure as a number; None when it is empty or not there."""
        index = self.index_vorig if jaar_eerder else self.index
        found = index.get(Sleutel(tabel, niveau, gebied, indicator, uitsplitsing, maat))
        return float(found.waarde) if found is not None and found.waarde else None

    @property
    def invoer(self) -> str:
        """Hash of what the bytes depend on: deliveries, parameters, code."""
        content = {
            "reeks": self.reeks, "schooljaar": self.schooljaar, "versie": self.versie, "code": self.code,
            "parameters": self.parameters, "leveringen": sorted(item.sha256 for item in self.leveringen),
        }  # fmt: skip
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def standaard_versie(reeks: str, schooljaar: str) -> str:
    """The version of the rules that holds: the VSV rule version of the year, else the definition set."""
    if reeks == OPEN_DATA:
        return f"{flow.DEFAULT_DEFINITION_SETS[0]}+{flow.default_rule_version(schooljaar)}"
    return flow.default_rule_version(schooljaar) if reeks == "vsv" else flow.DEFAULT_DEFINITION_SETS[0]


def lees_gegevens(settings: Settings, reeks: str, schooljaar: str, versie: str | None = None) -> Gegevens:
    """Read all inputs of a release in one repeatable-read snapshot.

    Raises:
        NietGebouwd: the tables are behind the deliveries in force, were built with other code, or a build runs.
    """
    behind = flow.years_to_build(settings, up_to=schooljaar)
    with connect(settings) as conn:
        conn.execute("set transaction isolation level repeatable read, read only")
        return lees_gebouwd(conn, reeks, schooljaar, versie or standaard_versie(reeks, schooljaar), behind)


def lees_gebouwd(
    conn: psycopg.Connection, reeks: str, schooljaar: str, versie: str, behind: list[str]
) -> Gegevens:
    """As :func:`lees_gegevens`, in the transaction of ``conn``; ``behind`` are years that must be built first."""
    built = {row[0] for row in conn.execute("select schooljaar from register.opbouw where compleet")}
    missing = sorted({*behind, *([] if schooljaar in built else [schooljaar])})
    if missing:
        raise NietGebouwd(f"nog niet gebouwd met de geldende leveringen: {', '.join(missing)}")
    leveringen = _leveringen(conn, schooljaar)
    earlier = vorig_jaar(schooljaar)
    # Figures of a public series come from the disclosure control, never straight from the tables.
    public = reeks == OPEN_DATA
    cijfers = [] if public else lees_cijfers(conn, reeks, schooljaar, versie)
    vorig = [
        c for c in lees_cijfers(conn, reeks, earlier, versie) if c.niveau in GROTE_GEBIEDEN
    ] if earlier in built and not public else []  # fmt: skip
    return Gegevens(
        reeks=reeks,
        schooljaar=schooljaar,
        versie=versie,
        parameters=_parameters(reeks, versie),
        code={"tabellen": flow.code_hash(), "publicatie": publicatie_hash(reeks)},
        moment=_moment(leveringen, schooljaar),
        leveringen=leveringen,
        cijfers=tuple(cijfers),
        vorig=tuple(vorig),
        punten=_punten(conn, reeks, schooljaar, versie),
        bevindingen=_bevindingen(conn, schooljaar),
        namen=gebied_namen(),
        kan_definitief=_kan_definitief(conn, reeks, schooljaar, versie),
        index={c.sleutel: c for c in cijfers},
        index_vorig={c.sleutel: c for c in vorig},
    )


def publicatie_hash(reeks: str = "") -> str:
    """Hash of the code and templates that make the files, and of the versions of the libraries that draw them."""
    from importlib.metadata import version

    digest = hashlib.sha256()
    # Sub-packages (disclosure, open data) make no ministry release: they may change without it.
    own = ["geheim", "opendata"] if reeks == OPEN_DATA else []
    for path in sorted(p for part in ["", "templates", *own] for p in (PUBLISH / part).glob("*")):
        if path.suffix in {".py", ".typ", ".html", ".css", ".yaml"}:
            digest.update(path.relative_to(PUBLISH).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    drawn = ("altair", "vl-convert-python", "typst", "xlsxwriter", "odfpy", "jinja2")
    for name in ("highspy", "pyarrow", "rdflib") if reeks == OPEN_DATA else drawn:
        digest.update(f"{name}={version(name)}\n".encode())
    return digest.hexdigest()


def referentie_hash() -> str:
    """Hash of the reference data (all seed files)."""
    digest = hashlib.sha256()
    for path in sorted(SEEDS.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def gebied_namen() -> dict[str, str]:
    """Names of areas by code; institutions have none here."""
    names = {code: area.naam for code, area in {**municipalities(), **regions()}.items()}
    names.update({row["provinciecode"]: row["naam"] for row in read_seed("provincie")})
    return {**names, "NL": "Nederland"}


def levering_als_dict(levering: Levering) -> dict[str, object]:
    """For the manifest."""
    return asdict(levering)


def _parameters(reeks: str, versie: str) -> dict[str, str]:
    if reeks == OPEN_DATA:
        definitieset, _, regelversie = versie.partition("+")
        return {**_parameters("leerplichttelling", definitieset), **_parameters("vsv", regelversie)}
    name, column = ("regelversie", "regelversie") if reeks == "vsv" else ("definitieset", "definitieset")
    rows = [row for row in read_seed(name) if row[column] == versie]
    if not rows:
        raise ValueError(f"onbekende versie: {versie}")
    return dict(rows[0])


def _moment(leveringen: tuple[Levering, ...], schooljaar: str) -> datetime:
    if not leveringen:
        return datetime(int(schooljaar[5:]), 10, 1, tzinfo=UTC)
    youngest = max(datetime.fromisoformat(item.aangemaakt) for item in leveringen)
    return youngest.astimezone(UTC).replace(microsecond=0)


def _leveringen(conn: psycopg.Connection, schooljaar: str) -> tuple[Levering, ...]:
    rows = conn.execute(
        """
        select soort, leveraar, l.schooljaar, volgnummer, sha256, ontvangstnummer, vorm, aangemaakt
        from register.opbouw_levering as o inner join register.levering as l using (levering_id)
        where o.schooljaar = %s
        """,
        (schooljaar,),
    )
    names = ("soort", "leveraar", "schooljaar", "volgnummer", "sha256", "ontvangstnummer", "vorm")
    found = [
        Levering(**dict(zip(names, row[:-1], strict=True)), aangemaakt=row[-1].astimezone(UTC).isoformat())
        for row in rows
    ]
    return tuple(sorted(found, key=lambda x: (x.schooljaar, x.soort, x.leveraar, x.volgnummer, x.sha256)))


def _bevindingen(conn: psycopg.Connection, schooljaar: str) -> tuple[BevindingAantal, ...]:
    rows = conn.execute(
        """
        select leveraar, soort, tabel, code, ernst, herkomst, sum(aantal)::integer
        from (
            select b.levering_id, l.leveraar, l.soort, min(b.tabel) as tabel, b.code, b.ernst, b.herkomst,
                max(b.aantal) as aantal
            from register.opbouw_levering as o
            inner join register.levering as l using (levering_id)
            inner join register.bevinding as b using (levering_id)
            where o.schooljaar = %(schooljaar)s and l.schooljaar = %(schooljaar)s
            group by b.levering_id, l.leveraar, l.soort, b.code, b.ernst, b.herkomst
        ) as per_levering
        group by leveraar, soort, tabel, code, ernst, herkomst
        """,
        {"schooljaar": schooljaar},
    )
    return tuple(BevindingAantal(*row) for row in sorted(rows.fetchall()))


def _punten(conn: psycopg.Connection, reeks: str, schooljaar: str, versie: str) -> tuple[ReeksPunt, ...]:
    """The country's main figures of every school year in the warehouse up to this one."""
    if reeks == OPEN_DATA:
        return ()
    queries = {
        "leerplichttelling": """
            select schooljaar, indicator, aantal::text, status from leerplichttelling.leerplichttelling
            where niveau = 'land' and onderwijssoort_klasse = 'TOTAAL' and definitieset = %(versie)s
            union all
            select t.schooljaar, code, personen::text, d.status from leerplichttelling.thuiszitters as t
            inner join leerplichttelling.dekking as d using (schooljaar, niveau, gebied)
            where niveau = 'land' and definitieset = %(versie)s
        """,
        "vsv": """
            select schooljaar, categorie, vsv_pct::text, status from vsv.vsv
            where niveau = 'land' and regelversie = %(versie)s
            union all
            select schooljaar, 'X', x::text, status from vsv.vsv
            where niveau = 'land' and categorie = 'TOTAAL' and regelversie = %(versie)s
        """,
        "doorstroompunt": """
            select schooljaar, tabel || '.' || kolom, sum(waarde::numeric)::text, ''
            from doorstroompunt.doorstroompunt
            where kolom not like '%%\\_pct' and gebied <> 'NL' and tabel in ('bereik', 'effect_18plus', 'oude_vsv')
            group by schooljaar, tabel, kolom
        """,
    }
    rows = conn.execute(
        f"select * from ({queries[reeks]}) as q where schooljaar <= %(schooljaar)s",
        {"versie": versie, "schooljaar": schooljaar},
    )
    return tuple(
        sorted(
            (ReeksPunt(*(v or "" for v in row)) for row in rows), key=lambda p: (p.indicator, p.schooljaar)
        )
    )


def _kan_definitief(conn: psycopg.Connection, reeks: str, schooljaar: str, versie: str) -> bool:
    if reeks != "vsv":
        return True
    row = conn.execute(
        "select kan_definitief from vsv.vsv_stand where schooljaar = %s and regelversie = %s",
        (schooljaar, versie),
    ).fetchone()
    return bool(row and row[0])
