"""What must be said beside a trend: margins, open marks, missing years, breaks, boundaries."""

from collections.abc import Sequence

import polars as pl

from pages import text
from pages.components import signals
from pages.components.indicator_view import COMPARATOR, REGION, View
from pages.queries import series
from pages.queries.database import Row

FEW = 3
"""More names than this make no sentence."""
SHOWN = 0.9
"""Coverage from which a regional figure is shown, as in `etl/aggregate.sql`."""


def notes(view: View, has_band: bool) -> list[str]:
    """Sentences below the trend, the most important first."""
    points = view.lines.points
    figure, choice = view.figure, view.choice
    key = (choice.build, figure["indicator_id"], figure["breakdown"], choice.region)
    said = [
        *breaks(view.breaks),
        *gaps(series.gaps(*key), figure),
        incomplete(points.filter(pl.col("kind") == REGION) if view.grows else points),
        intervals(points, figure),
        comparator(view),
        *mergers(view.mergers),
        "Het vlak is de middelste helft van de gemeenten van de regio."
        if has_band
        else "",
        *(
            f"{signals.target_line(row, figure['unit'], figure['decimals'])}."
            for row in view.targets
        ),
    ]
    return [sentence for sentence in said if sentence]


def years(found: Sequence[int]) -> str:
    """'2010–2013, 2017 en 2020': what follows each other is drawn together."""
    runs: list[list[int]] = []
    for year in sorted(found):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    # Two years that touch are two years, no period.
    parts = [
        part
        for run in runs
        for part in (map(str, run) if len(run) < 3 else [f"{run[0]}–{run[-1]}"])
    ]
    return text.listing(parts)


def breaks(found: Sequence[Row]) -> list[str]:
    """Why the line is cut."""
    return [
        f"Vanaf {row['year']} is anders gemeten, dus loopt de lijn er niet door: {row['reason'].rstrip('.')}."
        for row in found
    ]


def gaps(found: Sequence[Row], figure: Row) -> list[str]:
    """Which years have no regional figure, and why."""
    withheld = [
        row for row in found if row["withheld"] == 1 and (row["coverage"] or 0) >= SHOWN
    ]
    few = [row for row in found if row not in withheld]
    said = []
    if withheld:
        said.append(
            f"Voor {years([row['year'] for row in withheld])} is er geen regiocijfer: de bron gaf "
            "het cijfer van één gemeente niet vrij, en een totaal zou het verraden."
        )
    return [*said, _too_few(few, figure)] if few else said


def _too_few(found: Sequence[Row], figure: Row) -> str:
    """One sentence on all years in which too few municipalities have a figure."""
    observed = _range([row["n_observed"] for row in found])
    verb = "had" if observed == "1" else "hadden"
    sentence = (
        f"Voor {years([row['year'] for row in found])} is er geen regiocijfer: {observed} van "
        f"{text.municipalities(found[-1]['n_members'])} {verb} een cijfer"
    )
    shares = [int(100 * row["coverage"]) for row in found if row["coverage"]]
    of = "inwoners" if figure["is_survey"] else figure["denominator_label"]
    if shares:
        sentence += f", {_range(shares)}{text.NBSP}% van de {of or 'inwoners'}"
    absent = found[0]["absent"]
    if 0 < len(absent) <= FEW and all(row["absent"] == absent for row in found):
        sentence += f" (zonder {text.listing(absent)})"
    if figure["aggregation"] == "pairs":
        return f"{sentence}. Voor verplaatsingen zijn ze alle nodig."
    return f"{sentence}. Onder {text.percentage(SHOWN)} tonen we er geen."


def _range(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} tot {high}"


def incomplete(points: pl.DataFrame) -> str:
    """What the open marks are."""
    partial = points.filter((pl.col("coverage") < 1) & pl.col("value").is_not_null())
    if partial.is_empty():
        return ""
    parts = [
        f"{name} in {years(rows['year'].to_list())} (minstens {text.percentage(min(rows['coverage']))})"
        for (name,), rows in partial.group_by("name", maintain_order=True)
    ]
    return f"Open tekens zijn onvolledig, want niet elke gemeente had een cijfer: {text.listing(parts)}."


def intervals(points: pl.DataFrame, figure: Row) -> str:
    """What the upright strokes are, with the newest of the region."""
    known = points.drop_nulls("lower")
    if known.is_empty():
        return ""
    last = known.filter(pl.col("kind") == known["kind"][0]).row(-1, named=True)
    low, high = (
        text.number(last[end], figure["decimals"]) for end in ("lower", "upper")
    )
    why = (
        "de bron geeft verhoudingen die afgerond zijn, dus is het cijfer een schatting"
        if last["method"] == "implied"
        else "het cijfer komt uit een steekproef"
    )
    return (
        "Een streep door een teken, soms niet groter dan het teken zelf, geeft aan waartussen het "
        f"echte cijfer ligt: {why}. "
        f"{last['name']} in {last['year']}: tussen {low} en {high} {figure['unit']}."
    )


def comparator(view: View) -> str:
    """Why the comparator is not drawn; empty when it is."""
    if view.comparator is None:
        return ""
    name = view.comparator.label
    if view.comparator.key == view.choice.municipality:
        return f"{name} staat al in beeld als gekozen gemeente."
    rows = view.lines.points.filter(pl.col("kind") == COMPARATOR)
    if rows.drop_nulls("value").height:
        return ""
    return f"Van {name} is er geen cijfer: {_why(rows, view)}."


def _why(rows: pl.DataFrame, view: View) -> str:
    """The reason that a series has no value at all."""
    if view.comparator and not view.comparator.is_area:
        return "in geen enkel jaar heeft de helft van de gemeenten een waarde"
    if rows.is_empty():
        return "de bron geeft er geen"
    last = rows.row(-1, named=True)
    if last["area_type"] == "gemeente" and last["method"] == "none":
        return "het is niet te herberekenen na een fusie van gemeenten"
    if last["method"] == "none":
        return "deze indicator is niet samen te tellen over gemeenten"
    reasons = {
        "gecensureerd": "de bron geeft het niet vrij",
        "nvt": "het is er niet van toepassing",
    }
    if last["area_type"] == "gemeente":
        return reasons.get(last["missing"], "de bron geeft er geen")
    return (
        f"in {last['year']} hadden {last['n_observed']} van {text.municipalities(last['n_members'])} er een, "
        "en dat is te weinig"
    )


def mergers(found: Sequence[Row]) -> list[str]:
    """Where boundaries of municipalities changed, one sentence an area."""
    return [
        _merged(area, [row for row in found if row["area"] == area])
        for area in dict.fromkeys(row["area"] for row in found)
    ]


def _merged(area: str, rows: Sequence[Row]) -> str:
    if rows[0]["is_town"]:
        return (
            f"{area} bestaat in deze vorm sinds {rows[0]['year']}, uit {text.listing(rows[0]['parts'])}. Oudere "
            "cijfers zijn herberekend waar de delen op te tellen zijn; anders blijven ze leeg."
        )
    joined = [
        f"{text.listing(row['parts'])} vormen sinds {row['year']} {row['name']}"
        for row in rows
    ]
    ending = (
        "Het gebied zelf bleef even groot; elk jaar telt met de gemeenten van toen."
        if all(row["is_same"] for row in rows)
        else "Daardoor veranderde ook het gebied zelf: de jaren ervoor zijn er niet mee te vergelijken."
    )
    return f"Fusies in {area}: {'; '.join(joined)}. {ending}"
