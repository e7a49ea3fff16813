"""The actions of a line: what the Taskforce and its partners do, beside how the region does."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

import altair as alt
import polars as pl
import streamlit as st

from pages import editors, plan_sentences
from pages.components import chart_theme, filters, markup, tables
from pages.components.chart_theme import INK, colour
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import progress
from pages.queries.database import Row

PUBLIC = (
    "Deze lijst toont wat openbare bronnen zeggen; wat daar niet in staat (eigenaar, datum, stand), "
    "blijft leeg. Hoe de regio het doet en wat de Taskforce deed, staan naast elkaar en vormen nooit "
    "samen een score."
)


def render(line: str, choice: Choice) -> None:
    """Draw the timeline and the table of one line, overdue first."""
    st.header("Acties", anchor=False)
    if editors.is_configured():
        edit = markup.link(filters.href("bewerken", soort="actie"), "Bewerken")
        st.html(f'<p class="m-page m-edit">{edit}</p>')
    rows = progress.actions(choice.build, line)
    if not rows:
        st.markdown("Openbare bronnen noemen geen actie van deze lijn.")
        return
    st.markdown(f"{plan_sentences.counted(rows)} {PUBLIC}")
    _timeline(rows)
    _table(rows, progress.milestones(choice.build), progress.notes(choice.build))


def _timeline(rows: Sequence[Row]) -> None:
    """Bars from start to end; what goes on runs to today. Without dates there is nothing to draw."""
    today = date.today()
    bars = [
        {
            "title": row["title"],
            "start": start,
            "end": _until(row, start, today),
            "state": row["execution"] or plan_sentences.UNKNOWN,
        }
        for row in rows
        if (start := row["start"] or row["finished"])
    ]
    if not bars:
        st.markdown("Geen enkele van deze acties heeft een gekende datum.")
        return
    without = len(rows) - len(bars)
    chart_theme.show(
        timeline(pl.DataFrame(bars), today),
        f"Tijdlijn van {len(bars)} acties; dezelfde datums staan in de tabel eronder.",
    )
    if without:
        st.markdown(
            f"{without} {'actie staat' if without == 1 else 'acties staan'} niet op de tijdlijn: "
            "er is geen datum gekend."
        )


def _until(row: Row, start: date, today: date) -> date:
    """Where a bar ends: only what is known to go on runs to today."""
    known: date | None = row["finished"] or row["end"]
    if known is not None:
        return known
    return today if row["execution"] in ("lopend", "doorlopend") else start


def timeline(bars: pl.DataFrame, today: date) -> alt.LayerChart:
    """Bars with their title above them, so that a long one fits on a phone.

    Args:
        bars: `title, start, end` (dates), `state`.
        today: Drawn as a line.
    """
    # A single day would be a bar of no width.
    wide = bars.with_columns(
        pl.max_horizontal("end", pl.col("start") + pl.duration(days=25)).alias("until"),
        kind=pl.lit(INK),
    )
    y = alt.Y("title:N", sort=None, title=None, axis=None)
    base = alt.Chart(wide)
    drawn = base.mark_bar(height=9, yOffset=9, color="#5B87B5").encode(
        x=alt.X("start:T", title=None).axis(format="%Y", tickCount="year", grid=True),
        x2="until:T",
        y=y,
        tooltip=[
            alt.Tooltip("title:N", title="Actie"),
            alt.Tooltip("start:T", title="Begin", format="%-d %B %Y"),
            alt.Tooltip("end:T", title="Tot", format="%-d %B %Y"),
            alt.Tooltip("state:N", title="Stand"),
        ],
    )
    names = base.mark_text(align="left", dy=-7, fontSize=13, limit=340).encode(
        x=alt.value(4),
        y=y,
        text="title:N",
        color=colour("kind"),
    )
    now = (
        alt.Chart(pl.DataFrame({"now": [today]}))
        .mark_rule(strokeDash=[4, 3])
        .encode(x="now:T")
    )
    chart = alt.layer(drawn, names, now).properties(height=42 * bars.height + 30)
    return cast(alt.LayerChart, chart)


def _table(
    rows: Sequence[Row],
    milestones: Mapping[str, Sequence[Row]],
    notes: Mapping[str, Sequence[Row]],
) -> None:
    heads = (
        "Actie",
        "Eigenaar en partners",
        "Periode",
        "Uitvoering",
        "Timing",
        "Beweegt",
        "Bron",
    )
    cells = [
        [
            escape(row["title"])
            + _extra(
                milestones.get(row["action_id"], ()), notes.get(row["action_id"], ())
            ),
            escape(
                ", ".join(filter(None, (row["owner"], row["partners"])))
                or plan_sentences.UNKNOWN
            ),
            escape(plan_sentences.period(row)),
            escape(row["execution"] or plan_sentences.UNKNOWN),
            _timing(row),
            _moves(row),
            escape(row["source"]),
        ]
        for row in rows
    ]
    tables.draw(heads, cells, "Acties, te late eerst")


def _extra(milestones: Sequence[Row], notes: Sequence[Row]) -> str:
    """Milestones and notes below the title."""
    items = [
        f"{escape(m['title'])}: "
        + (
            f"bereikt {plan_sentences.when(m['reached'], m['reached_precision'])}"
            if m["reached"]
            else f"voorzien {plan_sentences.when(m['due'], m['due_precision']) or plan_sentences.UNKNOWN}"
        )
        for m in milestones
    ]
    items += [
        f"{plan_sentences.when(n['date'], n['date_precision'])}: {escape(n['text'])}"
        for n in notes
    ]
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="m-extra">{listed}</ul>' if listed else ""


def _timing(row: Row) -> str:
    timing = row["timing"] or plan_sentences.UNKNOWN
    if timing == "te laat":
        return '<span class="m-verdict m-slecht"><b aria-hidden="true">!</b> te laat</span>'
    return escape(timing)


def _moves(row: Row) -> str:
    """The indicators that the action means to move; nobody published such a link yet."""
    links = [
        markup.link(filters.indicator_href(indicator), title)
        for indicator, title in zip(row["indicators"], row["titles"], strict=True)
    ]
    return "<br>".join(links) or plan_sentences.UNKNOWN


def on_indicator(indicator: str, choice: Choice) -> str:
    """HTML list of the actions that mean to move an indicator; empty when there are none."""
    rows = progress.on_indicator(choice.build, indicator)
    items = "".join(
        f"<li>{markup.link(filters.href('actielijn', lijn=row['action_line']), row['title'])}"
        f" ({escape(row['execution'] or plan_sentences.UNKNOWN)})</li>"
        for row in rows
    )
    return f"<ul>{items}</ul>" if items else ""
