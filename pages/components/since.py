"""Since when something is new: the previous meeting, the previous refresh, or a date of one's own."""

from datetime import date

import streamlit as st

from pages import text
from pages.components import filters
from pages.components.filters import Choice
from pages.queries import progress

KEY, REFRESH, OTHER = "sinds", "vernieuwing", "datum"


def choose(choice: Choice) -> date | None:
    """Draw the choice; None: since the refresh before.

    The default is the last meeting on the calendar. Its dates are not public, so while
    nobody filled it in, the refresh before takes its place.
    """
    today = date.today()
    meetings = [row for row in progress.meetings(choice.build) if row["date"] < today]
    titles = {
        row["date"].isoformat(): f"{row['body']}, {text.long_date(row['date'])}"
        for row in meetings
    }
    default = next(iter(titles), REFRESH)
    titles[REFRESH] = "de vorige vernieuwing van de cijfers"
    own = a_day(st.query_params.get(KEY), today)
    if own is not None:
        titles.setdefault(own.isoformat(), text.long_date(own))
    titles[OTHER] = "een andere datum…"
    with st.container(horizontal=True, horizontal_alignment="right", key="sinds"):
        chosen = filters.choose_by_code("Nieuw sinds", KEY, titles, default)
        if chosen == OTHER:
            _pick(today)
    if message := filters.complaint(KEY, "Datum", titles):
        st.warning(message)
    return a_day(chosen, today)


def a_day(asked: str | None, today: date) -> date | None:
    """The day in the address; None when it is none, or has still to come."""
    try:
        day = date.fromisoformat(asked or "")
    except ValueError:
        return None
    return day if day <= today else None


def _pick(today: date) -> None:
    def to_url() -> None:
        day = st.session_state["sinds_dag"]
        if day:
            filters.write(KEY, day.isoformat())

    st.date_input(
        "Datum",
        value=None,
        max_value=today,
        format="DD/MM/YYYY",
        key="sinds_dag",
        on_change=to_url,
    )
