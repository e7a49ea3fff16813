"""`python -m etl export`: the open data package, as a folder or as one ZIP file."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from etl import archive, package
from etl.package import NAME, Progress
from etl.publish import attached
from etl.refusal import Refusal

DESCRIPTOR, README = "datapackage.json", "LEESMIJ.md"


@dataclass(frozen=True)
class Exported:
    """What was written."""

    build_id: str
    files: int
    bytes: int


def export(database: Path, target: Path, progress: Progress) -> Exported:
    """Write the package; what was there stays until the new one is complete.

    Args:
        database: A database that this version can read.
        target: A folder, or a file whose name ends in .zip.
        progress: Called with Dutch lines.

    Raises:
        Refusal: The target holds something that is no earlier export.
    """
    is_zip = target.suffix.lower() == ".zip"
    (_check_zip if is_zip else _check_folder)(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as made:
        folder = Path(made) / "pakket"
        folder.mkdir()
        document = _write(database, folder, progress)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        if is_zip:
            progress("inpakken")
            packed = _pack(files, folder, Path(made) / "pakket.zip")
            packed.replace(target)
            return Exported(document["version"], len(files), target.stat().st_size)
        size = sum(file.stat().st_size for file in files)
        _replace(files, folder, target)
    return Exported(document["version"], len(files), size)


def _write(database: Path, folder: Path, progress: Progress) -> dict[str, Any]:
    with attached(database, "READ_ONLY") as connection:
        document = package.write(connection, folder, progress)
    document["created"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    (folder / README).write_text(_readme(document), encoding="utf-8")
    return document


def _check_folder(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise Refusal(
            str(target), "is een bestand, verwacht een map of een naam op .zip"
        )
    if any(target.iterdir()) and not _is_ours(_text(target / DESCRIPTOR)):
        raise _not_ours(target, "de map is niet leeg en bevat geen eerdere uitvoer")


def _check_zip(target: Path) -> None:
    if not target.exists():
        return
    text = ""
    with _readable_zip(target) as archive_:
        if archive_ and DESCRIPTOR in archive_.namelist():
            text = archive_.read(DESCRIPTOR).decode("utf-8", "replace")
    if not _is_ours(text):
        raise _not_ours(target, "het bestand bestaat al en is geen eerdere uitvoer")


@contextmanager
def _readable_zip(target: Path) -> Iterator[zipfile.ZipFile | None]:
    try:
        opened = zipfile.ZipFile(target)
    except (*archive.UNREADABLE, IsADirectoryError):
        yield None
        return
    with opened:
        yield opened


def _not_ours(target: Path, reason: str) -> Refusal:
    return Refusal(str(target), reason, "kies een andere naam of een lege map")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _is_ours(text: str) -> bool:
    try:
        document = json.loads(text)
    except ValueError:
        return False
    return isinstance(document, dict) and document.get("name") == NAME


def _replace(files: list[Path], made: Path, target: Path) -> None:
    """Put the new files in place of those of the earlier export; leave the rest alone."""
    target.mkdir(exist_ok=True)
    text = _text(target / DESCRIPTOR)
    old = json.loads(text).get("resources", []) if text else []
    for resource in old:
        inside = PurePosixPath(str(resource.get("path", "")))
        if inside.is_absolute() or ".." in inside.parts or not inside.parts:
            continue  # somebody wrote that, not we
        (target / inside).unlink(missing_ok=True)
    for file in files:
        place = target / file.relative_to(made)
        place.parent.mkdir(exist_ok=True)
        file.replace(place)


def _pack(files: list[Path], folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for file in files:
            # Parquet is compressed already.
            way = zipfile.ZIP_STORED if file.suffix == ".parquet" else None
            packed.write(file, file.relative_to(folder).as_posix(), way)
    return target


def _readme(document: dict[str, Any]) -> str:
    """What a person reads first."""
    rows = "\n".join(
        f"| {r['path']} | {r['title']} |"
        for r in sorted(document["resources"], key=lambda r: r["path"])
    )
    sources = "\n".join(
        f"- {s['title']}: {s['publisher']}. Licentie: {s['licence']}. Opgehaald: {s['retrieved']}."
        for s in document["sources"]
    )
    return f"""# {document["title"]}

{document["description"]}

Build {document["version"]}, gemaakt op {document["build"]["built_at"]}. Wat elke kolom betekent, staat in `{DESCRIPTOR}`
(Data Package v2).

- `parquet/` bevat elke tabel in haar geheel, voor DuckDB, Python, R of Power BI.
- `csv/` bevat dezelfde tabellen als tekst: UTF-8, komma als scheidingsteken, punt in getallen. De cijfers staan er per thema;
  de cijfers zoals geleverd en de pendel zijn te groot voor CSV en staan alleen in Parquet. In Excel opent u ze met
  Gegevens > Van tekst/CSV, met als landinstelling Engels (Verenigde Staten).
- Een lege cel is *geen cijfer*, nooit nul. Een lege uitsplitsing (`breakdown`) is het totaal.

## Bronnen

{sources}

## Bestanden

| bestand | inhoud |
|---|---|
{rows}
"""
