"""The gates as SQL: each lists what fails on the draft. Titles and numbers: `data/refresh.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Gate:
    """One check. Its title, number and weight stand in `data/refresh.yaml`.

    `failures` is a SELECT of `indicator_id, year, found, place, deviation`
    (relative; null where that has no meaning); `compared` a SELECT of `indicator_id, n`,
    the number of comparisons it made. `:threshold` in them is the number. A gate with
    `needs_live` compares with the database that is live now, attached as `live`.
    """

    threshold: str
    """What would have been accepted, in Dutch."""
    compared: str
    failures: str
    needs_live: bool = False


_SUMS = """
    WITH added AS (
        SELECT indicator_id, breakdown, year, sum(numerator) AS numerator,
            sum(denominator) AS denominator,
            bool_and(numerator = floor(numerator)) AS whole
        FROM monitor.observation WHERE numerator IS NOT NULL GROUP BY ALL
    ),
    pair AS (
        SELECT indicator_id, year, breakdown, unnest([
            {'part': 'teller', 'added': a.numerator, 'published': o.numerator, 'whole': whole},
            {'part': 'noemer', 'added': a.denominator, 'published': o.denominator, 'whole': true}
        ], recursive := true)
        FROM monitor.official_value AS o INNER JOIN added AS a USING (indicator_id, breakdown, year)
        WHERE o.area_id = '02000' AND o.numerator IS NOT NULL
    )
"""

_PARTS = """
    WITH parts AS (
        SELECT o.indicator_id, b.part_of AS breakdown, o.nis, o.year,
            sum(o.numerator) AS added, count(o.numerator) = count(*) AS complete
        FROM monitor.observation AS o
        INNER JOIN monitor.breakdown AS b USING (indicator_id, breakdown)
        WHERE b.part_of IS NOT NULL GROUP BY ALL
    ),
    pair AS (
        SELECT indicator_id, year, nis, p.added, t.numerator AS total
        FROM parts AS p INNER JOIN monitor.observation AS t
            USING (indicator_id, breakdown, nis, year)
        WHERE p.complete AND t.numerator IS NOT NULL
    )
