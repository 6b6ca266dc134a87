"""Short ways to write the rows of a case."""

from __future__ import annotations

from .land import Case, Row


def telt_in(*items: str) -> frozenset[str]:
    return frozenset(item if "/" in item else f"GM0344/{item}" for item in items)


def melding(soort: str, begin: str, einde: str | None = None, **overig: str | None) -> Row:
    return {"soort": soort, "begindatum": begin, "einddatum": einde, **overig}


def school(*spells: tuple[str, str | None], **overig: str) -> list[Row]:
    return [
        {"brin": f"0{n}AA", "begindatum": begin, "einddatum": einde, **overig}
        for n, (begin, einde) in enumerate(spells, start=1)
    ]


def woont(*spells: tuple[str, str, str | None], bij: tuple[str, ...] = ()) -> list[Row]:
    rows: list[Row] = []
    for n, (gemeente, begin, einde) in enumerate(spells):
        supplier = bij[n] if bij else gemeente
        rows.append({"gemeentecode": gemeente, "begindatum": begin, "einddatum": einde, "bij": supplier})
    return rows


U, N, R = "GM0344", "GM0356", "GM0599"
AV = ("AV_POTENTIEEL", "AV_TOTAAL")
LRV = ("LRV_TOTAAL", "LRV_NIEUW")


def relatief(
    naam: str, waarom: str, *meldingen: Row, telt: frozenset[str] = frozenset(), **anders: frozenset[str]
) -> Case:
    names = {"meer16": "2025-1-MEER16", "overbrug": "2025-1-OVERBRUG2", "gelijk": "LP_GEEN_ONDERSCHEID"}
    return Case(
        naam,
        waarom,
        telt,
        {names[k]: v for k, v in anders.items()},
        rijen={"verzuimmelding": list(meldingen)},
    )
