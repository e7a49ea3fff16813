"""What an analyst can set: `data/sources.yaml`, `data/refresh.yaml` and `data/assumptions.yaml`."""

from functools import cache
from pathlib import Path
from typing import Literal, Self, TypeVar
from urllib.parse import urlsplit, urlunsplit

import yaml
from pydantic import BaseModel, Field, ValidationError, model_validator

from etl.refusal import Refusal
from etl.strict import Strict, validation_text, yaml_text

DATA = Path(__file__).parents[1] / "data"
SOURCES_FILE = DATA / "sources.yaml"
REFRESH_FILE = DATA / "refresh.yaml"
ASSUMPTIONS_FILE = DATA / "assumptions.yaml"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Series(Strict):
    """The variables of an OData service that make one indicator, or one breakdown of it."""

    code: str
    """Code of the indicator in the catalogue; all its series come in one file."""
    breakdown: str = ""
    """Key of a breakdown, as in `sector=bouw`."""
    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    scale: float = 1.0
    """Times this, `value` is in the unit of the catalogue (100: the service gives fractions)."""
    levels: list[str] = ["gemeente", "refreg"]

    @property
    def variables(self) -> dict[str, str]:
        """Variable by what it is of the indicator."""
        roles = ("value", "numerator", "denominator")
        return {role: getattr(self, role) for role in roles if getattr(self, role)}

    @model_validator(mode="after")
    def _makes_a_figure(self) -> Self:
        if not self.value and not (self.numerator and self.denominator):
            raise ValueError("een reeks heeft 'value', of 'numerator' en 'denominator'")
        if sum(level.startswith("gemeente") for level in self.levels) != 1:
            raise ValueError("'levels' heeft precies één niveau van gemeenten")
        return self


class OData(Strict):
    """A service that is asked per variable and area level."""

    service: str
    key: str
    """Name of the environment variable that holds the key; the key stands in no file."""
    series: list[Series] = []
    elsewhere: bool = False
    """Moved to a host that the key is not for (see `Way.on`)."""


class Way(Strict):
    """One way in to a source: exactly one of `page`, `template`, `odata`, `boundaries`."""

    name: str
    page: str | None = None
    """A page with links to files."""
    page_data: str | None = None
    """Where the links stand when the page itself carries none."""
    template: str | None = None
    """An address with `{theme}` or `{code}`."""
    kind: Literal["register", "survey"] | None = None
    """Which indicators a template serves; None: all."""
    odata: OData | None = None
    boundaries: str | None = None
    """A request of a WFS for the municipalities as GeoJSON in degrees."""

    @property
    def address(self) -> str:
        """What is asked first."""
        service = self.odata and self.odata.service
        return str(self.page or self.template or service or self.boundaries)

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = (self.page, self.template, self.odata, self.boundaries)
        if sum(kind is not None for kind in given) != 1:
            raise ValueError(
                "een weg heeft één van 'page', 'template', 'odata', 'boundaries'"
            )
        marks = [
            mark for mark in ("{theme}", "{code}") if mark in (self.template or "")
        ]
        if self.template is not None and (
            len(marks) != 1 or "{" in self.template.replace(marks[0], "")
        ):
            raise ValueError("een template heeft {theme} of {code}, één van beide")
        return self

    def on(self, base_url: str) -> Self:
        """The same paths on another host; a key is only taken along to this machine."""
        base = urlsplit(base_url)

        def moved(url: str | None) -> str | None:
            parts = urlsplit(url or "")
            there = (base.scheme, base.netloc, parts.path, parts.query, "")
            return urlunsplit(there) if url else None

        keys = ("page", "page_data", "template", "boundaries")
        changed: dict[str, object] = {key: moved(getattr(self, key)) for key in keys}
        if self.odata:
            there = {
                "service": moved(self.odata.service),
                "elsewhere": base.hostname not in LOOPBACK,
            }
            changed["odata"] = self.odata.model_copy(update=there)
        return self.model_copy(update=changed)


