"""Charts as SVG, drawn by Vega-Lite without a browser; the same data give the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from rizoom.reference import read_seed

LETTER = "Libertinus Serif"
BLAUW, ORANJE, GRIJS, DONKER = "#154273", "#b35900", "#8a8f94", "#1d2329"
# Sequential, readable in grey too (lightness falls evenly), from few to many.
TINTEN = ("#eaf1f8", "#bcd3e8", "#86afd4", "#4a83b8", "#205a94", "#0b2f57")
LIJNEN = (BLAUW, ORANJE, "#3b7a3b", "#7a3b7a", "#5a5a5a")
_CONFIG: dict[str, Any] = {
    "font": LETTER,
    "view": {"stroke": None},
    "axis": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "gridColor": "#e3e6e9",
             "domainColor": "#8a8f94", "tickColor": "#8a8f94", "labelColor": DONKER, "titleColor": DONKER,
             "labelLimit": 330},
    "legend": {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal", "labelColor": DONKER,
               "titleColor": DONKER, "labelLimit": 330},
    "text": {"fontSize": 11, "color": DONKER},
}  # fmt: skip
_LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]}


def lijn(
    punten: Sequence[tuple[str, str, float]],
    breuken: Sequence[tuple[str, str]],
    eenheid: str,
    decimalen: int = 0,
) -> str:
    """Series over school years: (series, school year, value); breaks as dashed lines (school year, number in
    the text).
    """
    import altair as alt

    years = sorted({year for _, year, _ in punten} | {year for year, _ in breuken})
    rows = [
        {"reeks": name, "jaar": year, "waarde": value, "label": _dutch(value, decimalen)}
        for name, year, value in punten
    ]
    order = list(dict.fromkeys(name for name, _, _ in punten))
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("jaar:O", title="Schooljaar", scale=alt.Scale(domain=years), axis=alt.Axis(labelAngle=0)),
        y=alt.Y("waarde:Q", title=eenheid, scale=alt.Scale(zero=True), axis=alt.Axis(format=f",.{decimalen}f")),
        color=alt.Color("reeks:N", title=None, scale=alt.Scale(domain=order, range=list(LIJNEN)), sort=order,
                        legend=alt.Legend(orient="top", direction="vertical", symbolType="stroke")),
    )  # fmt: skip
    marks = base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=60))
    labels = base.mark_text(dy=-11, fontSize=10).encode(text="label:N")
    layers = [marks, labels]
    if breuken:
        breaks = alt.Chart(alt.InlineData(values=[{"jaar": y, "label": n} for y, n in breuken]))
        layers.insert(0, breaks.mark_rule(strokeDash=[5, 4], color=GRIJS, strokeWidth=1.5).encode(x="jaar:O"))
        mark = breaks.mark_text(dy=-4, dx=4, align="left", baseline="bottom", fontSize=10, color="#5a5f64")
        layers.append(mark.encode(
            x="jaar:O", y=alt.value(12), text="label:N"))  # fmt: skip
    return _svg(alt.layer(*layers).properties(width=560, height=230))


def staven(
    rijen: Sequence[tuple[str, float]], eenheid: str, decimalen: int = 0, kleuren: Sequence[str] | None = None
) -> str:
    """Horizontal bars with their values, in the order given."""
    import altair as alt

    rows = [
        {
            "naam": name,
            "waarde": value,
            "label": _dutch(value, decimalen),
            "kleur": kleuren[i] if kleuren else BLAUW,
        }
        for i, (name, value) in enumerate(rijen)
    ]
    order = [name for name, _ in rijen]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("naam:N", title=None, sort=order, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("waarde:Q", title=eenheid, axis=alt.Axis(format=f",.{decimalen}f", tickCount=5)),
    )
    bars = base.mark_bar(height={"band": 0.68}).encode(color=alt.Color("kleur:N", scale=None))
    positive = base.transform_filter("datum.waarde >= 0").mark_text(align="left", dx=4).encode(text="label:N")
    negative = (
        base.transform_filter("datum.waarde < 0").mark_text(align="right", dx=-4).encode(text="label:N")
    )
    return _svg(
        alt.layer(bars, positive, negative).properties(
            width=370, height=max(60, min(26, max(13, 460 // len(rows))) * len(rows))
        )
    )


def gestapeld(rijen: Sequence[tuple[str, str, float]], titel: str, delen: Sequence[str] = ()) -> str:
    """Shares of 100 % per row: (row, part, number); parts in the order of ``delen``."""
    import altair as alt

    parts = [*delen, *dict.fromkeys(part for _, part, _ in rijen if part not in delen)]
    parts = [part for part in parts if any(found == part for _, found, _ in rijen)]
    rows = [
        {"rij": row, "deel": part, "waarde": value, "volgorde": parts.index(part)}
        for row, part, value in rijen
    ]
    colors = ["#0b2f57", "#205a94", "#4a83b8", "#86afd4", "#bcd3e8", "#e6b980", "#cf8433", "#8c3b00"]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(stroke="#ffffff", strokeWidth=0.8)
        .encode(
            y=alt.Y("rij:N", title=None, sort=None),
            x=alt.X("waarde:Q", stack="normalize", title=titel, axis=alt.Axis(format="%")),
            color=alt.Color("deel:N", title=None, scale=alt.Scale(domain=parts, range=colors[: len(parts)]),
                            legend=alt.Legend(orient="bottom", columns=2)),
            order="volgorde:Q",
        )
    )  # fmt: skip
    return _svg(chart.properties(width=430, height=34 * len({row for row, _, _ in rijen})))


def waterval(stappen: Sequence[tuple[str, float, float, str]]) -> str:
    """Waterfall: (name, from, to, kind) with kind ``totaal``, ``eraf`` or ``over``."""
    import altair as alt

    colors = {"totaal": BLAUW, "eraf": "#86afd4", "over": ORANJE}
    rows = [
        {"naam": name, "van": start, "tot": end, "kleur": colors[kind], "label": _dutch(abs(end - start), 0),
         "plek": max(start, end)}
        for name, start, end, kind in stappen
    ]  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("naam:N", title=None, sort=[s[0] for s in stappen], axis=alt.Axis(ticks=False, domain=False))
    )
    bars = base.mark_bar(height={"band": 0.68}).encode(
        x=alt.X("van:Q", title="Jongeren", axis=alt.Axis(format=",.0f", tickCount=5)),
        x2="tot:Q",
        color=alt.Color("kleur:N", scale=None),
    )
    labels = base.mark_text(align="left", dx=4).encode(x="plek:Q", text="label:N")
    return _svg(alt.layer(bars, labels).properties(width=330, height=24 * len(rows)))


def tegelkaart(
    waarden: dict[str, float | None], grenzen: Sequence[float], eenheid: str, decimalen: int = 1
) -> str:
    """Tile map: municipality → value; ``grenzen`` split the values in classes. No figure: white with a cross."""
    import altair as alt

    names = {row["gemeentecode"]: row["naam"] for row in read_seed("gemeente")}
    labels = klassen(grenzen, decimalen)
    tints = TINTEN[len(TINTEN) - len(labels) :] if len(labels) <= len(TINTEN) else TINTEN
    rows = []
    for tile in read_seed("tegelkaart"):
        value = waarden.get(tile["gemeentecode"])
        k = None if value is None else sum(value >= bound for bound in grenzen)
        rows.append(
            {"x": int(tile["kolom"]), "y": int(tile["rij"]), "klasse": "geen cijfer" if k is None else labels[k],
             "tekst": names[tile["gemeentecode"]].replace("'s-", "")[:3], "wit": k is not None and k >= len(labels) - 3}
        )  # fmt: skip
    domain = [*labels, "geen cijfer"]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
        y=alt.Y("y:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
    )
    tiles = base.mark_rect(stroke="#9aa1a8", strokeWidth=0.5).encode(
        color=alt.Color("klasse:N", title=eenheid, sort=domain,
                        scale=alt.Scale(domain=domain, range=[*tints[: len(labels)], "#ffffff"]),
                        legend=alt.Legend(orient="top-left", symbolType="square", symbolSize=120, rowPadding=0,
                                          offset=0, symbolStrokeColor=GRIJS))
    )  # fmt: skip
    text = base.mark_text(fontSize=7).encode(
        text="tekst:N", color=alt.condition("datum.wit", alt.value("#ffffff"), alt.value(DONKER))
    )
    return _svg(alt.layer(tiles, text).properties(width=23 * 22, height=28 * 22))


def klassen(grenzen: Sequence[float], decimalen: int = 1) -> list[str]:
    """Names of the classes that the bounds make."""
    texts = [_dutch(bound, decimalen) for bound in grenzen]
    middle = [f"{low} tot {high}" for low, high in pairwise(texts)]
    return [f"minder dan {texts[0]}", *middle, f"{texts[-1]} of meer"]


def _svg(chart: Any) -> str:
    """One SVG; numbers of generated ids count per process, so they are made the same again."""
    import vl_convert

    spec = json.loads(chart.to_json()) | {"config": _CONFIG, "background": "#ffffff", "padding": 4}
    svg = vl_convert.vegalite_to_svg(spec, format_locale=_LOCALE, allowed_base_urls=[])
    ids = list(dict.fromkeys(re.findall(r'id="([^"]+)"', svg)))
    for number, name in enumerate(ids):
        svg = re.sub(rf'(id="|url\(#|href="#){re.escape(name)}(?=["\)])', rf"\g<1>d{number}", svg)
    # What the chart says is told in Dutch by the report; the generated English labels would be read out too.
    return re.sub(r' (?:aria-[a-z]+|role|class|pointer-events)="[^"]*"', "", svg)


def _dutch(value: float, places: int) -> str:
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,")).replace("-", "−")
