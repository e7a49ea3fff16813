"""Sheets that the catalogue does not describe (fully): what their header says, and what they prove.

A code without a block is a new indicator; a block marked `unseen` was written
before any file of it was read. Both take breakdowns, answers and scale from the
sheet. Only a sheet that proves its own arithmetic is aggregated as a ratio.
"""

import re
from collections.abc import Sequence

import polars as pl

from etl.blocks import Dimension, slug
from etl.catalogue import POPULATION, Indicator
from etl.observations import MISSING_MARKERS, Reading
from etl.sheets import Sheet, clean

PERCENT_MARK = re.compile(r"\s*\(%\)$")
MAIN_ANSWERS = (
    "eens",
    "tevreden",
    "ja",
    "goed",
    "veel",
    "hoog",
    "vaak/altijd",
    "minstens wekelijks",
)
"""The answer that a title is usually about, shown first."""
ADMITTED = "Nog niet beschreven in de catalogus: alleen wat het bestand zelf zegt."
PROVEN = (
    "Bewezen door de bron: de verhouding is op elke rij teller gedeeld door noemer, en de "
    "gemeenten tellen op tot het gepubliceerde Vlaams Gewest."
)
UNPROVEN = (
    "Nog niet beslist: het bestand bewijst niet hoe gemeenten samen een regio worden. Tot "
    "iemand beslist, zijn er alleen cijfers per gemeente."
)
RATIO_ONLY = (
    "Het bestand geeft alleen de verhouding, zonder teller en noemer; die zijn nodig voor een "
    "regionaal cijfer."
)


def completed(indicator: Indicator, sheet: Sheet, columns: list[str]) -> Indicator:
    """A block that was never read, with the breakdowns and answers of the sheet.

    Args:
        indicator: Block marked `unseen`.
        sheet: The sheet.
        columns: Those that are neither identification nor year.
    """
    if indicator.wave_2023 is not None:
        # Described so far by its one answer of 2023; the sheet has them all.
        nothing = {"answers": [], "dimensions": {}, "main_breakdown": ""}
        indicator = indicator.model_copy(update=nothing)
    texts = [column for column in columns if is_text(sheet.cells[column])]
    figures = [column for column in columns if column not in texts]
    found: dict[str, object] = {}
    if texts and not indicator.dimensions:
        found["dimensions"] = _dimensions(sheet, texts)
    if indicator.is_survey and not indicator.answers:
        found["answers"] = [_label(sheet, column) for column in figures]
    if indicator.aggregation == "ratio" and len(figures) == 1:
        found |= {"aggregation": "none", "aggregation_reason": RATIO_ONLY}
    block = indicator.model_copy(update=found)
    if block.main_breakdown or not found.keys() & {"dimensions", "answers"}:
        return block
    return block.model_copy(update={"main_breakdown": _main(block)})


def new(
    code: str,
    title: str,
    sheet: Sheet,
    columns: list[str],
    catalogue: Sequence[Indicator],
) -> Indicator:
    """A block for a code that the catalogue does not have, from the sheet alone."""
    texts = [column for column in columns if is_text(sheet.cells[column])]
    figures = [column for column in columns if column not in texts]
    survey = "_S_" in code
    prefix = code[:2]
    themes = [i.theme for i in catalogue if i.code.startswith(prefix)]
    last = _label(sheet, figures[-1]) if figures else ""
    three = len(figures) == 3 and not survey
    unit = "%" if survey else _unit(last)
    block = Indicator(
        source="gsm",
        code=code,
        title=title[:90],
        theme=max(sorted(set(themes)), key=themes.count) if themes else "Overige",
        definition=ADMITTED,
        unit=unit,
        source_titles=[title],
        kind="survey" if survey else "register",
        unseen=True,
        group="Nog niet beschreven",
        aggregation="weighted" if survey else "none",
        aggregation_reason=UNPROVEN,
        weight=POPULATION if survey else None,
        factor=100 if unit == "%" and not survey else 1,
        decimals=0 if not three and not survey and unit != "%" else 1,
        numerator_label=_label(sheet, figures[0]).lower() if three else None,
        denominator_label=_label(sheet, figures[1]).lower() if three else None,
    )
    return completed(block, sheet, columns)


def judged(reading: Reading, indicator: Indicator) -> Indicator:
    """What a new code may be aggregated as: a ratio if its sheet proves it, else nothing."""
    if proves(reading):
        return indicator.model_copy(
            update={"aggregation": "ratio", "aggregation_reason": PROVEN}
        )
    return indicator.model_copy(
        update={
            "aggregation": "none",
            "weight": None,
            "aggregation_reason": UNPROVEN,
        }
    )


def proves(reading: Reading) -> bool:
    """Whether every row is its quotient, and the municipalities add up to Flanders."""
    quotients = [f for f in reading.findings if f.gate == "quotient"]
    if not quotients or not all(finding.passed for finding in quotients):
        return False
    parts = ["numerator", "denominator"]
    added = reading.observations.group_by("breakdown", "year").agg(pl.col(parts).sum())
    both = reading.official.filter(pl.col("area_id") == "02000").join(
        added, on=["breakdown", "year"], suffix="_added", validate="1:1"
    )
    equal = [
        (pl.col(part) - pl.col(f"{part}_added")).abs()
        <= pl.max_horizontal(0.5, pl.col(part).abs() * 1e-5)
        for part in parts
    ]
    return bool(both.height) and both.select(pl.all_horizontal(equal).all()).item()


def is_text(cells: pl.Series) -> bool:
    """Whether a column holds categories: fewer than half of its cells are numbers or markers."""
    present = cells.drop_nulls()
    numeric = present.str.contains(r"^[-+]?[\d.,]+([eE][-+]?\d+)?$")
    marker = present.str.to_lowercase().is_in(list(MISSING_MARKERS))
    return present.len() > 0 and (numeric | marker).sum() * 2 < present.len()


def _dimensions(sheet: Sheet, columns: list[str]) -> dict[str, Dimension]:
    found = {}
    for column in columns:
        header = sheet.header[int(column[1:])]
        values = sheet.cells[column].drop_nulls().unique(maintain_order=True).to_list()
        total = next((v for v in values if v.casefold() in ("totaal", "alle")), None)
        found[slug(header)] = Dimension(column=header, values=values, total=total)
    return found


def _main(block: Indicator) -> str:
    """The breakdown shown first: the total where there is one, else the usual answer."""
    keys = [key for key, _label in block.breakdowns()]
    if "" in keys:
        return ""
    for answer in MAIN_ANSWERS:
        for key in keys:
            if f"antwoord={slug(answer)}" in key.split(";"):
                return key
    return keys[0]


def _unit(header: str) -> str:
    """The unit that a ratio column prints: 'Procent (%)', 'Verhouding per 1000 inwoners'."""
    plain = header.lower()
    if plain.startswith("procent"):
        return "%"
    match = re.search(r"per (\d+) (.+)", plain)
    if match is None:
        return plain[:40] or "aantal"
    return f"per {int(match.group(1)):,}".replace(",", ".") + f" {match.group(2)}"


def _label(sheet: Sheet, column: str) -> str:
    return clean(PERCENT_MARK.sub("", sheet.header[int(column[1:])]))
