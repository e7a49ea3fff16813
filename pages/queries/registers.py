"""Gegevens en methode: sources, changes, checks, errors at publishers, series we miss."""

import polars as pl

from etl.live import Signature
from pages.queries.database import Row, ask

NEWEST = "(SELECT max_by(build_id, built_at) FROM monitor.build)"


def sources(build: Signature) -> list[Row]:
    """Per source `name, homepage, publisher, licence, indicators, newest_year, retrieved_at, next_release`.

    A projection is no measurement: years to come are not the newest. `next_release` is the
    first day of the next month in which the calendar of the source has something; null: no
    calendar known.
    """
    sql = """
        WITH release AS (
            SELECT source, min(make_date(
                year(current_date) + CASE WHEN release_month <= month(current_date) THEN 1 ELSE 0 END,
                release_month, 1)) AS next_release
            FROM monitor.indicator INNER JOIN monitor.indicator_state USING (indicator_id)
            WHERE release_month IS NOT NULL AND state <> 'geen' GROUP BY source
        )
        SELECT s.name, s.homepage, s.publisher, s.licence, count(DISTINCT o.indicator_id) AS indicators,
            max(o.year) FILTER (o.year <= year(current_date)) AS newest_year,
            max(f.retrieved_at) AS retrieved_at, any_value(r.next_release) AS next_release
        FROM monitor.source AS s
        INNER JOIN monitor.source_file AS f USING (source)
        INNER JOIN monitor.observation AS o USING (file_id)
        LEFT JOIN release AS r ON r.source = s.source
        GROUP BY s.name, s.homepage, s.publisher, s.licence ORDER BY s.name
    """
    return ask(build, sql, {}).to_dicts()


def pulls(build: Signature) -> list[Row]:
    """Per way in `name, way, last_success, last_attempt, last_error` (UTC)."""
    sql = """
        SELECT s.name, p.way, p.last_success, p.last_attempt, p.last_error
        FROM monitor.pull AS p INNER JOIN monitor.source AS s USING (source) ORDER BY ALL
    """
    return ask(build, sql, {}).to_dicts()


def states(build: Signature) -> dict[str, int]:
    """How many indicators show fresh, embedded, kept or no figures."""
    sql = "SELECT state, count(*) FROM monitor.indicator_state GROUP BY ALL"
    return dict(ask(build, sql, {}).iter_rows())


def held_back(build: Signature) -> list[Row]:
    """Indicators whose newest file is not used: `indicator_id, title, state, reason`."""
    sql = """
        SELECT indicator_id, title, state, reason FROM monitor.indicator_state
        INNER JOIN monitor.indicator USING (indicator_id) WHERE reason IS NOT NULL ORDER BY position
    """
    return ask(build, sql, {}).to_dicts()


def changes(build: Signature, builds: int) -> list[Row]:
    """Sentences of the last builds that changed something: `build_id, built_at, sentence`."""
    sql = """
        WITH last AS (
            SELECT DISTINCT build_id, built_at FROM monitor.build
            WHERE build_id IN (SELECT build_id FROM monitor.change)
            ORDER BY built_at DESC LIMIT $builds
        )
        SELECT build_id, built_at, sentence FROM last INNER JOIN monitor.change USING (build_id)
        WHERE sentence IS NOT NULL ORDER BY built_at DESC, kind, sentence
    """
    return ask(build, sql, {"builds": builds}).to_dicts()


def gates(build: Signature) -> list[Row]:
    """Per gate `title, stops, ok, explained, remarks, failed` (indicators with that worst verdict)."""
    sql = f"""
        WITH worst AS (
            SELECT gate, indicator_id,
                max(list_position(['ok', 'verklaard', 'opmerking', 'fout'], verdict)) AS verdict
            FROM monitor.gate_result WHERE build_id = {NEWEST} GROUP BY ALL
        )
        SELECT g.title, g.stops, g.advice, count(*) FILTER (verdict = 1) AS ok,
            count(*) FILTER (verdict = 2) AS explained, count(*) FILTER (verdict = 3) AS remarks,
            count(*) FILTER (verdict = 4) AS failed
        FROM monitor.gate AS g LEFT JOIN worst USING (gate) GROUP BY ALL ORDER BY any_value(g.position)
    """  # noqa: S608
    return ask(build, sql, {}).to_dicts()


def publisher_errors(build: Signature) -> pl.DataFrame:
    """Errors found at publishers; column names are Dutch, as in the download."""
    sql = """
        SELECT coalesce(i.title, '') AS indicator, e.what AS fout, e.place AS plaats, e.since AS sinds,
            e.reported_on AS gemeld_op,
            CASE WHEN e.still_there THEN 'nog aanwezig' WHEN e.still_there IS NULL
                THEN 'niet na te gaan met de bestanden hier' ELSE 'niet meer gevonden' END AS stand
        FROM monitor.publisher_error AS e LEFT JOIN monitor.indicator AS i USING (indicator_id)
        ORDER BY e.still_there DESC NULLS LAST, e.since, i.title, e.place
    """
    return ask(build, sql, {})


def missing(build: Signature) -> pl.DataFrame:
    """Series that we miss, those of the action lines first; column names are Dutch."""
    sql = """
        SELECT title AS indicator, theme AS thema, action_line AS actielijn, owner AS leverancier,
            newest_year AS nieuwste_jaar, expected_year AS verwacht_jaar, kind AS soort,
            request AS verzoek, indicator_id
        FROM monitor.missing_series
        ORDER BY action_line = 'context', action_line, kind DESC, title
    """
    return ask(build, sql, {})
