"""What refreshes brought since a day, or the newest one that changed anything."""

from dataclasses import dataclass
from datetime import date, datetime

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
    """The changes of one build, or of several."""

    built_at: datetime
    """Of the newest, UTC."""
    count: int
    """All of them, also those that are not in `rows`."""
    rows: list[Row]
    """`indicator_id` (None when it is gone), `sentence`."""


def since(build: Signature, day: date | None, most: int) -> News | None:
    """Changes since a day; None when there were none.

    Args:
        build: From `live_build()`.
        day: Builds of that day count; None: only the last build that changed something.
        most: How many to give, headline indicators first.
    """
    sql = """
        WITH changed AS (
            SELECT build_id, built_at FROM monitor.build
            WHERE build_id IN (SELECT build_id FROM monitor.change WHERE list_contains($kinds, kind))
        ),
        wanted AS (
            SELECT * FROM changed
            WHERE CASE WHEN $day IS NULL THEN built_at = (SELECT max(built_at) FROM changed)
                ELSE built_at::DATE >= $day END
        )
        SELECT max(w.built_at) OVER () AS built_at, count(*) OVER () AS n, i.indicator_id, c.sentence
        FROM wanted AS w
        INNER JOIN monitor.change AS c USING (build_id)
        LEFT JOIN monitor.indicator AS i USING (indicator_id)
        WHERE c.sentence IS NOT NULL AND list_contains($kinds, c.kind)
        ORDER BY i.headline IS NULL, list_position($kinds, c.kind), c.year DESC, i.position, c.sentence
        LIMIT $most
    """
    found = ask(build, sql, {"kinds": list(OF_INTEREST), "most": most, "day": day})
    if not found.height:
        return None
    rows = found.select("indicator_id", "sentence").to_dicts()
    return News(found["built_at"][0], found["n"][0], rows)
