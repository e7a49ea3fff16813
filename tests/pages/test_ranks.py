"""Who shares a rank, computed by hand; and that margins work the day a survey publishes n."""

from collections.abc import Iterator, Sequence

import duckdb
import pytest

from etl.load import SCHEMA
from pages.queries import figures, ranks


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def places(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[tuple[object, ...]]
) -> dict[str, tuple[int | None, int | None]]:
    """Place and number of others on it, of `(area_id, value, lower, upper, is_survey)`."""
    connection.execute(
        "CREATE TABLE shown (area_id VARCHAR, value DOUBLE, lower DOUBLE, upper DOUBLE, is_survey BOOLEAN, part INTEGER)"
    )
    connection.executemany("INSERT INTO shown VALUES (?, ?, ?, ?, ?, 1)", rows)
    found = connection.execute(
        f"SELECT area_id, place, n_alike FROM ({ranks.with_places('shown', 'part')})"  # noqa: S608
    ).fetchall()
    return {area: (place, alike) for area, place, alike in found}


def test_overlapping_margins_share_a_place_also_through_a_third(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = [
        ("a", 20.0, 19.0, 21.0, True),
        ("b", 14.0, 13.0, 15.0, True),  # overlaps c
        ("c", 12.5, 11.0, 14.0, True),  # overlaps b and d; b and d do not overlap
        ("d", 10.0, 9.0, 11.5, True),
        ("e", 5.0, 4.0, 6.0, True),
        ("f", None, None, None, True),
    ]
    assert places(connection, rows) == {
        "a": (1, 0),
        "b": (2, 2),
        "c": (2, 2),
        "d": (2, 2),
        "e": (5, 0),
        "f": (None, None),
    }


def test_exact_figures_have_a_rank_of_their_own_unless_they_are_equal(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = [
        (name, value, None, None, False)
        for name, value in (("a", 3.0), ("b", 2.0), ("c", 2.0), ("d", -1.0))
    ]
    assert places(connection, rows) == {
        "a": (1, 0),
        "b": (2, 1),
        "c": (2, 1),
        "d": (4, 0),
    }


def test_a_survey_of_which_one_margin_is_missing_has_no_ranks(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = [("a", 20.0, 19.0, 21.0, True), ("b", 14.0, None, None, True)]
    assert {place for place, _alike in places(connection, rows).values()} == {None}


@pytest.mark.parametrize(
    ("value", "n", "population", "expected"),
    [
        # The publisher's own example: 4,66 points on either side.
        (100 * 4602.75 / 11626.85, 408, 11626.85, (34.93, 44.25)),
        # Wilson for none of twenty: from 0 to 3.8416 / (20 + 3.8416).
        (0.0, 20, None, (0.0, 16.11)),
        (50.0, None, 1000, (None, None)),
    ],
)
def test_the_margin_of_a_share(
    connection: duckdb.DuckDBPyConnection,
    value: float,
    n: float | None,
    population: float | None,
    expected: tuple[float | None, float | None],
) -> None:
    lower, upper = ranks.survey_bounds("v", "n", "people")
    row = connection.execute(
        f"SELECT round({lower}, 2), round({upper}, 2) FROM (SELECT ?::DOUBLE AS v, ?::DOUBLE AS n, ?::DOUBLE AS people)",  # noqa: S608
        [value, n, population],
    ).fetchone()
    assert row == pytest.approx(expected)


def test_a_survey_with_its_number_of_answers_gets_ranks(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Three municipalities: 60 and 58 % of 400 answers overlap, 30 % does not."""
    connection.execute("ATTACH ':memory:' AS monitor")
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    fields = {
        "indicator_id": "'t:s'", "source": "'t'", "code": "'s'", "title": "'S'", "theme": "''",
        "group_title": "''", "action_line": "'1'", "also_lines": "[]", "unit": "'%'", "factor": "100",
        "aggregation": "'weighted'", "aggregation_reason": "''", "is_survey": "true",
        "main_breakdown": "''", "measure": "'share'", "stable_change": "0.5", "decimals": "1", "definition": "''", "synonyms": "[]", "position": "0",
    }  # fmt: skip
    connection.execute(
        f"INSERT INTO monitor.indicator ({', '.join(fields)}) VALUES ({', '.join(fields.values())})"  # noqa: S608
    )
    for place, (nis, value) in enumerate((("1", 60.0), ("2", 58.0), ("3", 30.0))):
        connection.execute(
            "INSERT INTO monitor.area VALUES (?, 'gemeente', ?, NULL, NULL, ?)",
            [nis, f"Gemeente {nis}", place],
        )
        connection.execute(
            "INSERT INTO monitor.area_member VALUES ('r', ?, NULL, NULL)", [nis]
        )
        connection.execute(
            "INSERT INTO monitor.observation (indicator_id, breakdown, nis, vintage, year, value, n, file_id) "
            "VALUES ('t:s', '', ?, '2024', 2023, ?, 400, 'f')",
            [nis, value],
        )
        connection.execute(
            "INSERT INTO monitor.weight VALUES ('statbel:population', ?, '2024', 2023, 40000)",
            [nis],
        )
        connection.execute(
            "INSERT INTO monitor.area_value (indicator_id, breakdown, area_id, year, value, method, n_members) "
            "VALUES ('t:s', '', ?, 2023, ?, 'official', 1)",
            [nis, value],
        )
    params = {"indicator": "t:s", "breakdown": "", "region": "r", "year": 2023}
    rows = connection.sql(figures.MUNICIPAL, params=params).pl()
    assert rows["nis"].to_list() == ["1", "2", "3"]
    assert rows["place"].to_list() == [1, 1, 3]
    assert rows["n_alike"].to_list() == [1, 1, 0]
    # 1.96 x sqrt(0.6 x 0.4 / 400 x 0.99) = 4.78 points
    assert rows["lower"][0] == pytest.approx(55.22, abs=0.01)
    assert rows["upper"][0] == pytest.approx(64.78, abs=0.01)
