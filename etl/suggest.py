"""YAML blocks for what the files bring and the catalogue does not describe, ready to edit."""

from pathlib import Path

import yaml

from etl import areas, catalogue
from etl.catalogue import Indicator
from etl.collect import collect
from etl.console import Console
from etl.inputs import Inputs
from etl.sources.gsm.unseen import ADMITTED

FROM_FILE = ("factor", "dimensions", "answers", "main_breakdown")
"""What a sheet tells of a block that was written before it was seen."""


def suggestions(made_from: Inputs, console: Console) -> list[str]:
    """A YAML text per indicator that the catalogue does not (fully) describe.

    Args:
        made_from: The files at hand.
        console: Progress.
    """
    known = {indicator.indicator_id: indicator for indicator in catalogue.load()}
    found = collect(made_from.files, list(known.values()), areas.load(), console.step)
    texts = []
    for key, parts in sorted(found.readings.items()):
        texts += [
            _text(reading.described, known.get(key), Path(file.name).name)
            for reading, file in parts
            if reading.described is not None
        ]
    return texts


def _text(block: Indicator, known: Indicator | None, file: str) -> str:
    dumped = block.model_dump(exclude_defaults=True, exclude={"unseen"})
    if known is not None and block.definition != ADMITTED:
        dumped = {key: dumped[key] for key in ("code", *FROM_FILE) if key in dumped}
        head = f"# Uit {file}: zet dit bij het blok {block.code} en haal daar 'unseen' weg."
    else:
        head = f"# Uit {file}: een nieuw blok. Schrijf definitie en groep, en beslis de aggregatie."
    body = yaml.safe_dump([dumped], allow_unicode=True, sort_keys=False, width=100)
    return head + "\n" + body
