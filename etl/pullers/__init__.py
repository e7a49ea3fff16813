"""How a way in is asked: the protocol, and what passes through it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from etl.catalogue import Indicator
from etl.download import Answer, Session, Transfer, Validators
from etl.store import Store


@dataclass(frozen=True)
class Wanted:
    """A file to ask for, and the codes it should bring."""

    url: str
    name: str
    covers: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """What a way has on offer."""

    files: list[Wanted]
    remarks: list[str]
    spare: tuple[Wanted, ...] = ()
    """Other files of the same way, for what the first ones fail to bring."""


def useful(files: list[Wanted], remaining: frozenset[str]) -> list[Wanted]:
    """The fewest files: largest first, without those that bring nothing more."""
    chosen = []
    for file in sorted(files, key=lambda file: (-len(file.covers), file.name)):
        if file.covers & remaining:
            chosen.append(file)
            remaining -= file.covers
    return chosen


class Puller(Protocol):
    """One way in to a source. It keeps nothing between calls, which come from threads."""

    def due(self, indicators: Sequence[Indicator]) -> frozenset[str]:
        """The codes that this way may bring, of all indicators of the source."""

    def offer(
        self,
        remaining: frozenset[str],
        indicators: Sequence[Indicator],
        session: Session,
    ) -> Asked:
        """The files that can bring what is still missing.

        Raises:
            Failed: The way does not say what it has.
        """

    def fetch(
        self,
        session: Session,
        wanted: Wanted,
        target: Path,
        known: Validators | None,
        transfer: Transfer,
    ) -> Answer:
        """Fetch one file to a temporary path and verify it, as `Session.file` does.

        Raises:
            Failed: With the sentence to show; nothing is left at `target`.
        """

    def settle(self, store: Store, source: str) -> list[str]:
        """Do what is left to do once the files are kept; remarks in Dutch.

        Raises:
            Refusal: What came is of no use after all.
        """
