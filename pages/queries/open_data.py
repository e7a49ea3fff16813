"""What the text routes give: indicators, areas and figures, under Dutch column names.

No Streamlit and no cache of pages: a program that asks everything must not push
out what visitors look at.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache

import polars as pl

from etl.live import LIVE, Signature
from pages import text
from pages.queries import instance
from pages.queries.fragments import FLANDERS, MEMBER, NEWEST_BUILD

SECONDS = 10.0
"""A question that takes longer is given up."""


@dataclass(frozen=True)
class Known:
    """What a build holds, to hold a question against."""

    build_id: str
    built_at: datetime
    """UTC."""
    breakdowns: Mapping[str, tuple[str, ...]]
    """Per indicator its breakdowns."""
    areas: Mapping[str, str]
    """Per area with figures its type."""
    former: Mapping[tuple[str, str], str]
    """Kind ('indicator' or 'area') and former id, to the id of now."""


@dataclass(frozen=True)
class Wanted:
    """Which figures; None: no limit on that."""

    indicators: list[str] | None = None
    areas: list[str] | None = None
    types: list[str] | None = None
    breakdowns: list[str] | None = None
    region: str | None = None
    """This area, Flanders, and the municipalities of this area."""
    first: int | None = None
    last: int | None = None


FIGURE = f"""
    FROM monitor.area_value AS v
    INNER JOIN monitor.indicator AS i USING (indicator_id)
    INNER JOIN monitor.area AS a USING (area_id)
    LEFT JOIN monitor.breakdown AS b USING (indicator_id, breakdown)
    WHERE ($indicators IS NULL OR list_contains($indicators, v.indicator_id))
        AND ($areas IS NULL OR list_contains($areas, v.area_id))
        AND ($types IS NULL OR list_contains($types, a.area_type))
        AND ($breakdowns IS NULL OR list_contains($breakdowns, v.breakdown))
        AND ($region IS NULL OR v.area_id IN ($region, '{FLANDERS}') OR v.area_id IN ({MEMBER}))
        AND v.year BETWEEN coalesce($first, 0) AND coalesce($last, 9999)
"""  # noqa: S608
ORIGIN = """
    WITH used AS (SELECT DISTINCT indicator_id, file_id FROM monitor.observation)
    SELECT u.indicator_id, string_agg(DISTINCT f.name, ', ' ORDER BY f.name) AS files,
        string_agg(DISTINCT f.publisher, '; ' ORDER BY f.publisher) AS publisher,
        string_agg(DISTINCT f.licence, '; ' ORDER BY f.licence) AS licence,
        max(f.retrieved_at) AS retrieved_at
    FROM (
        FROM used UNION ALL
        SELECT d.indicator_id, u.file_id FROM monitor.derived_from AS d
        INNER JOIN used AS u ON u.indicator_id = d.input_id
    ) AS u INNER JOIN monitor.source_file AS f USING (file_id) GROUP BY u.indicator_id
"""
"""Per indicator the files it was read from; for a formula also those of what it is made from."""
YEARS = """
    SELECT indicator_id, min(year) AS first, max(year) AS last
    FROM monitor.observation GROUP BY indicator_id
