"""Former ids and what they are called now."""

from etl.live import Signature
from pages.queries.database import Row, ask


def aliases(build: Signature) -> dict[tuple[str, str, str], Row]:
    """Every former id.

    Returns:
        By (kind, indicator of a breakdown else '', former id): `old`, `new`, `name` (what it
        is called now), `old_name` (what a merged municipality was called, else null),
        `since` (the date of a merger, else null).
    """
    sql = """
        SELECT x.kind, x.within, x.old, x.new, coalesce(i.title, a.name, b.label, x.new) AS name,
            o.name AS old_name, m.valid_from AS since
        FROM monitor.alias AS x
        LEFT JOIN monitor.indicator AS i ON x.kind = 'indicator' AND i.indicator_id = x.new
        LEFT JOIN monitor.area AS a ON x.kind = 'area' AND a.area_id = x.new
        LEFT JOIN monitor.area AS o ON x.kind = 'area' AND o.area_id = x.old
        LEFT JOIN monitor.merger AS m ON x.kind = 'area' AND m.old_nis = x.old
        LEFT JOIN monitor.breakdown AS b
            ON x.kind = 'breakdown' AND b.indicator_id = x.within AND b.breakdown = x.new
    """
    rows = ask(build, sql, {}).to_dicts()
    return {(row["kind"], row["within"], row["old"]): row for row in rows}
