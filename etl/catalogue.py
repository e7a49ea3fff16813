"""The indicators: `data/catalogue/*.yaml` into typed blocks, refusing unknown keys."""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from etl import settings
from etl.blocks import (
    Break,
    Dimension,
    Formula,
    KnownException,
    Predecessor,
    Release,
    Wave,
    slug,
)
from etl.refusal import Refusal
from etl.strict import Strict, validation_text, yaml_text

FOLDER = Path(__file__).parents[1] / "data" / "catalogue"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same safe loader, in C where it was built: ten times as fast on 9.000 lines."""
POPULATION = "statbel:population"
"""The weight of every survey figure and of the coverage of counts."""


class Indicator(Strict):
    """One block of the catalogue. Only what differs from the defaults is written."""

    source: str
    code: str = Field(pattern=r"^[A-Za-z]\w*$")
    title: str = Field(max_length=90)
    theme: str
    definition: str
    unit: str
    source_titles: list[str] = []
    """Titles under which the files of the source name this indicator."""
    kind: Literal["register", "survey"] = "register"
    """Counted in a register, or asked in the citizen survey."""
    unseen: bool = False
    """No file of the source itself has been read yet: its breakdowns, answers and scale come from
    the first one, and its aggregation only stands if that proves it (`sources/gsm/unseen.py`)."""
    producer: str | None = None
    """Who supplies the figures to the source."""
    available_to: int | None = None
    """The newest year that the source is known to have."""
    release: Release | None = None
    follows: Predecessor | None = None
    """Two definitions are two indicators; this link is all that joins them."""
    breaks: list[Break] = []
    """Years across which the series cannot be compared."""
    wave_2023: Wave | None = None
    """Its figure in the derived table of 2023, which joins the years of its own files."""
    page: Literal["sociaal-economisch", "mobiliteit"] | None = None
    group: str
    """Heading under which a theme page shows it."""
    action_line: Literal["1", "2", "3", "4", "context"] = "context"
    also_lines: list[Literal["1", "2", "3", "4"]] = []
    headline: int | None = None
    """Place on the overview within its action line; none: not there."""
    aggregation: Literal["sum", "ratio", "weighted", "implied", "pairs", "none"] = (
        "none"
    )
    aggregation_reason: str
    """Why a regional figure is made this way, or why there is none."""
    weight: str | None = None
    """Id of the indicator that weighs the municipalities, for `weighted`."""
    factor: float = 1.0
    """value = numerator / denominator x factor."""
    rounding: float | None = None
    """Step to which the source rounds the ratio, for `implied` (0.1: one decimal)."""
    formula: Formula | None = None
    """For an indicator of our own: computed from the parts of others, see `derive.py`."""
    direction: Literal["up", "down"] | None = None
    """What is better; none: no verdict."""
    measure: Literal["share", "rate", "level"] | None = None
    """How a change is measured: a share in points, a rate or level in % a year; a target for a
    share or rate is approached in a straight line, for a level by compound growth. None: a share
    where the unit is %, a rate where it starts with 'per ', else a level."""
    stable_change: float | None = Field(default=None, gt=0)
    """Yearly change below which it counts as stable, ten times that is the bound between 'licht
    gunstig' and 'gunstig'. None: a share one step of its last decimal (what no reader sees is no
    change), else 0.1 %."""
    no_trend_verdict: str | None = Field(default=None, min_length=20)
    """Why a change over time is neither good nor bad, although a difference between areas is."""
    decimals: int = Field(default=1, ge=0, le=4)
    numerator_label: str | None = None
    denominator_label: str | None = None
    answers: list[str] = []
    """Answer columns of a survey sheet, without '(%)', in the order of the screen."""
    aliases: dict[str, str] = {}
    """Other spellings of answers and categories."""
    dimensions: dict[str, Dimension] = {}
    """Breakdown columns by the name they get in `breakdown`."""
    item: str | None = None
    """For a sub-code (MO_S_01_2): its category in column `Item` of the sheet."""
    main_breakdown: str = ""
    """The breakdown shown first where the source gives no total."""
    synonyms: list[str] = []
    """Words people search for."""
    exceptions: list[KnownException] = []
    note: str | None = None
    """A caution that belongs beside the figure."""

    @property
    def indicator_id(self) -> str:
        """The id in the database and in URLs, such as `gsm:ar_13`."""
        return f"{self.source}:{self.code.lower()}"

    @property
    def change_measure(self) -> str:
        """How a change is measured: as written, else by the unit."""
        by_unit = "rate" if self.unit.startswith("per ") else "level"
        return self.measure or ("share" if self.unit == "%" else by_unit)

    @property
    def stable(self) -> float:
        """Yearly change below which it counts as stable: points for a share, else %."""
        step = 10.0**-self.decimals if self.change_measure == "share" else 0.1
        return self.stable_change or step

    @property
    def sheet(self) -> str:
        """The sheet that carries it: a sub-item shares the sheet of its question."""
        return re.sub(r"(?<=_\d\d)_\d$", "", self.code)

    @property
    def follows_id(self) -> str | None:
        """The id of its predecessor."""
        link = self.follows
        return f"{link.source or self.source}:{link.code.lower()}" if link else None

    @property
    def is_survey(self) -> bool:
        """Whether the source gives shares of answers, without counts."""
        return self.kind == "survey"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.aggregation == "weighted") != (self.weight is not None):
            raise ValueError("'weight' hoort bij aggregation: weighted, en alleen daar")
        if self.aggregation == "implied" and self.rounding is None:
            raise ValueError("aggregation: implied vraagt 'rounding'")
        if self.is_survey and not self.unseen and not self.main_breakdown:
            raise ValueError("een bevraging vraagt 'main_breakdown'")
        if self.formula is not None and self.aggregation != "ratio":
            raise ValueError("'formula' vraagt aggregation: ratio")
        if self.answers and not self.is_survey:
            raise ValueError("'answers' hoort bij kind: survey, en alleen daar")
        known = {key for key, _label in self.breakdowns()}
        if self.main_breakdown and self.main_breakdown not in known:
            raise ValueError(f"'main_breakdown' kent geen {self.main_breakdown!r}")
        if self.wave_2023 and (unknown := set(self.wave_2023.columns()) - known):
            raise ValueError(f"'wave_2023' kent geen {', '.join(sorted(unknown))}")
        return self

    def breakdowns(self) -> list[tuple[str, str]]:
        """Every breakdown key with its Dutch label, in the order of the screen."""
        combined: list[list[tuple[str, str, str]]] = [[]]
        for name, values, total in self._dimension_values():
            combined = [
                [*parts, *([] if value == total else [(name, slug(value), value)])]
                for parts in combined
                for value in values
            ]
        return [
            (
                ";".join(f"{name}={key}" for name, key, _ in sorted(parts)),
                ", ".join(label for _, _, label in parts),
            )
            for parts in combined
        ]

    def totals(self) -> dict[str, str]:
        """For each breakdown that is part of a partition: the breakdown of its total."""
        return {
            key: ";".join(part for part in key.split(";") if part != mine)
            for name, dimension in self.dimensions.items()
            if dimension.total
            for mine in (f"{name}={slug(value)}" for value in dimension.partition)
            for key, _label in self.breakdowns()
            if mine in key.split(";")
        }

    def _dimension_values(self) -> list[tuple[str, list[str], str | None]]:
        named = [(n, d.values, d.total) for n, d in self.dimensions.items()]
        return [*named, ("antwoord", self.answers, None)] if self.answers else named


def load(folder: Path = FOLDER) -> list[Indicator]:
    """Read all themes; file order and block order are the order on screen.

    Raises:
        Refusal: A file or block is wrong: names file, block, key and what was found.
    """
    files = sorted(folder.glob("*.yaml"))
    indicators = [i for path in files for i in _theme(path, path.stat().st_mtime_ns)]
    counts = Counter(indicator.indicator_id for indicator in indicators)
    for indicator_id, count in counts.items():
        if count > 1:
            raise Refusal(
                folder.name, f"{indicator_id} staat {count} keer in de catalogus"
            )
    _check_references(folder, indicators, set(counts))
    return [_with_assumptions(indicator) for indicator in indicators]


def _with_assumptions(indicator: Indicator) -> Indicator:
    """Say beside the figure what had to be assumed for it."""
    sentences = [
        assumption.sentence
        for assumption in settings.assumptions().values()
        if indicator.indicator_id in assumption.indicators
    ]
    if not sentences:
        return indicator
    note = " ".join([*([indicator.note] if indicator.note else []), *sentences])
    return indicator.model_copy(update={"note": note})


def _check_references(
    folder: Path, indicators: list[Indicator], known: set[str]
) -> None:
    """Weights, predecessors and gates that blocks name must exist."""
    gates = set(settings.refresh().gates)
    for indicator in indicators:
        wanted = {indicator.weight} if indicator.weight else set()
        if indicator.formula:
            terms = indicator.formula.numerator + indicator.formula.denominator
            wanted |= {term.indicator for term in terms}
        if indicator.follows_id:
            wanted.add(indicator.follows_id)
        unknown = wanted - known
        unknown |= {e.gate for e in indicator.exceptions} - gates
        if unknown:
            raise Refusal(
                folder.name,
                f"blok {indicator.code} verwijst naar {', '.join(sorted(unknown))}: onbekend",
            )


@lru_cache(maxsize=100)
def _theme(path: Path, _modified: int) -> list[Indicator]:
    """Read one file: `defaults` for every block, then `indicators`.

    Remembered, because a refresh asks several times and reading takes a third of a second.
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    except yaml.YAMLError as error:
        raise Refusal(path.name, yaml_text(error)) from error
    if unknown := set(document) - {"defaults", "indicators"}:
        raise Refusal(path.name, f"onbekende sleutel: {', '.join(sorted(unknown))}")
    defaults = document.get("defaults", {})
    return [_block(path, {**defaults, **block}) for block in document["indicators"]]


def _block(path: Path, block: dict[str, Any]) -> Indicator:
    try:
        return Indicator.model_validate(block)
    except ValidationError as error:
        raise Refusal(
            path.name, f"blok {block.get('code', '?')}: {validation_text(error)}"
        ) from error
