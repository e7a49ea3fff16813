"""Ask a source for its files, by the ways of `data/sources.yaml`, and keep what is whole."""

import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from etl import settings
from etl.catalogue import Indicator
from etl.console import Console, Files, number
from etl.download import Session, Validators
from etl.failures import Failed
from etl.settings import Pull, SourceText, Way
from etl.sources.gsm import ways
from etl.sources.gsm.ways import Wanted
from etl.store import Retrieval, Store, now_text

RESUME_WITHIN = timedelta(hours=24)
"""An interrupted pull younger than this goes on where it was."""


@dataclass
class Outcome:
    """What pulling one source brought."""

    source: str
    new: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """Sentences, one per file or way that failed."""
    remarks: list[str] = field(default_factory=list)
    missing: frozenset[str] = frozenset()
    """Codes that no way delivered."""

    @property
    def failed(self) -> bool:
        """Whether something that was due did not come."""
        return bool(self.missing and self.failures)


@dataclass
class _Run:
    """What the requests of one pull share."""

    source: str
    text: SourceText
    store: Store
    session: Session
    outcome: Outcome
    stop: threading.Event
    known: dict[tuple[str, str], Retrieval]
    since: str
    """Names retrieved after this time were done by the interrupted pull."""


def pull_source(
    source: str,
    text: SourceText,
    catalogue: Sequence[Indicator],
    store: Store,
    console: Console,
    base_url: str | None = None,
) -> Outcome:
    """Fetch what changed at a source.

    Args:
        source: Its id.
        text: Its block of `data/sources.yaml`, with `pull`.
        catalogue: All indicators.
        store: Where files go.
        console: Progress.
        base_url: Another host for every address (a mirror, a test).

    Returns:
        What came, what did not, and why. A failure never removes anything.
    """
    pull = text.pull.on(base_url) if text.pull else None
    outcome = Outcome(source)
    if pull is None:
        return outcome
    mine = [indicator for indicator in catalogue if indicator.source == source]
    remaining = frozenset(indicator.code for indicator in mine)
    stop = threading.Event()
    limits = settings.refresh().download
    with (
        _journal(store) as since,
        Session(limits, pull.hosts, stop, plain=base_url is not None) as session,
    ):
        run = _Run(
            source,
            text,
            store,
            session,
            outcome,
            stop,
            store.latest(),
            since.isoformat(),
        )
        for way in pull.ways:
            if not remaining:
                break
            remaining -= _by_way(run, way, pull, remaining, mine, console)
    outcome.missing = remaining
    if remaining and outcome.failures:
        outcome.remarks.append(
            f"{len(remaining)} van {len(mine)} indicatoren kwamen niet binnen. Open "
            f"{pull.by_hand}, download wat u nodig hebt en zet het in data/inbox."
        )
    return outcome


def preview(
    source: str,
    text: SourceText,
    catalogue: Sequence[Indicator],
    base_url: str | None = None,
) -> list[str]:
    """What a pull would ask, way by way, without asking for a file."""
    pull = text.pull.on(base_url) if text.pull else None
    if pull is None:
        return [f"{source}: geen adres ingesteld; alleen data/inbox"]
    mine = [indicator for indicator in catalogue if indicator.source == source]
    remaining = frozenset(indicator.code for indicator in mine)
    lines = []
    limits = settings.refresh().download
    with Session(
        limits, pull.hosts, threading.Event(), base_url is not None
    ) as session:
        for way in pull.ways:
            try:
                asked = ways.offer(way, pull, remaining, mine, session.text)
            except Failed as failed:
                lines.append(f"{source}, {way.name}: {failed.sentence}")
                continue
            lines.append(f"{source}, {way.name}: {len(asked.files)} bestanden")
            lines += [f"  {wanted.url}" for wanted in asked.files]
            lines += [f"  {remark}" for remark in asked.remarks]
    return lines


