"""The slides as a PowerPoint file, read back with the library that wrote it."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml import parse_xml

from pages import text
from pages.briefing.drawn import Series
from pages.briefing.gather import Briefing
from pages.briefing.slides import MOST_FIGURES, slides
from pages.components.frame import NAME
from pages.exports.deck import fit
from pages.exports.deck.bars import ALL, ENDS, MOST
from pages.exports.deck.chart import SHEET, Words
from pages.exports.deck.deck import deck
from pages.exports.deck.fill import Page
from pages.exports.deck.house import empty
from pages.exports.deck.lines import lines
from pages.exports.deck.places import CHART, LAYOUTS, LINE
from pages.exports.deck.places import TABLE_PAGE as TABLES
from pages.exports.deck.table import pages as table_pages
from pages.exports.workbook import Metadata
from pages.queries import areas, figures
from pages.queries.areas import DEFAULT_REGION, FLANDERS
from tests.pages.office import mistakes
from tests.pages.test_briefing import ask

TODAY = date(2026, 11, 26)
SMALLEST = 16
"""Points, outside the footer."""
MAP = "pinc:unemployment_rate"


def read(briefing: Briefing) -> Any:
    return Presentation(io.BytesIO(deck(briefing)))


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return ask()


@pytest.fixture(scope="module")
def made(briefing: Briefing) -> bytes:
    return deck(briefing)


def test_it_keeps_to_the_schemas_of_office(made: bytes, tmp_path: Path) -> None:
    """No program has to repair it."""
    assert mistakes(made, tmp_path / "dias.pptx") == []
    broken = made_wrong(made)
    assert mistakes(broken, tmp_path / "stuk.pptx"), "anders bewijst het niets"


def made_wrong(content: bytes) -> bytes:
    """The same file with an id of an axis that the format does not allow."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("ppt/charts/chart"):
                part = part.replace(b'<c:axId val="', b'<c:axId val="-')
            new.writestr(name, part)
    return target.getvalue()


@pytest.fixture(scope="module")
def file(made: bytes) -> Any:
    return Presentation(io.BytesIO(made))


def shapes(file: Any) -> Iterator[tuple[Any, Any]]:
    for slide in file.slides:
        for shape in slide.shapes:
            yield slide, shape


def is_decorative(shape: Any) -> bool:
    own = shape._element.xpath(".//p:cNvPr")[0]
    return own.find(".//{*}decorative") is not None


def chart_of(slide: Any) -> Any:
    (found,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    return found


def test_a_slide_for_each_of_the_meeting_in_its_order(
    file: Any, briefing: Briefing
) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in file.slides]
    assert titles == [slide.title for slide in slides(briefing)]
    assert file.slide_width / file.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_the_house_has_only_our_layouts(file: Any) -> None:
    names = [layout.name for layout in file.slide_layouts]
    assert names == [layout.name for layout in LAYOUTS]
    used = {slide.slide_layout.name for slide in file.slides}
    assert {"Titel", "Actielijn", "Kaart en gemeenten", "Tabel"} <= used


def test_everything_is_dutch(made: bytes, file: Any) -> None:
    about = file.core_properties
    assert (about.author, about.language) == (NAME, "nl-BE")
    assert about.title == "Hoe staat Oost-Brabant ervoor?"
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        pages = {
            name: parts.read(name).decode()
            for name in parts.namelist()
            if name.startswith("ppt/") and name.endswith(".xml")
        }
    english = r"en-US|Click to|Placeholder|Office Theme|Sheet1|Second level|Title \d"
    assert {name for name, page in pages.items() if re.search(english, page)} == set()
    for name, page in pages.items():
        runs = parse_xml(page.encode()).iter("{*}r")
        spoken = [run.find("{*}rPr") for run in runs if run.find("{*}t") is not None]
        assert all(each.get("lang") == "nl-BE" for each in spoken), name


