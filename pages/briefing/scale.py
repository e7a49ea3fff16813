"""Round numbers for an axis."""

from collections.abc import Sequence
from math import floor, log10


def ticks(low: float, high: float, decimals: int) -> list[float]:
    """Three to five round numbers around the values."""
    rough = max((high - low) / 3, 10.0**-decimals)
    size = 10.0 ** floor(log10(rough))
    step = next(size * each for each in (1, 2, 5, 10) if size * each >= rough)
    start = floor(low / step)
    count = 2
    while (start + count) * step < high:
        count += 1
    return [(start + each) * step for each in range(count + 1)]


def needed(marks: Sequence[float], decimals: int) -> int:
    """Decimals that tell the marks apart."""
    return next(
        (d for d in range(decimals) if all(abs(round(m, d) - m) < 1e-9 for m in marks)),
        decimals,
    )
