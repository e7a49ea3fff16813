"""The page list as data, for the router and for the launcher. No Streamlit here."""

from typing import NamedTuple


class SitePage(NamedTuple):
    """A page: script beside the router, title, and path ('' is the first page)."""

    file: str
    title: str
    path: str
    in_menu: bool = True


PAGES = (
    SitePage("overzicht.py", "Overzicht", ""),
    SitePage("sociaal_economisch.py", "Sociaal-economisch", "sociaal-economisch"),
    SitePage("mobiliteit.py", "Mobiliteit", "mobiliteit"),
    SitePage("actielijn.py", "Actielijn", "actielijn"),
    SitePage("indicator.py", "Indicator", "indicator"),
    SitePage("gemeente.py", "Gemeente", "gemeente"),
    SitePage("praktijk.py", "Praktijk", "praktijk"),
    SitePage("gegevens.py", "Gegevens en methode", "gegevens"),
    SitePage(
        "toegankelijkheidsverklaring.py",
        "Toegankelijkheidsverklaring",
        "toegankelijkheidsverklaring",
        in_menu=False,
    ),
)
UNKNOWN = "onbekend"
"""Query parameter that carries the path of a page that does not exist."""
