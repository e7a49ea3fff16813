"""Indicators that are a formula over others: parts are added, never ratios.

Each term is brought to later boundaries by adding up what merged, so that a count
on the map of 2025 can be divided by the population of its own year.
"""

from collections.abc import Sequence

import duckdb

from etl.blocks import Formula, Term
from etl.catalogue import Indicator

CARRIED = """
    SELECT l.to_nis AS nis, l.to_vintage AS vintage, d.year, sum(d.value) AS value,
        min(d.file_id) AS file_id
    FROM (
        SELECT nis, vintage, year, sum(value) AS value, min(file_id) AS file_id
        FROM monitor.observation
        WHERE indicator_id = $indicator AND list_contains($breakdowns, breakdown)
            AND value IS NOT NULL
        GROUP BY ALL HAVING count(*) = len($breakdowns)
    ) AS d
    INNER JOIN monitor.lineage AS l USING (vintage, nis)
    INNER JOIN (
        SELECT vintage, to_vintage, to_nis, count(*) AS n FROM monitor.lineage GROUP BY ALL
    ) AS p USING (vintage, to_vintage, to_nis)
    GROUP BY l.to_nis, l.to_vintage, d.vintage, d.year HAVING count(*) = any_value(p.n)
"""
"""A term on the boundaries of its source and on all later ones, from complete parts."""


def run(connection: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator]) -> None:
    """Compute the observations of every indicator with a formula.

    Args:
        connection: The draft as `monitor`, with the figures that formulas use.
        indicators: The catalogue.
    """
    for indicator in indicators:
        if indicator.formula is not None:
            _derive(connection, indicator, indicator.formula)


def _derive(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, formula: Formula
) -> None:
    for name, terms in (
        ("numerator", formula.numerator),
        ("denominator", formula.denominator),
    ):
        _add_up(connection, name, terms)
    connection.execute(
        """
        INSERT INTO monitor.observation BY NAME
        WITH pair AS (
            SELECT nis, vintage, year, n.value AS numerator, d.value AS denominator, n.file_id
            FROM numerator AS n INNER JOIN denominator AS d USING (nis, vintage, year)
        )
        SELECT $indicator AS indicator_id, '' AS breakdown, nis, vintage, year, file_id,
            numerator, denominator,
            $factor * numerator / nullif(denominator, 0) AS value,
            CASE WHEN denominator = 0 THEN 'nvt' END AS missing
        FROM pair
        -- The oldest boundaries on which both parts stand: nothing is merged needlessly.
        QUALIFY vintage = min(vintage) OVER (PARTITION BY year)
        ORDER BY year, nis
        """,
        {"indicator": indicator.indicator_id, "factor": indicator.factor},
    )
    connection.execute("DROP TABLE numerator; DROP TABLE denominator")


def _add_up(
    connection: duckdb.DuckDBPyConnection, name: str, terms: Sequence[Term]
) -> None:
    """Table `name` (`nis, vintage, year, value, file_id`): the terms together, where all are there."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} (nis VARCHAR, vintage VARCHAR, year INTEGER, "
        "value DOUBLE, file_id VARCHAR)"
    )
    for term in terms:
        connection.execute(
            f"""
            INSERT INTO {name}
            WITH carried AS ({CARRIED}),
            -- Several years together, where every one of them is there.
            windowed AS (
                SELECT c.nis, c.vintage, c.year, sum(w.value) AS value, c.file_id
                FROM carried AS c INNER JOIN carried AS w
                    ON w.nis = c.nis AND w.vintage = c.vintage
                    AND w.year BETWEEN c.year - $years + 1 AND c.year
                GROUP BY ALL HAVING count(*) = $years
            )
            SELECT nis, vintage, year + $lag, $sign * value, file_id FROM windowed
            """,  # noqa: S608
            {
                "indicator": term.indicator,
                "breakdowns": term.breakdowns,
                "years": term.years,
                "lag": term.lag,
                "sign": term.sign,
            },
        )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {name} AS
        SELECT nis, vintage, year, sum(value) AS value, min(file_id) AS file_id
        FROM {name} GROUP BY nis, vintage, year HAVING count(*) = $terms
        """,  # noqa: S608
        {"terms": len(terms)},
    )
