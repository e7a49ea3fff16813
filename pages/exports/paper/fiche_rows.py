"""The tables of a fiche: a municipality on the headline figures, beside its region and Flanders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from etl.live import Signature
from pages import municipality_sentences, sentences, text
from pages.components import verdicts
from pages.components.markup import Point
from pages.exports.paper import drawings
from pages.queries import areas, figures, progress
from pages.queries.database import Row
from pages.queries.municipality import LEAST_SPREAD

LONGEST_HEAD = 14
"""Signs of a region's name that fit above a column."""
OPTIONAL = ("region", "spine", "rank", "share")
QUARTILES = ("low", "q1", "q3", "high")


@dataclass(frozen=True)
class Place:
    """A municipality, and the perimeter that it is held against."""

    build: Signature
    nis: str
    name: str
    region: str
    region_name: str
    region_type: str
    members: Sequence[str]

    @property
    def in_region(self) -> bool:
        """Whether it is one of the members."""
        return self.nis in self.members

    @property
    def weighs(self) -> bool:
        """Whether there is a region around it that it is a part of."""
        return self.in_region and len(self.members) > 1

    @property
    def is_alone(self) -> bool:
        """Whether the perimeter is nothing but this municipality."""
        return self.in_region and len(self.members) == 1

    @property
    def head(self) -> str:
        """What stands above the figures of the region."""
        return self.region_name if len(self.region_name) <= LONGEST_HEAD else "Regio"

    @cached_property
    def series(self) -> Mapping[str, Mapping[str, Sequence[Point]]]:
        """Every year of region and municipality, by indicator and area."""
        found: dict[str, dict[str, list[Point]]] = {}
        rows = figures.sparklines(self.build, [self.region, self.nis])
        for indicator, area, year, value in rows.iter_rows():
            found.setdefault(indicator, {}).setdefault(area, []).append((year, value))
        return found


def lines(rows: Sequence[Row], place: Place) -> list[dict[str, Any]]:
    """The action lines in their order, each with its figures.

    Args:
        rows: As `municipality.profile` gives them.
        place: The municipality.
    """
    said = progress.verdicts(place.build, place.nis)
    return [
        {
            "title": f"{line['action_line']}. {line['short_title']}",
            "rows": [
                _row(row, place, said)
                for row in rows
                if row["action_line"] == line["action_line"]
            ],
        }
        for line in areas.action_lines(place.build)
    ]


def empty_columns(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """Columns that no figure fills, so that the table goes without them."""
    rows = [row for line in lines for row in line["rows"]]
    return [key for key in OPTIONAL if not any(row[key] for row in rows)]


def _row(row: Row, place: Place, said: Mapping[str, Row]) -> dict[str, Any]:
    short = {"unit": text.short_unit(row["unit"])}
    verdict = said.get(row["indicator_id"])
    shown = row["municipality"] is not None and row["year"]
    if verdict and (
        verdict["last_year"] != shown or verdict["class"] in verdicts.UNDECIDED
    ):
        verdict = None
    sign, look = verdicts.SIGNS[verdict["class"]] if verdict else ("", "geen")
    unit = text.long_unit(municipality_sentences.unit(row))
    return {
        "name": row["title"],
        "sub": ", ".join(
            str(part) for part in (row["breakdown_label"], unit, row["year"]) if part
        ),
        "note": _note(row),
        "value": text.figure(
            row["municipality"], short["unit"], row["published_decimals"]
        ),
        "region": "" if place.is_alone else sentences.value(row | short),
        "flanders": sentences.flanders(row | short),
        "spine": _spine(row, place),
        "rank": _rank(row, place),
        "spark": _spark(row, place),
        "once": "geen reeks" if row["municipality"] is None else "één meting",
        "share": _share(row, place),
        "sign": sign,
        "look": look,
        "verdict": verdict["class"] if verdict else "",
    }


def _note(row: Row) -> str:
    """Why there is no value, or why not to believe it."""
    if row["municipality"] is None or row["is_doubtful"]:
        return municipality_sentences.compared(row, "")
    return ""


def _spine(row: Row, place: Place) -> dict[str, Any] | None:
    """Where it lies between the municipalities of the region; None with too few of them."""
    if row["low"] is None or row["n_values"] < LEAST_SPREAD:
        return None
    compared = row["aggregation"] not in text.GROWS_WITH_AREA
    marks = [
        (kind, value)
        for kind, value, is_shown in (
            ("vlaanderen", row["flanders"], compared),
            ("regio", row["value"], compared),
            ("gekozen", row["municipality"], True),
        )
        if value is not None and is_shown
    ]
    unit, decimals = row["unit"], row["published_decimals"]
    low, q1, q3, high = (text.figure(row[key], unit, decimals) for key in QUARTILES)
    words = (
        f"{place.name}: {text.figure(row['municipality'], unit, decimals)}; de gemeenten van "
        f"{place.region_name} gaan van {low} tot {high}, de middelste helft van {q1} tot {q3}"
    )
    ends = [text.number(row[key], decimals) for key in ("low", "high")]
    spread = [row[key] for key in QUARTILES]
    start, end = drawings.spine_ends(spread, marks)
    return {
        **drawings.spine(spread, marks, words),
        "low": ends[0],
        "high": ends[1],
        "from": start,
        "to": end,
    }


def _rank(row: Row, place: Place) -> str:
    """'3 van 32', '3–5 van 32' for who cannot be told apart; a survey has none."""
    doubtful = row["municipality"] is None or row["is_doubtful"]
    if not place.weighs or doubtful or row["is_survey"]:
        return ""
    everywhere = figures.municipal(
        place.build, row["indicator_id"], row["breakdown"], place.region, row["year"]
    )
    found = everywhere.filter(nis=place.nis).row(0, named=True)
    first, alike = found["place"], found["n_alike"]
    if first is None:
        return ""
    shared = f"{first}–{first + alike}" if alike else str(first)
    return f"{shared} van {row['n_values']}"


def _spark(row: Row, place: Place) -> dict[str, str] | None:
    """The municipality, over its region where that says something."""
    found = place.series.get(row["indicator_id"], {})
    if place.nis not in found:
        return None
    drawn = [("gekozen", found[place.nis])]
    grows = row["aggregation"] in text.GROWS_WITH_AREA
    if place.region in found and not grows and not place.is_alone:
        drawn.insert(0, ("regio", found[place.region]))
    return drawings.spark(drawn, row, place.name)


def _share(row: Row, place: Place) -> str:
    """'55,7 / 43,4': of the region's numerator and denominator; one number where there is one."""
    if not place.weighs:
        return ""
    known = [row[key] for key in ("part", "weight") if row[key] is not None]
    if row["can_be_negative"]:
        known = [row["weight"]] if row["weight"] is not None else []
    return " / ".join(
        municipality_sentences.share(percent).removesuffix("%").strip()
        for percent in known
    )
