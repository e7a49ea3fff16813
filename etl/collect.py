"""From a folder tree to one reading per indicator: recognise by content, refuse by name."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from etl import sheets
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sources import SOURCES

SOURCES_FILE = Path(__file__).parents[1] / "data" / "sources.yaml"
MANIFEST = "manifest.json"
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


@dataclass
class Collection:
    """What a search of folder trees brought."""

    readings: dict[str, tuple[Reading, SourceFile]] = field(default_factory=dict)
    """The newest reading per indicator, with its file."""
    refusals: list[Refusal] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    """Sentences: which file made way for which newer one."""

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


def _age(reading: Reading, file: SourceFile) -> tuple[int, date]:
    return reading.newest_year, file.retrieved_at or date.min


def collect(
    roots: Iterable[Path],
    catalogue: Sequence[Indicator],
    areas: Areas,
    progress: Callable[[str], None],
) -> Collection:
    """Read everything below the roots that a source recognises.

    Args:
        roots: Folders; one that does not exist holds nothing.
        catalogue: The indicators that may be found.
        areas: The territory.
        progress: Called with a Dutch line per file.
    """
    found = Collection()
    paths = [(root, path) for root in roots for path in _files(root)]
    for number, (root, path) in enumerate(paths, start=1):
        name = path.relative_to(root).as_posix()
        progress(f"lezen {number}/{len(paths)}: {name}")
        try:
            _read_file(root, path, catalogue, areas, found)
        except Refusal as refusal:
            found.refusals.append(refusal)
        except OSError as error:
            found.refusals.append(
                Refusal(name, f"kan niet gelezen worden: {error.strerror}")
            )
    return found


def _files(root: Path) -> list[Path]:
    """Files below a folder, without half downloads, lock files and our own records."""
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and not path.name.startswith(("~$", "."))
        and not path.name.endswith(UNFINISHED)
        and path.name.lower() not in ("source.txt", "readme.md", MANIFEST)
    )


def _read_file(
    root: Path,
    path: Path,
    catalogue: Sequence[Indicator],
    areas: Areas,
    found: Collection,
) -> None:
    recognised = False
    name = path.relative_to(root).as_posix()
    if path.suffix.lower() not in sheets.SUFFIXES:
        read = ", ".join(sorted(sheets.SUFFIXES))
        found.unrecognised.append(f"{name}: alleen {read} worden gelezen")
        return
    for sheet in sheets.read(path):
        for source in SOURCES:
            if source.is_index(sheet):
                recognised = True
            if source.recognise(sheet):
                recognised = True
                file = _record(root, path, source.NAME)
                try:
                    for reading in source.read(sheet, catalogue, areas):
                        validate(reading.observations, sheet.place())
                        found.add(reading, file)
                except Refusal as refusal:
                    found.refusals.append(refusal)
    if not recognised:
        found.unrecognised.append(f"{name}: geen kop van een bekende bron")


def _record(root: Path, path: Path, source: str) -> SourceFile:
    """What is known of a file: the manifest's word, else that of the source in general."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    stat = path.stat()
    name = path.relative_to(root).as_posix()
    general = source_texts()[source]
    told = _manifest(root).get(name, {})
    record = SourceFile(
        file_id=digest[:16],
        source=source,
        name=path.name,
        url=None,
        retrieved_at=datetime.fromtimestamp(stat.st_mtime, UTC).date(),
        sha256=digest,
        bytes=stat.st_size,
        etag=None,
        licence=general["licence"],
        publisher=general["publisher"],
        vintage=None,
    )
    if "retrieved_at" in told:
        told = {**told, "retrieved_at": date.fromisoformat(told["retrieved_at"])}
    return replace(record, **told)


@cache
def source_texts() -> dict[str, dict[str, str]]:
    """Name, publisher, licence and homepage per source."""
    texts: dict[str, dict[str, str]] = yaml.safe_load(
        SOURCES_FILE.read_text(encoding="utf-8")
    )
    return texts


@cache
def _manifest(root: Path) -> dict[str, dict[str, Any]]:
    """`manifest.json` in the root of a tree: file name to `url`, `retrieved_at`, ….

    Raises:
        Refusal: The manifest names a field that a record does not have.
    """
    path = root / MANIFEST
    if not path.exists():
        return {}
    entries: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    allowed = {"url", "retrieved_at", "etag", "licence", "publisher", "vintage"}
    for name, entry in entries.items():
        if unknown := set(entry) - allowed:
            raise Refusal(
                path.name, f"{name}: onbekend veld {', '.join(sorted(unknown))}"
            )
    return entries
