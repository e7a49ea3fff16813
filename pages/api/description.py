"""The text routes as data: for the index, for the page that explains them, for their checks."""

from typing import NamedTuple

ROOT = "/api/v1/"
MOST_ROWS = 100_000
"""More rows than this is no answer but a copy: the open data package is for that."""
MAX_AGE = 300
"""Seconds that an answer may be used without asking again."""
FORMATS = ("csv", "json")


class Parameter(NamedTuple):
    """What may stand behind the question mark."""

    name: str
    meaning: str
    example: str
    repeats: bool = False


class TextRoute(NamedTuple):
    """An address; `path` without its ending .csv or .json."""

    path: str
    meaning: str
    parameters: tuple[str, ...]


PARAMETERS = {
    parameter.name: parameter
    for parameter in (
        Parameter("indicator", "id van een indicator", "gsm:ar_13", True),
        Parameter(
            "regio",
            "id van een regio: haar eigen cijfers, die van Vlaanderen en die van haar gemeenten",
            "REFREG05",
        ),
        Parameter(
            "gebied", "id van een gebied, bij een gemeente de NIS-code", "24062", True
        ),
        Parameter("gebiedstype", "soort gebied", "referentieregio", True),
        Parameter(
            "uitsplitsing",
            "id van een uitsplitsing; zonder waarde: alleen het totaal",
            "antwoord=eens",
            True,
        ),
        Parameter("van", "eerste jaar", "2015"),
        Parameter("tot", "laatste jaar, dat jaar inbegrepen", "2022"),
        Parameter(
            "csv",
            "internationaal: komma als scheidingsteken en een punt in getallen "
            "(zonder: puntkomma en komma, zoals Excel in België)",
            "internationaal",
        ),
    )
}
INDEX = TextRoute("", "dit overzicht", ())
EVERYTHING = TextRoute(
    "package.zip", "alles samen: CSV, Parquet en datapackage.json", ()
)
_ABOUT_FIGURES = ("regio", "gebied", "gebiedstype", "uitsplitsing", "van", "tot")
INDICATORS = TextRoute(
    "indicators",
    "alle indicatoren: definitie, eenheid, berekening, bron, licentie, eerste en laatste jaar",
    (),
)
AREAS = TextRoute(
    "areas",
    "alle gebieden en gemeenten, met hun referentieregio; vroegere gemeenten met wat ze nu zijn",
    ("gebiedstype",),
)
ONE_INDICATOR = TextRoute(
    "indicators/{indicator}",
    "de cijfers van één indicator: dit is wat Excel of Power BI nodig heeft",
    _ABOUT_FIGURES,
)
FIGURES = TextRoute(
    "values",
    "cijfers van meer dan één indicator of gebied; noem minstens een indicator, een gebied of een regio",
    ("indicator", *_ABOUT_FIGURES),
)
PACKAGE = f"{ROOT}{EVERYTHING.path}"
ROUTES = (ONE_INDICATOR, FIGURES, INDICATORS, AREAS)


def allowed(route: TextRoute, file_format: str) -> tuple[str, ...]:
    """The parameters of a route; the form of CSV only where there is CSV."""
    return (*route.parameters, *(("csv",) if file_format == "csv" else ()))
