"""What the header of a GSM sheet says: which indicator, which columns mean what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import polars as pl

from etl.blocks import Dimension, slug
from etl.catalogue import Indicator
from etl.refusal import Refusal
from etl.sheets import Sheet, clean
from etl.sources.gsm import unseen

CODE = re.compile(
    r"(?:^|_)(AR|CU|DE|EC|KL|LO|MO|ON|RU|SA|WE|WO|ZO)_?(S_)?(\d{2})(?:_(\d))?(?: \(\d+\))?$"
)
LEAD = {"gemeente", "nis-code", "centrumstad", "centrumstad?", "indicator"}
REQUIRED = {"gemeente", "nis-code", "indicator", "jaar"}


@dataclass(frozen=True)
class Layout:
    """A sheet understood: its indicators and the columns by role.

    Column values are the names in `Sheet.cells` (`c0`, `c1`, …).
    """

    sheet: Sheet
    indicators: Sequence[Indicator]
    """One; several where a sheet carries sub-items, told apart by column `item`."""
    name: str
    nis: str
    year: str
    dimensions: dict[str, str]
    """Dimension name to column; `item` also for sub-items."""
    figures: list[str]
    """Answer columns in the catalogue's order, or numerator, denominator, ratio, or one."""
    fractions: bool
    """The generation of 2023 prints percentages as fractions."""

    def printed(self, column: str) -> str:
        """The header text of a column, for messages."""
        return self.sheet.header[int(column[1:])]


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of a GSM sheet with figures, one renamed column apart."""
    return len(REQUIRED - {name.lower() for name in sheet.header}) <= 1


def is_index(sheet: Sheet) -> bool:
    """Whether this is a list of codes (sheet `Indicatoren`), which holds no figures."""
    return [name.lower() for name in sheet.header[:2]] in (
        ["id", "naam indicator"],
        ["thema", "tabblad"],
    )


def understand(sheet: Sheet, catalogue: Sequence[Indicator]) -> Layout:
    """Find out which indicator a sheet holds and what its columns are.

    Raises:
        Refusal: Unknown or contradictory code or title, an unknown breakdown,
            swapped headers, a number of value columns that makes no sense.
    """
    columns = _by_header(sheet)
    for name in sorted(REQUIRED - set(columns)):
        _column(sheet, columns, name.capitalize())
    _check_years(sheet, columns["jaar"])
    used = {columns[name] for name in LEAD & set(columns)} | {columns["jaar"]}
    rest = [column for column in columns.values() if column not in used]
    indicators = _identify(sheet, catalogue, rest)
    first = indicators[0]
    dimensions = {
        name: _column(sheet, columns, dimension.column)
        for name, dimension in wanted_dimensions(first).items()
    }
    rest = [column for column in rest if column not in dimensions.values()]
    _refuse_unknown_breakdown(sheet, rest)
    return Layout(
        sheet=sheet,
        indicators=indicators,
        name=columns["gemeente"],
        nis=columns["nis-code"],
        year=columns["jaar"],
        dimensions=dimensions,
        figures=_answers(sheet, first, rest)
        if first.is_survey
        else _parts(sheet, first, rest),
        fractions=bool({"centrumstad", "centrumstad?"} & set(columns)),
    )


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """Ids of the indicators that a sheet is about by its name, else by its title."""
    code = code_in(sheet.name) or code_in(PurePath(sheet.file).stem)
    if code is not None:
        known = [i.indicator_id for i in catalogue if code in (i.sheet, i.code)]
        return known or [f"gsm:{code.lower()}"]
    header = [name.lower() for name in sheet.header]
    if "indicator" not in header:
        return []
    column = f"c{header.index('indicator')}"
    titles = {slug(title) for title in sheet.cells[column].drop_nulls().unique()}
    return [
        i.indicator_id for i in catalogue if titles & set(map(slug, i.source_titles))
    ]


def wanted_dimensions(indicator: Indicator) -> dict[str, Dimension]:
    """The breakdown columns that the catalogue expects, column `Item` of a sub-item included."""
    if indicator.item is None:
        return indicator.dimensions
    return {"item": Dimension(column="Item", values=[indicator.item])}


def code_in(name: str) -> str | None:
    """The code in a sheet or file name: AR01, GSM_Extract_AR_01 and AR_01 are `AR_01`."""
    match = CODE.search(name.strip())
    if match is None:
        return None
    theme, survey, number, item = match.groups()
    return f"{theme}_{survey or ''}{number}" + (f"_{item}" if item else "")


def _identify(
    sheet: Sheet, catalogue: Sequence[Indicator], columns: list[str]
) -> list[Indicator]:
    """By the code in the name, confirmed by the title inside; else by the title alone.

    A code without a block, and a block that was never read, are described from
    the sheet itself.
    """
    title = _title(sheet)
    by_title = [i for i in catalogue if slug(title) in map(slug, i.source_titles)]
    code = code_in(sheet.name) or code_in(PurePath(sheet.file).stem)
    if code is None:
        sheets = {indicator.sheet for indicator in by_title}
        if len(sheets) != 1:
            raise Refusal(
                sheet.place(),
                f"geen code in de naam, en de titel '{title}' staat niet in de catalogus",
                "noem het bestand naar zijn code, zoals AR_13.csv",
            )
        return _described(by_title, sheet, columns)
    by_code = [i for i in catalogue if code in (i.sheet, i.code)]
    if all(i.unseen and i.code != code and i.item is None for i in by_code):
        return [unseen.new(code, title, sheet, columns, catalogue)]
    confirmed = [indicator for indicator in by_code if indicator in by_title]
    if not confirmed:
        raise Refusal(
            sheet.place(),
            f"de naam zegt {code}, maar de titel is '{title}'; verwacht: "
            + " of ".join(f"'{t}'" for t in by_code[0].source_titles),
            "klopt de titel, zet hem dan bij 'source_titles' in de catalogus",
        )
    return _described(confirmed, sheet, columns)


def _described(
    indicators: list[Indicator], sheet: Sheet, columns: list[str]
) -> list[Indicator]:
    return [unseen.completed(i, sheet, columns) if i.unseen else i for i in indicators]


def _title(sheet: Sheet) -> str:
    column = _by_header(sheet)["indicator"]
    titles = sheet.cells[column].drop_nulls().unique().sort().to_list()
    if len(titles) != 1:
        raise Refusal(
            sheet.place(column="Indicator"),
            f"{len(titles)} titels in één blad ({', '.join(titles[:3])}), verwacht één",
        )
    return str(titles[0])


def _by_header(sheet: Sheet) -> dict[str, str]:
    """Header in lower case to column; a header that occurs twice is refused."""
    columns: dict[str, str] = {}
    for position, name in enumerate(sheet.header):
        if name.lower() in columns:
            raise Refusal(sheet.place(column=name), "deze kolom komt twee keer voor")
        if name:
            columns[name.lower()] = f"c{position}"
    return columns


def _column(sheet: Sheet, columns: dict[str, str], header: str) -> str:
    if header.lower() not in columns:
        raise Refusal(
            sheet.place(),
            f"kolom '{header}' ontbreekt; gevonden: {', '.join(filter(None, sheet.header))}",
        )
    return columns[header.lower()]


def _refuse_unknown_breakdown(sheet: Sheet, columns: list[str]) -> None:
    """A column of texts that the catalogue does not know is a new breakdown."""
    for column in columns:
        if unseen.is_text(sheet.cells[column]):
            example = sheet.cells[column].drop_nulls()[0]
            raise Refusal(
                sheet.place(column=sheet.header[int(column[1:])]),
                f"onbekende uitsplitsing, met waarden als '{example}'",
                "beschrijf ze bij 'dimensions' in de catalogus",
            )


def _answers(sheet: Sheet, indicator: Indicator, columns: list[str]) -> list[str]:
    """Answer columns in the order of the catalogue; `Eens` and `Eens (%)` are the same."""
    aliases = {key.casefold(): value for key, value in indicator.aliases.items()}
    found = {}
    for column in columns:
        label = clean(unseen.PERCENT_MARK.sub("", sheet.header[int(column[1:])]))
        found[aliases.get(label.casefold(), label).casefold()] = column
    wanted = {answer.casefold(): answer for answer in indicator.answers}
    if set(found) != set(wanted):
        raise Refusal(
            sheet.place(),
            f"antwoorden {', '.join(sheet.header[int(c[1:])] for c in columns)}; "
            f"verwacht {', '.join(indicator.answers)}",
            "een andere schrijfwijze hoort bij 'aliases' in de catalogus",
        )
    return [found[answer] for answer in wanted]


def _parts(sheet: Sheet, indicator: Indicator, columns: list[str]) -> list[str]:
    """Numerator, denominator and ratio; or one figure. Anything else is refused."""
    printed = ", ".join(f"'{sheet.header[int(c[1:])]}'" for c in columns)
    if len(columns) not in (1, 3):
        raise Refusal(
            sheet.place(),
            f"{len(columns)} kolommen met getallen ({printed}); "
            "verwacht teller, noemer en verhouding, of één cijfer",
        )
    if len(columns) == 1 and indicator.aggregation == "ratio":
        raise Refusal(
            sheet.place(),
            f"teller en noemer van {indicator.code} ontbreken: alleen {printed}",
        )
    return columns


def _check_years(sheet: Sheet, column: str) -> None:
    """The year column holds years and no other does (DE50 prints two headers swapped)."""
    years = r"^(19|20)\d\d$"
    year = pl.col(column).str.replace(r"\.0$", "")
    wrong = sheet.cells.filter(year.str.contains(years).fill_null(False).not_())
    if wrong.height:
        row, found = wrong.select("row", column).row(0)
        swapped = [
            header
            for position, header in enumerate(sheet.header)
            if sheet.cells[f"c{position}"].str.contains(years).all()
            and sheet.cells[f"c{position}"].null_count() == 0
        ]
        hint = (
            f"; de jaren staan onder '{swapped[0]}': koppen verwisseld"
            if swapped
            else ""
        )
        raise Refusal(
            sheet.place(row, sheet.header[int(column[1:])]),
            f"gevonden '{found or ''}', verwacht een jaartal{hint}",
        )
