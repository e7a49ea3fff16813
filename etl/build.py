"""From files to a new database: collect, load, check, aggregate, publish."""

import hashlib
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from etl import action_plan, areas, catalogue, checks, snapshot
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.collect import Collection, SourceFile, collect, source_texts
from etl.live import SCHEMA_VERSION, is_readable
from etl.observations import OBSERVATION, OFFICIAL, Reading
from etl.publish import attached, publish
from etl.refusal import Refusal

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
RAW, INBOX = DATA / "raw", DATA / "inbox"
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
)
"""Order of area types in lists."""

Pairs = dict[str, tuple[Reading, SourceFile]]


@dataclass
class Report:
    """What a build did, for the command line."""

    build_id: str
    collection: Collection
    stopped: list[str] = field(default_factory=list)
    """Indicators that a gate stopped; the embedded figures serve where there are any."""
    embedded: list[str] = field(default_factory=list)
    """Indicators that come from the embedded figures."""
    counts: dict[str, int] = field(default_factory=dict)
    """Rows per table."""

    @property
    def has_remarks(self) -> bool:
        """Whether something was refused or stopped."""
        return bool(self.collection.refusals or self.stopped)


def build(
    raw: Path | None,
    database: Path,
    progress: Callable[[str], None],
    embedded: bool = True,
) -> Report:
    """Build a database and put it in the place of the live one.

    Args:
        raw: Search only this folder tree; None: `data/raw`, then `data/inbox`,
            then the embedded figures for what neither has.
        database: The file to replace; untouched when anything fails.
        progress: Called with Dutch lines.
        embedded: Whether the embedded figures may fill in when `raw` is None.

    Raises:
        Refusal: Nothing to build from, or a table of our own is wrong.
    """
    territory, indicators = areas.load(), catalogue.load()
    roots = [RAW, INBOX] if raw is None else [raw]
    if raw is not None and not raw.is_dir():
        raise Refusal(str(raw), "deze map bestaat niet")
    found = collect(roots, indicators, territory, progress)
    fill = snapshot.load().readings if raw is None and embedded else {}
    if not found.readings and not fill:
        raise Refusal(
            ", ".join(map(str, roots)),
            "geen enkel bestand herkend",
            "zie de lijst hierboven",
        )
    report = Report(_build_id(found.readings | fill), found)

    def load(connection: duckdb.DuckDBPyConnection) -> None:
        progress(f"laden: {len(found.readings | fill)} indicatoren")
        create(connection, territory, indicators)
        _load_checked(connection, report, indicators, found.readings, fill)

    def aggregate(connection: duckdb.DuckDBPyConnection) -> None:
        progress("regionale cijfers maken")
        connection.execute((HERE / "aggregate.sql").read_text(encoding="utf-8"))
        checks.check_regions(connection)

    def finish(connection: duckdb.DuckDBPyConnection) -> None:
        _record_build(connection, report.build_id, found.readings | fill, database)
        for table in ("indicator", "observation", "official_value", "area_value"):
            row = connection.execute(f"SELECT count(*) FROM monitor.{table}").fetchone()  # noqa: S608
            report.counts[table] = row[0] if row else 0

    publish(database, load, aggregate, finish)
    return report


def _build_id(pairs: Pairs) -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{_inputs_hash(pairs)[:8]}"


def _inputs_hash(pairs: Pairs) -> str:
    hashes = sorted({file.sha256 for _reading, file in pairs.values()})
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def create(
    connection: duckdb.DuckDBPyConnection,
    territory: Areas,
    indicators: Sequence[Indicator],
) -> None:
    """Make the tables and fill those that do not depend on the files."""
    connection.execute((HERE / "schema.sql").read_text(encoding="utf-8"))
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
    append(
        connection,
        "action_line",
        pl.DataFrame(action_plan.load().model_dump()["action_lines"]),
    )
    append(
        connection,
        "source",
        pl.DataFrame([{"source": key, **text} for key, text in source_texts().items()]),
    )
    append(connection, "indicator", _indicator_rows(indicators))
    append(connection, "breakdown", _breakdown_rows(indicators))


