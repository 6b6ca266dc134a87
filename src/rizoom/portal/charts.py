"""Bar charts as SVG, drawn on the server: no script, no inline style, readable in grey and in print.

Every chart stands beside its table; the SVG has a title and a description for who cannot see it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rizoom.portal.texts import number

WIDTH, LABEL, BAR, GAP, NUMBER = 720, 250, 16, 14, 70


@dataclass(frozen=True)
class Series:
    """One colour: a name and a value per label; None: nothing to draw."""

    naam: str
    waarden: Sequence[float | None]


def bars(id_: str, title: str, description: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Horizontal bars per label, one per series, with the value written behind each bar.

    ``id_`` is unique on the page. Classes ``reeks-0`` … colour the series in the style sheet.
    """
    most = max((value or 0.0 for one in series for value in one.waarden), default=0.0) or 1.0
    room = WIDTH - LABEL - NUMBER
    y, parts = 28.0, [_legend(series)]
    for index, label in enumerate(labels):
        height = max(len(series) * (BAR + 2), 2 * 15)
        for line, text in enumerate(textwrap.wrap(label, 36)[:2]):
            parts.append(
                f'<text x="{LABEL - 8}" y="{y + 13 + 15 * line:.0f}" text-anchor="end">{escape(text)}</text>'
            )
        for place, one in enumerate(series):
            value, top = one.waarden[index], y + place * (BAR + 2)
            length = 0.0 if value is None else room * value / most
            parts.append(
                f'<rect class="reeks-{place}" x="{LABEL}" y="{top:.0f}" width="{length:.1f}" height="{BAR}"/>'
                f'<text class="waarde" x="{LABEL + length + 6:.1f}" y="{top + 13:.0f}">{number(value)}</text>'
            )
        y += height + GAP
    return (
        f'<svg class="grafiek" role="img" aria-labelledby="{id_}-titel {id_}-uitleg"'
        f' viewBox="0 0 {WIDTH} {y:.0f}">'
        f'<title id="{id_}-titel">{escape(title)}</title><desc id="{id_}-uitleg">{escape(description)}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def _legend(series: Sequence[Series]) -> str:
    parts, x = [], float(LABEL)
    for place, one in enumerate(series):
        parts.append(
            f'<rect class="reeks-{place}" x="{x:.0f}" y="2" width="14" height="14"/>'
            f'<text x="{x + 20:.0f}" y="14">{escape(one.naam)}</text>'
        )
        x += 40 + 8.5 * len(one.naam)
    return "".join(parts)
