"""``rapport.pdf``: tagged and PDF/UA-1, set by typst with its own fonts; fixed date, so the same bytes."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from rizoom.publish.rapport_model import Figuur, Onderdeel, Rapport

TEMPLATE = Path(__file__).parent / "templates" / "rapport.typ"


def als_pdf(rapport: Rapport, moment: datetime) -> bytes:
    """The PDF as bytes. Raises RuntimeError with typst's message when the document breaks PDF/UA."""
    import typst

    with tempfile.TemporaryDirectory(prefix="rapport-") as folder:
        root = Path(folder)
        parts = [_part(root, part) for part in rapport.onderdelen]
        content = {
            "titel": rapport.titel,
            "ondertitel": rapport.ondertitel,
            "datum": rapport.datum,
            "onderdelen": parts,
        }
        (root / "rapport.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        (root / "rapport.typ").write_bytes(TEMPLATE.read_bytes())
        pdf = typst.compile(
            str(root / "rapport.typ"),
            root=str(root),
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=int(moment.timestamp()),
        )
    assert isinstance(pdf, bytes)
    return pdf


def _part(root: Path, part: Onderdeel) -> dict[str, Any]:
    fields: dict[str, Any] = {"soort": type(part).__name__.lower(), **asdict(part)}
    if isinstance(part, Figuur):
        (root / f"{part.naam}.svg").write_text(part.svg, encoding="utf-8")
        fields["svg"] = f"{part.naam}.svg"
    for table in (fields, fields.get("tabel")):
        if table and "links" in table:
            table["links"] = sorted(table["links"])
    return fields
