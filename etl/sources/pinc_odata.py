"""Provincies in Cijfers through its OData service: the CSV that the pull itself keeps.

One file an indicator, header `HEADER`, a row per variable, area and year. `role`
says what the variable is of the indicator (`value`, `numerator`, `denominator`);
`value` is as the service wrote it: a number with a decimal point, a marker, or one
of its codes for a figure that is not there. `code` is `<level>_<code>`, as in
`gemeente_24062`. Municipalities become observations; the referentieregio's and
the Flemish Region are what the publisher itself says of them.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import FLANDERS, Areas
from etl.catalogue import Indicator
from etl.observations import OBSERVATION, OFFICIAL, Reading, conform, parse_numbers
from etl.refusal import Refusal
from etl.sheets import Sheet

NAME = "pinc"
HEADER = (
    "pinc_odata",
    "breakdown",
    "role",
    "variable",
    "unit",
    "scale",
    "geolevel",
    "code",
    "period",
    "value",
)
VINTAGE = {"gemeente": "2025", "gemeente2024": "2024", "gemeente2018": "2018"}
"""Boundaries of each level of municipalities; without suffix they are those of today."""
MISSING_CODES = {"-99996": "-", "-99997": "x", "-99998": "nvt", "-99999": "?"}
OUTSIDE = {
    "municipality": r"^(21\d{3}|9999\d)$",
    "refreg": r"^REFREG9\d$",
    "gewest": r"^0?[34]000$",
}
"""Brussels, and pseudo-areas for what has no place in Flanders."""
KEY = ["breakdown", "kind", "geolevel", "area", "year"]
ROLES = ("value", "numerator", "denominator")


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of our own CSV."""
    return sheet.header == HEADER


