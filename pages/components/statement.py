"""What the accessibility statement says."""

import os
from collections.abc import Sequence
from datetime import date

WRITTEN = date(2026, 11, 26)
CONTACT = "MONITOR_CONTACT"
"""Environment variable with who to turn to: a name, an e-mail address, a telephone number."""
LIMITS = (
    "**Kaarten en grafieken** zijn beelden. Elk beeld heeft een beschrijving in één zin, en dezelfde cijfers staan in "
    "een tabel. Wat verschijnt als u met de muis over een punt gaat, verschijnt niet met het toetsenbord.",
    "**Op de kaart kiezen** kan alleen met de muis of een vinger. Met het toetsenbord kiest u een gemeente in het "
    "keuzevak bovenaan of in het zoekveld.",
    "**Grote tabellen** om in te bladeren en te sorteren worden op een tekenvlak gezet. U kunt er met de pijltjes door, maar "
    "niet elk hulpmiddel leest ze goed voor. De cijfers zijn ook als bestand te downloaden.",
    "**Na een keuze** ververst de pagina zonder dat een schermlezer dat altijd meldt.",
    "**Valt de verbinding weg**, dan verschijnt een melding in het Engels. Ze komt van Streamlit, de software onder de "
    "monitor, en is niet te vertalen.",
)
TESTED = (
    "Elke pagina met axe-core, alle regels, op een breedte van 390 en 1440 pixels, met een licht en een donker scherm: "
    "geen enkele fout.",
    "Met het toetsenbord van de koppeling *Naar de inhoud* over het zoekveld, het menu en de keuzevakken naar het eerste "
    "cijfer, en dat openen met Enter.",
    "Vergroot tot 200 %, en op een telefoon van 390 pixels: geen enkele pagina schuift horizontaal.",
    "Wie in zijn systeem vraagt om minder beweging, ziet geen bewegende overgangen van de monitor.",
    "Afgedrukt of bewaard als PDF: de volledige inhoud, zonder keuzevakken.",
)


def bullets(items: Sequence[str]) -> str:
    """A list in Markdown."""
    return "\n".join(f"- {item}" for item in items)


def contact() -> str:
    """Who to turn to: as the operator of this installation set it, else how to find out."""
    known = os.environ.get(CONTACT, "").strip()
    if known:
        return f"Meld een probleem aan: {known}."
    return (
        "Deze installatie noemt nog geen contactadres. Meld een probleem aan wie u het adres van de monitor gaf. "
        f"Beheert u hem zelf, zet dan een naam en een adres in `{CONTACT}`."
    )
