"""Choices that live in the URL, as ids; the URL is the truth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from etl.live import Signature
from pages import sentences, text
from pages.components import markup
from pages.queries import aliases, areas
from pages.queries.database import Row

CARRIED = ("regio", "gemeente", "jaar", "indicator", "uitsplitsing", "build")
"""Parameters that go along to every page."""
NEWEST = "nieuwste"
RENAMED = "hernoemd"
"""Place in the session of what `follow_renames` found in this run."""


@dataclass(frozen=True)
class Choice:
    """What the visitor looks at: shared by all pages, read once per run."""

    build: Signature
    region: str
    region_name: str
    region_type: str
    region_size: int
    municipality: str | None
    municipality_name: str | None
    in_region: bool
    year: int | None
    """Not newer than this; None: the newest."""

    @property
    def is_whole_region(self) -> bool:
        """Whether the region is nothing but the chosen municipality."""
        return self.in_region and self.region_size == 1


def follow_renames(build: Signature) -> None:
    """Put the ids of now in the URL where it has former ones; `render_shared` says so.

    For every parameter, also those of one page and lists with commas, so that no page
    needs to know. Called first in a run: links on the page carry the ids along.
    """
    former = aliases.aliases(build)
    found: list[Row] = []

    def followed(value: str, keys: Mapping[str, str]) -> str:
        for kind, within in keys.items():
            row = former.get((kind, within, value))
            if row:
                found.append(row)
                return str(row["new"])
        return value

    # A breakdown last: what it is called depends on the indicator.
    for key in sorted(st.query_params, key=lambda key: key == "uitsplitsing"):
        asked = st.query_params.get_all(key)
        ids = {"indicator": "", "area": ""}
        if key == "uitsplitsing":
            ids = {"breakdown": st.query_params.get("indicator", "")}
        now = [
            ",".join(followed(part, ids) for part in value.split(","))
            for value in asked
        ]
        if now != asked:
            st.query_params[key] = now
    st.session_state[RENAMED] = [sentences.renamed(row) for row in found]


def current() -> Choice:
    """The choice that the router made in this run."""
    choice: Choice = st.session_state["choice"]
    return choice


def address(**changes: str | None) -> dict[str, str]:
    """Query parameters of the current choice, with changes; None drops one."""
    asked = {key: st.query_params.get(key) for key in CARRIED}
    return {key: value for key, value in (asked | changes).items() if value}


def href(page: str, **changes: str | None) -> str:
    """Relative address of a page with the current choice."""
    return f"{page or '.'}?{urlencode(address(**changes))}"


def indicator_href(indicator: str) -> str:
    """Address of an indicator, in its main breakdown."""
    return href("indicator", indicator=indicator, uitsplitsing=None)


def accepted(key: str, known: Mapping[str, str], default: str | None) -> str | None:
    """The value in the URL, or the default when it is absent or unknown."""
    asked = st.query_params.get(key)
    return asked if asked in known else default


def complaint(key: str, label: str, known: Mapping[str, str]) -> str | None:
    """What to tell the visitor about an unknown value in the URL."""
    asked = st.query_params.get(key)
    if asked is None or asked in known:
        return None
    return f"Onbekend in het adres: {label.lower()} “{markup.literal(asked[:60])}”. De standaard is gebruikt."


def choose_by_code(
    label: str,
    key: str,
    titles: Mapping[str, str],
    default: str | None,
    placeholder: str = "",
) -> str | None:
    """Selectbox whose code, not its title, stands in the URL.

    The URL is the truth: it sets the widget before every run, and a change of
    the widget goes to the URL first.

    Args:
        label: Shown above the box.
        key: Name of the URL parameter.
        titles: Code to title.
        default: Code when the URL has none; None: nothing chosen.
        placeholder: Shown when nothing is chosen.
    """
    widget = f"{key}_keuze"
    st.session_state[widget] = accepted(key, titles, default)
    chosen: str | None = st.selectbox(
        label,
        list(titles),
        index=0 if default else None,
        format_func=titles.__getitem__,
        key=widget,
        on_change=_writer(key, widget, default),
        placeholder=placeholder or "Kies",
    )
    return chosen


def choose_option(label: str, key: str, titles: Mapping[str, str]) -> str:
    """Switch of a few options with its code in the URL; the first is the default."""
    widget = f"{key}_keuze"
    st.session_state[widget] = accepted(key, titles, next(iter(titles)))
    chosen: str | None = st.segmented_control(
        label,
        list(titles),
        format_func=titles.__getitem__,
        key=widget,
        on_change=_writer(key, widget, next(iter(titles))),
        required=True,
    )
    return chosen or next(iter(titles))


def _writer(key: str, widget: str, default: str | None) -> Callable[[], None]:
    def to_url() -> None:
        chosen = st.session_state[widget]
        write(key, None if chosen == default else chosen)

    return to_url


def write(key: str, value: str | None) -> None:
    """Put a choice in the URL, or take it out."""
    if value is None:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value


def render_shared(build: Signature) -> Choice:
    """Draw region, municipality and year; say what is unknown in the URL."""
    regions = {row["area_id"]: row for row in areas.regions(build).to_dicts()}
    labels = {key: _region_label(row) for key, row in regions.items()}
    region = regions[accepted("regio", labels, areas.DEFAULT_REGION) or ""]
    towns = areas.municipalities(build, region["area_id"])
    names = dict(towns.select("nis", "name").iter_rows())
    years = {NEWEST: "Nieuwste meting"} | {str(y): str(y) for y in areas.years(build)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        choose_by_code("Regio", "regio", labels, areas.DEFAULT_REGION)
        nis = choose_by_code("Gemeente", "gemeente", names, None, "Kies een gemeente")
        year = choose_by_code("Jaar (laatste meting tot en met)", "jaar", years, NEWEST)
    _say_renamed(st.session_state.get(RENAMED, []))
    asked = (
        ("regio", "Regio", labels),
        ("gemeente", "Gemeente", names),
        ("jaar", "Jaar", years),
    )
    for message in filter(None, (complaint(*each) for each in asked)):
        st.warning(message)
    return Choice(
        build=build,
        region=region["area_id"],
        region_name=region["name"],
        region_type=region["area_type"],
        region_size=region["n"],
        municipality=nis,
        municipality_name=names[nis] if nis else None,
        in_region=nis in towns.filter("in_region")["nis"].to_list(),
        year=int(year) if year and year != NEWEST else None,
    )


def _say_renamed(messages: Sequence[str]) -> None:
    """Quietly: the page shows what was asked for."""
    if messages:
        said = "".join(f"<p>{markup.escape(message)}</p>" for message in messages)
        st.html(f'<div class="m-page m-renamed" role="status">{said}</div>')


def _region_label(row: Mapping[str, object]) -> str:
    return text.area_label(str(row["name"]), str(row["area_type"]), int(str(row["n"])))
