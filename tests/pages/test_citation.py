"""The reference of a figure, and its link."""

from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from pages import evidence
from tests.pages.test_app import ROUTER, open_page

FIGURE: dict[str, Any] = {
    "title": "Personen met (equivalent) leefloon",
    "breakdown_label": "",
    "name": "Oost-Brabant",
    "area_type": "referentieregio",
    "n_members": 32,
    "n_observed": 32,
    "coverage": 1.0,
    "year": 2022,
    "value": 0.547,
    "unit": "%",
    "decimals": 2,
    "method": "ratio",
    "weight_title": None,
    "is_derived": False,
}
FILES = [
    {"publisher": "Statbel", "licence": "CC BY 4.0", "retrieved_at": date(2026, 11, 1)},
    {"publisher": "VDAB", "licence": "niet vermeld", "retrieved_at": date(2026, 11, 25)},
]  # fmt: skip
BUILD = {"build_id": "20261126T233000Z-ab", "built_at": datetime(2026, 12, 31, 23, 30)}


def reference(**changes: Any) -> str:
    found = evidence.reference(FIGURE | changes, "Bron", FILES, BUILD, date(2027, 1, 2))
    return found.replace("\u00a0", " ")


def test_a_reference_names_all_that_leads_back_to_the_figure() -> None:
    assert reference() == (
        "Spitsregio-monitor (2027). Personen met (equivalent) leefloon. Oost-Brabant "
        "(referentieregio, 32 gemeenten), 2022: 0,55 %. Bron: Bron (Statbel en VDAB); licentie: "
        "CC BY 4.0 en niet vermeld, opgehaald op 25 november 2026. Berekening: som van de tellers "
        "/ som van de noemers. Gegevens van 1 januari 2027 om 00:30, build 20261126T233000Z-ab. "
        "Geraadpleegd op 2 januari 2027, via"
    )


def test_a_reference_says_what_is_special() -> None:
    assert "leefloon: vrouwen. " in reference(breakdown_label="Vrouwen")
    assert "onvolledig (31 van 32 gemeenten, 98 %)" in reference(
        n_observed=31, coverage=0.98
    )
    assert "Leuven (gemeente), 2022" in reference(name="Leuven", area_type="gemeente")
    own = reference(is_derived=True, method="official")
    assert "volgens een formule van deze monitor" in own and "gepubliceerd" not in own


def test_the_link_is_absolute_and_names_every_choice_and_the_build() -> None:
    app = AppTest.from_file(ROUTER, default_timeout=60)
    app.context = {"url": "https://monitor.example.be/indicator"}
    app.query_params["indicator"] = "gsm:ar_18"
    app.run()
    app.switch_page("indicator.py").run()
    assert not app.exception
    text, link = (code.value for code in app.code if "build" in code.value)
    address = urlsplit(link)
    assert (address.netloc, address.path) == ("monitor.example.be", "/indicator")
    chosen = {key: values[0] for key, values in parse_qs(address.query).items()}
    assert chosen.pop("build") in text
    assert chosen == {
        "indicator": "gsm:ar_18",
        "uitsplitsing": "type-vergoeding=ivt-en-it",
        "regio": "REFREG05",
        "jaar": "2021",
    }
    assert text.endswith(link)


def test_without_a_figure_there_is_nothing_to_cite() -> None:
    app = open_page("indicator.py", indicator="gsm:mo_s_03", jaar="2017")
    assert any("geen cijfer om te citeren" in text.value for text in app.markdown)
    assert not [code for code in app.code if "build" in code.value]
