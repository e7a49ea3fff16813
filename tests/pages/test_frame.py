"""The frame of every page: menu, path, perimeters, search, what is new, the statement."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from starlette.requests import Request

from etl.live import Signature, build_signature
from pages import search_index, sitemap
from pages.components import news as news_block
from pages.components import statement
from pages.queries import database, instance, news, perimeters, search
from tests.pages.test_app import open_page, words

WORDS = """
    werkloosheid, woonprijzen, auto, trein, fiets, armoede, jobs, KMO, lonen, kinderopvang, file, bus, pendel,
    telewerk, inkomen, winkels, investeringen, krapte, verkeersveiligheid, leefloon, startende ondernemingen,
    openbaar vervoer
""".strip().split(",")
SCHEMA = Path(__file__).parents[2] / "etl" / "schema.sql"


def read(file: str, **query: str) -> str:
    """What a page says, without spaces that may not break."""
    return words(open_page(file, **query)).replace("\u00a0", " ")


def test_the_menu_marks_this_page_and_keeps_the_choice() -> None:
    shown = read("gemeente.py", gemeente="24062", jaar="2022")
    assert (
        '<a href="mobiliteit?gemeente=24062&amp;jaar=2022" target="_self">Mobiliteit</a>'
        in shown
    )
    marked = re.findall(r'aria-current="page">([^<]+)</a>', shown)
    assert marked == ["Gemeente", "Gemeente"], "in de rij en in het gevouwen menu"
    listed = re.findall(r'target="_self"[^>]*>([^<]+)</a></li>', shown)
    assert {page.title for page in sitemap.PAGES if page.in_menu} <= set(listed)


@pytest.mark.parametrize(
    ("file", "query", "path"),
    [
        (
            "indicator.py",
            {"indicator": "gsm:ar_13"},
            ["Overzicht", "3. Arbeidsmarkt", "Personen met (equivalent) leefloon"],
        ),
        (
            "indicator.py",
            {"indicator": "statbel:population"},
            ["Overzicht", "Sociaal-economisch", "Inwoners"],
        ),
        ("gemeente.py", {"gemeente": "24062"}, ["Overzicht", "Leuven"]),
        ("actielijn.py", {"lijn": "4"}, ["Overzicht", "4. Mobiliteit"]),
    ],
)
def test_where_a_page_stands(file: str, query: dict[str, str], path: list[str]) -> None:
    crumbs = re.search(r'aria-label="Kruimelpad"><ol>(.*?)</ol>', read(file, **query))
    assert crumbs
    assert re.findall(r">([^<>]+)</(?:a|li)>", crumbs[1]) == path


def test_an_action_line_has_all_its_figures() -> None:
    shown = read("actielijn.py", lijn="3")
    assert "Een lokaal werkgelegenheidsbeleid op maat" in shown
    assert "23.662" in shown, "het vijfde hoofdcijfer"
    assert "Werkzoekenden zonder werk" in shown, "geen hoofdcijfer"
    assert "Horen eerst bij een andere lijn" in shown
    assert "Jobs per 100 werkende inwoners" in shown, "van lijn 1, ook van lijn 3"
    assert "zijn met Vlaanderen te vergelijken" in shown
    assert "Geen van deze doelen is van de Taskforce zelf" in shown
    assert "Regionaal digitaal loket kinderopvang" in shown, "een actie"
    assert "‹ 2. Duurzame economie" in shown and "4. Mobiliteit ›" in shown


def test_an_unknown_line_falls_back_with_a_message() -> None:
    app = open_page("actielijn.py", lijn="9")
    assert app.title[0].value == "1. Kenniseconomie"
    assert "actielijn “9”" in app.warning[0].value


def test_the_groups_of_a_theme_page_can_be_jumped_to() -> None:
    shown = read("mobiliteit.py")
    targets = re.findall(r'<li><a href="#(groep-[a-z0-9-]+)">', shown)
    assert len(targets) > 3
    assert targets == re.findall(r'<section class="m-group" id="([^"]+)"', shown)
    assert f"in {len(targets)} groepen" in shown


def test_a_theme_page_names_the_goal_and_the_actions_of_its_lines() -> None:
    side = read("mobiliteit.py").split("Waar dit bij hoort")[1]
    assert "een voorwaarde voor de drie andere actielijnen" in side
    assert "Regionaal digitaal loket kinderopvang (doorlopend)" in side
    assert "(stand niet bekend)" in side
    assert "5 acties zijn afgerond" in side, "van lijn 1"


@pytest.mark.parametrize(
    ("region", "other", "expected"),
    [
        (
            "REFREG05",
            "burgemeestersoverleg-oost-brabant",
            {
                ("Hoeilaart", True, "arrondissement", "Halle-Vilvoorde"),
                ("Overijse", True, "arrondissement", "Halle-Vilvoorde"),
            },
        ),
        (
            "REFREG05",
            "vervoerregio-leuven",
            {("Boortmeerbeek", True, "vervoerregio", "Mechelen")},
        ),
        (
            "vervoerregio-kempen",
            "REFREG03",
            {("Nijlen", True, "referentieregio", "Rivierenland")},
        ),
        ("24000", "burgemeestersoverleg-oost-brabant", set()),
    ],
)
def test_why_perimeters_differ(
    region: str, other: str, expected: set[tuple[str, bool, str, str]]
) -> None:
    """Both ways: who is only in one is only in it seen from the other too."""
    build = build_signature()
    keys = ("name", "in_region", "reason_type", "reason_name")
    rows = perimeters.differences(build, region, other)
    assert {tuple(row[key] for key in keys) for row in rows} == expected
    turned = perimeters.differences(build, other, region)
    assert {
        (row["name"], not row["in_region"], *list(row.values())[3:]) for row in turned
    } == {(row["name"], row["in_region"], *list(row.values())[3:]) for row in rows}


def test_the_perimeter_is_one_click_away() -> None:
    shown = read("actielijn.py", lijn="2", regio="REFREG05")
    assert "32 gemeenten: wie hoort erbij, en wie niet?" in shown
    assert "zonder Hoeilaart en Overijse (arrondissement Halle-Vilvoorde)" in shown
    assert "zonder Boortmeerbeek (vervoerregio Mechelen)" in shown
    assert 'href="gemeente?regio=REFREG05&amp;gemeente=24062"' in shown
    assert 'href="actielijn?lijn=2&amp;regio=vervoerregio-leuven"' in shown, (
        "blijft op deze pagina"
    )


def test_from_elsewhere_the_default_region_is_one_click_away() -> None:
    shown = read("overzicht.py", regio="REFREG03")
    assert "referentieregio Oost-Brabant (32)" in shown
    assert "met ook Nijlen (referentieregio Rivierenland)" in shown
    assert (
        "zonder"
        not in shown.split("Tegenover referentieregio Kempen")[1].split("</ul>")[0]
    )


@pytest.mark.parametrize(
    "word",
    WORDS,
)
def test_words_that_people_use_find_a_figure(word: str) -> None:
    found = search.index(build_signature()).filter(kind="indicator", has_figures=True)
    said = [
        " ".join([title, *synonyms]).lower()
        for title, synonyms in found.select("label", "words").iter_rows()
    ]
    assert [text for text in said if word.strip().lower() in text]


def test_the_search_index_as_it_is_sent() -> None:
    """Every kind, the most likely first, with what tells entries of one name apart."""
    answer = search_index.answer(Request({"type": "http"}))
    entries = json.loads(bytes(answer.body))
    assert entries[0][:3] == ["lijn", "1", "Kenniseconomie"]
    assert entries[4][0] == "indicator" and entries[4][5]
    known = {tuple(entry[:2]): entry for entry in entries}
    assert known["gemeente", "23106"][3:5] == [
        "gemeente in Halle-Vilvoorde",
        ["Galmaarden", "Gooik", "Herne"],
    ]
    assert known["regio", "vervoerregio-leuven"][3] == "vervoerregio, 31 gemeenten"
    assert known["indicator", "gsm:ec_15"][3] == "nog geen cijfers"
    assert len([e for e in entries if e[0] == "gemeente"]) == 285


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Signature]:
    """A database of three builds: the second brought figures, the third only a check."""
    connection = duckdb.connect()
    connection.execute("ATTACH ':memory:' AS monitor")
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    for day in (1, 2, 3):
        connection.execute(
            "INSERT INTO monitor.build (build_id, built_at, code_version, inputs_sha256, schema_version) "
            "VALUES ($id, $at, '', '', 3)",
            {"id": f"b{day}", "at": datetime(2026, 11, day, 6, 30)},
        )
    indicators = (("a", None), ("b", 1))
    columns = [
        name
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'indicator' "
            "AND is_nullable = 'NO'"
        ).fetchall()
    ]
    for position, (name, headline) in enumerate(indicators):
        values: dict[str, object] = dict.fromkeys(columns, "0") | {
            "indicator_id": name,
            "headline": headline,
            "position": position,
            "also_lines": [],
            "synonyms": [],
            "is_survey": False,
        }
        names = ", ".join(values)
        marks = ", ".join(f"${key}" for key in values)
        connection.execute(
            f"INSERT INTO monitor.indicator ({names}) VALUES ({marks})", values
        )
    changes = [
        ("b2", "herzien", "a", "A: herzien"),
        ("b2", "nieuw jaar", "a", "A: nieuw cijfer voor 2025"),
        ("b2", "herzien gebied", "a", None),
        ("b2", "herzien", "b", "B: herzien"),
        ("b2", "verdwenen indicator", "weg", "Verdwenen: C"),
        ("b2", "controle", "a", "A: controle"),
        ("b3", "controle", "a", "A: controle"),
    ]
    connection.executemany(
        "INSERT INTO monitor.change (build_id, kind, indicator_id, sentence) VALUES (?, ?, ?, ?)",
        changes,
    )
    monkeypatch.setattr(instance, "opened", lambda _live, _build: connection)
    yield (0, 0)
    database.ask.clear()


def test_what_is_new(changed: Signature) -> None:
    """Of the last build that brought figures: headlines first, then by kind; no checks."""
    found = news.since(changed, None, 3)
    assert found is not None
    assert [row["sentence"] for row in found.rows] == [
        "B: herzien",
        "A: nieuw cijfer voor 2025",
        "A: herzien",
    ]
    assert found.count == 4
    assert news.since(changed, None, 9).rows[-1] == {  # type: ignore[union-attr]
        "indicator_id": None,
        "sentence": "Verdwenen: C",
    }


def test_nothing_new_is_said() -> None:
    assert news.since(build_signature(), None, 5) is None
    assert "nog geen vernieuwing die cijfers veranderde" in read("overzicht.py")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "Meer over de gegevens"),
        (2, "Nog 1 wijziging<"),
        (12, "Nog 11 wijzigingen<"),
    ],
)
def test_how_much_more_is_new(count: int, expected: str) -> None:
    rows = [{"indicator_id": None, "sentence": "A <b>"}]
    found = news.News(datetime(2026, 11, 2, 6, 30), count, rows)
    shown = news_block.listing(found)
    assert expected in shown
    assert "2 november 2026 om 07:30" in shown
    assert "A &lt;b&gt;" in shown


def test_the_statement_names_who_to_turn_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(statement.CONTACT, raising=False)
    assert "nog geen contactadres" in statement.contact()
    monkeypatch.setenv(statement.CONTACT, "streek@voorbeeld.be")
    assert statement.contact() == "Meld een probleem aan: streek@voorbeeld.be."
    app = open_page("toegankelijkheidsverklaring.py")
    assert "streek@voorbeeld.be" in words(app)
    assert "gedeeltelijk" in words(app)
