"""Actions and targets of the plan in words: what is not known is said, never guessed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pages import text

Row = Mapping[str, Any]
"""A row of `progress.targets` or `progress.actions`."""
UNKNOWN = "niet bekend"
STATUS = {
    "bevestigd": "",
    "onbevestigd": "niet in een openbare bron gezien",
    "uiteenlopend": "bronnen zeggen niet hetzelfde",
}


def targets(rows: Sequence[Row]) -> str:
    """What must be said above the targets of a line; empty when one is the Taskforce's own."""
    if not rows:
        return "Openbare bronnen noemen geen doel in cijfers voor deze lijn."
    if any(row["kind"] == "doel" for row in rows):
        return ""
    return (
        "Geen van deze doelen is van de Taskforce zelf. Ze zijn van wie ernaast staat, en dienen hier "
        "als referentie: geen norm voor deze regio."
    )


def aim(row: Row) -> str:
    """'minstens 40 % in 2030', as the owner says it."""
    when = text.target_when(row["horizon"], row["target_year"])
    if row["value"] is None:
        return when
    if row["is_relative"]:
        against = f" tegenover {row['base_year']}" if row["base_year"] else ""
        sign = "+" if row["value"] > 0 else ""
        return f"{sign}{_plain(row['value'])}{text.NBSP}%{against} {when}".strip()
    return f"{_plain(row['value'])} {row['unit'] or ''} {when}".strip()


def _plain(value: float) -> str:
    """With the decimals the owner wrote."""
    return text.number(value, 0 if value == round(value) else 1)


def perimeter(row: Row, region: str, name: str, size: int) -> str:
    """The owner's area beside that of the figure; empty where they are the same.

    Args:
        row: The target.
        region: Area id of the figure.
        name: Of that area.
        size: How many municipalities it has.
    """
    if row["area_id"] is None:
        return "; het gebied van dit doel heeft geen vaste lijst van gemeenten"
    place = covers(row, region)
    return (
        place
        and f"{place}; het cijfer hier is van {name} ({text.municipalities(size)})"
    )


def covers(row: Row, region: str) -> str:
    """The owner's area alone, as it follows the name of the owner."""
    if row["area_id"] == region:
        return ""
    if row["area_id"] is None:
        return "; zonder vaste lijst van gemeenten"
    if row["area_id"] == "02000":
        return ", voor heel Vlaanderen"
    full = text.full_name(row["area_name"], row["area_type"])
    return f", voor {full} ({text.municipalities(row['area_members'])})"


def fine_print(row: Row) -> str:
    """What is uncertain of a target, what must be known of it, and where it stands."""
    source = f"Bron: {row['source']}" if row["source"] else ""
    notes = [STATUS[row["status"]], row["note"] or "", source]
    return " ".join(f"{text.upper_first(note).rstrip('.')}." for note in notes if note)


def why_not(row: Row) -> str:
    """Why a target has no figure here."""
    if row["indicator"] is None:
        return "geen cijfer per gemeente dat dit meet"
    return f"nog geen cijfers van “{text.lower_first(row['indicator'])}”"


def number(actions: Sequence[Row]) -> str:
    """'1 actie', '5 acties'."""
    return f"{len(actions)} {'actie' if len(actions) == 1 else 'acties'}"


def counted(rows: Sequence[Row]) -> str:
    """'5 acties, waarvan 2 afgerond en 1 te laat.'."""
    late = sum(row["timing"] == "te laat" for row in rows)
    done = sum(row["execution"] == "afgerond" for row in rows)
    count = number(rows)
    states = [
        *([f"{done} afgerond"] if done else []),
        *([f"{late} te laat"] if late else []),
    ]
    return f"{count}, waarvan {text.listing(states)}." if states else f"{count}."


def when(day: date | None, precision: str | None) -> str:
    """A date as precisely as it is known: a day, a month or a year."""
    if day is None:
        return ""
    if precision == "jaar":
        return str(day.year)
    if precision == "maand":
        return f"{text.month(day.month)} {day.year}"
    return text.long_date(day)


def period(row: Row) -> str:
    """From when to when, or to which term, an action runs."""
    start = when(row["start"], row["start_precision"])
    done = when(row["finished"], row["finished_precision"])
    term = when(row["end"], row["end_precision"])
    if done:
        return done if start in ("", done) else f"{start} – {done}"
    if start and term:
        return f"{start} – {term}"
    return f"sinds {start}" if start else (f"tegen {term}" if term else UNKNOWN)
