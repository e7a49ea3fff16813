"""The Excel form: there and back, every mistake by its cell, nothing of others overwritten."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import areas, catalogue
from etl.plan import cells, edits, export, form, importing, state
from etl.plan.importing import Import
from etl.refusal import Refusal
from tests.etl.plan.conftest import Load
from tests.etl.plan.test_edits import line, write

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TITLES = {sheet.title: [c.title for c in sheet.columns] for sheet in form.SHEETS}
Cells = Mapping[str, Any]
"""What a row holds, by the title of its column."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.xlsx"


@pytest.fixture
def back(path: Path, load: Load) -> Callable[[], Import]:
    """The form read back against the plan of now."""
    return lambda: importing.read(path, load(), "an", NOW)


def fill(
    path: Path,
    rows: Mapping[str, Sequence[Cells]],
    more: Callable[[Any], None] = lambda book: None,
) -> None:
    """A form with these rows, from row 2 on; `more` may add to the workbook."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, lines in rows.items():
            page = book.add_worksheet(title)
            page.write_row(0, 0, TITLES[title])
            for row, cells_of in enumerate(lines, start=1):
                for name, value in cells_of.items():
                    place = TITLES[title].index(name)
                    kind = as_date if isinstance(value, date) else None
                    page.write(row, place, value, kind)
        more(book)


def texts(found: Import) -> list[str]:
    return [str(problem) for problem in found.problems]


NEW = {"Actielijn": 3, "Titel": "Nieuwe actie", "Bron": "verslag"}


def test_there_and_back_changes_nothing(
    path: Path, load: Load, back: Callable[[], Import]
) -> None:
    export.write(path, load())
    found = back()
    assert (found.edits, found.problems, found.untouched) == ([], [], 0)


def test_the_real_plan_comes_back_as_it_went(path: Path) -> None:
    plan = state.load(
        state.known(catalogue.load(), areas.load()), edit_file=Path("none")
    )
    export.write(path, plan)
    found = importing.read(path, plan, "an", NOW)
    assert (found.edits, found.problems) == ([], [])


def test_the_form_explains_itself(path: Path, load: Load) -> None:
    export.write(path, load())
    sheets = cells.read(path)
    assert list(sheets)[:6] == ["Toelichting", *TITLES]
    first = sheets["Acties"]
    assert [first[1, place].text for place in range(1, 14)] == TITLES["Acties"]
    assert first[2, 2].text == "Verplicht. 1 tot 4, of 'overkoepelend'."
    assert first[3, 1].text == "rea"
    assert first[3, 6].text == "2014"
    assert first[4, 8].text == "2017-09-21 00:00:00"


def test_what_is_filled_in_becomes_edits(
    path: Path, load: Load, back: Callable[[], Import], edit_file: Path
) -> None:
    fill(
        path,
        {
            "Acties": [
                {
                    "Id": "rea",
                    "Actielijn": "overkoepelend",
                    "Titel": "Ruimtelijk-economische agenda",
                    "Begin": 2014,
                    "Uitvoering": "Afgerond",
                    "Afgerond op": date(2026, 11, 19),
                    "Indicatoren": "gsm:ar_13 – Leefloon; gsm:ar_11",
                    "Bron": "de projectsite",
                },
                NEW,
            ],
            "Mijlpalen": [
                {"Actie": "Nieuwe actie", "Titel": "Stap", "Tegen": "30/06/2027"},
                {
                    "Id": "rea-nota",
                    "Actie": "rea",
                    "Titel": "Nota",
                    "Verwijderen": "ja",
                },
            ],
            "Doelen": [
                {
                    "Titel": "Minder wagens",
                    "Eigenaar": "Taskforce",
                    "Actielijnen": "3; 4",
                    "Gebied": "REFREG05 – Oost-Brabant",
                    "Indicator": "gsm:mo_s_12 – Vervoermiddel",
                    "Opsplitsing": "antwoord=auto",
                    "Basisjaar": 2023,
                    "Doeljaar": 2030,
                    "Waarde": 52.5,
                    "Eenheid": "%",
                    "Richting": "omlaag",
                    "Meet": "hetzelfde",
                    "Status": "bevestigd",
                    "Bron": "verslag",
                }
            ],
            "Vergaderingen": [{"Datum": date(2027, 1, 15), "Overleg": "Taskforce"}],
        },
    )
    found = back()
    assert texts(found) == []
    edits.append(edit_file, found.edits)
    plan = load()
    assert plan.refused == []
    rea, cafe, new = plan.actions
    assert (rea.action_line, rea.execution, rea.finished) == (
        "context",
        "afgerond",
        "2026-11-19",
    )
    assert (rea.end, rea.indicators) == (None, ["gsm:ar_13", "gsm:ar_11"])
    assert cafe.title == "Ondernemerscafé"
    assert (new.id, new.action_line) == ("nieuwe-actie", "3")
    assert plan.models["milestone"]["nieuwe-actie-stap"].due == "2027-06-30"  # type: ignore[attr-defined]
    assert "rea-nota" not in plan.models["milestone"]
    assert (plan.targets[1].value, plan.targets[1].action_lines) == (52.5, ["3", "4"])
    assert [meeting.id for meeting in plan.meetings] == [
        "2027-01-15-taskforce",
        "taskforce-1",
    ]
    assert {row.who for row in plan.history} == {"an"}
    assert back().edits == []


@pytest.mark.parametrize(
    ("title", "row", "expected"),
    [
        ("Acties", NEW | {"Begin": "3/4/2026"}, "Acties!F2: gevonden '3/4/2026', verwacht een datum die maar op één manier te lezen is: 2026-04-03 of 2026-03-04?"),
        ("Acties", NEW | {"Begin": "31/2/2026"}, "Acties!F2: gevonden '31/2/2026', verwacht een datum: typ ze als datum"),
        ("Acties", NEW | {"Begin": 46000}, "Acties!F2: gevonden '46000', verwacht een datum"),
        ("Acties", NEW | {"Begin": "voorjaar 2020"}, "Acties!F2: gevonden 'voorjaar 2020', verwacht een datum"),
        ("Acties", NEW | {"Begin": 2020, "Termijn": 2019}, "Acties!A2: het einde ligt voor het begin (2020, 2019)"),
        ("Acties", NEW | {"Uitvoering": "bezig"}, "Acties!I2: gevonden 'bezig', verwacht een van: niet gestart, lopend, afgerond, doorlopend"),
        ("Acties", NEW | {"Actielijn": 7}, "Acties!B2: gevonden '7', verwacht een van: 1, 2, 3, 4, overkoepelend"),
        ("Acties", NEW | {"Indicatoren": "gsm:ar_13; ar_99"}, "Acties!K2: Indicatoren: onbekende indicator 'ar_99'"),
        ("Acties", {"Titel": "Zonder bron", "Actielijn": 1}, "Acties!L2: Bron: ontbreekt"),
        ("Acties", NEW | {"Titel": "Ondernemerscafé", "Id": "café 1"}, "Acties!A2: Id: verwacht letters, cijfers"),
        ("Acties", NEW | {"Verwijderen": "misschien"}, "Acties!M2: gevonden 'misschien', verwacht een van: ja, nee"),
        ("Mijlpalen", {"Titel": "Stap", "Actie": "weg"}, "Mijlpalen!B2: Actie: onbekende actie 'weg'"),
        ("Doelen", {"Id": "T1", "Waarde": "1.500"}, "Doelen!K2: gevonden '1.500', verwacht een getal als getal"),
        ("Doelen", {"Id": "T1", "Waarde": "veel"}, "Doelen!K2: gevonden 'veel', verwacht een getal zoals 37,5"),
        ("Doelen", {"Id": "T1", "Basisjaar": 2020.5}, "Doelen!H2: gevonden '2020.5', verwacht een geheel getal"),
        ("Doelen", {"Id": "T1", "Gebied": "Leuven"}, "Doelen!E2: Gebied: onbekend gebied 'Leuven'"),
        ("Vergaderingen", {"Datum": "2026-12", "Overleg": "Taskforce"}, "Vergaderingen!B2: gevonden '2026-12', verwacht een datum"),
        ("Vergaderingen", {"Datum": "25/12/2026", "Overleg": "Raad"}, "Vergaderingen!C2: Overleg: onbekend overleg 'Raad', verwacht: Taskforce"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_cell(
    path: Path,
    back: Callable[[], Import],
    title: str,
    row: dict[str, Any],
    expected: str,
) -> None:
    if title == "Doelen":
        told = {
            "Titel": "Doel",
            "Eigenaar": "x",
            "Actielijnen": 3,
            "Eenheid": "%",
            "Bron": "x",
        }
        row = told | {"Meet": "geen", "Status": "bevestigd"} | row
    fill(path, {title: [row]})
    found = texts(back())
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_all_mistakes_at_once(path: Path, back: Callable[[], Import]) -> None:
    wrong = [
        NEW | {"Titel": "Een", "Begin": "x"},
        NEW | {"Titel": "Twee", "Timing": "x"},
    ]
    fill(path, {"Acties": wrong, "Vergaderingen": [{"Datum": "x"}]})
    assert [text.partition(":")[0] for text in texts(back())] == [
        "Acties!F2",
        "Acties!J3",
        "Vergaderingen!B2",
        "Vergaderingen!C2",
    ]


def test_decimals_as_text_are_read_where_they_are_clear(
    path: Path, back: Callable[[], Import]
) -> None:
    base = {
        "Titel": "Doel",
        "Eigenaar": "x",
        "Actielijnen": 3,
        "Eenheid": "euro",
        "Bron": "x",
    }
    base |= {"Meet": "geen", "Status": "bevestigd"}
    rows = [
        base | {"Id": f"N{n}", "Waarde": v}
        for n, v in enumerate(["37,5", "37.5", 1.125])
    ]
    fill(path, {"Doelen": rows})
    assert [(edit.set or {})["value"] for edit in back().edits] == [37.5, 37.5, 1.125]


def test_an_error_of_a_formula_is_named(path: Path, back: Callable[[], Import]) -> None:
    def broken(book: Any) -> None:
        page = book.add_worksheet("Notities")
        page.write_row(0, 0, TITLES["Notities"])
        page.write_row(1, 1, ["rea", "2026", "tekst"])
        page.write_formula(1, 4, "=1/0", None, "#DIV/0!")

    fill(path, {}, broken)
    assert texts(back()) == [
        "Notities!E2: gevonden 'een formule met een fout', verwacht een waarde; verbeter de formule"
    ]


def test_unknown_sheets_and_columns_are_refused(
    path: Path, back: Callable[[], Import]
) -> None:
    def odd(book: Any) -> None:
        book.add_worksheet("Blad1").write(0, 0, "x")
        page = book.add_worksheet("Notities")
        page.write_row(0, 0, ["Id", "Actie", "Datum", "Opmerking", "Bron", "Actie"])
        page.write(4, 8, "los")

    fill(path, {}, odd)
    found = texts(back())
    assert found[0].startswith("Blad1: onbekend blad; verwacht: Acties, Mijlpalen")
    assert found[1].startswith(
        "Notities!D1: onbekende kolom 'Opmerking'; verwacht: Id, Actie"
    )
    assert found[2:] == [
        "Notities!F1: kolom 'Actie' staat er twee keer",
        "Notities!I1: kolom zonder titel; verwacht: Id, Actie, Datum, Tekst, Bron, Verwijderen",
        "Notities: kolom 'Tekst' ontbreekt",
        "Notities: kolom 'Verwijderen' ontbreekt",
    ]


def test_a_row_or_column_put_in_above_shifts_the_names_too(
    path: Path, back: Callable[[], Import]
) -> None:
    def shifted(book: Any) -> None:
        page = book.add_worksheet("Acties")
        page.write_row(1, 1, TITLES["Acties"])

    fill(path, {}, shifted)
    assert texts(back())[0].startswith("Acties!B1: kolom zonder titel")


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04 half"])
def test_what_is_no_workbook_is_refused(
    path: Path, back: Callable[[], Import], content: bytes
) -> None:
    path.write_bytes(content)
    with pytest.raises(Refusal):
        back()


def test_a_row_that_is_gone_or_asked_away_twice_over(
    path: Path, back: Callable[[], Import]
) -> None:
    """Taking out a row does nothing; an action goes only with all that belongs to it."""
    gone = {"Id": "rea", "Titel": "x", "Actielijn": 1, "Bron": "x", "Verwijderen": "ja"}
    fill(path, {"Acties": [gone]})
    found = back()
    assert texts(found) == [
        "Acties!M2: verwijder ook mijlpaal rea-nota, notitie rea-2024"
    ]
    assert found.untouched == 5
    below = {"Mijlpalen": [{"Id": "rea-nota", "Verwijderen": "ja"}]}
    fill(
        path,
        {
            "Acties": [gone],
            **below,
            "Notities": [{"Id": "rea-2024", "Verwijderen": "ja"}],
        },
    )
    assert [(edit.entity, edit.remove) for edit in back().edits] == [
        ("milestone", True),
        ("note", True),
        ("action", True),
    ]


def test_two_rows_for_one_record_are_refused(
    path: Path, back: Callable[[], Import]
) -> None:
    fill(path, {"Acties": [NEW, NEW, NEW | {"Titel": "Café", "Id": "cafe"}]})
    assert texts(back()) == ["Acties!A3: 'nieuwe-actie' staat ook in Acties!A2"]


def test_a_new_row_never_writes_over_a_record(
    path: Path, back: Callable[[], Import]
) -> None:
    fill(path, {"Acties": [NEW | {"Titel": "Café"}, NEW | {"Titel": "REA"}]})
    assert texts(back())[0].startswith("Acties!A2: er is al een rij met het id 'cafe'")


def rewritten(path: Path, sheet: str, cell: tuple[int, int], text: str) -> None:
    """The same workbook with another text in one cell."""
    held = cells.read(path)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for title, found in held.items():
            page = book.add_worksheet(title)
            for (row, column), one in found.items():
                shown = text if (title, (row, column)) == (sheet, cell) else one.text
                if shown.endswith(" 00:00:00"):
                    day = datetime.fromisoformat(shown)
                    page.write_datetime(row - 1, column - 1, day, as_date)
                else:
                    page.write_string(row - 1, column - 1, shown)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    path: Path, load: Load, back: Callable[[], Import], edit_file: Path
) -> None:
    export.write(path, load())
    other = {"owner": "Interleuven", "title": "REA"}
    write(edit_file, line("26T09", "action", "rea", set=other))
    assert (back().edits, back().problems) == ([], [])
    rewritten(path, "Acties", (3, 3), "Agenda")
    assert texts(back()) == [
        "Acties!C3: intussen door iemand anders gewijzigd in 'REA'"
    ]
    rewritten(path, "Acties", (3, 3), "REA")
    assert (back().edits, back().problems) == ([], [])
    rewritten(path, "Acties", (3, 12), "een andere bron")
    assert [edit.set for edit in back().edits] == [{"source": "een andere bron"}]
    write(edit_file, line("26T10", "meeting", "taskforce-1", remove=True))
    assert "Vergaderingen!A3: 'taskforce-1' is intussen verwijderd" in texts(back())


words = st.text(
    st.characters(
        codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters=";"
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() == text)
partial = st.one_of(
    st.integers(1950, 2050).map(str),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)).map(str),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)).map(lambda day: str(day)[:7]),
)
changes = st.fixed_dictionaries(
    {"title": words, "source": words},
    optional={
        "owner": st.none() | words,
        "start": st.none(),
        "end": st.none() | partial,
        "execution": st.sampled_from([None, "lopend", "niet gestart", "doorlopend"]),
        "timing": st.sampled_from([None, "op tijd", "te laat", "geen termijn"]),
        "indicators": st.lists(
            st.sampled_from(["gsm:ar_13", "gsm:ar_11"]), unique=True
        ),
        "action_line": st.sampled_from(["1", "2", "3", "4", "context"]),
    },
)
figures = st.fixed_dictionaries(
    {"value": st.floats(0, 100).map(lambda value: round(value, 6))},
    optional={"horizon": words, "relative": st.booleans(), "note": st.none() | words},
)


@settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes, figures)
def test_whatever_the_plan_becomes_the_form_carries_it(
    path: Path,
    load: Load,
    edit_file: Path,
    action: dict[str, Any],
    target: dict[str, Any],
) -> None:
    """A form of the changed plan changes nothing of it, and makes it of the plan before."""
    edit_file.unlink(missing_ok=True)
    before = load()
    write(
        edit_file,
        line("20T09", "action", "rea", set={"start": None, **action}),
        line("20T10", "target", "T1", set=target),
    )
    after = load()
    assert after.refused == []
    export.write(path, after)
    assert importing.read(path, after, "an", NOW).edits == []
    edit_file.unlink()
    # Without its memory a form says what the plan should become.
    held = {
        title: found for title, found in cells.read(path).items() if title != form.BASE
    }
    assert len(held) == 7
    found = importing.compare(held, before, "bo", NOW)
    assert texts(found) == []
    edits.append(edit_file, found.edits)
    assert load().models == after.models


def test_an_edit_line_is_json_that_a_reader_knows(
    path: Path, back: Callable[[], Import], edit_file: Path
) -> None:
    fill(path, {"Acties": [NEW]})
    edits.append(edit_file, back().edits)
    assert json.loads(edit_file.read_text(encoding="utf-8")) == {
        "at": "2026-11-26T12:00:00Z",
        "who": "an",
        "entity": "action",
        "id": "nieuwe-actie",
        "set": {"action_line": "3", "title": "Nieuwe actie", "source": "verslag"},
    }
