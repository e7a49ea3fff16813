"""Charts as files: complete, in Dutch, drawn without internet."""

import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import altair as alt
import polars as pl
import pytest
from PIL import Image

from pages.components import chart_theme, downloads
from pages.components.filters import Choice
from pages.exports import facts, picture
from pages.exports.picture import Caption, Drawing
from pages.queries.database import Row
from tests.pages.test_app import open_page

SVG = "{http://www.w3.org/2000/svg}"
Shown = tuple[Caption, dict[str, Drawing]]
"""What the page hands to the block with downloads."""
CHART = alt.Chart(pl.DataFrame({"x": [1.5, 2.5], "y": ["a", "b"]})).mark_bar()
CHART = CHART.encode(x="x:Q", y="y:N")
CAPTION = Caption("Titel", "euro", "Bron: ergens.", "Gemaakt op: vandaag.")
PLAIN = Drawing("verloop", "het verloop", "Verloop", CHART, "Er is een reeks.")


def shown_on_page(patch: pytest.MonkeyPatch, **query: str) -> Shown:
    """Open the indicator page and take what it drew."""
    taken: list[Shown] = []

    def take(figure: Row, choice: Choice, drawings: list[Drawing | None]) -> None:
        drawn = {each.name: each for each in drawings if each}
        taken.append((facts.caption(figure, choice), drawn))

    with patch.context() as context:
        context.setattr(downloads, "render", take)
        open_page("indicator.py", **query)
    return taken[0]


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as context:
        yield context


@pytest.fixture(scope="module")
def register(patch: pytest.MonkeyPatch) -> Shown:
    return shown_on_page(patch, indicator="gsm:ar_13", gemeente="24062", jaar="2022")


@pytest.fixture(scope="module")
def survey(patch: pytest.MonkeyPatch) -> Shown:
    return shown_on_page(patch, indicator="gsm:mo_s_17", kaart="vlaanderen")


DRAWN: dict[tuple[str, str], ElementTree.Element] = {}
"""Each picture once: drawing costs most of the time of these tests."""


def draw(shown: Shown, name: str) -> ElementTree.Element:
    caption, drawings = shown
    key = (caption.title, name)
    if key not in DRAWN:
        DRAWN[key] = ElementTree.fromstring(picture.svg(drawings[name], caption))  # noqa: S314
    return DRAWN[key]


def words(drawn: ElementTree.Element) -> str:
    """All text that can be read in the picture."""
    return " ".join("".join(each.itertext()) for each in drawn.iter(f"{SVG}text"))


def shapes(drawn: ElementTree.Element) -> int:
    """Municipalities drawn: the first group of shapes of the map."""
    group = next(g for g in drawn.iter(f"{SVG}g") if "mark-shape" in g.get("class", ""))
    return sum(len(path.get("d", "")) > 20 for path in group.iter(f"{SVG}path"))


@pytest.mark.parametrize("name", ["verloop", "kaart", "gemeenten"])
def test_a_picture_explains_itself(register: Shown, name: str) -> None:
    drawn = draw(register, name)
    said = words(drawn)
    for needed in (
        "Personen met (equivalent) leefloon",
        "Oost-Brabant (referentieregio, 32 gemeenten)",
        "eenheid: %",
        "Bron: Gemeente- en Stadsmonitor",
        "licentie: niet vermeld",
        "Opgehaald op: 2",
        "Build: 20",
    ):
        assert needed in said
    assert drawn.get("lang") == "nl-BE" and drawn.get("role") == "img"
    described = "".join(drawn.find(f"{SVG}desc").itertext())  # type: ignore[union-attr]
    assert "Leuven" in described and "Bron: " in described
    english = [e.get("aria-label") for e in drawn.iter() if e.get("aria-label")]
    assert english == []


def test_numbers_are_dutch_and_colours_those_of_the_screen(register: Shown) -> None:
    assert "1,29" in words(draw(register, "gemeenten"))
    assert "0,5" in words(draw(register, "verloop"))
    lines = {
        path.get("stroke") for path in draw(register, "verloop").iter(f"{SVG}path")
    }
    region, flanders, _comparator, chosen = chart_theme.LIGHT[:4]
    assert {region, flanders, chosen} <= lines


