"""Any CSV file, workbook or list of facts as sheets of text cells, with the row numbers of the file.

Nothing is interpreted here: a NIS code stays text, an empty cell stays empty.
What a cell means is for the module of the source.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import fastexcel
import polars as pl

from etl import archive
from etl.refusal import Refusal

SEPARATORS = (";", "\t", ",", "|")
SUFFIXES = {".csv", ".txt", ".xlsx", ".parquet", ".json"}


@dataclass(frozen=True)
class Sheet:
    """One table of text cells.

    `cells` holds `row` (as counted in the file, from 1) and one text column per
    header cell, named `c0`, `c1`, … Cells are trimmed, with single spaces; an
    empty cell is null.
    """

    file: str
    name: str
    header: tuple[str, ...]
    cells: pl.DataFrame
    decimal: str

    def place(self, row: int | None = None, column: str | None = None) -> str:
        """Where something stands, in Dutch, for messages."""
        parts = [self.file]
        parts += [f"blad {self.name}"] if self.name else []
        parts += [f"rij {row}"] if row is not None else []
        parts += [f"kolom '{column}'"] if column is not None else []
        return ", ".join(parts)


def read(path: Path) -> Iterator[Sheet]:
    """Read the sheets of a file that have a header and at least one row.

    Args:
        path: A file with one of `SUFFIXES`.

    Raises:
        Refusal: The file is not what its name says: no UTF-8, no workbook,
            no list of facts, rows of unequal length, empty.
    """
    readers = {".xlsx": _workbook, ".parquet": _parquet, ".json": _json}
    sheets = readers.get(path.suffix.lower(), _csv)(path)
    found = False
    for sheet in sheets:
        if sheet is not None:
            found = True
            yield sheet
    if not found:
        raise Refusal(path.name, "leeg bestand: geen rijen met gegevens")


def clean(text: str) -> str:
    """One header cell: no-break spaces and line breaks become single spaces."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ")).strip()


def _csv(path: Path) -> Iterator[Sheet | None]:
    content = path.read_bytes()
    if content[:4] == b"PK\x03\x04":
        raise Refusal(
            path.name, "is een werkmap of ZIP, geen CSV", "geef het de naam .xlsx"
        )
    text = _utf8(path, content, "bewaar het bestand als 'CSV UTF-8'")
    if "\x00" in text:
        raise Refusal(path.name, f"NUL-teken op plaats {text.index(chr(0))}")
    first_line = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    separator = max(SEPARATORS, key=first_line.count)
    if first_line.lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        raise Refusal(
            path.name, "is een webpagina, geen CSV", "download het bestand opnieuw"
        )
    try:
        raw = pl.read_csv(
            BytesIO(text.encode()),
            separator=separator,
            has_header=False,
            infer_schema=False,
        )
    except (pl.exceptions.ComputeError, pl.exceptions.NoDataError) as error:
        raise Refusal(
            path.name, f"geen leesbare tabel: {str(error).splitlines()[0]}"
        ) from error
    yield _sheet(path.name, "", raw, decimal="," if separator in ";\t" else ".")


def _utf8(path: Path, content: bytes, advice: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            path.name,
            f"geen UTF-8: byte {error.start} is 0x{content[error.start]:02x}",
            advice,
        ) from error


def _json(path: Path) -> Iterator[Sheet | None]:
    """A list of facts; their labels become the header, so the first fact is row 2."""
    facts = _facts(path)
    if not facts:
        return
    labels = list(facts[0])
    for number, fact in enumerate(facts, start=2):
        if list(fact) != labels:
            raise Refusal(
                f"{path.name}, rij {number}",
                f"gevonden {', '.join(fact) or 'niets'}, verwacht {', '.join(labels)}",
            )
        for label, value in fact.items():
            if isinstance(value, (list, dict)):
                raise Refusal(
                    f"{path.name}, rij {number}, kolom '{label}'",
                    "gevonden een lijst of object, verwacht één waarde",
                )
    header = pl.DataFrame([labels], schema=labels, orient="row")
    table = pl.DataFrame(facts, infer_schema_length=None, strict=False)
    texts = table.select(pl.all().cast(pl.String))
    yield _sheet(path.name, "", pl.concat([header, texts]), decimal=".")


def _facts(path: Path) -> list[dict[str, object]]:
    """The facts of a be.STAT view: `{"facts": [{label: value}]}`."""
    text = _utf8(path, path.read_bytes(), "download het bestand opnieuw")
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refusal(
            path.name, f"geen leesbare JSON: {error}", "download het bestand opnieuw"
        ) from error
    facts = document.get("facts") if isinstance(document, dict) else None
    if not isinstance(facts, list) or not all(isinstance(fact, dict) for fact in facts):
        keys = ", ".join(document)[:80] if isinstance(document, dict) else "geen object"
        raise Refusal(
            path.name,
            f"gevonden JSON met {keys or 'niets'}, verwacht 'facts' met een lijst feiten",
        )
    return facts


def _parquet(path: Path) -> Iterator[Sheet | None]:
    try:
        table = pl.read_parquet(path)
    except pl.exceptions.ComputeError as error:
        raise Refusal(path.name, f"onleesbaar Parquet-bestand: {error}") from error
    header = pl.DataFrame([table.columns], schema=table.columns, orient="row")
    texts = table.select(pl.all().cast(pl.String, strict=False))
    yield _sheet(path.name, "", pl.concat([header, texts]), decimal=".")


def _workbook(path: Path) -> Iterator[Sheet | None]:
    with path.open("rb") as file:
        if file.read(4) == b"\xd0\xcf\x11\xe0":
            raise Refusal(
                path.name,
                "is met een wachtwoord beveiligd, of een oude werkmap (.xls)",
                "bewaar het zonder wachtwoord als .xlsx",
            )
    if not zipfile.is_zipfile(path):
        raise Refusal(
            path.name, "is geen werkmap (.xlsx)", "download het bestand opnieuw"
        )
    archive.check(path, path.name)
    try:
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            raw = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
            yield _sheet(path.name, name, raw, decimal=".")
    except fastexcel.FastExcelError as error:
        raise Refusal(
            path.name, f"onleesbare werkmap: {str(error).splitlines()[0]}"
        ) from error


def _sheet(file: str, name: str, raw: pl.DataFrame, decimal: str) -> Sheet | None:
    """Split off the header row; drop rows that are wholly empty."""
    if raw.height < 2:
        return None
    names = [f"c{position}" for position in range(raw.width)]
    raw = raw.rename(dict(zip(raw.columns, names, strict=True)))
    header = tuple(clean(cell or "") for cell in raw.row(0))
    text = (
        pl.col(names)
        .cast(pl.String)
        .str.replace_all(r"[\s\u00a0]+", " ")
        .str.strip_chars()
    )
    cells = (
        raw.with_columns(text.replace("", None))
        .with_row_index("row", offset=1)
        .slice(1)
        .filter(pl.any_horizontal(pl.col(names).is_not_null()))
    )
    return Sheet(file, name, header, cells, decimal)
