"""The method in plain Dutch, rule by rule; where a figure can show it, it does."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages import text
from pages.components import method_examples as examples
from pages.components import tables
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.components.method_examples import paragraph
from pages.queries import methods

WAYS = {
    "sum": ("Som", "aantallen die optellen: inwoners, werkzoekenden, euro"),
    "ratio": (
        "Verhouding",
        "een aandeel of gemiddelde waarvan teller en noemer gekend zijn: alle tellers samen gedeeld "
        "door alle noemers samen",
    ),
    "weighted": (
        "Gewogen",
        "een bevraging of aandeel zonder teller en noemer: elke gemeente telt mee met haar inwoners "
        "(of met wie de vraag kreeg)",
    ),
    "implied": (
        "Schatting",
        "de teller en een afgeronde verhouding zijn gekend, de noemer niet: die volgt dan uit de andere "
        "twee, met een onder- en bovengrens",
    ),
    "pairs": (
        "Verplaatsingen",
        "pendel: wie van de ene gemeente van de regio naar de andere gaat, blijft in de regio",
    ),
    "none": (
        "Geen regiocijfer",
        "een mediaan, een index of een verhouding zonder teller en noemer: dan tonen we de gemeenten "
        "en zeggen we waarom er geen regiocijfer is",
    ),
}


def render(choice: Choice) -> None:
    """Draw every rule, with a list of them above."""
    every = [(key, title, body, body(choice)) for key, title, body in SECTIONS]
    shown = [section for section in every if section[3]]
    links = "".join(
        f'<li><a href="#{key}">{escape(title)}</a></li>'
        for key, title, _body, _said in shown
    )
    st.html(
        f'<nav class="m-page m-contents" aria-label="Inhoud"><ul>{links}</ul></nav>'
    )
    for key, title, body, said in shown:
        st.html(
            f'<section class="m-page m-prose" aria-labelledby="{key}">'
            f'<h2 id="{key}">{escape(title)}</h2>{"".join(said)}</section>'
        )
        if body is examples.region:
            _ways(choice)


def _ways(choice: Choice) -> None:
    rows = [
        [
            escape(WAYS[way["aggregation"]][0]),
            escape(WAYS[way["aggregation"]][1]),
            escape(way["title"]),
            text.number(way["n"], 0),
        ]
        for way in methods.ways(choice.build)
    ]
    heads = ("Manier", "Wanneer", "Bijvoorbeeld", "Indicatoren")
    tables.draw(heads, rows, "Hoe uit gemeenten een regio wordt", heads[3:])


def _comparing(_choice: Choice) -> list[str]:
    return [
        paragraph(
            "Een verschil heet hoger, lager of vergelijkbaar; vergelijkbaar is kleiner dan de afronding. Twee "
            "percentages verschillen in procentpunt. Of hoger goed of slecht is, staat in de catalogus; waar daar "
            "niets staat, geven we geen oordeel. Een totaal vergelijken we niet met Vlaanderen, want de regio is "
            "er een deel van."
        ),
        paragraph(
            "We zeggen wat cijfers tonen, niet waardoor het komt. Dat twee cijfers samen bewegen, zegt niet dat "
            "het ene het andere veroorzaakt."
        ),
    ]


def _targets(choice: Choice) -> list[str]:
    """Only where there are targets to hold a figure against."""
    if not methods.targets(choice.build):
        return []
    return [
        paragraph(
            "Bij een doel met een jaar kijken we of het tempo volstaat: hoeveel veranderde er per jaar, tegenover "
            "hoeveel er per jaar nodig was? Vanaf 95 % van het nodige tempo heet dat op schema, vanaf 60 % "
            "vertraagd, daaronder ver achter, en de andere kant op verkeerde richting. Wie het doel al haalt, "
            "staat op doel bereikt."
        ),
        paragraph(
            "Zonder doel, of als de indicator het doel alleen benadert, tellen de jaarlijkse veranderingen van de "
            "laatste vijf jaar: gunstig, licht gunstig, stabiel, licht ongunstig of ongunstig."
        ),
        paragraph(
            "Er is geen oordeel bij een verandering die kleiner is dan haar onzekerheid, bij een breuk in de reeks "
            "en bij minder dan drie metingen. Een oordeel dat omslaat bij een ander beginjaar, heet gevoelig. Het "
            "blijft een signaal, en bij elk doel staat wiens doel het is."
        ),
    ]


def _files(_choice: Choice) -> list[str]:
    return [
        paragraph(
            "Per indicator telt het bestand met het nieuwste jaar, en bij gelijke jaren het laatst opgehaalde. "
            "Rijen van twee bestanden worden nooit gemengd. Houdt een controle een nieuw bestand tegen, dan "
            "blijven de laatste goede cijfers staan, met een waarschuwing."
        ),
        paragraph(
            "Elke vernieuwing maakt een nieuwe databank naast de vorige, controleert ze en vervangt dan alles in "
            "één keer. Het nummer van de build staat onderaan elke pagina en in elk bestand dat u ophaalt: "
            "zo weet u later van welke cijfers u vertrok."
        ),
    ]


Section = tuple[str, str, Callable[[Choice], list[str]]]
SECTIONS: Sequence[Section] = (
    ("regio", "Van gemeenten naar een regio", examples.region),
    ("schatting", "Schattingen en pendel", examples.estimates),
    ("dekking", "Onvolledige cijfers", examples.coverage),
    ("leeg", "Geen cijfer is geen nul", examples.absent),
    ("fusies", "Gemeenten die veranderen", examples.boundaries),
    ("bevraging", "Bevragingen", examples.surveys),
    ("vergelijken", "Vergelijken", _comparing),
    ("doel", "Voortgang naar een doel", _targets),
    ("bestand", "Welk bestand telt", _files),
)