def test_the_map_has_every_municipality_and_its_classes(
    register: Shown, survey: Shown
) -> None:
    region, flanders = draw(register, "kaart"), draw(survey, "kaart")
    assert (shapes(region), shapes(flanders)) == (32, 285)
    assert "Vijf klassen" in words(region) and "Leuven" in words(region)
    assert "alle 285 gemeenten van Vlaanderen" in words(flanders)
    boxes = [rect.get("fill") for rect in region.iter(f"{SVG}rect")]
    assert set(chart_theme.SEQUENTIAL) <= set(boxes)


def test_a_survey_says_so(survey: Shown) -> None:
    said = words(draw(survey, "gemeenten"))
    assert "Bevraging zonder gekende foutenmarge" in said
    # Not just "1. ": the id of a build may end a sentence.
    assert not re.search(r"\b1\. [A-Z][a-z]+ ", said.split("Bron: ")[0]), "rangnummers"


def test_a_png_is_sharp_and_knows_its_source(register: Shown) -> None:
    caption, drawings = register
    with Image.open(io.BytesIO(picture.png(drawings["kaart"], caption))) as image:
        image.load()
        assert image.width == picture.PIXELS * picture.WIDTH
        assert image.height > image.width / 2
        assert round(image.info["dpi"][0]) == picture.INCH
        assert image.info["Title"] == caption.title
        assert "Stadsmonitor" in image.info["Source"]
        assert image.info["Creation Time"].startswith("20")
        assert len(image.convert("RGB").getcolors(1 << 20) or []) > 50, "niet leeg"


def test_long_texts_stay_inside_the_picture() -> None:
    long = "Gemeentelijke investeringen in economie, natuur en milieu per inwoner " * 4
    content = picture.png(PLAIN, Caption(long, "euro", long * 2, "vandaag"))
    with Image.open(io.BytesIO(content)) as image:
        edge = picture.PIXELS * picture.MARGIN // 2
        right = image.convert("L").crop(
            (image.width - edge, 0, image.width, image.height)
        )
        assert right.getextrema() == (255, 255)


def test_several_views_make_a_picture_as_wide_as_they_need() -> None:
    several = alt.hconcat(*[CHART.properties(width=500)] * 3)
    wide = Drawing("reeksen", "de reeksen", "Reeksen", several, "Drie reeksen.")
    drawn = ElementTree.fromstring(picture.svg(wide, CAPTION))  # noqa: S314
    assert float(drawn.get("width", "0")) > 1500


def test_nothing_is_fetched() -> None:
    far = alt.Chart(alt.UrlData("https://example.org/far.json")).mark_point()
    with pytest.raises(RuntimeError, match="not allowed"):
        picture.svg(Drawing("x", "x", "x", far, "x"), CAPTION)


def test_a_drawing_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture, "PATIENCE", 0.001)
    with pytest.raises(RuntimeError, match="not done"):
        picture.svg(PLAIN, CAPTION)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_that_fails_says_so_in_dutch(
    kind: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(drawing: Drawing, caption: Caption) -> bytes:
        raise ValueError("kapot")

    monkeypatch.setitem(downloads.DRAW, kind, broken)
    content = downloads.picture_file(PLAIN, CAPTION, kind)
    if kind == "svg":
        assert "kon niet gemaakt worden" in words(ElementTree.fromstring(content))  # noqa: S314
    else:
        assert content.startswith(b"\x89PNG")
    assert "kapot" in caplog.text, "de beheerder vindt de oorzaak"


def test_paper_has_the_colours_of_the_light_look() -> None:
    path = Path(__file__).parents[2] / ".streamlit" / "config.toml"
    look = tomllib.loads(path.read_text(encoding="utf-8"))["theme"]["light"]
    assert look["chartCategoricalColors"] == chart_theme.LIGHT
    assert len(chart_theme.LIGHT) == len(chart_theme.KINDS)
