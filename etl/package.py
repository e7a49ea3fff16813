"""The tables of the open data package: CSV, Parquet, and what `datapackage.json` says of them.

The form is that of Data Package v2 (https://datapackage.org); no library of it is needed
to write it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any, Literal

import duckdb
import yaml
from pydantic import ValidationError

from etl.blocks import slug
from etl.live import quoted
from etl.refusal import Refusal
from etl.settings import DATA
from etl.strict import Strict, validation_text

FILE = DATA / "open_data.yaml"
NAME = "spitsregio-monitor"
PROFILES = "https://datapackage.org/profiles/2.0"
TYPES = {
    "VARCHAR": "string",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
    "VARCHAR[]": "array",
}
IN_CSV = {
    "TIMESTAMP": "strftime({column}, '%Y-%m-%dT%H:%M:%SZ')",
    "VARCHAR[]": "to_json({column})",
}
"""How the types without a form of their own in CSV are written."""
LICENCES = {
    "CC BY 4.0": {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Naamsvermelding 4.0",
    },
    "CC0": {
        "name": "CC0-1.0",
        "path": "https://creativecommons.org/publicdomain/zero/1.0/",
        "title": "Creative Commons Zero 1.0",
    },
}
"""Open licences by the name that the sources give them."""
THEMES = """
    SELECT DISTINCT theme FROM monitor.indicator INNER JOIN monitor.area_value USING (indicator_id)
    ORDER BY theme
"""
SOURCES = """
    SELECT DISTINCT s.name AS title, f.publisher, f.licence, s.homepage AS path,
        max(f.retrieved_at) OVER (PARTITION BY s.name, f.publisher, f.licence) AS retrieved
    FROM monitor.source_file AS f INNER JOIN monitor.source AS s USING (source)
    WHERE $theme IS NULL OR file_id IN (
        SELECT o.file_id FROM monitor.observation AS o
        INNER JOIN monitor.indicator AS i USING (indicator_id) WHERE i.theme = $theme
    )
    ORDER BY ALL
