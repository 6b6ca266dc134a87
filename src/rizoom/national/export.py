"""The national tables as files: the contract of ``rizoom run`` (comma, UTF-8, header, sorted, stable)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from rizoom.settings import Settings
from rizoom.warehouse.connect import connect


@dataclass(frozen=True)
class ExportFile:
    """One file: its name, the query that gives its rows and the columns it is sorted by."""

    name: str
    query: str
    order: tuple[str, ...]


_UITKOMSTEN = (
    "b_overleden, b_vertrokken, b_vrijstelling, c_vo, c_mbo, c_vavo, c_ho, c_vso_pro, c_niet_bekostigd, "
    "d_startkw_eerder, d_startkw_jaar, d_startkw_verlaat, d_defensie_politie, d_entree_werk, vsv"
)

_JAAR_EN_SET = "where schooljaar = %(schooljaar)s and definitieset = %(definitieset)s"

# Of a delivery the files name only its sha256: the id depends on the order of arrival.
FILES: tuple[ExportFile, ...] = (
    ExportFile(
        "leveringen",
        "select leveraar, soort, schooljaar, volgnummer, status, sha256 from register.levering",
        ("soort", "leveraar", "schooljaar", "volgnummer", "sha256"),
    ),
    ExportFile(
        "bevindingen",
        "select l.sha256 as levering, b.tabel, b.regel, b.kolom, b.code, b.ernst, b.melding, b.aantal "
        "from register.bevinding as b join register.levering as l using (levering_id)",
        ("levering", "tabel", "regel", "kolom", "code", "ernst", "melding", "aantal"),
    ),
    ExportFile(
        "leerplichttelling",
        "select schooljaar, niveau, gebied, indicator, onderwijssoort_klasse, aantal, dubbel_geteld, status "
        f"from leerplichttelling.leerplichttelling {_JAAR_EN_SET}",
        ("schooljaar", "niveau", "gebied", "indicator", "onderwijssoort_klasse"),
    ),
    ExportFile(
        "thuiszitters",
        "select schooljaar, niveau, gebied, code, personen, som "
        f"from leerplichttelling.thuiszitters {_JAAR_EN_SET}",
        ("schooljaar", "niveau", "gebied", "code"),
    ),
    ExportFile(
        "stromen",
        "select schooljaar, niveau, gebied, van, naar, personen "
        f"from leerplichttelling.stromen {_JAAR_EN_SET}",
        ("schooljaar", "niveau", "gebied", "van", "naar"),
    ),
    ExportFile(
        "vsv",
        'select schooljaar, regelversie, niveau, gebied, categorie, a as "A", b as "B", n as "N", x as "X", '
        'x_zonder_entree as "X_zonder_entree", x_zonder_uitkomst as "X_zonder_uitkomst", '
        "vsv_pct, status, stand, grens, "
        f"{_UITKOMSTEN} from vsv.vsv where schooljaar = %(schooljaar)s and regelversie = %(regelversie)s",
        ("schooljaar", "regelversie", "niveau", "gebied", "categorie"),
    ),
    ExportFile(
        "vsv_scenario",
        "select schooljaar, regelversie, niveau, gebied, scenario, over, verwijderd, alleen, pct_n1, pct_n2 "
        "from vsv.vsv_scenario where schooljaar = %(schooljaar)s and regelversie = %(regelversie)s",
        ("schooljaar", "regelversie", "niveau", "gebied", "scenario"),
    ),
    ExportFile(
        "jongeren_in_beeld",
        "select schooljaar, peildatum, niveau, gebied, leeftijdsgroep, status, personen "
        f"from in_beeld.jongeren_in_beeld {_JAAR_EN_SET}",
        ("schooljaar", "peildatum", "niveau", "gebied", "leeftijdsgroep", "status"),
    ),
    ExportFile(
        "doorstroompunt",
        "select schooljaar, gebied, tabel, rij, kolom, waarde "
        "from doorstroompunt.doorstroompunt where schooljaar = %(schooljaar)s",
        ("schooljaar", "gebied", "tabel", "rij", "kolom"),
    ),
    ExportFile(
        "dekking",
        "select schooljaar, niveau, gebied, status, gemeenten, geleverd, bevolking_pct "
        "from leerplichttelling.dekking where schooljaar = %(schooljaar)s",
        ("schooljaar", "niveau", "gebied"),
    ),
)

# Tables of the register exist before any build; national tables only after one.
REGISTER_FILES = {"leveringen", "bevindingen"}


def write_tables(
    settings: Settings,
    schooljaar: str,
    out: Path,
    definitieset: str = "2025-1",
    regelversie: str = "R2020",
    only: frozenset[str] | None = None,
) -> list[Path]:
    """Write the tables of one school year as CSV files in ``out`` and return their paths.

    Rows are sorted by bytes (collation C) so that the same figures always are the same bytes. Each file
    is written beside its name and then renamed: a reader never sees half a file.
    """
    out.mkdir(parents=True, exist_ok=True)
    parameters = {"schooljaar": schooljaar, "definitieset": definitieset, "regelversie": regelversie}
    written = []
    with connect(settings) as conn:
        conn.execute("set transaction isolation level repeatable read, read only")
        for file in FILES:
            if only is not None and file.name not in only:
                continue
            target = out / f"{file.name}.csv"
            partial = target.with_suffix(".csv.deel")
            with conn.cursor() as cur, partial.open("wb") as sink:
                query = _with_literals(_ordered(file), parameters)
                with cur.copy(f"copy ({query}) to stdout (format csv, header true, encoding 'UTF8')") as copy:
                    for block in copy:
                        sink.write(block)
            partial.replace(target)
            written.append(target)
    return written


def _with_literals(query: str, parameters: dict[str, str]) -> str:
    """``query`` with its parameters as literals: COPY takes no parameters."""
    text = query
    for name, value in parameters.items():
        text = text.replace(f"%({name})s", sql.Literal(value).as_string(None))
    return text


def _ordered(file: ExportFile) -> str:
    numeric = {"regel", "volgnummer", "aantal"}
    keys = ", ".join(
        f'q."{column}" nulls first' if column in numeric else f'q."{column}"::text collate "C" nulls first'
        for column in file.order
    )
    return f"select * from ({file.query}) as q order by {keys}"
