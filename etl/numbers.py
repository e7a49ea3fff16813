"""Numbers as in Belgium, for the command line and for stored sentences."""

from babel.numbers import format_decimal


def number(value: float, decimals: int = 0) -> str:
    """A number with a fixed number of decimals: 1.234,50."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(round(value, decimals), pattern, locale="nl_BE"))


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun: '1 bestand', '2.000 bestanden'."""
    return f"{number(count)} {one if count == 1 else many}"