def test_each_chart_draws_the_figures_of_the_database(
    file: Any, briefing: Briefing
) -> None:
    drawn = [slide for slide in slides(briefing) if slide.chart]
    charted = [s for s in file.slides if any(shape.has_chart for shape in s.shapes)]
    assert len(drawn) == len(charted) == 8
    for wanted, page in zip(drawn, charted, strict=True):
        assert wanted.chart
        row, chart = wanted.chart.figure, chart_of(page)
        identity = briefing.build, row["indicator_id"], row["breakdown"]
        if wanted.chart.kind == "trend":
            found = figures.trend(*identity, [DEFAULT_REGION, FLANDERS])
            for series, area in zip(
                chart.plots[0].series, (DEFAULT_REGION, FLANDERS), strict=True
            ):
                values = found.filter(area_id=area).drop_nulls("value")["value"]
                assert [v for v in series.values if v is not None] == values.to_list()
        else:
            everywhere = figures.municipal(*identity, DEFAULT_REGION, row["year"])
            rows = everywhere.filter("in_region").drop_nulls("value")
            ends = [*rows.head(ENDS).rows(), *rows.tail(ENDS).rows()]
            at = rows.columns.index("value")
            (series,) = chart.plots[0].series
            assert [v for v in series.values if v is not None] == [r[at] for r in ends]
            assert list(chart.plots[0].categories)[ENDS] == "en nog 22 gemeenten"


def test_the_workbook_of_a_chart_has_what_it_draws_and_all_municipalities(
    file: Any,
) -> None:
    chart = chart_of(
        next(s for s in file.slides if s.shapes.title.text == "Werkzoekendengraad")
    )
    book = fastexcel.read_excel(chart.part.chart_workbook.xlsx_part.blob)
    assert book.sheet_names == [SHEET, ALL, "Over dit cijfer"]
    shown = book.load_sheet(SHEET).to_polars()
    assert shown["Waarde"].to_list() == list(chart.plots[0].series[0].values)
    assert book.load_sheet(ALL).to_polars().height == 32
    facts = book.load_sheet("Over dit cijfer", header_row=None).to_polars()
    assert {"Bron", "Methode", "Build"} <= {*facts.to_series(0)}
    references = [each.text for each in chart._chartSpace.iter("{*}f")]
    assert references and all(each.startswith(f"{SHEET}!") for each in references)


def test_years_are_in_proportion_and_a_gap_stays_a_gap() -> None:
    page = Page(empty(), LINE)
    points = [(2013, None), (2017, 1.0), (2020, None), (2023, 3.0)]
    words = Words("Titel", Metadata("Titel", []))
    series = [Series("regio", "Regio", points)]
    chart = lines(page.shape(CHART), series, {"regio": 1}, words).chart
    first_of_2017, first_of_2020, first_of_2023 = 42736, 43831, 44927
    days = [float(each.label) for each in chart.plots[0].categories]
    assert days == [first_of_2017, first_of_2020, first_of_2023]
    assert list(chart.plots[0].series[0].values) == [1.0, None, 3.0]
    assert chart._chartSpace.find(".//{*}dateAx/{*}baseTimeUnit").get("val") == "years"
    assert chart._chartSpace.find(".//{*}dispBlanksAs").get("val") == "gap"


def test_every_drawing_says_what_it_shows(file: Any) -> None:
    for slide, shape in shapes(file):
        said = shape._element.xpath(".//p:cNvPr")[0].get("descr")
        is_text = shape.has_text_frame and shape.text_frame.text
        assert said or is_text or is_decorative(shape), (slide.slide_id, shape.name)
        assert not (said and is_decorative(shape))
    (chart,) = [shape for shape in file.slides[6].shapes if shape.has_chart]
    assert chart._element.xpath(".//p:cNvPr")[0].get("descr") == (
        "Verloop van werkzoekendengraad: Oost-Brabant van 6,67 in 2014 naar 5,31 in 2024 "
        "en Vlaanderen van 8,54 in 2014 naar 6,58 in 2024"
    )


def test_the_map_has_a_named_shape_for_each_municipality(file: Any) -> None:
    slide = next(s for s in file.slides if s.shapes.title.text == "Werkzoekendengraad")
    groups = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]
    drawing, legend = groups
    assert drawing.name == "Kaart" and len(drawing.shapes) == 32
    described = {s.name: s._element.nvSpPr.cNvPr.get("descr") for s in drawing.shapes}
    assert described["Leuven"] == "Leuven: 7,80"
    numbers = [s.text_frame.text for s in legend.shapes if s.has_text_frame]
    assert [each for each in numbers if each] == ["3,80", "4,50", "5,10", "6,30"]


