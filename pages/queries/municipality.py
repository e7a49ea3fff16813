"""One municipality: where it belongs, what it came from, and its place in the region."""

import polars as pl

from etl.live import Signature
from pages import text
from pages.queries.database import Row, ask
from pages.queries.figures import MEMBER, SNAPSHOT

LEAST_SPREAD = 5
"""Municipalities with a value that a spread needs before a place in it says anything."""
REASON = """
    CASE
        WHEN value IS NOT NULL THEN NULL
        WHEN method = 'none' AND n_members > 1 AND n_observed > 0 THEN 'niet herberekend na fusie'
        WHEN missing = 'gecensureerd' THEN 'niet vrijgegeven'
        WHEN missing = 'nvt' THEN 'niet van toepassing'
        WHEN missing = 'onbekend' THEN 'onbekend'
        ELSE 'geen gegevens'
    END
"""
"""Why a municipality has no value, from columns of `area_value`."""
OWN = f"""
    WITH asked AS (
        SELECT unnest($indicators::VARCHAR[]) AS indicator_id, unnest($breakdowns::VARCHAR[]) AS breakdown,
            unnest($years::INTEGER[]) AS year
    ),
    member AS ({MEMBER}),
    -- What a weighted mean weighs with, on today's boundaries.
    weighed AS (
        SELECT a.indicator_id, 100 * sum(w.value) FILTER (w.nis = $nis) / sum(w.value) AS share
        FROM asked AS a
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        INNER JOIN monitor.weight AS w
            ON w.indicator_id = coalesce(i.weight, 'statbel:population')
            AND w.year = a.year AND w.vintage = '2025' AND w.nis IN (SELECT nis FROM member)
        WHERE i.aggregation = 'weighted' GROUP BY a.indicator_id
    ),
    -- Of what can be negative (a growth) nobody has a share.
    negative AS (
        SELECT DISTINCT a.indicator_id FROM asked AS a
        INNER JOIN monitor.area_value AS v ON v.indicator_id = a.indicator_id
            AND v.breakdown = a.breakdown AND v.year = a.year
        WHERE v.numerator < 0 AND v.area_id IN (SELECT nis FROM member)
    ),
    found AS (
        SELECT a.indicator_id, i.aggregation, i.factor, i.numerator_label, v.value, v.numerator, v.denominator,
            v.method, v.n_members, v.n_observed, v.missing, a.year
        FROM asked AS a INNER JOIN monitor.indicator AS i USING (indicator_id)
        LEFT JOIN monitor.area_value AS v ON v.indicator_id = a.indicator_id
            AND v.breakdown = a.breakdown AND v.year = a.year AND v.area_id = $nis
    )
    SELECT f.indicator_id, f.numerator_label, f.value AS municipality, f.numerator AS own_numerator,
        coalesce(
            f.denominator,
            -- A ratio without its denominator gives it away.
            CASE WHEN f.aggregation = 'implied' THEN f.factor * f.numerator / nullif(f.value, 0) END
        ) AS own_denominator,
        n.indicator_id IS NOT NULL AS can_be_negative, {REASON} AS reason, w.share, $nis IN (SELECT nis FROM member) AS in_region,
        -- What the check on zeros found: a published zero can be a withheld value.
        f.value = 0 AND EXISTS (
            SELECT 1 FROM monitor.gate_result AS g
            WHERE g.gate = 'nul' AND g.verdict <> 'ok' AND g.indicator_id = f.indicator_id
                AND g.year = f.year AND starts_with(g.place, 'gemeente ' || $nis || ',')
        ) AS is_doubtful
    FROM found AS f
    LEFT JOIN weighed AS w USING (indicator_id)
    LEFT JOIN negative AS n USING (indicator_id)
"""  # noqa: S608


