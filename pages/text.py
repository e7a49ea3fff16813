"""Numbers, dates and sentences in nl-BE. Nothing here knows Streamlit."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

LOCALE = "nl_BE"
MISSING = "–"
NBSP = "\u00a0"
"""A space where no line may break."""
AREA_TYPES = {
    "gemeente": "gemeente",
    "referentieregio": "referentieregio",
    "overleg": "overleg",
    "vervoerregio": "vervoerregio",
    "arrondissement": "arrondissement",
    "provincie": "provincie",
    "gewest": "gewest",
    "toerisme": "toeristische regio",
    "streekwerking": "streekwerking",
    "eerstelijnszone": "eerstelijnszone",
    "politiezone": "politiezone",
    "woonmaatschappij": "woonmaatschappij",
}
METHODS = {
    "official": "zoals gepubliceerd door de bron",
    "sum": "som van de gemeenten",
    "ratio": "som van de tellers / som van de noemers",
    "weighted": "gewogen gemiddelde van de gemeenten",
    "implied": "schatting uit de tellers en de afgeronde verhoudingen",
    "pairs": "berekend uit de verplaatsingen tussen gemeenten",
    "none": "geen regionaal cijfer",
}

ABSENT = {
    "leeg": "niet geleverd",
    "gecensureerd": "verborgen door de bron, meestal om mensen niet herkenbaar te maken",
    "nvt": "niet van toepassing",
    "onbekend": "onbekend bij de bron",
}
"""Why a municipality has no value."""

GROWS_WITH_AREA = ("sum", "pairs")
"""Methods whose figure is larger for a larger area, so that Flanders or a region is no yardstick."""


def number(value: float | None, decimals: int) -> str:
    """Decimal comma, point for thousands, a fixed number of decimals."""
    if value is None:
        return MISSING
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # Adding zero turns a rounded -0.0 into 0.
    text: str = format_decimal(round(value, decimals) + 0.0, pattern, locale=LOCALE)
    return text


def exact(value: float | None) -> str:
    """A number as it was delivered, to a millionth, without zeros at the end: '23,5', '1.322'."""
    if value is None:
        return MISSING
    text: str = format_decimal(round(value, 6) + 0.0, "#,##0.######", locale=LOCALE)
    return text


def figure(value: float | None, unit: str, decimals: int) -> str:
    """A number with its unit, kept on one line: '0,55 %', '22.175 euro', '1 inwoner'."""
    if value is None:
        return MISSING
    shown = number(value, decimals)
    return f"{shown}{NBSP}{counted(unit, shown)}".rstrip()


SINGULAR = {
    "diefstallen": "diefstal",
    "huishoudens": "huishouden",
    "inwoners": "inwoner",
    "nationaliteiten": "nationaliteit",
    "nieuwkomers": "nieuwkomer",
    "ongevallen": "ongeval",
    "opcentiemen": "opcentiem",
    "opstappers per weekdag": "opstapper per weekdag",
    "personen": "persoon",
    "slachtoffers": "slachtoffer",
    "vacatures": "vacature",
    "verkochte huizen": "verkocht huis",
    "vestigingen": "vestiging",
    "werkzoekenden": "werkzoekende",
}
"""Units that count things; others (%, euro, per 1.000 inwoners) are the same for one."""


def counted(unit: str, shown: str) -> str:
    """The unit after a number as it is shown: '1' takes the singular."""
    return SINGULAR.get(unit, unit) if shown == "1" else unit


LONGEST_UNIT = 5
"""Characters of a unit that fits beside its number in a card or a table cell."""


def short_unit(unit: str) -> str:
    """The unit for a narrow cell; a long one stands elsewhere in the row."""
    return unit if len(unit) <= LONGEST_UNIT else ""


def long_unit(unit: str) -> str:
    """What `short_unit` leaves out."""
    return "" if len(unit) <= LONGEST_UNIT else unit


def percentage(share: float | None) -> str:
    """A share (0..1) as a whole percentage that never rounds up to 100."""
    if share is None:
        return MISSING
    percent = 100 * share
    if 99.5 <= percent < 100:
        return f"{number(int(percent * 10) / 10, 1)}{NBSP}%"
    return f"{number(percent, 0)}{NBSP}%"


def long_date(day: date | None) -> str:
    """'23 november 2026'; 'onbekend' without a date."""
    if day is None:
        return "onbekend"
    text: str = format_date(day, "d MMMM y", locale=LOCALE)
    return text


def moment(when: datetime) -> str:
    """Date and time in Belgium: '26 november 2026 om 07:30'."""
    local = when.astimezone(ZoneInfo("Europe/Brussels"))
    return f"{long_date(local.date())} om {local:%H:%M}"


def month(number_of_month: int) -> str:
    """Name of a month, 1 to 12."""
    name: str = get_month_names("wide", locale=LOCALE)[number_of_month]
    return name


def municipalities(count: int) -> str:
    """'1 gemeente', '32 gemeenten'."""
    return "1 gemeente" if count == 1 else f"{number(count, 0)} gemeenten"


def area_label(name: str, area_type: str, count: int) -> str:
    """'Oost-Brabant · referentieregio, 32 gemeenten': several perimeters share a name."""
    return f"{name} · {AREA_TYPES.get(area_type, area_type)}, {municipalities(count)}"


def lower_first(title: str) -> str:
    """A title inside a sentence; abbreviations keep their capitals."""
    if len(title) > 1 and title[1].isupper():
        return title
    return title[:1].lower() + title[1:]


def upper_first(label: str) -> str:
    """A label at the start of a sentence or as a heading."""
    return label[:1].upper() + label[1:]


def full_name(name: str, area_type: str) -> str:
    """'vervoerregio Leuven': names that several kinds of perimeters share say which one it is."""
    if area_type in ("gemeente", "referentieregio", "overleg", "gewest"):
        return name
    return f"{AREA_TYPES.get(area_type, area_type)} {name}"


def listing(parts: Sequence[str], last: str = "en") -> str:
    """'a', 'a en b', 'a, b en c'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def difference_unit(unit: str) -> str:
    """Unit of a difference: percentages differ by percentage points."""
    return "procentpunt" if unit == "%" else unit


