"""From a figure that is shown back to the rows it came from, added up anew.

The account is made here from the observations, not read from `area_value`: that it comes
to the same is a check on every figure, made while somebody looks.
"""

import polars as pl

from etl.live import Signature
from pages.queries import flows
from pages.queries.database import Row, ask
from pages.queries.parts import PART, shown

SUMS = f"""
    WITH {PART}
    SELECT count(*) AS n_members, count(*) FILTER (observed) AS n_observed,
        count(*) FILTER (missing = 'gecensureerd') AS n_withheld,
        any_value(vintage) AS vintage, any_value(value) AS only_value,
        sum(value) FILTER (observed) AS added,
        sum(numerator) FILTER (observed) AS numerator,
        sum(denominator) FILTER (observed) AS denominator,
        sum(weight) FILTER (observed) AS weight,
        sum(weight * value) FILTER (observed) AS weighted,
        sum(factor * numerator / value) FILTER (observed) AS implied,
        sum(factor * numerator / (value + rounding / 2)) FILTER (observed) AS implied_low,
        sum(factor * numerator / (value - rounding / 2))
            FILTER (observed AND value > rounding / 2) AS implied_high
    FROM part
"""  # noqa: S608


def rows(
    build: Signature, indicator: str, breakdown: str, area: str, year: int
) -> pl.DataFrame:
    """Every member of the area, as delivered, with the place in the file.

    Returns:
        `nis, name, vintage, value, numerator, denominator, weight, implied` (the denominator
        that follows from a rounded ratio), `missing`, `observed` (whether it counts), `sheet,
        row, reference_period`, and of the file `file_id, file_name, url, retrieved_at,
        publisher, licence, sha256`. No rows: the source gives no municipalities.
    """
    sql = f"""
        WITH {PART}
        SELECT p.nis, p.name, p.vintage, p.value, p.numerator, p.denominator, p.weight,
            CASE WHEN p.aggregation = 'implied' AND p.observed
                THEN p.factor * p.numerator / p.value END AS implied,
            p.missing, p.observed, p.sheet, p."row", p.reference_period, p.file_id,
            f.name AS file_name, f.url, f.retrieved_at, f.publisher, f.licence, f.sha256
        FROM part AS p LEFT JOIN monitor.source_file AS f USING (file_id) ORDER BY p.name
    """  # noqa: S608
    return ask(build, sql, _params(indicator, breakdown, area, [year]))


def account(
    build: Signature, indicator: str, breakdown: str, area: str, year: int
) -> Row | None:
    """The figure, made again from the rows.

    Returns:
        `value` (None: the rows do not give one, or the figure is not shown), `numerator` and `denominator` that it is
        the quotient of, `weight` and `weighted` (sums of weights, of weights x values),
        `added`, `lower`, `upper`, `inside, into, out_of` (of flows), `n_members,
        n_observed, n_withheld, vintage`, and `difference` with `compared`: the figure that is
        shown, or our own beside a published one (None: one of the two is not there). None when there is no such figure or it has no rows.
    """
    figure = shown(build, indicator, breakdown, area, year)
    if figure is None:
        return None
    params = _params(indicator, breakdown, area, [year])
    sums = ask(build, SUMS, params).row(0, named=True)
    if sums["n_members"] == 0:
        return None
    factor, alone = figure["factor"], sums["n_members"] == 1
    if figure["aggregation"] == "pairs" and not alone:
        moves = flows.balance(build, indicator, year, area)
        sums |= moves | {"numerator": moves["inside"]}
    if figure["aggregation"] == "implied" and not alone:
        sums["denominator"] = sums["implied"]
        for bound, implied in (("lower", "implied_high"), ("upper", "implied_low")):
            sums[bound] = _quotient(factor, sums["numerator"], sums[implied])
    # Beside a published figure stands our own: that is what the rows must give.
    is_published = figure["method"] == "official" and not alone
    own = figure["computed_value" if is_published else "value"]
    made = _value(figure["aggregation"], factor, alone, sums)
    # What is not shown (too few rows, or it would give away a withheld one) is not here either.
    if figure["value"] is None or own is None:
        return sums | {"value": None, "compared": None, "difference": None}
    difference = None if made is None else made - own
    return sums | {"value": made, "compared": own, "difference": difference}


def official(
    build: Signature, indicator: str, breakdown: str, area: str, year: int
) -> Row | None:
    """What the publisher says of exactly this area: its parts, and the file.

    Returns:
        `value, numerator, denominator, file_name, url, retrieved_at, publisher, licence`;
        None: it says nothing of it, or it is withheld.
    """
    sql = """
        SELECT o.value, o.numerator, o.denominator, f.name AS file_name, f.url, f.retrieved_at,
            f.publisher, f.licence
        FROM monitor.official_value AS o
        INNER JOIN monitor.source_file AS f USING (file_id)
        -- A total with one withheld municipality would give that one away.
        INNER JOIN monitor.area_value AS v USING (indicator_id, breakdown, area_id, year)
        WHERE o.indicator_id = $indicator AND o.breakdown = $breakdown
            AND o.area_id = $area AND o.year = $year AND v.value IS NOT NULL
    """
    params = {
        "indicator": indicator,
        "breakdown": breakdown,
        "area": area,
        "year": year,
    }
    found = ask(build, sql, params)
    return found.row(0, named=True) if found.height else None


