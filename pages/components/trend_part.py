"""The part of the indicator page on the course over time."""

from dataclasses import replace

import polars as pl
import streamlit as st

from pages import text
from pages.components import (
    chart_theme,
    charts,
    comparators,
    filters,
    multiples,
    trend_notes,
)
from pages.components.indicator_view import (
    COMPARATOR,
    FLANDERS,
    REGION,
    View,
    switch,
)
from pages.components.markup import escape
from pages.exports import facts
from pages.exports.picture import Drawing
from pages.queries import areas, series

SHOWS = {"een": "De gekozen uitsplitsing", "alle": "Alle naast elkaar"}
WIDTH = 900
"""Pixels for the choices: they need no whole wide screen."""
MOST = 30
"""Breakdowns side by side; more than this nobody compares."""


def render(view: View, n_breakdowns: int) -> Drawing | None:
    """Lines of region, Flanders, comparator and municipality, or all breakdowns side by side.

    Returns:
        The chart that was drawn; None for many small ones, or none at all.
    """
    shown = filters.accepted("toon", SHOWS, "een") if n_breakdowns > 1 else "een"
    st.header(_title(view, shown == "alle"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", width=WIDTH):
        comparators.draw(view.options, view.choice)
        if n_breakdowns > 1:
            switch("Uitsplitsingen", "toon", SHOWS)
    if shown == "alle":
        _side_by_side(view)
        return None
    return _each_on_its_own_scale(view) if view.grows else _together(view)


def _title(view: View, is_side_by_side: bool) -> str:
    """What is shown, and of whom."""
    years = view.lines.years()
    heading = f"Meting van {years[0]}" if len(years) == 1 else "Verloop"
    if is_side_by_side:
        names = text.listing([_name(kind, view) for kind in _small(view).values()])
    elif len(years) == 1 and view.grows:
        return heading
    else:
        names = view.title()
    return f"{heading}: {names}" if names else heading


def says_little(view: View) -> bool:
    """No course or no region: then the spread of the municipalities is the picture."""
    return len(view.lines.years()) < 2 or view.figure["aggregation"] == "none"


def _together(view: View) -> Drawing | None:
    """All areas in one chart; with a single measurement where they lie among the municipalities."""
    years = view.lines.years()
    notes = trend_notes.notes(view, view.lines.band.height > 1 and len(years) > 1)
    drawn = _chart(view, view.lines, notes) if len(years) > 1 else None
    if not years:
        st.info("Geen reeks om te tonen.")
    _say(notes)
    return drawn


def _chart(view: View, lines: charts.Lines, notes: list[str]) -> Drawing:
    """Draw the trend, and give it back with what must stand beside it on paper."""
    chart, words = charts.trend(lines), charts.trend_words(lines)
    chart_theme.show(chart, words)
    years = lines.years()
    when = text.period(years[0], years[-1])
    subtitle = f"Verloop {when} · {facts.area(view.choice)}"
    return Drawing("verloop", "het verloop", subtitle, chart, words, notes=notes)


def _each_on_its_own_scale(view: View) -> Drawing | None:
    """The region large and the other areas small: on one scale the small ones would be flat."""
    points = view.lines.points
    own = replace(
        view.lines,
        points=points.filter(pl.col("kind") == REGION),
        band=view.lines.band.clear(),
    )
    notes = trend_notes.notes(view, has_band=False)
    why = "Een groter gebied telt er meer: "
    drawn = None
    if len(own.years()) < 2:
        why += "regio en Vlaanderen staan niet tussen de gemeenten."
    else:
        why += "elk gebied staat op een eigen schaal."
        drawn = _chart(view, own, notes)
        others = [
            multiples.of_area(rows, view)
            for (kind,), rows in points.group_by("kind", maintain_order=True)
            if kind != REGION
        ]
        multiples.draw(others, view.decimals, is_shared=False)
    _say([*notes, why])
    return drawn


def _side_by_side(view: View) -> None:
    """Every breakdown with figures, region beside Flanders, on one scale."""
    choice, figure = view.choice, view.figure
    kinds = _small(view)
    # The region last: it lies on top.
    order = list(reversed(kinds))
    found = series.breakdowns(choice.build, figure["indicator_id"], order)
    found = found.with_columns(kind=pl.col("area_id").replace_strict(kinds))
    panels = [
        multiples.of_breakdown(rows, view)
        for (_breakdown,), rows in found.group_by("breakdown", maintain_order=True)
    ]
    multiples.key({kind: _name(kind, view) for kind in kinds.values()})
    multiples.draw(panels[:MOST], figure["decimals"], is_shared=True)
    said = [
        "Alle uitsplitsingen staan op dezelfde schaal. Kies er een om ze groot te zien."
    ]
    if len(panels) > MOST:
        said.append(
            f"Dit zijn de eerste {MOST} van {len(panels)} uitsplitsingen; de andere staan in het keuzevak."
        )
    _say(said + trend_notes.breaks(view.breaks))


def _small(view: View) -> dict[str, str]:
    """Areas of the small charts, with what they are."""
    kinds = {view.choice.region: REGION}
    if not view.grows:
        kinds[areas.FLANDERS] = FLANDERS
        if view.comparator and view.comparator.is_area:
            kinds[view.comparator.key] = COMPARATOR
    return kinds


def _name(kind: str, view: View) -> str:
    """Whose line it is."""
    names = {REGION: view.choice.region_name, FLANDERS: "Vlaanderen"}
    comparator = view.comparator.label if view.comparator else ""
    return names.get(kind, comparator)


def _say(notes: list[str]) -> None:
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    if items:
        st.html(f'<div class="m-page"><ul class="m-notes">{items}</ul></div>')
