"""From raw files to the readings of each indicator: recognise by content, refuse by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from etl import archive, settings, sheets
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sources import SOURCES
from etl.store import RawFile, sha256, tree

UNFINISHED = (".part", ".crdownload", ".tmp")


@dataclass(frozen=True)
class SourceFile:
    """The record of a raw file, as in table `source_file`."""

    file_id: str
    source: str
    name: str
    url: str | None
    retrieved_at: date | None
    sha256: str
    bytes: int
    etag: str | None
    licence: str
    publisher: str
    vintage: str | None
    embedded: bool = False
    from_inbox: bool = False
    modified: float = 0.0
    """Seconds; decides between two files of the same day. Not stored."""


Part = tuple[Reading, SourceFile]
"""What one file says of an indicator."""
Parts = Mapping[str, Sequence[Part]]
"""All that is shown of each indicator: its own source first, then sources that add years."""


@dataclass
class Collection:
    """What a search of folder trees brought."""

    readings: dict[str, list[Part]] = field(default_factory=dict)
    """As `Parts`: of each indicator the newest reading per source, once `join` was called."""
    refusals: list[Refusal] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    """Sentences: which file made way for which newer one."""
    refused_codes: dict[str, Refusal] = field(default_factory=dict)
    """Ids of indicators of which a sheet was refused, with the refusal."""
    unread: dict[str, str] = field(default_factory=dict)
    """Names of files that gave nothing, with the reason."""

    def refuse(self, file: RawFile, refusal: Refusal) -> None:
        """A file of which nothing could be used."""
        self.refusals.append(refusal)
        self.unread[file.path.name] = f"geweigerd: {refusal}"

    def pass_over(self, file: RawFile, reason: str) -> None:
        """A file that no source knows."""
        self.unrecognised.append(f"{file.name}: {reason}")
        self.unread[file.path.name] = reason

    def add(self, reading: Reading, file: SourceFile) -> None:
        """Keep the newest file of an indicator per source."""
        parts = self.readings.setdefault(reading.indicator_id, [])
        new = (reading, file)
        for position, present in enumerate(parts):
            if present[1].source == file.source:
                either_yearly = reading.yearly or present[0].yearly
                if either_yearly and not _years(reading) & _years(present[0]):
                    continue
                # The file of one year never replaces a whole series.
                if reading.yearly != present[0].yearly:
                    newer = present[0].yearly
                else:
                    newer = _age(*new) > _age(*present)
                winner, loser = (new, present) if newer else (present, new)
                parts[position] = winner
                self.superseded.append(_gave_way(reading, winner[1], loser[1]))
                return
        parts.append(new)

    def join(self) -> None:
        """Put the sources of an indicator side by side, now that all files are read."""
        for indicator_id, parts in self.readings.items():
            self.readings[indicator_id], gave_way = joined(parts)
            self.superseded += gave_way


def _gave_way(reading: Reading, winner: SourceFile, loser: SourceFile) -> str:
    if loser.sha256 != winner.sha256:
        return (
            f"{reading.indicator_id}: {loser.name} wijkt voor {winner.name} (nieuwer)"
        )
    return f"{reading.indicator_id}: {loser.name} is gelijk aan {winner.name}"


def joined(parts: Sequence[Part]) -> tuple[list[Part], list[str]]:
    """Readings of an indicator by several sources, as one series.

    Its own source comes first; another one only adds years, under breakdowns that
    the own reading has too. Rows of two files for the same year are never mixed.

    Returns:
        The readings to show, and a sentence for each that made way.
    """
    (own, file), *others = sorted(parts, key=_is_foreign)
    shown, gave_way = [(own, file)], []
    for reading, other in others:
        both = sorted(_values(own, "year") & _values(reading, "year"))
        unknown = sorted(_values(reading, "breakdown") - _values(own, "breakdown"))
        if both or unknown:
            why = f"heeft {both[0]} zelf" if both else f"kent geen {unknown[0]}"
            gave_way.append(
                f"{own.indicator_id}: {other.name} wijkt voor {file.name} ({why})"
            )
        else:
            shown.append((reading, other))
    return shown, gave_way


def filled(fresh: Parts, fill: Parts) -> dict[str, list[Part]]:
    """Fresh readings, with those of `fill` for indicators and sources that they lack."""
    result = {}
    for key in {**fresh, **fill}:
        mine = fresh.get(key, ())
        # The file of one year leaves room for the others of its source.
        brought = {file.source for reading, file in mine if not reading.yearly}
        years = {year for reading, _file in mine for year in _years(reading)}
        rest = [
            (_without(reading, years) if years else reading, file)
            for reading, file in fill.get(key, ())
            if file.source not in brought
        ]
        rest = [part for part in rest if part[0].observations.height]
        result[key], _ = joined([*mine, *rest])
    return result


def _without(reading: Reading, years: set[Any]) -> Reading:
    """A reading without the years that another file brings."""
    keep = pl.col("year").is_in(list(years)).not_()
    return replace(
        reading,
        observations=reading.observations.filter(keep),
        official=reading.official.filter(keep),
    )


def own_source(indicator_id: str) -> str:
    """The source that an indicator belongs to: the first half of its id."""
    return indicator_id.partition(":")[0]


def _is_foreign(part: Part) -> bool:
    reading, file = part
    return file.source != own_source(reading.indicator_id)


def _years(reading: Reading) -> set[Any]:
    return _values(reading, "year")


def _values(reading: Reading, column: str) -> set[Any]:
    return set(reading.observations[column].unique())


def _age(reading: Reading, file: SourceFile) -> tuple[int, date, float]:
    return reading.newest_year, file.retrieved_at or date.min, file.modified


def collect(
    files: Sequence[RawFile],
    catalogue: Sequence[Indicator],
    areas: Areas,
    progress: Callable[[str], None],
) -> Collection:
    """Read every file that a source recognises; a ZIP is read as the files in it.

    Args:
        files: What to read.
        catalogue: The indicators that may be found.
        areas: The territory.
        progress: Called with a Dutch line per file.
    """
    found = Collection()
    for number, file in enumerate(files, start=1):
        progress(f"lezen {number}/{len(files)}: {file.name}")
        try:
            if file.path.suffix.lower() == ".zip":
                _read_zip(file, catalogue, areas, found)
            else:
                _read_file(file, catalogue, areas, found)
        except Refusal as refusal:
            found.refuse(file, refusal)
        except OSError:
            found.refuse(file, Refusal(file.name, "kan niet gelezen worden"))
    found.join()
    return found


def files_below(root: Path, from_inbox: bool = False) -> list[RawFile]:
    """Files below a folder, without half downloads, lock files and our own records."""
    paths = sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and not path.name.startswith(("~$", "."))
        and not path.name.endswith(UNFINISHED)
        and path.name.lower() not in ("source.txt", "readme.md", "manifest.json")
    )
    return tree(root, paths, from_inbox)


def _read_zip(
    file: RawFile, catalogue: Sequence[Indicator], areas: Areas, found: Collection
) -> None:
    with archive.unpacked(file.path, file.name) as folder:
        for inner in files_below(folder):
            # The ZIP's own record holds for what is in it; its date is that of the ZIP.
            when = datetime.fromtimestamp(file.path.stat().st_mtime, UTC).date()
            told = {"retrieved_at": when, **file.told}
            name = f"{file.name}/{inner.name}"
            member = replace(inner, name=name, told=told, from_inbox=file.from_inbox)
            try:
                _read_file(member, catalogue, areas, found)
            except Refusal as refusal:
                found.refuse(member, refusal)


def _read_file(
    file: RawFile, catalogue: Sequence[Indicator], areas: Areas, found: Collection
) -> None:
    recognised = False
    if file.path.suffix.lower() not in sheets.SUFFIXES:
        read = ", ".join(sorted({*sheets.SUFFIXES, ".zip"}))
        found.pass_over(file, f"alleen {read} worden gelezen")
        return
    for sheet in sheets.read(file.path):
        for source in SOURCES:
            if source.is_index(sheet):
                recognised = True
            if source.recognise(sheet):
                recognised = True
                record = _record(file, source.NAME)
                try:
                    for reading in source.read(sheet, catalogue, areas):
                        validate(reading.observations, sheet.place())
                        found.add(reading, record)
                except Refusal as refusal:
                    found.refusals.append(refusal)
                    for code in source.codes_of(sheet, catalogue):
                        found.refused_codes[code] = refusal
    if not recognised:
        found.pass_over(file, "geen kop van een bekende bron")


def _record(file: RawFile, source: str) -> SourceFile:
    """What is known of a file: what was told with it, else that of the source in general."""
    digest = sha256(file.path)
    stat = file.path.stat()
    general = settings.sources()[source]
    record = SourceFile(
        file_id=digest[:16],
        source=source,
        name=file.path.name,
        url=None,
        retrieved_at=datetime.fromtimestamp(stat.st_mtime, UTC).date(),
        sha256=digest,
        bytes=stat.st_size,
        etag=None,
        licence=general.licence,
        publisher=general.publisher,
        vintage=None,
        from_inbox=file.from_inbox,
        modified=stat.st_mtime,
    )
    return replace(record, **file.told)
