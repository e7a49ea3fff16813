"""How each headline figure of a line moves: badge, bullet chart and the sentence that explains it."""

from collections.abc import Sequence

import streamlit as st

from pages import sentences, text
from pages.components import filters, markup, verdicts
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import progress
from pages.queries.database import Row


def render(rows: Sequence[Row], choice: Choice) -> None:
    """Draw the verdicts of a line, with the lines of targets where there are any.

    Args:
        rows: Headline figures, as `figures.snapshot` gives them.
        choice: What the visitor looks at.
    """
    said = progress.verdicts(choice.build, choice.region)
    lines = progress.lines_of_targets(choice.build, choice.region)
    items = "".join(
        _signal(row, said[row["indicator_id"]], lines.get(row["indicator_id"], []))
        for row in rows
        if row["indicator_id"] in said
    )
    if not items:
        return
    st.header("Hoe elk cijfer beweegt", anchor=False)
    counted = progress.counts(choice.build, choice.region)
    number = rows[0]["action_line"]
    told = " ".join(verdicts.tallies(counted.filter(action_line=number).to_dicts()))
    st.html(
        f'<div class="m-page"><p class="m-lead">{escape(told)}</p><p class="m-sub">{verdicts.CAUTION} '
        "Gevoelig betekent dat een ander basisjaar een ander signaal geeft.</p>"
        f'<ul class="m-signals">{items}</ul></div>'
    )


def _signal(row: Row, verdict: Row, lines: Sequence[Row]) -> str:
    title = markup.link(
        filters.indicator_href(row["indicator_id"]), sentences.name(row)
    )
    return (
        f"<li><h3>{title}</h3><p>{verdicts.badge(verdict)}</p>"
        f"{_bullet(row, verdict, lines)}<p>{escape(verdict['reason'] or '')}</p></li>"
    )


def _bullet(row: Row, verdict: Row, lines: Sequence[Row]) -> str:
    """The figure against the lines of targets; each line with its owner in words."""
    if verdict["last_value"] is None or not lines:
        return ""
    unit, decimals = row["unit"], row["decimals"]
    told = [target_line(line, unit, decimals) for line in lines]
    now = text.figure(verdict["last_value"], unit, decimals)
    drawn = verdicts.bullet(
        verdict["last_value"],
        [line["target_value"] for line in lines],
        f"{verdict['last_year']}: {now}. Doelen: {'; '.join(told)}",
        verdict["base_value"],
    )
    items = "".join(f"<li>{escape(words)}</li>" for words in told)
    return f'{drawn}<ul class="m-extra">{items}</ul>'


def target_line(line: Row, unit: str, decimals: int) -> str:
    """'Doel van de vervoerregio (benadering): 60 % in 2030'."""
    value = line["target_value"]
    shown = text.figure(value, unit, decimals)
    when = text.target_when(line["horizon"], line["target_year"])
    nearly = " (benadering)" if line["proxy"] else ""
    return f"Doel van {line['owner']}{nearly}: {shown} {when}".strip()
