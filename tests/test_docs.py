"""What the documents promise is there: versions, targets, verbs, files."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import duckdb
import pytest
import yaml

from etl import catalogue, snapshot
from etl.live import quoted
from pages import sitemap
from tests.conftest import DATABASE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANUAL = (ROOT / "docs" / "handleiding.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SET_UP = [
    ROOT / name
    for name in (
        "README.md",
        "Makefile",
        "constraints.txt",
        "pyproject.toml",
        ".ci/run",
    )
] + sorted((ROOT / "docs").glob("*.md"))


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_readme_and_makefile_name_the_python_version_of_the_project() -> None:
    version = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert re.findall(r"Python (\d\.\d+) or newer", README) == [version]
    assert f"py -{version} " in README
    assert f"sys.version_info < ({version.replace('.', ', ')})" in MAKEFILE


def test_every_make_target_in_a_document_exists_and_explains_itself() -> None:
    documents = "\n".join(path.read_text(encoding="utf-8") for path in SET_UP)
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", documents, re.MULTILINE))
    explained = set(re.findall(r"^([a-z]+):.* ## ", MAKEFILE, re.MULTILINE))
    assert {"dashboard", "test"} <= named
    assert named <= explained


def test_every_verb_of_the_command_line_is_described() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "etl", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "200"},
    ).stdout
    verbs = re.findall(r"^    ([a-z][a-z-]*)  ", shown, re.MULTILINE)
    assert {"build", "check"} <= set(verbs)
    for verb in verbs:
        assert f"`{verb}`" in README or f"-m etl {verb}" in README + MANUAL, verb
    for verb in re.findall(r"-m etl ([a-z]+)", README + MANUAL):
        assert verb in verbs


def test_every_page_is_in_the_manual() -> None:
    titles = [page.title for page in sitemap.PAGES]
    assert [title for title in titles if f"**{title}**" not in MANUAL] == []


def test_constraints_pin_exact_versions_and_nothing_else() -> None:
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in CONSTRAINTS)
    names = [canonical(line.partition("==")[0]) for line in CONSTRAINTS]
    assert len(names) == len(set(names))


def test_every_dependency_is_pinned() -> None:
    groups = PROJECT["dependency-groups"].values()
    wanted = [
        *PROJECT["project"]["dependencies"],
        *(item for group in groups for item in group),
        *PROJECT["project"]["optional-dependencies"]["login"],
    ]
    pinned = {canonical(line.partition("==")[0]) for line in CONSTRAINTS}
    assert {canonical(re.split(r"[<>=\[ ]", item)[0]) for item in wanted} <= pinned


@pytest.mark.parametrize("path", SET_UP, ids=lambda path: path.name)
def test_no_path_or_package_index_of_one_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"(?<![\w.])/(?:home|root|work|tmp|Users|opt)/", text)
    assert not re.findall(r"index-url|find-links|trusted-host", text)


@pytest.mark.parametrize(
    "document", ["README.md", "docs/handleiding.md", "docs/deployment.md"]
)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    path = ROOT / document
    for target in re.findall(
        r"\]\((?!http)([^)#]+)\)", path.read_text(encoding="utf-8")
    ):
        assert (path.parent / target).exists(), target


def test_ci_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "make test"
    assert os.access(script, os.X_OK)


def test_the_example_indicator_is_one_that_the_catalogue_accepts(
    tmp_path: Path,
) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    document = {
        "defaults": {"source": "gsm", "theme": "Armoede"},
        "indicators": yaml.safe_load(block),
    }
    (tmp_path / "example.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    (indicator,) = catalogue.load(tmp_path)
    assert indicator.indicator_id == "gsm:ar_13"


def test_the_example_queries_run() -> None:
    (script,) = re.findall(r"```sql\n(.*?)```", README, re.DOTALL)
    script = script.replace("'data/monitor.duckdb'", f"'{quoted(DATABASE)}'")
    with duckdb.connect() as connection:
        attach, *queries = duckdb.extract_statements(script)
        connection.execute(attach)
        for query in queries:
            assert connection.execute(query).fetchall()


def test_the_embedded_figures_are_described_as_they_are() -> None:
    files = (ROOT / "data" / "snapshot" / "files.csv").read_text(encoding="utf-8")
    embedded = snapshot.load().readings
    count = sum(key.startswith("gsm:") for key in embedded)
    assert f"{count} indicators" in README
    assert "niet vermeld" in files
    assert "CC BY 4.0" in files
