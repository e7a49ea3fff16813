"""Census: where residents work, one row per municipality of residence.

The layout read here is a square matrix of all 581 municipalities of Belgium on the
boundaries of 2019 to 2024: column `NIS` and one column per NIS code. A row is where
people live, a column where they work, a cell how many persons. The file does not say
its year, so its name has to.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import FLOW, OBSERVATION, OFFICIAL, Finding, Reading, conform
from etl.refusal import Refusal
from etl.sheets import Sheet

NAME = "census"
VINTAGE = "2024"
INDICATORS = {
    # numerator and denominator of a municipality, and whether the pairs come along
    "census:work_within": ("own", "residents", True),
    "census:jobs_filled_within": ("own", "jobs", True),
    "census:employed_residents": ("residents", None, False),
    "census:jobs": ("jobs", None, False),
}


def recognise(sheet: Sheet) -> bool:
    """Whether the header is `NIS` and nothing but NIS codes after it."""
    first, *codes = sheet.header
    return (
        first == "NIS"
        and len(codes) > 1
        and all(re.fullmatch(r"\d{5}", code) for code in codes)
    )


def is_index(sheet: Sheet) -> bool:
    """No sheet of this source comes without figures."""
    return False


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """A matrix carries all four indicators."""
    return list(INDICATORS)


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the four indicators of a matrix.

    Raises:
        Refusal: The name tells no year, rows or columns are not exactly the
            municipalities of Belgium, or a cell is no whole number of persons.
    """
    year = _year(sheet)
    _check_codes(sheet, areas)
    pairs = _pairs(sheet)
    counts = _counts(pairs, areas)
    flows = pairs.filter(pl.col("value") > 0).with_columns(
        vintage=pl.lit(VINTAGE), year=pl.lit(year)
    )
    factors = {indicator.indicator_id: indicator.factor for indicator in catalogue}
    for name, (numerator, denominator, with_pairs) in INDICATORS.items():
        rows = _observations(counts, numerator, denominator, factors.get(name, 1.0))
        rows = rows.with_columns(indicator_id=pl.lit(name), year=pl.lit(year))
        mine = conform(flows.with_columns(indicator_id=pl.lit(name)), FLOW)
        yield Reading(
            name,
            conform(rows, OBSERVATION),
            pl.DataFrame(schema=OFFICIAL),
            [_complete(sheet, year)],
            flows=mine if with_pairs else None,
        )


def _complete(sheet: Sheet, year: int) -> Finding:
    return Finding(
        gate="volledig",
        year=year,
        passed=True,
        found=f"{len(sheet.header) - 1} woongemeenten, telkens evenveel werkgemeenten",
        threshold="alle gemeenten van België, als rij en als kolom",
        place=sheet.place(),
    )


def _year(sheet: Sheet) -> int:
    """The year in the name of the file."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", sheet.file))
    if len(years) != 1:
        raise Refusal(
            sheet.place(),
            f"in de naam staat {' en '.join(sorted(years)) or 'geen jaar'}, verwacht één jaar: "
            "de tabel zelf zegt niet van wanneer ze is",
            "geef het bestand een naam met het jaar van de census, zoals census-2011.csv",
        )
    return int(years.pop())


def _check_codes(sheet: Sheet, areas: Areas) -> None:
    """Rows and columns are both exactly the municipalities of Belgium, each once.

    Without one of them every total that it belongs in would be too low.
    """
    expected = areas.codes(VINTAGE) | set(areas.elsewhere["nis"])
    columns, rows = sheet.header[1:], sheet.cells["c0"].fill_null("(leeg)")
    for column, found in ((None, Counter(columns)), ("NIS", Counter(rows))):
        problems = {
            "ontbreekt": expected - set(found),
            "onbekend": set(found) - expected,
            "dubbel": {code for code, count in found.items() if count > 1},
        }
        told = [
            f"{problem}: {', '.join(sorted(codes)[:5])}"
            + (f" en {len(codes) - 5} andere" if len(codes) > 5 else "")
            for problem, codes in problems.items()
            if codes
        ]
        if told:
            raise Refusal(
                sheet.place(column=column),
                f"de {'rijen' if column else 'kolommen'} zijn niet precies de {len(expected)} "
                f"gemeenten van België van 2019 tot 2024; {'; '.join(told)}",
            )


def _pairs(sheet: Sheet) -> pl.DataFrame:
    """Every cell as a row: `row, origin_nis, destination_nis, value`."""
    names = {f"c{i}": code for i, code in enumerate(sheet.header) if i > 0}
    cells = sheet.cells.rename({**names, "c0": "origin_nis"}).unpivot(
        index=["row", "origin_nis"], variable_name="destination_nis", value_name="text"
    )
    wrong = cells.filter(~pl.col("text").fill_null("").str.contains(r"^\d+$"))
    if wrong.height:
        row, _origin, code, text = wrong.sort("row", "destination_nis").row(0)
        raise Refusal(
            sheet.place(row, code),
            f"gevonden {'een lege cel' if text is None else repr(text)}, "
            "verwacht een geheel aantal personen",
        )
    return cells.with_columns(value=pl.col("text").cast(pl.Float64)).drop("text")


def _counts(pairs: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """Per Flemish municipality `nis, row, residents, jobs, own`, from all of Belgium."""
    own = pl.col("value").filter(pl.col("origin_nis") == pl.col("destination_nis"))
    living = pairs.group_by(nis="origin_nis").agg(
        pl.col("row").first(), residents=pl.col("value").sum(), own=own.sum()
    )
    working = pairs.group_by(nis="destination_nis").agg(jobs=pl.col("value").sum())
    flemish = pl.col("nis").is_in(list(areas.codes(VINTAGE)))
    return living.join(working, on="nis", validate="1:1").filter(flemish).sort("nis")


def _observations(
    counts: pl.DataFrame, numerator: str, denominator: str | None, factor: float
) -> pl.DataFrame:
    """A count as it is, or a share; a share of nobody does not apply."""
    a = pl.col(numerator)
    b = pl.col(denominator) if denominator else pl.lit(None, pl.Float64)
    value = pl.when(b > 0).then(factor * a / b) if denominator else a
    return counts.select(
        pl.lit("").alias("breakdown"),
        "nis",
        pl.lit(VINTAGE).alias("vintage"),
        value.alias("value"),
        a.alias("numerator"),
        b.alias("denominator"),
        pl.when(value.is_null()).then(pl.lit("nvt")).alias("missing"),
        "row",
    )
