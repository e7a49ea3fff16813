-- How a regional value is made. This is the only place.
--
-- `monitor.regional(members)` takes the membership as a list of structs
-- {area_id, vintage, nis} and gives one row per area, indicator, breakdown and year,
-- on the vintage of the source. It fills `area_value` for the fixed areas and answers
-- `monitor.perimeter(codes)` for a perimeter that a user puts together on the spot.

-- What weighs a municipality, carried to later boundaries by adding up what merged.
-- Statbel's population where there is one; for earlier years the inhabitants that
-- the monitor itself divides by (gsm:ar_11, from 1997).
INSERT INTO monitor.weight
WITH delivered AS (
    SELECT indicator_id, nis, vintage, year, value
    FROM monitor.observation
    WHERE breakdown = '' AND value IS NOT NULL AND (
        indicator_id = 'statbel:population'
        OR indicator_id IN (SELECT weight FROM monitor.indicator WHERE weight IS NOT NULL)
    )
    UNION ALL
    SELECT 'statbel:population', nis, vintage, year, denominator
    FROM monitor.observation
    WHERE indicator_id = 'gsm:ar_11' AND denominator IS NOT NULL AND year NOT IN (
        SELECT year FROM monitor.observation WHERE indicator_id = 'statbel:population'
    )
),
parts AS (
    SELECT vintage, to_vintage, to_nis, count(*) AS n_parts
    FROM monitor.lineage GROUP BY ALL
)
SELECT d.indicator_id, l.to_nis, l.to_vintage, d.year, sum(d.value)
FROM delivered AS d
INNER JOIN monitor.lineage AS l USING (vintage, nis)
INNER JOIN parts AS p USING (vintage, to_vintage, to_nis)
GROUP BY d.indicator_id, l.to_nis, l.to_vintage, d.year
HAVING count(*) = any_value(p.n_parts)
ORDER BY ALL;

