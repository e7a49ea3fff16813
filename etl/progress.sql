-- What a verdict on progress is made from: per indicator, area and target the figure it starts
-- from and the newest one, once for the base year and once for every other base year that
-- tests it. The rules themselves stand in progress.py.
--
-- $this_year: years to come are projections. $span: years that a direction looks back.
-- $answers: assumed answers per municipality of a survey that does not publish them.

WITH scope AS (
    SELECT area_id, area_type FROM monitor.area
    WHERE valid_to IS NULL AND area_type IN
        ('gewest', 'provincie', 'arrondissement', 'referentieregio', 'overleg', 'vervoerregio', 'gemeente')
),
-- Areas that share a municipality of today.
overlap AS (
    SELECT DISTINCT a.area_id, b.area_id AS other_id
    FROM monitor.area_member AS a INNER JOIN monitor.area_member AS b USING (nis)
    WHERE a.valid_to IS NULL AND b.valid_to IS NULL
),
line AS (
    SELECT
        t.*, indicator_id IS NOT NULL AND measure = 'hetzelfde' AND status <> 'uiteenlopend'
        AND area_id IS NOT NULL AND base_year IS NOT NULL AND target_year IS NOT NULL
        AND (is_relative OR here_value IS NOT NULL) AND value IS NOT NULL AS has_pace
    FROM monitor.target AS t
    WHERE measure <> 'geen'
),
-- Headline figures for every municipality too; all others that have a direction for larger areas.
question AS (
    SELECT
        i.indicator_id, i.main_breakdown AS breakdown, s.area_id, NULL AS target_id, 'richting' AS kind,
        i.direction, NULL::INTEGER AS asked_base, NULL::INTEGER AS target_year, NULL::DOUBLE AS value, false AS is_relative,
        false AS is_proxy
    FROM monitor.indicator AS i
    CROSS JOIN scope AS s
    WHERE i.headline IS NOT NULL OR (i.direction IS NOT NULL AND s.area_type <> 'gemeente' AND EXISTS (
        SELECT 1 FROM monitor.observation AS o WHERE o.indicator_id = i.indicator_id
    ))
    UNION ALL
    SELECT
        l.indicator_id, l.breakdown, s.area_id, l.target_id,
        CASE WHEN l.has_pace AND s.area_id = l.area_id THEN 'doel' ELSE 'referentie' END,
        l.direction, l.base_year, l.target_year, CASE WHEN l.is_relative THEN l.value ELSE l.here_value END, l.is_relative,
        l.proxy
    FROM line AS l
    CROSS JOIN scope AS s
    WHERE s.area_id = l.area_id OR (s.area_type <> 'gemeente' AND (l.area_id IS NULL OR EXISTS (
        SELECT 1 FROM overlap AS o WHERE o.area_id = s.area_id AND o.other_id = l.area_id
    )))
),
point AS (
    SELECT indicator_id, breakdown, area_id, year, value, lower, upper
    FROM monitor.area_value
    WHERE value IS NOT NULL AND year <= $this_year
        AND (indicator_id, breakdown) IN (SELECT indicator_id, breakdown FROM question)
        AND area_id IN (SELECT area_id FROM scope)
),
series AS (
    SELECT indicator_id, breakdown, area_id, list(year ORDER BY year) AS years
    FROM point GROUP BY ALL
),
-- Five years back, or the nearest measurement before; a shorter series from its start.
dated AS (
    SELECT
        q.*, years, years[-1] AS last_year,
        coalesce(list_max(list_filter(years, lambda y: y <= years[-1] - $span)), years[1]) AS usual_base,
        -- A verdict on a target starts where the target says, every other one as usual.
        CASE WHEN kind = 'doel' THEN asked_base ELSE usual_base END AS base_year
    FROM question AS q LEFT JOIN series AS s USING (indicator_id, breakdown, area_id)
),
-- The measurements beside the base year, and for a target the usual look back.
based AS (
    SELECT *, unnest(list_distinct(list_filter([
        base_year,
        list_max(list_filter(years, lambda y: y < base_year)),
        list_min(list_filter(years, lambda y: y > base_year AND y < last_year)),
        CASE WHEN kind = 'doel' THEN usual_base END
    ], lambda y: y = base_year OR y < last_year))) AS from_year
    FROM dated
    UNION ALL
    SELECT *, NULL FROM dated WHERE base_year IS NULL
),
-- A formula breaks where one of its inputs does, and no series goes on across its predecessor.
broken AS (
    SELECT indicator_id, year, reason FROM monitor.series_break
    UNION ALL
    -- Several years added up are part old, part new until the last of them is.
    SELECT d.indicator_id, unnest([b.year + d.lag, b.year + d.lag + d.years - 1]), b.reason
    FROM monitor.derived_from AS d INNER JOIN monitor.series_break AS b ON b.indicator_id = d.input_id
    UNION ALL
    SELECT indicator_id, follows_year, follows_reason FROM monitor.indicator WHERE follows_year IS NOT NULL
),
-- How unevenly the municipalities of an area weigh: 1 for a single one.
uneven AS (
    SELECT m.area_id, sum(w.value * w.value) / pow(sum(w.value), 2) AS weight
    FROM monitor.area_member AS m INNER JOIN monitor.weight AS w USING (nis)
    WHERE m.valid_to IS NULL AND w.indicator_id = 'statbel:population' AND w.vintage = '2025'
        AND w.year = (SELECT max(year) FROM monitor.weight
            WHERE indicator_id = 'statbel:population' AND vintage = '2025' AND year <= $this_year)
    GROUP BY m.area_id
)
SELECT
    b.indicator_id, b.breakdown, b.area_id, b.target_id, b.kind, b.is_proxy, b.direction, b.target_year,
    b.from_year AS base_year, b.from_year IS NOT DISTINCT FROM b.base_year AS is_main,
    f.value AS base_value, b.last_year, n.value AS last_value,
    coalesce(len(list_filter(b.years, lambda y: y >= b.base_year)), 0) AS points,
    list_filter(b.years, lambda y: y >= b.base_year) AS years,
    CASE WHEN b.is_relative THEN a.value * (1 + b.value / 100) ELSE b.value END AS target_value,
    i.measure, i.stable_change, i.unit, i.decimals,
    CASE WHEN b.kind <> 'doel' THEN i.no_trend_verdict END AS no_trend_verdict,
    -- Worst case: half says yes, and no municipality has more than the assumed answers.
    CASE WHEN i.is_survey AND n.lower IS NULL THEN 1.96 * sqrt(2 * 2500 * u.weight / $answers) END AS margin,
    n.lower <= f.upper AND f.lower <= n.upper AS overlaps,
    k.year AS break_year, k.reason AS break_reason
FROM based AS b
INNER JOIN monitor.indicator AS i USING (indicator_id)
LEFT JOIN point AS n
    ON n.indicator_id = b.indicator_id AND n.breakdown = b.breakdown AND n.area_id = b.area_id AND n.year = b.last_year
LEFT JOIN point AS f
    ON f.indicator_id = b.indicator_id AND f.breakdown = b.breakdown AND f.area_id = b.area_id AND f.year = b.from_year
LEFT JOIN point AS a
    ON a.indicator_id = b.indicator_id AND a.breakdown = b.breakdown AND a.area_id = b.area_id AND a.year = b.asked_base
LEFT JOIN uneven AS u ON u.area_id = b.area_id
LEFT JOIN LATERAL (
    SELECT year, reason FROM broken
    WHERE broken.indicator_id = b.indicator_id AND broken.year > b.from_year AND broken.year <= b.last_year
    ORDER BY year DESC LIMIT 1
) AS k ON true
ORDER BY b.indicator_id, b.breakdown, b.area_id, b.target_id NULLS FIRST, is_main DESC, base_year
