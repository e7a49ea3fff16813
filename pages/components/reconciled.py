"""Our own computation held against what publishers say of the same area."""

import streamlit as st

from etl.live import Signature
from pages import sentences, text
from pages.components import filters, markup, tables
from pages.components.markup import escape
from pages.queries import methods
from pages.queries.database import Row


def render(build: Signature) -> None:
    """How many agree, and per indicator the largest difference with its reason."""
    st.header("Vergeleken met de uitgever", anchor=False)
    counts = methods.reconciled(build)
    number = {key: text.number(value, 0) for key, value in counts.items()}
    st.markdown(
        f"Van {number['n']} cijfers geeft de uitgever zelf een cijfer voor een groter gebied, meestal "
        f"Vlaanderen. Wij rekenen {number['compared']} ervan na uit de gemeenten: {number['same']} zijn gelijk binnen de "
        f"afronding, {number['differs']} verschillen. De andere zijn niet na te rekenen: {number['no_sum']} "
        f"tellen niet op, zoals een mediaan, en bij {number['incomplete']} zijn te weinig gemeenten gekend. "
        "Getoond wordt het cijfer van de uitgever."
    )
    rows = [_cells(row) for row in methods.differences(build).to_dicts()]
    if not rows:
        return
    heads = (
        "Indicator",
        "Grootste verschil bij",
        "Uitgever",
        "Wij",
        "Verschil",
        "Verschillen",
        "Reden",
    )
    tables.draw(
        heads, rows, "Grootste verschillen met de uitgever, per indicator", heads[2:6]
    )


def _cells(row: Row) -> list[str]:
    official, computed = (
        text.figure(row[key], text.short_unit(row["unit"]), row["decimals"])
        for key in ("official_value", "computed_value")
    )
    address = filters.href(
        "indicator",
        indicator=row["indicator_id"],
        uitsplitsing=row["breakdown"] or None,
    )
    where = ", ".join(filter(None, [row["label"], row["area"], str(row["year"])]))
    amount = text.number(row["difference"], row["decimals"])
    return [
        markup.link(address, row["title"]),
        escape(where),
        official,
        computed,
        f"{amount}{text.NBSP}{escape(text.difference_unit(row['unit']))}",
        f"{text.number(row['n'], 0)} van {text.number(row['of'], 0)}",
        escape(sentences.why_different(row)),
    ]
