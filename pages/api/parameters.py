"""Hold what stands in an address against what the build knows; nothing else reaches a query."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from pages.api.description import PARAMETERS, TextRoute, allowed
from pages.api.problem import Moved, Problem, some
from pages.queries.open_data import Known, Wanted

KINDS = {"indicator": "indicator", "gebied": "area", "regio": "area"}
"""Parameters whose value may be a former id, with its kind."""
LONGEST = 60
"""Characters of a wrong value that a message repeats."""


def check_names(query: QueryParams, route: TextRoute, file_format: str) -> None:
    """Refuse a parameter that the route does not have, or that may stand there once.

    Raises:
        Problem: Names the parameter and those that may be.
    """
    names = allowed(route, file_format)
    for name in query:
        if name not in names:
            raise Problem(
                400,
                f"Onbekende parameter ‘{name[:LONGEST]}’{_near(name, names)}.",
                name[:LONGEST],
                query[name],
                some(names) or "geen parameters",
            )
        if len(query.getlist(name)) > 1 and not PARAMETERS[name].repeats:
            raise Problem(
                400,
                f"De parameter ‘{name}’ staat er meer dan één keer.",
                name,
                ", ".join(query.getlist(name)),
                "één waarde",
            )


def follow_renames(query: QueryParams, known: Known, path: str) -> None:
    """Send a former id on to what it is called now, so that an old workbook still fills.

    Raises:
        Moved: With the address in the ids of now.
    """
    asked = query.multi_items()
    now = [(k, known.former.get((KINDS.get(k, ""), v), v)) for k, v in asked]
    if now != asked:
        raise Moved(f"{path}?{urlencode(now)}")


def wanted(query: QueryParams, known: Known, indicator: str | None = None) -> Wanted:
    """Which figures are asked for.

    Args:
        query: With names that the route has.
        known: The ids of the build.
        indicator: The one in the path of the address.

    Raises:
        Problem: Names the parameter, what was found and what was expected.
    """
    asked = [indicator] if indicator else query.getlist("indicator")
    chosen = _known("indicator", asked, known.breakdowns, "/api/v1/indicators.csv")
    types = sorted(set(known.areas.values()))
    region = _known("regio", query.getlist("regio"), known.areas, "/api/v1/areas.csv")
    if region and known.areas[region[0]] == "gemeente":
        raise Problem(
            400,
            f"‘{region[0]}’ is een gemeente; vraag ze met de parameter ‘gebied’.",
            "regio",
            region[0],
            some([kind for kind in types if kind != "gemeente"]),
        )
    found = Wanted(
        indicators=chosen,
        areas=_known(
            "gebied", query.getlist("gebied"), known.areas, "/api/v1/areas.csv"
        ),
        types=_known(
            "gebiedstype", query.getlist("gebiedstype"), types, some(types, 20)
        ),
        breakdowns=_breakdowns(query.getlist("uitsplitsing"), chosen, known),
        region=region[0] if region else None,
        first=_year(query, "van"),
        last=_year(query, "tot"),
    )
    if found.first and found.last and found.first > found.last:
        raise Problem(
            400,
            "‘van’ ligt na ‘tot’.",
            "van",
            str(found.first),
            f"een jaar tot en met {found.last}",
        )
    return found


def types_of(query: QueryParams, known: Known) -> list[str] | None:
    """The kinds of areas that are asked for; None: all."""
    types = sorted(set(known.areas.values()))
    return _known("gebiedstype", query.getlist("gebiedstype"), types, some(types, 20))


def is_international(query: QueryParams) -> bool:
    """Whether the CSV is meant for programs.

    Raises:
        Problem: Another word than the one there is.
    """
    word = query.get("csv")
    if word not in (None, "internationaal"):
        raise Problem(
            400,
            f"Onbekende vorm van CSV ‘{word[:LONGEST]}’.",
            "csv",
            word,
            "internationaal",
        )
    return word is not None


def _known(
    name: str, values: Sequence[str], known: Collection[str], expected: str
) -> list[str] | None:
    for value in values:
        if value not in known:
            raise Problem(
                404,
                f"Onbekend bij ‘{name}’: ‘{value[:LONGEST]}’{_near(value, known)}.",
                name,
                value,
                f"een id uit {expected}" if expected.startswith("/") else expected,
            )
    return list(dict.fromkeys(values)) or None


def _near(value: str, known: Collection[str]) -> str:
    """What was probably meant. Comparing takes time, so nothing is said of a long text."""
    near = get_close_matches(value, known, 3) if len(value) <= LONGEST else []
    return f"; lijkt op {', '.join(near)}" if near else ""


def _breakdowns(
    values: Sequence[str], chosen: Sequence[str] | None, known: Known
) -> list[str] | None:
    groups = [known.breakdowns[one] for one in chosen or known.breakdowns]
    possible = list(dict.fromkeys(one for group in groups for one in group))
    return _known(
        "uitsplitsing", values, possible, some([one or "(leeg)" for one in possible])
    )


def _year(query: QueryParams, name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Problem(
            400,
            f"‘{name}’ is geen jaar: ‘{text[:LONGEST]}’.",
            name,
            text,
            f"een jaartal van vier cijfers, zoals {PARAMETERS[name].example}",
        )
    return int(text)