def test_it_is_read_in_the_order_of_the_eye(file: Any) -> None:
    def names(slide: Any) -> list[str]:
        return [s.name for s in slide.shapes if not is_decorative(s)]

    line, spot = file.slides[2], file.slides[3]
    assert names(line)[:4] == ["Titel", "Kernzin", "Cijfer 1", "Uitleg bij cijfer 1"]
    assert names(line)[-3:] == ["Grafiek", "Voettekst", "Dianummer"]
    assert names(spot)[3:7] == ["Grafiek", "Kaart", "Legende", "Uitleg bij de kaart"]


def test_the_notes_say_source_method_and_coverage(
    file: Any, briefing: Briefing
) -> None:
    for slide, wanted in zip(file.slides, slides(briefing), strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert briefing.build_id in notes
        assert all(note in notes for note in wanted.notes)
        if wanted.numbers:
            assert all(f"{word}: " in notes for word in ("Bron", "Methode", "Dekking"))
    first = file.slides[0].notes_slide.notes_text_frame.text
    assert "/vergadering?regio=REFREG05&onderwerpen=titel,nieuw,1," in first


def test_a_speaker_finds_every_municipality_in_the_notes() -> None:
    slide = read(ask(MAP)).slides[0]
    notes = slide.notes_slide.notes_text_frame.text
    listed = re.search(r"Alle gemeenten van hoog naar laag: (.+)\.", notes)
    assert listed and len(listed[1].split("; ")) == 32
    assert listed[1].startswith("Tienen 8,40; Leuven 7,80; ")


def test_a_figure_has_name_unit_year_flanders_and_verdict() -> None:
    slide = read(ask("3")).slides[0]
    said = {s.name: s.text_frame.text for s in slide.placeholders if s.has_text_frame}
    assert said["Cijfer 1"] == "5,31\u00a0%"
    assert said["Cijfer 2"] == "4,9\nwerkzoekenden per vacature"
    words = said["Uitleg bij cijfer 1"].replace(text.NBSP, " ")
    assert words == (
        "Werkzoekendengraad\n2024, schatting · Vlaanderen 6,58 %\n+ licht gunstig"
    )
    assert len([name for name in said if name.startswith("Cijfer")]) == MOST_FIGURES


def test_a_number_of_millions_has_its_unit_below_it() -> None:
    slide = read(ask("embuild:investment_mobility")).slides[0]
    assert slide.placeholders[20].text_frame.text == "91.699.591\neuro"


def test_without_a_regional_figure_it_is_said_why() -> None:
    slide = read(ask("gsm:ar_14")).slides[0]
    words = {s.name: s.text_frame.text for s in slide.placeholders if s.has_text_frame}
    assert words["Uitleg bij cijfer 1"].startswith(
        "Voor 2020 is er geen regiocijfer: 24 van"
    )
    assert "Streepjesrand: geen gegevens." in words["Uitleg bij de kaart"]


def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Briefing]:
    """Perimeters and contents that ask the most of the page."""
    everywhere = {"area_id": FLANDERS, "name": "Vlaams Gewest"}
    row = everywhere | {"area_type": "gewest", "n": 285}
    known = areas.regions
    monkeypatch.setattr(
        areas,
        "regions",
        lambda build: pl.concat(
            [known(build), pl.DataFrame([row])], how="vertical_relaxed"
        ),
    )
    base = ask("nieuw", "acties", "bronnen")
    yield ask(MAP, "1", "statbel:population", region=FLANDERS)
    yield ask("titel", "2", MAP, region="eerstelijnszone-leuven")
    zone = "politiezone-bierbeek-boutersem-holsbeek-lubbeek"
    yield ask("titel", "2", MAP, region=zone)
    names = {key: len(row["title"]) for key, row in base.figures.items()}
    yield ask(*sorted(names, key=lambda key: -names[key])[:3])
    line = base.lines["3"]
    action = dict(line.actions[0]) | {
        "title": "Een actie met een \x0b lange naam " * 4,
        "end": date(2026, 10, 1),
        "timing": "te laat",
    }
    yield replace(
        base,
        region_name="Oost\x00-Brabant",
        lines={**base.lines, "3": replace(line, actions=[action] * 12)},
        changes=["Een zin die zo lang is dat hij niet op één regel kan staan. " * 4]
        * 6,
        sources=[*base.sources] * 3,
    )


