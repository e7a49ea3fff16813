"""Municipal boundaries from a public WFS (Digitaal Vlaanderen), for the map of the pages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl import areas, boundaries, geojson
from etl.catalogue import Indicator
from etl.download import Answer, Session, Transfer, Validators
from etl.failures import Failed
from etl.pullers import Asked, Wanted
from etl.refusal import Refusal
from etl.store import Store

FILE, CODE = "gemeentegrenzen.geojson", "gemeenten"


@dataclass(frozen=True)
class WfsPuller:
    """A way of kind `boundaries`."""

    url: str

    def due(self, indicators: Sequence[Indicator]) -> frozenset[str]:
        """One thing, which is no indicator."""
        return frozenset({CODE})

    def offer(
        self,
        remaining: frozenset[str],
        indicators: Sequence[Indicator],
        session: Session,
    ) -> Asked:
        """The one request."""
        return Asked([Wanted(self.url, FILE, frozenset({CODE}))], [])

    def fetch(
        self,
        session: Session,
        wanted: Wanted,
        target: Path,
        known: Validators | None,
        transfer: Transfer,
    ) -> Answer:
        """GeoJSON with exactly today's municipalities, in degrees.

        Raises:
            Failed: It did not come whole, or is something else.
        """
        answer = session.file(wanted.url, target, known, transfer)
        if answer.path is None:
            return answer
        try:
            document = json.loads(target.read_bytes())
            geojson.municipalities(
                document, areas.load().codes(boundaries.MAP_VINTAGE), FILE
            )
        except ValueError as error:
            target.unlink()
            raise Failed(200, "stuurt iets anders dan GeoJSON") from error
        except Refusal as refusal:
            target.unlink()
            raise Failed(200, f"stuurt andere grenzen: {refusal.reason}") from refusal
        return answer

    def settle(self, store: Store, source: str) -> list[str]:
        """Make the map anew from the boundaries at hand.

        Raises:
            Refusal: They give no map; the one that is there stays.
        """
        kept = store.latest()[(source, FILE)]
        geojson_file = store.folder / str(kept.path)
        return [boundaries.make(geojson_file, boundaries.OUTPUT, boundaries.NEIGHBOURS)]
