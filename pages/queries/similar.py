"""Which municipalities look alike: a distance from openly declared traits.

    distance(x, y) = mean over the traits of |z(x) - z(y)|

with z the trait in standard deviations of today's Flemish municipalities. Dividing by the
spread makes euros and percentages count alike, and makes the unit not matter. Traits
with a long tail (a few very large values) are taken as logarithm first.
"""

from typing import NamedTuple

import polars as pl

from etl.live import Signature
from pages.queries.database import ask
from pages.queries.figures import MEMBER


class Trait(NamedTuple):
    """An indicator in its main breakdown; `is_skewed`: taken as logarithm."""

    indicator: str
    is_skewed: bool


TRAITS = (
    Trait("statbel:population", True),
    Trait("eigen:inwoners_per_huishouden", False),
    Trait("statbel:households_without_car", True),
    Trait("gsm:ar_11", False),
    Trait("gsm:ar_16", False),
    Trait("pinc:unemployment_rate", True),
    Trait("eigen:jobs_per_werkende", True),
    Trait("eigen:vestigingen_per_inwoner", True),
    Trait("census:work_within", False),
)
"""Size, households, how urban, means, work, and whether people work where they live.

Registers that have every municipality: surveys are left out, as their margin is unknown,
and so is what some municipalities do not have (house prices) or what the database does not
hold at all (area, density, age)."""
LEAST_TRAITS = 5
"""With fewer, 'alike' would say little."""
COMPLETE = 0.95
"""Share of the municipalities that must have a trait in a year for that year to be used."""
VALUES = f"""
    WITH trait AS (SELECT unnest($traits) AS indicator_id, unnest($skewed) AS is_skewed),
    town AS (
        SELECT area_id AS nis, name, area_id IN ({MEMBER}) AS in_region,
            count(*) OVER () AS n_towns
        FROM monitor.area WHERE area_type = 'gemeente' AND valid_to IS NULL
    ),
    figure AS (
        SELECT t.indicator_id, t.is_skewed, i.title, i.unit, i.decimals, i.position, v.year, v.value,
            g.nis, g.name, g.in_region, g.n_towns
        FROM trait AS t
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        INNER JOIN monitor.area_value AS v
            ON v.indicator_id = t.indicator_id AND v.breakdown = i.main_breakdown
        INNER JOIN town AS g ON g.nis = v.area_id
        -- No logarithm of zero: such a town has no place on this scale.
        WHERE v.value IS NOT NULL AND (v.value > 0 OR NOT t.is_skewed)
            AND v.year <= coalesce($year, 9999)
    ),
    newest AS (
        SELECT indicator_id, max(year) AS year FROM (
            SELECT indicator_id, year FROM figure
            GROUP BY indicator_id, year HAVING count(*) >= {COMPLETE} * any_value(n_towns)
        ) GROUP BY indicator_id
    )
    SELECT f.* EXCLUDE (n_towns) FROM figure AS f INNER JOIN newest USING (indicator_id, year)
    ORDER BY list_position($traits, f.indicator_id), f.nis
"""  # noqa: S608


def values(build: Signature, region: str, year: int | None) -> pl.DataFrame:
    """Every trait of every municipality, in the newest year that nearly all of them have.

    Returns:
        `indicator_id, is_skewed, title, unit, decimals, position, year, value, nis, name,
        in_region`; no row where there is no value, no trait without a usable year.
    """
    params = {
        "traits": [trait.indicator for trait in TRAITS],
        "skewed": [trait.is_skewed for trait in TRAITS],
        "region": region,
        "year": year,
    }
    return ask(build, VALUES, params)


def distances(found: pl.DataFrame, nis: str) -> pl.DataFrame:
    """How far every municipality lies from one, the nearest first, itself left out.

    Only municipalities with every trait take part.

    Args:
        found: As `values` gives it.
        nis: The municipality to start from.

    Returns:
        `nis, name, in_region, distance` (mean difference in standard deviations); no rows
        when `nis` lacks a trait.
    """
    level = pl.when("is_skewed").then(pl.col("value").log()).otherwise("value")
    scaled = found.with_columns(level=level).with_columns(
        z=pl.col("level") / pl.col("level").std(ddof=0).over("indicator_id")
    )
    own = scaled.filter(nis=nis).select("indicator_id", own="z")
    n_traits = found["indicator_id"].n_unique()
    return (
        scaled.filter(pl.col("nis") != nis)
        .join(own, on="indicator_id", validate="m:1")
        .group_by("nis", "name", "in_region")
        .agg(
            distance=(pl.col("z") - pl.col("own")).abs().mean(),
            shared=pl.len(),
        )
        .filter(pl.col("shared") == n_traits)
        .drop("shared")
        .sort("distance", "nis")
    )


def typical(nearest: pl.DataFrame) -> float:
    """The distance that half of the municipalities exceed; `nearest` as `distances` gives it."""
    half: float = nearest.select(pl.col("distance").median()).item()
    return half


def lacking(found: pl.DataFrame, nis: str) -> list[str]:
    """Titles of the traits that a municipality does not have."""
    titles = found.select("indicator_id", "title").unique(maintain_order=True)
    own = found.filter(nis=nis)["indicator_id"].implode()
    return titles.filter(~pl.col("indicator_id").is_in(own))["title"].to_list()
