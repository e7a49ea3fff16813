"""The part of the page on data that hands figures over: addresses, Excel, Power BI, the package."""

from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from etl.live import Signature
from pages import text
from pages.api import description, package
from pages.components import filters, tables
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import details
from pages.queries.database import live_build

DEFAULT_INDICATOR = "gsm:ar_13"


def addresses(choice: Choice) -> None:
    """Addresses that a workbook can ask again, for the indicator and the region of the page."""
    st.header("Cijfers die zichzelf bijwerken", anchor=False)
    st.markdown(
        "Elk cijfer heeft een vast adres. Zet dat adres in Excel of Power BI: bij elke vernieuwing "
        "van uw werkmap komen de nieuwste cijfers vanzelf mee. Er is geen wachtwoord nodig."
    )
    known = details.indicators(choice.build)
    every = {row["indicator_id"]: row["title"] for row in known}
    titles = {row["indicator_id"]: row["title"] for row in known if row["has_figures"]}
    if message := filters.complaint("indicator", "Indicator", every):
        st.warning(message)
    indicator = (
        filters.choose_by_code("Indicator", "indicator", titles, DEFAULT_INDICATOR)
        or DEFAULT_INDICATOR
    )
    st.markdown(
        f"Adres voor Excel en Power BI: {choice.region_name}, Vlaanderen en "
        f"{text.municipalities(choice.region_size)}, alle jaren."
    )
    st.code(
        address(indicator, "csv", regio=choice.region), language=None, wrap_lines=True
    )
    with st.expander("Dezelfde cijfers voor een programma"):
        st.markdown("JSON, met de beschrijving van de indicator erbij:")
        st.code(
            address(indicator, "json", regio=choice.region),
            language=None,
            wrap_lines=True,
        )
        st.markdown("CSV met komma als scheidingsteken en een punt in getallen:")
        st.code(
            address(indicator, "csv", regio=choice.region, csv="internationaal"),
            language=None,
            wrap_lines=True,
        )


def steps() -> None:
    """What to click in Excel and in Power BI."""
    st.header("In Excel en Power BI", anchor=False)
    excel, power_bi = st.columns(2)
    with excel:
        st.html(
            '<div class="m-page m-prose"><h3>Excel</h3><ol>'
            "<li>Kopieer het adres hierboven.</li>"
            "<li>Kies op het tabblad <strong>Gegevens</strong> de knop <strong>Van web</strong>.</li>"
            "<li>Plak het adres en kies <strong>OK</strong>.</li>"
            "<li>Excel toont een voorbeeld. Kies <strong>Laden</strong>.</li>"
            "<li>Later volstaat <strong>Gegevens</strong> en dan <strong>Alles vernieuwen</strong>.</li>"
            "</ol><p>Staat Excel niet op Belgische instellingen, gebruik dan het adres met "
            "<code>csv=internationaal</code>.</p></div>"
        )
    with power_bi:
        st.html(
            '<div class="m-page m-prose"><h3>Power BI</h3><ol>'
            "<li>Kopieer het adres hierboven.</li>"
            "<li>Kies <strong>Gegevens ophalen</strong> en dan <strong>Web</strong>.</li>"
            "<li>Plak het adres en kies <strong>OK</strong>.</li>"
            "<li>Kies <strong>Anoniem</strong> als Power BI vraagt hoe aan te melden.</li>"
            "<li>Kies <strong>Laden</strong>. Zet in de dienst een schema voor het vernieuwen.</li>"
            "</ol></div>"
        )


def routes() -> None:
    """Every address and every parameter."""
    st.header("Alle adressen", anchor=False)
    st.markdown(
        f"Zet `.csv` of `.json` achter het adres. Een CSV opent in een Belgische Excel. Wat niet kan, krijgt een "
        f"antwoord dat zegt wat er fout is en wat wel mag. Een antwoord telt ten hoogste "
        f"{text.number(description.MOST_ROWS, 0)} rijen; neem voor meer het pakket hieronder."
    )
    tables.draw(
        ("Adres", "Geeft", "Parameters"),
        [
            [
                f"<code>{escape(description.ROOT + route.path)}</code>",
                escape(route.meaning),
                escape(", ".join(route.parameters) or "geen"),
            ]
            for route in (*description.ROUTES, description.EVERYTHING)
        ],
        "Adressen",
    )
    tables.draw(
        ("Parameter", "Betekenis", "Bijvoorbeeld"),
        [
            [
                f"<code>{one.name}</code>",
                escape(
                    one.meaning + (" (mag meer dan één keer)" if one.repeats else "")
                ),
                f"<code>{escape(urlencode({one.name: one.example}, safe=':'))}</code>",
            ]
            for one in description.PARAMETERS.values()
        ],
        "Parameters",
    )
    st.markdown("Het overzicht voor programma's, met wat elke code betekent:")
    st.code(_base() + description.ROOT, language=None, wrap_lines=True)


def whole() -> None:
    """The package with everything, made when somebody asks for it."""
    st.header("Alles samen", anchor=False)
    st.markdown(
        "Het pakket met open gegevens bevat alles over de cijfers: de cijfers zoals getoond en zoals geleverd, "
        "de indicatoren, de gebieden, de bronnen met hun licentie en de uitkomst van de controles. Als Parquet en als "
        "CSV, beschreven in `datapackage.json`."
    )
    live = (
        live_build()
    )  # the address gives the newest figures, whatever this page shows
    file = package.ready(live) if live else None
    if (
        live
        and not file
        and st.button("Maak het pakket klaar", icon=":material/package_2:")
    ):
        file = _made(live)
    if file is not None:
        size = text.number(file.stat().st_size / 1e6, 0)
        st.html(
            f'<p class="m-page"><a class="m-button" href="{description.PACKAGE.lstrip("/")}" download>'
            f"Download het pakket (ZIP, {size} MB)</a></p>"
        )
    st.markdown(
        "De cijfers houden de voorwaarden van wie ze publiceerde. Staat er *niet vermeld*, vraag dan na "
        "voor u ze verder verspreidt."
    )


def _made(live: Signature) -> Path | None:
    with st.status("Het pakket wordt gemaakt, dat duurt even", expanded=True) as shown:
        try:
            file = package.make(live, shown.write)
        except package.PackagingError:
            shown.update(label="Het pakket kon niet gemaakt worden.", state="error")
            return None
        shown.update(label="Het pakket is klaar", state="complete", expanded=False)
        return file


def address(indicator: str, ending: str, **query: str) -> str:
    """Where a program gets an indicator: absolute, as far as the site is known."""
    path = f"{description.ROOT}indicators/{quote(indicator, safe=':')}.{ending}"
    return f"{_base()}{path}?{urlencode(query)}"


def _base() -> str:
    """Where this site is, as the visitor's browser knows it."""
    parts = urlsplit(st.context.url or "")
    if not parts.netloc:  # nobody asked over HTTP
        return ""
    prefix = parts.path.rsplit("/", 1)[0]
    return f"{parts.scheme}://{parts.netloc}{prefix}"
