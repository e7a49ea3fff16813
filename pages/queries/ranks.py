"""Ranks that say no more than the figures do: areas that cannot be told apart share one."""

Z = 1.96
FEW = 5
"""Answers for or against below which the plain formula is too narrow."""


def survey_bounds(value: str, n: str, population: str) -> tuple[str, str]:
    """SQL for the 95 % interval of a share (in percent) from `n` unweighted answers.

    The plain formula with the correction for a finite population; Wilson below thirty
    answers and near 0 or 100, where the plain one is wrong. Null where `n` is.

    Args:
        value: SQL of the share.
        n: SQL of the number of answers.
        population: SQL of the number of people the question was put to.
    """
    p = f"({value} / 100)"
    # The number of answers that would tell as much in an endless population.
    size = f"({n} / (1 - least(coalesce({n} / {population}, 0), 0.99)))"
    plain = f"{Z} * sqrt({p} * (1 - {p}) / {size})"
    middle = f"({p} + {Z**2} / (2 * {size})) / (1 + {Z**2} / {size})"
    half = (
        f"{Z} / (1 + {Z**2} / {size}) * "
        f"sqrt({p} * (1 - {p}) / {size} + {Z**2} / (4 * {size} ** 2))"
    )
    is_small = f"({n} < 30 OR {n} * least({p}, 1 - {p}) < {FEW})"
    lower, upper = (
        f"CASE WHEN {n} > 0 THEN 100 * CASE WHEN {is_small} THEN {middle} {sign} {half} "
        f"ELSE {p} {sign} {plain} END END"
        for sign in ("-", "+")
    )
    return lower, upper


def with_places(source: str, part: str) -> str:
    """SQL that adds `place` and `n_alike` to a table expression.

    Areas of which the intervals overlap, directly or through a third, form one group;
    a group has one place, that of its first. A figure without an interval is exact,
    except in a survey: then nobody has a place.

    Args:
        source: Name of a table with `area_id`, `value`, `lower`, `upper`, `is_survey`.
        part: Column within which areas are ranked.
    """
    before = f"(PARTITION BY {part} ORDER BY high DESC, area_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    until = (
        f"(PARTITION BY {part} ORDER BY high DESC, area_id ROWS UNBOUNDED PRECEDING)"
    )
    return f"""
        WITH bounded AS (
            SELECT *, coalesce(lower, CASE WHEN NOT is_survey THEN value END) AS low,
                coalesce(upper, CASE WHEN NOT is_survey THEN value END) AS high
            FROM {source}
        ),
        known AS (
            SELECT *, high < min(low) OVER {before} AS is_apart
            FROM bounded WHERE value IS NOT NULL AND low IS NOT NULL
        ),
        grouped AS (
            SELECT *, count(*) FILTER (is_apart) OVER {until} AS rank_group FROM known
        ),
        placed AS (
            SELECT {part}, area_id, rank() OVER (PARTITION BY {part} ORDER BY rank_group) AS place,
                count(*) OVER (PARTITION BY {part}, rank_group) - 1 AS n_alike
            FROM grouped
        )
        SELECT b.* EXCLUDE (low, high), count(b.value) OVER (PARTITION BY b.{part}) AS n_ranked,
            CASE WHEN bool_and(b.low IS NOT NULL OR b.value IS NULL) OVER (PARTITION BY b.{part})
                THEN p.place END AS place,
            p.n_alike
        FROM bounded AS b LEFT JOIN placed AS p USING ({part}, area_id)
    """  # noqa: S608
