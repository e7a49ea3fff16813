"""What a municipality weighs in the figures of its region, and what it added to their change."""

from collections.abc import Sequence

import streamlit as st

from pages import municipality_sentences as sentences
from pages import text
from pages.components import filters, markup, tables
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import contribution
from pages.queries.database import Row

SHARES = {"weight": "Aandeel in de noemer", "part": "Aandeel in de teller"}
NO_PART = "geen aandeel: niet elke gemeente heeft een positieve teller"
CHANGE = "Bijdrage aan de verandering"


def render(rows: Sequence[Row], choice: Choice) -> None:
    """Draw the table.

    Args:
        rows: Headline indicators of the municipality, as `municipality.profile` gives them.
        choice: With a municipality.
    """
    name = choice.municipality_name
    if not choice.in_region:
        _explain(f"{name} ligt niet in {choice.region_name} en weegt er dus niet mee.")
        return
    if choice.is_whole_region:
        _explain(f"{choice.region_name} is alleen {name}: kies een grotere regio.")
        return
    _explain(sentences.weighing(str(name), choice.region_name))
    known = [row[key] for row in rows for key in SHARES if row[key] is not None]
    longest = max(known, default=0) or 1
    body = [
        [
            _title(row),
            _share(row["weight"], longest),
            NO_PART if row["can_be_negative"] else _share(row["part"], longest),
            _contributed(row, choice),
        ]
        for row in rows
    ]
    heads = ("Kerncijfer", *SHARES.values(), CHANGE)
    caption = f"Gewicht van {name} in {choice.region_name}"
    with st.container(key="gewicht"):
        tables.draw(heads, body, caption)


def _explain(sentence: str) -> None:
    st.html(
        f'<div class="m-page m-section" id="gewicht"><p>{escape(sentence)}</p></div>'
    )


def _title(row: Row) -> str:
    link = markup.link(filters.indicator_href(row["indicator_id"]), row["title"])
    parts = [row["breakdown_label"], str(row["year"] or "")]
    if row["aggregation"] == "weighted":
        parts.append("gewogen met de inwoners")
    else:
        parts += [
            f"{word}: {row[key]}"
            for word, key in (
                ("noemer", "denominator_label"),
                ("teller", "numerator_label"),
            )
            if row[key]
        ]
    sub = "; ".join(part for part in parts if part)
    return f'{link}<div class="m-sub">{escape(sub)}</div>'


def _share(percent: float | None, longest: float) -> str:
    if percent is None:
        return text.MISSING
    bar = markup.bar(percent / longest, "gekozen")
    return f'<div class="m-share"><span>{escape(sentences.share(percent))}</span>{bar}</div>'


def _contributed(row: Row, choice: Choice) -> str:
    """The change of the region since the measurement before, and the part of it that is here."""
    first, last = row["previous_year"], row["year"]
    if first is None or row["value"] is None:
        return "geen vroegere meting"
    key = (
        choice.build,
        row["indicator_id"],
        row["breakdown"],
        choice.region,
        first,
        last,
    )
    found = contribution.contribution(*key)
    refused = contribution.refusal(*key) if found.is_empty() else None
    if refused is not None:
        return escape(sentences.REFUSED.get(refused, sentences.UNSPLIT))
    own = found.filter(nis=str(choice.municipality))
    return "<br>".join(
        escape(line)
        for line in sentences.contributed(
            row,
            own.row(0, named=True) if own.height else None,
            str(choice.municipality_name),
        )
    )