def profile(build: Signature, region: str, year: int | None, nis: str) -> list[Row]:
    """The municipality on every headline indicator, in the year of the region's figure.

    Args:
        build: From `live_build()`, read once per run.
        region: Area id; the municipality need not lie in it.
        year: Not newer than this; None for the newest.
        nis: The municipality.

    Returns:
        A row of `figures.snapshot` and `numerator_label, municipality` (its value), `reason` (why there is
        none), `to_region, to_flanders` (differences in the unit), `outside` (of the middle
        half of the region's municipalities), `distance` (from the region's figure, in
        interquartile ranges; null without a spread), `weight` (percent of the region's
        denominator, or of the people a survey is weighted with), `part` (percent of its
        numerator; null where `can_be_negative`), `is_doubtful` (a zero that the checks do not believe). `weight` and `part`
        are null for a municipality outside the region.
    """
    return _profile(build, region, year, nis).to_dicts()


def _profile(build: Signature, region: str, year: int | None, nis: str) -> pl.DataFrame:
    asked = {"region": region, "year": year, "indicator": None, "breakdown": None}
    headlines = ask(build, SNAPSHOT, asked).filter(pl.col("headline").is_not_null())
    own = ask(
        build,
        OWN,
        {
            "region": region,
            "nis": nis,
            "indicators": headlines["indicator_id"].to_list(),
            "breakdowns": headlines["breakdown"].to_list(),
            "years": headlines["year"].to_list(),
        },
    )
    rows = headlines.join(own, on="indicator_id", validate="1:1")
    return rows.with_columns(_comparison()).sort("action_line", "headline")


def _comparison() -> list[pl.Expr]:
    """Differences, place in the spread and shares."""
    value, region = pl.col("municipality"), pl.col("value")
    comparable = ~pl.col("aggregation").is_in(text.GROWS_WITH_AREA)
    has_spread = pl.col("n_values") >= LEAST_SPREAD
    middle = pl.col("q3") - pl.col("q1")
    total = pl.col("aggregation") == "sum"
    return [
        pl.when(comparable).then(value - region).alias("to_region"),
        pl.when(comparable).then(value - pl.col("flanders")).alias("to_flanders"),
        pl.when(has_spread)
        .then((value < pl.col("q1")) | (value > pl.col("q3")))
        .alias("outside"),
        pl.when(comparable & has_spread & (middle > 0))
        .then((value - region).abs() / middle)
        .alias("distance"),
        pl.when("in_region")
        .then(
            pl.coalesce(
                "share", 100 * pl.col("own_denominator") / pl.col("denominator")
            )
        )
        .alias("weight"),
        pl.when(pl.col("in_region") & ~pl.col("can_be_negative"))
        .then(
            100
            * pl.when(total)
            .then(value / region)
            .otherwise(pl.col("own_numerator") / pl.col("numerator"))
        )
        .alias("part"),
    ]


def population(build: Signature, region: str, year: int | None, nis: str) -> Row | None:
    """Newest inhabitants up to a year: `year, municipality, region, share` (percent)."""
    sql = """
        SELECT g.year, g.value AS municipality, r.value AS region,
            100 * g.value / r.value AS share
        FROM monitor.area_value AS g
        INNER JOIN monitor.area_value AS r USING (indicator_id, breakdown, year)
        WHERE g.indicator_id = 'statbel:population' AND g.area_id = $nis
            AND r.area_id = $region AND g.value IS NOT NULL AND r.value > 0
            AND g.year <= coalesce($year, 9999)
        ORDER BY g.year DESC LIMIT 1
    """
    rows = ask(build, sql, {"region": region, "nis": nis, "year": year})
    return rows.row(0, named=True) if rows.height else None


def perimeters(build: Signature, nis: str) -> list[Row]:
    """Regions of every kind that it lies in: `area_id, name, area_type, n` (municipalities)."""
    sql = """
        SELECT a.area_id, a.name, a.area_type, count(*) AS n
        FROM monitor.area AS a
        INNER JOIN monitor.area_member AS m ON m.area_id = a.area_id AND m.valid_to IS NULL
        INNER JOIN monitor.area AS g
            ON g.area_id = m.nis AND g.area_type = 'gemeente' AND g.valid_to IS NULL
        WHERE a.area_type NOT IN ('gemeente', 'gewest')
        GROUP BY a.area_id, a.name, a.area_type, a.position
        HAVING bool_or(m.nis = $nis) ORDER BY a.position, a.name
    """
    return ask(build, sql, {"nis": nis}).to_dicts()


