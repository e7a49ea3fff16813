"""How figures are made, by example: what the page on method shows instead of claiming."""

import polars as pl

from etl.live import Signature
from pages.queries.database import Row, ask
from pages.queries.fragments import MEMBER

RATIO_EXAMPLE = "gsm:ar_13"
"""Living wage: both parts published, and cities far above the rest."""
IMPLIED_EXAMPLE = "pinc:unemployment_rate"
PAIRS_EXAMPLE = "census:work_within"


def plain_mean(build: Signature, indicator: str, region: str) -> Row | None:
    """The newest regional figure beside the plain mean of its municipalities.

    Returns:
        `title, unit, decimals, numerator_label, denominator_label, year, value, numerator,
        denominator, mean, deviation` (of the mean, as a share of the value), `n`
        (municipalities); None when the region has no complete figure.
    """
    sql = f"""
        WITH shown AS (
            SELECT v.*, i.title, i.unit, i.decimals, i.numerator_label, i.denominator_label
            FROM monitor.area_value AS v INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE v.indicator_id = $indicator AND v.area_id = $region AND v.coverage = 1
                AND v.breakdown = i.main_breakdown AND v.value IS NOT NULL
            ORDER BY v.year DESC LIMIT 1
        )
        SELECT s.title, s.unit, s.decimals, s.numerator_label, s.denominator_label, s.year,
            s.value, s.numerator, s.denominator, avg(m.value) AS mean,
            avg(m.value) / any_value(s.value) - 1 AS deviation, count(m.value) AS n
        FROM shown AS s INNER JOIN monitor.area_value AS m USING (indicator_id, breakdown, year)
        WHERE m.area_id IN ({MEMBER})
        GROUP BY ALL HAVING count(m.value) = count(*) AND count(*) > 1
    """  # noqa: S608
    return _first(ask(build, sql, {"indicator": indicator, "region": region}))


def ways(build: Signature) -> list[Row]:
    """How many indicators with figures are made which way: `aggregation, n, title` (one of them)."""
    sql = """
        SELECT aggregation, count(*) AS n,
            arg_min(title, (headline IS NULL, position)) AS title,
            arg_min(indicator_id, (headline IS NULL, position)) AS indicator_id
        FROM monitor.indicator INNER JOIN monitor.indicator_state USING (indicator_id)
        WHERE state <> 'geen' GROUP BY aggregation
        ORDER BY list_position(['sum', 'ratio', 'weighted', 'implied', 'pairs', 'none'], aggregation)
    """
    return ask(build, sql, {}).to_dicts()


def published(build: Signature) -> int:
    """How many figures of areas larger than a municipality come from the publisher itself."""
    sql = "SELECT count(*) FROM monitor.official_value WHERE value IS NOT NULL"
    return int(ask(build, sql, {}).item())


def estimate(build: Signature, indicator: str, region: str) -> Row | None:
    """The newest estimate with its bounds: `title, unit, decimals, year, value, lower, upper`."""
    sql = """
        SELECT i.title, i.unit, i.decimals, v.year, v.value, v.lower, v.upper
        FROM monitor.area_value AS v INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE v.indicator_id = $indicator AND v.area_id = $region
            AND v.breakdown = i.main_breakdown AND v.lower IS NOT NULL
        ORDER BY v.year DESC LIMIT 1
    """
    return _first(ask(build, sql, {"indicator": indicator, "region": region}))


def inside(build: Signature, indicator: str, region: str) -> Row | None:
    """Who stays inside the region, beside who stays inside the own municipality.

    Returns:
        `year, region` (percent within the region), `alone` (percent within the own
        municipality, all municipalities of the region together).
    """
    sql = f"""
        WITH shown AS (
            SELECT v.* FROM monitor.area_value AS v
            INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE v.indicator_id = $indicator AND v.area_id = $region
                AND v.breakdown = i.main_breakdown AND v.value IS NOT NULL
            ORDER BY v.year DESC LIMIT 1
        )
        SELECT s.year, s.value AS region, 100 * sum(m.numerator) / sum(m.denominator) AS alone
        FROM shown AS s INNER JOIN monitor.area_value AS m USING (indicator_id, breakdown, year)
        WHERE m.area_id IN ({MEMBER}) GROUP BY ALL HAVING count(*) > 1
    """  # noqa: S608
    return _first(ask(build, sql, {"indicator": indicator, "region": region}))


def incomplete(build: Signature, region: str) -> list[Row]:
    """At most two figures of the region that are not complete: one shown, one not.

    Returns:
        `title, breakdown_label, unit, decimals, year, value` (null: not shown), `coverage,
        n_observed, n_members, absent` (names of the municipalities without a figure, at
        most three).
    """
    sql = f"""
        WITH candidate AS (
            SELECT v.*, i.title, i.unit, i.decimals, v.value IS NULL AS hidden
            FROM monitor.area_value AS v INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE v.area_id = $region AND v.breakdown = i.main_breakdown
                AND v.coverage < 1 AND v.n_observed > 0 AND i.aggregation <> 'none'
        ),
        chosen AS (
            -- The clearest case: the fewest municipalities are absent, the newest year.
            SELECT * FROM candidate QUALIFY row_number() OVER (
                PARTITION BY hidden ORDER BY n_members - n_observed, year DESC, indicator_id
            ) = 1
        )
        SELECT c.title, coalesce(b.label, '') AS breakdown_label, c.unit, c.decimals, c.year,
            c.value, c.coverage, c.n_observed, c.n_members, (
                SELECT list(g.name ORDER BY g.name)[:3] FROM monitor.area AS g
                LEFT JOIN monitor.area_value AS m ON m.area_id = g.area_id AND m.year = c.year
                    AND m.indicator_id = c.indicator_id AND m.breakdown = c.breakdown
                WHERE g.area_id IN ({MEMBER}) AND m.value IS NULL
            ) AS absent,
            greatest(c.n_members - c.n_observed - 3, 0) AS n_more
        FROM chosen AS c LEFT JOIN monitor.breakdown AS b USING (indicator_id, breakdown)
        ORDER BY c.hidden
    """  # noqa: S608
    return ask(build, sql, {"region": region}).to_dicts()