def _by_way(
    run: _Run,
    way: Way,
    pull: Pull,
    remaining: frozenset[str],
    mine: Sequence[Indicator],
    console: Console,
) -> frozenset[str]:
    """Ask one way for what is still missing; the codes it delivered."""
    console.step(f"{run.source}: {way.name}")
    address = str(way.page or way.template)
    try:
        asked = ways.offer(way, pull, remaining, mine, run.session.text)
    except Failed as failed:
        _record_failure(run, way, address, way.name, failed)
        return frozenset()
    run.outcome.remarks += asked.remarks
    if not asked.files:
        return frozenset()
    delivered: frozenset[str] = frozenset()
    in_a_row, gave_up = 0, False
    with (
        console.files(run.source, len(asked.files)) as files,
        ThreadPoolExecutor(settings.refresh().download.parallel) as pool,
    ):
        running: dict[Future[bool | Failed], Wanted] = {
            pool.submit(_fetch, run, way, wanted, files): wanted
            for wanted in asked.files
        }
        try:
            for future in as_completed(running):
                if future.cancelled():
                    continue
                result = future.result()
                if result is True:
                    delivered |= running[future].covers
                    in_a_row = 0
                    continue
                in_a_row += 1
                down = isinstance(result, Failed) and result.host_down
                if not gave_up and (
                    down or in_a_row >= settings.refresh().download.give_up_after
                ):
                    gave_up = True
                    _skip_rest(run, way, running)
        except BaseException:
            # Ctrl-C: end waits and transfers, then let the pool close.
            run.stop.set()
            for future in running:
                future.cancel()
            raise
    return delivered


def _skip_rest(
    run: _Run, way: Way, running: dict[Future[bool | Failed], Wanted]
) -> None:
    skipped = sum(future.cancel() for future in running)
    if skipped:
        run.outcome.remarks.append(
            f"{way.name}: na herhaalde fouten zijn {skipped} bestanden niet meer gevraagd"
        )


def _fetch(run: _Run, way: Way, wanted: Wanted, files: Files) -> bool | Failed:
    """Fetch one file; True when it is at hand, else why not."""
    old = run.known.get((run.source, wanted.name))
    if old is not None and old.time >= run.since:
        files.done(wanted.name, "al opgehaald voor de onderbreking")
        run.outcome.unchanged.append(wanted.name)
        return True
    # Validators belong to the address they came from, and only to whole bytes.
    same = old if old and old.url == wanted.url and run.store.is_whole(old) else None
    known = Validators(same.etag, same.last_modified) if same else None
    temporary = run.store.folder / ".part" / uuid.uuid4().hex
    try:
        answer = run.session.file(
            wanted.url, temporary, known, files.transfer(wanted.name)
        )
    except Failed as failed:
        _record_failure(run, way, wanted.url, wanted.name, failed)
        files.done(wanted.name, failed.sentence)
        return failed
    path, digest, size = (
        (str(old.path), str(old.sha256), int(old.bytes or 0))
        if answer.path is None and old
        else run.store.keep(temporary, wanted.name)
    )
    changed = old is None or old.sha256 != digest
    now = now_text()
    run.store.record(
        Retrieval(
            source=run.source,
            way=way.name,
            url=wanted.url,
            name=wanted.name,
            time=now,
            status=answer.status,
            path=path,
            sha256=digest,
            bytes=size,
            etag=answer.etag or (old.etag if old and not changed else None),
            last_modified=answer.last_modified
            or (old.last_modified if old and not changed else None),
            retrieved_at=now if changed or not old else old.retrieved_at,
            publisher=run.text.publisher,
            licence=run.text.licence,
        )
    )
    (run.outcome.new if changed else run.outcome.unchanged).append(wanted.name)
    files.done(
        wanted.name,
        f"nieuw, {number(size / 1e6, 1)} MB" if changed else "ongewijzigd",
    )
    return True


def _record_failure(run: _Run, way: Way, url: str, name: str, failed: Failed) -> None:
    run.outcome.failures.append(f"{way.name}: {url} {failed.sentence}")
    run.store.record(
        Retrieval(
            source=run.source,
            way=way.name,
            url=url,
            name=name,
            time=now_text(),
            status=failed.status,
            error=failed.sentence,
        )
    )


class _journal:  # noqa: N801  (used as a word: `with _journal(store) as since`)
    """Marks a pull as running, so that the next one knows that it was interrupted."""

    def __init__(self, store: Store) -> None:
        self.marker = store.folder / "pull.started"
        self.parts = store.folder / ".part"

    def __enter__(self) -> datetime:
        """Since when files count as done: the start of the interrupted pull, else now."""
        now = datetime.now(UTC).replace(microsecond=0)
        if self.parts.is_dir():
            for part in self.parts.iterdir():
                part.unlink()
        started = _time(self.marker)
        if started is not None and now - started < RESUME_WITHIN:
            return started
        self.marker.parent.mkdir(parents=True, exist_ok=True)
        self.marker.write_text(now.isoformat(), encoding="utf-8")
        # Nothing at hand is from this run: one second ahead of any earlier line.
        return now + timedelta(seconds=1)

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            self.marker.unlink(missing_ok=True)


def _time(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
