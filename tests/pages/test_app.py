"""Every page through the router: default, other perimeters, gaps, unknown values."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl import catalogue
from pages import sitemap

ROUTER = str(Path(__file__).parents[2] / "pages" / "app.py")
OF_NO_REGION = {"gegevens.py", "praktijk.py", "toegankelijkheidsverklaring.py"}
FILES = [page.file for page in sitemap.PAGES if page.file not in OF_NO_REGION]

Open = Callable[..., AppTest]


def open_page(file: str, **query: str) -> AppTest:
    """Run a page as a visitor who opens its address."""
    app = AppTest.from_file(ROUTER, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if file != "overzicht.py":
        app.switch_page(file).run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def words(app: AppTest) -> str:
    """Everything a page says; a backslash only takes the meaning from a sign of Markdown."""
    return " ".join(
        str(getattr(element.proto, "body", "")).replace("\\", "")
        for kind in ("title", "header", "markdown", "html", "warning", "info")
        for element in app.get(kind)
    )


@pytest.mark.parametrize("file", FILES)
def test_every_page_opens(file: str) -> None:
    app = open_page(file)
    assert len(app.title) == 1, "één h1"
    assert "Oost-Brabant" in words(app)
    assert "32 gemeenten" in words(app)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("region", "count"),
    [
        ("burgemeestersoverleg-oost-brabant", "30 gemeenten"),
        ("vervoerregio-leuven", "31 gemeenten"),
        ("REFREG14", "7 gemeenten"),
        ("politiezone-aarschot", "1 gemeente"),
    ],
)
def test_every_perimeter(file: str, region: str, count: str) -> None:
    assert count in words(open_page(file, regio=region, gemeente="24001"))


@pytest.mark.parametrize("file", FILES)
def test_unknown_values_fall_back_with_a_message(file: str) -> None:
    app = open_page(file, regio="REFREG99", gemeente="00000", jaar="abc")
    messages = " ".join(warning.value for warning in app.warning)
    for value in ("REFREG99", "00000", "abc"):
        assert value in messages
    assert "Oost-Brabant" in words(app)


def test_an_unknown_indicator_falls_back_with_a_message() -> None:
    app = open_page("indicator.py", indicator="gsm:zz_99")
    assert "gsm:zz_99" in words(app)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE x; --", "🙂" * 200]
)
def test_odd_input_is_shown_as_text(text: str) -> None:
    app = open_page("indicator.py", regio=text, indicator=text)
    assert len(app.warning) == 2


def test_the_overview_shows_real_figures() -> None:
    found = words(open_page("overzicht.py")).replace("\u00a0", " ")
    assert "0,55 % tegenover 0,62 %" in found
    assert "23.662" not in found, "de vijfde van zijn lijn staat op haar eigen pagina"
    for title in (
        "Kennisintensieve vacatures",
        "Netto-groei van vestigingen",
        "Veilig fietsen",
    ):
        assert title in found, "elke actielijn heeft cijfers"


def test_an_indicator_without_regional_figure_says_why() -> None:
    found = words(open_page("indicator.py", indicator="gsm:ar_03"))
    assert "Geen regionaal cijfer" in found


def test_2017_without_leuven_has_no_regional_figure() -> None:
    app = open_page("indicator.py", indicator="gsm:mo_s_03", jaar="2017")
    found = words(app).replace("\u00a0", " ")
    assert (
        "Voor 2017 is er geen regiocijfer: 31 van 32 gemeenten, 81 % van de inwoners"
        in found
    )
    assert "Leuven" in found


def test_every_indicator_can_be_chosen_those_with_figures_first() -> None:
    app = open_page("indicator.py")
    choices = next(box for box in app.selectbox if box.key == "indicator_keuze").options
    assert len(choices) == len(catalogue.load())
    without = ["nog geen cijfers" in choice for choice in choices]
    assert without == sorted(without)
    assert without.count(False) >= 40


def test_an_indicator_without_figures_says_who_has_them() -> None:
    app = open_page("indicator.py", indicator="gsm:ec_15")
    assert "Nog geen cijfers" in app.info[0].value
    assert "Kunt u ons het bestand bezorgen" in app.code[0].value
    app = open_page("indicator.py", indicator="gsm:we_36")
    assert "Werkzoekendengraad naar geslacht" in words(app), "de vroegere definitie"


@pytest.mark.parametrize(
    "indicator",
    [
        "gsm:ar_18",
        "gsm:mo_s_11",
        "gsm:ar_14",
        "gsm:ar_02",
        "statbel:population",
        "gsm:mo_s_17",
    ],
)
def test_indicators_of_every_shape(indicator: str) -> None:
    app = open_page("indicator.py", indicator=indicator, gemeente="24062")
    assert app.get("vega_lite_chart")
    assert "Over dit cijfer" in words(app)


def test_a_municipality_of_another_region() -> None:
    assert "Gent" in words(open_page("gemeente.py", gemeente="44021"))


def test_flanders_is_no_region_of_itself() -> None:
    app = open_page("overzicht.py", regio="02000")
    assert "02000" in app.warning[0].value