CREATE MACRO monitor.regional(members) AS TABLE
WITH member AS (SELECT unnest(members, recursive := true)),
series AS (
    SELECT DISTINCT o.indicator_id, o.breakdown, o.year, o.vintage
    FROM monitor.observation AS o
),
-- Every member of every area for every figure, with or without an observation:
-- a municipality that was not delivered must lower the coverage.
cell AS (
    SELECT
        m.area_id, s.indicator_id, s.breakdown, s.year, i.aggregation, i.factor, i.rounding,
        o.value, o.numerator, o.denominator, o.missing, w.value AS weight,
        -- What is withheld takes part in nothing, also where its parts were delivered:
        -- a total with it, less one without it, would give it away.
        o.missing IS DISTINCT FROM 'gecensureerd' AND CASE i.aggregation
            WHEN 'ratio' THEN o.numerator IS NOT NULL AND o.denominator IS NOT NULL
            WHEN 'pairs' THEN o.numerator IS NOT NULL AND o.denominator IS NOT NULL
            WHEN 'implied' THEN o.numerator IS NOT NULL AND o.value > 0
            WHEN 'weighted' THEN o.value IS NOT NULL AND w.value IS NOT NULL
            ELSE o.value IS NOT NULL
        END AS observed
    FROM series AS s
    INNER JOIN monitor.indicator AS i ON i.indicator_id = s.indicator_id
    INNER JOIN member AS m ON m.vintage = s.vintage
    LEFT JOIN monitor.observation AS o
        ON o.indicator_id = s.indicator_id AND o.breakdown = s.breakdown
        AND o.year = s.year AND o.vintage = s.vintage AND o.nis = m.nis
    LEFT JOIN monitor.weight AS w
        ON w.indicator_id = coalesce(i.weight, 'statbel:population')
        AND w.nis = m.nis AND w.vintage = s.vintage AND w.year = s.year
),
-- Both ends inside the area. Not the sum of what stays inside each municipality: who
-- goes to another municipality of the area stays inside it too.
inside AS (
    SELECT o.area_id, f.indicator_id, f.year, sum(f.value) AS inside
    FROM monitor.flow AS f
    INNER JOIN member AS o ON o.vintage = f.vintage AND o.nis = f.origin_nis
    INNER JOIN member AS d
        ON d.vintage = f.vintage AND d.nis = f.destination_nis AND d.area_id = o.area_id
    GROUP BY o.area_id, f.indicator_id, f.year
),
total AS (
    SELECT
        area_id, indicator_id, breakdown, year,
        any_value(aggregation) AS aggregation,
        any_value(factor) AS factor,
        count(*) AS n_members,
        count(*) FILTER (observed) AS n_observed,
        count(*) FILTER (missing = 'gecensureerd') AS n_withheld,
        any_value(value) AS any_figure,
        any_value(missing) AS any_missing,
        sum(numerator) FILTER (observed) AS numerator,
        sum(denominator) FILTER (observed) AS denominator,
        sum(value) FILTER (observed) AS added,
        -- The weight of a row without value must not count.
        sum(weight * value) FILTER (observed) / sum(weight) FILTER (observed) AS weighted,
        -- Denominators that follow from a rounded ratio, with their bounds.
        sum(factor * numerator / value) FILTER (observed) AS implied,
        sum(factor * numerator / (value + rounding / 2)) FILTER (observed) AS implied_low,
        sum(factor * numerator / (value - rounding / 2)) FILTER (observed AND value > rounding / 2) AS implied_high,
        CASE
            WHEN count(*) = count(*) FILTER (observed) THEN 1.0
            WHEN any_value(aggregation) = 'ratio' AND count(*) = count(denominator)
                THEN sum(denominator) FILTER (observed) / nullif(sum(denominator), 0)
            WHEN count(*) = count(weight)
                THEN coalesce(sum(weight) FILTER (observed), 0) / sum(weight)
        END AS coverage
    FROM cell
    GROUP BY area_id, indicator_id, breakdown, year
),
-- A municipality without its flows leaves every pair with it unknown: all or nothing.
paired AS (
    SELECT
        t.* REPLACE (
            CASE
                WHEN t.aggregation <> 'pairs' OR t.n_members = 1 THEN t.numerator
                WHEN w.indicator_id IS NOT NULL THEN coalesce(i.inside, 0)
            END AS numerator
        ),
        CASE WHEN t.aggregation = 'pairs' THEN 1.0 ELSE 0.9 END AS needed
    FROM total AS t
    LEFT JOIN inside AS i USING (area_id, indicator_id, year)
    LEFT JOIN (SELECT DISTINCT indicator_id, year FROM monitor.flow) AS w USING (indicator_id, year)
),
computed AS (
    SELECT
        *,
        n_members = 1 AS alone,
        CASE aggregation
            WHEN 'sum' THEN added
            WHEN 'ratio' THEN factor * numerator / nullif(denominator, 0)
            WHEN 'pairs' THEN factor * numerator / nullif(denominator, 0)
            WHEN 'weighted' THEN weighted
            WHEN 'implied' THEN factor * numerator / nullif(implied, 0)
        END AS figure
    FROM paired
)
SELECT
    area_id, indicator_id, breakdown, year,
    -- One member: the publisher's own figure of exactly this territory.
    CASE WHEN alone THEN any_figure WHEN coverage >= needed THEN figure END AS value,
    CASE WHEN alone OR coverage >= needed THEN numerator END AS numerator,
    CASE
        WHEN NOT (alone OR coalesce(coverage >= needed, false)) THEN NULL
        WHEN aggregation = 'implied' AND NOT alone THEN implied
        ELSE denominator
    END AS denominator,
    CASE WHEN aggregation = 'implied' AND NOT alone AND coverage >= 0.9
        THEN factor * numerator / implied_high END AS lower,
    CASE WHEN aggregation = 'implied' AND NOT alone AND coverage >= 0.9
        THEN factor * numerator / implied_low END AS upper,
    CASE WHEN alone THEN 'official' ELSE aggregation END AS method,
    coverage, n_observed, n_members, n_withheld,
    CASE WHEN alone AND any_figure IS NULL THEN coalesce(any_missing, 'leeg') END AS missing