def merger(build: Signature, nis: str) -> Row | None:
    """What it came from: `valid_from` (date), `names` (of before), `kept_code`; None: no merger."""
    sql = """
        SELECT m.valid_from, list(a.name ORDER BY a.name) AS names, bool_or(m.old_nis = $nis) AS kept_code
        FROM monitor.merger AS m INNER JOIN monitor.area AS a ON a.area_id = m.old_nis
        WHERE m.new_nis = $nis GROUP BY m.valid_from ORDER BY m.valid_from DESC LIMIT 1
    """
    rows = ask(build, sql, {"nis": nis})
    return rows.row(0, named=True) if rows.height else None


def neighbours(build: Signature, nis: str, region: str) -> pl.DataFrame:
    """Flemish municipalities that share a border with it, by name: `nis, name, in_region`."""
    sql = f"""
        SELECT g.area_id AS nis, g.name, g.area_id IN ({MEMBER}) AS in_region
        FROM monitor.neighbour AS n
        INNER JOIN monitor.area AS g ON g.area_id = n.neighbour_nis AND g.valid_to IS NULL
        WHERE n.nis = $nis ORDER BY g.name
    """  # noqa: S608
    return ask(build, sql, {"nis": nis, "region": region})


def values(
    build: Signature, indicators: list[tuple[str, str, int]], municipalities: list[str]
) -> pl.DataFrame:
    """Figures of several municipalities side by side.

    Args:
        build: From `live_build()`, read once per run.
        indicators: Indicator, breakdown and year.
        municipalities: NIS codes.

    Returns:
        `indicator_id, nis, value, reason` for every combination.
    """
    sql = f"""
        WITH asked AS (
            SELECT unnest($indicators::VARCHAR[]) AS indicator_id, unnest($breakdowns::VARCHAR[]) AS breakdown,
                unnest($years::INTEGER[]) AS year
        ),
        cell AS (SELECT a.*, unnest($municipalities::VARCHAR[]) AS nis FROM asked AS a)
        SELECT c.indicator_id, c.nis, v.value, {REASON} AS reason
        FROM cell AS c
        LEFT JOIN monitor.area_value AS v ON v.indicator_id = c.indicator_id
            AND v.breakdown = c.breakdown AND v.year = c.year AND v.area_id = c.nis
    """  # noqa: S608
    names, breakdowns, years = zip(*indicators, strict=True)
    params = {
        "indicators": list(names),
        "breakdowns": list(breakdowns),
        "years": list(years),
        "municipalities": municipalities,
    }
    return ask(build, sql, params)


EXPORTED = {
    "indicator_id": "Indicator",
    "title": "Titel",
    "breakdown_label": "Uitsplitsing",
    "action_line": "Actielijn",
    "year": "Jaar",
    "unit": "Eenheid",
    "municipality": "Gemeente",
    "reason": "Ontbreekt",
    "value": "Regio",
    "flanders": "Vlaanderen",
    "to_region": "Verschil met regio",
    "to_flanders": "Verschil met Vlaanderen",
    "low": "Laagste gemeente",
    "q1": "Eerste kwartiel",
    "median": "Mediaan",
    "q3": "Derde kwartiel",
    "high": "Hoogste gemeente",
    "weight": "Aandeel in noemer (%)",
    "part": "Aandeel in teller (%)",
    "source_name": "Bron",
}
"""Columns of the download, as the reader of the file sees them."""


def export(build: Signature, region: str, year: int | None, nis: str) -> pl.DataFrame:
    """The headline indicators of the municipality beside region, Flanders and the spread."""
    columns = [pl.col(column).alias(name) for column, name in EXPORTED.items()]
    return _profile(build, region, year, nis).select(
        pl.lit(nis).alias("NIS"), pl.lit(region).alias("Gebied"), *columns
    )
