"""Areas × headline indicators: value, distance from Flanders, place; shaded by that distance."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import polars as pl
import streamlit as st

from pages import comparisons, text
from pages.components import comparison_parts, filters, markup
from pages.components.comparison_parts import Shown
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas, comparison
from pages.queries.database import Row

ALL = "alle"
NAME = "naam"
ROWS = {"regios": "De 15 regio's", "gemeenten": "Gemeenten van de regio"}
PADDING = "\u2008", "\u2007"
"""A space as wide as a comma, and one as wide as a digit: they align decimals."""
STEPS = {
    -3: "veel lager",
    -2: "lager",
    -1: "iets lager",
    1: "iets hoger",
    2: "hoger",
    3: "veel hoger",
}


def render(choice: Choice) -> Shown:
    """Draw the controls, a table per action line, and what the shades mean."""
    lines = areas.action_lines(choice.build)
    headlines = [i for i in comparison_parts.indicators(choice) if i["headline"]]
    line, rows, sort = _controls(headlines, lines)
    shown = [i for i in headlines if line in (ALL, i["action_line"])]
    cells = comparison.cells(
        comparison_parts.side(choice, rows),
        [i["indicator_id"] for i in headlines],
        None if sort == NAME else sort,
    )
    _legend(rows)
    for each in lines:
        mine = [i for i in shown if i["action_line"] == each["action_line"]]
        if mine:
            st.header(f"{each['action_line']}. {each['short_title']}", anchor=False)
            _table(cells, mine, choice, (rows, sort), each["short_title"])
    if not shown:
        st.info("Nog geen cijfers voor deze actielijn.")
    return _on_screen(cells, shown, choice, rows)


def _controls(headlines: Sequence[Row], lines: Sequence[Row]) -> tuple[str, str, str]:
    """Action line, whom the rows are, and what sorts them."""
    line_titles = {ALL: "Alle actielijnen"} | {
        line["action_line"]: f"{line['action_line']} · {line['short_title']}"
        for line in lines
    }
    sorts = {NAME: "Naam"} | {
        i["indicator_id"]: comparisons.title(i) for i in headlines
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows = filters.choose_option("Rijen", "rijen", ROWS)
        line = filters.choose_by_code("Actielijn", "lijn", line_titles, ALL)
        sort = filters.choose_by_code(
            "Sorteer van hoog naar laag op", "sorteer", sorts, NAME
        )
    for asked in (
        ("rijen", "Rijen", ROWS),
        ("lijn", "Actielijn", line_titles),
        ("sorteer", "Sorteervolgorde", sorts),
    ):
        if message := filters.complaint(*asked):
            st.warning(message)
    return line or ALL, rows, sort or NAME


def _table(
    cells: pl.DataFrame,
    indicators: Sequence[Row],
    choice: Choice,
    view: tuple[str, str],
    line: str,
) -> None:
    """One action line: a sentence, and its table in a box that scrolls by itself."""
    rows, sort = view
    ids = [i["indicator_id"] for i in indicators]
    found = cells.filter(pl.col("indicator_id").is_in(ids)).to_dicts()
    per_area = {
        area: {cell["indicator_id"]: cell for cell in group}
        for area, group in groupby(found, key=lambda cell: cell["area_id"])
    }
    own = per_area.get(choice.municipality or "") if rows == "gemeenten" else None
    own = own or per_area[choice.region]
    name = comparisons.area_name(own[ids[0]])
    pairs = [(own[i["indicator_id"]], i) for i in indicators]
    years = {cell["indicator_id"]: cell["year"] for cell in found}
    head = "".join(_head(i, years, sort) for i in indicators)
    body = "".join(_row(row, indicators) for row in per_area.values())
    label = f"{line}: {comparisons.PEERS[rows]} naast elkaar"
    st.html(
        f'<div class="m-page"><p class="m-lead">{escape(comparisons.far(name, pairs, rows))}</p>'
        f'<div class="m-sideways" role="region" tabindex="0" aria-label="{escape(label)}, tabel">'
        f'<table class="m-heat" aria-label="{escape(label)}"><thead><tr>'
        f'<th scope="col">Gebied</th>{head}</tr></thead><tbody>{body}</tbody></table></div></div>'
    )


def _head(indicator: Row, years: Mapping[str, int | None], sort: str) -> str:
    key = indicator["indicator_id"]
    link = markup.link(filters.indicator_href(key), indicator["title"])
    year = years.get(key)
    below = [indicator["label"], indicator["unit"], str(year or "geen meting")]
    sorted_by = ' aria-sort="descending"' if key == sort else ""
    mark = "<div>▼ hoog naar laag</div>" if key == sort else ""
    said = ", ".join(part for part in below if part)
    return (
        f'<th scope="col"{sorted_by}>{link}<div class="m-sub">{escape(said)}</div>'
        f"{mark}</th>"
    )


def _row(cells: Mapping[str, Row], indicators: Sequence[Row]) -> str:
    first = next(iter(cells.values()))
    name = escape(comparisons.area_name(first))
    if first["area_type"] == "gemeente":
        name = markup.link(
            filters.href("gemeente", gemeente=first["area_id"]), first["name"]
        )
    kind = {"regio": "m-own", "gekozen": "m-chosen", "vlaanderen": "m-bench"}.get(
        first["kind"], ""
    )
    mark = '<div class="m-sub">gekozen</div>' if kind in ("m-own", "m-chosen") else ""
    drawn = "".join(_cell(cells[i["indicator_id"]], i) for i in indicators)
    return f'<tr class="{kind}"><th scope="row">{name}{mark}</th>{drawn}</tr>'


def _cell(cell: Row, indicator: Row) -> str:
    if cell["value"] is None:
        return f'<td class="m-none">{text.MISSING}<div class="m-few">{escape(cell["reason"])}</div></td>'
    notes = [
        comparisons.distance(cell, indicator),
        f"{cell['place']}e" if cell["place"] and cell["n_ranked"] > 1 else "",
    ]
    incomplete = (
        f'<div class="m-few">{cell["n_observed"]} van {cell["n_members"]} gemeenten</div>'
        if cell["coverage"] is not None and cell["coverage"] < 1
        else ""
    )
    said = " · ".join(note for note in notes if note)
    return (
        f'<td class="{_shade(cell["step"])}">{aligned(cell, indicator)}'
        f"<div>{escape(said)}</div>{incomplete}</td>"
    )


def aligned(cell: Row, indicator: Row) -> str:
    """The number, filled up with spaces where it has fewer decimals than its column."""
    whole = cell["area_type"] == "gemeente" or cell["kind"] == "vlaanderen"
    most = indicator["decimals"]
    decimals = indicator["published_decimals"] if whole else most
    comma, digit = PADDING
    missing = most - decimals
    fill = (comma if decimals == 0 and missing else "") + digit * missing
    return f"<span>{text.number(cell['value'], decimals)}{fill}</span>"


def _shade(step: int | None) -> str:
    if not step:
        return ""
    return f"m-{'high' if step > 0 else 'low'}{abs(step)}"


def _legend(rows: str) -> None:
    """What the shades, the words and the places mean."""
    samples = "".join(
        f'<span><i class="{_shade(step)}"></i>{words}</span>'
        for step, words in STEPS.items()
    )
    who = comparisons.PEERS[rows]
    st.html(
        '<div class="m-page"><div class="m-key"><span>Tegenover Vlaanderen:</span>'
        f'{samples}</div><p class="m-sub">Hoger of lager is hier geen goed of slecht. '
        f"<em>Iets</em>: niet verder van Vlaanderen dan de helft van de {who}. <em>Veel</em>: "
        "meer dan dubbel zo ver als die helft. Daarna de plaats van hoog naar laag; "
        "bevragingscijfers hebben geen plaats, want hun foutenmarge is niet bekend. "
        "Een aantal gemeenten bij een cijfer zegt dat het onvolledig is; bij een streepje waren het "
        "er te weinig voor een cijfer. Per indicator komt elk cijfer uit hetzelfde jaar.</p></div>"
    )


def _on_screen(
    cells: pl.DataFrame, shown: Sequence[Row], choice: Choice, rows: str
) -> Shown:
    """One row per area and indicator."""
    known = pl.DataFrame(
        [
            (i["indicator_id"], comparisons.title(i), i["unit"], i["action_line"])
            for i in shown
        ],
        schema=["indicator_id", "titel", "eenheid", "actielijn"],
        orient="row",
    ).cast(pl.String)
    frame = cells.join(
        known, on="indicator_id", how="inner", maintain_order="left"
    ).select(
        pl.col("area_id").alias("gebied"),
        pl.col("name").alias("gebied_naam"),
        "actielijn",
        pl.col("indicator_id").alias("indicator"),
        "titel",
        "eenheid",
        pl.col("year").alias("jaar"),
        pl.col("value").alias("waarde"),
        pl.col("flanders").alias("vlaanderen"),
        pl.col("difference").alias("verschil_met_vlaanderen"),
        pl.col("place").alias("plaats"),
        pl.col("coverage").alias("dekking"),
        pl.col("reason").alias("opmerking"),
    )
    return Shown(
        frame,
        "vergelijken_tabel",
        {
            "Inhoud": f"Kernindicatoren van de {comparisons.PEERS[rows]} naast elkaar",
            "Regio": choice.region_name,
            "Periode": comparison_parts.until(choice),
        },
    )
