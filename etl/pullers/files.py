"""Files at fixed addresses or behind a page with links: the Gemeente- en Stadsmonitor."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.catalogue import Indicator
from etl.download import Answer, Session, Transfer, Validators
from etl.pullers import Asked, Wanted
from etl.settings import Pull, Way
from etl.sources.gsm import ways
from etl.store import Store


@dataclass(frozen=True)
class FilePuller:
    """A way of kind `page` or `template`."""

    way: Way
    pull: Pull

    def due(self, indicators: Sequence[Indicator]) -> frozenset[str]:
        """Every indicator of the source."""
        return frozenset(indicator.code for indicator in indicators)

    def offer(
        self,
        remaining: frozenset[str],
        indicators: Sequence[Indicator],
        session: Session,
    ) -> Asked:
        """The fewest files that bring what is missing."""
        return ways.offer(self.way, self.pull, remaining, indicators, session.text)

    def fetch(
        self,
        session: Session,
        wanted: Wanted,
        target: Path,
        known: Validators | None,
        transfer: Transfer,
    ) -> Answer:
        """The file as it is."""
        return session.file(wanted.url, target, known, transfer)

    def settle(self, store: Store, source: str) -> list[str]:
        """Nothing: a build reads the files."""
        return []
