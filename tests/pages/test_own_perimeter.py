"""A perimeter of one's own: from an address to figures, by the same rules as a region."""

from collections.abc import Iterator

import polars as pl
import pytest
import streamlit as st
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from etl.live import Signature
from pages import comparisons
from pages.components import markup, perimeter_choice, perimeter_map
from pages.queries import areas, comparison, database, figures, own_perimeter
from tests.pages.test_app import open_page
from tests.pages.test_comparison import PAGE, said

LEAVE, CAR, PEOPLE = "gsm:ar_13", "gsm:mo_s_12", "statbel:population"
TRAINS = "eigen:opstappers_per_inwoner"


def live() -> Signature:
    build = database.live_build()
    assert build is not None
    return build


def headlines() -> list[str]:
    return [i["indicator_id"] for i in comparison.indicators(live()) if i["headline"]]


@pytest.fixture
def address() -> Iterator[dict[str, str]]:
    """The query parameters and the session, empty."""
    with pytest.MonkeyPatch.context() as patch:
        query: dict[str, str] = {}
        patch.setattr(st, "query_params", query)
        patch.setattr(st, "session_state", {})
        yield query


# The address.


def understood(asked: str) -> tuple[list[str], str]:
    codes, messages = perimeter_choice.understood(
        asked, own_perimeter.territory(live())
    )
    return codes, " ".join(messages)


@pytest.mark.parametrize(
    ("asked", "codes", "message"),
    [
        ("", [], ""),
        ("24107.24062", ["24062", "24107"], ""),
        ("24062,24107", ["24062", "24107"], ""),
        ("24062.24062", ["24062"], "telt één keer"),
        ("73006", ["73110"], "Bilzen (73006) is nu een deel van Bilzen-Hoeselt"),
        ("73006.73110", ["73110"], "die hele gemeente telt mee"),
        ("24062.99999", ["24062"], "Geen gemeente van het Vlaams Gewest: “99999”"),
        ("21004", [], "21004"),
        ("REFREG05", [], "REFREG05"),
        (".".join(str(n) for n in range(8)), [], "en 3 andere"),
        ("24062." + "x" * 6000, ["24062"], "te lang"),
    ],
)
def test_what_an_address_means(asked: str, codes: list[str], message: str) -> None:
    found, said_of_it = understood(asked)
    assert found == codes
    assert message in said_of_it
    assert bool(said_of_it) == bool(message)


def test_all_municipalities_fit_in_an_address() -> None:
    names = own_perimeter.municipalities(live())
    assert len(names) == 285
    assert understood(".".join(names)) == (sorted(names), "")


@given(asked=some.text(max_size=200))
@settings(max_examples=50, deadline=None)
def test_no_address_breaks_it(asked: str) -> None:
    codes, _messages = understood(asked)
    assert set(codes) <= set(own_perimeter.municipalities(live()))


def test_a_code_in_a_message_is_text() -> None:
    assert markup.literal("[a](b) *c* é") == "\\[a\\]\\(b\\) \\*c\\* é"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("", "Eigen gebied"),
        ("  ", "Eigen gebied"),
        ("Rond  de\nDijle\x00", "Rond de Dijle"),
        ("x" * 99, "x" * 60),
    ],
)
def test_a_name_is_one_short_line(asked: str, name: str) -> None:
    assert perimeter_choice.given_name(asked) == name


def test_a_change_can_be_undone(address: dict[str, str]) -> None:
    perimeter_choice.write(["24107", "24062"])
    assert address == {"gemeenten": "24062.24107"}
    first = st.session_state[perimeter_choice.TURN]
    perimeter_choice.write([])
    assert address == {}
    perimeter_choice.undo()
    assert address == {"gemeenten": "24062.24107"}
    perimeter_choice.undo()
    perimeter_choice.undo()
    assert address == {}, "er is niets meer om ongedaan te maken"
    assert st.session_state[perimeter_choice.TURN] > first, (
        "een klik na een stap terug is een nieuwe klik"
    )


def test_a_second_click_takes_a_municipality_away() -> None:
    assert perimeter_choice.toggle(["24062"], "24001") == ["24001", "24062"]
    assert perimeter_choice.toggle(["24001", "24062"], "24001") == ["24062"]


def test_the_map_tells_the_second_click_from_the_first() -> None:
    rows = pl.DataFrame({"nis": ["24062"], "name": ["Leuven"], "kind": [""], "turn": 3})
    spec = perimeter_map.chart(rows).to_dict()
    selection = spec["params"][0]
    assert selection["select"] == {"type": "point", "fields": ["nis", "turn"]}


