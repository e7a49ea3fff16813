"""The part of the indicator page on flows: inside, into and out of, and the strongest ones."""

import polars as pl
import streamlit as st

from etl.live import Signature
from pages import text
from pages.components import choropleth, filters, markup, tables
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas, flows
from pages.queries.database import Row

SHOWN = 10
Key = tuple[Signature, str, int]
"""Build, indicator and year."""
WAYS = {
    "uit": ("Waar inwoners van {} werken", "Werkgemeente", "Aandeel van de werkenden"),
    "in": ("Waar wie in {} werkt, woont", "Woongemeente", "Aandeel van wie er werkt"),
}
"""Heading of a table, of its first and of its last column."""


def render(figure: Row, choice: Choice) -> None:
    """Draw the numbers of the region and of a municipality, and its strongest flows."""
    nis, name = choice.municipality, choice.municipality_name
    if nis is None:
        largest = areas.largest_municipality(choice.build, choice.region)
        nis, name = largest["nis"], largest["name"]
    st.header(f"Pendelstromen, {figure['year']}", anchor=False)
    key = (choice.build, figure["indicator_id"], figure["year"])
    _balance(
        {
            f"{choice.region_name} ({text.AREA_TYPES[choice.region_type]})": flows.balance(
                *key, choice.region
            ),
            f"{name} (gemeente)": flows.balance(*key, str(nis)),
        }
    )
    _map(key, str(nis), str(name))
    found = flows.strongest(*key, str(nis), choice.region, SHOWN)
    for column, way in zip(st.columns(2, gap="medium"), WAYS, strict=True):
        with column:
            _strongest(found.filter(way=way), way, str(name), choice.region_name)


def _map(key: Key, nis: str, name: str) -> None:
    """Flanders coloured by the flows of one municipality, in the chosen direction."""
    st.subheader("Kaart van de stromen", anchor=False)
    directions = {
        way: title.format(name) for way, (title, _other, _share) in WAYS.items()
    }
    way = filters.choose_option("Richting", "richting", directions)
    rows = flows.around(*key, nis, way)
    shown = [
        reason if value is None else f"{text.number(value, 0)} personen"
        for value, reason in rows.select("value", "reason").iter_rows()
    ]
    table = rows.with_columns(pl.Series("figure", shown, dtype=pl.String))
    words = f"Kaart: {text.lower_first(directions[way])}. De grootste stromen staan in de tabellen."
    st.altair_chart(
        choropleth.chart(table, nis), key="stromenkaart", alt=words, height=420
    )
    choropleth.legend(
        rows,
        "personen",
        0,
        "Vijf klassen met elk een vijfde van de gemeenten met een stroom. Alleen gemeenten van het "
        "Vlaams Gewest staan op de kaart.",
        "niemand, of de gemeente zelf",
    )


def _balance(rows: dict[str, Row]) -> None:
    heads = ("Gebied", "Woont en werkt er", "Komt van elders", "Werkt elders")
    tables.draw(
        heads,
        [
            [
                escape(area),
                *(text.number(row[key], 0) for key in ("inside", "into", "out_of")),
            ]
            for area, row in rows.items()
        ],
        "Aantal personen dat binnen een gebied blijft, binnenkomt en buitengaat",
        heads[1:],
    )


def _strongest(found: pl.DataFrame, way: str, name: str, region: str) -> None:
    title, other, share = WAYS[way]
    st.subheader(title.format(name), anchor=False)
    if found.is_empty():
        st.markdown("Geen stromen van of naar andere gemeenten.")
        return
    longest = found["value"][0]
    tables.draw(
        (other, "Stroom", "Personen", share),
        [
            [
                f"{escape(row['name'])}{_place(row['in_region'], region)}",
                markup.bar(row["value"] / longest, KINDS[row["in_region"]]),
                text.number(row["value"], 0),
                text.figure(row["share"], "%", 1),
            ]
            for row in found.to_dicts()
        ],
        f"{title.format(name)}: de {found.height} grootste stromen",
        ("Personen", share),
    )


KINDS = ("vlaanderen", "regio")
"""Class of a bar outside and inside the region."""


def _place(in_region: bool, region: str) -> str:
    words = f"in {region}" if in_region else f"buiten {region}"
    return f'<div class="m-sub">{escape(words)}</div>'
