"""Generated sentences: what the figures say, never why, never a rank from a survey."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages import text

Figure = Mapping[str, Any]
"""A row of `figures.snapshot`."""


def lines_of(figure: Figure) -> list[str]:
    """Action lines of an indicator, the main one first."""
    return [figure["action_line"], *figure["also_lines"]]


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


SMALLEST_SHARE = 0.1
"""Percent: a smaller share would read as nothing."""


def to_flanders(figure: Figure) -> str:
    """Difference from Flanders in words; the published survey figure is a whole percentage."""
    if figure["share_of_flanders"] is not None:
        share = figure["share_of_flanders"]
        tiny = 0 < share < SMALLEST_SHARE
        shown = text.figure(SMALLEST_SHARE if tiny else share, "%", 1)
        return f"{'minder dan ' if tiny else ''}{shown} van Vlaanderen"
    amount = figure["difference"]
    if amount is not None and side(figure) == "vergelijkbaar":
        amount = 0.0
    return text.difference(
        amount, figure["unit"], figure["published_decimals"], "Vlaanderen"
    )


def to_previous(figure: Figure) -> str:
    """Change since the measurement before; none when both read the same."""
    amount = figure["change"]
    if amount is not None and _alike(
        figure["value"], figure["previous"], figure["decimals"]
    ):
        amount = 0.0
    return text.change(
        amount,
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
        return f"Geen regionaal cijfer. {_spread(figure)}".rstrip()
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


def _spread(figure: Figure) -> str:
    """Between what the municipalities lie; empty when none has a value."""
    if not figure["n_values"]:
        return ""
    low, high = (
        text.figure(figure[key], figure["unit"], figure["decimals"])
        for key in ("low", "high")
    )
    if figure["n_values"] == 1:
        return f"Eén gemeente heeft een cijfer: {low}."
    if low == high:
        return f"Alle gemeenten met een cijfer staan op {low}."
    return f"De gemeenten gaan van {low} tot {high}."


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
    return text.rank(
        figure["place"], figure["n_ranked"], figure["is_survey"], figure["n_alike"] or 0
    )


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
    """One sentence for an action line: on which side of Flanders its headlines lie.

    Args:
        figures: What to compare, in the order of the screen.
        region: Name of the area, as in a sentence.
    """
    known = [f for f in figures if f["difference"] is not None]
    if not known:
        return (
            f"Voor {region} is er nu geen cijfer dat met Vlaanderen te vergelijken is."
        )
    groups = [(word, [f for f in known if side(f) == word]) for word in SIDES]
    parts = [
        (word, text.listing([_compared(f) for f in group]))
        for word, group in groups
        if group
    ]
    (first, names), *rest = parts
    clauses = [f"{SIDES[first]} voor {names}"]
    clauses += [f"{SHORT_SIDES[word]} voor {names}" for word, names in rest]
    # A comma before the last 'en': the names themselves are joined by one.
    joined = ", en ".join([", ".join(clauses[:-1]), clauses[-1]][-len(clauses) :])
    return f"{text.upper_first(region)} ligt {joined}. {_years(known)}{_margin(known)}"


def _years(figures: Sequence[Figure]) -> str:
    """'Cijfers van 2020 tot 2024.': a sentence in the present tense about older figures misleads."""
    first, last = min(f["year"] for f in figures), max(f["year"] for f in figures)
    return (
        f"Cijfers van {first}." if first == last else f"Cijfers van {first} tot {last}."
    )


def _margin(figures: Sequence[Figure]) -> str:
    """That survey figures are uncertain; empty when there are none."""
    if not any(f["is_survey"] for f in figures):
        return ""
    return " Voor cijfers uit een bevraging is geen foutenmarge gekend."


def tally(figures: Sequence[Figure], region: str) -> str:
    """How many figures lie on which side of Flanders; surveys are left out, having no margin."""
    known = [f for f in figures if f["difference"] is not None and not f["is_survey"]]
    surveys = any(f["is_survey"] for f in figures)
    if not known:
        return (
            "Deze cijfers komen uit bevragingen, zonder gekende foutenmarge."
            if surveys
            else "Deze cijfers zijn niet met Vlaanderen te vergelijken."
        )
    counts = {word: sum(side(f) == word for f in known) for word in SIDES}
    listed = text.listing(
        [
            f"{count} {'ligt' if count == 1 else 'liggen'} {SHORT_SIDES[word]}"
            for word, count in counts.items()
            if count
        ]
    )
    subject = "1 cijfer is" if len(known) == 1 else f"{len(known)} cijfers zijn"
    left_out = (
        " Bevragingen zijn niet meegeteld: daar is geen foutenmarge gekend."
        if surveys
        else ""
    )
    return (
        f"Voor {region}: {subject} met Vlaanderen te vergelijken; {listed}.{left_out}"
    )


SIDES = {
    "hoger": "hoger dan Vlaanderen",
    "lager": "lager dan Vlaanderen",
    "vergelijkbaar": "op hetzelfde niveau als Vlaanderen",
}
SHORT_SIDES = {
    "hoger": "hoger",
    "lager": "lager",
    "vergelijkbaar": "op hetzelfde niveau",
}
"""For after the first time that Flanders is named."""


def side(figure: Figure) -> str:
    """'hoger', 'lager' or 'vergelijkbaar': within the rounding of the unit, or the same on screen."""
    if _alike(figure["value"], figure["flanders"], figure["published_decimals"]):
        return "vergelijkbaar"
    return "hoger" if figure["difference"] > 0 else "lager"


def _alike(first: float, second: float, decimals: int) -> bool:
    """Whether a reader could not tell two numbers apart, or their difference from zero."""
    reads_the_same = text.number(first, decimals) == text.number(second, decimals)
    return reads_the_same or round(abs(first - second), decimals) == 0


def _compared(figure: Figure) -> str:
    """'thuiswerk: 2 dagen of meer (37,5 % tegenover 30 %)'."""
    title = text.lower_first(name(figure))
    # A unit of several words once is enough.
    first = (
        text.number(figure["value"], figure["decimals"])
        if " " in figure["unit"]
        else value(figure)
    )
    marks = [
        *(["schatting"] if bounds(figure) else []),
        *(["onvolledig"] if coverage(figure) else []),
    ]
    return f"{title} ({', '.join([f'{first} tegenover {flanders(figure)}', *marks])})"


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
