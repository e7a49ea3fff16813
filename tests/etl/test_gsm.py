"""The GSM reader on real slices, on the layout of 2026, and on everything it must refuse."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from etl import sheets
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sources import gsm
from tests.etl.conftest import FIXTURES

LEAD = "Gemeente;NIS-code;Indicator;Jaar"
LEEFLOON = "Personen met (equivalent) leefloon"
PARTS = "Aantal personen;Aantal inwoners;Procent (%)"


class Reader:
    """Reads a file with the real catalogue and territory."""

    def __init__(
        self, folder: Path, indicators: Sequence[Indicator], territory: Areas
    ) -> None:
        self.folder, self.indicators, self.territory = folder, indicators, territory

    def file(self, path: Path) -> list[Reading]:
        readings = [
            reading
            for sheet in sheets.read(path)
            if gsm.recognise(sheet)
            for reading in gsm.read(sheet, self.indicators, self.territory)
        ]
        for reading in readings:
            validate(reading.observations, path.name)
        return readings

    def text(self, text: str, name: str = "AR_13.csv") -> Reading:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        (reading,) = self.file(path)
        return reading

    def real(self, name: str) -> list[Reading]:
        return self.file(FIXTURES / "gsm" / name)


@pytest.fixture
def read(tmp_path: Path, indicators: list[Indicator], territory: Areas) -> Reader:
    return Reader(tmp_path, indicators, territory)


def leefloon(*rows: str, header: str = f"{LEAD};{PARTS}") -> str:
    return "\n".join([header, *rows]) + "\n"


def one(frame: pl.DataFrame, **where: object) -> dict[str, object]:
    (found,) = frame.filter(**where).to_dicts()
    return found


# Real slices of 2023 ---------------------------------------------------------


def test_register_of_2023(read: Reader) -> None:
    (reading,) = read.real("AR13.csv")
    leuven = one(reading.observations, nis="24062", year=2022)
    assert leuven["numerator"] == 1322
    assert leuven["value"] == pytest.approx(100 * 1322 / leuven["denominator"])  # type: ignore[operator]
    assert leuven["vintage"] == "2024"
    flanders = one(reading.official, area_id="02000", year=2022)
    assert (flanders["numerator"], flanders["denominator"]) == (41381, 6698876)
    assert all(finding.passed for finding in reading.findings)


def test_percentage_without_parts_is_a_fraction_in_2023(read: Reader) -> None:
    (reading,) = read.real("AR03.csv")
    assert reading.indicator_id == "gsm:ar_03"
    values = reading.observations["value"]
    assert values.is_between(1, 40).all(), "procenten, geen breuken"
    assert reading.observations["numerator"].is_null().all()


def test_line_breaks_in_headers_and_millions(read: Reader) -> None:
    (reading,) = read.real("AR12.csv")
    leuven = one(reading.observations, nis="24062", year=2020)
    assert 30_000 < leuven["value"] < 50_000  # type: ignore[operator]
    assert 1_000 < leuven["numerator"] < 3_000, "miljoen euro, zoals geleverd"  # type: ignore[operator]


def test_padded_categories_become_breakdowns(read: Reader) -> None:
    (reading,) = read.real("AR_07.csv")
    keys = set(reading.observations["breakdown"])
    assert {"herkomst=andere-landen", "herkomst=eu13", "herkomst=belgie"} <= keys
    assert len(keys) == 9


def test_two_breakdowns_and_a_total(read: Reader) -> None:
    (reading,) = read.real("AR18.csv")
    leuven = reading.observations.filter(nis="24062")
    assert one(leuven, breakdown="type-vergoeding=ivt-en-it")["numerator"] == 721
    men = one(leuven, breakdown="geslacht=mannen;type-vergoeding=ivt-en-it")
    assert men["numerator"] == 387


def test_a_year_with_doubled_keys_is_kept_out_and_reported(read: Reader) -> None:
    (reading,) = read.real("AR02.csv")
    assert set(reading.observations["year"]) == {2020}
    finding = next(f for f in reading.findings if f.gate == "dubbel")
    assert (finding.year, finding.passed) == (2021, False)
    assert reading.observations.filter(year=2021).is_empty(), "het jaar blijft weg"


def test_survey_waves_are_on_their_own_boundaries(read: Reader) -> None:
    (reading,) = read.real("MO_S_12.csv")
    aalter = reading.observations.filter(pl.col("nis").is_in(["44001", "44084"]))
    assert set(aalter.select("nis", "year", "vintage").iter_rows()) == {
        ("44001", 2017, "2018"),
        ("44084", 2020, "2024"),
    }
    leuven = one(
        reading.observations, nis="24062", year=2020, breakdown="antwoord=auto"
    )
    assert leuven["value"] == pytest.approx(31)
    assert one(reading.official, year=2020, breakdown="antwoord=auto")[
        "value"
    ] == pytest.approx(60)


def test_a_sub_item_is_an_indicator_and_groups_are_left_out(read: Reader) -> None:
    (reading,) = read.real("MO_S_01.csv")
    assert reading.indicator_id == "gsm:mo_s_01_2"
    assert set(reading.observations["nis"]) == {"44001", "44084", "12014", "24062"}
    assert set(reading.official["area_id"]) == {"02000"}
    assert 2017 not in reading.observations.filter(nis="24062")["year"], (
        "Leuven deed niet mee"
    )


def test_no_break_space_and_odd_spellings(read: Reader) -> None:
    (reading,) = read.real("MO_S_05.csv")
    assert reading.indicator_id == "gsm:mo_s_05"
    assert {"12014", "23039"} <= set(reading.observations["nis"]), (
        "Heist-Op-Den-Berg, Kapelle-Op-Den-Bos"
    )


def test_answers_that_do_not_add_up_are_kept_out(read: Reader) -> None:
    (reading,) = read.real("MO_S_17.csv")
    ardooie = reading.observations.filter(nis="37020", year=2020)
    assert ardooie["value"].is_null().all()
    assert set(ardooie["missing"]) == {"onbekend"}
    assert [f.found for f in reading.findings if not f.passed] == [
        "Ardooie: de antwoorden tellen op tot 82"
    ]


def test_an_index_holds_no_figures(read: Reader) -> None:
    (sheet,) = sheets.read(FIXTURES / "gsm" / "Indicatoren.csv")
    assert gsm.is_index(sheet)
    assert not gsm.recognise(sheet)


# The layouts of 2024-2026, built from their description ----------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_csv_of_2026(read: Reader, mark: str) -> None:
    text = leefloon(
        f"Vlaams Gewest;2000;{LEEFLOON};2024;44000;6821770;0,645",
        f"Leuven;24062;{LEEFLOON};2024;1400;103000;1,359",
        f"Bilzen-Hoeselt;73110;{LEEFLOON};2010;60;31000;0,194",
        f"Linter;24133;{LEEFLOON};2024;0;0;",
    )
    reading = read.text(mark + text, "gemeentestadsmonitor_AR_13 (1).csv")
    assert set(reading.observations["vintage"]) == {"2025"}, (
        "geschiedenis op de kaart van 2025"
    )
    leuven = one(reading.observations, nis="24062")
    assert leuven["value"] == pytest.approx(1.359, abs=0.001)
    linter = one(reading.observations, nis="24133")
    assert (linter["value"], linter["missing"]) == (None, "nvt"), "0 op 0 is geen nul"


def test_theme_workbook(read: Reader) -> None:
    path = read.folder / "stadsmonitor_register_armoede.xlsx"
    with xlsxwriter.Workbook(path) as book:
        index = book.add_worksheet("Indicatoren")
        index.write_row(0, 0, ["ID", "Naam indicator "])
        index.write_row(1, 0, ["AR_13", LEEFLOON])
        sheet = book.add_worksheet("AR_13")
        sheet.write_row(
            0,
            0,
            [
                "Gemeente",
                "NIS-code",
                "Indicator",
                "Jaar",
                "Personen",
                "Inwoners",
                "Procent (%)",
            ],
        )
        sheet.write_row(1, 0, ["Leuven", 24062, LEEFLOON, 2022, 1322, 102236, 1.29309])
        survey = book.add_worksheet("MO_S_06")
        survey.write_row(
            0,
            0,
            [
                "Gemeente",
                "NIS-code",
                "Indicator",
                "Jaar",
                "Oneens (%)",
                "Neutraal",
                "Eens",
            ],
        )
        survey.write_row(1, 0, ["Leuven", 24062, "Veilig fietsen", 2023, 30, 21, "49"])
        survey.write_row(2, 0, ["Antwerpen", 10000, "Veilig fietsen", 2023, 30, 21, 49])
    readings = {reading.indicator_id: reading for reading in read.file(path)}
    assert readings["gsm:ar_13"].observations["numerator"].to_list() == [1322]
    survey_reading = readings["gsm:mo_s_06"]
    assert one(survey_reading.observations, breakdown="antwoord=eens")["value"] == 49
    assert set(survey_reading.official["area_id"]) == {"10000"}, (
        "een provincie is geen gemeente"
    )


def test_workbook_per_indicator(read: Reader) -> None:
    path = read.folder / "GSM_Extract_AR_13.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Blad1")
        sheet.write_row(
            0,
            0,
            [
                "Gemeente",
                "Nis-code",
                "Centrumstad?",
                "Indicator",
                "Jaar",
                "a",
                "b",
                "Procent",
            ],
        )
        sheet.write_row(
            1, 0, ["Leuven", 24062, "Ja", LEEFLOON, 2022, 1322, 102236, 0.0129309]
        )
    (reading,) = read.file(path)
    assert reading.observations["value"].to_list() == [pytest.approx(1.29309, abs=1e-4)]


def test_a_renamed_file_is_known_by_its_title(read: Reader) -> None:
    text = leefloon(f"Leuven;24062;{LEEFLOON};2022;1322;102236;1,29309")
    assert read.text(text, "mijn download.csv").indicator_id == "gsm:ar_13"


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("", "leeg"),
        ("-", "leeg"),
        ("x", "gecensureerd"),
        ("?", "onbekend"),
        ("nvt", "nvt"),
    ],
)
def test_missing_markers_are_kept_apart(read: Reader, cell: str, state: str) -> None:
    reading = read.text(
        leefloon(
            f"Leuven;24062;{LEEFLOON};2022;1322;102236;1,29309",
            f"Diest;24020;{LEEFLOON};2022;{cell};24000;",
        )
    )
    diest = one(reading.observations, nis="24020")
    assert (diest["value"], diest["missing"]) == (None, state)


# What must be refused --------------------------------------------------------

GOOD = f"Leuven;24062;{LEEFLOON};2022;1322;102236;1,29309"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (leefloon(f"Lueven;24062;{LEEFLOON};2022;1;2;50"), "rij 2, kolom 'Gemeente': gevonden 'Lueven'.*verwacht 'Leuven'"),
        (leefloon(GOOD, f"Atlantis;99999;{LEEFLOON};2022;1;2;50"), "rij 3, kolom 'NIS-code': onbekend gebied 'Atlantis'"),
        (leefloon(GOOD, f"Groep van tien;/;{LEEFLOON};2022;1;2;50"), "rij 3.*onbekend gebied 'Groep van tien'"),
        (leefloon(GOOD, f"Diest;24020;{LEEFLOON};2022;1.5;100;1,5"), "rij 3, kolom 'Aantal personen': gevonden '1.5'"),
        (leefloon(GOOD, f"Diest;24020;{LEEFLOON};2022;veel;100;1,5"), "gevonden 'veel', verwacht een getal"),
        (leefloon(GOOD, f"Diest;24020;{LEEFLOON};twee;1;100;1"), "rij 3, kolom 'Jaar': gevonden 'twee'"),
        (leefloon(GOOD.replace(LEEFLOON, "Iets anders")), "de naam zegt AR_13, maar de titel is 'Iets anders'"),
        (leefloon(GOOD, GOOD.replace(LEEFLOON, "Iets anders")), "2 titels in één blad"),
        (leefloon(f"Leuven;24062;{LEEFLOON};2022;1322;102236;7,1"), "de derde kolom is niet de eerste gedeeld"),
        (leefloon(f"Leuven;24062;{LEEFLOON};2022;102236;1322;1,29309"), "de derde kolom is niet"),
        (leefloon(f"Leuven;24062;{LEEFLOON};2022;1,29", header=f"{LEAD};Procent (%)"), "teller en noemer van AR_13 ontbreken"),
        (leefloon(f"Leuven;24062;{LEEFLOON};2022;5;1,29", header=f"{LEAD};Aantal;Procent (%)"), "2 kolommen met getallen"),
        (
            leefloon(f"Leuven;24062;{LEEFLOON};2022;Mannen;1322;102236;1,29309", header=f"{LEAD};Geslacht;{PARTS}"),
            "kolom 'Geslacht': onbekende uitsplitsing, met waarden als 'Mannen'",
        ),
        (leefloon(GOOD, header=f"{LEAD};{PARTS.replace('Aantal inwoners', 'Aantal personen')}"), "komt twee keer voor"),
        (
            leefloon(GOOD, f"Aalter;44001;{LEEFLOON};2022;1;100;1", f"Bilzen-Hoeselt;73110;{LEEFLOON};2022;1;100;1"),
            "bestonden nooit samen",
        ),
    ],
)  # fmt: skip
def test_refused_with_its_place(read: Reader, text: str, message: str) -> None:
    with pytest.raises(Refusal, match=rf"AR_13\.csv.*{message}"):
        read.text(text)


def test_swapped_headers_are_refused_by_both_names(read: Reader) -> None:
    header = "Gemeente;NIS-code;Indicator;Herkomst;Jaar;a;b;Procent (%)"
    title = "Personen met (equivalent) leefloon, naar herkomst"
    text = f"{header}\nLeuven;24062;{title};2020;België;10;1000;1\n"
    with pytest.raises(
        Refusal, match="kolom 'Jaar'.*'België'.*onder 'Herkomst': koppen verwisseld"
    ):
        read.text(text, "AR_14.csv")


def test_an_unknown_category_is_refused(read: Reader) -> None:
    header = "Gemeente;NIS-code;Indicator;Jaar;Herkomst;a;b;Procent (%)"
    title = "Personen met (equivalent) leefloon, naar herkomst"
    text = f"{header}\nLeuven;24062;{title};2020;Mars;10;1000;1\n"
    with pytest.raises(
        Refusal, match="kolom 'Herkomst': onbekende categorie 'mars'|'Mars'"
    ):
        read.text(text, "AR_14.csv")


@pytest.mark.parametrize(
    ("answers", "row", "message"),
    [
        (
            "Oneens (%);Neutraal (%);Helemaal eens (%)",
            "10;20;70",
            "verwacht Oneens, Neutraal, Eens",
        ),
        ("Oneens (%);Eens (%)", "30;70", "verwacht Oneens, Neutraal, Eens"),
        ("Oneens (%);Neutraal (%);Eens (%)", "3;2;4", "tellen op tot 9"),
    ],
)
def test_survey_answers_must_be_known_and_add_up(
    read: Reader, answers: str, row: str, message: str
) -> None:
    text = f"{LEAD};{answers}\nLeuven;24062;Veilig fietsen;2023;{row}\n"
    with pytest.raises(Refusal, match=message):
        read.text(text, "MO_S_06.csv")


def test_a_percentage_of_unclear_scale_is_refused(read: Reader) -> None:
    text = (
        f"{LEAD};Procent (%)\nLeuven;24062;Kansarmoede-index Kind en Gezin;2023;0,12\n"
    )
    with pytest.raises(
        Refusal, match="hoogste waarde is 0.12; verwacht procenten van 0 tot 100"
    ):
        read.text(text, "AR_03.csv")


def test_a_known_code_with_another_title_is_refused(read: Reader) -> None:
    """Codes are reused with another definition: neither code nor title is believed alone."""
    text = f"{LEAD};Procent (%)\nLeuven;24062;Mediaanprijs;2023;5\n"
    with pytest.raises(Refusal, match="de naam zegt WO_07, maar de titel is"):
        read.text(text, "gemeentestadsmonitor_WO_07.csv")


def test_a_block_that_was_never_read_takes_its_breakdown_from_the_file(
    read: Reader,
) -> None:
    text = (
        "Gemeente;NIS-code;Indicator;Jaar;Type;Mediaanprijs (in euro)\n"
        "Leuven;24062;Mediaanprijs huizen;2023;Gesloten bebouwing;395000,0\n"
        "Leuven;24062;Mediaanprijs huizen;2023;Open bebouwing;\n"
    )
    reading = read.text(text, "gemeentestadsmonitor_WO_07.csv")
    assert reading.described
    assert reading.described.aggregation == "none"
    assert reading.described.dimensions["type"].values == [
        "Gesloten bebouwing",
        "Open bebouwing",
    ]
    rows = reading.observations
    assert one(rows, breakdown="type=gesloten-bebouwing")["value"] == 395000
    assert one(rows, breakdown="type=open-bebouwing")["missing"] == "leeg"


def test_the_scale_of_a_block_that_was_never_read_is_proven(read: Reader) -> None:
    header = f"{LEAD};Personenwagens;Inwoners;Verhouding per 1000 inwoners"
    title = "Personenwagens"
    rows = [
        f"Leuven;24062;{title};2023;45000;100000;450",
        f"Herent;24038;{title};2023;10000;20000;500",
    ]
    reading = read.text(leefloon(*rows, header=header), "MO_01.csv")
    assert reading.described
    assert reading.described.factor == 1000
    assert one(reading.observations, nis="24062")["value"] == 450
    assert reading.described.aggregation == "ratio", "de beslissing van de catalogus"


def test_a_new_code_without_proof_is_for_municipalities_only(read: Reader) -> None:
    text = leefloon(
        "Leuven;24062;Iets nieuws;2022;1322;102236;1,29",
        header=f"{LEAD};A;B;Procent (%)",
    )
    described = read.text(text, "gemeentestadsmonitor_ZO_99.csv").described
    assert described
    assert (described.code, described.theme) == ("ZO_99", "Zorg en gezondheid")
    assert (described.aggregation, described.factor) == ("none", 100)


def test_a_new_survey_code_takes_its_answers_from_the_header(read: Reader) -> None:
    text = (
        "Gemeente;NIS-code;Indicator;Jaar;Oneens (%);Neutraal (%);Eens (%)\n"
        "Leuven;24062;Iets gevraagd;2023;20;30;50\n"
    )
    described = read.text(text, "gemeentestadsmonitor_MO_S_98.csv").described
    assert described
    assert described.answers == ["Oneens", "Neutraal", "Eens"]
    assert described.main_breakdown == "antwoord=eens"
    assert described.aggregation == "none", "tot iemand beslist"
