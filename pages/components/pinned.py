"""An earlier build in the URL: every page shows its figures, and says so."""

from datetime import UTC
from urllib.parse import urlencode

import streamlit as st

from etl.live import Signature
from pages import text
from pages.components import markup
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas, builds, figures
from pages.queries.database import Row, is_kept, kept_build, live_build

PARAMETER = "build"


def choose(live: Signature) -> Signature:
    """The build that the address asks for, if it is kept; else the live one."""
    asked = _asked(live)
    return (kept_build(asked) if asked else None) or live


def _asked(live: Signature) -> str | None:
    """The build id in the address; None when there is none, or it is the live one."""
    asked = st.query_params.get(PARAMETER)
    return None if asked == areas.newest_build(live)["build_id"] else asked


def banner(live: Signature, build: Signature, path: str) -> None:
    """Say above a page that its figures are not those of now, or cannot be those asked for.

    Args:
        live: The live build.
        build: The one that is shown.
        path: Of the page, for the link to the figures of now.
    """
    asked = _asked(live)
    if asked is None:
        return
    if build == live:
        said = f"{_unavailable(live, asked)} Hier staan de gegevens van nu."
        label = "Verder zonder die build"
    else:
        shown = areas.newest_build(build)
        when = text.moment(shown["built_at"].replace(tzinfo=UTC))
        said = f"U bekijkt de gegevens van {when} (build {shown['build_id']})."
        label = "Naar de gegevens van nu"
    rest = {k: v for k, v in st.query_params.to_dict().items() if k != PARAMETER}
    link = markup.link(f"{path or '.'}?{urlencode(rest)}", label)
    st.html(
        f'<div class="m-page"><p class="m-pinned" role="note">{escape(said)} {link}.</p></div>'
    )


def _unavailable(live: Signature, asked: str) -> str:
    """Why a build that somebody asks for is not shown."""
    name = f"build “{asked[:60]}”"
    if is_kept(asked):
        return f"De gegevens van {name} zijn voor deze versie van de monitor niet leesbaar."
    when = builds.built_at(live, asked)
    if when is None:
        return f"Onbekend in het adres: {name}."
    day = text.moment(when.replace(tzinfo=UTC))
    return f"De gegevens van {day} ({name}) zijn niet meer bewaard."


def since(figure: Row, choice: Choice) -> None:
    """What happened to a figure after the build that the address asks for."""
    live = live_build()
    asked = _asked(live) if live else None
    if live is None or asked is None:
        return
    said = (
        _logged(asked, figure, choice)
        if choice.build == live
        else [_now(live, figure, choice)]
    )
    items = "".join(f"<p>{escape(sentence)}</p>" for sentence in said)
    st.html(f'<div class="m-page">{items}</div>')


def _now(live: Signature, figure: Row, choice: Choice) -> str:
    """The same figure in the live build."""
    known = figures.figure(
        live, choice.region, choice.year, figure["indicator_id"], figure["breakdown"]
    )
    if known["value"] is None:
        return "In de gegevens van nu heeft de regio dit cijfer niet."
    value = text.figure(known["value"], known["unit"], known["decimals"])
    if (known["value"], known["year"]) == (figure["value"], figure["year"]):
        return f"In de gegevens van nu is dit cijfer hetzelfde: {value} in {known['year']}."
    return f"In de gegevens van nu is dit cijfer {value} in {known['year']}."


def _logged(asked: str, figure: Row, choice: Choice) -> list[str]:
    """What the change log knows since a build that is not kept any more."""
    if builds.built_at(choice.build, asked) is None:
        return []
    indicator = figure["indicator_id"]
    revised = builds.revised_since(
        choice.build,
        asked,
        indicator,
        figure["breakdown"],
        choice.region,
        figure["year"],
    )
    said = [
        f"Sindsdien: {sentence}."
        for sentence in builds.said_since(choice.build, asked, indicator)
    ]
    if revised:
        before = text.figure(revised[0]["old"], figure["unit"], figure["decimals"])
        return [f"In die build was dit cijfer {before}.", *said]
    return said or [
        "Het wijzigingsregister vermeldt sinds die build niets over deze indicator."
    ]
