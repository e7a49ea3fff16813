"""The parts of the page on data: sources, changes, checks, errors, series we miss."""

from datetime import UTC, date, datetime
from itertools import groupby

import polars as pl
import streamlit as st

from etl.live import Signature
from pages import text
from pages.components import filters, markup, tables
from pages.components.markup import escape
from pages.exports.csv_file import as_csv
from pages.queries import registers
from pages.queries.database import Row

STATES = {
    "vers": "uit opgehaalde bestanden",
    "ingebed": "uit de meegeleverde cijfers",
    "behouden": "behouden van een vorige vernieuwing",
    "geen": "nog zonder cijfers",
}
BUILDS_SHOWN = 5


def sources(build: Signature) -> None:
    """What comes from where, how fresh, and what went wrong."""
    st.header("Bronnen", anchor=False)
    rows = [
        [
            markup.link(row["homepage"], row["name"]),
            escape(row["publisher"]),
            escape(row["licence"]),
            text.number(row["indicators"], 0),
            str(row["newest_year"]),
            f'<span class="m-date">{text.long_date(row["retrieved_at"])}</span>',
            f'<span class="m-date">{_month(row["next_release"])}</span>',
        ]
        for row in registers.sources(build)
    ]
    heads = (
        "Bron",
        "Uitgever",
        "Licentie",
        "Indicatoren",
        "Nieuwste jaar",
        "Opgehaald",
        "Volgende uitgave",
    )
    tables.draw(heads, rows, "Bronnen", ("Indicatoren", "Nieuwste jaar"))
    counts = registers.states(build)
    listed = [
        f"{counts[key]} {words}" for key, words in STATES.items() if key in counts
    ]
    st.markdown(
        f"Indicatoren: {text.listing(listed)}. De volgende uitgave volgt uit de aankondigingen van 2023."
    )
    for row in registers.held_back(build):
        st.warning(
            f"{row['title']}: het nieuwe bestand is niet gebruikt ({row['reason']}). "
            f"De cijfers zijn {STATES[row['state']]}."
        )
    pulls = registers.pulls(build)
    if not pulls:
        st.markdown(
            "Er is nog niets opgehaald bij een bron; bestanden kwamen met de monitor mee."
        )
        return
    tables.draw(
        ("Weg", "Bron", "Laatst gelukt", "Laatst gevraagd", "Laatste fout"),
        [
            [
                escape(row["way"]),
                escape(row["name"]),
                _moment(row["last_success"]),
                _moment(row["last_attempt"]),
                escape(row["last_error"] or "geen"),
            ]
            for row in pulls
        ],
        "Wegen naar de bronnen, bij de laatste vernieuwing",
    )


def changes(build: Signature) -> None:
    """What the last builds changed."""
    st.header("Wat er veranderde", anchor=False)
    rows = registers.changes(build, BUILDS_SHOWN)
    if not rows:
        st.markdown("Er was nog geen vernieuwing die iets veranderde.")
    for position, ((build_id, built_at), found) in enumerate(
        groupby(rows, key=lambda row: (row["build_id"], row["built_at"]))
    ):
        sentences = [row["sentence"] for row in found]
        title = f"{_moment(built_at)}: {len(sentences)} wijzigingen"
        with st.expander(title, expanded=position == 0):
            items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
            st.html(
                f'<div class="m-page"><p class="m-sub">Build {escape(build_id)}</p>'
                f"<ul>{items}</ul></div>"
            )


def checks(build: Signature) -> None:
    """Every check with how many indicators passed it."""
    st.header("Controles", anchor=False)
    st.markdown(
        "Bij elke vernieuwing worden de cijfers hiermee gecontroleerd. *Verklaard* is een gekende fout van de "
        "bron, met uitleg bij de indicator. Een controle die tegenhoudt, laat de laatste goede "
        "cijfers staan."
    )
    heads = ("Controle", "Houdt tegen", "In orde", "Verklaard", "Opmerking", "Fout")
    rows = [
        [
            escape(row["title"]) + _advice(row),
            "ja" if row["stops"] else "nee",
            *(str(row[key]) for key in ("ok", "explained", "remarks", "failed")),
        ]
        for row in registers.gates(build)
    ]
    tables.draw(heads, rows, "Controles", heads[2:])


