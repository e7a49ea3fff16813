"""Municipalities in time, mergers and perimeters: `data/areas/*.csv`, loaded and validated.

A municipality is a NIS code *on a vintage*: names return under new codes, and
Antwerpen kept its code with a larger territory.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import polars as pl

from etl.refusal import Refusal

FOLDER = Path(__file__).parents[1] / "data" / "areas"
FLANDERS = "02000"
VINTAGES = {"2018": 2018, "2024": 2024, "2025": 9999}
"""Boundaries by name, with the last year in which they were official."""
EXPECTED_MUNICIPALITIES = {"2018": 308, "2024": 300, "2025": 285}
EXPECTED_ELSEWHERE = 281
"""19 of the Brussels region and 262 of the Walloon region."""
EXPECTED_MEMBERS = {
    "REFREG05": 32,
    "burgemeestersoverleg-oost-brabant": 30,
    "vervoerregio-leuven": 31,
}
FULL_COVERAGE = (
    "referentieregio",
    "vervoerregio",
    "eerstelijnszone",
    "politiezone",
    "streekwerking",
    "woonmaatschappij",
)
"""Area types in which every municipality has exactly one place."""
PROVINCES = {"1": "10000", "2": "20001", "3": "30000", "4": "40000", "7": "70000"}


@dataclass(frozen=True)
class Areas:
    """Everything about territory. All codes and vintages are text."""

    municipalities: pl.DataFrame
    """One row per code ever used: `nis, name, valid_from, valid_to` (dates or null)."""
    mergers: pl.DataFrame
    """One row per municipality that disappeared: `old_nis, new_nis, valid_from`."""
    areas: pl.DataFrame
    """Larger areas: `area_id, area_type, name`."""
    current_members: pl.DataFrame
    """`area_id, nis` on today's map, for areas that do not follow from the code."""
    elsewhere: pl.DataFrame
    """Municipalities outside Flanders from 2019 to 2024, the far ends of flows: as `municipalities`."""
    borders: pl.DataFrame
    """Municipalities that share a border on the map, each pair once: `nis, neighbour_nis`."""

    @cached_property
    def vintages(self) -> pl.DataFrame:
        """One row per municipality per vintage: `vintage, nis, name`."""
        return pl.concat(
            self.municipalities.filter(_valid_in(vintage)).select(
                pl.lit(vintage).alias("vintage"), "nis", "name"
            )
            for vintage in VINTAGES
        )

    @cached_property
    def lineage(self) -> pl.DataFrame:
        """Where a municipality went: `vintage, nis, to_vintage, to_nis`.

        For every vintage and each later one, the same vintage included. One
        row per municipality, because no municipality was ever split.
        """
        names = list(VINTAGES)
        return pl.concat(
            self.vintages.filter(vintage=start).select(
                "vintage",
                "nis",
                pl.lit(end).alias("to_vintage"),
                self._successor(start, end).alias("to_nis"),
            )
            for position, start in enumerate(names)
            for end in names[position:]
        )

    @cached_property
    def members(self) -> pl.DataFrame:
        """Membership in time of every area: `area_id, nis, valid_from, valid_to`.

        A current municipality has itself and what merged into it; an area of
        today's map applies backwards; province and arrondissement follow from
        the code of the time.
        """
        today = self.lineage.filter(to_vintage="2025").select("nis", "to_nis").unique()
        listed = self.current_members.join(today, left_on="nis", right_on="to_nis")
        by_code = self.municipalities.select(
            pl.concat_list(
                pl.lit(FLANDERS),
                pl.col("nis").str.head(1).replace_strict(PROVINCES),
                pl.col("nis").str.head(2) + "000",
            ).alias("area_id"),
            "nis",
        ).explode("area_id")
        pairs = pl.concat(
            [
                today.select(pl.col("to_nis").alias("area_id"), "nis"),
                listed.select("area_id", pl.col("nis_right").alias("nis")),
                by_code,
            ]
        )
        validity = self.municipalities.select("nis", "valid_from", "valid_to")
        joined = pairs.unique().join(validity, on="nis", validate="m:1")
        return joined.sort("area_id", "nis")

    @cached_property
    def all_areas(self) -> pl.DataFrame:
        """`area_id, area_type, name, valid_from, valid_to`: municipalities and larger."""
        municipalities = pl.concat(
            table.select(
                pl.col("nis").alias("area_id"),
                pl.lit(area_type).alias("area_type"),
                "name",
                "valid_from",
                "valid_to",
            )
            for area_type, table in (
                ("gemeente", self.municipalities),
                ("elders", self.elsewhere),
            )
        )
        larger = self.areas.with_columns(
            valid_from=pl.lit(None, pl.Date), valid_to=pl.lit(None, pl.Date)
        )
        return pl.concat([municipalities, larger]).sort("area_type", "area_id")

    @cached_property
    def neighbours(self) -> pl.DataFrame:
        """Who borders on whom, in both directions, today's municipalities only.

        Only today's: a map from before a merger must not bring back who disappeared.
        """
        back = self.borders.select(nis="neighbour_nis", neighbour_nis="nis")
        both = pl.col("nis", "neighbour_nis").is_in(list(self.codes("2025")))
        return (
            pl.concat([self.borders, back])
            .filter(pl.all_horizontal(both))
            .sort(pl.all())
        )

    def _successor(self, start: str, end: str) -> pl.Expr:
        """The code in vintage `end` of a code of vintage `start`."""
        code = pl.col("nis")
        for year in (2019, 2025):
            if VINTAGES[start] < year <= VINTAGES[end]:
                step = self.mergers.filter(pl.col("valid_from").dt.year() == year)
                code = code.replace(step["old_nis"], step["new_nis"])
        return code

    def codes(self, vintage: str) -> set[str]:
        """The municipalities of one vintage."""
        return set(self.vintages.filter(vintage=vintage)["nis"])

    def match(self, names: Iterable[str], vintage: str, place: str) -> dict[str, str]:
        """Find the NIS code of each name, without guessing.

        Args:
            names: Names as a source prints them.
            vintage: The boundaries to which they belong.
            place: Where they stand, for the message.

        Raises:
            Refusal: A name is unknown; all unknown names are listed.
        """
        known = self.vintages.filter(vintage=vintage)
        table = dict(zip(map(plain_name, known["name"]), known["nis"], strict=True))
        found = {name: table.get(plain_name(name)) for name in names}
        if unknown := sorted(name for name, nis in found.items() if nis is None):
            raise Refusal(
                place,
                f"onbekende gemeente op de kaart van {vintage}: {', '.join(unknown)}",
                "zet een andere spelling in data/areas/name_variants.csv",
            )
        return {name: nis for name, nis in found.items() if nis is not None}

    def fitting(self, codes: set[str], year: int) -> str | None:
        """The vintage that holds all codes: that of the year, else the oldest later one, else any."""
        fitting = [vintage for vintage in VINTAGES if codes <= self.codes(vintage)]
        official = vintage_of_year(year)
        later = [vintage for vintage in fitting if vintage >= official]
        return next(iter(later or fitting), None)

    def misfits(self, codes: set[str], vintage: str) -> str:
        """Codes that are not on the boundaries of a vintage, at most five, by name, in Dutch."""
        names = dict(self.municipalities.select("nis", "name").iter_rows())
        odd = sorted(codes - self.codes(vintage))[:5]
        listed = ", ".join(f"{names.get(nis, '?')} {nis}" for nis in odd)
        return f"{listed} niet op de kaart van {vintage}"


