"""Settings that refuse what they do not know, and say so in Dutch."""

import re

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class Strict(BaseModel):
    """Refuses keys it does not know: a typing error must not pass in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


DUTCH = {
    "missing": "ontbreekt",
    "extra_forbidden": "onbekende sleutel",
    "int_parsing": "verwacht een geheel getal",
    "int_type": "verwacht een geheel getal",
    "float_parsing": "verwacht een getal",
    "float_type": "verwacht een getal",
    "bool_parsing": "verwacht true of false",
    "string_type": "verwacht tekst",
    "list_type": "verwacht een lijst",
    "dict_type": "verwacht sleutels met hun waarde",
    "model_type": "verwacht sleutels met hun waarde",
    "date_from_datetime_parsing": "verwacht een datum zoals 2026-11-25",
    "int_from_float": "verwacht een geheel getal",
    "bool_type": "verwacht true of false",
    "string_too_short": "is leeg",
    "string_pattern_mismatch": "verwacht letters, cijfers, '-', '_' of '.'",
}


LIMITS = {
    "greater_than_equal": "verwacht minstens",
    "less_than_equal": "verwacht hoogstens",
    "too_short": "verwacht minstens",
}
"""Mistakes against a bound, by the words that go before the number."""


def mistake_text(kind: str, message: str) -> str:
    """The usual mistakes in Dutch; a sentence of our own stands behind 'Value error'."""
    if kind == "literal_error":
        return message.replace("Input should be", "verwacht").replace(" or ", " of ")
    if kind in LIMITS and (bound := re.search(r"-?\d+", message)):
        return f"{LIMITS[kind]} {bound.group()}"
    return DUTCH.get(kind, message.removeprefix("Value error, "))


def found_text(value: object) -> str:
    """What was found, cut to a readable length."""
    return f" (gevonden: {value!r:.80})"


def validation_text(error: ValidationError) -> str:
    """Each mistake of a block: key, what is wrong, what was found."""
    return "; ".join(
        f"{'.'.join(map(str, item['loc'])) or 'blok'}: "
        f"{mistake_text(item['type'], item['msg'])}{found_text(item['input'])}"
        for item in error.errors()
    )


def yaml_text(error: yaml.YAMLError) -> str:
    """Where a YAML file stops being one."""
    mark = getattr(error, "problem_mark", None)
    where = f" bij regel {mark.line + 1}, kolom {mark.column + 1}" if mark else ""
    return f"geen geldige YAML{where}"
