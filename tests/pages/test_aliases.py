"""A link with a former id shows what it is called now, and says so."""

import asyncio
import shutil
from collections.abc import Iterator

import duckdb
import pytest
from starlette.types import Message, Scope

from etl import live as etl_live
from pages import sitemap
from pages.middleware import KnownPages
from pages.queries import database
from tests.conftest import DATABASE
from tests.pages.test_app import open_page, words


@pytest.fixture(scope="module", autouse=True)
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The pages read a database in which three ids have a former one."""
    copy = tmp_path_factory.mktemp("aliases") / "monitor.duckdb"
    shutil.copy(DATABASE, copy)
    with duckdb.connect(copy) as connection:
        connection.execute("""
            INSERT INTO alias VALUES
                ('indicator', '', 'gsm:oud_13', 'gsm:ar_13'),
                ('area', '', 'oude-streek', 'vervoerregio-leuven'),
                ('breakdown', 'gsm:mo_s_03', 'antwoord=akkoord', 'antwoord=eens')
        """)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(etl_live, "LIVE", copy)
        patch.setattr(database, "LIVE", copy)
        yield


def test_a_former_indicator_shows_the_one_of_now_and_says_so() -> None:
    app = open_page("overzicht.py", indicator="gsm:oud_13", regio="oude-streek")
    said = words(app)
    assert (
        "“gsm:oud_13” heet nu “Personen met (equivalent) leefloon” (gsm:ar_13)." in said
    )
    assert "“oude-streek” heet nu “Leuven” (vervoerregio-leuven)." in said
    assert "31 gemeenten" in said
    assert not app.warning, "er is niets onbekends"
    assert app.query_params["indicator"] == "gsm:ar_13"
    assert app.query_params["regio"] == "vervoerregio-leuven"
    app.switch_page("indicator.py").run()
    assert app.title[0].value == "Personen met (equivalent) leefloon"
    assert "heet nu" not in words(app), "één keer volstaat"


def test_a_merged_municipality_shows_the_one_it_is_part_of() -> None:
    app = open_page("overzicht.py", gemeente="12030")
    assert (
        "Puurs (12030) maakt sinds 1 januari 2019 deel uit van Puurs-Sint-Amands."
        in words(app)
    )
    app.switch_page("gemeente.py").run()
    assert app.title[0].value == "Puurs-Sint-Amands"


def test_a_former_breakdown_of_an_indicator() -> None:
    query = {"uitsplitsing": "antwoord=akkoord", "indicator": "gsm:mo_s_03"}
    app = open_page("overzicht.py", **query)
    assert app.query_params["uitsplitsing"] == "antwoord=eens"
    assert "“antwoord=akkoord” heet nu “" in words(app)


def test_ids_in_a_list_with_commas() -> None:
    app = open_page("overzicht.py", gemeenten="24062,12030,gsm:oud_13")
    assert app.query_params["gemeenten"] == "24062,12041,gsm:ar_13"


def test_what_has_no_former_name_stays_unknown() -> None:
    app = open_page("indicator.py", indicator="gsm:zz_99", gemeente="00000")
    messages = words(app)
    assert "gsm:zz_99" in messages and "00000" in messages
    assert "heet nu" not in words(app)


def answer(path: str, query: bytes = b"") -> str:
    """Where the launcher sends the visitor of a page; '' when it lets him through."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: object, _send: object) -> None:
        return

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    paths = {page.path for page in sitemap.PAGES}
    known = KnownPages(app, paths, sitemap.UNKNOWN, sitemap.MOVED)
    scope: Scope = {"type": "http", "path": path, "query_string": query, "headers": []}
    asyncio.run(known(scope, receive, send))
    return dict(sent[0]["headers"])[b"location"].decode() if sent else ""


def test_a_page_that_moved_keeps_its_query() -> None:
    assert answer("/methode", b"regio=REFREG05&x=1") == "/gegevens?regio=REFREG05&x=1"
    assert answer("/overzicht") == "/"
    assert answer("/gegevens", b"deel=methode") == ""
    assert answer("/bestaat-niet") == "/?onbekend=bestaat-niet"


def test_every_former_path_leads_to_a_page_and_is_none_itself() -> None:
    living = {page.path for page in sitemap.PAGES}
    former = [path for page in sitemap.PAGES for path in page.former]
    assert not living & set(former)
    assert len(former) == len(set(former)) == len(sitemap.MOVED)
