"""The form in which an editor changes one record of the action plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st
from filelock import Timeout

from pages import editors, text
from pages.components import filters, tables
from pages.components.markup import escape
from pages.plan_answers import BETWEEN, changes, new_id, shown
from pages.plan_edits import Line, Overtaken, Refused, Wish, as_text
from pages.plan_fields import KINDS, LIMITS, Field, Kindred
from pages.plan_rules import Known, Mistake, Record, Records, options
from pages.queries import plan_edit
from pages.queries.plan_edit import Standing

NEW = "_nieuw"
"""In the address: no record has such an id."""
OPENED, ROUND, TOLD = "plan_geopend", "plan_ronde", "plan_bewaard"
"""Places in the session: the open form, how many there were, what to say after a save."""
SAVED = (
    "Bewaard. Op de andere pagina's verschijnt het na de volgende vernieuwing van de monitor; "
    "tot dan staat het hieronder bij ‘Nog niet verwerkt’."
)


@dataclass(frozen=True)
class Opened:
    """A form as it was opened: what it showed then is what a change is held against."""

    kind: Kindred
    item: str
    base: Record
    seen: int
    """Lines of the file of edits at that time."""
    round: int
    """Makes the widgets of every opening new ones."""


def choose(plan: Standing) -> tuple[Kindred, str]:
    """What to edit: a kind and a record of it, or a new one; both in the address."""
    kinds = {kind.one: kind for kind in KINDS.values()}
    titles = {one: kind.title for one, kind in kinds.items()}
    kind = kinds[filters.choose_option("Wat", "soort", titles)]
    if message := filters.complaint("soort", "Wat", titles):
        st.warning(message)
    label = text.upper_first(kind.one)
    items = {NEW: kind.new} | {
        key: plan.title(kind.entity, key) for key in plan.records[kind.entity]
    }
    item = filters.choose_by_code(label, kind.one, items, NEW)
    if message := filters.complaint(kind.one, label, items):
        st.warning(message)
    return kind, item or NEW


def render(plan: Standing, kind: Kindred, item: str) -> None:
    """Draw the form, and keep what is filled in."""
    opened = _opened(plan, kind, item)
    if told := st.session_state.pop(TOLD, None):
        st.success(told)
    with st.form(f"plan-{opened.round}", enter_to_submit=False):
        answers = {
            field.name: _ask(field, opened, plan.records, plan.known)
            for field in kind.fields
        }
        if st.form_submit_button("Bewaren"):
            _save(plan, opened, answers)
    if item != NEW:
        _removal(plan, opened)


def _opened(plan: Standing, kind: Kindred, item: str) -> Opened:
    """The form that is open; another one when something else is chosen."""
    last: Opened | None = st.session_state.get(OPENED)
    if last is not None and (last.kind, last.item) == (kind, item):
        return last
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    base = plan.records[kind.entity].get(item, {})
    opened = Opened(kind, item, base, plan.length, st.session_state[ROUND])
    st.session_state[OPENED] = opened
    return opened


def _ask(field: Field, opened: Opened, records: Records, known: Known) -> object:
    """The widget of a field, with its help in its label."""
    told = field.label + (" (verplicht)" if field.required else "")
    # No mark-up: a screen reader would read it out.
    label = f"{told}: {text.lower_first(field.help)}" if field.help else told
    value = shown(field, opened.base)
    key = f"plan-{opened.round}-{field.name}"
    if field.kind == "flag":
        return st.checkbox(label, value is True, key=key)
    if field.kind in ("long", "items"):
        return st.text_area(label, str(value), max_chars=_limit(field, value), key=key)
    if isinstance(value, str) and field.kind in WRITTEN:
        return st.text_input(label, value, max_chars=_limit(field, value), key=key)
    return _choice(field, label, value, key, _offered(field, records, known))


WRITTEN = ("text", "partial", "day", "number", "whole")


def _limit(field: Field, value: object) -> int:
    """A text that is longer already stays what it is."""
    return max(LIMITS.get(field.kind, 40), len(str(value)))


def _offered(field: Field, records: Records, known: Known) -> Mapping[str, str]:
    if field.kind != "breakdown":
        return options(field, records, known)
    return {
        f"{key}{BETWEEN}{breakdown}": f"{indicator.title}: {label}"
        for key, indicator in known.indicators.items()
        if len(indicator.breakdowns) > 1
        for breakdown, label in indicator.breakdowns.items()
    }


def _choice(
    field: Field, label: str, value: object, key: str, offered: Mapping[str, str]
) -> object:
    """A list to choose from; what was chosen before stays there, also when it is gone."""
    chosen = value if isinstance(value, list) else [value] if value else []
    every = [*offered, *(one for one in chosen if one not in offered)]

    def name(one: str) -> str:
        return offered.get(one, one)

    if field.kind in ("lines", "indicators"):
        return st.multiselect(
            label, every, chosen, format_func=name, key=key, placeholder="Kies"
        )
    place = every.index(chosen[0]) if chosen else None
    return st.selectbox(
        label, every, place, format_func=name, key=key, placeholder="Niet ingevuld"
    )


def _save(plan: Standing, opened: Opened, answers: Mapping[str, object]) -> None:
    fields, unreadable = changes(opened.kind, opened.base, answers)
    if unreadable:
        complain(unreadable)
        return
    if not fields and opened.item != NEW:
        st.info("Er is niets gewijzigd.")
        return
    entity, key = opened.kind.entity, opened.item
    if key == NEW:
        used = {row.id for row in plan.history if row.entity == entity}
        key = new_id(entity, fields, used | set(plan.records[entity]))
        # A record without any field would read as a removal.
        fields = fields or {opened.kind.fields[0].name: None}
    if keep(plan, entity, key, fields, opened.seen):
        filters.write(opened.kind.one, key)
        done(SAVED)


def _removal(plan: Standing, opened: Opened) -> None:
    with st.expander("Verwijderen"):
        sure = st.checkbox(
            "Ja, ik wil dit verwijderen.", key=f"plan-{opened.round}-zeker"
        )
        if not st.button("Verwijderen"):
            return
        if not sure:
            st.warning("Vink eerst aan dat u het zeker weet.")
        elif keep(plan, opened.kind.entity, opened.item, {}, opened.seen):
            filters.write(opened.kind.one, None)
            done(
                "Verwijderd. Met ‘Ongedaan maken’ onderaan zet u het terug; wat er stond, blijft bewaard."
            )


def done(told: str) -> None:
    """Begin anew with what is kept now, and say so."""
    st.session_state.pop(OPENED, None)
    st.session_state[TOLD] = told
    st.rerun()


def keep(
    plan: Standing, entity: str, key: str, fields: Mapping[str, object], seen: int
) -> bool:
    """Keep one edit on the name of who is signed in now; says what went wrong.

    Args:
        plan: As it stands.
        entity: Kind of record.
        key: Its id.
        fields: What to set; empty: remove it.
        seen: Lines of the file when the form was opened.
    """
    visitor = editors.visitor()
    if visitor.state != "editor" or not visitor.email:
        st.error("U bent niet (meer) aangemeld als redacteur. Er is niets bewaard.")
        return False
    try:
        plan_edit.keep(Wish(visitor.email, entity, key, fields, seen), plan.build)
    except Overtaken as newer:
        _overtaken(plan, newer.lines)
    except Refused as reasons:
        complain(reasons.mistakes)
    except (Timeout, OSError):
        st.error(
            "Bewaren lukte niet: de monitor kan nu niet schrijven. Er is niets veranderd; probeer het straks opnieuw, of "
            "verwittig wie de monitor beheert."
        )
    else:
        return True
    return False


def complain(found: Sequence[Mistake]) -> None:
    """Every mistake, by the label of its field."""
    listed = "\n".join(f"- {one.label}: {one.text}" for one in found)
    st.error(f"Nog niet bewaard. Kijk dit na:\n\n{listed}")


def _overtaken(plan: Standing, lines: Sequence[Line]) -> None:
    """Show what somebody else did in between; the next save goes over it, knowingly."""
    st.warning(
        "Nog niet bewaard: iemand anders wijzigde dit terwijl uw formulier openstond. Wat u invulde, staat er nog. "
        "Kijk na wat hieronder staat; klikt u opnieuw op Bewaren, dan komen alleen de velden die u zelf wijzigde in de plaats."
    )
    rows = [
        [escape(text.moment(line.at)), escape(line.who), _fields(line)]
        for line in lines
    ]
    tables.draw(("Wanneer", "Wie", "Wat"), rows, "Wijzigingen van iemand anders")
    opened: Opened | None = st.session_state.get(OPENED)
    if opened is not None:
        st.session_state[OPENED] = replace(opened, seen=plan.length)


def _fields(line: Line) -> str:
    if not line.fields:
        return "verwijderd"
    kind = KINDS[line.entity]
    return "<br>".join(
        escape(f"{field.label}: {as_text(value) or 'leeg'}")
        for name, value in line.fields.items()
        if (field := kind.field(name))
    )
