"""The report as a document of plain parts; PDF and web page are two ways to print the same parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tabel:
    """A table with a caption. First column is text, the others are right-aligned unless in ``links``."""

    bijschrift: str
    kop: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    links: frozenset[int] = frozenset()
    klein: bool = False


@dataclass(frozen=True)
class Figuur:
    """A chart (SVG) that always comes with its table; ``alt`` says in words what the chart shows."""

    naam: str
    bijschrift: str
    alt: str
    svg: str
    tabel: Tabel | None
    breedte: int = 100


@dataclass(frozen=True)
class Kop:
    """A heading; ``niveau`` 1 (section) or 2."""

    niveau: int
    tekst: str


@dataclass(frozen=True)
class Alinea:
    """A paragraph."""

    tekst: str


@dataclass(frozen=True)
class Lijst:
    """A bulleted list."""

    punten: tuple[str, ...]


@dataclass(frozen=True)
class Kerncijfers:
    """The numbers to remember: (label, value, explanation)."""

    punten: tuple[tuple[str, str, str], ...]


Onderdeel = Tabel | Figuur | Kop | Alinea | Lijst | Kerncijfers


@dataclass(frozen=True)
class Rapport:
    """The whole report; ``toelichting`` are the lines of the notes sheet in the spreadsheets."""

    titel: str
    ondertitel: str
    datum: str
    onderdelen: tuple[Onderdeel, ...]
    toelichting: tuple[tuple[str, str], ...]


MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
GEEN = "geen cijfer"


def getal(value: float | None, decimalen: int = 0) -> str:
    """Dutch notation: 12.345 or 3,14; no figure is said in words."""
    if value is None:
        return GEEN
    text = f"{value:,.{decimalen}f}"
    return text.translate(str.maketrans(",.", ".,"))


def procent(value: float | None, decimalen: int = 2) -> str:
    """``3,14 %``, with a space that does not break."""
    return GEEN if value is None else f"{getal(value, decimalen)}\u00a0%"


def verschil(value: float | None, decimalen: int = 0) -> str:
    """With its sign: ``+12``, ``−3``, ``0``."""
    if value is None:
        return GEEN
    text = getal(abs(value), decimalen)
    return text if round(value, decimalen) == 0 else f"{'+' if value > 0 else '−'}{text}"


def verandering(nu: float | None, eerder: float | None, decimalen: int = 0) -> str:
    """Difference with last year, or that there is none to compare with."""
    return GEEN if nu is None or eerder is None else verschil(nu - eerder, decimalen)
