"""An OData service on the Swing platform (Provincies in Cijfers), asked with a personal key.

Per indicator its variables are asked, each for every area level of
`data/sources.yaml` and for all years at once, page by page. What came is kept as
one CSV of our own per indicator (`HEADER` of `sources/pinc_odata.py`), values as
the service wrote them and rows in a fixed order: the same figures give the same
bytes. The key goes into one header, to the host of the service and no other.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import polars as pl

from etl.catalogue import Indicator
from etl.download import Answer, Session, Transfer, Validators
from etl.failures import Failed
from etl.pullers import Asked, Wanted
from etl.settings import OData, Series
from etl.sources.pinc_odata import HEADER
from etl.store import Store

MAX_PAGES = 2_000
"""Pages of one answer; the largest has some 8.000 rows, and pages of 10 are known."""
MAX_IDLE = 3
"""Pages in a row without a new row, after which the service is going round in circles."""
ITEM = ("ExternalCode", "GeoLevel", "PeriodLevel", "Period", "ValueString")
KEY = ["ExternalCode", "Period"]


@dataclass(frozen=True)
class ODataPuller:
    """A way of kind `odata`."""

    service: OData

    def due(self, indicators: Sequence[Indicator]) -> frozenset[str]:
        """The series of the configuration that the catalogue describes."""
        return frozenset(series.code for series in self.service.series) & {
            indicator.code for indicator in indicators
        }

    def offer(
        self,
        remaining: frozenset[str],
        indicators: Sequence[Indicator],
        session: Session,
    ) -> Asked:
        """One file per series; nothing without a key."""
        if self.service.elsewhere:
            reason = f"de sleutel van {self.service.key} gaat niet naar een ander adres"
            return Asked([], [f"OData-dienst overgeslagen: {reason}"])
        if not _key(self.service.key):
            reason = f"geen (geldige) sleutel in {self.service.key}; de cijfers kunnen ook via data/inbox komen"
            return Asked([], [f"OData-dienst overgeslagen: {reason}"])
        known = self.due(indicators)
        remarks = [
            f"reeks {series.code} in data/sources.yaml: staat niet in de catalogus, niet gevraagd"
            for series in self.service.series
            if series.code not in known
        ]
        if not self.service.series:
            remarks = [
                "OData-dienst: geen 'series' in data/sources.yaml, niets gevraagd"
            ]
        client = _Client(self.service, session)
        first = {s.code: next(iter(s.variables.values())) for s in self.service.series}
        files = [
            Wanted(
                client.address(variable),
                f"pinc_odata_{code.lower()}.csv",
                frozenset({code}),
            )
            for code, variable in first.items()
            if code in remaining
        ]
        return Asked(files, remarks)

    def fetch(
        self,
        session: Session,
        wanted: Wanted,
        target: Path,
        known: Validators | None,
        transfer: Transfer,
    ) -> Answer:
        """Ask every variable of an indicator on every level and write one CSV.

        Raises:
            Failed: A request failed, or the service has nothing at all.
        """
        client = _Client(self.service, session)
        parts = []
        for series in self.service.series:
            if series.code in wanted.covers:
                for role in series.variables:
                    parts.append(client.part(series, role))
                    transfer(sum(part.rows.height for part in parts), None)
        table = pl.concat(part.rows for part in parts)
        absent = [one for part in parts for one in part.absent]
        if table.is_empty():
            raise Failed(
                404,
                f"geen gegevens: niet gepubliceerd zijn {', '.join(absent)}; wat er al was, blijft",
                nothing=True,
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        order = ("breakdown", "role", "geolevel", "code", "period")
        table.sort(order).write_csv(target)
        named = ", ".join(sorted({part.supplier for part in parts} - {""}))
        publisher = f"{named}, via Provincies in Cijfers" if named else None
        remarks = tuple(f"{wanted.name}: geen gegevens voor {one}" for one in absent)
        return Answer(200, target, None, None, publisher, remarks)

    def settle(self, store: Store, source: str) -> list[str]:
        """Nothing: a build reads the files."""
        return []


@dataclass(frozen=True)
class _Part:
    """What one variable brought, on all levels."""

    rows: pl.DataFrame
    supplier: str
    absent: list[str]
    """Variable and level of what is not published."""


@dataclass(frozen=True)
class _Client:
    """The requests of one indicator."""

    service: OData
    session: Session

    def address(self, variable: str, *path: str) -> str:
        """The address of a variable, or of something below it."""
        base = self.service.service.rstrip("/")
        return "/".join([base, f"Variables({_literal(variable)})", *path])

    def part(self, series: Series, role: str) -> _Part:
        """Ask one variable: what it is, and its values on every level.

        Raises:
            Failed: As `values`.
        """
        variable = series.variables[role]
        found = self._ask(self.address(variable))
        about = found if isinstance(found, dict) else {}
        frames = {level: self.values(variable, level) for level in series.levels}
        rows = pl.concat(frames.values())
        return _Part(
            _as_kept(rows, series, role, _text(about.get("Unit"))),
            _text(about.get("Source")),
            [f"{variable} ({level})" for level in frames if frames[level].is_empty()],
        )

    def values(self, variable: str, level: str) -> pl.DataFrame:
        """Every value of a variable on a level, each once; empty when not published.

        Raises:
            Failed: The pages do not end, lead elsewhere, or contradict each other.
        """
        url = self.address(
            variable,
            f"GeoLevels({_literal(level)})",
            "PeriodLevels('year')",
            "Periods('all')",
            "Values",
        )
        pages = [_rows(page, level, n) for n, page in enumerate(self._pages(url), 1)]
        rows = pl.concat([_frame([]), *pages]).unique(maintain_order=True)
        twice = rows.filter(rows.select(KEY).is_duplicated())
        if twice.height:
            raise Failed(
                200, f"spreekt zichzelf tegen bij {', '.join(twice.select(KEY).row(0))}"
            )
        return rows

    def _pages(self, url: str) -> Iterator[dict[str, Any]]:
        """The pages of an answer, as far as the next links lead to something new."""
        asked: set[str] = set()
        known: set[str] = set()
        idle = 0
        following: str | None = url
        while following is not None:
            if following in asked:
                raise Failed(200, "verwijst naar een pagina die al gelezen is")
            if len(asked) == MAX_PAGES:
                raise Failed(200, f"geeft meer dan {MAX_PAGES} pagina's")
            asked.add(following)
            page = self._ask(following)
            if page is None:
                return
            if not isinstance(page, dict) or not isinstance(page.get("value"), list):
                raise Failed(200, "stuurt JSON zonder 'value'")
            yield page
            items = set(map(str, page["value"]))
            idle = 0 if items - known else idle + 1
            known |= items
            following = self._next(page, following)
            if following and idle == MAX_IDLE:
                raise Failed(
                    200, f"herhaalt zichzelf: {MAX_IDLE} pagina's zonder iets nieuws"
                )

    def _next(self, page: Mapping[str, Any], url: str) -> str | None:
        """The next link, which may only lead to the service itself."""
        link = page.get("@odata.nextLink")
        if not link:
            return None
        following = urljoin(url, str(link))
        if urlsplit(following)[:2] != urlsplit(self.service.service)[:2]:
            raise Failed(
                200,
                f"verwijst voor de volgende pagina naar een andere site "
                f"({urlsplit(following).hostname}): niet gevolgd",
            )
        return following

    def _ask(self, url: str) -> Any:
        """One request; None for what is not published."""
        try:
            return self.session.json(url, {"apikey": _key(self.service.key)})
        except Failed as failed:
            if failed.status == 404:
                return None
            if failed.status == 401:
                sentence = f"aanvaardt de sleutel in {self.service.key} niet (401)"
                raise Failed(401, sentence, host_down=True) from failed
            raise


def _key(name: str) -> str:
    """The key; nothing for what cannot be one, which no message may repeat."""
    key = os.environ.get(name, "").strip()
    return key if key.isascii() and key.isprintable() and " " not in key else ""


def _literal(text: str) -> str:
    """A string literal of OData, for in an address."""
    return "'" + quote(text.replace("'", "''"), safe="'") + "'"


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _frame(items: list[dict[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(items, schema=dict.fromkeys(ITEM, pl.String))


def _rows(page: Mapping[str, Any], level: str, number: int) -> pl.DataFrame:
    """The items of a page as text, of the level and period level that were asked."""
    items = [item for item in page["value"] if isinstance(item, dict)]
    rows = _frame([{key: _text(item.get(key)) for key in ITEM} for item in items])
    if len(items) < len(page["value"]) or rows.filter(ExternalCode="").height:
        raise Failed(200, f"geeft op pagina {number} een rij zonder ExternalCode")
    levels = set(rows["GeoLevel"].str.to_lowercase()) - {level.lower(), ""}
    if odd := levels | (set(rows["PeriodLevel"].str.to_lowercase()) - {"year", ""}):
        raise Failed(
            200, f"geeft niveau {', '.join(sorted(odd))}, gevraagd was {level}"
        )
    return rows.with_columns(GeoLevel=pl.lit(level.lower()))


def _as_kept(rows: pl.DataFrame, series: Series, role: str, unit: str) -> pl.DataFrame:
    """Rows in the layout of our own CSV."""
    scale = series.scale if role == "value" else 1.0
    return rows.select(
        pl.lit(series.code).alias("pinc_odata"),
        pl.lit(series.breakdown).alias("breakdown"),
        pl.lit(role).alias("role"),
        pl.lit(series.variables[role]).alias("variable"),
        pl.lit(unit).alias("unit"),
        pl.lit(f"{scale:g}").alias("scale"),
        pl.col("GeoLevel").alias("geolevel"),
        pl.col("ExternalCode").alias("code"),
        pl.col("Period").alias("period"),
        pl.col("ValueString").alias("value"),
    ).select(HEADER)