def _indicator_rows(indicators: Sequence[Indicator]) -> pl.DataFrame:
    computed = ("indicator_id", "is_survey")
    unused = {
        "group",
        "source_titles",
        "answers",
        "aliases",
        "dimensions",
        "item",
        "exceptions",
    }
    return pl.DataFrame(
        [
            {
                **indicator.model_dump(exclude=unused),
                **{name: getattr(indicator, name) for name in computed},
                "group_title": indicator.group,
                "position": position,
            }
            for position, indicator in enumerate(indicators)
        ],
        infer_schema_length=None,
        schema_overrides={"also_lines": pl.List(pl.String), "rounding": pl.Float64},
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


def _load_checked(
    connection: duckdb.DuckDBPyConnection,
    report: Report,
    indicators: Sequence[Indicator],
    fresh: Pairs,
    embedded: Pairs,
) -> None:
    """Load what was found; what a gate stops makes way for the embedded figures."""
    for pairs in (fresh, {k: v for k, v in embedded.items() if k not in fresh}):
        load_figures(connection, pairs)
    report.embedded = sorted(set(embedded) - set(fresh))
    chosen = {**embedded, **fresh}
    stopped = _gates(connection, report, indicators, chosen)
    if not stopped:
        return
    report.stopped = stopped
    _remove(connection, stopped)
    again = {k: embedded[k] for k in stopped if k in fresh and k in embedded}
    if again:
        load_figures(connection, again)
        _remove(connection, _gates(connection, report, indicators, {**chosen, **again}))
        report.embedded = sorted({*report.embedded, *again})


def _gates(
    connection: duckdb.DuckDBPyConnection,
    report: Report,
    indicators: Sequence[Indicator],
    chosen: Pairs,
) -> list[str]:
    findings = {key: reading.findings for key, (reading, _file) in chosen.items()}
    return checks.run(connection, report.build_id, indicators, findings)


def load_figures(connection: duckdb.DuckDBPyConnection, pairs: Pairs) -> None:
    """Append figures and their files, in an explicit order (it halves the file)."""
    if not pairs:
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
            for reading, file in pairs.values()
        )
        append(connection, table, rows.sort(*order, rows.columns[2]))
    files = {file.file_id: asdict(file) for _reading, file in pairs.values()}
    present = {
        row[0]
        for row in connection.execute(
            "SELECT file_id FROM monitor.source_file"
        ).fetchall()
    }
    new = [files[key] for key in sorted(files) if key not in present]
    if new:
        append(connection, "source_file", pl.DataFrame(new, infer_schema_length=None))


def _remove(connection: duckdb.DuckDBPyConnection, indicator_ids: list[str]) -> None:
    for table in ("observation", "official_value"):
        connection.execute(
            f"DELETE FROM monitor.{table} WHERE list_contains(?, indicator_id)",  # noqa: S608
            [indicator_ids],
        )


def _record_build(
    connection: duckdb.DuckDBPyConnection, build_id: str, pairs: Pairs, live: Path
) -> None:
    """Add this build to the history of the database it replaces."""
    if is_readable(live):
        with attached(live, "READ_ONLY") as old:
            for table in ("build", "change"):
                append(connection, table, old.sql(f"FROM monitor.{table}").pl())
    project = tomllib.loads(
        (HERE.parent / "pyproject.toml").read_text(encoding="utf-8")
    )
    connection.execute(
        "INSERT INTO monitor.build VALUES (?, ?, ?, ?, ?)",
        [
            build_id,
            datetime.now(UTC).replace(tzinfo=None),
            project["project"]["version"],
            _inputs_hash(pairs),
            SCHEMA_VERSION,
        ],
    )


def append(
    connection: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame
) -> None:
    """Append a frame to a table of the draft, column by name."""
    connection.register("incoming", rows)
    connection.execute(f"INSERT INTO monitor.{table} BY NAME SELECT * FROM incoming")  # noqa: S608
    connection.unregister("incoming")
