"""Downloads: figures as CSV and workbook, charts as pictures, and a fixed address."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from pages.components import filters, open_data
from pages.components.filters import Choice
from pages.exports import apology, facts, picture, workbook
from pages.exports.csv_file import as_csv
from pages.exports.names import file_name
from pages.exports.picture import Caption, Drawing
from pages.exports.workbook import Metadata, Sheet
from pages.queries import details
from pages.queries.database import Row

LOG = logging.getLogger(__name__)
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "png": "image/png",
    "svg": "image/svg+xml",
}
FIGURES = "Cijfers"
ABOUT_ALL = ("indicator", "titel")
ORIGIN = ("bron", "uitgever", "licentie", "bestand", "opgehaald", "build")
"""Columns that say the same on every row: in a workbook they are on the sheet of facts."""
SHARES = {"Dekking": "0.0%"}


def render(figure: Row, choice: Choice, drawings: Sequence[Drawing | None]) -> None:
    """Draw the block of one indicator.

    Args:
        figure: Row of `figures.figure`.
        choice: Region and build.
        drawings: What the page drew; None where there was nothing to draw.
    """
    st.header("Downloads", anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        _figures(figure, choice)
        _fixed_address(figure, choice)
    drawn = [drawing for drawing in drawings if drawing]
    with right:
        if drawn:
            _pictures(figure, choice, drawn)


def _figures(figure: Row, choice: Choice) -> None:
    indicator, region = figure["indicator_id"], choice.region
    st.subheader("Cijfers", anchor=False)
    st.markdown(
        f"Alle jaren en uitsplitsingen, voor {choice.region_name}, elke gemeente ervan en "
        "Vlaanderen. De werkmap (XLSX) heeft een tweede blad met definitie, bron en licentie; "
        "CSV opent in elk programma."
    )
    name = file_name(indicator, region)
    address = page_address(indicator=indicator, uitsplitsing=figure["breakdown"])

    def book() -> bytes:
        return indicator_workbook(figure, choice, address)

    def lines() -> bytes:
        return as_csv(details.export(choice.build, indicator, region))

    _side_by_side(
        ("Download de cijfers als XLSX", book, f"{name}.xlsx"),
        ("Download de cijfers als CSV", lines, f"{name}.csv"),
    )


def indicator_workbook(figure: Row, choice: Choice, address: str | None) -> bytes:
    """The figures of an indicator for a region, and what they are.

    Args:
        figure: Row of `figures.figure`.
        choice: Region and build.
        address: Of the page with this choice; None when it is not known.
    """
    rows = details.export(choice.build, figure["indicator_id"], choice.region)
    titles = {name: name.replace("_", " ").capitalize() for name in rows.columns}
    value = workbook.decimals_format(figure["decimals"])
    formats = dict.fromkeys(("Waarde", "Ondergrens", "Bovengrens"), value)
    sheet = Sheet(
        FIGURES,
        rows.drop(*ABOUT_ALL, *ORIGIN).rename(titles, strict=False),
        formats | SHARES,
    )
    about = facts.of_indicator(figure, choice, address)
    return workbook.workbook([sheet], Metadata(figure["title"], about))


def _pictures(figure: Row, choice: Choice, drawings: Sequence[Drawing]) -> None:
    st.subheader("Afbeeldingen", anchor=False)
    st.markdown(
        "Wat hierboven staat, met titel, bron, licentie en datum erin. PNG voor Word, PowerPoint "
        "en e\u2011mail; SVG blijft scherp op elke grootte."
    )
    around = facts.caption(figure, choice)
    parts = (figure["indicator_id"], choice.region, _breakdown_part(figure, choice))
    for drawing in drawings:
        name = file_name(*parts, str(figure["year"]), drawing.name)
        picture_buttons(drawing, around, name)


def picture_buttons(drawing: Drawing, caption: Caption, name: str) -> None:
    """A chart as PNG and as SVG.

    Args:
        drawing: The chart, as on the page.
        caption: Title, source and build.
        name: Of the file, without what follows the point.
    """
    _side_by_side(
        *(
            (
                f"Download {drawing.label} als {kind.upper()}",
                partial(picture_file, drawing, caption, kind),
                f"{name}.{kind}",
            )
            for kind in DRAW
        )
    )


DRAW: dict[str, Callable[[Drawing, Caption], bytes]] = {
    "png": picture.png,
    "svg": picture.svg,
}


def picture_file(drawing: Drawing, caption: Caption, kind: str) -> bytes:
    """The file; when it cannot be drawn, a picture that says so in Dutch.

    Why: Streamlit would show an English message of its own.
    """
    try:
        return DRAW[kind](drawing, caption)
    except Exception:
        LOG.exception("no picture of %s", caption.title)
        return picture.apology(drawing, caption, kind)


def frame_buttons(
    frame: pl.DataFrame,
    name: str,
    metadata: Metadata,
    formats: Mapping[str, str] | None = None,
) -> None:
    """A table on screen as XLSX and as CSV.

    Args:
        frame: As the reader sees it, with titled columns and unrounded numbers.
        name: Of the file, without what follows the point.
        metadata: Title and facts; build, date and address of the page are added.
        formats: Number format of a column that is not the usual one of its type.
    """
    build = filters.current().build
    about = [*metadata.facts, *facts.made(build, page_address())]
    sheet = Sheet(FIGURES, frame, formats or {})

    def book() -> bytes:
        return workbook.workbook([sheet], Metadata(metadata.title, about))

    _side_by_side(
        ("Download deze tabel als XLSX", book, f"{file_name(name)}.xlsx"),
        (
            "Download deze tabel als CSV",
            partial(as_csv, frame),
            f"{file_name(name)}.csv",
        ),
    )


def _side_by_side(*files: tuple[str, Callable[[], bytes], str]) -> None:
    """A button for each file: its label, what makes it, its name."""
    for column, file in zip(st.columns(len(files), gap="small"), files, strict=True):
        with column:
            button(*file)


def document_button(label: str, make: Callable[[], bytes], name: str) -> None:
    """A button for a whole document; one that cannot be made says so in its place."""
    kind = name.rpartition(".")[2]
    button(label, partial(apology.unless, make, kind, name), name)


def button(label: str, make: Callable[[], bytes], name: str) -> None:
    """A button whose file is made at the click, without a rerun of the page."""
    st.download_button(
        label,
        data=make,
        file_name=name,
        mime=MIME[name.rpartition(".")[2]],
        on_click="ignore",
        icon=":material/download:",
        key=f"download_{name}",
        width="stretch",
    )


def _breakdown_part(figure: Row, choice: Choice) -> str:
    """The breakdown, when it is not the one that the indicator opens with."""
    known = details.indicators(choice.build)
    main = {row["indicator_id"]: row["main_breakdown"] for row in known}
    breakdown: str = figure["breakdown"]
    return "" if main[figure["indicator_id"]] == breakdown else breakdown


def page_address(**changes: str | None) -> str | None:
    """Absolute address of this page with what is chosen; None when it is not known."""
    url = st.context.url
    if url is None:
        return None
    asked = filters.address(regio=filters.current().region)
    asked |= {key: value for key, value in changes.items() if value is not None}
    return f"{url}?{urlencode(asked, safe=':')}"


def _fixed_address(figure: Row, choice: Choice) -> None:
    """The address from which a spreadsheet reads the newest figures each time."""
    st.subheader("Vast adres voor Excel en Power BI", anchor=False)
    st.markdown(
        "Met dit adres halen Excel (*Gegevens*, *Van web*) en Power BI (*Gegevens ophalen*, *Web*) "
        "telkens de nieuwste cijfers op."
    )
    address = open_data.address(figure["indicator_id"], "csv", regio=choice.region)
    st.code(address, language=None, wrap_lines=True)
