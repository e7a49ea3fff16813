"""The account of a figure in words: what was added, divided and rounded, with the real numbers."""

from collections.abc import Mapping
from typing import Any

from pages import text

Row = Mapping[str, Any]
VINTAGES = {
    "2018": "de 308 gemeenten van voor 2019",
    "2024": "de 300 gemeenten van 2019 tot en met 2024",
    "2025": "de 285 gemeenten sinds 2025",
}
MISSING = {
    "leeg": "niet geleverd",
    "gecensureerd": "niet vrijgegeven",
    "nvt": "niet van toepassing",
    "onbekend": "onbekend",
}
UNROUNDED = 4
"""Decimals beyond those of the figure, to show what was rounded."""
ESTIMATED = 1
"""Decimals of a denominator that only follows from a rounded ratio."""


def steps(figure: Row, made: Row, published: Row | None) -> list[tuple[str, str]]:
    """Term and text of every step, from the parts to the rounding.

    Args:
        figure: As `parts.shown` gives it.
        made: As `trace.account` gives it.
        published: As `trace.official` gives it.
    """
    alone = made["n_members"] == 1
    calculation = _alone(figure, made) if alone else _together(figure, made)
    return [
        ("Volgens de bron", _published(figure, published) if published else ""),
        *calculation,
        ("Afgerond", _rounded(figure)),
        ("Controle", verdict(figure, made, published)),
        ("Dekking", "" if alone else _coverage(figure)),
        ("Gemeentegrenzen", VINTAGES.get(made["vintage"], str(made["vintage"]))),
    ]


def _alone(figure: Row, made: Row) -> list[tuple[str, str]]:
    """One municipality: as delivered, and its quotient where both parts are there."""
    shown = text.exact(made["value"]) if made["value"] is not None else ""
    term = "Zoals berekend" if figure["is_derived"] else "Zoals geleverd"
    lines = [(term, f"{shown}{text.NBSP}{figure['unit']}" if shown else "")]
    parts = made["numerator"], made["denominator"]
    if None not in parts and parts[1] and figure["aggregation"] != "implied":
        quotient = figure["factor"] * parts[0] / parts[1]
        lines.append(("Nagerekend", _division(figure, *parts, quotient)))
    return lines


def _together(figure: Row, made: Row) -> list[tuple[str, str]]:
    many = f"de som van {text.municipalities(made['n_observed'])}"
    method = figure["aggregation"]
    if method == "none":
        return [("Geen regionaal cijfer", figure["aggregation_reason"])]
    if made["value"] is None:
        return []
    if method == "sum":
        return [("Som", f"{text.exact(made['value'])}{text.NBSP}{figure['unit']}, {many}")]  # fmt: skip
    if method == "weighted":
        return _weighing(figure, made, many)
    above, below = (_label(figure, side) for side in ("numerator", "denominator"))
    below_it = made["denominator"]
    if method == "implied":
        below_it = round(below_it, ESTIMATED)
    numerator, denominator = text.exact(made["numerator"]), text.exact(below_it)
    inside = "al wie binnen het gebied blijft, ook van gemeente naar gemeente"
    implied = "geschat: per gemeente de teller gedeeld door de afgeronde verhouding"
    return [
        (above, f"{numerator}, {inside if method == 'pairs' else many}"),
        (below, f"{denominator}, {implied if method == 'implied' else many}"),
        ("Formule", _division(figure, made["numerator"], below_it, made["value"])),
        ("Grenzen van de schatting", _bounds(figure, made)),
    ]  # fmt: skip


def _weighing(figure: Row, made: Row, many: str) -> list[tuple[str, str]]:
    weight = text.lower_first(figure["weight_title"] or "inwoners")
    return [
        ("Gewicht", f"{text.exact(made['weight'])} {weight}, {many}"),
        ("Waarde × gewicht", f"{text.exact(made['weighted'])}, {many}"),
        (
            "Formule",
            f"{text.exact(made['weighted'])} / {text.exact(made['weight'])} = "
            f"{_unrounded(figure, made['value'])}",
        ),
    ]


def _label(figure: Row, side: str) -> str:
    name = {"numerator": "Teller", "denominator": "Noemer"}[side]
    said = figure[f"{side}_label"]
    return f"{name}: {said}" if said else name


def _division(
    figure: Row, numerator: float, denominator: float, quotient: float
) -> str:
    times = "" if figure["factor"] == 1 else f" × {text.exact(figure['factor'])}"
    return (
        f"{text.exact(numerator)} / {text.exact(denominator)}{times} = "
        f"{_unrounded(figure, quotient)}"
    )


