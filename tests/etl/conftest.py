"""What several ETL tests share: the real territory, the real catalogue, small databases."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import polars as pl
import pytest

from etl import areas as areas_module
from etl import catalogue, load
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.collect import SourceFile
from etl.observations import OBSERVATION, OFFICIAL, Reading, conform

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(scope="session")
def territory() -> Areas:
    return areas_module.load()


@pytest.fixture(scope="session")
def indicators() -> list[Indicator]:
    return catalogue.load()


def whole_matrix(territory: Areas, file: Path) -> Path:
    """The slice of the commuting matrix, filled up to all of Belgium with zeros.

    Args:
        territory: For the codes that must be there.
        file: Where it is written; its name holds the year.
    """
    part = pl.read_csv(
        FIXTURES / "census" / "census-2011-slice.csv", infer_schema=False
    )
    codes = sorted(territory.codes("2024") | set(territory.elsewhere["nis"]))
    rows = pl.DataFrame({"NIS": codes}).join(part, on="NIS", how="left")
    absent = [pl.lit("0").alias(code) for code in codes if code not in part.columns]
    full = rows.with_columns(absent).select("NIS", pl.col(codes).fill_null("0"))
    full.write_csv(file)
    return file


def indicator(code: str = "TEST_01", **fields: object) -> Indicator:
    """A catalogue block for a test."""
    block: dict[str, object] = {
        "source": "gsm",
        "code": code,
        "title": code,
        "theme": "test",
        "definition": "test",
        "unit": "%",
        "group": "test",
        "aggregation_reason": "test",
        **fields,
    }
    return Indicator.model_validate(block)


Aggregate = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def aggregate(territory: Areas) -> Iterator[Aggregate]:
    """Aggregate a few observations with the real formula on the real territory."""
    connections = []

    def run(
        indicators: Sequence[Indicator],
        rows: list[dict[str, object]],
        official: Sequence[dict[str, object]] = (),
    ) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        connections.append(connection)
        connection.execute("ATTACH ':memory:' AS monitor")
        load.create(connection, territory, indicators)
        observations = pl.DataFrame(rows, infer_schema_length=None)
        if "breakdown" not in observations.columns:
            observations = observations.with_columns(breakdown=pl.lit(""))
        file = SourceFile(
            "test",
            "gsm",
            "test.csv",
            None,
            None,
            "test",
            1,
            None,
            "niet vermeld",
            "test",
            None,
        )
        published = pl.DataFrame(list(official), infer_schema_length=None)
        readings = {
            i.indicator_id: [
                (
                    Reading(
                        i.indicator_id,
                        conform(
                            observations.filter(
                                pl.col("indicator_id") == i.indicator_id
                            ),
                            OBSERVATION,
                        ),
                        conform(published, OFFICIAL)
                        if official
                        else pl.DataFrame(schema=OFFICIAL),
                    ),
                    file,
                )
            ]
            for i in indicators
        }
        load.load_figures(connection, readings)
        connection.execute(
            (load.SCHEMA.parent / "aggregate.sql").read_text(encoding="utf-8")
        )
        return connection

    yield run
    for connection in connections:
        connection.close()
