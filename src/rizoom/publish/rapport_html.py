"""``rapport.html``: the same content as the PDF; one file, no script, nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

from rizoom.publish.rapport_model import Figuur, Rapport

TEMPLATES = Path(__file__).parent / "templates"


def als_html(rapport: Rapport) -> bytes:
    """The page as UTF-8."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["soort"] = lambda part: type(part).__name__
    env.filters["anker"] = anker
    env.globals["tekening"] = tekening
    return env.get_template("rapport.html").render(rapport=rapport).encode()


def anker(text: str) -> str:
    """Name for a link inside the page."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def tekening(figuur: Figuur) -> str:
    """The SVG for inside the page: ids unique on the page, hidden from readers that get the description."""
    return in_pagina(figuur.svg, figuur.naam)


def in_pagina(svg: str, naam: str) -> str:
    """An SVG for inside a page with others, see :func:`tekening`; ``naam``: unique on the page."""
    svg = re.sub(r'(id="|url\(#|href="#)d(\d+)', rf"\g<1>{naam}-\g<2>", svg)
    size = re.search(r'width="(\d+)" height="(\d+)"', svg)
    assert size is not None
    return svg.replace(
        size.group(0), f'style="max-width:{size.group(1)}px" aria-hidden="true" focusable="false"', 1
    )
