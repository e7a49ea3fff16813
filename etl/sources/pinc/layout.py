"""The two layouts of a Swing export, as one row per municipality, label and year.

Workbook: row 1 a title that ends in "- gemeenten"; row 2 the label of each block of
years, in the *last* column of its block, with unit and footnote mark ("WZW [aantal]
(1)"); row 3 the years; then municipalities and pseudo-areas; from "Speciale waarden"
on a legend, unit and source. Percentages are fractions. CSV: `gemeenten`, then
`label|year`; percentages 0-100, no unit, no legend.
"""

import re
from collections.abc import Sequence

import polars as pl

from etl.areas import VINTAGES, Areas, plain_name
from etl.blocks import slug
from etl.observations import parse_numbers
from etl.refusal import Refusal
from etl.sheets import Sheet

LABELS, YEARS = 2, 3
"""Rows of a workbook above the municipalities."""
LEGEND = "Speciale waarden"
CSV_COLUMN = re.compile(r".+\|(19|20)\d\d")
UNIT = re.compile(r"\[([^\]]+)\]")
MARKS = re.compile(r"\s*\[[^\]]+\]|\s*\(\d+\)$")
BRUSSELS = [
    "Anderlecht",
    "Brussel",
    "Elsene",
    "Etterbeek",
    "Evere",
    "Ganshoren",
    "Jette",
    "Koekelberg",
    "Oudergem",
    "Schaarbeek",
    "Sint-Agatha-Berchem",
    "Sint-Gillis",
    "Sint-Jans-Molenbeek",
    "Sint-Joost-ten-Node",
    "Sint-Lambrechts-Woluwe",
    "Sint-Pieters-Woluwe",
    "Ukkel",
    "Vorst",
    "Watermaal-Bosvoorde",
]
UNLOCATED = [
    "Buiten Vlaanderen en Brussel",
    "Niet te lokaliseren",
    "Niet te lokaliseren - Brussel",
    "Niet te lokaliseren - Vlaanderen",
]
"""Cases without a municipality: they belong to no region."""


def is_export(sheet: Sheet) -> bool:
    """Whether the header is that of an export per municipality."""
    return is_csv(sheet) or is_workbook(sheet)


def is_csv(sheet: Sheet) -> bool:
    """Whether it is the CSV layout."""
    first, *rest = sheet.header
    return first == "gemeenten" and bool(rest) and all(map(CSV_COLUMN.fullmatch, rest))


def is_workbook(sheet: Sheet) -> bool:
    """Whether it is the workbook layout."""
    return sheet.header[0].endswith(" - gemeenten") and not any(sheet.header[1:])


def key(label: str) -> str:
    """A label without its unit and footnote mark, as a slug."""
    return slug(MARKS.sub("", label))


def _line(sheet: Sheet, row: int) -> list[str | None]:
    """A row of the file, without its first column; an empty row holds nothing."""
    found = sheet.cells.filter(row=row).drop("row", "c0").rows()
    return list(found[0]) if found else [None] * (len(sheet.header) - 1)


def labels(sheet: Sheet) -> list[str]:
    """The labels as printed; a workbook prints each once."""
    if is_csv(sheet):
        return [cell[:-5] for cell in sheet.header[1:]]
    return [label for label in _line(sheet, LABELS) if label]


def columns(sheet: Sheet) -> pl.DataFrame:
    """What each column holds: `column, label, key, unit, year`.

    Raises:
        Refusal: No label at all, a year that is none, a column without label, or a
            label that does not close its block.
    """
    printed = _headings(sheet)
    _check_blocks(sheet, printed)
    units = {label: _unit(sheet, label) for label in printed["label"].unique()}
    keys = {label: key(label) for label in units}
    return printed.select(
        "column",
        "label",
        pl.col("label").replace_strict(keys, return_dtype=pl.String).alias("key"),
        pl.col("label").replace_strict(units, return_dtype=pl.String).alias("unit"),
        pl.col("year").cast(pl.Int32),
    )


def _headings(sheet: Sheet) -> pl.DataFrame:
    """Label and year of each column as printed, the label filled back over its block."""
    printed: Sequence[tuple[str | None, str | None]]
    if is_csv(sheet):
        printed = [(cell[:-5], cell[-4:]) for cell in sheet.header[1:]]
    else:
        printed = list(zip(_line(sheet, LABELS), _line(sheet, YEARS), strict=True))
    names = [f"c{position + 1}" for position in range(len(printed))]
    schema = {"label": pl.String, "year": pl.String}
    return (
        pl.DataFrame(printed, schema=schema, orient="row")
        .with_columns(
            pl.Series("column", names),
            pl.col("label").fill_null(strategy="backward"),
            block=pl.col("label").is_not_null().cum_sum(reverse=True),
        )
        .filter(pl.any_horizontal(pl.col("label", "year").is_not_null()))
        .select("column", "label", "year", "block")
    )