# The figures.


@given(data=some.data())
@settings(max_examples=6, deadline=None)
def test_the_members_of_any_area_make_its_figures(data: some.DataObject) -> None:
    """Through the pages' own query, on the real figures."""
    build = live()
    # Mergers moved municipalities to another arrondissement or province: those were other areas then.
    same = ~pl.col("area_type").is_in(["arrondissement", "provincie"])
    known = areas.regions(build).filter(same & (pl.col("n") > 1))["area_id"].to_list()
    region = data.draw(some.sampled_from(known))
    codes = own_perimeter.members(build, region)
    rows = {row["indicator_id"]: row for row in figures.snapshot(build, region, None)}
    found = own_perimeter.figures(build, codes, headlines(), region, None)
    assert len(found) == len(headlines())
    for mine in found:
        theirs = rows[mine["indicator_id"]]
        for key in ("year", "value", "coverage", "n_observed", "n_members", "lower"):
            assert mine[key] == pytest.approx(theirs[key]), (region, mine, key)
        if mine["value"] is not None:
            assert mine["to_region"] == pytest.approx(0, abs=1e-6)


@given(data=some.data())
@settings(max_examples=6, deadline=None)
def test_two_halves_have_as_many_inhabitants_as_the_whole(
    data: some.DataObject,
) -> None:
    build = live()
    whole = own_perimeter.members(build, "REFREG15")
    half = sorted(
        data.draw(some.sets(some.sampled_from(whole), min_size=1, max_size=37))
    )
    rest = sorted(set(whole) - set(half))
    counts = [
        own_perimeter.figures(build, codes, [PEOPLE], "REFREG15", None)[0]
        for codes in (half, rest, whole)
    ]
    assert counts[0]["value"] + counts[1]["value"] == counts[2]["value"]
    assert counts[0]["share_of_region"] == pytest.approx(
        100 * counts[0]["value"] / counts[2]["value"]
    )
    assert counts[0]["to_region"] is None, "een aantal is niet hoger of lager"


def test_one_municipality_has_its_own_figures() -> None:
    row = own_perimeter.figures(live(), ["24062"], [CAR, LEAVE], "REFREG05", 2020)
    assert [(r["year"], r["value"]) for r in row][0] == (2020, 31.0)
    assert row[1]["year"] == 2020
    assert row[1]["method"] == "official"


def test_the_same_rules_of_coverage() -> None:
    """Leuven has trains, Aarschot too; without figures of the others there is none."""
    rows = own_perimeter.figures(live(), ["24062", "73110"], [TRAINS], "REFREG05", None)
    assert rows[0]["value"] is None
    assert rows[0]["coverage"] < 0.9
    indicator = next(
        i for i in comparison.indicators(live()) if i["indicator_id"] == TRAINS
    )
    reason = comparisons.own_reason(rows[0], indicator)
    assert reason.startswith("te weinig gekend: 1 van 3 gemeenten, ")


def test_the_trend_is_the_regions_trend() -> None:
    build = live()
    own = own_perimeter.trend(build, own_perimeter.members(build, "REFREG05"), LEAVE)
    theirs = figures.trend(build, LEAVE, "", ["REFREG05"])
    assert own["year"].to_list() == theirs["year"].to_list()
    assert own["value"].to_list() == pytest.approx(theirs["value"].to_list())
    assert own.filter("is_last")["year"].to_list() == [2022]


def test_an_existing_area_is_recognised() -> None:
    build = live()
    names = [
        row["area_id"]
        for row in own_perimeter.same_as(
            build, own_perimeter.members(build, "REFREG05")
        )
    ]
    assert names == ["REFREG05"]
    assert own_perimeter.same_as(build, ["24062", "11001"]) == []
    everything = sorted(own_perimeter.municipalities(build))
    assert own_perimeter.same_as(build, everything)[0]["area_id"] == areas.FLANDERS


# Words.

MISSING = {
    "value": None,
    "year": 2022,
    "method": "ratio",
    "coverage": 0.8,
    "n_observed": 4,
    "n_members": 5,
    "n_withheld": 0,
}
RATIO = {
    "aggregation": "ratio",
    "aggregation_reason": "Een mediaan telt niet op.",
    "is_survey": False,
    "denominator_label": "inwoners van 18 tot 64 jaar",
}


