"""The reason of a verdict in Dutch, with its numbers."""

from typing import Any

import polars as pl

Case = dict[str, Any]
OLD = 3
"""A newest figure so many years before the build deserves a word."""


def reasons(verdicts: pl.DataFrame, this_year: int) -> pl.Series:
    """One text per row.

    Args:
        verdicts: As `progress.tested` gives them.
        this_year: The year of the build.
    """
    texts = [_reason(case, this_year) for case in verdicts.iter_rows(named=True)]
    return pl.Series("reason", texts, dtype=pl.String)


def _reason(case: Case, this_year: int) -> str:
    parts = [_line(case)] if case["kind"] == "referentie" else []
    parts.append(_guard(case) or _movement(case))
    parts.append(_robust(case))
    if case["last_year"] and this_year - case["last_year"] >= OLD:
        parts.append(f"Het nieuwste cijfer is van {case['last_year']}.")
    return " ".join(part for part in parts if part)


def _line(case: Case) -> str:
    """A target that is no verdict here."""
    where = case["target_value"]
    drawn = (
        "bij dit cijfer valt voor het doel geen lijn te trekken"
        if where is None
        else f"het doel is hier alleen een lijn, bij {_figure(case, where)}"
    )
    return (
        f"Benadering: {drawn}."
        if case["is_proxy"]
        else f"{drawn[0].upper()}{drawn[1:]}."
    )


def _guard(case: Case) -> str | None:
    """Why there is no verdict; None: there is one."""
    verdict = case["class"]
    if verdict == "te weinig metingen":
        years = [str(year) for year in case["years"]]
        listed = " en ".join(years) if years else "geen"
        return f"Te weinig metingen ({listed}): een oordeel vraagt er minstens 3."
    if verdict == "onzeker":
        return _uncertain(case)
    return _undecided(case) if verdict == "geen oordeel" else None


def _undecided(case: Case) -> str:
    if case["no_trend_verdict"] is not None and case["last_value"] is not None:
        return f"Geen oordeel. {case['no_trend_verdict']}"
    return f"Geen oordeel: {_cannot_say(case)}."


def _cannot_say(case: Case) -> str:
    """The first reason that holds, in the order of the guards."""
    goal = case["kind"] == "doel"
    for holds, text in (
        (case["last_value"] is None, "er is geen cijfer"),
        (
            case["direction"] is None,
            "bij deze indicator is meer of minder niet vanzelf beter",
        ),
        (
            case["base_value"] is None,
            f"er is geen cijfer van het basisjaar {case['base_year']}",
        ),
        (
            case["break_year"] is not None,
            f"cijfers van voor {case['break_year']} zijn niet te vergelijken met die erna "
            f"({case['break_reason']})",
        ),
        (goal, "het doel is niet op de schaal van deze indicator uit te drukken"),
    ):
        if holds:
            return text
    return "groei vanaf nul is geen percentage"


def _uncertain(case: Case) -> str:
    change = abs(case["last_value"] - case["base_value"])
    span = f"van {case['base_year']} naar {case['last_year']}"
    size = f"{number(change, case['decimals'])} {_points(case)}"
    if case["overlaps"]:
        return (
            f"Onzeker: de verandering {span} ({size}) valt binnen de onzekerheid van de "
            "twee cijfers."
        )
    return (
        f"Onzeker: de verandering {span} ({size}) is niet groter dan wat toeval kan geven "
        f"({number(case['margin'], 1)} procentpunt, bij 135 antwoorden per gemeente). De "
        "uitgever zegt niet hoeveel mensen antwoordden."
    )


def _movement(case: Case) -> str:
    first, last = (_figure(case, case[f"{end}_value"]) for end in ("base", "last"))
    text = (
        f"Van {first} in {case['base_year']} naar {last} in {case['last_year']}: "
        f"{_yearly(case, case['yearly_change'])} per jaar; {_wanted(case)}."
    )
    return f"{text} {_goal(case)}" if case["kind"] == "doel" else text


def _goal(case: Case) -> str:
    aim = f"Doel: {_figure(case, case['target_value'])} in {case['target_year']}"
    if case["class"] in ("doel bereikt", "behouden"):
        return f"{aim}."
    if case["ratio"] is None:
        return f"{aim}, het peil van {case['base_year']}."
    needed = _yearly(case, case["required_change"])
    pace = f"{aim}. Nodig is {needed} per jaar"
    share = (
        f"; het tempo is {number(case['ratio'] * 100)} % daarvan"
        if case["ratio"] >= 0
        else ""
    )
    if case["projected_value"] is None:
        return f"{pace}{share}. Het doeljaar is voorbij en het doel is niet gehaald."
    ahead = _figure(case, case["projected_value"])
    return f"{pace}{share}. Zo voort wordt het {ahead}."


def _wanted(case: Case) -> str:
    return "meer is beter" if case["direction"] == "up" else "minder is beter"


def _robust(case: Case) -> str:
    """What the other base years say."""
    if case["robust"] is None:
        return ""
    others = case["others"]
    if case["robust"]:
        years = " en ".join(str(other["base_year"]) for other in others)
        return f"Robuust: ook met basisjaar {years}."
    differing = [other for other in others if other["class"] != case["class"]]
    told = ", ".join(f"met {o['base_year']} ‘{o['class']}’" for o in differing)
    return f"Gevoelig voor het basisjaar: {told}."


def _figure(case: Case, value: float) -> str:
    unit = case["unit"]
    return f"{number(value, case['decimals'])} {unit}"


def _points(case: Case) -> str:
    return "procentpunt" if case["measure"] == "share" else str(case["unit"])


def _yearly(case: Case, change: float) -> str:
    """A yearly change with its sign, one decimal finer than the figure itself."""
    unit = case["change_unit"]
    decimals = 1 if unit == "%" else case["decimals"] + 1
    sign = "+" if change > 0 else ""
    return f"{sign}{number(change, decimals)} {unit}"


def number(value: float, decimals: int = 0) -> str:
    """As `etl.numbers.number`, which is too slow for every area and indicator.

    A rounded zero has no minus.
    """
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.", ".,"))