FROM computed;

-- What merged into one municipality is recomputed from complete parts or not at all:
-- half of a new municipality, or a survey share without its answers, is no figure of it.
CREATE MACRO monitor.is_broken(one_municipality, n_members, method, coverage) AS
    one_municipality AND n_members > 1
    AND NOT (method IN ('sum', 'ratio', 'pairs') AND coalesce(coverage, 0) = 1);

-- A perimeter that a user puts together from current municipalities. It holds nothing but
-- what is published per municipality, so subtracting it from anything reveals nothing new.
CREATE MACRO monitor.perimeter(codes) AS TABLE
SELECT
    * EXCLUDE (area_id, broken)
    REPLACE (
        CASE WHEN NOT broken THEN value END AS value,
        CASE WHEN NOT broken THEN numerator END AS numerator,
        CASE WHEN NOT broken THEN denominator END AS denominator,
        CASE WHEN NOT broken THEN lower END AS lower,
        CASE WHEN NOT broken THEN upper END AS upper,
        CASE WHEN broken THEN 'none' ELSE method END AS method
    )
FROM (
    SELECT *, monitor.is_broken(len(list_distinct(codes)) = 1, n_members, method, coverage) AS broken
    FROM monitor.regional((
        SELECT list({'area_id': 'eigen', 'vintage': vintage, 'nis': nis})
        FROM monitor.lineage
        WHERE to_vintage = '2025' AND list_contains(codes, to_nis)
    ))
);

INSERT INTO monitor.area_value
WITH vintage(vintage, reference) AS (
    VALUES ('2018', DATE '2018-12-31'), ('2024', DATE '2024-12-31'), ('2025', DATE '2025-01-01')
),
computed AS (
    SELECT *
    FROM monitor.regional((
        SELECT list({'area_id': m.area_id, 'vintage': v.vintage, 'nis': m.nis})
        FROM monitor.area_member AS m
        INNER JOIN vintage AS v
            ON coalesce(m.valid_from <= v.reference, true)
            AND coalesce(m.valid_to >= v.reference, true)
    ))
),
strict AS (
    SELECT
        c.*, monitor.is_broken(a.area_type = 'gemeente', c.n_members, c.method, c.coverage) AS broken
    FROM computed AS c
    INNER JOIN monitor.area AS a USING (area_id)
),
own AS (
    SELECT
        * REPLACE (
            CASE WHEN NOT broken THEN value END AS value,
            CASE WHEN NOT broken THEN numerator END AS numerator,
            CASE WHEN NOT broken THEN denominator END AS denominator,
            CASE WHEN NOT broken THEN lower END AS lower,
            CASE WHEN NOT broken THEN upper END AS upper,
            CASE WHEN broken THEN 'none' ELSE method END AS method
        )
    FROM strict
)
SELECT
    indicator_id, breakdown, area_id, year,
    -- A published total with exactly one withheld member would reveal it by subtraction.
    CASE WHEN o.area_id IS NULL THEN c.value WHEN coalesce(c.n_withheld, 0) <> 1 THEN o.value END AS value,
    CASE WHEN o.area_id IS NULL THEN c.numerator WHEN coalesce(c.n_withheld, 0) <> 1 THEN o.numerator END AS numerator,
    CASE WHEN o.area_id IS NULL THEN c.denominator WHEN coalesce(c.n_withheld, 0) <> 1 THEN o.denominator END AS denominator,
    CASE WHEN o.area_id IS NULL THEN c.lower END AS lower,
    CASE WHEN o.area_id IS NULL THEN c.upper END AS upper,
    CASE WHEN o.area_id IS NULL THEN c.method ELSE 'official' END AS method,
    c.value AS computed_value,
    c.method AS computed_method,
    c.coverage, c.n_observed, c.n_members, c.missing
FROM own AS c
FULL JOIN monitor.official_value AS o USING (indicator_id, breakdown, area_id, year)
ORDER BY indicator_id, breakdown, area_id, year;
