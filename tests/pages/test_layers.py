"""The layers point one way: the pages read, the ETL writes, nothing else passes between them."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import settings
from etl.gates import GATES
from etl.live import LIVE
from etl.publish import attached

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
ETL = sorted((ROOT / "etl").rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_pages_know_only_where_the_live_file_is(path: Path) -> None:
    mine = [name for name in imports(path) if name.startswith("etl")]
    assert all(name.startswith(("etl.live.", "etl.arguments.")) for name in mine), mine


@pytest.mark.parametrize("path", ETL, ids=lambda p: p.name)
def test_etl_knows_no_page(path: Path) -> None:
    assert not [n for n in imports(path) if n.split(".")[0] in ("streamlit", "pages")]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_modules_have_one_name(path: Path) -> None:
    """`import components` and `import pages.components` would be two modules of one file."""
    local = {p.stem for p in (ROOT / "pages").iterdir()} - {"__pycache__"}
    assert not [n for n in imports(path) if n.split(".")[0] in local]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_sql_stands_in_queries_only(path: Path) -> None:
    if path.parent.name != "queries":
        assert not re.search(
            r"\bSELECT\b|\bFROM monitor\.", path.read_text(encoding="utf-8")
        )


def test_the_pages_use_only_tables_of_the_contract() -> None:
    used = {
        name
        for path in PAGES
        if path.parent.name == "queries"
        for name in re.findall(
            r"\bmonitor\.([a-z_]+)", path.read_text(encoding="utf-8")
        )
    }
    with attached(LIVE, "READ_ONLY") as connection:
        known = {
            name
            for (name,) in connection.execute("""
                SELECT table_name FROM information_schema.tables UNION ALL
                SELECT function_name FROM duckdb_functions()
                WHERE database_name = 'monitor' AND function_type = 'table_macro'
            """).fetchall()
        }
    assert used
    assert used <= known


def test_no_page_hides_a_standard_module() -> None:
    """`pages/` is first on the path, so `pages/calendar.py` would hide `calendar`."""
    names = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert not names & set(sys.stdlib_module_names)


def test_every_gate_has_a_title_and_a_number() -> None:
    found_while_reading = {"dubbel", "quotient", "antwoorden"}
    assert set(settings.refresh().gates) == set(GATES) | found_while_reading


@pytest.mark.parametrize("path", [*PAGES, *ETL], ids=lambda p: p.name)
def test_no_file_is_a_room_too_many(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320


def test_a_class_has_its_look_from_one_style_sheet() -> None:
    """All sheets are on every page: two parts that take one name spoil each other's look."""
    sheets = ROOT / "pages" / "components" / "styles"
    own: dict[str, set[str]] = {}
    for sheet in sheets.glob("*.css"):
        if sheet.name in ("base.css", "print.css"):  # what the others build on
            continue
        code = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        for selector in ",".join(re.findall(r"([^{}]+)\{", code)).split(","):
            names = set(re.findall(r"\.((?:m|st-key)-[\w-]+)", selector)) - {"m-page"}
            if len(names) == 1:
                own.setdefault(names.pop(), set()).add(sheet.name)
    assert {name: found for name, found in own.items() if len(found) > 1} == {}
