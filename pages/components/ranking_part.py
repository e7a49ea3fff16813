"""The part of the indicator page on who stands where: ranking, and spread of the municipalities."""

import polars as pl
import streamlit as st

from pages import text
from pages.components import bars, chart_theme
from pages.components.indicator_view import (
    COMPARATOR,
    FLANDERS,
    REGION,
    View,
    switch,
)
from pages.exports import facts
from pages.exports.picture import Drawing
from pages.queries import around

LISTS = {"gemeenten": "Gemeenten van de regio", "regios": "De 15 regio's"}
FILES = {"gemeenten": "gemeenten", "regio's": "regios"}
"""Name in that of a picture."""
LONG = 26
"""Characters of a name beside a bar to which nothing is added."""
SUFFIXES = {REGION: " (regio)", FLANDERS: " (gewest)"}
"""What kind of area stands among the municipalities."""


def render(view: View, rows: pl.DataFrame) -> Drawing | None:
    """Bars from high to low: the municipalities of the region, or the fifteen regions.

    Args:
        view: The indicator.
        rows: As `figures.municipal` gives them.

    Returns:
        What it drew, with what must stand beside it on paper; None: nothing.
    """
    st.header(f"Van hoog naar laag, {view.year}", anchor=False)
    if switch("Rangschik", "ranglijst", LISTS) == "regios":
        figure = view.figure
        found = around.regions(
            view.choice.build, figure["indicator_id"], figure["breakdown"], view.year
        )
        return _draw(view, found, "regio's", [])
    own = rows.filter("in_region").rename({"nis": "area_id"})
    absent = _without(own)
    drawn = _draw(view, own, "gemeenten", absent)
    for sentence in absent:
        st.markdown(sentence)
    return drawn


def _draw(
    view: View, found: pl.DataFrame, what: str, absent: list[str]
) -> Drawing | None:
    known = found.drop_nulls("value")
    if known.is_empty():
        st.info(f"Voor {view.year} is er van deze {what} geen enkel cijfer.")
        return None
    note = _note(view, known, what)
    if note:
        st.markdown(note)
    kinds = dict(view.lines.points.select("area_id", "kind").unique().iter_rows())
    shown = _with_marks(view, _bars(found, kinds), set(kinds) - set(found["area_id"]))
    top, bottom = shown.row(0, named=True), shown.row(-1, named=True)
    high, low = (
        text.figure(row["value"], view.unit, view.decimals) for row in (top, bottom)
    )
    words = f"Van hoog naar laag: bovenaan {top['label']} met {high}, onderaan {bottom['label']} met {low}."
    chart = bars.ranking(shown, view.unit, view.decimals)
    chart_theme.show(chart, words)
    subtitle = f"{text.upper_first(what)} van hoog naar laag {view.year}"
    if what == "gemeenten":
        subtitle += f" · {facts.area(view.choice)}"
    notes = [*filter(None, [note]), *absent]
    return Drawing(FILES[what], f"de {what}", subtitle, chart, words, notes=notes)


def _note(view: View, known: pl.DataFrame, what: str) -> str:
    """Why there are no numbers before the names, or what equal numbers mean."""
    if known.height == 1:
        return f"Er is maar één van deze {what} met een cijfer: er valt niets te rangschikken."
    if known["place"].null_count():
        return "Zonder rangnummers: van deze bevraging is geen foutenmarge bekend."
    if known["lower"].null_count() == known.height:
        return ""
    alike = known.filter(pl.col("n_alike") > 0)
    if alike.is_empty():
        return "De streep op elke balk is de marge. Geen twee marges overlappen."
    return (
        "De streep op elke balk is de marge. Wie hetzelfde nummer heeft, vormt één groep: elke marge "
        f"erin overlapt met een andere, dus staat de volgorde niet vast.{_like_own(view, known)}"
    )