def _unrounded(figure: Row, value: float) -> str:
    return text.figure(value, figure["unit"], figure["decimals"] + UNROUNDED)


def _bounds(figure: Row, made: Row) -> str:
    if made.get("lower") is None or made.get("upper") is None:
        return ""
    low, high = (text.number(made[key], figure["decimals"]) for key in ("lower", "upper"))  # fmt: skip
    return f"tussen {low} en {high} {figure['unit']}, door de afronding van de verhoudingen"


def _published(figure: Row, published: Row) -> str:
    value = text.figure(published["value"], figure["unit"], figure["decimals"])
    parts = published["numerator"], published["denominator"]
    if None not in parts and parts[1]:
        value = _division(figure, *parts, figure["factor"] * parts[0] / parts[1])
    return f"{value}, een eigen rij voor {figure['name']} in {published['file_name']}"


def _rounded(figure: Row) -> str:
    if figure["value"] is None:
        return ""
    decimals = figure["decimals"]
    places = {0: "zonder decimalen", 1: "op 1 decimaal"}
    shown = text.figure(figure["value"], figure["unit"], decimals)
    return f"{shown}, {places.get(decimals, f'op {decimals} decimalen')}"


def verdict(figure: Row, made: Row, published: Row | None) -> str:
    """Whether the rows give the figure that is shown; empty: there is nothing to compare."""
    difference = made["difference"]
    if difference is None:
        return _not_shown(figure, made)
    if abs(difference) > 1e-9 * max(1.0, abs(made["compared"])):
        both = (_unrounded(figure, v) for v in (made["value"], made["compared"]))
        return "Klopt niet: de rijen geven {}, in de databank staat {}.".format(*both)
    if published is None or figure["value"] is None:
        return "✓ Klopt: uit de rijen komt precies het getoonde cijfer."
    unit = text.difference_unit(figure["unit"])
    apart = text.figure(
        abs(made["value"] - published["value"]), unit, figure["decimals"] + UNROUNDED
    )
    return (
        "✓ Getoond wordt het cijfer van de bron. De rijen geven precies onze eigen berekening; "
        f"het verschil met de bron is {apart}."
    )


def _not_shown(figure: Row, made: Row) -> str:
    if figure["value"] is not None or figure["aggregation"] == "none":
        return ""
    if figure["method"] == "none":
        return "Geen cijfer: deze gemeente ontstond uit een fusie, en haar delen volstaan niet."
    if figure["computed_value"] is not None and made["n_withheld"] == 1:
        return "Geen cijfer: één gemeente is niet vrijgegeven, en het totaal zou haar cijfer verraden."
    if made["n_members"] == 1:
        return f"Geen cijfer: {MISSING.get(figure['missing'], 'niet geleverd')}."
    return "Geen cijfer: er zijn te weinig gemeenten met een waarde."


def _coverage(figure: Row) -> str:
    said = f"{figure['n_observed']} van {text.municipalities(figure['n_members'])}"
    if figure["coverage"] is None:
        return said
    of = "inwoners"
    if figure["aggregation"] == "ratio" and figure["denominator_label"]:
        of = figure["denominator_label"]
    said += f", {text.percentage(figure['coverage'])} van de {of}"
    if figure["computed_value"] is None and figure["aggregation"] != "none":
        needed = 100 if figure["aggregation"] == "pairs" else 90
        said += f"; onder {needed} % tonen we geen cijfer"
    return said


def place(row: Row, is_derived: bool, several: bool) -> str:
    """Where a municipality stands in the file, or why it does not, or does not count.

    Args:
        row: As `trace.rows` gives it.
        is_derived: Made by a formula of ours, so in no file itself.
        several: Whether there is more than one file, so that it must be named.
    """
    stands = (
        row["file_name"] if several else None,
        f"blad {row['sheet']}" if row["sheet"] else None,
        f"rij {row['row']}" if row["row"] is not None else None,
    )
    found = [] if is_derived else [part for part in stands if part]
    return ", ".join(filter(None, [_remark(row, is_derived), *found]))


def _remark(row: Row, is_derived: bool) -> str:
    if row["missing"]:
        return MISSING[row["missing"]]
    if row["file_id"] is None:
        return "staat niet in het bestand"
    if not row["observed"]:
        return "telt niet mee: een deel ontbreekt"
    if row["row"] is None and row["value"] == 0 and not is_derived:
        return "geen rij: telt als nul"
    return ""
