"""A perimeter of one's own: its headline figures beside region and Flanders, and a trend."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl
import streamlit as st

from pages import comparisons, sentences, text
from pages.components import (
    charts,
    comparison_parts,
    filters,
    indicator_view,
    markup,
    paper,
    perimeter_choice,
    tables,
)
from pages.components.chart_theme import KINDS
from pages.components.comparison_parts import Shown
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.components.perimeter_choice import Perimeter
from pages.queries import areas, figures, own_perimeter, series
from pages.queries.database import Row

POPULATION = "statbel:population"
DEFAULT = "gsm:ar_13"


def render(choice: Choice) -> Shown | None:
    """Draw the choice of municipalities, then what they have together."""
    mine = perimeter_choice.current(choice)
    for message in mine.messages:
        st.warning(message)
    perimeter_choice.render(choice, mine)
    if not mine.codes:
        return None
    return _together(mine, choice)


def _together(mine: Perimeter, choice: Choice) -> Shown:
    """What the municipalities have together: per action line, and through time."""
    known = comparison_parts.indicators(choice)
    headlines = [i for i in known if i["headline"]]
    ids = [i["indicator_id"] for i in headlines]
    rows = own_perimeter.figures(
        choice.build, mine.codes, [*ids, POPULATION], choice.region, choice.year
    )
    found = {row["indicator_id"]: row for row in rows}
    same = own_perimeter.same_as(choice.build, mine.codes)
    others = _others(same, choice)
    if mine.name in others.values():  # two columns of one name would be one
        mine = replace(mine, name=f"{mine.name} (eigen gebied)")
    _heading(mine, found[POPULATION], same, choice)
    perimeter_choice.share(mine)
    for line in areas.action_lines(choice.build):
        shown = [i for i in headlines if i["action_line"] == line["action_line"]]
        if shown:
            st.header(f"{line['action_line']}. {line['short_title']}", anchor=False)
            if areas.FLANDERS in others:
                _sentence(shown, found, mine)
            _table(shown, found, mine, others)
    _vintages([found[key] for key in ids], mine)
    _trend(known, mine, others, choice)
    return _on_screen(headlines, found, mine, choice)


def _heading(mine: Perimeter, people: Row, same: Sequence[Row], choice: Choice) -> None:
    """Name, size, and which existing area this is."""
    parts = [text.municipalities(len(mine.codes))]
    if people["value"] is not None:
        parts.append(f"{text.number(people['value'], 0)} inwoners in {people['year']}")
    names = own_perimeter.municipalities(choice.build)
    said = [f"{' en '.join(parts)}."]
    if len(mine.codes) == 1:
        link = markup.link(
            filters.href("gemeente", gemeente=mine.codes[0]),
            f"Meer over {names[mine.codes[0]]}",
        )
        said.append(f"Eén gemeente: dit zijn haar eigen cijfers. {link}.")
    elif same:
        kinds = [_area_words(row) for row in same]
        said.append(f"Dit zijn precies de gemeenten van {escape(text.listing(kinds))}.")
    st.html(
        f'<div class="m-page"><h2 class="m-title">{escape(mine.name)}</h2>'
        f'<p class="m-lead">{" ".join(said)}</p></div>'
    )


def _area_words(row: Row) -> str:
    if row["area_id"] == areas.FLANDERS:
        return "het Vlaams Gewest"
    return f"{row['name']} ({text.AREA_TYPES.get(row['area_type'], row['area_type'])})"


def _others(same: Sequence[Row], choice: Choice) -> dict[str, str]:
    """Whom it is compared with, area id to name; never with itself."""
    own = {row["area_id"] for row in same}
    named = {choice.region: choice.region_name, areas.FLANDERS: "Vlaanderen"}
    return {key: name for key, name in named.items() if key not in own}


def _sentence(shown: Sequence[Row], found: Mapping[str, Row], mine: Perimeter) -> None:
    """On which side of Flanders the figures lie, as on the overview."""
    rows = [
        i
        | figure
        | {"difference": figure["to_flanders"], "breakdown_label": i["label"]}
        for i in shown
        for figure in (found[i["indicator_id"]],)
    ]
    said = sentences.line(rows, mine.name)
    st.html(f'<div class="m-page"><p class="m-lead">{escape(said)}</p></div>')


def _table(
    shown: Sequence[Row],
    found: Mapping[str, Row],
    mine: Perimeter,
    others: Mapping[str, str],
) -> None:
    heads = ["Indicator", mine.name, *others.values(), "Vergeleken"]
    drawn = [_row(i, found[i["indicator_id"]], others) for i in shown]
    tables.draw(heads, drawn, f"{mine.name} op de kernindicatoren", heads[1:-1])


def _row(indicator: Row, figure: Row, others: Mapping[str, str]) -> list[str]:
    unit = text.short_unit(indicator["unit"])
    link = markup.link(
        filters.indicator_href(indicator["indicator_id"]), indicator["title"]
    )
    year = str(figure["year"] or "")
    below = (indicator["label"], text.long_unit(indicator["unit"]), year)
    sub = ", ".join(part for part in below if part)
    note = comparisons.own_reason(figure, indicator) or comparisons.own_mark(figure)
    bounds = _bounds(figure, indicator)
    own = text.figure(figure["value"], unit, _decimals(figure, indicator))
    keys = {areas.FLANDERS: ("flanders", "to_flanders")}
    cells, compared = [], []
    for area, name in others.items():
        value, difference = keys.get(area, ("region", "to_region"))
        flemish = area == areas.FLANDERS
        decimals = indicator["published_decimals" if flemish else "decimals"]
        cells.append(escape(text.figure(figure[value], unit, decimals)))
        compared.append(_difference(figure[difference], indicator, name))
    notes = "".join(
        f'<div class="m-quiet">{escape(n)}</div>' for n in (note, bounds) if n
    )
    said = "".join(f"<div>{escape(part)}</div>" for part in compared if part)
    return [
        f'{link}<div class="m-sub">{escape(sub)}</div>{notes}',
        f"<strong>{escape(own)}</strong>",
        *cells,
        said or text.MISSING,
    ]


def _decimals(figure: Row, indicator: Row) -> int:
    """One municipality has the decimals of its source."""
    alone = figure["method"] == "official"
    decimals: int = indicator["published_decimals" if alone else "decimals"]
    return decimals


def _difference(amount: float | None, indicator: Row, name: str) -> str:
    return text.difference(
        amount, indicator["unit"], indicator["published_decimals"], name
    )


def _bounds(figure: Row, indicator: Row) -> str:
    if figure["value"] is None or figure["lower"] is None:
        return ""
    low, high = (
        text.number(figure[key], indicator["decimals"]) for key in ("lower", "upper")
    )
    return f"schatting, tussen {low} en {high} {indicator['unit']}"


def _vintages(rows: Sequence[Row], mine: Perimeter) -> None:
    """Why a figure may speak of another number of municipalities."""
    counts = {row["n_members"] for row in rows if row["n_members"]}
    if counts - {len(mine.codes)}:
        st.markdown(
            "Een cijfer van voor een fusie telt de gemeenten zoals ze toen waren: hun aantal kan "
            "verschillen van het aantal dat u koos, het grondgebied niet."
        )


def _trend(
    known: Sequence[Row], mine: Perimeter, others: Mapping[str, str], choice: Choice
) -> None:
    """Lines of the perimeter, the region and Flanders on one indicator."""
    st.header("Verloop", anchor=False)
    indicator = comparison_parts.choose_indicator(
        "Indicator van het verloop", "indicator", known, DEFAULT
    )
    own = own_perimeter.trend(choice.build, mine.codes, indicator["indicator_id"])
    if own["value"].null_count() == own.height:
        st.info(_no_trend(own, indicator))
        return
    grows = indicator["aggregation"] in text.GROWS_WITH_AREA
    points = _points(own, mine.name, indicator, {} if grows else others, choice)
    no_band = pl.DataFrame(
        schema={"year": pl.Int32, "q1": pl.Float64, "q3": pl.Float64}
    )
    unit, decimals = indicator["unit"], indicator["decimals"]
    found = series.breaks(choice.build, indicator["indicator_id"])
    rules = indicator_view.rules_of(found, [])
    lines = charts.Lines(points, no_band, rules, unit, decimals)
    st.altair_chart(charts.trend(lines), alt=charts.trend_words(lines))
    _trend_table(points, unit, decimals)


def _points(
    own: pl.DataFrame,
    name: str,
    indicator: Row,
    others: Mapping[str, str],
    choice: Choice,
) -> pl.DataFrame:
    """The lines of `charts.trend`: the perimeter and whom it is compared with."""
    rest = figures.trend(
        choice.build,
        indicator["indicator_id"],
        indicator["main_breakdown"],
        list(others),
    )
    kinds = {choice.region: KINDS[0], areas.FLANDERS: KINDS[1]}
    drawn = rest.with_columns(
        kind=pl.col("area_id").replace_strict(
            kinds, default="", return_dtype=pl.String
        ),
        name=pl.col("area_id").replace_strict(
            dict(others), default="", return_dtype=pl.String
        ),
    )
    columns = [
        "kind",
        "name",
        "year",
        "value",
        "lower",
        "upper",
        "coverage",
        "is_last",
    ]
    mine = own.with_columns(kind=pl.lit(KINDS[3]), name=pl.lit(name))
    return pl.concat([mine.select(columns), drawn.select(columns)])


def _no_trend(own: pl.DataFrame, indicator: Row) -> str:
    title = comparisons.title(indicator)
    if indicator["aggregation"] == "none":
        return (
            f"Van “{title}” bestaat geen cijfer voor een gebied van meer gemeenten. "
            f"{indicator['aggregation_reason']}"
        )
    if own.is_empty():
        return f"Van “{title}” is er geen meting in deze gemeenten."
    return f"Van “{title}” zijn in geen enkel jaar genoeg gemeenten gekend voor een cijfer."


def _trend_table(points: pl.DataFrame, unit: str, decimals: int) -> None:
    """The same lines as a table, one year a row."""
    wide = points.with_columns(pl.col("value").round(decimals)).pivot(
        "name", index="year", values="value", aggregate_function="first"
    )
    names = [column for column in wide.columns if column != "year"]
    number = st.column_config.NumberColumn(format="localized")
    plain = st.column_config.NumberColumn("Jaar", format="%d")
    paper.frame(
        "verloop",
        wide.sort("year", descending=True).rename({"year": "Jaar"}),
        lambda _column: decimals,
        column_config={"Jaar": plain} | dict.fromkeys(names, number),
        alt=f"Tabel met het verloop per jaar, in {unit}.",
        height=240,
    )


def _on_screen(
    headlines: Sequence[Row], found: Mapping[str, Row], mine: Perimeter, choice: Choice
) -> Shown:
    rows = [
        {
            "indicator": i["indicator_id"],
            "titel": comparisons.title(i),
            "eenheid": i["unit"],
            "jaar": figure["year"],
            "waarde": figure["value"],
            "dekking": figure["coverage"],
            "gemeenten_met_waarde": figure["n_observed"],
            "gemeenten": figure["n_members"],
            "methode": figure["method"],
            "opmerking": comparisons.own_reason(figure, i)
            or comparisons.own_mark(figure),
            "regio": figure["region"],
            "verschil_met_regio": figure["to_region"],
            "vlaanderen": figure["flanders"],
            "verschil_met_vlaanderen": figure["to_flanders"],
        }
        for i in headlines
        for figure in (found[i["indicator_id"]],)
    ]
    return Shown(
        pl.DataFrame(rows, infer_schema_length=None),
        "eigen_gebied",
        {
            "Inhoud": f"{mine.name}: kernindicatoren, naast {choice.region_name} en Vlaanderen",
            "Gemeenten": ".".join(mine.codes),
            "Periode": comparison_parts.until(choice),
        },
    )
