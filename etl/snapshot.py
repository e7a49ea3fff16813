"""The embedded figures: our own normalised form, so that a fresh clone shows real figures.

`observations.parquet` and `official.parquet` (zstd) hold the figures with a
`file_id`, and `flows.parquet`, if there are any, the pairs; `files.csv` says for each file who published it, under which licence,
and when it was retrieved; `findings.parquet` what was checked while reading it.
"""

from dataclasses import fields
from datetime import date
from pathlib import Path

import polars as pl

from etl.collect import Collection, SourceFile, own_source
from etl.observations import FLOW, OBSERVATION, OFFICIAL, Finding, Reading
from etl.publish import attached

FOLDER = Path(__file__).parents[1] / "data" / "snapshot"


def write(database: Path, folder: Path = FOLDER) -> None:
    """Write the embedded figures anew from a database.

    Args:
        database: A built database that this version can read.
        folder: Where the files go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with attached(database, "READ_ONLY") as connection:

        def table(sql: str) -> pl.DataFrame:
            frame: pl.DataFrame = connection.sql(sql).pl()
            return frame

        # What a formula makes is made again at every build, and a value that follows
        # from its parts when it is read: that is a quarter of the size.
        observations = table("""
            WITH part AS (
                SELECT o.*, CASE WHEN o.denominator IS NULL THEN 1.0 ELSE i.factor END AS times
                FROM monitor.observation AS o INNER JOIN monitor.indicator AS i USING (indicator_id)
                WHERE indicator_id NOT LIKE 'eigen:%'
            )
            SELECT * EXCLUDE (times) REPLACE (
                    CASE WHEN value = numerator / coalesce(denominator, 1) * times THEN NULL
                        ELSE value END AS value),
                CASE WHEN value = numerator / coalesce(denominator, 1) * times THEN times END AS factor
            FROM part ORDER BY indicator_id, breakdown, year, nis, vintage""")
        official = table("FROM monitor.official_value ORDER BY ALL")
        flows = table("FROM monitor.flow ORDER BY ALL")
        findings = table("""
            SELECT DISTINCT indicator_id, gate, year, verdict = 'ok' AS passed, found, threshold, place
            FROM monitor.gate_result
            WHERE gate IN ('dubbel', 'quotient', 'antwoorden')
                AND build_id = (SELECT max_by(build_id, built_at) FROM monitor.build)
            ORDER BY ALL""")
        files = table(
            "SELECT * EXCLUDE (embedded, from_inbox) FROM monitor.source_file ORDER BY file_id"
        )
    for name, rows in (
        ("observations", observations),
        ("official", official),
        ("findings", findings),
        ("flows", flows),
    ):
        file = folder / f"{name}.parquet"
        if name == "flows" and rows.is_empty():
            file.unlink(missing_ok=True)
            continue
        rows.write_parquet(
            file, compression="zstd", compression_level=19, statistics=False
        )
    files.write_csv(folder / "files.csv")


def load(folder: Path = FOLDER) -> Collection:
    """Read the embedded figures: a reading per indicator and file."""
    if not (folder / "files.csv").exists():
        return Collection()
    parts = pl.col("numerator") / pl.col("denominator").fill_null(1) * pl.col("factor")
    observations = pl.read_parquet(folder / "observations.parquet").with_columns(
        pl.coalesce("value", parts).alias("value")
    )
    official = pl.read_parquet(folder / "official.parquet")
    findings = pl.read_parquet(folder / "findings.parquet")
    flows = _flows(folder / "flows.parquet")
    files = {file.file_id: file for file in _files(folder)}
    found = Collection()
    for (indicator_id, file_id), rows in observations.group_by(
        "indicator_id", "file_id", maintain_order=True
    ):
        name, file = str(indicator_id), files[str(file_id)]
        # Only a source reads what can be found wrong, and it reads its own indicators.
        checked = findings if file.source == own_source(name) else findings.clear()
        reading = Reading(
            name,
            rows.select(OBSERVATION.names()),
            official.filter(indicator_id=name, file_id=file_id).select(
                OFFICIAL.names()
            ),
            [
                Finding(**row)
                for row in checked.filter(indicator_id=name)
                .drop("indicator_id")
                .to_dicts()
            ],
            flows=flows.get(name),
        )
        found.add(reading, file)
    found.join()
    return found


def _flows(file: Path) -> dict[str, pl.DataFrame]:
    """The pairs per indicator; none where no indicator has any."""
    if not file.exists():
        return {}
    rows = pl.read_parquet(file).select(FLOW.names()).cast(FLOW)
    return {
        str(name): pairs
        for (name,), pairs in rows.group_by("indicator_id", maintain_order=True)
    }


def _files(folder: Path) -> list[SourceFile]:
    names = [field.name for field in fields(SourceFile)]
    rows = pl.read_csv(folder / "files.csv", infer_schema=False).to_dicts()
    return [
        SourceFile(
            **{
                **{name: row[name] for name in names if name in row},
                "retrieved_at": date.fromisoformat(row["retrieved_at"]),
                "bytes": int(row["bytes"]),
                "embedded": True,
            }
        )
        for row in rows
    ]
