"""The block "Over dit cijfer": definition, method, coverage, origin, checks."""

from collections.abc import Sequence

import streamlit as st

from pages import sentences, text
from pages.components import actions, filters, markup
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.exports.csv_file import as_csv as as_csv
from pages.queries import details
from pages.queries.database import Row


def render(figure: Row, choice: Choice) -> None:
    """Draw the list of facts and the checks."""
    indicator = figure["indicator_id"]
    described = details.description(choice.build, indicator)
    facts = _meaning(described) + _method(figure, described, choice)
    facts += _standing(described)
    facts += _origin(details.files(choice.build, indicator), described)
    facts += [("Acties", actions.on_indicator(indicator, choice))]
    facts += [("Controles", _gates(details.gates(choice.build, indicator)))]
    st.html(f'<div class="m-page">{markup.definition_list(facts)}</div>')


def _meaning(described: Row) -> list[tuple[str, str]]:
    return [
        ("Definitie", escape(described["definition"])),
        ("Teller", escape(described["numerator_label"] or "")),
        ("Noemer", escape(described["denominator_label"] or "")),
        ("Eenheid", escape(described["unit"])),
        ("Let op", escape(described["note"] or "")),
        ("Actielijn", escape(described["line"] or "context, geen actielijn")),
    ]


def _method(figure: Row, described: Row, choice: Choice) -> list[tuple[str, str]]:
    words = text.weight_words(
        figure["method"] or figure["aggregation"], described["weight_title"]
    )
    return [
        ("Hoe gemaakt", f"{escape(words)}. {escape(figure['aggregation_reason'])}"),
        ("Dekking", escape(_coverage(figure, choice))),
        ("Vergeleken met de bron", escape(_reconciled(figure, choice))),
    ]


def _coverage(figure: Row, choice: Choice) -> str:
    if figure["n_observed"] is None:
        return ""
    mark = sentences.coverage(figure) or sentences.reason(figure)
    count = f"{figure['n_observed']} van {text.municipalities(figure['n_members'])}"
    return mark or f"volledig: {count} van {choice.region_name} in {figure['year']}"


def _reconciled(figure: Row, choice: Choice) -> str:
    if figure["year"] is None:
        return ""
    row = details.reconciliation(
        choice.build, figure["indicator_id"], figure["breakdown"], figure["year"]
    )
    if row is None:
        return "De bron geeft geen eigen cijfer voor Vlaanderen in dat jaar."
    unit, decimals = figure["unit"], figure["decimals"]
    official, computed = (
        text.figure(row[key], unit, decimals)
        for key in ("official_value", "computed_value")
    )
    verdict = row["verdict"]
    if figure["is_survey"] and verdict == "gelijk":
        verdict = "gelijk binnen de afronding: de bron drukt hele procenten"
    if row["computed_value"] is None:
        return f"Vlaanderen {figure['year']}: de bron zegt {official}; zelf niet te berekenen."
    return (
        f"Vlaanderen {figure['year']}: de bron zegt {official}, onze berekening uit de "
        f"gemeenten geeft {computed} ({verdict})."
    )


def _standing(described: Row) -> list[tuple[str, str]]:
    """Whose figures these are when not the newest, what preceded them, what comes next."""
    states = {
        "behouden": "Behouden van een vorige vernieuwing",
        "ingebed": "De meegeleverde cijfers blijven staan",
    }
    kept = ""
    if described["state_reason"]:
        since = described["shown_since"]
        when = f" van {text.long_date(since.date())}" if since else ""
        words = states.get(described["state"], "Tegengehouden")
        kept = f"{words}{when}. Het nieuwe bestand is niet gebruikt: {described['state_reason']}"
    before = ""
    if described["follows"]:
        link = markup.link(
            filters.indicator_href(described["follows"]), described["follows_title"]
        )
        before = f"{link}, tot {described['follows_year']}. {escape(described['follows_reason'])}"
    admission = described["admission"]
    return [
        ("Laatste goede cijfers", escape(kept)),
        ("Breuk: voorganger", before),
        ("Toegelaten", escape(f"{admission}; nog na te kijken" if admission else "")),
        ("Volgende uitgave", escape(_release(described))),
    ]


def _release(described: Row) -> str:
    month, lag = described["release_month"], described["release_lag"]
    if month is None:
        return "niet bekend"
    years = {0: "hetzelfde jaar", 1: "het jaar erna"}.get(lag, f"{lag} jaar later")
    return f"cijfers van een jaar kwamen volgens de aankondigingen van 2023 in {text.month(month)} van {years}"


def _origin(files: Sequence[Row], described: Row) -> list[tuple[str, str]]:
    source = f'<a href="{escape(described["homepage"])}">{escape(described["source_name"])}</a>'
    items = "".join(f"<li>{_file(file)}</li>" for file in files)
    licences = text.listing(sorted({file["licence"] for file in files}))
    publishers = text.listing(sorted({file["publisher"] for file in files}))
    return [
        ("Bron", f"{source}, code {escape(described['code'])}"),
        ("Uitgever", escape(publishers)),
        ("Leverancier", escape(described["producer"] or "")),
        ("Licentie", escape(licences)),
        ("Bestand", f"<ul>{items}</ul>" if items else ""),
    ]


def _file(file: Row) -> str:
    name = escape(file["name"])
    if file["url"]:
        name = f'<a href="{escape(file["url"])}">{name}</a>'
    embedded = ", meegeleverd met de monitor" if file["embedded"] else ""
    return f"{name}, opgehaald op {text.long_date(file['retrieved_at'])}{embedded}"


def _gates(gates: Sequence[Row]) -> str:
    passed = [g["title"] for g in gates if g["verdict"] == "ok"]
    items = [f"<li>{_gate(gate)}</li>" for gate in gates if gate["verdict"] != "ok"]
    if passed:
        items.append(f"<li>In orde: {escape(text.listing(passed))}.</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def _gate(gate: Row) -> str:
    title = gate["title"]
    when = text.period(gate["first_year"], gate["last_year"])
    said = f"<strong>{escape(gate['verdict'].capitalize())}</strong>: {escape(title)} ({when}). "
    found = f"Gevonden: {escape(gate['found'])}. " if gate["found"] else ""
    return said + found + escape(gate["reason"] or "")
