"""Former ids and where they lead now, so that a link survives a rename.

Two sources: what somebody renamed (`data/aliases.csv`) and the municipalities that
merged. Both end in the table `alias`, where every chain is already followed.
"""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from etl.load import append
from etl.refusal import Refusal
from etl.settings import DATA

FILE = DATA / "aliases.csv"
HEADER = ["kind", "within", "old", "new"]
KINDS = {"indicator": "indicator", "area": "gebied", "breakdown": "uitsplitsing"}
"""Kind in the file, and the word for it in a message."""

Key = tuple[str, str, str]
"""Kind, the indicator of a breakdown (else ''), id."""


@dataclass(frozen=True)
class Alias:
    """One former id."""

    kind: str
    within: str
    old: str
    new: str
    place: str
    """File and line, for the message."""

    @property
    def key(self) -> Key:
        """The former id with what it is an id of."""
        return self.kind, self.within, self.old

    @property
    def target(self) -> Key:
        """What the row points at."""
        return self.kind, self.within, self.new


def record(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `alias` of the draft, once indicators, areas and breakdowns are in it.

    Raises:
        Refusal: A row of the file is wrong; says which line, and why.
    """
    rows = resolved([*_mergers(connection), *read(FILE)], _living(connection))
    if rows:
        frame = pl.DataFrame(rows, schema=HEADER, orient="row").sort(HEADER)
        append(connection, "alias", frame)


def read(path: Path) -> list[Alias]:
    """Read the file, each row held against its form.

    Raises:
        Refusal: A heading, a number of cells or a kind that is not as described.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        if header != HEADER:
            raise Refusal(
                f"{path.name}, regel 1",
                f"de kop is {','.join(header) or 'leeg'}, verwacht {','.join(HEADER)}",
            )
        return [
            _alias(cells, f"{path.name}, regel {reader.line_num}")
            for cells in reader
            if cells
        ]


def _alias(cells: Sequence[str], place: str) -> Alias:
    if len(cells) != len(HEADER):
        raise Refusal(place, f"{len(cells)} cellen, verwacht {len(HEADER)}")
    kind, within, old, new = (cell.strip() for cell in cells)
    if kind not in KINDS:
        raise Refusal(place, f"soort ‘{kind}’, verwacht {', '.join(KINDS)}")
    if not old or not new:
        raise Refusal(place, "het oude of het nieuwe id ontbreekt")
    if bool(within) != (kind == "breakdown"):
        raise Refusal(
            place,
            "in de kolom within hoort het id van de indicator, alleen bij een uitsplitsing",
        )
    return Alias(kind, within, old, new, place)


def resolved(aliases: Sequence[Alias], living: Collection[Key]) -> list[Sequence[str]]:
    """Follow every alias to a living id.

    Args:
        aliases: As read.
        living: Every id that exists now.

    Returns:
        Rows of the table: kind, within, old, new.

    Raises:
        Refusal: An alias that is still in use or stands there twice, leads to nothing
            that exists, or turns in a circle.
    """
    table: dict[Key, Alias] = {}
    for alias in aliases:
        word = KINDS[alias.kind]
        if alias.key in living:
            raise Refusal(alias.place, f"{word} ‘{alias.old}’ bestaat nog")
        if alias.key in table:
            first = table[alias.key].place
            raise Refusal(alias.place, f"‘{alias.old}’ staat al in {first}")
        table[alias.key] = alias
    return [(*alias.key, _followed(alias, table, living)) for alias in aliases]


def _followed(alias: Alias, table: Mapping[Key, Alias], living: Collection[Key]) -> str:
    passed = {alias.key}
    target = alias.target
    while target not in living:
        if target in passed:
            raise Refusal(
                alias.place, f"‘{alias.old}’ leidt in een kring naar zichzelf"
            )
        if target not in table:
            word = KINDS[alias.kind]
            raise Refusal(
                alias.place, f"onbekend doel: {word} ‘{target[2]}’ bestaat niet"
            )
        passed.add(target)
        target = table[target].target
    return target[2]


def _living(connection: duckdb.DuckDBPyConnection) -> set[Key]:
    rows = connection.execute("""
        SELECT 'indicator', '', indicator_id FROM monitor.indicator
        UNION ALL SELECT 'area', '', area_id FROM monitor.area WHERE valid_to IS NULL
        UNION ALL SELECT 'breakdown', indicator_id, breakdown FROM monitor.breakdown
    """).fetchall()
    return set(rows)


def _mergers(connection: duckdb.DuckDBPyConnection) -> list[Alias]:
    """A merged municipality leads to the one it became part of; Antwerpen kept its code."""
    rows = connection.execute(
        "SELECT old_nis, new_nis FROM monitor.merger WHERE old_nis <> new_nis ORDER BY ALL"
    ).fetchall()
    return [Alias("area", "", old, new, "mergers.csv") for old, new in rows]
