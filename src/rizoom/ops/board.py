"""What the delivery board shows: per supplier where it stands, and of one delivery everything but persons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import dict_row

from rizoom.portal.calendar import due, terms
from rizoom.reference import municipalities, read_seed, regions
from rizoom.settings import Settings
from rizoom.warehouse.connect import connect

STATUS = {
    "geleverd": ("Geleverd", "✓"),
    "bezig": ("Wordt verwerkt", "…"),
    "afgekeurd": ("Afgekeurd", "✗"),
    "te_laat": ("Te laat", "!"),
    "open": ("Nog niet geleverd", "–"),
    "later": ("Nog niet aan de beurt", "·"),
}
"""Status of a supplier → text and sign: never by colour alone."""


@dataclass(frozen=True)
class Tile:
    """One supplier; ``kolom`` and ``rij`` are its place on the tile map (None: not on it)."""

    leveraar: str
    naam: str
    status: str
    opgavedatum: date
    kolom: int | None = None
    rij: int | None = None

    @property
    def tekst(self) -> str:
        return STATUS[self.status][0]

    @property
    def teken(self) -> str:
        return STATUS[self.status][1]


@dataclass(frozen=True)
class Board:
    """Every supplier of one kind and school year, by name, and how many stand where."""

    schooljaar: str
    soort: str
    tegels: tuple[Tile, ...]

    @property
    def aantallen(self) -> dict[str, int]:
        """Number of suppliers per status, every status once, in fixed order."""
        found = Counter(tile.status for tile in self.tegels)
        return {status: found[status] for status in STATUS}


def school_years() -> list[str]:
    """School years in the calendar, newest first."""
    return sorted({term.schooljaar for term in terms()}, reverse=True)


def current_school_year(today: date) -> str:
    """The newest school year for which may be delivered; the oldest when there is none yet."""
    opened = [term.schooljaar for term in terms() if term.opening <= today]
    return max(opened, default=min(school_years()))


def board(settings: Settings, schooljaar: str, soort: str, today: date | None = None) -> Board:
    """The board of ``soort`` (``leerplicht`` or ``doorstroompunt``) in one school year."""
    places = {row["gemeentecode"]: (int(row["kolom"]), int(row["rij"])) for row in read_seed("tegelkaart")}
    names = municipalities() | regions()
    with connect(settings) as conn:
        items = due(conn, None, today=today)
    tiles = [
        Tile(
            item.leveraar,
            names[item.leveraar].naam,
            item.status,
            item.term.opgavedatum,
            *places.get(item.leveraar, (None, None)),
        )
        for item in items
        if (item.term.schooljaar, item.term.soort) == (schooljaar, soort)
    ]
    return Board(schooljaar, soort, tuple(sorted(tiles, key=lambda tile: tile.naam)))


def deliveries_of(settings: Settings, leveraar: str) -> list[dict[str, Any]]:
    """Deliveries of one supplier, newest first."""
    return _rows(
        settings,
        """
        select l.levering_id, l.ontvangstnummer, l.soort, l.schooljaar, l.volgnummer, l.status, l.ontvangen_op,
            count(b.code) filter (where b.ernst = 'fout') as fouten,
            count(b.code) filter (where b.ernst = 'waarschuwing') as waarschuwingen
        from register.levering as l left join register.bevinding as b using (levering_id)
        where l.leveraar = %s
        group by l.levering_id order by l.ontvangen_op desc, l.levering_id desc
        """,
        leveraar,
    )


def delivery(settings: Settings, levering_id: int) -> dict[str, Any] | None:
    """One delivery with its files, findings (per code) and events; None when there is none."""
    found = _rows(
        settings,
        "select levering_id, ontvangstnummer, leveraar, soort, schooljaar, volgnummer, status, bytes, sha256,"
        " ontvangen_op, gelezen_op, pakket, pakketversie from register.levering where levering_id = %s",
        levering_id,
    )
    if not found:
        return None
    return found[0] | {
        "bestanden": _rows(
            settings,
            "select naam, tabel, rijen, rijen_gelezen, codering from register.levering_bestand"
            " where levering_id = %s order by naam",
            levering_id,
        ),
        "bevindingen": _rows(
            settings,
            "select code, ernst, tabel, kolom, sum(aantal)::bigint as aantal from register.bevinding"
            " where levering_id = %s group by 1, 2, 3, 4 order by 2, 1, 3, 4",
            levering_id,
        ),
        "gebeurtenissen": _rows(
            settings,
            "select tijd, van, naar, actor, reden from register.gebeurtenis where levering_id = %s"
            " order by tijd, gebeurtenis_id",
            levering_id,
        ),
    }


def last_builds(settings: Settings) -> list[dict[str, Any]]:
    """Per school year when its national tables were built last."""
    return _rows(settings, "select schooljaar, compleet, gebouwd_op from register.opbouw order by 1 desc")


def moment(value: datetime | None) -> str:
    """A time as people in the Netherlands write it."""
    from rizoom.portal.texts import AMSTERDAM

    return "" if value is None else value.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")


def _rows(settings: Settings, query: str, *values: object) -> list[dict[str, Any]]:
    with connect(settings) as conn, conn.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, values).fetchall()