def test_nothing_stands_outside_the_slide_or_on_something_else(
    file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for presentation in (file, *map(read, odd(monkeypatch))):
        for slide in presentation.slides:
            sides = {
                shape.name: (
                    shape.left,
                    shape.top,
                    shape.left + shape.width,
                    shape.top + shape.height,
                )
                for shape in slide.shapes
            }
            for name, (left, top, right, bottom) in sides.items():
                assert 0 <= left < right <= presentation.slide_width, name
                assert 0 <= top < bottom <= presentation.slide_height, name
            for (one, a), (other, b) in combinations(sides.items(), 2):
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
                assert apart, (slide.shapes.title.text, one, other)
        sizes = [
            int(each.get("sz"))
            for page in (*presentation.slides, *presentation.slide_layouts)
            for shape in page.shapes
            if shape.name not in ("Voettekst", "Dianummer")
            for each in shape._element.iter("{*}rPr", "{*}defRPr")
            if each.get("sz")
        ]
        assert min(sizes) >= 100 * SMALLEST


def test_bars_are_all_or_the_highest_and_the_lowest() -> None:
    few = chart_of(read(ask(MAP, region="quadripool")).slides[0])
    assert len(list(few.plots[0].categories)) == 4
    many = chart_of(read(ask(MAP, region="20001")).slides[0])
    assert len(list(many.plots[0].categories)) == MOST
    assert list(many.plots[0].categories)[ENDS] == "en nog 53 gemeenten"


def test_one_municipality_has_its_trend_beside_the_map() -> None:
    slide = read(ask(MAP, region="eerstelijnszone-leuven")).slides[0]
    assert [each.name for each in chart_of(slide).plots[0].series] == [
        "Leuven",
        "Vlaanderen",
    ]


def test_a_long_table_goes_on_with_its_heads_on_the_next_slide() -> None:
    base = ask("bronnen")
    found = read(replace(base, sources=[*base.sources] * 3))
    titles = [slide.shapes.title.text for slide in found.slides]
    assert titles == ["Bronnen (1 van 2)", "Bronnen (2 van 2)"]
    tables = [s.table for _slide, s in shapes(found) if s.has_table]
    assert all(table.first_row and table.cell(0, 0).text == "Bron" for table in tables)
    assert sum(len(table.rows) - 1 for table in tables) == 3 * len(base.sources)


def test_what_is_left_out_of_a_list_is_counted() -> None:
    sentence = "Een zin die zo lang is dat hij niet op één regel kan staan. " * 5
    found = read(replace(ask("nieuw"), changes=[sentence] * 6))
    paragraphs = found.slides[0].placeholders[11].text_frame.paragraphs
    shown = len(paragraphs) - 1
    assert 0 < shown < 6
    assert paragraphs[-1].text == f"Nog {6 - shown} meer: zie de monitor."


def test_a_line_without_figures_says_so() -> None:
    base = ask("1")
    line = replace(base.lines["1"], figures=[])
    found = read(replace(base, lines={**base.lines, "1": line}))
    assert "Voor deze lijn zijn er geen cijfers." in [
        shape.text_frame.text for _slide, shape in shapes(found)
    ]


def test_text_is_measured_as_it_breaks() -> None:
    assert fit.width("m", 72) == pytest.approx(0.889)
    assert fit.width("Oost", 20, bold=False) < fit.width("Oost", 20)
    lines = fit.wrap("Scherpenheuvel-Zichem en Leuven", 20, 2.5)
    assert lines == ["Scherpenheuvel-", "Zichem en Leuven"]


def test_a_table_prefers_one_page_in_smaller_letters() -> None:
    place = next(each for each in TABLES.places if each.kind == "tbl")
    rows = [("Bron", "Datum"), *[("Statbel", "1 mei 2026")] * 12]
    assert [table_pages(place, rows[:n])[0] for n in (5, 13)] == [20, 16]
