"""What a sheet of paper shows of a table that scrolls on a screen."""

import re

from tests.pages.test_frame import read


def rows_of(shown: str) -> list[list[str]]:
    """Cells of the table for the printer."""
    table = shown.split('m-paper"><table')[1].split("</table>")[0]
    return [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        for row in re.findall(r"<tr>(.*?)</tr>", table)
    ]


def test_paper_has_every_municipality_with_its_figures() -> None:
    head, *rows = rows_of(read("indicator.py", indicator="gsm:ar_13", jaar="2022"))
    assert head[:3] == ["Rang", "Gebied", "%"]
    assert len(rows) == 34, "32 gemeenten, de regio en Vlaanderen"
    assert ["–", "Oost-Brabant", "0,55"] in [row[:3] for row in rows]
    assert ["1", "Leuven", "1,29"] in [row[:3] for row in rows]


def test_a_wide_table_keeps_its_first_and_its_newest_columns() -> None:
    shown = read("indicator.py", indicator="gsm:ar_13", jaar="2022", tabel="alle")
    head, *rows = rows_of(shown)
    assert head == ["Gebied", *map(str, range(2015, 2023))]
    assert {len(row) for row in rows} == {9}
