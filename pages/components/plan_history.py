"""What was changed in the action plan: not shown elsewhere yet, everything, and taking back."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from pages import text
from pages.components import filters, plan_form, tables
from pages.components.markup import escape
from pages.plan_edits import ID, Change
from pages.plan_fields import KINDS
from pages.plan_undo import reverse
from pages.queries.plan_edit import Standing

LONGEST = 100
"""Edits in the table, and to take back."""
SHOWN = {"alles": "Alles", "dit": "Alleen wat hierboven gekozen is"}
Edit = list[Change]
"""What one line changed, field by field."""


def render(plan: Standing, entity: str, key: str) -> None:
    """Draw what waits, the history and the button that takes back.

    Args:
        plan: As it stands.
        entity: Kind of the chosen record.
        key: Its id.
    """
    edits = [
        list(rows) for _line, rows in groupby(plan.history, key=lambda row: row.line)
    ]
    _pending(plan, edits)
    st.header("Geschiedenis", anchor=False)
    which = filters.choose_option("Toon", "toon", SHOWN)
    if message := filters.complaint("toon", "Toon", SHOWN):
        st.warning(message)
    chosen = [
        edit
        for edit in reversed(edits)
        if which == "alles" or (edit[0].entity, edit[0].id) == (entity, key)
    ]
    if not chosen:
        st.markdown("Nog niemand wijzigde hier iets.")
        return
    _table(plan, chosen[:LONGEST], "Wijzigingen, de nieuwste eerst")
    if len(chosen) > LONGEST:
        st.markdown(
            f"De oudere wijzigingen ({len(chosen) - LONGEST}) staan in het bestand van de wijzigingen."
        )
    _undo(plan, chosen[:LONGEST])


def _pending(plan: Standing, edits: Sequence[Edit]) -> None:
    st.header("Nog niet verwerkt", anchor=False)
    waiting = [edit for edit in reversed(edits) if edit[0].line in plan.pending]
    if waiting:
        st.markdown(
            "Bewaard, maar op de andere pagina's nog niet te zien: dat gebeurt bij de volgende vernieuwing."
        )
        _table(plan, waiting, "Nog niet verwerkte wijzigingen, de nieuwste eerst")
    else:
        st.markdown("Alle wijzigingen staan op het scherm.")
    if plan.refused:
        numbers = text.listing([str(line.number) for line in plan.refused])
        st.warning(
            f"Niet toe te passen, en daarom overgeslagen: regel {numbers} van het bestand van de wijzigingen. "
            "De volgende vernieuwing zegt waarom."
        )


def _table(plan: Standing, edits: Sequence[Edit], caption: str) -> None:
    rows = [
        [
            escape(text.moment(edit[0].at)),
            escape(edit[0].who),
            escape(_subject(plan, edit)),
            _what(edit),
        ]
        for edit in edits
    ]
    tables.draw(("Wanneer", "Wie", "Waarvan", "Wat"), rows, caption)


def _subject(plan: Standing, edit: Edit) -> str:
    """'actie Ruimtelijk-economische agenda'; what is gone by the name it had."""
    first = edit[0]
    own = {row.field: row.old or row.new for row in edit}
    name = plan.title(first.entity, first.id)
    if name == first.id:
        name = own.get("title") or own.get("text") or own.get("body") or name
    return f"{KINDS[first.entity].one} {name[:100]}"


def _what(edit: Edit) -> str:
    own = next((row for row in edit if row.field == ID), None)
    if own is not None and own.new is None:
        return "verwijderd"
    lead = "<strong>nieuw</strong><br>" if own is not None else ""
    return lead + "<br>".join(_field(row) for row in edit if row.field != ID)


def _field(row: Change) -> str:
    field = KINDS[row.entity].field(row.field)
    label = field.label if field else row.field
    old, new = (_value(row, value) for value in (row.old, row.new))
    told = new if row.old is None else f"{old} → {new}"
    return f"<strong>{escape(label)}</strong>: {escape(told)}"


def _value(row: Change, value: str | None) -> str:
    """In the words of the form, cut to a readable length."""
    if value is None:
        return "leeg"
    field = KINDS[row.entity].field(row.field)
    told = field.choices.get(value, value) if field else value
    return told if len(told) <= 200 else f"{told[:200]}…"


def _undo(plan: Standing, edits: Sequence[Edit]) -> None:
    names = {
        edit[
            0
        ].line: f"{text.moment(edit[0].at)}, {edit[0].who}: {_subject(plan, edit)}"
        for edit in edits
    }
    with st.form("terug"):
        line = st.selectbox(
            "Welke wijziging wilt u ongedaan maken?",
            list(names),
            format_func=names.__getitem__,
        )
        if st.form_submit_button("Ongedaan maken"):
            _take_back(plan, next(edit for edit in edits if edit[0].line == line))


def _take_back(plan: Standing, edit: Edit) -> None:
    first = edit[0]
    fields = reverse(edit, plan.records)
    if fields is None:
        st.warning(
            "Dat kan niet meer: wat die wijziging veranderde, is daarna opnieuw gewijzigd. Pas het aan in het formulier."
        )
    elif plan_form.keep(plan, first.entity, first.id, fields, plan.length):
        plan_form.done(
            "Ongedaan gemaakt, met een nieuwe wijziging: de geschiedenis blijft volledig."
        )
