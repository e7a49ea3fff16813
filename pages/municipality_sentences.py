"""Generated sentences on one municipality: where it differs, never why, never good or bad."""

from collections import Counter
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
    """How many counted figures lie outside the middle half of the region's municipalities."""
    placed = [
        row
        for row in rows
        if row["outside"] is not None
        and not row["is_survey"]
        and not row["is_doubtful"]
    ]
    out = sum(bool(row["outside"]) for row in placed)
    if not placed:
        return ""
    place = f"buiten de middelste helft van de gemeenten van {region}"
    if len(placed) == 1:
        where = place if out else place.replace("buiten", "binnen", 1)
        return (
            f"Bevragingen niet meegerekend ligt het ene kerncijfer van {name} {where}."
        )
    count = {0: "ligt geen", 1: "ligt 1"}.get(out, f"liggen {out}")
    if out == len(placed):
        return f"Bevragingen niet meegerekend liggen alle {out} kerncijfers van {name} {place}."
    return (
        f"Bevragingen niet meegerekend {count} van de {len(placed)} kerncijfers van {name} "
        f"{place}."
    )


def registers(rows: Sequence[Figure], name: str, region: str) -> str:
    """The largest differences from the region among counted figures."""
    found = _furthest(rows, is_survey=False)[:NAMED]
    if not found:
        return ""
    first, others = found[0], found[1:]
    sentence = (
        f"Gemeten aan de spreiding tussen die gemeenten ligt {name} het verst van {region} "
        f"bij {_named(first)}: {_value(first)} in {first['year']}, {_away(first)}."
    )
    after = [_between_brackets(row) for row in others]
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
    """Which figures the municipality does not have, and why; of many only how many."""
    missing = [row for row in rows if row["municipality"] is None]
    if not missing:
        return ""
    if len(missing) == len(rows):
        return f"Van {name} is er in de gekozen periode geen enkel kerncijfer."
    count = "1 kerncijfer" if len(missing) == 1 else f"{len(missing)} kerncijfers"
    if len(missing) <= NAMED:
        listed = [f"{_named(row)} ({row['reason']})" for row in missing]
    else:
        reasons = Counter(row["reason"] for row in missing)
        listed = [f"{n} keer {reason}" for reason, n in reasons.most_common()]
    return f"Voor {count} heeft {name} geen waarde: {text.listing(listed)}."


def inhabitants(people: Figure, name: str, in_region: bool) -> str:
    """How many people lived there, and which share of the region that is."""
    count = people["municipality"]
    word = "inwoner" if count == 1 else "inwoners"
    part = f", {share(people['share'])} van de regio" if in_region else ""
    return f"Op 1 januari {people['year']} telde {name} {text.number(count, 0)} {word}{part}."


def merger(found: Figure, name: str) -> str:
    """When it merged, and from what."""
    when = text.long_date(found["valid_from"])
    if found["kept_code"]:
        joined = [other for other in found["names"] if other != name]
        verb = "ging" if len(joined) == 1 else "gingen"
        return f"Op {when} {verb} {text.listing(joined)} op in {name}."
    return f"{name} ontstond op {when} uit de fusie van {text.listing(found['names'])}."


def compared(row: Figure, region: str) -> str:
    """Difference from the region in words; why there is no figure when there is none.

    Args:
        row: The figure.
        region: Name of the region; empty when that is the municipality itself.
    """
    if row["municipality"] is None:
        return str(row["reason"])
    if row["is_doubtful"]:
        return "een nul die zo goed als zeker een verborgen waarde is"
    away = row["to_region"] if region else None
    return text.difference(away, row["unit"], row["published_decimals"], region)


def share(percent: float) -> str:
    """A share of the region; what is there never becomes 0."""
    if 0 < percent < 0.05:
        return f"minder dan 0,1{text.NBSP}%"
    return text.figure(percent, "%", 1)


def weighing(name: str, region: str) -> str:
    """How to read the table of weights."""
    return (
        f"{shares(name, region)} De bijdrage splitst de verandering sinds de vorige meting over de "
        "gemeenten: het deel dat komt van het eigen cijfer van de gemeente, en het deel dat komt van haar "
        "gewicht. Dat is rekenkunde; over oorzaken zegt het niets."
    )


def shares(name: str, region: str) -> str:
    """What a share in a numerator and in a denominator says."""
    return (
        f"Een regionaal cijfer is een teller gedeeld door een noemer, over alle gemeenten van {region} "
        f"samen. Is het aandeel van {name} in de teller groter dan dat in de noemer, dan ligt haar cijfer "
        "boven dat van de regio."
    )


def heaviest(rows: Sequence[Figure], name: str) -> str:
    """The figure of which the municipality has the largest part; empty when nothing is known of parts."""
    known = [
        row for row in rows if row["part"] is not None and row["weight"] is not None
    ]
    if not known:
        return ""
    row = max(known, key=lambda each: each["part"])
    return (
        f"Het grootst is het aandeel van {name} bij {_named(row)} ({row['year']}): {share(row['part'])} van de "
        f"teller, tegenover {share(row['weight'])} van de noemer."
    )


