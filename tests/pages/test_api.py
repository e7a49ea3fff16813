"""The text routes, over HTTP: what a workbook, a program and a cache get."""

import csv
import io
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from etl.publish import attached
from pages import sitemap
from pages.api import description, package, routes
from pages.middleware import SECURITY_HEADERS, HtmlLanguage, KnownPages, SecurityHeaders
from pages.queries import instance, open_data
from tests.browser.driver import free_port
from tests.conftest import DATABASE, ROOT

Get = Callable[..., requests.Response]
ONE = "/api/v1/indicators/gsm:ar_13"


@pytest.fixture(scope="module")
def get() -> Iterator[Get]:
    """Ask the routes behind the middleware of the launcher."""
    app = Starlette(
        routes=routes.ROUTES,
        middleware=[
            Middleware(SecurityHeaders, headers=SECURITY_HEADERS),
            Middleware(
                KnownPages,
                paths={page.path for page in sitemap.PAGES},
                parameter=sitemap.UNKNOWN,
                moved=sitemap.MOVED,
            ),
            Middleware(HtmlLanguage, language="nl"),
            Middleware(GZipMiddleware),  # Streamlit has it after those
        ],
    )
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, log_level="critical", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)

    def ask(path: str, method: str = "GET", **options: Any) -> requests.Response:
        address = f"http://127.0.0.1:{port}{path}"
        return requests.request(method, address, timeout=30, **options)

    yield ask
    server.should_exit = True
    thread.join(10)


def table(answer: requests.Response, delimiter: str = ";") -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    content = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=delimiter))