def missing(build: Signature) -> dict[str, int]:
    """How many municipal figures are absent, per reason."""
    sql = """
        SELECT missing, count(*) FROM monitor.observation
        WHERE missing IS NOT NULL GROUP BY missing
    """
    return dict(ask(build, sql, {}).iter_rows())


def zeros(build: Signature) -> int:
    """How many municipal figures are a measured zero."""
    sql = "SELECT count(*) FROM monitor.observation WHERE value = 0"
    return int(ask(build, sql, {}).item())


def boundaries(build: Signature) -> list[Row]:
    """How many municipalities there were on each set of boundaries: `vintage, n`."""
    sql = """
        SELECT vintage, count(*) AS n FROM monitor.lineage
        WHERE to_vintage = vintage GROUP BY vintage ORDER BY vintage
    """
    return ask(build, sql, {}).to_dicts()


def merger(build: Signature) -> Row | None:
    """The newest merger of most municipalities: `name, since, parts` (their names)."""
    sql = """
        SELECT n.name, m.valid_from AS since, list(o.name ORDER BY o.name) AS parts
        FROM monitor.merger AS m
        INNER JOIN monitor.area AS o ON o.area_id = m.old_nis
        INNER JOIN monitor.area AS n ON n.area_id = m.new_nis
        GROUP BY ALL ORDER BY m.valid_from DESC, count(*) DESC, n.name LIMIT 1
    """
    return _first(ask(build, sql, {}))


def survey(build: Signature) -> Row:
    """Survey indicators with figures, and those of them that come with the number of answers.

    Returns:
        `n`, `with_answers`.
    """
    sql = """
        SELECT count(DISTINCT indicator_id) AS n,
            count(DISTINCT indicator_id) FILTER (o.n IS NOT NULL) AS with_answers
        FROM monitor.observation AS o INNER JOIN monitor.indicator USING (indicator_id)
        WHERE is_survey
    """
    return ask(build, sql, {}).row(0, named=True)


def targets(build: Signature) -> int:
    """How many targets there are."""
    return int(ask(build, "SELECT count(*) FROM monitor.target", {}).item())


def reconciled(build: Signature) -> Row:
    """Our own computation against published figures, in numbers of figures.

    Returns:
        `n, same, differs, compared` (those two), `no_sum` (cannot be made from municipalities), `incomplete` (too
        few municipalities), `indicators`.
    """
    sql = """
        SELECT count(*) AS n, count(*) FILTER (r.verdict = 'gelijk') AS same,
            count(*) FILTER (r.verdict = 'verschilt') AS differs, count(r.computed_value) AS compared,
            count(*) FILTER (r.computed_value IS NULL AND i.aggregation = 'none') AS no_sum,
            count(*) FILTER (r.computed_value IS NULL AND i.aggregation <> 'none') AS incomplete,
            count(DISTINCT indicator_id) AS indicators
        FROM monitor.reconciliation AS r INNER JOIN monitor.indicator AS i USING (indicator_id)
    """
    return ask(build, sql, {}).row(0, named=True)


def differences(build: Signature) -> pl.DataFrame:
    """Per indicator that differs its largest difference, the largest first.

    Returns:
        `indicator_id, title, unit, decimals, is_survey, weight_title, breakdown, label, area,
        year, official_value, computed_value, difference, n` (figures that differ), `of`
        (figures compared), `reason` (what the catalogue says of the sums of that indicator).
    """
    sql = """
        WITH compared AS (
            SELECT r.*, count(*) FILTER (verdict = 'verschilt') OVER whole AS n,
                count(computed_value) OVER whole AS "of"
            FROM monitor.reconciliation AS r WINDOW whole AS (PARTITION BY indicator_id)
        ),
        largest AS (
            SELECT * FROM compared WHERE verdict = 'verschilt' QUALIFY row_number() OVER (
                PARTITION BY indicator_id ORDER BY relative_difference DESC, year DESC, breakdown
            ) = 1
        ),
        explained AS (
            SELECT indicator_id, any_value(reason) AS reason FROM monitor.gate_result
            WHERE gate = 'som' AND reason IS NOT NULL
                AND build_id = (SELECT max_by(build_id, built_at) FROM monitor.build)
            GROUP BY indicator_id
        )
        SELECT l.indicator_id, i.title, i.unit, i.decimals, i.is_survey, w.title AS weight_title,
            l.breakdown, coalesce(b.label, '') AS label, a.name AS area, l.year,
            l.official_value, l.computed_value, l.difference, l.n, l."of", e.reason
        FROM largest AS l
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        INNER JOIN monitor.area AS a USING (area_id)
        LEFT JOIN monitor.indicator AS w ON w.indicator_id = i.weight
        LEFT JOIN monitor.breakdown AS b
            ON b.indicator_id = l.indicator_id AND b.breakdown = l.breakdown
        LEFT JOIN explained AS e ON e.indicator_id = l.indicator_id
        ORDER BY l.relative_difference DESC NULLS LAST
    """
    return ask(build, sql, {})


def _first(rows: pl.DataFrame) -> Row | None:
    return rows.row(0, named=True) if rows.height else None