def is_index(sheet: Sheet) -> bool:
    """No sheet of this source comes without figures."""
    return False


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """The indicators that the first column names."""
    codes = sheet.cells["c0"].drop_nulls().unique().sort()
    return [f"{NAME}:{code.lower()}" for code in codes]


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the one indicator of the file.

    Raises:
        Refusal: An unknown indicator, level, area, year or value; another unit than
            that of the catalogue; a figure that stands there twice.
    """
    names = {f"c{position}": name for position, name in enumerate(HEADER)}
    cells = sheet.cells.rename(names)
    indicator = _indicator(sheet, cells, catalogue)
    cells = cells.with_columns(pl.col("breakdown").fill_null(""))
    known = {"", *(key for key, _label in indicator.breakdowns())}
    strange = cells.filter(~pl.col("breakdown").is_in(known))
    _refuse_first(sheet, strange, "breakdown", "een indeling van de catalogus")
    rows = _located(sheet, _numbers(sheet, cells), areas)
    _check_once(sheet, rows)
    _check_scale(sheet, indicator, rows)
    figures = _figures(rows, indicator)
    yield Reading(
        indicator.indicator_id,
        _observations(sheet, figures, indicator),
        _official(figures, indicator),
    )


def _indicator(
    sheet: Sheet, cells: pl.DataFrame, catalogue: Sequence[Indicator]
) -> Indicator:
    codes = cells["pinc_odata"].unique().to_list()
    known = {i.code: i for i in catalogue if i.source == NAME}
    if len(codes) != 1 or codes[0] not in known:
        raise Refusal(
            sheet.place(column="pinc_odata"),
            f"gevonden {', '.join(map(str, codes))}, verwacht één code van de catalogus",
            "schrijf een blok in data/catalogue of haal de reeks uit data/sources.yaml",
        )
    return known[codes[0]]


def _refuse_first(sheet: Sheet, wrong: pl.DataFrame, column: str, wanted: str) -> None:
    if wrong.height:
        row, found = wrong.select("row", column).row(0)
        raise Refusal(
            sheet.place(row, column), f"gevonden '{found}', verwacht {wanted}"
        )


def _numbers(sheet: Sheet, cells: pl.DataFrame) -> pl.DataFrame:
    """Add `number`, `missing`, `times` and `year`."""
    marked = cells.with_columns(
        number=pl.col("value")
        .str.strip_suffix(".0")
        .replace(MISSING_CODES)
        .fill_null(""),
        times=pl.col("scale").cast(pl.Float64, strict=False),
        year=pl.col("period").str.extract(r"^(\d{4})$").cast(pl.Int32),
    )
    parsed = parse_numbers(marked, ["number"], ".").rename(
        {"number_missing": "missing"}
    )
    unclear = parsed.filter(pl.col("number").is_null() & pl.col("missing").is_null())
    _refuse_first(sheet, unclear, "value", "een getal of een teken voor 'ontbreekt'")
    _refuse_first(sheet, parsed.filter(pl.col("year").is_null()), "period", "een jaar")
    wrong = parsed.filter(~pl.col("role").is_in(ROLES).fill_null(False))
    _refuse_first(sheet, wrong, "role", ", ".join(ROLES))
    _refuse_first(sheet, parsed.filter(pl.col("times").is_null()), "scale", "een getal")
    return parsed.with_columns(pl.col("number") * pl.col("times"))


def _located(sheet: Sheet, rows: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """Add `kind` and `area`: what stands outside Flanders goes, what is unknown is refused."""
    level = pl.col("geolevel")
    municipal = pl.when(level.is_in(list(VINTAGE))).then(pl.lit("municipality"))
    kind = municipal.when(level.is_in(["refreg", "gewest"])).then(level)
    parts = rows.with_columns(
        kind=kind,
        area=pl.when(
            pl.col("code").str.to_lowercase().str.starts_with(level + "_")
        ).then(pl.col("code").str.slice(level.str.len_chars() + 1).str.to_uppercase()),
    )
    unknown = parts.filter(pl.col("kind").is_null())
    levels = ", ".join([*VINTAGE, "refreg", "gewest"])
    _refuse_first(sheet, unknown, "geolevel", f"een van {levels}")
    outside = pl.col("kind").replace_strict(OUTSIDE, return_dtype=pl.String)
    inside = parts.filter(~pl.col("area").str.contains(outside).fill_null(False))
    named = inside.with_columns(
        pl.when(kind="gewest")
        .then(pl.col("area").replace("2000", FLANDERS))
        .otherwise("area")
        .alias("area")
    )
    wrong = named.join(_known(areas), on=["geolevel", "area"], how="anti")
    _refuse_first(sheet, wrong, "code", "een gebied van dat niveau, als niveau_code")
    return named


def _known(areas: Areas) -> pl.DataFrame:
    """Every `geolevel, area` that may occur."""
    boundaries = {vintage: level for level, vintage in VINTAGE.items()}
    regions = areas.areas.filter(area_type="referentieregio")["area_id"]
    return pl.concat(
        [
            areas.vintages.select(
                pl.col("vintage").replace_strict(boundaries).alias("geolevel"),
                pl.col("nis").alias("area"),
            ),
            pl.DataFrame({"area": regions}).select(
                pl.lit("refreg").alias("geolevel"), "area"
            ),
            pl.DataFrame({"geolevel": ["gewest"], "area": [FLANDERS]}),
        ]
    )


def _check_once(sheet: Sheet, rows: pl.DataFrame) -> None:
    """One figure per role, area and year, and one set of boundaries per year."""
    twice = rows.filter(rows.select(*KEY, "role").is_duplicated())
    _refuse_first(sheet, twice, "code", "elk gebied één keer per jaar")
    municipal = rows.filter(kind="municipality")
    mixed = municipal.filter(pl.col("geolevel").n_unique().over("year") > 1)
    _refuse_first(sheet, mixed, "geolevel", "één niveau van gemeenten per jaar")


def _check_scale(sheet: Sheet, indicator: Indicator, rows: pl.DataFrame) -> None:
    """A percentage is 0 to 100: fractions would pass every other check."""
    values = rows.filter(role="value", kind="municipality")
    largest = values["number"].max()
    if indicator.unit == "%" and isinstance(largest, float) and largest <= 1:
        raise Refusal(
            sheet.place(column="value"),
            f"de grootste waarde is {largest:g}, verwacht procenten van 0 tot 100",
            "geeft de dienst fracties, zet dan 'scale: 100' bij de reeks in data/sources.yaml",
        )
    percent = pl.col("unit").str.contains(r"(?i)%|procent").fill_null(False)
    if "%" not in indicator.unit:
        _refuse_first(
            sheet, values.filter(percent), "unit", f"'{indicator.unit}' (de catalogus)"
        )


def _figures(rows: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """One row per area and year, the roles side by side, with value or `missing`."""
    role = pl.col("role")
    wide = rows.group_by(KEY, maintain_order=True).agg(
        *(pl.col("number").filter(role == name).first().alias(name) for name in ROLES),
        # By luck of the alphabet what is withheld comes before what is empty.
        pl.col("missing").min(),
        pl.col("row").min(),
    )
    quotient = pl.col("numerator") / pl.col("denominator") * indicator.factor
    counted = indicator.aggregation == "sum"
    return wide.with_columns(
        pl.when(pl.col("denominator") > 0)
        .then(quotient)
        .otherwise("value")
        .alias("value"),
        pl.coalesce("numerator", pl.col("value") if counted else None).alias(
            "numerator"
        ),
    ).with_columns(
        missing=pl.when(pl.col("value").is_null()).then(
            pl.when(pl.col("denominator") == 0)
            .then(pl.lit("nvt"))
            .otherwise(pl.coalesce("missing", pl.lit("leeg")))
        )
    )


def _observations(
    sheet: Sheet, figures: pl.DataFrame, indicator: Indicator
) -> pl.DataFrame:
    rows = figures.filter(kind="municipality").with_columns(
        pl.lit(indicator.indicator_id).alias("indicator_id"),
        pl.col("area").alias("nis"),
        pl.col("geolevel")
        .replace_strict(VINTAGE, return_dtype=pl.String)
        .alias("vintage"),
        pl.lit(sheet.name).alias("sheet"),
    )
    return conform(rows, OBSERVATION)


def _official(figures: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """What the publisher says of a larger area; what it withholds is no figure."""
    rows = figures.filter(
        pl.col("kind") != "municipality", pl.col("value").is_not_null()
    ).with_columns(
        pl.lit(indicator.indicator_id).alias("indicator_id"),
        pl.col("area").alias("area_id"),
    )
    return conform(rows, OFFICIAL)
