"""The plan in the note: targets and actions of a line, what nobody published said once."""

from collections.abc import Callable, Sequence
from typing import Any

from pages import plan_sentences, text
from pages.briefing.gather import Briefing
from pages.components import verdicts
from pages.queries import progress
from pages.queries.database import Row

Column = tuple[str, str, Callable[[Row], str]]
"""Head, the same in a sentence, and the cell; an empty cell is not known."""
COLUMNS: Sequence[Column] = (
    (
        "Eigenaar en partners",
        "eigenaar",
        lambda row: ", ".join(filter(None, (row["owner"], row["partners"]))),
    ),
    ("Periode", "periode", lambda row: _known(plan_sentences.period(row))),
    (
        "Termijn",
        "termijn",
        lambda row: plan_sentences.when(row["end"], row["end_precision"]),
    ),
    ("Uitvoering", "stand van de uitvoering", lambda row: row["execution"] or ""),
)
PUBLIC = "De lijst toont wat openbare bronnen zeggen."


def counted(actions: Sequence[Row]) -> str:
    """What the plan holds, in one sentence."""
    if not actions:
        return "Het plan bevat voor deze actielijnen nog geen acties."
    without = sum(row["end"] is None for row in actions)
    term = (
        "Geen enkele heeft een termijn."
        if without == len(actions)
        else f"Met een termijn: {len(actions) - without}."
    )
    return f"Het plan telt {plan_sentences.counted(actions)} {term}"


def actions(briefing: Briefing, number: str) -> dict[str, Any]:
    """The table of actions; a column that is empty for all of them becomes a sentence.

    Args:
        briefing: Of the meeting.
        number: Of the action line; 'context' for actions across the lines.
    """
    line = briefing.lines.get(number)
    rows = line.actions if line else progress.actions(briefing.build, number)
    if not rows:
        return {
            "lead": "Openbare bronnen noemen geen actie van deze lijn.",
            "heads": [],
            "rows": [],
        }
    shown = [column for column in COLUMNS if any(map(column[2], rows))]
    unknown = [said for _head, said, cell in COLUMNS if not any(map(cell, rows))]
    some = any(not cell(row) for _head, _said, cell in shown for row in rows)
    lead = [
        plan_sentences.counted(rows),
        PUBLIC,
        f"Van geen enkele is bekend: {text.listing(unknown)}." if unknown else "",
        f"Een streepje ({text.MISSING}) betekent: niet bekend." if some else "",
    ]
    return {
        "lead": " ".join(filter(None, lead)),
        "heads": ["Actie", *(head for head, _said, _cell in shown)],
        "rows": [
            [_title(row), *(cell(row) or text.MISSING for _head, _said, cell in shown)]
            for row in rows
        ],
    }


def _known(words: str) -> str:
    return "" if words == plan_sentences.UNKNOWN else words


def _title(row: Row) -> str:
    late = " (te laat)" if row["timing"] == "te laat" else ""
    return f"{row['title']}{late}"


def targets(briefing: Briefing, number: str) -> dict[str, Any]:
    """Targets with a figure here as a table, the others as a list."""
    rows = progress.targets(briefing.build, number, briefing.region)
    measured = [row for row in rows if row["kind"] is not None]
    own = any(row["kind"] == "doel" for row in measured)
    others: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] is None:
            others.setdefault(_why_not(row, briefing), []).append(_named(row))
    return {
        "lead": plan_sentences.targets(rows),
        "measured": "Hier gemeten met" if own else "Hier benaderd met",
        "rows": [_target(row, briefing, own) for row in measured],
        "others": list(others.items()),
    }


def _why_not(row: Row, briefing: Briefing) -> str:
    """Some figures are there, and not held against a target in this area."""
    if row["indicator_id"] in briefing.figures:
        return "voor dit gebied niet berekend"
    return plan_sentences.why_not(row)


def _named(row: Row) -> str:
    """'Ontharding: 1 m² per inwoner in 2030 – Vlaamse Regering'."""
    aim = plan_sentences.aim(row)
    what = f"{row['title']}: {aim}" if aim else str(row["title"])
    return f"{what} – {row['owner']}"


def _target(row: Row, briefing: Briefing, mixed: bool) -> dict[str, str]:
    """A row of the table; `mixed`: not all of them are approximations, so these say it."""
    unit, decimals = text.short_unit(row["indicator_unit"]), row["decimals"]
    sign, look = verdicts.SIGNS[row["class"]]
    now = text.figure(row["last_value"], unit, decimals)
    return {
        "title": row["title"],
        "aim": plan_sentences.aim(row),
        "owner": row["owner"] + _place(row, briefing),
        "measured": _measured(row, mixed),
        "line": text.figure(row["target_value"], unit, decimals),
        "now": text.MISSING
        if row["last_value"] is None
        else f"{now} ({row['last_year']})",
        "sign": sign,
        "look": look,
        "verdict": row["class"],
        "note": plan_sentences.fine_print(row),
    }


def _place(row: Row, briefing: Briefing) -> str:
    """The area of the target, where the name of its owner does not say it."""
    full = text.full_name(row["area_name"] or "", row["area_type"] or "")
    if row["area_id"] and full.lower() in row["owner"].lower():
        return ""
    return plan_sentences.covers(row, briefing.region)


def _measured(row: Row, mixed: bool) -> str:
    """The indicator, with its unit where neither its title nor the number says it."""
    unit = text.long_unit(row["indicator_unit"])
    said = (
        f"{row['indicator']} ({unit})"
        if unit and unit not in row["indicator"]
        else row["indicator"]
    )
    return (
        f"{said} (benadering)" if mixed and row["kind"] == "referentie" else str(said)
    )
