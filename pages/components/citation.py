"""How to cite a figure: a reference, and a link that keeps showing the same data."""

from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from pages import evidence
from pages.components import trace_parts
from pages.components.filters import Choice
from pages.queries import areas, details
from pages.queries.database import Row
from pages.queries.parts import shown


def render(figure: Row, choice: Choice) -> None:
    """Draw the reference of the figure whose trace is shown."""
    st.header("Citeer dit cijfer", anchor=False)
    indicator, breakdown = figure["indicator_id"], figure["breakdown"]
    whose, area, name = trace_parts.subject(choice)
    found = shown(choice.build, indicator, breakdown, area, figure["year"])
    if found is None or found["value"] is None:
        st.markdown(f"Voor {name} is er in {figure['year']} geen cijfer om te citeren.")
        return
    build = areas.newest_build(choice.build)
    address = link(figure, choice, whose, build["build_id"])
    today = datetime.now(evidence.BELGIUM).date()
    files = details.files(choice.build, indicator)
    reference = evidence.reference(found, figure["source_name"], files, build, today)
    st.code(f"{reference} {address}", language=None, wrap_lines=True)
    st.markdown(
        "Alleen de link. Hij toont deze gegevens ook na een vernieuwing, zolang de monitor deze "
        "build bewaart; daarna staat er wat er sindsdien veranderde."
    )
    st.code(address, language=None, wrap_lines=True)


def link(figure: Row, choice: Choice, whose: str, build_id: str) -> str:
    """Absolute address of the figure as it is now: every choice, and the build, written out."""
    several = len(details.breakdowns(choice.build, figure["indicator_id"])) > 1
    parameters = {
        "indicator": figure["indicator_id"],
        "uitsplitsing": figure["breakdown"] if several else None,
        "regio": choice.region,
        "gemeente": choice.municipality if whose == "gemeente" else None,
        "jaar": str(figure["year"]),
        "spoor": None if whose == "regio" else whose,
        "build": build_id,
    }
    known = {key: value for key, value in parameters.items() if value is not None}
    return f"{st.context.url or ''}?{urlencode(known, safe=':')}"
