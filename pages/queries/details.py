"""What stands behind one indicator: description, provenance, checks, download."""

import polars as pl

from etl.live import Signature
from pages.queries.areas import FLANDERS
from pages.queries.database import Row, ask
from pages.queries.figures import MEMBER


def indicators(build: Signature) -> list[Row]:
    """Indicators, those with figures first: `indicator_id, title, synonyms, main_breakdown, has_figures`."""
    sql = """
        SELECT indicator_id, title, synonyms, main_breakdown, state <> 'geen' AS has_figures
        FROM monitor.indicator INNER JOIN monitor.indicator_state USING (indicator_id)
        ORDER BY has_figures DESC, position
    """
    return ask(build, sql, {}).to_dicts()


def breakdowns(build: Signature, indicator: str) -> dict[str, str]:
    """Breakdown to label, those that have figures, in the order of the screen."""
    sql = """
        SELECT b.breakdown, coalesce(nullif(b.label, ''), 'totaal') AS label
        FROM monitor.breakdown AS b
        WHERE b.indicator_id = $indicator AND EXISTS (
            SELECT 1 FROM monitor.observation AS o
            WHERE o.indicator_id = b.indicator_id AND o.breakdown = b.breakdown
        )
        ORDER BY b.position
    """
    return dict(ask(build, sql, {"indicator": indicator}).iter_rows())


def description(build: Signature, indicator: str) -> Row:
    """Metadata of one indicator, with its source and its action line."""
    sql = """
        SELECT i.definition, i.numerator_label, i.denominator_label, i.unit, i.note,
            i.aggregation, i.aggregation_reason, i.code, i.decimals, s.name AS source_name,
            s.homepage, l.short_title AS line, w.title AS weight_title, i.producer,
            i.available_to, i.release_month, i.release_lag, i.admission, i.follows,
            i.follows_year, i.follows_reason, p.title AS follows_title, t.state,
            t.reason AS state_reason, b.built_at AS shown_since
        FROM monitor.indicator AS i
        INNER JOIN monitor.source AS s USING (source)
        INNER JOIN monitor.indicator_state AS t USING (indicator_id)
        LEFT JOIN monitor.build AS b ON b.build_id = t.build_id
        LEFT JOIN monitor.indicator AS p ON p.indicator_id = i.follows
        LEFT JOIN monitor.action_line AS l ON l.action_line = i.action_line
        LEFT JOIN monitor.indicator AS w ON w.indicator_id = i.weight
        WHERE i.indicator_id = $indicator
    """
    return ask(build, sql, {"indicator": indicator}).row(0, named=True)


def missing(build: Signature, indicator: str) -> Row | None:
    """What we miss of an indicator: `owner, newest_year, expected_year, kind, request`."""
    sql = """
        SELECT owner, newest_year, expected_year, kind, request
        FROM monitor.missing_series WHERE indicator_id = $indicator
    """
    rows = ask(build, sql, {"indicator": indicator})
    return rows.row(0, named=True) if rows.height else None


def files(build: Signature, indicator: str) -> list[Row]:
    """Files the figures were read from: name, publisher, licence, url, date, embedded."""
    sql = """
        SELECT f.name, f.publisher, f.licence, f.url, f.retrieved_at, f.embedded, f.file_id
        FROM monitor.source_file AS f
        WHERE f.file_id IN (
            SELECT file_id FROM monitor.observation WHERE indicator_id = $indicator
                OR indicator_id IN (
                    SELECT input_id FROM monitor.derived_from WHERE indicator_id = $indicator)
        )
        ORDER BY f.name
    """
    return ask(build, sql, {"indicator": indicator}).to_dicts()


def reconciliation(
    build: Signature, indicator: str, breakdown: str, year: int
) -> Row | None:
    """Our own Flemish figure beside the published one; None when nothing is published."""
    sql = """
        SELECT official_value, computed_value, abs(difference) AS difference, verdict
        FROM monitor.reconciliation
        WHERE indicator_id = $indicator AND breakdown = $breakdown
            AND area_id = $area AND year = $year
    """
    params = {
        "indicator": indicator,
        "breakdown": breakdown,
        "area": FLANDERS,
        "year": year,
    }
    rows = ask(build, sql, params)
    return rows.row(0, named=True) if rows.height else None


def gates(build: Signature, indicator: str) -> list[Row]:
    """Results of the checks: `title, verdict, n, years, found, reason`, failures first."""
    sql = """
        SELECT title, verdict, reason, count(*) AS n, min(year) AS first_year,
            max(year) AS last_year, arg_max(found, year) AS found, any_value(r.threshold) AS threshold
        FROM monitor.gate_result AS r INNER JOIN monitor.gate USING (gate)
        WHERE indicator_id = $indicator
            AND build_id = (SELECT max_by(build_id, built_at) FROM monitor.build)
        GROUP BY title, verdict, reason ORDER BY verdict = 'ok', title, reason
    """
    return ask(build, sql, {"indicator": indicator}).to_dicts()


def export(build: Signature, indicator: str, region: str) -> pl.DataFrame:
    """All years and breakdowns for region, Flanders and the region's municipalities.

    Column names are Dutch: they are what the reader of the file sees.
    """
    sql = f"""
        WITH build AS (SELECT max_by(build_id, built_at) AS build_id FROM monitor.build),
        file AS (
            SELECT string_agg(DISTINCT f.name, ', ' ORDER BY f.name) AS name,
                any_value(f.publisher) AS publisher, any_value(f.licence) AS licence,
                max(f.retrieved_at) AS retrieved_at
            FROM monitor.source_file AS f WHERE f.file_id IN (
                SELECT file_id FROM monitor.observation WHERE indicator_id = $indicator)
        )
        SELECT i.indicator_id AS indicator, i.title AS titel, v.breakdown AS uitsplitsing,
            coalesce(b.label, '') AS uitsplitsing_naam, a.area_type AS gebiedstype,
            v.area_id AS gebied, a.name AS gebied_naam, v.year AS jaar, v.value AS waarde,
            v.numerator AS teller, v.denominator AS noemer, v.lower AS ondergrens,
            v.upper AS bovengrens, i.unit AS eenheid, v.method AS methode,
            v.coverage AS dekking, v.n_observed AS gemeenten_met_waarde,
            v.n_members AS gemeenten, v.missing AS ontbreekt, s.name AS bron,
            f.publisher AS uitgever, f.licence AS licentie, f.name AS bestand,
            f.retrieved_at AS opgehaald, u.build_id AS build
        FROM monitor.area_value AS v
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        INNER JOIN monitor.area AS a USING (area_id)
        INNER JOIN monitor.source AS s USING (source)
        LEFT JOIN monitor.breakdown AS b USING (indicator_id, breakdown)
        CROSS JOIN file AS f CROSS JOIN build AS u
        WHERE v.indicator_id = $indicator
            AND (v.area_id IN ($region, '{FLANDERS}') OR v.area_id IN ({MEMBER}))
        ORDER BY b.position, a.position DESC, a.name, v.year
    """  # noqa: S608
    return ask(build, sql, {"indicator": indicator, "region": region})
