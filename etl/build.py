"""From files to a new database: collect, load, check, keep what was good, aggregate, publish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from etl import (
    aliases,
    areas,
    catalogue,
    changes,
    checks,
    derive,
    history,
    inputs,
    load,
    progress,
    registers,
    settings,
)
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.collect import Collection, Parts, collect, filled, own_source
from etl.inputs import Inputs, at_hand, code_version
from etl.live import is_readable, quoted
from etl.plan import state, tables
from etl.plan.state import Plan
from etl.publish import publish
from etl.refusal import Refusal
from etl.sources.gsm.unseen import ADMITTED
from etl.store import Store

HERE = Path(__file__).parent


@dataclass
class Report:
    """What a build did, for the command line."""

    build_id: str
    collection: Collection
    stopped: dict[str, str] = field(default_factory=dict)
    """Indicators that a gate stopped, with the reason."""
    kept: dict[str, str] = field(default_factory=dict)
    """Indicators that show figures of the database before, with the reason."""
    embedded: list[str] = field(default_factory=list)
    """Indicators that come from the embedded figures."""
    counts: dict[str, int] = field(default_factory=dict)
    """Rows per table."""
    sentences: list[str] | None = None
    """What changes against the live database; None: there was none to compare with."""
    published: bool = False
    refused_edits: list[str] = field(default_factory=list)
    """Lines of the edits of the plan that could not be applied."""

    def reasons(self) -> dict[str, str]:
        """Why the newest file of an indicator is not used, per indicator."""
        read = self.collection.readings
        refused = {
            key: f"geweigerd: {refusal}"
            for key, refusal in self.collection.refused_codes.items()
            if key not in read
        }
        return {**refused, **self.kept, **self.stopped}

    @property
    def has_remarks(self) -> bool:
        """Whether something was refused, stopped or kept from before."""
        odd = self.collection.refusals or self.stopped or self.kept
        return bool(odd or self.refused_edits)


Approve = Callable[[Report], bool]


def build(
    raw: Path | None,
    database: Path,
    say: Callable[[str], None],
    embedded: bool = True,
    approve: Approve = lambda report: True,
    as_of: date | None = None,
) -> Report:
    """Build a database and put it in the place of the live one.

    Args:
        raw: As for `inputs.at_hand`.
        database: The file to replace; untouched when anything fails.
        say: Called with Dutch lines.
        embedded: As for `inputs.at_hand`.
        approve: Asked when the new database is complete; False: it is dropped.
        as_of: As for `inputs.at_hand`.

    Raises:
        Refusal: Nothing to build from, or a table of our own is wrong.
    """
    made_from = at_hand(raw, embedded, as_of)
    # Before reading: a file that changes meanwhile must not count as read.
    now, digest = datetime.now(UTC), made_from.sha256
    territory, indicators = areas.load(), catalogue.load()
    plan = state.load(state.known(indicators, territory))
    found = collect(made_from.files, indicators, territory, say)
    if not found.readings and not made_from.embedded:
        raise Refusal(
            ", ".join(map(str, [raw] if raw else [inputs.RAW, inputs.INBOX])),
            "geen enkel bestand herkend",
            "zie de lijst hierboven",
        )
    report = Report(f"{now:%Y%m%dT%H%M%SZ}-{digest[:8]}", found)
    report.refused_edits = [str(problem) for problem in plan.refused]
    live = database if is_readable(database) else None
    steps = _Steps(report, territory, indicators, plan, made_from, live, database, say)

    def decide() -> bool:
        if not approve(report):
            return False
        if made_from.is_default:
            Store(inputs.RAW).record_build(report.build_id, now, made_from.files)
        return True

    report.published = publish(
        database,
        steps.load,
        steps.aggregate,
        lambda connection: steps.follow(connection, now.date()),
        lambda connection: steps.finish(connection, now, digest),
        approve=decide,
        keep=settings.refresh().keep.builds,
    )
    return report


@dataclass
class _Steps:
    """The steps of a build on the draft, attached as `monitor`."""

    report: Report
    territory: Areas
    indicators: Sequence[Indicator]
    plan: Plan
    made_from: Inputs
    live: Path | None
    database: Path
    say: Callable[[str], None]

    @property
    def keeps(self) -> bool:
        """Whether live figures fill in: only for the project's own files, not for a folder."""
        return self.live is not None and self.made_from.is_default

    def load(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Fill the draft; what a gate stops makes way for the last good figures."""
        fresh = self.report.collection.readings
        if self.live is not None:
            connection.execute(f"ATTACH '{quoted(self.live)}' AS live (READ_ONLY)")
        kept = self._gone(connection, fresh)
        # Embedded figures of a block that somebody took out of the catalogue stay out.
        known = {indicator.indicator_id for indicator in self.indicators}
        embedded = {k: v for k, v in self.made_from.embedded.items() if k in known}
        every = filled(fresh, embedded)
        shown = {key: parts for key, parts in every.items() if key not in kept}
        self.say(f"laden: {len(shown)} indicatoren")
        described, admissions = _described(self.indicators, fresh)
        load.create(connection, self.territory, described, admissions)
        load.load_figures(connection, shown)
        findings = {
            key: [finding for reading, _file in parts for finding in reading.findings]
            for key, parts in shown.items()
        }
        self.report.stopped = checks.run(
            connection,
            self.report.build_id,
            described,
            findings,
            with_live=self.keeps,
        )
        self._replace_stopped(connection, fresh, kept)
        derive.run(connection, described)
        self.report.kept = kept
        load.add_cautions(connection)
        # Here, since a former id may lead to an indicator that only the kept figures describe.
        aliases.record(connection)
        self.report.embedded = sorted({*self.report.embedded, *(shown.keys() - fresh)})

    def _gone(
        self, connection: duckdb.DuckDBPyConnection, fresh: Parts
    ) -> dict[str, str]:
        """Indicators that live shows from files, and that these files no longer bring."""
        if not self.keeps:
            return {}
        rows = connection.execute(
            """
            SELECT DISTINCT o.indicator_id, f.source, f.name, f.from_inbox
            FROM live.observation AS o INNER JOIN live.source_file AS f USING (file_id)
            INNER JOIN live.indicator AS i USING (indicator_id)
            -- A block that somebody took out of the catalogue takes its figures along;
            -- a code that never had one (admission) has nobody to miss it but us.
            WHERE NOT f.embedded AND (i.admission IS NOT NULL OR list_contains(?, indicator_id))
        """,
            [[i.indicator_id for i in self.indicators if i.formula is None]],
        ).fetchall()
        collection = self.report.collection
        refused, unread = collection.refused_codes, collection.unread
        present = {file.path.name for file in self.made_from.files}
        brought = {(key, f.source) for key, parts in fresh.items() for _r, f in parts}
        kept = {}
        for indicator_id, source, name, from_inbox in rows:
            enough = {(indicator_id, source), (indicator_id, own_source(indicator_id))}
            if enough & brought:
                continue
            if indicator_id in refused:
                kept[indicator_id] = f"geweigerd: {refused[indicator_id]}"
            elif name in unread:
                kept[indicator_id] = f"{name} geeft niets meer: {unread[name]}"
            elif not from_inbox or name in present:
                # Somebody who takes a file out of the inbox means it; a source may err.
                kept[indicator_id] = f"staat niet meer in {name}"
        return kept

    def _replace_stopped(
        self,
        connection: duckdb.DuckDBPyConnection,
        fresh: Parts,
        kept: dict[str, str],
    ) -> None:
        stopped = self.report.stopped
        load.remove(connection, stopped)
        in_live: set[str] = set()
        if self.keeps:
            rows = connection.execute(
                "SELECT DISTINCT indicator_id FROM live.observation"
            ).fetchall()
            in_live = {row[0] for row in rows}
        again = {}
        for indicator_id, reason in stopped.items():
            if indicator_id in in_live:
                kept[indicator_id] = reason
            elif indicator_id in fresh and indicator_id in self.made_from.embedded:
                again[indicator_id] = self.made_from.embedded[indicator_id]
        load.load_figures(connection, again)
        self.report.embedded = sorted(again)
        if kept:
            load.keep_from_live(connection, kept)
            seen = {i.indicator_id for i in self.indicators if not i.unseen}
            load.keep_descriptions(connection, kept.keys() - seen)

    def aggregate(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the regional figures."""
        self.say("regionale cijfers maken")
        sql = (HERE / "aggregate.sql").read_text(encoding="utf-8")
        connection.execute(sql)
        checks.check_regions(connection)

    def follow(self, connection: duckdb.DuckDBPyConnection, today: date) -> None:
        """Put in the plan, and how the indicators move."""
        self.say("actieplan en voortgang")
        tables.record(connection, self.plan)
        progress.record(connection, today)

    def finish(
        self, connection: duckdb.DuckDBPyConnection, now: datetime, digest: str
    ) -> None:
        """Record the build, its states, its changes, and the registers."""
        history.record_build(
            connection,
            self.report.build_id,
            now,
            code_version(),
            (digest, self.plan.sha256),
            self.database,
        )
        report = self.report
        history.record_states(
            connection,
            report.build_id,
            report.reasons(),
            report.kept,
            self.live is not None,
        )
        registers.record(
            connection, self.report.build_id, now.date(), self.live is not None
        )
        registers.record_pulls(connection, Store(inputs.RAW).retrievals())
        if self.live is not None:
            self.say("vergelijken met de databank van nu")
            self.report.sentences = changes.record(connection, self.report.build_id)
            connection.execute("DETACH live")
        for table in ("indicator", "observation", "official_value", "area_value"):
            row = connection.execute(f"SELECT count(*) FROM monitor.{table}").fetchone()  # noqa: S608
            self.report.counts[table] = row[0] if row else 0


def _described(
    indicators: Sequence[Indicator], fresh: Parts
) -> tuple[list[Indicator], dict[str, str]]:
    """The catalogue as the files complete it, with a word on how."""
    found = {
        key: reading.described
        for key, parts in fresh.items()
        for reading, _file in parts
        if reading.described
    }
    known = {indicator.indicator_id for indicator in indicators}
    blocks = [found.get(i.indicator_id, i) for i in indicators]
    blocks += [block for key, block in sorted(found.items()) if key not in known]
    admissions = {key: _admission(block) for key, block in found.items()}
    return blocks, admissions


def _admission(block: Indicator) -> str:
    if block.definition != ADMITTED:
        return "indeling uit het bestand"
    return (
        "bewezen door de bron" if block.aggregation == "ratio" else "alleen gemeenten"
    )
