"""The sections of the page of a municipality, from what stands out to the download."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from pages.components import (
    cards,
    downloads,
    filters,
    municipality_near,
    municipality_top,
    municipality_trends,
    municipality_weight,
    spines,
)
from pages.components.filters import Choice
from pages.exports import facts
from pages.exports.paper import fiche
from pages.exports.workbook import Metadata
from pages.queries import areas, municipality
from pages.queries.database import Row

Lines = Mapping[str, Sequence[Row]]
"""Headline indicators by action line."""
SECTIONS = {
    "plaats": "Plaats in de regio",
    "verloop": "Verloop",
    "gewicht": "Gewicht in de regio",
    "buren": "Buurgemeenten",
    "gelijkend": "Gemeenten die erop lijken",
}
"""Id of what stands below a heading, and the heading: the page is long, most of all on a phone."""


def render(choice: Choice) -> None:
    """Draw the page below its title, for a chosen municipality."""
    if not choice.in_region:
        st.warning(
            f"{choice.municipality_name} ligt niet in {choice.region_name}. De regio's waar ze wel "
            "in ligt, staan hieronder."
        )
    if choice.is_whole_region:
        st.info(
            f"{choice.region_name} is alleen {choice.municipality_name}. Kies een grotere regio om te "
            "vergelijken."
        )
    rows = municipality.profile(
        choice.build, choice.region, choice.year, str(choice.municipality)
    )
    municipality_top.opening(rows, choice)
    _jump()
    titles = {
        line["action_line"]: line["short_title"]
        for line in areas.action_lines(choice.build)
    }
    lines = {
        line: [row for row in rows if row["action_line"] == line] for line in titles
    }
    _places(lines, titles, choice)
    line = _closer(lines, titles, choice)
    st.header(SECTIONS["buren"], anchor=False)
    municipality_near.neighbours(lines[line], choice, line)
    st.header(SECTIONS["gelijkend"], anchor=False)
    municipality_near.alike(choice)
    _download(choice)


def _jump() -> None:
    items = "".join(
        f'<li><a href="#{section}" target="_self">{title}</a></li>'
        for section, title in SECTIONS.items()
    )
    st.html(
        '<nav class="m-page" aria-label="Op deze pagina">'
        f'<ul class="m-alike">{items}</ul></nav>'
    )


def _places(lines: Lines, titles: Mapping[str, str], choice: Choice) -> None:
    """Spine charts of every action line."""
    st.header(SECTIONS["plaats"], anchor=False)
    spines.key(choice)
    series = cards.series(choice, choice.municipality)
    for line, title in titles.items():
        st.subheader(f"{line}. {title}", anchor=False)
        if lines[line]:
            spines.render(lines[line], series, choice)
        else:
            st.markdown("Nog geen cijfers in deze monitor.")


def _closer(lines: Lines, titles: Mapping[str, str], choice: Choice) -> str:
    """Trends and weight on one action line; returns which."""
    st.header("Een actielijn van dichtbij", anchor=False)
    line = filters.choose_option(
        "Actielijn", "lijn", {key: f"{key}. {title}" for key, title in titles.items()}
    )
    if message := filters.complaint("lijn", "Actielijn", titles):
        st.warning(message)
    if not lines[line]:
        st.markdown("Nog geen cijfers in deze monitor.")
        return line
    st.subheader(SECTIONS["verloop"], anchor=False)
    municipality_trends.render(lines[line], choice)
    st.subheader(SECTIONS["gewicht"], anchor=False)
    municipality_weight.render(lines[line], choice)
    return line


def _download(choice: Choice) -> None:
    """The fiche for on paper, and the headline figures as a file."""
    st.header("Downloads", anchor=False)
    _fiche(choice)
    _headlines(choice)


def _fiche(choice: Choice) -> None:
    name, nis = str(choice.municipality_name), str(choice.municipality)
    today = date.today()
    st.markdown(
        f"De gemeentefiche: {name} op twee bladzijden A4, met de nieuwste meting van elk cijfer."
    )
    downloads.document_button(
        f"Download de gemeentefiche van {name} (PDF)",
        lambda: fiche.fiche(choice.build, nis, choice.region, today),
        fiche.file_name(nis, name),
    )


def _headlines(choice: Choice) -> None:
    name, nis = str(choice.municipality_name), str(choice.municipality)
    title = f"Kerncijfers van {name}"
    st.markdown(
        f"De kerncijfers van {name}, naast de regio, Vlaanderen en de spreiding."
    )
    facts_of = [
        ("Gemeente", f"{name} (NIS {nis})"),
        ("Gebied", facts.area(choice)),
        (
            "Kolommen Gemeente, Regio, Vlaanderen",
            "het cijfer, in de eenheid van de rij",
        ),
        (
            "Kolommen kwartiel en mediaan",
            "van de gemeenten van de regio: een kwart ligt onder het eerste kwartiel, een kwart "
            "boven het derde",
        ),
        (
            "Kolommen aandeel",
            "van de gemeente in het regionale cijfer; bij een bevraging van de inwoners",
        ),
    ]
    frame = municipality.export(choice.build, choice.region, choice.year, nis)
    downloads.frame_buttons(
        frame, f"kerncijfers_{nis}_{choice.region}", Metadata(title, facts_of)
    )