def contributed(row: Figure, own: Figure | None, name: str) -> list[str]:
    """How the region's figure changed, and how much of that is this municipality.

    Args:
        row: With `change`, `previous_year` and `year` of the region.
        own: Its row of `contribution.contribution`; None: not observed in both years.
        name: Of the municipality.
    """
    of, decimals = text.short_unit(row["unit"]), row["decimals"]
    years = f"{row['previous_year']}–{row['year']}"
    lines = [f"Regio {years}: {_signed(row['change'], of, decimals)}"]
    if own is None:
        return [*lines, f"{name}: niet in beide jaren gemeten"]
    # Parts are smaller than their whole: one decimal more.
    lines.append(f"{name}: {_signed(own['total'], of, decimals + 1)}")
    if own["weight_change"] is not None:
        parts = [
            _signed(own[key], "", decimals + 1)
            for key in ("own_change", "weight_change")
        ]
        lines.append(f"(eigen cijfer {parts[0]}, gewicht {parts[1]})")
    return lines


UNSPLIT = "niet te splitsen over de gemeenten"
REFUSED = {
    "none": "er is geen regionaal cijfer",
    "pairs": "niet te splitsen: het cijfer komt uit verplaatsingen tussen gemeenten",
    "implied": "niet te splitsen: het regionale cijfer is een schatting",
    "een gemeente": "deze gemeente is de hele regio",
    "geen cijfer": "geen regionaal cijfer in een van beide jaren",
    "afbakening": "niet te splitsen: andere grenzen in de twee jaren",
}
"""Why a change is not split over the municipalities, by the words of `contribution.refusal`."""


def neighbours(name: str, count: int) -> str:
    """How many neighbours, and who is not among them."""
    outside = "Gemeenten buiten Vlaanderen staan niet in deze monitor."
    if not count:
        return f"{name} grenst aan geen enkele andere Vlaamse gemeente. {outside}"
    word = "1 Vlaamse gemeente" if count == 1 else f"{count} Vlaamse gemeenten"
    return (
        f"{name} grenst aan {word}. {outside} De buren volgen uit een vereenvoudigde kaart: een heel korte gemeenschappelijke grens kan "
        "ontbreken. Wie elkaar maar in één punt raakt, is geen buur."
    )


def unit(row: Figure) -> str:
    """The unit; empty when the title says it already."""
    said = row["unit"].lower() in row["title"].lower()
    return "" if said else str(row["unit"])


def title(row: Figure) -> str:
    """Title with its answer, and its unit where that stands nowhere else."""
    long = text.long_unit(unit(row))
    return f"{sentences.name(row)} ({long})" if long else sentences.name(row)


def similarity(traits: int, municipalities: int, logs: Sequence[str]) -> str:
    """How the distance between municipalities is made, and what it leaves out (Markdown).

    Args:
        traits: How many are used.
        municipalities: That have at least one of them.
        logs: Titles of those taken as logarithm, inside a sentence.
    """
    return (
        f"**Berekening.** Per kenmerk nemen we het verschil tussen twee gemeenten en delen we het "
        f"door de standaardafwijking van de {municipalities} Vlaamse gemeenten. Zo tellen euro's, "
        f"percenten en aantallen even zwaar. Het gemiddelde van die {traits} verschillen is het "
        "getal bij elke gemeente. Alleen gemeenten met alle kenmerken doen mee, elk kenmerk in het "
        "nieuwste jaar waarin minstens 95 % van de gemeenten het heeft.\n\n"
        f"Als logaritme genomen: {text.listing(logs)}. Bij die kenmerken liggen enkele gemeenten "
        "zeer ver van de rest; met de logaritme telt twee keer zoveel overal even zwaar.\n\n"
        "**Niet meegeteld.** Oppervlakte, bevolkingsdichtheid en leeftijd (daarvan heeft de databank "
        "geen cijfers), huisprijzen (niet van elke gemeente gekend), bevragingen (zonder gekende "
        "foutenmarge), ligging, landschap en bestuur. Let op het jaar bij elk kenmerk: sommige zijn "
        "oud.\n\n"
        "**Lees het zo.** Een hulp om te kiezen met wie u vergelijkt, geen oordeel. Kenmerken die "
        "samengaan (weinig wagens, veel werkzoekenden) wegen samen zwaarder door. Met andere "
        "kenmerken komt er een andere lijst."
    )


def _furthest(rows: Sequence[Figure], is_survey: bool) -> list[Figure]:
    """Figures outside the middle half, the one that lies furthest from the region first."""
    found = [
        row
        for row in rows
        if row["is_survey"] == is_survey
        and row["outside"]
        and not row["is_doubtful"]
        and row["distance"] is not None
        and round(abs(row["to_region"]), row["published_decimals"]) > 0
    ]
    return sorted(found, key=lambda row: -row["distance"])


def _named(row: Figure) -> str:
    return text.lower_first(sentences.name(row))


def _value(row: Figure) -> str:
    """The number as the chart shows it, without the unit when the title says it already."""
    return text.figure(row["municipality"], unit(row), row["published_decimals"])


def _away(row: Figure) -> str:
    """'0,75 procentpunt hoger'."""
    away = text.difference_unit(text.short_unit(row["unit"]))
    amount = text.figure(abs(row["to_region"]), away, row["published_decimals"])
    return f"{amount} {text.RATES[row['to_region'] > 0]}"


def _between_brackets(row: Figure) -> str:
    return f"{_named(row)} ({_value(row)} in {row['year']}, {_away(row)})"


def _signed(amount: float, unit: str, decimals: int) -> str:
    """'+0,05 procentpunt'; what rounds to zero has no sign."""
    rounded = round(amount, decimals)
    sign = "+" if rounded > 0 else ""
    return sign + text.figure(amount, text.difference_unit(unit), decimals)
