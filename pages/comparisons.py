"""What areas side by side say, in words: no cause, no good or bad, no rank from a survey."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages import text

Row = Mapping[str, Any]
"""A row of `queries.comparison` or `queries.perimeters`, or an indicator of `comparison.indicators`."""
PEERS = {
    "regios": "regio's",
    "gemeenten": "gemeenten van de regio",
    "vlaanderen": "Vlaamse gemeenten",
}
FEW_POINTS = 30
"""Below this number of points one area can make the correlation."""
MATTERS = 0.1
"""A correlation that changes by this much without one area hangs on that area."""
STRENGTHS = (
    (0.2, "nauwelijks samenhang"),
    (0.4, "een zwakke samenhang"),
    (0.7, "een matige samenhang"),
    (2.0, "een sterke samenhang"),
)


def title(indicator: Row) -> str:
    """Title with the answer it shows: 'Thuiswerk: 2 dagen of meer'."""
    label = indicator["label"]
    return (
        f"{indicator['title']}: {text.lower_first(label)}"
        if label
        else str(indicator["title"])
    )


def area_name(row: Row) -> str:
    """Name of an area; a perimeter that is no referentieregio says what it is."""
    if row["kind"] == "vlaanderen":
        return "Vlaanderen"
    if row["area_type"] in ("referentieregio", "gemeente"):
        return str(row["name"])
    return f"{row['name']} ({text.AREA_TYPES.get(row['area_type'], row['area_type'])})"


def distance(cell: Row, indicator: Row) -> str:
    """'0,6 lager' or 'vergelijkbaar', against Flanders; empty without a comparison."""
    if cell["difference"] is None:
        return ""
    if cell["step"] == 0:
        return "vergelijkbaar"
    amount = text.number(abs(cell["difference"]), indicator["published_decimals"])
    return f"{amount} {text.RATES[cell['difference'] > 0]}"


def far(name: str, cells: Sequence[tuple[Row, Row]], peers: str) -> str:
    """Which indicators of an area lie unusually far from Flanders.

    Args:
        name: The area.
        cells: Its cells, each with its indicator.
        peers: Key of `PEERS`: whom it is compared among.
    """
    known = [pair for pair in cells if pair[0]["difference"] is not None]
    if not known:
        return f"Voor {name} is er nu geen cijfer dat met Vlaanderen te vergelijken is."
    parts = []
    for word, sign in (("hoger", 3), ("lager", -3)):
        found = [
            f"{text.lower_first(title(i))} ({_amount(c, i)} tegenover {_flanders(c, i)})"
            for c, i in known
            if c["step"] == sign
        ]
        if found:
            parts.append(f"veel {word} voor {text.listing(found)}")
    if not parts:
        return (
            f"Geen enkel cijfer van {name} ligt veel verder van Vlaanderen "
            f"dan gewoonlijk voor de {PEERS[peers]}."
        )
    return f"Vergeleken met Vlaanderen ligt {name} {text.listing(parts)}."


def _amount(cell: Row, indicator: Row) -> str:
    decimals = (
        indicator["published_decimals"]
        if cell["area_type"] == "gemeente"
        else indicator["decimals"]
    )
    unit = "" if " " in indicator["unit"] else indicator["unit"]
    return text.figure(cell["value"], unit, decimals)


def _flanders(cell: Row, indicator: Row) -> str:
    return text.figure(
        cell["flanders"], indicator["unit"], indicator["published_decimals"]
    )


def together(found: Row, x: str, y: str, peers: str) -> str:
    """How strongly two indicators go together, with the measures.

    Args:
        found: A row of `comparison.correlation`.
        x: Title of the first indicator.
        y: Title of the second.
        peers: Key of `PEERS`.
    """
    r = found["pearson"]
    if found["n"] < 5:
        return f"Te weinig punten ({found['n']}) om van samenhang te spreken."
    if r is None:
        return "Een van beide is overal gelijk: samenhang is niet te berekenen."
    measures = (
        f"Pearson r = {coefficient(r)}, Spearman ρ = {coefficient(found['spearman'])}"
    )
    strength = next(words for limit, words in STRENGTHS if abs(r) < limit)
    whole = f"Over {found['n']} {PEERS[peers]} is er {strength}: {measures}."
    if abs(r) < STRENGTHS[0][0]:
        return whole
    then = "ook hoger" if r > 0 else "lager"
    return f"{whole} Waar “{x}” hoger is, is “{y}” doorgaans {then}."


def coefficient(value: float) -> str:
    """'0,40' or '−0,03'."""
    return text.number(value, 2).replace("-", "−")


def cautions(
    found: Row, x: Row, y: Row, years: tuple[int, int], peers: str
) -> list[str]:
    """What to keep in mind beside a correlation.

    Args:
        found: A row of `comparison.correlation`.
        x: The first indicator.
        y: The second.
        years: Of the first and of the second.
        peers: Key of `PEERS`.
    """
    who = PEERS[peers].split()[-1] if peers == "vlaanderen" else PEERS[peers].split()[0]
    said = [
        "Samenhang is geen oorzaak: beide kunnen van iets anders afhangen.",
        f"De punten zijn {who}, geen mensen: wat tussen {who} samengaat, "
        "hoeft bij hun inwoners niet samen te gaan. Elk punt telt even zwaar, groot of klein.",
    ]
    if found["n"] < FEW_POINTS:
        said.append(f"Met maar {found['n']} punten kan één gebied het beeld bepalen.")
    said += _hangs_on_one(found)
    if years[0] != years[1]:
        said.append(
            f"Er is geen jaar met beide cijfers: het eerste is van {years[0]}, het tweede van {years[1]}."
        )
    if x["is_survey"] or y["is_survey"]:
        said.append(
            "Bevragingscijfers hebben hier geen gekende foutenmarge: toeval kan de samenhang vertekenen."
        )
    if all(i["aggregation"] == "sum" for i in (x, y)):
        said.append(
            "Beide zijn aantallen: een groter gebied heeft van allebei meer, dus ze gaan vanzelf samen."
        )
    return said


def _hangs_on_one(found: Row) -> list[str]:
    r, rank, less = found["pearson"], found["spearman"], found["pearson_without"]
    if r is None or found["n"] < 5:
        return []
    said = []
    if less is not None and abs(less - r) >= MATTERS:
        said.append(
            f"Zonder {found['without']} is r {coefficient(less)} in plaats van {coefficient(r)}."
        )
    if rank is not None and abs(rank - r) > 2 * MATTERS:
        said.append(
            "De twee maten verschillen: dat wijst op uitschieters of op een gebogen verband."
        )
    return said


def moved(row: Row, indicator: Row, first: int, last: int) -> str:
    """How an area moved between two years, in one sentence."""
    name = area_name(row)
    if row["change"] is None:
        reason = row["start_reason"] or row["end_reason"]
        return f"{name} heeft niet in beide jaren een cijfer ({reason})."
    start, end = (
        text.figure(row[key], indicator["unit"], indicator["decimals"])
        for key in ("start", "end")
    )
    sentence = f"{name} ging van {start} in {first} naar {end} in {last}"
    if row["start_place"] is None or row["end_place"] is None:
        return f"{sentence}."
    if (row["start_place"], row["n_start"]) == (row["end_place"], row["n_end"]):
        return f"{sentence} en bleef op plaats {row['end_place']} van {row['n_end']}."
    return f"{sentence}, van plaats {rank_change(row)}."


def rank_change(row: Row) -> str:
    """'10 naar 8 van 15'; empty for a survey, and where the ranks are not of the same number."""
    if row["start_place"] is None or row["end_place"] is None:
        return ""
    if row["n_start"] != row["n_end"]:
        return f"{row['start_place']} van {row['n_start']} naar {row['end_place']} van {row['n_end']}"
    return f"{row['start_place']} naar {row['end_place']} van {row['n_end']}"


def extremes(rows: Sequence[Row], indicator: Row) -> str:
    """Which areas moved most, up and down."""
    known = sorted(
        (r for r in rows if r["peer"] and r["change"] is not None),
        key=lambda row: row["change"],
    )
    if len(known) < 2:
        return ""
    low, high = known[0], known[-1]
    unit = text.difference_unit(indicator["unit"])
    decimals = indicator["decimals"]
    parts = []
    if high["change"] > 0:
        rise = text.figure(high["change"], unit, decimals)
        parts.append(f"Het meest gestegen: {high['name']} ({rise}).")
    if low["change"] < 0:
        fall = text.figure(-low["change"], unit, decimals)
        parts.append(f"Het meest gedaald: {low['name']} ({fall}).")
    return " ".join(parts)


def own_reason(figure: Row, indicator: Row) -> str:
    """Why a perimeter of one's own has no figure; empty when it has one."""
    if figure["value"] is not None:
        return ""
    if figure["year"] is None:
        return "geen meting van deze gemeenten in de gekozen periode"
    if figure["method"] == "none" and indicator["aggregation"] != "none":
        return "niet herberekend na fusie"
    if indicator["aggregation"] == "none":
        return f"geen cijfer voor een gebied: {text.lower_first(indicator['aggregation_reason'])}"
    of = (
        "inwoners"
        if indicator["is_survey"]
        else indicator["denominator_label"] or "inwoners"
    )
    share = (
        f", {text.percentage(figure['coverage'])} van de {of}"
        if figure["coverage"] is not None
        else ""
    )
    seen = f"{figure['n_observed']} van {text.municipalities(figure['n_members'])}"
    return f"te weinig gekend: {seen}{share}{_withheld(figure)}"


def own_mark(figure: Row) -> str:
    """That a figure of one's own perimeter is incomplete; empty when it is complete."""
    if figure["value"] is None:
        return ""
    mark = text.coverage_mark(
        figure["n_observed"], figure["n_members"], figure["coverage"]
    )
    return f"{mark}{_withheld(figure)}" if mark else ""


def _withheld(figure: Row) -> str:
    count = figure["n_withheld"]
    return f"; van {text.municipalities(count)} niet vrijgegeven" if count else ""
