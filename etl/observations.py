"""The one long shape: what every source module delivers, and its validation."""

import re
from dataclasses import dataclass, field

import polars as pl

from etl.catalogue import Indicator
from etl.refusal import Refusal

OBSERVATION = pl.Schema(
    {
        "indicator_id": pl.String,
        "breakdown": pl.String,
        "nis": pl.String,
        "vintage": pl.String,
        "year": pl.Int32,
        "reference_period": pl.String,
        "value": pl.Float64,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
        "n": pl.Float64,
        "missing": pl.String,
        "lower": pl.Float64,
        "upper": pl.Float64,
        "sheet": pl.String,
        "row": pl.Int32,
    }
)
"""A figure of a municipality as delivered; `value` in the unit of the catalogue."""

OFFICIAL = pl.Schema(
    {
        "indicator_id": pl.String,
        "breakdown": pl.String,
        "area_id": pl.String,
        "year": pl.Int32,
        "value": pl.Float64,
        "numerator": pl.Float64,
        "denominator": pl.Float64,
    }
)
"""What a publisher itself says of an area larger than a municipality."""

FLOW = pl.Schema(
    {
        "indicator_id": pl.String,
        "origin_nis": pl.String,
        "destination_nis": pl.String,
        "vintage": pl.String,
        "year": pl.Int32,
        "value": pl.Float64,
    }
)
"""What goes from one municipality to another, the whole country; a pair without a row is a true zero."""

MISSING_MARKERS = {
    "": "leeg",
    "-": "leeg",
    "x": "gecensureerd",
    "?": "onbekend",
    "nvt": "nvt",
    "n.v.t.": "nvt",
}
"""How sources write that a figure is not there (Provincies in Cijfers, GSM)."""

KEY = ["indicator_id", "breakdown", "nis", "vintage", "year"]


@dataclass(frozen=True)
class Finding:
    """What a check found while a file was read.

    Args:
        gate: Name of the check, see `checks.py`.
        year: The year it concerns; None for all.
        passed: Whether it holds.
        found: What was found, in Dutch.
        threshold: What would have been accepted, in Dutch.
        place: File, sheet, row.
    """

    gate: str
    year: int | None
    passed: bool
    found: str
    threshold: str
    place: str


@dataclass(frozen=True)
class Reading:
    """What one sheet says of one indicator."""

    indicator_id: str
    observations: pl.DataFrame
    official: pl.DataFrame
    findings: list[Finding] = field(default_factory=list)
    yearly: bool = False
    """One file a year: files of different years stand side by side."""
    described: Indicator | None = None
    """The block as this sheet completes it, where the catalogue could not (`unseen`)."""
    flows: pl.DataFrame | None = None
    """The pairs behind an indicator that is aggregated by `pairs`."""

    @property
    def newest_year(self) -> int:
        """The last year with a figure; decides between two files."""
        year = self.observations.filter(pl.col("value").is_not_null())["year"].max()
        return int(year) if isinstance(year, int) else 0


def conform(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Give a frame exactly the columns of a schema, absent ones as null."""
    absent = [pl.lit(None).alias(name) for name in schema if name not in frame.columns]
    return frame.with_columns(absent).select(schema.names()).cast(schema)


def validate(observations: pl.DataFrame, place: str) -> None:
    """Hold observations against the contract.

    Raises:
        Refusal: A key occurs twice, or a row has neither a value nor a reason
            why not, or both.
    """
    twice = observations.filter(observations.select(KEY).is_duplicated())
    if twice.height:
        key = ", ".join(str(part) for part in twice.select(KEY).row(0))
        raise Refusal(place, f"sleutel komt meer dan één keer voor: {key}")
    unclear = observations.filter(
        pl.col("value").is_null() == pl.col("missing").is_null()
    )
    if unclear.height:
        key = ", ".join(str(part) for part in unclear.select(KEY).row(0))
        raise Refusal(
            place, f"waarde en reden van ontbreken spreken elkaar tegen: {key}"
        )


def parse_numbers(
    cells: pl.DataFrame, columns: list[str], decimal: str
) -> pl.DataFrame:
    """Turn text cells into numbers, beside the reason where there is none.

    Args:
        cells: Text columns, trimmed; null when empty.
        columns: Which columns hold numbers.
        decimal: "," or "."; thousands marks are not accepted.

    Returns:
        `cells` with those columns as floats and, for each, `<column>_missing`
        (a state of `MISSING_MARKERS` or null). A text that is neither a number
        nor a marker gives null in both.
    """
    pattern = rf"^[-+]?\d+({re.escape(decimal)}\d+)?([eE][-+]?\d+)?$"
    markers = pl.col(columns).fill_null("").str.to_lowercase()
    number = (
        pl.when(pl.col(columns).str.contains(pattern))
        .then(pl.col(columns).str.replace(decimal, ".", literal=True))
        .cast(pl.Float64)
    )
    # 1e400 is a number no more.
    number = pl.when(number.is_finite()).then(number)
    return cells.with_columns(
        markers.replace_strict(MISSING_MARKERS, default=None).name.suffix("_missing"),
        number,
    )