def _check_blocks(sheet: Sheet, columns: pl.DataFrame) -> None:
    """Every column has a year and a label, and within a block the years rise."""
    if columns.is_empty():
        raise Refusal(sheet.place(LABELS), "geen opschriften boven de kolommen")
    year = pl.col("year").str.contains(r"^(19|20)\d\d$").fill_null(False)
    if (wrong := columns.filter(~year)).height:
        _column, label, found, _block = wrong.row(0)
        raise Refusal(
            sheet.place(YEARS, label), f"gevonden '{found or ''}', verwacht een jaar"
        )
    rises = (pl.col("year").cast(pl.Int32).diff() > 0).over("block").fill_null(True)
    if (wrong := columns.filter(~rises | pl.col("label").is_null())).height:
        _column, label, found, _block = wrong.row(0)
        raise Refusal(
            sheet.place(LABELS, label),
            f"bij jaar {found} loopt het blok niet door tot zijn opschrift; verwacht: "
            "oplopende jaren, met het opschrift boven het laatste",
            "exporteer de tabel opnieuw, zonder kolommen te verplaatsen",
        )


def _unit(sheet: Sheet, label: str) -> str | None:
    """The unit in the label, else the one that the legend gives for the whole sheet."""
    if match := UNIT.search(label):
        return match.group(1)
    if is_csv(sheet):
        return None
    legend = sheet.cells.filter(pl.col("c0") == "Eenheid")["c1"]
    return legend[0] if legend.len() else None


def municipalities(sheet: Sheet, areas: Areas) -> pl.DataFrame:
    """The rows of Flemish municipalities, with `nis` and `vintage`.

    Raises:
        Refusal: An unknown name, figures without a name, or a list of which the
            boundaries are not certain.
    """
    cells = sheet.cells
    if is_workbook(sheet):
        end = cells.filter(pl.col("c0") == LEGEND)["row"].min()
        below = pl.col("row") < (2**31 - 1 if end is None else end)
        cells = cells.filter(below & (pl.col("row") > YEARS))
    if (nameless := cells.filter(pl.col("c0").is_null())).height:
        raise Refusal(sheet.place(nameless["row"][0]), "cijfers zonder gemeentenaam")
    cells = cells.filter(~pl.col("c0").is_in([*BRUSSELS, *UNLOCATED]))
    names = cells["c0"].to_list()
    vintage = _vintage(sheet, names, areas)
    codes = areas.match(names, vintage, sheet.place())
    return cells.with_columns(
        nis=pl.col("c0").replace_strict(codes, return_dtype=pl.String),
        vintage=pl.lit(vintage),
    )


def _vintage(sheet: Sheet, names: list[str], areas: Areas) -> str:
    """The boundaries of which these are exactly the municipalities.

    A selection will do as well, if no municipality in it ever merged.
    """
    found = set(map(plain_name, names))
    for vintage in reversed(VINTAGES):
        listed = areas.vintages.filter(vintage=vintage)["name"]
        if found == set(map(plain_name, listed)):
            return vintage
    newest = next(reversed(VINTAGES))
    codes = areas.match(names, newest, sheet.place())
    merged = set(codes.values()) & set(areas.mergers["new_nis"])
    if merged:
        missing = areas.vintages.filter(
            pl.col("vintage") == newest, ~pl.col("nis").is_in(codes.values())
        )["name"]
        raise Refusal(
            sheet.place(),
            f"{len(found)} gemeenten, en van fusiegemeenten is dan niet te zien op "
            f"welke grenzen; van {newest} ontbreken: {', '.join(missing.head(5))}",
            "exporteer alle gemeenten",
        )
    return newest


def figures(sheet: Sheet, columns: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """One row per cell: place and column, `value` as printed, `missing`.

    Years in which a label has no figure at all are left out: its series starts later.

    Raises:
        Refusal: A cell that is neither a figure nor a marker, or is negative.
    """
    long = rows.unpivot(
        columns["column"].to_list(),
        index=["row", "nis", "vintage"],
        variable_name="column",
        value_name="text",
    ).join(columns, on="column", maintain_order="left")
    parsed = parse_numbers(long.with_columns(value="text"), ["value"], sheet.decimal)
    unclear = pl.col("value").is_null() & pl.col("value_missing").is_null()
    wrong = parsed.filter(unclear | (pl.col("value") < 0))
    if wrong.height:
        row, label, year, text = wrong.select("row", "label", "year", "text").row(0)
        raise Refusal(
            sheet.place(row, f"{label} {year}"),
            f"gevonden '{text}', verwacht een getal vanaf 0 of -, x, ? of nvt",
        )
    absent = (pl.col("value_missing") == "leeg").fill_null(False)
    return parsed.filter(~absent.all().over("key", "year")).rename(
        {"value_missing": "missing"}
    )