def wrong(answer: requests.Response, status: int) -> dict[str, str]:
    """The message of an answer that is no data."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, str] = answer.json()["fout"]
    return found


def test_the_csv_of_an_indicator_opens_in_a_belgian_excel(get: Get) -> None:
    answer = get(f"{ONE}.csv?regio=REFREG05")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert "gsm_ar_13_REFREG05.csv" in answer.headers["Content-Disposition"]
    rows = table(answer)
    assert {row["gebied"] for row in rows} >= {"02000", "REFREG05", "24062"}
    assert len({row["gebied"] for row in rows}) == 1 + 1 + 32
    (row,) = [r for r in rows if (r["gebied"], r["jaar"]) == ("REFREG05", "2022")]
    # 3.036 persons on 555.061 inhabitants.
    assert row["waarde"].startswith("0,54696")
    assert row["methode_in_woorden"] == "som van de tellers / som van de noemers"
    assert row["eenheid"] == "%"
    assert row["licentie"] == "niet vermeld"
    assert row["opgehaald"] == "2026-11-25"
    assert row["build"] and row["bron"] and row["dekking"] == "1,0"


def test_a_program_gets_commas_and_points(get: Get) -> None:
    answer = get(f"{ONE}.csv?regio=REFREG05&van=2022&csv=internationaal")
    assert not answer.content.startswith(b"\xef\xbb\xbf")
    rows = table(answer, ",")
    assert {row["jaar"] for row in rows} == {"2022"}
    assert float(rows[1]["waarde"]) == pytest.approx(0.54696, abs=1e-4)


def test_json_numbers_are_numbers_and_metadata_comes_along(get: Get) -> None:
    answer = get(f"{ONE}.json?gebied=REFREG05&van=2022&tot=2022").json()
    (row,) = answer["rijen"]
    assert answer["aantal"] == 1
    assert (row["jaar"], row["gemeenten"]) == (2022, 32)
    assert row["waarde"] == pytest.approx(
        100 * row["teller"] / row["noemer"], rel=1e-12
    )
    assert row["ondergrens"] is None
    (about,) = answer["indicatoren"]
    assert about["eenheid"] == "%" and about["methode"] == "ratio"
    assert about["licentie"] == "niet vermeld" and about["opgehaald"] == "2026-11-25"
    assert answer["build"]["id"]


def test_figures_of_more_indicators_and_areas(get: Get) -> None:
    query = (
        "indicator=gsm:ar_13&indicator=statbel:population&gebied=24062&gebied=REFREG05"
    )
    rows = table(get(f"/api/v1/values.csv?{query}&van=2020&tot=2021"))
    keys = {(row["indicator"], row["gebied"], row["jaar"]) for row in rows}
    assert len(rows) == len(keys) == 2 * 2 * 2


def test_a_breakdown_and_a_kind_of_area(get: Get) -> None:
    query = "gebiedstype=referentieregio&uitsplitsing=antwoord%3Deens"
    rows = table(get(f"/api/v1/indicators/gsm:mo_s_03.csv?{query}"))
    assert {row["uitsplitsing"] for row in rows} == {"antwoord=eens"}
    assert len({row["gebied"] for row in rows}) == 15
    without_figure = [row for row in rows if not row["waarde"]]
    assert all(
        float(row["dekking"].replace(",", ".")) < 0.9 for row in without_figure
    ), "te weinig dekking: een lege cel, geen nul"
    assert any(
        row["gebied"] == "REFREG05" and row["jaar"] == "2017" for row in without_figure
    )


def test_the_list_of_indicators_is_that_of_the_database(get: Get) -> None:
    rows = table(get("/api/v1/indicators.csv"))
    with attached(DATABASE, "READ_ONLY") as connection:
        known = connection.execute(
            "SELECT indicator_id, title FROM monitor.indicator"
        ).fetchall()
    assert {(row["indicator"], row["titel"]) for row in rows} == set(known)
    derived = next(
        row for row in rows if row["indicator"].startswith("eigen:") and row["bestand"]
    )
    assert derived["licentie"], (
        "een eigen berekening draagt de licentie van haar bronnen"
    )


def test_areas_say_where_a_municipality_went(get: Get) -> None:
    rows = {
        row["gebied"]: row
        for row in table(get("/api/v1/areas.csv?gebiedstype=gemeente"))
    }
    assert {row["gebiedstype"] for row in rows.values()} == {"gemeente"}
    assert rows["12030"]["nu"] == "12041"
    assert rows["24062"]["referentieregio"] == "REFREG05"
    current = [row for row in rows.values() if row["referentieregio"]]
    assert len(current) == 285


def test_the_index_names_addresses_that_work(get: Get) -> None:
    index = get("/api/v1/").json()
    assert get("/api/v1").json() == index
    for address in index["voorbeelden"]:
        assert get(address).status_code == 200, address
    named = {one["adres"] for one in index["adressen"]}
    assert "/api/v1/values.json" in named
    assert index["methode"]["ratio"] == "som van de tellers / som van de noemers"
    assert {one["licentie"] for one in index["bronnen"]} >= {
        "CC BY 4.0",
        "niet vermeld",
    }


@pytest.mark.parametrize(
    ("query", "status", "parameter", "said"),
    [
        ("regoi=REFREG05", 400, "regoi", "lijkt op regio"),
        ("regio=REFREG99", 404, "regio", "‘REFREG99’"),
        ("regio=24062", 400, "regio", "vraag ze met de parameter ‘gebied’"),
        ("regio=REFREG05&regio=REFREG01", 400, "regio", "meer dan één keer"),
        ("regio=REFREG05&van=twintig", 400, "van", "‘twintig’"),
        ("regio=REFREG05&tot=20226", 400, "tot", "geen jaar"),
        ("regio=REFREG05&van=2022&tot=2020", 400, "van", "ligt na ‘tot’"),
        ("indicator=gsm:zz_99", 404, "indicator", "‘gsm:zz_99’"),
        ("gebied='; DROP TABLE x; --", 404, "gebied", "DROP"),
        ("regio=REFREG05&gebiedstype=stad", 404, "gebiedstype", "‘stad’"),
        ("indicator=gsm:ar_13&uitsplitsing=x=y", 404, "uitsplitsing", "‘x=y’"),
        ("regio=REFREG05&csv=frans", 400, "csv", "‘frans’"),
        ("", 400, "", "minstens een indicator, een gebied of een regio"),
        ("indicator=pinc:vacancies_open", 400, "", "181.830 rijen, meer dan 100.000"),
    ],
)
def test_a_wrong_address_is_explained(
    get: Get, query: str, status: int, parameter: str, said: str
) -> None:
    found = wrong(get(f"/api/v1/values.csv?{query}"), status)
    assert found.get("parameter", "") == parameter
    assert said in found["bericht"]
    assert found["verwacht"]


def test_a_very_long_value_is_not_repeated_in_full(get: Get) -> None:
    found = wrong(get(f"/api/v1/values.json?gebied={'9' * 20_000}"), 404)
    assert len(json.dumps(found)) < 500


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/niets.csv",
        "/api/v1/values.xlsx?regio=REFREG05",
        "/api/v1/indicators/gsm:ar_13",
        "/api/v1/indicators/gsm:zz_99.csv",
        "/api/v2/",
    ],
)
def test_what_is_not_there_is_no_page(get: Get, path: str) -> None:
    assert wrong(get(path), 404)["bericht"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading(get: Get, method: str) -> None:
    answer = get(f"{ONE}.csv", method)
    assert wrong(answer, 405)["verwacht"] == "GET of HEAD"
    assert answer.headers["Allow"] == "GET, HEAD"


def test_who_has_the_answer_is_told_so(get: Get) -> None:
    first = get(f"{ONE}.csv?regio=REFREG05")
    tag = first.headers["ETag"]
    again = get(f"{ONE}.csv?regio=REFREG05", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert first.headers["Cache-Control"] == "public, max-age=300"
    with attached(DATABASE, "READ_ONLY") as connection:
        row = connection.execute(
            "SELECT strftime(max(built_at), '%H:%M:%S') FROM monitor.build"
        ).fetchone()
    assert row is not None and row[0] in first.headers["Last-Modified"]
    for other in ("?regio=REFREG01", "?regio=REFREG05&csv=internationaal"):
        assert get(ONE + ".csv" + other).headers["ETag"] != tag


def test_a_head_has_the_headers_and_no_body(get: Get) -> None:
    answer = get(f"{ONE}.json", "HEAD")
    assert answer.status_code == 200 and answer.content == b""
    assert answer.headers["ETag"] == get(f"{ONE}.json").headers["ETag"]


def test_large_answers_are_compressed_and_open_to_other_sites(get: Get) -> None:
    plain = get(f"{ONE}.csv", headers={"Accept-Encoding": "identity"})
    packed = get(f"{ONE}.csv", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 10
    assert plain.content == packed.content
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.headers["Access-Control-Allow-Origin"] == "*"
    assert packed.headers["X-Content-Type-Options"] == "nosniff"


def test_a_former_id_leads_to_the_one_of_now(get: Get) -> None:
    address = "/api/v1/values.csv?gebied=12030&indicator=statbel:population&van=2025"
    answer = get(address, allow_redirects=False)
    assert answer.status_code == 307
    assert "gebied=12041" in answer.headers["Location"]
    assert {row["gebied_naam"] for row in table(get(address))} == {"Puurs-Sint-Amands"}


def test_a_former_indicator_in_the_path(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = open_data.known

    def renamed(build: tuple[int, int]) -> open_data.Known:
        found = known(build)
        former = {**found.former, ("indicator", "gsm:oud"): "gsm:ar_13"}
        return open_data.Known(**{**vars(found), "former": former})

    monkeypatch.setattr(open_data, "known", renamed)
    answer = get("/api/v1/indicators/gsm%3Aoud.csv?van=2022", allow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["Location"] == f"{ONE}.csv?van=2022"


def test_the_package_under_the_name_of_its_build(
    get: Get, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(b"PK-inhoud")
    monkeypatch.setattr(package, "make", lambda _build: file)
    answer = get(description.PACKAGE)
    live = open_data.live_build()
    assert live is not None
    name = f"spitsregio-monitor-{open_data.known(live).build_id}.zip"
    assert answer.content == b"PK-inhoud"
    assert name in answer.headers["Content-Disposition"]
    tag = answer.headers["ETag"]
    assert get(description.PACKAGE, headers={"If-None-Match": tag}).status_code == 304
    assert (
        wrong(get(f"{description.PACKAGE}?regio=REFREG05"), 400)["parameter"] == "regio"
    )


def test_a_package_that_cannot_be_made_is_said(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_build: object) -> Path:
        raise package.PackagingError("geheim")

    monkeypatch.setattr(package, "make", broken)
    assert wrong(get(description.PACKAGE), 500)["bericht"] == (
        "Het pakket kon niet gemaakt worden."
    )


def test_without_a_database_there_is_no_answer_yet(
    get: Get, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(open_data, "LIVE", tmp_path / "monitor.duckdb")
    answer = get(f"{ONE}.csv")
    assert "geen databank" in wrong(answer, 503)["bericht"]
    assert answer.headers["Retry-After"] == "60"


def test_a_question_that_takes_too_long_is_given_up(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = open_data.live_build()
    assert live is not None
    opened = instance.opened(DATABASE, live)
    sql = "SELECT count(*) FROM range(3000000000) AS v(x), range(30) AS w(y) WHERE hash(x + y) = 0"

    def slow(*_arguments: object) -> None:
        instance.fetch(opened, sql, {}, seconds=0.2)

    monkeypatch.setattr(open_data, "figures", slow)
    assert "duurde langer" in wrong(get(f"{ONE}.csv"), 503)["bericht"]
    # The connection serves the next question.
    assert instance.fetch(opened, "SELECT 1", {}, seconds=5).item() == 1


def test_too_many_questions_at_once_are_refused_not_piled_up(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "WAITING", 0)
    answer = get(f"{ONE}.csv")
    assert "te veel vragen" in wrong(answer, 503)["bericht"]
    assert answer.headers["Retry-After"] == "5"


def test_an_error_of_ours_shows_no_innards(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise ValueError("geheim")

    monkeypatch.setattr(open_data, "figures", broken)
    assert "geheim" not in json.dumps(wrong(get(f"{ONE}.csv"), 500))


def test_the_routes_need_no_streamlit() -> None:
    """The launcher imports them before Streamlit runs."""
    code = "import pages.api.routes, sys; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_every_parameter_of_a_route_is_described() -> None:
    used = {name for route in description.ROUTES for name in route.parameters}
    assert used | {"csv"} == set(description.PARAMETERS)