"""
"""Who published what under which licence; of one theme or of everything."""

Progress = Callable[[str], None]


class Table(Strict):
    """A table of `data/open_data.yaml`."""

    title: str
    description: str
    key: list[str] = []
    refers: dict[str, str] = {}
    """Column to the table whose key it holds."""
    csv: Literal["whole", "theme", "none"] = "whole"
    columns: dict[str, str]


class Content(Strict):
    """What `data/open_data.yaml` says."""

    title: str
    description: str
    tables: dict[str, Table]


def content() -> Content:
    """Read `data/open_data.yaml`.

    Raises:
        Refusal: It is not as described.
    """
    try:
        return Content.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise Refusal(FILE.name, validation_text(error)) from error


def write(
    connection: duckdb.DuckDBPyConnection, folder: Path, progress: Progress
) -> dict[str, Any]:
    """Write every table and describe it.

    Args:
        connection: With the database attached as `monitor`.
        folder: An empty folder.
        progress: Called with what is written next.

    Returns:
        The document of `datapackage.json`, without the moment of its making.
    """
    told = content()
    for name in ("csv", "parquet"):
        (folder / name).mkdir()
    resources: list[dict[str, Any]] = []
    for name, table in told.tables.items():
        progress(table.title)
        resources += _Writer(connection, folder, name, told.tables).write()
    build = connection.execute(
        "SELECT build_id, strftime(built_at, '%Y-%m-%dT%H:%M:%SZ'), code_version, inputs_sha256 "
        "FROM monitor.build ORDER BY built_at DESC LIMIT 1"
    ).fetchone()
    assert build is not None  # noqa: S101  (every database has one)
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": NAME,
        "title": told.title,
        "description": told.description,
        "version": build[0],
        "build": dict(
            zip(("id", "built_at", "code_version", "inputs_sha256"), build, strict=True)
        ),
        "sources": _sources(connection, None),
        "resources": resources,
    }


class _Writer:
    """Writes one table in its forms."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        folder: Path,
        name: str,
        tables: Mapping[str, Table],
    ) -> None:
        self.connection = connection
        self.folder = folder
        self.name = name
        self.table = tables[name]
        self.tables = tables
        rows = connection.execute(
            "SELECT column_name, data_type, is_nullable FROM duckdb_columns() "
            "WHERE database_name = 'monitor' AND table_name = ? ORDER BY column_index",
            [name],
        ).fetchall()
        self.columns: list[tuple[str, str, bool]] = rows

    def write(self) -> Iterator[dict[str, Any]]:
        """Write the table; gives a resource per file."""
        source = f"SELECT * FROM monitor.{self.name}"  # noqa: S608  (names of our own file)
        if self.table.key:
            source += f" ORDER BY {', '.join(_name(key) for key in self.table.key)}"
        yield self._parquet(source)
        if self.table.csv == "whole":
            yield self._csv(self.name, source, self.table.title, None)
        if self.table.csv == "theme":
            for (theme,) in self.connection.execute(THEMES).fetchall():
                ids = "SELECT indicator_id FROM monitor.indicator WHERE theme = $theme"
                part = source.replace(
                    " ORDER BY", f" WHERE indicator_id IN ({ids}) ORDER BY"
                )
                title = f"{self.table.title}: {theme}"
                yield self._csv(f"{self.name}-{slug(theme)}", part, title, theme)

    def _parquet(self, source: str) -> dict[str, Any]:
        path = f"parquet/{self.name}.parquet"
        self._copy(source, path, "FORMAT parquet, COMPRESSION zstd", None)
        described = self._resource(f"{self.name}-parquet", path, self.table.title)
        return {
            **described,
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
        }

    def _csv(
        self, name: str, source: str, title: str, theme: str | None
    ) -> dict[str, Any]:
        path = f"csv/{name}.csv"
        cells = ", ".join(
            f"{IN_CSV[kind].format(column=_name(column))} AS {_name(column)}"
            if kind in IN_CSV
            else _name(column)
            for column, kind, _nullable in self.columns
        )
        form = "FORMAT csv, HEADER true"
        self._copy(f"SELECT {cells} FROM ({source})", path, form, theme)  # noqa: S608
        described = {
            **self._resource(name, path, title),
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
        }
        return described | (_terms(self.connection, theme) if theme else {})

    def _copy(self, source: str, path: str, form: str, theme: str | None) -> None:
        target = quoted(self.folder / path)
        self.connection.execute(
            f"COPY ({source}) TO '{target}' ({form})", {"theme": theme} if theme else {}
        )

    def _resource(self, name: str, path: str, title: str) -> dict[str, Any]:
        file = self.folder / path
        with file.open("rb") as content:
            digest = file_digest(content, "sha256").hexdigest()
        return {
            "$schema": f"{PROFILES}/dataresource.json",
            "name": name,
            "type": "table",
            "path": path,
            "title": title,
            "description": self.table.description,
            "bytes": file.stat().st_size,
            "hash": f"sha256:{digest}",
            "schema": self._schema(),
        }

    def _schema(self) -> dict[str, Any]:
        keys = {
            "primaryKey": self.table.key,
            "foreignKeys": [
                {
                    "fields": [column],
                    "reference": {"resource": other, "fields": self.tables[other].key},
                }
                for column, other in self.table.refers.items()
            ],
        }
        return {
            "fields": [self._field(*column) for column in self.columns],
            **{key: value for key, value in keys.items() if value},
        }

    def _field(self, name: str, kind: str, is_nullable: bool) -> dict[str, Any]:
        described: dict[str, Any] = {"name": name, "type": TYPES[kind]}
        if name in self.table.columns:
            described["description"] = self.table.columns[name]
        if not is_nullable or name in self.table.key:
            described["constraints"] = {"required": True}
            if kind == "VARCHAR":
                # An empty text is a value: the total among the breakdowns.
                described["missingValues"] = []
        return described


def _name(column: str) -> str:
    """A column in SQL; some have the name of a keyword."""
    return f'"{column}"'


def _sources(
    connection: duckdb.DuckDBPyConnection, theme: str | None
) -> list[dict[str, str]]:
    rows = connection.execute(SOURCES, {"theme": theme}).fetchall()
    return [
        {
            "title": title,
            "path": path,
            "publisher": publisher,
            "licence": licence,
            "retrieved": retrieved.isoformat() if retrieved else "onbekend",
        }
        for title, publisher, licence, path, retrieved in rows
    ]


def _terms(connection: duckdb.DuckDBPyConnection, theme: str) -> dict[str, Any]:
    """Sources of a theme; its licences only where every source has an open one."""
    sources = _sources(connection, theme)
    names: Sequence[str] = sorted({source["licence"] for source in sources})
    if not set(names) <= set(LICENCES):
        return {"sources": sources}
    return {"sources": sources, "licenses": [LICENCES[name] for name in names]}
