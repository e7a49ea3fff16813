"""The page list as data, for the router and for the launcher. No Streamlit here."""

from typing import NamedTuple


class SitePage(NamedTuple):
    """A page: script beside the router, title, and path ('' is the first page)."""

    file: str
    title: str
    path: str
    in_menu: bool = True
    former: tuple[str, ...] = ()
    """Paths it had before; they still lead here."""


PAGES = (
    SitePage("overzicht.py", "Overzicht", "", former=("overzicht",)),
    SitePage("sociaal_economisch.py", "Sociaal-economisch", "sociaal-economisch"),
    SitePage("mobiliteit.py", "Mobiliteit", "mobiliteit"),
    SitePage("actielijn.py", "Actielijn", "actielijn"),
    SitePage("indicator.py", "Indicator", "indicator"),
    SitePage("gemeente.py", "Gemeente", "gemeente"),
    SitePage("vergelijken.py", "Vergelijken", "vergelijken"),
    SitePage("voorbereiden.py", "Vergadering", "voorbereiden"),
    SitePage("praktijk.py", "Praktijk", "praktijk"),
    SitePage("gegevens.py", "Gegevens en methode", "gegevens", former=("methode",)),
    SitePage("bewerken.py", "Actieplan bewerken", "bewerken", in_menu=False),
    SitePage(
        "toegankelijkheidsverklaring.py",
        "Toegankelijkheidsverklaring",
        "toegankelijkheidsverklaring",
        in_menu=False,
    ),
)
MOVED = {former: page.path for page in PAGES for former in page.former}
"""Former path to path."""
SIGN_IN = "oauth2callback"
"""No page: where the sign-in service sends an editor back to; Streamlit answers it."""
UNKNOWN = "onbekend"
"""Query parameter that carries the path of a page that does not exist."""
