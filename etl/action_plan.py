"""`data/action_plan.yaml`: the action lines and their goals."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from etl.refusal import Refusal

FILE = Path(__file__).parents[1] / "data" / "action_plan.yaml"


class ActionLine(BaseModel):
    """One of the four lines, with its official name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    action_line: str = Field(pattern="^[1-4]$")
    title: str
    short_title: str
    goal: str


class ActionPlan(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    action_lines: list[ActionLine] = Field(min_length=4, max_length=4)


def load(path: Path = FILE) -> ActionPlan:
    """Read the action plan.

    Raises:
        Refusal: The file is not as described; names key and value.
    """
    try:
        return ActionPlan.model_validate(
            yaml.safe_load(path.read_text(encoding="utf-8"))
        )
    except (ValidationError, yaml.YAMLError) as error:
        raise Refusal(path.name, str(error)) from error
