"""What `data/sources.yaml` may say of a way in to a source."""

from typing import Any

import pytest
from pydantic import ValidationError

from etl import settings
from etl.settings import Series, Way

ODATA = {"service": "https://x.example/odata/", "key": "EEN_SLEUTEL"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"page": "https://x.example/", "template": "https://x.example/{code}"},
        {"odata": ODATA, "boundaries": "https://x.example/wfs"},
    ],
)
def test_a_way_is_of_one_kind(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="een weg heeft één van"):
        Way.model_validate({"name": "weg", **given})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "heeft 'value', of 'numerator' en 'denominator'"),
        ({"numerator": "v1"}, "heeft 'value', of 'numerator' en 'denominator'"),
        ({"value": "v1", "levels": ["refreg"]}, "precies één niveau van gemeenten"),
        ({"value": "v1", "levels": ["gemeente", "gemeente2018"]}, "precies één niveau van gemeenten"),
    ],
)  # fmt: skip
def test_a_series_makes_a_figure_of_municipalities(
    given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        Series.model_validate({"code": "x", **given})


def test_another_host_keeps_path_and_query_of_every_way() -> None:
    for text in settings.sources().values():
        if text.pull is None:
            continue
        moved = text.pull.on("http://127.0.0.1:9")
        assert moved.hosts == ["127.0.0.1:9"]
        for before, after in zip(text.pull.ways, moved.ways, strict=True):
            path = before.address.partition("//")[2].partition("/")[2]
            assert after.address == f"http://127.0.0.1:9/{path}"


def test_no_setting_holds_a_key() -> None:
    for text in settings.sources().values():
        for way in text.pull.ways if text.pull else []:
            if way.odata:
                assert way.odata.key.isupper()
                assert way.odata.key.startswith("MONITOR_")
