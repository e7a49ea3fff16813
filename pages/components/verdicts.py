"""Verdicts: a signal, no judgement. Badge, count and bullet chart, never colour alone."""

from collections.abc import Iterable, Mapping, Sequence

from pages import text
from pages.components import markup
from pages.components.markup import escape
from pages.queries import progress
from pages.queries.database import Row

SIGNS = {
    "doel bereikt": ("★", "goed"),
    "behouden": ("★", "goed"),
    "op schema": ("✓", "goed"),
    "vertraagd": ("◐", "matig"),
    "ver achter": ("○", "slecht"),
    "verkeerde richting": ("✕", "slecht"),
    "gunstig": ("++", "goed"),
    "licht gunstig": ("+", "goed"),
    "stabiel": ("=", "gelijk"),
    "licht ongunstig": ("−", "matig"),
    "ongunstig": ("−−", "slecht"),
    "onzeker": ("?", "geen"),
    "te weinig metingen": ("…", "geen"),
    "geen oordeel": ("·", "geen"),
}
"""Sign and look of each class, from good to none; the order is that of the screen."""
UNDECIDED = ("onzeker", "te weinig metingen", "geen oordeel")
CAUTION = "Een signaal, geen oordeel: het zegt hoe het cijfer beweegt, niet waardoor."


def badge(verdict: Row | None) -> str:
    """Sign, word and colour of a verdict, with how sure it is."""
    if verdict is None:
        return ""
    sign, look = SIGNS[verdict["class"]]
    words = ", ".join(filter(None, (verdict["class"], sureness(verdict))))
    return f'<span class="m-verdict m-{look}"><b aria-hidden="true">{sign}</b> {escape(words)}</span>'


def sureness(verdict: Row) -> str:
    """'robuust', or 'gevoelig' where another base year turns it; empty when it was not tried."""
    return {True: "robuust", False: "gevoelig"}.get(verdict["robust"], "")


def badge_of(figure: Row, said: Mapping[str, Row]) -> str:
    """The badge of a figure on screen; none beside a figure of another year than it judges.

    Args:
        figure: A row of `figures.snapshot`.
        said: Of `progress.verdicts`.
    """
    return badge(progress.on_figure(figure, said))


def tally(counts: Mapping[str, int]) -> str:
    """'3 op schema, 1 vertraagd, 2 geen oordeel', from good to none; never a mean."""
    return ", ".join(f"{counts[name]} {name}" for name in SIGNS if counts.get(name))


def tallies(rows: Iterable[Row]) -> list[str]:
    """Sentences with the counts of a line, with and without target apart.

    Args:
        rows: Of `progress.counts`, one line.
    """
    kinds: dict[str, dict[str, int]] = {"doel": {}, "richting": {}}
    for row in rows:
        kinds[row["kind"]][row["class"]] = row["n"]
    words = {"doel": "Met een doel", "richting": "Zonder doel, enkel de richting"}
    return [f"{words[kind]}: {tally(found)}." for kind, found in kinds.items() if found]


def bullet(
    value: float, targets: Sequence[float], label: str, base: float | None = None
) -> str:
    """The figure as a bar from zero, what it was as a thin line, targets as strokes.

    Args:
        value: Newest figure of the region.
        targets: Where targets draw a line.
        label: What it shows, for who cannot see it.
        base: Figure of the base year.
    """
    everything = [0.0, value, *targets, *([base] if base is not None else [])]
    low, high = min(everything), max(everything)

    def x(amount: float) -> float:
        return round(4 + 292 * (amount - low) / ((high - low) or 1), 1)

    left, right = sorted((x(0.0), x(value)))
    shapes = f'<rect class="regio" x="{left}" y="8" width="{max(right - left, 1)}" height="12"/>'
    if base is not None:
        shapes += (
            f'<rect class="vlaanderen" x="{x(base) - 1}" y="5" width="2" height="18"/>'
        )
    shapes += "".join(
        f'<rect class="tekst" x="{x(target) - 2}" y="1" width="4" height="26"/>'
        for target in targets
    )
    return markup.drawing("m-bullet", 300, 28, shapes, label)


def bullet_words(row: Row, unit: str, decimals: int) -> str:
    """Text of a bullet chart: figure, line and whose it is."""
    now = text.figure(row["last_value"], unit, decimals)
    line = text.figure(row["target_value"], unit, decimals)
    return f"{row['last_year']}: {now}; lijn van het doel: {line}"
