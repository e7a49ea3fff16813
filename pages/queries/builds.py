"""Builds: which there were, and what changed since one of them."""

from datetime import datetime

from etl.live import Signature
from pages.queries.database import Row, ask


def built_at(build: Signature, build_id: str) -> datetime | None:
    """When a build of the history was made (UTC); None: this database does not know it."""
    sql = "SELECT built_at FROM monitor.build WHERE build_id = $build_id"
    rows = ask(build, sql, {"build_id": build_id})
    return rows["built_at"].item() if rows.height else None


def revised_since(
    build: Signature,
    build_id: str,
    indicator: str,
    breakdown: str,
    area: str,
    year: int | None,
) -> list[Row]:
    """Revisions of one figure after a build, oldest first: `old, new`.

    Only what the change log keeps of single figures: regions and Flanders, in the main breakdown.
    """
    sql = """
        SELECT c.old, c.new FROM monitor.change AS c
        INNER JOIN monitor.build AS b USING (build_id)
        WHERE b.built_at > (SELECT built_at FROM monitor.build WHERE build_id = $build_id)
            AND c.kind = 'herzien gebied' AND c.indicator_id = $indicator
            AND c.breakdown = $breakdown AND c.area_id = $area AND c.year = $year
        ORDER BY b.built_at
    """
    params = {
        "build_id": build_id,
        "indicator": indicator,
        "breakdown": breakdown,
        "area": area,
        "year": year,
    }
    return ask(build, sql, params).to_dicts()


def said_since(build: Signature, build_id: str, indicator: str) -> list[str]:
    """Sentences of the change log on an indicator after a build, newest first."""
    sql = """
        SELECT c.sentence FROM monitor.change AS c
        INNER JOIN monitor.build AS b USING (build_id)
        WHERE b.built_at > (SELECT built_at FROM monitor.build WHERE build_id = $build_id)
            AND c.indicator_id = $indicator AND c.sentence IS NOT NULL
        ORDER BY b.built_at DESC, c.kind, c.sentence
    """
    params = {"build_id": build_id, "indicator": indicator}
    return ask(build, sql, params)["sentence"].to_list()
