"""The area that a visitor sets beside the region: chosen once, shown in every view."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from pages import text
from pages.components import filters
from pages.components.filters import Choice
from pages.queries import around

KEY, MEDIAN = "vergelijk", "mediaan"


@dataclass(frozen=True)
class Comparator:
    """An area, or the median of the region's municipalities."""

    key: str
    """Area id, or MEDIAN."""
    name: str
    """Beside its line."""
    label: str
    """With what kind of area it is."""

    @property
    def is_area(self) -> bool:
        """False for the median."""
        return self.key != MEDIAN


def known(choice: Choice) -> dict[str, Comparator]:
    """Everything to compare with, in the order of the list."""
    median = Comparator(
        MEDIAN, "Mediaan gemeenten", "mediaan van de gemeenten van de regio"
    )
    found = {MEDIAN: median}
    rows = around.comparators(choice.build, choice.region)
    for key, name, kind in rows.select("area_id", "name", "area_type").iter_rows():
        label = f"{name} ({text.AREA_TYPES[kind]})"
        short = label if name == choice.region_name else name
        found[key] = Comparator(key, short, label)
    return found


def current(options: Mapping[str, Comparator]) -> Comparator | None:
    """The one in the URL."""
    asked = st.query_params.get(KEY)
    return options.get(asked) if asked else None


def draw(options: Mapping[str, Comparator], choice: Choice) -> None:
    """The list to choose from; says what is wrong with the one in the URL."""
    labels = {key: text.upper_first(each.label) for key, each in options.items()}
    filters.choose_by_code(
        "Vergelijk met (typ om te zoeken)",
        KEY,
        labels,
        None,
        "Kies een regio, een gemeente of de mediaan",
    )
    if st.query_params.get(KEY) == choice.region:
        st.info(f"{choice.region_name} wordt niet met zichzelf vergeleken.")
    elif message := filters.complaint(KEY, "Vergelijk met", labels):
        st.warning(message)
