"""Signing in to edit the action plan, and what stands there for who cannot."""

import streamlit as st
from streamlit.errors import StreamlitAuthError

from pages.editors import Visitor

READ_ONLY = """
Op deze monitor kan niemand zich aanmelden: hij toont het actieplan, en wijzigt het niet.

**Het plan toch aanpassen.** Wie de cijfers bijhoudt, doet dat met een Excel-formulier: `python -m etl plan export actieplan.xlsx`
schrijft het plan, `python -m etl plan import actieplan.xlsx --wie "Uw naam"` leest het ingevulde formulier in. De handleiding legt het uit
(`docs/handleiding.md`, *Het actieplan bijhouden*).

**Aanmelden mogelijk maken.** Wie de monitor beheert, koppelt hem aan de aanmelddienst van de organisatie (OpenID Connect) en geeft een lijst
van redacteurs op, in `.streamlit/secrets.toml`. Zie `docs/deployment.md`, *Sign-in for editors*.
"""
BROKEN = (
    "Aanmelden lukt niet: de instelling van de monitor is niet volledig. Wie de monitor beheert, vindt in "
    "`docs/deployment.md` wat er nodig is."
)


def render(visitor: Visitor) -> None:
    """Say why this visitor cannot edit, and offer what would help."""
    if visitor.state == "read-only":
        st.markdown(READ_ONLY)
    elif visitor.state == "signed out":
        st.markdown(
            "Redacteurs van het actieplan melden zich hier aan met het account van hun organisatie. Wie alleen kijkt, hoeft dat niet. "
            "Elke wijziging wordt bewaard met uw e-mailadres en het tijdstip."
        )
        if st.button("Aanmelden"):
            _login()
    else:
        who = (
            f"als `{_plain(visitor.email)}`" if visitor.email else "zonder e-mailadres"
        )
        st.warning(
            f"U bent aangemeld {who}, maar dat account staat niet in de lijst van redacteurs, of de aanmelddienst heeft "
            "het adres niet nagegaan. U kunt het actieplan bekijken, niet wijzigen."
        )
        sign_out()


def _plain(email: str) -> str:
    """An address inside backticks, whatever a provider says it is."""
    return email.replace("`", "")[:100]


def sign_out() -> None:
    """The button that ends the session."""
    if st.button("Afmelden"):
        st.logout()


def _login() -> None:
    try:
        st.login()
    except StreamlitAuthError:
        st.error(BROKEN)