def _like_own(view: View, known: pl.DataFrame) -> str:
    """From whom the chosen municipality, or the region, cannot be told apart."""
    for area in (view.choice.municipality or "", view.choice.region):
        own = known.filter(pl.col("area_id") == area)
        if own.height:
            overlaps = (pl.col("lower") <= own["upper"][0]) & (
                pl.col("upper") >= own["lower"][0]
            )
            others = known.filter(overlaps & (pl.col("area_id") != area))["name"]
            if others.is_empty():
                return ""
            names = text.listing(others.to_list())
            return f" {own['name'][0]} is niet te onderscheiden van {names}."
    return ""


def _bars(rows: pl.DataFrame, kinds: dict[str, str]) -> pl.DataFrame:
    """Areas with a value, the place before the name where there is one."""
    numbered = pl.col("place").is_not_null() & (pl.col("value").count() > 1)
    kind = pl.col("area_id").replace_strict(kinds, default="", return_dtype=pl.String)
    return rows.drop_nulls("value").select(
        pl.when(numbered)
        .then(pl.format("{}. {}", "place", "name"))
        .otherwise(pl.col("name"))
        .alias("label"),
        kind.alias("kind"),
        "value",
        "lower",
        "upper",
    )


def _with_marks(view: View, rows: pl.DataFrame, absent: set[str]) -> pl.DataFrame:
    """Other areas among the bars, where a larger area does not simply count more."""
    marks = view.marks().filter(pl.col("area_id").is_in(absent))
    if view.grows:
        marks = marks.filter(pl.col("area_type") == "gemeente")
    labels = [_label(view, *row) for row in marks.select("kind", "name").iter_rows()]
    added = marks.select(
        pl.Series("label", labels, dtype=pl.String), "kind", "value", "lower", "upper"
    )
    return pl.concat([rows, added]).sort("value", descending=True, maintain_order=True)


def _label(view: View, kind: str, name: str) -> str:
    """The name with what kind of area it is: an area may be called as another one."""
    if kind == COMPARATOR and view.comparator and view.comparator.is_area:
        return view.comparator.label
    return name if len(name) > LONG else name + SUFFIXES.get(kind, "")


def _without(own: pl.DataFrame) -> list[str]:
    """Which municipalities have no value, and why."""
    missing = own.filter(pl.col("value").is_null())
    groups = [
        f"{text.listing(names['name'].to_list())} ({why})"
        for (why,), names in missing.group_by("reason", maintain_order=True)
    ]
    return [f"Zonder waarde: {'; '.join(groups)}."] if groups else []


def spread(view: View, rows: pl.DataFrame) -> Drawing | None:
    """Where the municipalities lie, for a figure that has no course or no region."""
    towns = rows.filter(pl.col("in_region") & pl.col("value").is_not_null())
    if towns.height < 2:
        return None
    st.subheader(f"Spreiding van de gemeenten, {view.year}", anchor=False)
    marks = view.marks()
    if view.grows:
        marks = marks.filter(pl.col("area_type") == "gemeente")
    chart = bars.spread(towns, marks, view.unit, view.decimals)
    words, note = (
        _spoken(view, towns, marks),
        f"Elk punt is een gemeente van {view.choice.region_name}.",
    )
    chart_theme.show(chart, words)
    st.markdown(note)
    subtitle = f"Spreiding {view.year} · {facts.area(view.choice)}"
    return Drawing("spreiding", "de spreiding", subtitle, chart, words, notes=[note])


def _spoken(view: View, towns: pl.DataFrame, marks: pl.DataFrame) -> str:
    """From where to where the municipalities lie, and where the named areas."""
    values = towns["value"].to_list()
    low, high = (
        text.figure(end, view.unit, view.decimals) for end in (min(values), max(values))
    )
    named = [
        f"{name} {text.figure(value, view.unit, view.decimals)}"
        for name, value in marks.select("name", "value").iter_rows()
    ]
    beside = f" {'; '.join(named)}." if named else ""
    return f"{text.municipalities(towns.height)}, van {low} tot {high}.{beside}"
