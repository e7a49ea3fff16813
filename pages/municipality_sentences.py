"""Generated sentences on one municipality: where it differs, never why, never good or bad."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages import sentences, text

Figure = Mapping[str, Any]
"""A row of `municipality.profile`."""
NAMED = 3
"""Figures that the summary names; of surveys only the first."""


def summary(rows: Sequence[Figure], name: str, region: str) -> list[str]:
    """Sentences for the top of the page.

    Args:
        rows: Headline indicators of the municipality.
        name: Of the municipality.
        region: Name of the region that it is held against.
    """
    found = (
        position(rows, name, region),
        registers(rows, name, region),
        surveys(rows, name, region),
        absent(rows, name),
    )
    return [sentence for sentence in found if sentence]


def position(rows: Sequence[Figure], name: str, region: str) -> str:
    """How many figures lie outside the middle half of the region's municipalities."""
    placed = [row for row in rows if row["outside"] is not None]
    out = sum(bool(row["outside"]) for row in placed)
    if not placed:
        return ""
    place = f"buiten de middelste helft van de gemeenten van {region}"
    if len(placed) == 1:
        where = place if out else place.replace("buiten", "binnen", 1)
        return f"Het ene kerncijfer dat te plaatsen is, ligt voor {name} {where}."
    if not out:
        return f"Geen van de {len(placed)} kerncijfers van {name} ligt {place}."
    if out == len(placed):
        return f"Alle {len(placed)} kerncijfers van {name} liggen {place}."
    verb = "ligt" if out == 1 else "liggen"
    return f"Van de {len(placed)} kerncijfers van {name} {verb} er {out} {place}."


def registers(rows: Sequence[Figure], name: str, region: str) -> str:
    """The largest differences from the region among counted figures."""
    first, *others = [*_furthest(rows, is_survey=False)[:NAMED], None]
    if first is None:
        return ""
    sentence = (
        f"Gemeten aan de spreiding tussen die gemeenten ligt {name} het verst van {region} "
        f"bij {_named(first)}: {_value(first)} in {first['year']}, {_away(first)}."
    )
    after = [_between_brackets(row) for row in others if row is not None]
    if not after:
        return sentence
    verb = "volgt" if len(after) == 1 else "volgen"
    return f"{sentence} Daarna {verb} {text.listing(after)}."


def surveys(rows: Sequence[Figure], name: str, region: str) -> str:
    """The largest difference among surveys, with its caution."""
    found = _furthest(rows, is_survey=True)
    if not found:
        return ""
    return (
        f"In de bevragingen van inwoners ligt {name} het verst van {region} bij "
        f"{_between_brackets(found[0])}. Van die bevragingen is geen foutenmarge bekend: een "
        "klein verschil zegt weinig."
    )


def absent(rows: Sequence[Figure], name: str) -> str:
    """Which figures the municipality does not have, and why."""
    missing = [row for row in rows if row["municipality"] is None]
    if not missing:
        return ""
    if len(missing) == len(rows):
        return f"Van {name} is er in de gekozen periode geen enkel kerncijfer."
    listed = [f"{_named(row)} ({row['reason']})" for row in missing]
    count = "1 kerncijfer" if len(missing) == 1 else f"{len(missing)} kerncijfers"
    return f"Voor {count} heeft {name} geen waarde: {text.listing(listed)}."


def inhabitants(people: Figure, name: str) -> str:
    """'Op 1 januari 2025 telde Leuven 104.906 inwoners, 18,4 % van de regio.'"""
    count = people["municipality"]
    word = "inwoner" if count == 1 else "inwoners"
    share = (
        "" if people["share"] is None else f", {_share(people['share'])} van de regio"
    )
    return f"Op 1 januari {people['year']} telde {name} {text.number(count, 0)} {word}{share}."


def merger(found: Figure, name: str) -> str:
    """When it merged, and from what."""
    when = text.long_date(found["valid_from"])
    if found["kept_code"]:
        joined = [other for other in found["names"] if other != name]
        verb = "ging" if len(joined) == 1 else "gingen"
        return f"Op {when} {verb} {text.listing(joined)} op in {name}."
    return f"{name} ontstond op {when} uit de fusie van {text.listing(found['names'])}."


def compared(row: Figure, region: str) -> str:
    """Difference from the region in words; why there is no figure when there is none."""
    if row["municipality"] is None:
        return str(row["reason"])
    return text.difference(
        row["to_region"], row["unit"], row["published_decimals"], region
    )


def shares(row: Figure, name: str) -> str:
    """What the municipality weighs in a figure of the region, for who cannot see the bars."""
    known = [
        f"{_share(row[key])} van de {word}"
        for key, word in (("part", "teller"), ("weight", "noemer"))
        if row[key] is not None
    ]
    return f"{name}: {text.listing(known)}" if known else ""


def _furthest(rows: Sequence[Figure], is_survey: bool) -> list[Figure]:
    """Figures outside the middle half, the one that lies furthest from the region first."""
    found = [
        row
        for row in rows
        if row["is_survey"] == is_survey
        and row["outside"]
        and row["distance"] is not None
        and round(abs(row["to_region"]), row["published_decimals"]) > 0
    ]
    return sorted(found, key=lambda row: -row["distance"])


def _named(row: Figure) -> str:
    return text.lower_first(sentences.name(row))


def _value(row: Figure) -> str:
    """The number as the chart shows it; a unit of several words stands in the title."""
    unit = "" if " " in row["unit"] else row["unit"]
    return text.figure(row["municipality"], unit, row["published_decimals"])


def _away(row: Figure) -> str:
    """'0,75 procentpunt hoger'."""
    unit = "" if " " in row["unit"] else text.difference_unit(row["unit"])
    amount = text.figure(abs(row["to_region"]), unit, row["published_decimals"])
    return f"{amount} {text.RATES[row['to_region'] > 0]}"


def _between_brackets(row: Figure) -> str:
    return f"{_named(row)} ({_value(row)} in {row['year']}, {_away(row)})"


def _share(percent: float) -> str:
    """A share of the region; what is there never becomes 0."""
    if 0 < percent < 0.05:
        return f"minder dan 0,1{text.NBSP}%"
    return text.figure(percent, "%", 1)
