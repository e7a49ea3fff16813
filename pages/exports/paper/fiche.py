"""The fiche of a municipality: two pages on paper, and those of a whole perimeter as a ZIP."""

import io
import zipfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any

from etl.live import Signature
from pages import municipality_sentences as words
from pages import text
from pages.exports import facts, names
from pages.exports.paper import drawings, fiche_rows, method_words, typeset
from pages.exports.paper.fiche_rows import Place
from pages.queries import areas, municipality, perimeters, similar
from pages.queries.database import Row

AT_ONCE = 2
"""Fiches of a ZIP that are set at the same time, each in a process of its own."""
ALIKE = 5
"""Municipalities that resemble it, by name."""
Tell = Callable[[int, int, str], None]
"""Hears how many are done, how many there are, and the name of the last one."""


class UnknownPlaceError(LookupError):
    """There is no such municipality or perimeter; the message says which, in Dutch."""


def fiche(build: Signature, nis: str, region: str, today: date) -> bytes:
    """Two A4 pages on a municipality as a tagged PDF.

    Args:
        build: From `live_build()`.
        nis: A current municipality of Flanders; it need not lie in the region.
        region: Area id of the perimeter that it is held against.
        today: Stands on the pages.

    Raises:
        UnknownPlaceError: No current municipality or no perimeter of that code.
    """
    return typeset.pdf("fiche", contents(build, nis, region, today), today)


def fiches(build: Signature, region: str, today: date, tell: Tell) -> bytes:
    """The fiches of every municipality of a perimeter as a ZIP, some tenths of a second each.

    Args:
        build: From `live_build()`.
        region: Area id of the perimeter.
        today: Stands on the pages, and dates the files.
        tell: Called after each fiche.

    Raises:
        UnknownPlaceError: No perimeter of that code.
    """
    members = perimeters.members(build, region)
    if not members:
        raise UnknownPlaceError(f"Regio “{region[:40]}” is niet bekend.")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        made = _each(build, members, region, today)
        for done, (member, pages) in enumerate(made, start=1):
            name = file_name(member["nis"], member["name"])
            entry = zipfile.ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0))
            pack.writestr(entry, pages, zipfile.ZIP_DEFLATED)
            tell(done, len(members), member["name"])
    return target.getvalue()


def _each(
    build: Signature, members: Sequence[Row], region: str, today: date
) -> Iterator[tuple[Row, bytes]]:
    """Municipality and fiche: some are set while the contents of the next are asked."""
    ahead: deque[tuple[Row, Future[bytes]]] = deque()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for member in members:
            asked = contents(build, member["nis"], region, today)
            ahead.append((member, pool.submit(typeset.pdf, "fiche", asked, today)))
            if len(ahead) > AT_ONCE:
                first, pages = ahead.popleft()
                yield first, pages.result()
        for last, pages in ahead:
            yield last, pages.result()


def file_name(nis: str, name: str) -> str:
    """'gemeentefiche_24062_Leuven.pdf'."""
    return f"{names.file_name('gemeentefiche', nis, name)}.pdf"


