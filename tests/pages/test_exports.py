"""The documents of a meeting: from the command line, and the workbook read back."""

import io
from datetime import date
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from pptx import Presentation

from pages.briefing.gather import MOST_TOPICS
from pages.briefing.slides import slides
from pages.exports import apology, command_line, documents, meeting_book
from pages.exports.paper import typeset
from pages.exports.workbook import ABOUT
from pages.queries import areas, figures, progress
from tests.pages.office import mistakes
from tests.pages.paper import plain
from tests.pages.test_briefing import ask

TODAY = date(2026, 11, 26)


def sheet(content: bytes, name: str) -> pl.DataFrame:
    found: pl.DataFrame = fastexcel.read_excel(content).load_sheet(name).to_polars()
    return found


def test_the_workbook_has_every_figure_of_the_slides() -> None:
    found = ask()
    content = meeting_book.meeting_book(found)
    rows = sheet(content, "Cijfers")
    on_slides = {n.indicator for each in slides(found) for n in each.numbers}
    assert set(rows["Code in de monitor"]) == on_slides
    for indicator, value in rows.select("Code in de monitor", "Waarde").iter_rows():
        assert value == pytest.approx(found.figures[indicator]["value"], rel=1e-12)
    judged = rows.filter(pl.col("Signaal").is_not_null())
    assert judged.height > 5
    assert judged["Waarom dat signaal"].null_count() == 0


def test_the_workbook_has_course_and_municipalities_of_each_figure() -> None:
    found = ask("3", "pinc:unemployment_rate")
    content = meeting_book.meeting_book(found)
    course = sheet(content, "Verloop").filter(
        pl.col("Indicator") == "Werkzoekendengraad"
    )
    towns = sheet(content, "Gemeenten").filter(
        pl.col("Indicator") == "Werkzoekendengraad"
    )
    row = found.figures["pinc:unemployment_rate"]
    wanted = figures.trend(
        found.build,
        row["indicator_id"],
        row["breakdown"],
        [found.region, areas.FLANDERS],
    )
    assert course["Waarde"].to_list() == pytest.approx(wanted["value"].to_list())
    assert set(course["Gebied"]) == {"Oost-Brabant", "Vlaams Gewest"}
    assert towns.height == 32
    assert towns["Waarde"].is_sorted(descending=True)
    actions = sheet(content, "Acties")
    of_lines = sum(len(line.actions) for line in found.lines.values())
    across = progress.actions(found.build, "context")
    assert actions.height == of_lines + len(across)
    assert actions["Actielijn"].to_list().count("Over de lijnen heen") == len(across)
    started = sheet(content, "Acties").filter(pl.col("Begin").is_not_null())
    assert {"dag", "jaar"} == set(started["Begin gekend tot op"])
    about = str(sheet(content, ABOUT).rows())
    assert found.build_id in about
    assert "Kolom Dekking" in about
    assert "Kolom Teller" not in about, "die kolom is er niet"


def test_the_workbook_keeps_to_the_schemas_of_office(tmp_path: Path) -> None:
    content = meeting_book.meeting_book(ask())
    assert mistakes(content, tmp_path / "cijfers.xlsx") == []


def test_what_cannot_be_compared_has_no_flanders_beside_it() -> None:
    found = ask("census:work_within")
    rows = sheet(meeting_book.meeting_book(found), "Cijfers")
    assert rows["Waarde"].to_list() == [found.figures["census:work_within"]["value"]]
    assert rows["Vlaanderen"].to_list() == [None]


def test_a_meeting_without_figures_has_a_workbook_all_the_same() -> None:
    content = meeting_book.meeting_book(ask("titel", "bronnen"))
    assert sheet(content, "Cijfers").height == 0
    assert sheet(content, "Bronnen").height > 3


