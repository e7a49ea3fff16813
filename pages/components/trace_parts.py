"""The trace of a figure: the rows it came from, what was done with them, and whether that holds."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from pages import accounts, text
from pages.components import about, filters, markup, tables
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas, trace
from pages.queries.database import Row
from pages.queries.parts import shown

COLUMNS = {
    "sum": ("value",),
    "ratio": ("numerator", "denominator", "value"),
    "pairs": ("numerator", "denominator", "value"),
    "weighted": ("value", "weight", "product"),
    "implied": ("numerator", "value", "implied"),
    "none": ("numerator", "denominator", "value"),
}
"""Which parts a method adds up, in the order of the table."""
HEADS = {
    "numerator": "Teller",
    "denominator": "Noemer",
    "value": "Waarde",
    "weight": "Gewicht",
    "product": "Waarde × gewicht",
    "implied": "Geschatte noemer",
}


def subject(choice: Choice) -> tuple[str, str, str]:
    """The area whose figure is accounted for, `?spoor=` in the URL: key, area id and name."""
    known = _subjects(choice)
    key = filters.accepted("spoor", known, "regio") or "regio"
    ids = {"regio": choice.region, "vlaanderen": areas.FLANDERS}
    return key, ids.get(key, str(choice.municipality)), known[key]


def _subjects(choice: Choice) -> dict[str, str]:
    known = {"regio": choice.region_name, "vlaanderen": "Vlaanderen"}
    if choice.municipality:
        known["gemeente"] = str(choice.municipality_name)
    return known


def render(figure: Row, choice: Choice) -> None:
    """Draw the trace of the figure of the year that the page shows."""
    st.header("Spoor van dit cijfer", anchor=False)
    known = _subjects(choice)
    filters.choose_option("Cijfer van", "spoor", known)
    if message := filters.complaint("spoor", "Spoor", known):
        st.warning(message)
    _whose, area, name = subject(choice)
    key = (choice.build, figure["indicator_id"], figure["breakdown"], area, figure["year"])  # fmt: skip
    found, made = shown(*key), trace.account(*key)
    published = trace.official(*key)
    if found is None or (made is None and published is None):
        st.markdown(f"Voor {name} is er in {figure['year']} geen cijfer en geen spoor.")
        return
    if made is None:
        _facts([("Volgens de bron", _file_of(published or {}))])
        return
    rows = trace.rows(*key)
    terms = trace.terms(choice.build, figure["indicator_id"], area, figure["year"])
    steps = accounts.steps(found, made, published)
    facts = [(term, escape(said)) for term, said in steps]
    st.markdown(
        f"Van de rijen in het bestand tot het cijfer van {name} in {figure['year']}, stap voor stap."
    )
    _facts([*facts, *_origin(rows, found, terms, choice)])
    _terms(terms, found, made)
    _parts(rows, found, made)
    _download(key)


def _facts(facts: Sequence[tuple[str, str]]) -> None:
    st.html(f'<div class="m-page">{markup.definition_list(facts)}</div>')


def _file_of(row: Row) -> str:
    """Name of a file as a link, with its publisher, licence and date."""
    name = escape(row["file_name"])
    if row["url"]:
        name = f'<a href="{escape(row["url"])}">{name}</a>'
    return (
        f"{name} ({escape(row['publisher'])}, licentie: {escape(row['licence'])}, "
        f"opgehaald op {text.long_date(row['retrieved_at'])})"
    )


def _origin(
    rows: pl.DataFrame, figure: Row, terms: Sequence[Row], choice: Choice
) -> list[tuple[str, str]]:
    """The files, and what weighs."""
    files = rows.drop_nulls("file_id").unique("file_id").sort("file_name")
    items = [
        f"{_file_of(row)}, sha256 {escape(row['sha256'][:16])}…"
        for row in files.iter_rows(named=True)
    ]
    weight = ""
    if figure["aggregation"] == "weighted" and figure["weight"]:
        address = filters.href(
            "indicator",
            indicator=figure["weight"],
            uitsplitsing=None,
            jaar=str(figure["year"]),
        )
        weight = markup.link(address, f"{figure['weight_title']}, {figure['year']}")
    derived = "berekend uit de onderdelen hieronder" if terms else ""
    periods = rows["reference_period"].drop_nulls().unique().sort().to_list()
    return [
        ("Periode", escape(text.listing(periods))),
        ("Gewicht komt uit", weight),
        ("Rijen", derived),
        ("Bestand", "" if terms else "<br>".join(items)),
    ]


def _terms(terms: Sequence[Row], figure: Row, made: Row) -> None:
    """The inputs of a formula of our own, with links to their own trace."""
    if not terms:
        return
    st.subheader("Onderdelen van de formule", anchor=False)
    cells = [
        [
            {"numerator": "Teller", "denominator": "Noemer"}[term["side"]],
            _input(term),
            escape(text.period(term["first_year"], term["last_year"])),
            text.exact(term["value"]).replace("-", "−"),
        ]
        for term in terms
    ]
    heads = ["Deel", "Onderdeel", "Jaar", figure["name"]]
    tables.draw(heads, cells, "Onderdelen van de formule", heads[3:], "m-plain m-terms")
    for side, label in (("numerator", "teller"), ("denominator", "noemer")):
        values = [t["value"] for t in terms if t["side"] == side]
        whole = made[side]
        if whole is None or None in values or abs(sum(values) - whole) <= 1e-6 * abs(whole):  # fmt: skip
            continue
        st.markdown(
            f"De {label} telt alleen gemeenten waarvoor alle onderdelen er zijn, en is daardoor "
            f"{text.exact(whole)} in plaats van {text.exact(sum(values))}."
        )


def _input(term: Row) -> str:
    """Title and breakdowns of a term; each breakdown leads to its own page."""
    links = [
        markup.link(
            filters.href(
                "indicator",
                indicator=term["input_id"],
                uitsplitsing=key or None,
                jaar=str(term["last_year"]),
            ),
            term["title"] if label == "totaal" else f"{term['title']}: {label}",
        )
        for key, label in zip(term["breakdowns"], term["labels"], strict=True)
    ]
    sign = "min " if term["sign"] < 0 else ""
    return sign + "<br>".join(links)


def _parts(rows: pl.DataFrame, figure: Row, made: Row) -> None:
    """Every municipality as delivered, and their sum."""
    title = (
        f"De rij van {figure['name']}"
        if rows.height == 1
        else f"De {text.municipalities(rows.height)}, rij voor rij"
    )
    marked = rows.with_columns(
        product=pl.col("value") * pl.col("weight"),
        implied=pl.col("implied").round(accounts.ESTIMATED),
    )
    columns = [c for c in COLUMNS[figure["aggregation"]] if marked[c].count()]
    several = rows["file_id"].drop_nulls().n_unique() > 1
    cells = [
        [escape(row["name"]), *(text.exact(row[c]) for c in columns)]
        for row in marked.iter_rows(named=True)
    ]
    places = [
        escape(accounts.place(row, figure["is_derived"], several))
        for row in marked.iter_rows(named=True)
    ]
    if rows.height > 1:
        cells.append(_sum_line(columns, figure, made))
        places.append("")
    heads = ["Gemeente", *(HEADS[c] for c in columns)]
    if any(places):
        heads.append("Opmerking" if figure["is_derived"] else "Plaats in het bestand")
        cells = [[*row, place] for row, place in zip(cells, places, strict=True)]
    with st.expander(title):
        tables.draw(heads, cells, title, list(HEADS.values()), "m-dense m-fold")


def _sum_line(columns: Sequence[str], figure: Row, made: Row) -> list[str]:
    """Sums of what counts; no sum of ratios, nor of what stays inside each municipality."""
    method = figure["aggregation"]
    sums = {
        "value": made["added"] if method == "sum" else None,
        "numerator": made["numerator"] if method in ("ratio", "implied") else None,
        "denominator": made["denominator"],
        "weight": made["weight"],
        "product": made["weighted"],
        "implied": made["implied"] and round(made["implied"], accounts.ESTIMATED),
    }
    label = f"Samen: {text.municipalities(made['n_observed'])}"
    shown = ["" if sums[c] is None else text.exact(sums[c]) for c in columns]
    return [f"<strong>{cell}</strong>" if cell else "" for cell in (label, *shown)]


def _download(key: tuple[tuple[int, int], str, str, str, int]) -> None:
    _build, indicator, breakdown, area, year = key
    name = "_".join(part for part in ("spoor", indicator, breakdown, area, str(year)) if part)  # fmt: skip

    def file() -> bytes:
        return about.as_csv(trace.export(*key))

    st.download_button(
        "Download het spoor (CSV)",
        data=file,
        file_name=f"{''.join(c if c.isalnum() else '_' for c in name)}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="spoor_csv",
    )
