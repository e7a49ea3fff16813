"""Ask a source for its files, by the ways of `data/sources.yaml`, and keep what is whole."""

import threading
import uuid
from collections.abc import Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from etl import settings
from etl.catalogue import Indicator
from etl.console import Console, Files
from etl.download import Answer, Session, Validators
from etl.failures import Failed
from etl.journal import pulling
from etl.numbers import counted, number
from etl.parallel import as_completed, threads
from etl.pullers import Puller, Wanted, useful
from etl.pullers.files import FilePuller
from etl.pullers.odata import ODataPuller
from etl.pullers.wfs import WfsPuller
from etl.settings import Pull, SourceText, Way
from etl.store import Retrieval, Store, now_text


@dataclass
class Outcome:
    """What pulling one source brought."""

    source: str
    new: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    """Way, address and sentence of each request that failed."""
    remarks: list[str] = field(default_factory=list)
    missing: frozenset[str] = frozenset()
    """Codes that no way delivered."""

    def sentences(self) -> list[str]:
        """What failed, one sentence per way and kind of failure, and the remarks."""
        groups: dict[tuple[str, str], list[str]] = {}
        for way, url, sentence in self.failures:
            groups.setdefault((way, sentence), []).append(url)
        return [
            f"{way}: {urls[0]} {sentence}"
            + (f" (en {len(urls) - 1} andere)" if len(urls) > 1 else "")
            for (way, sentence), urls in groups.items()
        ] + self.remarks

    @property
    def failed(self) -> bool:
        """Whether something that was due did not come."""
        return bool(self.missing and self.failures)


@dataclass
class _Run:
    """What the requests of one pull share."""

    source: str
    text: SourceText
    pull: Pull
    indicators: Sequence[Indicator]
    store: Store
    session: Session
    pool: ThreadPoolExecutor
    console: Console
    outcome: Outcome
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
    outcome = Outcome(source)
    if text.pull is None:
        return outcome
    pull = text.pull.on(base_url)
    mine = [indicator for indicator in catalogue if indicator.source == source]
    due = frozenset().union(*(puller_of(way, pull).due(mine) for way in pull.ways))
    remaining = due
    stop = threading.Event()
    limits = settings.refresh().download
    with (
        pulling(store) as since,
        Session(limits, pull.hosts, stop, plain=base_url is not None) as session,
        threads(pull.parallel or limits.parallel, stop) as pool,
    ):
        run = _Run(
            source,
            text,
            pull,
            mine,
            store,
            session,
            pool,
            console,
            outcome,
            store.latest(),
            since.isoformat(),
        )
        for way in pull.ways:
            # Where nothing can be due, the way itself says why.
            if remaining or not due:
                remaining -= _by_way(run, way, remaining)
    outcome.missing = remaining
    if outcome.failed:
        outcome.remarks.append(
            f"{len(remaining)} van {len(due)} indicatoren kwamen niet binnen. Open "
            f"{pull.by_hand}, download wat u nodig hebt en zet het in data/inbox."
            if text.figures
            else f"Alles blijft zoals het was. Met de hand: {pull.by_hand}"
        )
    if due - remaining:
        for way in pull.ways:
            outcome.remarks += puller_of(way, pull).settle(store, source)
    return outcome


def puller_of(way: Way, pull: Pull) -> Puller:
    """How a way is asked, by what `data/sources.yaml` says of it."""
    if way.odata is not None:
        return ODataPuller(way.odata)
    if way.boundaries is not None:
        return WfsPuller(way.boundaries)
    return FilePuller(way, pull)


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
    lines = []
    delivered: frozenset[str] = frozenset()
    limits = settings.refresh().download
    with Session(
        limits, pull.hosts, threading.Event(), base_url is not None
    ) as session:
        for way in pull.ways:
            puller = puller_of(way, pull)
            try:
                asked = puller.offer(puller.due(mine) - delivered, mine, session)
            except Failed as failed:
                lines.append(f"{source}, {way.name}: {failed.sentence}")
                continue
            for wanted in asked.files:
                delivered |= wanted.covers
            lines.append(f"{source}, {way.name}: {len(asked.files)} bestanden")
            lines += [f"  {wanted.url}" for wanted in asked.files]
            lines += [f"  {remark}" for remark in asked.remarks]
    return lines


