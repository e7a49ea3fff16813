"""Sentences that account for a figure: what municipalities contributed, how it was made, how to cite it."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from pages import text

Row = Mapping[str, Any]
BELGIUM = ZoneInfo("Europe/Brussels")
CAUTION = "Dit zijn bijdragen in de rekensom, geen oorzaken."
NOT_DIVIDED = {
    "none": "Deze indicator heeft geen regionaal cijfer: er valt niets te verdelen over de gemeenten.",
    "pairs": (
        "Dit cijfer komt uit alle verplaatsingen tussen gemeenten samen: wie in een andere "
        "gemeente van de regio werkt, blijft binnen de regio. Zo’n cijfer heeft geen deel per gemeente."
    ),
    "implied": (
        "De bron publiceert de noemers niet: ze zijn geschat uit afgeronde verhoudingen. "
        "Op die schattingen is geen opdeling per gemeente te verdedigen."
    ),
    "geen cijfer": "Zonder regionaal cijfer in beide jaren is er geen verandering om te verdelen.",
    "een gemeente": "De regio is hier één gemeente: de hele verandering is van haar.",
    "afbakening": (
        "Door fusies over haar grens heen omvat de regio in het ene jaar ander grondgebied dan in "
        "het andere. Een opdeling zou die verschuiving aan gemeenten toeschrijven."
    ),
}
"""Why a change is not split, by the reason that `contribution.refusal` gives."""


def signed(value: float | None, decimals: int) -> str:
    """A difference with its sign: '+0,035', '−0,035', '0,000'."""
    shown = text.number(value, decimals).replace("-", "−")
    return f"+{shown}" if value and round(value, decimals) > 0 else shown


def part_decimals(rows: pl.DataFrame, figure: Row) -> int:
    """Decimals in which parts are told apart: three digits of the largest.

    A count has none; the whole percentages of a survey bear no more than two.
    """
    if figure["aggregation"] == "sum":
        return int(figure["decimals"])
    least = int(figure["decimals"]) + 1
    largest = max((abs(v) for v in rows["total"].to_list()), default=0.0)
    if figure["is_survey"] or largest == 0:
        return least
    return max(least, 2 - math.floor(math.log10(largest)))


def contributions(
    rows: pl.DataFrame, figure: Row, region: str, first_year: int
) -> list[str]:
    """What the parts say: the change, who contributed most, level and weight.

    Args:
        rows: As `contribution.contribution` gives them, not empty.
        figure: The figure of the last year, a row of `figures.snapshot`.
        region: Name of the region.
        first_year: The year that the change starts from.
    """
    decimals, unit = part_decimals(rows, figure), text.difference_unit(figure["unit"])
    change = float(rows["total"].sum())
    first, last = (
        text.figure(value, figure["unit"], figure["decimals"])
        for value in (figure["value"] - change, figure["value"])
    )
    said = [
        f"{region} ging van {first} in {first_year} naar {last} in {figure['year']}: "
        f"{signed(change, decimals)}{text.NBSP}{unit}.",
        _most(rows.drop_nulls("nis"), change, decimals),
    ]
    if rows["weight_change"].null_count() < rows.height:
        own, weight = (
            signed(float(rows[column].sum()), decimals)
            for column in ("own_change", "weight_change")
        )
        said.append(
            f"Opgeteld komt {own} van verandering in de gemeenten zelf, en {weight} van hun "
            "veranderde gewicht: een gemeente die meer gaat wegen en boven het regionale cijfer "
            "ligt, trekt het omhoog."
        )
    return said


def _most(rows: pl.DataFrame, change: float, decimals: int) -> str:
    """Who pulled most, with the change and against it; none: every part rounds to zero."""
    falls = round(change, decimals) < 0
    first, last = rows.row(0, named=True), rows.row(-1, named=True)
    most, least = (last, first) if falls else (first, last)
    if round(most["total"], decimals) == 0:
        return "Geen enkele gemeente droeg zichtbaar bij."
    said = f"{most['name']} droeg het meest bij: {signed(most['total'], decimals)}"
    against = round(least["total"], decimals)
    if against and (against > 0) is falls:
        said += f"; het sterkst de andere kant op ging {least['name']}: {signed(against, decimals)}"
    return f"{said}."


def left_over(rows: pl.DataFrame, names: list[str], figure: Row) -> str:
    """What could not be given to a municipality, and why; empty when nothing is left."""
    rest = rows.filter(pl.col("nis").is_null())
    if rest.is_empty():
        return ""
    why = (
        f"zonder cijfer in een van beide jaren: {text.listing(names)}"
        if names
        else "het getoonde cijfer is niet precies dat van de gemeenten samen"
    )
    shown = signed(rest["total"].item(), part_decimals(rows, figure))
    return f"Niet toe te wijzen aan een gemeente: {shown} ({why})."


def contribution_of(rows: pl.DataFrame, nis: str, figure: Row, first_year: int) -> str:
    """What one municipality contributed; empty when it has no part."""
    mine = rows.filter(pl.col("nis") == nis)
    if mine.is_empty():
        return ""
    decimals, unit = part_decimals(rows, figure), text.difference_unit(figure["unit"])
    amount, change = mine["total"].item(), float(rows["total"].sum())
    return (
        f"Bijdrage aan de verandering van de regio van {first_year} tot {figure['year']}: "
        f"{signed(amount, decimals)} van {signed(change, decimals)} {unit}"
    )


def reference(
    figure: Row, source: str, files: Sequence[Row], build: Row, today: date
) -> str:
    """A figure as an entry in a list of sources, without its address.

    Args:
        figure: As `parts.shown` gives it, with a value.
        source: Name of the source.
        files: The files behind it: `publisher, licence, retrieved_at`.
        build: `build_id`, `built_at` (UTC).
        today: The day on which it is consulted.
    """
    made = build["built_at"].replace(tzinfo=UTC).astimezone(BELGIUM)
    title = figure["title"]
    if figure["breakdown_label"]:
        title += f": {text.lower_first(figure['breakdown_label'])}"
    value = text.figure(figure["value"], figure["unit"], figure["decimals"])
    publishers = text.listing(sorted({file["publisher"] for file in files}))
    licences = text.listing(sorted({file["licence"] for file in files}))
    days = [file["retrieved_at"] for file in files if file["retrieved_at"]]
    retrieved = f", opgehaald op {text.long_date(max(days))}" if days else ""
    method = text.weight_words(figure["method"], figure["weight_title"])
    if figure["is_derived"] and figure["method"] == "official":
        method = "teller / noemer, volgens een formule van deze monitor"
    origin = publishers if publishers.startswith(source) else f"{source} ({publishers})"
    return (
        f"Spitsregio-monitor ({made.year}). {title}. {_whose(figure)}, {figure['year']}: {value}. "
        f"Bron: {origin}; licentie: {licences}{retrieved}. "
        f"Berekening: {method}. Gegevens van {text.moment(made)}, build {build['build_id']}. "
        f"Geraadpleegd op {text.long_date(today)}, via"
    )


def _whose(figure: Row) -> str:
    """The area with its kind and its size, and the mark when it is incomplete."""
    if figure["area_type"] == "gemeente":
        return f"{figure['name']} (gemeente)"
    kind = text.AREA_TYPES.get(figure["area_type"], figure["area_type"])
    size = figure["n_members"]
    said = f"{kind}, {text.municipalities(size)}" if size else kind
    mark = text.coverage_mark(figure["n_observed"], size, figure["coverage"]) if size else ""  # fmt: skip
    return f"{figure['name']} ({said}{'; ' if mark else ''}{mark})"
