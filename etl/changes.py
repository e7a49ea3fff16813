"""What a new build changes against the live one, as rows of `change` and sentences a person reads."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import duckdb
import polars as pl

from etl.load import append
from etl.numbers import number

SHOWN = """
    SELECT coalesce(x.new, v.indicator_id) AS indicator_id, v.breakdown, v.area_id, v.year, v.value,
        a.area_type, a.name
    FROM {database}.area_value AS v INNER JOIN {database}.area AS a USING (area_id)
    LEFT JOIN monitor.alias AS x ON x.kind = 'indicator' AND x.old = v.indicator_id
    WHERE a.area_type IN ('gemeente', 'referentieregio', 'gewest') AND v.value IS NOT NULL
"""
"""Figures as shown: municipalities, regions, Flanders; under the names of now, for a rename is no new figure."""
SAME = "abs(n.value - o.value) <= 1e-9 * greatest(abs(n.value), abs(o.value))"


@dataclass(frozen=True)
class Change:
    """A row of `change` with its sentence."""

    kind: str
    indicator_id: str | None
    sentence: str | None
    breakdown: str | None = None
    area_id: str | None = None
    year: int | None = None
    old: float | None = None
    new: float | None = None


def record(connection: duckdb.DuckDBPyConnection, build_id: str) -> list[str]:
    """Compare the draft with the live database and store what differs.

    Args:
        connection: With the draft attached as `monitor` and the live one as `live`.
        build_id: The build that makes the change.

    Returns:
        The sentences, most important first; empty when nothing changed.
    """
    for name, database in (("fresh", "monitor"), ("former", "live")):
        sql = SHOWN.format(database=database)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
    found = [change for find in FINDERS for change in find(connection)]
    for name in ("fresh", "former"):
        connection.execute(f"DROP TABLE {name}")
    if found:
        rows = pl.DataFrame(list(map(asdict, found)), infer_schema_length=None)
        append(connection, "change", rows.with_columns(build_id=pl.lit(build_id)))
    return [change.sentence for change in found if change.sentence]


def _indicators(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Indicators that came or went."""
    rows = connection.execute("""
        WITH f AS (SELECT DISTINCT indicator_id FROM fresh),
        o AS (SELECT DISTINCT indicator_id FROM former),
        title AS (
            SELECT indicator_id, title FROM monitor.indicator
            UNION SELECT indicator_id, title FROM live.indicator
            WHERE indicator_id NOT IN (SELECT indicator_id FROM monitor.indicator)
        )
        SELECT indicator_id, title, o.indicator_id IS NULL AS is_new,
            (SELECT min(year) FROM fresh WHERE fresh.indicator_id = title.indicator_id) AS first,
            (SELECT max(year) FROM fresh WHERE fresh.indicator_id = title.indicator_id) AS last
        FROM title LEFT JOIN f USING (indicator_id) LEFT JOIN o USING (indicator_id)
        WHERE (f.indicator_id IS NULL) <> (o.indicator_id IS NULL) ORDER BY is_new DESC, indicator_id
    """).fetchall()
    return [
        Change(
            "nieuwe indicator",
            indicator_id,
            f"Nieuw: {title} ({_span(first, last)})",
            year=last,
        )
        if is_new
        else Change("verdwenen indicator", indicator_id, f"Verdwenen: {title}")
        for indicator_id, title, is_new, first, last in rows
    ]


