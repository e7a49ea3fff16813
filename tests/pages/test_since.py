"""What is new since the previous meeting: the calendar, a date of one's own, the refresh before."""

import shutil
from collections.abc import Iterator
from datetime import date

import pytest

from etl import live as etl_live
from etl.publish import attached
from pages.components.since import a_day
from pages.queries import database
from tests.conftest import DATABASE
from tests.pages.test_app import open_page, words

FIRST = "Leefloon: nieuw jaar 2021"
SECOND = "Leefloon: nieuw jaar 2022"


def test_without_a_calendar_it_is_the_refresh_before() -> None:
    app = open_page("overzicht.py")
    assert "Nieuw sinds de vorige vernieuwing" in words(app)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two refreshes that brought something, a meeting between them, an action done since."""
    live = tmp_path_factory.mktemp("since") / "monitor.duckdb"
    shutil.copyfile(DATABASE, live)
    with attached(live) as connection:
        for day, sentence in (("2026-09-01", FIRST), ("2026-10-20", SECOND)):
            connection.execute(f"""
                INSERT INTO monitor.build BY NAME
                SELECT '{day}' AS build_id, TIMESTAMP '{day} 05:00' AS built_at,
                    '0' AS code_version, 'x' AS inputs_sha256, 3 AS schema_version;
                INSERT INTO monitor.change BY NAME
                SELECT '{day}' AS build_id, 'nieuw jaar' AS kind,
                    'gsm:ar_13' AS indicator_id, '{sentence}' AS sentence;
            """)
        connection.execute("""
            INSERT INTO monitor.meeting BY NAME
            SELECT DATE '2026-10-01' AS date, 'Burgemeestersoverleg Oost-Brabant' AS body,
                'm' AS meeting_id, []::VARCHAR[] AS spotlights, []::VARCHAR[] AS slides;
            UPDATE monitor.action_entry SET finished = DATE '2026-10-05', execution = 'afgerond'
            WHERE action_id = 'ruimtelijk-economische-agenda';
        """)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(etl_live, "LIVE", live)
        patch.setattr(database, "LIVE", live)
        yield


@pytest.mark.usefixtures("busy")
def test_the_default_is_the_last_meeting_of_the_calendar() -> None:
    found = words(open_page("overzicht.py"))
    assert "Nieuw sinds 1 oktober 2026" in found
    assert SECOND in found and FIRST not in found
    assert "(REA)" in found and "afgerond op 5 oktober 2026" in found


@pytest.mark.usefixtures("busy")
def test_a_date_of_ones_own_and_the_refresh_before() -> None:
    found = words(open_page("overzicht.py", sinds="2026-08-15"))
    assert FIRST in found and SECOND in found
    found = words(open_page("overzicht.py", sinds="vernieuwing"))
    assert "Nieuw sinds de vorige vernieuwing" in found and "Acties</h3>" not in found


def test_what_is_no_day_is_named() -> None:
    app = open_page("overzicht.py", sinds="gisteren")
    assert "gisteren" in app.warning[0].value


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        ("2026-11-27", None),
        ("1 november", None),
        (None, None),
    ],
)
def test_only_a_day_that_was_counts(asked: str | None, day: date | None) -> None:
    assert a_day(asked, date(2026, 11, 26)) == day
