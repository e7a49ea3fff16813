"""The block with downloads: which files it offers, and what is in them."""

from collections.abc import Callable
from dataclasses import dataclass

import fastexcel
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from pages.components import downloads
from pages.components.filters import Choice
from pages.queries import areas, details, figures
from pages.queries.database import live_build
from tests.pages.test_app import open_page


def a_choice() -> Choice:
    build = live_build()
    assert build is not None
    return Choice(
        build,
        areas.DEFAULT_REGION,
        "Oost-Brabant",
        "referentieregio",
        32,
        None,
        None,
        True,
        None,
    )


@dataclass
class Offered:
    """Files that a page offers: name to label, and to what makes it."""

    labels: dict[str, str]
    makers: dict[str, Callable[[], bytes]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Offered:
    taken = Offered({}, {})

    def take(label: str, make: Callable[[], bytes], name: str) -> None:
        taken.labels[name] = label
        taken.makers[name] = make

    monkeypatch.setattr(downloads, "button", take)
    return taken


def test_the_files_of_an_indicator(offered: Offered) -> None:
    app = open_page("indicator.py", indicator="gsm:ar_13", jaar="2022")
    assert offered.labels == {
        "gsm_ar_13_REFREG05.xlsx": "Download de cijfers als XLSX",
        "gsm_ar_13_REFREG05.csv": "Download de cijfers als CSV",
        "gsm_ar_13_REFREG05_2022_verloop.png": "Download het verloop als PNG",
        "gsm_ar_13_REFREG05_2022_verloop.svg": "Download het verloop als SVG",
        "gsm_ar_13_REFREG05_2022_kaart.png": "Download de kaart als PNG",
        "gsm_ar_13_REFREG05_2022_kaart.svg": "Download de kaart als SVG",
        "gsm_ar_13_REFREG05_2022_gemeenten.png": "Download de gemeenten als PNG",
        "gsm_ar_13_REFREG05_2022_gemeenten.svg": "Download de gemeenten als SVG",
    }
    assert "/api/v1/indicators/gsm:ar_13.csv?regio=REFREG05" in app.code[-1].value
    assert offered.makers["gsm_ar_13_REFREG05.csv"]().startswith(
        b"\xef\xbb\xbfindicator;"
    )


def test_another_breakdown_has_files_of_its_own(offered: Offered) -> None:
    open_page("indicator.py", indicator="gsm:ar_14", uitsplitsing="herkomst=eu")
    assert any("_herkomst_eu_" in name for name in offered.labels)


def test_the_buttons_are_real_and_their_files_made_at_the_click() -> None:
    app = open_page("indicator.py", indicator="gsm:ar_13", jaar="2022")
    every = app.get("download_button")
    buttons = [one for one in every if (one.key or "").startswith("download_")]
    assert len(buttons) == 8
    assert not any(button.proto.url for button in buttons)


def test_without_figures_there_is_nothing_to_download(offered: Offered) -> None:
    open_page("indicator.py", indicator="gsm:ec_15")
    assert offered.labels == {}


@pytest.mark.parametrize(
    "indicator", ["gsm:ar_13", "gsm:mo_s_17", "statbel:population"]
)
def test_the_workbook_holds_the_figures_and_what_they_are(indicator: str) -> None:
    choice = a_choice()
    main = {
        r["indicator_id"]: r["main_breakdown"] for r in details.indicators(choice.build)
    }
    figure = figures.figure(
        choice.build, choice.region, None, indicator, main[indicator]
    )
    content = downloads.indicator_workbook(figure, choice, "https://monitor.example/x")
    book = fastexcel.read_excel(content)
    found = book.load_sheet("Cijfers").to_polars()
    source = details.export(choice.build, indicator, choice.region)
    assert found.height == source.height
    assert found["Waarde"].cast(pl.Float64).to_list() == pytest.approx(
        source["waarde"].to_list()
    )
    assert found.schema["Gebied"] == pl.String and found["Jaar"].dtype.is_numeric()
    facts = dict(book.load_sheet(1, header_row=None).to_polars().drop_nulls().rows())
    assert facts["Definitie"] and facts["Bron"] and facts["Build"].startswith("20")
    assert "licentie: " in facts["Uitgever"] and "opgehaald op " in facts["Bestand"]
    assert facts["Gebied"] == "Oost-Brabant (referentieregio, 32 gemeenten)"
    assert facts["Adres van de pagina"] == "https://monitor.example/x"


def test_a_table_of_any_page_can_be_taken_along(offered: Offered) -> None:
    def page() -> None:
        import polars as pl

        from pages.components import downloads
        from pages.exports.workbook import Metadata

        frame = pl.DataFrame({"Regio": ["Oost-Brabant"], "Leefloon (%)": [0.5469]})
        downloads.frame_buttons(frame, "regio's naast elkaar", Metadata("Regio's", []))

    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["choice"] = a_choice()
    app.run()
    assert not app.exception
    assert list(offered.labels) == [
        "regio_s_naast_elkaar.xlsx",
        "regio_s_naast_elkaar.csv",
    ]
    book = fastexcel.read_excel(offered.makers["regio_s_naast_elkaar.xlsx"]())
    assert book.load_sheet(0).to_polars().row(0) == ("Oost-Brabant", 0.5469)
    assert "Build" in book.load_sheet(1, header_row=None).to_polars()[:, 0].to_list()
    assert b"0,5469" in offered.makers["regio_s_naast_elkaar.csv"]()
