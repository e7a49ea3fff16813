"""From text cells to figures in the unit of the catalogue; the scale is proven, not believed."""

from dataclasses import dataclass

import polars as pl

from etl.catalogue import Indicator
from etl.observations import Finding
from etl.refusal import Refusal
from etl.settings import threshold
from etl.sources import tables
from etl.sources.gsm.layout import Layout

SCALES = (1.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0)
"""ratio = scale x numerator / denominator, as far as sources print it."""


@dataclass(frozen=True)
class Figures:
    """Long figures of one indicator, and what was found while making them.

    `rows` holds the located cells with `answer` (or null), `value`,
    `numerator`, `denominator` and `missing`; `factor` is that of the catalogue, or
    the scale that the sheet proves where no file had been read yet.
    """

    rows: pl.DataFrame
    findings: list[Finding]
    factor: float


def register(layout: Layout, indicator: Indicator, cells: pl.DataFrame) -> Figures:
    """Figures of a register sheet: numerator, denominator, ratio; or one figure."""
    numbers = _numbers(layout, cells)
    if len(layout.figures) == 1:
        return Figures(_single(layout, indicator, numbers), [], indicator.factor)
    a, b, ratio = layout.figures
    finding, scale = _check_quotient(layout, cells, numbers)
    # A percentage is 0 to 100 here, whatever the sheet prints.
    proven = indicator.unseen and indicator.unit != "%"
    factor = scale if proven else indicator.factor
    quotient = (pl.col(a) / pl.col(b) * factor).alias("value")
    reason = (
        pl.when(pl.col(b) == 0)
        .then(pl.lit("nvt"))
        .otherwise(pl.coalesce(f"{a}_missing", f"{b}_missing", f"{ratio}_missing"))
    )
    rows = numbers.with_columns(
        pl.lit(None, pl.String).alias("answer"),
        pl.when(pl.col(b) > 0).then(quotient),
        pl.col(a).alias("numerator"),
        pl.col(b).alias("denominator"),
    ).with_columns(missing=pl.when(pl.col("value").is_null()).then(reason))
    return Figures(rows, [finding], factor)


def survey(layout: Layout, indicator: Indicator, cells: pl.DataFrame) -> Figures:
    """Figures of a survey sheet: one row per answer, in percent.

    A row whose answers do not add up is kept out and reported: it is an error
    at the publisher that we cannot mend.
    """
    numbers = _numbers(layout, cells)
    scale = _survey_scale(layout, numbers)
    answers = dict(zip(layout.figures, indicator.answers, strict=True))
    total = pl.sum_horizontal(layout.figures) * scale
    # Every answer is rounded to a whole percent: half a point each, and some to spare.
    margin = 0.5 * len(answers) + threshold("antwoorden")
    numbers = numbers.with_columns(
        odd=((total - 100).abs() > margin)
        & pl.any_horizontal(pl.col(layout.figures).is_not_null())
    )
    long = pl.concat(
        numbers.with_columns(
            pl.lit(answer).alias("answer"),
            pl.when(pl.col("odd").not_()).then(pl.col(column) * scale).alias("value"),
            pl.when("odd")
            .then(pl.lit("onbekend"))
            .otherwise(pl.col(f"{column}_missing"))
            .alias("missing"),
            pl.lit(None, pl.Float64).alias("numerator"),
            pl.lit(None, pl.Float64).alias("denominator"),
        )
        for column, answer in answers.items()
    )
    return Figures(long, _odd_rows(layout, numbers, total, margin), indicator.factor)


def _numbers(layout: Layout, cells: pl.DataFrame) -> pl.DataFrame:
    """Parse the figure columns; a text that is no number is refused with its place."""
    return tables.numbers(layout.sheet, cells, layout.figures, layout.printed)


def _single(
    layout: Layout, indicator: Indicator, numbers: pl.DataFrame
) -> pl.DataFrame:
    """One figure a row: a count, or a ratio without parts."""
    column = layout.figures[0]
    scale = _single_scale(layout, indicator, numbers[column])
    return numbers.with_columns(
        pl.lit(None, pl.String).alias("answer"),
        (pl.col(column) * scale).alias("value"),
        pl.lit(None, pl.Float64).alias("numerator"),
        pl.lit(None, pl.Float64).alias("denominator"),
        pl.col(f"{column}_missing").alias("missing"),
    )