@pytest.mark.parametrize(
    ("figure", "indicator", "reason"),
    [
        (
            {},
            {},
            "te weinig gekend: 4 van 5 gemeenten, 80 % van de inwoners van 18 tot 64 jaar",
        ),
        (
            {"n_withheld": 1},
            {"is_survey": True},
            "te weinig gekend: 4 van 5 gemeenten, 80 % van de inwoners; van 1 gemeente niet vrijgegeven",
        ),
        ({"year": None}, {}, "geen meting van deze gemeenten in de gekozen periode"),
        ({"method": "none"}, {}, "niet herberekend na fusie"),
        (
            {"method": "none"},
            {"aggregation": "none"},
            "geen cijfer voor een gebied: een mediaan telt niet op.",
        ),
        ({"value": 1.0}, {}, ""),
    ],
)
def test_why_there_is_no_figure(
    figure: dict[str, object], indicator: dict[str, object], reason: str
) -> None:
    found = comparisons.own_reason(MISSING | figure, RATIO | indicator)
    assert found.replace("\u00a0", " ") == reason


def test_an_incomplete_figure_is_marked() -> None:
    shown = MISSING | {"value": 1.0, "coverage": 0.95, "n_withheld": 1}
    assert comparisons.own_mark(shown).replace("\u00a0", " ") == (
        "onvolledig (4 van 5 gemeenten, 95 %); van 1 gemeente niet vrijgegeven"
    )
    assert comparisons.own_mark(shown | {"coverage": 1.0}) == ""


# The page.


def test_nothing_chosen_yet() -> None:
    app = open_page(PAGE, beeld="eigen")
    assert "Nog geen gemeenten gekozen" in said(app)
    assert not app.header


def test_a_perimeter_with_a_name() -> None:
    app = open_page(
        PAGE,
        beeld="eigen",
        gemeenten="24062.73006.99999",
        naam="<b>Mijn</b> [gebied](x)",
    )
    found = said(app)
    assert "&lt;b&gt;Mijn&lt;/b&gt; [gebied](x)</h2>" in found
    assert "<b>Mijn</b>" not in found
    assert "2 gemeenten en " in found
    messages = " ".join(warning.value for warning in app.warning)
    assert "Bilzen-Hoeselt" in messages
    assert "99999" in messages
    assert "telt de gemeenten zoals ze toen waren" in found
    assert "te weinig gekend: 1 van 3 gemeenten" in found
    assert "procentpunt hoger dan Oost-Brabant" in found
    share = app.code[0].value
    assert share.startswith("vergelijken?")
    assert "gemeenten=24062.73006.99999" in share


def test_a_perimeter_is_not_compared_with_itself() -> None:
    codes = ".".join(own_perimeter.members(live(), "REFREG05"))
    app = open_page(PAGE, beeld="eigen", gemeenten=codes, naam="Vlaanderen")
    found = said(app)
    assert "precies de gemeenten van Oost-Brabant (referentieregio)" in found
    assert "dan Oost-Brabant" not in found
    assert "procentpunt lager dan Vlaanderen" in found
    assert "Vlaanderen (eigen gebied)</h2>" in found
    assert app.dataframe[0].value.shape[1] == 3


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ("24062", "Eén gemeente: dit zijn haar eigen cijfers"),
        ("73110", "niet herberekend na fusie"),
        ("alle", "precies de gemeenten van het Vlaams Gewest"),
    ],
)
def test_one_and_all(codes: str, message: str) -> None:
    if codes == "alle":
        codes = ".".join(own_perimeter.municipalities(live()))
    assert message in said(open_page(PAGE, beeld="eigen", gemeenten=codes))


@pytest.mark.parametrize(
    ("indicator", "message"),
    [
        (PEOPLE, ""),
        ("embuild:house_price", "bestaat geen cijfer voor een gebied"),
        (TRAINS, "geen enkel jaar genoeg gemeenten"),
    ],
)
def test_the_trend_of_another_indicator(indicator: str, message: str) -> None:
    app = open_page(PAGE, beeld="eigen", gemeenten="24062.73110", indicator=indicator)
    assert message in said(app)
    assert len(app.get("vega_lite_chart")) == (1 if message else 2)


def test_list_start_clear_and_undo() -> None:
    app = open_page(PAGE, beeld="eigen", gemeenten="24062")

    def chosen() -> list[str]:
        value = app.query_params.get("gemeenten") or ""
        return "".join(value).split(".") if value else []

    app.selectbox(key="eigen_erbij").select("24107").run()
    assert chosen() == ["24062", "24107"]
    app.selectbox(key="eigen_begin").select("REFREG05").run()
    assert len(chosen()) == 32
    press(app, "Wis alle gemeenten")
    assert chosen() == []
    press(app, "Maak ongedaan")
    assert len(chosen()) == 32


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