def test_the_command_line_writes_the_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["workbook", "--to", str(tmp_path / "nieuw")]) == 0
    (path,) = (tmp_path / "nieuw").iterdir()
    assert path.name == f"cijfers_Oost-Brabant_{date.today().isoformat()}.xlsx"
    assert sheet(path.read_bytes(), "Cijfers").height > 10
    assert str(path) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["note", "--region", "Kempn"], "Regio “Kempn” is niet bekend. Bedoelde u Kempen"),
        (["note", "--region", "kempen"], "is meer dan één: Kempen (REFREG03)"),
        (["deck", "--topics", "1,gsm:mo_s_1"], "Onbekend onderwerp: “gsm:mo_s_1”. Verwacht: titel, nieuw, 1, 2"),
        (["fiche", "--municipality", "Leuvn"], "Gemeente “Leuvn” is niet bekend. Bedoelde u Leuven"),
        (["workbook", "--to", "/dev/null/map"], "er staat een bestand waar een map moet komen (/dev/null"),
    ],
)  # fmt: skip
def test_the_command_line_refuses_what_it_does_not_know(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(arguments) == command_line.REFUSED
    heard = capsys.readouterr()
    assert heard.err.startswith("Niets geschreven.")
    assert said in heard.err
    assert heard.out == ""


def test_a_failure_leaves_what_was_there_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["fiche", "--municipality", "Leuven", "--to", str(tmp_path)]
    path = tmp_path / "gemeentefiche_24062_Leuven.pdf"
    path.write_bytes(b"van gisteren")

    def full(_path: Path, _content: bytes) -> int:
        raise OSError("No space left on device")

    monkeypatch.setattr(typeset, "PATIENCE", 0.001)
    assert command_line.main(asked) == command_line.REFUSED
    assert "Het document maken lukt niet" in capsys.readouterr().err
    monkeypatch.setattr(typeset, "pdf", lambda *_asked: b"%PDF")
    monkeypatch.setattr(Path, "write_bytes", full)
    assert command_line.main(asked) == command_line.REFUSED
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"van gisteren"]


@pytest.mark.parametrize("kind", ["pptx", "pdf", "xlsx"])
def test_what_cannot_be_made_says_so_in_a_file_of_its_kind(kind: str) -> None:
    def fails() -> bytes:
        raise RuntimeError("out of memory")

    made = apology.unless(fails, kind, "Nota van Oost-Brabant")
    if kind == "pptx":
        said = "".join(
            shape.text
            for shape in Presentation(io.BytesIO(made)).slides[0].placeholders
        )
    else:
        said = plain(made) if kind == "pdf" else str(sheet(made, ABOUT).rows())
    assert "kon niet gemaakt worden" in said
    assert apology.unless(lambda: b"goed", kind, "Nota") == b"goed"


def test_more_topics_than_a_meeting_takes_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    many = list(ask().figures)[: MOST_TOPICS + 1]
    asked = ["deck", "--to", str(tmp_path), "--topics", ",".join([*many, many[0]])]
    assert command_line.main(asked) == command_line.REFUSED
    assert "ten hoogste 30 onderwerpen: het laatste valt weg" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_document_that_fails_is_said_in_dutch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "TEMPLATES", tmp_path)
    assert command_line.main(["note", "--to", str(tmp_path)]) == command_line.REFUSED
    said = capsys.readouterr().err
    assert said.startswith("Niets geschreven. Het document maken lukt niet.")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), RuntimeError("Query interrupted")]
)
def test_ctrl_c_ends_it_without_a_trace(
    error: BaseException,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_asked: object) -> bytes:
        raise error

    monkeypatch.setattr(typeset, "pdf", interrupted)
    assert command_line.main(["note", "--to", str(tmp_path)]) == command_line.REFUSED
    assert capsys.readouterr().err == "Niets geschreven. Afgebroken.\n"
    assert not list(tmp_path.iterdir())


def test_without_a_database_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "live_build", lambda: None)
    assert command_line.main(["deck"]) == command_line.REFUSED
    assert "python -m etl build" in capsys.readouterr().err


def test_wrong_use_is_said_in_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.main(["dek"])
    assert ended.value.code == 2
    assert "onbekende keuze: 'dek'" in capsys.readouterr().err


def test_a_file_carries_the_day_of_the_meeting() -> None:
    found = ask()
    document = documents.DOCUMENTS["note"]
    assert documents.name(document, found, TODAY) == "nota_Oost-Brabant_2026-11-26.pdf"


def test_regions_of_one_name_have_files_of_their_own() -> None:
    found = [ask(region=region) for region in ("REFREG03", "vervoerregio-kempen")]
    assert found[0].region_name == found[1].region_name
    names = [documents.name(documents.DOCUMENTS["note"], each, TODAY) for each in found]
    assert names == [
        "nota_Kempen_2026-11-26.pdf",
        "nota_vervoerregio_Kempen_2026-11-26.pdf",
    ]


def test_a_topic_asked_twice_is_heard_once() -> None:
    assert ask("titel", "1", "titel", "1").topics == ["titel", "1"]