def contents(build: Signature, nis: str, region: str, today: date) -> dict[str, Any]:
    """What the template sets: every word and number of the two pages."""
    place = _place(build, nis, region)
    rows = municipality.profile(build, region, None, nis)
    lines = fiche_rows.lines(rows, place)
    live = areas.newest_build(build)
    dated = text.long_date(live["built_at"].date())
    return {
        "title": f"Gemeentefiche {place.name}",
        "keywords": [place.name, place.region_name, "gemeentefiche", live["build_id"]],
        "running": f"Gegevens van {dated} · build {live['build_id']} · gemaakt op {text.long_date(today)}",
        "name": place.name,
        "facts": _facts(place),
        "map": drawings.place(
            nis,
            place.members,
            f"Kaart: {place.name} en de gemeenten van {place.region_name}",
        ),
        "summary": words.summary(rows, place.name, place.region_name),
        "own": place.name if len(place.name) <= fiche_rows.LONGEST_HEAD else "Gemeente",
        "region": place.head,
        "without": fiche_rows.empty_columns(lines),
        "first": lines[: len(lines) // 2],
        "second": lines[len(lines) // 2 :],
        "caution": _caution(place),
        "weight": _weight(rows, place),
        "beside": _beside(place),
        "method": [*method_words.figures(rows, "fiche"), *method_words.SIGNALS],
        "sources": _sources(rows, build),
    }


def _place(build: Signature, nis: str, region: str) -> Place:
    known = {row["area_id"]: row for row in areas.regions(build).to_dicts()}
    towns = {row["nis"]: row for row in areas.municipalities(build, region).to_dicts()}
    if region not in known:
        raise UnknownPlaceError(f"Regio “{region[:40]}” is niet bekend.")
    if nis not in towns:
        raise UnknownPlaceError(f"Gemeente “{nis[:40]}” is niet bekend.")
    found = known[region]
    return Place(
        build=build,
        nis=nis,
        name=towns[nis]["name"],
        region=region,
        region_name=found["name"],
        region_type=found["area_type"],
        members=[code for code, town in towns.items() if town["in_region"]],
    )


def _facts(place: Place) -> list[str]:
    """Where it lies, how many people live there, and what it came from."""
    people = municipality.population(place.build, place.region, None, place.nis)
    merged = municipality.merger(place.build, place.nis)
    kind = text.AREA_TYPES.get(place.region_type, place.region_type)
    size = text.municipalities(len(place.members))
    where = "Gemeente in" if place.in_region else "Gemeente buiten"
    said = [
        f"{where} {place.region_name} ({kind}, {size}). NIS-code {place.nis}.",
        words.inhabitants(people, place.name, place.weighs) if people else "",
        words.merger(merged, place.name) if merged else "",
    ]
    return [sentence for sentence in said if sentence]


def _caution(place: Place) -> str:
    """What must be known before the tables are read."""
    if not place.in_region:
        return f"{place.name} ligt niet in {place.region_name}: ze heeft er geen plaats en weegt er niet mee."
    if not place.weighs:
        return f"{place.region_name} is alleen {place.name}: er is geen regio om mee te vergelijken."
    if len(place.members) < municipality.LEAST_SPREAD:
        size = text.municipalities(len(place.members))
        return f"{size} zijn te weinig om er een spreiding van te tonen."
    return ""


def _weight(rows: list[Row], place: Place) -> list[str]:
    """How to read the shares, and where the municipality counts most."""
    if not place.weighs:
        return []
    said = [
        words.shares(place.name, place.region_name),
        words.heaviest(rows, place.name),
    ]
    return [sentence for sentence in said if sentence]


def _beside(place: Place) -> list[tuple[str, str]]:
    """Neighbours, and who resembles it."""
    around = municipality.neighbours(place.build, place.nis, place.region)[
        "name"
    ].to_list()
    found = similar.values(place.build, place.region, None)
    nearest = similar.distances(found, place.nis)
    alike = nearest.head(ALIKE)["name"].to_list()
    inside = nearest.filter("in_region").head(ALIKE)["name"].to_list()
    traits = found["indicator_id"].n_unique()
    said = [
        ("Buurgemeenten in Vlaanderen", text.listing(around) or "geen"),
        (f"Lijken er het meest op, naar {traits} kenmerken", text.listing(alike)),
        (f"En in {place.region_name}", text.listing(inside)),
    ]
    return [(term, listed) for term, listed in said if listed]


def _sources(rows: list[Row], build: Signature) -> list[tuple[str, str]]:
    """Sources, publishers with their licence, and dates of what the fiche shows."""
    shown = [row["indicator_id"] for row in rows if row["year"] is not None]
    return [fact for fact in facts.origin(build, shown) if fact[0] != facts.FILE]