def _by_way(run: _Run, way: Way, remaining: frozenset[str]) -> frozenset[str]:
    """Ask one way for what is still missing; the codes it delivered."""
    run.console.step(f"{run.source}: {way.name}")
    puller = puller_of(way, run.pull)
    offer = run.pool.submit(puller.offer, remaining, run.indicators, run.session)
    try:
        (asked,) = (future.result() for future in as_completed([offer]))
    except Failed as failed:
        _record_failure(run, way, way.address, way.name, failed)
        return frozenset()
    run.outcome.remarks += asked.remarks
    delivered, files, spare = frozenset[str](), asked.files, list(asked.spare)
    while files:
        delivered |= _fetch_all(run, way, files)
        files = useful(spare, remaining - delivered)
        spare = [file for file in spare if file not in files]
    return delivered


def _fetch_all(run: _Run, way: Way, wanted: Sequence[Wanted]) -> frozenset[str]:
    """Fetch the files of one way side by side; after too many failures the rest is left."""
    delivered: frozenset[str] = frozenset()
    in_a_row, most = 0, settings.refresh().download.give_up_after
    with run.console.files(run.source, len(wanted)) as files:
        running = {run.pool.submit(_fetch, run, way, one, files): one for one in wanted}
        for future in as_completed(running):
            if future.cancelled():
                continue
            failed = future.result()
            if failed is None:
                delivered |= running[future].covers
                in_a_row = 0
                continue
            in_a_row += 1
            if failed.host_down or in_a_row >= most:
                _skip_rest(run, way, running)
    return delivered


def _skip_rest(run: _Run, way: Way, running: Collection[Future[Failed | None]]) -> None:
    skipped = sum(not future.cancelled() and future.cancel() for future in running)
    if skipped:
        run.outcome.remarks.append(
            f"{way.name}: na herhaalde fouten {counted(skipped, 'bestand', 'bestanden')} "
            "niet meer gevraagd"
        )


def _fetch(run: _Run, way: Way, wanted: Wanted, files: Files) -> Failed | None:
    """Fetch one file and record it; None when it is at hand, else why not."""
    old = run.known.get((run.source, wanted.name))
    if old is not None and old.time >= run.since:
        files.done(wanted.name, "al opgehaald voor de onderbreking")
        run.outcome.unchanged.append(wanted.name)
        return None
    # Validators belong to the address they came from, and only to whole bytes.
    same = old if old and old.url == wanted.url and run.store.is_whole(old) else None
    known = Validators(same.etag, same.last_modified) if same else None
    temporary = run.store.folder / ".part" / uuid.uuid4().hex
    try:
        answer = puller_of(way, run.pull).fetch(
            run.session, wanted, temporary, known, files.transfer(wanted.name)
        )
    except Failed as failed:
        _record_failure(run, way, wanted.url, wanted.name, failed)
        files.done(wanted.name, failed.sentence)
        return None if failed.nothing else failed
    run.outcome.remarks += answer.remarks
    came = _retrieval(run, way, wanted, answer, temporary, old)
    run.store.record(came)
    changed = old is None or old.sha256 != came.sha256
    (run.outcome.new if changed else run.outcome.unchanged).append(wanted.name)
    size = f"{number((came.bytes or 0) / 1e6, 1)} MB"
    files.done(wanted.name, f"nieuw, {size}" if changed else "ongewijzigd")
    return None


def _retrieval(
    run: _Run,
    way: Way,
    wanted: Wanted,
    answer: Answer,
    temporary: Path,
    old: Retrieval | None,
) -> Retrieval:
    """The line of the manifest for a good answer; new bytes are moved to their place."""
    now = now_text()
    common: dict[str, Any] = {
        "way": way.name,
        "url": wanted.url,
        "time": now,
        "status": answer.status,
    }
    if old is not None and answer.path is None:
        return replace(old, **common)
    path, digest, size = run.store.keep(temporary, wanted.name)
    same = old is not None and old.sha256 == digest
    return Retrieval(
        **common,
        source=run.source,
        name=wanted.name,
        path=path,
        sha256=digest,
        bytes=size,
        etag=answer.etag,
        last_modified=answer.last_modified,
        retrieved_at=old.retrieved_at if old and same else now,
        publisher=answer.publisher or run.text.publisher,
        licence=run.text.licence,
    )


def _record_failure(run: _Run, way: Way, url: str, name: str, failed: Failed) -> None:
    if failed.nothing:
        run.outcome.remarks.append(f"{name}: {failed.sentence}")
    else:
        run.outcome.failures.append((way.name, url, failed.sentence))
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
