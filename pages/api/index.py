"""The index of the text routes: what there is, under which address, and what the codes mean."""

import polars as pl

from pages import text
from pages.api import answers
from pages.api.description import (
    EVERYTHING,
    FORMATS,
    MAX_AGE,
    MOST_ROWS,
    PACKAGE,
    PARAMETERS,
    ROOT,
    ROUTES,
    allowed,
)
from pages.queries.open_data import Known


def document(known: Known, indicators: pl.DataFrame) -> dict[str, object]:
    """The index as one JSON document."""
    shown = indicators.filter(indicators["eerste_jaar"].is_not_null())
    return {
        "titel": "Spitsregio-monitor: cijfers als tekst",
        "build": answers.build(known),
        "indicatoren_met_cijfers": shown.height,
        "adressen": [
            {
                "adres": f"{ROOT}{route.path}.{ending}",
                "geeft": route.meaning,
                "parameters": list(allowed(route, ending)),
            }
            for route in ROUTES
            for ending in FORMATS
        ]
        + [{"adres": PACKAGE, "geeft": EVERYTHING.meaning}],
        "parameters": {
            name: {
                "betekenis": one.meaning,
                "voorbeeld": one.example,
                "mag_herhaald": one.repeats,
            }
            for name, one in PARAMETERS.items()
        },
        "voorbeelden": [
            f"{ROOT}indicators/gsm:ar_13.csv?regio=REFREG05",
            f"{ROOT}indicators/gsm:ar_13.json?gebiedstype=referentieregio&van=2015",
            f"{ROOT}values.csv?indicator=gsm:ar_13&indicator=statbel:population&gebied=24062",
        ],
        "grenzen": {"rijen_per_antwoord": MOST_ROWS, "seconden_houdbaar": MAX_AGE},
        "methode": text.METHODS,
        "ontbreekt": text.ABSENT,
        "bronnen": _sources(shown),
    }


def _sources(shown: pl.DataFrame) -> list[dict[str, object]]:
    """Who published what, under which licence: the figures keep those terms."""
    keys = ["bron", "uitgever", "licentie"]
    return (
        shown.group_by(keys)
        .agg(pl.len().alias("indicatoren"), pl.col("opgehaald").max().dt.to_string())
        .sort(keys)
        .to_dicts()
    )
