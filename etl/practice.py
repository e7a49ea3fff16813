"""`data/practice.yaml`: how the regions consult, and what they tried."""

from pathlib import Path
from typing import Literal, Self

import polars as pl
import yaml
from pydantic import ValidationError, model_validator

from etl.refusal import Refusal
from etl.strict import Strict, validation_text, yaml_text

FILE = Path(__file__).parents[1] / "data" / "practice.yaml"


class Forum(Strict):
    """How the municipalities of one region consult. None: the overview does not say."""

    region: str
    name: str
    since: str | None = None
    rhythm: str | None = None
    supported_by: list[str] = []
    note: str | None = None


class Project(Strict):
    """A breakthrough project or a development path of a region."""

    project_id: str
    region: str
    part: str | None = None
    """Where only a part of the region took part: its name."""
    kind: Literal["doorbraakproject", "ontwikkeltraject"]
    call: int | None = None
    """Year of the call, for a doorbraakproject."""
    period: str | None = None
    """For an ontwikkeltraject, which had no call."""
    theme: str
    action_lines: list[Literal["1", "2", "3", "4"]]
    """Lines of the Taskforce that can learn from it."""
    partners: list[str] = []
    result: str

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if (self.call is None) == (self.period is None):
            raise ValueError("een project heeft 'call' of 'period'")
        return self


class Practice(Strict):
    """The whole file."""

    source: str
    as_of: str
    forums: list[Forum]
    projects: list[Project]
    lessons: list[str]

    def tables(self) -> dict[str, pl.DataFrame]:
        """Rows of `forum`, `practice_project` and `practice_lesson`, in the order of the file."""
        projects = [
            {**project.model_dump(exclude={"region", "call", "period"})}
            | {"area_id": project.region, "period": project.period or str(project.call)}
            for project in self.projects
        ]
        forums = [
            {**forum.model_dump(exclude={"region"})}
            | {"area_id": forum.region, "source": self.source, "as_of": self.as_of}
            for forum in self.forums
        ]
        lessons = [
            {"position": number, "lesson": text}
            for number, text in enumerate(self.lessons)
        ]
        return {
            "forum": pl.DataFrame(forums, infer_schema_length=None),
            "practice_project": pl.DataFrame(
                projects,
                infer_schema_length=None,
                schema_overrides={
                    "action_lines": pl.List(pl.String),
                    "partners": pl.List(pl.String),
                },
            ),
            "practice_lesson": pl.DataFrame(lessons),
        }


def load(regions: set[str], path: Path = FILE) -> Practice:
    """Read the file.

    Args:
        regions: Ids of the referentieregio's; each has exactly one forum.
        path: Where it stands.

    Raises:
        Refusal: It is not as described: names key, value and what was expected.
    """
    try:
        practice = Practice.model_validate(
            yaml.safe_load(path.read_text(encoding="utf-8"))
        )
    except yaml.YAMLError as error:
        raise Refusal(path.name, yaml_text(error)) from error
    except ValidationError as error:
        raise Refusal(path.name, validation_text(error)) from error
    forums = [forum.region for forum in practice.forums]
    if sorted(forums) != sorted(regions):
        wrong = sorted(set(forums) ^ regions) or sorted(
            {region for region in forums if forums.count(region) > 1}
        )
        raise Refusal(
            path.name,
            f"forums: verwacht elke referentieregio één keer; kijk na: {', '.join(wrong)}",
        )
    projects = [project.project_id for project in practice.projects]
    if twice := sorted({name for name in projects if projects.count(name) > 1}):
        raise Refusal(path.name, f"projects: dubbel: {', '.join(twice)}")
    if unknown := sorted({p.region for p in practice.projects} - regions):
        raise Refusal(path.name, f"projects: onbekende regio: {', '.join(unknown)}")
    return practice
