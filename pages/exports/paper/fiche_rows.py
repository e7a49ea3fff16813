"""The tables of a fiche: a municipality on the headline figures, beside its region and Flanders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from etl.live import Signature
from pages import municipality_sentences, sentences, text
from pages.components import spines, verdicts
from pages.exports.paper import drawings
from pages.queries import areas, figures, progress
from pages.queries.database import Row
from pages.queries.municipality import LEAST_SPREAD

LONGEST_HEAD = 14
"""Signs of a region's name that fit above a column."""
OPTIONAL = ("region", "spine", "rank", "share")


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
    def series(self) -> figures.Sparklines:
        """Every year of region and municipality."""
        return figures.sparklines(self.build, [self.region, self.nis])


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
    verdict = progress.on_figure(row, said) if row["municipality"] is not None else None
    if verdict and verdict["class"] in verdicts.UNDECIDED:
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
    spread, marks = [row[key] for key in spines.QUARTILES], spines.marks(row)
    words = spines.words(row, place.name, place.region_name)
    low, high = (
        text.number(row[key], row["published_decimals"]) for key in ("low", "high")
    )
    start, end = drawings.spine_ends(spread, marks)
    return {
        **drawings.spine(spread, marks, words),
        "low": low,
        "high": high,
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
