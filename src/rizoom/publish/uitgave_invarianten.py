"""Sums that must hold in the figures themselves (spec definities, sections 2 and 4).

dbt tests the same on every build; here they are checked once more on what is about to be published, in a
few lines that only add and compare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rizoom.publish.uitgave_cijfers import OPEN_DATA, Cijfer
from rizoom.publish.uitgave_gegevens import Gegevens

# (smaller, larger) per area and class; every one of these counts persons
HOOGSTENS = (
    ("AV_GT3M", "AV_TOTAAL"), ("AV_OPGELOST", "AV_TOTAAL"), ("AV_OPEN", "AV_TOTAAL"), ("AV_UIT_BEELD", "AV_TOTAAL"),
    ("AV_TOTAAL", "AV_POTENTIEEL"), ("RV_HERHAALD", "RV_16U"), ("LRV_GT3M", "LRV_TOTAAL"),
    ("LRV_OPEN", "LRV_TOTAAL"), ("LRV_TERUGGELEID", "LRV_TOTAAL"),
)  # fmt: skip
SOMMEN = (("AV_POTENTIEEL", ("AV_TOTAAL", "AV_GECORRIGEERD")), ("LRV_TOTAAL", ("LRV_BEGIN", "LRV_NIEUW")))
_SCENARIOS = ("S28", "S29", "S30")
Waarden = dict[tuple[str, str], int]
"""(indicator, uitsplitsing) → number."""


def schendingen(gegevens: Gegevens) -> list[str]:
    """What does not hold, one sentence each; empty when all is well."""
    check = {
        "leerplichttelling": _leerplicht, "vsv": _vsv, "doorstroompunt": _doorstroompunt, OPEN_DATA: _openbaar,
    }[gegevens.reeks]  # fmt: skip
    return list(check(gegevens.cijfers))


def per_gebied(cijfers: tuple[Cijfer, ...], tabel: str, maat: str = "aantal") -> dict[str, Waarden]:
    """Numbers of one table by area; cells without a figure are left out."""
    found: dict[str, Waarden] = defaultdict(dict)
    for c in cijfers:
        if c.tabel == tabel and c.maat == maat and c.waarde and "." not in c.waarde:
            found[c.gebied][c.indicator, c.uitsplitsing] = int(c.waarde)
    return found


def _leerplicht(cijfers: tuple[Cijfer, ...]) -> Iterator[str]:
    for gebied, values in per_gebied(cijfers, "telling").items():
        classes = {uitsplitsing for _, uitsplitsing in values}
        for klasse in sorted(classes):
            for small, large in HOOGSTENS:
                if values.get((small, klasse), 0) > values.get((large, klasse), 0):
                    yield f"{gebied} {klasse}: {small} is groter dan {large}"
            for total, parts in SOMMEN:
                if values.get((total, klasse), 0) != sum(values.get((part, klasse), 0) for part in parts):
                    yield f"{gebied} {klasse}: {total} is niet {' + '.join(parts)}"
        if values.get(("AV_POTENTIEEL", "TOTAAL"), 0) > values.get(("TELPLICHTIG_JAAR", "TOTAAL"), 0):
            yield f"{gebied}: AV_POTENTIEEL is groter dan TELPLICHTIG_JAAR"
        sums: dict[str, int] = defaultdict(int)
        for (indicator, klasse), value in values.items():
            sums[indicator] += value if klasse != "TOTAAL" else 0
        for indicator, value in sorted(sums.items()):
            if value != values.get((indicator, "TOTAAL"), 0):
                yield f"{gebied}: de klassen van {indicator} tellen niet op tot het totaal"


def _vsv(cijfers: tuple[Cijfer, ...]) -> Iterator[str]:
    for gebied, values in per_gebied(cijfers, "vsv").items():
        for categorie in sorted({c for _, c in values}):

            def get(name: str, cat: str = categorie, v: Waarden = values) -> int:
                return v.get((name, cat), 0)

            if get("A") - get("B") != get("N"):
                yield f"{gebied} {categorie}: A min B is niet N"
            rest = sum(value for (name, cat), value in values.items()
                       if cat == categorie and name[:2] in {"C_", "D_"})  # fmt: skip
            if get("N") - rest != get("X"):
                yield f"{gebied} {categorie}: N min de uitkomsten C en D is niet X"
        for name in ("A", "B", "N", "X"):
            parts = sum(value for (n, cat), value in values.items() if n == name and cat != "TOTAAL")
            if parts != values.get((name, "TOTAAL"), 0):
                yield f"{gebied}: de categorieën van {name} tellen niet op tot het totaal"
    totals = per_gebied(cijfers, "vsv")
    for gebied, values in per_gebied(cijfers, "scenario").items():
        left = {s: values[("OVER", s)] for s in ("SALL", *_SCENARIOS) if ("OVER", s) in values}
        x = totals.get(gebied, {}).get(("X", "TOTAAL"))
        for scenario in _SCENARIOS:
            if scenario not in left or x is None:
                continue
            if not left.get("SALL", 0) <= left[scenario] <= x:
                yield f"{gebied}: scenario {scenario} ligt niet tussen SALL en X"


def _openbaar(cijfers: tuple[Cijfer, ...]) -> Iterator[str]:
    """Classes that are all shown add up to their total, in every area."""
    rows: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for c in cijfers:
        if " " not in c.uitsplitsing and c.eenheid != "procent" and c.tabel != "dekking":
            rows[c.tabel, c.gebied, c.indicator][c.uitsplitsing] = c.waarde
    for (_, gebied, indicator), row in rows.items():
        total = row.pop("TOTAAL", "")
        shown = row and total.isdigit() and all(v.isdigit() for v in row.values())
        if shown and sum(map(int, row.values())) != int(total):
            yield f"{gebied}: de klassen van {indicator} tellen niet op tot het totaal"


def _doorstroompunt(cijfers: tuple[Cijfer, ...]) -> Iterator[str]:
    for gebied, values in per_gebied(cijfers, "bereik").items():
        if values.get(("bereikt", "1_oktober"), 0) > values.get(("doelgroep", "1_oktober"), 0):
            yield f"{gebied}: meer jongeren bereikt dan er in de doelgroep zijn"
    for c in cijfers:
        if c.waarde.startswith("-"):
            yield f"{c.gebied}: {c.tabel} {c.indicator} is negatief"
