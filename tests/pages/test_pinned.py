"""An earlier build in the address: its figures on every page, or why not."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from etl import live as etl_live
from etl.publish import attached
from pages import accounts
from pages.briefing.gather import gather
from pages.briefing.slides import slides
from pages.exports.paper import fiche, note
from pages.queries import areas, database, parts, trace
from tests.conftest import DATABASE
from tests.pages.test_app import open_page, words

KEPT, DROPPED, OTHER = (
    "20260101T061500Z-aaaaaaaa",
    "20251201T061500Z-bbbbbbbb",
    "20251101T061500Z-cccccccc",
)
QUERY = {"indicator": "gsm:ar_13", "jaar": "2022"}


@pytest.fixture(scope="module", autouse=True)
def two_builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The live build; a kept one with another figure; one that is dropped; one of another schema."""
    folder = tmp_path_factory.mktemp("pinned")
    live, kept = folder / "monitor.duckdb", folder / "builds" / f"{KEPT}.duckdb"
    kept.parent.mkdir()
    for path in (live, kept):
        shutil.copyfile(DATABASE, path)
    (kept.parent / f"{OTHER}.duckdb").write_bytes(b"no database at all")
    with attached(kept) as connection:
        connection.execute(f"""
            UPDATE monitor.build SET build_id = '{KEPT}', built_at = '2026-01-01 06:15:00';
            UPDATE monitor.area_value SET value = 9.8765 WHERE indicator_id = 'gsm:ar_13'
                AND area_id = 'REFREG05' AND year = 2022;
            UPDATE monitor.area_value SET value = NULL WHERE indicator_id = 'gsm:ar_16'
                AND area_id = '02000' AND year = 2021;
        """)
    with attached(live) as connection:
        connection.execute(f"""
            INSERT INTO monitor.change BY NAME
            SELECT max_by(build_id, built_at) AS build_id, 'herzien gebied' AS kind,
                'gsm:ar_13' AS indicator_id, '' AS breakdown, 'REFREG05' AS area_id,
                2022 AS year, 0.6 AS old, 0.55 AS new FROM monitor.build;
            INSERT INTO monitor.build BY NAME
            SELECT '{DROPPED}' AS build_id, TIMESTAMP '2025-12-01 06:15:00' AS built_at,
                '0' AS code_version, 'x' AS inputs_sha256, 3 AS schema_version;
        """)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(etl_live, "LIVE", live)
        patch.setattr(database, "LIVE", live)
        yield


def live_id() -> str:
    build = database.live_build()
    assert build is not None
    found: str = areas.newest_build(build)["build_id"]
    return found


def shown(file: str = "indicator.py", **query: str) -> str:
    return words(open_page(file, **(QUERY | query))).replace("\u00a0", " ")


def banner(found: str) -> str:
    match = re.search(r'class="m-pinned"[^>]*>(.*?)</p>', found)
    return match[1] if match else ""


def test_the_documents_of_a_meeting_are_of_the_kept_build() -> None:
    """What the page makes of the build in the address, while the screen shows that of now."""
    app = open_page("voorbereiden.py", build=KEPT, onderwerpen="gsm:ar_13")
    build = app.session_state["choice"].build
    found = gather(build, "REFREG05", ["gsm:ar_13"], date(2026, 11, 26))
    assert found and found.build_id == KEPT
    (slide,) = slides(found)
    assert slide.numbers[0].value == "9,88"
    assert "9,88" in str(note.contents(found)["lines"])
    assert KEPT in fiche.contents(build, "24062", "REFREG05", found.built_on)["running"]
    assert any("Het scherm toont altijd" in each.value for each in app.info)
    now = open_page("voorbereiden.py", onderwerpen="gsm:ar_13")
    assert not any("Het scherm toont altijd" in each.value for each in now.info)


def test_a_kept_build_is_shown_with_its_own_figures_and_says_so() -> None:
    found = shown(build=KEPT, van="2019")
    assert "9,88 %" in found
    assert "In de gegevens van nu is dit cijfer 0,55 % in 2022." in found
    assert "Klopt niet: de rijen geven 0,546967 %" in found, "de kopie is vervalst"
    said = banner(found)
    assert f"U bekijkt de gegevens van 1 januari 2026 om 07:15 (build {KEPT})." in said
    assert f"build {KEPT}" in found.split("<footer")[-1], "ook de voettekst"
    address = urlsplit(re.findall(r'href="([^"]+)"', said)[0].replace("&amp;", "&"))
    left = {key: values[0] for key, values in parse_qs(address.query).items()}
    assert left == QUERY | {"van": "2019"}, "de rest van het adres blijft"
    # The live figures are not touched by who looks at older ones.
    assert "0,55 %" in shown() and "9,88 %" not in shown()


@pytest.mark.parametrize("file", ["overzicht.py", "gemeente.py", "gegevens.py"])
def test_every_page_shows_the_build_and_carries_it_on(file: str) -> None:
    app = open_page(file, build=KEPT)
    found = words(app)
    assert f"build {KEPT}" in banner(found)
    if file == "overzicht.py":
        assert "9,88 %" in found.replace("\u00a0", " ")
    links = re.findall(r'href="(indicator\?[^"]+)"', found)
    assert all(f"build={KEPT}" in link for link in links)


def test_the_live_build_by_its_id_is_just_the_live_build() -> None:
    found = shown(build=live_id())
    assert not banner(found)
    assert "0,55 %" in found and "In de gegevens van nu" not in found


def test_a_build_that_is_not_kept_any_more_says_what_changed() -> None:
    found = shown(build=DROPPED)
    said = banner(found)
    assert "van 1 december 2025 om 07:15" in said and "niet meer bewaard" in said
    assert "In die build was dit cijfer 0,60 %." in found
    other = shown(build=DROPPED, indicator="gsm:ar_16")
    assert "Het wijzigingsregister vermeldt sinds die build niets" in other


def test_a_build_of_another_schema_is_not_shown() -> None:
    found = shown(build=OTHER)
    assert "niet leesbaar" in banner(found) and "0,55 %" in found


@pytest.mark.parametrize(
    "asked", ["../monitor", f"../builds/{KEPT}", "/etc/passwd", "<b>x</b>", "*", ""]
)
def test_only_the_ids_of_kept_builds_lead_to_a_file(asked: str) -> None:
    assert database.kept_build(asked) is None
    if asked == "<b>x</b>":
        said = banner(shown("gegevens.py", build=asked))
        assert "Onbekend in het adres: build “&lt;b&gt;x&lt;/b&gt;”" in said


def test_a_signature_leads_to_its_own_file() -> None:
    kept = database.kept_build(KEPT)
    assert kept is not None and kept != database.live_build()
    assert areas.newest_build(kept)["build_id"] == KEPT
    assert Path(etl_live.LIVE).stat().st_ino != kept[1]


def test_what_a_build_withholds_its_trace_withholds() -> None:
    key = ("gsm:ar_16", "", "02000", 2021)
    kept, live = database.kept_build(KEPT), database.live_build()
    assert kept is not None and live is not None
    assert trace.official(live, *key) is not None
    assert trace.official(kept, *key) is None
    figure, made = parts.shown(kept, *key), trace.account(kept, *key)
    assert figure is not None and made is not None
    assert made["value"] is None
    said = accounts.verdict(figure, made | {"n_withheld": 1}, None)
    assert said.startswith("Geen cijfer: één gemeente is niet vrijgegeven")