def vintage_of_year(year: int) -> str:
    """The boundaries that were official on 1 January of `year`."""
    return next(name for name, last in VINTAGES.items() if year <= last)


def plain_name(name: str) -> str:
    """Reduce a name to what all spellings share.

    Accents, capitals, hyphens, spaces, "St." for "Sint" and a suffix in
    brackets, as in "Hove (Antwerpen)", do not count; known misspellings come
    from `data/areas/name_variants.csv`.
    """
    key = _reduced(name)
    return _variants().get(key, key)


def _reduced(name: str) -> str:
    text = unicodedata.normalize("NFKD", name.replace("\u00a0", " "))
    text = text.encode("ascii", "ignore").decode().lower()
    text = re.sub(r"\s*\([^)]*\)\s*$", "", text)
    text = re.sub(r"\bst[.\- ]+", "sint-", text.strip())
    return re.sub(r"[^a-z0-9]+", "", text)


@cache
def _variants() -> dict[str, str]:
    table = pl.read_csv(FOLDER / "name_variants.csv").select("variant", "name")
    return {_reduced(variant): _reduced(name) for variant, name in table.iter_rows()}


def load(folder: Path = FOLDER) -> Areas:
    """Read and validate the tables.

    Raises:
        Refusal: A set does not hold: says which, and which codes differ.
    """

    def table(name: str) -> pl.DataFrame:
        return pl.read_csv(folder / name, infer_schema=False)

    dates = [pl.col("valid_from").str.to_date(), pl.col("valid_to").str.to_date()]
    areas = Areas(
        municipalities=table("municipalities.csv").with_columns(dates),
        mergers=table("mergers.csv").with_columns(dates[0]),
        areas=table("areas.csv"),
        current_members=table("members.csv"),
        elsewhere=table("elsewhere.csv").with_columns(dates),
        borders=table("neighbours.csv"),
    )
    _check_mergers(areas)
    _check_members(areas)
    if areas.elsewhere.height != EXPECTED_ELSEWHERE:
        raise Refusal(
            "elsewhere.csv",
            f"{areas.elsewhere.height} gemeenten, verwacht {EXPECTED_ELSEWHERE}",
        )
    return areas


