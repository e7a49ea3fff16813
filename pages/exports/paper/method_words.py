"""The method in a few plain paragraphs, for paper: who reads a note has no page to click to."""

from collections.abc import Iterable, Sequence

from pages import sentences, text
from pages.components.method import WAYS
from pages.queries.database import Row

Paragraphs = Sequence[tuple[str, str]]
"""Title and text."""
SIGNALS: Paragraphs = (
    (
        "Signalen",
        "Een signaal zegt hoe een cijfer beweegt, niet waardoor, en het is geen oordeel over wie er iets aan deed. "
        "Zonder doel van de Taskforce zelf telt de jaarlijkse verandering van de laatste vijf jaar: gunstig, licht "
        "gunstig, stabiel, licht ongunstig of ongunstig. Met een doel telt of het tempo volstaat: vanaf 95 % van het "
        "nodige tempo heet dat op schema, vanaf 60 % vertraagd, daaronder ver achter. Een signaal dat omslaat bij "
        "een ander basisjaar, heet gevoelig; anders is het robuust.",
    ),
    (
        "Geen signaal",
        "Er is geen signaal als meer of minder niet vanzelf beter is, bij minder dan drie metingen, bij een breuk in "
        "de reeks en als de verandering kleiner is dan haar onzekerheid.",
    ),
)
COMPARING: Paragraphs = (
    (
        "Vergelijken",
        "Hoger, lager of op hetzelfde niveau: dat laatste is een verschil kleiner dan de afronding. Percentages "
        "verschillen in procentpunt. Een totaal vergelijken we niet met Vlaanderen, want de regio is er een deel van.",
    ),
)
_COVERAGE = (
    "Dekking",
    "De dekking is het deel van de noemer, en waar die ontbreekt van de inwoners, waarvoor er cijfers zijn. Vanaf "
    "90 % tonen we een regiocijfer, met het teken ‘onvolledig’ zolang het geen 100 % is; daaronder tonen we er geen. "
    "Geen cijfer is geen nul.",
)
_SURVEYS = (
    "Bevragingen",
    "Cijfers uit een bevraging van inwoners zijn schattingen. De uitgever zegt niet hoeveel mensen antwoordden, dus is "
    "er geen foutenmarge te berekenen: een klein verschil zegt weinig, en een rang geven we niet.",
)


def figures(rows: Iterable[Row], kind: str = "nota") -> Paragraphs:
    """How the figures of these rows were made; only what occurs among them.

    Args:
        rows: With the regional figures.
        kind: What the document calls itself.
    """
    known = [row for row in rows if row["year"] is not None]
    used: dict[str, list[str]] = {}
    for row in known:
        used.setdefault(row["aggregation"], []).append(sentences.name(row))
    ways = [
        f"{title.lower()}, bij {_examples(used[key])} ({words})"
        for key, (title, words) in WAYS.items()
        if key in used
    ]
    made = (
        "Bronnen geven cijfers per gemeente. Geeft de uitgever zelf een cijfer van precies dit gebied, dan staat dat er. "
        "Anders maken we het uit de gemeenten, nooit als gewoon gemiddelde van hun percentages. De manieren in deze "
        f"{kind}: {'; '.join(ways)}."
    )
    return [
        *([("Van gemeenten naar een regio", made)] if ways else []),
        _COVERAGE,
        *([_SURVEYS] if any(row["is_survey"] for row in known) else []),
    ]


def _examples(names: Sequence[str]) -> str:
    """The first name, and how many more there are."""
    more = len(names) - 1
    first = text.lower_first(names[0])
    if not more:
        return first
    return f"{first}, en nog {more} {'cijfer' if more == 1 else 'cijfers'}"