RATES, COUNTS = ("lager", "hoger"), ("minder", "meer")
"""Words for a difference: a share is higher, a count is more."""


def difference(
    amount: float | None,
    unit: str,
    decimals: int,
    other: str,
    same: str = "",
    words: tuple[str, str] = RATES,
) -> str:
    """'0,07 procentpunt lager dan Vlaanderen'.

    Args:
        amount: Own value minus the other; None gives an empty text.
        unit: Unit of the value.
        decimals: Differences that round to zero in these decimals are none.
        other: What it is compared with.
        same: Text when there is no difference; default 'vergelijkbaar met …'.
        words: For a negative and a positive amount.
    """
    if amount is None:
        return ""
    if round(abs(amount), decimals) == 0:
        return same or f"vergelijkbaar met {other}"
    word = words[amount > 0]
    shown = number(abs(amount), decimals)
    return f"{shown} {counted(difference_unit(unit), shown)} {word} dan {other}"


def change(
    amount: float | None,
    unit: str,
    decimals: int,
    previous_year: int | None,
    words: tuple[str, str] = RATES,
) -> str:
    """'0,05 procentpunt lager dan in 2021'; says so when there is no earlier figure."""
    if amount is None or previous_year is None:
        return "geen vroegere meting"
    same = f"ongewijzigd tegenover {previous_year}"
    return difference(amount, unit, decimals, f"in {previous_year}", same, words)


def coverage_mark(observed: int, members: int, coverage: float | None) -> str:
    """'onvolledig (31 van 32 gemeenten, 98 %)'; empty when complete."""
    if coverage is None or coverage >= 1:
        return ""
    return (
        f"onvolledig ({observed} van {municipalities(members)}, {percentage(coverage)})"
    )


def no_figure(
    year: int | None,
    observed: int | None,
    members: int | None,
    coverage: float | None,
    of: str,
) -> str:
    """Why there is no regional figure: too few municipalities took part.

    Args:
        year: Year of the measurement; None: there is none in the chosen period.
        observed: Municipalities with a figure.
        members: Municipalities of the region.
        coverage: Share of `of` that was observed, 0..1.
        of: What the coverage is a share of, in the plural.
    """
    if year is None or observed is None or members is None:
        return "Geen meting in de gekozen periode."
    share = "" if coverage is None else f", {percentage(coverage)} van de {of}"
    return (
        f"Voor {year} is er geen regiocijfer: "
        f"{observed} van {municipalities(members)}{share}."
    )


def rank(place: int | None, count: int | None, is_survey: bool, alike: int = 0) -> str:
    """'plaats 8 van 15'; a survey without a margin has no rank, with the reason.

    Args:
        place: From high to low.
        count: Areas that are ranked.
        is_survey: Whether the figures come from a sample.
        alike: Others on the same place: they cannot be told apart.
    """
    if place is None and is_survey:
        return "geen rang: geen steekproefmarge bekend"
    if place is None or count is None:
        return ""
    words = f"plaats {place} van {count}, van hoog naar laag"
    if not alike:
        return words
    return f"gedeelde {words}, met {alike} andere"


def period(first: int | None, last: int | None) -> str:
    """'2013–2019', '2021' or 'alle jaren'."""
    if first is None or last is None:
        return "alle jaren"
    return str(first) if first == last else f"{first}–{last}"


def target_when(horizon: str | None, year: int | None) -> str:
    """'in 2030', or in brackets what the sources say instead of one year."""
    if horizon:
        return f"({horizon})"
    return f"in {year}" if year else ""


def weight_words(method: str, weight_title: str | None) -> str:
    """The method in words; a weighted mean names its weight."""
    words = METHODS.get(method, method)
    if method == "weighted" and weight_title:
        return f"gewogen met het aantal {lower_first(weight_title)}"
    return words
