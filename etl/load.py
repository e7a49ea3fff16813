"""Fill the tables of a draft: what does not depend on files, figures, and figures kept from live."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb
import polars as pl

from etl import practice, settings
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.collect import Parts
from etl.observations import FLOW, OBSERVATION, OFFICIAL
from etl.plan import document

SCHEMA = Path(__file__).parent / "schema.sql"
POSITIONS = (
    "gemeente",
    "referentieregio",
    "overleg",
    "vervoerregio",
    "arrondissement",
    "provincie",
    "gewest",
    "toerisme",
    "streekwerking",
    "eerstelijnszone",
    "politiezone",
    "woonmaatschappij",
    "elders",
)
"""Order of area types in lists."""
FIGURES = ("observation", "official_value", "flow")
"""Tables with figures as delivered: they come, stay and go together, per indicator."""
TERM: dict[str, type[pl.DataType] | pl.DataType] = {
    "indicator_id": pl.String,
    "input_id": pl.String,
    "side": pl.String,
    "position": pl.Int32,
    "breakdowns": pl.List(pl.String),
    "years": pl.Int32,
    "lag": pl.Int32,
    "sign": pl.Int32,
}
"""Columns of `derived_from`."""
NOT_STORED = {
    "breaks",
    "group",
    "source_titles",
    "answers",
    "aliases",
    "dimensions",
    "item",
    "exceptions",
    "kind",
    "unseen",
    "release",
    "follows",
    "formula",
    "wave_2023",
}
"""Fields of a catalogue block that the table `indicator` has no column for, or another one."""


def create(
    connection: duckdb.DuckDBPyConnection,
    territory: Areas,
    indicators: Sequence[Indicator],
    admissions: Mapping[str, str] | None = None,
) -> None:
    """Make the tables and fill those that do not depend on the files.

    Args:
        connection: With the empty draft attached as `monitor`.
        territory: Areas and mergers.
        indicators: Every indicator, as the files completed it.
        admissions: How an indicator got in that the catalogue did not fully describe.
    """
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    order = {area_type: position for position, area_type in enumerate(POSITIONS)}
    all_areas = territory.all_areas.with_columns(
        position=pl.col("area_type").replace_strict(order, return_dtype=pl.Int32)
    )
    append(connection, "area", all_areas.sort("position", "area_id"))
    append(connection, "area_member", territory.members)
    append(
        connection,
        "merger",
        territory.mergers.select("old_nis", "new_nis", "valid_from"),
    )
    append(connection, "lineage", territory.lineage)
    append(connection, "neighbour", territory.neighbours)
    lines = [line.model_dump() for line in document.action_lines()]
    append(connection, "action_line", pl.DataFrame(lines))
    regions = all_areas.filter(pl.col("area_type") == "referentieregio")
    known = set(regions["area_id"].to_list())
    for table, rows in practice.load(known).tables().items():
        append(connection, table, rows)
    texts = [
        {"source": key, **text.model_dump(exclude={"pull", "caution", "figures"})}
        for key, text in settings.sources().items()
        if text.figures
    ]
    append(connection, "source", pl.DataFrame(texts))
    gates = [
        {"gate": key, **gate.model_dump(), "position": position}
        for position, (key, gate) in enumerate(settings.refresh().gates.items())
    ]
    append(connection, "gate", pl.DataFrame(gates))
    append(connection, "indicator", _indicator_rows(indicators, admissions or {}))
    append(connection, "breakdown", _breakdown_rows(indicators))
    append(connection, "derived_from", _inputs(indicators))
    append(connection, "series_break", _break_rows(indicators))


def _indicator_rows(
    indicators: Sequence[Indicator], admissions: Mapping[str, str]
) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                **indicator.model_dump(exclude=NOT_STORED),
                "indicator_id": indicator.indicator_id,
                "is_survey": indicator.is_survey,
                "group_title": indicator.group,
                "release_month": indicator.release and indicator.release.month,
                "release_lag": indicator.release and indicator.release.lag,
                "admission": admissions.get(indicator.indicator_id),
                "measure": indicator.change_measure,
                "stable_change": indicator.stable,
                **_link(indicator),
                "position": position,
            }
            for position, indicator in enumerate(indicators)
        ],
        infer_schema_length=None,
        schema_overrides={
            "also_lines": pl.List(pl.String),
            "rounding": pl.Float64,
            "admission": pl.String,
            "no_trend_verdict": pl.String,
            "follows": pl.String,
            "follows_reason": pl.String,
            "follows_year": pl.Int32,
            "release_month": pl.Int32,
            "release_lag": pl.Int32,
            "available_to": pl.Int32,
            "headline": pl.Int32,
        },
    )


def _link(indicator: Indicator) -> dict[str, object]:
    link = indicator.follows
    return {
        "follows": indicator.follows_id,
        "follows_year": link.year if link else None,
        "follows_reason": link.reason if link else None,
    }


def _inputs(indicators: Sequence[Indicator]) -> pl.DataFrame:
    """One row per term of a formula."""
    rows = [
        {
            "indicator_id": indicator.indicator_id,
            "input_id": term.indicator,
            "side": side,
            "position": position,
            **term.model_dump(exclude={"indicator"}),
        }
        for indicator in indicators
        if indicator.formula
        for side in ("numerator", "denominator")
        for position, term in enumerate(getattr(indicator.formula, side))
    ]
    return pl.DataFrame(rows, schema=TERM).sort("indicator_id", "side", "position")


def _break_rows(indicators: Sequence[Indicator]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (indicator.indicator_id, found.year, found.reason)
            for indicator in indicators
            for found in indicator.breaks
        ],
        schema={"indicator_id": pl.String, "year": pl.Int32, "reason": pl.String},
        orient="row",
    )


def _breakdown_rows(indicators: Sequence[Indicator]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (indicator.indicator_id, key, label, position, indicator.totals().get(key))
            for indicator in indicators
            for position, (key, label) in enumerate(indicator.breakdowns())
        ],
        schema=["indicator_id", "breakdown", "label", "position", "part_of"],
        orient="row",
        infer_schema_length=None,
    )


def load_figures(connection: duckdb.DuckDBPyConnection, readings: Parts) -> None:
    """Append figures and their files, in an explicit order (it halves the file)."""
    parts = [part for parts in readings.values() for part in parts]
    if not parts:
        return
    order = ["indicator_id", "breakdown", "year"]
    for table, part in (
        ("observation", "observations"),
        ("official_value", "official"),
    ):
        schema = OBSERVATION if part == "observations" else OFFICIAL
        rows = pl.concat(
            getattr(reading, part)
            .select(schema.names())
            .with_columns(pl.lit(file.file_id).alias("file_id"))
            for reading, file in parts
        )
        append(connection, table, rows.sort(*order, rows.columns[2]))
    flows = [reading.flows for reading, _file in parts if reading.flows is not None]
    if flows:
        append(
            connection, "flow", pl.concat(flows).select(FLOW.names()).sort(FLOW.names())
        )
    # The same file, embedded and fresh: the fresh record stays.
    known = sorted((file for _reading, file in parts), key=lambda f: not f.embedded)
    files = {}
    for file in known:
        files[file.file_id] = asdict(file)
        del files[file.file_id]["modified"]
    present = {
        row[0]
        for row in connection.execute(
            "SELECT file_id FROM monitor.source_file"
        ).fetchall()
    }
    new = [files[key] for key in sorted(files) if key not in present]
    if new:
        append(connection, "source_file", pl.DataFrame(new, infer_schema_length=None))


def remove(connection: duckdb.DuckDBPyConnection, indicator_ids: Iterable[str]) -> None:
    """Take the figures of some indicators out of the draft."""
    for table in FIGURES:
        connection.execute(
            f"DELETE FROM monitor.{table} WHERE list_contains(?, indicator_id)",  # noqa: S608
            [list(indicator_ids)],
        )


def keep_from_live(
    connection: duckdb.DuckDBPyConnection, indicator_ids: Iterable[str]
) -> None:
    """Copy figures, with their files, from the database attached as `live`."""
    ids = list(indicator_ids)
    for table in FIGURES:
        connection.execute(
            f"INSERT INTO monitor.{table} BY NAME SELECT * FROM live.{table} "  # noqa: S608
            "WHERE list_contains(?, indicator_id)",
            [ids],
        )
    connection.execute("""
        INSERT INTO monitor.source_file BY NAME SELECT * FROM live.source_file
        WHERE file_id IN (SELECT file_id FROM monitor.observation)
            AND file_id NOT IN (SELECT file_id FROM monitor.source_file)
    """)


def keep_descriptions(
    connection: duckdb.DuckDBPyConnection, indicator_ids: Iterable[str]
) -> None:
    """Describe kept figures as `live` does, where only their file could describe them."""
    ids = list(indicator_ids)
    for table in ("indicator", "breakdown"):
        connection.execute(
            f"DELETE FROM monitor.{table} WHERE list_contains(?, indicator_id)",  # noqa: S608
            [ids],
        )
        connection.execute(
            f"INSERT INTO monitor.{table} BY NAME SELECT * FROM live.{table} "  # noqa: S608
            "WHERE list_contains(?, indicator_id)",
            [ids],
        )


def add_cautions(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the caution of a source in the note of every indicator that shows its figures."""
    for source, text in settings.sources().items():
        if text.caution is not None:
            connection.execute(
                """
                UPDATE monitor.indicator SET note = concat_ws(' ', note, $caution)
                WHERE indicator_id IN (
                    SELECT indicator_id FROM monitor.observation
                    INNER JOIN monitor.source_file USING (file_id) WHERE source = $source
                )
                """,
                {"caution": text.caution, "source": source},
            )


def append(
    connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame
) -> None:
    """Append a frame to a table of the draft, column by name."""
    connection.register("incoming", rows)
    connection.execute(f"INSERT INTO monitor.{table} BY NAME SELECT * FROM incoming")  # noqa: S608
    connection.unregister("incoming")
