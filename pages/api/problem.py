"""What the text routes say when they cannot answer: Dutch, and about the address itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Problem(Exception):  # noqa: N818  (it is the answer, not a defect of ours)
    """An answer that is no data."""

    status: int
    message: str
    parameter: str = ""
    found: str = ""
    expected: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The body: what is wrong, and where the addresses are described."""
        details = {
            "bericht": self.message,
            "parameter": self.parameter,
            "gevonden": self.found[:100],
            "verwacht": self.expected,
        }
        said = {key: value for key, value in details.items() if value}
        return {"fout": said, "uitleg": "/api/v1/"}


@dataclass
class Moved(Exception):  # noqa: N818
    """The address has a former id; the same question stands at another one."""

    address: str


def some(values: Sequence[str], most: int = 12) -> str:
    """A list for a message, cut off where it becomes unreadable."""
    more = f" … ({len(values)} in totaal)" if len(values) > most else ""
    return ", ".join(values[:most]) + more