def _valid_in(vintage: str) -> pl.Expr:
    """Municipalities that exist in the last year of a vintage."""
    year = VINTAGES[vintage]
    born = pl.col("valid_from").dt.year().fill_null(0) <= year
    return born & (pl.col("valid_to").dt.year().fill_null(9999) >= year)


def _check_mergers(areas: Areas) -> None:
    """Every vintage has the right size, and merging one gives exactly the next."""
    for vintage, expected in EXPECTED_MUNICIPALITIES.items():
        found = len(areas.codes(vintage))
        if found != expected:
            raise Refusal(
                "municipalities.csv",
                f"{found} gemeenten in {vintage}, verwacht {expected}",
            )
        reached = set(areas.lineage.filter(to_vintage=vintage)["to_nis"])
        if difference := reached ^ areas.codes(vintage):
            raise Refusal(
                "mergers.csv",
                f"de fusies leiden niet naar de gemeenten van {vintage}: "
                f"{', '.join(sorted(difference))}",
            )


def _check_members(areas: Areas) -> None:
    """Sets, not counts: a duplicate can hide a missing municipality."""
    current = areas.codes("2025")
    members = areas.current_members.join(areas.areas, on="area_id", how="left")
    if lost := set(members.filter(pl.col("area_type").is_null())["area_id"]):
        raise Refusal("members.csv", f"onbekend gebied: {', '.join(sorted(lost))}")
    for area_type in FULL_COVERAGE:
        listed = members.filter(area_type=area_type)["nis"]
        twice = listed.filter(listed.is_duplicated()).unique().sort().to_list()
        if twice or (difference := set(listed) ^ current):
            raise Refusal(
                "members.csv",
                f"niet elke gemeente staat precies één keer in een {area_type}: "
                f"{', '.join(twice or sorted(difference))}",
            )
    for area_id, expected in EXPECTED_MEMBERS.items():
        found = members.filter(area_id=area_id)["nis"].n_unique()
        if found != expected:
            raise Refusal(
                "members.csv", f"{area_id}: {found} gemeenten, verwacht {expected}"
            )