def terms(build: Signature, indicator: str, area: str, year: int) -> list[Row]:
    """What a formula of our own is made from, with the figures for the area.

    Returns:
        One row per term, numerator first: `side, input_id, title, unit, decimals, sign,
        breakdowns, labels` (of the breakdowns), `first_year, last_year`, and `value`, signed;
        None where the area lacks one of its figures.
    """
    sql = """
        SELECT d.side, d.input_id, i.title, i.unit, i.decimals, d.sign, d.breakdowns,
            (
                SELECT list(coalesce(nullif(b.label, ''), 'totaal')
                    ORDER BY list_position(d.breakdowns, b.breakdown))
                FROM monitor.breakdown AS b
                WHERE b.indicator_id = d.input_id AND list_contains(d.breakdowns, b.breakdown)
            ) AS labels,
            $year - d.lag - d.years + 1 AS first_year, $year - d.lag AS last_year,
            (
                SELECT CASE WHEN count(v.value) = len(d.breakdowns) * d.years
                    THEN d.sign * sum(v.value) END
                FROM monitor.area_value AS v
                WHERE v.indicator_id = d.input_id AND v.area_id = $area
                    AND list_contains(d.breakdowns, v.breakdown)
                    AND v.year BETWEEN $year - d.lag - d.years + 1 AND $year - d.lag
            ) AS value
        FROM monitor.derived_from AS d
        INNER JOIN monitor.indicator AS i ON i.indicator_id = d.input_id
        WHERE d.indicator_id = $indicator
        ORDER BY d.side DESC, d.position
    """
    params = {"indicator": indicator, "area": area, "year": year}
    return ask(build, sql, params).to_dicts()


def export(
    build: Signature, indicator: str, breakdown: str, area: str, year: int
) -> pl.DataFrame:
    """The trace as a file: a row per municipality, and one for them together.

    Column names are Dutch: they are what the reader of the file sees.
    """
    sums = account(build, indicator, breakdown, area, year) or {}
    sql = f"""
        WITH {PART}
        SELECT $indicator AS indicator, i.title AS titel, $breakdown AS uitsplitsing,
            $area AS gebied, a.name AS gebied_naam, $years[1] AS jaar, 'gemeente' AS soort,
            p.nis, p.name AS gemeente, p.value AS waarde, p.numerator AS teller,
            p.denominator AS noemer,
            CASE WHEN p.aggregation = 'weighted' THEN p.weight END AS gewicht, i.unit AS eenheid,
            p.missing AS ontbreekt, p.observed AS telt_mee, p.vintage AS grenzen,
            f.name AS bestand, p.sheet AS blad, p."row" AS rij, f.publisher AS uitgever,
            f.licence AS licentie, f.retrieved_at AS opgehaald, f.url AS adres, f.sha256,
            (SELECT max_by(build_id, built_at) FROM monitor.build) AS build
        FROM part AS p
        INNER JOIN monitor.indicator AS i ON i.indicator_id = $indicator
        INNER JOIN monitor.area AS a ON a.area_id = $area
        LEFT JOIN monitor.source_file AS f USING (file_id) ORDER BY p.name
    """  # noqa: S608
    found = ask(build, sql, _params(indicator, breakdown, area, [year]))
    if found.is_empty():
        return found
    shared = ("indicator", "titel", "uitsplitsing", "gebied", "gebied_naam", "jaar")
    together = found.row(0, named=True)
    total = {key: together[key] for key in (*shared, "eenheid", "build")} | {
        "soort": "samen",
        "waarde": sums.get("value"),
        "teller": sums.get("numerator"),
        "noemer": sums.get("denominator"),
        "gewicht": found["gewicht"].sum() if found["gewicht"].count() else None,
    }
    return pl.concat([found, pl.DataFrame([total], schema=found.schema)])


def _value(aggregation: str, factor: float, alone: bool, sums: Row) -> float | None:
    if alone:  # the publisher's own figure of exactly this territory
        found: float | None = sums["only_value"]
        return found
    if sums["n_observed"] == 0:
        return None
    if aggregation == "sum":
        return float(sums["added"])
    if aggregation == "weighted":
        return _quotient(1, sums["weighted"], sums["weight"])
    if aggregation == "none":
        return None
    return _quotient(factor, sums["numerator"], sums["denominator"])


def _quotient(factor: float, above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else factor * above / below


def _params(
    indicator: str, breakdown: str, area: str, years: list[int]
) -> dict[str, object]:
    return {
        "indicator": indicator,
        "breakdown": breakdown,
        "area": area,
        "years": years,
    }
