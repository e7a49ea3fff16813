"""Raw files, kept by content, with a manifest of where each came from.

    data/raw/<first 16 digits of sha256>/<name>     the bytes, never changed
    data/raw/manifest.jsonl                         one line per retrieval
    data/raw/builds.jsonl                           one line per published build: its files

Both records only grow (a torn last line, from a run that was killed, is skipped)
and are rewritten in one step when they are tidied.
"""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from etl import jsonl
from etl.refusal import Refusal


@dataclass(frozen=True)
class Retrieval:
    """One answer of a source: what was asked, and what came of it.

    `status` is the HTTP status (0: no answer); `error` the Dutch sentence when
    it failed; `path` where the bytes stand (also when they were unchanged).
    """

    source: str
    way: str
    url: str
    name: str
    time: str
    status: int
    error: str | None = None
    path: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    retrieved_at: str | None = None
    """When these bytes came in; older than `time` when they were unchanged since."""
    publisher: str | None = None
    licence: str | None = None


@dataclass(frozen=True)
class RawFile:
    """A file that a build reads, and what is told about it (fields of `source_file`)."""

    path: Path
    name: str
    """As messages call it; inside a tree the path below its root."""
    told: dict[str, Any]
    from_inbox: bool = False


class Store:
    """The folder of raw files.

    Args:
        folder: `data/raw`; made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        """Remember where; nothing is read yet."""
        self.folder = folder
        self.manifest = folder / "manifest.jsonl"
        self.builds = folder / "builds.jsonl"
        self.lock = threading.Lock()

    def retrievals(self) -> list[Retrieval]:
        """Every line of the manifest, oldest first."""
        known = {field.name for field in fields(Retrieval)}
        return [
            Retrieval(**{k: v for k, v in line.items() if k in known})
            for line in jsonl.read(self.manifest)
        ]

    def latest(self) -> dict[tuple[str, str], Retrieval]:
        """The last good retrieval per source and file name."""
        return {
            (one.source, one.name): one
            for one in self.retrievals()
            if one.error is None and one.path
        }

    def record(self, retrieval: Retrieval) -> None:
        """Add a line to the manifest; called from several threads."""
        with self.lock:
            jsonl.append(self.manifest, asdict(retrieval))

    def keep(self, temporary: Path, name: str) -> tuple[str, str, int]:
        """Move a verified file to its place.

        Returns:
            Its path below the folder, sha256 and size in bytes.
        """
        digest = sha256(temporary)
        target = self.folder / digest[:16] / name
        size = temporary.stat().st_size
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)
        return target.relative_to(self.folder).as_posix(), digest, size

    def is_whole(self, retrieval: Retrieval) -> bool:
        """Whether the kept bytes are there and are still what came in."""
        path = self.folder / (retrieval.path or "")
        return path.is_file() and sha256(path) == retrieval.sha256

    def current(self, without: Collection[str] = ()) -> list[RawFile]:
        """The newest good file of every name that a source delivered.

        Args:
            without: Sources to leave out.
        """
        found = []
        for one in self.latest().values():
            path = self.folder / str(one.path)
            if path.is_file() and one.source not in without:
                told = {
                    "url": one.url,
                    "retrieved_at": date.fromisoformat(str(one.retrieved_at)[:10]),
                    "etag": one.etag,
                    "publisher": one.publisher,
                    "licence": one.licence,
                }
                told = {key: value for key, value in told.items() if value is not None}
                found.append(RawFile(path, one.name, told))
        return sorted(found, key=lambda file: file.name)

    def record_build(
        self, build_id: str, built_at: datetime, files: Iterable[RawFile]
    ) -> None:
        """Remember the files of a published build; those of the inbox are copied by content."""
        entries = []
        for file in files:
            try:
                digest = sha256(file.path)
            except OSError:
                continue  # refused by name while reading
            target = self.folder / digest[:16] / file.path.name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                beside = target.with_name(f".{target.name}.part")
                shutil.copy2(file.path, beside)
                beside.replace(target)
            told = {
                key: value.isoformat() if isinstance(value, date) else value
                for key, value in file.told.items()
            }
            entries.append(
                {
                    "path": target.relative_to(self.folder).as_posix(),
                    "name": file.name,
                    "told": told,
                    "from_inbox": file.from_inbox,
                }
            )
        when = built_at.isoformat(timespec="seconds")
        line = {"build_id": build_id, "built_at": when, "files": entries}
        jsonl.append(self.builds, line)

    def record_return(self, build_id: str, at: datetime) -> None:
        """A rollback: from now on the files of that build are in force again."""
        for line in reversed(jsonl.read(self.builds)):
            if line["build_id"] == build_id:
                when = at.isoformat(timespec="seconds")
                jsonl.append(self.builds, {**line, "built_at": when})
                return

    def as_of(self, day: date) -> tuple[str, list[RawFile]]:
        """The build that was in force on a day: its id and its files.

        Raises:
            Refusal: No build is on record up to that day, or a file is gone.
        """
        known = list(jsonl.read(self.builds))
        upto = [line for line in known if line["built_at"][:10] <= day.isoformat()]
        if not upto:
            oldest = known[0]["built_at"][:10] if known else "er is er geen"
            raise Refusal(
                str(self.builds),
                f"geen build op of voor {day.isoformat()}; de oudste: {oldest}",
            )
        build = max(upto, key=lambda line: line["built_at"])
        files = [
            RawFile(
                self.folder / entry["path"],
                entry["name"],
                _dated(entry["told"]),
                entry["from_inbox"],
            )
            for entry in build["files"]
        ]
        for file in files:
            if not file.path.is_file():
                raise Refusal(
                    str(file.path),
                    f"dit bestand van build {build['build_id']} is niet meer bewaard",
                    "bewaartermijn: keep.days in data/refresh.yaml",
                )
        return str(build["build_id"]), files

    def tidy(self, kept_builds: Sequence[str], days: int, now: datetime) -> int:
        """Drop raw files that nothing needs any more, and lines about them.

        Kept: the newest good file of each name, the files of kept builds, and
        everything younger than `days`.

        Returns:
            The number of files removed.
        """
        limit = (now - timedelta(days=days)).isoformat()
        builds = [
            line
            for line in jsonl.read(self.builds)
            if line["build_id"] in kept_builds or line["built_at"] >= limit
        ]
        retrievals = self.retrievals()
        latest = self.latest()
        newest = {(one.source, one.name, one.error is None): one for one in retrievals}
        lines = [
            one
            for one in retrievals
            if one.time >= limit or one in newest.values() or one in latest.values()
        ]
        needed = {entry["path"] for line in builds for entry in line["files"]}
        needed |= {one.path for one in lines if one.path}
        removed = 0
        # Only folders of our own making: what somebody put here by hand stays.
        for path in list(self.folder.glob(f"{'[0-9a-f]' * 16}/*")):
            if (
                path.is_file()
                and path.relative_to(self.folder).as_posix() not in needed
            ):
                path.unlink()
                removed += 1
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
        jsonl.rewrite(self.builds, builds)
        jsonl.rewrite(self.manifest, [asdict(one) for one in _compact(lines)])
        return removed


def tree(root: Path, files: Iterable[Path], from_inbox: bool = False) -> list[RawFile]:
    """Files below a folder, with what its `manifest.json` tells of them.

    Raises:
        Refusal: The manifest names a field that a record does not have.
    """
    path = root / "manifest.json"
    entries = _manifest(path) if path.exists() else {}
    allowed = {"url", "retrieved_at", "etag", "licence", "publisher", "vintage"}
    for name, entry in entries.items():
        if unknown := set(entry) - allowed:
            raise Refusal(
                path.name, f"{name}: onbekend veld {', '.join(sorted(unknown))}"
            )
    found = []
    for file in files:
        # A name that is no text on this system must still fit in a message.
        name = os.fsencode(file.relative_to(root).as_posix()).decode("utf-8", "replace")
        found.append(RawFile(file, name, _dated(entries.get(name, {})), from_inbox))
    return found


def _manifest(path: Path) -> dict[str, dict[str, Any]]:
    try:
        entries: dict[str, dict[str, Any]] = json.loads(
            path.read_text(encoding="utf-8")
        )
        if all(isinstance(entry, dict) for entry in entries.values()):
            return entries
    except (ValueError, AttributeError) as error:
        raise Refusal(path.name, f"geen leesbare JSON: {error}") from error
    raise Refusal(path.name, "verwacht per bestandsnaam een object")


def sha256(path: Path) -> str:
    """Hex digest of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def now_text() -> str:
    """The time as the manifest writes it: UTC, ISO 8601, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _compact(lines: Sequence[Retrieval]) -> list[Retrieval]:
    """Of a row of checks that found nothing new, the first and the last."""
    kept: list[Retrieval] = []
    previous: dict[tuple[str, str], list[int]] = {}
    for line in lines:
        places = previous.setdefault((line.source, line.name), [])
        same = replace(line, time="", status=0)
        if len(places) >= 2 and all(
            replace(kept[place], time="", status=0) == same for place in places[-2:]
        ):
            kept[places[-1]] = line
            continue
        places.append(len(kept))
        kept.append(line)
    return kept


def _dated(told: dict[str, Any]) -> dict[str, Any]:
    if "retrieved_at" not in told:
        return told
    return {**told, "retrieved_at": date.fromisoformat(told["retrieved_at"])}
