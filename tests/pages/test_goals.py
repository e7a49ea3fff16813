"""Targets, verdicts and actions on the pages: whose they are, and never a score."""

import json
import shutil
from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from etl import live as etl_live
from etl.publish import attached
from pages import plan_sentences
from pages.components import actions, verdicts
from pages.queries import database
from tests.conftest import DATABASE
from tests.pages.test_app import open_page, words


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_line_shows_the_targets_of_others_as_references() -> None:
    found = plain(words(open_page("actielijn.py", lijn="4")))
    assert "Geen van deze doelen is van de Taskforce zelf" in found
    assert "Doel van Vervoerregio Leuven (31 gemeenten) (benadering): 60,0 %" in found
    assert "het cijfer hier is van Oost-Brabant (32 gemeenten)" in found
    assert "op schema" not in found and "doel bereikt" not in found
    assert "geen cijfer per gemeente dat dit meet" in found


def test_a_line_counts_its_signals_and_never_adds_them_up() -> None:
    found = words(open_page("actielijn.py", lijn="4"))
    assert "Zonder doel, enkel de richting: 1 licht ongunstig" in found
    assert "Met een doel" not in found
    assert verdicts.CAUTION in found


def test_actions_show_what_public_sources_say_and_leave_the_rest_open() -> None:
    found = words(open_page("actielijn.py", lijn="1"))
    assert "5 acties, waarvan 5 afgerond" in found
    assert "Ondernemerscafé bij Citrique in Tienen" in found
    assert "21 september 2017" in found
    assert "niet bekend" in found
    assert "Deze lijst toont wat openbare bronnen zeggen" in found


def test_the_overview_counts_per_line() -> None:
    found = words(open_page("overzicht.py"))
    assert found.count("Zonder doel, enkel de richting") == 4
    assert "m-verdict" in found


def test_a_municipality_sees_the_target_of_the_region_as_a_reference() -> None:
    found = words(open_page("gemeente.py", gemeente="24062"))
    assert "Referentie, geen doel van de gemeente" in found


def test_the_trend_draws_the_line_of_a_target() -> None:
    app = open_page("indicator.py", indicator="gsm:mo_s_12")
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    drawn = json.dumps(spec)
    assert "strokeDash" in drawn
    assert "Doel van Vervoerregio Leuven" in words(app)
    other = open_page(
        "indicator.py", indicator="gsm:mo_s_12", uitsplitsing="antwoord=fiets"
    )
    assert "Doel van Vervoerregio" not in words(other)


@pytest.fixture(scope="module")
def own_target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A target that the Taskforce set itself, with the verdict that the ETL gives it."""
    live = tmp_path_factory.mktemp("goals") / "monitor.duckdb"
    shutil.copyfile(DATABASE, live)
    reason = (
        "Doel: 0,40 % in 2030. Nodig is -0,019 % per jaar; het tempo is 20 % daarvan."
    )
    with attached(live) as connection:
        connection.execute("""
            INSERT INTO monitor.target BY NAME
            SELECT 'eigen' AS target_id, 'gsm:ar_13' AS indicator_id, 'REFREG05' AS area_id,
                'Taskforce Spitsregio Leuven' AS owner, 2022 AS base_year, 2030 AS target_year,
                0.4 AS value, 'down' AS direction, false AS proxy, 'test' AS source,
                'Minder leefloon' AS title, ['3'] AS action_lines, '' AS breakdown, '%' AS unit,
                false AS is_relative, 0.4 AS here_value, 'hetzelfde' AS measure,
                'bevestigd' AS status, 99 AS position;
            INSERT INTO monitor.action_indicator VALUES ('samenwerking-vdab', 'gsm:ar_13');
            UPDATE monitor.action_entry SET "end" = DATE '2020-06-30', end_precision = 'dag',
                execution = 'lopend' WHERE action_id = 'samenwerking-vdab';
        """)
        connection.execute(
            """
            INSERT INTO monitor.progress BY NAME
            SELECT * REPLACE ('eigen' AS target_id, 'doel' AS kind, 'ver achter' AS class,
                0.2 AS ratio, true AS robust, $reason AS reason, 0.4 AS target_value, 2030 AS target_year)
            FROM monitor.progress
            WHERE indicator_id = 'gsm:ar_13' AND area_id = 'REFREG05' AND kind = 'richting'
            """,
            {"reason": reason},
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(etl_live, "LIVE", live)
        patch.setattr(database, "LIVE", live)
        yield


@pytest.mark.usefixtures("own_target")
def test_a_target_of_its_own_gets_the_full_verdict() -> None:
    found = plain(words(open_page("actielijn.py", lijn="3")))
    assert "Minder leefloon: 0,4 % in 2030" in found
    assert "Doel van Taskforce Spitsregio Leuven" in found
    assert "ver achter, robuust" in found
    assert "het tempo is 20 % daarvan" in found
    assert "Met een doel: 1 ver achter." in found
    assert "Geen van deze doelen is van de Taskforce zelf" not in found


@pytest.mark.usefixtures("own_target")
def test_an_action_and_its_indicator_point_at_each_other() -> None:
    line = words(open_page("actielijn.py", lijn="3"))
    assert "te laat" in line and "indicator=gsm%3Aar_13" in line
    assert line.index("Samenwerkingsovereenkomst") < line.index("People made")
    page = words(open_page("indicator.py", indicator="gsm:ar_13"))
    assert "Samenwerkingsovereenkomst met VDAB" in page


@pytest.mark.parametrize(
    ("day", "precision", "shown"),
    [
        (date(2017, 9, 21), "dag", "21 september 2017"),
        (date(2021, 3, 31), "maand", "maart 2021"),
        (date(2014, 1, 1), "jaar", "2014"),
        (None, None, ""),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_is_known(
    day: date | None, precision: str | None, shown: str
) -> None:
    assert plan_sentences.when(day, precision) == shown


def test_the_timeline_gives_a_single_day_a_width() -> None:
    day = date(2019, 6, 25)
    bars = pl.DataFrame([{"title": "A", "start": day, "end": day, "state": "afgerond"}])
    data = actions.timeline(bars, date(2026, 1, 1)).to_dict()
    rows = next(iter(data["datasets"].values()))
    assert rows[0]["until"] > rows[0]["start"]
    assert data["layer"][1]["encoding"]["color"]["legend"] is None


def test_classes_are_counted_from_good_to_none() -> None:
    counts = {"geen oordeel": 2, "op schema": 3, "vertraagd": 1}
    assert verdicts.tally(counts) == "3 op schema, 1 vertraagd, 2 geen oordeel"


def test_a_badge_needs_no_colour_and_no_other_year() -> None:
    verdict = {"class": "stabiel", "robust": False, "last_year": 2022}
    assert "= </b>" in verdicts.badge(verdict).replace("=</b>", "= </b>")
    assert "stabiel, gevoelig" in verdicts.badge(verdict)
    figure = {"indicator_id": "a", "year": 2019}
    assert verdicts.badge_of(figure, {"a": verdict}) == ""


def test_a_target_is_said_as_its_owner_says_it() -> None:
    row = {
        "value": -50.0,
        "is_relative": True,
        "base_year": 2019,
        "target_year": 2030,
        "horizon": None,
        "unit": "%",
    }
    assert plain(plan_sentences.aim(row)) == "-50 % tegenover 2019 in 2030"
