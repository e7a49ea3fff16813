"""What the newest refresh that changed anything brought."""

from dataclasses import dataclass
from datetime import datetime

from etl.live import Signature
from pages.queries.database import Row, ask

OF_INTEREST = (
    "oordeel",
    "nieuw jaar",
    "nieuwe indicator",
    "herzien",
    "verdwenen jaar",
    "verdwenen indicator",
)
"""Kinds of change for who reads figures, most important first; the page on data has all."""


@dataclass(frozen=True)
class News:
    """The changes of one build."""

    built_at: datetime
    """UTC."""
    count: int
    """All of them, also those that are not in `rows`."""
    rows: list[Row]
    """`indicator_id` (None when it is gone), `sentence`."""


def newest(build: Signature, most: int) -> News | None:
    """Changes of the last build that changed something; None when none ever did.

    Args:
        build: From `live_build()`.
        most: How many to give, headline indicators first.
    """
    sql = """
        WITH last AS (
            SELECT build_id, built_at FROM monitor.build
            WHERE build_id IN (SELECT build_id FROM monitor.change WHERE list_contains($kinds, kind))
            ORDER BY built_at DESC LIMIT 1
        )
        SELECT l.built_at, count(*) OVER () AS n, i.indicator_id, c.sentence
        FROM last AS l
        INNER JOIN monitor.change AS c USING (build_id)
        LEFT JOIN monitor.indicator AS i USING (indicator_id)
        WHERE c.sentence IS NOT NULL AND list_contains($kinds, c.kind)
        ORDER BY i.headline IS NULL, list_position($kinds, c.kind), c.year DESC, i.position, c.sentence
        LIMIT $most
    """
    found = ask(build, sql, {"kinds": list(OF_INTEREST), "most": most})
    if not found.height:
        return None
    rows = found.select("indicator_id", "sentence").to_dicts()
    return News(found["built_at"][0], found["n"][0], rows)