"""

GATES: Mapping[str, Gate] = {
    "deel": Gate(
        threshold="gelijk",
        compared=f"{_PARTS} SELECT indicator_id, count(*) AS n FROM pair GROUP BY ALL",
        failures=f"""{_PARTS}
            SELECT indicator_id, year, format('delen {{:.0f}}, totaal {{:.0f}}', added, total)
                AS found, 'gemeente ' || nis AS place, abs(added - total) / total AS deviation
            FROM pair WHERE abs(added - total) > :threshold ORDER BY ALL""",
    ),
    "som": Gate(
        threshold="gelijk; bij afgeronde bedragen 1 op 100.000",
        compared=f"{_SUMS} SELECT indicator_id, count(*) AS n FROM pair GROUP BY ALL",
        failures=f"""{_SUMS}
            SELECT indicator_id, year, format('{{}}{{}}: som {{:.0f}}, gepubliceerd {{:.0f}}',
                part, CASE WHEN breakdown = '' THEN '' ELSE ' (' || breakdown || ')' END,
                added, published) AS found, 'Vlaams Gewest' AS place,
                abs(added - published) / abs(published) AS deviation
            FROM pair
            WHERE abs(added - published) > CASE WHEN whole THEN 0.5 ELSE abs(published) * :threshold END
            ORDER BY ALL""",
    ),
    "teller": Gate(
        threshold="teller ≤ noemer",
        compared="""SELECT o.indicator_id, count(*) AS n FROM monitor.observation AS o
            INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE i.unit = '%' AND o.denominator IS NOT NULL GROUP BY ALL""",
        failures="""SELECT o.indicator_id, o.year,
                format('{:.0f} van {:.0f}', o.numerator, o.denominator) AS found,
                format('gemeente {}, rij {}', o.nis, o."row") AS place, NULL AS deviation
            FROM monitor.observation AS o INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE i.unit = '%' AND o.numerator > o.denominator * (1 + :threshold) ORDER BY ALL""",
    ),
    "volledig": Gate(
        threshold="alle gemeenten van die grenzen",
        compared="""SELECT indicator_id, count(DISTINCT year) AS n
            FROM monitor.observation GROUP BY ALL""",
        failures="""
            WITH expected AS (
                SELECT vintage, count(*) AS n FROM monitor.lineage
                WHERE vintage = to_vintage GROUP BY ALL
            ),
            present AS (
                SELECT o.indicator_id, o.year, o.vintage, count(DISTINCT o.nis) AS n
                FROM monitor.observation AS o
                INNER JOIN monitor.indicator AS i USING (indicator_id)
                WHERE o.value IS NOT NULL AND o.breakdown = i.main_breakdown GROUP BY ALL
            )
            SELECT p.indicator_id, p.year, format('{} van {} gemeenten', p.n, e.n) AS found,
                'het cijfer dat eerst getoond wordt' AS place, NULL AS deviation
            FROM present AS p INNER JOIN expected AS e USING (vintage)
            WHERE p.n < e.n - :threshold ORDER BY ALL""",
    ),
    "nul": Gate(
        threshold="minder dan {threshold} verwacht bij een nul",
        compared="""SELECT indicator_id, count(*) AS n FROM monitor.observation
            WHERE denominator > 0 GROUP BY ALL""",
        failures="""
            WITH share AS (
                SELECT indicator_id, breakdown, year, sum(numerator) / sum(denominator) AS share
                FROM monitor.observation WHERE denominator > 0 GROUP BY ALL
            )
            SELECT o.indicator_id, o.year,
                format('0 van {:.0f}, verwacht {:.0f}', o.denominator, o.denominator * s.share)
                    AS found,
                format('gemeente {}, rij {}', o.nis, o."row") AS place, NULL AS deviation
            FROM monitor.observation AS o
            INNER JOIN share AS s USING (indicator_id, breakdown, year)
            WHERE o.numerator = 0 AND o.denominator * s.share >= :threshold ORDER BY ALL""",
    ),
    "leeg_jaar": Gate(
        threshold="ten minste één waarde anders dan nul",
        compared="""SELECT indicator_id, count(DISTINCT year) AS n FROM monitor.observation
            WHERE value IS NOT NULL GROUP BY ALL""",
        failures="""SELECT o.indicator_id, o.year, format('{} gemeenten, allemaal 0', count(*)) AS found,
                'het cijfer dat eerst getoond wordt' AS place, NULL AS deviation
            FROM monitor.observation AS o INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE o.value IS NOT NULL AND o.breakdown = i.main_breakdown
            GROUP BY o.indicator_id, o.year HAVING count(*) >= 10 AND max(abs(o.value)) <= :threshold ORDER BY ALL""",
    ),
    "herhaling": Gate(
        threshold="ten minste één gemeente met een andere noemer dan het jaar ervoor",
        compared="""SELECT indicator_id, count(DISTINCT year) AS n FROM monitor.observation
            WHERE denominator IS NOT NULL GROUP BY ALL""",
        failures="""
            WITH pair AS (
                SELECT o.indicator_id, o.year, o.denominator = p.denominator AS same
                FROM monitor.observation AS o
                INNER JOIN monitor.observation AS p ON p.indicator_id = o.indicator_id
                    AND p.breakdown = o.breakdown AND p.nis = o.nis AND p.year = o.year - 1
                WHERE o.denominator > 0
            )
            SELECT indicator_id, year, format('{} noemers, allemaal gelijk aan die van {}', count(*), year - 1)
                AS found, 'kolom met de noemer' AS place, NULL AS deviation
            FROM pair GROUP BY indicator_id, year HAVING count(*) >= 10
                AND count(*) FILTER (NOT same) <= :threshold ORDER BY ALL""",
    ),
    "sprong": Gate(
        threshold="ten hoogste {threshold} keer zo veel of zo weinig als het jaar ervoor",
        compared="""SELECT indicator_id, count(*) AS n FROM monitor.observation
            WHERE numerator IS NOT NULL GROUP BY ALL""",
        failures="""
            WITH pair AS (
                SELECT o.indicator_id, o.year, o.nis, o."row", p.value AS before, o.value AS after,
                    greatest(o.numerator, p.numerator) AS cases
                FROM monitor.observation AS o
                INNER JOIN monitor.observation AS p ON p.indicator_id = o.indicator_id
                    AND p.breakdown = o.breakdown AND p.nis = o.nis AND p.year = o.year - 1
            )
            SELECT indicator_id, year, replace(format('van {:.2f} naar {:.2f}', before, after), '.', ',') AS found,
                format('gemeente {}, rij {}', nis, "row") AS place, NULL AS deviation
            FROM pair
            WHERE before > 0 AND after > 0 AND cases >= 100
                AND greatest(after / before, before / after) > :threshold
            ORDER BY indicator_id, year, greatest(after / before, before / after) DESC""",
    ),
    "krimp": Gate(
        threshold="ten hoogste {threshold} van de cijfers van een jaar minder",
        needs_live=True,
        compared="""SELECT indicator_id, count(DISTINCT year) AS n FROM live.observation
            WHERE value IS NOT NULL GROUP BY ALL""",
        failures="""
            WITH size AS (
                SELECT vintage, count(*) AS n FROM monitor.lineage WHERE vintage = to_vintage GROUP BY ALL
            ),
            old AS (
                SELECT o.indicator_id, o.year, sum(1.0 / s.n) AS share, count(DISTINCT o.nis) AS n
                FROM live.observation AS o INNER JOIN size AS s USING (vintage)
                INNER JOIN monitor.indicator AS i USING (indicator_id)
                WHERE o.value IS NOT NULL AND o.breakdown = i.main_breakdown GROUP BY ALL
            ),
            fresh AS (
                SELECT o.indicator_id, o.year, sum(1.0 / s.n) AS share, count(DISTINCT o.nis) AS n
                FROM monitor.observation AS o INNER JOIN size AS s USING (vintage)
                INNER JOIN monitor.indicator AS i USING (indicator_id)
                WHERE o.value IS NOT NULL AND o.breakdown = i.main_breakdown GROUP BY ALL
            )
            SELECT old.indicator_id, old.year,
                format('{} gemeenten, eerder {}', coalesce(fresh.n, 0), old.n) AS found,
                'het cijfer dat eerst getoond wordt' AS place, NULL AS deviation
            FROM old LEFT JOIN fresh USING (indicator_id, year)
            WHERE coalesce(fresh.share, 0) < old.share * (1 - :threshold)
                AND old.indicator_id IN (SELECT indicator_id FROM monitor.observation)
            ORDER BY ALL""",
    ),
}
