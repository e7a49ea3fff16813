"""Generated sentences: what the figures say, never why, never a rank from a survey."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages import text

Figure = Mapping[str, Any]
"""A row of `figures.snapshot`."""


def name(figure: Figure) -> str:
    """Title with the answer it shows: 'Thuiswerk: 2 dagen of meer'."""
    label = figure["breakdown_label"]
    return f"{figure['title']}: {text.lower_first(label)}" if label else figure["title"]


def value(figure: Figure) -> str:
    """The regional value with its unit."""
    return text.figure(figure["value"], figure["unit"], figure["decimals"])


def held_back(figure: Figure) -> str:
    """That these are not the figures of the newest file; empty when they are."""
    return (
        "laatste goede cijfers: een nieuwer bestand is niet gebruikt"
        if figure["state_reason"]
        else ""
    )


def bounds(figure: Figure) -> str:
    """That a figure is an estimate, and between what it lies; empty when it is exact."""
    if figure["method"] != "implied" or figure["lower"] is None:
        return ""
    low, high = (
        text.number(figure[key], figure["decimals"]) for key in ("lower", "upper")
    )
    return f"schatting, tussen {low} en {high} {figure['unit']}"


def to_flanders(figure: Figure) -> str:
    """Difference from Flanders in words; the published survey figure is a whole percentage."""
    if figure["share_of_flanders"] is not None:
        return f"{text.figure(figure['share_of_flanders'], '%', 1)} van Vlaanderen"
    return text.difference(
        figure["difference"], figure["unit"], figure["published_decimals"], "Vlaanderen"
    )


def to_previous(figure: Figure) -> str:
    """Change since the measurement before."""
    return text.change(
        figure["change"],
        figure["unit"],
        figure["decimals"],
        figure["previous_year"],
        text.COUNTS if figure["aggregation"] == "sum" else text.RATES,
    )


def reason(figure: Figure) -> str:
    """Why there is no regional value; empty when there is one."""
    if figure["value"] is not None:
        return ""
    if figure["aggregation"] == "none" and figure["year"] is not None:
        spread = [
            text.figure(figure[key], figure["unit"], figure["decimals"])
            for key in ("low", "high")
        ]
        return (
            f"Geen regionaal cijfer. De gemeenten gaan van {spread[0]} tot {spread[1]}."
        )
    of = (
        "inwoners" if figure["is_survey"] else figure["denominator_label"] or "inwoners"
    )
    return text.no_figure(
        figure["year"],
        figure["n_observed"],
        figure["n_members"],
        figure["coverage"],
        of,
    )


def coverage(figure: Figure) -> str:
    """Mark for an incomplete figure, empty when complete or not there."""
    if figure["value"] is None or figure["n_observed"] is None:
        return ""
    return text.coverage_mark(
        figure["n_observed"], figure["n_members"], figure["coverage"]
    )


def rank(figure: Figure, area_type: str) -> str:
    """Place among the referentieregio's, for one of them."""
    if figure["value"] is None or area_type != "referentieregio":
        return ""
    if figure["n_ranked"] == 1:
        return "geen rang: alleen deze regio heeft een cijfer"
    return text.rank(figure["place"], figure["n_ranked"], figure["is_survey"])


def headline(figure: Figure, region: str) -> str:
    """The figure in one or two sentences."""
    if figure["value"] is None:
        return reason(figure)
    parts = [f"{region}: {value(figure)} in {figure['year']}"]
    if to_flanders(figure):
        parts.append(to_flanders(figure))
    sentence = ", ".join(parts) + "."
    if figure["change"] is not None:
        sentence += f" Dat is {to_previous(figure)}."
    if figure["is_survey"]:
        sentence += (
            " Het cijfer komt uit een bevraging, zonder gekende foutenmarge: "
            "een klein verschil zegt weinig."
        )
    return sentence


def line(figures: Sequence[Figure], region: str) -> str:
    """One sentence for an action line: on which side of Flanders its headlines lie."""
    known = [f for f in figures if f["difference"] is not None]
    if not known:
        return (
            f"Voor {region} is er nu geen cijfer dat met Vlaanderen te vergelijken is."
        )
    groups = [(word, [f for f in known if side(f) == word]) for word in SIDES]
    parts = [
        f"{SIDES[word]} voor {text.listing([_compared(f) for f in group])}"
        for word, group in groups
        if group
    ]
    sentence = f"{region} ligt {text.listing(parts)}."
    if any(f["is_survey"] for f in known):
        sentence += " Bevragingscijfers hebben hier geen gekende foutenmarge."
    return sentence


SIDES = {
    "hoger": "hoger dan Vlaanderen",
    "lager": "lager dan Vlaanderen",
    "vergelijkbaar": "op hetzelfde niveau als Vlaanderen",
}


def side(figure: Figure) -> str:
    """'hoger', 'lager' or 'vergelijkbaar', within the rounding of the unit."""
    if round(abs(figure["difference"]), figure["published_decimals"]) == 0:
        return "vergelijkbaar"
    return "hoger" if figure["difference"] > 0 else "lager"


def _compared(figure: Figure) -> str:
    """'thuiswerk: 2 dagen of meer (37,5 % tegenover 30 %)'."""
    title = text.lower_first(name(figure))
    # A unit of several words once is enough.
    first = (
        text.number(figure["value"], figure["decimals"])
        if " " in figure["unit"]
        else value(figure)
    )
    return f"{title} ({first} tegenover {flanders(figure)})"


def flanders(figure: Figure) -> str:
    """The Flemish value with its unit, in the decimals in which it is published."""
    return text.figure(figure["flanders"], figure["unit"], figure["published_decimals"])


def renamed(alias: Mapping[str, Any]) -> str:
    """What a former id in the address is called now.

    Args:
        alias: A row of `aliases.aliases`, with its former id as `old`.
    """
    if alias["since"]:
        return (
            f"{alias['old_name']} ({alias['old']}) maakt sinds {text.long_date(alias['since'])} "
            f"deel uit van {alias['name']}."
        )
    return f"“{alias['old']}” heet nu “{alias['name']}” ({alias['new']})."


def why_different(difference: Mapping[str, Any]) -> str:
    """Why our own computation is not the published figure.

    Args:
        difference: A row of `methods.differences`.
    """
    if difference["reason"]:
        return str(difference["reason"])
    if difference["is_survey"]:
        words = text.weight_words("weighted", difference["weight_title"])
        return (
            f"Bevraging: onze berekening is {words}; de uitgever geeft hele procenten."
        )
    return "Nog niet verklaard."