class Pull(Strict):
    """How a source is asked."""

    by_hand: str
    """The page to open in a browser when no way works."""
    hosts: list[str]
    """Hosts that links and redirects may lead to."""
    parallel: int | None = Field(default=None, ge=1, le=16)
    """Requests at once, where it must be fewer than in `data/refresh.yaml`."""
    ways: list[Way]

    def on(self, base_url: str | None) -> Self:
        """The same paths on another host (a mirror, a test); None: as they are."""
        if base_url is None:
            return self
        ways = [way.on(base_url) for way in self.ways]
        netloc = urlsplit(base_url).netloc
        return self.model_copy(update={"hosts": [netloc], "ways": ways})


class SourceText(Strict):
    """What is said of a source beside its figures."""

    name: str
    publisher: str
    licence: str
    homepage: str
    caution: str | None = None
    """What to say beside every indicator that shows figures of this source."""
    figures: bool = True
    """Whether it brings figures. One that does not is only asked by its name."""
    pull: Pull | None = None


class Download(Strict):
    """Bounds of one refresh; seconds and bytes."""

    parallel: int = Field(ge=1, le=16)
    tries: int = Field(ge=1, le=10)
    backoff: float
    longest_wait: float
    connect_timeout: float
    read_timeout: float
    total_timeout: float
    max_bytes: int
    give_up_after: int = Field(ge=1)


class Archive(Strict):
    """Bounds of a workbook or ZIP, against files that unpack without end."""

    max_members: int
    max_unpacked: int
    max_ratio: float


class Keep(Strict):
    """How long earlier builds and raw files stay."""

    builds: int = Field(ge=1)
    days: int = Field(ge=1)


class GateSetting(Strict):
    """Name on screen, number and weight of a gate."""

    title: str
    threshold: float
    stops: bool
    advice: str
    """What an analyst can do about a finding."""


class Refresh(Strict):
    """`data/refresh.yaml`."""

    download: Download
    archive: Archive
    keep: Keep
    gates: dict[str, GateSetting]


class Assumption(Strict):
    """Something that no file says, so that the monitor has to assume it."""

    value: int
    indicators: list[str] = Field(min_length=1)
    """Ids of the indicators that rest on it."""
    text: str
    """Dutch, shown with those indicators; `{value}` and `{before}` (one less) are filled in."""

    @property
    def sentence(self) -> str:
        """The text with its numbers."""
        return self.text.format(value=self.value, before=self.value - 1)


Model = TypeVar("Model", bound=BaseModel)


@cache
def sources() -> dict[str, SourceText]:
    """The sources by id.

    Raises:
        Refusal: The file is no valid YAML or says something unknown.
    """
    return {
        key: _validated(SOURCES_FILE, SourceText, block, key)
        for key, block in _yaml(SOURCES_FILE).items()
    }


@cache
def refresh() -> Refresh:
    """Limits, retention and gates.

    Raises:
        Refusal: The file is no valid YAML or says something unknown.
    """
    return _validated(REFRESH_FILE, Refresh, _yaml(REFRESH_FILE), "")


def threshold(gate: str) -> float:
    """The number of a gate."""
    return refresh().gates[gate].threshold


@cache
def assumptions() -> dict[str, Assumption]:
    """What is assumed, by key.

    Raises:
        Refusal: The file is no valid YAML or says something unknown.
    """
    return {
        key: _validated(ASSUMPTIONS_FILE, Assumption, block, key)
        for key, block in _yaml(ASSUMPTIONS_FILE).items()
    }


def assumed(key: str) -> int:
    """The number of one assumption.

    Raises:
        Refusal: It is not in the file.
    """
    if key not in assumptions():
        raise Refusal(ASSUMPTIONS_FILE.name, f"'{key}' ontbreekt")
    return assumptions()[key].value


def _yaml(path: Path) -> dict[str, object]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise Refusal(path.name, yaml_text(error)) from error
    except UnicodeDecodeError as error:
        raise Refusal(
            path.name, "geen UTF-8", "bewaar het bestand als UTF-8"
        ) from error
    if not isinstance(document, dict):
        raise Refusal(path.name, "verwacht sleutels met hun waarde")
    return document


def _validated(path: Path, model: type[Model], block: object, key: str) -> Model:
    try:
        return model.model_validate(block)
    except ValidationError as error:
        raise Refusal(path.name, f"{key} {validation_text(error)}".strip()) from error
