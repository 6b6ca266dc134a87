"""One static web page with the main figures: a chart and a table for each, no script, no network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rizoom.ops.figures import Figure, column, value
from rizoom.settings import Settings
from rizoom.warehouse.private_file import write_private

# figure -> (column with the names, column with the numbers, rows to leave out)
CHARTS: dict[str, tuple[str, str, frozenset[str]]] = {
    "leerplichttelling": ("Indicator", "Personen", frozenset({"TELPLICHTIG"})),
    "thuiszitters": ("Telling", "Personen", frozenset()),
    "vsv": ("Gebied", "Procent", frozenset()),
}
BAR_COLOUR = "#00607a"


def write_overview(
    settings: Settings,
    schooljaar: str,
    figures: list[Figure],
    airflow_url: str | None = None,
) -> Path:
    """Write ``overzicht.html`` in the folder of the year's tables and return its path."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    from rizoom.ops import work

    folder = work.output_folder(settings, schooljaar)
    page = Environment(
        loader=PackageLoader("rizoom.ops"),
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("overzicht.html")
    html = page.render(
        schooljaar=schooljaar,
        figures=figures,
        charts={figure.naam: chart(figure) for figure in figures if figure.naam in CHARTS},
        files=sorted(file.name for file in folder.glob("*.csv")),
        airflow_url=airflow_url,
    )
    write_private(folder / "overzicht.html", html.encode())
    return folder / "overzicht.html"


def chart(figure: Figure) -> str:
    """Horizontal bars as SVG. The numbers stand beside the bars; the table below has them all."""
    import altair as alt
    import vl_convert

    name, number, left_out = CHARTS[figure.naam]
    rows: list[dict[str, Any]] = [
        {"naam": label, "getal": value(text), "tekst": text}
        for label, text, row in zip(column(figure, name), column(figure, number), figure.rijen, strict=True)
        if not left_out & set(row)
    ]
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    base = alt.Chart(data).encode(
        y=alt.Y(
            "naam:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=420, ticks=False, domain=False),
        ),
        x=alt.X("getal:Q", title=number, axis=alt.Axis(tickCount=5, format="~g")),
    )
    bars = base.mark_bar(color=BAR_COLOUR, height=14)
    labels = base.mark_text(align="left", dx=4).encode(text="tekst:N")
    picture = alt.layer(bars, labels).properties(width=460, height=alt.Step(22), background="transparent")
    svg: str = vl_convert.vegalite_to_svg(
        picture.configure(font="sans-serif").configure_view(stroke=None).to_dict()
    )
    return svg
