"""How the perimeters of sectors lie against a region: one picture, the differences, the comparison."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from pages import text
from pages.components import filters, markup, tables
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import alignment
from pages.queries.alignment import SECTORS

PLURAL = {
    "vervoerregio": "Vervoerregio’s",
    "eerstelijnszone": "Eerstelijnszones",
    "politiezone": "Politiezones",
    "woonmaatschappij": "Woonmaatschappijen",
    "streekwerking": "Streekwerkingen",
    "arrondissement": "Arrondissementen",
    "provincie": "Provincies",
}
WORDS = {
    "valt samen": ("=", "valt samen met de regio"),
    "past erin": ("⊂", "past in de regio"),
    "omvat": ("⊃", "omvat de hele regio"),
    "kruist": ("✕", "gaat over de grens van de regio"),
}
"""Sign and words of each relation: nothing is told by colour alone."""
LONGEST_LIST = 6
"""Municipalities that a sentence names before it only counts them."""

Overlap = Mapping[str, Any]
"""A row of `alignment.of_region`."""


def render(choice: Choice) -> None:
    """Draw the picture and the differences of the chosen region, then all regions side by side."""
    if choice.region_type == "referentieregio":
        rows = alignment.of_region(choice.build, choice.region).to_dicts()
        st.header(f"Wat past in {choice.region_name}, en wat niet", anchor=False)
        st.markdown(summary(rows, choice.region_name))
        _picture(rows, choice.region_name)
        _differences(rows)
    else:
        st.info(
            "De afstemming is er per referentieregio. Kies er bovenaan een, of open hieronder "
            "een regio in de tabel."
        )
    _comparison(choice)


def summary(rows: Sequence[Overlap], region: str) -> str:
    """How many kinds of perimeters keep to the border of the region, in one sentence."""
    crossing = [
        kind
        for kind in SECTORS
        if any(_crosses(r) for r in rows if r["area_type"] == kind)
    ]
    kept = len(SECTORS) - len(crossing)
    if not crossing:
        return f"Geen enkele soort gebied gaat over de grens van {region}."
    verb = "blijft" if kept == 1 else "blijven"
    names = text.listing([PLURAL[kind].lower() for kind in crossing])
    return (
        f"Van de {len(SECTORS)} soorten gebieden {verb} er {kept} binnen de grens van {region} "
        f"of {'omvat' if kept == 1 else 'omvatten'} ze de regio helemaal. Over de grens gaan: {names}."
    )


def difference(row: Overlap) -> str:
    """Which municipalities make that an area crosses the border of the region."""
    kind, name = text.AREA_TYPES[row["area_type"]], row["name"]
    if row["n_inside"] <= row["n_outside"]:
        verb = "ligt" if row["n_inside"] == 1 else "liggen"
        return f"{_named(row['inside'])} {verb} in {kind} {name}."
    return f"{kind.capitalize()} {name} telt ook {_named(row['outside'])}, buiten de regio."


def _named(towns: Sequence[str]) -> str:
    if len(towns) <= LONGEST_LIST:
        return text.listing(towns)
    return text.municipalities(len(towns))


def _crosses(row: Overlap) -> bool:
    return bool(row["relation"] == "kruist")


def _picture(rows: Sequence[Overlap], region: str) -> None:
    """One row a kind of perimeter: what lies inside the border, and what sticks out of it."""
    body = "".join(
        _band(kind, [r for r in rows if r["area_type"] == kind]) for kind in SECTORS
    )
    signs = "".join(
        f"<span><b>{sign}</b>{escape(words)}</span>" for sign, words in WORDS.values()
    )
    st.html(
        f'<div class="m-page"><div class="m-dolls" role="list">'
        f'<div class="m-doll m-doll-head" aria-hidden="true"><span></span><div class="m-inside">'
        f"Binnen {escape(region)}</div><div class='m-outside'>Erbuiten</div></div>{body}</div>"
        f'<div class="m-key">{signs}</div>'
        '<p class="m-sub">Een vak is zo breed als zijn aantal gemeenten in de regio; rechts staat '
        "hoeveel gemeenten van wie over de grens gaat, buiten de regio liggen.</p></div>"
    )


def _band(kind: str, rows: Sequence[Overlap]) -> str:
    inside = "".join(_part(row) for row in rows)
    outside = sum(row["n_outside"] for row in rows if _crosses(row))
    beyond = f"+ {text.number(outside, 0)}" if outside else "–"
    spoken = "; ".join(
        f"{row['name']} {WORDS[row['relation']][1]} ({row['n_inside']} van {row['n_area']})"
        for row in rows
    )
    return (
        f'<div class="m-doll" role="listitem" aria-label="{escape(f"{PLURAL[kind]}: {spoken}")}">'
        f"<span>{PLURAL[kind]}</span>"
        f'<div class="m-inside">{inside}</div><div class="m-outside">{beyond}</div></div>'
    )


def _part(row: Overlap) -> str:
    sign, words = WORDS[row["relation"]]
    title = f"{row['name']}: {words}, {row['n_inside']} van {row['n_area']} gemeenten"
    look = "m-cross" if _crosses(row) else "m-fit"
    return (
        f'<div class="m-part {look}" style="flex:{row["n_inside"]}" title="{escape(title)}">'
        f"<b>{sign}</b> {escape(row['name'])}</div>"
    )


def _differences(rows: Sequence[Overlap]) -> None:
    st.header("Welke gemeenten het verschil maken", anchor=False)
    crossing = [row for row in rows if _crosses(row)]
    if not crossing:
        st.markdown("Geen enkele: alles past, of omvat de regio.")
        return
    heads = ("Gebied", "Soort", "In de regio", "Erbuiten", "Verschil")
    cells = [
        [
            escape(row["name"]),
            text.AREA_TYPES[row["area_type"]],
            f"{row['n_inside']} van {row['n_area']}",
            str(row["n_outside"]),
            escape(difference(row)),
        ]
        for row in crossing
    ]
    tables.draw(
        heads, cells, "Gebieden die over de grens gaan", ("In de regio", "Erbuiten")
    )


def _comparison(choice: Choice) -> None:
    st.header("De 15 regio’s naast elkaar", anchor=False)
    found = alignment.comparison(choice.build)
    heads = ("Regio", *(PLURAL[kind] for kind in SECTORS), "Over de grens")
    cells = []
    for (region_id, name), group in found.group_by(
        "region_id", "region", maintain_order=True
    ):
        kinds = {row["area_type"]: row for row in group.to_dicts()}
        crossing = group.filter(pl.col("relation") == "kruist").height
        link = markup.link(
            filters.href("praktijk", regio=str(region_id), beeld="afstemming"),
            str(name),
        )
        cells.append(
            [
                link,
                *(_cell(kinds[kind]) for kind in SECTORS),
                f"{crossing} van {len(SECTORS)}",
            ]
        )
    tables.draw(heads, cells, "Afstemming in de 15 referentieregio's")
    st.markdown(
        "Berekend uit de gemeenten van elk gebied, op de grenzen van 2025. Een gebied over de grens is "
        "geen fout: het zegt waar afspraken over meer dan één regio lopen."
    )


def _cell(row: Overlap) -> str:
    sign, words = WORDS[row["relation"]]
    if row["relation"] == "kruist":
        count = f"{row['n_crossing']} van {row['n_areas']}"
        return f'<span class="m-cross-cell" title="{words}">{sign} {count}</span>'
    count = f" {row['n_areas']}" if row["relation"] == "past erin" else ""
    return f'<span title="{words}">{sign}{count}</span>'