def _ids(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Ids that addresses carry and that are gone: renamed, or without anything they lead to."""
    rows = connection.execute("""
        WITH gone AS (
            SELECT 'indicator' AS kind, indicator_id AS id, title FROM live.indicator
            WHERE indicator_id NOT IN (SELECT indicator_id FROM monitor.indicator)
            UNION ALL
            SELECT 'area', area_id, name FROM live.area WHERE valid_to IS NULL
                AND area_id NOT IN (SELECT area_id FROM monitor.area WHERE valid_to IS NULL)
        )
        SELECT g.kind = 'indicator', g.id, g.title, a.new FROM gone AS g
        LEFT JOIN monitor.alias AS a ON a.kind = g.kind AND a.old = g.id
        ORDER BY a.new IS NOT NULL, g.kind DESC, g.id
    """).fetchall()
    return [
        Change(
            "hernoemd" if new else "dood adres",
            id_ if is_indicator else None,
            f"{title}: {id_} is nu {new}; oude adressen leiden daarheen"
            if new
            else f"{title}: adressen met {id_} leiden nergens meer heen; zet in "
            "data/aliases.csv hoe het nu heet",
            area_id=None if is_indicator else id_,
        )
        for is_indicator, id_, title, new in rows
    ]


def _years(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Years that an indicator gained or lost."""
    rows = connection.execute("""
        WITH f AS (SELECT indicator_id, year, count(*) AS n FROM fresh GROUP BY ALL),
        o AS (SELECT indicator_id, year, count(*) AS n FROM former GROUP BY ALL)
        SELECT indicator_id, i.title, year, o.n IS NULL AS is_new, o.n, f.n
        FROM f FULL JOIN o USING (indicator_id, year)
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE (f.n IS NULL) <> (o.n IS NULL)
            AND indicator_id IN (SELECT indicator_id FROM fresh)
            AND indicator_id IN (SELECT indicator_id FROM former)
        ORDER BY is_new DESC, indicator_id, year
    """).fetchall()
    return [
        Change(
            "nieuw jaar" if is_new else "verdwenen jaar",
            indicator_id,
            f"{title}: {'nieuw cijfer voor' if is_new else 'geen cijfer meer voor'} {year}",
            year=year,
            old=old,
            new=new,
        )
        for indicator_id, title, year, is_new, old, new in rows
    ]


def _revisions(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Figures that were there and are different now: how many, and the largest."""
    rows = connection.execute(f"""
        WITH compared AS (
            SELECT n.*, o.value AS before, {SAME} AS same,
                abs(n.value - o.value) / nullif(greatest(abs(n.value), abs(o.value)), 0) AS size
            FROM fresh AS n INNER JOIN former AS o USING (indicator_id, breakdown, area_id, year)
        )
        SELECT indicator_id, i.title, i.decimals, i.unit, count(*) FILTER (NOT same), count(*),
            arg_max(struct_pack(b.breakdown, area_id, name, year, before, value), size)
                FILTER (NOT same)
        FROM compared AS b INNER JOIN monitor.indicator AS i USING (indicator_id)
        GROUP BY ALL HAVING NOT bool_and(same) ORDER BY indicator_id
    """).fetchall()
    found = []
    for indicator_id, title, decimals, unit, changed, compared, most in rows:
        before, after = (number(most[key], decimals) for key in ("before", "value"))
        found.append(
            Change(
                "herzien",
                indicator_id,
                f"{title}: {number(changed)} van {number(compared)} cijfers herzien, het meest "
                f"{most['name']} {most['year']}: van {before} naar {after} {unit}",
                most["breakdown"],
                most["area_id"],
                most["year"],
                most["before"],
                most["value"],
            )
        )
    return found + _revised_regions(connection)


def _revised_regions(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """The regions and Flanders below those sentences, without a sentence of their own."""
    rows = connection.execute(f"""
        SELECT indicator_id, breakdown, area_id, year, o.value, n.value
        FROM fresh AS n INNER JOIN former AS o USING (indicator_id, breakdown, area_id, year)
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE n.area_type <> 'gemeente' AND n.breakdown = i.main_breakdown AND NOT {SAME}
        ORDER BY ALL
    """).fetchall()
    return [
        Change("herzien gebied", row[0], None, row[1], row[2], row[3], row[4], row[5])
        for row in rows
    ]


def _municipalities(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Municipalities that came or went in a year that both builds have."""
    rows = connection.execute("""
        WITH years AS (
            SELECT indicator_id, year FROM fresh INTERSECT SELECT indicator_id, year FROM former
        ),
        odd AS (
            SELECT DISTINCT indicator_id, year, name, true AS came
            FROM fresh ANTI JOIN former USING (indicator_id, breakdown, area_id, year)
            WHERE area_type = 'gemeente'
            UNION ALL
            SELECT DISTINCT indicator_id, year, name, false AS came
            FROM former ANTI JOIN fresh USING (indicator_id, breakdown, area_id, year)
            WHERE area_type = 'gemeente'
        )
        SELECT indicator_id, i.title, year, came, count(*), list(name ORDER BY name)
        FROM odd SEMI JOIN years USING (indicator_id, year)
        INNER JOIN monitor.indicator AS i USING (indicator_id) GROUP BY ALL ORDER BY ALL
    """).fetchall()
    return [
        Change(
            "gemeente erbij" if came else "gemeente weg",
            indicator_id,
            f"{title} {year}: {'nu ook' if came else 'niet meer'} {_some(names)}",
            year=year,
            new=count if came else None,
            old=None if came else count,
        )
        for indicator_id, title, year, came, count, names in rows
    ]


def _gates(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Checks that turned."""
    worst = """
        SELECT indicator_id, gate,
            max(list_position(['ok', 'verklaard', 'opmerking', 'fout'], verdict)) AS verdict
        FROM {0}.gate_result
        WHERE build_id = (SELECT max_by(build_id, built_at) FROM {0}.build) GROUP BY ALL
    """
    rows = connection.execute(f"""
        WITH n AS ({worst.format("monitor")}), o AS ({worst.format("live")})
        SELECT indicator_id, i.title, g.title, o.verdict, n.verdict
        FROM n INNER JOIN o USING (indicator_id, gate)
        INNER JOIN monitor.gate AS g USING (gate)
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE n.verdict <> o.verdict ORDER BY ALL
    """).fetchall()
    words = ("in orde", "verklaard", "opmerking", "fout")
    return [
        Change(
            "controle",
            indicator_id,
            f"{title}: controle ‘{gate}’ ging van {words[old - 1]} naar {words[new - 1]}",
            old=old,
            new=new,
        )
        for indicator_id, title, gate, old, new in rows
    ]


def verdicts(connection: duckdb.DuckDBPyConnection) -> list[Change]:
    """Progress verdicts of headline indicators that turned, in the regions and Flanders."""
    rows = connection.execute("""
        SELECT indicator_id, i.title, a.name, breakdown, area_id, o.class, n.class
        FROM monitor.progress AS n
        INNER JOIN live.progress AS o USING (indicator_id, breakdown, area_id)
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        INNER JOIN monitor.area AS a USING (area_id)
        WHERE n.class <> o.class AND n.target_id IS NOT DISTINCT FROM o.target_id
            AND n.kind <> 'referentie' AND (i.headline IS NOT NULL OR n.kind = 'doel')
            AND a.area_type IN ('referentieregio', 'overleg', 'gewest')
        ORDER BY ALL
    """).fetchall()
    return [
        Change(
            "oordeel",
            indicator_id,
            f"{title}, {area}: van ‘{old}’ naar ‘{new}’",
            breakdown,
            area_id,
        )
        for indicator_id, title, area, breakdown, area_id, old, new in rows
    ]


Finder = Callable[[duckdb.DuckDBPyConnection], list[Change]]
FINDERS: Sequence[Finder] = (
    verdicts,
    _ids,
    _indicators,
    _years,
    _revisions,
    _municipalities,
    _gates,
)


def _span(first: int | None, last: int | None) -> str:
    return str(last) if first == last else f"{first}–{last}"


def _some(names: list[str], most: int = 5) -> str:
    more = f" en {len(names) - most} andere" if len(names) > most else ""
    return ", ".join(names[:most]) + more
