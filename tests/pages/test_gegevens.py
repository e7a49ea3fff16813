"""The page on data and method: every part, its figures held against the database, what it hands over."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from etl import load
from etl.areas import load as load_areas
from etl.live import SCHEMA_VERSION
from etl.publish import attached
from pages.api import package
from pages.queries import database, methods
from tests.conftest import DATABASE
from tests.etl.conftest import indicator
from tests.pages.test_app import open_page, words


def part(name: str, **query: str) -> AppTest:
    app = open_page("gegevens.py", deel=name, **query)
    assert not app.warning
    return app


def said(app: AppTest) -> str:
    return words(app).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("bronnen", "Bronnen"),
        ("wijzigingen", "Wat er veranderde"),
        ("controles", "Vergeleken met de uitgever"),
        ("ontbreekt", "Reeksen die we missen"),
        ("ophalen", "Alle adressen"),
    ],
)
def test_every_part_opens_by_its_address(name: str, heading: str) -> None:
    app = part(name)
    assert len(app.title) == 1, "één h1"
    assert heading in [header.value for header in app.header]


def test_an_unknown_part_falls_back_with_a_message() -> None:
    app = open_page("gegevens.py", deel="recepten")
    assert "recepten" in app.warning[0].value
    assert "Bronnen" in [header.value for header in app.header]


def test_a_source_says_when_it_publishes_again_or_that_nobody_knows() -> None:
    shown = said(part("bronnen"))
    assert "Volgende uitgave" in shown
    assert "niet bekend" in shown


def test_checks_and_errors_of_publishers_are_shown() -> None:
    shown = said(part("controles"))
    assert "2.500 rijen met 232 sleutels" in shown
    assert "de noemer is vernieuwd" in shown


def test_a_request_for_a_series_we_miss() -> None:
    app = part("ontbreekt", reeks="gsm:ec_15")
    assert "Bezetting van bedrijventerreinen" in app.code[0].value


def test_the_comparison_with_publishers_adds_up() -> None:
    with attached(DATABASE, "READ_ONLY") as connection:
        counts = dict(
            connection.execute(
                "SELECT verdict, count(*) FROM monitor.reconciliation GROUP BY ALL"
            ).fetchall()
        )
        largest = connection.execute("""
            SELECT round(max(abs(difference)), 1) FROM monitor.reconciliation
            WHERE verdict = 'verschilt' AND indicator_id = 'gsm:mo_s_09'
        """).fetchone()
    build = database.live_build()
    assert build is not None and largest is not None
    found = methods.reconciled(build)
    assert found["same"] == counts["gelijk"]
    assert found["differs"] == counts["verschilt"]
    assert found["no_sum"] + found["incomplete"] == counts["niet te vergelijken"]
    assert found["n"] == sum(counts.values())
    shown = said(part("controles"))
    assert (
        f"{counts['gelijk']} zijn gelijk binnen de afronding, {counts['verschilt']} verschillen"
        in shown
    )
    assert f"-{largest[0]}".replace(".", ",") + " procentpunt" in shown
    assert "Groepen van minder dan tien personen worden niet gepubliceerd" in shown
    assert "Nog niet verklaard" not in shown


def test_the_method_shows_a_ratio_beside_the_plain_mean() -> None:
    shown = said(part("methode"))
    # Oost-Brabant 2022: 3.036 of 555.061; the mean of the 32 shares is a third lower.
    assert (
        "3.036 personen met een (equivalent) leefloon op 555.061 inwoners is 0,55 %"
        in shown
    )
    assert "van 32 gemeenten zou 0,36 % geven: 34 % te laag" in shown
    assert "5,31 %, zeker tussen 5,26 % en 5,37 %" in shown
    assert "31 van 32 gemeenten, dekking 81 %; zonder Leuven" in shown
    assert "308 (tot 2018), 300 (2019 tot 2024) en 285 (sinds 2025)" in shown
    assert "vanaf 60 % vertraagd" in shown


def test_the_examples_are_of_the_chosen_region() -> None:
    shown = said(part("methode", regio="REFREG01"))
    assert "Regio Antwerpen, 2022" in shown
    assert "Oost-Brabant, 2022" not in shown


def test_a_region_of_one_municipality_has_no_mean_to_show() -> None:
    shown = said(part("methode", regio="politiezone-aarschot"))
    assert "Het gewone gemiddelde" not in shown
    assert "Wat we nooit doen" in shown


def test_the_addresses_are_those_of_the_choice() -> None:
    app = part("ophalen", regio="vervoerregio-leuven", indicator="statbel:population")
    addresses = [code.value for code in app.code]
    route = "/api/v1/indicators/statbel:population"
    query = "?regio=vervoerregio-leuven"
    # AppTest has no address of its own; a browser puts the site before it.
    assert addresses == [
        f"{route}.csv{query}",
        f"{route}.json{query}",
        f"{route}.csv{query}&csv=internationaal",
        "/api/v1/",
    ]
    assert "Vlaanderen en 31 gemeenten" in said(app)


def test_an_indicator_without_figures_gives_way_to_one_that_has_them() -> None:
    app = part("ophalen", indicator="gsm:ec_15")
    assert "gsm:ar_13" in app.code[0].value
    app = open_page("gegevens.py", deel="ophalen", indicator="gsm:zz_99")
    assert "gsm:zz_99" in app.warning[0].value.replace("\\", "")


Run = Callable[[Path, Callable[[str], None]], None]


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Packages go to a folder of the test."""
    monkeypatch.setattr(package, "_file", lambda build: tmp_path / f"{build[0]}.zip")
    return tmp_path


def test_the_package_is_made_on_demand_and_once(
    packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def run(file: Path, progress: Callable[[str], None]) -> None:
        progress("Bronnen")
        file.write_bytes(b"x" * 2_400_000)
        made.append(file)

    monkeypatch.setattr(package, "_run", run)
    (packages / "0.zip").touch()  # of an earlier build
    app = part("ophalen")
    assert "Download het pakket" not in said(app)
    app.button[0].click().run()
    assert "Download het pakket (ZIP, 2 MB)" in said(app)
    again = part("ophalen")
    assert not again.button
    assert "api/v1/package.zip" in said(again)
    assert len(made) == 1
    assert [file.name for file in packages.iterdir()] == [made[0].name]


def test_a_package_that_fails_is_said(
    packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_file: Path, _progress: Callable[[str], None]) -> None:
        raise package.PackagingError("x")

    monkeypatch.setattr(package, "_run", run)
    app = part("ophalen")
    app.button[0].click().run()
    assert not app.exception
    assert app.status[0].label == "Het pakket kon niet gemaakt worden."


def test_the_package_comes_from_the_command_line(
    packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real command, on a database without figures."""
    live = packages / "monitor.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{live}' AS monitor")
        load.create(connection, load_areas(), [indicator()])
        connection.execute(
            "INSERT INTO monitor.build VALUES ('b1', now(), '1', 'x', ?, NULL)",
            [SCHEMA_VERSION],
        )
        connection.execute("DETACH monitor")
    monkeypatch.setattr(package, "LIVE", live)
    steps: list[str] = []
    file = package.make((1, 1), steps.append)
    with zipfile.ZipFile(file) as packed:
        document = json.loads(packed.read("datapackage.json"))
    assert document["version"] == "b1"
    assert "Gebieden" in steps
    monkeypatch.setattr(package, "LIVE", packages / "geen.duckdb")
    with pytest.raises(package.PackagingError):
        package.make((2, 2))