def _advice(row: Row) -> str:
    """What to do, below a check that found something."""
    if not row["remarks"] + row["failed"]:
        return ""
    return f'<div class="m-sub">Wat te doen: {escape(row["advice"])}.</div>'


def publisher_errors(build: Signature) -> None:
    """Errors that we found at publishers, with a download."""
    st.header("Fouten bij uitgevers", anchor=False)
    found = registers.publisher_errors(build)
    st.markdown(
        "Fouten in de bestanden van de bronnen. Wij herstellen ze niet: wat zichzelf tegenspreekt, "
        "gebruiken we niet."
    )
    heads = ("Indicator", "Fout", "Plaats", "Sinds", "Gemeld", "Stand")
    rows = [
        [
            escape(row["indicator"] or text.MISSING),
            escape(row["fout"]),
            escape(row["plaats"]),
            f'<span class="m-date">{text.long_date(row["sinds"])}</span>',
            text.long_date(row["gemeld_op"]) if row["gemeld_op"] else "nog niet",
            escape(row["stand"]),
        ]
        for row in found.to_dicts()
    ]
    tables.draw(heads, rows, "Fouten bij uitgevers")
    _download(found, "fouten_bij_uitgevers.csv")


def missing(build: Signature) -> None:
    """Series that we miss, with a text to ask for each."""
    st.header("Reeksen die we missen", anchor=False)
    found = registers.missing(build)
    if found.is_empty():
        st.markdown("Geen enkele.")
        return
    first = found.filter(
        (pl.col("actielijn") != "context") | (pl.col("soort") == "verouderd")
    )
    st.markdown(
        f"{text.number(found.height, 0)} reeksen die de bron heeft en wij niet, of die bij ons "
        f"verouderd zijn. Hieronder de {text.number(first.height, 0)} die bij een actielijn horen of "
        "verouderd zijn; het bestand bevat ze allemaal."
    )
    titles = dict(found.select("indicator_id", "indicator").iter_rows())
    requests = dict(found.select("indicator_id", "verzoek").iter_rows())
    chosen = filters.choose_by_code(
        "Verzoek aan de leverancier", "reeks", titles, None, "Kies een reeks"
    )
    if chosen:
        st.code(requests[chosen], language=None, wrap_lines=True)
    heads = (
        "Indicator",
        "Actielijn",
        "Leverancier",
        "Nieuwste jaar",
        "Verwacht jaar",
        "Soort",
    )
    rows = [
        [
            markup.link(filters.indicator_href(row["indicator_id"]), row["indicator"]),
            escape(row["actielijn"]),
            escape(row["leverancier"]),
            str(row["nieuwste_jaar"] or text.MISSING),
            str(row["verwacht_jaar"]),
            escape(row["soort"]),
        ]
        for row in first.to_dicts()
    ]
    tables.draw(
        heads, rows, "Reeksen die we missen", ("Nieuwste jaar", "Verwacht jaar")
    )
    _download(found, "reeksen_die_we_missen.csv")


def _download(frame: pl.DataFrame, name: str) -> None:
    st.download_button(
        "Download (CSV)",
        data=lambda: as_csv(frame),
        file_name=name,
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=name,
    )


def _month(day: date | None) -> str:
    """'maart 2027'; a source without a calendar says so."""
    return f"{text.month(day.month)} {day.year}" if day else "niet bekend"


def _moment(when: datetime | None) -> str:
    """A UTC time of the database as a person here reads it."""
    if when is None:
        return "nooit"
    return text.moment(when.replace(tzinfo=UTC))
