"""`data/practice.yaml`: whole, and refused when it is not."""

from collections import Counter
from pathlib import Path

import pytest

from etl import areas, practice
from etl.refusal import Refusal

REGIONS = set(
    areas.load().areas.filter(area_type="referentieregio")["area_id"].to_list()
)


def test_the_facts_of_the_overview_are_there() -> None:
    """Twelve projects in ten regions, three paths; three regions with neither."""
    found = practice.load(REGIONS)
    kinds = Counter(project.kind for project in found.projects)
    assert kinds == {"doorbraakproject": 12, "ontwikkeltraject": 3}
    broke_through = {p.region for p in found.projects if p.kind == "doorbraakproject"}
    assert len(broke_through) == 10
    assert REGIONS - {p.region for p in found.projects} == {
        "REFREG05",
        "REFREG12",
        "REFREG14",
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("region: REFREG05", "region: REFREG06", "REFREG05"),
        ("project_id: midwest-sport", "project_id: gent-erfgoed", "dubbel"),
        ("call: 2022", "call: gisteren", "geheel getal"),
        ("rhythm: maandelijks", "ritme: maandelijks", "onbekende sleutel"),
        ("lessons:", "lessons: [", "geen geldige YAML"),
    ],
)
def test_a_mistake_is_refused_by_name(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = tmp_path / "practice.yaml"
    path.write_text(
        practice.FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8"
    )
    with pytest.raises(Refusal, match=message):
        practice.load(REGIONS, path)
