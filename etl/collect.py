"""From raw files to one reading per indicator: recognise by content, refuse by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

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


@dataclass
class Collection:
    """What a search of folder trees brought."""

    readings: dict[str, tuple[Reading, SourceFile]] = field(default_factory=dict)
    """The newest reading per indicator, with its file."""
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
        """Keep the newest file of an indicator; rows of two files are never mixed."""
        present = self.readings.get(reading.indicator_id)
        if present is None:
            self.readings[reading.indicator_id] = (reading, file)
            return
        loser = file
        if _age(reading, file) > _age(*present):
            loser = present[1]
            self.readings[reading.indicator_id] = (reading, file)
        winner = self.readings[reading.indicator_id][1]
        self.superseded.append(
            f"{reading.indicator_id}: {loser.name} wijkt voor {winner.name} (nieuwer)"
            if loser.sha256 != winner.sha256
            else f"{reading.indicator_id}: {loser.name} is gelijk aan {winner.name}"
        )


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