def _single_scale(layout: Layout, indicator: Indicator, values: pl.Series) -> float:
    """Percentages without parts: only the generation of the file tells their scale."""
    if indicator.unit != "%":
        return 1.0
    highest = values.abs().max()
    fractions = isinstance(highest, float) and highest <= 1
    if layout.fractions != fractions:
        expected = (
            "breuken van 0 tot 1" if layout.fractions else "procenten van 0 tot 100"
        )
        raise Refusal(
            layout.sheet.place(column=layout.printed(layout.figures[0])),
            f"de hoogste waarde is {highest!r}; verwacht {expected}, naar de kop van dit blad",
        )
    return 100.0 if fractions else 1.0


def _check_quotient(
    layout: Layout, cells: pl.DataFrame, numbers: pl.DataFrame
) -> tuple[Finding, float]:
    """Published ratio = scale x numerator / denominator, within what was printed.

    Raises:
        Refusal: No scale fits most rows: the columns are not what they seem.
    """
    a, b, ratio = (pl.col(column) for column in layout.figures)
    rows = numbers.filter(a.is_not_null() & (b > 0) & ratio.is_not_null())
    if rows.is_empty():
        raise Refusal(
            layout.sheet.place(), "geen enkele rij met teller, noemer en verhouding"
        )
    half_a, half_b, half = (
        _half_step(column, cells[column]) for column in layout.figures
    )
    # What rounding of the two parts and of the ratio itself can explain.
    margin = {
        k: 1.02 * (half + k * (half_a / b + a.abs() * half_b / b**2)) for k in SCALES
    }
    holds = {k: (ratio - k * a / b).abs() <= margin[k] for k in SCALES}
    share = {k: rows.select(holds[k].mean()).item() for k in SCALES}
    scale = max(SCALES, key=lambda k: share[k])
    if share[scale] < 0.5:
        titles = ", ".join(f"'{layout.printed(column)}'" for column in layout.figures)
        raise Refusal(
            layout.sheet.place(),
            f"de derde kolom is niet de eerste gedeeld door de tweede ({titles})",
        )
    odd = rows.filter(holds[scale].not_())
    finding = Finding(
        gate="quotient",
        year=None,
        passed=odd.height <= threshold("quotient"),
        found=f"{odd.height} van {rows.height} rijen wijken af",
        threshold="verhouding = teller / noemer binnen de gedrukte precisie",
        place=layout.sheet.place(odd["row"][0] if odd.height else None),
    )
    return finding, scale


def _half_step(column: str, texts: pl.Series) -> pl.Expr:
    """Half of the last digit that a column prints, per row.

    The source prints six significant digits, and a workbook is read with nine
    decimals: two roundings, which add up. Some columns have fewer decimals throughout; whole numbers below a million are exact. Pandas prints a count
    column with one gap as `113.0`: that is whole.
    """
    decimals = (
        texts.str.extract(r"[.,](\d+)$").str.strip_chars_end("0").str.len_chars().max()
    )
    value = pl.col(column).abs()
    six_digits = 0.5 * 10.0 ** (value.log10().floor() - 5)
    if not decimals:
        return pl.when(value >= 1_000_000).then(six_digits).otherwise(0.0)
    coarsest = pl.lit(0.5 * 10.0 ** -int(str(decimals)))
    return pl.when(value > 0).then(six_digits + coarsest).otherwise(coarsest)


def _survey_scale(layout: Layout, numbers: pl.DataFrame) -> float:
    """1 or 100, decided once for the sheet by what the answers of a row add up to."""
    total = numbers.select(pl.sum_horizontal(layout.figures).median()).item()
    for scale, expected in ((100.0, 1.0), (1.0, 100.0)):
        if total is not None and abs(total - expected) <= 0.05 * expected:
            return scale
    raise Refusal(
        layout.sheet.place(),
        f"de antwoorden tellen op tot {total}, verwacht ongeveer 1 of 100",
    )


def _odd_rows(
    layout: Layout, numbers: pl.DataFrame, total: pl.Expr, margin: float
) -> list[Finding]:
    odd = numbers.filter("odd").with_columns(total=total.round(0))
    passed = Finding(
        gate="antwoorden",
        year=None,
        passed=True,
        found=f"{numbers.height} rijen tellen op tot 100",
        threshold=f"100 ± {margin:g}",
        place=layout.sheet.place(),
    )
    return [
        Finding(
            gate="antwoorden",
            year=year,
            passed=False,
            found=f"{name}: de antwoorden tellen op tot {found:g}",
            threshold=f"100 ± {margin:g}",
            place=layout.sheet.place(row),
        )
        for row, year, name, found in odd.select(
            "row", "year", layout.name, "total"
        ).iter_rows()
    ] or [passed]