"""


def live_build() -> Signature | None:
    """Signature of the live build; None when there is none that this version reads."""
    return instance.readable_build(LIVE, LIVE)


def _ask(build: Signature, sql: str, params: Mapping[str, object]) -> pl.DataFrame:
    return instance.fetch(instance.opened(LIVE, build), sql, params, SECONDS)


@lru_cache(maxsize=2)
def known(build: Signature) -> Known:
    """The ids of a build, and the build itself."""
    row = _ask(build, NEWEST_BUILD, {}).row(0, named=True)
    breakdowns = _ask(
        build,
        "SELECT i.indicator_id, list(b.breakdown ORDER BY b.position) FROM monitor.indicator AS i "
        "LEFT JOIN monitor.breakdown AS b USING (indicator_id) GROUP BY ALL",
        {},
    )
    areas = _ask(
        build, "SELECT area_id, area_type FROM monitor.area WHERE valid_to IS NULL", {}
    )
    former = _ask(
        build,
        "SELECT kind, old, new FROM monitor.alias WHERE kind <> 'breakdown'",
        {},
    )
    return Known(
        build_id=row["build_id"],
        built_at=row["built_at"],
        breakdowns={key: tuple(found) for key, found in breakdowns.iter_rows()},
        areas=dict(areas.iter_rows()),
        former={(kind, old): new for kind, old, new in former.iter_rows()},
    )


@lru_cache(maxsize=2)
def indicators(build: Signature) -> pl.DataFrame:
    """Every indicator with its description, origin and years; column names are Dutch."""
    sql = f"""
        SELECT i.indicator_id AS indicator, i.title AS titel, i.definition AS definitie,
            i.unit AS eenheid, i.decimals AS decimalen, i.factor, i.aggregation AS methode,
            i.aggregation_reason AS waarom, w.title AS gewogen_met,
            i.numerator_label AS teller, i.denominator_label AS noemer,
            CASE i.direction WHEN 'up' THEN 'hoger is beter' WHEN 'down' THEN 'lager is beter' END
                AS richting,
            i.is_survey AS bevraging, i.main_breakdown AS eerste_uitsplitsing, i.theme AS thema,
            i.page AS pagina, i.action_line AS actielijn, y.first AS eerste_jaar,
            y.last AS laatste_jaar, t.state AS stand, i.note AS let_op, s.name AS bron, i.code,
            i.producer AS leverancier, coalesce(f.publisher, s.publisher) AS uitgever,
            coalesce(f.licence, s.licence) AS licentie, f.files AS bestand,
            f.retrieved_at AS opgehaald
        FROM monitor.indicator AS i
        INNER JOIN monitor.source AS s USING (source)
        INNER JOIN monitor.indicator_state AS t USING (indicator_id)
        LEFT JOIN monitor.indicator AS w ON w.indicator_id = i.weight
        LEFT JOIN ({ORIGIN}) AS f ON f.indicator_id = i.indicator_id
        LEFT JOIN ({YEARS}) AS y ON y.indicator_id = i.indicator_id
        ORDER BY i.position
    """  # noqa: S608
    return _ask(build, sql, {})


def areas(build: Signature, types: list[str] | None) -> pl.DataFrame:
    """Every area that ever had an id; column names are Dutch.

    Args:
        build: From `live_build()`.
        types: Only these types; None: all.

    Returns:
        `gebied, gebiedstype, naam, geldig_van, geldig_tot, gemeenten` (how many there
        are now), `referentieregio` (of a municipality of now), `nu` (the id that a
        merged municipality became part of).
    """
    sql = """
        SELECT a.area_id AS gebied, a.area_type AS gebiedstype, a.name AS naam,
            a.valid_from AS geldig_van, a.valid_to AS geldig_tot,
            (
                SELECT count(*) FROM monitor.area_member AS m
                INNER JOIN monitor.area AS g
                    ON g.area_id = m.nis AND g.area_type = 'gemeente' AND g.valid_to IS NULL
                WHERE m.area_id = a.area_id AND m.valid_to IS NULL
            ) AS gemeenten,
            (
                SELECT any_value(r.area_id) FROM monitor.area_member AS m
                INNER JOIN monitor.area AS r ON r.area_id = m.area_id
                WHERE m.nis = a.area_id AND m.valid_to IS NULL AND a.area_type = 'gemeente'
                    AND a.valid_to IS NULL AND r.area_type = 'referentieregio'
            ) AS referentieregio,
            x.new AS nu
        FROM monitor.area AS a
        LEFT JOIN monitor.alias AS x ON x.kind = 'area' AND x.old = a.area_id
        WHERE $types IS NULL OR list_contains($types, a.area_type)
        ORDER BY a.position, a.name, a.area_id
    """
    return _ask(build, sql, {"types": types})


def count(build: Signature, wanted: Wanted) -> int:
    """How many figures `figures` would give."""
    rows = _ask(build, f"SELECT count(*) {FIGURE}", asdict(wanted))  # noqa: S608
    return int(rows.item())


def figures(build: Signature, wanted: Wanted, most: int) -> pl.DataFrame:
    """Figures as shown, a row per indicator, breakdown, area and year.

    Args:
        build: From `live_build()`.
        wanted: Which ones.
        most: Rows; a longer answer is cut off there.

    Returns:
        Dutch columns: the key with its names, the value in the unit of the indicator
        with its parts and bounds, how it was made, and why a single municipality has none.
    """
    sql = f"""
        SELECT v.indicator_id AS indicator, v.breakdown AS uitsplitsing,
            coalesce(b.label, '') AS uitsplitsing_naam, a.area_type AS gebiedstype,
            v.area_id AS gebied, a.name AS gebied_naam, v.year AS jaar, v.value AS waarde,
            v.numerator AS teller, v.denominator AS noemer, v.lower AS ondergrens,
            v.upper AS bovengrens, v.method AS methode, v.coverage AS dekking,
            v.n_observed AS gemeenten_met_waarde, v.n_members AS gemeenten,
            v.missing AS ontbreekt
        {FIGURE}
        ORDER BY i.position, b.position, a.position DESC, a.name, v.year
        LIMIT $most
    """  # noqa: S608
    return _ask(build, sql, asdict(wanted) | {"most": most})


def with_origin(
    rows: pl.DataFrame, described: pl.DataFrame, build_id: str
) -> pl.DataFrame:
    """Figures with what each row needs to stand alone: title, unit, source, licence, date, build.

    Args:
        rows: From `figures`.
        described: From `indicators`.
        build_id: The build that both come from.
    """
    origin = ("eenheid", "bron", "uitgever", "licentie", "bestand", "opgehaald")
    joined = rows.join(
        described.select("indicator", "titel", *origin),
        on="indicator",
        how="left",
        validate="m:1",
        maintain_order="left",
    )
    return joined.select(
        "indicator",
        "titel",
        pl.exclude("indicator", "titel", *origin),
        pl.col("methode").replace(text.METHODS).alias("methode_in_woorden"),
        *origin,
        pl.lit(build_id).alias("build"),
    )
